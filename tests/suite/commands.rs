//! Commands as a terminal has them: what they print where, and their exit codes.

use std::process::{Command, Output};

use crate::handbook::Handbook;

/// Runs rolebook on the handbook; `arguments` come before its folder.
fn rolebook(handbook: &Handbook, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rolebook"))
        .args(arguments)
        .arg(handbook.root())
        .output()
        .expect("rolebook runs")
}

/// Its standard output, its standard error, and its exit code.
fn said(output: &Output) -> (&str, &str, Option<i32>) {
    let text = |bytes| std::str::from_utf8(bytes).expect("what is said is text");
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

fn handbook() -> Handbook {
    Handbook::new()
        .file("rolebook.toml", "title = \"H\"\n")
        .file(
            "content/roles/lead.md",
            "---\ntitle: Technical Lead\nalt: [{text: TL, kind: abbreviation}]\n\
             definition: Leads.\nsee: [Error budget, post-mortem]\n---\n[[Error budgets]], [[Tecnical Lead]]\n",
        )
        .file(
            "content/terms/toil.md",
            "---\ndefinition: Manual work.\nsee: [error-budget]\nterms: [Post mortem]\n---\n[[Post mortem]]\n",
        )
}

#[test]
fn an_export_is_printed_or_written_and_says_what_it_lacks() {
    let handbook = handbook();
    let done = rolebook(&handbook, &["export", "skos"]);
    let (turtle, words, code) = said(&done);
    assert!(turtle.contains("<https://handbook.invalid/roles/lead/> a skos:Concept"), "{turtle}");
    assert!(words.contains("there is no `base_url`, so names begin with"), "{words}");
    assert_eq!(code, Some(0));

    let file = handbook.path("thesaurus.json");
    let file = file.to_str().expect("a path in text");
    let base = "https://handbook.example/x/";
    let done = rolebook(&handbook, &["export", "jsonld", "--base-url", base, "--out", file]);
    assert_eq!(said(&done), ("", "", Some(0)));
    let json = std::fs::read_to_string(file).expect("it is written");
    assert!(json.contains("\"id\": \"https://handbook.example/x/roles/lead/\""), "{json}");
}

#[test]
fn an_export_of_content_with_errors_fails_and_is_whole_even_so() {
    let handbook = handbook().file("content/_index.md", "[x](nowhere.md)\n");
    let done = rolebook(&handbook, &["export", "json"]);
    let (json, words, code) = said(&done);
    let graph: serde_json::Value = serde_json::from_str(json).expect("JSON");
    assert_eq!(graph["concepts"].as_array().map(Vec::len), Some(2));
    assert_eq!(words, "the content has 1 error, which `rolebook check` shows\n");
    assert_eq!(code, Some(1));
}

#[test]
fn wanted_names_are_listed_by_use() {
    let handbook = handbook();
    let done = rolebook(&handbook, &["wanted"]);
    let expected = "\
Error budget: 3 places, also as `Error budgets`, `error-budget`
  content/roles/lead.md:5:7 see
  content/roles/lead.md:7:1 link
  content/terms/toil.md:3:7 see
Post mortem: 3 places, also as `post-mortem`
  content/roles/lead.md:5:21 see
  content/terms/toil.md:4:9 terms
  content/terms/toil.md:6:1 link
Tecnical Lead: 1 place; did you mean `Technical Lead`?
  content/roles/lead.md:7:20 link
";
    // Places begin where the command runs, which is elsewhere.
    let root = handbook.root().to_str().expect("a path in text");
    let expected = expected.replace("  content/", &format!("  {root}/content/"));
    assert_eq!(said(&done), (expected.as_str(), "", Some(0)));

    let done = rolebook(&handbook, &["wanted", "--format", "json"]);
    let (lines, _, _) = said(&done);
    let last: serde_json::Value =
        serde_json::from_str(lines.lines().last().expect("a line a name")).expect("JSON");
    assert_eq!(last["did_you_mean"], "Technical Lead");
    assert_eq!(last["places"][0]["column"], 20);
    let nothing = Handbook::new().file("rolebook.toml", "").file("content/a.md", "# A\n");
    assert_eq!(said(&rolebook(&nothing, &["wanted"])).0, "every name has its page\n");
}

#[test]
fn a_new_term_begins_with_what_is_known_of_it() {
    let handbook = handbook();
    let done = rolebook(&handbook, &["new", "term", "Post-Mortem", "--root"]);
    let (_, words, code) = said(&done);
    assert!(words.starts_with("3 places named it without a page\n"), "{words}");
    assert_eq!(code, Some(0));
    let path = handbook.path("content/terms/post-mortem.md");
    let page = std::fs::read_to_string(&path).expect("it is written");
    let known = "\
status: draft             # remove this line to publish the page

# Wanted in 3 places:
#   content/roles/lead.md:5:21 (see)
#   content/terms/toil.md:4:9 (terms)
#   content/terms/toil.md:6:1 (a link)

# definition: What kind of thing it is, and what sets it apart, in one sentence.
alt: [Post mortem]
";
    assert!(page.contains(known), "{page}");
    assert!(page.contains("\n# related: [lead]\n"), "{page}");

    // Once it is published, every spelling finds it.
    handbook.put("content/terms/post-mortem.md", page.replace("status: draft", "owner: team"));
    let done = rolebook(&handbook, &["wanted"]);
    let (names, _, _) = said(&done);
    assert!(!names.contains("mortem"), "{names}");
}

#[test]
fn a_name_that_is_taken_is_refused() {
    let handbook = handbook();
    let refused = |kind, name, words: &str| {
        let done = rolebook(&handbook, &["new", kind, name, "--root"]);
        let (_, said, code) = said(&done);
        assert!(said.contains(words), "{said}");
        assert_eq!(code, Some(2));
    };
    refused(
        "role",
        "technical lead",
        "`Technical Lead` is there already in `content/roles/lead.md`; nothing was changed",
    );
    refused("term", "TL", "`TL` is another name of `Technical Lead` in `content/roles/lead.md`");
    refused("term", "Lead!", "`lead` is the id of `Technical Lead` in `content/roles/lead.md`");
    handbook.put(
        "content/roles/leader.md",
        "---\ntitle: Technical Leader\nalt: [{text: TL, kind: abbreviation}]\ndefinition: Leads.\n---\n",
    );
    let done = rolebook(&handbook, &["new", "term", "TL", "--root"]);
    assert_eq!(said(&done).2, Some(0), "a page can tell two roles of one name apart");
}

#[test]
fn a_file_of_the_theme_is_listed_copied_once_and_used() {
    let handbook = Handbook::new()
        .file("rolebook.toml", "title = \"H\"\ntheme = \"ours\"\n")
        .file("themes/ours/assets/extra.css", "b { color: red }\n")
        .file("content/_index.md", "# H\n");
    let theme = |arguments: &[&str]| {
        let arguments = [&["theme"], arguments, &["--root"]].concat();
        rolebook(&handbook, &arguments)
    };
    let listed = theme(&["list"]);
    let (list, _, code) = said(&listed);
    assert!(list.starts_with("404.html\nbase.html\n"), "{list}");
    assert!(list.contains("\npartials/heading.html\n") && code == Some(0), "{list}");

    let done = theme(&["eject", "partials/heading.html"]);
    let (printed, words, code) = said(&done);
    assert!(printed.is_empty() && code == Some(0), "{words}");
    assert!(words.contains("takes the place of the theme's own"), "{words}");
    let path = handbook.path("themes/ours/partials/heading.html");
    let copy = std::fs::read_to_string(&path).expect("it is written");
    let version = env!("CARGO_PKG_VERSION");
    let note = format!("{{# copied from rolebook {version}: partials/heading.html ");
    assert!(copy.starts_with(&note), "{copy}");
    let printed = theme(&["eject", "partials/heading.html", "--print"]);
    assert_eq!(said(&printed).0, copy);
    let again = theme(&["eject", "partials/heading.html"]);
    assert!(said(&again).1.contains("is there already"), "{:?}", said(&again));
    assert_eq!(said(&again).2, Some(2));
    let listed = theme(&["list"]);
    let own = "partials/heading.html";
    assert!(said(&listed).0.lines().any(|line| line.starts_with(own) && line != own));

    // A fresh copy of anything is as good as the theme's own.
    for file in ["role.html", "base.html", "assets/style.css", "assets/site.js", "assets/icon.svg"]
    {
        assert_eq!(said(&theme(&["eject", file])).2, Some(0), "{file}");
    }
    let built = rolebook(&handbook, &["check", "--strict"]);
    assert_eq!(said(&built).2, Some(0), "{:?}", said(&built));

    let wrong = theme(&["eject", "partials/headings.html"]);
    assert!(said(&wrong).1.contains("did you mean `partials/heading.html`?"), "{:?}", said(&wrong));
}

#[test]
fn every_name_that_is_no_role_is_told_with_the_nearest() {
    let handbook = handbook().file("content/roles/manager.md", "---\ndefinition: Manages.\n---\n");
    let root = handbook.root().to_str().expect("a path in text").to_owned();
    let compared = |names: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolebook"));
        let done = command.arg("compare").args(names).args(["--root", &root]).output();
        let done = done.expect("rolebook runs");
        let (_, words, code) = said(&done);
        (words.trim_end().to_owned(), code)
    };
    let (words, code) = compared(&["Tecnical Lead", "mangaer", "toil"]);
    let expected = "error: no role is called `Tecnical Lead`; did you mean `Technical Lead`? · no role is called `mangaer`; did you mean `manager`? · `Toil` is a term \
                    (`content/terms/toil.md`) and not a role; the roles are lead, manager; a page is a role by \
                    `type: role` in its front matter, or by its folder in `[types]` of `rolebook.toml`";
    assert_eq!((words.as_str(), code), (expected, Some(2)));
    assert_eq!(compared(&["TL", "manager"]).1, Some(0));
    assert_eq!(
        compared(&["TL", "lead"]).0,
        "error: `Technical Lead` is named twice; a comparison has different roles"
    );
}

#[test]
fn a_comparison_that_there_is_is_named_and_not_written_again() {
    let handbook = handbook()
        .file("content/roles/manager.md", "---\ntitle: Manager\nalt: [EM]\nstatus: draft\n---\n");
    let new = |title: &str| {
        let done = rolebook(&handbook, &["new", "comparison", title, "--root"]);
        let (out, words, code) = said(&done);
        (out.to_owned(), words.to_owned(), code)
    };
    assert_eq!(new("TL vs Manager").2, Some(0));
    let path = handbook.path("content/comparisons/tl-vs-manager.md");
    let page = std::fs::read_to_string(&path).expect("it is written");
    assert!(page.contains("\nsubjects: [lead, manager] "), "{page}");
    let (_, words, code) = new("EM vs Technical Lead");
    let expected = "error: `Manager` and `Technical Lead` are compared in \
                    `content/comparisons/tl-vs-manager.md` already; nothing was changed\n";
    assert_eq!((words.as_str(), code), (expected, Some(2)));
    assert!(!handbook.path("content/comparisons/em-vs-technical-lead.md").exists());
    assert!(new("EM vs Manager").1.contains("`Manager` is named twice"));
    let (_, words, code) = new("EM vs Director");
    assert!(words.starts_with("no role is called `Director` yet"), "{words}");
    assert_eq!(code, Some(0));

    // Drafts are looked at when they are asked for.
    let checked = |arguments: &[&str]| said(&rolebook(&handbook, arguments)).1.to_owned();
    assert!(!checked(&["check"]).contains("director"));
    assert!(checked(&["check", "--drafts"]).contains("no role or term is called `director`"));
    let compared = |arguments: &[&str]| {
        let arguments = [&["compare", "TL", "EM"], arguments, &["--root"]].concat();
        let done = rolebook(&handbook, &arguments);
        (said(&done).1.to_owned(), said(&done).2)
    };
    let (words, code) = compared(&[]);
    let expected =
        "error: `EM` is a draft (`content/roles/manager.md`); `--drafts` compares drafts too\n";
    assert_eq!((words.as_str(), code), (expected, Some(2)));
    assert_eq!(compared(&["--drafts"]).1, Some(0));
}

#[test]
fn roles_with_no_facet_in_common_are_told_what_each_says() {
    let handbook = Handbook::new()
        .file("rolebook.toml", "[facets.focus]\nheadings = [\"core focus*\"]\n")
        .file("content/roles/lead.md", "# Lead\n\n## Core focus\n\nThe code.\n")
        .file("content/roles/manager.md", "---\nauthority: Over pay.\n---\n# Manager\n")
        .file("content/roles/director.md", "# Director\n")
        .file("content/guides/hire.md", "# How to hire\n");
    let root = handbook.root().to_str().expect("a path in text").to_owned();
    let compared = |names: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolebook"));
        let done = command.arg("compare").args(names).args(["--root", &root]).output();
        let done = done.expect("rolebook runs");
        let (table, words, code) = said(&done);
        (table.to_owned(), words.trim_end().to_owned(), code)
    };
    let (table, words, code) = compared(&["lead", "roles/manager.md", "director"]);
    assert!(table.starts_with("These roles say nothing about the same facet"), "{table}{words}");
    assert!(table.contains("  Lead: focus (from its text)\n"), "{table}");
    assert!(table.contains("  Manager: authority\n  Director: nothing\n"), "{table}");
    assert!(table.contains("headings = [\"core focus*\"]") && code == Some(0), "{table}");
    let (_, words, code) = compared(&["lead", "How to hire"]);
    assert!(words.starts_with("error: `How to hire` is a guide (`content/guides/hire.md`) and not a role; the roles are"), "{words}");
    assert!(words.contains("by `type: role`") && words.contains("`[types]`"), "{words}");
    assert_eq!(code, Some(2));
}

#[test]
fn a_check_in_the_content_is_one_of_the_handbook() {
    let handbook = handbook();
    let said_in = |folder: &str, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolebook"));
        command.args(arguments).current_dir(handbook.path(folder));
        let done = command.output().expect("rolebook runs");
        let (out, words, code) = said(&done);
        (out.to_owned(), words.to_owned(), code)
    };
    let at_root = said_in("", &["check", "--format", "json"]);
    assert!(at_root.0.contains("content/roles/lead.md"), "{}", at_root.0);
    assert_eq!(said_in("content/roles", &["check", "--format", "json"]).0, at_root.0);
    // A site is written where its handbook is, and nowhere else.
    let (_, words, code) = said_in("content", &["build"]);
    assert!(words.contains("run rolebook there"), "{words}");
    assert_eq!(code, Some(2));
}

#[test]
fn a_folder_is_understood_as_root_by_every_command() {
    let handbook = handbook();
    let root = handbook.root().to_str().expect("a path in text");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolebook"));
        command.args(arguments).output().expect("rolebook runs")
    };
    let named = run(&["wanted", "--root", root]);
    assert_eq!(said(&named), said(&rolebook(&handbook, &["wanted"])));
    assert_eq!(said(&run(&["wanted", "--root", root, root])).2, Some(2));
    // A slash at its end stands beside no other.
    let slashed = run(&["check", "--format", "github", &format!("{root}/")]);
    assert!(!said(&slashed).0.contains("//"), "{}", said(&slashed).0);
    assert!(!said(&run(&["wanted", &format!("{root}/")])).0.contains("//"));
}

#[test]
fn wrong_arguments_are_helped() {
    let handbook = handbook();
    let check = |arguments: &[&str], expected: &str| {
        let done = rolebook(&handbook, arguments);
        let (_, words, code) = said(&done);
        assert!(words.contains(expected), "{words}");
        assert_eq!(code, Some(2));
    };
    check(&["build", "--otu", "x"], "tip: a similar argument exists: '--out'");
    check(&["check", "--inof"], "tip: a similar argument exists: '--info'");
    check(&["serve", "--port", "abc"], ": a port is a number from 0 to 65535");
    check(&["serve", "--port", "65536"], ": a port is a number from 0 to 65535");
}

#[test]
fn a_new_handbook_has_nothing_to_be_said_of() {
    let handbook = Handbook::new();
    let done = rolebook(&handbook, &["init"]);
    assert_eq!(said(&done).2, Some(0), "{}", said(&done).1);
    let done = rolebook(&handbook, &["check", "--info", "--strict"]);
    let (_, words, code) = said(&done);
    assert_eq!(code, Some(0), "{words}");
    assert!(words.ends_with(" links checked\n"), "{words}");
}

#[test]
fn a_summary_says_how_to_see_what_it_only_counts() {
    let handbook = handbook();
    let summary = |arguments: &[&str]| {
        let done = rolebook(&handbook, arguments);
        let (_, words, _) = said(&done);
        words.lines().last().unwrap_or_default().to_owned()
    };
    let short = summary(&["check"]);
    assert!(short.ends_with(" infos (--info shows them)"), "{short}");
    let long = summary(&["check", "--info"]);
    assert!(long.ends_with(" infos"), "{long}");
}

#[test]
fn files_are_named_from_where_the_command_runs() {
    let repository = Handbook::new()
        .file("docs/rolebook.toml", "")
        .file("docs/content/_index.md", "[x](nowhere.md)\n");
    let noted = |folder: &str, root: &str| {
        let done = Command::new(env!("CARGO_BIN_EXE_rolebook"))
            .args(["check", "--format", "github", root])
            .current_dir(repository.path(folder))
            .output()
            .expect("rolebook runs");
        said(&done).0.split(',').next().unwrap_or_default().to_owned()
    };
    let whole = repository.path("docs");
    for root in ["docs", "./docs/", whole.to_str().expect("a path in text")] {
        assert_eq!(noted("", root), "::error file=docs/content/_index.md");
    }
    assert_eq!(noted("docs", "."), "::error file=content/_index.md");

    let told = |folder: &str, format: &str, root: &str| {
        let done = Command::new(env!("CARGO_BIN_EXE_rolebook"))
            .args(["check", "--format", format, root])
            .current_dir(repository.path(folder))
            .output()
            .expect("rolebook runs");
        let (out, words, _) = said(&done);
        format!("{out}{words}")
    };
    let begins = "docs/content/_index.md:1:1: error[broken-link]";
    assert!(told("", "short", "docs").starts_with(begins));
    assert!(told("docs", "short", "../docs").starts_with("../docs/content/_index.md:1:1: "));
    assert!(told("docs/content", "short", ".").starts_with("../content/_index.md:1:1: "));
    assert!(told("", "human", "docs").contains("--> docs/content/_index.md:1:1\n"));
    // JSON is a contract with programs: its paths begin at the handbook.
    assert!(told("", "json", "docs").contains("\"path\":\"content/_index.md\""));
}
