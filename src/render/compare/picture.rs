//! What the picture of a comparison shows.

use crate::{
    compare::{CellValue, Compared, Item, Row, Table},
    config::FacetKind,
    link::{LinkedBook, Spectrum},
    model::PageId,
    parse::words_of,
    render::{
        body::{Addressing, Body},
        concept::name,
        diagram::{self, Drawing, ListRow, RangeRow, ScaleRow, SpectrumRow, Subject},
    },
};

/// Draws the roles of a table side by side; `None` for more than four.
pub(in crate::render) fn drawing(
    linked: &LinkedBook,
    compared: &Compared,
    table: &Table,
    addressing: &Addressing<'_>,
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
            .map(|(number, role)| subject(linked, compared, table, number, *role, addressing))
            .collect(),
        spectra: spectra(linked, table, addressing),
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
                comparison.scales.push(ScaleRow { label, steps: steps.clone(), at });
            }
            FacetKind::Range(unit) => {
                let of = values(row, |value| match value {
                    CellValue::Range { min, max, .. } => Some((*min, *max)),
                    _ => None,
                });
                let whole = compared.whole(row.facet);
                comparison.ranges.push(RangeRow { label, unit: unit.clone(), whole, of });
            }
            FacetKind::Text
            | FacetKind::Concept
            | FacetKind::Enum(_)
            | FacetKind::Number(_)
            | FacetKind::Bool => {}
        }
    }
    diagram::comparison(&comparison)
}

fn subject(
    linked: &LinkedBook,
    compared: &Compared,
    table: &Table,
    number: usize,
    role: PageId,
    addressing: &Addressing<'_>,
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
        href: Some(addressing.url(&page.url)),
        focus: shown.map(|cell| cell.value.text(", ")),
    }
}

fn list(label: String, row: &Row) -> ListRow {
    let texts = |items: &[Item]| items.iter().map(|item| item.text.clone()).collect();
    ListRow {
        label,
        common: texts(&row.common),
        only: row.only.iter().map(|items| texts(items)).collect(),
        some: row.some.iter().map(|(item, owners)| (item.text.clone(), owners.clone())).collect(),
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
