//! Runs every file of `tests/cases`: a Markdown file that holds a handbook and what comes of it.
//!
//! A fenced block is an input when its info string is a language and a path (`md content/a.md`),
//! and an expectation when it is `diagnostics`, `html URL SELECTOR` (one element's inside, as the
//! page has it), `file PATH` (a whole output file), `files` (the list of output files, assets and what
//! language models read left out), `compare FORMAT ID ID…` (the table of these roles as `md`, `csv` or `json`)
//! or `search` (what the search index knows). `BLESS=1 cargo test` writes the expected blocks.
//!
//! Three kinds of blocks are empty and do something: `commit MOMENT` commits the files so far to git,
//! `cut` forgets what came before the last commit, `today DAY` has the day be known, as to `rolebook check`.

use std::{fmt::Write as _, path::Path};

use rolebook::{
    compare::{self, Asking, Provenance},
    diagnostic::Severity,
    model::PageId,
    source::Lines,
};
use scraper::{Html, Selector};

use crate::handbook::{Handbook, Output, unstamped};

#[test]
fn every_case_comes_out_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let bless = std::env::var_os("BLESS").is_some();
    let mut failures = String::new();
    let mut count = 0;
    for entry in walkdir::WalkDir::new(&folder).sort_by_file_name() {
        let entry = entry.expect("the folder of cases can be read");
        if entry.path().extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        count += 1;
        let name = entry.path().strip_prefix(&folder).expect("below the folder").display();
        let written = std::fs::read_to_string(entry.path()).expect("a case is text");
        let found = run(&written);
        if bless && found != written {
            std::fs::write(entry.path(), &found).expect("a case can be written");
        } else if found != written {
            let _ = writeln!(failures, "── {name}\n{}", difference(&written, &found));
        }
    }
    assert!(count > 0, "there are no cases in {}", folder.display());
    assert!(failures.is_empty(), "cases came out otherwise:\n{failures}");
}

/// A fenced block of a case.
struct Block<'c> {
    info: &'c str,
    body: &'c str,
    /// Bytes of the body in the case.
    range: std::ops::Range<usize>,
}

/// The case as it would be if every expectation were what came out.
fn run(case: &str) -> String {
    let blocks = blocks(case);
    let mut handbook = Handbook::new();
    let mut expectations = 0;
    let mut today = None;
    for block in &blocks {
        match block.info.split_once(' ') {
            None if block.info == "cut" => handbook.cut(),
            Some(("commit", moment)) => handbook.commit(moment),
            Some(("today", day)) => today = Some(day.parse().expect("a day")),
            _ if is_expected(block.info) => expectations += 1,
            Some((_, path)) => handbook = handbook.file(path, input(block)),
            None => {}
        }
    }
    assert!(expectations > 0, "a case expects something:\n{case}");
    let mut output = handbook.build();
    if let Some(today) = today {
        output.report = output.report.clone().and(output.built.overdue(today));
    }
    let mut result = String::new();
    let mut at = 0;
    for block in blocks {
        let Some(found) = found(&block, &output) else { continue };
        result.push_str(&case[at..block.range.start]);
        result.push_str(found.trim_end_matches('\n'));
        if !found.trim().is_empty() {
            result.push('\n');
        }
        at = block.range.end;
    }
    result.push_str(&case[at..]);
    result
}

/// Whether a block says what comes out. `html` before a path is an input: a template.
fn is_expected(info: &str) -> bool {
    match info.split_once(' ') {
        Some(("html", at)) => at.starts_with('/'),
        Some((kind, _)) => matches!(kind, "file" | "compare" | "export"),
        None => matches!(info, "diagnostics" | "files" | "search"),
    }
}

/// What came out for an expectation; `None` for other blocks.
fn found(block: &Block<'_>, output: &Output) -> Option<String> {
    if !is_expected(block.info) {
        return None;
    }
    let mut words = block.info.splitn(3, ' ');
    match (words.next()?, words.next(), words.next()) {
        ("diagnostics", _, _) => Some(output.short(Severity::Info)),
        ("html", Some(url), Some(selector)) => Some(unstamped(&inside(output.html(url), selector))),
        ("file", Some(path), _) => Some(unstamped(output.html(path))),
        ("compare", Some(format), Some(ids)) => Some(compared(output, format, ids)),
        ("export", Some(format), _) => Some(output.export(format)),
        ("search", _, _) => Some(searched(output)),
        ("files", _, _) => Some(
            output
                .files
                .keys()
                .filter(|path| !path.starts_with("assets/") && *path != "llms.txt")
                .filter(|path| !output.is_twin(path))
                .fold(String::new(), |list, path| list + path + "\n"),
        ),
        _ => None,
    }
}

/// What the search index knows: the entries, a line each, then the words of names and of texts.
fn searched(output: &Output) -> String {
    let contents = |kind: &str| {
        let begins = format!("assets/search/{kind}.");
        let files = output.files.iter().filter(move |(path, _)| path.starts_with(&begins));
        files.map(|(_, bytes)| {
            let script = std::str::from_utf8(bytes).expect("the index is UTF-8");
            let (_, content) = script.split_once(',').expect("a script hands over a content");
            let content = content.trim_end().strip_suffix(')').expect("it calls a function");
            serde_json::from_str::<serde_json::Value>(content).expect("the content is JSON")
        })
    };
    let mut told = String::new();
    for file in contents("pages") {
        for entry in file.as_array().expect("a list of entries") {
            let _ = writeln!(told, "{entry}");
        }
    }
    for kind in ["names", "words"] {
        for shard in contents(kind) {
            let lines = shard.as_str().expect("a shard is a text").split(';');
            let words: Vec<&str> = lines.filter_map(|line| line.split(' ').next()).collect();
            let _ = writeln!(told, "{kind}: {}", words.join(" "));
        }
    }
    told
}

/// The table of roles, by their ids.
fn compared(output: &Output, format: &str, ids: &str) -> String {
    let built = &output.built;
    let book = &built.site.linked.book;
    let role = |id: &str| {
        let is = |role: &&PageId| book.page(**role).id == id;
        *built
            .site
            .compared
            .roles
            .iter()
            .find(is)
            .unwrap_or_else(|| panic!("a role is called {id}"))
    };
    let subjects: Vec<PageId> = ids.split(' ').map(role).collect();
    let linked = &built.site.linked;
    let written = linked.book.comparisons.of(&subjects);
    let asking = written.and_then(|written| Asking::of(linked, written));
    let table = built.site.compared.table(linked, &subjects, asking);
    let line = |from: &Provenance| {
        let document = book.page(from.page).document().expect("a role is written");
        let text = built.text(&document.file).expect("a page has a text");
        Lines::of(text).position(from.span.start).line
    };
    match format {
        "md" => compare::markdown(&built.site.linked, &table),
        "csv" => compare::csv(&built.site.linked, &table).replace('\r', "␍"),
        "json" => compare::json(&built.site.linked, &table, &line),
        other => panic!("no format is called {other}"),
    }
}

/// The inside of the elements that `selector` finds, as the page has it.
fn inside(html: &str, selector: &str) -> String {
    let page = Html::parse_document(html);
    let parsed = Selector::parse(selector).expect("a case has a CSS selector");
    let found: Vec<String> = page.select(&parsed).map(|it| it.inner_html()).collect();
    if found.is_empty() {
        format!("(nothing is `{selector}`)")
    } else {
        found.join("\n").trim().to_owned()
    }
}

/// A block's bytes. So that a case can show what cannot be seen, `␍` is a carriage return, `␛` a
/// byte order mark, `␦` a byte that is no UTF-8, `␀` no final newline, and `⟪text×1000⟫` the text
/// a thousand times.
fn input(block: &Block<'_>) -> Vec<u8> {
    let text = block.body.replace('␍', "\r").replace('␛', "\u{feff}");
    let text = text.strip_suffix("␀\n").unwrap_or(&text);
    let mut expanded = String::new();
    let mut rest = text;
    while let Some((before, repeated)) = rest.split_once('⟪') {
        let (repeated, after) = repeated.split_once('⟫').expect("a repetition is closed");
        let (piece, times) = repeated.rsplit_once('×').expect("a repetition has a number");
        expanded += before;
        expanded += &piece.repeat(times.parse().expect("a number"));
        rest = after;
    }
    expanded += rest;
    let mut bytes = Vec::with_capacity(expanded.len());
    for (index, part) in expanded.split('␦').enumerate() {
        if index > 0 {
            bytes.push(0xff);
        }
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes
}

fn blocks(case: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, &str, usize)> = None;
    let mut at = 0;
    for line in case.split_inclusive('\n') {
        let fence = line.bytes().take_while(|byte| *byte == b'`').count();
        let info = line[fence..].trim();
        match open {
            None if fence >= 3 => open = Some((fence, info, at + line.len())),
            Some((opened, of, start)) if fence >= opened && info.is_empty() => {
                blocks.push(Block { info: of, body: &case[start..at], range: start..at });
                open = None;
            }
            _ => {}
        }
        at += line.len();
    }
    blocks
}

fn difference(written: &str, found: &str) -> String {
    let (mut left, mut right) = (written.lines(), found.lines());
    let mut text = String::new();
    loop {
        match (left.next(), right.next()) {
            (None, None) => return text,
            (a, b) if a == b => {}
            (a, b) => {
                if let Some(a) = a {
                    let _ = writeln!(text, "  - {a}");
                }
                if let Some(b) = b {
                    let _ = writeln!(text, "  + {b}");
                }
            }
        }
    }
}
