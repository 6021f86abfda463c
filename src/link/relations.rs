//! Relations between concepts, with the inverses that authors need not write.

use rapidhash::RapidHashSet;

use super::{Answer, Answers};
use crate::{
    model::{Book, ConceptId, PageId},
    parse::{Document, EntryOrigin, Fragment, Target, front_matter::RelationKey},
};

/// The relations of every concept, and those of pages that are none (`about`, `terms`).
#[derive(Debug, Default)]
pub struct Relations {
    /// By concept, inverses included.
    concepts: Vec<Vec<Edge>>,
    /// By page; empty for the page of a concept.
    pages: Vec<Vec<Edge>>,
    /// What pages say of themselves, in page order: no relations.
    selves: Vec<Edge>,
}

impl Relations {
    /// What a concept is related to: in the order written, then the inverses of others' relations.
    pub fn of_concept(&self, concept: ConceptId) -> &[Edge] {
        &self.concepts[concept.0 as usize]
    }

    /// What pages say of themselves, which is no relation.
    pub(super) fn selves(&self) -> &[Edge] {
        &self.selves
    }

    /// What a page is related to: its concept's relations, if it is one.
    pub fn of_page(&self, book: &Book, page: PageId) -> &[Edge] {
        match book.own_concept(page) {
            Some(concept) => self.of_concept(concept),
            None => &self.pages[page.0 as usize],
        }
    }
}

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
    /// A concept.
    Concept(ConceptId),
    /// A page that is no concept.
    Page(PageId),
    /// A name that has no page yet, as written.
    Wanted(String),
}

impl End {
    /// What a reference of front matter leads to; `None` where that has been reported, or is no name.
    pub(super) fn of(
        book: &Book,
        document: &Document,
        answers: &[Answer],
        reference: u32,
    ) -> Option<End> {
        match (&answers[reference as usize], &document.references[reference as usize].target) {
            (Answer::Wanted, Target::Concept { name, .. }) => Some(End::Wanted(name.clone())),
            (answer, _) => answer.end(book),
        }
    }
}

impl Edge {
    /// The note of the one who said so.
    pub fn note<'b>(&self, book: &'b Book) -> Option<&'b Fragment> {
        let (page, index) = self.said_by;
        let document = book.page(page).document()?;
        document.front.concept.relations.get(index as usize)?.note.as_ref()
    }
}

/// The relations in the order written, then the inverses of others' in page order; each end once a
/// relation. What a page says of itself is none.
pub(super) fn of(book: &Book, answers: &Answers) -> Relations {
    let mut relations = Relations {
        concepts: vec![Vec::new(); book.concepts.len()],
        pages: vec![Vec::new(); book.pages.len()],
        selves: Vec::new(),
    };
    let mut known: RapidHashSet<(ConceptId, RelationKey, ConceptId)> = RapidHashSet::default();
    let mut inverses: Vec<(ConceptId, Edge)> = Vec::new();
    for id in book.ids() {
        let own = book.own_concept(id);
        let end = own.map_or(End::Page(id), End::Concept);
        for edge in written(book, id, &answers[id.0 as usize]) {
            if edge.end == end {
                relations.selves.push(edge);
                continue;
            }
            let edges = match own {
                Some(own) => &mut relations.concepts[own.0 as usize],
                None => &mut relations.pages[id.0 as usize],
            };
            match (own, &edge.end) {
                (Some(own), End::Concept(other)) => {
                    if let Some(key) = inverse(edge.key) {
                        let end = End::Concept(own);
                        inverses.push((*other, Edge { key, end, said_by: edge.said_by }));
                    }
                    if known.insert((own, edge.key, *other)) {
                        edges.push(edge);
                    }
                }
                (_, _) if edges.iter().any(|it| it.key == edge.key && it.end == edge.end) => {}
                (_, _) => edges.push(edge),
            }
        }
    }
    for (term, subject, page) in coined(book) {
        let ends = [(term, subject), (subject, term)];
        inverses.extend(ends.map(|(one, other)| {
            let said_by = (page, NOT_AMONG_THEM);
            (one, Edge { key: RelationKey::Related, end: End::Concept(other), said_by })
        }));
    }
    for (concept, edge) in inverses {
        if let End::Concept(other) = edge.end
            && known.insert((concept, edge.key, other))
        {
            relations.concepts[concept.0 as usize].push(edge);
        }
    }
    relations
}

/// The index of what follows from a comparison: no relation of its page says so.
const NOT_AMONG_THEM: u32 = u32::MAX;

/// The terms that comparisons coin, each with a subject that it is related to.
fn coined(book: &Book) -> impl Iterator<Item = (ConceptId, ConceptId, PageId)> {
    book.comparisons.iter().flat_map(|comparison| {
        let page = comparison.page;
        let is_coined = |id: &ConceptId| {
            book.entry(*id).is_some_and(|entry| entry.origin == EntryOrigin::RelatedTerm)
        };
        let subjects = comparison.subjects.iter().filter_map(|role| book.own_concept(*role));
        let terms = book.concepts_on(page).filter(is_coined);
        terms.flat_map(move |term| subjects.clone().map(move |subject| (term, subject, page)))
    })
}

/// The relations that a page's front matter names.
fn written<'b>(
    book: &'b Book,
    id: PageId,
    answers: &'b [Answer],
) -> impl Iterator<Item = Edge> + use<'b> {
    let document = book.page(id).document();
    let relations = document.map_or(&[][..], |document| &document.front.concept.relations);
    relations.iter().enumerate().filter_map(move |(index, relation)| {
        let end = End::of(book, document?, answers, relation.reference)?;
        Some(Edge { key: relation.key, end, said_by: (id, index as u32) })
    })
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
