//! Wanted terms: names that pages use and that no page has yet.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answer, LinkedBook, sought::Sought};
use crate::{
    model::{Book, PageId, fold, natural, singulars, url::slug},
    parse::{Form, Target},
};

/// A name that has no page yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// The spelling that most places have; of several the first.
    pub name: String,
    /// The spellings that differ from it in more than case, in the order in which they are met.
    pub variants: Vec<String>,
    /// Where it is used, in page order.
    pub uses: Vec<Use>,
    /// A label that it may be a slip of.
    pub near: Option<String>,
}

/// A place that uses a wanted name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Use {
    /// The page.
    pub page: PageId,
    /// Which of its references.
    pub reference: u32,
}

impl Use {
    /// How: the key of front matter (`see`, `skills`), or `link`.
    pub fn how(&self, book: &Book) -> &'static str {
        let document = book.page(self.page).document();
        match document.map(|document| &document.references[self.reference as usize].form) {
            Some(Form::Field(key)) => key,
            Some(
                Form::Link { .. }
                | Form::Image { .. }
                | Form::Wiki { .. }
                | Form::WikiImage { .. }
                | Form::Attribute { .. }
                | Form::Candidate,
            )
            | None => "link",
        }
    }
}

/// Places by what the spellings of a name have in common, each with its spelling.
type Found<'n> = BTreeMap<String, Vec<(&'n str, Use)>>;

/// The wanted names, those of most places first, then in order of names. Spellings of one name are
/// one: in another case, with other dashes, in a plain English plural.
pub fn wanted(linked: &LinkedBook) -> Vec<Wanted> {
    let book = &linked.book;
    let mut found = Found::new();
    for page in book.ids() {
        let Some(document) = book.page(page).document() else { continue };
        for (index, answer) in linked.answers_of(page).iter().enumerate() {
            let name = match &document.references[index].target {
                Target::Wiki { name, .. } | Target::Concept { name, .. } => name.as_str(),
                Target::Address(_) | Target::Prose(_) => continue,
            };
            if *answer == Answer::Wanted {
                let used = Use { page, reference: index as u32 };
                found.entry(key(name)).or_default().push((name, used));
            }
        }
    }
    let found = if book.config.terms.plurals { with_plurals(found) } else { found };
    let mut wanted: Vec<Wanted> = found
        .into_iter()
        .map(|(key, named)| {
            let (name, variants) = spellings(&key, &named);
            let uses: Vec<Use> = named.into_iter().map(|(_, used)| used).collect();
            let near = near(linked, &fold(&name), &uses).map(str::to_owned);
            Wanted { name, variants, uses, near }
        })
        .collect();
    wanted.sort_by(|a, b| b.uses.len().cmp(&a.uses.len()).then(natural(&a.name, &b.name)));
    wanted
}

/// The label that a name (folded) is a slip of, by what is sought by it where it is used.
fn near<'l>(linked: &'l LinkedBook, folded: &str, uses: &[Use]) -> Option<&'l str> {
    let sought = uses.iter().filter_map(|it| {
        let document = linked.book.page(it.page).document()?;
        Some(Sought::by(&document.references[it.reference as usize].form))
    });
    // What nobody seeks any more may still be known of a name.
    let sought: BTreeSet<Sought> = sought.collect();
    let slips = &linked.again.slips;
    let meant = sought.into_iter().find_map(|sought| slips.meant(sought, folded))?;
    Some(&meant.label)
}

/// What spellings of one name have in common.
fn key(name: &str) -> String {
    let spaced: String = fold(name).replace(['-', '_'], " ");
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Wanted {
    /// Whether a page with this label would be what is wanted, perhaps with another spelling as an
    /// alternative label.
    pub fn is_met_by(&self, book: &Book, label: &str) -> bool {
        let mut spellings = std::iter::once(&self.name).chain(&self.variants);
        spellings.any(|name| key(name) == key(label) || finds(book, name, label))
    }
}

/// Whether `name` would find a concept with this label, or the id that follows from it.
pub fn finds(book: &Book, name: &str, label: &str) -> bool {
    let (name, label, id) = (fold(name), fold(label), fold(&slug(label)));
    let is_concept = |name: &String| *name == label || *name == id;
    is_concept(&name) || (book.config.terms.plurals && singulars(&name).iter().any(is_concept))
}

/// Puts a plural to its singular, where that is wanted too.
fn with_plurals(mut found: Found<'_>) -> Found<'_> {
    let plurals: Vec<(String, String)> = found
        .keys()
        .filter_map(|plural| {
            let mut singulars = singulars(plural).into_iter();
            Some((plural.clone(), singulars.find(|singular| found.contains_key(singular))?))
        })
        .collect();
    for (plural, singular) in plurals {
        if let Some(named) = found.remove(&plural)
            && let Some(known) = found.get_mut(&singular)
        {
            known.extend(named);
            known.sort_by_key(|(_, used)| (used.page, used.reference));
        }
    }
    found
}

/// The commonest spelling that is no plural of another, of several the first; and one of each that
/// differs in more than its case, in the order in which they are met.
fn spellings(of: &str, named: &[(&str, Use)]) -> (String, Vec<String>) {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, _) in named {
        let at = *places.entry(name).or_insert_with(|| {
            counts.push((name, 0));
            counts.len() - 1
        });
        counts[at].1 += 1;
    }
    let singular = |(name, _): &&(&str, usize)| key(name) == of;
    let most = counts.iter().filter(singular).map(|(_, count)| *count).max();
    let mut commonest = counts.iter().filter(singular).filter(|(_, count)| Some(*count) == most);
    let name = commonest.next().map_or(of, |(name, _)| name).to_owned();
    let mut known = BTreeSet::from([fold(&name)]);
    counts.retain(|(name, _)| known.insert(fold(name)));
    (name, counts.into_iter().map(|(name, _)| name.to_owned()).collect())
}
