//! The concepts of the book: roles and terms with a page of their own, and entries of other pages.

use std::{collections::BTreeMap, ops::Range};

use rapidhash::{RapidHashMap, RapidHashSet};

use super::{Book, Kind, Page, PageId, label::fold, sections, url::slug, whole};
use crate::{
    config::Config,
    parse::{
        Document, Entry, EntryOrigin, Fragment,
        front_matter::{ConceptFront, Label, LabelKind},
    },
    source::{Place, Span},
};

/// Names a concept of one [`Book`]: its index in [`Book::concepts`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ConceptId(pub u32);

/// A role or a term: what labels name and relations lead to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Concept {
    /// Its own page, or the page that it is an entry of.
    pub page: PageId,
    /// Of an entry, its index in [`Document::entries`]; `None` where the page is the concept.
    pub entry: Option<u32>,
    /// `id` of the page, else its slug; of an entry the slug of its label.
    pub id: String,
    /// The preferred label.
    pub label: String,
    /// `scheme`, else the type: `role` or `term`.
    pub scheme: String,
}

/// A label of a concept.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Labelled<'b> {
    /// As written.
    pub text: &'b str,
    /// What it is to the concept.
    pub role: LabelRole,
    /// Whether it is an abbreviation or a plural.
    pub kind: LabelKind,
    /// Where it stands in the concept's file; empty where it follows from the file's name.
    pub span: Span,
}

/// What a label is to its concept, the strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LabelRole {
    /// SKOS `prefLabel`.
    Preferred,
    /// SKOS `altLabel`.
    Alternative,
    /// SKOS `hiddenLabel`.
    Hidden,
}

/// Every concept, and where on each page they are.
#[derive(Debug, Default)]
pub(super) struct Concepts {
    /// By page; a page's own concept first, then its entries in file order.
    pub(super) all: Vec<Concept>,
    /// Of each page, its part of `all`.
    pub(super) of_page: Vec<Range<u32>>,
}

/// Gathers the concepts of `pages`.
///
/// An item of `related_terms` that a page, a glossary or an earlier item defines too is no concept of
/// its own: it speaks of theirs.
pub(super) fn of(config: &Config, pages: &[Page]) -> Concepts {
    let mut concepts = Concepts::default();
    for (index, page) in pages.iter().enumerate() {
        let from = concepts.all.len() as u32;
        let page_id = PageId(index as u32);
        if page.is_concept() {
            concepts.all.push(own(page_id, page));
        }
        if let Some(document) = page.document() {
            let glossary = is_glossary(config, page.kind, document);
            for (entry, defined) in document.entries.iter().enumerate() {
                if glossary && defined.origin == EntryOrigin::DefinitionList {
                    concepts.all.push(entry_concept(page_id, entry, defined, &document.entries));
                }
            }
        }
        concepts.of_page.push(from..concepts.all.len() as u32);
    }
    let mut concepts = add_related_terms(pages, concepts);
    join_schemes(&mut concepts.all);
    concepts
}

/// Schemes whose pages have one address (`Tools` and `tools`) are one scheme, in the first of its spellings.
fn join_schemes(concepts: &mut [Concept]) {
    let mut spellings: BTreeMap<String, String> = BTreeMap::new();
    for Concept { scheme, .. } in &*concepts {
        let spelling = spellings.entry(slug(scheme)).or_insert_with(|| scheme.clone());
        if scheme < spelling {
            spelling.clone_from(scheme);
        }
    }
    for Concept { scheme, .. } in concepts {
        scheme.clone_from(&spellings[&slug(scheme)]);
    }
}

fn add_related_terms(pages: &[Page], concepts: Concepts) -> Concepts {
    let is_related = |entry: &Entry| entry.origin == EntryOrigin::RelatedTerm;
    let documents = || pages.iter().filter_map(Page::document);
    if !documents().any(|document| document.entries.iter().any(is_related)) {
        return concepts;
    }
    let document = |concept: &Concept| pages[concept.page.0 as usize].document();
    let named = concepts.all.iter().flat_map(|it| labels(it, document(it)));
    let mut known: RapidHashSet<String> = named.map(|label| fold(label.text)).collect();
    known.extend(concepts.all.iter().map(|it| fold(&it.id)));
    let mut with = Concepts::default();
    for (index, page) in pages.iter().enumerate() {
        let from = with.all.len() as u32;
        let range = concepts.of_page[index].clone();
        with.all.extend_from_slice(&concepts.all[range.start as usize..range.end as usize]);
        let entries = page.document().map_or(&[][..], |document| &document.entries);
        for (entry, defined) in entries.iter().enumerate() {
            if is_related(defined) && known.insert(fold(&defined.label)) {
                with.all.push(entry_concept(PageId(index as u32), entry, defined, entries));
            }
        }
        with.of_page.push(from..with.all.len() as u32);
    }
    with
}

fn own(page_id: PageId, page: &Page) -> Concept {
    let front = page.document().map(|document| &document.front.concept);
    let default = if page.kind == Kind::Role { "role" } else { "term" };
    Concept {
        page: page_id,
        entry: None,
        id: page.id.clone(),
        label: page.label().to_owned(),
        scheme: front.and_then(|front| front.scheme.clone()).unwrap_or_else(|| default.to_owned()),
    }
}

/// The concept that an entry is. `C`, `C++` and `C#` have one slug between them: then the id of its place,
/// which is unique on the page, is the concept's.
fn entry_concept(page: PageId, entry: usize, defined: &Entry, others: &[Entry]) -> Concept {
    let own = slug(&defined.label);
    let is_taken = defined.id != own
        && others[..entry]
            .iter()
            .any(|other| slug(&other.label) == own && fold(&other.label) != fold(&defined.label));
    Concept {
        page,
        entry: Some(entry as u32),
        id: if is_taken { defined.id.clone() } else { own },
        label: defined.label.clone(),
        scheme: "term".to_owned(),
    }
}

/// Whether the terms of the page's definition lists are concepts: a file called `glossary`, a page of
/// a folder of terms that is no term itself (its own page, or one without anything of a concept).
pub(super) fn is_glossary(config: &Config, kind: Kind, document: &Document) -> bool {
    if document.entries.is_empty() || !matches!(kind, Kind::Page) {
        return false;
    }
    let name = sections::split(&document.path).1;
    sections::stem(name).eq_ignore_ascii_case("glossary")
        || config.ruled(&document.path) == Some(Kind::Term)
}

/// Whether a page of a folder of terms is a list of terms and no term: it has a definition list and
/// nothing that a concept has.
pub(super) fn lists_terms(document: &Document) -> bool {
    let has_list = document.entries.iter().any(|entry| entry.origin == EntryOrigin::DefinitionList);
    has_list && document.front.concept == ConceptFront::default()
}

/// Of each page that has any, its entries by the id of their place.
pub(super) type Entries = RapidHashMap<PageId, RapidHashMap<String, ConceptId>>;

/// The entries of all pages by their place.
pub(super) fn entries(concepts: &[Concept], pages: &[Page]) -> Entries {
    let mut entries = Entries::default();
    for (concept, id) in concepts.iter().zip((0..).map(ConceptId)) {
        let document = pages[concept.page.0 as usize].document();
        if let (Some(entry), Some(document)) = (concept.entry, document) {
            let place = document.entries[entry as usize].id.clone();
            entries.entry(concept.page).or_default().entry(place).or_insert(id);
        }
    }
    entries
}

impl Book {
    /// The concept of that id.
    pub fn concept(&self, id: ConceptId) -> &Concept {
        &self.concepts[id.0 as usize]
    }

    /// Ids of all concepts in order.
    pub fn concept_ids(&self) -> impl Iterator<Item = ConceptId> + use<> {
        (0..self.concepts.len() as u32).map(ConceptId)
    }

    /// The concepts that a page defines: its own first, then its entries.
    pub fn concepts_on(&self, page: PageId) -> impl Iterator<Item = ConceptId> + use<> {
        self.concepts_of[page.0 as usize].clone().map(ConceptId)
    }

    /// The concept that a page is.
    pub fn own_concept(&self, page: PageId) -> Option<ConceptId> {
        self.concepts_on(page).next().filter(|id| self.concept(*id).entry.is_none())
    }

    /// The concept at a place of a page: the entry with that id, else what the page is.
    pub fn concept_at(&self, page: PageId, fragment: Option<&str>) -> Option<ConceptId> {
        let entry = fragment.and_then(|fragment| self.entries.get(&page)?.get(fragment));
        entry.copied().or_else(|| self.own_concept(page))
    }

    /// The entry that a concept without a page of its own is.
    pub fn entry(&self, id: ConceptId) -> Option<&Entry> {
        let Concept { page, entry, .. } = self.concept(id);
        let document = self.page(*page).document()?;
        document.entries.get((*entry)? as usize)
    }

    /// What the front matter says of a concept with a page of its own.
    pub fn front(&self, id: ConceptId) -> Option<&ConceptFront> {
        let Concept { page, entry, .. } = self.concept(id);
        let document = self.page(*page).document()?;
        entry.is_none().then_some(&document.front.concept)
    }

    /// Its definition; of a page its links are in the references of the page's document.
    pub fn definition(&self, id: ConceptId) -> Option<&Fragment> {
        if let Some(entry) = self.entry(id) {
            return Some(&entry.definition);
        }
        self.front(id)?.definition.as_ref().map(|definition| &definition.value)
    }

    /// Every label of a concept: the preferred one, the alternative ones, the hidden ones.
    pub fn labels(&self, id: ConceptId) -> impl Iterator<Item = Labelled<'_>> {
        let concept = self.concept(id);
        labels(concept, self.page(concept.page).document())
    }

    /// Where its preferred label stands, or its file as a whole.
    pub fn concept_place(&self, id: ConceptId) -> Option<Place> {
        let document = self.page(self.concept(id).page).document()?;
        let mut place = whole(document);
        place.span = label_span(self.concept(id), document);
        Some(place)
    }
}

/// Every label of a concept of the page that is written in `document`, the preferred one first.
pub(super) fn labels<'b>(
    concept: &'b Concept,
    document: Option<&'b Document>,
) -> impl Iterator<Item = Labelled<'b>> {
    let preferred = Labelled {
        text: &concept.label,
        role: LabelRole::Preferred,
        kind: LabelKind::Plain,
        span: document.map(|document| label_span(concept, document)).unwrap_or_default(),
    };
    let (alt, hidden): (&[Label], &[Label]) = match (concept.entry, document) {
        (Some(entry), Some(document)) => (&document.entries[entry as usize].alt, &[]),
        (None, Some(document)) => (&document.front.concept.alt, &document.front.concept.hidden),
        (_, None) => (&[], &[]),
    };
    let labelled = |role| {
        move |label: &'b Label| {
            let Label { text, span, kind } = label;
            Labelled { text, role, kind: *kind, span: *span }
        }
    };
    std::iter::once(preferred)
        .chain(alt.iter().map(labelled(LabelRole::Alternative)))
        .chain(hidden.iter().map(labelled(LabelRole::Hidden)))
}

fn label_span(concept: &Concept, document: &Document) -> Span {
    if let Some(entry) = concept.entry {
        return document.entries[entry as usize].span;
    }
    let front = &document.front;
    let label = front.concept.label.as_ref().map(|label| label.span);
    let title = || front.title.as_ref().map(|title| title.span);
    let heading = || document.heading.as_ref().map(|heading| heading.span);
    label.or_else(title).or_else(heading).unwrap_or_default()
}
