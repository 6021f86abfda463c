//! Writing SVG: the few elements that the drawings are made of, escaped and rounded.

use std::fmt::Write as _;

use super::text::{Block, Style};
use crate::render::body::escaped;

/// A place on a drawing. `y` grows downwards.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// A place, in short.
pub(super) fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

/// A box, by its corner at the top left.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Rect {
    pub(super) fn right(self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(self) -> f64 {
        self.y + self.height
    }

    pub(super) fn middle(self) -> Point {
        at(self.x + self.width / 2.0, self.y + self.height / 2.0)
    }
}

/// Where a text stands, seen from its point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a line is drawn; told apart by dashes, so that no colour is needed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Dash {
    Solid,
    Dashed,
    Dotted,
}

/// The elements of a drawing, one a line.
///
/// Each has a class for the theme, and presentation attributes that make it readable without one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Canvas {
    pub(super) elements: String,
    /// Whether any of it is a link.
    pub(super) links: bool,
}

impl Canvas {
    /// Puts what another canvas has on top.
    pub(super) fn append(&mut self, other: &Canvas) {
        self.elements += &other.elements;
        self.links |= other.links;
    }

    /// An outlined box with corners of the given radius.
    pub(super) fn outline(&mut self, class: &str, rect: Rect, radius: f64, dash: Dash) {
        self.elements += &format!(
            "<rect class=\"{class}\"{} rx=\"{}\" fill=\"none\" stroke=\"currentColor\"{}/>\n",
            bounds(rect),
            number(radius),
            dashes(dash)
        );
    }

    /// An outlined shape with straight sides.
    pub(super) fn polygon(&mut self, class: &str, corners: &[Point]) {
        let points: Vec<String> = corners.iter().map(|&corner| pair(corner)).collect();
        self.elements += &format!(
            "<polygon class=\"{class}\" points=\"{}\" fill=\"none\" stroke=\"currentColor\"/>\n",
            points.join(" ")
        );
    }

    /// A filled box, drawn with the given opacity where no theme is.
    pub(super) fn bar(&mut self, class: &str, rect: Rect, radius: f64, opacity: f64) {
        self.elements += &format!(
            "<rect class=\"{class}\"{} rx=\"{}\"{}/>\n",
            bounds(rect),
            number(radius),
            if opacity < 1.0 {
                format!(" fill-opacity=\"{}\"", number(opacity))
            } else {
                String::new()
            }
        );
    }

    /// A line along a path.
    pub(super) fn line(&mut self, class: &str, path: &Path, dash: Dash) {
        self.elements += &format!(
            "<path class=\"{class}\" d=\"{}\" fill=\"none\" stroke=\"currentColor\"{}/>\n",
            path.0,
            dashes(dash)
        );
    }

    /// A filled shape.
    pub(super) fn solid(&mut self, class: &str, path: &Path) {
        self.elements += &format!("<path class=\"{class}\" d=\"{}z\"/>\n", path.0);
    }

    /// A filled dot.
    pub(super) fn dot(&mut self, class: &str, middle: Point, radius: f64) {
        self.elements += &format!(
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>\n",
            number(middle.x),
            number(middle.y),
            number(radius)
        );
    }

    /// Lines of text. `top` is the top of the first line, at its start, middle or end.
    pub(super) fn text(&mut self, class: &str, block: &Block, top: Point, anchor: Anchor) {
        let Block { lines, style, whole: _ } = block;
        let Style { size, bold, leading } = *style;
        if lines.is_empty() {
            return;
        }
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let anchored = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if bold { " font-weight=\"600\"" } else { "" };
        let x = number(top.x);
        // The base line of a line of text whose capitals stand in its middle.
        let base = |line: usize| number(top.y + leading * (line as f64 + 0.5) + size * 0.36);
        let y = base(0);
        let size = number(size);
        self.elements +=
            &format!("<text{class} x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchored}{weight}>");
        for (number, line) in lines.iter().enumerate() {
            let words = escaped(line.trim_end());
            if lines.len() == 1 {
                self.elements += &words;
                continue;
            }
            self.elements += &format!("<tspan x=\"{x}\" y=\"{}\">{words}</tspan>", base(number));
            if line.ends_with(' ') && number + 1 < lines.len() {
                // Keeps words apart where the text is copied, found or read aloud, and takes no room.
                self.elements += "<tspan font-size=\"0\"> </tspan>";
            }
        }
        self.elements += "</text>\n";
    }

    /// What is drawn inside belongs together: a link where there is an address, with the whole text
    /// as its title where it was cut.
    pub(super) fn group(
        &mut self,
        href: Option<&str>,
        whole: Option<&str>,
        inside: impl FnOnce(&mut Canvas),
    ) {
        let close = match (href, whole) {
            (Some(href), _) => {
                self.links = true;
                let href: String = href.chars().filter(|it| !it.is_control()).collect();
                self.elements += &format!("<a href=\"{}\">\n", escaped(&href));
                "</a>\n"
            }
            (None, Some(_)) => {
                self.elements += "<g>\n";
                "</g>\n"
            }
            (None, None) => "",
        };
        if let Some(whole) = whole {
            self.elements += &format!("<title>{}</title>\n", escaped(whole));
        }
        inside(self);
        self.elements += close;
    }
}

/// The `d` of a path.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Path(String);

impl Path {
    /// A path that begins here.
    pub(super) fn from(start: Point) -> Path {
        Path(format!("M{}", pair(start)))
    }

    /// On by a straight line.
    pub(super) fn to(mut self, end: Point) -> Path {
        let _ = write!(self.0, "L{}", pair(end));
        self
    }

    /// On by straight lines with round corners: all but the last point are corners.
    pub(super) fn around(mut self, start: Point, points: &[Point], radius: f64) -> Path {
        let mut before = start;
        for (index, &corner) in points.iter().enumerate() {
            let Some(&after) = points.get(index + 1) else { break };
            let room =
                radius.min(distance(before, corner) / 2.0).min(distance(corner, after) / 2.0);
            self = self.to(towards(corner, before, room));
            let _ = write!(self.0, "Q{} {}", pair(corner), pair(towards(corner, after, room)));
            before = corner;
        }
        match points.last() {
            Some(&last) => self.to(last),
            None => self,
        }
    }

    /// On by a curve with two control points.
    pub(super) fn curve(mut self, first: Point, second: Point, end: Point) -> Path {
        let _ = write!(self.0, "C{} {} {}", pair(first), pair(second), pair(end));
        self
    }
}

fn distance(from: Point, to: Point) -> f64 {
    (to.x - from.x).hypot(to.y - from.y)
}

/// The point at this distance from one point on the way to another.
fn towards(from: Point, to: Point, by: f64) -> Point {
    let whole = distance(from, to);
    let part = if whole > 0.0 { by / whole } else { 0.0 };
    at(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part)
}

fn dashes(dash: Dash) -> &'static str {
    match dash {
        Dash::Solid => "",
        Dash::Dashed => " stroke-dasharray=\"6 4\"",
        Dash::Dotted => " stroke-dasharray=\"0.1 4\" stroke-linecap=\"round\" stroke-width=\"2\"",
    }
}

fn bounds(rect: Rect) -> String {
    let Rect { x, y, width, height } = rect;
    format!(
        " x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
        number(x),
        number(y),
        number(width),
        number(height)
    )
}

fn pair(point: Point) -> String {
    format!("{} {}", number(point.x), number(point.y))
}

/// A number to one decimal, the same on every machine: what is no number is 0.
pub(super) fn number(value: f64) -> String {
    // Rounded, and far below 2^63 in any drawing; the cast takes the nearest that there is otherwise.
    let tenths = (value * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, tenth) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if tenth == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{tenth}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_decimal_at_most() {
        let written: Vec<String> =
            [0.0, -0.04, 12.0, 0.25, 1.0 / 3.0, -7.96, f64::NAN].map(number).to_vec();
        assert_eq!(written, ["0", "0", "12", "0.3", "0.3", "-8", "0"]);
    }

    #[test]
    fn corners_are_round_and_no_larger_than_the_lines() {
        let path =
            Path::from(at(0.0, 0.0)).around(at(0.0, 0.0), &[at(4.0, 0.0), at(4.0, 40.0)], 8.0);
        assert_eq!(path.0, "M0 0L2 0Q4 0 4 2L4 40");
    }

    #[test]
    fn text_and_addresses_are_escaped() {
        let mut canvas = Canvas::default();
        canvas.group(Some("/a?b=\"c\"&d"), Some("<b>"), |_| {});
        assert_eq!(
            canvas.elements,
            "<a href=\"/a?b=&quot;c&quot;&amp;d\">\n<title>&lt;b&gt;</title>\n</a>\n"
        );
    }
}
