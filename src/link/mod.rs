//! The edges between pages: one resolver and one graph for every kind of reference.
//!
//! First the *tables* (what all pages declare: addresses, anchors, labels), then the *answers* of
//! each page, in parallel; last what follows from them: backlinks and relations, and whether the
//! vocabulary holds together.

mod address;
mod advice;
mod again;
mod answers;
mod backlinks;
mod careers;
mod circles;
mod contexts;
mod matches;
mod mentions;
mod per_page;
mod places;
mod relations;
mod slips;
mod sought;
mod spectra;
mod targets;
mod thesaurus;
mod vocabulary;
mod wanted;

use std::sync::Arc;

use rayon::prelude::*;

pub(crate) use self::again::Anew;
use self::{answers::Asked, places::Places, slips::Slips, targets::Tables};
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
    diagnostic::{Checked, Diagnostic, Severity},
    model::{Book, ConceptId, PageId},
    parse::Document,
};

/// The book, and every edge between its pages. Only this module makes one, so no template can see a
/// page without its links.
#[derive(Debug)]
pub struct LinkedBook {
    /// The pages.
    pub book: Book,
    /// Of each page, the answer to each reference of its document.
    pub answers: Arc<Vec<Arc<[Answer]>>>,
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
    /// What the next book needs to know of how this one was linked.
    again: again::Kept,
}

/// Of each page, the answer to each reference of its document.
type Answers = [Arc<[Answer]>];

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
        let Answer::Page(page, _) = self else { return None };
        Some(*page)
    }

    /// The file of the content folder that it leads to: index into [`Book::files`].
    pub fn file(&self) -> Option<u32> {
        let Answer::File(file, _) = self else { return None };
        Some(*file)
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
            mentions: _,
            unlinked,
            files,
            links,
            again,
        } = self;
        let pages: Vec<PageId> = changed.iter().map(|(id, _)| *id).collect();
        let mut linked = LinkedBook {
            book: book.with(changed),
            answers: Arc::clone(answers),
            backlinks: Arc::clone(backlinks),
            relations: Arc::clone(relations),
            hierarchy: Arc::clone(hierarchy),
            spectra: Arc::clone(spectra),
            careers: Arc::clone(careers),
            // Taken over below.
            mentions: mentions::Mentions::of(0),
            unlinked: unlinked.with(&pages),
            files: Arc::clone(files),
            links: *links,
            again: again.with(&pages),
        };
        linked.take_mentions(self, &[], pages.into_iter().collect());
        linked
    }

    /// The answers of a page.
    pub fn answers_of(&self, page: PageId) -> &[Answer] {
        &self.answers[page.0 as usize]
    }
}

/// Draws the edges of `book`.
pub fn link(mut book: Book) -> Checked<LinkedBook> {
    let places = Places::of(&book);
    let ids: Vec<PageId> = book.ids().collect();
    let tables = Tables::of(&book, &places);
    let answered = ids.par_iter().map(|id| answers::answer(&tables, *id));
    let (mut answers, asked): (Vec<Arc<[Answer]>>, Vec<Asked>) = answered.unzip();
    let asked: Vec<Arc<Asked>> = asked.into_iter().map(Arc::new).collect();
    let (mut complaints, slips) = unanswered(&tables, &asked, Arc::default());
    drop(tables);
    let (files, barred) = publish(&mut book, &mut answers);
    let is_whole = barred.is_empty();
    complaints.extend(barred);
    // All that follows is read from the answers as they stay.
    let edges = || Edges::of(&book, &answers);
    let (edges, backlinks) = rayon::join(edges, || backlinks::of(&book, &answers));
    let of_edges = edges.check(&book, &answers);
    complaints.extend(of_edges.iter().cloned());
    let again = again::Kept::new(places, asked, slips, of_edges, is_whole);
    let linked = LinkedBook::of(book, answers, backlinks, edges, files, again);
    complaints.extend(thesaurus::check(&linked));
    Checked { value: linked, diagnostics: complaints }
}

/// What to say of the references without an answer, with the nearest right names; see [`advice::give`]. `known`
/// is as of [`Slips::of`].
fn unanswered(
    tables: &Tables<'_>,
    asked: &[Arc<Asked>],
    known: Arc<Slips>,
) -> (Vec<Diagnostic>, Arc<Slips>) {
    let (mut complaints, mut seeks, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
    for page in asked {
        let before = complaints.len();
        seeks.extend(page.seeks.iter().map(|(index, seek)| (before + index, seek)));
        let of_page = page.wanted.iter();
        wanted.extend(of_page.map(|(index, sought, name)| (before + index, *sought, &**name)));
        complaints.extend(page.complaints.iter().cloned());
    }
    advice::give(tables, &mut complaints, seeks);
    let slips = Slips::of(tables, wanted.iter().map(|(_, sought, name)| (*sought, *name)), known);
    for (complaint, sought, name) in wanted {
        if let Some(meant) = slips.meant(sought, name) {
            // It is no wish for a page.
            complaints[complaint].help = Some(meant.to_string());
            complaints[complaint].severity = Severity::Warning;
        }
    }
    (complaints, slips)
}

/// What front matter says of concepts and roles, and the answers to it.
#[derive(Clone, Debug)]
struct Edges {
    relations: Arc<Relations>,
    hierarchy: Arc<Hierarchy>,
    spectra: Arc<Spectra>,
    careers: Arc<Careers>,
}

impl Edges {
    fn of(book: &Book, answers: &Answers) -> Edges {
        let of_concepts = || {
            let relations = relations::of(book, answers);
            let hierarchy = Hierarchy::of(&relations, book.concepts.len());
            let spectra = spectra::of(book, &hierarchy);
            (relations, hierarchy, spectra)
        };
        let ((relations, hierarchy, spectra), careers) =
            rayon::join(of_concepts, || careers::of(book, answers));
        Edges {
            relations: relations.into(),
            hierarchy: hierarchy.into(),
            spectra: spectra.into(),
            careers: careers.into(),
        }
    }

    /// What is wrong with them. What pages and concepts are called stands in messages, and decides of none: see
    /// `edges_anew`.
    fn check(&self, book: &Book, answers: &Answers) -> Vec<Diagnostic> {
        let mut complaints = Vec::new();
        contexts::check(book, answers, &self.hierarchy, &mut complaints);
        vocabulary::check(book, &mut complaints);
        careers::check(book, answers, &self.careers, &mut complaints);
        complaints
    }
}

impl LinkedBook {
    /// The book with its edges; nothing has been found in its prose yet.
    fn of(
        book: Book,
        answers: Vec<Arc<[Answer]>>,
        backlinks: Backlinks,
        edges: Edges,
        files: Vec<u32>,
        again: again::Kept,
    ) -> LinkedBook {
        let Edges { relations, hierarchy, spectra, careers } = edges;
        LinkedBook {
            links: answers.iter().map(|answers| answers.len()).sum(),
            mentions: mentions::Mentions::of(book.pages.len()),
            unlinked: thesaurus::Unlinked::of(book.pages.len()),
            book,
            answers: answers.into(),
            backlinks: backlinks.into(),
            relations,
            hierarchy,
            spectra,
            careers,
            files: files.into(),
            again,
        }
    }
}

/// What prose decides of the vocabulary, beside all that [`link`] tells: whether a text mentions a
/// concept, whether one uses an abbreviation of several, and whether one says what it means.
pub fn check_prose(linked: &LinkedBook) -> Vec<Diagnostic> {
    thesaurus::check_prose(linked)
}

/// Claims the outputs of the files that pages refer to. One whose place is taken is told, and leads
/// nowhere.
fn publish(book: &mut Book, answers: &mut [Arc<[Answer]>]) -> (Vec<u32>, Vec<Diagnostic>) {
    let mut files = files(answers);
    let (mut barred, mut complaints) = (Vec::new(), Vec::new());
    files.retain(|index| match book.claim_file(*index) {
        Ok(()) => true,
        Err(complaint) => {
            complaints.push(complaint);
            barred.push(*index);
            false
        }
    });
    let is_barred = |answer: &Answer| answer.file().is_some_and(|file| barred.contains(&file));
    for answers in answers.iter_mut().filter(|answers| answers.iter().any(is_barred)) {
        let free = |answer: &Answer| {
            if is_barred(answer) { Answer::Broken } else { answer.clone() }
        };
        *answers = answers.iter().map(free).collect();
    }
    (files, complaints)
}

/// The files that pages refer to, each once, in order.
fn files(answers: &Answers) -> Vec<u32> {
    let files = answers.par_iter().flat_map_iter(|answers| answers.iter().filter_map(Answer::file));
    let mut files: Vec<u32> = files.collect();
    files.sort_unstable();
    files.dedup();
    files
}
