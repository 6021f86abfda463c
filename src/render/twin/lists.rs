//! Tables, and what indexes list.

use std::collections::BTreeMap;

use super::{Html, anchor, concept::spectrum, link, name, role::way};
use crate::{
    link::LinkedBook,
    model::PageId,
    render::{
        body::{Addressing, escaped},
        careers, compare, page, parts, spectra, terms,
        view::{CellView, ComparisonView, EntryView, HeadView, SourceView, TreeView},
    },
};

/// A comparison: its roles, its table, advice and paired prose.
pub(super) fn comparison(comparison: &ComparisonView<'_>, html: &mut Html) {
    html.list(comparison.subjects.iter().map(|subject| {
        let role = anchor(subject.label, &subject.url);
        if subject.sentence.is_empty() {
            role
        } else {
            format!("{role}: {}", escaped(&subject.sentence))
        }
    }));
    table(comparison, html);
    for choose in &comparison.choose {
        let title = format!("Choose {}", choose.subject.label);
        html.section(&title, choose.when_html.iter().cloned());
    }
    for dimension in &comparison.dimensions {
        html.heading(2, &dimension.heading_html);
        for side in dimension.sides.iter().filter(|side| !side.text_html.is_empty()) {
            html.paragraph(&super::led(&escaped(side.subject.label), &side.text_html));
        }
        html.paragraph(&dimension.both_html);
    }
    let related = comparison.related.iter().map(|term| {
        let label = anchor(term.label, &term.url);
        if term.text_html.is_empty() { label } else { format!("{label}: {}", term.text_html) }
    });
    html.section("Related terms", related);
}

/// The table of a comparison; a facet in which the roles differ is marked as on the page.
pub(super) fn table(comparison: &ComparisonView<'_>, html: &mut Html) {
    let Some(table) = &comparison.table else { return };
    let corner = if table.lines_are == "facets" { "Facet" } else { "Role" };
    html.raw(&format!("<table><tr><th>{corner}</th>"));
    table.columns.iter().for_each(|column| html.raw(&format!("<th>{}</th>", head(column))));
    html.raw("</tr>");
    for line in &table.lines {
        html.raw(&format!("<tr><th>{}</th>", head(&line.head)));
        line.cells.iter().for_each(|it| html.raw(&format!("<td>{}</td>", cell(it))));
        html.raw("</tr>");
    }
    html.raw("</table>");
}

fn head(head: &HeadView<'_>) -> String {
    let sign = match head.state {
        "same" => " =",
        "" => "",
        _ => " ≠",
    };
    anchor(head.label, &head.url) + sign
}

fn cell(cell: &CellView<'_>) -> String {
    if cell.missing {
        return "—".to_owned();
    }
    let items = cell.items.iter().map(|item| item.html.as_str());
    let all: Vec<&str> =
        [cell.value_html.as_str()].into_iter().filter(|it| !it.is_empty()).chain(items).collect();
    all.join("; ")
}

/// What an index or a section lists.
pub(super) fn index(linked: &LinkedBook, id: PageId, addressing: &Addressing<'_>, html: &mut Html) {
    if let Some(index) = terms::index(linked, id, addressing) {
        let items = index.letters.iter().flat_map(|letter| &letter.items);
        html.list(items.map(|term| {
            let own = anchor(term.name, &term.url);
            let other = |label: &str| format!("{own}: see {}", escaped(label));
            match (term.use_label, term.definition.as_str()) {
                ("", "") => own,
                ("", definition) => format!("{own}: {}", escaped(definition)),
                (label, _) => other(label),
            }
        }));
        if index.tree.iter().any(|top| !top.children.is_empty()) {
            html.heading(2, "Hierarchy");
            html.raw(&tree(&index.tree));
        }
    }
    for spectra in spectra::index(linked, id, addressing) {
        html.heading(2, &spectra.by_html);
        html.list(spectra.items.iter().map(spectrum));
    }
    for track in careers::index(linked, id, addressing).iter().flat_map(|careers| &careers.tracks) {
        html.section(
            if track.track.is_empty() { "Without a track" } else { track.track },
            track.roles.iter().map(|role| {
                let mut item = name(&role.role);
                if !role.definition.is_empty() {
                    item += &format!(": {}", escaped(&role.definition));
                }
                if !role.ways.is_empty() {
                    let ways = role.ways.iter().map(|it| format!("<li>{}</li>", way(it)));
                    item += &format!("<ul>{}</ul>", ways.collect::<String>());
                }
                item
            }),
        );
    }
    if let Some(comparisons) = compare::index(linked, id, addressing) {
        html.list(comparisons.written.iter().map(link));
        for role in &comparisons.roles {
            html.section(role.label, role.others.iter().map(|other| link(&other.link)));
        }
    }
    for answering in parts::index(linked, id, addressing) {
        html.heading(2, &anchor(answering.title, &answering.url));
        html.list(answering.questions.iter().map(|it| anchor(&it.text, &it.url)));
    }
    let glossary = terms::entries(linked, id, addressing);
    html.section("Defined here", glossary.iter().filter(|it| it.backlinks.count > 0).map(entry));
    let book = &linked.book;
    if book.page(id).index.is_some() {
        return;
    }
    html.list(page::children(linked, book.page(id), addressing).iter().map(|child| {
        let title = anchor(child.title, &child.url);
        if child.summary.is_empty() {
            title
        } else {
            format!("{title}: {}", escaped(&child.summary))
        }
    }));
}

/// A concept that the page defines, and the pages that speak of it.
fn entry(entry: &EntryView<'_>) -> String {
    let known = entry.backlinks.groups.iter().flat_map(|group| &group.items);
    let pages: BTreeMap<&str, String> =
        known.map(|page| (page.title, anchor(page.title, &page.url))).collect();
    let pages: Vec<String> = pages.into_values().collect();
    format!("{}: mentioned in {}", escaped(entry.label), pages.join(", "))
}

fn tree(items: &[TreeView<'_>]) -> String {
    let mut list = String::from("<ul>");
    for item in items {
        list += &format!("<li>{}", anchor(item.label, &item.url));
        if !item.children.is_empty() {
            list += &tree(&item.children);
        }
        list += "</li>";
    }
    list + "</ul>"
}

/// A source, as it is listed at the end.
pub(super) fn source(source: &SourceView<'_>) -> String {
    let SourceView { id: _, title_html, url, author, publisher, year, accessed, cited_by: _ } =
        source;
    let title = match (title_html.as_str(), url.as_str()) {
        ("", _) => String::new(),
        (title, "") => format!("<cite>{title}</cite>"),
        (title, url) => format!("<a href=\"{}\">{title}</a>", escaped(url)),
    };
    let read = if accessed.is_empty() { String::new() } else { format!("read {accessed}") };
    let parts = [escaped(author), title, escaped(publisher), escaped(year), read];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}
