//! What the page of a role tells beyond its concept: views filled from its front matter, from what other
//! roles say of it, and from what it has in common with them.

mod closest;
mod facets;
mod needed_by;
mod partners;

use rapidhash::RapidHashMap;

pub(super) use self::needed_by::needed_by;
use super::{
    body::{Addressing, Body},
    careers,
    concept::name,
    contents::shown,
    page::link,
    view::{
        AreaView, DirectionView, LinkView, MeasureView, ResponsibilityView, RoleTitlesView,
        RoleView, SkillGroupView, SkillView, TocView,
    },
};
use crate::{
    compare::Compared,
    config::Facets,
    link::LinkedBook,
    model::{Kind, PageId, fold},
    parse::{
        Fragment,
        front_matter::{Direction, Measure, NamedConcept, Need, Responsibility, Skill},
    },
};

/// What the page of a role shows; `None` on other pages, and where there is nothing to show.
pub(super) fn role_view<'a>(
    linked: &'a LinkedBook,
    compared: &'a Compared,
    id: PageId,
    addressing: &Addressing<'a>,
) -> Option<RoleView<'a>> {
    let book = &linked.book;
    if book.page(id).kind != Kind::Role {
        return None;
    }
    let body = Body::of(linked, id, *addressing)?;
    let front = body.document.front.role.as_deref()?;
    let (facts, facets) = facets::facets(front, compared, &body);
    let (partners, more_partners) = partners::partners(front, id, &body);
    let view = RoleView {
        titles: titles(&book.config.facets),
        track: front.track.as_ref().map_or("", |track| &track.value),
        levels: front.levels.iter().map(|level| level.value.as_str()).collect(),
        facts,
        facets,
        responsibilities: responsibilities(&front.responsibilities, &body),
        skills: skills(&front.skills, &body),
        success: front.success.iter().map(|it| measure(it, &body)).collect(),
        career: careers::on_page(linked, id, addressing),
        partners,
        more_partners,
        // A twin leaves out what is reckoned and costs much.
        closest: if addressing.draws() {
            closest::closest(compared, id, &body)
        } else {
            Vec::new()
        },
        compared_with: closest::compared_with(id, &body),
    };
    (!view.is_empty()).then_some(view)
}

impl<'a> RoleView<'a> {
    fn is_empty(&self) -> bool {
        let RoleView {
            titles: _,
            track,
            levels,
            facts,
            facets,
            compared_with,
            closest,
            more_partners: _,
            responsibilities: _,
            skills: _,
            success: _,
            career: _,
            partners: _,
        } = self;
        track.is_empty()
            && levels.is_empty()
            && facts.is_empty()
            && facets.is_empty()
            && compared_with.is_empty()
            && closest.is_empty()
            && self.sections_above().is_empty()
            && self.sections_below().is_empty()
    }

    /// The sections above the body, for the contents list.
    pub(super) fn sections_above(&self) -> Vec<TocView<'a>> {
        let RoleTitlesView { responsibilities, skills, success, career, .. } = self.titles;
        shown([
            ("page:responsibilities", responsibilities, !self.responsibilities.is_empty()),
            ("page:skills", skills, !self.skills.is_empty()),
            ("page:success", success, !self.success.is_empty()),
            ("page:career", career, self.career.is_some()),
        ])
    }

    /// The sections below it.
    pub(super) fn sections_below(&self) -> Vec<TocView<'a>> {
        let RoleTitlesView { partners, closest, .. } = self.titles;
        shown([
            ("page:partners", partners, !self.partners.is_empty()),
            ("page:closest", closest, !self.closest.is_empty()),
        ])
    }
}

fn titles(facets: &Facets) -> RoleTitlesView<'_> {
    let label = |name| facets.find(name).map_or("", |(_, facet)| facet.label.as_str());
    RoleTitlesView {
        responsibilities: label("responsibilities"),
        skills: label("skills"),
        success: label("success"),
        career: label("career"),
        partners: "Works with",
        closest: "Closest roles",
    }
}

/// A role as a link.
fn label<'a>(role: PageId, body: &Body<'a>) -> LinkView<'a> {
    let page = body.linked.book.page(role);
    LinkView { title: page.label(), ..link(page, &body.addressing) }
}

/// The page that a reference leads to.
fn page_of(reference: u32, body: &Body<'_>) -> Option<PageId> {
    body.answers[reference as usize].page()
}

/// One of the role's longer texts on the page `id`: what it mentions is a link on its own page, and on
/// no other.
fn text(fragment: Option<&Fragment>, id: PageId, said_by: &Body<'_>) -> String {
    let Some(fragment) = fragment else { return String::new() };
    if said_by.page == id { said_by.text(fragment, None) } else { said_by.html(fragment) }
}

fn responsibilities<'a>(written: &'a [Responsibility], body: &Body<'a>) -> Vec<AreaView<'a>> {
    let groups = grouped(written, |one| one.area.as_ref().map(|area| area.value.as_str()));
    let view = |one: &'a Responsibility| {
        let Responsibility { text, area: _, shared_with } = one;
        let shared = shared_with.iter().map(|role: &NamedConcept| name(role.reference, body));
        ResponsibilityView {
            text_html: body.text(&text.value, None),
            shared_with: shared.collect(),
        }
    };
    let area = |(area, items): (&'a str, Vec<&'a Responsibility>)| AreaView {
        area,
        items: items.into_iter().map(view).collect(),
    };
    groups.into_iter().map(area).collect()
}

fn skills<'a>(written: &'a [Skill], body: &Body<'a>) -> Vec<SkillGroupView<'a>> {
    let view = |skill: &'a Skill| {
        let Skill { term, group: _, need, level } = skill;
        let term = name(term.reference, body);
        SkillView {
            section: section(term.title, body),
            term,
            need: need_name(*need),
            level: level.as_ref().map_or("", |level| &level.value),
        }
    };
    let group = |(group, items): (&'a str, Vec<&'a Skill>)| SkillGroupView {
        group,
        items: items.into_iter().map(view).collect(),
    };
    grouped(written, |skill| skill.group.as_ref().map(|group| group.value.as_str()))
        .into_iter()
        .map(group)
        .collect()
}

/// The id of the heading that is called so, in any case.
fn section<'a>(title: &str, body: &Body<'a>) -> &'a str {
    let mut outline = body.document.outline.iter();
    let heading = outline.find(|heading| fold(&heading.text) == fold(title));
    heading.map_or("", |heading| &heading.id)
}

/// Things by the name of their group, in any case: the nameless group first, then in the order in which
/// the names come up.
fn grouped<'a, T>(
    things: &'a [T],
    group_of: impl Fn(&'a T) -> Option<&'a str>,
) -> Vec<(&'a str, Vec<&'a T>)> {
    let mut groups: Vec<(&'a str, Vec<&'a T>)> = vec![("", Vec::new())];
    let mut known = RapidHashMap::from_iter([(String::new(), 0)]);
    for thing in things {
        let group = group_of(thing).unwrap_or("").trim();
        let next = groups.len();
        let number = *known.entry(fold(group)).or_insert(next);
        if number == next {
            groups.push((group, Vec::new()));
        }
        groups[number].1.push(thing);
    }
    groups.retain(|(_, things)| !things.is_empty());
    groups
}

fn need_name(need: Option<Need>) -> &'static str {
    match need {
        Some(Need::Essential) => "essential",
        Some(Need::Optional) => "optional",
        None => "",
    }
}

fn measure<'a>(written: &'a Measure, body: &Body<'a>) -> MeasureView<'a> {
    let Measure { name, measure, direction } = written;
    let direction = direction.iter().map(|(what, direction)| DirectionView {
        what,
        direction: match direction {
            Direction::Up => "up",
            Direction::Down => "down",
        },
    });
    MeasureView {
        name_html: body.text(&name.value, None),
        measure_html: text(measure.as_ref(), body.page, body),
        directions: direction.collect(),
    }
}
