//! What subjects share and what one has alone. For two, two boxes that overlap: what both have stands where
//! both are. For more, and where there is little room, what all have, what some have, then a column each.

use super::{GAP, ListRow, MARK, NEXT, Room, Sheet, Subject, mark};
use crate::render::diagram::{
    shown,
    svg::{Anchor, Dash, Rect, at},
    text::{LABEL, SMALL, clean, wrap},
};

/// Items of a column, with the line `and N more`.
const MOST: usize = 8;
/// Between a box's outline and its text.
const INSIDE: f64 = 12.0;
/// Between two items, and where most of them have more than one line.
const BETWEEN: f64 = 8.0;
const BETWEEN_NARROW: f64 = 10.0;

/// Draws a list, unless nobody has any item.
pub(super) fn draw(sheet: &mut Sheet<'_>, row: &ListRow, subjects: &[Subject]) {
    let ListRow { label, note, common, only, some } = row;
    if common.is_empty() && some.is_empty() && only.iter().all(Vec::is_empty) {
        return;
    }
    sheet.heading(label, note);
    let of = |index: usize| only.get(index).map_or(&[][..], Vec::as_slice);
    if let ([one, other], Room::Wide) = (subjects, sheet.room) {
        overlap(sheet, [(&one.label, of(0)), ("Both", common), (&other.label, of(1))]);
        return;
    }
    if !common.is_empty() {
        let top = sheet.y;
        let below = std::mem::take(&mut sheet.canvas);
        sheet.y += INSIDE - 2.0;
        let name = if subjects.len() == 2 { "Both" } else { "All" };
        sheet.text("quiet", &wrap(name, SMALL, sheet.width, 1), INSIDE);
        column(sheet, common, INSIDE, sheet.width - 2.0 * INSIDE);
        sheet.y += INSIDE - 4.0;
        let text = std::mem::replace(&mut sheet.canvas, below);
        let rect = Rect { x: 1.0, y: top, width: sheet.width - 2.0, height: sheet.y - top };
        sheet.canvas.bar("both", rect, 6.0, 0.1);
        sheet.canvas.append(&text);
        sheet.y += GAP + 4.0;
    }
    shared_by_some(sheet, some, subjects.len());
    let columns = sheet.columns(subjects.len());
    let top = sheet.y;
    let mut bottom = top;
    for (index, (subject, (x, width))) in subjects.iter().zip(columns).enumerate() {
        sheet.y = match sheet.room {
            Room::Wide => top,
            Room::Narrow if index == 0 => top,
            Room::Narrow => bottom + 2.0 * GAP,
        };
        let name = wrap(&format!("Only {}", clean(&subject.label)), SMALL, width, 2);
        sheet.text("quiet", &name, x);
        column(sheet, of(index), x, width);
        bottom = bottom.max(sheet.y);
    }
    sheet.y = bottom;
}

/// Two boxes that overlap in the middle: three columns, each with what it is and its items.
fn overlap(sheet: &mut Sheet<'_>, columns: [(&str, &[String]); 3]) {
    let width = sheet.width / 3.0;
    let top = sheet.y;
    let mut bottom = top;
    // The boxes lie below the text, and are as high as the text turns out to be.
    let below = std::mem::take(&mut sheet.canvas);
    for (index, (name, list)) in columns.into_iter().enumerate() {
        let x = index as f64 * width + INSIDE;
        let room = width - 2.0 * INSIDE;
        sheet.y = top + INSIDE - 2.0;
        let name = if index == 1 { name.to_owned() } else { format!("Only {}", clean(name)) };
        sheet.text("quiet", &wrap(&name, SMALL, room, 2), x);
        column(sheet, list, x, room);
        bottom = bottom.max(sheet.y + INSIDE - 4.0);
    }
    let text = std::mem::replace(&mut sheet.canvas, below);
    let left = Rect { x: 1.0, y: top, width: 2.0 * width - 1.0, height: bottom - top };
    let right = Rect { x: width, ..left };
    sheet.canvas.bar("both", Rect { x: width, width, ..left }, 6.0, 0.1);
    sheet.canvas.outline("set", left, 6.0, Dash::Solid);
    sheet.canvas.outline("set", right, 6.0, Dash::Solid);
    sheet.canvas.append(&text);
    sheet.y = bottom;
}

/// Items as lines of text; a dash when there are none; how many more there are.
fn column(sheet: &mut Sheet<'_>, list: &[String], x: f64, width: f64) {
    let between = match sheet.room {
        Room::Wide => BETWEEN,
        Room::Narrow => BETWEEN_NARROW,
    };
    let (first, more) = shown(list, MOST);
    for item in first {
        sheet.y += between;
        sheet.text("", &wrap(item, LABEL, width, 3), x);
    }
    if more > 0 {
        sheet.y += between;
        sheet.more(more, x, width);
    }
    if list.is_empty() {
        sheet.y += between;
        sheet.text("quiet", &wrap("—", LABEL, width, 1), x);
    }
}

/// What several but not all have, each with their marks.
fn shared_by_some(sheet: &mut Sheet<'_>, some: &[(String, Vec<usize>)], subjects: usize) {
    let (first, more) = shown(some, MOST);
    let most = first.iter().map(|(_, who)| who.len().min(subjects)).max().unwrap_or_default();
    let marks = most as f64 * NEXT;
    for (item, who) in first {
        let block = wrap(item, LABEL, sheet.width - marks - GAP, 2);
        let height = block.height().max(2.0 * MARK + 2.0);
        let middle = sheet.y + height / 2.0;
        let who = who.iter().filter(|&&subject| subject < subjects).take(most);
        for (place, &subject) in who.enumerate() {
            mark(&mut sheet.canvas, subject, MARK + 1.0 + place as f64 * NEXT, middle);
        }
        let top = at(marks + GAP, middle - block.height() / 2.0);
        sheet.canvas.group(None, block.whole.as_deref(), |canvas| {
            canvas.text("", &block, top, Anchor::Start);
        });
        sheet.y += height + BETWEEN;
    }
    if more > 0 {
        sheet.more(more, marks + GAP, sheet.width);
    }
    if !some.is_empty() {
        sheet.y += GAP;
    }
}
