//! How a table lies: facets down and subjects across, or the other way round.

use crate::parse::front_matter::Orientation;

/// Up to so many subjects are columns, if nobody says otherwise.
const COLUMNS: usize = 4;

/// The places of a table: `cells[line][column]` names a facet's row and a subject.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grid {
    /// What the lines are: the others are the columns.
    pub lines: Side,
    /// Of each place, the index of the row and of the subject.
    pub cells: Vec<Vec<(usize, usize)>>,
}

/// One of the two sides of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// The facets.
    Facets,
    /// The subjects.
    Subjects,
}

impl Grid {
    /// A table of so many rows (facets) and subjects as it lies best, or as its author wants.
    pub fn of(rows: usize, subjects: usize, orientation: Orientation) -> Grid {
        let places = |row: usize| (0..subjects).map(move |subject| (row, subject)).collect();
        let grid = Grid { lines: Side::Facets, cells: (0..rows).map(places).collect() };
        let across = match orientation {
            Orientation::Auto => subjects <= COLUMNS && rows > subjects,
            Orientation::SubjectsAsColumns => true,
            Orientation::SubjectsAsRows => false,
        };
        if across { grid } else { grid.transposed() }
    }

    /// The same table with lines for columns.
    pub fn transposed(self) -> Grid {
        let columns = self.cells.first().map_or(0, Vec::len);
        let column = |column: usize| self.cells.iter().map(|line| line[column]).collect();
        let lines = match self.lines {
            Side::Facets => Side::Subjects,
            Side::Subjects => Side::Facets,
        };
        Grid { lines, cells: (0..columns).map(column).collect() }
    }
}
