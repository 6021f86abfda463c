//! Whether the vocabulary holds together: the integrity conditions of SKOS (W3C 2009), and what makes
//! a concept of use to readers.

mod closure;
mod concepts;
mod deprecated;
mod hierarchy;
mod labels;
mod relations;
mod unlinked;

pub use self::hierarchy::{Hierarchy, Step};
pub(super) use self::unlinked::Unlinked;
use super::{Edge, LinkedBook, matches};
use crate::{
    diagnostic::{Diagnostic, words},
    model::ConceptId,
    parse::Reference,
    source::Place,
};

/// Checks every concept of a handbook, but for what prose decides. A plain folder has no vocabulary, and nothing is said of it.
pub(super) fn check(linked: &LinkedBook) -> Vec<Diagnostic> {
    if linked.book.config.plain {
        return Vec::new();
    }
    let (mut of_labels, mut of_relations) = (Vec::new(), Vec::new());
    let relations = || {
        let same = matches::check(&linked.book, &linked.answers, &mut of_relations);
        relations::check(linked, &same, &mut of_relations);
        deprecated::check(linked, &mut of_relations);
    };
    rayon::join(|| labels::check(&linked.book, &mut of_labels), relations);
    of_labels.extend(of_relations);
    of_labels
}

/// What prose decides of the concepts of a handbook: see [`super::check_prose`].
pub(super) fn check_prose(linked: &LinkedBook) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    if !linked.book.config.plain {
        labels::check_abbreviations(linked, &mut complaints);
        concepts::check(linked, &mut complaints);
    }
    complaints
}

impl LinkedBook {
    fn label(&self, concept: ConceptId) -> &str {
        &self.book.concept(concept).label
    }

    /// The reference that says an edge, in the front matter of one of its ends.
    fn reference(&self, edge: &Edge) -> Option<&Reference> {
        let (page, index) = edge.said_by;
        let document = self.book.page(page).document()?;
        let relation = document.front.concept.relations.get(index as usize)?;
        document.references.get(relation.reference as usize)
    }

    /// Where an edge is said.
    fn said(&self, edge: &Edge) -> Option<Place> {
        let document = self.book.page(edge.said_by.0).document()?;
        let span = self.reference(edge)?.span;
        Some(Place { file: document.file.clone(), span })
    }

    fn edge(&self, step: &Step) -> &Edge {
        &self.relations.of_concept(step.from)[step.edge as usize]
    }

    /// A way up as a message shows it: `Toil → Manual work → Work`.
    fn drawn(&self, way: &[Step]) -> String {
        let first = way.first().map(|step| step.from).into_iter();
        let ids = first.chain(way.iter().map(|step| step.to));
        words::way(&ids.map(|id| self.label(id)).collect::<Vec<_>>())
    }

    /// The complaint with the place of each step: what is broader than what, and who says so.
    fn with_steps(&self, mut complaint: Diagnostic, way: &[Step]) -> Diagnostic {
        for step in way.iter().take(SHOWN) {
            if let Some(place) = self.said(self.edge(step)) {
                let (from, to) = (self.label(step.from), self.label(step.to));
                complaint = complaint.related(place, format!("`{to}` is broader than `{from}`"));
            }
        }
        complaint
    }
}

/// How many places a message shows of very many.
const SHOWN: usize = 12;

/// How many labels a message names of very many.
const LISTED: usize = 4;

/// Labels in a row: `A`, `B`, `C` and 9 more.
fn listed(labels: &[&str]) -> String {
    let mut text = String::new();
    for (index, label) in labels.iter().take(LISTED).enumerate() {
        if index > 0 {
            text.push_str(if index + 1 == labels.len() { " and " } else { ", " });
        }
        text.extend(["`", label, "`"]);
    }
    if labels.len() > LISTED {
        text += &format!(" and {} more", labels.len() - LISTED);
    }
    text
}
