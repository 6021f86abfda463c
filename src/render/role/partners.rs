//! Who a role works with: its own partners, and the roles that call it theirs.

use super::{label, page_of, text};
use crate::{
    link::Way,
    model::PageId,
    parse::front_matter::{Partner, RoleFront},
    render::{
        body::Body,
        concept::name,
        view::{LinkView, NameView, PartnerView},
    },
};

/// Roles that call a role their partner that are shown at most.
const OTHERS: usize = 24;

/// The partners of the role `id`, and how many of those that call it theirs are left out.
///
/// A role that both name stands once, with the words of this one.
pub(super) fn partners<'a>(
    front: &'a RoleFront,
    id: PageId,
    body: &Body<'a>,
) -> (Vec<PartnerView<'a>>, usize) {
    let own = |it: &'a Partner| view(it, name(it.role.reference, body), id, body);
    let mut partners: Vec<PartnerView<'a>> = front.partners.iter().map(own).collect();
    let named: Vec<PageId> =
        front.partners.iter().filter_map(|it| page_of(it.role.reference, body)).collect();
    let backlinks = body.linked.backlinks.of_page(id).iter();
    let roles = backlinks.filter(|it| it.way == Way::Facet && !named.contains(&it.from));
    let others: Vec<_> = roles.filter_map(|it| inverse(it.from, id, body)).collect();
    let shown = others.iter().take(OTHERS).map(|(partner, said_by)| {
        let LinkView { title, url, current: _, draft: _ } = label(said_by.page, body);
        view(partner, NameView { title, url, wanted: false }, id, said_by)
    });
    partners.extend(shown);
    (partners, others.len().saturating_sub(OTHERS))
}

/// What the role `from` says of `id` as its partner.
fn inverse<'a>(from: PageId, id: PageId, body: &Body<'a>) -> Option<(&'a Partner, Body<'a>)> {
    let other = Body::of(body.linked, from, body.addressing)?;
    let front = other.document.front.role.as_deref()?;
    let is_this = |it: &&Partner| page_of(it.role.reference, &other) == Some(id);
    Some((front.partners.iter().find(is_this)?, other))
}

/// What `said_by` says of a partner, on the page `id`.
fn view<'a>(
    partner: &Partner,
    role: NameView<'a>,
    id: PageId,
    said_by: &Body<'_>,
) -> PartnerView<'a> {
    let Partner { role: _, part, example } = partner;
    PartnerView {
        role,
        part_html: text(part.as_ref(), id, said_by),
        example_html: text(example.as_ref(), id, said_by),
    }
}
