//! Spectra as pages show them: those of one concept, and all of them by what changes along them.

use std::fmt::Write;

use rapidhash::RapidHashMap;

use super::{
    body::{Addressing, Body},
    concept::{label, name},
    diagram::{self, Drawing},
    view::{LinkView, PositionView, SpectraView, SpectrumView},
};
use crate::{
    link::{LinkedBook, Spectrum},
    model::{ConceptId, Index, PageId, UrlPath, fold, url::slug},
    parse::words_of,
};

/// Known places on a spectrum that the page of a concept shows at most; the index shows all.
const PLACES: usize = 24;

/// The spectra that the page of a concept shows.
pub(super) fn on_page<'a>(
    linked: &'a LinkedBook,
    concept: ConceptId,
    addressing: &Addressing<'a>,
) -> Vec<SpectrumView<'a>> {
    let shown = linked.spectra.shown_on(concept).enumerate();
    shown
        .filter_map(|(number, spectrum)| view(linked, spectrum, number, Some(concept), addressing))
        .collect()
}

/// What the index of spectra on page `id` shows; nothing on other pages.
pub(super) fn index<'a>(
    linked: &'a LinkedBook,
    id: PageId,
    addressing: &Addressing<'a>,
) -> Vec<SpectraView<'a>> {
    let book = &linked.book;
    if book.page(id).index != Some(Index::Spectra) {
        return Vec::new();
    }
    let mut spectra: Vec<(&'a str, usize, &'a Spectrum)> = linked
        .spectra
        .all
        .iter()
        .enumerate()
        .filter_map(|(number, spectrum)| Some((spectrum.by(book)?.text.as_str(), number, spectrum)))
        .collect();
    let key = |(by, _, spectrum): &(&'a str, usize, &'a Spectrum)| {
        (fold(by), book.concept(spectrum.owner).label.as_str())
    };
    spectra.sort_by_cached_key(key);
    let mut known: RapidHashMap<String, usize> = RapidHashMap::default();
    let mut groups: Vec<SpectraView<'a>> = Vec::new();
    for of_one in spectra.chunk_by(|(a, ..), (b, ..)| fold(a) == fold(b)) {
        let views = of_one
            .iter()
            .filter_map(|(_, number, spectrum)| view(linked, spectrum, *number, None, addressing));
        let items: Vec<_> = views.collect();
        let by_html = items.first().map(|first| first.by_html.clone()).unwrap_or_default();
        let mut id = format!("spectra:{}", slug(of_one[0].0));
        let count = known.entry(id.clone()).or_default();
        if *count > 0 {
            let _ = write!(id, "-{count}");
        }
        *count += 1;
        groups.push(SpectraView { by_html, id, items });
    }
    groups
}

/// A spectrum as a page shows it; `number` tells it from the others there, `here` is the concept of that
/// page.
fn view<'a>(
    linked: &'a LinkedBook,
    spectrum: &Spectrum,
    number: usize,
    here: Option<ConceptId>,
    addressing: &Addressing<'a>,
) -> Option<SpectrumView<'a>> {
    let book = &linked.book;
    let body = Body::of(linked, book.concept(spectrum.owner).page, *addressing)?;
    let elsewhere = Some(spectrum.owner) != here;
    let positions = match here {
        Some(here) => near(&spectrum.positions, here),
        None => &spectrum.positions,
    };
    let shown = if here.is_some() { positions.len() } else { diagram::MOST_PLACES };
    let more = spectrum.positions.len().saturating_sub(shown);
    let all_url = match spectrum.by(book) {
        _ if more == 0 || book.config.plain => String::new(),
        None => String::new(),
        Some(_) if here.is_none() => format!("#spectra:places-{}", number + 1),
        Some(by) => {
            let index = addressing.url(&UrlPath::home().child("spectra"));
            format!("{index}#spectra:{}", slug(&by.text))
        }
    };
    let positions = positions.iter().map(|(concept, at)| {
        let LinkView { title, url, current: _, draft: _ } = label(linked, *concept, addressing);
        PositionView { title, url, current: Some(*concept) == here, percent: percent(*at) }
    });
    let mut view = SpectrumView {
        by_html: spectrum.by(book).map(|by| body.html(by)).unwrap_or_default(),
        from: name(spectrum.from, &body),
        to: name(spectrum.to, &body),
        via: spectrum.via.iter().map(|step| name(*step, &body)).collect(),
        owner: elsewhere.then(|| label(linked, spectrum.owner, addressing)),
        positions: positions.collect(),
        more,
        all_url,
        line_svg: String::new(),
    };
    // The table on a concept's page says as much as a line that nothing is on.
    let is_worth_drawing = !view.positions.is_empty() || (here.is_none() && !view.via.is_empty());
    if addressing.draws() && is_worth_drawing {
        let by = spectrum.by(book).map(|by| words_of(&by.text)).unwrap_or_default();
        view.line_svg = line(&view, by).inline(&format!("page:spectrum-{}", number + 1));
    }
    Some(view)
}

/// The line that a spectrum is drawn as.
fn line(view: &SpectrumView<'_>, by: String) -> Drawing {
    let place = |position: &PositionView<'_>| diagram::Position {
        label: position.title.to_owned(),
        href: (!position.current).then(|| position.url.clone()),
        at: f64::from(position.percent) / 100.0,
    };
    diagram::spectrum(&diagram::Spectrum {
        from: view.from.title.to_owned(),
        to: view.to.title.to_owned(),
        by,
        via: view.via.iter().map(|step| step.title.to_owned()).collect(),
        positions: view.positions.iter().map(place).collect(),
        list: (!view.all_url.is_empty()).then(|| view.all_url.clone()),
    })
}

#[expect(clippy::cast_sign_loss, reason = "a position is from 0 to 1")]
fn percent(at: f64) -> u8 {
    (at * 100.0).round() as u8
}

/// At most [`PLACES`] of the positions: those around that of `here`, else the first.
fn near(positions: &[(ConceptId, f64)], here: ConceptId) -> &[(ConceptId, f64)] {
    let latest = positions.len().saturating_sub(PLACES);
    let own = positions.iter().position(|(concept, _)| *concept == here).unwrap_or(0);
    let from = own.saturating_sub(PLACES / 2).min(latest);
    &positions[from..positions.len().min(from + PLACES)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_around_ones_own_are_shown() {
        let positions: Vec<_> = (0..100).map(|it| (ConceptId(it), f64::from(it) / 99.0)).collect();
        let shown = |here| {
            let shown = near(&positions, ConceptId(here));
            (shown.len(), shown[0].0.0)
        };
        assert_eq!(shown(50), (PLACES, 38));
        assert_eq!(shown(3), (PLACES, 0));
        assert_eq!(shown(99), (PLACES, 76));
        assert_eq!(shown(1000), (PLACES, 0));
        assert_eq!(near(&positions[..5], ConceptId(2)).len(), 5);
    }
}
