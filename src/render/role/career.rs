//! The ways into a role and on from it, as its own page and the pages of the other roles tell them.

use super::text;
use crate::{
    link::{CareerMove, End},
    model::{ConceptId, PageId},
    parse::front_matter::{CareerKind, CareerStep},
    render::{
        body::Body,
        edges::concept_link,
        view::{CareerStepView, CareerWaysView, NameView},
    },
};

/// Ways in, and ways on, that are shown at most.
const WAYS: usize = 50;

/// The ways into the role `concept`, whose page is `id`, and the ways on.
pub(super) fn ways<'a>(
    concept: ConceptId,
    id: PageId,
    body: &Body<'a>,
) -> (CareerWaysView<'a>, CareerWaysView<'a>) {
    let careers = &body.linked.careers;
    let role = End::Concept(concept);
    let into = careers.into(&role).map(|it| Way { end: &it.from, track: "", told: it });
    let on = careers.out_of(&role).map(|it| {
        let track = it.track.as_deref().unwrap_or("");
        Way { end: &it.to, track, told: it }
    });
    (shown(into.collect(), id, body), shown(on.collect(), id, body))
}

/// A move as the role at one of its ends sees it.
struct Way<'a> {
    /// What is at the other end.
    end: &'a End,
    /// The track that the reader comes to; empty where that is the role's own.
    track: &'a str,
    told: &'a CareerMove,
}

/// The ways that the role's own page tells first, as they stand there.
fn shown<'a>(mut ways: Vec<Way<'a>>, id: PageId, body: &Body<'a>) -> CareerWaysView<'a> {
    let own = |it: &CareerMove| {
        let step = it.told.iter().find(|told| told.page == id)?.step(&body.linked.book)?;
        Some(step.role.span.start)
    };
    ways.sort_by_cached_key(|way| own(way.told).map_or((1, 0), |start| (0, start)));
    let more = ways.len().saturating_sub(WAYS);
    let steps = ways.iter().take(WAYS).map(|way| step(way, id, body));
    CareerWaysView { steps: steps.collect(), more }
}

fn step<'a>(way: &Way<'a>, id: PageId, body: &Body<'a>) -> CareerStepView<'a> {
    let (linked, addressing) = (body.linked, body.addressing);
    let Way { end, track, told: it } = way;
    let told = it.told.iter().filter_map(|told| {
        Some((told.page, told.step(&linked.book)?, Body::of(linked, told.page, addressing)?))
    });
    let mut told: Vec<(PageId, &CareerStep, Body<'_>)> = told.collect();
    // What the page itself says comes first.
    told.sort_by_key(|(page, ..)| *page != id);
    let notes = told.iter().map(|(_, step, said_by)| text(step.note.as_ref(), id, said_by));
    let note_html = notes.into_iter().find(|note| !note.is_empty()).unwrap_or_default();
    let mut signals: Vec<(&str, String)> = Vec::new();
    for (_, step, said_by) in &told {
        for signal in &step.signals {
            if !signals.iter().any(|(known, _)| *known == signal.text) {
                signals.push((&signal.text, text(Some(signal), id, said_by)));
            }
        }
    }
    CareerStepView {
        role: name(end, body),
        kind: match it.kind {
            Some(CareerKind::Promotion) => "promotion",
            Some(CareerKind::Switch) => "switch",
            Some(CareerKind::Lateral) => "lateral",
            None => "",
        },
        track,
        note_html,
        signals: signals.into_iter().map(|(_, html)| html).collect(),
    }
}

/// The role at the other end of a move.
fn name<'a>(end: &'a End, body: &Body<'a>) -> NameView<'a> {
    let (title, url) = match end {
        End::Concept(concept) => concept_link(body.linked, *concept, &body.addressing),
        End::Page(page) => {
            let page = body.linked.book.page(*page);
            (page.title.as_str(), body.addressing.url(&page.url))
        }
        End::Wanted(name) => (name.as_str(), String::new()),
    };
    NameView { title, wanted: url.is_empty(), url }
}
