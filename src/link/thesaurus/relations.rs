//! Relations that contradict others, or say nothing.

use std::collections::BTreeMap;

use rapidhash::RapidHashMap;

use super::{
    LISTED, Step, Vocabulary,
    closure::{Closure, closure},
    listed,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    link::{Answer, Edge, End},
    model::{ConceptId, fold},
    parse::{
        Reference, Target,
        front_matter::{MatchKind, RelationKey},
    },
    source::Place,
};

/// Ways that are printed for each code: more than a person reads, and each has to be sought.
const WAYS: usize = 100;

pub(super) fn check(vocabulary: &Vocabulary<'_>, complaints: &mut Vec<Diagnostic>) {
    let selves = vocabulary.relations.selves().iter();
    complaints.extend(selves.filter_map(|edge| self_relation(vocabulary, edge)));
    let circles = vocabulary.hierarchy.circles().iter();
    complaints.extend(circles.filter_map(|circle| broader_cycle(vocabulary, circle)));
    let pairs = symmetric_pairs(vocabulary);
    let asked: Vec<(ConceptId, ConceptId)> =
        pairs.iter().flat_map(|&(a, b, _)| [(a, b), (b, a)]).collect();
    let Closure { holds, redundant } = closure(vocabulary.hierarchy, &asked);
    contradictions(vocabulary, &pairs, &holds, complaints);
    for (index, step) in redundant.iter().enumerate() {
        complaints.extend(redundant_broader(vocabulary, step, index < WAYS));
    }
    let concepts = vocabulary.book.concept_ids();
    complaints.extend(concepts.filter_map(|concept| one_sided(vocabulary, concept)));
}

/// A page that names itself. It may well be about its own concept.
fn self_relation(vocabulary: &Vocabulary<'_>, edge: &Edge) -> Option<Diagnostic> {
    if let RelationKey::Terms | RelationKey::About = edge.key {
        return None;
    }
    let reference = vocabulary.reference(edge)?;
    let Place { file, span } = vocabulary.said(edge)?;
    let label = vocabulary.book.page(edge.said_by.0).label();
    let key = edge.key.name();
    let name = written_name(reference);
    let message = if fold(name) == fold(label) {
        format!("`{label}` is its own `{key}`")
    } else {
        format!("`{label}` is its own `{key}`: `{name}` names this very page")
    };
    let help = "take it out, or name the one that was meant".to_owned();
    Some(Diagnostic::new(Code::SelfRelation, &file, span, message).help(help))
}

fn broader_cycle(vocabulary: &Vocabulary<'_>, circle: &[Step]) -> Option<Diagnostic> {
    let first = circle.first()?;
    let Place { file, span } = vocabulary.said(vocabulary.edge(first))?;
    let label = vocabulary.label(first.from);
    let message = format!("`{label}` is broader than itself: {}", vocabulary.drawn(circle));
    let help = "take out the step that leads from a wider concept to one that is less wide";
    let complaint = Diagnostic::new(Code::BroaderCycle, &file, span, message).help(help.to_owned());
    Some(vocabulary.with_steps(complaint, &circle[1..]))
}

/// A pair of related or distinct concepts, once, with the edge as its first one has it.
type Pair<'b> = (ConceptId, ConceptId, &'b Edge);

fn symmetric_pairs<'b>(vocabulary: &Vocabulary<'b>) -> Vec<Pair<'b>> {
    let mut pairs = Vec::new();
    for id in vocabulary.book.concept_ids() {
        for edge in vocabulary.relations.of_concept(id) {
            if let (RelationKey::Related | RelationKey::DistinctFrom, End::Concept(other)) =
                (edge.key, &edge.end)
                && id < *other
            {
                pairs.push((id, *other, edge));
            }
        }
    }
    pairs
}

/// Pairs that are related (SKOS S27) or told apart although one is broader than the other, or told
/// apart although they are one by `match: {exact: …}`.
fn contradictions(
    vocabulary: &Vocabulary<'_>,
    pairs: &[Pair<'_>],
    holds: &[bool],
    complaints: &mut Vec<Diagnostic>,
) {
    let exact = exact_matches(vocabulary);
    let mut counts: BTreeMap<RelationKey, usize> = BTreeMap::new();
    for (&(a, b, edge), holds) in pairs.iter().zip(holds.chunks(2)) {
        let (narrower, broader) = match holds {
            [true, _] => (a, b),
            [_, true] => (b, a),
            _ => {
                let place = exact.get(&(a, b)).filter(|_| edge.key == RelationKey::DistinctFrom);
                complaints.extend(
                    place.and_then(|place| distinct_match(vocabulary, edge, (a, b), place)),
                );
                continue;
            }
        };
        let count = counts.entry(edge.key).or_default();
        *count += 1;
        let way = if *count <= WAYS {
            vocabulary.hierarchy.way(narrower, broader, |_| true).unwrap_or_default()
        } else {
            Vec::new()
        };
        complaints.extend(contradiction(vocabulary, edge, narrower, broader, &way));
    }
}

/// The pairs of this handbook's concepts that one declares an exact match of the other, the lesser id
/// first, and where.
fn exact_matches(vocabulary: &Vocabulary<'_>) -> RapidHashMap<(ConceptId, ConceptId), Place> {
    let book = vocabulary.book;
    let mut exact = RapidHashMap::default();
    for id in book.concept_ids() {
        let Some(front) = book.front(id) else { continue };
        let page = book.concept(id).page;
        let Some(document) = book.page(page).document() else { continue };
        for found in front.matches.iter().filter(|found| found.kind == MatchKind::Exact) {
            let reference = found.reference as usize;
            if let Answer::Page(to, place) = &vocabulary.answers[page.0 as usize][reference]
                && let Some(other) = book.concept_at(*to, place.as_deref())
            {
                let span = document.references[reference].span;
                let place = Place { file: document.file.clone(), span };
                exact.entry((id.min(other), id.max(other))).or_insert(place);
            }
        }
    }
    exact
}

fn distinct_match(
    vocabulary: &Vocabulary<'_>,
    edge: &Edge,
    (a, b): (ConceptId, ConceptId),
    matched: &Place,
) -> Option<Diagnostic> {
    let Place { file, span } = vocabulary.said(edge)?;
    let [one, other] = [a, b].map(|id| vocabulary.label(id));
    let message = format!("`{one}` is distinct from `{other}`, its exact match");
    let help = "an exact match is the same concept: take out one of the two".to_owned();
    let complaint = Diagnostic::new(Code::DistinctFromBroader, &file, span, message).help(help);
    Some(complaint.related(matched.clone(), "the exact match"))
}

fn contradiction(
    vocabulary: &Vocabulary<'_>,
    edge: &Edge,
    narrower: ConceptId,
    broader: ConceptId,
    way: &[Step],
) -> Option<Diagnostic> {
    let Place { file, span } = vocabulary.said(edge)?;
    let [below, above] = [narrower, broader].map(|id| vocabulary.label(id));
    let drawn = match way {
        [] => String::new(),
        way => format!(": {}", vocabulary.drawn(way)),
    };
    let (code, message, help) = if edge.key == RelationKey::Related {
        let message = format!("`{below}` is related to `{above}`, which is also broader{drawn}");
        let help = "keep `broader` if one is a kind of the other, else keep `related`";
        (Code::RelatedIsBroader, message, help)
    } else {
        let message = format!("`{below}` is distinct from `{above}`, which is broader{drawn}");
        let help = "what is a kind of the other is not distinct from it: take out one of the two";
        (Code::DistinctFromBroader, message, help)
    };
    let complaint = Diagnostic::new(code, &file, span, message).help(help.to_owned());
    Some(vocabulary.with_steps(complaint, way))
}

fn redundant_broader(
    vocabulary: &Vocabulary<'_>,
    step: &Step,
    with_way: bool,
) -> Option<Diagnostic> {
    let Place { file, span } = vocabulary.said(vocabulary.edge(step))?;
    let [from, to] = [step.from, step.to].map(|id| vocabulary.label(id));
    let longer = || vocabulary.hierarchy.way(step.from, step.to, |other| other != step);
    let way = with_way.then(longer).flatten().unwrap_or_default();
    let drawn = match &way[..] {
        [] => String::new(),
        way => format!(": {}", vocabulary.drawn(way)),
    };
    let message = format!("`{to}` is broader than `{from}` by way of others too{drawn}");
    let help = "take it out, unless it should stand on the page".to_owned();
    let complaint = Diagnostic::new(Code::RedundantBroader, &file, span, message).help(help);
    Some(vocabulary.with_steps(complaint, &way))
}

/// What other pages say of a concept, and its own page could say too: in one complaint, since one
/// page lacks it.
fn one_sided(vocabulary: &Vocabulary<'_>, concept: ConceptId) -> Option<Diagnostic> {
    // An entry has no front matter in which it could be said.
    vocabulary.book.front(concept)?;
    let page = vocabulary.book.concept(concept).page;
    let edges = vocabulary.relations.of_concept(concept).iter();
    let mut added: Vec<(&Edge, ConceptId)> = edges
        .filter(|edge| edge.said_by.0 != page)
        .filter_map(|edge| match edge.end {
            End::Concept(other) => Some((edge, other)),
            End::Page(_) | End::Wanted(_) => None,
        })
        .collect();
    added.sort_by_key(|(edge, _)| edge.key);
    let Place { file, span } = vocabulary.book.concept_place(concept)?;
    let keys: Vec<String> = added
        .chunk_by(|(a, _), (b, _)| a.key == b.key)
        .map(|added| {
            let others: Vec<&str> = added.iter().map(|(_, id)| vocabulary.label(*id)).collect();
            format!("`{}` {}", added[0].0.key.name(), listed(&others))
        })
        .collect();
    if keys.is_empty() {
        return None;
    }
    let label = vocabulary.label(concept);
    let message = format!("only other pages say of `{label}`: {}", keys.join(", "));
    let help = "nothing needs mending: a relation that one page says is drawn on both";
    let complaint = Diagnostic::new(Code::OneSided, &file, span, message);
    let mut complaint = complaint.help(help.to_owned());
    for (edge, other) in added.iter().take(LISTED) {
        if let Some(place) = vocabulary.said(edge) {
            complaint = complaint.related(place, format!("`{}` says so", vocabulary.label(*other)));
        }
    }
    Some(complaint)
}

fn written_name(reference: &Reference) -> &str {
    match &reference.target {
        Target::Concept { name, .. }
        | Target::Wiki { name, .. }
        | Target::Address(name)
        | Target::Prose(name) => name,
    }
}
