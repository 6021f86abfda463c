//! Citations in a text, and the places of questions between its sections.

use std::{ops::Range, sync::Arc};

use super::writer::Writer;
use crate::{
    parse::{
        Piece,
        citation::{self, Cited},
        fragment::Run,
    },
    source::Span,
};

/// A section after which questions stand.
#[derive(Debug)]
pub(super) struct Asked {
    level: u8,
    questions: Vec<u32>,
}

impl Writer<'_> {
    /// Called where a run of text ends, on a page with sources: what cites becomes marks.
    pub(super) fn cite(&mut self) {
        let Some((pieces, text)) = self.out.take_run() else { return };
        let file = Arc::clone(&self.gathered.text);
        // A piece begins after a backslash, since the text does not have it.
        let is_escaped = |at: usize| {
            let piece = pieces.binary_search_by_key(&at, |piece| piece.range.start);
            let before = piece.ok().and_then(|piece| pieces[piece].span.start.checked_sub(1));
            before.and_then(|at| file.as_bytes().get(at as usize)) == Some(&b'\\')
        };
        let marks = citation::marks(&text, &self.gathered.sources, is_escaped);
        let mut marks = marks.into_iter().peekable();
        let mut from = 0;
        for Run { range, linkable, .. } in &pieces {
            from = from.max(range.start);
            while from < range.end {
                // A mark stands close to its word.
                let next = marks.peek().map(|mark| text[..mark.range.start].trim_end().len());
                let end = next.map_or(range.end, |next| next.clamp(from, range.end));
                if from < end {
                    self.out.prose(&text[from..end], place(&pieces, &(from..end)), *linkable);
                    self.link_addresses();
                    from = end;
                } else if let Some(mark) = marks.next() {
                    for Cited { range, name, locator } in &mark.cited {
                        let index = self.gathered.cite(name, locator, place(&pieces, range));
                        self.out.piece(Piece::Cite(index));
                    }
                    from = mark.range.end;
                }
            }
        }
    }

    /// Called where a run of text ends, on a page without sources: what would cite is told.
    pub(super) fn cites_nothing(&mut self) {
        if !self.gathered.options.parts {
            return;
        }
        let Some((text, span)) = self.out.last_prose().filter(|(text, _)| text.contains("[@"))
        else {
            return;
        };
        let start = span.start as usize;
        let file = Arc::clone(&self.gathered.text);
        let is_escaped = |at: usize| {
            let before = (start + at).checked_sub(1).and_then(|at| file.as_bytes().get(at));
            before == Some(&b'\\')
        };
        // Where the text differs from what is written, its brackets may be escaped.
        if file.get(span.range()) != Some(text) {
            return;
        }
        let marks = citation::marks(text, &self.gathered.sources, is_escaped);
        for Cited { range, name, locator: _ } in marks.into_iter().flat_map(|mark| mark.cited) {
            let span = Span::from(range).shifted(start);
            self.gathered.cites_nothing(&name, span);
        }
    }

    /// A heading begins: the questions of the sections that it ends stand before it. A heading within
    /// a list or a quotation ends no section of the page.
    pub(super) fn end_sections(&mut self, level: u8) {
        if !(self.ends.is_empty() && self.regions.is_empty() && self.around.is_empty()) {
            return;
        }
        while let Some(section) = self.asked.pop_if(|section| section.level >= level) {
            for question in section.questions {
                self.out.piece(Piece::Question(question));
            }
        }
    }

    /// The section of the heading `id` begins.
    pub(super) fn begin_section(&mut self, level: u8, id: &str) {
        if self.gathered.wanted_after.is_empty() || !self.around.is_empty() {
            return;
        }
        let wanted = self.gathered.wanted_after.remove(id);
        if let Some(questions) = wanted {
            self.asked.push(Asked { level, questions });
        }
    }
}

/// The bytes of the file of a part of a run of text.
fn place(pieces: &[Run], part: &Range<usize>) -> Span {
    let after = pieces.partition_point(|piece| piece.range.start <= part.start);
    let Some(Run { range, span, .. }) = after.checked_sub(1).map(|piece| &pieces[piece]) else {
        return Span::default();
    };
    let verbatim = range.len() == (span.end - span.start) as usize;
    if !verbatim || part.end > range.end {
        return *span;
    }
    Span::from(part.start - range.start..part.end - range.start).shifted(span.start as usize)
}
