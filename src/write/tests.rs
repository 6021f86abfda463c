//! What is refused, what survives, what stays as it was.

mod kill;
mod mounts;

use std::{cell::Cell, collections::BTreeMap, fs, path::PathBuf, time::SystemTime};

use anyhow::bail;
use tempfile::TempDir;

use super::{target::Around, *};
use crate::discover::MANIFEST;

/// A site in memory; a file that holds `fail` cannot be made, one that holds `@PATH` is a copy.
struct Site(BTreeMap<String, String>);

impl Site {
    fn of(files: &[(&str, &str)]) -> Site {
        Site(files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect())
    }
}

impl Files for Site {
    fn paths(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    fn content(&self, path: &str) -> anyhow::Result<Content<'_>> {
        let text = &self.0[path];
        match text.strip_prefix('@') {
            Some(source) => Ok(Content::File(Path::new(source))),
            None if text == "fail" => bail!("`{path}` cannot be made"),
            None => Ok(Content::Bytes(text.as_bytes().into())),
        }
    }
}

/// A handbook's folder, with an output folder `public/` that is not there yet.
struct Home(TempDir);

impl Home {
    fn new(files: &[(&str, &str)]) -> Home {
        Home::new_in(tempfile::tempdir().unwrap(), files)
    }

    fn new_in(folder: TempDir, files: &[(&str, &str)]) -> Home {
        let home = Home(folder);
        for folder in ["book/content", "book/themes/default", "book/static", "home/work"] {
            fs::create_dir_all(home.0.path().join(folder)).unwrap();
        }
        for (path, text) in files {
            home.put(path, text);
        }
        home
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join("book").join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let at = self.at(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        // A new file each time, as an editor writes it.
        drop(fs::remove_file(&at));
        fs::write(at, text).unwrap();
    }

    fn around(&self) -> Around {
        Around {
            root: self.at(""),
            content: self.at("content"),
            themes: self.at("themes"),
            statics: self.at("static"),
            working: self.0.path().join("home/work"),
            home: Some(self.0.path().join("home")),
        }
    }

    fn target(&self, output: &str, force: Force) -> anyhow::Result<Target> {
        let options =
            Options { force, patience: std::time::Duration::from_secs(5), waiting: &|| {} };
        target(&self.around(), &self.at(output), &options)
    }

    fn build_with(&self, files: &[(&str, &str)], force: Force) -> anyhow::Result<Outcome> {
        let target = self.target("public", force)?;
        publish(stage(&target, &Site::of(files))?)
    }

    #[track_caller]
    fn build(&self, files: &[(&str, &str)]) -> Outcome {
        self.build_with(files, Force::No).unwrap()
    }

    /// Every file of `public/` and its text, the manifest left out.
    fn site(&self) -> Vec<(String, String)> {
        tree(&self.at("public"))
    }

    /// The handbook's own folder holds nothing new: no stage, no lock.
    #[track_caller]
    fn is_clean(&self) {
        let names = fs::read_dir(self.at("")).unwrap();
        let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
        names.retain(|name| name != "public");
        names.sort();
        assert_eq!(names, ["content", "static", "themes"]);
        assert!(!self.at("public/.rolebook-stage").exists());
    }

    #[track_caller]
    fn check(&self, expected: &[(&str, &str)]) {
        let site = self.site();
        let site: Vec<(&str, &str)> = site.iter().map(|(path, text)| (&**path, &**text)).collect();
        assert_eq!(site, expected);
        self.is_clean();
    }
}

fn tree(folder: &Path) -> Vec<(String, String)> {
    fn visit(folder: &Path, below: &str, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let path = survey::joined(below, entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                visit(&entry.path(), &path, found);
            } else if path != MANIFEST {
                found.push((path, fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    visit(folder, "", &mut found);
    found.sort();
    found
}

fn time(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

const ONE: &[(&str, &str)] = &[("a/index.html", "a"), ("b/index.html", "b"), ("index.html", "i")];
const TWO: &[(&str, &str)] = &[("a/index.html", "A"), ("c/d/index.html", "c"), ("index.html", "i")];

#[test]
fn a_site_is_written_and_nothing_else() {
    let home = Home::new(&[]);
    assert_eq!(home.build(ONE), Outcome { written: 3, unchanged: 0, removed: 0 });
    home.check(ONE);
    assert_eq!(home.build(TWO), Outcome { written: 2, unchanged: 1, removed: 1 });
    home.check(TWO);
    assert!(!home.at("public/b").exists());
}

#[test]
fn the_manifest_is_a_sorted_list() {
    let home = Home::new(&[]);
    home.build(&[("b", ""), ("a\"b", ""), ("a/\u{e9}", "")]);
    let manifest = fs::read_to_string(home.at("public").join(MANIFEST)).unwrap();
    let expected = "{\n  \"rolebook-manifest\": 1,\n  \"files\": [\n    \"a\\\"b\",\n    \
                    \"a/\u{e9}\",\n    \"b\"\n  ]\n}\n";
    assert_eq!(manifest, expected);
}

#[test]
fn a_file_is_copied_when_it_is_asked_for() {
    let home = Home::new(&[("content/x.png", "x")]);
    let source = format!("@{}", home.at("content/x.png").display());
    let files = [("x.png", &*source)];
    assert_eq!(home.build(&files).written, 1);
    home.check(&[("x.png", "x")]);
    assert_eq!(home.build(&files).written, 0);
    home.put("content/x.png", "y");
    assert_eq!(home.build(&files).written, 1);
    home.check(&[("x.png", "y")]);
}

#[test]
fn a_second_build_writes_nothing() {
    let home = Home::new(&[]);
    home.build(ONE);
    let paths =
        [".", "public", "public/a", "public/a/index.html", "public/.rolebook-manifest.json"];
    let state = || paths.map(|path| (time(&home.at(path)), room::identity(&home.at(path))));
    let before = state();
    assert_eq!(home.build(ONE), Outcome { written: 0, unchanged: 3, removed: 0 });
    assert_eq!(state(), before);
}

#[test]
fn an_unchanged_file_keeps_its_time() {
    let home = Home::new(&[]);
    home.build(ONE);
    let (same, differs) = (home.at("public/index.html"), home.at("public/a/index.html"));
    let old = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    for path in [&same, &differs] {
        fs::File::options().write(true).open(path).unwrap().set_modified(old).unwrap();
    }
    home.build(TWO);
    assert_eq!(time(&same), old);
    assert_ne!(time(&differs), old);
}

#[test]
fn a_file_that_somebody_changed_is_written_again() {
    let home = Home::new(&[]);
    home.build(ONE);
    home.put("public/a/index.html", "x");
    fs::remove_file(home.at("public/index.html")).unwrap();
    assert_eq!(home.build(ONE).written, 2);
    home.check(ONE);
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    let home = Home::new(&[]);
    home.build(&[("a", "file"), ("b/c", "folder")]);
    home.build(&[("a/c", "folder"), ("b", "file")]);
    home.check(&[("a/c", "folder"), ("b", "file")]);
}

#[test]
fn foreign_files_and_folders_survive() {
    let home = Home::new(&[
        ("public/.gitignore", "*"),
        ("public/.git/HEAD", "ref"),
        ("public/.git/objects/x", "o"),
    ]);
    home.build(ONE);
    home.put("public/CNAME", "example.org");
    home.put("public/a/notes.txt", "n");
    home.put("public/media/deep/x.png", "x");
    fs::create_dir(home.at("public/empty")).unwrap();
    home.build(TWO);
    home.build(&[("media/y.png", "y")]);
    home.check(&[
        (".git/HEAD", "ref"),
        (".git/objects/x", "o"),
        (".gitignore", "*"),
        ("CNAME", "example.org"),
        ("a/notes.txt", "n"),
        ("media/deep/x.png", "x"),
        ("media/y.png", "y"),
    ]);
    assert!(home.at("public/empty").is_dir());
    assert!(!home.at("public/c").exists());
}

#[test]
fn a_folder_with_foreign_files_is_refused_unless_forced() {
    let home = Home::new(&[("public/z.txt", "z"), ("public/y/x", ""), ("public/.hidden", "")]);
    let error = format!("{:#}", home.build_with(ONE, Force::No).unwrap_err());
    assert!(error.contains("it holds what rolebook did not make (`y` and 1 more)"), "{error}");
    home.build_with(&[("a", "a")], Force::Yes).unwrap();
    home.check(&[(".hidden", ""), ("a", "a"), ("y/x", ""), ("z.txt", "z")]);
}

#[test]
fn a_damaged_manifest_is_not_trusted() {
    for manifest in [
        "",
        "[]",
        r#"{"rolebook-manifest":2,"files":[]}"#,
        r#"{"rolebook-manifest":1,"files":["../content/a.md"]}"#,
        r#"{"rolebook-manifest":1,"files":["/etc/passwd"]}"#,
        r#"{"rolebook-manifest":1,"files":["b","a"]}"#,
    ] {
        let home = Home::new(&[("public/.rolebook-manifest.json", manifest), ("content/a.md", "")]);
        assert!(home.build_with(ONE, Force::No).is_err(), "{manifest}");
        home.build_with(ONE, Force::Yes).unwrap();
        assert!(home.at("content/a.md").exists());
    }
}

#[test]
fn a_foreign_file_at_our_address_is_named() {
    for (foreign, ours) in [
        ("index.html", "index.html"),
        ("a", "a/index.html"),
        ("a/index.html", "a"),
        ("a/b/c", "a/b"),
        ("a/b/c", "a/b/c/d"),
    ] {
        let home = Home::new(&[]);
        home.build(&[("old", "o")]);
        home.put(&format!("public/{foreign}"), "foreign");
        let error = home.build_with(&[(ours, "ours")], Force::Yes).unwrap_err();
        let taken = error.downcast_ref::<Taken>().map(|taken| taken.paths.len());
        assert_eq!(taken, Some(1), "{foreign} {ours}: {error:#}");
        let mut expected = [("old", "o"), (foreign, "foreign")];
        expected.sort_unstable();
        home.check(&expected);
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_removed_through_a_link() {
    use std::os::unix::fs::symlink;
    let home = Home::new(&[("content/keep/index.html", "mine")]);
    home.build(&[("keep/index.html", "ours"), ("x", "")]);
    fs::remove_dir_all(home.at("public/keep")).unwrap();
    symlink("../content/keep", home.at("public/keep")).unwrap();
    home.build(&[("x", "y")]);
    assert_eq!(fs::read_to_string(home.at("content/keep/index.html")).unwrap(), "mine");
    assert!(home.at("public/keep").is_symlink());
    let error = home.build_with(&[("keep/index.html", "ours")], Force::Yes).unwrap_err();
    assert!(error.is::<Taken>());
    home.is_clean();
}

#[test]
fn a_path_that_leads_out_is_never_written() {
    let home = Home::new(&[]);
    for path in [
        "../x",
        "/x",
        "a/../../x",
        "a//b",
        "",
        ".",
        "a/",
        ".git/hooks/x",
        "a/.GIT/x",
        MANIFEST,
        "a\0b",
    ] {
        assert!(home.build_with(&[(path, "x")], Force::Yes).is_err(), "{path:?}");
    }
    assert!(!home.at("public").exists());
    home.is_clean();
}

#[test]
fn when_one_file_cannot_be_made_the_old_site_stands() {
    let home = Home::new(&[]);
    home.build(ONE);
    let many: Vec<String> = (0..200).map(|n| format!("n{n:03}/index.html")).collect();
    let mut files: Vec<(&str, &str)> = many.iter().map(|path| (&**path, "n")).collect();
    files[50].1 = "fail";
    files[150].1 = "fail";
    let error = home.build_with(&files, Force::No).unwrap_err().to_string();
    assert_eq!(error, "`n050/index.html` cannot be made");
    home.check(ONE);
}

#[test]
fn a_stage_that_is_dropped_leaves_nothing() {
    let home = Home::new(&[]);
    let target = home.target("deep/er/public", Force::No).unwrap();
    drop(stage(&target, &Site::of(ONE)).unwrap());
    drop(target);
    home.is_clean();
}

#[test]
fn an_output_folder_deep_down_is_made() {
    let home = Home::new(&[]);
    let target = home.target("deep/er/public", Force::No).unwrap();
    publish(stage(&target, &Site::of(ONE)).unwrap()).unwrap();
    drop(target);
    assert_eq!(tree(&home.at("deep/er/public")).len(), 3);
}

#[test]
fn two_renames_do_what_the_exchange_does_and_are_repaired() {
    let home = Home::new(&[]);
    home.build(ONE);
    home.put("public/media/x", "x");
    let output = home.at("public");
    let whole = |expected: &[(&str, &str)]| {
        drop(home.target("public", Force::No).unwrap());
        let expected = [expected, &[("media/x", "x")]].concat();
        home.check(&expected);
    };
    let staged = |target: &Target| {
        let (_, work, _) = stage(target, &Site::of(TWO)).unwrap().into_parts();
        work.unwrap().room.keep()
    };
    // Killed between the two.
    let target = home.target("public", Force::No).unwrap();
    let paths = staged(&target);
    fs::rename(&output, &paths.old).unwrap();
    drop(target);
    whole(&[ONE[0], ONE[1], ONE[2]]);
    // Killed after them.
    let target = home.target("public", Force::No).unwrap();
    let paths = staged(&target);
    swap::two_renames(&output, &paths.site, &paths.old).unwrap();
    drop(target);
    whole(TWO);
}

#[test]
fn a_folder_that_only_has_the_name_of_a_stage_is_left_alone() {
    let home = Home::new(&[(".public.rolebook-stage/mine", "m")]);
    let error = format!("{:#}", home.build_with(ONE, Force::Yes).unwrap_err());
    assert!(error.contains("is not rolebook's; move it away and try again"), "{error}");
    assert!(home.at(".public.rolebook-stage/mine").exists());
}

#[cfg(unix)]
#[test]
fn a_stage_that_is_a_link_is_not_followed() {
    use std::os::unix::fs::symlink;
    let home = Home::new(&[
        ("content/a.md", "mine"),
        (".public.rolebook-stage/rolebook-stage.json", r#"{"rolebook-stage":1,"site":1}"#),
    ]);
    symlink("../content", home.at(".public.rolebook-stage/site")).unwrap();
    assert!(home.build_with(ONE, Force::Yes).is_err());
    assert_eq!(fs::read_to_string(home.at("content/a.md")).unwrap(), "mine");
}

#[test]
fn the_second_of_two_builds_waits_or_is_refused() {
    let home = Home::new(&[]);
    let first = home.target("public", Force::No).unwrap();
    let error = home.build_with(TWO, Force::No).unwrap_err().to_string();
    assert!(error.starts_with("another rolebook is writing `"), "{error}");
    let said = Cell::new(0);
    let waiting = || said.set(said.get() + 1);
    let patience = std::time::Duration::from_secs(20);
    let options = Options { force: Force::No, patience, waiting: &waiting };
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(std::time::Duration::from_millis(100));
            publish(stage(&first, &Site::of(ONE)).unwrap()).unwrap();
            drop(first);
        });
        let second = target(&home.around(), &home.at("public"), &options).unwrap();
        home.check(ONE);
        publish(stage(&second, &Site::of(TWO)).unwrap()).unwrap();
    });
    assert_eq!(said.get(), 1);
    home.check(TWO);
}

#[cfg(unix)]
#[test]
fn what_would_be_destroyed_is_refused_even_when_forced() {
    use std::os::unix::fs::symlink;
    let home = Home::new(&[("a-file", ""), ("content/sub/a.md", "")]);
    symlink("content", home.at("to-content")).unwrap();
    symlink("nothing", home.at("to-nothing")).unwrap();
    symlink("../book", home.at("to-root")).unwrap();
    for (output, why) in [
        ("", "it is the handbook's folder"),
        (".", "it is the handbook's folder"),
        ("to-root", "it is the handbook's folder"),
        ("public/..", "it is the handbook's folder"),
        ("..", "it holds the handbook's folder"),
        ("/", "it holds the handbook's folder"),
        ("../home/work", "it is the working directory"),
        ("../home", "it holds the working directory"),
        ("content", "it is the content folder"),
        ("to-content", "it is the content folder"),
        ("to-root/to-content", "it is the content folder"),
        ("content/sub", "it lies in the content folder"),
        ("content/new/public", "it lies in the content folder"),
        ("themes", "it is the theme folder"),
        ("themes/default", "it lies in the theme folder"),
        ("static/x", "it lies in the static folder"),
        ("a-file", "it is a file, not a folder"),
        ("to-nothing", "it is a symbolic link to nothing"),
    ] {
        let error = format!("{:#}", home.target(output, Force::Yes).unwrap_err());
        assert!(
            error.starts_with("cannot write to `") && error.ends_with(why),
            "{output}: {error}"
        );
    }
    let working = home.at("");
    let options =
        Options { force: Force::Yes, patience: std::time::Duration::ZERO, waiting: &|| {} };
    let around = Around { working, ..home.around() };
    let error =
        format!("{:#}", target(&around, &home.0.path().join("home"), &options).unwrap_err());
    assert!(error.ends_with("it is the home folder"), "{error}");
}

#[test]
fn the_public_folder_may_lie_in_a_content_folder_that_is_root() {
    let home = Home::new(&[("a.md", "")]);
    let options =
        Options { force: Force::No, patience: std::time::Duration::from_secs(5), waiting: &|| {} };
    let around = Around { content: home.at(""), ..home.around() };
    assert!(target(&around, &home.at("public"), &options).is_ok());
    assert!(target(&around, &home.at("docs"), &options).is_err());
    assert!(target(&around, &home.at("docs/public"), &options).is_err());
}

#[cfg(unix)]
#[test]
fn an_output_folder_may_be_a_link_and_keeps_its_rights() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let home = Home::new(&[]);
    let real = home.0.path().join("www");
    fs::create_dir(&real).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o750)).unwrap();
    symlink(&real, home.at("public")).unwrap();
    home.build(ONE);
    home.check(ONE);
    assert!(home.at("public").is_symlink());
    assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o750);
}

#[cfg(unix)]
#[test]
fn where_the_parent_may_not_be_written_to_the_files_are_moved_one_by_one() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new(&[]);
    home.build(ONE);
    let allow = |mode| fs::set_permissions(home.at(""), fs::Permissions::from_mode(mode)).unwrap();
    allow(0o555);
    if fs::create_dir(home.at("probe")).is_ok() {
        eprintln!("skipped: the superuser may write everywhere");
        return;
    }
    home.build(TWO);
    home.check(TWO);
    // Not even read: then the output folder itself is what is locked.
    allow(0o111);
    home.build(ONE);
    allow(0o755);
    home.check(ONE);
}
