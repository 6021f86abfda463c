//! A drawing's file read back: where its boxes, its lines of text and its strokes are.

use std::collections::BTreeMap;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use crate::render::diagram::text::{LABEL, Style, width};

/// What a drawing puts where.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) boxes: Vec<Area>,
    /// Lines of text.
    pub(super) lines: Vec<Area>,
    /// Points on what leads from one thing to another.
    pub(super) strokes: Vec<(f64, f64)>,
}

/// What something covers, and what to call it in a complaint.
#[derive(Clone, Debug, Default)]
pub(super) struct Area {
    pub(super) name: String,
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    /// How far it reaches into another, at the least.
    pub(super) fn overlap(&self, other: &Area) -> f64 {
        let across = self.right.min(other.right) - self.left.max(other.left);
        let along = self.bottom.min(other.bottom) - self.top.max(other.top);
        across.min(along)
    }

    pub(super) fn is_inside(&self, other: &Area) -> bool {
        let by = 0.3;
        self.left >= other.left - by
            && self.right <= other.right + by
            && self.top >= other.top - by
            && self.bottom <= other.bottom + by
    }

    pub(super) fn has(&self, (x, y): (f64, f64)) -> bool {
        let by = 1.0;
        x > self.left + by && x < self.right - by && y > self.top + by && y < self.bottom - by
    }
}

/// An element that has begun, with what it says.
#[derive(Debug)]
struct Open {
    tag: String,
    attributes: Attributes,
    text: String,
}

#[derive(Debug)]
struct Attributes(BTreeMap<String, String>);

impl Attributes {
    fn of(tag: &BytesStart<'_>) -> Attributes {
        let attributes = tag.attributes().map(|attribute| {
            let attribute = attribute.expect("an attribute, once");
            (attribute.key.as_ref().to_owned(), attribute.value.to_string())
        });
        Attributes(attributes.collect())
    }

    fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    fn number(&self, name: &str) -> f64 {
        numbers(self.get(name)).first().copied().unwrap_or_default()
    }
}

/// Reads a drawing's file, and panics where it is no XML or has what a drawing has not.
pub(super) fn read(svg: &str) -> Seen {
    let mut reader = Reader::from_str(svg);
    let mut seen = Seen::default();
    let mut open: Vec<Open> = Vec::new();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(tag) => {
                let (tag, attributes) = (tag.name().as_ref().to_owned(), Attributes::of(&tag));
                seen.add(&tag, &attributes);
                open.push(Open { tag, attributes, text: String::new() });
            }
            Event::Empty(tag) => seen.add(tag.name().as_ref(), &Attributes::of(&tag)),
            Event::End(_) => {
                let ended = open.pop().expect("what has begun");
                let around = open.last().map(|around| &around.attributes);
                seen.lines.extend(around.and_then(|around| line(&ended, around)));
            }
            Event::Text(text) => says(&mut open, text.as_ref()),
            Event::GeneralRef(name) => says(&mut open, character(name.as_ref())),
            Event::Eof => return seen,
            other @ (Event::Comment(_)
            | Event::CData(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)) => panic!("{other:?}"),
        }
    }
}

fn says(open: &mut [Open], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text += text;
    }
}

fn character(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        _ => panic!("&{name};"),
    }
}

impl Seen {
    fn add(&mut self, tag: &str, attributes: &Attributes) {
        let class = attributes.get("class");
        let is_box = class.starts_with("box") || class == "mark";
        let from = |left: f64, top: f64, width: f64, height: f64| Area {
            name: class.to_owned(),
            left,
            top,
            right: left + width,
            bottom: top + height,
        };
        let of = |name: &str| attributes.number(name);
        match tag {
            "svg" => (self.width, self.height) = (of("width"), of("height")),
            "rect" if is_box => {
                self.boxes.push(from(of("x"), of("y"), of("width"), of("height")));
            }
            "polygon" if is_box => {
                self.boxes.push(around(class, &numbers(attributes.get("points"))));
            }
            "circle" => {
                let (x, y, radius) = (of("cx"), of("cy"), of("r"));
                self.boxes.push(from(x - radius, y - radius, 2.0 * radius, 2.0 * radius));
            }
            "path" if class.starts_with("edge") => self.strokes.extend(points(attributes.get("d"))),
            "a" | "g" | "rect" | "polygon" | "path" | "text" | "tspan" | "title" | "desc"
            | "style" => {}
            _ => panic!("{tag}"),
        }
    }
}

/// A line of text: a part of a text that has its own place, or a whole text without parts.
fn line(ended: &Open, around: &Attributes) -> Option<Area> {
    let text = match ended.tag.as_str() {
        "text" => &ended.attributes,
        "tspan" if !ended.attributes.get("x").is_empty() => around,
        _ => return None,
    };
    if ended.text.is_empty() {
        return None;
    }
    let (x, y) = (ended.attributes.number("x"), ended.attributes.number("y"));
    let size = text.number("font-size");
    let width =
        width(&ended.text, Style { size, bold: !text.get("font-weight").is_empty(), ..LABEL });
    let left = match text.get("text-anchor") {
        "middle" => x - width / 2.0,
        "end" => x - width,
        _ => x,
    };
    Some(Area {
        name: ended.text.clone(),
        left,
        right: left + width,
        top: y - size * 0.75,
        bottom: y + size * 0.22,
    })
}

fn around(name: &str, numbers: &[f64]) -> Area {
    let every = |from: usize| numbers.iter().copied().skip(from).step_by(2);
    Area {
        name: name.to_owned(),
        left: every(0).fold(f64::MAX, f64::min),
        right: every(0).fold(f64::MIN, f64::max),
        top: every(1).fold(f64::MAX, f64::min),
        bottom: every(1).fold(f64::MIN, f64::max),
    }
}

fn numbers(text: &str) -> Vec<f64> {
    let words = text.split([' ', ',']).filter(|word| !word.is_empty());
    words.map(|word| word.parse().unwrap_or_else(|_| panic!("{word}"))).collect()
}

/// Points along a path of straight lines and curves.
fn points(path: &str) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    let starts: Vec<usize> = path.match_indices(['M', 'L', 'C', 'Q', 'z']).map(|it| it.0).collect();
    for (index, &start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(path.len());
        let numbers = numbers(&path[start + 1..end]);
        let corners = numbers.chunks(2).map(|pair| (pair[0], pair[1]));
        let corners: Vec<_> = points.last().copied().into_iter().chain(corners).collect();
        points.extend((0..=20).map(|part| bezier(&corners, f64::from(part) / 20.0)));
    }
    points
}

/// The point of a curve of any degree (de Casteljau).
fn bezier(corners: &[(f64, f64)], part: f64) -> (f64, f64) {
    let mut corners = corners.to_vec();
    while corners.len() > 1 {
        let between = |pair: &[(f64, f64)]| {
            (pair[0].0 + (pair[1].0 - pair[0].0) * part, pair[0].1 + (pair[1].1 - pair[0].1) * part)
        };
        corners = corners.windows(2).map(between).collect();
    }
    corners[0]
}

#[test]
fn a_path_is_followed() {
    let points = points("M0 0L10 0Q20 0 20 10");
    assert_eq!((points[0], points[31], points[62]), ((0.0, 0.0), (5.0, 0.0), (20.0, 10.0)));
}
