//! Where front matter begins and ends.

use std::ops::Range;

use crate::{
    data::Notation,
    diagnostic::{Code, Diagnostic, Severity},
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
/// that is not closed is an error, and ends where its keys end: they are no text to publish.
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
    if notation == Notation::Yaml && text[line(text, first.end)].trim().is_empty() {
        return None;
    }
    let keys = keys(text, first.end, notation);
    let closing = closing(text, first.end, notation)
        .filter(|closing| keys.is_some() || !is_prose(&text[first.end..closing.start]));
    // Nothing else in a text is a line `+++`; a line `---` may be a thematic break.
    let is_break = |closing: &Range<usize>| {
        notation == Notation::Yaml
            && keys.as_ref().is_some_and(|keys| has_prose(&text[keys.end..closing.start]))
    };
    if let Some(closing) = closing.filter(|closing| !is_break(closing)) {
        return Some(Block { notation, inside: first.end..closing.start, body: closing.end });
    }
    let Keys { end, last } = keys?;
    let message = "front matter is opened here and not closed";
    let span = Span::new(fence, fence + 3);
    let mut complaint = Diagnostic::new(Code::BadFrontMatter, &gathered.file, span, message);
    complaint.severity = Severity::Error;
    let help = format!("add a line `{}` after the last key, `{last}`", fence_of(notation));
    gathered.diagnostics.push(complaint.help(help));
    Some(Block { notation, inside: first.end..end, body: end })
}

/// The line that closes what begins at `start`, if there is one.
fn closing(text: &str, start: usize, notation: Notation) -> Option<Range<usize>> {
    let mut at = line(text, start);
    while !at.is_empty() {
        let written = text[at.clone()].trim_end();
        if written == fence_of(notation) || (notation == Notation::Yaml && written == "...") {
            return Some(at);
        }
        at = line(text, at.end);
    }
    None
}

fn fence_of(notation: Notation) -> &'static str {
    match notation {
        Notation::Yaml => "---",
        Notation::Toml => "+++",
    }
}

/// The lines below an opening fence that can be nothing but front matter.
struct Keys<'t> {
    /// Where the first line begins that is none of them: blank, a heading, prose.
    end: usize,
    /// The last key at the margin.
    last: &'t str,
}

/// The keys that begin at `start`, in as many lines as read so.
///
/// A sentence may begin with a word and a colon (`Note: …`) below a thematic break: so one of the keys
/// is in lower case or one that front matter has everywhere.
fn keys(text: &str, start: usize, notation: Notation) -> Option<Keys<'_>> {
    /// What people write with a capital, too.
    const USUAL: &[&str] =
        &["title", "tags", "summary", "description", "type", "status", "aliases"];
    let mut last = None;
    let mut is_sure = false;
    let mut at = line(text, start);
    while !at.is_empty() {
        let written = text[at.clone()].trim_end();
        match Line::of(written, notation) {
            Line::Key(key) => {
                let key = key.trim_matches(['"', '\'']);
                is_sure |= key.starts_with(char::is_lowercase)
                    || USUAL.iter().any(|usual| usual.eq_ignore_ascii_case(key));
                last = Some(key);
            }
            Line::Inside if last.is_some() => {}
            Line::Inside | Line::Other => break,
        }
        at = line(text, at.end);
    }
    last.filter(|_| is_sure).map(|last| Keys { end: at.start, last })
}

/// What one line of front matter is.
enum Line<'t> {
    /// It begins with this key, at the margin.
    Key(&'t str),
    /// It belongs to the key above it.
    Inside,
    /// It is blank, a heading (or a comment) or prose.
    Other,
}

impl Line<'_> {
    fn of(written: &str, notation: Notation) -> Line<'_> {
        let separator = match notation {
            Notation::Yaml => ':',
            Notation::Toml => '=',
        };
        let is_word = |key: &str| {
            let inside = key.trim_matches(['"', '\'']);
            !inside.is_empty()
                && inside.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '-' | '.'))
        };
        if written.is_empty() {
            return Line::Other;
        }
        if written.starts_with([' ', '\t', ']', '}']) || written == "-" || written.starts_with("- ")
        {
            return Line::Inside;
        }
        if notation == Notation::Toml && written.starts_with('[') && written.ends_with(']') {
            return Line::Key(written.trim_matches(['[', ']']));
        }
        match written.split_once(separator) {
            Some((key, value))
                if is_word(key.trim_end())
                    && (notation == Notation::Toml
                        || value.is_empty()
                        || value.starts_with([' ', '\t'])) =>
            {
                Line::Key(key.trim_end())
            }
            _ => Line::Other,
        }
    }
}

/// Whether `text`, between two lines of `---`, has prose in paragraphs and nothing that could be meant as
/// data: then both lines are thematic breaks.
fn is_prose(text: &str) -> bool {
    let is_sentence = |line: &str| {
        line.starts_with(|first: char| first.is_alphanumeric() || matches!(first, '*' | '_'))
            && !line.contains(':')
            && line.contains(' ')
    };
    let has_blank = text.lines().any(|line| line.trim().is_empty());
    let mut lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    has_blank && lines.all(is_sentence)
}

/// Whether what follows the keys has a paragraph of prose: then the line that seemed to close front
/// matter is a thematic break. A paragraph that begins with a key is front matter, whatever is wrong with it.
fn has_prose(text: &str) -> bool {
    let mut paragraph_begins = false;
    let mut in_prose = false;
    for written in text.lines().map(str::trim_end) {
        if written.is_empty() || written.starts_with('#') {
            (paragraph_begins, in_prose) = (true, false);
            continue;
        }
        let is_other = matches!(Line::of(written, Notation::Yaml), Line::Other);
        in_prose |= paragraph_begins && is_other;
        paragraph_begins = false;
        // A key may have several words: `Date created: …`.
        let may_be_key = written.split_once(": ").is_some() || written.ends_with(':');
        if in_prose && is_other && !may_be_key {
            return true;
        }
    }
    false
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
