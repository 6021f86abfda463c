//! Views of what the link graph knows of a page: who refers to it, what it is related to.

use std::{borrow::Cow, collections::HashSet, ops::Range};

use super::{
    body::{Addressing, Body},
    kind_name,
    page::{is_draft, link},
    view::{
        BacklinkGroupView, BacklinkView, BacklinksView, LinkView, RelationItemView, RelationView,
        SentenceView,
    },
};
use crate::{
    link::{Backlink, Edge, End, LinkedBook, Mentioned, Way, sentence, texts},
    model::{ConceptId, PageId},
    parse::{Form, front_matter::RelationKey},
};

/// How many pages are listed under "mentioned in" at most: no page lists all pages.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// With their sentence.
    sentences: usize,
    /// After those, by their title alone.
    titles: usize,
}

/// Below a page.
pub(super) const BELOW_PAGE: Room = Room { sentences: 50, titles: 500 };
/// Below one of the concepts that a page lists.
pub(super) const BELOW_ENTRY: Room = Room { sentences: 8, titles: 50 };

/// The ways in the order in which a reader wants them.
const WAYS: [Way; 5] = [Way::Text, Way::Facet, Way::Career, Way::Comparison, Way::Relation];

/// A page that refers to something.
#[derive(Clone, Copy)]
enum Known<'a> {
    /// Its author does.
    Written(&'a Backlink),
    /// Its text names it.
    Mentioned(&'a Mentioned),
}

impl Known<'_> {
    fn from(self) -> PageId {
        match self {
            Known::Written(backlink) => backlink.from,
            Known::Mentioned(mentioned) => mentioned.from,
        }
    }
}

/// Who refers to something on the page `on`, other than that page: grouped by how, those who write so
/// before those who mention it.
pub(super) fn backlinks<'a>(
    linked: &'a LinkedBook,
    on: PageId,
    written: &'a [Backlink],
    mentioned: &'a [Mentioned],
    room: Room,
    addressing: &Addressing<'_>,
) -> BacklinksView<'a> {
    let mut ways: Vec<(&str, Vec<Known<'a>>)> = Vec::new();
    for way in WAYS {
        let of_way = written.iter().filter(|it| it.way == way && it.from != on);
        ways.push((way.name(), of_way.map(Known::Written).collect()));
    }
    let (_, texts) = &mut ways[0];
    let linking: HashSet<PageId> = texts.iter().map(|known| known.from()).collect();
    let further = mentioned.iter().filter(|it| it.from != on && !linking.contains(&it.from));
    texts.extend(further.map(Known::Mentioned));
    let pages: HashSet<PageId> =
        ways.iter().flat_map(|(_, known)| known).map(|known| known.from()).collect();
    let all: usize = ways.iter().map(|(_, known)| known.len()).sum();
    let (mut left, mut groups, mut more) = (room.sentences, Vec::new(), Vec::new());
    for (way, known) in ways {
        let (shown, rest) = known.split_at(left.min(known.len()));
        left -= shown.len();
        let rest = rest.iter().take(room.titles - more.len());
        more.extend(rest.map(|known| link(linked.book.page(known.from()), addressing)));
        let items = shown.iter().filter_map(|known| item(linked, *known, addressing)).collect();
        groups.push(BacklinkGroupView { way, items });
    }
    groups.retain(|group| !group.items.is_empty());
    BacklinksView {
        count: pages.len(),
        groups,
        more,
        left_out: all.saturating_sub(room.sentences + room.titles),
    }
}

fn item<'a>(
    linked: &'a LinkedBook,
    known: Known<'a>,
    addressing: &Addressing<'_>,
) -> Option<BacklinkView<'a>> {
    let from = linked.book.page(known.from());
    let document = from.document()?;
    let (via, sentence) = match known {
        Known::Mentioned(Mentioned { part, text, .. }) => {
            let part = texts(document).into_iter().nth(*part as usize)?;
            ("text", sentence_view(&part.text, text))
        }
        Known::Written(backlink) => {
            let reference = &document.references[backlink.reference as usize];
            match &reference.form {
                Form::Field(key) => (*key, None),
                Form::Link { .. }
                | Form::Image { .. }
                | Form::Wiki { .. }
                | Form::WikiImage { .. }
                | Form::Attribute { .. }
                | Form::Candidate => ("text", sentence_view(&document.body.text, &reference.text)),
            }
        }
    };
    Some(BacklinkView {
        title: &from.title,
        url: addressing.url(&from.url),
        kind: kind_name(&linked.book, known.from()),
        via,
        sentence,
    })
}

/// The sentence around a reference or a mention; `None` for what has no place in the text.
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
const RELATIONS: [RelationKey; 7] = [
    RelationKey::Broader,
    RelationKey::Narrower,
    RelationKey::DistinctFrom,
    RelationKey::Related,
    RelationKey::Terms,
    RelationKey::About,
    RelationKey::See,
];

/// What something is related to; only relations that have items.
pub(super) fn relations<'a>(
    linked: &'a LinkedBook,
    edges: &'a [Edge],
    addressing: &Addressing<'a>,
) -> Vec<RelationView<'a>> {
    let book = &linked.book;
    let mut relations = Vec::new();
    for key in RELATIONS {
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
                RelationItemView { title, url, note_html: note_html(linked, edge, addressing) }
            })
            .collect();
        if !items.is_empty() {
            relations.push(RelationView { key: key.name(), items });
        }
    }
    relations
}

/// What the author of a relation adds to it; may be empty.
pub(super) fn note_html<'a>(
    linked: &'a LinkedBook,
    edge: &Edge,
    addressing: &Addressing<'a>,
) -> String {
    let note = edge.note(&linked.book).zip(Body::of(linked, edge.said_by.0, *addressing));
    note.map(|(note, body)| body.html(note)).unwrap_or_default()
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
            let page = linked.book.page(linked.book.concept(*concept).page);
            Some(LinkView { title, url, current: false, draft: is_draft(page) })
        }
        End::Page(page) => Some(link(linked.book.page(*page), addressing)),
        End::Wanted(_) => None,
    }
}
