//! What the picture of a comparison shows.

use super::percent;
use crate::{
    compare::{CellValue, Compared, Item, Row, Table},
    config::FacetKind,
    link::{LinkedBook, Spectrum},
    model::{PageId, UrlPath},
    parse::words_of,
    render::{
        body::{Addressing, Body},
        concept::name,
        diagram::{self, Drawing, ListRow, RangeRow, Room, ScaleRow, SpectrumRow, Subject},
    },
};

/// Draws the roles of a table side by side, each with the address that `link` gives its page; `all` is that of
/// the table itself. `None` for more than four.
pub(in crate::render) fn drawing(
    linked: &LinkedBook,
    compared: &Compared,
    table: &Table,
    addressing: &Addressing<'_>,
    link: &dyn Fn(&UrlPath) -> Option<String>,
    all: Option<String>,
    room: Room,
) -> Option<Drawing> {
    if !(2..=4).contains(&table.subjects.len()) {
        return None;
    }
    let facets = &linked.book.config.facets;
    let mut comparison = diagram::Comparison {
        subjects: table
            .subjects
            .iter()
            .enumerate()
            .map(|(number, role)| subject(linked, compared, table, number, *role, link))
            .collect(),
        spectra: spectra(linked, table, addressing),
        table: all,
        ..diagram::Comparison::default()
    };
    for row in &table.rows {
        let facet = facets.get(row.facet);
        let label = facet.label.clone();
        match &facet.kind {
            FacetKind::List | FacetKind::Concepts => comparison.lists.push(list(label, row)),
            FacetKind::Scale(steps) => {
                let at = values(row, |value| match value {
                    CellValue::Step { step, .. } => Some(*step),
                    _ => None,
                });
                let note = row.distance.map(apart).unwrap_or_default();
                comparison.scales.push(ScaleRow { label, note, steps: steps.clone(), at });
            }
            FacetKind::Range(unit) => {
                let of = values(row, |value| match value {
                    CellValue::Range { min, max, .. } => Some((*min, *max)),
                    _ => None,
                });
                let whole = compared.whole_of(row);
                comparison.ranges.push(RangeRow { label, unit: unit.clone(), whole, of });
            }
            FacetKind::Text
            | FacetKind::Concept
            | FacetKind::Enum(_)
            | FacetKind::Number(_)
            | FacetKind::Bool => {}
        }
    }
    diagram::comparison(&comparison, room)
}

fn subject(
    linked: &LinkedBook,
    compared: &Compared,
    table: &Table,
    number: usize,
    role: PageId,
    link: &dyn Fn(&UrlPath) -> Option<String>,
) -> Subject {
    let page = linked.book.page(role);
    let focus = linked.book.config.facets.find("focus").map(|(facet, _)| facet);
    let shown = focus.and_then(|focus| {
        let row = table.rows.iter().find(|row| row.facet == focus);
        let own = || compared.cells(role).get(focus).and_then(Option::as_ref);
        row.and_then(|row| row.cells[number].as_ref()).or_else(own)
    });
    Subject {
        label: page.label().to_owned(),
        href: link(&page.url),
        focus: shown.map(|cell| cell.value.text(", ")),
    }
}

fn list(label: String, row: &Row) -> ListRow {
    let texts = |items: &[Item]| items.iter().map(|item| item.text.clone()).collect();
    ListRow {
        label,
        note: row.similarity.map(shared).unwrap_or_default(),
        common: texts(&row.common),
        only: row.only.iter().map(|items| texts(items)).collect(),
        some: row.some.iter().map(|(item, owners)| (item.text.clone(), owners.clone())).collect(),
    }
}

fn shared(similarity: f64) -> String {
    match percent(similarity) {
        0 => "none shared".to_owned(),
        percent => format!("{percent}\u{a0}% shared"),
    }
}

fn apart(steps: usize) -> String {
    match steps {
        0 => "on one step".to_owned(),
        1 => "1\u{a0}step apart".to_owned(),
        steps => format!("{steps}\u{a0}steps apart"),
    }
}

fn values<T>(row: &Row, value: impl Fn(&CellValue) -> Option<T>) -> Vec<Option<T>> {
    row.cells.iter().map(|cell| cell.as_ref().and_then(|cell| value(&cell.value))).collect()
}

/// The spectra that a subject has a place on, each once.
fn spectra(linked: &LinkedBook, table: &Table, addressing: &Addressing<'_>) -> Vec<SpectrumRow> {
    let book = &linked.book;
    let concepts: Vec<_> = table.subjects.iter().map(|role| book.own_concept(*role)).collect();
    let mut all: Vec<&Spectrum> = Vec::new();
    for spectrum in concepts.iter().flatten().flat_map(|it| linked.spectra.shown_on(*it)) {
        if !all.iter().any(|known| std::ptr::eq(*known, spectrum)) {
            all.push(spectrum);
        }
    }
    let row = |spectrum: &Spectrum| {
        let at = |concept: &Option<_>| {
            let found = spectrum.positions.iter().find(|(it, _)| Some(*it) == *concept);
            found.map(|(_, at)| *at)
        };
        let at: Vec<Option<f64>> = concepts.iter().map(at).collect();
        let body = Body::of(linked, book.concept(spectrum.owner).page, *addressing)?;
        at.iter().any(Option::is_some).then(|| SpectrumRow {
            by: spectrum.by(book).map(|by| words_of(&by.text)).unwrap_or_default(),
            from: name(spectrum.from, &body).title.to_owned(),
            to: name(spectrum.to, &body).title.to_owned(),
            at,
        })
    };
    all.into_iter().filter_map(row).collect()
}
