//! From a byte of the text that the parser read to a byte of the file.

use std::ops::Range;

use crate::source::Span;

/// Where the text that the parser read stands in the file.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Places {
    /// Byte by byte.
    Exact {
        /// The file's byte where the text begins.
        start: usize,
        /// What was put into the text, in order: where, and how many bytes so far, these included.
        added: Vec<(usize, usize)>,
    },
    /// Only as a whole: the text went through escapes or folds.
    Whole(Span),
}

impl Places {
    /// A text that begins at byte `start` and is as the file has it.
    pub(super) fn at(start: usize) -> Places {
        Places::Exact { start, added: Vec::new() }
    }

    /// Notes that `length` bytes stand at `at` of the text that the file does not have.
    ///
    /// Calls come in the order of the text.
    pub(super) fn add(&mut self, at: usize, length: usize) {
        if let Places::Exact { added, .. } = self {
            let before = added.last().map_or(0, |&(_, total)| total);
            added.push((at, before + length));
        }
    }

    /// The place in the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        match self {
            Places::Whole(span) => *span,
            Places::Exact { start, added } => {
                let byte = |at: usize| start + original(added, at);
                let first = byte(range.start);
                Span::new(first, byte(range.end).max(first))
            }
        }
    }
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
