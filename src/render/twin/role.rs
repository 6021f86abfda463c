//! What a role does, needs and leads to.

use super::{Html, led, name};
use crate::render::{
    body::escaped,
    view::{CareerView, FacetView, RoleView, WayView, WaysView},
};

/// What stands before the text of a role.
pub(super) fn before(role: &RoleView<'_>, html: &mut Html) {
    let mut facts = Vec::new();
    if !role.track.is_empty() {
        facts.push(format!("<strong>Track</strong>: {}", escaped(role.track)));
    }
    if !role.levels.is_empty() {
        facts.push(format!("<strong>Levels</strong>: {}", escaped(&role.levels.join(", "))));
    }
    facts.extend(role.facts.iter().chain(&role.facets).map(facet));
    html.list(facts.into_iter());
    let titles = &role.titles;
    for area in &role.responsibilities {
        let items = area.items.iter().map(|item| {
            let shared: Vec<String> = item.shared_with.iter().map(name).collect();
            let with = if shared.is_empty() {
                String::new()
            } else {
                format!(" (with {})", shared.join(", "))
            };
            item.text_html.clone() + &with
        });
        html.section(&titled(titles.responsibilities, area.area), items);
    }
    for group in &role.skills {
        let items = group.items.iter().map(|skill| {
            let more = [skill.need, skill.level].into_iter().filter(|word| !word.is_empty());
            let more = more.map(escaped).collect::<Vec<_>>().join(", ");
            if more.is_empty() {
                name(&skill.term)
            } else {
                format!("{} ({more})", name(&skill.term))
            }
        });
        html.section(&titled(titles.skills, group.group), items);
    }
    let success = role.success.iter().map(|measure| {
        let mut item = led(&measure.name_html, &measure.measure_html);
        for direction in &measure.directions {
            item += &format!(" ({} {})", escaped(direction.what), direction.direction);
        }
        item
    });
    html.section(titles.success, success);
    if let Some(ways) = &role.career {
        html.heading(2, &escaped(titles.career));
        career(ways, html);
    }
    let partners = role.partners.iter().map(|partner| {
        let mut item = name(&partner.role);
        for more in [&partner.part_html, &partner.example_html] {
            if !more.is_empty() {
                item += &format!(": {more}");
            }
        }
        item
    });
    html.section(titles.partners, partners);
}

/// What stands after the text of a role.
pub(super) fn after(role: &RoleView<'_>, html: &mut Html) {
    let compared = role.compared_with.iter().map(|comparison| {
        let others = escaped(&comparison.others.join(" and "));
        format!("<a href=\"{}\">{others}</a>", escaped(&comparison.url))
    });
    html.section("Compared with", compared);
}

/// The ways in and on.
pub(super) fn career(career: &CareerView<'_>, html: &mut Html) {
    let of = career.role.as_ref().map(|role| format!(" of {}", name(role))).unwrap_or_default();
    for (title, ways) in [("Ways in", &career.ways_in), ("Ways on", &career.ways_on)] {
        if !ways.is_empty() {
            html.paragraph(&format!("<strong>{title}{of}</strong>"));
            html.list(ways.iter().flat_map(|WaysView { items, .. }| items.iter().map(way)));
        }
    }
}

/// A move to another role, or from it.
pub(super) fn way(way: &WayView<'_>) -> String {
    let more = [way.kind, way.track].into_iter().filter(|word| !word.is_empty());
    let more = more.map(escaped).collect::<Vec<_>>().join(", ");
    let mut item = name(&way.role);
    if !more.is_empty() {
        item += &format!(" ({more})");
    }
    let notes: Vec<&str> =
        way.notes_html.iter().chain(&way.signals_html).map(String::as_str).collect();
    if !notes.is_empty() {
        item += &format!(": {}", notes.join("; "));
    }
    item
}

fn facet(facet: &FacetView<'_>) -> String {
    let FacetView { name: _, label, kind: _, value_html, items_html, names } = facet;
    let named: Vec<String> = names.iter().map(name).collect();
    let value = [value_html.clone(), items_html.join("; "), named.join("; ")];
    let value: Vec<String> = value.into_iter().filter(|value| !value.is_empty()).collect();
    format!("<strong>{}</strong>: {}", escaped(label), value.join("; "))
}

fn titled(title: &str, part: &str) -> String {
    if part.is_empty() { title.to_owned() } else { format!("{title}: {part}") }
}
