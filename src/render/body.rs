//! Putting the answers in: a fragment and what its references lead to become HTML.

mod figures;
mod image;

use std::ops::Range;

use super::{edges::concept_link, print::Folio, twin};
use crate::{
    link::{Answer, LinkedBook, Mention},
    model::{ConceptId, Page, PageId, UrlPath},
    parse::{Citation, Document, Form, Fragment, Piece, Reference, Target, escape},
};

/// How the page that is being made writes an address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Addressing<'a> {
    /// The page's own address.
    pub(crate) from: &'a UrlPath,
    /// From where addresses start.
    pub(crate) base: Base<'a>,
    /// Writes `…/index.html`, so that the folder opens from disk.
    pub(crate) portable: bool,
}

/// From where addresses start.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Base<'a> {
    /// From the page: the same bytes work under any path.
    Page,
    /// From the server's root, below this path: for the 404 page, which is served at any depth.
    Server(&'a str),
    /// From this absolute address, if the site has one, else from the page: for its Markdown twin, whose
    /// links lead to twins.
    Twin(Option<&'a str>),
    /// From the page, for a document of many pages: what is in it is a place in it.
    Document(&'a Folio<'a>),
}

impl Addressing<'_> {
    /// The address `to` as this page writes it, percent-encoded, not yet escaped.
    pub(crate) fn url(&self, to: &UrlPath) -> String {
        let mut url = match self.base {
            Base::Page => to.relative_to(self.from),
            Base::Server(base) => to.below(base),
            Base::Twin(base) => {
                let twin = if to.as_str().ends_with('/') { &twin::url(to) } else { to };
                return base
                    .map_or_else(|| twin.relative_to(self.from), |it| twin.absolute(it, None));
            }
            Base::Document(folio) if folio.has(to) => return Addressing::here(to.as_str()),
            Base::Document(folio) => to.relative_to(folio.at),
        };
        if self.portable && url.ends_with('/') {
            url.push_str("index.html");
        }
        url
    }

    /// Whether pictures are drawn: Markdown has no place for them.
    pub(crate) fn draws(&self) -> bool {
        !matches!(self.base, Base::Twin(_))
    }

    /// What stands before the path of any file of the site.
    pub(crate) fn root(&self) -> String {
        match self.base {
            Base::Page | Base::Twin(_) => UrlPath::home().relative_to(self.from),
            Base::Document(folio) => UrlPath::home().relative_to(folio.at),
            Base::Server(base) => UrlPath::home().below(base),
        }
    }

    /// A page's address with a place on it; on the page itself the place alone.
    pub(crate) fn place(&self, to: &UrlPath, fragment: Option<&str>) -> String {
        let Some(fragment) = fragment else { return self.url(to) };
        if let Base::Document(folio) = self.base
            && folio.has(to)
        {
            // The top of a page is where it begins.
            let place = if fragment == "top" { to.to_string() } else { Folio::id(to, fragment) };
            return Addressing::here(&place);
        }
        let url = if to == self.from { String::new() } else { self.url(to) };
        url + &Addressing::here(fragment)
    }

    /// A place on the page itself.
    fn here(fragment: &str) -> String {
        let mut url = String::from("#");
        crate::model::url::encode(fragment, &mut url);
        url
    }
}

/// What a fragment of `page` is made with.
#[derive(Clone, Copy)]
pub(crate) struct Body<'a> {
    pub(crate) linked: &'a LinkedBook,
    /// The page that it is written on.
    pub(crate) page: PageId,
    pub(crate) document: &'a Document,
    pub(crate) answers: &'a [Answer],
    pub(crate) addressing: Addressing<'a>,
}

/// A part of a body: what only a template draws follows it.
pub(crate) struct Part {
    pub(crate) html: String,
    /// The questions that follow it.
    pub(crate) questions: Vec<u32>,
    /// The directive that follows it.
    pub(crate) directive: Option<u32>,
}

/// Whether the marks of citations are drawn: only on the page that lists their sources, and once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    Drawn,
    LeftOut,
}

impl<'a> Body<'a> {
    /// For what is written on page `id`; `None` if nothing is.
    pub(crate) fn of(
        linked: &'a LinkedBook,
        id: PageId,
        addressing: Addressing<'a>,
    ) -> Option<Body<'a>> {
        let document = linked.book.page(id).document()?;
        Some(Body { linked, page: id, document, answers: linked.answers_of(id), addressing })
    }
}

impl Body<'_> {
    /// The fragment's HTML, without the marks of citations.
    pub(crate) fn html(&self, fragment: &Fragment) -> String {
        self.html_with(fragment, &[], Marks::LeftOut)
    }

    /// The fragment's HTML with the marks of its citations, for its own page. Each fragment that is
    /// drawn so, or by [`Body::text`], has its place in the page's reading order
    /// (`parse/reading_order.rs`).
    pub(crate) fn marked(&self, fragment: &Fragment) -> String {
        self.html_with(fragment, &[], Marks::Drawn)
    }

    /// The HTML of one of the longer texts of front matter, on its own page: what it mentions is a
    /// link, and what it cites has its mark. `about` is the concept that it explains, if that is not
    /// what the page is about.
    pub(crate) fn text(&self, text: &Fragment, about: Option<ConceptId>) -> String {
        let mentions = self.linked.mentions_in(self.page, text, about);
        self.html_with(text, &mentions, Marks::Drawn)
    }

    /// The body of the page, cut where questions or directives stand in it.
    pub(crate) fn content(&self) -> Vec<Part> {
        let mentions = self.linked.mentions_of(self.page);
        self.parts(&self.document.body, mentions, Marks::Drawn)
    }

    /// One of the longer texts of front matter that hold blocks, cut where directives stand in it.
    pub(crate) fn blocks(&self, text: &Fragment) -> Vec<Part> {
        self.parts(text, &self.linked.mentions_in(self.page, text, None), Marks::Drawn)
    }

    fn html_with(&self, fragment: &Fragment, mentions: &[Mention], marks: Marks) -> String {
        self.parts(fragment, mentions, marks).into_iter().map(|part| part.html).collect()
    }

    /// The fragment in parts, in which `mentions` are links; they are in order.
    fn parts(&self, fragment: &Fragment, mentions: &[Mention], marks: Marks) -> Vec<Part> {
        let mut html = String::with_capacity(fragment.html.len() + fragment.text.len());
        let mut parts = Vec::new();
        let mut questions = Vec::new();
        let mut part = |html: &mut String, questions: &mut Vec<u32>, directive| {
            let (html, questions) = (std::mem::take(html), std::mem::take(questions));
            parts.push(Part { html, questions, directive });
        };
        let mut mentions = Mentions { rest: mentions, open: None };
        let mut before = None;
        for (index, piece) in fragment.pieces.iter().enumerate() {
            if !questions.is_empty() && !matches!(piece, Piece::Question(_)) {
                part(&mut html, &mut questions, None);
            }
            match piece {
                Piece::Html(range) => {
                    html.push_str(&fragment.html[range.start as usize..range.end as usize]);
                }
                Piece::Prose { text, .. } => {
                    self.prose(fragment, text.clone(), &mut mentions, &mut html);
                }
                Piece::Section(_) => {}
                Piece::Question(question) => questions.push(*question),
                Piece::Directive(index) => part(&mut html, &mut questions, Some(*index)),
                Piece::Slot(index) => self.slot(*index, &mut html),
                Piece::Close(_) => html.push_str("</a>"),
                Piece::Cite(citation) if marks == Marks::Drawn => {
                    let goes_on = |piece: Option<&Piece>| matches!(piece, Some(Piece::Cite(_)));
                    html.push_str(if goes_on(before) { ", " } else { "<sup class=\"cite\">[" });
                    self.mark(*citation, &mut html);
                    if !goes_on(fragment.pieces.get(index + 1)) {
                        html.push_str("]</sup>");
                    }
                }
                Piece::Cite(_) => {}
            }
            before = Some(piece);
        }
        part(&mut html, &mut questions, None);
        parts
    }

    /// Writes prose, and the mentions in it. One may begin in a piece and end in the next.
    fn prose(
        &self,
        fragment: &Fragment,
        prose: Range<u32>,
        mentions: &mut Mentions<'_>,
        html: &mut String,
    ) {
        let text = |from: u32, to: u32| &fragment.text[from as usize..to as usize];
        let mut from = prose.start;
        while from < prose.end {
            if let Some(end) = mentions.open {
                let to = end.min(prose.end);
                figures::escape_prose(text(from, to), html);
                if to == end {
                    html.push_str("</a>");
                    mentions.open = None;
                }
                from = to;
                continue;
            }
            match mentions.rest.split_first() {
                Some((Mention { concept, text: place }, rest)) if place.start < prose.end => {
                    figures::escape_prose(text(from, place.start), html);
                    html.push_str("<a class=\"term\"");
                    let (_, url) = concept_link(self.linked, *concept, &self.addressing);
                    attribute("href", Some(&url), html);
                    html.push('>');
                    *mentions = Mentions { rest, open: Some(place.end) };
                    from = place.start;
                }
                Some(_) | None => {
                    figures::escape_prose(text(from, prose.end), html);
                    from = prose.end;
                }
            }
        }
    }

    /// The mark of a citation: the number of its source, which leads to it.
    fn mark(&self, citation: u32, html: &mut String) {
        let Some(parts) = &self.document.parts else { return };
        let Citation { name, locator, source } = &parts.citations[citation as usize];
        match source {
            Some(source) => {
                let number = parts.numbers[*source as usize];
                let listed = &parts.listed[number as usize - 1];
                html.push_str("<a");
                attribute("href", Some(&Addressing::here(&listed.id)), html);
                let id = parts.marks[citation as usize].as_str();
                attribute("id", Some(id).filter(|id| !id.is_empty()), html);
                attribute("role", Some("doc-biblioref"), html);
                attribute("aria-label", Some(&format!("Source {number}")), html);
                html.push('>');
                html.push_str(&number.to_string());
                html.push_str("</a>");
            }
            None => {
                html.push_str("<span class=\"broken\">");
                escape(name, html);
                html.push_str("</span>");
            }
        }
        if !locator.is_empty() {
            html.push_str(", ");
            escape(locator, html);
        }
    }

    fn slot(&self, index: u32, html: &mut String) {
        let reference = &self.document.references[index as usize];
        let url = self.url(reference, &self.answers[index as usize]);
        match &reference.form {
            Form::Link { title } => {
                open_link(url.as_deref(), html);
                attribute("title", Some(title.as_str()).filter(|title| !title.is_empty()), html);
                html.push('>');
            }
            Form::Image { alt, title, size } => {
                let size = self.image_size(index, *size);
                image::draw(url.as_deref(), alt, title, size, html);
            }
            Form::Wiki { label, typed } => self.wiki(index, label.as_deref(), typed, html),
            Form::WikiImage { alt, size, typed } => {
                self.wiki_image(index, alt.as_deref(), *size, typed, html);
            }
            Form::Attribute { name, class, unsaid, .. } => match url {
                Some(url) => {
                    attribute(name, Some(&url), html);
                    attribute("class", class.as_deref(), html);
                    let (width, height) = self
                        .natural_size(index)
                        .map_or((None, None), |natural| unsaid.said(natural));
                    image::sized(width, height, html);
                }
                None => {
                    let class = format!("{} broken", class.as_deref().unwrap_or_default());
                    attribute("class", Some(class.trim_start()), html);
                }
            },
            // Its descriptor follows, so something must stand here: an address that shows nothing.
            Form::Candidate => escape(url.as_deref().unwrap_or("about:invalid"), html),
            Form::Field(_) => {}
        }
    }

    /// The address that a reference leads to; `None` when it leads nowhere.
    pub(crate) fn url(&self, reference: &Reference, answer: &Answer) -> Option<String> {
        let book = &self.linked.book;
        match answer {
            Answer::Page(page, fragment) => {
                Some(self.addressing.place(&book.page(*page).url, fragment.as_deref()))
            }
            Answer::File(file, suffix) => {
                Some(self.addressing.url(&book.files[*file as usize].url) + suffix)
            }
            Answer::Static(file, suffix) => {
                let url = UrlPath::file(&book.statics[*file as usize].path);
                Some(self.addressing.url(&url) + suffix)
            }
            Answer::External => match &reference.target {
                Target::Address(address) => Some(address.clone()),
                Target::Wiki { .. } | Target::Concept { .. } | Target::Prose(_) => None,
            },
            Answer::Wanted | Answer::Broken | Answer::Unsafe | Answer::AsTyped => None,
        }
    }

    fn wiki(&self, index: u32, label: Option<&str>, typed: &str, html: &mut String) {
        let reference = &self.document.references[index as usize];
        let answer = &self.answers[index as usize];
        let shown = label.unwrap_or(match &reference.target {
            Target::Wiki { name, fragment } if name.is_empty() => {
                fragment.as_deref().unwrap_or_default()
            }
            target => target.written(),
        });
        match answer {
            Answer::AsTyped => escape(typed, html),
            Answer::Wanted => {
                html.push_str("<span class=\"wanted\">");
                escape(shown, html);
                html.push_str("</span>");
            }
            Answer::Page(..)
            | Answer::File(..)
            | Answer::Static(..)
            | Answer::External
            | Answer::Broken
            | Answer::Unsafe => {
                open_link(self.url(reference, answer).as_deref(), html);
                html.push('>');
                escape(shown, html);
                html.push_str("</a>");
            }
        }
    }
}

/// The mentions that are not written yet, and where the one ends that is written now.
struct Mentions<'a> {
    rest: &'a [Mention],
    open: Option<u32>,
}

/// The markup of a page's title, for its `<h1>`.
pub(crate) fn title(page: &Page, body: Option<&Body<'_>>) -> String {
    let (markup, _) = page.title_markup();
    match (markup, body) {
        (Some(markup), Some(body)) => body.html(markup),
        (_, _) => escaped(&page.title),
    }
}

/// `<a href="…"`, or `<a class="broken"` for what leads nowhere; not closed.
fn open_link(url: Option<&str>, html: &mut String) {
    html.push_str("<a");
    match url {
        Some(url) => attribute("href", Some(url), html),
        None => html.push_str(" class=\"broken\""),
    }
}

fn attribute(name: &str, value: Option<&str>, html: &mut String) {
    if let Some(value) = value {
        html.push(' ');
        html.push_str(name);
        html.push_str("=\"");
        escape(value, html);
        html.push('"');
    }
}

/// Text as HTML that shows it: see [`escape`].
pub(crate) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape(text, &mut html);
    html
}
