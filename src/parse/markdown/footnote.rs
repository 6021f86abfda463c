//! Footnotes: marks in the text, notes at its end.

use std::mem;

use rapidhash::RapidHashMap;

use super::{block::without_text, writer::Writer};
use crate::parse::{
    fragment::{Builder, escape},
    outline::slug,
};

/// The footnotes of a page.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// Those referred to, in the order of their first mark: that gives their numbers.
    marked: Vec<Mark>,
    /// Their indexes by label.
    by_label: RapidHashMap<String, usize>,
    /// The notes by label, with the references each made.
    notes: RapidHashMap<String, (Builder, std::ops::Range<usize>)>,
    /// The labels of the notes being written.
    open: Vec<String>,
}

#[derive(Debug)]
struct Mark {
    label: String,
    id: String,
    /// The id of each of its marks.
    marks: Vec<String>,
}

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let label = folded(label);
        let index = match self.footnotes.by_label.get(&label) {
            Some(&index) => index,
            None => self.first_mark(label),
        };
        let count = self.footnotes.marked[index].marks.len();
        let base = format!("fnref-{}", slug(&self.footnotes.marked[index].label));
        let wanted = if count == 0 { base } else { format!("{base}-{}", count + 1) };
        let id = self.ids.made(&wanted);
        let mark = &mut self.footnotes.marked[index];
        let mut html = String::from("<sup class=\"footnote-ref\"><a href=\"#");
        escape(&mark.id, &mut html);
        html.push_str("\" id=\"");
        escape(&id, &mut html);
        html.push_str("\" role=\"doc-noteref\">");
        html.push_str(&(index + 1).to_string());
        html.push_str("</a></sup>");
        mark.marks.push(id);
        self.out.body_only(&html);
    }

    fn first_mark(&mut self, label: String) -> usize {
        let index = self.footnotes.marked.len();
        let id = self.ids.made(&format!("fn-{}", slug(&label)));
        self.footnotes.by_label.insert(label.clone(), index);
        self.footnotes.marked.push(Mark { label, id, marks: Vec::new() });
        index
    }

    pub(super) fn start_footnote(&mut self, label: &str) {
        self.deeper();
        self.begin_part();
        self.footnotes.open.push(folded(label));
    }

    pub(super) fn end_footnote(&mut self) {
        self.higher();
        let (part, references) = self.end_part();
        let references = references..self.gathered.references.len();
        let Some(label) = self.footnotes.open.pop() else { return };
        self.footnotes.notes.entry(label).or_insert((part, references));
    }

    /// The notes that something refers to.
    pub(super) fn write_footnotes(&mut self) {
        let marked = mem::take(&mut self.footnotes.marked);
        let mut notes = mem::take(&mut self.footnotes.notes);
        if !marked.is_empty() {
            self.fresh_line();
            self.out.html(
                "<div class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n",
            );
            for mark in &marked {
                let note = notes.remove(&mark.label);
                self.write_footnote(mark, note);
            }
            self.out.html("</ol>\n</div>\n");
        }
        for (_, references) in notes.into_values() {
            let references = self.gathered.references.get_mut(references).unwrap_or_default();
            references.iter_mut().for_each(without_text);
        }
    }

    fn write_footnote(&mut self, mark: &Mark, note: Option<(Builder, std::ops::Range<usize>)>) {
        let mut start = String::from("<li id=\"");
        escape(&mark.id, &mut start);
        start.push_str("\">\n");
        self.out.html(&start);
        self.out.apart();
        if let Some((part, references)) = note {
            self.put(&part, references);
        }
        let in_paragraph = self.out.strip_end("</p>\n");
        for (number, id) in mark.marks.iter().enumerate() {
            let mut back = String::from(" <a href=\"#");
            escape(id, &mut back);
            back.push_str(
                "\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"Back to text",
            );
            if number > 0 {
                back.push(' ');
                back.push_str(&(number + 1).to_string());
            }
            back.push_str("\">↩</a>");
            self.out.html(&back);
        }
        self.out.html(if in_paragraph { "</p>\n</li>\n" } else { "\n</li>\n" });
        self.out.apart();
    }
}

/// Labels are one if they differ in case or spaces only.
fn folded(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
