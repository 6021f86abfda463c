//! The skills of roles, from their front matter or, where that is silent, from their body.

use crate::{
    compare::{concept_of, csv_line},
    link::LinkedBook,
    model::{ConceptId, Kind, PageId},
    parse::front_matter::{FacetValue, NamedConcept, Need, Skill},
};

/// A skill of a role.
#[derive(Debug)]
pub(super) struct RoleSkill<'b> {
    /// The label of its concept, else its name as written.
    pub(super) name: &'b str,
    /// Its concept; `None` where it has no page yet.
    pub(super) concept: Option<ConceptId>,
    /// Its group; may be empty.
    pub(super) group: &'b str,
    /// `essential`, `optional` or empty.
    pub(super) need: &'static str,
    /// The level asked for; may be empty.
    pub(super) level: &'b str,
}

/// The skills of the page, in the order written; none of a page that is no role.
pub(super) fn of_page(linked: &LinkedBook, page: PageId) -> Vec<RoleSkill<'_>> {
    let Some(document) = linked.book.page(page).document() else { return Vec::new() };
    if linked.book.page(page).kind != Kind::Role {
        return Vec::new();
    }
    let written = document.front.role.as_ref().map_or(&[][..], |role| &role.skills);
    let skills = written.iter().map(|skill| {
        let Skill { term, group, need, level } = skill;
        RoleSkill {
            group: group.as_ref().map_or("", |group| &group.value),
            need: match need {
                Some(Need::Essential) => "essential",
                Some(Need::Optional) => "optional",
                None => "",
            },
            level: level.as_ref().map_or("", |level| &level.value),
            ..named(linked, page, term)
        }
    });
    let body = document.body_facets.iter().filter(|body| &*body.filled.facet == "skills");
    let from_body = body.flat_map(|body| match &body.filled.value {
        FacetValue::Concepts(named) => named.as_slice(),
        FacetValue::Text(_)
        | FacetValue::List(_)
        | FacetValue::Choice(_)
        | FacetValue::Step(_)
        | FacetValue::Number(_)
        | FacetValue::Range(..)
        | FacetValue::Flag(_) => &[],
    });
    skills.chain(from_body.map(|skill| named(linked, page, skill))).collect()
}

fn named<'b>(linked: &'b LinkedBook, page: PageId, named: &'b NamedConcept) -> RoleSkill<'b> {
    let concept = concept_of(linked, page, named.reference);
    let name = concept.map_or(named.name.as_str(), |id| &linked.book.concept(id).label);
    RoleSkill { name, concept, group: "", need: "", level: "" }
}

/// A line per role and skill, below the names of the columns (RFC 4180). A role without skills has none.
pub(super) fn csv(linked: &LinkedBook) -> String {
    let book = &linked.book;
    let mut text = String::new();
    let columns = ["Role id", "Role", "Track", "Skill id", "Skill", "Group", "Need", "Level"];
    csv_line(columns.into_iter().map(str::to_owned), &mut text);
    for id in book.concept_ids().filter(|id| book.concept(*id).entry.is_none()) {
        let role = book.concept(id);
        let front = book.page(role.page).document().and_then(|it| it.front.role.as_ref());
        let track = front.and_then(|front| front.track.as_ref()).map_or("", |it| &it.value);
        for skill in of_page(linked, role.page) {
            let RoleSkill { name, concept, group, need, level } = skill;
            let skill_id = concept.map_or("", |id| &book.concept(id).id);
            let fields = [&role.id, &role.label, track, skill_id, name, group, need, level];
            csv_line(fields.into_iter().map(str::to_owned), &mut text);
        }
    }
    text
}
