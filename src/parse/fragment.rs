//! Making a [`Fragment`], piece by piece.

use std::ops::Range;

use super::{Fragment, Piece, Reference};
use crate::source::Span;

/// A fragment in the making.
#[derive(Debug, Default)]
pub(super) struct Builder {
    html: String,
    text: String,
    pieces: Vec<Piece>,
    /// A block ended: the next text is set apart from the text so far.
    apart: bool,
    /// Ranges of `html` that belong to the body alone, not to a copy of it: ids, marks of footnotes and citations.
    body_only: Vec<Range<u32>>,
}

/// A piece of prose that was taken out.
#[derive(Debug)]
pub(super) struct Run {
    /// Its bytes of the text that was taken out with it.
    pub(super) range: Range<usize>,
    /// See [`Piece::Prose`].
    pub(super) span: Span,
    /// See [`Piece::Prose`].
    pub(super) linkable: bool,
}

impl Builder {
    /// Room for a page of `bytes`.
    pub(super) fn with_capacity(bytes: usize) -> Builder {
        Builder {
            html: String::with_capacity(bytes + bytes / 2),
            text: String::with_capacity(bytes),
            ..Builder::default()
        }
    }

    /// Finished HTML.
    pub(super) fn html(&mut self, html: &str) {
        let start = self.html.len();
        self.html.push_str(html);
        self.extend(start);
    }

    /// Text that is no prose, escaped.
    pub(super) fn escaped(&mut self, text: &str) {
        let start = self.html.len();
        escape(text, &mut self.html);
        self.extend(start);
    }

    /// HTML that a copy of this text (a contents list) must not have: an id, a footnote's mark.
    pub(super) fn body_only(&mut self, html: &str) {
        let start = self.html.len() as u32;
        self.html(html);
        self.body_only.push(start..self.html.len() as u32);
    }

    fn extend(&mut self, start: usize) {
        let end = self.html.len() as u32;
        match self.pieces.last_mut() {
            Some(Piece::Html(range)) if range.end == start as u32 => range.end = end,
            _ if end == start as u32 => {}
            _ => self.pieces.push(Piece::Html(start as u32..end)),
        }
    }

    /// Prose: its escaping, and its mentions, come later.
    pub(super) fn prose(&mut self, text: &str, span: Span, linkable: bool) {
        let range = self.text(text);
        if let Some(Piece::Prose { text: last, span: before, linkable: same }) =
            self.pieces.last_mut()
            && last.end == range.start
            && *same == linkable
            && (*before == span
                || before.end == span.start && verbatim(last, *before) && verbatim(&range, span))
        {
            last.end = range.end;
            before.end = span.end;
            return;
        }
        self.pieces.push(Piece::Prose { text: range, span, linkable });
    }

    /// Text for search and sentences that the HTML has in another way.
    pub(super) fn text(&mut self, text: &str) -> Range<u32> {
        if std::mem::take(&mut self.apart) && !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len() as u32;
        self.text.push_str(text);
        start..self.text.len() as u32
    }

    /// Where the next text will begin.
    pub(super) fn text_len(&self) -> u32 {
        let gap = if self.apart && !self.text.is_empty() { 2 } else { 0 };
        self.text.len() as u32 + gap
    }

    /// The text so far.
    pub(super) fn text_so_far(&self) -> &str {
        &self.text
    }

    /// The HTML so far.
    pub(super) fn html_so_far(&self) -> &str {
        &self.html
    }

    /// Whether HTML written now begins a line.
    pub(super) fn at_line_start(&self) -> bool {
        match self.pieces.last() {
            None => true,
            Some(Piece::Html(_)) => self.html.ends_with('\n'),
            Some(
                Piece::Prose { .. }
                | Piece::Section(_)
                | Piece::Slot(_)
                | Piece::Close(_)
                | Piece::Cite(_)
                | Piece::Question(_)
                | Piece::Directive(_),
            ) => false,
        }
    }

    /// A block ends or begins.
    pub(super) fn apart(&mut self) {
        self.apart = true;
    }

    /// A heading, slot or end of a link.
    pub(super) fn piece(&mut self, piece: Piece) {
        self.pieces.push(piece);
    }

    /// The last piece, if it is prose, taken out.
    pub(super) fn take_prose(&mut self) -> Option<(Range<u32>, Span, bool)> {
        let Some(Piece::Prose { text, span, linkable }) = self.pieces.last() else { return None };
        let taken = (text.clone(), *span, *linkable);
        self.pieces.pop();
        Some(taken)
    }

    /// The last piece, if it is prose: its text and its place.
    pub(super) fn last_prose(&self) -> Option<(&str, Span)> {
        let Some(Piece::Prose { text, span, linkable: _ }) = self.pieces.last() else {
            return None;
        };
        Some((&self.text[text.start as usize..text.end as usize], *span))
    }

    /// The prose that stands last, all of its pieces and their text; both are taken out.
    pub(super) fn take_run(&mut self) -> Option<(Vec<Run>, String)> {
        let is_prose = |piece: &Piece| matches!(piece, Piece::Prose { .. });
        let from = self.pieces.iter().rposition(|piece| !is_prose(piece)).map_or(0, |at| at + 1);
        let Some(Piece::Prose { text: first, .. }) = self.pieces.get(from) else { return None };
        let start = first.start as usize;
        let pieces = self.pieces.drain(from..).filter_map(|piece| match piece {
            Piece::Prose { text, span, linkable } => {
                let range = text.start as usize - start..text.end as usize - start;
                Some(Run { range, span, linkable })
            }
            _ => None,
        });
        Some((pieces.collect(), self.text.split_off(start)))
    }

    /// Inserts `html` at `at`, a place in the HTML piece that is last.
    pub(super) fn insert(&mut self, at: usize, html: &str) {
        if let Some(Piece::Html(range)) = self.pieces.last_mut()
            && (range.start as usize..=range.end as usize).contains(&at)
        {
            self.html.insert_str(at, html);
            range.end += html.len() as u32;
        }
    }

    /// The slot that stands last, right after HTML that ends with `before`.
    pub(super) fn slot_after(&self, before: &str) -> Option<u32> {
        match &self.pieces[..] {
            [.., Piece::Html(range), Piece::Slot(index)]
                if range.end == self.html.len() as u32 && self.html.ends_with(before) =>
            {
                Some(*index)
            }
            _ => None,
        }
    }

    /// Puts `after` in the place of the end of the HTML piece before the last piece: see
    /// [`Builder::slot_after`].
    pub(super) fn replace_before_last(&mut self, before: &str, after: &str) {
        if let [.., Piece::Html(range), _] = &mut self.pieces[..]
            && self.html.ends_with(before)
        {
            self.html.truncate(self.html.len() - before.len());
            self.html.push_str(after);
            range.end = self.html.len() as u32;
        }
    }

    /// Takes `end` off the HTML, if that is what stands last.
    pub(super) fn strip_end(&mut self, end: &str) -> bool {
        let Some(Piece::Html(range)) = self.pieces.last_mut() else { return false };
        let len = end.len() as u32;
        let has = self.html.ends_with(end)
            && range.end == self.html.len() as u32
            && range.end - range.start >= len;
        if has {
            self.html.truncate(self.html.len() - end.len());
            range.end -= len;
        }
        has
    }

    /// Puts another fragment here. `references` are those it made: their text moves along.
    pub(super) fn append(&mut self, other: &Builder, references: &mut [Reference]) {
        let html = self.html.len() as u32;
        self.html.push_str(&other.html);
        let text = self.text(&other.text).start;
        for reference in references {
            if reference.text != (0..0) {
                reference.text = reference.text.start + text..reference.text.end + text;
            }
        }
        for piece in &other.pieces {
            match piece {
                Piece::Html(range) => match self.pieces.last_mut() {
                    Some(Piece::Html(last)) if last.end == range.start + html => {
                        last.end = range.end + html;
                    }
                    _ => self.pieces.push(Piece::Html(range.start + html..range.end + html)),
                },
                Piece::Prose { text: range, span, linkable } => self.pieces.push(Piece::Prose {
                    text: range.start + text..range.end + text,
                    span: *span,
                    linkable: *linkable,
                }),
                Piece::Section(_)
                | Piece::Slot(_)
                | Piece::Close(_)
                | Piece::Cite(_)
                | Piece::Question(_)
                | Piece::Directive(_) => self.pieces.push(piece.clone()),
            }
        }
    }

    /// A copy that may stand beside the body, without what the body alone may have: ids, directives.
    pub(super) fn copy(&self) -> Fragment {
        let mut copy = Builder { text: self.text.clone(), ..Builder::default() };
        for piece in &self.pieces {
            let Piece::Html(range) = piece else {
                if !matches!(piece, Piece::Cite(_) | Piece::Directive(_)) {
                    copy.pieces.push(piece.clone());
                }
                continue;
            };
            let mut from = range.start;
            for hole in self.body_only.iter().filter(|hole| hole.start >= range.start) {
                if hole.end <= range.end {
                    copy.html(&self.html[from as usize..hole.start as usize]);
                    from = hole.end;
                }
            }
            copy.html(&self.html[from as usize..range.end as usize]);
        }
        copy.finish()
    }

    /// A copy of what stands between `start` and `end`, an element's own tags.
    pub(super) fn copy_inside(&self, start: &str, end: &str) -> Fragment {
        let mut copy = self.copy();
        if copy.html.starts_with(start)
            && let Some(Piece::Html(range)) = copy.pieces.first_mut()
        {
            range.start += start.len() as u32;
        }
        if copy.html.ends_with(end)
            && let Some(Piece::Html(range)) = copy.pieces.last_mut()
        {
            range.end -= end.len() as u32;
        }
        copy
    }

    /// The fragment, in no more memory than it needs.
    pub(super) fn finish(mut self) -> Fragment {
        self.html.shrink_to_fit();
        self.text.shrink_to_fit();
        self.pieces.shrink_to_fit();
        Fragment { html: self.html, text: self.text, pieces: self.pieces }
    }
}

/// Whether text and source have one length, and so (but for the rarest chance) the same letters.
fn verbatim(text: &Range<u32>, span: Span) -> bool {
    text.end - text.start == span.end - span.start
}

/// A text on one line.
pub(crate) fn words_of(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Writes text so that it is text, in content and between double quotes alike.
pub(crate) fn escape(text: &str, into: &mut String) {
    let mut rest = text;
    while let Some(at) = first_special(rest.as_bytes()) {
        into.push_str(&rest[..at]);
        into.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    into.push_str(rest);
}

/// Where the first byte is that text must not have. 32 bytes are looked at together: most have none.
fn first_special(bytes: &[u8]) -> Option<usize> {
    let is_special = |byte: &u8| matches!(byte, b'&' | b'<' | b'>' | b'"');
    let (chunks, _) = bytes.as_chunks::<32>();
    let has_none = |chunk: &&[u8; 32]| !chunk.iter().fold(false, |has, it| has | is_special(it));
    let from = 32 * chunks.iter().take_while(has_none).count();
    bytes[from..].iter().position(is_special).map(|at| from + at)
}

/// Words as a reader counts them; each ideograph and kana is one.
pub(in crate::parse) fn words(text: &str) -> usize {
    text.split('\n').map(words_of_line).sum()
}

fn words_of_line(line: &str) -> usize {
    if line.is_ascii() {
        return line.split_ascii_whitespace().count();
    }
    let is_letter_word = |letter: char| matches!(letter, '\u{3040}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    line.split_whitespace()
        .map(|word| word.chars().filter(|&letter| is_letter_word(letter)).count().max(1))
        .sum()
}
