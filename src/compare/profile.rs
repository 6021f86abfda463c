//! What a role says of each facet, in its front matter or its body.

use std::sync::Arc;

use rapidhash::RapidHashSet;

use super::{
    Profile,
    table::{Cell, CellValue, Item, Provenance, Said as Way},
};
use crate::{
    config::{Facet, FacetKind, Facets},
    link::{Answer, LinkedBook},
    model::{ConceptId, Key, Kind, PageId, fold},
    parse::{
        Fragment, Piece,
        front_matter::{NamedConcept, Said},
    },
};

/// The roles of a book that have a page of their own, in page order.
pub(super) fn roles(linked: &LinkedBook) -> Vec<PageId> {
    let book = &linked.book;
    let is_role = |id: &PageId| book.page(*id).kind == Kind::Role;
    book.ids().filter(|id| is_role(id) && book.page(*id).document().is_some()).collect()
}

/// The cells of the role `page`, by facet.
pub(super) fn cells(linked: &LinkedBook, facets: &Facets, page: PageId) -> Vec<Option<Cell>> {
    facets.iter().map(|facet| cell(linked, facet, page)).collect()
}

/// What a role has, by list facet.
pub(super) fn lists(facets: &Facets, cells: &[Option<Cell>]) -> Vec<Vec<Key>> {
    let lists = facets.iter().zip(cells).filter(|(facet, _)| facet.kind.is_list());
    lists
        .map(|(_, cell)| {
            let items = cell.iter().flat_map(|cell| cell.value.items());
            items.map(|item| item.key.clone()).collect()
        })
        .collect()
}

/// Whether the cells of a role are what they were in the book `before`: nothing has changed on its page,
/// on those that its references lead to, or in what these lead to.
pub(super) fn is_as_before(
    linked: &LinkedBook,
    before: &LinkedBook,
    changed: &RapidHashSet<PageId>,
    role: PageId,
) -> bool {
    let (answers, old) = (linked.answers_of(role), before.answers_of(role));
    let leads_there = |answer: &Answer| answer.page().is_some_and(|page| changed.contains(&page));
    !changed.contains(&role) && std::ptr::eq(answers, old) && !answers.iter().any(leads_there)
}

/// Whether roles have the same in their lists.
pub(super) fn have_the_same(facets: &Facets, old: &[Profile], new: &[Profile]) -> bool {
    let same = |(old, new): (&Profile, &Profile)| {
        Arc::ptr_eq(old, new) || lists(facets, old) == lists(facets, new)
    };
    old.len() == new.len() && old.iter().zip(new).all(same)
}

fn cell(linked: &LinkedBook, facet: &Facet, page: PageId) -> Option<Cell> {
    let document = linked.book.page(page).document()?;
    let (said, span, heading) = document.said(&facet.name)?;
    let way = heading.map_or(Way::FrontMatter, Way::Body);
    let value = value(linked, facet, page, &said)?;
    Some(Cell { value, from: Provenance { way, page, span } })
}

/// What is said on `page` as the value of a cell.
pub(super) fn value(
    linked: &LinkedBook,
    facet: &Facet,
    page: PageId,
    said: &Said<'_>,
) -> Option<CellValue> {
    let name = |names: &[String], index: usize| names.get(index).cloned();
    Some(match (said, &facet.kind) {
        (Said::Text(text), _) => CellValue::Text(written(linked, page, text, 0)),
        (Said::Texts(texts), _) => {
            let items = texts.iter().enumerate();
            CellValue::Items(once_each(items.map(|(at, text)| written(linked, page, text, at))))
        }
        (Said::Concepts(named), kind) => {
            let items = named.iter().enumerate();
            let mut items = once_each(items.map(|(at, named)| concept(linked, page, named, at)));
            match kind {
                FacetKind::Concept if items.len() == 1 => CellValue::Text(items.remove(0)),
                _ => CellValue::Items(items),
            }
        }
        (Said::Choice(choice), FacetKind::Enum(values)) => {
            CellValue::Choice(name(values, *choice)?)
        }
        (Said::Step(step), FacetKind::Scale(steps)) => {
            CellValue::Step { step: *step, of: steps.len(), name: name(steps, *step)? }
        }
        (Said::Number(number), FacetKind::Number(unit)) => {
            CellValue::Number { number: *number, unit: unit.clone() }
        }
        (Said::Range(min, max), FacetKind::Range(unit)) => {
            CellValue::Range { min: *min, max: *max, unit: unit.clone() }
        }
        (Said::Flag(flag), _) => CellValue::Flag(*flag),
        (Said::Choice(_) | Said::Step(_) | Said::Number(_) | Said::Range(..), _) => return None,
    })
}

/// Items without repetitions: the first of each stays.
fn once_each(items: impl Iterator<Item = Item>) -> Vec<Item> {
    let mut known: RapidHashSet<Key> = RapidHashSet::default();
    items.filter(|item| known.insert(item.key.clone())).collect()
}

/// A text: the same as another of the same letters, or as a concept if it is a link to one and nothing else.
fn written(linked: &LinkedBook, page: PageId, fragment: &Fragment, number: usize) -> Item {
    let text = fragment.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let concept = match fragment.pieces[..] {
        [Piece::Slot(index)] | [Piece::Slot(index), Piece::Prose { .. }, Piece::Close(_)] => {
            concept_of(linked, page, index)
        }
        _ => None,
    };
    let key = concept.map_or_else(|| Key::Text(fold(&text)), Key::Concept);
    Item { text, key, number }
}

/// A concept by its label; a wanted term by its name.
fn concept(linked: &LinkedBook, page: PageId, named: &NamedConcept, number: usize) -> Item {
    match concept_of(linked, page, named.reference) {
        Some(id) => {
            let text = linked.book.concept(id).label.clone();
            Item { text, key: Key::Concept(id), number }
        }
        None => Item { text: named.name.clone(), key: Key::Text(fold(&named.name)), number },
    }
}

/// The concept that a reference of a page leads to.
pub(crate) fn concept_of(linked: &LinkedBook, page: PageId, reference: u32) -> Option<ConceptId> {
    linked.answers_of(page).get(reference as usize)?.concept(&linked.book)
}

/// The page that a reference of a page leads to.
pub(super) fn page_of(linked: &LinkedBook, page: PageId, reference: u32) -> Option<PageId> {
    linked.answers_of(page).get(reference as usize)?.page()
}
