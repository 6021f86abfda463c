//! The next book, where pages say other things but stand where they stood.

use std::sync::Arc;

use rapidhash::RapidHashSet;

use super::{
    Book, ConceptId, Kind, LabelRole, Names, Origin, Page, PageId, label::fold, names::singulars,
    sections,
};
use crate::{
    config::AutoCompare,
    parse::{Document, EntryOrigin, front_matter::LabelKind},
};

impl Book {
    /// This book with other texts of the pages `changed`, which may be called otherwise now.
    ///
    /// `None` where more than these pages would have to be made anew: where one no longer
    /// [stands](Document::stands_as) where it stood, or where a page of rolebook's making depends on what
    /// has changed.
    pub(crate) fn told_anew(&self, changed: &[(PageId, Arc<Document>)]) -> Option<Book> {
        let mut book = self.clone();
        for (id, document) in changed {
            let page = self.page(*id);
            let old = page.document()?;
            let is_same_kind = sections::kind(&self.config, document) == page.kind;
            let is_paired = page.kind == Kind::Role && self.pairs_roles();
            if !document.stands_as(old)
                || !is_same_kind
                || self.comparisons.on(*id).is_some()
                || is_paired && !document.relates_as(old)
            {
                return None;
            }
            let title = sections::title(&self.config, document, page.shape);
            let origin = Origin::Written(Arc::clone(document));
            book.pages[id.0 as usize] = Arc::new(Page { origin, title, ..page.clone() });
        }
        let mut ids: Vec<PageId> = changed.iter().map(|(id, _)| *id).collect();
        let concepts = ids.iter().filter_map(|id| self.own_concept(*id));
        let renamed: Vec<ConceptId> =
            concepts.filter(|id| book.newly_called(*id) != self.called(*id)).collect();
        if !renamed.is_empty() {
            book.rename(self, &renamed)?;
        }
        ids.retain(|id| book.is_retitled(self, *id));
        sections::put_in_order(&mut book, &ids);
        Some(book)
    }

    /// The pages that have other texts here than in the book `before`, which has the same pages.
    pub(crate) fn changed_since(&self, before: &Book) -> RapidHashSet<PageId> {
        let is_same = |(now, before): &(&Arc<Page>, &Arc<Page>)| match (&now.origin, &before.origin)
        {
            (Origin::Written(now), Origin::Written(before)) => Arc::ptr_eq(now, before),
            (Origin::Derived, Origin::Derived) => true,
            (Origin::Written(_), Origin::Derived) | (Origin::Derived, Origin::Written(_)) => false,
        };
        let pages = self.pages.iter().zip(&before.pages).zip((0..).map(PageId));
        pages.filter(|(pages, _)| !is_same(pages)).map(|(_, id)| id).collect()
    }

    /// Whether a page has another title here than in the book `before`, which has the same pages.
    pub(crate) fn is_retitled(&self, before: &Book, id: PageId) -> bool {
        self.page(id).title != before.page(id).title
    }

    /// Whether concepts have other labels here than in the book `before`, which has the same concepts.
    pub(crate) fn is_renamed(&self, before: &Book) -> bool {
        !Arc::ptr_eq(&self.names, &before.names)
    }

    /// The concepts that are called otherwise here than in the book `before`, which has the same concepts
    /// and differs in the texts of the pages `changed` alone.
    pub(crate) fn renamed(&self, before: &Book, changed: &[PageId]) -> Vec<ConceptId> {
        let concepts = changed.iter().filter_map(|id| self.own_concept(*id));
        concepts.filter(|id| self.called(*id) != before.called(*id)).collect()
    }

    /// All that concepts are called here and were called in the book `before`, folded.
    pub(crate) fn labels_of(&self, before: &Book, concepts: &[ConceptId]) -> RapidHashSet<String> {
        let labels = concepts.iter().flat_map(|id| before.labels(*id).chain(self.labels(*id)));
        labels.map(|label| fold(label.text)).collect()
    }

    /// Whether rolebook chooses roles to compare.
    fn pairs_roles(&self) -> bool {
        !self.config.plain && self.config.compare.auto != AutoCompare::Off
    }

    /// What a concept is called.
    fn called(&self, id: ConceptId) -> Vec<(&str, LabelRole, LabelKind)> {
        self.labels(id).map(|label| (label.text, label.role, label.kind)).collect()
    }

    /// What a concept is called that is a page, by what the page says.
    fn newly_called(&self, id: ConceptId) -> Vec<(&str, LabelRole, LabelKind)> {
        let mut called = self.called(id);
        called[0].0 = self.page(self.concept(id).page).label();
        called
    }

    /// Gives concepts that are pages the labels that these have now. `None` where a comparison or the page
    /// of a label would be another one by that.
    fn rename(&mut self, before: &Book, renamed: &[ConceptId]) -> Option<()> {
        let is_compared =
            |id: &ConceptId| before.comparisons.with(before.concept(*id).page).next().is_some();
        if self.pairs_roles() || renamed.iter().any(is_compared) {
            return None;
        }
        let mut concepts = Vec::clone(&self.concepts);
        for id in renamed {
            let concept = &mut concepts[id.0 as usize];
            self.page(concept.page).label().clone_into(&mut concept.label);
        }
        self.concepts = concepts.into();
        let mut names = Names::clone(&self.names);
        for id in renamed {
            names.replace(*id, before.labels(*id), self.labels(*id));
        }
        self.names = names.into();
        let touched = self.labels_of(before, renamed);
        let is_shared = |name: &String| before.names.is_shared(name) || self.names.is_shared(name);
        let is_told = self.coins(&touched)
            || !self.config.plain && (touched.iter().any(is_shared) || self.compares(&touched));
        (!is_told).then_some(())
    }

    /// Whether a page has a related term of one of these names, which are folded: it is a concept as long
    /// as no other has its name.
    fn coins(&self, names: &RapidHashSet<String>) -> bool {
        let documents = self.pages.iter().filter_map(|page| page.document());
        let mut entries = documents.flat_map(|document| &document.entries);
        entries.any(|entry| {
            entry.origin == EntryOrigin::RelatedTerm && names.contains(&fold(&entry.label))
        })
    }

    /// Whether a written comparison may name a subject by one of these names, which are folded.
    fn compares(&self, names: &RapidHashSet<String>) -> bool {
        let fronts =
            self.pages.iter().filter_map(|page| page.document()?.front.comparison.as_ref());
        let mut subjects = fronts.flat_map(|front| &front.asked.subjects);
        subjects.any(|subject| {
            let folded = fold(&subject.name);
            singulars(&folded).iter().chain([&folded]).any(|name| names.contains(name))
        })
    }
}
