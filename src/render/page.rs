//! What each page's template is given: the views, filled from the linked book.

use std::cmp::Reverse;

use serde::Serialize;

use super::{
    body::{self, Addressing, Body},
    careers,
    common::{self, Common},
    compare, concept,
    contents::{Around, contents},
    edges, json_ld, kind_name,
    machines::{canonical, changed},
    page_terms::page_terms,
    parts::{self, PartsOf},
    preview_image::preview_image,
    print, role, spectra, terms, twin,
    view::{BacklinksView, ChildView, LinkView, PageView, RecentView},
};
use crate::{
    compare::Compared,
    discover::History,
    link::LinkedBook,
    model::{Book, Index, Kind, Page, PageId, Redirect, Shape},
    parse::{front_matter::Status, words_of},
};

/// Words that people read in a minute (Brysbaert 2019, English non-fiction: 238).
const WORDS_A_MINUTE: usize = 230;
/// Pages that the home page says have changed lately, at most.
const RECENT: usize = 6;
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
    let parts = body.and_then(|body| PartsOf::of(body, compared));
    let role = role::role_view(linked, compared, id, addressing);
    let comparison = compare::view(linked, compared, id, addressing);
    let careers = careers::index(linked, id, addressing);
    let needed_by = body.and_then(|body| role::needed_by(compared, id, &body));
    let concept = concept::concept_view(linked, id, addressing);
    let relations = concept::relations(linked, id, addressing);
    let around = Around {
        role: role.as_ref(),
        comparison: comparison.as_ref(),
        careers: careers.as_ref(),
        needed_by: needed_by.as_ref(),
        concept: concept.as_ref(),
        relations: page.kind == Kind::Role && !relations.is_empty(),
        parts,
    };
    let words = body.map_or(0, |body| body.document.words);
    let summary = summary(page);
    let lang = book.lang(page);
    let changed = changed(history, page);
    PageView {
        kind: kind_name(book, id),
        title: &page.title,
        title_html: body::title(page, body.as_ref()),
        title_id: page.title_markup().1,
        lang,
        right_to_left: is_right_to_left(lang),
        image: preview_image(book, body.as_ref()),
        json_ld: json_ld::told(linked, id, &summary),
        summary,
        lede: lede(book, id),
        canonical: canonical(book, &page.url).unwrap_or_default(),
        breadcrumbs: breadcrumbs(book, page, addressing),
        content_html: content.iter().map(|part| part.html.as_str()).collect(),
        content_parts: parts::content_parts(content, parts, compared, body.as_ref()),
        takeaways: parts.and_then(|parts| parts.takeaways()),
        action_plan: parts.and_then(|parts| parts.action_plan()),
        faq: parts.and_then(|parts| parts.faq()),
        faq_url: parts::index_url(linked, addressing),
        sources: parts.and_then(|parts| parts.sources()),
        questions: parts::index(linked, id, addressing),
        toc: contents(page, around),
        nav: common::nav(book, id, addressing, common),
        previous: previous(book, page).map(|it| link(it, addressing)),
        next: next(book, page).map(|it| link(it, addressing)),
        children: children(linked, page, addressing),
        recent: recent(book, history, page, addressing),
        backlinks: edges::backlinks(
            linked,
            id,
            linked.backlinks.of_page(id),
            book.own_concept(id).map_or(&[], |concept| linked.mentioned_by(concept)),
            edges::BELOW_PAGE,
            addressing,
        ),
        concept,
        needed_by,
        role,
        comparison,
        comparisons: compare::index(linked, id, addressing),
        relations,
        terms,
        more_terms,
        index: terms::index(linked, id, addressing),
        spectra: spectra::index(linked, id, addressing),
        careers,
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

/// Languages whose usual script is written from right to left (CLDR), by their tags.
const RIGHT_TO_LEFT: &[&str] =
    &["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"];

/// Whether a language is written from right to left: by the script that its tag names, else its usual one.
pub(super) fn is_right_to_left(lang: &str) -> bool {
    let mut parts = lang.split('-');
    let language = parts.next().unwrap_or_default().to_ascii_lowercase();
    match parts.find(|part| part.len() == 4) {
        Some(script) => ["arab", "hebr", "nkoo", "syrc", "thaa"]
            .iter()
            .any(|known| script.eq_ignore_ascii_case(known)),
        None => RIGHT_TO_LEFT.contains(&&*language),
    }
}

/// What `404.html` and `search.html` may read: a page of this kind and title without a place of its own.
pub(super) fn apart_view<'a>(
    linked: &'a LinkedBook,
    compared: &'a Compared,
    (kind, title): (&'static str, &'static str),
    addressing: &Addressing<'a>,
) -> PageView<'a> {
    let history = History::default();
    let mut view = page_view(linked, compared, &history, linked.book.home, addressing, None);
    view.kind = kind;
    view.title = title;
    view.title_html = view.title.to_owned();
    view.title_id = "";
    view.content_html.clear();
    view.content_parts.clear();
    (view.takeaways, view.action_plan, view.faq, view.sources) = (None, None, None, None);
    view.summary.clear();
    view.lede = "";
    view.canonical.clear();
    view.json_ld.clear();
    view.toc.clear();
    view.recent.clear();
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
        draft: is_draft(page),
    }
}

/// Whether a page that is shown is a draft, as `--drafts` has it.
pub(super) fn is_draft(page: &Page) -> bool {
    page.document().is_some_and(|document| document.front.status == Some(Status::Draft))
}

/// What stands below the title of the home page.
fn lede(book: &Book, id: PageId) -> &str {
    if id != book.home {
        return "";
    }
    let description = &book.config.description;
    let document = book.page(id).document();
    let summary = document.and_then(|document| document.front.summary.as_ref());
    match summary {
        Some(summary) if description.is_empty() => &summary.value,
        Some(_) | None => description,
    }
}

/// The summary that the author gave, else the definition, else the first paragraph of the body.
pub(super) fn summary(page: &Page) -> String {
    let Some(document) = page.document() else { return String::new() };
    if let Some(summary) = &document.front.summary {
        return summary.value.clone();
    }
    if let Some(definition) = &document.front.concept.definition {
        return words_of(&definition.value.text);
    }
    let lead = document.lead.clone().unwrap_or_default();
    let lead = document.body.text.get(lead.start as usize..lead.end as usize);
    cut(lead.unwrap_or_default(), SUMMARY)
}

/// At most `limit` characters of a text, on one line, cut between words.
pub(super) fn cut(text: &str, limit: usize) -> String {
    let (mut line, mut letters) = (String::new(), 0);
    for word in text.split_whitespace() {
        // One letter more than fits, and what follows is cut off anyway.
        if letters > limit + 1 {
            break;
        }
        if letters > 0 {
            line.push(' ');
        }
        line.push_str(word);
        letters += word.chars().count() + 1;
    }
    match line.char_indices().nth(limit) {
        None => line,
        Some((end, _)) => {
            let cut = line[..end].rfind(' ').unwrap_or(end);
            format!("{}…", line[..cut].trim_end_matches([',', ';', ':', '.']))
        }
    }
}

fn breadcrumbs<'a>(book: &'a Book, page: &Page, addressing: &Addressing<'_>) -> Vec<LinkView<'a>> {
    let parents = std::iter::successors(page.parent, |id| book.page(*id).parent);
    let mut crumbs: Vec<_> = parents.map(|id| link(book.page(id), addressing)).collect();
    crumbs.reverse();
    crumbs
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

/// What changed lately, for the home page: each page by the day of its last change, as git tells it, else by that of
/// its review.
fn recent<'a>(
    book: &'a Book,
    history: &History,
    page: &Page,
    addressing: &Addressing<'_>,
) -> Vec<RecentView<'a>> {
    if page.shape != Shape::Home {
        return Vec::new();
    }
    let dated = |id: PageId| {
        let page = book.page(id);
        if let Some(moment) = changed(history, page) {
            return Some((moment.day(), Some(moment), id));
        }
        Some((page.document()?.front.reviewed.as_ref()?.value, None, id))
    };
    let shown = book.ids().filter(|id| *id != book.home && !book.page(*id).hidden());
    let mut dated: Vec<_> = shown.filter_map(dated).collect();
    dated.sort_by_key(|(day, moment, id)| (Reverse(*day), Reverse(*moment), *id));
    let latest = dated.into_iter().take(RECENT).map(|(day, moment, id)| RecentView {
        title: &book.page(id).title,
        url: addressing.url(&book.page(id).url),
        kind: kind_name(book, id),
        date: day.to_string(),
        changed: moment.is_some(),
    });
    latest.collect()
}

/// How much a child holds, and what that is.
fn counted(linked: &LinkedBook, child: &Page) -> (usize, &'static str) {
    let book = &linked.book;
    let (count, one, many) = match (&child.index, child.shape) {
        (Some(Index::Careers), _) => (linked.careers.roles().len(), "role", "roles"),
        (Some(Index::Comparisons), _) => {
            (book.comparisons.iter().len(), "comparison", "comparisons")
        }
        (Some(Index::Spectra), _) => (linked.spectra.all.len(), "spectrum", "spectra"),
        (Some(Index::Questions(pages)), _) => {
            let of = |id: &PageId| book.page(*id).document()?.parts.as_ref();
            let questions = pages.iter().filter_map(of).map(|parts| parts.questions.len());
            (questions.sum(), "question", "questions")
        }
        (_, Shape::Tag) => (child.children.len(), "page", "pages"),
        (_, Shape::Tags) => (child.below as usize, "tag", "tags"),
        (_, Shape::Home | Shape::Section | Shape::Leaf | Shape::Index) => {
            (child.below as usize, "page", "pages")
        }
    };
    (count, if count == 1 { one } else { many })
}

pub(super) fn children<'a>(
    linked: &'a LinkedBook,
    page: &Page,
    addressing: &Addressing<'_>,
) -> Vec<ChildView<'a>> {
    let book = &linked.book;
    let shown = page.children.iter().filter(|id| !book.page(**id).hidden());
    shown
        .map(|id| {
            let child = book.page(*id);
            let (count, counted) = counted(linked, child);
            ChildView {
                title: &child.title,
                url: addressing.url(&child.url),
                kind: kind_name(book, *id),
                summary: summary(child),
                count,
                counted,
                draft: is_draft(child),
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

#[cfg(test)]
mod tests {
    use super::{cut, is_right_to_left};

    #[test]
    fn a_text_is_cut_between_words_and_says_so() {
        let check = |text, expected| assert_eq!(cut(text, 7), expected, "{text}");
        check("one  two\n", "one two");
        check("one two three", "one…");
        check("one two, three", "one…");
        check("one, three", "one…");
        check("one twos", "one…");
        check("one tw three", "one tw…");
        check("o t", "o t");
        check("onewordalone", "oneword…");
    }

    #[test]
    fn a_language_or_its_script_says_the_direction() {
        let check = |lang, expected| assert_eq!(is_right_to_left(lang), expected, "{lang}");
        check("ar", true);
        check("he-IL", true);
        check("az-Arab", true);
        check("ar-Latn", false);
        check("en-GB", false);
    }
}
