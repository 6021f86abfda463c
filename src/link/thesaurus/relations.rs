//! Relations that contradict others, or say nothing.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    LISTED, SHOWN, Step,
    closure::{Closure, closure},
    listed,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    link::{Edge, End, LinkedBook, matches::Same},
    model::{ConceptId, fold},
    parse::front_matter::RelationKey,
    source::Place,
};

/// Ways that are printed for each code: more than a person reads, and each has to be sought.
const WAYS: usize = 100;

/// `same` is what exact matches make one.
pub(super) fn check(linked: &LinkedBook, same: &Same<'_>, complaints: &mut Vec<Diagnostic>) {
    let selves = linked.relations.selves().iter();
    complaints.extend(selves.filter_map(|edge| self_relation(linked, edge)));
    let circles = linked.hierarchy.circles().iter();
    complaints.extend(circles.filter_map(|circle| broader_cycle(linked, circle)));
    let pairs = symmetric_pairs(linked);
    let asked: Vec<(ConceptId, ConceptId)> =
        pairs.iter().flat_map(|&(a, b, _)| [(a, b), (b, a)]).collect();
    let Closure { holds, redundant } = closure(&linked.hierarchy, &asked);
    contradictions(linked, same, &pairs, &holds, complaints);
    for (index, step) in redundant.iter().enumerate() {
        complaints.extend(redundant_broader(linked, step, index < WAYS));
    }
    let concepts: Vec<ConceptId> = linked.book.concept_ids().collect();
    let one_sided = concepts.into_par_iter().filter_map(|concept| one_sided(linked, concept));
    complaints.par_extend(one_sided);
}

/// A page that names itself. It may well be about its own concept.
fn self_relation(linked: &LinkedBook, edge: &Edge) -> Option<Diagnostic> {
    if let RelationKey::Terms | RelationKey::About = edge.key {
        return None;
    }
    let reference = linked.reference(edge)?;
    let Place { file, span } = linked.said(edge)?;
    let label = linked.book.page(edge.said_by.0).label();
    let key = edge.key.name();
    let name = reference.target.written();
    let message = if fold(name) == fold(label) {
        format!("`{label}` is its own `{key}`")
    } else {
        format!("`{label}` is its own `{key}`: `{name}` names this very page")
    };
    let help = "take it out, or name the one that was meant".to_owned();
    Some(Diagnostic::new(Code::SelfRelation, &file, span, message).help(help))
}

fn broader_cycle(linked: &LinkedBook, circle: &[Step]) -> Option<Diagnostic> {
    let first = circle.first()?;
    let Place { file, span } = linked.said(linked.edge(first))?;
    let label = linked.label(first.from);
    let message = format!("`{label}` is broader than itself: {}", linked.drawn(circle));
    let help = "take out the step that leads from a wider concept to one that is less wide";
    let complaint = Diagnostic::new(Code::BroaderCycle, &file, span, message).help(help.to_owned());
    Some(linked.with_steps(complaint, &circle[1..]))
}

/// A pair of related or distinct concepts, once, with the edge as its first one has it.
type Pair<'b> = (ConceptId, ConceptId, &'b Edge);

fn symmetric_pairs(linked: &LinkedBook) -> Vec<Pair<'_>> {
    let mut pairs = Vec::new();
    for id in linked.book.concept_ids() {
        for edge in linked.relations.of_concept(id) {
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
    linked: &LinkedBook,
    same: &Same<'_>,
    pairs: &[Pair<'_>],
    holds: &[bool],
    complaints: &mut Vec<Diagnostic>,
) {
    let mut counts: BTreeMap<RelationKey, usize> = BTreeMap::new();
    for (pair, holds) in pairs.iter().zip(holds.chunks(2)) {
        let &(a, b, edge) = pair;
        let (narrower, broader) = match holds {
            [true, _] => (a, b),
            [_, true] => (b, a),
            _ if edge.key == RelationKey::DistinctFrom => {
                complaints.extend(distinct_match(linked, same, pair));
                continue;
            }
            _ => continue,
        };
        let count = counts.entry(edge.key).or_default();
        *count += 1;
        let way = if *count <= WAYS {
            linked.hierarchy.way(narrower, broader, |_| true).unwrap_or_default()
        } else {
            Vec::new()
        };
        complaints.extend(contradiction(linked, edge, narrower, broader, &way));
    }
}

/// Two that are told apart although a chain of exact matches makes them one.
fn distinct_match(linked: &LinkedBook, same: &Same<'_>, pair: &Pair<'_>) -> Option<Diagnostic> {
    let &(a, b, edge) = pair;
    let chain = same.chain(a, b);
    let (by_way, note) = match chain.len() {
        0 => return None,
        1 => ("", "the exact match"),
        _ => (" by way of others", "an exact match on the way"),
    };
    let Place { file, span } = linked.said(edge)?;
    let [one, other] = [a, b].map(|id| linked.label(id));
    let message = format!("`{one}` is distinct from `{other}`, its exact match{by_way}");
    let help = "an exact match is the same concept: take out one of the two".to_owned();
    let mut complaint = Diagnostic::new(Code::DistinctFromBroader, &file, span, message).help(help);
    for place in chain.into_iter().rev().take(SHOWN) {
        complaint = complaint.related(place.clone(), note);
    }
    Some(complaint)
}

fn contradiction(
    linked: &LinkedBook,
    edge: &Edge,
    narrower: ConceptId,
    broader: ConceptId,
    way: &[Step],
) -> Option<Diagnostic> {
    let Place { file, span } = linked.said(edge)?;
    let [below, above] = [narrower, broader].map(|id| linked.label(id));
    let drawn = match way {
        [] => String::new(),
        way => format!(": {}", linked.drawn(way)),
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
    Some(linked.with_steps(complaint, way))
}

fn redundant_broader(linked: &LinkedBook, step: &Step, with_way: bool) -> Option<Diagnostic> {
    let Place { file, span } = linked.said(linked.edge(step))?;
    let [from, to] = [step.from, step.to].map(|id| linked.label(id));
    let longer = || linked.hierarchy.way(step.from, step.to, |other| other != step);
    let way = with_way.then(longer).flatten().unwrap_or_default();
    let drawn = match &way[..] {
        [] => String::new(),
        way => format!(": {}", linked.drawn(way)),
    };
    let message = format!("`{to}` is broader than `{from}` by way of others too{drawn}");
    let help = "take it out, unless it should stand on the page".to_owned();
    let complaint = Diagnostic::new(Code::RedundantBroader, &file, span, message).help(help);
    Some(linked.with_steps(complaint, &way))
}

/// What other pages say of a concept, and its own page could say too: in one complaint, since one
/// page lacks it.
fn one_sided(linked: &LinkedBook, concept: ConceptId) -> Option<Diagnostic> {
    // An entry has no front matter in which it could be said.
    linked.book.front(concept)?;
    let page = linked.book.concept(concept).page;
    let edges = linked.relations.of_concept(concept).iter();
    let mut added: Vec<(&Edge, ConceptId)> = edges
        .filter(|edge| edge.said_by.0 != page)
        .filter_map(|edge| match edge.end {
            End::Concept(other) => Some((edge, other)),
            End::Page(_) | End::Wanted(_) => None,
        })
        .collect();
    if added.is_empty() {
        return None;
    }
    added.sort_by_key(|(edge, _)| edge.key);
    let Place { file, span } = linked.book.concept_place(concept)?;
    let mut message = format!("only other pages say of `{}`:", linked.label(concept));
    for (index, added) in added.chunk_by(|(a, _), (b, _)| a.key == b.key).enumerate() {
        let others: Vec<&str> = added.iter().map(|(_, id)| linked.label(*id)).collect();
        let comma = if index > 0 { "," } else { "" };
        message.extend([comma, " `", added[0].0.key.name(), "` ", &listed(&others)]);
    }
    let help = "nothing needs mending: a relation that one page says is drawn on both";
    let complaint = Diagnostic::new(Code::OneSided, &file, span, message);
    let mut complaint = complaint.help(help.to_owned());
    for (edge, other) in added.iter().take(LISTED) {
        if let Some(place) = linked.said(edge) {
            complaint = complaint.related(place, format!("`{}` says so", linked.label(*other)));
        }
    }
    Some(complaint)
}
