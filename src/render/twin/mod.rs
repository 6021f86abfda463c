//! The Markdown twin of a page: what it says, without what stands around it, for those who read no HTML.
//!
//! It is put together from the same views as the page, as a short HTML document that is then written as
//! Markdown: so mentions are links in it, directives tables, and what front matter tells is told. Its
//! links lead to other twins.

mod concept;
mod lists;
mod markdown;
mod role;

use std::fmt::Write as _;

use super::{
    Site,
    body::{self, Addressing, Base, Body, escaped},
    compare, concept as concepts, edges,
    machines::{self, canonical, changed},
    parts::{self, PartsOf},
    role as roles,
    view::{ContentPartView, LinkView, NameView, QuestionView},
};
use crate::{
    compare::Compared,
    discover::History,
    link::LinkedBook,
    model::{PageId, UrlPath},
    parse::front_matter::Status,
};

pub(super) use markdown::destination;

/// Plain text as Markdown that shows it.
pub(super) fn text(text: &str) -> String {
    markdown::markdown(&escaped(text))
}

/// Where the twin of the page at `url` stands: beside it.
pub(super) fn url(url: &UrlPath) -> UrlPath {
    let text = url.as_str();
    let stem = text.strip_suffix(".html").or_else(|| text.strip_suffix(".htm"));
    let twin = match stem {
        Some(stem) => format!("{stem}.md"),
        None if text.ends_with('/') => format!("{text}index.md"),
        None => format!("{text}.md"),
    };
    UrlPath::file(&twin[1..])
}

impl Site {
    /// The Markdown twin of a page.
    pub(super) fn twin(&self, id: PageId) -> String {
        let Site { linked, compared, history, .. } = self;
        // The twin stands in the folder of its page, so that both write addresses alike.
        let from = &linked.book.page(id).url;
        of(linked, compared, history, id, &self.to_twins(from))
    }

    /// What `llms.txt` says.
    pub(super) fn llms(&self) -> String {
        let from = UrlPath::file(machines::LLMS);
        machines::llms(&self.linked, &self.to_twins(&from))
    }

    /// How a file at `from` writes addresses of twins.
    fn to_twins<'a>(&'a self, from: &'a UrlPath) -> Addressing<'a> {
        let base = self.linked.book.config.base_url.as_ref().map(::url::Url::as_str);
        Addressing { from, base: Base::Twin(base), portable: false }
    }
}

/// The twin of page `id`, whose addresses are written with `addressing`.
fn of(
    linked: &LinkedBook,
    compared: &Compared,
    history: &History,
    id: PageId,
    addressing: &Addressing<'_>,
) -> String {
    let book = &linked.book;
    let page = book.page(id);
    let body = Body::of(linked, id, *addressing);
    let front = body.map(|body| &body.document.front);
    let parts = body.and_then(|body| PartsOf::of(body, compared));
    let concept = concepts::concept_view(linked, id, addressing);
    let text = body.map_or(0, |body| body.document.body.html.len() + body.document.body.text.len());
    // Room for the body, its links, and some front matter.
    let mut html = Html(String::with_capacity(2 * text + 1024));

    let _ = write!(html.0, "<h1>{}</h1>", body::title(page, body.as_ref()));
    if let Some(concept) = &concept {
        concept::names(concept, &mut html);
    }
    if let Some(summary) = front.and_then(|front| front.summary.as_ref()) {
        html.paragraph(&escaped(&summary.value));
    }
    status(linked, id, addressing, &mut html);
    if let Some(concept) = &concept {
        concept::meaning(concept, &mut html);
    }
    if let Some(takeaways) = parts.and_then(|parts| parts.takeaways()) {
        html.heading(2, &takeaways.title_html);
        html.paragraph(&takeaways.intro_html);
        let items = takeaways.items.iter();
        html.list(items.map(|item| led(&item.pillar_html, &item.text_html)));
    }
    let role = roles::role_view(linked, compared, id, addressing);
    if let Some(role) = &role {
        role::before(role, &mut html);
    }
    if let Some(comparison) = compare::view(linked, compared, id, addressing) {
        lists::comparison(&comparison, &mut html);
    }
    for piece in body.map_or_else(Vec::new, |body| body.content()) {
        content_part(&parts::content_part(piece, parts, compared, body.as_ref()), &mut html);
    }
    if let Some(plan) = parts.and_then(|parts| parts.action_plan()) {
        html.heading(2, &plan.title_html);
        html.raw("<ol>");
        for step in &plan.steps {
            let mut text = led(&step.name_html, &step.text_html);
            if !step.target.is_empty() {
                let _ = write!(text, " ({})", escaped(&step.target));
            }
            html.item(&text);
        }
        html.raw("</ol>");
    }
    if let Some(faq) = parts.and_then(|parts| parts.faq()) {
        html.heading(2, &faq.title_html);
        questions(&faq.questions, 3, &mut html);
    }
    lists::index(linked, id, addressing, &mut html);
    if let Some(role) = &role {
        role::after(role, &mut html);
    }
    if let Some(concept) = &concept {
        concept::details(concept, &mut html);
    }
    let needed_by = body.and_then(|body| roles::needed_by(compared, id, &body));
    concept::related(&concepts::relations(linked, id, addressing), needed_by.as_ref(), &mut html);
    if let Some(sources) = parts.and_then(|parts| parts.sources()) {
        html.heading(2, &sources.title_html);
        html.raw("<ol>");
        for source in &sources.items {
            html.item(&lists::source(source));
        }
        html.raw("</ol>");
    }
    about(linked, history, id, &mut html);
    let mut markdown = markdown::markdown(&html.0);
    markdown.push('\n');
    markdown
}

/// Who looks after the page, and since when it reads so.
fn about(linked: &LinkedBook, history: &History, id: PageId, html: &mut Html) {
    let page = linked.book.page(id);
    let front = page.document().map(|document| &document.front);
    let owner = front.and_then(|front| front.owner.as_deref()).map(escaped);
    let reviewed = front.and_then(|front| front.reviewed.as_ref()).map(|day| day.value.to_string());
    let changed = changed(history, page).map(|moment| moment.day().to_string());
    let address = canonical(&linked.book, &page.url);
    let address = address.map(|url| format!("<a href=\"{0}\">{0}</a>", escaped(&url)));
    let facts: Vec<String> = [
        ("Owner", owner),
        ("Reviewed", reviewed),
        ("Last changed", changed),
        ("As a web page", address),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some(format!("{name}: {}", value?)))
    .collect();
    if !facts.is_empty() {
        html.raw("<hr>");
        html.list(facts.into_iter());
    }
}

fn status(linked: &LinkedBook, id: PageId, addressing: &Addressing<'_>, html: &mut Html) {
    let front = linked.book.page(id).document().map(|document| &document.front);
    match front.and_then(|front| front.status) {
        Some(Status::Deprecated) => {
            let by = edges::replaced_by(linked, id, addressing);
            let instead = by.map(|by| format!(" Read {} instead.", link(&by))).unwrap_or_default();
            html.paragraph(&format!("<strong>No longer in use.</strong>{instead}"));
        }
        Some(Status::Draft) => html.paragraph("<strong>Draft.</strong>"),
        Some(Status::Review) => html.paragraph("<strong>In review.</strong>"),
        Some(Status::Stable) | None => {}
    }
}

/// A part of a text, with what follows it.
fn content_part(part: &ContentPartView<'_>, html: &mut Html) {
    html.raw(&part.html);
    if let Some(comparison) = &part.comparison {
        lists::table(comparison, html);
    }
    if let Some(career) = &part.career {
        role::career(career, html);
    }
    questions(&part.questions, 3, html);
}

fn questions(questions: &[QuestionView<'_>], level: u8, html: &mut Html) {
    for question in questions {
        html.heading(level, &question.question_html);
        html.raw("<div>");
        if question.answer_parts.is_empty() {
            html.raw(&question.answer_html);
        }
        question.answer_parts.iter().for_each(|part| content_part(part, html));
        html.raw("</div>");
    }
}

/// A lead and a text, of which one may be missing.
fn led(lead: &str, text: &str) -> String {
    match (lead, text) {
        ("", text) => text.to_owned(),
        (lead, "") => format!("<strong>{lead}</strong>"),
        (lead, text) => format!("<strong>{lead}</strong>: {text}"),
    }
}

fn link(link: &LinkView<'_>) -> String {
    anchor(link.title, &link.url)
}

fn name(name: &NameView<'_>) -> String {
    anchor(name.title, &name.url)
}

/// A title that leads to an address, if there is one.
fn anchor(title: &str, url: &str) -> String {
    if url.is_empty() {
        return escaped(title);
    }
    format!("<a href=\"{}\">{}</a>", escaped(url), escaped(title))
}

/// The document in the making. What has nothing to say is left out.
struct Html(String);

impl Html {
    fn raw(&mut self, html: &str) {
        self.0.push_str(html);
        self.0.push('\n');
    }

    fn heading(&mut self, level: u8, html: &str) {
        let _ = writeln!(self.0, "<h{level}>{html}</h{level}>");
    }

    fn paragraph(&mut self, html: &str) {
        if !html.is_empty() {
            let _ = writeln!(self.0, "<p>{html}</p>");
        }
    }

    fn item(&mut self, html: &str) {
        let _ = writeln!(self.0, "<li>{html}</li>");
    }

    fn list(&mut self, items: impl Iterator<Item = String>) {
        let items: Vec<String> = items.collect();
        if items.is_empty() {
            return;
        }
        self.raw("<ul>");
        for item in &items {
            self.item(item);
        }
        self.raw("</ul>");
    }

    /// A heading and a list, or neither.
    fn section(&mut self, title: &str, items: impl Iterator<Item = String>) {
        let items: Vec<String> = items.collect();
        if !items.is_empty() {
            self.heading(2, &escaped(title));
            self.list(items.into_iter());
        }
    }
}
