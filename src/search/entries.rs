//! What can be found: pages, and concepts that stand on another's page.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    Cache,
    digest::Digest,
    sections::{Section, sections},
};
use crate::{
    link::LinkedBook,
    memo::Fingerprint,
    model::{
        Book, ConceptId, Index, Kind, LabelRole, Origin, PageId, fold, sections::NOT_FOUND,
        url::encode,
    },
    parse::front_matter::{LabelKind, Status},
};

/// Bytes of text of an entry that are kept to be shown. All of it is searched.
const SHOWN: usize = 100 << 10;

/// The kinds in the order of entries.
const KINDS: [Kind; 5] = [Kind::Role, Kind::Term, Kind::Comparison, Kind::Guide, Kind::Page];

/// Everything that can be found, by kind.
#[derive(Debug)]
pub(super) struct Entries {
    /// The entries of one kind stand together, in the order of pages.
    pub(super) all: Vec<Entry>,
    /// Each kind that there is, with its first entry.
    pub(super) kinds: Vec<(&'static str, usize)>,
}

/// Something that can be found.
#[derive(Debug)]
pub(super) struct Entry {
    what: What,
    /// Its address below the site's root.
    address: String,
    /// A print of all of it but its text.
    pub(super) print: Fingerprint,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum What {
    Page(PageId),
    /// A concept without a page of its own.
    Concept(ConceptId),
}

/// What something is called.
#[derive(Debug)]
pub(super) struct Name<'b> {
    pub(super) text: &'b str,
    pub(super) rank: Rank,
}

/// What a name is to what it names: the digit that the script reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Rank {
    /// A title or a preferred label.
    Own = 0,
    /// An alternative label.
    Other = 1,
    /// A hidden label, a plural: it is found and never shown.
    Hidden = 2,
    /// A name of what a comparison compares, and any of what is deprecated.
    Aside = 3,
}

impl Entries {
    /// Of `linked`; `portable` addresses end with `index.html`.
    pub(super) fn of(linked: &LinkedBook, portable: bool) -> Entries {
        let book = &linked.book;
        let mut by_kind: [Vec<What>; KINDS.len()] = Default::default();
        for id in book.ids() {
            if let Some(kind) = kind(book, id) {
                let place = KINDS.iter().position(|it| *it == kind).unwrap_or(KINDS.len() - 1);
                by_kind[place].push(What::Page(id));
            }
            let entries = book.concepts_on(id).filter(|id| book.concept(*id).entry.is_some());
            by_kind[1].extend(entries.map(What::Concept));
        }
        let (mut all, mut kinds) = (Vec::new(), Vec::new());
        for (kind, own) in KINDS.into_iter().zip(by_kind) {
            if !own.is_empty() {
                kinds.push((kind.name(), all.len()));
            }
            all.extend(own.into_iter().map(|what| entry(book, what, portable)));
        }
        Entries { all, kinds }
    }
}

impl Entry {
    /// The words of its text.
    pub(super) fn digest(&self, linked: &LinkedBook, cache: &Cache) -> Arc<Digest> {
        if let What::Page(id) = self.what
            && let Origin::Written(document) = &linked.book.page(id).origin
        {
            return cache.digest(document, || Digest::of(&sections(document)));
        }
        Arc::new(Digest::of(&texts(&linked.book, self.what)))
    }

    /// What it is called, its title first.
    pub(super) fn names<'b>(&self, linked: &'b LinkedBook) -> Vec<Name<'b>> {
        names(&linked.book, self.what)
    }

    /// It as the script reads it: its address, its title, its other names, where it stands,
    /// of each section its id, its heading and its text, and `1` where it is a draft.
    pub(super) fn written(&self, linked: &LinkedBook) -> Value {
        let book = &linked.book;
        let (title, others, place) = head(book, self.what);
        let mut sections_of: Vec<String> = Vec::new();
        let mut left = SHOWN;
        for Section { id, heading, texts } in texts(book, self.what) {
            let text = lines(&texts, &mut left);
            if text.is_empty() && heading.is_empty() {
                continue;
            }
            sections_of.extend([id.to_owned(), heading.to_owned(), text]);
        }
        let mut told = vec![
            json!(self.address),
            json!(title),
            json!(others),
            json!(place),
            json!(sections_of),
        ];
        told.extend(is_draft(book, self.what).then(|| json!(1)));
        Value::Array(told)
    }
}

/// The kind under which a page is found. Not the page for what is not there, and none that only tells
/// apart what is found itself.
fn kind(book: &Book, id: PageId) -> Option<Kind> {
    let page = book.page(id);
    let is_found = match &page.index {
        Some(Index::Label(_)) => false,
        Some(
            Index::Terms
            | Index::Scheme(_)
            | Index::Spectra
            | Index::Questions(_)
            | Index::Careers
            | Index::Comparisons
            | Index::Pair,
        )
        | None => page.url.as_str().trim_start_matches('/') != NOT_FOUND,
    };
    is_found.then_some(page.kind)
}

fn entry(book: &Book, what: What, portable: bool) -> Entry {
    let (page, fragment) = match what {
        What::Page(id) => (id, None),
        What::Concept(id) => (book.concept(id).page, book.entry(id).map(|entry| &entry.id)),
    };
    let url = &book.page(page).url;
    let mut address = String::new();
    encode(&url.as_str()[1..], &mut address);
    if portable && url.as_str().ends_with('/') {
        address.push_str("index.html");
    }
    if let Some(fragment) = fragment {
        address.push('#');
        encode(fragment, &mut address);
    }
    let (title, others, place) = head(book, what);
    let draft = if is_draft(book, what) { "draft" } else { "" };
    let parts = [&*address, title, place, draft].into_iter().chain(others);
    let print = Fingerprint::of(parts.map(str::as_bytes));
    Entry { what, address, print }
}

/// Whether it stands on a draft, which only those see who ask for drafts.
fn is_draft(book: &Book, what: What) -> bool {
    let page = match what {
        What::Page(id) => id,
        What::Concept(id) => book.concept(id).page,
    };
    let document = book.page(page).document();
    document.is_some_and(|document| document.front.status == Some(Status::Draft))
}

/// The title of an entry, its other names, and where it stands.
fn head(book: &Book, what: What) -> (&str, Vec<&str>, &str) {
    let names = names(book, what);
    let title = names.first().map_or("", |name| name.text);
    let is_other = |name: &&Name<'_>| name.rank == Rank::Other;
    let others = names.iter().filter(is_other).map(|name| name.text).collect();
    let place = match what {
        What::Page(id) => book.page(id).parent.filter(|parent| *parent != book.home),
        What::Concept(id) => Some(book.concept(id).page),
    };
    (title, others, place.map_or("", |place| &book.page(place).title))
}

fn names(book: &Book, what: What) -> Vec<Name<'_>> {
    let (concept, mut names) = match what {
        What::Page(id) => {
            let page = book.page(id);
            let title = Name { text: &page.title, rank: Rank::Own };
            (book.own_concept(id), vec![title])
        }
        What::Concept(id) => (Some(id), Vec::new()),
    };
    if let Some(concept) = concept {
        let title = names.first().map(|title| fold(title.text));
        for label in book.labels(concept) {
            let rank = match label.role {
                LabelRole::Preferred => Rank::Own,
                LabelRole::Alternative if label.kind != LabelKind::Plural => Rank::Other,
                LabelRole::Alternative | LabelRole::Hidden => Rank::Hidden,
            };
            if title.as_ref().is_none_or(|title| *title != fold(label.text)) {
                names.push(Name { text: label.text, rank });
            }
        }
        let notation = book.front(concept).and_then(|front| front.notation.as_deref());
        names.extend(notation.map(|text| Name { text, rank: Rank::Hidden }));
    }
    if let What::Page(id) = what {
        let page = book.page(id);
        let subjects = book.comparisons.on(id).map_or(&[][..], |comparison| &comparison.subjects);
        for concept in subjects.iter().filter_map(|subject| book.own_concept(*subject)) {
            let labels = book.labels(concept);
            names.extend(labels.map(|label| Name { text: label.text, rank: Rank::Aside }));
        }
        let status = page.document().and_then(|document| document.front.status);
        if status == Some(Status::Deprecated) {
            for name in &mut names {
                name.rank = Rank::Aside;
            }
        }
    }
    names
}

/// The text of an entry in sections.
fn texts(book: &Book, what: What) -> Vec<Section<'_>> {
    match what {
        What::Page(id) => book.page(id).document().map_or_else(Vec::new, sections),
        What::Concept(id) => {
            let definition = book.definition(id).map(|text| text.text.as_str());
            vec![Section { texts: definition.into_iter().collect(), ..Section::default() }]
        }
    }
}

/// Texts on lines, a block each, as long as there are bytes `left`.
fn lines(texts: &[&str], left: &mut usize) -> String {
    let mut lines = String::new();
    for block in texts.iter().flat_map(|text| text.split("\n\n")) {
        if *left == 0 {
            break;
        }
        let from = lines.len();
        let mut words = block.split_whitespace();
        let Some(first) = words.next() else { continue };
        if from > 0 {
            lines.push('\n');
        }
        lines.push_str(first);
        for word in words {
            lines.push(' ');
            lines.push_str(word);
        }
        *left = left.saturating_sub(lines.len() - from);
    }
    lines
}
