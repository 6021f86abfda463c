//! The handbook for other programs: the thesaurus as SKOS (Turtle and JSON-LD, the same triples), the
//! whole graph as JSON, the skills of roles as CSV.
//!
//! Each is a function from the linked book to text, in the order of the book: the same handbook gives
//! the same bytes.

mod graph;
mod json_ld;
mod names;
mod skills;
mod thesaurus;
mod turtle;
mod wanted;

pub use graph::{
    Graph, GraphBacklink, GraphConcept, GraphLabel, GraphMatch, GraphPage, GraphRelation,
    GraphSite, GraphSkill,
};
pub use names::NO_BASE;
pub use wanted::{WantedName, WantedPlace, places, wanted};

use crate::{link::LinkedBook, source::Texts};

/// The thesaurus in Turtle (W3C 2014): SKOS (W3C 2009), with OWL, RDF Schema and Dublin Core where
/// SKOS has no word.
pub fn skos(linked: &LinkedBook) -> String {
    turtle::written(&thesaurus::of(linked))
}

/// The thesaurus in JSON-LD 1.1, its context inline: the triples of [`skos`].
pub fn json_ld(linked: &LinkedBook) -> String {
    json_ld::written(&thesaurus::of(linked))
}

/// The skills of roles as CSV (RFC 4180), a line per role and skill. A field that a spreadsheet would
/// take for a formula gets an apostrophe before it.
pub fn csv(linked: &LinkedBook) -> String {
    skills::csv(linked)
}

/// Pages, concepts with their labels and relations, backlinks and wanted terms, as [`Graph`] says.
/// `texts` finds the files, to count their lines.
pub fn json(linked: &LinkedBook, texts: &Texts<'_>) -> String {
    pretty(&graph::of(linked, texts))
}

/// JSON for people and for `diff`: indented, with a final line feed.
fn pretty(value: &impl serde::Serialize) -> String {
    // Text and numbers alone, and no map whose keys are not text: this cannot fail.
    serde_json::to_string_pretty(value).map(|json| json + "\n").unwrap_or_default()
}
