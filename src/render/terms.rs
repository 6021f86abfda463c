//! Views of concepts in lists: indexes from A to Z, the hierarchy, the entries of a page.

use std::collections::{BTreeMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use super::{
    body::{Addressing, Body},
    edges::{self, concept_link},
    page::{is_draft, link},
    view::{EntryView, LetterView, LinkView, TermView, TermsView, TreeView},
};
use crate::{
    link::{End, LinkedBook},
    model::{ConceptId, Index, Kind, LabelRole, PageId, natural, url::slug},
    parse::{
        front_matter::{LabelKind, RelationKey},
        words_of,
    },
};

/// Levels of the hierarchy that are drawn: what is deeper is no help to a reader, and a chain of any
/// length must not exhaust the stack.
const LEVELS: usize = 12;

/// What the index of concepts on page `id` shows; `None` on other pages.
pub(super) fn index<'a>(
    linked: &'a LinkedBook,
    id: PageId,
    addressing: &Addressing<'_>,
) -> Option<TermsView<'a>> {
    let book = &linked.book;
    let all = || book.concept_ids();
    let (concepts, schemes): (Vec<ConceptId>, Vec<LinkView<'a>>) =
        match book.page(id).index.as_ref()? {
            Index::Terms => (all().collect(), schemes(linked, addressing)),
            Index::Scheme(scheme) => {
                (all().filter(|id| book.concept(*id).scheme == *scheme).collect(), Vec::new())
            }
            Index::Spectra
            | Index::Questions(_)
            | Index::Careers
            | Index::Comparisons
            | Index::Pair => return None,
            Index::Label(concepts) => {
                let items = concepts.iter().map(|id| {
                    let name = book.concept(*id).label.as_str();
                    term(linked, *id, name, "", addressing)
                });
                let (letter, id) = (String::new(), String::new());
                let letters = vec![LetterView { letter, id, items: items.collect() }];
                let count = concepts.len();
                return Some(TermsView { letters, tree: Vec::new(), schemes: Vec::new(), count });
            }
        };
    Some(TermsView {
        letters: letters(linked, &concepts, addressing),
        tree: Tree {
            linked,
            addressing,
            of: concepts.iter().copied().collect(),
            drawn: HashSet::new(),
        }
        .roots(&concepts),
        schemes,
        count: concepts.len(),
    })
}

fn schemes<'a>(linked: &'a LinkedBook, addressing: &Addressing<'_>) -> Vec<LinkView<'a>> {
    let pages = linked.book.pages.iter();
    let schemes = pages.filter(|page| matches!(page.index, Some(Index::Scheme(_))));
    schemes.map(|page| link(page, addressing)).collect()
}

/// Every name that readers may look for, by its first letter.
fn letters<'a>(
    linked: &'a LinkedBook,
    concepts: &[ConceptId],
    addressing: &Addressing<'_>,
) -> Vec<LetterView<'a>> {
    let book = &linked.book;
    let mut names: BTreeMap<String, Vec<(&str, &str, ConceptId, bool)>> = BTreeMap::new();
    for id in concepts {
        let label = book.concept(*id).label.as_str();
        let shown = book
            .labels(*id)
            .filter(|name| name.role != LabelRole::Hidden && name.kind != LabelKind::Plural);
        for name in shown {
            let other = if name.role == LabelRole::Preferred { "" } else { label };
            names.entry(letter(name.text)).or_default().push((
                name.text,
                other,
                *id,
                name.kind == LabelKind::Abbreviation,
            ));
        }
    }
    let mut letters: Vec<LetterView<'a>> = Vec::new();
    for (letter, mut names) in names {
        names.sort_by(|a, b| natural(a.0, b.0).then(a.2.cmp(&b.2)));
        let key = slug(&letter);
        let id = format!("terms:{}", if letter == "#" { "other" } else { &key });
        let item = |(name, label, id, abbreviation)| TermView {
            abbreviation,
            ..term(linked, id, name, label, addressing)
        };
        let items = names.into_iter().map(item).collect();
        letters.push(LetterView { letter, id, items });
    }
    letters
}

/// The letter that a name stands under: the first, without its accents; `#` for what is no letter.
fn letter(name: &str) -> String {
    let first = name.nfd().find(|letter| letter.is_alphanumeric());
    match first.filter(|letter| letter.is_alphabetic()) {
        Some(letter) => letter.to_uppercase().collect(),
        None => "#".to_owned(),
    }
}

fn term<'a>(
    linked: &'a LinkedBook,
    id: ConceptId,
    name: &'a str,
    use_label: &'a str,
    addressing: &Addressing<'_>,
) -> TermView<'a> {
    let book = &linked.book;
    let note = book.front(id).and_then(|front| front.scope_note.as_ref());
    let definition = book.definition(id).filter(|_| use_label.is_empty());
    TermView {
        name,
        use_label,
        abbreviation: false,
        url: concept_link(linked, id, addressing).1,
        kind: match book.page(book.concept(id).page).kind {
            Kind::Role => "role",
            Kind::Page | Kind::Guide | Kind::Term | Kind::Comparison => "term",
        },
        definition: definition.map(|it| words_of(&it.text)).unwrap_or_default(),
        scope_note: note.map(|note| words_of(&note.value.text)).unwrap_or_default(),
        draft: is_draft(book.page(book.concept(id).page)),
    }
}

/// The hierarchy in the making.
struct Tree<'a, 'd> {
    linked: &'a LinkedBook,
    addressing: &'d Addressing<'d>,
    /// The concepts that it is of.
    of: HashSet<ConceptId>,
    /// Those whose narrower concepts are drawn.
    drawn: HashSet<ConceptId>,
}

impl<'a> Tree<'a, '_> {
    /// The concepts that have something narrower and nothing broader here, with all that is below.
    ///
    /// Concepts that are broader than each other have no root; the first of each circle stands for it.
    fn roots(&mut self, concepts: &[ConceptId]) -> Vec<TreeView<'a>> {
        let has = |tree: &Self, id, key| !tree.next(id, key).is_empty();
        let parents: Vec<_> =
            concepts.iter().copied().filter(|id| has(self, *id, RelationKey::Narrower)).collect();
        let tops: Vec<_> =
            parents.iter().copied().filter(|id| !has(self, *id, RelationKey::Broader)).collect();
        let mut reached = HashSet::new();
        self.reach(&tops, &mut reached);
        let mut roots: Vec<TreeView<'a>> = tops.into_iter().map(|id| self.node(id, 0)).collect();
        for id in parents {
            // What is too deep to be drawn is below something all the same.
            if !reached.contains(&id) {
                self.reach(&[id], &mut reached);
                roots.push(self.node(id, 0));
            }
        }
        roots.sort_by(|a, b| natural(a.label, b.label));
        roots
    }

    /// Adds all that is below `from` at any depth, and `from` itself.
    fn reach(&self, from: &[ConceptId], reached: &mut HashSet<ConceptId>) {
        let mut open = from.to_vec();
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                open.extend(self.next(id, RelationKey::Narrower));
            }
        }
    }

    fn node(&mut self, id: ConceptId, level: usize) -> TreeView<'a> {
        let (label, url) = concept_link(self.linked, id, self.addressing);
        let narrower = self.next(id, RelationKey::Narrower);
        let known = !narrower.is_empty() && !self.drawn.insert(id);
        let cut = !narrower.is_empty() && level == LEVELS;
        let children = if known || cut { Vec::new() } else { narrower };
        let mut children: Vec<_> =
            children.into_iter().map(|child| self.node(child, level + 1)).collect();
        children.sort_by(|a, b| natural(a.label, b.label));
        TreeView { label, url, children, again: known, cut: cut && !known }
    }

    fn next(&self, id: ConceptId, wanted: RelationKey) -> Vec<ConceptId> {
        let edges = self.linked.relations.of_concept(id).iter();
        let ends = edges.filter(|edge| edge.key == wanted).filter_map(|edge| match edge.end {
            End::Concept(concept) => Some(concept),
            End::Page(_) | End::Wanted(_) => None,
        });
        ends.filter(|concept| self.of.contains(concept)).collect()
    }
}

/// The concepts that page `id` defines besides what it is.
pub(super) fn entries<'a>(
    linked: &'a LinkedBook,
    id: PageId,
    addressing: &Addressing<'a>,
) -> Vec<EntryView<'a>> {
    let book = &linked.book;
    let Some(body) = Body::of(linked, id, *addressing) else { return Vec::new() };
    let entries = book.concepts_on(id).filter_map(|concept| Some((concept, book.entry(concept)?)));
    entries
        .map(|(concept, entry)| EntryView {
            id: &entry.id,
            label: &entry.label,
            alt: entry.alt.iter().map(|label| label.text.as_str()).collect(),
            definition_html: body.html(&entry.definition),
            relations: edges::relations(linked, linked.relations.of_concept(concept), addressing),
            backlinks: edges::backlinks(
                linked,
                id,
                linked.backlinks.of_concept(book, concept),
                linked.mentioned_by(concept),
                edges::BELOW_ENTRY,
                addressing,
            ),
        })
        .collect()
}
