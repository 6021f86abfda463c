//! Views of what the link graph knows of a page: who refers to it, what it is related to.

use std::{borrow::Cow, ops::Range};

use super::{
    body::{Addressing, Body},
    kind_name,
    page::link,
    view::{
        BacklinkGroupView, BacklinkView, BacklinksView, LinkView, RelationItemView, RelationView,
        SentenceView,
    },
};
use crate::{
    link::{Backlink, End, LinkedBook, Way, sentence},
    model::{ConceptId, PageId},
    parse::{Form, front_matter::RelationKey},
};

/// Pages that are listed with their sentence under "mentioned in" at most.
const WITH_SENTENCE: usize = 50;
/// Pages that are listed after those by their title alone at most: no page lists all pages.
const BY_TITLE: usize = 500;

/// The ways in the order in which a reader wants them.
const WAYS: [(Way, &str); 5] = [
    (Way::Text, "text"),
    (Way::Facet, "facet"),
    (Way::Career, "career"),
    (Way::Comparison, "comparison"),
    (Way::Relation, "relation"),
];

/// Who refers to something, grouped by how.
pub(super) fn backlinks<'a>(
    linked: &'a LinkedBook,
    known: &[Backlink],
    addressing: &Addressing<'_>,
) -> BacklinksView<'a> {
    let in_order = || {
        WAYS.iter().flat_map(|(way, _)| known.iter().filter(move |backlink| backlink.way == *way))
    };
    let shown: Vec<&Backlink> = in_order().take(WITH_SENTENCE).collect();
    let groups = WAYS.iter().map(|(way, name)| BacklinkGroupView {
        way: name,
        items: shown
            .iter()
            .filter(|backlink| backlink.way == *way)
            .filter_map(|backlink| item(linked, backlink, addressing))
            .collect(),
    });
    let more = in_order().skip(WITH_SENTENCE).take(BY_TITLE);
    let mut pages: Vec<PageId> = known.iter().map(|backlink| backlink.from).collect();
    pages.dedup();
    BacklinksView {
        count: pages.len(),
        groups: groups.filter(|group| !group.items.is_empty()).collect(),
        more: more.map(|it| link(linked.book.page(it.from), addressing)).collect(),
        left_out: known.len().saturating_sub(WITH_SENTENCE + BY_TITLE),
    }
}

fn item<'a>(
    linked: &'a LinkedBook,
    backlink: &Backlink,
    addressing: &Addressing<'_>,
) -> Option<BacklinkView<'a>> {
    let from = linked.book.page(backlink.from);
    let document = from.document()?;
    let reference = &document.references[backlink.reference as usize];
    let (via, sentence) = match &reference.form {
        Form::Field(key) => (*key, None),
        Form::Link { .. }
        | Form::Image { .. }
        | Form::Wiki { .. }
        | Form::WikiImage { .. }
        | Form::Attribute { .. }
        | Form::Candidate => ("text", sentence_view(&document.body.text, &reference.text)),
    };
    Some(BacklinkView {
        title: &from.title,
        url: addressing.url(&from.url),
        kind: kind_name(&linked.book, backlink.from),
        via,
        sentence,
    })
}

/// The sentence around a reference; `None` for one that is not in the body.
fn sentence_view<'a>(text: &'a str, reference: &Range<u32>) -> Option<SentenceView<'a>> {
    let (whole, link) = sentence(text, reference);
    (*reference != (0..0) && !whole.is_empty()).then(|| SentenceView {
        before: on_one_line(&text[whole.start..link.start]),
        link: on_one_line(&text[link.clone()]),
        after: on_one_line(&text[link.end..whole.end]),
    })
}

fn on_one_line(text: &str) -> Cow<'_, str> {
    if text.contains('\n') { text.replace('\n', " ").into() } else { text.into() }
}

/// The relations in the order in which a reader wants them.
const RELATIONS: [(RelationKey, &str); 7] = [
    (RelationKey::Broader, "broader"),
    (RelationKey::Narrower, "narrower"),
    (RelationKey::DistinctFrom, "distinct_from"),
    (RelationKey::Related, "related"),
    (RelationKey::Terms, "terms"),
    (RelationKey::About, "about"),
    (RelationKey::See, "see"),
];

/// What something is related to; only relations that have items.
pub(super) fn relations<'a>(
    linked: &'a LinkedBook,
    edges: &'a [crate::link::Edge],
    addressing: &Addressing<'a>,
) -> Vec<RelationView<'a>> {
    let book = &linked.book;
    let mut relations = Vec::new();
    for (key, name) in RELATIONS {
        let of_key = edges.iter().filter(|edge| edge.key == key);
        let items: Vec<_> = of_key
            .map(|edge| {
                let (title, url) = match &edge.end {
                    End::Concept(concept) => concept_link(linked, *concept, addressing),
                    End::Page(page) => {
                        let page = book.page(*page);
                        (page.title.as_str(), addressing.url(&page.url))
                    }
                    End::Wanted(name) => (name.as_str(), String::new()),
                };
                let (said_by, _) = edge.said_by;
                let body = book.page(said_by).document().map(|document| Body {
                    linked,
                    document,
                    answers: linked.answers_of(said_by),
                    addressing: *addressing,
                });
                let note_html = match (body, edge.note(book)) {
                    (Some(body), Some(note)) => body.html(note),
                    (_, _) => String::new(),
                };
                RelationItemView { title, url, note_html }
            })
            .collect();
        if !items.is_empty() {
            relations.push(RelationView { key: name, items });
        }
    }
    relations
}

/// A concept's label and address.
pub(super) fn concept_link<'a>(
    linked: &'a LinkedBook,
    id: ConceptId,
    addressing: &Addressing<'_>,
) -> (&'a str, String) {
    let book = &linked.book;
    let concept = book.concept(id);
    let url = &book.page(concept.page).url;
    let place = book.entry(id).map(|entry| entry.id.as_str());
    (&concept.label, addressing.place(url, place))
}

/// What replaces a page.
pub(super) fn replaced_by<'a>(
    linked: &'a LinkedBook,
    id: PageId,
    addressing: &Addressing<'_>,
) -> Option<LinkView<'a>> {
    let edges = linked.relations.of_page(&linked.book, id);
    let edge = edges.iter().find(|edge| edge.key == RelationKey::ReplacedBy)?;
    match &edge.end {
        End::Concept(concept) => {
            let (title, url) = concept_link(linked, *concept, addressing);
            Some(LinkView { title, url, current: false })
        }
        End::Page(page) => Some(link(linked.book.page(*page), addressing)),
        End::Wanted(_) => None,
    }
}
