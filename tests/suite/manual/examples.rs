//! The examples of the manual, as files and as commands.
//!
//! The fenced blocks of a page that have a path as their title are the files of one handbook, in
//! the order of the page: a second block of the same path takes the place of the first, after what
//! stood until then was built. A block in the language `console` is a command, after `$ `, and what
//! it prints in that handbook. `BLESS=1` writes what is printed.

use std::{collections::BTreeMap, fmt::Write as _, path::Path, process::Command};

use rolebook::diagnostic::Severity;

use super::{expect, pages};
use crate::handbook::Handbook;

#[test]
fn the_examples_of_the_manual_do_what_they_say() {
    let mut faults = String::new();
    for (path, text) in pages() {
        let (found, complaints) = run(&text);
        for complaint in complaints {
            let _ = writeln!(faults, "{}: {complaint}", path.display());
        }
        expect(&path, &text, &found);
    }
    assert!(faults.is_empty(), "examples of the manual have faults:\n{faults}");
}

/// A fenced block of a page.
struct Block<'p> {
    info: &'p str,
    body: String,
    /// Bytes of the body in the page.
    range: std::ops::Range<usize>,
}

/// The page with the output that its commands have now, and what its examples provoke.
fn run(page: &str) -> (String, Vec<String>) {
    let mut files = BTreeMap::new();
    let mut complaints = Vec::new();
    let mut result = String::new();
    let mut at = 0;
    // A page on what goes wrong shows what is said of it.
    let wrong = page.contains("<!-- These examples provoke messages. -->");
    for block in blocks(page) {
        if let Some(path) = title(block.info) {
            if files.contains_key(path) && !wrong {
                complaints.extend(check(&handbook(&files)));
            }
            files.insert(path, block.body);
        } else if block.info == "console" {
            let command = block.body.lines().next().unwrap_or_default();
            let printed = printed(command, &handbook(&files));
            result.push_str(&page[at..block.range.start]);
            result.push_str(&format!("{command}\n{printed}"));
            at = block.range.end;
        }
    }
    if !files.is_empty() && !wrong {
        complaints.extend(check(&handbook(&files)));
    }
    result.push_str(&page[at..]);
    (result, complaints)
}

/// The files as a handbook; without `rolebook.toml` and `content/` they are a plain folder.
fn handbook(files: &BTreeMap<&str, String>) -> Handbook {
    let mut handbook = Handbook::new();
    let is_handbook = files.keys().any(|path| path.starts_with("content/"));
    if is_handbook && !files.contains_key("rolebook.toml") {
        handbook = handbook.file("rolebook.toml", "");
    }
    for (path, text) in files {
        handbook.put(path, text);
    }
    handbook
}

/// What `build --strict` would say.
fn check(handbook: &Handbook) -> Option<String> {
    let said = handbook.build().short(Severity::Warning);
    (!said.is_empty()).then_some(said)
}

/// What a command prints in a handbook: for programs, then for people.
fn printed(line: &str, handbook: &Handbook) -> String {
    let words = line.strip_prefix("$ rolebook ").unwrap_or_else(|| {
        panic!("a block in the language `console` begins with `$ rolebook `, not with {line}")
    });
    let arguments = arguments(words);
    let done = Command::new(env!("CARGO_BIN_EXE_rolebook"))
        .args(&arguments)
        .current_dir(handbook.root())
        .env("COLUMNS", "100")
        .output()
        .expect("rolebook runs");
    let mut text = String::from_utf8(done.stdout).expect("what is printed is text");
    text += &String::from_utf8(done.stderr).expect("what is printed is text");
    timeless(&text)
}

/// The words of a command line; double quotes hold one together.
fn arguments(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let words = parts.flat_map(|(index, part)| {
        if index % 2 == 1 {
            vec![part.to_owned()]
        } else {
            part.split_whitespace().map(str::to_owned).collect()
        }
    });
    words.collect()
}

/// `in 0.04 s` as `in 0.01 s`: how long it took is no part of an example.
fn timeless(text: &str) -> String {
    let line = |line: &str| {
        let timed = line.split_once(" in ").and_then(|(before, rest)| {
            let (number, after) = rest.split_once(" s")?;
            let is_time = number.parse::<f64>().is_ok();
            is_time.then(|| format!("{before} in 0.01 s{after}"))
        });
        timed.unwrap_or_else(|| line.to_owned()) + "\n"
    };
    text.lines().map(line).collect()
}

/// `title="content/roles/lead.md"` of a block, if it is a path in a handbook.
fn title(info: &str) -> Option<&str> {
    let (_, rest) = info.split_once("title=\"")?;
    let path = rest.split_once('"')?.0;
    let is_path = Path::new(path).extension().is_some() && !path.contains([' ', '~']);
    is_path.then_some(path)
}

/// The blocks between fences of backticks, also of list items: what a fence is indented by, its
/// lines are.
fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, usize, &str, usize)> = None;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        let indent = line.bytes().take_while(|byte| *byte == b' ').count();
        let fence = line[indent..].bytes().take_while(|byte| *byte == b'`').count();
        let info = line[indent + fence..].trim();
        match open {
            None if fence >= 3 => open = Some((fence, indent, info, at + line.len())),
            Some((opened, indent, of, start)) if fence >= opened && info.is_empty() => {
                let dedented = |line: &str| line.get(indent..).unwrap_or("\n").to_owned();
                let body = page[start..at].split_inclusive('\n').map(dedented).collect();
                blocks.push(Block { info: of, body, range: start..at });
                open = None;
            }
            None | Some(_) => {}
        }
        at += line.len();
    }
    blocks
}
