//! Definition lists: drawn, and their terms kept as entries.

use std::ops::Range;

use super::writer::Writer;
use crate::{
    parse::{Entry, EntryOrigin, Fragment, fragment::escape, outline::slug},
    source::Span,
};

/// The definition lists of a body, as far as they are written.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    /// Open lists.
    depth: u32,
    /// The term that awaits its definition: its name, its id, its place.
    term: Option<(String, String, Span)>,
    /// The terms of the outermost lists, each with its first definition.
    pub(super) entries: Vec<Entry>,
}

const START: &str = "<dd>";
const END: &str = "</dd>\n";

impl Writer<'_> {
    pub(super) fn start_definition_list(&mut self) {
        self.definitions.depth += 1;
        self.open("<dl>\n", "</dl>\n");
    }

    pub(super) fn end_definition_list(&mut self) {
        self.definitions.depth = self.definitions.depth.saturating_sub(1);
        self.close();
    }

    pub(super) fn start_definition_title(&mut self) {
        self.begin_part();
        self.titles += 1;
    }

    pub(super) fn end_definition_title(&mut self, range: Range<usize>) {
        self.titles = self.titles.saturating_sub(1);
        let (part, references) = self.end_part();
        let id = self.ids.made(&slug(part.text_so_far()));
        let mut start = String::from("<dt id=\"");
        escape(&id, &mut start);
        start.push_str("\">");
        self.out.apart();
        self.out.html(&start);
        self.put(&part, references..self.gathered.references.len());
        self.out.html("</dt>\n");
        self.out.apart();
        if self.definitions.depth == 1 {
            let span = self.line_span(range);
            self.definitions.term = Some((part.text_so_far().to_owned(), id, span));
        }
    }

    pub(super) fn start_definition(&mut self) {
        // A part of its own: what it says is also wanted by itself, wherever the term is explained.
        self.begin_part();
        self.open(START, END);
    }

    pub(super) fn end_definition(&mut self) {
        self.close();
        let (part, references) = self.end_part();
        if self.definitions.depth == 1
            && let Some((name, id, span)) = self.definitions.term.take()
        {
            let definition: Fragment = part.copy_inside(START, END);
            let entry = Entry::new(&name, id, definition, span, EntryOrigin::DefinitionList);
            self.definitions.entries.push(entry);
        }
        self.out.apart();
        self.fresh_line();
        self.put(&part, references..self.gathered.references.len());
        self.out.apart();
    }
}
