//! Which abbreviations of several concepts texts use: each use would be a link if the abbreviation were
//! one concept's alone.

use std::collections::BTreeMap;

use rapidhash::RapidHashSet;
use rayon::prelude::*;

use crate::{
    config::Autolink,
    link::mentions,
    model::{Book, ConceptId, PageId},
    parse::{Document, Piece},
};

/// How many pages use each of `abbreviations`, those of its own concepts left aside; only such as have
/// any. An abbreviation is one word, in its own case.
pub(super) fn used<'a>(
    book: &Book,
    abbreviations: &BTreeMap<&'a str, Vec<ConceptId>>,
) -> BTreeMap<&'a str, usize> {
    let mut used = BTreeMap::new();
    if abbreviations.is_empty() || book.config.terms.autolink == Autolink::Off {
        return used;
    }
    let ids: Vec<PageId> = book.ids().collect();
    let found = ids.par_iter().map(|page| on(book, *page, abbreviations)).collect::<Vec<_>>();
    for abbreviation in found.into_iter().flatten() {
        *used.entry(abbreviation).or_insert(0) += 1;
    }
    used
}

/// Those that the texts of a page use, each once.
fn on<'a>(
    book: &Book,
    page: PageId,
    abbreviations: &BTreeMap<&'a str, Vec<ConceptId>>,
) -> RapidHashSet<&'a str> {
    let mut found = RapidHashSet::default();
    let document = book.page(page).document();
    let Some(document) = document.filter(|it| it.front.autolink != Some(false)) else {
        return found;
    };
    for word in words(document) {
        let known = |word: &str| abbreviations.get_key_value(word);
        let singular = word.strip_suffix('s').unwrap_or(word);
        let Some((abbreviation, concepts)) = known(word).or_else(|| known(singular)) else {
            continue;
        };
        if concepts.iter().all(|id| book.concept(*id).page != page) {
            found.insert(*abbreviation);
        }
    }
    found
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
