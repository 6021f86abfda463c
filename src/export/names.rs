//! How things are named outside of the site: by their addresses.

use std::{collections::BTreeSet, fmt::Write as _};

use crate::{
    link::{Answer, End, LinkedBook},
    model::{Book, ConceptId, PageId, scheme_url},
    parse::{Target, front_matter::Match},
};

/// What names begin with where the handbook has no `base_url`: a name needs some absolute address,
/// and one below `.invalid` is nobody's (RFC 2606, section 2).
pub const NO_BASE: &str = "https://handbook.invalid/";

/// Names below one address.
pub(super) struct Names {
    base: String,
    /// Schemes whose page is a concept: one IRI must not name both (SKOS, S9).
    taken: BTreeSet<String>,
}

impl Names {
    /// IRIs: names below the address of the site.
    pub(super) fn of(book: &Book) -> Names {
        let base = book.config.base_url.as_ref().map_or(NO_BASE, |base| base.as_str());
        let ids = book.ids().filter(|id| book.own_concept(*id).is_some());
        let schemes = ids.filter_map(|id| book.page(id).index.as_ref()?.scheme());
        Names { taken: schemes.map(str::to_owned).collect(), base: safe(base) }
    }

    /// Names from the root of the site, wherever that is.
    pub(super) fn rooted() -> Names {
        Names { base: String::new(), taken: BTreeSet::new() }
    }

    pub(super) fn scheme(&self, name: &str) -> String {
        let place = self.taken.contains(name).then_some("concept-scheme");
        scheme_url(name).absolute(&self.base, place)
    }

    pub(super) fn concept(&self, book: &Book, id: ConceptId) -> String {
        let place = book.entry(id).map(|entry| entry.id.as_str());
        book.page(book.concept(id).page).url.absolute(&self.base, place)
    }

    pub(super) fn page(&self, book: &Book, id: PageId) -> String {
        book.page(id).url.absolute(&self.base, None)
    }

    /// What a relation leads to; a name without a page yet has no address.
    pub(super) fn end(&self, book: &Book, end: &End) -> Option<String> {
        match end {
            End::Concept(id) => Some(self.concept(book, *id)),
            End::Page(id) => Some(self.page(book, *id)),
            End::Wanted(_) => None,
        }
    }

    /// What an entry of `match` on a page leads to: a concept of another vocabulary, or of this one.
    pub(super) fn matched(&self, linked: &LinkedBook, page: PageId, it: &Match) -> Option<String> {
        let book = &linked.book;
        let reference = it.reference as usize;
        let written = &book.page(page).document()?.references[reference].target;
        match (&linked.answers_of(page)[reference], written) {
            (Answer::External, Target::Address(address)) => Some(safe(address.trim())),
            (answer, _) => self.end(book, &answer.end(book)?),
        }
    }
}

/// An address as an IRI: percent-encoded where an IRI may not have a character (Turtle 1.1, IRIREF),
/// though addresses of the web may (`|`).
fn safe(address: &str) -> String {
    let mut iri = String::with_capacity(address.len());
    for letter in address.chars() {
        match letter {
            '\0'..=' ' | '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\' | '\x7f' => {
                let _ = write!(iri, "%{:02X}", letter as u32);
            }
            _ => iri.push(letter),
        }
    }
    iri
}
