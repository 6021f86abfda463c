//! Roles and comparisons: short forms, and what a wrong value costs.

use super::{page_of, said};
use crate::{
    config::Kind,
    parse::front_matter::{
        CareerKind, ComparisonFront, Direction, FacetValue, Need, Orientation, RoleFront,
    },
};

#[track_caller]
fn role(inside: &str, expected: &str) -> RoleFront {
    let text = format!("---\n{inside}\n---\n");
    let (front, gathered) = page_of(Kind::Role, &text);
    assert_eq!(said(&text, &gathered), expected, "\n{text}");
    *front.role.expect("a role")
}

#[track_caller]
fn comparison(inside: &str, expected: &str) -> ComparisonFront {
    let text = format!("---\n{inside}\n---\n");
    let (front, gathered) = page_of(Kind::Comparison, &text);
    assert_eq!(said(&text, &gathered), expected, "\n{text}");
    *front.comparison.expect("a comparison")
}

#[test]
fn a_text_stands_for_the_main_field() {
    let role = role(
        "skills: [a, {term: b, need: optional, group: soft, level: working}]\n\
         responsibilities: One thing\n\
         success: [Uptime, {name: Speed, measure: days, direction: {days: down}}]\n\
         career: [[[Staff Engineer]]]\npartners: [em, {role: pm, as: friend, example: x}]\n\
         track: ic\nlevels: L4\nfocus: Delivery",
        "",
    );
    assert_eq!(role.skills[1].need, Some(Need::Optional));
    assert_eq!(role.responsibilities[0].text.value.text, "One thing");
    assert_eq!(role.success[1].direction, [("days".to_owned(), Direction::Down)]);
    assert_eq!(role.partners[1].part.as_ref().map(|part| part.text.as_str()), Some("friend"));
    assert_eq!((role.levels.len(), role.career_from.len()), (1, 0));
    assert!(role.fills("focus") && role.fills("skills") && !role.fills("impact"));
}

#[test]
fn facets_are_read_as_declared() {
    let role = role(
        "facets: {scope: Team, hands_on: {min: 30, max: 70, unit: '%'}, success: x}\n\
         career: {from: {role: a, kind: promotion, signals: [x, y]}, to: b}",
        "",
    );
    assert_eq!(role.facets[0].value, FacetValue::Step(1));
    assert_eq!(role.facets[1].value, FacetValue::Range(30.0, 70.0));
    assert_eq!(
        role.career_from[0].kind.as_ref().map(|kind| kind.value),
        Some(CareerKind::Promotion)
    );
    assert_eq!(role.career_from[0].signals.len(), 2);
    let short = self::role("hands_on: 30–70 %", "");
    assert_eq!(short.facets[0].value, FacetValue::Range(30.0, 70.0));
}

#[test]
fn a_wrong_value_costs_only_its_key() {
    let role = role(
        "facets:\n  focuss: x\n  scope: galaxy\n  hands_on: {min: 70, max: 30}\n  impact: [a, b]\n  authority: x\n\
         skills: [{term: a, need: maybe}, {need: optional}, {term: b, lvl: x}]\nauthority: y",
        "facet-type \"authority\": `authority` stands under `facets` and at the top level; keep one of them\n\
         facet-unknown \"focuss\": no facet is called `focuss`; did you mean `focus`?\n\
         facet-type \"galaxy\": `scope`: expected one of `subsystem`, `team`, `multiple teams`, `company`, `community`, found `galaxy`\n\
         facet-type \"{min: 70, max: 30}\": `hands_on`: `min` is 70, above `max`, which is 30\n\
         facet-type \"[a, b]\": `impact`: expected text, found a list\n\
         bad-front-matter \"maybe\": `need`: expected `essential` or `optional`, found `maybe`\n\
         bad-front-matter \"{need: optional}\": `skills`: `term` is missing here\n\
         unknown-key \"lvl\": `lvl` is no key that rolebook knows; did you mean `level`?",
    );
    assert_eq!((role.facets.len(), role.skills.len()), (1, 2));
}

#[test]
fn a_comparison_has_its_keys() {
    let comparison = comparison(
        "subjects: [a, b]\nfor: strategy\nfacets: [focus, skills]\norientation: subjects-as-rows\n\
         cells: {focus: {a: x}, skills: {b: [s, t]}}\n\
         dimensions: [{heading: H, a: x, b: y, both: z}, Only a heading]\n\
         choose: [{when: you must, pick: a}]\nrelated_terms: [{term: T, text: x}, U]",
        "",
    );
    assert_eq!(comparison.asked.subjects.len(), 2);
    assert_eq!(comparison.asked.orientation, Some(Orientation::SubjectsAsRows));
    assert_eq!(
        (comparison.asked.cells.len(), &*comparison.asked.cells[1].facet.value),
        (2, "skills")
    );
    assert_eq!(
        (comparison.dimensions[0].sides.len(), comparison.dimensions[1].sides.len()),
        (2, 0)
    );
    assert_eq!(comparison.related_terms.len(), 2);
}

#[test]
fn a_comparisons_mistakes_have_their_places() {
    comparison(
        "subjects: [a, {b: c}]\nfacets: [fokus]\ncells: {skill: {a: x}, focus: [x]}\n\
         choose: [{when: x}]\norientation: diagonal",
        "facet-unknown \"fokus\": no facet is called `fokus`; did you mean `focus`?\n\
         facet-unknown \"skill\": no facet is called `skill`; did you mean `skills`?\n\
         bad-front-matter \"{b: c}\": `subjects`: expected text, found a map\n\
         bad-front-matter \"diagonal\": `orientation`: expected `auto`, `subjects-as-columns` or `subjects-as-rows`, found `diagonal`\n\
         bad-front-matter \"[x]\": `cells`: expected a map of subjects for `focus`, found a list; say in whose cell it stands, as in `focus: {a: …}`\n\
         bad-front-matter \"{when: x}\": `choose`: each entry has `when` and `pick`",
    );
}
