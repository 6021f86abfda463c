//! Paragraphs, headings, tasks.

use std::ops::Range;

use pulldown_cmark::{CowStr, HeadingLevel};

use super::writer::Writer;
use crate::parse::{
    Form, Heading, Piece, Reference,
    fragment::{Builder, escape},
    outline::slug,
};

impl Writer<'_> {
    pub(super) fn paragraph(&mut self, start: usize) {
        if self.alert.as_ref().is_some_and(|alert| alert.text == start) {
            return self.start_alert_title();
        }
        self.paragraph = self.began();
        self.open("<p>", "</p>\n");
    }

    pub(super) fn end_paragraph(&mut self) {
        if self.alert.is_some() {
            self.end_alert_title(false);
        } else if let Some(caption) = self.caption() {
            self.ends.pop();
            self.out.replace_before_last("<p>", "<figure>");
            self.out.html("\n<figcaption>");
            self.out.apart();
            self.out.text(&caption);
            self.out.escaped(&caption);
            self.out.html("</figcaption>\n</figure>\n");
            self.out.apart();
        } else {
            let began = self.paragraph;
            // Badges and a logo stand above a title.
            let has_words = !self.has_no_words_since(began, self.out.text_so_far());
            self.begun = began.begun || has_words;
            if has_words && self.is_outermost() {
                self.parts.end_paragraph(self.out.text_so_far(), began.text);
            }
            self.close();
        }
    }

    /// The title of an image that is all of the paragraph: it becomes its caption.
    fn caption(&mut self) -> Option<String> {
        let index = self.out.slot_after("<p>")?;
        match &mut self.gathered.references.get_mut(index as usize)?.form {
            Form::Image { title, .. } if !title.is_empty() => Some(std::mem::take(title)),
            _ => None,
        }
    }

    pub(super) fn start_heading(
        &mut self,
        _level: HeadingLevel,
        id: Option<CowStr<'_>>,
        classes: Vec<CowStr<'_>>,
    ) {
        let classes = classes.into_iter().map(CowStr::into_string).collect();
        self.heading_mark = (id.map(CowStr::into_string), classes);
        self.begin_part();
        self.paragraph = self.began();
        self.titles += 1;
    }

    pub(super) fn end_heading(&mut self, level: HeadingLevel, range: Range<usize>) {
        self.titles = self.titles.saturating_sub(1);
        let (part, references) = self.end_part();
        let references = references..self.gathered.references.len();
        let (written, classes) = std::mem::take(&mut self.heading_mark);
        let id = self.id(written, part.text_so_far());
        let is_picture = self.has_picture_since(self.paragraph)
            && self.has_no_words_since(self.paragraph, part.text_so_far());
        let is_title = level == HeadingLevel::H1 && !self.begun && !is_picture;
        let heading = Heading {
            level: if is_title { 1 } else { (level as u8).max(2) },
            id,
            text: part.text_so_far().trim().replace('\n', " "),
            content: part.copy(),
            span: self.line_span(range),
        };
        if is_title {
            self.begun = true;
            return self.title(heading, references);
        }
        self.begun |= !is_picture;
        self.draw_heading(heading, &classes, &part, references);
    }

    /// The page's own heading is drawn by its template; what it refers to has no text in the body.
    pub(super) fn title(&mut self, heading: Heading, references: Range<usize>) {
        let references = self.gathered.references.get_mut(references).unwrap_or_default();
        references.iter_mut().for_each(without_text);
        self.heading = Some(heading);
    }

    fn draw_heading(
        &mut self,
        heading: Heading,
        classes: &[String],
        part: &Builder,
        references: Range<usize>,
    ) {
        let level = heading.level;
        self.fresh_line();
        self.out.apart();
        let id = heading.id.clone();
        let mut end = heading_end(&heading);
        self.section(heading);
        if self.begin_tab(level, &id) {
            // A summary is pressed: no link stands in it.
            end = format!("</h{level}></summary>\n");
        }
        let mut start = format!("<h{level} id=\"");
        escape(&id, &mut start);
        start.push('"');
        if !classes.is_empty() {
            start.push_str(" class=\"");
            escape(&classes.join(" "), &mut start);
            start.push('"');
        }
        start.push('>');
        self.out.html(&start);
        self.put(part, references);
        self.out.html(&end);
        self.out.apart();
    }

    /// A heading's piece: its text comes next.
    pub(super) fn section(&mut self, heading: Heading) {
        self.end_sections(heading.level);
        self.begin_section(heading.level, &heading.id);
        let start = self.out.text_len();
        let text = start..start + heading.content.text.len() as u32;
        self.parts.headings.push(if self.in_flow() { text } else { 0..0 });
        self.out.piece(Piece::Section(self.outline.len() as u32));
        self.outline.push(heading);
    }

    /// The id that the author wrote, or one made of the text.
    fn id(&mut self, written: Option<String>, text: &str) -> String {
        match written {
            Some(id) if !id.is_empty() && self.ids.written(&id) => id,
            Some(id) if !id.is_empty() => self.ids.made(&id),
            Some(_) | None => self.ids.made(&slug(text)),
        }
    }

    /// A line, without the line break after it.
    pub(super) fn line_span(&self, range: Range<usize>) -> crate::source::Span {
        let text = &self.prepared.text[range.clone()];
        self.span(range.start..range.start + text.trim_end().len())
    }

    pub(super) fn task(&mut self, done: bool) {
        self.out.insert(self.item, " class=\"task\"");
        self.out.html(if done {
            "<input type=\"checkbox\" disabled checked aria-label=\"done\"> "
        } else {
            "<input type=\"checkbox\" disabled aria-label=\"to do\"> "
        });
    }
}

/// The end of a heading, with a link to it.
fn heading_end(heading: &Heading) -> String {
    let mut end = String::from("<a class=\"anchor\" href=\"#");
    escape(&heading.id, &mut end);
    end.push_str("\" aria-label=\"Link to ");
    escape(&heading.text, &mut end);
    end.push_str("\">#</a></h");
    end.push_str(&heading.level.to_string());
    end.push_str(">\n");
    end
}

/// A reference whose own text is not in the body.
pub(super) fn without_text(reference: &mut Reference) {
    reference.text = 0..0;
}
