//! The index of comparisons: those that somebody wrote, and every pair of roles that has a page.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    link::LinkedBook,
    model::{Index, Kind, PageId, fold, natural},
    render::{
        body::Addressing,
        page::link,
        view::{ComparedRoleView, ComparisonsView, LinkView, PairView},
    },
};

/// What the index of comparisons shows; `None` on other pages.
pub(in crate::render) fn index<'a>(
    linked: &'a LinkedBook,
    id: PageId,
    addressing: &Addressing<'_>,
) -> Option<ComparisonsView<'a>> {
    let book = &linked.book;
    if book.page(id).index != Some(Index::Comparisons) {
        return None;
    }
    let pages = book.comparisons.iter().map(|comparison| book.page(comparison.page));
    let mut written: Vec<LinkView<'a>> =
        pages.filter(|page| page.document().is_some()).map(|page| link(page, addressing)).collect();
    written.sort_by(|a, b| natural(a.title, b.title).then_with(|| a.url.cmp(&b.url)));
    // By label, and by page where two roles are called alike.
    let mut roles: BTreeMap<(String, PageId), ComparedRoleView<'a>> = BTreeMap::new();
    for comparison in &*book.comparisons {
        let [a, b] = comparison.subjects[..] else { continue };
        for (one, other) in [(a, b), (b, a)] {
            let (one_page, other_page) = (book.page(one), book.page(other));
            let role = roles.entry((fold(one_page.label()), one)).or_insert_with(|| {
                let label = one_page.label();
                ComparedRoleView { id: &one_page.id, label, others: Vec::new() }
            });
            let link = LinkView {
                title: other_page.label(),
                ..link(book.page(comparison.page), addressing)
            };
            role.others.push(PairView { id: &other_page.id, link });
        }
    }
    let of_pairs: BTreeSet<PageId> = roles.keys().map(|(_, role)| *role).collect();
    let is_uncompared = |id: &PageId| {
        let page = book.page(*id);
        page.kind == Kind::Role && book.own_concept(*id).is_some() && !of_pairs.contains(id)
    };
    let mut uncompared: Vec<&'a str> =
        book.ids().filter(is_uncompared).map(|id| book.page(id).label()).collect();
    uncompared.sort_by(|a, b| natural(a, b));
    let mut roles: Vec<ComparedRoleView<'a>> = roles.into_values().collect();
    for role in &mut roles {
        role.others.sort_by(|a, b| {
            natural(a.link.title, b.link.title).then_with(|| a.link.url.cmp(&b.link.url))
        });
    }
    Some(ComparisonsView { written, roles, uncompared, count: book.comparisons.iter().len() })
}
