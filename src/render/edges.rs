//! What a page's template is given of its edges: who refers to it, and what it is related to.

use std::borrow::Cow;

use super::{
    body::{Addressing, Body},
    kind_name,
    page::link,
    view::{BacklinkView, LinkView, RelationItemView, RelationView, SentenceView},
};
use crate::{
    link::{End, LinkedBook, sentence},
    model::PageId,
    parse::{Form, front_matter::RelationKey},
};

/// Pages that are listed with their sentence under "mentioned in" at most.
const BACKLINKS: usize = 50;

pub(super) fn backlinks<'a>(
    linked: &'a LinkedBook,
    id: PageId,
    addressing: &Addressing<'_>,
) -> Vec<BacklinkView<'a>> {
    let book = &linked.book;
    let known = linked.backlinks[id.0 as usize].iter().take(BACKLINKS);
    known
        .filter_map(|backlink| {
            let from = book.page(backlink.from);
            let document = from.document()?;
            let reference = &document.references[backlink.reference as usize];
            let (via, sentence) = match &reference.form {
                Form::Field(key) => (*key, None),
                Form::Link { .. }
                | Form::Image { .. }
                | Form::Wiki { .. }
                | Form::WikiImage { .. }
                | Form::Attribute { .. }
                | Form::Candidate => {
                    let text = document.body.text.as_str();
                    let (whole, link) = sentence(text, &reference.text);
                    let sentence = SentenceView {
                        before: on_one_line(&text[whole.start..link.start]),
                        link: on_one_line(&text[link.clone()]),
                        after: on_one_line(&text[link.end..whole.end]),
                    };
                    ("text", Some(sentence).filter(|_| !whole.is_empty()))
                }
            };
            Some(BacklinkView {
                title: &from.title,
                url: addressing.url(&from.url),
                kind: kind_name(book, backlink.from),
                via,
                sentence,
            })
        })
        .collect()
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

pub(super) fn relations<'a>(
    linked: &'a LinkedBook,
    id: PageId,
    addressing: &Addressing<'a>,
) -> Vec<RelationView<'a>> {
    let book = &linked.book;
    let edges = &linked.relations[id.0 as usize];
    let mut relations = Vec::new();
    for (key, name) in RELATIONS {
        let items: Vec<_> = edges
            .iter()
            .filter(|edge| edge.key == key)
            .map(|edge| {
                let (title, url) = match &edge.end {
                    End::Page(page) => {
                        let page = book.page(*page);
                        (page.label(), addressing.url(&page.url))
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

pub(super) fn replaced_by<'a>(
    linked: &'a LinkedBook,
    id: PageId,
    addressing: &Addressing<'_>,
) -> Option<LinkView<'a>> {
    let edges = &linked.relations[id.0 as usize];
    let edge = edges.iter().find(|edge| edge.key == RelationKey::ReplacedBy)?;
    match &edge.end {
        End::Page(page) => Some(link(linked.book.page(*page), addressing)),
        End::Wanted(_) => None,
    }
}
