//! The roles that one is compared with, and those that are most like it.

use super::label;
use crate::{
    compare::{Cell, Compared, Item},
    model::{Comparison, PageId},
    render::{
        body::Body,
        view::{CloseRoleView, ComparedWithView, SharedView},
    },
};

/// Roles that are shown as the closest ones.
const CLOSEST: usize = 5;
/// Comparisons that a role's page leads to at most.
const COMPARISONS: usize = 24;
/// Items of one facet that two roles share and that are named.
const SHARED: usize = 6;

/// The comparisons that the role `id` is a subject of: those that somebody wrote first.
pub(super) fn compared_with<'a>(id: PageId, body: &Body<'a>) -> Vec<ComparedWithView<'a>> {
    let book = &body.linked.book;
    let view = |comparison: &'a Comparison| {
        let others = comparison.subjects.iter().filter(|role| **role != id);
        ComparedWithView {
            url: body.addressing.url(&book.page(comparison.page).url),
            others: others.map(|role| book.page(*role).label()).collect(),
        }
    };
    book.comparisons.with(id).take(COMPARISONS).map(view).collect()
}

/// The roles that are most like the role `id`, the likest first.
pub(super) fn closest<'a>(
    compared: &'a Compared,
    id: PageId,
    body: &Body<'a>,
) -> Vec<CloseRoleView<'a>> {
    let view = |(other, similarity): (PageId, f64)| {
        let comparison = body.linked.book.comparisons.of(&[id, other]);
        let url = |it: &Comparison| body.addressing.url(&body.linked.book.page(it.page).url);
        CloseRoleView {
            role: label(other, body),
            percent: percent(similarity),
            shared: shared(compared, id, other, body),
            comparison_url: comparison.map(url).unwrap_or_default(),
        }
    };
    compared.closest(id, CLOSEST).into_iter().map(view).collect()
}

/// Whole per cent. Roles that share anything are never told to be nothing alike.
#[expect(
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    reason = "a similarity is from 0 to 1"
)]
fn percent(similarity: f64) -> u8 {
    (similarity * 100.0).round().clamp(1.0, 100.0) as u8
}

/// What two roles have in common, by facet.
fn shared<'a>(
    compared: &'a Compared,
    a: PageId,
    b: PageId,
    body: &Body<'a>,
) -> Vec<SharedView<'a>> {
    let facets = body.linked.book.config.facets.iter();
    let cells = compared.cells(a).iter().zip(compared.cells(b));
    let lists = facets.zip(cells).filter(|(facet, _)| facet.kind.is_list());
    let shared = lists.filter_map(|(facet, (ours, theirs))| {
        let items = common(ours.as_ref()?, theirs.as_ref()?);
        Some(SharedView {
            label: &facet.label,
            more: items.len().saturating_sub(SHARED),
            items: items.into_iter().take(SHARED).map(|item| item.text.as_str()).collect(),
        })
    });
    shared.filter(|shared| !shared.items.is_empty()).collect()
}

/// The items that two cells have in common, as the first has them.
fn common<'a>(ours: &'a Cell, theirs: &Cell) -> Vec<&'a Item> {
    let theirs: rapidhash::RapidHashSet<_> =
        theirs.value.items().iter().map(|item| &item.key).collect();
    ours.value.items().iter().filter(|item| theirs.contains(&item.key)).collect()
}
