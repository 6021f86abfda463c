//! The concepts that a page links to, with what they mean: the list at its end, which hover reads too.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use super::{
    body::Addressing,
    common::Common,
    edges::concept_link,
    page::{cut, summary},
    theme::Ready,
    view::PageTermView,
};
use crate::{
    link::{LinkedBook, linked_concept, texts},
    model::{ConceptId, PageId},
};

/// Concepts that a page lists at most.
const LISTED: usize = 300;
/// Characters of a definition in the list, at most.
const DEFINITION: usize = 300;

/// Entries of the lists of one section's pages: they write every address alike.
#[derive(Debug, Default)]
pub(super) struct Terms(RwLock<HashMap<ConceptId, Ready>>);

/// The concepts that the text of page `id` links to, those that it explains itself left out: the first
/// 60 in order of their labels, and how many there are more.
pub(super) fn page_terms(
    linked: &LinkedBook,
    id: PageId,
    addressing: &Addressing<'_>,
    common: Option<&Common>,
) -> (Vec<Ready>, usize) {
    let concepts = concepts(linked, id);
    let more = concepts.len().saturating_sub(LISTED);
    let shown = concepts.into_iter().take(LISTED);
    let terms = shown.map(|concept| match common {
        Some(common) => common.terms.get(concept, || view(linked, concept, addressing)),
        None => view(linked, concept, addressing),
    });
    (terms.collect(), more)
}

/// The concepts that the text of a page links to, in order of their labels.
fn concepts(linked: &LinkedBook, id: PageId) -> Vec<ConceptId> {
    let book = &linked.book;
    let Some(document) = book.page(id).document().filter(|_| !book.config.plain) else {
        return Vec::new();
    };
    let answered = document.references.iter().zip(linked.answers_of(id));
    let written =
        answered.filter_map(|(reference, answer)| linked_concept(book, reference, answer));
    let body = linked.mentions_of(id).iter().map(|mention| mention.concept);
    let mut concepts: Vec<ConceptId> = written.chain(body).collect();
    for text in texts(document).into_iter().skip(1) {
        concepts.extend(linked.mentions_in(id, text, None).iter().map(|mention| mention.concept));
    }
    concepts.retain(|concept| book.concept(*concept).page != id);
    linked.order(&mut concepts);
    concepts
}

fn view(linked: &LinkedBook, concept: ConceptId, addressing: &Addressing<'_>) -> Ready {
    let book = &linked.book;
    let (title, url) = concept_link(linked, concept, addressing);
    let definition = match book.definition(concept) {
        Some(definition) => cut(&definition.text, DEFINITION),
        None if book.entry(concept).is_none() => summary(book.page(book.concept(concept).page)),
        None => String::new(),
    };
    Ready::of(&PageTermView { title, url, definition })
}

impl Terms {
    fn get(&self, concept: ConceptId, make: impl FnOnce() -> Ready) -> Ready {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(&concept) {
            return known.clone();
        }
        drop(known);
        let made = make();
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(concept, made.clone());
        made
    }
}
