//! Mistakes in YAML, in an author's words: mended where the meaning is plain, else explained.

use std::ops::Range;

use super::{indentation, key_end, lines};
use crate::data::{Notes, quoted};

/// What is wrong, and at which byte of the text the parser noticed.
pub(super) struct Mistake {
    pub(super) kind: Kind,
    pub(super) at: usize,
}

/// What is wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A quote is not closed.
    Quote,
    /// Text after a closing quote.
    AfterQuote,
    /// A `\` escape that there is none of.
    Escape,
    /// This bracket is not closed.
    Unclosed(char),
    /// This bracket is closed by that one.
    Mismatched(char, char),
    /// A closing bracket without an opening one.
    Misplaced,
    /// In brackets, a comma or the closing bracket is missing.
    Separator,
    /// A tab where only spaces count.
    Tab,
    /// A line that belongs to nothing above it.
    Indentation,
    /// A `:` where none may be.
    Colon,
    /// A line without `:` among lines with one.
    Key,
    /// A character that cannot stand here.
    Character(char),
    /// A key that is too long or runs over a line end.
    LongKey,
    /// A line that begins with `%`.
    Directive,
    /// `|` or `>` with something wrong after it or below it.
    Block,
    /// Anything else.
    Other,
}

/// Where the first line begins that stands beside the key and is neither a key nor part of a value.
pub(super) fn stray_line(working: &str) -> Option<usize> {
    let mut base = None;
    for line in lines(working) {
        let text = working[line.clone()].trim_end();
        let trimmed = text.trim_start();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let indent = indentation(text);
        let is_key = key_end(trimmed).is_some();
        let Some(base) = base else {
            if !is_key && !trimmed.starts_with(['%', '?', ':']) {
                return Some(line.start);
            }
            base = Some(indent);
            continue;
        };
        let continues =
            trimmed == "-" || trimmed.starts_with("- ") || trimmed.starts_with([']', '}']);
        if indent <= base && !is_key && !continues {
            return Some(line.start);
        }
    }
    None
}

/// The lines of one key, to say and mend what is wrong in them.
pub(super) struct Mistakes<'t> {
    /// The whole text, as written.
    pub(super) text: &'t str,
    /// The key's lines.
    pub(super) lines: Range<usize>,
}

impl Mistakes<'_> {
    /// Reports the line at byte `stray` of the key's lines.
    pub(super) fn say_stray(&self, stray: usize, notes: &mut Notes<'_>) {
        let start = self.lines.start + stray;
        let line = self.text[start..self.lines.end].lines().next().unwrap_or("").trim_end();
        // Any white space: a no-break space indents nothing, and is not shown all the same.
        let start = start + line.len() - line.trim_start().len();
        let line = line.trim_start();
        let help = line
            .split_once(':')
            .filter(|(key, rest)| !key.contains(' ') && !rest.is_empty() && !rest.starts_with('/'))
            .map(|(key, rest)| format!("write a space after the `:`: `{key}: {}`", rest.trim()));
        let message = format!("expected `key: value`, found {}", quoted(line));
        notes.say(start..start + line.len(), message, help);
    }

    /// Reads a value that needs quotes as if it had them, and says so. `false`: it is not that.
    ///
    /// The bytes that mislead the parser become `_` in `working`; the value's letters are taken
    /// from the text as written.
    pub(super) fn mend(
        &self,
        mistake: &Mistake,
        working: &mut String,
        notes: &mut Notes<'_>,
    ) -> bool {
        let at = self.inside(mistake.at, working);
        let Some((key, value)) = value_on_line(working, at) else { return false };
        if at < value.start {
            return false;
        }
        let written = self.lines.start + value.start..self.lines.start + value.end;
        match mistake.kind {
            Kind::Character(first @ ('@' | '`' | '%')) if working[at..].starts_with(first) => {
                // In brackets the value ends where its neighbour begins.
                let end = if at == value.start {
                    value.end
                } else {
                    working[at..value.end].find([',', ']', '}']).map_or(value.end, |end| at + end)
                };
                let item = working[at..end].trim_end().len();
                working.replace_range(at..=at, "_");
                let range = self.lines.start + at..self.lines.start + at + item;
                let help = format!("write `{}`", in_quotes(&self.text[range.clone()]));
                let message = format!("a value that begins with `{first}` needs quotes");
                notes.say(range, message, Some(help));
                return true;
            }
            Kind::Colon | Kind::Indentation | Kind::Block | Kind::Other => {}
            Kind::Quote
            | Kind::AfterQuote
            | Kind::Escape
            | Kind::Unclosed(_)
            | Kind::Mismatched(..)
            | Kind::Misplaced
            | Kind::Separator
            | Kind::Tab
            | Kind::Key
            | Kind::Character(_)
            | Kind::LongKey
            | Kind::Directive => return false,
        }
        let text = &working[value.clone()];
        let first = match text.as_bytes() {
            [b'"' | b'\'', ..] => return false,
            [bracket @ (b'[' | b'{'), ..] => {
                if !closes_early(text) {
                    return false;
                }
                Some(*bracket)
            }
            [first @ (b'*' | b'&' | b'!' | b'|' | b'>' | b'-' | b'?' | b',' | b'%'), ..] => {
                Some(*first)
            }
            _ => None,
        };
        let mut colons = text
            .match_indices(':')
            .map(|(at, _)| at)
            .filter(|at| matches!(text.as_bytes().get(at + 1), None | Some(b' ' | b'\t')))
            .peekable();
        let has_colon = colons.peek().is_some();
        if first.is_none() && !has_colon {
            return false;
        }
        let mut mended = text.as_bytes().to_vec();
        colons.for_each(|at| mended[at] = b'_');
        if first.is_some() {
            mended[0] = b'_';
        }
        let Ok(mended) = String::from_utf8(mended) else { return false };
        let text = &self.text[written.clone()];
        let message = match first {
            Some(first) => {
                format!("a value that begins with `{}` needs quotes", char::from(first))
            }
            None if text.contains(": ") => "a value with `: ` in it needs quotes".to_owned(),
            None => "a value that ends with `:` needs quotes".to_owned(),
        };
        let key = &self.text[self.lines.start + key.start..self.lines.start + key.end];
        let help = format!("write `{key}{}`", in_quotes(text));
        notes.say(written, message, Some(help));
        working.replace_range(value, &mended);
        true
    }

    /// Reports what is wrong.
    pub(super) fn say(&self, mistake: &Mistake, working: &str, notes: &mut Notes<'_>) {
        let at = self.inside(mistake.at, working);
        let (range, message, help) = explained(mistake.kind, at, working);
        let range = self.lines.start + range.start..self.lines.start + range.end;
        notes.say(range, message, help.map(ToOwned::to_owned));
    }

    /// The byte of `working` for one of the text: the parser may notice only at the end.
    fn inside(&self, at: usize, working: &str) -> usize {
        let mut at = at.saturating_sub(self.lines.start).min(working.len());
        while !working.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// Place in the key's lines, message, help.
fn explained(kind: Kind, at: usize, working: &str) -> (Range<usize>, String, Option<&'static str>) {
    let here = at..at + working[at..].chars().next().map_or(0, char::len_utf8);
    let line = trimmed_line(working, at);
    match kind {
        Kind::Quote => {
            let open = open_quote(working, at).unwrap_or(at);
            let end = working[open..].find('\n').map_or(working.len(), |end| open + end);
            let range = open..open + working[open..end].trim_end().len();
            (range, "a quote is opened here and not closed".to_owned(), None)
        }
        Kind::AfterQuote => {
            let end = line.end.max(at);
            let help = if working[line].contains('"') {
                "put the quotes round the whole value; inside them, write `\\\"` for `\"`"
            } else {
                "put the quotes round the whole value; inside them, write `''` for `'`"
            };
            (at..end, "text after the closing quote".to_owned(), Some(help))
        }
        Kind::Escape => {
            let start = bad_escape(working, at).unwrap_or(at);
            let end = start + working[start..].chars().take(2).map(char::len_utf8).sum::<usize>();
            let message =
                format!("{} has no meaning in double quotes", quoted(&working[start..end]));
            (start..end, message, Some("write `\\\\` for a backslash, or use single quotes"))
        }
        Kind::Unclosed(open) => {
            let range = if working[at..].starts_with(open) {
                here
            } else {
                working[..at].rfind(open).map_or(here, |at| at..at + open.len_utf8())
            };
            (range, format!("this `{open}` is not closed"), None)
        }
        Kind::Mismatched(open, close) => {
            (here, format!("this `{open}` is closed by `{close}`"), None)
        }
        Kind::Misplaced => {
            let message = match working[at..].chars().next() {
                Some(close) => format!("no bracket is open for this `{close}`"),
                None => "a bracket is closed that was not opened".to_owned(),
            };
            (here, message, Some("put the value in quotes if it is text"))
        }
        Kind::Separator => (
            here,
            "expected `,` or the closing bracket".to_owned(),
            Some("put a value with `:`, `,` or brackets in it in quotes"),
        ),
        Kind::Tab => {
            let tab = lines(working).find_map(|line| {
                let indent = indentation(&working[line.clone()]);
                let tab = working[line.start..line.start + indent].find('\t')?;
                Some(line.start + tab..line.start + tab + 1)
            });
            let message = "a tab cannot indent a line".to_owned();
            (tab.unwrap_or(here), message, Some("use spaces"))
        }
        Kind::Indentation => {
            let message = "this line's indentation fits no line above it".to_owned();
            (
                line,
                message,
                Some("begin the keys of one map, or the dashes of one list, in one column"),
            )
        }
        Kind::Colon if indentation(&working[line_of(working, at)]) > 0 => {
            let message = "this line is indented below a key that already has a value".to_owned();
            (line, message, Some("put the value in quotes if the line belongs to it"))
        }
        Kind::Colon => {
            (here, "a `:` cannot stand here".to_owned(), Some("put the value in quotes"))
        }
        Kind::Key => {
            let message =
                format!("expected `key: value`, found {}", quoted(&working[line.clone()]));
            (line, message, None)
        }
        Kind::Character(c) if c.is_control() || c == '\u{feff}' => {
            let start = working[at..].find(c).map_or(at, |found| at + found);
            let end = start + working[start..].chars().next().map_or(0, char::len_utf8);
            let message = format!("an invisible character (U+{:04X}) stands here", c as u32);
            (start..end, message, Some("delete it"))
        }
        Kind::Character(c) => {
            let message = format!("a value that begins with `{c}` needs quotes");
            (here, message, None)
        }
        Kind::LongKey => (line, "a key is one line of at most 1,024 characters".to_owned(), None),
        Kind::Directive => (line, "a line that begins with `%` is not read here".to_owned(), None),
        Kind::Block => {
            let message = "expected text below this line, indented by spaces".to_owned();
            (line, message, Some("write nothing after `|` or `>` on the same line"))
        }
        Kind::Other => {
            let message = format!("{} cannot be read as YAML", quoted(&working[line.clone()]));
            (line, message, Some("put the value in quotes if it is text"))
        }
    }
}

/// The line that `at` stands in, without its line end; at the very end, the last one with text.
fn line_of(text: &str, at: usize) -> Range<usize> {
    let at = if at >= text.len() { text.trim_end().len() } else { at };
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    start..start + text[start..end].trim_end().len()
}

/// [`line_of`] without indentation.
fn trimmed_line(text: &str, at: usize) -> Range<usize> {
    let line = line_of(text, at);
    line.start + indentation(&text[line.clone()])..line.end
}

/// The key (with the `: ` and the dashes before it) and the value of the line `at` stands in.
fn value_on_line(text: &str, at: usize) -> Option<(Range<usize>, Range<usize>)> {
    let line = trimmed_line(text, at);
    let mut key = line.start;
    while text[key..line.end].starts_with("- ") {
        key += 1 + indentation(&text[key + 1..line.end]);
    }
    let value = match key_end(&text[key..line.end]) {
        Some(end) => {
            let colon = key + end + text[key + end..line.end].find(':')?;
            colon + 1 + indentation(&text[colon + 1..line.end])
        }
        None if key > line.start => key,
        None => return None,
    };
    let comment = text[value..line.end].find(" #").map_or(line.end, |comment| value + comment);
    let end = value + text[value..comment].trim_end().len();
    (value < end).then_some((line.start..value, value..end))
}

/// The brackets that a text begins with are closed before its end: `[WIP] a title`.
fn closes_early(text: &str) -> bool {
    let mut open = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '[' | '{' => open += 1,
            ']' | '}' => open = open.saturating_sub(1),
            _ => {}
        }
        if open == 0 {
            return at + 1 < text.len();
        }
    }
    false
}

/// The quote at `at`, or the last one before it that a value begins with.
fn open_quote(text: &str, at: usize) -> Option<usize> {
    if text[at..].starts_with(['"', '\'']) {
        return Some(at);
    }
    let mut found = None;
    for line in lines(text).take_while(|line| line.start <= at) {
        let Some((_, value)) = value_on_line(text, line.start) else { continue };
        let written = &text[value.clone()];
        let Some(quote) = written.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            continue;
        };
        if written.len() == 1 || !written.ends_with(quote) {
            found = Some(value.start);
        }
    }
    found
}

/// The first escape at or after `at` that double quotes do not know.
fn bad_escape(text: &str, at: usize) -> Option<usize> {
    let mut letters = text[at..].char_indices();
    while let Some((found, c)) = letters.next() {
        if c == '\\' {
            match letters.next()?.1 {
                '0' | 'a' | 'b' | 't' | '\t' | 'n' | 'v' | 'f' | 'r' | 'e' | ' ' | '"' | '/'
                | '\\' | 'N' | '_' | 'L' | 'P' | '\n' | '\r' => {}
                kind @ ('x' | 'u' | 'U') => {
                    let digits = match kind {
                        'x' => 2,
                        'u' => 4,
                        _ => 8,
                    };
                    let rest = text[at + found + 2..].chars().take(digits);
                    if rest.filter(char::is_ascii_hexdigit).count() < digits {
                        return Some(at + found);
                    }
                }
                _ => return Some(at + found),
            }
        }
    }
    None
}

/// A text as YAML reads it without surprises.
fn in_quotes(text: &str) -> String {
    if text.contains(['"', '\\']) && !text.contains('\'') {
        format!("'{text}'")
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}
