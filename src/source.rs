//! Names of files and places in them.

use std::{borrow::Borrow, fmt, sync::Arc};

/// Names one file of a handbook: its path below ROOT, `/`-separated (`content/roles/sre.md`).
///
/// It is the path that every message prints. Cheap to clone; sorts by path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(Arc<str>);

impl FileId {
    /// The file at `path`, relative to ROOT and `/`-separated.
    pub fn new(path: impl Into<Arc<str>>) -> FileId {
        FileId(path.into())
    }

    /// The path as messages print it.
    pub fn path(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for FileId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Bytes of one file, counted from the file's first byte, half open.
///
/// 32 bits suffice: a page over 4 MiB is not read (`too-large`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    /// Moves a span found inside a slice of the file to its place in the whole file.
    pub fn shifted(self, slice_start: usize) -> Span {
        let by = slice_start as u32;
        Span { start: self.start + by, end: self.end + by }
    }

    /// As a range to slice the file's text with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Span {
        Span::new(range.start, range.end)
    }
}

/// A span of a named file: where a diagnostic points.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The bytes in it.
    pub span: Span,
}

/// A text file as read: invalid UTF-8 already replaced (U+FFFD), a byte order mark still there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// Its name.
    pub file: FileId,
    /// Its whole text.
    pub text: Arc<str>,
}

/// A place as people count: line and column from 1, the column in characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// From 1. LF, CRLF and a lone CR each end a line.
    pub line: usize,
    /// From 1, in characters (Unicode scalar values); a byte order mark does not count.
    pub column: usize,
}

/// Finds a file's text, for printing: `None` for a file that is no text or was not read.
pub type Texts<'a> = dyn Fn(&FileId) -> Option<Arc<str>> + 'a;

/// A text and where its lines begin: turns byte offsets into positions.
#[derive(Clone, Debug)]
pub struct Lines {
    text: Arc<str>,
    /// The byte that each line begins with.
    starts: Vec<u32>,
    /// How many characters begin before each `STRIDE`th byte.
    characters: Vec<u32>,
}

/// How many bytes are counted for one position. A page of 4 MiB may be one line of a hundred thousand
/// links, so that counting from the line's beginning would take minutes.
const STRIDE: usize = 1024;

impl Lines {
    /// Finds the lines of `text`.
    pub fn of(text: Arc<str>) -> Lines {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|&(index, &byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(index + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = [0].into_iter().chain(ends.map(|(index, _)| index as u32 + 1)).collect();
        let mut characters = vec![0];
        for chunk in bytes.chunks(STRIDE) {
            characters.push(characters[characters.len() - 1] + count(chunk) as u32);
        }
        Lines { text, starts, characters }
    }

    /// Where byte `offset` is. An offset inside a character counts as that character's first byte,
    /// one beyond the text as its end.
    pub fn position(&self, offset: u32) -> Position {
        let offset = self.text.floor_char_boundary(offset as usize);
        let line = self.starts.partition_point(|&start| start as usize <= offset);
        let start = self.starts[line - 1] as usize;
        // Only a file's first character can be a byte order mark; elsewhere it is one like others.
        let mark = usize::from(line == 1 && offset > 0 && self.text.starts_with(BOM));
        Position {
            line,
            column: self.characters_before(offset) - self.characters_before(start) - mark + 1,
        }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let stride = offset / STRIDE;
        self.characters[stride] as usize + count(&self.text.as_bytes()[stride * STRIDE..offset])
    }

    /// The line that holds byte `offset`: where it begins, and its text without what ends it or a
    /// byte order mark.
    pub fn line_at(&self, offset: u32) -> (usize, &str) {
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts[line - 1] as usize;
        let end = self.starts.get(line).map_or(self.text.len(), |&next| next as usize);
        let text = self.text[start..end].trim_end_matches(['\r', '\n']);
        match text.strip_prefix(BOM) {
            Some(rest) if start == 0 => (BOM.len_utf8(), rest),
            _ => (start, text),
        }
    }
}

/// How many characters begin in `bytes`: each has one byte that does not continue another.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

/// A byte order mark.
const BOM: char = '\u{feff}';

#[cfg(test)]
mod tests {
    use super::*;

    /// `offset` is where `|` stands in `text`; `expected` is `line:column`.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let offset = text.find('|').expect("a sample marks its place with |");
        let Position { line, column } =
            Lines::of(text.replacen('|', "", 1).into()).position(offset as u32);
        assert_eq!(format!("{line}:{column}"), expected, "{text:?}");
    }

    #[test]
    fn each_of_lf_crlf_and_cr_ends_a_line() {
        check("|", "1:1");
        check("a|b", "1:2");
        check("a\n|b", "2:1");
        check("a\r\n|b", "2:1");
        check("a\r|b", "2:1");
        check("a\r\r\n\n|b", "4:1");
        check("a\n|", "2:1");
    }

    #[test]
    fn what_ends_a_line_is_still_on_it() {
        check("a|\nb", "1:2");
        check("a|\r\nb", "1:2");
        let inside = Lines::of("a\r\nb".into()).position(2);
        assert_eq!(inside, Position { line: 1, column: 3 });
    }

    #[test]
    fn columns_count_characters() {
        check("é→🙂|x", "1:4");
        check("e\u{301}|x", "1:3");
        check(&format!("a\n{}|x", "→".repeat(5_000)), "2:5001");
        check(&format!("{}|", "→".repeat(1_024)), "1:1025");
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        check("\u{feff}|a", "1:1");
        check("\u{feff}a|", "1:2");
        check("\u{feff}a\n\u{feff}|b", "2:2");
        assert_eq!(Lines::of("\u{feff}ab".into()).line_at(4), (3, "ab"));
    }

    #[test]
    fn an_offset_out_of_place_is_still_a_position() {
        let lines = Lines::of("é\n".into());
        assert_eq!(lines.position(1), Position { line: 1, column: 1 });
        assert_eq!(lines.position(99), Position { line: 2, column: 1 });
        assert_eq!(lines.line_at(99), (3, ""));
    }
}
