//! Spectra, and who stands where on them.

use std::collections::BTreeMap;

use super::Hierarchy;
use crate::{
    model::{Book, ConceptId, fold},
    parse::{
        Fragment,
        front_matter::{self, ConceptFront, Position},
    },
};

/// Every spectrum of the book that has its ends, in page order, and the concepts that show each.
#[derive(Debug, Default)]
pub struct Spectra {
    /// All of them.
    pub all: Vec<Spectrum>,
    /// Of each concept that has any, indexes into `all`: its own, then those it has a place on.
    shown: BTreeMap<ConceptId, Vec<u32>>,
}

/// A range of variants of a concept.
#[derive(Debug)]
pub struct Spectrum {
    /// The concept whose variants it spreads out.
    pub owner: ConceptId,
    /// The reference of the owner's document that names the `from` end.
    pub from: u32,
    /// Likewise, the `to` end.
    pub to: u32,
    /// Likewise, the steps between.
    pub via: Vec<u32>,
    /// Its index in `front.concept.spectra` of the owner.
    index: u32,
    /// Who stands where, from 0 to 1: by place, then in page order.
    pub positions: Vec<(ConceptId, f64)>,
}

impl Spectra {
    /// The spectra that the page of a concept shows: its own, then those of broader concepts that it
    /// has a place on.
    pub fn shown_on(&self, concept: ConceptId) -> impl Iterator<Item = &Spectrum> {
        let shown = self.shown.get(&concept).into_iter().flatten();
        shown.map(|index| &self.all[*index as usize])
    }
}

impl Spectrum {
    /// What changes along it.
    pub fn by<'b>(&self, book: &'b Book) -> Option<&'b Fragment> {
        book.front(self.owner)?.spectra[self.index as usize].by.as_ref().map(|by| &by.value)
    }
}

/// Gathers the spectra that can be drawn, and the positions on them.
pub(super) fn of(book: &Book, hierarchy: &Hierarchy) -> Spectra {
    let mut spectra = Spectra::default();
    let mut places = BTreeMap::new();
    for (concept, front) in concepts(book) {
        for (index, written) in front.spectra.iter().enumerate() {
            let Some((from, to)) = written.ends() else { continue };
            let number = spectra.all.len() as u32;
            let (index, via, positions) = (index as u32, written.via.clone(), Vec::new());
            spectra.all.push(Spectrum { owner: concept, from, to, via, index, positions });
            spectra.shown.entry(concept).or_default().push(number);
            places.insert((concept, index), number);
        }
    }
    for (concept, front) in concepts(book) {
        for position in &front.positions {
            let spectrum = spectrum_of(book, hierarchy, concept, position);
            let Some(number) = spectrum.and_then(|place| places.get(&place)).copied() else {
                continue;
            };
            if !is_on_line(position.at.value) {
                continue;
            }
            let spectrum = &mut spectra.all[number as usize];
            spectrum.positions.push((concept, position.at.value));
            if spectrum.owner != concept {
                spectra.shown.entry(concept).or_default().push(number);
            }
        }
    }
    for spectrum in &mut spectra.all {
        spectrum.positions.sort_by(|(a, at), (b, other)| at.total_cmp(other).then(a.cmp(b)));
    }
    spectra
}

/// Whether a position is between the ends.
pub(super) fn is_on_line(at: f64) -> bool {
    (0.0..=1.0).contains(&at)
}

/// The spectrum that `position` of `concept` is on: its own, else that of the nearest broader
/// concept. Given as its concept and its index in the concept's `front.concept.spectra`.
pub(super) fn spectrum_of(
    book: &Book,
    hierarchy: &Hierarchy,
    concept: ConceptId,
    position: &Position,
) -> Option<(ConceptId, u32)> {
    let by = fold(&position.by.value);
    let on = |concept: ConceptId| {
        let spectra = &book.front(concept)?.spectra;
        let index = spectra.iter().position(|spectrum| folded_by(spectrum).as_ref() == Some(&by));
        index.map(|index| (concept, index as u32))
    };
    on(concept).or_else(|| hierarchy.ancestors(concept).into_iter().find_map(on))
}

/// What a spectrum goes by, as it is compared.
pub(super) fn folded_by(spectrum: &front_matter::Spectrum) -> Option<String> {
    spectrum.by.as_ref().map(|by| fold(&by.value.text))
}

/// The concepts that have a page, with what its front matter says.
pub(super) fn concepts(book: &Book) -> impl Iterator<Item = (ConceptId, &ConceptFront)> {
    book.concept_ids().filter_map(|id| Some((id, book.front(id)?)))
}
