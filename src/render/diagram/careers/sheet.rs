//! The sheet that the parts of a drawing are put on, and what its lines mean.

use std::collections::BTreeSet;

use super::{
    MoveKind, Way, kind_words,
    pen::{HEAD, head},
};
use crate::render::diagram::{
    svg::{Anchor, Canvas, Path, Point, at},
    text::{SMALL, width, wrap},
};

/// Between two parts.
const APART: f64 = 36.0;

/// Puts parts side by side, and below each other where a row is full.
pub(super) struct Shelf {
    most: f64,
    next: Point,
    lowest: f64,
    width: f64,
}

impl Shelf {
    /// A shelf on which rows are at most this wide, unless a part is wider.
    pub(super) fn new(most: f64) -> Shelf {
        Shelf { most, next: at(1.0, 1.0), lowest: 1.0, width: 0.0 }
    }

    /// The corner of the next part.
    pub(super) fn place(&mut self, size: Point) -> Point {
        if self.next.x > 1.0 && self.next.x + size.x > self.most {
            self.next = at(1.0, self.lowest + APART);
        }
        let corner = self.next;
        self.next.x += size.x + APART;
        self.lowest = self.lowest.max(corner.y + size.y);
        self.width = self.width.max(corner.x + size.x);
        corner
    }
}

/// What the lines mean, below everything; gives the width and height of the whole.
pub(super) fn legend(canvas: &mut Canvas, ways: &[Way], shelf: &Shelf) -> (f64, f64) {
    let kinds: BTreeSet<MoveKind> = ways.iter().map(|way| way.kind).collect();
    if kinds.iter().all(|kind| *kind == MoveKind::Unnamed) {
        return (shelf.width, shelf.lowest);
    }
    let middle = shelf.lowest + 38.0;
    let mut x = 1.0;
    for kind in kinds {
        let way = Way { from: 0, to: 0, kind, both: false, trunk: 0 };
        let line = Path::from(at(x, middle)).to(at(x + 34.0 - HEAD, middle));
        canvas.line("edge", &line, way.dash());
        head(canvas, kind, at(x + 34.0 - HEAD, middle), at(x + 34.0, middle));
        let words = wrap(kind_words(kind), SMALL, 200.0, 1);
        canvas.text("quiet", &words, at(x + 42.0, middle - words.height() / 2.0), Anchor::Start);
        x += 42.0 + width(kind_words(kind), SMALL) + 24.0;
    }
    (shelf.width.max(x - 24.0), middle + 10.0)
}
