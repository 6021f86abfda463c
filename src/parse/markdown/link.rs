//! Links and images, Markdown's and the wiki's.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType};

use super::{prepare::PIPE, writer::Writer};
use crate::{
    diagnostic::{Code, Diagnostic},
    parse::{Form, ImageSize, Piece, Reference, Target, html::decoded},
};

/// The text of an image or wiki link, gathered without markup.
#[derive(Debug)]
pub(super) struct Plain {
    text: String,
    depth: u32,
    range: Range<usize>,
    what: What,
}

#[derive(Debug)]
enum What {
    Image { address: String, title: String },
    Wiki { dest: String, piped: bool },
    WikiImage { dest: String, piped: bool },
}

impl Writer<'_> {
    pub(super) fn start_link(
        &mut self,
        kind: LinkType,
        dest: &str,
        title: &str,
        range: Range<usize>,
    ) {
        if let LinkType::WikiLink { has_pothole } = kind {
            let what = What::Wiki { dest: dest.to_owned(), piped: has_pothole };
            self.plain = Some(Plain { text: String::new(), depth: 1, range, what });
            return;
        }
        let address = self.prepared.unmasked(dest).into_owned();
        let address = match kind {
            LinkType::Email => format!("mailto:{address}"),
            _ => address,
        };
        let form = Form::Link { title: self.prepared.unmasked(title).into_owned() };
        let start = self.out.text_len();
        let index = self.reference(Target::Address(address), form, range, start..start);
        self.links.push(Some(index));
        self.out.piece(Piece::Slot(index));
    }

    pub(super) fn end_link(&mut self) {
        let Some(Some(index)) = self.links.pop() else { return };
        let end = self.out.text_so_far().len() as u32;
        if let Some(reference) = self.gathered.references.get_mut(index as usize) {
            // A link without text began where none followed.
            reference.text = reference.text.start.min(end)..end;
        }
        self.out.piece(Piece::Close(index));
    }

    pub(super) fn start_image(
        &mut self,
        kind: LinkType,
        dest: &str,
        title: &str,
        range: Range<usize>,
    ) {
        let what = match kind {
            LinkType::WikiLink { has_pothole } => {
                What::WikiImage { dest: dest.to_owned(), piped: has_pothole }
            }
            _ => What::Image {
                address: self.prepared.unmasked(dest).into_owned(),
                title: self.prepared.unmasked(title).into_owned(),
            },
        };
        self.plain = Some(Plain { text: String::new(), depth: 1, range, what });
    }

    /// An event inside of an image or wiki link.
    pub(super) fn plain_event(&mut self, event: &Event<'_>, _range: Range<usize>) {
        let Some(plain) = &mut self.plain else { return };
        match event {
            Event::Start(_) => plain.depth += 1,
            Event::End(_) => plain.depth -= 1,
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => plain.text.push_str(text),
            Event::SoftBreak | Event::HardBreak => plain.text.push(' '),
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
        if plain.depth == 0
            && let Some(plain) = self.plain.take()
        {
            self.end_plain(plain);
        }
    }

    fn end_plain(&mut self, plain: Plain) {
        let Plain { text, depth: _, range, what } = plain;
        let typed = || self.prepared.unmasked(&self.prepared.text[range.clone()]).into_owned();
        let (target, form, shown) = match what {
            What::Image { address, title } => {
                let text = self.prepared.unmasked(&text);
                let (alt, size) = ImageSize::taken_off(&text);
                let alt = alt.to_owned();
                if alt.trim().is_empty() {
                    self.no_alternative(range.clone());
                }
                self.pictures.add(&alt);
                (Target::Address(address), Form::Image { alt: alt.clone(), title, size }, alt)
            }
            What::WikiImage { dest, piped: has_label } => {
                let (name, mut label) = piped(&dest);
                if has_label {
                    label = Some(&text);
                }
                let label = label.map(|label| self.prepared.unmasked(label).into_owned());
                let label = label.unwrap_or_default();
                let (alt, size) = match ImageSize::read(&label) {
                    Some(size) => ("", Some(size)),
                    None => ImageSize::taken_off(&label),
                };
                let alt = Some(alt.trim().to_owned()).filter(|alt| !alt.is_empty());
                self.pictures.add("");
                (wiki(name), Form::WikiImage { alt, size, typed: typed() }, String::new())
            }
            What::Wiki { dest, piped: has_label } => {
                let (name, mut label) = piped(&dest);
                if has_label {
                    label = Some(&text);
                }
                let label = label.map(str::trim).filter(|label| !label.is_empty());
                let label = label.map(|label| self.prepared.unmasked(label).into_owned());
                let shown = label.clone().unwrap_or_else(|| name.to_owned());
                (wiki(name), Form::Wiki { label, typed: typed() }, shown)
            }
        };
        let text = self.out.text(&shown);
        let index = self.reference(target, form, range, text);
        self.out.piece(Piece::Slot(index));
    }

    /// Notes a reference and gives its index.
    pub(super) fn reference(
        &mut self,
        target: Target,
        form: Form,
        range: Range<usize>,
        text: Range<u32>,
    ) -> u32 {
        let span = self.span(range);
        self.gathered.references.push(Reference { target, span, form, text });
        self.gathered.references.len() as u32 - 1
    }

    fn no_alternative(&mut self, range: Range<usize>) {
        let span = self.span(range);
        let diagnostic = Diagnostic::new(
            Code::ImageAlt,
            &self.gathered.file,
            span,
            "the image has no alternative text",
        );
        self.gathered
            .diagnostics
            .push(diagnostic.help("say between the brackets what the image shows".to_owned()));
    }
}

/// `name|label` where the `|` was hidden from a table.
fn piped(dest: &str) -> (&str, Option<&str>) {
    match dest.split_once(char::from(PIPE)) {
        Some((name, label)) => (name.trim_end_matches('\\').trim(), Some(label)),
        None => (dest.trim_end_matches('\\').trim(), None),
    }
}

fn wiki(name: &str) -> Target {
    let name = decoded(name);
    match name.split_once('#') {
        Some((name, fragment)) => Target::Wiki {
            name: name.trim().to_owned(),
            fragment: Some(fragment.trim().to_owned()).filter(|fragment| !fragment.is_empty()),
        },
        None => Target::Wiki { name: name.trim().to_owned(), fragment: None },
    }
}
