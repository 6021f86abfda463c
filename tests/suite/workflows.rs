//! The workflows that `init --ci` writes: YAML that installs a fixed version, keeps it, builds
//! strictly and publishes.

use std::process::{Command, Output};

use rolebook::{
    data::{self, Node, Notation, Value},
    diagnostic::Code,
    source::FileId,
};

use crate::handbook::Handbook;

#[test]
fn a_github_workflow_checks_every_change_and_publishes_the_main_branch() {
    let workflow = written("github", ".github/workflows/handbook.yml");
    let triggers: Vec<&str> = keys(at(&workflow, &["on"]));
    assert_eq!(triggers, ["push", "pull_request", "workflow_dispatch"]);
    assert_eq!(text(at(&workflow, &["permissions", "contents"])), "read");
    assert_eq!(text(at(&workflow, &["env", "ROLEBOOK"])), this_version());
    let without = workflow_in(&Handbook::new(), "github", &[], ".github/workflows/handbook.yml");
    assert_eq!(get(at(&without, &["env"]), "ROLEBOOK").map(text), Some(""));

    let steps = items(at(&workflow, &["jobs", "build", "steps"]));
    let runs: Vec<&str> = steps.iter().filter_map(|step| get(step, "run")).map(text).collect();
    let [install, build] = runs[..] else { panic!("two commands, not {runs:?}") };
    assert!(install.starts_with("test -n \"$ROLEBOOK\" || {"), "{install}");
    assert!(
        install.ends_with("\ncargo install --locked --root ~/rolebook $ROLEBOOK\n"),
        "{install}"
    );
    assert!(build.starts_with("~/rolebook/bin/rolebook build --strict --format github"), "{build}");
    let uses: Vec<&str> = steps.iter().filter_map(|step| get(step, "uses")).map(text).collect();
    let names: Vec<&str> = uses.iter().filter_map(|name| name.split('@').next()).collect();
    let expected = [
        "actions/checkout",
        "actions/cache",
        "actions/configure-pages",
        "actions/upload-pages-artifact",
    ];
    assert_eq!(names, expected);
    let cache =
        steps.iter().find(|step| get(step, "uses").is_some_and(|it| text(it).contains("cache")));
    assert_eq!(text(at(cache.expect("a cache"), &["with", "path"])), "~/rolebook");
    assert!(text(at(cache.expect("a cache"), &["with", "key"])).contains("env.ROLEBOOK"));

    let publish = at(&workflow, &["jobs", "publish"]);
    assert_eq!(text(at(publish, &["needs"])), "build");
    assert_eq!(keys(at(publish, &["permissions"])), ["pages", "id-token"]);
    let deploy = at(&items(at(publish, &["steps"]))[0], &["uses"]);
    assert!(text(deploy).starts_with("actions/deploy-pages@"));
}

#[test]
fn a_gitlab_workflow_checks_merge_requests_and_publishes_the_default_branch() {
    let workflow = written("gitlab", ".gitlab-ci.yml");
    assert_eq!(text(at(&workflow, &["variables", "ROLEBOOK"])), this_version());
    let common = at(&workflow, &[".rolebook"]);
    assert_eq!(text(&items(at(common, &["cache", "paths"]))[0]), ".rolebook/");
    assert!(text(at(common, &["cache", "key"])).ends_with(env!("CARGO_PKG_VERSION")));
    let install = text(&items(at(common, &["before_script"]))[1]);
    assert_eq!(install, "cargo install --locked --root .rolebook $ROLEBOOK");
    for (job, end) in [("handbook", "--out public"), ("pages", "--base-url \"$CI_PAGES_URL\"")] {
        let build = text(&items(at(&workflow, &[job, "script"]))[0]);
        assert!(build.starts_with(".rolebook/bin/rolebook build --strict "), "{build}");
        assert!(build.ends_with(end), "{build}");
    }
    assert_eq!(text(&items(at(&workflow, &["pages", "artifacts", "paths"]))[0]), "public");
}

#[test]
fn a_workflow_comes_with_a_handbook_or_to_one_and_never_over_another() {
    let handbook = Handbook::new();
    assert_eq!(init(&handbook, "github"), Some(0));
    assert!(handbook.path("content/_index.md").exists(), "a handbook comes with it");
    assert_eq!(init(&handbook, "github"), Some(2), "the workflow is there");
    handbook.put("content/_index.md", "# Ours\n");
    assert_eq!(init(&handbook, "gitlab"), Some(0), "a handbook gets the other workflow");
    let page = std::fs::read_to_string(handbook.path("content/_index.md"));
    assert_eq!(page.expect("a page"), "# Ours\n");

    let taken = Handbook::new().file(".gitlab-ci.yml", "pages: {}\n");
    assert_eq!(init(&taken, "gitlab"), Some(2));
    assert!(!taken.path("content").exists(), "nothing is written beside a workflow that stays");
}

#[test]
fn a_repository_is_an_address_and_nothing_else() {
    for wrong in ["git.example/rolebook", "https://git.example/$(id)", "-c x", "https://a b"] {
        let handbook = Handbook::new();
        let done = run(&handbook, "github", &["--from", wrong]);
        assert_eq!(done.status.code(), Some(2), "{wrong}");
        assert!(!handbook.path(".github").exists());
    }
}

const FROM: &str = "https://git.example/rolebook";

fn this_version() -> String {
    format!("--git {FROM} --tag v{} rolebook", env!("CARGO_PKG_VERSION"))
}

/// Runs `init --ci` in a folder; its exit code.
fn init(handbook: &Handbook, host: &str) -> Option<i32> {
    run(handbook, host, &[]).status.code()
}

fn run(handbook: &Handbook, host: &str, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rolebook"))
        .args(["init", "--ci", host])
        .args(more)
        .arg(handbook.root())
        .output()
        .expect("rolebook runs")
}

/// The workflow that `init --ci` writes at `path`.
fn written(host: &str, path: &str) -> Value {
    workflow_in(&Handbook::new(), host, &["--from", FROM], path)
}

fn workflow_in(handbook: &Handbook, host: &str, more: &[&str], path: &str) -> Value {
    assert_eq!(run(handbook, host, more).status.code(), Some(0));
    let yaml = std::fs::read_to_string(handbook.path(path)).expect("a workflow");
    assert!(!yaml.contains("{{version}}") && !yaml.contains("{{rolebook}}"), "{yaml}");
    let file = FileId::new(path);
    let read = data::read(Notation::Yaml, Code::BadFrontMatter, &file, 0, &yaml);
    assert_eq!(read.diagnostics, []);
    read.value
}

fn get<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    let Node::Map(entries) = &value.node else { panic!("no map: {value:?}") };
    entries.iter().find(|(known, _)| known.name == key).map(|(_, value)| value)
}

#[track_caller]
fn at<'v>(value: &'v Value, path: &[&str]) -> &'v Value {
    path.iter().fold(value, |value, key| get(value, key).unwrap_or_else(|| panic!("no `{key}`")))
}

#[track_caller]
fn items(value: &Value) -> &[Value] {
    let Node::List(items) = &value.node else { panic!("no list: {value:?}") };
    items
}

#[track_caller]
fn text(value: &Value) -> &str {
    let Node::Scalar(scalar) = &value.node else { panic!("no text: {value:?}") };
    &scalar.text
}

#[track_caller]
fn keys(value: &Value) -> Vec<&str> {
    let Node::Map(entries) = &value.node else { panic!("no map: {value:?}") };
    entries.iter().map(|(key, _)| key.name.as_str()).collect()
}
