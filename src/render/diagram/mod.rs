//! Drawings made at build time: from a few words and numbers to SVG, without a page, a font or a clock.
//!
//! - [`neighbourhood()`]: a concept and what is broader, narrower, related, not to be confused with it.
//! - [`spectrum()`]: a scale from one end to the other, and what sits where on it.
//! - [`careers()`]: roles in layers, and the moves between them.
//! - [`comparison()`]: two to four roles side by side.
//! - [`steps`] and [`range`]: small pictures that stand in a line of text or a cell.
//!
//! Each gives a [`Drawing`], which is written in two forms: [`Drawing::inline`] stands in a page and takes
//! its colours from the theme (`.diagram` in `style.css`), [`Drawing::standalone`] is a file of its own.
//! Both are readable without any style: what is told apart is told apart by shape, dash and words. The
//! same input gives the same bytes. Texts are plain text, and are escaped here.

#![expect(clippy::cast_precision_loss, reason = "lines, roles and steps are far fewer than 2^52")]

mod careers;
mod comparison;
mod neighbourhood;
mod small;
mod spectrum;
mod spread;
mod standalone;
mod svg;
mod text;

#[cfg(test)]
mod tests;

use crate::render::body::escaped;
pub use careers::{Careers, MOST_MOVES, MOST_ROLES, Move, MoveKind, Role, careers};
pub use comparison::{
    Comparison, ListRow, RangeRow, Room, ScaleRow, SpectrumRow, Subject, comparison,
};
pub use neighbourhood::{Neighbourhood, neighbourhood};
pub(super) use small::range_words;
pub use small::{range, steps};
pub use spectrum::{MOST_PLACES, Position, Spectrum, spectrum};
use svg::{Canvas, number};

/// Something with a name and, if there is one, a page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Node {
    /// Plain text.
    pub label: String,
    /// The page's address as the drawing's page writes it; for a file of its own, as it shall stand there.
    pub href: Option<String>,
}

/// A finished drawing.
#[derive(Clone, PartialEq, Debug)]
pub struct Drawing {
    /// What it shows, in a few words: its accessible name.
    pub title: String,
    /// All that it says, in sentences.
    pub description: String,
    /// In units of which text is 14 high; also its natural size in CSS pixels.
    pub width: f64,
    /// In the same units.
    pub height: f64,
    canvas: Canvas,
    /// Where it may be parted, from the top down; nothing stands across these.
    cuts: Vec<Cut>,
}

/// A place where one row of a drawing ends and the next begins.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Cut {
    /// Bytes of the canvas that stand above it.
    elements: usize,
    y: f64,
}

/// Up to this width a drawing may shrink to fit the narrowest screen and stay readable; a wider one
/// scrolls when it has shrunk a little.
const NARROW: f64 = 420.0;
/// A drawing up to this width, and one up to that, shrink to 26 rem and to 34 rem; one that is wider still
/// keeps its size.
const WIDE: f64 = 600.0;
const WIDER: f64 = 760.0;

impl Drawing {
    /// As part of a page. The prefix makes its two ids unique there: a letter, then letters, digits
    /// and `-`.
    ///
    /// A drawing without links is one image (`role="img"`). The parts of an image are not there for
    /// assistive technology, so with links it is a group that has the same name and description.
    pub fn inline(&self, prefix: &str) -> String {
        self.named(prefix, &self.frame(0.0), &self.canvas.elements)
    }

    /// As part of a page, in one element a row: paper parts a page between two of them, and never cuts one.
    /// The first has the name and the description of all; of the others, those with links are there for everybody.
    pub fn inline_in_rows(&self, prefix: &str) -> String {
        let start = Cut { elements: 0, y: 0.0 };
        let end = Cut { elements: self.canvas.elements.len(), y: self.height };
        let ends = self.cuts.iter().copied().chain([end]);
        let starts = std::iter::once(start).chain(self.cuts.iter().copied());
        let row = |(start, end): (Cut, Cut)| {
            let elements = &self.canvas.elements[start.elements..end.elements];
            let frame = self.part(0.0, start.y, end.y - start.y);
            if start.elements == 0 {
                self.named(prefix, &frame, elements)
            } else {
                let class = self.class();
                // What has a link cannot be hidden from those who cannot see it.
                let heard = if elements.contains("<a ") {
                    format!("role=\"group\" aria-labelledby=\"{}-title\"", escaped(prefix))
                } else {
                    "aria-hidden=\"true\"".to_owned()
                };
                format!("<svg class=\"{class}\" {heard}{frame}>\n{elements}</svg>")
            }
        };
        starts.zip(ends).map(row).collect::<Vec<_>>().join("\n")
    }

    fn named(&self, prefix: &str, frame: &str, elements: &str) -> String {
        let prefix = escaped(prefix);
        format!(
            "<svg class=\"{}\" role=\"{}\" aria-labelledby=\"{prefix}-title\" \
             aria-describedby=\"{prefix}-description\"{frame}>\n<title id=\"{prefix}-title\">{}</title>\n\
             <desc id=\"{prefix}-description\">{}</desc>\n{elements}</svg>",
            self.class(),
            self.role(),
            escaped(&self.title),
            escaped(&self.description),
        )
    }

    fn class(&self) -> &'static str {
        match self.width {
            width if width <= NARROW => "diagram",
            width if width <= WIDE => "diagram diagram-wide",
            width if width <= WIDER => "diagram diagram-wider",
            _ => "diagram diagram-large",
        }
    }

    /// As a file of its own, with its ground and its colours for a light and a dark screen; `accent` is the
    /// handbook's colour (`#rrggbb`).
    pub fn standalone(&self, accent: &str) -> String {
        let style = standalone::style(&escaped(accent));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"diagram\" role=\"{}\" \
             aria-labelledby=\"title\" aria-describedby=\"description\"{}>\n<title id=\"title\">{}</title>\n\
             <desc id=\"description\">{}</desc>\n<style>\n{style}</style>\n\
             <rect class=\"ground\" x=\"-{MARGIN}\" y=\"-{MARGIN}\" width=\"100%\" height=\"100%\" fill=\"#fdfcfa\"/>\n{}</svg>\n",
            self.role(),
            self.frame(MARGIN),
            escaped(&self.title),
            escaped(&self.description),
            self.canvas.elements
        )
    }

    /// Whether it may be wider than its place, and so needs a region that scrolls (`.diagram-scroll`).
    pub fn scrolls(&self) -> bool {
        self.width > NARROW
    }

    fn role(&self) -> &'static str {
        if self.canvas.links { "group" } else { "img" }
    }

    /// The attributes that both forms have: size, with a margin on each side, and what all elements inherit.
    /// Text runs from left to right also on a page that does not, since that is where its lines have their
    /// places.
    fn frame(&self, margin: f64) -> String {
        self.part(margin, 0.0, self.height)
    }

    /// The same for what lies so far down and is so high.
    fn part(&self, margin: f64, y: f64, height: f64) -> String {
        let (x, y) = (number(-margin), number(y - margin));
        let (width, height) = (number(self.width + 2.0 * margin), number(height + 2.0 * margin));
        format!(
            " viewBox=\"{x} {y} {width} {height}\" width=\"{width}\" height=\"{height}\" \
             direction=\"ltr\" fill=\"currentColor\" stroke-width=\"1.25\" \
             font-family=\"system-ui, sans-serif\""
        )
    }
}

/// Around a drawing that stands alone.
const MARGIN: f64 = 16.0;

/// As many as are shown, and how many more there are: never one, which would take the same room.
fn shown<T>(all: &[T], most: usize) -> (&[T], usize) {
    if all.len() <= most {
        return (all, 0);
    }
    (&all[..most - 1], all.len() - (most - 1))
}

/// A sentence for a description: what it is, then its members. Nothing when there are none.
fn sentence(what: &str, members: impl IntoIterator<Item = String>) -> String {
    let members: Vec<String> = members.into_iter().collect();
    if members.is_empty() { String::new() } else { format!("{what}: {}. ", members.join("; ")) }
}
