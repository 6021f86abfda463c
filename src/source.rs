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
#[derive(Clone, Debug)]
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
