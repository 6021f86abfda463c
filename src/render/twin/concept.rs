//! What a role or a term tells of itself.

use super::{Html, anchor, led, link, name};
use crate::render::{
    body::escaped,
    view::{ConceptView, ExampleView, ExamplesView, NeededByView, RelationView, SpectrumView},
};

/// Its other names.
pub(super) fn names(concept: &ConceptView<'_>, html: &mut Html) {
    if !concept.alt.is_empty() {
        let names: Vec<String> = concept.alt.iter().map(|name| escaped(name)).collect();
        html.paragraph(&format!("Also called: {}", names.join(", ")));
    }
}

/// What it means, what it is below, what it is not, and what is said of it.
pub(super) fn meaning(concept: &ConceptView<'_>, html: &mut Html) {
    html.paragraph(&concept.definition_html);
    html.paragraph(&concept.scope_note_html);
    html.list(concept.facts.iter().map(|fact| {
        let words = [fact.modal, fact.frequency].into_iter().filter(|word| !word.is_empty());
        led(&words.collect::<Vec<_>>().join(", "), &fact.text_html)
    }));
    html.section(
        "Not to be confused with",
        concept.distinct.iter().map(|distinct| {
            let mut item = anchor(distinct.title, &distinct.url);
            for more in [escaped(&distinct.definition), distinct.note_html.clone()] {
                if !more.is_empty() {
                    item += &format!(": {more}");
                }
            }
            item
        }),
    );
}

/// Its spectra, examples, quotations and matches.
pub(super) fn details(concept: &ConceptView<'_>, html: &mut Html) {
    html.section("Spectra", concept.spectra.iter().map(spectrum));
    examples("Examples", &concept.examples, html);
    examples("Counter-examples", &concept.counter_examples, html);
    if !concept.quotations.is_empty() {
        html.heading(2, "Quotations");
    }
    for quotation in &concept.quotations {
        html.raw(&format!("<blockquote><p>{}</p>", quotation.text_html));
        let year = if quotation.year > 0 { quotation.year.to_string() } else { String::new() };
        let source = [quotation.source_html.clone(), year].into_iter().filter(|it| !it.is_empty());
        html.paragraph(&source.collect::<Vec<_>>().join(", "));
        for outline in &quotation.outline {
            html.paragraph(&outline.heading_html);
            html.list(outline.items.iter().map(|point| led(&point.lead_html, &point.text_html)));
        }
        html.raw("</blockquote>");
    }
    for matches in &concept.matches {
        let title = format!("{} match in other vocabularies", capital(matches.key));
        html.section(&title, matches.items.iter().map(name));
    }
}

/// How it is related, and who needs it.
pub(super) fn related(
    relations: &[RelationView<'_>],
    needed_by: Option<&NeededByView<'_>>,
    html: &mut Html,
) {
    for relation in relations {
        let title = capital(&relation.key.replace('_', " "));
        html.section(
            &title,
            relation.items.iter().map(|item| {
                let title = anchor(item.title, &item.url);
                if item.note_html.is_empty() {
                    title
                } else {
                    format!("{title}: {}", item.note_html)
                }
            }),
        );
    }
    let Some(needed_by) = needed_by else { return };
    html.section("Needed by", needed_by.items.iter().map(|need| link(&need.role)));
}

/// From one end to the other, and who stands where.
pub(super) fn spectrum(spectrum: &SpectrumView<'_>) -> String {
    let ends = [&spectrum.from].into_iter().chain(&spectrum.via).chain([&spectrum.to]);
    let ends: Vec<String> = ends.map(name).collect();
    let mut item = format!("{}, by {}", ends.join(" → "), spectrum.by_html);
    if let Some(owner) = &spectrum.owner {
        item += &format!(" ({})", link(owner));
    }
    if !spectrum.positions.is_empty() {
        item += "<ul>";
        for position in &spectrum.positions {
            item += &format!(
                "<li>{}: {} %</li>",
                anchor(position.title, &position.url),
                position.percent
            );
        }
        item += "</ul>";
    }
    item
}

fn examples(title: &str, examples: &ExamplesView<'_>, html: &mut Html) {
    if !examples.items.is_empty() {
        html.heading(2, title);
        html.raw(&tree(&examples.items, examples.open));
    }
}

fn tree(items: &[ExampleView<'_>], open: bool) -> String {
    let mut list = String::from("<ul>");
    for item in items {
        list += "<li>";
        match &item.term {
            Some(term) => list += &name(term),
            None => list += &format!("<strong>{}</strong>", item.group_html),
        }
        if !item.gloss_html.is_empty() {
            list += &format!(": {}", item.gloss_html);
        }
        if !item.because_html.is_empty() {
            let joint = if item.gloss_html.is_empty() { ":" } else { ", but" };
            list += &format!("{joint} {}", item.because_html);
        }
        if !item.items.is_empty() || item.open {
            list += &tree(&item.items, item.open);
        }
        list += "</li>";
    }
    if open {
        list += "<li>and others</li>";
    }
    list + "</ul>"
}

/// The text with a capital at its start.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
