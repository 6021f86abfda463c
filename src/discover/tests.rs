//! What is read, what is passed over, what is said.

#![expect(clippy::disallowed_methods, reason = "tests make the folders that they read")]

use std::{fs, process::Command};

use tempfile::TempDir;

use super::*;
use crate::{config, diagnostic::Levels, source::Place};

/// A folder with these files; a path that ends in `/` is an empty folder.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = dir.path().join(path);
        if path.as_os_str().as_encoded_bytes().ends_with(b"/") {
            fs::create_dir_all(&path).unwrap();
        } else {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, bytes).unwrap();
        }
    }
    dir
}

/// The default config, written out here so that this module's tests need no other module's code.
fn config(plain: bool) -> Config {
    Config {
        title: "Handbook".into(),
        base_url: None,
        description: String::new(),
        lang: "en".into(),
        content: "content".into(),
        output: "public".into(),
        theme: "default".into(),
        drafts: false,
        search: true,
        edit_url: None,
        types: Vec::new(),
        markdown: config::MarkdownOptions {
            math: false,
            definition_lists: !plain,
            smart_punctuation: false,
            highlight: true,
            raw_html: true,
            parts: !plain,
            directives: !plain,
        },
        terms: config::Terms { autolink: config::Autolink::FirstPerPage, plurals: true },
        compare: config::Compare { auto: config::AutoCompare::Off, max_pairs: 2000, place: None },
        nav_order: Vec::new(),
        theme_options: Vec::new(),
        logo: None,
        serve: config::Serve {
            port: 4000,
            host: "127.0.0.1".into(),
            allowed_hosts: Vec::new(),
            editor: String::new(),
        },
        levels: Levels::default(),
        facets: std::sync::Arc::new(config::Facets::built_in()),
        plain,
    }
}

fn read_with(dir: &TempDir, change: impl FnOnce(&mut Config)) -> Checked<Sources> {
    let project = project(dir.path()).unwrap();
    let mut config = config(project.config.is_none());
    change(&mut config);
    sources(&project, &config, &Memory::default()).unwrap()
}

fn all(dir: &TempDir) -> Checked<Sources> {
    read_with(dir, |_| {})
}

/// What was found: pages, `|`, other files, `|`, static files.
fn listed(sources: &Sources) -> String {
    let join = |paths: Vec<&str>| paths.join(" ");
    let pages = join(sources.pages.iter().map(|page| &*page.path).collect());
    let files = join(sources.files.iter().map(|file| &*file.path).collect());
    let statics = join(sources.statics.iter().map(|file| &*file.path).collect());
    format!("{pages}|{files}|{statics}")
}

#[track_caller]
fn check(files: &[(&str, &[u8])], expected: &str) {
    let dir = folder(files);
    let read = all(&dir);
    assert_eq!(read.diagnostics, []);
    assert_eq!(listed(&read.value), expected);
}

/// The page `a.md` of these bytes: its text and `code at: message` for each diagnostic.
#[track_caller]
fn check_text(bytes: &[u8], text: &str, said: &[&str]) {
    let read = all(&folder(&[("a.md", bytes)]));
    assert_eq!(&*read.value.pages[0].source.text, text);
    assert_eq!(messages(&read), said);
}

fn messages(read: &Checked<Sources>) -> Vec<String> {
    let message = |diagnostic: &Diagnostic| {
        let Place { file, span } = &diagnostic.place;
        format!("{file} {} {}: {}", span.start, diagnostic.code.name(), diagnostic.message)
    };
    read.diagnostics.iter().map(message).collect()
}

#[test]
fn a_handbook_has_content_static_files_and_a_theme() {
    let dir = folder(&[
        ("rolebook.toml", b""),
        ("content/a.md", b"a"),
        ("content/B.MARKDOWN", b""),
        ("content/img/x.png", b""),
        ("static/CNAME", b""),
        ("static/.well-known/x", b""),
        ("static/.gitkeep", b""),
        ("themes/default/page.html", b"p"),
        ("themes/default/.hidden", b""),
        ("notes.md", b""),
    ]);
    let read = all(&dir);
    assert_eq!(listed(&read.value), "B.MARKDOWN a.md|img/x.png|.well-known/x CNAME");
    assert_eq!(read.value.pages[1].source.file.path(), "content/a.md");
    assert_eq!(read.value.statics[1].file.path(), "static/CNAME");
    assert_eq!(read.value.theme.len(), 1);
    assert_eq!(read.value.theme[0].file.path(), "themes/default/page.html");
    assert_eq!((&*read.value.theme[0].path, &*read.value.theme[0].bytes), ("page.html", &b"p"[..]));
}

#[test]
fn a_plain_folder_is_its_own_content_static_too() {
    check(
        &[("README.md", b""), ("static/x.md", b""), ("themes/y.css", b"")],
        "README.md static/x.md|themes/y.css|",
    );
}

#[test]
fn a_plain_folder_with_markdown_in_content_has_that_as_its_content() {
    check(&[("README.md", b""), ("content/x.md", b""), ("static/y", b"")], "x.md||y");
    check(&[("README.md", b""), ("content/x.txt", b"")], "README.md|content/x.txt|");
}

#[test]
fn the_output_folder_is_never_content() {
    check(&[("a.md", b""), ("public/b.md", b"")], "a.md||");
    check(&[("a.md", b""), ("site/.rolebook-manifest.json", b""), ("site/b.md", b"")], "a.md||");
    let named =
        read_with(&folder(&[("a.md", b""), ("out/b.md", b"")]), |c| c.output = "out".into());
    assert_eq!(listed(&named.value), "a.md||");
    let elsewhere = folder(&[("a.md", b""), ("public/b.md", b"")]);
    let read = read_with(&elsewhere, |config| config.output = "/nowhere/out".into());
    assert_eq!(listed(&read.value), "a.md public/b.md||");
}

#[test]
fn a_handbook_whose_content_is_root_leaves_out_its_own_files() {
    let dir = folder(&[
        ("rolebook.toml", b""),
        ("a.md", b""),
        ("static/x", b""),
        ("themes/default/page.md", b""),
    ]);
    for content in ["", ".", "./"] {
        let read = read_with(&dir, |config| config.content = content.into());
        assert_eq!(listed(&read.value), "a.md||x", "{content:?}");
    }
}

#[test]
fn hidden_files_and_droppings_are_passed_over() {
    let droppings: Vec<(&str, &[u8])> = [
        ".hidden.md",
        ".git/a.md",
        "a.md~",
        ".#a.md",
        "#a.md#",
        "a.md.swp",
        "a.swo",
        "a.tmp",
        "a.bak",
        ".DS_Store",
        "Thumbs.db",
        "4913",
        "node_modules/a.md",
        "b/node_modules/a.md",
        "c/",
    ]
    .map(|path| (path, &b""[..]))
    .into();
    check(&[&droppings[..], &[("a#b.md", b""), ("#.md", b"")]].concat(), "#.md a#b.md||");
}

#[test]
fn what_gitignore_ignores_is_passed_over() {
    check(
        &[
            (".gitignore", b"*.draft.md\n/build/\n"),
            ("a.md", b""),
            ("a.draft.md", b""),
            ("build/b.md", b""),
            ("c/build/b.md", b""),
            ("c/.gitignore", b"secret.md\n!kept.draft.md\n"),
            ("c/secret.md", b""),
            ("c/kept.draft.md", b""),
            ("d/secret.md", b""),
            ("c/e/secret.md", b""),
        ],
        "a.md c/build/b.md c/kept.draft.md d/secret.md||",
    );
}

#[test]
fn a_gitignore_above_root_holds_within_its_repository_only() {
    let files: [(&str, &[u8]); 3] =
        [(".gitignore", b"secret.md\n"), ("docs/a.md", b""), ("docs/secret.md", b"")];
    let dir = folder(&files);
    let docs = |dir: &TempDir| {
        let project = project(&dir.path().join("docs")).unwrap();
        listed(&sources(&project, &config(true), &Memory::default()).unwrap().value)
    };
    assert_eq!(docs(&dir), "a.md secret.md||");
    fs::create_dir(dir.path().join(".git")).unwrap();
    assert_eq!(docs(&dir), "a.md||");
    // A folder that is ignored itself was named on purpose.
    fs::write(dir.path().join(".gitignore"), "docs/\n").unwrap();
    assert_eq!(docs(&dir), "a.md secret.md||");
    fs::write(dir.path().join(".gitignore"), "*\n").unwrap();
    assert_eq!(docs(&dir), "a.md secret.md||");
}

#[test]
fn a_gitignore_that_leaves_no_page_is_said() {
    let check = |gitignore: &[u8], expected: &[&str]| {
        let files = [("rolebook.toml", &b""[..]), (".gitignore", gitignore)];
        let read = all(&folder(
            &[&files[..], &[("content/d/a.md", b""), ("content/x.png", b"")]].concat(),
        ));
        assert_eq!(messages(&read), expected);
    };
    let said = [".gitignore 0 unreadable-file: this ignores every page of the content folder"];
    check(b"*.md\n", &said);
    check(b"d/\n", &said);
    check(b"content/*\n", &said);
    check(b"*.png\n", &[]);
    check(b"content\n", &[]);
}

#[test]
fn files_are_sorted_by_the_bytes_of_their_paths() {
    check(
        &[("a/b.md", b""), ("a.md", b""), ("a-b.md", b""), ("B.md", b"")],
        "B.md a-b.md a.md a/b.md||",
    );
}

#[test]
fn names_keep_the_spelling_of_the_disk() {
    check(
        &[("caf\u{e9}.md", b""), ("cafe\u{301}.md", b""), ("Café au lait.md", b"")],
        "Caf\u{e9} au lait.md cafe\u{301}.md caf\u{e9}.md||",
    );
}

#[test]
fn text_keeps_its_mark_and_its_line_ends() {
    check_text(b"", "", &[]);
    check_text("\u{feff}a\r\nb".as_bytes(), "\u{feff}a\r\nb", &[]);
    check_text(b"# a\r\rb\r\nc\r", "# a\n\nb\r\nc\n", &[]);
}

#[test]
fn what_is_not_utf_8_is_replaced_and_said_at_its_place() {
    check_text(
        b"caf\xE9 \xE9",
        "caf\u{fffd} \u{fffd}",
        &["a.md 3 unreadable-file: byte 0xE9 is not UTF-8; it is shown as `\u{fffd}`"],
    );
    check_text(
        b"a\0b\0",
        "a\u{fffd}b\u{fffd}",
        &["a.md 1 unreadable-file: a NUL byte is not text; it is shown as `\u{fffd}`"],
    );
    check_text(
        b"\0\xE9",
        "\u{fffd}\u{fffd}",
        &[
            "a.md 3 unreadable-file: byte 0xE9 is not UTF-8; it is shown as `\u{fffd}`",
            "a.md 0 unreadable-file: a NUL byte is not text; it is shown as `\u{fffd}`",
        ],
    );
}

#[test]
fn utf_16_is_read_by_its_mark() {
    let said = "a.md 0 unreadable-file: this file is UTF-16, not UTF-8; it is read all the same";
    check_text(b"\xFF\xFEa\0\xE9\0", "\u{feff}a\u{e9}", &[said]);
    check_text(b"\xFE\xFF\0a\0\xE9\xD8", "\u{feff}a\u{e9}\u{fffd}", &[said]);
}

#[test]
fn a_page_over_the_limit_has_no_body() {
    let long = vec![b'a'; PAGE_LIMIT as usize];
    check_text(&long, std::str::from_utf8(&long).unwrap(), &[]);
    let longer = vec![b'a'; PAGE_LIMIT as usize + 1];
    check_text(&longer, "", &["a.md 0 too-large: this page has 4.1 MiB, of at most 4"]);
}

#[test]
fn a_theme_without_a_folder_is_a_fault_of_the_config() {
    let dir = folder(&[
        ("rolebook.toml", b"title = \"theme\"\ntheme = \"x\"\n"),
        ("content/", b""),
        ("themes/y/page.html", b""),
    ]);
    let read = read_with(&dir, |config| config.theme = "x".into());
    assert_eq!(messages(&read), ["rolebook.toml 24 bad-config: no theme is called `x`"]);
    let read = read_with(&dir, |config| config.theme = "../themes/y".into());
    assert_eq!(read.value.theme.len(), 0);
    assert_eq!(read.diagnostics.len(), 1);
    assert_eq!(read_with(&dir, |config| config.theme = "y".into()).value.theme.len(), 1);
}

#[test]
fn a_root_that_cannot_be_read_is_an_error() {
    let dir = folder(&[("a.md", b""), ("b/rolebook.toml/", b""), ("c/rolebook.toml", b"")]);
    let error = |path: &str| format!("{:#}", project(&dir.path().join(path)).unwrap_err());
    assert!(error("a.md").ends_with("/a.md` is not a folder"), "{}", error("a.md"));
    assert!(error("none").starts_with("cannot read `"), "{}", error("none"));
    assert!(error("b").ends_with("/rolebook.toml` is a folder, not a file"), "{}", error("b"));
    let handbook = project(&dir.path().join("c")).unwrap();
    let error =
        format!("{:#}", sources(&handbook, &config(false), &Memory::default()).unwrap_err());
    assert!(error.starts_with("cannot read the folder `"), "{error}");
}

#[test]
fn a_handbook_without_content_folder_whose_pages_lie_beside_is_told_how_to_say_so() {
    let dir = folder(&[("rolebook.toml", b""), ("a.md", b"")]);
    let handbook = project(dir.path()).unwrap();
    let error = sources(&handbook, &config(false), &Memory::default()).unwrap_err().to_string();
    assert_eq!(
        error,
        "there is no folder `content`; if your pages lie beside `rolebook.toml`, \
         write `content = \".\"` in it, before the first `[table]`"
    );
}

#[test]
fn a_folder_in_the_content_stands_for_its_handbook() {
    let dir = folder(&[("rolebook.toml", b""), ("content/a/b.md", b""), ("other/", b"")]);
    let found = |path: &str| around(&dir.path().join(path)).unwrap();
    for path in ["", "content", "content/a"] {
        assert!(found(path).config.is_some(), "{path}");
    }
    assert!(found("other").config.is_none());
    assert!(project(&dir.path().join("content/a")).is_err());
}

#[test]
fn a_config_that_is_not_utf_8_is_said() {
    let read = all(&folder(&[("rolebook.toml", b"\xE9"), ("content/", b"")]));
    assert_eq!(read.diagnostics.len(), 1);
}

#[cfg(unix)]
mod unix;
