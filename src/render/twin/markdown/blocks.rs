//! Quotations, lists and footnotes.

use super::{Converter, LIST, PLAIN};
use crate::parse::html::Tag;

impl Converter<'_> {
    pub(super) fn quote(&mut self, name: &'static str) {
        self.block();
        self.out.open("> ".to_owned(), "> ");
        self.frames.push(name);
    }

    /// Ends the innermost open element called `name`, and what an author left open in it.
    pub(super) fn end_frame(&mut self, name: &str) {
        let Some(from) = self.frames.iter().rposition(|open| *open == name) else { return };
        for open in self.frames.split_off(from).into_iter().rev() {
            if open != PLAIN && open != LIST {
                self.out.close();
            }
        }
        self.space = false;
    }

    /// Ends an item of the innermost list that is still open, as HTML lets authors leave it.
    pub(super) fn end_item(&mut self) {
        let list = self.frames.iter().rposition(|open| *open == LIST).map_or(0, |at| at + 1);
        for item in ["li", "dt"] {
            if self.frames[list..].contains(&item) {
                self.end_frame(item);
            }
        }
    }

    pub(super) fn item(&mut self, marker: &str) {
        self.out.line();
        self.space = false;
        let indent = " ".repeat(marker.len().min(4));
        self.out.open(marker.to_owned(), &indent);
    }

    pub(super) fn open_list(&mut self, tag: &Tag, name: &str) {
        let start = self.attribute(tag, "start").and_then(|start| start.parse().ok()).unwrap_or(1);
        if self.lists.is_empty() || start != 1 {
            self.block();
        } else {
            self.out.line();
        }
        self.lists.push((name == "ol").then_some(start));
        self.frames.push(LIST);
    }

    pub(super) fn open_item(&mut self, tag: &Tag) {
        self.end_item();
        let note = if self.notes.is_some() { self.attribute(tag, "id") } else { None };
        match (note.as_deref().and_then(|id| id.strip_prefix("fn-")), self.lists.last_mut()) {
            (Some(note), _) => {
                self.block();
                self.item(&format!("[^{note}]: "));
            }
            (None, Some(Some(number))) => {
                let marker = format!("{number}. ");
                *number += 1;
                self.item(&marker);
            }
            (None, Some(None) | None) => self.item("- "),
        }
        self.frames.push("li");
    }
}
