//! Pages that rolebook makes of what the others say: indexes, and pages that tell concepts apart.
//!
//! A page that an author wrote at the address of one is its introduction.

use std::collections::{BTreeMap, BTreeSet};

use rapidhash::RapidHashMap;

use super::{
    Comparisons, Concept, ConceptId, Kind, LabelRole, Labelled, Origin, Page, PageId, Shape,
    UrlPath,
    concepts::{Concepts, labels},
    label::fold,
    url::slug,
};
use crate::{config::Config, parse::front_matter::LabelKind};

/// What a page shows beside what is written on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Index {
    /// All concepts, from A to Z and as a tree.
    Terms,
    /// The concepts of one scheme.
    Scheme(String),
    /// The concepts that share a label.
    Label(Vec<ConceptId>),
    /// All spectra, by what changes along them.
    Spectra,
    /// The questions that these pages answer.
    Questions(Vec<PageId>),
    /// The moves between all roles.
    Careers,
    /// All comparisons.
    Comparisons,
    /// A comparison of two roles that nobody wrote: see [`super::Comparisons`].
    Pair,
}

impl Index {
    /// Whether the section above lists the page: one of very many, or of no use by itself, is not.
    pub(super) fn is_listed(&self) -> bool {
        match self {
            Index::Terms
            | Index::Spectra
            | Index::Questions(_)
            | Index::Careers
            | Index::Comparisons => true,
            Index::Scheme(_) | Index::Label(_) | Index::Pair => false,
        }
    }

    /// The scheme that it lists.
    pub fn scheme(&self) -> Option<&str> {
        match self {
            Index::Scheme(name) => Some(name),
            Index::Terms
            | Index::Label(_)
            | Index::Spectra
            | Index::Questions(_)
            | Index::Careers
            | Index::Comparisons
            | Index::Pair => None,
        }
    }
}

/// Adds the derived pages of a handbook; a plain folder has none. Gives the index of questions.
pub(super) fn add(
    config: &Config,
    pages: &mut Vec<Page>,
    home: PageId,
    concepts: &Concepts,
    comparisons: &Comparisons,
) -> Option<PageId> {
    if config.plain {
        return None;
    }
    let mut places = Places::of(pages);
    if !concepts.all.is_empty() {
        let terms = UrlPath::home().child("terms");
        let index = places.put(pages, Index::Terms, terms.clone(), "Terms".to_owned(), home);
        schemes(pages, &mut places, index, &concepts.all);
        shared_labels(pages, &mut places, index, &terms, &concepts.all);
    }
    let has_spectrum = |page: &Page| {
        let front = page.document().map(|document| &document.front.concept);
        page.is_concept()
            && front
                .is_some_and(|front| front.spectra.iter().any(|spectrum| spectrum.ends().is_some()))
    };
    if pages.iter().any(has_spectrum) {
        let url = UrlPath::home().child("spectra");
        places.put(pages, Index::Spectra, url, "Spectra".to_owned(), home);
    }
    let has_career = |page: &Page| {
        let role = page.document().and_then(|document| document.front.role.as_ref());
        role.is_some_and(|role| !role.career_from.is_empty() || !role.career_to.is_empty())
    };
    if pages.iter().any(has_career) {
        let url = UrlPath::home().child("careers");
        places.put(pages, Index::Careers, url, "Careers".to_owned(), home);
    }
    if comparisons.iter().len() > 0 {
        let url = UrlPath::home().child("compare");
        let title = "Compare roles".to_owned();
        let index = places.put(pages, Index::Comparisons, url, title, home);
        for pair in comparisons {
            let page = &mut pages[pair.page.0 as usize];
            page.parent = page.parent.or(Some(index));
        }
    }
    questions(pages, &mut places, home)
}

/// The index of questions, if a page answers any.
fn questions(pages: &mut Vec<Page>, places: &mut Places, home: PageId) -> Option<PageId> {
    let answers = |page: &Page| {
        let parts = page.document().and_then(|document| document.front.parts.as_ref());
        parts.is_some_and(|parts| !parts.questions.is_empty())
    };
    let all = pages.iter().zip(0..).filter(|(page, _)| answers(page));
    let answering: Vec<PageId> = all.map(|(_, index)| PageId(index)).collect();
    let url = UrlPath::home().child("faq");
    let title = "Questions and answers".to_owned();
    (!answering.is_empty())
        .then(|| places.put(pages, Index::Questions(answering), url, title, home))
}

fn schemes(pages: &mut Vec<Page>, places: &mut Places, parent: PageId, concepts: &[Concept]) {
    let names: BTreeSet<&str> = concepts.iter().map(|concept| concept.scheme.as_str()).collect();
    for name in names {
        let url = scheme_url(name);
        let title = scheme_title(name);
        places.put(pages, Index::Scheme(name.to_owned()), url, title.to_owned(), parent);
    }
}

/// The address of a scheme's page.
pub(crate) fn scheme_url(name: &str) -> UrlPath {
    UrlPath::home().child("schemes").child(&slug(name))
}

/// What readers call a scheme.
pub(crate) fn scheme_title(name: &str) -> &str {
    match name {
        "role" => "Roles",
        "term" => "Terms",
        name => name,
    }
}

/// A page for each label that readers see on two concepts; none where a page has the address.
fn shared_labels(
    pages: &mut Vec<Page>,
    places: &mut Places,
    parent: PageId,
    terms: &UrlPath,
    concepts: &[Concept],
) {
    let mut named: BTreeMap<String, (String, Vec<ConceptId>)> = BTreeMap::new();
    for (index, concept) in concepts.iter().enumerate() {
        let id = ConceptId(index as u32);
        let is_seen = |label: &Labelled<'_>| {
            label.role != LabelRole::Hidden && label.kind != LabelKind::Plural
        };
        let document = pages[concept.page.0 as usize].document();
        for Labelled { text, .. } in labels(concept, document).filter(is_seen) {
            let (_, ids) = named.entry(fold(text)).or_insert_with(|| (text.to_owned(), Vec::new()));
            if ids.last() != Some(&id) {
                ids.push(id);
            }
        }
    }
    for (label, ids) in named.into_values().filter(|(_, ids)| ids.len() > 1) {
        let url = terms.child(&slug(&label));
        if !places.has(&url) {
            places.put(pages, Index::Label(ids), url, label, parent);
        }
    }
}

/// The addresses that are given, and to which page.
struct Places(RapidHashMap<UrlPath, PageId>);

impl Places {
    fn of(pages: &[Page]) -> Places {
        let ids = (0..).map(PageId);
        Places(pages.iter().zip(ids).map(|(page, id)| (page.url.clone(), id)).collect())
    }

    fn has(&self, url: &UrlPath) -> bool {
        self.0.contains_key(url)
    }

    /// The page that shows `index`: the one that stands at `url`, else a new one below `parent`.
    fn put(
        &mut self,
        pages: &mut Vec<Page>,
        index: Index,
        url: UrlPath,
        title: String,
        parent: PageId,
    ) -> PageId {
        if let Some(id) = self.0.get(&url) {
            // The first that has the address keeps it.
            pages[id.0 as usize].index.get_or_insert(index);
            return *id;
        }
        let id = PageId(pages.len() as u32);
        self.0.insert(url.clone(), id);
        pages.push(Page {
            origin: Origin::Derived,
            kind: Kind::Page,
            shape: Shape::Index,
            index: Some(index),
            id: slug(&title),
            url,
            title,
            parent: Some(parent),
            position: 0,
            children: Vec::new(),
            below: 0,
        });
        id
    }
}
