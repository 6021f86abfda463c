//! The index of comparisons: those that somebody wrote, and every pair of roles that has a page.

use std::collections::BTreeMap;

use crate::{
    link::LinkedBook,
    model::{Index, PageId, fold, natural},
    render::{
        body::Addressing,
        page::link,
        view::{ComparedRoleView, ComparisonsView, LinkView},
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
    for comparison in &book.comparisons {
        let [a, b] = comparison.subjects[..] else { continue };
        let key = |role: PageId| (fold(book.page(role).label()), role);
        let (first, second) = if key(a) <= key(b) { (a, b) } else { (b, a) };
        let label = book.page(first).label();
        let role = roles
            .entry(key(first))
            .or_insert_with(|| ComparedRoleView { label, others: Vec::new() });
        role.others.push(LinkView {
            title: book.page(second).label(),
            ..link(book.page(comparison.page), addressing)
        });
    }
    let mut roles: Vec<ComparedRoleView<'a>> = roles.into_values().collect();
    for role in &mut roles {
        role.others.sort_by(|a, b| natural(a.title, b.title).then_with(|| a.url.cmp(&b.url)));
    }
    Some(ComparisonsView { written, roles, count: book.comparisons.iter().len() })
}
