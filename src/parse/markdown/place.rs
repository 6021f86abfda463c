//! From a byte of the text that the parser read to a byte of the file.

use std::ops::Range;

use crate::source::Span;

/// Where the text that the parser read stands in the file.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Places {
    origin: Origin,
    /// What was put into the text, in order: where, and how many bytes so far, these included.
    added: Vec<(usize, usize)>,
}

/// Where the text stood before anything was put into it.
#[derive(Clone, PartialEq, Debug)]
enum Origin {
    /// Byte by byte, from this byte of the file on.
    Exact(usize),
    /// Word by word: the bytes of the text from which on it is as in the file, and those of the file.
    Words(Vec<(usize, usize)>),
    /// Only as a whole: the text went through escapes.
    Whole(Span),
}

impl Places {
    /// A text that begins at byte `start` and is as the file has it.
    pub(super) fn at(start: usize) -> Places {
        Places { origin: Origin::Exact(start), added: Vec::new() }
    }

    /// The part of `text` that differs from `source` in white space alone: a block scalar without
    /// its indentation, lines that YAML has folded. Anything else is only placed as a whole.
    pub(super) fn folded(text: &str, part: Range<usize>, source: &str, span: Span) -> Places {
        let origin = match words(text, source, span.start as usize) {
            Some(words) => {
                let before = words.partition_point(|(at, _)| *at <= part.start).saturating_sub(1);
                let inside = words[before..].iter().map(|&(at, file)| {
                    let skipped = part.start.saturating_sub(at);
                    (at.saturating_sub(part.start), file + skipped)
                });
                Origin::Words(inside.collect())
            }
            None => Origin::Whole(span),
        };
        Places { origin, added: Vec::new() }
    }

    /// Notes that `length` bytes stand at `at` of the text that the file does not have.
    ///
    /// Calls come in the order of the text.
    pub(super) fn add(&mut self, at: usize, length: usize) {
        let before = self.added.last().map_or(0, |&(_, total)| total);
        self.added.push((at, before + length));
    }

    /// The place in the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let byte = |at: usize| {
            let at = original(&self.added, at);
            match &self.origin {
                Origin::Exact(start) => start + at,
                Origin::Words(words) => {
                    let index = words.partition_point(|(word, _)| *word <= at).saturating_sub(1);
                    let (word, file) = words[index];
                    file + at.saturating_sub(word)
                }
                Origin::Whole(span) => span.start as usize,
            }
        };
        match &self.origin {
            Origin::Whole(span) => *span,
            Origin::Exact(_) => {
                let first = byte(range.start);
                Span::new(first, byte(range.end).max(first))
            }
            // The end follows the last byte: after it, the file may be at the next line's words.
            Origin::Words(_) => {
                let first = byte(range.start);
                let last = if range.is_empty() { first } else { byte(range.end - 1) + 1 };
                Span::new(first, last.max(first))
            }
        }
    }
}

/// Where each word of `text` begins, in it and in the file; `None` when they differ in more than
/// white space. There is at least one pair.
fn words(text: &str, source: &str, start: usize) -> Option<Vec<(usize, usize)>> {
    let mut places = vec![(0, start)];
    let mut rest = source;
    let mut at = 0;
    for word in text.split_whitespace() {
        at += text[at..].find(word)?;
        let trimmed = rest.trim_start();
        let file = start + (source.len() - trimmed.len());
        rest = trimmed.strip_prefix(word)?;
        places.push((at, file));
        at += word.len();
    }
    rest.trim().is_empty().then_some(places)
}

fn original(added: &[(usize, usize)], at: usize) -> usize {
    let count = added.partition_point(|&(place, _)| place <= at);
    let Some(&(place, total)) = count.checked_sub(1).and_then(|last| added.get(last)) else {
        return at;
    };
    let before = count.checked_sub(2).and_then(|last| added.get(last)).map_or(0, |&(_, all)| all);
    // A place inside what was added is where it was added.
    (at - before.min(at)).min(place - before).max(at.saturating_sub(total))
}
