//! Where front matter begins and ends.

use std::ops::Range;

use crate::{
    data::Notation,
    diagnostic::{Code, Diagnostic},
    parse::Gathered,
    source::Span,
};

/// Where front matter stands in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// How it is written.
    pub notation: Notation,
    /// What stands between the fences.
    pub inside: Range<usize>,
    /// Where the body begins.
    pub body: usize,
}

/// Finds front matter at the very beginning of `text` (a byte order mark may stand before it).
///
/// `---` opens YAML only if the next line is not blank: otherwise it is a thematic break. A block
/// that is not closed is reported, and the whole text is the body.
pub(in crate::parse) fn split(text: &str, gathered: &mut Gathered) -> Option<Block> {
    let fence = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let first = line(text, fence);
    let notation = match text[first.clone()].trim_end() {
        "---" => Notation::Yaml,
        "+++" => Notation::Toml,
        _ => {
            too_late(text, fence, gathered);
            return None;
        }
    };
    let second = line(text, first.end);
    if notation == Notation::Yaml && text[second.clone()].trim().is_empty() {
        return None;
    }
    let mut at = second.clone();
    while !at.is_empty() {
        let closes = match (notation, text[at.clone()].trim_end()) {
            (Notation::Yaml, "---" | "...") | (Notation::Toml, "+++") => true,
            (Notation::Yaml | Notation::Toml, _) => false,
        };
        if closes {
            return Some(Block { notation, inside: first.end..at.start, body: at.end });
        }
        at = line(text, at.end);
    }
    // Without a key below it, the first line was meant as a thematic break.
    let (key, fence_text) = match notation {
        Notation::Yaml => (':', "---"),
        Notation::Toml => ('=', "+++"),
    };
    let written = text[second].trim();
    let key = written.split_once(key).filter(|(key, _)| !key.trim().contains([' ', '#', '[', '<']));
    if key.is_some_and(|(key, _)| !key.is_empty()) {
        let message = "front matter is opened here and not closed";
        let help = format!("put a line `{fence_text}` after its last key");
        let span = Span::new(fence, fence + 3);
        gathered
            .diagnostics
            .push(Diagnostic::new(Code::BadFrontMatter, &gathered.file, span, message).help(help));
    }
    None
}

/// Tells of front matter that stands below blank lines, where it is none.
fn too_late(text: &str, start: usize, gathered: &mut Gathered) {
    let rest = &text[start..];
    let blank = rest.len() - rest.trim_start().len();
    // Not more than indentation: the line itself begins with the fence.
    let Some(at) = rest[..blank].rfind('\n').map(|end| start + end + 1) else { return };
    let first = line(text, at);
    let fence = text[first.clone()].trim_end();
    if fence != "---" {
        return;
    }
    let second = line(text, first.end);
    let is_key = |key: &str| {
        !key.is_empty() && key.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '-'))
    };
    let key = text[second.clone()].split_once(':').filter(|(key, _)| is_key(key));
    let closed = text[second.end..].lines().any(|line| line.trim_end() == fence);
    if key.is_some_and(|(_, rest)| rest.starts_with([' ', '\n', '\r'])) && closed {
        let message = "front matter begins in the first line of a file, and this is text";
        let help = "take out the blank lines above it".to_owned();
        let span = Span::new(at, at + fence.len());
        let complaint = Diagnostic::new(Code::BadFrontMatter, &gathered.file, span, message);
        gathered.diagnostics.push(complaint.help(help));
    }
}

/// The line that begins at `start`, with its line end; empty at the end of the text.
fn line(text: &str, start: usize) -> Range<usize> {
    start..text[start..].find('\n').map_or(text.len(), |end| start + end + 1)
}
