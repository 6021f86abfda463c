//! Relations between concepts, with the inverses that authors need not write.

use super::Answer;
use crate::{
    model::{Book, PageId},
    parse::{Fragment, Target, front_matter::RelationKey},
};

/// One end of a relation, seen from a page.
#[derive(Clone, PartialEq, Debug)]
pub struct Edge {
    /// Which relation.
    pub key: RelationKey,
    /// What it leads to.
    pub end: End,
    /// The page and the index in its `front.concept.relations` that say so.
    pub said_by: (PageId, u32),
}

/// What a relation leads to.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum End {
    /// A page.
    Page(PageId),
    /// A name that has no page yet, as written.
    Wanted(String),
}

impl Edge {
    /// The note of the one who said so.
    pub fn note<'b>(&self, book: &'b Book) -> Option<&'b Fragment> {
        let (page, index) = self.said_by;
        let document = book.page(page).document()?;
        document.front.concept.relations.get(index as usize)?.note.as_ref()
    }
}

/// Of each page, its relations in the order written, then the inverses of others' in page order;
/// each end once a relation.
pub(super) fn of(book: &Book, answers: &[Vec<Answer>]) -> Vec<Vec<Edge>> {
    let mut edges: Vec<Vec<Edge>> = vec![Vec::new(); book.pages.len()];
    let mut inverses: Vec<(PageId, Edge)> = Vec::new();
    for id in book.ids() {
        let Some(document) = book.page(id).document() else { continue };
        for (index, relation) in document.front.concept.relations.iter().enumerate() {
            let said_by = (id, index as u32);
            let reference = relation.reference as usize;
            let end = match &answers[id.0 as usize][reference] {
                Answer::Page(page, _) if *page != id => End::Page(*page),
                Answer::Wanted => match &document.references[reference].target {
                    Target::Concept { name, .. } => End::Wanted(name.clone()),
                    Target::Address(_) | Target::Wiki { .. } => continue,
                },
                Answer::Page(..)
                | Answer::File(..)
                | Answer::Static(..)
                | Answer::External
                | Answer::Broken
                | Answer::Unsafe
                | Answer::AsTyped => continue,
            };
            if let (End::Page(other), Some(key)) = (&end, inverse(relation.key)) {
                inverses.push((*other, Edge { key, end: End::Page(id), said_by }));
            }
            push(&mut edges[id.0 as usize], Edge { key: relation.key, end, said_by });
        }
    }
    for (page, edge) in inverses {
        push(&mut edges[page.0 as usize], edge);
    }
    edges
}

fn push(edges: &mut Vec<Edge>, edge: Edge) {
    if !edges.iter().any(|known| known.key == edge.key && known.end == edge.end) {
        edges.push(edge);
    }
}

/// What the other end has when one end says `key`: SKOS's inverse, or the same for a symmetric one.
fn inverse(key: RelationKey) -> Option<RelationKey> {
    match key {
        RelationKey::Broader => Some(RelationKey::Narrower),
        RelationKey::Narrower => Some(RelationKey::Broader),
        RelationKey::Related => Some(RelationKey::Related),
        RelationKey::DistinctFrom => Some(RelationKey::DistinctFrom),
        RelationKey::See | RelationKey::Terms | RelationKey::About | RelationKey::ReplacedBy => {
            None
        }
    }
}
