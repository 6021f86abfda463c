//! Where the headings, the list items and the first paragraph of a body stand in its text.

use std::ops::Range;

/// The parts of a body, as bytes of its [`crate::parse::Fragment::text`].
#[derive(Debug, Default)]
pub(in crate::parse) struct Parts {
    /// The text of each heading of the outline; empty for one outside the body's flow (a footnote).
    pub(in crate::parse) headings: Vec<Range<u32>>,
    /// The items of the outermost lists, in order, each without the lists in it.
    pub(in crate::parse) items: Vec<Range<u32>>,
    /// See [`crate::parse::Document::lead`].
    pub(in crate::parse) lead: Option<Range<u32>>,
    /// Open lists.
    lists: u32,
    /// Where the item begins that is open now.
    open: Option<u32>,
}

impl Parts {
    /// A paragraph of the outermost flow ends, which `text` ends with; it began after byte `start`.
    pub(super) fn end_paragraph(&mut self, text: &str, start: usize) {
        let Some(paragraph) = text.get(start..).map(str::trim_start) else { return };
        // What leads on to a list or a picture says little alone.
        if self.lead.is_none() && !paragraph.trim_end().ends_with(':') {
            self.lead = Some((text.len() - paragraph.len()) as u32..text.len() as u32);
        }
    }

    /// A list begins; the text so far ends at `end`.
    pub(super) fn start_list(&mut self, end: usize) {
        self.lists += 1;
        self.end_item(end);
    }

    pub(super) fn end_list(&mut self) {
        self.lists = self.lists.saturating_sub(1);
    }

    /// An item begins; its text will begin at `start`.
    pub(super) fn start_item(&mut self, start: u32) {
        if self.lists == 1 {
            self.open = Some(start);
        }
    }

    /// The item that is open ends at `end`.
    pub(super) fn end_item(&mut self, end: usize) {
        if let Some(start) = self.open.take()
            && start < end as u32
        {
            self.items.push(start..end as u32);
        }
    }
}
