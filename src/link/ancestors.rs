//! What is broader than a concept, at any distance.

use rapidhash::RapidHashSet;

use super::{End, Relations};
use crate::{model::ConceptId, parse::front_matter::RelationKey};

/// The concepts broader than `concept`, the nearest first, each once. In a circle of broader concepts
/// that is each of the others; never `concept` itself.
pub(super) fn of(relations: &Relations, concept: ConceptId) -> Vec<ConceptId> {
    let mut seen = RapidHashSet::from_iter([concept]);
    let mut found = vec![concept];
    let mut at = 0;
    while let Some(below) = found.get(at) {
        at += 1;
        let broader: Vec<ConceptId> = broader(relations, *below).collect();
        found.extend(broader.into_iter().filter(|it| seen.insert(*it)));
    }
    found.remove(0);
    found
}

/// The concepts directly broader than `concept`, in the order written.
pub(super) fn broader(
    relations: &Relations,
    concept: ConceptId,
) -> impl Iterator<Item = ConceptId> {
    let edges = relations.of_concept(concept).iter();
    edges.filter(|edge| edge.key == RelationKey::Broader).filter_map(|edge| match &edge.end {
        End::Concept(concept) => Some(*concept),
        End::Page(_) | End::Wanted(_) => None,
    })
}
