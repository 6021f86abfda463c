//! YAML into [`Value`].
//!
//! The parser's events carry what no typed reader keeps: the text as written, its style, and its
//! bytes. A syntax error costs only its own top-level key: the text is first read whole; where
//! that fails, key by key, each with the lines that belong to it.

mod complaint;
mod mistake;
mod tree;

use std::ops::Range;

use super::{Key, Notes, Value};
use tree::{Stop, TooLarge, Tree};

/// Reads `text` as a map; the entries in the order written.
pub(super) fn read(text: &str, notes: &mut Notes<'_>) -> Vec<(Key, Value)> {
    let said = notes.diagnostics.len();
    let mut tree = Tree::new(text, notes);
    let entries = match tree.document(text, 0) {
        Ok(root) | Err(Stop::TooLarge(root)) => tree.entries(root),
        Err(Stop::TooDeep(_) | Stop::Syntax(_)) => {
            notes.diagnostics.truncate(said);
            by_key(text, notes)
        }
    };
    let mut tree = Tree::new(text, notes);
    tree.finished(entries)
}

/// Reads each top-level key for itself, so that a mistake costs no other key.
fn by_key(text: &str, notes: &mut Notes<'_>) -> Vec<(Key, Value)> {
    let mut entries = Vec::new();
    let mut tree = Tree::new(text, notes);
    // Mending reads a key again; all keys together may cost as much as reading the text so often.
    let mut allowance = text.len().saturating_mul(8) + 4096;
    for lines in keys(text) {
        match tree.key(lines, &mut allowance) {
            Ok(root) => entries.extend(tree.entries(root)),
            Err(TooLarge) => break,
        }
    }
    entries
}

/// The lines of each top-level key: from its own line to that of the next.
fn keys(text: &str) -> Vec<Range<usize>> {
    let base = lines(text)
        .map(|line| text[line].trim_end())
        .find(|line| !line.is_empty() && !line.trim_start().starts_with('#'))
        .map_or(0, indentation);
    let mut starts: Vec<usize> = lines(text)
        .filter(|line| {
            let line = &text[line.clone()];
            indentation(line) <= base && key_end(line.trim()).is_some()
        })
        .map(|line| line.start)
        .collect();
    // What stands above the first key is read too, so that it is not passed over in silence.
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// The lines of `text`, each with its line end.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        start..at
    })
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// Where the key of a trimmed line `key: value` ends, if the line is one.
fn key_end(line: &str) -> Option<usize> {
    let ends = |at: usize| matches!(line.as_bytes().get(at + 1), None | Some(b' ' | b'\t'));
    match line.as_bytes().first()? {
        b'#' | b'[' | b']' | b'{' | b'}' | b',' | b'|' | b'>' | b'%' | b':' => None,
        b'-' if ends(0) => None,
        quote @ (b'"' | b'\'') => {
            let close = 1 + line[1..].find(char::from(*quote))?;
            let colon = close + 1 + line[close + 1..].find(|c| c != ' ')?;
            (line.as_bytes()[colon] == b':' && ends(colon)).then_some(close + 1)
        }
        _ => {
            let colon = line.match_indices(':').map(|(at, _)| at).find(|&at| ends(at))?;
            (!line[..colon].contains(" #")).then_some(colon)
        }
    }
}

/// A plain text over several lines as YAML reads it: one space for a line end, empty lines kept.
fn folded(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut empty = 0;
    for (i, line) in source.lines().map(|line| line.trim_matches([' ', '\t', '\r'])).enumerate() {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if empty > 0 {
            text.extend(std::iter::repeat_n('\n', empty));
        } else if i > 0 {
            text.push(' ');
        }
        empty = 0;
        text.push_str(line);
    }
    text
}
