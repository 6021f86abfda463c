//! Drawing one way between two roles.

use super::{MoveKind, Way, plan::Direction};
use crate::render::diagram::svg::{Canvas, Dash, Path, Point, at};

/// The length of a move's head.
pub(super) const HEAD: f64 = 9.0;
/// How far a way between two roles of one layer may bend out of it.
pub(super) const BEND: f64 = 26.0;

/// Draws one way.
pub(super) struct Pen {
    pub(super) direction: Direction,
    pub(super) corner: Point,
    pub(super) way: Way,
}

impl Pen {
    fn point(&self, along: f64, across: f64) -> Point {
        let Point { x, y } = self.direction.point(along, across);
        at(self.corner.x + x, self.corner.y + y)
    }

    /// Between neighbours on a layer.
    pub(super) fn straight(&self, canvas: &mut Canvas, along: f64, from: f64, to: f64) {
        let back = HEAD.copysign(to - from);
        let (start, end) = (from + if self.way.both { back } else { 0.0 }, to - back);
        let path = Path::from(self.point(along, start)).to(self.point(along, end));
        canvas.line("edge", &path, self.way.dash());
        self.head(canvas, self.point(along, end), self.point(along, to));
        if self.way.both {
            self.head(canvas, self.point(along, start), self.point(along, from));
        }
    }

    /// Between others on a layer, around what stands between them.
    pub(super) fn bend(&self, canvas: &mut Canvas, side: f64, from: f64, to: f64) {
        let start = side + if self.way.both { HEAD } else { 0.0 };
        let out = side + BEND * 4.0 / 3.0;
        let path = Path::from(self.point(start, from)).curve(
            self.point(out, from),
            self.point(out, to),
            self.point(side + HEAD, to),
        );
        canvas.line("edge", &path, self.way.dash());
        self.head(canvas, self.point(side + HEAD, to), self.point(side, to));
        if self.way.both {
            self.head(canvas, self.point(start, from), self.point(side, from));
        }
    }

    /// From layer to layer: curves between layers, straight where one is passed. The stops are places along
    /// and across, from the lower layer on; `forward` says that the way leads to the higher one.
    pub(super) fn through(&self, canvas: &mut Canvas, stops: &[(f64, f64)], forward: bool) {
        let [first, between @ .., last] = stops else { return };
        let mut base = (*first, *last);
        if self.way.both || !forward {
            base.0.0 += HEAD;
            self.head(canvas, self.point(base.0.0, base.0.1), self.point(first.0, first.1));
        }
        if self.way.both || forward {
            base.1.0 -= HEAD;
            self.head(canvas, self.point(base.1.0, base.1.1), self.point(last.0, last.1));
        }
        let (mut along, mut across) = base.0;
        let mut path = Path::from(self.point(along, across));
        for &(next, beside) in between.iter().chain([&base.1]) {
            path = if (across - beside).abs() < 0.5 {
                path.to(self.point(next, beside))
            } else {
                let middle = f64::midpoint(along, next);
                let (leaves, arrives) = (self.point(middle, across), self.point(middle, beside));
                path.curve(leaves, arrives, self.point(next, beside))
            };
            (along, across) = (next, beside);
        }
        canvas.line("edge", &path, self.way.dash());
    }

    /// The head of a way whose line ends at `base`.
    fn head(&self, canvas: &mut Canvas, base: Point, tip: Point) {
        head(canvas, self.way.kind, base, tip);
    }
}

/// The head of a way of this kind, [`HEAD`] long.
pub(super) fn head(canvas: &mut Canvas, kind: MoveKind, base: Point, tip: Point) {
    let (x, y) = ((tip.x - base.x) / HEAD, (tip.y - base.y) / HEAD);
    let wing = |side: f64| at(base.x - y * side, base.y + x * side);
    match kind {
        MoveKind::Promotion => {
            canvas.solid("head", &Path::from(wing(4.5)).to(tip).to(wing(-4.5)));
        }
        MoveKind::Switch => canvas.polygon("edge", &[wing(4.5), tip, wing(-4.5)]),
        MoveKind::Lateral | MoveKind::Unnamed => {
            canvas.line("edge", &Path::from(wing(4.5)).to(tip).to(wing(-4.5)), Dash::Solid);
            canvas.line("edge", &Path::from(base).to(tip), Dash::Solid);
        }
    }
}
