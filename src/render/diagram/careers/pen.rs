//! Drawing one way between two roles.

use super::{MoveKind, Way, plan::Direction};
use crate::render::diagram::svg::{Canvas, Dash, Path, Point, at};

/// The length of a move's head.
pub(super) const HEAD: f64 = 9.0;
/// Of the corners of a way between two roles of one layer.
const RADIUS: f64 = 8.0;

/// Draws one way.
pub(super) struct Pen {
    pub(super) direction: Direction,
    pub(super) corner: Point,
    pub(super) way: Way,
}

/// Where a way between two roles of one layer runs: from its side out to a lane, along that, and back.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Bend {
    /// Places across.
    pub(super) from: f64,
    pub(super) to: f64,
    /// Places along.
    pub(super) side: f64,
    pub(super) lane: f64,
    /// Whether it is drawn from here: a branch of another way begins, or ends, on the lane.
    pub(super) begins: bool,
    pub(super) ends: bool,
    /// Whether no other way has drawn its head.
    pub(super) has_head: bool,
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
    pub(super) fn bend(&self, canvas: &mut Canvas, bend: Bend) {
        let Bend { from, to, side, lane, begins, ends, has_head } = bend;
        let (start, end) = (side + if self.way.both { HEAD } else { 0.0 }, side + HEAD);
        let mut points = Vec::new();
        if begins {
            points.extend([self.point(start, from), self.point(lane, from)]);
        }
        if ends {
            points.extend([self.point(lane, to), self.point(end, to)]);
        }
        if has_head {
            self.head(canvas, self.point(end, to), self.point(side, to));
        }
        if self.way.both {
            self.head(canvas, self.point(start, from), self.point(side, from));
        }
        let path = Path::from(points[0]).around(points[0], &points[1..], RADIUS);
        canvas.line("edge", &path, self.way.dash());
    }

    /// From layer to layer: curves between layers, straight where one is passed. The stops are places along
    /// and across; a way that `joins` another ends where that one passes, and there is one head for all.
    pub(super) fn through(
        &self,
        canvas: &mut Canvas,
        stops: &[(f64, f64)],
        joins: bool,
        has_head: bool,
    ) {
        let [first, between @ .., last] = stops else { return };
        let back = HEAD.copysign(last.0 - first.0);
        let (mut start, mut end) = (*first, *last);
        if self.way.both {
            start.0 += back;
            self.head(canvas, self.point(start.0, start.1), self.point(first.0, first.1));
        }
        if !joins {
            end.0 -= back;
        }
        if has_head {
            self.head(canvas, self.point(end.0, end.1), self.point(last.0, last.1));
        }
        let (mut along, mut across) = start;
        let mut path = Path::from(self.point(along, across));
        for &(next, beside) in between.iter().chain([&end]) {
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
