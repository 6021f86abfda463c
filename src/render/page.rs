//! What each page's template is given: the views, filled from the linked book.

use serde::Serialize;

use super::{
    body::{self, Addressing, Body, Part},
    careers,
    common::{self, Common},
    compare, concept, edges, json_ld, kind_name,
    machines::{canonical, changed},
    page_terms::page_terms,
    parts::{self, PartsOf},
    print, role, spectra, terms, twin,
    view::{BacklinksView, ChildView, ContentPartView, LinkView, PageView, RoleView, TocView},
};
use crate::{
    compare::Compared,
    discover::History,
    link::LinkedBook,
    model::{Book, Page, PageId, Redirect, Shape},
    parse::{
        Heading,
        front_matter::{Status, Toc},
        words_of,
    },
};

/// Words that people read in a minute (Brysbaert 2019, English non-fiction: 238).
const WORDS_A_MINUTE: usize = 230;
/// Characters of a summary that is taken from the text, at most.
const SUMMARY: usize = 200;

/// Everything that the template of page `id` may read.
pub(super) fn page_view<'a>(
    linked: &'a LinkedBook,
    compared: &'a Compared,
    history: &History,
    id: PageId,
    addressing: &Addressing<'a>,
    common: Option<&Common>,
) -> PageView<'a> {
    let book = &linked.book;
    let page = book.page(id);
    let body = Body::of(linked, id, *addressing);
    let front = body.map(|body| &body.document.front);
    let (terms, more_terms) = page_terms(linked, id, addressing, common);
    let content = body.map_or_else(Vec::new, |body| body.content());
    let parts = body.and_then(PartsOf::of);
    let role = role::role_view(linked, compared, id, addressing);
    let words = body.map_or(0, |body| body.document.words);
    let summary = summary(page);
    let changed = changed(history, page);
    PageView {
        kind: kind_name(book, id),
        title: &page.title,
        title_html: body::title(page, body.as_ref()),
        title_id: page.title_markup().1,
        lang: front.and_then(|front| front.lang.as_deref()).unwrap_or(&book.config.lang),
        json_ld: json_ld::told(linked, id, &summary),
        summary,
        canonical: canonical(book, &page.url).unwrap_or_default(),
        breadcrumbs: breadcrumbs(book, page, addressing),
        content_html: content.iter().map(|part| part.html.as_str()).collect(),
        content_parts: content_parts(content, parts, compared, body.as_ref()),
        takeaways: parts.and_then(|parts| parts.takeaways()),
        action_plan: parts.and_then(|parts| parts.action_plan()),
        faq: parts.and_then(|parts| parts.faq()),
        faq_url: parts::index_url(linked, addressing),
        sources: parts.and_then(|parts| parts.sources()),
        questions: parts::index(linked, id, addressing),
        toc: toc(page, role.as_ref(), parts),
        nav: common::nav(book, id, addressing, common),
        previous: previous(book, page).map(|it| link(it, addressing)),
        next: next(book, page).map(|it| link(it, addressing)),
        children: children(book, page, addressing),
        backlinks: edges::backlinks(
            linked,
            linked.backlinks.of_page(id),
            book.own_concept(id).map_or(&[], |concept| linked.mentioned_by(concept)),
            addressing,
        ),
        concept: concept::concept_view(linked, id, addressing),
        needed_by: body.and_then(|body| role::needed_by(compared, id, &body)),
        role,
        comparison: compare::view(linked, compared, id, addressing),
        comparisons: compare::index(linked, id, addressing),
        relations: concept::relations(linked, id, addressing),
        terms,
        more_terms,
        index: terms::index(linked, id, addressing),
        spectra: spectra::index(linked, id, addressing),
        careers: careers::index(linked, id, addressing),
        entries: terms::entries(linked, id, addressing),
        tags: tags(book, page, addressing),
        status: front.and_then(|front| front.status).map_or("", Status::name),
        replaced_by: edges::replaced_by(linked, id, addressing),
        owner: front.and_then(|front| front.owner.as_deref()).unwrap_or(""),
        changed: changed.map(|moment| moment.day().to_string()).unwrap_or_default(),
        changed_at: changed.map(|moment| moment.to_string()).unwrap_or_default(),
        markdown_url: addressing.url(&twin::url(&page.url)),
        print_url: print::of(page).map(|url| addressing.url(&url)).unwrap_or_default(),
        reviewed: front
            .and_then(|front| front.reviewed.as_ref())
            .map(|day| day.value.to_string())
            .unwrap_or_default(),
        edit_url: edit_url(book, page),
        reading_minutes: if words < 200 { 0 } else { words.div_ceil(WORDS_A_MINUTE) },
        extra: front.map_or(serde_json::Value::Null, |front| extra(&front.extra)),
    }
}

/// The body in parts, with what follows each; empty where nothing stands between its parts.
fn content_parts<'a>(
    content: Vec<Part>,
    parts: Option<PartsOf<'_>>,
    compared: &'a Compared,
    body: Option<&Body<'a>>,
) -> Vec<ContentPartView<'a>> {
    let is_whole = |part: &Part| part.questions.is_empty() && part.directive.is_none();
    if content.iter().all(is_whole) {
        return Vec::new();
    }
    content.into_iter().map(|part| content_part(part, parts, compared, body)).collect()
}

/// A part of the body, with what follows it.
pub(super) fn content_part<'a>(
    part: Part,
    parts: Option<PartsOf<'_>>,
    compared: &'a Compared,
    body: Option<&Body<'a>>,
) -> ContentPartView<'a> {
    let Part { html, questions, directive } = part;
    ContentPartView {
        html,
        career: body.zip(directive).and_then(|(body, index)| careers::directive(index, body)),
        comparison: body
            .zip(directive)
            .and_then(|(body, index)| compare::directive(compared, index, body)),
        questions: parts.map(|parts| parts.questions(&questions)).unwrap_or_default(),
    }
}

/// What `404.html` may read: a page without a place of its own.
pub(super) fn not_found_view<'a>(
    linked: &'a LinkedBook,
    compared: &'a Compared,
    addressing: &Addressing<'a>,
) -> PageView<'a> {
    let history = History::default();
    let mut view = page_view(linked, compared, &history, linked.book.home, addressing, None);
    view.kind = "404";
    view.title = "Page not found";
    view.title_html = view.title.to_owned();
    view.title_id = "";
    view.content_html.clear();
    view.content_parts.clear();
    (view.takeaways, view.action_plan, view.faq, view.sources) = (None, None, None, None);
    view.summary.clear();
    view.canonical.clear();
    view.json_ld.clear();
    view.toc.clear();
    (view.role, view.needed_by, view.careers) = (None, None, None);
    view.backlinks = BacklinksView::default();
    view.terms.clear();
    view.more_terms = 0;
    view.edit_url.clear();
    view.markdown_url.clear();
    view.print_url.clear();
    view.next = None;
    view
}

/// What `redirect.html` may read.
#[derive(Serialize, Debug)]
pub(super) struct RedirectView<'a> {
    kind: &'static str,
    /// The title of the page that it leads to.
    title: &'a str,
    lang: &'a str,
    /// Its address from here.
    target: String,
    /// Its absolute address; empty without `base_url`.
    canonical: String,
}

pub(super) fn redirect_view<'a>(
    linked: &'a LinkedBook,
    redirect: &Redirect,
    addressing: &Addressing<'_>,
) -> RedirectView<'a> {
    let book = &linked.book;
    let page = book.page(redirect.to);
    RedirectView {
        kind: "redirect",
        title: &page.title,
        lang: &book.config.lang,
        target: addressing.url(&page.url),
        canonical: canonical(book, &page.url).unwrap_or_default(),
    }
}

pub(super) fn link<'a>(page: &'a Page, addressing: &Addressing<'_>) -> LinkView<'a> {
    LinkView {
        title: &page.title,
        url: addressing.url(&page.url),
        current: page.url == *addressing.from,
    }
}

/// The summary that the author gave, else the definition, else the first prose of the body.
pub(super) fn summary(page: &Page) -> String {
    let Some(document) = page.document() else { return String::new() };
    if let Some(summary) = &document.front.summary {
        return summary.value.clone();
    }
    if let Some(definition) = &document.front.concept.definition {
        return words_of(&definition.value.text);
    }
    let mut blocks = document.body.text.split("\n\n").map(str::trim);
    let headings = |block: &&str| document.outline.iter().any(|heading| heading.text == **block);
    let first = blocks.find(|block| block.len() > 40 && !headings(block)).unwrap_or_default();
    cut(words_of(first), SUMMARY)
}

/// At most `limit` characters of a text, cut between words.
pub(super) fn cut(text: String, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text,
        Some((end, _)) => {
            let cut = text[..end].rfind(' ').unwrap_or(end);
            format!("{}…", text[..cut].trim_end_matches([',', ';', ':', '.']))
        }
    }
}

fn breadcrumbs<'a>(book: &'a Book, page: &Page, addressing: &Addressing<'_>) -> Vec<LinkView<'a>> {
    let parents = std::iter::successors(page.parent, |id| book.page(*id).parent);
    let mut crumbs: Vec<_> = parents.map(|id| link(book.page(id), addressing)).collect();
    crumbs.reverse();
    crumbs
}

/// The contents list: nested by level, down to the level that the page asks for, with the sections of a
/// role before the body's, and what stands after the body.
fn toc<'a>(
    page: &'a Page,
    role: Option<&RoleView<'a>>,
    parts: Option<PartsOf<'a>>,
) -> Vec<TocView<'a>> {
    let Some(document) = page.document() else { return Vec::new() };
    let deepest = match document.front.toc.unwrap_or(Toc::Auto) {
        Toc::None => return Vec::new(),
        Toc::Auto => 3,
        Toc::Max(level) => level,
    };
    let headings: Vec<&Heading> =
        document.outline.iter().filter(|heading| heading.level <= deepest).collect();
    let mut list = role.map(RoleView::sections).unwrap_or_default();
    let mut after = parts.map(|parts| parts.toc()).unwrap_or_default();
    after.extend(role.and_then(RoleView::section_after));
    after.extend(parts.and_then(|parts| parts.sources_in_toc()));
    if headings.len() + list.len() + after.len() < 2 {
        return Vec::new();
    }
    list.extend(nested(&headings));
    list.extend(after);
    list
}

fn nested<'a>(headings: &[&'a Heading]) -> Vec<TocView<'a>> {
    let mut list = Vec::new();
    let mut rest = headings;
    while let Some((heading, after)) = rest.split_first() {
        let below = after.iter().take_while(|next| next.level > heading.level).count();
        let (inside, next) = after.split_at(below);
        list.push(TocView {
            id: &heading.id,
            text: &heading.text,
            level: heading.level,
            children: nested(inside),
        });
        rest = next;
    }
    list
}

/// The page before: the sibling before, else the section.
fn previous<'b>(book: &'b Book, page: &Page) -> Option<&'b Page> {
    let parent = book.page(page.parent?);
    match page.shape {
        Shape::Leaf => {
            let siblings = parent.children[..page.position as usize].iter().rev();
            let before = siblings.map(|id| book.page(*id)).find(|page| !page.hidden());
            before.or(Some(parent))
        }
        Shape::Home | Shape::Section | Shape::Index | Shape::Tags | Shape::Tag => None,
    }
}

/// The page after: of a section its first child, else the sibling after.
fn next<'b>(book: &'b Book, page: &Page) -> Option<&'b Page> {
    let after = match page.shape {
        Shape::Home | Shape::Section => &page.children[..],
        Shape::Leaf => &book.page(page.parent?).children[page.position as usize + 1..],
        Shape::Index | Shape::Tags | Shape::Tag => &[],
    };
    after.iter().map(|id| book.page(*id)).find(|page| !page.hidden())
}

pub(super) fn children<'a>(
    book: &'a Book,
    page: &Page,
    addressing: &Addressing<'_>,
) -> Vec<ChildView<'a>> {
    let shown = page.children.iter().filter(|id| !book.page(**id).hidden());
    shown
        .map(|id| {
            let child = book.page(*id);
            ChildView {
                title: &child.title,
                url: addressing.url(&child.url),
                kind: kind_name(book, *id),
                summary: summary(child),
                count: match child.shape {
                    Shape::Tag => child.children.len(),
                    Shape::Home | Shape::Section | Shape::Leaf | Shape::Index | Shape::Tags => {
                        child.below as usize
                    }
                },
            }
        })
        .collect()
}

fn tags<'a>(book: &'a Book, page: &Page, addressing: &Addressing<'_>) -> Vec<LinkView<'a>> {
    let written = page.document().map_or(&[][..], |document| &document.front.tags);
    let found = written.iter().filter_map(|tag| book.tag(&tag.value));
    found.map(|id| link(book.page(id), addressing)).collect()
}

fn edit_url(book: &Book, page: &Page) -> String {
    let (Some(pattern), Some(document)) = (&book.config.edit_url, page.document()) else {
        return String::new();
    };
    let mut path = String::new();
    crate::model::url::encode(&document.path, &mut path);
    pattern.replace("{path}", &path)
}

/// Keys that rolebook does not know, as JSON.
fn extra(extra: &[(crate::data::Key, crate::data::Value)]) -> serde_json::Value {
    let entries = extra.iter().map(|(key, value)| (key.name.clone(), value.to_json()));
    serde_json::Value::Object(entries.collect())
}
