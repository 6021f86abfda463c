//! The order of concepts by their labels.

use crate::model::{Book, ConceptId, natural};

/// Of each concept, its place among all when they are in order of their labels.
#[derive(Debug)]
pub(super) struct Order(Vec<u32>);

impl Order {
    pub(super) fn of(book: &Book) -> Order {
        let mut ids: Vec<ConceptId> = book.concept_ids().collect();
        ids.sort_unstable_by(|a, b| in_order(book, *a, *b));
        Order::by(&ids)
    }

    /// For a book that differs in the labels of the concepts `renamed`.
    pub(super) fn with_other_labels(&self, book: &Book, renamed: &[ConceptId]) -> Order {
        let Order(places) = self;
        let mut ids = vec![ConceptId(0); places.len()];
        (0..).zip(places).for_each(|(id, place)| ids[*place as usize] = ConceptId(id));
        ids.retain(|id| !renamed.contains(id));
        for id in renamed {
            let at = ids.partition_point(|other| in_order(book, *other, *id).is_lt());
            ids.insert(at, *id);
        }
        Order::by(&ids)
    }

    fn by(ids: &[ConceptId]) -> Order {
        let mut places = vec![0; ids.len()];
        (0..).zip(ids).for_each(|(place, id)| places[id.0 as usize] = place);
        Order(places)
    }

    /// Puts concepts in order, each once.
    pub(super) fn sort(&self, concepts: &mut Vec<ConceptId>) {
        concepts.sort_unstable_by_key(|id| self.0[id.0 as usize]);
        concepts.dedup();
    }
}

fn in_order(book: &Book, a: ConceptId, b: ConceptId) -> std::cmp::Ordering {
    let label = |id: ConceptId| book.concept(id).label.as_str();
    natural(label(a), label(b)).then(a.cmp(&b))
}
