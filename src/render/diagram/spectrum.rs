//! A scale from one end to the other, drawn downwards: its ends and stops on the left of the line, what
//! sits on it on the right, where there is room for names.

use super::{
    Drawing, sentence,
    spread::{Wish, spread},
    svg::{Anchor, Canvas, Dash, Path, Point, at, number},
    text::{Block, LABEL, SMALL, STRONG, clean, wrap},
};

/// A scale and what is known to sit on it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Spectrum {
    /// What lies at 0.
    pub from: String,
    /// What lies at 1.
    pub to: String,
    /// What changes along the way (`scope of technical influence`).
    pub by: String,
    /// Stops between the ends, in order and at equal distances.
    pub via: Vec<String>,
    /// In any order.
    pub positions: Vec<Position>,
    /// The address of the list that has all of them, as [`Node::href`](super::Node::href).
    pub list: Option<String>,
}

/// Something that sits on a spectrum.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Position {
    /// Plain text.
    pub label: String,
    /// As [`Node::href`](super::Node::href).
    pub href: Option<String>,
    /// From 0 to 1; what lies outside is drawn at the end, and what is no number not at all.
    pub at: f64,
}

/// Draws a spectrum, 400 units wide. At most [`MOST_PLACES`] positions are drawn, those from 0 on; then `and N more`.
pub fn spectrum(spectrum: &Spectrum) -> Drawing {
    let Spectrum { from, to, by, via, positions, list } = spectrum;
    let placed = placed(positions);
    let stops = stops(from, via, to, !placed.is_empty());
    let labels: Vec<Block> =
        placed.iter().map(|(_, position)| wrap(&position.label, LABEL, LABELS, 3)).collect();
    let length = length(&stops, &labels);
    let top = extent(&stops[0]).max(labels.first().map_or(0.0, Block::height)) / 2.0 + 1.0;

    let wishes = placed.iter().zip(&labels).map(|((value, _), label)| Wish {
        middle: top + value * length,
        extent: label.height(),
        weight: 1.0,
    });
    let mut middles = spread(&wishes.collect::<Vec<_>>(), BETWEEN);
    // Names that were moved off the top by their neighbours stand a little lower, all together.
    let first = middles.first().zip(labels.first()).map_or(0.0, |(y, it)| y - it.height() / 2.0);
    let down = (1.0 - first).max(0.0);
    for middle in &mut middles {
        *middle += down;
    }
    let top = top + down;

    let mut canvas = Canvas::default();
    let line = if placed.is_empty() { ALONE } else { LINE };
    draw_scale(&mut canvas, &stops, line, top, length);
    draw_positions(&mut canvas, &placed, &labels, &middles, top, length);
    let last = stops.last().map_or(0.0, extent) / 2.0;
    let lowest = middles.iter().zip(&labels).map(|(y, label)| y + label.height() / 2.0);
    let mut bottom = lowest.fold(top + length + last, f64::max);
    let more = positions.len() - placed.len();
    if more > 0 {
        let rest = wrap(&format!("and {more} more"), SMALL, LABELS, 1);
        let class = if list.is_some() { "" } else { "quiet" };
        canvas.group(list.as_deref(), None, |canvas| {
            canvas.text(class, &rest, at(NAMES, bottom + BETWEEN), Anchor::Start);
        });
        bottom += BETWEEN + rest.height();
    }
    let caption = wrap(&format!("by {}", clean(by)), SMALL, WIDTH, 2);
    let (x, anchor) =
        if placed.is_empty() { (0.0, Anchor::Start) } else { (WIDTH / 2.0, Anchor::Middle) };
    canvas.text("quiet", &caption, at(x, bottom + 2.0 * BETWEEN), anchor);
    bottom += 2.0 * BETWEEN + caption.height();

    let said = placed.iter().map(|(value, position)| {
        format!("{} at {} %", clean(&position.label), number((value * 100.0).round()))
    });
    let description =
        sentence("By way of", via.iter().map(|stop| clean(stop))) + &sentence("On the way", said);
    Drawing {
        title: format!("From {} to {}, by {}", clean(from), clean(to), clean(by)),
        description: description.trim_end().to_owned(),
        width: WIDTH,
        height: bottom + 1.0,
        canvas,
        cuts: Vec::new(),
    }
}

const WIDTH: f64 = 400.0;
/// Where the line runs: names of the scale on its left, of what sits on it on its right.
const LINE: f64 = 148.0;
/// Where it runs when nothing sits on it: the scale is then on the right.
const ALONE: f64 = 8.0;
/// Where the names of what sits on the line begin, and how wide they may be.
const NAMES: f64 = 196.0;
const LABELS: f64 = WIDTH - NAMES;
/// Between names, from one to the next below.
const BETWEEN: f64 = 6.0;
/// Of a dot; from one column of dots to the next; and the distance below which two are one.
const RADIUS: f64 = 5.0;
const COLUMN: f64 = 12.0;
const SAME: f64 = 3.5;
/// The shortest line.
const SHORTEST: f64 = 150.0;
/// The most positions that are drawn.
pub const MOST_PLACES: usize = 40;

/// The drawn positions in the order of their values, each with its value from 0 to 1.
fn placed(positions: &[Position]) -> Vec<(f64, &Position)> {
    let mut placed: Vec<_> = positions
        .iter()
        .filter(|position| !position.at.is_nan())
        .map(|position| (position.at.clamp(0.0, 1.0), position))
        .collect();
    placed
        .sort_by(|(a, left), (b, right)| a.total_cmp(b).then_with(|| left.label.cmp(&right.label)));
    placed.truncate(MOST_PLACES);
    placed
}

/// The names of the scale, its ends in strong letters.
fn stops(from: &str, via: &[String], to: &str, beside: bool) -> Vec<Block> {
    let width = if beside { LINE - 16.0 } else { WIDTH - ALONE - 16.0 };
    let end = |text: &str| wrap(text, STRONG, width, 4);
    let between = via.iter().map(|stop| wrap(stop, LABEL, width, 3));
    [end(from)].into_iter().chain(between).chain([end(to)]).collect()
}

/// The room that a name takes along the line.
fn extent(block: &Block) -> f64 {
    block.height().max(12.0)
}

/// Long enough for the names on both sides.
fn length(stops: &[Block], labels: &[Block]) -> f64 {
    let neighbours = stops.iter().zip(stops.iter().skip(1));
    let apart =
        neighbours.map(|(before, after)| f64::midpoint(extent(before), extent(after)) + BETWEEN);
    let scale = apart.fold(0.0, f64::max) * (stops.len() - 1) as f64;
    let names: f64 = labels.iter().map(|label| label.height() + BETWEEN).sum();
    scale.max(names).max(SHORTEST)
}

fn draw_scale(canvas: &mut Canvas, stops: &[Block], line: f64, top: f64, length: f64) {
    canvas.line("edge axis", &Path::from(at(line, top)).to(at(line, top + length)), Dash::Solid);
    let last = stops.len() - 1;
    for (index, block) in stops.iter().enumerate() {
        let y = top + length * index as f64 / last as f64;
        let half = if index == 0 || index == last { 6.0 } else { 4.0 };
        canvas.line("edge", &Path::from(at(line - half, y)).to(at(line + half, y)), Dash::Solid);
        let class = if index == 0 || index == last { "" } else { "quiet" };
        let (x, anchor) = match line {
            line if line > ALONE => (line - 14.0, Anchor::End),
            line => (line + 14.0, Anchor::Start),
        };
        canvas.group(None, block.whole.as_deref(), |canvas| {
            canvas.text(class, block, at(x, y - block.height() / 2.0), anchor);
        });
    }
}

/// Dots that would cover each other stand side by side; a thin line leads from each to its name.
fn draw_positions(
    canvas: &mut Canvas,
    placed: &[(f64, &Position)],
    labels: &[Block],
    middles: &[f64],
    top: f64,
    length: f64,
) {
    let dots = dots(&placed.iter().map(|(value, _)| top + value * length).collect::<Vec<_>>());
    for (dot, middle) in dots.iter().zip(middles) {
        let port = at(NAMES - 22.0, dot.y);
        let path = Path::from(*dot).to(at(port.x.max(dot.x), port.y)).to(at(NAMES - 5.0, *middle));
        canvas.line("edge thin", &path, Dash::Solid);
    }
    for (((_, position), block), (dot, middle)) in
        placed.iter().zip(labels).zip(dots.iter().zip(middles))
    {
        canvas.group(position.href.as_deref(), block.whole.as_deref(), |canvas| {
            canvas.dot("dot", *dot, RADIUS);
            canvas.text("", block, at(NAMES, middle - block.height() / 2.0), Anchor::Start);
        });
    }
}

/// Where each position's dot stands, given their heights in ascending order. Those that the eye cannot
/// tell apart share one; others that would touch stand in columns, of which there are three at most.
fn dots(heights: &[f64]) -> Vec<Point> {
    let mut dots: Vec<Point> = Vec::with_capacity(heights.len());
    for &height in heights {
        let dot = match dots.last() {
            Some(last) if height - last.y < SAME => *last,
            _ => {
                let is_free = |column: &usize| {
                    let x = LINE + *column as f64 * COLUMN;
                    dots.iter().all(|dot| (dot.x - x).abs() > 1.0 || height - dot.y > 2.0 * RADIUS)
                };
                let column = (0..3).find(is_free).unwrap_or_default();
                at(LINE + column as f64 * COLUMN, height)
            }
        };
        dots.push(dot);
    }
    dots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_share_a_place_or_stand_apart() {
        let dots = dots(&[0.0, 1.0, 4.0, 8.0, 12.0, 40.0]);
        let columns: Vec<f64> = dots.iter().map(|dot| (dot.x - LINE) / COLUMN).collect();
        assert_eq!(columns, [0.0, 0.0, 1.0, 2.0, 0.0, 0.0]);
    }
}
