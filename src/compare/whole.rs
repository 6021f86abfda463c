//! What the ranges of a facet are parts of.

use super::{
    Profile,
    table::{Cell, CellValue},
};
use crate::config::{Facet, FacetKind, Facets, PER_CENT};

/// Of each facet, what its ranges are parts of: see [`super::Compared::whole`]. `others` are what
/// comparisons say in place of roles, by facet.
pub(super) fn wholes(
    facets: &Facets,
    roles: &[Profile],
    others: &[(usize, Cell)],
) -> Vec<(f64, f64)> {
    let said = |number: usize| {
        let others = others.iter().filter(move |(facet, _)| *facet == number);
        let of_roles = roles.iter().filter_map(move |cells| cells[number].as_ref());
        of_roles.chain(others.map(|(_, cell)| cell))
    };
    let whole = |(number, facet): (usize, &Facet)| match &facet.kind {
        FacetKind::Range(unit) if unit == PER_CENT => reach((0.0, 100.0), said(number)),
        FacetKind::Range(_) => reach((0.0, 0.0), said(number)),
        FacetKind::Text
        | FacetKind::List
        | FacetKind::Concept
        | FacetKind::Concepts
        | FacetKind::Enum(_)
        | FacetKind::Scale(_)
        | FacetKind::Number(_)
        | FacetKind::Bool => (0.0, 0.0),
    };
    facets.iter().enumerate().map(whole).collect()
}

/// A whole with what some ranges say beyond it.
pub(super) fn reach<'c>(whole: (f64, f64), cells: impl Iterator<Item = &'c Cell>) -> (f64, f64) {
    cells.fold(whole, |(least, greatest), cell| match cell.value {
        CellValue::Range { min, max, unit: _ } => (min.min(least), max.max(greatest)),
        CellValue::Text(_)
        | CellValue::Items(_)
        | CellValue::Choice(_)
        | CellValue::Step { .. }
        | CellValue::Number { .. }
        | CellValue::Flag(_) => (least, greatest),
    })
}
