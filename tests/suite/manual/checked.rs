//! The references that are written by hand: each name that the code reads stands in them, they name
//! nothing else, and what they give as examples and defaults is so.

use std::{collections::BTreeSet, fmt::Write as _};

use rolebook::{
    config::{self, Config, FacetKind, Facets, Kind},
    discover::PageSource,
    parse,
    source::{FileId, Source},
};

use super::{cell, expect, folder, read, root};

#[test]
fn every_key_of_front_matter_is_in_the_reference_and_no_other() {
    let page = reference("front-matter.md");
    let read = words_of_sources(&["src/parse/front_matter", "src/parse/front_matter.rs"]);
    assert_named(&read, &page);
    let aside = words_of_sources(&["src/config/facets.rs"]);
    let others = words_of_sources(&["src/parse/directive.rs"]);
    let known = |key: &str| [&read, &aside, &others].iter().any(|words| words.contains(key));
    let unread: Vec<String> = first_cells(&page).filter(|key| !known(key)).collect();
    assert!(unread.is_empty(), "the reference names what no code reads: {unread:?}");
}

#[test]
fn every_key_of_the_settings_is_in_the_reference() {
    let page = reference("rolebook-toml.md");
    assert_named(&words_of_sources(&["src/config/read.rs", "src/config/read"]), &page);
}

#[test]
fn every_example_of_front_matter_can_be_read() {
    let page = reference("front-matter.md");
    let mut section = "";
    let mut faults = String::new();
    let mut count = 0;
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            section = heading;
        }
        let cells: Vec<&str> = cells(line);
        let Some(example) = cells.last().and_then(|cell| code_in(cell).next()) else { continue };
        let kind = match section {
            "Any page" | "Parts" => Kind::Page,
            "Concepts" => Kind::Term,
            "Roles" => Kind::Role,
            "Comparisons" => Kind::Comparison,
            _ => continue,
        };
        count += 1;
        for complaint in complaints(kind, example) {
            let _ = writeln!(faults, "{example}: {complaint}");
        }
    }
    assert!(count > 50, "{count} examples were found");
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn the_defaults_in_the_reference_are_those_of_the_code() {
    let page = reference("rolebook-toml.md");
    let (_, rest) = page.split_once("```toml defaults\n").expect("a block of defaults");
    let (toml, _) = rest.split_once("```").expect("its end");
    let source = Source { file: FileId::new("rolebook.toml"), text: toml.into() };
    let read = config::read(&source);
    assert_eq!(read.diagnostics, []);
    let (mut written, defaults) = (read.value, Config::defaults(false));
    // Rules stand before those that hold in any case; where `auto` stands is no setting.
    written.types.truncate(written.types.len() - defaults.types.len());
    written.compare.place = None;
    written.theme_options.truncate(defaults.theme_options.len());
    assert_eq!(format!("{written:?}"), format!("{defaults:?}"));
}

#[test]
fn the_built_in_facets_are_in_the_reference() {
    const BELOW: &str =
        "<!-- The table below is written by the test suite, with BLESS=1 (CONTRIBUTING.md). -->";
    let path = folder().join("content/reference/rolebook-toml.md");
    let page = read(&path);
    let (head, _) = page.split_once(BELOW).expect("a place for the table");
    let mut found = format!(
        "{head}{BELOW}\n\n| name | label | type | order | headings |\n|---|---|---|---|---|\n"
    );
    for facet in &Facets::built_in() {
        let kind = match &facet.kind {
            FacetKind::Scale(steps) => format!("`scale` ({})", steps.join(", ")),
            FacetKind::Enum(values) => format!("`enum` ({})", values.join(", ")),
            FacetKind::Number(unit) | FacetKind::Range(unit) => {
                format!("`{}` in {unit}", facet.kind.name())
            }
            FacetKind::Text
            | FacetKind::List
            | FacetKind::Concept
            | FacetKind::Concepts
            | FacetKind::Bool => format!("`{}`", facet.kind.name()),
        };
        let headings: Vec<String> = facet.headings.iter().map(|it| format!("`{it}`")).collect();
        let (name, label, order) = (&facet.name, &facet.label, facet.order);
        let headings = cell(&headings.join(", "));
        let _ = writeln!(found, "| `{name}` | {label} | {kind} | {order} | {headings} |");
    }
    expect(&path, &page, &found);
}

fn reference(page: &str) -> String {
    read(&folder().join("content/reference").join(page))
}

/// The words in quotes in source files, comments and unit tests left aside, that can be a name: small
/// letters, `_` and `-`.
fn words_of_sources(places: &[&str]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for place in places {
        for entry in walkdir::WalkDir::new(root().join(place)) {
            let entry = entry.expect("a source");
            let path = entry.path();
            let tests = path.components().any(|part| part.as_os_str() == "tests")
                || path.file_name().is_some_and(|name| name == "tests.rs");
            if path.extension().is_none_or(|extension| extension != "rs") || tests {
                continue;
            }
            let code = read(path);
            let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
                let quoted = line.split('"').skip(1).step_by(2);
                words.extend(quoted.filter(|word| is_name(word)).map(str::to_owned));
            }
        }
    }
    words
}

fn is_name(word: &str) -> bool {
    word.chars().all(|letter| letter.is_ascii_lowercase() || matches!(letter, '_' | '-'))
        && word.contains(|letter: char| letter.is_ascii_lowercase())
}

/// Words in the source that no author writes.
const NO_KEYS: &[&str] = &["faq-"];

#[track_caller]
fn assert_named(words: &BTreeSet<String>, page: &str) {
    let fenced = page.split("```").skip(1).step_by(2);
    let code: BTreeSet<&str> = fenced
        .chain(code_in(page))
        .flat_map(|code| code.split(|letter: char| !is_name(&format!("a{letter}"))))
        .collect();
    let unnamed: Vec<&String> = words
        .iter()
        .filter(|word| !code.contains(word.as_str()) && !NO_KEYS.contains(&word.as_str()))
        .collect();
    assert!(unnamed.is_empty(), "the code reads what the reference does not name: {unnamed:?}");
}

/// What stands in backticks, in lines outside of fences.
fn code_in(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| !line.starts_with("```"))
        .flat_map(|line| line.split('`').skip(1).step_by(2))
}

/// The cells of a line of a table; none of another line.
fn cells(line: &str) -> Vec<&str> {
    let inside = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |"));
    inside.map_or_else(Vec::new, |line| line.split(" | ").collect())
}

/// The names in the first cells of tables.
fn first_cells(page: &str) -> impl Iterator<Item = String> {
    let first = |line| cells(line).first().copied().map(code_in);
    let names = page.lines().filter_map(first).flatten().filter(|name| is_name(name));
    names.map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// What is said of a page of a kind that has this front matter.
fn complaints(kind: Kind, front: &str) -> Vec<String> {
    let text = format!("---\n{front}\n---\n");
    let source = Source { file: FileId::new("content/a.md"), text: text.as_str().into() };
    let page = PageSource::new("a.md".to_owned(), source);
    let config = Config::defaults(false);
    let options = parse::Options { markdown: config.markdown, kind, facets: &config.facets };
    let document = parse::document(&page, &options, &parse::Cache::default());
    let said = document.diagnostics.iter().filter(|it| it.code.name() != "reference-unused");
    let said = said.map(|diagnostic| diagnostic.message.clone());
    let unknown =
        document.value.front.extra.iter().map(|(key, _)| format!("`{}` is not read", key.name));
    said.chain(unknown).collect()
}
