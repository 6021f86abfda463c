//! The edges between pages: one resolver and one graph for every kind of reference.
//!
//! First the *tables* (what all pages declare: addresses, anchors, labels), then the *answers* of
//! each page, in parallel; last what follows from them: backlinks and relations, and whether the
//! vocabulary holds together.

mod address;
mod advice;
mod answers;
mod backlinks;
mod careers;
mod circles;
mod contexts;
mod matches;
mod mentions;
mod per_page;
mod relations;
mod slips;
mod spectra;
mod targets;
mod thesaurus;
mod vocabulary;
mod wanted;

use std::sync::Arc;

use rayon::prelude::*;

pub use self::{
    backlinks::{Backlink, Backlinks, Way, sentence},
    careers::{CareerMove, CareerRole, Careers, Side, TRACKS, Told, asked},
    mentions::{Mention, Mentioned, linked_concept, texts},
    relations::{Edge, End, Relations},
    spectra::{Spectra, Spectrum},
    thesaurus::{Hierarchy, Step},
    wanted::{Use, Wanted, finds, wanted},
};
use crate::{
    diagnostic::{Checked, Diagnostic},
    model::{Book, ConceptId, PageId},
    parse::Document,
};

/// The book, and every edge between its pages. Only [`link`] makes one, so no template can see a
/// page without its links.
#[derive(Debug)]
pub struct LinkedBook {
    /// The pages.
    pub book: Book,
    /// Of each page, the answer to each reference of its document.
    pub answers: Arc<Vec<Vec<Answer>>>,
    /// Who refers to each page and concept.
    pub backlinks: Arc<Backlinks>,
    /// The relations between concepts, inverses included.
    pub relations: Arc<Relations>,
    /// Which concepts are broader than which, at any distance.
    pub hierarchy: Arc<Hierarchy>,
    /// The spectra of all concepts, and who stands where on them.
    pub spectra: Arc<Spectra>,
    /// The moves between roles.
    pub careers: Arc<Careers>,
    /// The mentions of concepts; see [`LinkedBook::mentions_of`].
    mentions: mentions::Mentions,
    /// The abbreviations that several concepts share, and which pages use them.
    unlinked: thesaurus::Unlinked,
    /// The files of the content folder that pages refer to: sorted indexes into [`Book::files`].
    pub files: Arc<Vec<u32>>,
    /// How many references were answered.
    pub links: usize,
}

/// What a reference leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// A page, perhaps a place on it (an id that the page has).
    Page(PageId, Option<Box<str>>),
    /// A file of the content folder, with what follows its path (`#page=2`).
    File(u32, Box<str>),
    /// A file of `static/`, with what follows its path.
    Static(u32, Box<str>),
    /// Another site, a mail address: written as it stands.
    External,
    /// A name that has no page yet.
    Wanted,
    /// Nothing; it has been reported.
    Broken,
    /// An address that must not be published; it has been reported.
    Unsafe,
    /// Nothing, in a plain folder's `[[x]]`: drawn as it was typed.
    AsTyped,
}

impl Answer {
    /// The page that it leads to, whatever the place on it.
    pub fn page(&self) -> Option<PageId> {
        match self {
            Answer::Page(page, _) => Some(*page),
            Answer::File(..)
            | Answer::Static(..)
            | Answer::External
            | Answer::Wanted
            | Answer::Broken
            | Answer::Unsafe
            | Answer::AsTyped => None,
        }
    }

    /// The file of the content folder that it leads to: index into [`Book::files`].
    pub fn file(&self) -> Option<u32> {
        match self {
            Answer::File(file, _) => Some(*file),
            Answer::Page(..)
            | Answer::Static(..)
            | Answer::External
            | Answer::Wanted
            | Answer::Broken
            | Answer::Unsafe
            | Answer::AsTyped => None,
        }
    }

    /// What it leads to among the pages and their entries; [`End::Wanted`] it is never.
    pub fn end(&self, book: &Book) -> Option<End> {
        let Answer::Page(page, place) = self else { return None };
        let concept = book.concept_at(*page, place.as_deref());
        Some(concept.map_or(End::Page(*page), End::Concept))
    }

    /// The concept that it leads to: the entry at the place, else what the page is.
    pub fn concept(&self, book: &Book) -> Option<ConceptId> {
        let Answer::Page(page, place) = self else { return None };
        book.concept_at(*page, place.as_deref())
    }
}

impl LinkedBook {
    /// This book with other texts: `changed` are documents of pages that [say the same](Document::says_as)
    /// to the rest of the book as those that they replace. So every reference has the same answer, and
    /// all that follows from the answers stays.
    pub(crate) fn with(&self, changed: &[(PageId, Arc<Document>)]) -> LinkedBook {
        let LinkedBook {
            book,
            answers,
            backlinks,
            relations,
            hierarchy,
            spectra,
            careers,
            mentions,
            unlinked,
            files,
            links,
        } = self;
        let pages: Vec<PageId> = changed.iter().map(|(id, _)| *id).collect();
        let linked = LinkedBook {
            book: book.with(changed),
            answers: Arc::clone(answers),
            backlinks: Arc::clone(backlinks),
            relations: Arc::clone(relations),
            hierarchy: Arc::clone(hierarchy),
            spectra: Arc::clone(spectra),
            careers: Arc::clone(careers),
            mentions: mentions.with(&pages),
            unlinked: unlinked.with(&pages),
            files: Arc::clone(files),
            links: *links,
        };
        linked.take_mentioned(self, &pages);
        linked
    }

    /// The answers of a page.
    pub fn answers_of(&self, page: PageId) -> &[Answer] {
        &self.answers[page.0 as usize]
    }
}

/// Draws the edges of `book`.
pub fn link(mut book: Book) -> Checked<LinkedBook> {
    let tables = targets::Tables::of(&book);
    let ids: Vec<PageId> = book.ids().collect();
    let answered: Vec<_> = ids.par_iter().map(|id| answers::answer(&tables, *id)).collect();
    let (mut complaints, mut seeks) = (Vec::new(), Vec::new());
    let mut answers = Vec::with_capacity(answered.len());
    for page in answered {
        let before = complaints.len();
        seeks.extend(page.seeks.into_iter().map(|(index, seek)| (before + index, seek)));
        complaints.extend(page.complaints);
        answers.push(page.answers);
    }
    advice::give(&tables, &mut complaints, &seeks);
    drop(tables);
    let files = publish(&mut book, &mut answers, &mut complaints);
    // All that follows is read from the answers as they stay.
    let backlinks = backlinks::of(&book, &answers);
    let relations = relations::of(&book, &answers);
    let hierarchy = Hierarchy::of(&relations, book.concepts.len());
    contexts::check(&book, &answers, &hierarchy, &mut complaints);
    let spectra = spectra::of(&book, &hierarchy);
    let careers = careers::of(&book, &answers);
    vocabulary::check(&book, &mut complaints);
    careers::check(&book, &answers, &careers, &mut complaints);
    let links = answers.iter().map(Vec::len).sum();
    let mentions = mentions::Mentions::of(book.pages.len());
    let unlinked = thesaurus::Unlinked::of(book.pages.len());
    let linked = LinkedBook {
        book,
        answers: answers.into(),
        backlinks: backlinks.into(),
        relations: relations.into(),
        hierarchy: hierarchy.into(),
        spectra: spectra.into(),
        careers: careers.into(),
        mentions,
        unlinked,
        files: files.into(),
        links,
    };
    complaints.extend(thesaurus::check(&linked));
    Checked { value: linked, diagnostics: complaints }
}

/// What prose decides of the vocabulary, beside all that [`link`] tells: whether a text mentions a
/// concept, whether one uses an abbreviation of several, and whether one says what it means.
pub fn check_prose(linked: &LinkedBook) -> Vec<Diagnostic> {
    thesaurus::check_prose(linked)
}

/// Claims the outputs of the files that pages refer to. One whose place is taken has been reported,
/// and leads nowhere.
fn publish(
    book: &mut Book,
    answers: &mut [Vec<Answer>],
    complaints: &mut Vec<Diagnostic>,
) -> Vec<u32> {
    let mut files = files(answers);
    let mut barred = Vec::new();
    files.retain(|index| match book.claim_file(*index) {
        Ok(()) => true,
        Err(complaint) => {
            complaints.push(complaint);
            barred.push(*index);
            false
        }
    });
    if !barred.is_empty() {
        let is_barred = |answer: &Answer| answer.file().is_some_and(|file| barred.contains(&file));
        let answers = answers.iter_mut().flatten();
        answers.filter(|answer| is_barred(answer)).for_each(|answer| *answer = Answer::Broken);
    }
    files
}

/// The files that pages refer to, each once, in order.
fn files(answers: &[Vec<Answer>]) -> Vec<u32> {
    let mut files: Vec<u32> = answers.iter().flatten().filter_map(Answer::file).collect();
    files.sort_unstable();
    files.dedup();
    files
}
