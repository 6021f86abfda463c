//! Two to four roles side by side: what they are about, what they share, and where each stands.

mod lists;
mod rows;

use super::{
    Cut, Drawing, sentence,
    small::range_words,
    svg::{Anchor, Canvas, Dash, Path, Rect, at, number},
    text::{Block, LABEL, SMALL, STRONG, Style, clean, wrap},
};

/// What is compared. All lists of a row are in the order of the subjects.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Comparison {
    /// Two to four.
    pub subjects: Vec<Subject>,
    /// Facets of several items: what is shared, and what one has alone.
    pub lists: Vec<ListRow>,
    /// Facets with a step on a scale.
    pub scales: Vec<ScaleRow>,
    /// Facets with a range of numbers.
    pub ranges: Vec<RangeRow>,
    /// Spectra that a subject has a position on.
    pub spectra: Vec<SpectrumRow>,
    /// The address of the table that has every item, as [`Node::href`](super::Node::href).
    pub table: Option<String>,
}

/// A role that is compared. All is plain text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Subject {
    /// Its label.
    pub label: String,
    /// As [`Node::href`](super::Node::href).
    pub href: Option<String>,
    /// What it is about, in a line.
    pub focus: Option<String>,
}

/// The items of a facet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ListRow {
    /// The facet's label (`Key skills`).
    pub label: String,
    /// How alike the subjects are in it, in a few words; may be empty.
    pub note: String,
    /// What all subjects have.
    pub common: Vec<String>,
    /// What each subject has alone.
    pub only: Vec<Vec<String>>,
    /// What several of three or four subjects have, and which: ascending indices.
    pub some: Vec<(String, Vec<usize>)>,
}

/// The steps of a facet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ScaleRow {
    /// The facet's label.
    pub label: String,
    /// How far apart the subjects are, in a few words; may be empty.
    pub note: String,
    /// All the steps, from the first on.
    pub steps: Vec<String>,
    /// Each subject's step, from 0; `None` where it is not documented.
    pub at: Vec<Option<usize>>,
}

/// The ranges of a facet.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RangeRow {
    /// The facet's label.
    pub label: String,
    /// Stands after the numbers; may be empty.
    pub unit: String,
    /// The least and the greatest value of the whole: what the bars are parts of.
    pub whole: (f64, f64),
    /// Each subject's least and greatest value; `None` where it is not documented.
    pub of: Vec<Option<(f64, f64)>>,
}

/// The positions on a spectrum.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SpectrumRow {
    /// What changes along the way.
    pub by: String,
    /// What lies at 0.
    pub from: String,
    /// What lies at 1.
    pub to: String,
    /// Each subject's position from 0 to 1; `None` where it has none.
    pub at: Vec<Option<f64>>,
}

/// How much room a comparison has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Room {
    /// 640 units: the subjects stand side by side.
    Wide,
    /// 320 units, for a phone: what stands side by side elsewhere stands one below the other.
    Narrow,
}

impl Room {
    fn width(self) -> f64 {
        match self {
            Room::Wide => 640.0,
            Room::Narrow => 320.0,
        }
    }
}

/// Draws a comparison, as wide as there is room. `None` unless there are two to four subjects. Of a list at most 8
/// items a column are shown, then `and N more`; rows without anything to show are left out.
pub fn comparison(comparison: &Comparison, room: Room) -> Option<Drawing> {
    let Comparison { subjects, lists, scales, ranges, spectra, table } = comparison;
    if !(2..=4).contains(&subjects.len()) {
        return None;
    }
    let width = room.width();
    let (canvas, cuts) = (Canvas::default(), Vec::new());
    let mut sheet = Sheet { canvas, y: 1.0, room, width, subjects: subjects.len(), cuts, table };
    heads(&mut sheet, subjects);
    for row in lists {
        lists::draw(&mut sheet, row, subjects);
    }
    for row in scales {
        rows::scale(&mut sheet, row);
    }
    for row in ranges {
        rows::range(&mut sheet, row);
    }
    for row in spectra {
        rows::spectrum(&mut sheet, row);
    }
    let names: Vec<String> = subjects.iter().map(|it| clean(&it.label)).collect();
    Some(Drawing {
        title: format!("{} side by side", names.join(" and ")),
        description: description(comparison, &names),
        width,
        height: sheet.y + 1.0,
        canvas: sheet.canvas,
        cuts: sheet.cuts,
    })
}

/// Between columns, and between a row and its label.
const GUTTER: f64 = 20.0;
const GAP: f64 = 8.0;
/// Between rows.
const APART: f64 = 26.0;
/// Of a subject's mark.
const MARK: f64 = 10.0;
/// From the middle of one mark to the next beside or above it.
const NEXT: f64 = 2.0 * MARK + 5.0;

/// A drawing that grows downwards.
struct Sheet<'a> {
    canvas: Canvas,
    /// Where the next thing begins.
    y: f64,
    room: Room,
    /// That of the room.
    width: f64,
    subjects: usize,
    /// Between its rows.
    cuts: Vec<Cut>,
    /// Where every item is.
    table: &'a Option<String>,
}

impl Sheet<'_> {
    /// Begins a row: a rule, then what it is about, and at the end of its line a note.
    fn heading(&mut self, label: &str, note: &str) {
        self.y += APART;
        // A line has its width on both sides.
        self.cuts.push(Cut { elements: self.canvas.elements.len(), y: self.y - 1.0 });
        let rule = Path::from(at(0.0, self.y)).to(at(self.width, self.y));
        self.canvas.line("rule", &rule, Dash::Solid);
        self.y += GAP + 2.0;
        let note = wrap(note, SMALL, self.width / 3.0, 1);
        let top = at(self.width, self.y + (STRONG.leading - SMALL.leading) / 2.0);
        self.canvas.text("quiet", &note, top, Anchor::End);
        let block = wrap(label, STRONG, self.width - note.width() - GUTTER, 2);
        // The note needs its line where there is no label.
        let one_line = self.y + STRONG.leading;
        self.text("", &block, 0.0);
        self.y = self.y.max(one_line) + GAP;
    }

    /// Where the columns of so many subjects begin, and how wide they are: where there is no room, each has all of it.
    fn columns(&self, count: usize) -> Vec<(f64, f64)> {
        let gutters = GUTTER * (count as f64 - 1.0);
        let column = (self.width - gutters) / count as f64;
        let place = |index| match self.room {
            Room::Wide => (index as f64 * (column + GUTTER), column),
            Room::Narrow => (0.0, self.width),
        };
        (0..count).map(place).collect()
    }

    /// Puts text where the next thing begins, and moves on.
    fn text(&mut self, class: &str, block: &Block, x: f64) {
        let Sheet { canvas, y, .. } = self;
        canvas.group(None, block.whole.as_deref(), |canvas| {
            canvas.text(class, block, at(x, *y), Anchor::Start);
        });
        self.y += block.height();
    }

    /// Says how many more there are: a link to where all are.
    fn more(&mut self, more: usize, x: f64, width: f64) {
        let block = wrap(&format!("and {more} more"), SMALL, width, 1);
        let class = if self.table.is_some() { "" } else { "quiet" };
        let Sheet { canvas, y, table, .. } = self;
        canvas.group(table.as_deref(), None, |canvas| {
            canvas.text(class, &block, at(x, *y), Anchor::Start);
        });
        self.y += block.height();
    }
}

/// The subjects, each with its mark, its name and what it is about.
fn heads(sheet: &mut Sheet<'_>, subjects: &[Subject]) {
    let columns = sheet.columns(subjects.len());
    let mut top = sheet.y;
    let mut bottom = top;
    for (index, Subject { label, href, focus }) in subjects.iter().enumerate() {
        let (x, column) = columns[index];
        if sheet.room == Room::Narrow && index > 0 {
            top = bottom + 2.0 * GAP;
        }
        let beside = x + 2.0 * MARK + 10.0;
        mark(&mut sheet.canvas, index, x + MARK + 1.0, top + MARK + 1.0);
        let name = wrap(label, STRONG, column - 2.0 * MARK - 10.0, 4);
        sheet.canvas.group(href.as_deref(), name.whole.as_deref(), |canvas| {
            canvas.text("", &name, at(beside, top + 2.0), Anchor::Start);
        });
        sheet.y = top + name.height().max(2.0 * MARK + 2.0) + GAP;
        if let Some(focus) = focus {
            let focus = wrap(focus, LABEL, column - 2.0 * MARK - 10.0, 6);
            sheet.text("quiet", &focus, beside);
        }
        bottom = bottom.max(sheet.y);
    }
    sheet.y = bottom;
}

const LETTERS: [&str; 4] = ["A", "B", "C", "D"];
const LETTER: Style = Style { size: 11.0, bold: true, leading: 14.0 };

/// A subject's mark: a shape of its own with its letter.
fn mark(canvas: &mut Canvas, subject: usize, x: f64, y: f64) {
    let corners: &[(f64, f64)] = match subject {
        1 => &[(-9.0, -9.0), (9.0, -9.0), (9.0, 9.0), (-9.0, 9.0)],
        2 => &[(0.0, -11.0), (11.0, 0.0), (0.0, 11.0), (-11.0, 0.0)],
        3 => &[(-5.0, -10.0), (5.0, -10.0), (10.0, 0.0), (5.0, 10.0), (-5.0, 10.0), (-10.0, 0.0)],
        _ => &[],
    };
    if corners.is_empty() {
        let rect = Rect { x: x - MARK, y: y - MARK, width: 2.0 * MARK, height: 2.0 * MARK };
        canvas.outline("mark", rect, MARK, Dash::Solid);
    } else {
        let corners: Vec<_> = corners.iter().map(|(right, down)| at(x + right, y + down)).collect();
        canvas.polygon("mark", &corners);
    }
    let letter = Block {
        lines: LETTERS.get(subject).map(ToString::to_string).into_iter().collect(),
        style: LETTER,
        whole: None,
    };
    canvas.text("letter", &letter, at(x, y - LETTER.leading / 2.0), Anchor::Middle);
}

fn noted(label: &str, note: &str) -> String {
    sentence(&clean(label), (!note.is_empty()).then(|| clean(note)))
}

/// All that the drawing says, in sentences.
fn description(comparison: &Comparison, names: &[String]) -> String {
    let Comparison { subjects, lists, scales, ranges, spectra, table: _ } = comparison;
    let mut said = String::new();
    for (name, subject) in names.iter().zip(subjects) {
        said += &sentence(name, subject.focus.as_deref().map(clean));
    }
    let who = |index: usize| names.get(index).map_or("", String::as_str);
    for ListRow { label, note, common, only, some } in lists {
        said += &noted(label, note);
        let label = clean(label);
        said += &sentence(&format!("{label}, shared"), common.iter().map(|item| clean(item)));
        let shared = some.iter().map(|(item, subjects)| {
            let names: Vec<&str> = subjects.iter().map(|&index| who(index)).collect();
            format!("{} ({})", clean(item), names.join(", "))
        });
        said += &sentence(&format!("{label}, shared by some"), shared);
        for (index, items) in only.iter().enumerate() {
            let items = items.iter().map(|item| clean(item));
            said += &sentence(&format!("{label}, only {}", who(index)), items);
        }
    }
    for ScaleRow { label, note, steps, at } in scales {
        let at = at.iter().enumerate().filter_map(|(index, step)| {
            let step = (*step)?;
            Some(format!(
                "{} {} ({} of {})",
                who(index),
                clean(steps.get(step)?),
                step + 1,
                steps.len()
            ))
        });
        said += &noted(label, note);
        said += &sentence(&clean(label), at);
    }
    for RangeRow { label, unit, whole: _, of } in ranges {
        let of = of.iter().enumerate().filter_map(|(index, range)| {
            let (least, greatest) = (*range)?;
            Some(format!("{} {}", who(index), range_words(least, greatest, unit)))
        });
        said += &sentence(&clean(label), of);
    }
    for SpectrumRow { by, from, to, at } in spectra {
        let at = at.iter().enumerate().filter_map(|(index, value)| {
            Some(format!("{} at {} %", who(index), number(((*value)? * 100.0).round())))
        });
        said += &sentence(&format!("From {} to {}, by {}", clean(from), clean(to), clean(by)), at);
    }
    said.trim_end().to_owned()
}
