//! Names of concepts: what a reference by label finds.

use rapidhash::RapidHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::model::{Book, PageId};

/// Every label of the book, folded, with the concepts that it names.
#[derive(Debug, Default)]
pub(super) struct Labels {
    names: RapidHashMap<String, Vec<(Rank, PageId)>>,
    plurals: bool,
}

/// How a name is a concept's, the strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Rank {
    Id,
    Preferred,
    Alternative,
    Hidden,
}

/// What a name finds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// One concept.
    One(PageId),
    /// Several that fit equally well.
    Several(Vec<PageId>),
    /// None.
    None,
}

impl Labels {
    pub(super) fn of(book: &Book) -> Labels {
        let mut labels = Labels {
            names: RapidHashMap::default(),
            plurals: book.config.terms.plurals && !book.config.plain,
        };
        for id in book.ids() {
            let page = book.page(id);
            if !page.is_concept() {
                continue;
            }
            labels.add(&page.id, Rank::Id, id);
            labels.add(page.label(), Rank::Preferred, id);
            let Some(document) = page.document() else { continue };
            for label in &document.front.concept.alt {
                labels.add(&label.text, Rank::Alternative, id);
            }
            for label in &document.front.concept.hidden {
                labels.add(&label.text, Rank::Hidden, id);
            }
        }
        labels.names.values_mut().for_each(|named| named.sort_unstable());
        labels
    }

    /// What `name` names: by id, preferred, alternative, hidden label, in this order; a plain
    /// English plural finds its singular when nothing else fits.
    pub(super) fn find(&self, name: &str) -> Named {
        let folded = fold(name);
        match self.exact(&folded) {
            Named::None if self.plurals => {
                let singulars = singulars(&folded);
                let mut found = singulars.iter().map(|singular| self.exact(singular));
                found.find(|named| *named != Named::None).unwrap_or(Named::None)
            }
            named => named,
        }
    }

    fn exact(&self, folded: &str) -> Named {
        let Some(named) = self.names.get(folded) else { return Named::None };
        let Some((best, _)) = named.first() else { return Named::None };
        let mut pages: Vec<PageId> =
            named.iter().take_while(|(rank, _)| rank == best).map(|(_, page)| *page).collect();
        pages.dedup();
        match pages[..] {
            [page] => Named::One(page),
            _ => Named::Several(pages),
        }
    }

    fn add(&mut self, name: &str, rank: Rank, page: PageId) {
        let named = self.names.entry(fold(name)).or_default();
        named.push((rank, page));
    }

    /// Every label, folded, in no order.
    pub(super) fn names(&self) -> Vec<&str> {
        self.names.keys().map(String::as_str).collect()
    }

    /// A label as its author wrote it.
    pub(super) fn as_written<'b>(&self, book: &'b Book, folded: &str) -> Option<&'b str> {
        let (_, page) = self.names.get(folded)?.first()?;
        let page = book.page(*page);
        let front = page.document().map(|document| &document.front.concept);
        let others = front.iter().flat_map(|front| front.alt.iter().chain(&front.hidden));
        let labels = std::iter::once(page.label()).chain(others.map(|label| label.text.as_str()));
        labels.chain(std::iter::once(page.id.as_str())).find(|label| fold(label) == folded)
    }
}

/// A label as labels are compared: NFC, case folded, white space collapsed, typographic quotes and
/// dashes as plain ones.
pub(super) fn fold(label: &str) -> String {
    let mut folded = String::with_capacity(label.len());
    for word in label.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            folded.extend(word.bytes().map(|byte| byte.to_ascii_lowercase() as char));
        } else {
            let composed: String = word.nfc().map(plain_punctuation).collect();
            folded.extend(caseless::default_case_fold_str(&composed).nfc());
        }
    }
    folded
}

fn plain_punctuation(character: char) -> char {
    match character {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2010}'..='\u{2015}' => '-',
        other => other,
    }
}

/// What a plain English plural may be the plural of, the likeliest first.
fn singulars(plural: &str) -> Vec<String> {
    let mut singulars = Vec::new();
    if let Some(stem) = plural.strip_suffix("ies") {
        singulars.push(format!("{stem}y"));
    }
    if let Some(stem) = plural.strip_suffix('s').filter(|stem| !stem.ends_with('s')) {
        singulars.push(stem.to_owned());
    }
    if let Some(stem) = plural.strip_suffix("es") {
        singulars.push(stem.to_owned());
    }
    singulars
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_compared_folded() {
        assert_eq!(fold("  Technical\n Lead "), "technical lead");
        assert_eq!(fold("Maker’s Schedule"), "maker's schedule");
        assert_eq!(fold("STRASSE"), fold("Straße"));
    }

    #[test]
    fn a_plural_has_few_singulars() {
        assert_eq!(singulars("policies"), ["policy", "policie", "polici"]);
        assert_eq!(singulars("process"), ["proc"; 0]);
        assert_eq!(singulars("batches"), ["batche", "batch"]);
    }
}
