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
    /// A term is written now: a line of its own is another name of it.
    in_title: bool,
    /// The term that awaits its definition.
    term: Option<Term>,
    /// The terms of the outermost lists, each with its first definition.
    pub(super) entries: Vec<Entry>,
}

/// A term of a list: each line of it is a name, as in PHP Markdown Extra.
#[derive(Debug)]
struct Term {
    names: Vec<String>,
    id: String,
    span: Span,
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
        self.definitions.in_title = true;
    }

    /// Whether a line that ends here ends a name.
    pub(super) fn ends_name(&self) -> bool {
        self.definitions.in_title && self.inlines == 0 && self.links.is_empty()
    }

    /// Begins the next name of the same definition.
    pub(super) fn next_name(&mut self) {
        self.end_text();
        self.out.html("</dt>\n<dt>");
        self.out.text("\n");
    }

    pub(super) fn end_definition_title(&mut self, range: Range<usize>) {
        self.titles = self.titles.saturating_sub(1);
        self.definitions.in_title = false;
        let (part, references) = self.end_part();
        let names: Vec<String> = part.text_so_far().lines().map(str::to_owned).collect();
        let id = self.ids.made(&slug(names.first().map_or("", String::as_str)));
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
            self.definitions.term = Some(Term { names, id, span });
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
            && let Some(Term { names, id, span }) = self.definitions.term.take()
        {
            let definition: Fragment = part.copy_inside(START, END);
            let names = names.iter().map(String::as_str);
            let entry = Entry::new(names, id, definition, span, EntryOrigin::DefinitionList);
            self.definitions.entries.push(entry);
        }
        self.out.apart();
        self.fresh_line();
        self.put(&part, references..self.gathered.references.len());
        self.out.apart();
    }
}
