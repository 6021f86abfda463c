//! Dates as a build has them from git: of a repository as people have it, of one that was cloned in part, and
//! where there is none.

use std::{
    path::Path,
    process::{Command, Output},
};

use crate::handbook::Handbook;

/// Builds the handbook in `root` by the binary; `path` is where programs are looked for.
fn build(root: &Path, path: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolebook"));
    command.arg("build").arg(root);
    if let Some(path) = path {
        command.env("PATH", path);
    }
    let done = command.output().expect("rolebook runs");
    assert_eq!(done.status.code(), Some(0), "{}", words(&done));
    done
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn page(root: &Path, path: &str) -> String {
    std::fs::read_to_string(root.join("public").join(path)).expect("a page")
}

/// The text of `html` from `start` to the next `end`; empty where there is no `start`.
fn part<'h>(html: &'h str, start: &str, end: &str) -> &'h str {
    let Some(from) = html.find(start) else { return "" };
    html[from..].split(end).next().unwrap_or_default()
}

/// When a page says that it was last changed.
fn last_changed(html: &str) -> &str {
    part(html, "Last changed <time datetime=\"", "\">").rsplit('"').next().unwrap_or_default()
}

/// What the home page lists as changed or reviewed lately, in its order: the addresses.
fn lately(home: &str) -> Vec<&str> {
    let list = part(home, "<h2 id=\"home:recent\">", "</ul>");
    list.split("<li><a href=\"./").skip(1).filter_map(|item| item.split('/').next()).collect()
}

/// Two pages in one commit, one of them changed and the other one moved in the next, and a third that nobody has
/// committed.
fn twice() -> Handbook {
    let text = "# Toil\n\nWork that comes again and again, and leaves nothing behind.\n";
    let handbook = Handbook::new()
        .file("rolebook.toml", "title = 'H'\n")
        .file("content/changed.md", "# Changed\n")
        .file("content/old-name.md", text)
        .file(".gitignore", "public/\n");
    handbook.commit("2025-03-01T10:00:00Z");
    handbook.put("content/changed.md", "# Changed\n\nBy another line.\n");
    let [old, new] = ["old-name", "moved"].map(|it| handbook.path(&format!("content/{it}.md")));
    std::fs::rename(old, new).expect("a file is renamed");
    handbook.commit("2026-01-15T10:00:00Z");
    handbook.file("content/new.md", "# New\n")
}

#[test]
fn pages_and_the_list_of_what_changed_follow_two_commits() {
    let handbook = twice();
    let done = build(handbook.root(), None);
    assert!(!words(&done).contains("warning"), "{}", words(&done));
    let dates = ["changed", "moved", "new"]
        .map(|name| last_changed(&page(handbook.root(), &format!("{name}/index.html"))).to_owned());
    assert_eq!(dates, ["2026-01-15", "2025-03-01", ""]);
    let home = page(handbook.root(), "index.html");
    assert!(home.contains("What changed lately"), "{home}");
    assert_eq!(lately(&home), ["changed", "moved"]);

    // A third commit, and all of it follows.
    handbook.commit("2026-02-20T10:00:00Z");
    build(handbook.root(), None);
    assert_eq!(last_changed(&page(handbook.root(), "new/index.html")), "2026-02-20");
    assert_eq!(lately(&page(handbook.root(), "index.html")), ["new", "changed", "moved"]);
}

#[test]
fn without_a_repository_or_without_git_nothing_has_a_date_and_nothing_is_said_of_it() {
    let bare = Handbook::new()
        .file("rolebook.toml", "title = 'H'\n")
        .file("content/changed.md", "# Changed\n");
    // A repository, and a machine that has no git.
    let nowhere = Handbook::new();
    let path = nowhere.root().to_str().expect("a path in text");
    for (handbook, path) in [(bare, None), (twice(), Some(path))] {
        let done = build(handbook.root(), path);
        let said = words(&done);
        assert!(!said.contains("warning") && !said.contains("git"), "{said}");
        assert_eq!(last_changed(&page(handbook.root(), "changed/index.html")), "");
        let home = page(handbook.root(), "index.html");
        assert!(!home.contains("lately"), "{home}");
    }
}

#[test]
fn a_clone_of_the_last_commit_says_how_to_have_all_of_them() {
    let origin = twice();
    let folder = Handbook::new();
    let clone = folder.path("clone");
    // A path alone would be copied as a whole.
    let from = format!("file://{}", origin.root().display());
    let mut git = Command::new("git");
    git.args(["clone", "--quiet", "--depth", "1"]).arg(from).arg(&clone);
    for name in ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"] {
        git.env(name, "/dev/null");
    }
    assert!(git.status().expect("git runs").success());

    let said = words(&build(&clone, None));
    let message = "git's history is cut short, so 2 pages cannot say when they last changed";
    assert!(said.contains(&format!("warning[history-shallow]: {message}")), "{said}");
    assert!(said.contains("git fetch --unshallow") && said.contains("fetch-depth: 0"), "{said}");
    // A date that may be wrong is none.
    assert_eq!(last_changed(&page(&clone, "changed/index.html")), "");
    assert_eq!(lately(&page(&clone, "index.html")), [""; 0]);

    // A plain folder promised nothing.
    std::fs::remove_file(clone.join("rolebook.toml")).expect("removed");
    let said = words(&build(&clone, None));
    assert!(!said.contains("warning"), "{said}");
}
