//! Views of what the page of a role tells beyond its concept: facets, responsibilities, skills, measures,
//! career, partners, and the roles that are like it.

use serde::Serialize;

use super::{CareerView, LinkView, NameView};

/// What a role does, needs and leads to, as its front matter says, and who else speaks of it.
///
/// A facet that a section of the body supplies is not among it: the body says it.
#[derive(Serialize, Debug)]
pub struct RoleView<'a> {
    /// What its sections are called.
    pub titles: RoleTitlesView<'a>,
    /// `track`; may be empty.
    pub track: &'a str,
    /// `levels`.
    pub levels: Vec<&'a str>,
    /// The facets that fit a line of facts, in the handbook's order: `enum`, `scale`, `number`, `range`,
    /// `bool`, and a `text` of at most 32 characters.
    pub facts: Vec<FacetView<'a>>,
    /// Its other facets, in the handbook's order.
    pub facets: Vec<FacetView<'a>>,
    /// `responsibilities` by area, those without an area first.
    pub responsibilities: Vec<AreaView<'a>>,
    /// `skills` by group, those without a group first.
    pub skills: Vec<SkillGroupView<'a>>,
    /// `success`.
    pub success: Vec<MeasureView<'a>>,
    /// The ways in and on, by what the pages of all roles say; null without any.
    pub career: Option<CareerView<'a>>,
    /// Its partners, then the roles that call it theirs: of these at most 24.
    pub partners: Vec<PartnerView<'a>>,
    /// How many roles that call it a partner are left out.
    pub more_partners: usize,
    /// The comparisons that somebody wrote of it, at most 24.
    pub compared_with: Vec<ComparedWithView<'a>>,
    /// The roles that are most like it, at most five; only such as share something with it.
    pub closest: Vec<CloseRoleView<'a>>,
}

/// What the sections of a role are called: a facet's section as the facet is labelled.
#[derive(Serialize, Debug)]
pub struct RoleTitlesView<'a> {
    /// Of `responsibilities`.
    pub responsibilities: &'a str,
    /// Of `skills`.
    pub skills: &'a str,
    /// Of `success`.
    pub success: &'a str,
    /// Of `career`.
    pub career: &'a str,
    /// Of `partners`.
    pub partners: &'a str,
    /// Of the closest roles.
    pub closest: &'a str,
}

/// A facet that front matter fills.
#[derive(Serialize, Debug)]
pub struct FacetView<'a> {
    /// As front matter names it.
    pub name: &'a str,
    /// As readers see it.
    pub label: &'a str,
    /// `text`, `list`, `concept`, `concepts`, `enum`, `scale`, `number`, `range` or `bool`.
    pub kind: &'static str,
    /// The value, a small picture before it where there is one; empty for `list`, `concept` and `concepts`.
    pub value_html: String,
    /// The items of a `list`.
    pub items_html: Vec<String>,
    /// What a `concept` or `concepts` facet names.
    pub names: Vec<NameView<'a>>,
}

/// The responsibilities of one area.
#[derive(Serialize, Debug)]
pub struct AreaView<'a> {
    /// The area; may be empty.
    pub area: &'a str,
    /// They, in the author's order.
    pub items: Vec<ResponsibilityView<'a>>,
}

/// One thing that a role answers for.
#[derive(Serialize, Debug)]
pub struct ResponsibilityView<'a> {
    /// What.
    pub text_html: String,
    /// The roles that it is shared with.
    pub shared_with: Vec<NameView<'a>>,
}

/// The skills of one group.
#[derive(Serialize, Debug)]
pub struct SkillGroupView<'a> {
    /// The group; may be empty.
    pub group: &'a str,
    /// They, in the author's order.
    pub items: Vec<SkillView<'a>>,
}

/// A skill of a role.
#[derive(Serialize, Debug)]
pub struct SkillView<'a> {
    /// The skill.
    pub term: NameView<'a>,
    /// `essential`, `optional`, or empty.
    pub need: &'static str,
    /// The level that is asked for; may be empty.
    pub level: &'a str,
    /// The id of the body's heading that is called as the skill is; empty without one.
    pub section: &'a str,
}

/// A measure of success.
#[derive(Serialize, Debug)]
pub struct MeasureView<'a> {
    /// Its name.
    pub name_html: String,
    /// How it is seen; may be empty.
    pub measure_html: String,
    /// What should go up, and what down.
    pub directions: Vec<DirectionView<'a>>,
}

/// Where a figure should go.
#[derive(Serialize, Debug)]
pub struct DirectionView<'a> {
    /// The figure; empty where it is the measure itself.
    pub what: &'a str,
    /// `up` or `down`.
    pub direction: &'static str,
}

/// A role that this one works closely with.
#[derive(Serialize, Debug)]
pub struct PartnerView<'a> {
    /// The other role.
    pub role: NameView<'a>,
    /// As what; may be empty.
    pub part_html: String,
    /// A worked example; may be empty.
    pub example_html: String,
}

/// A comparison of a role with others.
#[derive(Serialize, Debug)]
pub struct ComparedWithView<'a> {
    /// Its address from this page.
    pub url: String,
    /// The labels of the other roles, in the comparison's order.
    pub others: Vec<&'a str>,
}

/// A role that is like this one.
#[derive(Serialize, Debug)]
pub struct CloseRoleView<'a> {
    /// It.
    pub role: LinkView<'a>,
    /// How alike the two are, in whole per cent, at least 1.
    pub percent: u8,
    /// What both have, by facet.
    pub shared: Vec<SharedView<'a>>,
    /// Where somebody compared the two; empty where nobody did.
    pub comparison_url: String,
}

/// What two roles have in common in one facet.
#[derive(Serialize, Debug)]
pub struct SharedView<'a> {
    /// The facet's label.
    pub label: &'a str,
    /// The first of them as plain text, at most six.
    pub items: Vec<&'a str>,
    /// How many more there are.
    pub more: usize,
}

/// The roles that need a skill.
#[derive(Serialize, Debug)]
pub struct NeededByView<'a> {
    /// What its section is called.
    pub title: &'static str,
    /// They, the most in need of it first, at most 50.
    pub items: Vec<NeedView<'a>>,
    /// How many more there are.
    pub more: usize,
}

/// A role that needs a skill.
#[derive(Serialize, Debug)]
pub struct NeedView<'a> {
    /// The role.
    pub role: LinkView<'a>,
    /// As in [`SkillView::need`].
    pub need: &'static str,
    /// As in [`SkillView::level`].
    pub level: &'a str,
}
