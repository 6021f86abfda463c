//! What the page of a role or a term tells: views filled from its front matter and from the edges.

use super::{
    body::{Addressing, Body},
    diagram::{self, Neighbourhood, Node},
    edges::{self, concept_link},
    page::is_draft,
    view::{
        ConceptTitlesView, ConceptView, DistinctView, ExampleView, ExamplesView, FactView,
        LinkView, MatchesView, NameView, OutlineView, PointView, QuotationView, RelationView,
        TrailView,
    },
};
use crate::{
    link::{Answer, End, LinkedBook},
    model::{ConceptId, PageId},
    parse::{
        Fragment,
        front_matter::{
            ConceptFront, Example, ExampleName, Fact, Frequency, Label, LabelKind, MatchKind,
            Modal, OutlineSection, Quotation, RelationKey,
        },
        words_of,
    },
};

/// Ways down to a concept that are drawn at most: readers follow one.
const TRAILS: usize = 3;
/// Steps of a way at most: what is wider still tells a reader little.
const STEPS: usize = 6;

/// What the page of a concept shows of it; `None` on other pages.
pub(super) fn concept_view<'a>(
    linked: &'a LinkedBook,
    id: PageId,
    addressing: &Addressing<'a>,
) -> Option<ConceptView<'a>> {
    let concept = linked.book.own_concept(id)?;
    let body = Body::of(linked, id, *addressing)?;
    let front = &body.document.front.concept;
    let text = |text: Option<&Fragment>| text.map(|it| body.text(it, None)).unwrap_or_default();
    let is_shown = |label: &&Label| label.kind != LabelKind::Plural;
    let is_abbreviation = |label: &&Label| label.kind == LabelKind::Abbreviation;
    Some(ConceptView {
        titles: ConceptTitlesView {
            relations: "Relations",
            spectra: "Spectra",
            examples: "Examples",
            counter_examples: "Counter-examples",
            quotations: "Quotations",
            matches: "In other vocabularies",
        },
        label: &linked.book.concept(concept).label,
        alt: front.alt.iter().filter(is_shown).map(|label| label.text.as_str()).collect(),
        abbreviations: front
            .alt
            .iter()
            .filter(is_abbreviation)
            .map(|label| label.text.as_str())
            .collect(),
        notation: front.notation.as_deref().unwrap_or(""),
        definition_html: text(front.definition.as_ref().map(|text| &text.value)),
        scope_note_html: text(front.scope_note.as_ref().map(|text| &text.value)),
        trails: trails(linked, concept, addressing),
        distinct: distinct(linked, concept, addressing),
        facts: front.facts.iter().map(|it| fact(it, &body)).collect(),
        spectra: super::spectra::on_page(linked, concept, addressing),
        examples: examples(&front.examples, &body),
        counter_examples: examples(&front.counter_examples, &body),
        quotations: front.quotations.iter().map(|it| quotation(it, &body)).collect(),
        matches: matches(front, &body),
        neighbourhood_svg: if addressing.draws() {
            neighbourhood(linked, concept, addressing)
        } else {
            String::new()
        },
    })
}

/// A concept and its neighbours as a picture; with fewer than three the list says as much.
fn neighbourhood(linked: &LinkedBook, concept: ConceptId, addressing: &Addressing<'_>) -> String {
    const WORTH_DRAWING: usize = 3;
    let ends = |key: RelationKey| {
        let edges = linked.relations.of_concept(concept).iter().filter(move |edge| edge.key == key);
        let nodes = edges.filter_map(|edge| match edge.end {
            End::Concept(other) => {
                let (label, url) = concept_link(linked, other, addressing);
                Some(Node { label: label.to_owned(), href: Some(url) })
            }
            End::Page(_) | End::Wanted(_) => None,
        });
        nodes.collect::<Vec<_>>()
    };
    let neighbourhood = Neighbourhood {
        concept: linked.book.concept(concept).label.clone(),
        broader: ends(RelationKey::Broader),
        narrower: ends(RelationKey::Narrower),
        related: ends(RelationKey::Related),
        distinct: ends(RelationKey::DistinctFrom),
        lists: Some("#page:relation-".to_owned()),
    };
    let Neighbourhood { concept: _, broader, narrower, related, distinct, lists: _ } =
        &neighbourhood;
    if broader.len() + narrower.len() + related.len() + distinct.len() < WORTH_DRAWING {
        return String::new();
    }
    let drawing = diagram::neighbourhood(&neighbourhood);
    drawing.map(|drawing| drawing.inline("page:neighbourhood")).unwrap_or_default()
}

/// The first ways down to `concept` from what has nothing broader, each at most [`STEPS`] long.
fn trails<'a>(
    linked: &'a LinkedBook,
    concept: ConceptId,
    addressing: &Addressing<'_>,
) -> Vec<TrailView<'a>> {
    let mut trails = Vec::new();
    // Ways up from the concept; the last is the next to be followed.
    let mut open = vec![vec![concept]];
    while let Some(way) = open.pop() {
        let broader: Vec<ConceptId> = way
            .last()
            .map_or_else(Vec::new, |last| linked.hierarchy.broader(*last).take(TRAILS).collect());
        if !broader.is_empty() && way.len() <= STEPS {
            let on = |next: ConceptId| way.iter().copied().chain([next]).collect();
            open.extend(broader.into_iter().rev().map(on));
            continue;
        }
        let steps: Vec<_> =
            way[1..].iter().rev().map(|step| label(linked, *step, addressing)).collect();
        if !steps.is_empty() {
            trails.push(TrailView { cut: !broader.is_empty(), steps });
        }
        if trails.len() == TRAILS {
            break;
        }
    }
    trails
}

/// The relations of a page. What a concept must not be taken for stands in its [`ConceptView`].
pub(super) fn relations<'a>(
    linked: &'a LinkedBook,
    id: PageId,
    addressing: &Addressing<'a>,
) -> Vec<RelationView<'a>> {
    let edges = linked.relations.of_page(&linked.book, id);
    let mut relations = edges::relations(linked, edges, addressing);
    if linked.book.own_concept(id).is_some() {
        relations.retain(|relation| relation.key != "distinct_from");
    }
    relations
}

fn distinct<'a>(
    linked: &'a LinkedBook,
    concept: ConceptId,
    addressing: &Addressing<'a>,
) -> Vec<DistinctView<'a>> {
    let book = &linked.book;
    let edges = linked.relations.of_concept(concept).iter();
    edges
        .filter(|edge| edge.key == RelationKey::DistinctFrom)
        .filter_map(|edge| {
            let End::Concept(other) = edge.end else { return None };
            let (title, url) = concept_link(linked, other, addressing);
            let definition = book.definition(other).map(|it| words_of(&it.text));
            let note_html = edges::note_html(linked, edge, addressing);
            let pages = [concept, other].map(|it| book.concept(it).page);
            let comparison = book.comparisons.of(&pages).map(|it| &book.page(it.page).url);
            Some(DistinctView {
                title,
                url,
                definition: definition.unwrap_or_default(),
                note_html,
                comparison_url: comparison.map(|it| addressing.url(it)).unwrap_or_default(),
            })
        })
        .collect()
}

/// A concept as a link.
pub(super) fn label<'a>(
    linked: &'a LinkedBook,
    id: ConceptId,
    addressing: &Addressing<'_>,
) -> LinkView<'a> {
    let (title, url) = concept_link(linked, id, addressing);
    let page = linked.book.page(linked.book.concept(id).page);
    LinkView { title, url, current: false, draft: is_draft(page) }
}

/// What a reference of front matter names.
pub(super) fn name<'a>(reference: u32, body: &Body<'a>) -> NameView<'a> {
    let written = &body.document.references[reference as usize];
    let answer = &body.answers[reference as usize];
    let book = &body.linked.book;
    let title = match answer.end(book) {
        Some(End::Concept(concept)) => &book.concept(concept).label,
        Some(End::Page(page)) => &book.page(page).title,
        Some(End::Wanted(_)) | None => written.target.written(),
    };
    let url = body.url(written, answer).unwrap_or_default();
    NameView { title, url, wanted: *answer == Answer::Wanted }
}

fn fact(fact: &Fact, body: &Body<'_>) -> FactView {
    let Fact { text, modal, frequency } = fact;
    FactView {
        text_html: body.text(text, None),
        modal: modal.as_ref().map_or("", |modal| named(Modal::NAMES, modal)),
        frequency: frequency.as_ref().map_or("", |it| named(Frequency::NAMES, it)),
    }
}

fn named<T: PartialEq>(names: &[(&'static str, T)], wanted: &T) -> &'static str {
    names.iter().find(|(_, it)| it == wanted).map_or("", |(name, _)| name)
}

/// What stands in a group without a name stands in the list itself.
fn examples<'a>(written: &[Example], body: &Body<'a>) -> ExamplesView<'a> {
    let mut view = ExamplesView { items: Vec::new(), open: false };
    let text = |text: &Option<Fragment>| {
        text.as_ref().map(|text| body.text(text, None)).unwrap_or_default()
    };
    for Example { name: called, gloss, because, open, items } in written {
        let below = examples(items, body);
        let (term, group_html) = match called {
            Some(ExampleName::Term(reference)) => (Some(name(*reference, body)), String::new()),
            Some(ExampleName::Group(group)) => (None, body.marked(group)),
            None => {
                view.open |= *open || below.open;
                view.items.extend(below.items);
                continue;
            }
        };
        view.items.push(ExampleView {
            term,
            group_html,
            gloss_html: text(gloss),
            because_html: text(because),
            open: *open || below.open,
            items: below.items,
        });
    }
    view
}

fn quotation(quotation: &Quotation, body: &Body<'_>) -> QuotationView {
    let Quotation { year, source, text, outline } = quotation;
    QuotationView {
        text_html: body.marked(text),
        source_html: source.as_ref().map(|source| body.marked(source)).unwrap_or_default(),
        year: year.unwrap_or(0),
        outline: outline.iter().map(|section| self::outline(section, body)).collect(),
    }
}

fn outline(section: &OutlineSection, body: &Body<'_>) -> OutlineView {
    let text =
        |text: &Option<Fragment>| text.as_ref().map(|it| body.marked(it)).unwrap_or_default();
    let OutlineSection { heading, items } = section;
    OutlineView {
        heading_html: text(heading),
        led: items.iter().all(|point| point.lead.is_some() && point.text.is_some()),
        items: items
            .iter()
            .map(|point| PointView { lead_html: text(&point.lead), text_html: text(&point.text) })
            .collect(),
    }
}

fn matches<'a>(front: &ConceptFront, body: &Body<'a>) -> Vec<MatchesView<'a>> {
    let mut matches = Vec::new();
    for &(key, kind) in MatchKind::NAMES {
        let of_kind = front.matches.iter().filter(|it| it.kind == kind);
        let names =
            of_kind.map(|it| other_vocabulary(name(it.reference, body), it.reference, body));
        let items: Vec<_> = names.flatten().collect();
        if !items.is_empty() {
            matches.push(MatchesView { key, items });
        }
    }
    matches
}

/// A match as it is shown; `None` for one that must not be.
fn other_vocabulary<'a>(
    name: NameView<'a>,
    reference: u32,
    body: &Body<'a>,
) -> Option<NameView<'a>> {
    match body.answers[reference as usize] {
        Answer::Unsafe => None,
        Answer::External => {
            let opens = name.title.starts_with("http:") || name.title.starts_with("https:");
            let url = if opens { name.url } else { String::new() };
            Some(NameView { url, ..name })
        }
        Answer::Page(..)
        | Answer::File(..)
        | Answer::Static(..)
        | Answer::Wanted
        | Answer::Broken
        | Answer::AsTyped => Some(name),
    }
}
