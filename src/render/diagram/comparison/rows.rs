//! Where each subject stands: on a scale, in a range, on a spectrum.

use super::{GAP, MARK, NEXT, RangeRow, Room, ScaleRow, Sheet, SpectrumRow, mark};
use crate::render::diagram::{
    small::{part, range_words},
    svg::{Anchor, Dash, Path, Rect, at},
    text::{Block, LABEL, SMALL, wrap},
};

/// Most steps that are drawn: with more there is no room for their names.
const MOST_STEPS: usize = 12;

/// A scale as a row of cells, with the subjects' marks above their step.
pub(super) fn scale(sheet: &mut Sheet<'_>, row: &ScaleRow) {
    let ScaleRow { label, note, steps, at: of } = row;
    let known = |step: &Option<usize>| step.is_some_and(|step| step < steps.len());
    if steps.len() > MOST_STEPS || !of.iter().take(sheet.subjects).any(known) {
        return;
    }
    sheet.heading(label, note);
    if sheet.room == Room::Narrow {
        return scale_down(sheet, steps, of);
    }
    let cell = sheet.width / steps.len() as f64;
    let on = |step: usize| {
        let all = of.iter().take(sheet.subjects).enumerate();
        all.filter(move |(_, it)| **it == Some(step)).map(|(subject, _)| subject)
    };
    let fits = |count: &usize| *count as f64 * NEXT <= cell;
    let in_row = (1..=sheet.subjects).rev().find(fits).unwrap_or(1);
    let most = (0..steps.len()).map(|step| on(step).count().div_ceil(in_row)).max().unwrap_or(1);
    let bar = sheet.y + most as f64 * NEXT;
    let names: Vec<Block> = steps.iter().map(|step| wrap(step, SMALL, cell - 6.0, 3)).collect();
    let marks: Vec<Vec<usize>> = (0..steps.len()).map(|step| on(step).collect()).collect();
    for (step, (name, marks)) in names.iter().zip(&marks).enumerate() {
        let x = step as f64 * cell;
        let middle = x + cell / 2.0;
        for (row, marks) in marks.chunks(in_row).enumerate() {
            for (place, &subject) in marks.iter().enumerate() {
                let offset = (place as f64 - (marks.len() as f64 - 1.0) / 2.0) * NEXT;
                let y = bar - MARK - 4.0 - row as f64 * NEXT;
                mark(&mut sheet.canvas, subject, middle + offset, y);
            }
        }
        let rect = Rect { x: x + 1.5, y: bar, width: cell - 3.0, height: 8.0 };
        if marks.is_empty() {
            sheet.canvas.bar("empty", rect, 2.0, 0.2);
        } else {
            sheet.canvas.bar("filled", rect, 2.0, 0.7);
        }
        let class = if marks.is_empty() { "quiet" } else { "" };
        sheet.canvas.group(None, name.whole.as_deref(), |canvas| {
            canvas.text(class, name, at(middle, bar + 12.0), Anchor::Middle);
        });
    }
    sheet.y = bar + 12.0 + names.iter().map(Block::height).fold(0.0, f64::max);
}

/// Of a step's bar where steps stand below each other, and from it to the step's name.
const UPRIGHT: f64 = 8.0;
const BESIDE: f64 = 12.0;

/// A scale from the top down: a line for each step, with the subjects' marks at its end.
fn scale_down(sheet: &mut Sheet<'_>, steps: &[String], of: &[Option<usize>]) {
    for (step, name) in steps.iter().enumerate() {
        let here = of.iter().take(sheet.subjects).enumerate().filter(|(_, it)| **it == Some(step));
        let marks: Vec<usize> = here.map(|(subject, _)| subject).collect();
        let x = UPRIGHT + BESIDE;
        let name = wrap(name, LABEL, sheet.width - x - sheet.subjects as f64 * NEXT, 2);
        let height = name.height().max(if marks.is_empty() { 0.0 } else { 2.0 * MARK + 2.0 });
        let rect = Rect { x: 1.0, y: sheet.y, width: UPRIGHT, height };
        let (bar, opacity, class) =
            if marks.is_empty() { ("empty", 0.2, "quiet") } else { ("filled", 0.7, "") };
        sheet.canvas.bar(bar, rect, 2.0, opacity);
        let middle = sheet.y + height / 2.0;
        sheet.canvas.group(None, name.whole.as_deref(), |canvas| {
            canvas.text(class, &name, at(x, middle - name.height() / 2.0), Anchor::Start);
        });
        for (place, &subject) in marks.iter().rev().enumerate() {
            let x = sheet.width - MARK - 1.0 - place as f64 * NEXT;
            mark(&mut sheet.canvas, subject, x, middle);
        }
        sheet.y += height + 3.0;
    }
}

/// Where the bars of a range begin, and where the numbers behind them do, from the end.
const BARS: f64 = 2.0 * MARK + 12.0;
const NUMBERS: f64 = 150.0;
const NUMBERS_NARROW: f64 = 110.0;

/// A bar for each subject, all parts of one whole.
pub(super) fn range(sheet: &mut Sheet<'_>, row: &RangeRow) {
    let RangeRow { label, unit, whole, of } = row;
    let known: Vec<_> = of
        .iter()
        .take(sheet.subjects)
        .enumerate()
        .filter_map(|(subject, range)| {
            let (one, other) = (*range)?;
            Some((subject, part(one, other, *whole)?, range_words(one, other, unit)))
        })
        .collect();
    if known.is_empty() {
        return;
    }
    sheet.heading(label, "");
    let numbers = match sheet.room {
        Room::Wide => NUMBERS,
        Room::Narrow => NUMBERS_NARROW,
    };
    let (start, end) = (BARS, sheet.width - numbers);
    for (subject, (from, to), words) in known {
        let middle = sheet.y + MARK + 1.0;
        mark(&mut sheet.canvas, subject, MARK + 1.0, middle);
        let track = Rect { x: start, y: middle - 2.0, width: end - start, height: 4.0 };
        sheet.canvas.bar("empty", track, 2.0, 0.2);
        let width = ((to - from) * track.width).max(6.0);
        let x = (start + from * track.width).min(end - width);
        sheet.canvas.bar("filled", Rect { x, y: middle - 5.0, width, height: 10.0 }, 3.0, 0.7);
        let words = wrap(&words, LABEL, sheet.width - end - 12.0, 1);
        let top = at(end + 12.0, middle - words.height() / 2.0);
        sheet.canvas.text("", &words, top, Anchor::Start);
        sheet.y += NEXT;
    }
    sheet.y -= NEXT - 2.0 * MARK - 2.0;
}

/// A line from one end to the other, with the subjects' marks on it, above each other where they would
/// touch.
pub(super) fn spectrum(sheet: &mut Sheet<'_>, row: &SpectrumRow) {
    let SpectrumRow { by, from, to, at: of } = row;
    let mut known: Vec<(f64, usize)> = of
        .iter()
        .take(sheet.subjects)
        .enumerate()
        .filter_map(|(subject, value)| {
            Some((value.filter(|it| !it.is_nan())?.clamp(0.0, 1.0), subject))
        })
        .collect();
    if known.is_empty() {
        return;
    }
    known.sort_by(|(one, a), (other, b)| one.total_cmp(other).then(a.cmp(b)));
    sheet.heading(by, "");
    let (start, end) = (MARK + 2.0, sheet.width - MARK - 2.0);
    let mut floors: Vec<f64> = Vec::new();
    let mut marks: Vec<(f64, usize, usize)> = Vec::new();
    for (value, subject) in known {
        let x = start + value * (end - start);
        let floor = floors.iter().position(|last| x - last >= NEXT).unwrap_or(floors.len());
        if floor == floors.len() {
            floors.push(x);
        } else {
            floors[floor] = x;
        }
        marks.push((x, floor, subject));
    }
    let line = sheet.y + floors.len() as f64 * NEXT + 2.0;
    let canvas = &mut sheet.canvas;
    canvas.line("edge axis", &Path::from(at(start, line)).to(at(end, line)), Dash::Solid);
    for x in [start, end] {
        canvas.line("edge", &Path::from(at(x, line - 5.0)).to(at(x, line + 5.0)), Dash::Solid);
    }
    let height = |floor: usize| line - MARK - 8.0 - floor as f64 * NEXT;
    for &(x, floor, _) in &marks {
        canvas.line("thin", &Path::from(at(x, line)).to(at(x, height(floor) + MARK)), Dash::Solid);
        canvas.dot("dot", at(x, line), 4.0);
    }
    for (x, floor, subject) in marks {
        mark(canvas, subject, x, height(floor));
    }
    let half = sheet.width / 2.0 - 20.0;
    let (from, to) = (wrap(from, SMALL, half, 2), wrap(to, SMALL, half, 2));
    let below = line + GAP;
    canvas.text("quiet", &from, at(0.0, below), Anchor::Start);
    canvas.text("quiet", &to, at(sheet.width, below), Anchor::End);
    sheet.y = below + from.height().max(to.height());
}
