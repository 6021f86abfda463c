//! The manual in `docs/`: a handbook of its own, which builds without a warning, whose examples do
//! what they say, and whose references say what the code says.

mod checked;
mod commands;
mod diagnostics;
mod examples;
mod views;

use std::path::{Path, PathBuf};

use rolebook::{
    diagnostic::Severity,
    discover,
    pipeline::{self, Cache, Options},
};

use crate::handbook;

#[test]
fn the_manual_builds_without_a_warning() {
    let project = discover::project(&folder()).expect("the manual is a handbook");
    let built = pipeline::build(&project, &Options::default(), &Cache::default(), &|_| ());
    let output = handbook::output(built.expect("the manual can be read"));
    assert_eq!(output.short(Severity::Warning), "");
    crate::site::check(&output);
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder() -> PathBuf {
    root().join("docs")
}

/// The pages of the manual, by their path, with their text.
fn pages() -> Vec<(PathBuf, String)> {
    let walk = walkdir::WalkDir::new(folder().join("content")).sort_by_file_name();
    let entries = walk.into_iter().map(|entry| entry.expect("an entry"));
    let pages = entries.filter(|entry| entry.path().extension().is_some_and(|it| it == "md"));
    pages.map(|page| (page.path().to_owned(), read(page.path()))).collect()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A file that is written by a test: compared, or with `BLESS=1` written.
fn expect(path: &Path, written: &str, found: &str) {
    if written == found {
        return;
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, found).expect("a page can be written");
        return;
    }
    let line = found.lines().zip(written.lines()).position(|(found, written)| found != written);
    let line = line.unwrap_or(found.lines().count().min(written.lines().count())) + 1;
    let lines = |text: &str| text.lines().nth(line - 1).unwrap_or("(the end)").to_owned();
    panic!(
        "{}:{line} is not what the code says; `BLESS=1 cargo test --test suite manual`, and read the \
         difference\n  - {}\n  + {}",
        path.display(),
        lines(written),
        lines(found),
    );
}

/// What follows stands in a page below this line, and is written by a test.
const GENERATED: &str =
    "<!-- What follows is written by the test suite, with BLESS=1 (CONTRIBUTING.md). -->";

/// Compares the part of `docs/content/reference/PAGE` that a test writes.
fn expect_reference(page: &str, found: &str) {
    let path = folder().join("content/reference").join(page);
    let written = read(&path);
    let (head, _) = written.split_once(GENERATED).expect("a reference says where it is generated");
    let whole = format!("{head}{GENERATED}\n\n{}\n", found.trim());
    expect(&path, &written, &whole);
}

/// A text as a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
