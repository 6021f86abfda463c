//! The roles that need a skill, on the page of the skill.

use super::{label, need_name};
use crate::{
    compare::{Compared, Said},
    model::{ConceptId, Key, Kind, PageId},
    parse::front_matter::Need,
    render::{
        body::Body,
        view::{NeedView, NeededByView},
    },
};

/// Roles that are listed at most: no page lists all roles.
const ROLES: usize = 50;

/// Who needs the term on page `id`; `None` on other pages, and where nobody does.
pub(in crate::render) fn needed_by<'a>(
    compared: &'a Compared,
    id: PageId,
    body: &Body<'a>,
) -> Option<NeededByView<'a>> {
    let book = &body.linked.book;
    let concept = book.own_concept(id).filter(|_| book.page(id).kind == Kind::Term)?;
    let (skills, _) = book.config.facets.find("skills")?;
    let mut roles: Vec<PageId> =
        body.linked.backlinks.of_page(id).iter().map(|it| it.from).collect();
    roles.dedup();
    let needs = roles.into_iter().filter_map(|role| need(compared, skills, role, concept, body));
    let mut needs: Vec<_> = needs.collect();
    needs.sort_by_key(|(rank, ..)| *rank);
    let more = needs.len().saturating_sub(ROLES);
    let view = |(_, role, need, level): (_, PageId, _, _)| NeedView {
        role: label(role, body),
        need: need_name(need),
        level,
    };
    let items: Vec<_> = needs.into_iter().take(ROLES).map(view).collect();
    (!items.is_empty()).then_some(NeededByView { title: "Needed by", items, more })
}

/// How much, and to what level, a role needs a skill; the rank is the lower the greater the need.
fn need<'a>(
    compared: &Compared,
    skills: usize,
    role: PageId,
    concept: ConceptId,
    body: &Body<'a>,
) -> Option<(u8, PageId, Option<Need>, &'a str)> {
    let cell = compared.cells(role).get(skills)?.as_ref()?;
    let item = cell.value.items().iter().find(|item| item.key == Key::Concept(concept))?;
    let front = body.linked.book.page(role).document()?.front.role.as_deref()?;
    let written = match cell.from.way {
        Said::FrontMatter => front.skills.get(item.number),
        Said::Body(_) | Said::Override => None,
    };
    let need = written.and_then(|skill| skill.need);
    let level = written.and_then(|skill| skill.level.as_ref()).map_or("", |level| &level.value);
    let rank = match need {
        Some(Need::Essential) => 0,
        Some(Need::Optional) => 2,
        None => 1,
    };
    Some((rank, role, need, level))
}
