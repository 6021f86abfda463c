//! The edges of the next book, where pages say other things but stand where they stood: only what the
//! change can have touched is answered again.

use std::{collections::BTreeSet, sync::Arc};

use rapidhash::RapidHashSet;
use rayon::prelude::*;

use super::{
    Answer, Answers, Asked, Edges, LinkedBook, Places, Slips, Tables,
    answers::{answer, print},
    files,
    targets::titles_of,
    thesaurus, unanswered,
};
use crate::{
    diagnostic::{Checked, Diagnostic},
    model::{Book, PageId, fold},
    parse::Document,
};

/// What the next book needs to know of how a book was linked.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    places: Arc<Places>,
    /// Of each page, what came of its references beside the answers.
    asked: Arc<Vec<Arc<Asked>>>,
    pub(super) slips: Arc<Slips>,
    /// What is wrong with the edges.
    complaints: Arc<Vec<Diagnostic>>,
    /// No file that a page refers to had its place taken.
    is_whole: bool,
    /// Pages whose prose has changed since they were asked: the places in their complaints are old.
    moved: BTreeSet<PageId>,
}

impl Kept {
    pub(super) fn new(
        places: Places,
        asked: Vec<Arc<Asked>>,
        slips: Arc<Slips>,
        complaints: Vec<Diagnostic>,
        is_whole: bool,
    ) -> Kept {
        let moved = BTreeSet::new();
        Kept {
            places: places.into(),
            asked: asked.into(),
            slips,
            complaints: complaints.into(),
            is_whole,
            moved,
        }
    }

    /// For the same book with other prose on `pages`.
    pub(super) fn with(&self, pages: &[PageId]) -> Kept {
        let mut kept = self.clone();
        kept.moved.extend(pages);
        kept
    }
}

/// The next book.
#[derive(Debug)]
pub(crate) struct Anew {
    pub(crate) linked: Checked<LinkedBook>,
    /// Whether pages that roles, comparisons or concepts are made of say other things.
    pub(crate) bears: bool,
}

impl LinkedBook {
    /// The edges of `book`, which is this one's with other texts of the pages `changed`: see
    /// [`Book::told_anew`]. `None` where files are published that were not, or no longer.
    pub(crate) fn told_anew(&self, book: Book, changed: &[PageId]) -> Option<Anew> {
        let Kept { places, asked, slips, complaints: _, is_whole, moved } = &self.again;
        if !is_whole {
            return None;
        }
        let tables = Tables::of(&book, places);
        let asking = self.asking(&book, changed, moved);
        let answered: Vec<_> = asking.par_iter().map(|id| (*id, answer(&tables, *id))).collect();
        let (mut answers, mut asked) = (Vec::clone(&self.answers), Vec::clone(asked));
        let mut other: BTreeSet<PageId> = changed.iter().copied().collect();
        for (id, (new, of_page)) in answered {
            asked[id.0 as usize] = of_page.into();
            if self.answers_of(id) != &*new {
                answers[id.0 as usize] = new;
                other.insert(id);
            }
        }
        let bears = other.iter().any(|id| is_borne(&self.book, *id) || is_borne(&book, *id));
        let renamed = book.renamed(&self.book, changed);
        let touched = book.labels_of(&self.book, &renamed);
        let unanswered = || unanswered(&tables, &asked, slips.without(&touched));
        let edges = || self.edges_anew(&book, changed, &answers, &other, bears);
        let ((mut complaints, slips), (edges, of_edges)) = rayon::join(unanswered, edges);
        drop(tables);
        if files(&answers) != *self.files {
            return None;
        }
        let backlinks =
            self.backlinks.told_anew(&book, (&self.book, &self.answers), &answers, &other);
        complaints.extend(of_edges.iter().cloned());
        let again = Kept {
            places: Arc::clone(places),
            asked: asked.into(),
            slips,
            complaints: of_edges,
            is_whole: true,
            moved: BTreeSet::new(),
        };
        let files = Vec::clone(&self.files);
        let mut linked = LinkedBook::of(book, answers, backlinks, edges, files, again);
        linked.unlinked = self.unlinked.told_anew(&other, bears);
        linked.take_mentions(self, &renamed, other);
        complaints.extend(thesaurus::check(&linked));
        Some(Anew { linked: Checked { value: linked, diagnostics: complaints }, bears })
    }

    /// The pages whose references may have other answers than before, or other things said of them: those
    /// that have changed, those that lead to them, and those that name what one of them is or was called.
    fn asking(&self, book: &Book, changed: &[PageId], moved: &BTreeSet<PageId>) -> Vec<PageId> {
        let called =
            changed.iter().flat_map(|id| names_on(&self.book, *id).chain(names_on(book, *id)));
        let names: RapidHashSet<u64> = called.map(|name| print(&fold(name))).collect();
        let mut asking: BTreeSet<PageId> = changed.iter().chain(moved).copied().collect();
        for id in changed {
            asking.extend(self.backlinks.of_page(*id).iter().map(|link| link.from));
        }
        let named = |id: &PageId| self.again.asked[id.0 as usize].named(&names);
        asking.extend(book.ids().filter(named));
        asking.into_iter().collect()
    }

    /// Whether what front matter says on a page, or the answers to it, are other than in `book`.
    fn relates_otherwise(&self, book: &Book, answers: &Answers, id: PageId) -> bool {
        let (Some(old), Some(new)) = (self.book.page(id).document(), book.page(id).document())
        else {
            return false;
        };
        let of = |document: &Document, answers: &[Answer]| -> Vec<Answer> {
            document.fields().map(|(index, _, _)| answers[index].clone()).collect()
        };
        !new.relates_as(old) || of(old, self.answers_of(id)) != of(new, &answers[id.0 as usize])
    }

    /// What front matter says, and what is wrong with it, where the pages `other` have other answers;
    /// `bears` tells that one of those has to do with it.
    fn edges_anew(
        &self,
        book: &Book,
        changed: &[PageId],
        answers: &Answers,
        other: &BTreeSet<PageId>,
        bears: bool,
    ) -> (Edges, Arc<Vec<Diagnostic>>) {
        let LinkedBook { relations, hierarchy, spectra, careers, again, .. } = self;
        if other.iter().any(|id| self.relates_otherwise(book, answers, *id)) {
            let edges = Edges::of(book, answers);
            let complaints = edges.check(book, answers);
            return (edges, complaints.into());
        }
        let edges = Edges {
            relations: Arc::clone(relations),
            hierarchy: Arc::clone(hierarchy),
            spectra: Arc::clone(spectra),
            careers: Arc::clone(careers),
        };
        // Messages name pages of every kind by their titles, and point into those that have changed.
        let is_told = || bears || changed.iter().any(|id| book.is_retitled(&self.book, *id));
        let complaints = if !again.complaints.is_empty() && is_told() {
            edges.check(book, answers).into()
        } else {
            Arc::clone(&again.complaints)
        };
        (edges, complaints)
    }
}

/// Every name that leads to a page, or to an entry of it.
fn names_on(book: &Book, page: PageId) -> impl Iterator<Item = &str> {
    let labels = book.concepts_on(page).flat_map(|id| book.labels(id).map(|label| label.text));
    let ids = book.concepts_on(page).map(|id| book.concept(id).id.as_str());
    titles_of(book.page(page)).chain(labels).chain(ids)
}

/// Whether a page defines concepts, or draws what roles say.
fn is_borne(book: &Book, id: PageId) -> bool {
    let page = book.page(id);
    page.is_concept()
        || page.document().is_some_and(|document| {
            !document.entries.is_empty()
                || !document.directives.is_empty()
                || document.front.role.is_some()
                || document.front.comparison.is_some()
        })
}
