//! A role as a box, whose shape says its track.

use std::collections::BTreeSet;

use super::Role;
use crate::render::diagram::{
    svg::{Anchor, Canvas, Dash, Path, Point, Rect, at},
    text::{Block, LABEL, SMALL, STRONG, wrap},
};

/// Of a box: its width in units, and of what stands in it.
pub(super) const BOX: f64 = 148.0;
const TEXT: f64 = BOX - 22.0;
/// Between a box's outline and its text, above and below.
const ABOVE: f64 = 8.0;

/// A role's text and shape.
pub(super) struct RoleBox<'a> {
    label: Block,
    track: Block,
    shape: Shape,
    is_here: bool,
    href: Option<&'a str>,
    pub(super) height: f64,
}

/// What a track looks like, in the order of the tracks' names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    Plain,
    Round,
    Cut,
    Double,
}

const SHAPES: [Shape; 4] = [Shape::Plain, Shape::Round, Shape::Cut, Shape::Double];

/// The boxes of roles, in their order.
pub(super) fn boxes(roles: &[Role], here: Option<usize>) -> Vec<RoleBox<'_>> {
    let tracks: BTreeSet<&str> = roles.iter().filter_map(|role| role.track.as_deref()).collect();
    let numbered = roles.iter().enumerate();
    numbered
        .map(|(index, Role { label, href, track })| {
            let is_here = here == Some(index);
            let label = wrap(label, if is_here { STRONG } else { LABEL }, TEXT, 4);
            let known =
                track.as_deref().and_then(|it| tracks.iter().position(|known| *known == it));
            let track = wrap(track.as_deref().unwrap_or_default(), SMALL, TEXT, 2);
            RoleBox {
                height: label.height() + track.height() + 2.0 * ABOVE,
                label,
                track,
                shape: known.map_or(Shape::Plain, |known| SHAPES[known % SHAPES.len()]),
                is_here,
                href: href.as_deref(),
            }
        })
        .collect()
}

impl RoleBox<'_> {
    pub(super) fn draw(&self, canvas: &mut Canvas, rect: Rect) {
        let class = if self.is_here { "box here" } else { "box" };
        canvas.group(self.href, self.label.whole.as_deref(), |canvas| {
            match self.shape {
                Shape::Plain => canvas.outline(class, rect, 2.0, Dash::Solid),
                Shape::Round => canvas.outline(class, rect, 16.0, Dash::Solid),
                Shape::Cut => canvas.polygon(class, &cut(rect)),
                Shape::Double => {
                    canvas.outline(class, rect, 2.0, Dash::Solid);
                    for x in [rect.x + 4.0, rect.right() - 4.0] {
                        let bar = Path::from(at(x, rect.y)).to(at(x, rect.bottom()));
                        canvas.line("trim", &bar, Dash::Solid);
                    }
                }
            }
            let Point { x, y } = rect.middle();
            let top = y - f64::midpoint(self.label.height(), self.track.height());
            canvas.text("", &self.label, at(x, top), Anchor::Middle);
            canvas.text("quiet", &self.track, at(x, top + self.label.height()), Anchor::Middle);
        });
    }
}

/// The corners of a box whose corners are cut off.
fn cut(rect: Rect) -> [Point; 8] {
    let (left, top, right, bottom, by) = (rect.x, rect.y, rect.right(), rect.bottom(), 8.0);
    [
        at(left + by, top),
        at(right - by, top),
        at(right, top + by),
        at(right, bottom - by),
        at(right - by, bottom),
        at(left + by, bottom),
        at(left, bottom - by),
        at(left, top + by),
    ]
}
