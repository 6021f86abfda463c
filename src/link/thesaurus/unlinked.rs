//! Which abbreviations of several concepts texts use: each use would be a link if the abbreviation were
//! one concept's alone.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use rayon::prelude::*;

use super::labels::{Abbreviation, abbreviations};
use crate::{
    config::Autolink,
    link::{LinkedBook, mentions, per_page::PerPage},
    model::PageId,
    parse::{Document, Piece},
};

/// The abbreviations that several concepts share, and which of them each page uses: both found when they
/// are first asked for.
#[derive(Debug)]
pub(in crate::link) struct Unlinked {
    /// By their texts.
    abbreviations: Arc<OnceLock<BTreeMap<String, Abbreviation>>>,
    /// Of each page, the texts of those that it uses.
    pages: PerPage<BTreeSet<String>>,
}

impl Unlinked {
    /// For a book of `pages`.
    pub(in crate::link) fn of(pages: usize) -> Unlinked {
        Unlinked { abbreviations: Arc::default(), pages: PerPage::of(pages) }
    }

    /// For the same book with other texts of the pages `changed`: all that was found in the others.
    pub(in crate::link) fn with<'p>(
        &self,
        changed: impl IntoIterator<Item = &'p PageId>,
    ) -> Unlinked {
        let abbreviations = Arc::clone(&self.abbreviations);
        Unlinked { abbreviations, pages: self.pages.with(changed) }
    }

    /// For a book that [tells](crate::model::Book::told_anew) the pages `changed` anew: concepts share the
    /// same abbreviations in it. `bears` tells that one of those pages has concepts, whose labels may have
    /// moved.
    pub(in crate::link) fn told_anew(&self, changed: &BTreeSet<PageId>, bears: bool) -> Unlinked {
        let unlinked = self.with(changed);
        if bears { Unlinked { abbreviations: Arc::default(), ..unlinked } } else { unlinked }
    }
}

impl LinkedBook {
    /// The abbreviations that several concepts share, each with how many pages use it, those of its own
    /// concepts left aside. An abbreviation is one word, in its own case.
    pub(super) fn shared_abbreviations(&self) -> Vec<(&Abbreviation, usize)> {
        let known = self.unlinked.abbreviations.get_or_init(|| abbreviations(&self.book));
        let mut used: BTreeMap<&str, usize> = BTreeMap::new();
        if !known.is_empty() && self.book.config.terms.autolink != Autolink::Off {
            let on = |page: PageId| {
                self.unlinked.pages.of_page(page, || self.abbreviations_on(page, known))
            };
            let pages: Vec<PageId> = self.book.ids().collect();
            let found: Vec<&BTreeSet<String>> = pages.into_par_iter().map(on).collect();
            for text in found.into_iter().flatten() {
                *used.entry(text).or_default() += 1;
            }
        }
        let pages = |text: &String| used.get(text.as_str()).copied().unwrap_or_default();
        known.iter().map(|(text, abbreviation)| (abbreviation, pages(text))).collect()
    }

    /// Those of `known` that the texts of a page use.
    fn abbreviations_on(
        &self,
        page: PageId,
        known: &BTreeMap<String, Abbreviation>,
    ) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let document = self.book.page(page).document();
        let Some(document) = document.filter(|it| it.front.autolink != Some(false)) else {
            return found;
        };
        for word in words(document) {
            let singular = word.strip_suffix('s').unwrap_or(word);
            let abbreviation = known.get_key_value(word).or_else(|| known.get_key_value(singular));
            let Some((text, Abbreviation { concepts, .. })) = abbreviation else { continue };
            let is_elsewhere = concepts.iter().all(|id| self.book.concept(*id).page != page);
            if is_elsewhere && !found.contains(text) {
                found.insert(text.clone());
            }
        }
        found
    }
}

/// The words of a page's prose that may become links.
fn words(document: &Document) -> impl Iterator<Item = &str> {
    mentions::texts(document).into_iter().flat_map(|fragment| {
        let prose = fragment.pieces.iter().filter_map(|piece| match piece {
            Piece::Prose { text, linkable: true, .. } => {
                fragment.text.get(text.start as usize..text.end as usize)
            }
            _ => None,
        });
        prose.flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()))
    })
}
