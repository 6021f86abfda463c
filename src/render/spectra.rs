//! Spectra as pages show them: those of one concept, and all of them by what changes along them.

use super::{
    body::{Addressing, Body},
    concept::{label, name},
    view::{LinkView, PositionView, SpectrumView},
};
use crate::{
    link::{LinkedBook, Spectrum},
    model::ConceptId,
};

/// The spectra that the page of a concept shows.
pub(super) fn on_page<'a>(
    linked: &'a LinkedBook,
    concept: ConceptId,
    addressing: &Addressing<'a>,
) -> Vec<SpectrumView<'a>> {
    let shown = linked.spectra.shown_on(concept);
    shown.filter_map(|spectrum| view(linked, spectrum, Some(concept), addressing)).collect()
}

/// A spectrum as a page shows it; `here` is the concept of that page.
fn view<'a>(
    linked: &'a LinkedBook,
    spectrum: &Spectrum,
    here: Option<ConceptId>,
    addressing: &Addressing<'a>,
) -> Option<SpectrumView<'a>> {
    let book = &linked.book;
    let body = Body::of(linked, book.concept(spectrum.owner).page, *addressing)?;
    let elsewhere = Some(spectrum.owner) != here;
    let positions = spectrum.positions.iter().map(|(concept, at)| {
        let LinkView { title, url, current: _ } = label(linked, *concept, addressing);
        let percent = (at * 100.0).round() as u8;
        PositionView { title, url, current: Some(*concept) == here, percent }
    });
    Some(SpectrumView {
        by_html: spectrum.by(book).map(|by| body.html(by)).unwrap_or_default(),
        from: name(spectrum.from, &body),
        to: name(spectrum.to, &body),
        via: spectrum.via.iter().map(|step| name(*step, &body)).collect(),
        owner: elsewhere.then(|| label(linked, spectrum.owner, addressing)),
        positions: positions.collect(),
    })
}
