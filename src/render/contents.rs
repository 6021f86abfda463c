//! The contents list of a page: the headings of its body, and of all that is drawn around it, in the order
//! in which templates draw them.

use std::borrow::Cow;

use super::{
    parts::PartsOf,
    view::{CareersView, ComparisonView, ConceptView, NeededByView, RoleView, TocView},
};
use crate::{
    model::Page,
    parse::{Heading, front_matter::Toc},
};

/// What is drawn around the body of a page.
#[derive(Clone, Copy)]
pub(super) struct Around<'v, 'a> {
    pub(super) role: Option<&'v RoleView<'a>>,
    pub(super) comparison: Option<&'v ComparisonView<'a>>,
    pub(super) careers: Option<&'v CareersView<'a>>,
    pub(super) needed_by: Option<&'v NeededByView<'a>>,
    pub(super) concept: Option<&'v ConceptView<'a>>,
    /// It is a role with relations: those of a term stand at its head.
    pub(super) relations: bool,
    pub(super) parts: Option<PartsOf<'a>>,
}

/// The list of a page; empty where it would have fewer than two entries, or where the page asks for none.
pub(super) fn contents<'a>(page: &'a Page, around: Around<'_, 'a>) -> Vec<TocView<'a>> {
    let Around { role, comparison, careers, needed_by, concept, relations, parts } = around;
    let document = page.document();
    let deepest = match document.and_then(|document| document.front.toc).unwrap_or(Toc::Auto) {
        Toc::None => return Vec::new(),
        Toc::Auto => 3,
        Toc::Max(level) => level,
    };
    let headings = document.map_or(&[][..], |document| &document.outline);
    let headings: Vec<&Heading> =
        headings.iter().filter(|heading| heading.level <= deepest).collect();
    let mut after = parts.map(|parts| parts.toc()).unwrap_or_default();
    after.extend(comparison.map(|it| below(it, deepest)).unwrap_or_default());
    after.extend(careers.map(moves).unwrap_or_default());
    after.extend(role.map(RoleView::sections_below).unwrap_or_default());
    after.extend(needed_by.map(|it| section("page:needed-by", it.title)));
    after.extend(concept.map(|it| told(it, relations)).unwrap_or_default());
    after.extend(parts.and_then(|parts| parts.sources_in_toc()));
    let mut list = comparison.map(above).unwrap_or_default();
    list.extend(role.map(RoleView::sections_above).unwrap_or_default());
    if list.len() + headings.len() + after.len() < 2 {
        return Vec::new();
    }
    list.extend(nested(&headings));
    list.extend(after);
    list
}

/// A section of a page.
pub(super) fn section<'a>(
    id: impl Into<Cow<'a, str>>,
    text: impl Into<Cow<'a, str>>,
) -> TocView<'a> {
    TocView { id: id.into(), text: text.into(), level: 2, children: Vec::new() }
}

/// Those of some sections that are shown.
pub(super) fn shown<'a>(
    sections: impl IntoIterator<Item = (&'a str, &'a str, bool)>,
) -> Vec<TocView<'a>> {
    let shown = sections.into_iter().filter(|(.., shown)| *shown);
    shown.map(|(id, text, _)| section(id, text)).collect()
}

/// What a comparison has above its body.
fn above<'a>(comparison: &ComparisonView<'_>) -> Vec<TocView<'a>> {
    let titles = &comparison.titles;
    shown([
        ("compare:table", titles.table, comparison.table.is_some()),
        ("compare:choose", titles.choose, !comparison.choose.is_empty()),
    ])
}

/// What a comparison has below its body.
fn below<'a>(comparison: &ComparisonView<'_>, deepest: u8) -> Vec<TocView<'a>> {
    let titles = &comparison.titles;
    let dimensions = comparison.dimensions.iter().filter(|_| deepest > 2).map(|dimension| {
        let heading = section(dimension.id.clone(), dimension.heading.clone());
        TocView { level: 3, ..heading }
    });
    let dimensions = (!comparison.dimensions.is_empty()).then(|| TocView {
        children: dimensions.collect(),
        ..section("compare:dimensions", titles.dimensions)
    });
    let mut below: Vec<TocView<'a>> = dimensions.into_iter().collect();
    below.extend(shown([
        ("compare:related", titles.related, !comparison.related.is_empty()),
        ("compare:picture", titles.picture, comparison.picture.is_some()),
    ]));
    below
}

/// What the index of careers has: its pictures, then each track.
fn moves<'a>(careers: &CareersView<'a>) -> Vec<TocView<'a>> {
    let mut moves = shown([("careers:all", careers.title, careers.count > 0)]);
    moves.extend(careers.tracks.iter().map(|it| section(it.id.clone(), it.title.clone())));
    moves
}

/// What a concept tells besides its body.
fn told<'a>(concept: &ConceptView<'_>, relations: bool) -> Vec<TocView<'a>> {
    let titles = &concept.titles;
    let counter_examples = !concept.counter_examples.items.is_empty();
    shown([
        ("page:relations", titles.relations, relations),
        ("page:spectra", titles.spectra, !concept.spectra.is_empty()),
        ("page:examples", titles.examples, !concept.examples.items.is_empty()),
        ("page:counter-examples", titles.counter_examples, counter_examples),
        ("page:quotations", titles.quotations, !concept.quotations.is_empty()),
        ("page:matches", titles.matches, !concept.matches.is_empty()),
    ])
}

fn nested<'a>(headings: &[&'a Heading]) -> Vec<TocView<'a>> {
    let mut list = Vec::new();
    let mut rest = headings;
    while let Some((heading, after)) = rest.split_first() {
        let below = after.iter().take_while(|next| next.level > heading.level).count();
        let (inside, next) = after.split_at(below);
        list.push(TocView {
            level: heading.level,
            children: nested(inside),
            ..section(&heading.id, &heading.text)
        });
        rest = next;
    }
    list
}
