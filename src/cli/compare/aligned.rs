//! A table in aligned columns, for people at a terminal.

use std::fmt::Write as _;

use console::measure_text_width;

use crate::{
    compare::{CellValue, Row, Share, State, Table},
    link::LinkedBook,
};

/// Between two columns.
const GAP: usize = 2;

/// A narrower column would break most words: the table is then written as a list.
const NARROWEST: usize = 16;

/// The names of facets need no more.
const WIDEST_HEAD: usize = 20;

/// The table, which has a row, in lines of at most `width` letters, its facets downwards: side by side, or where that
/// does not fit, one below the other.
pub(super) fn table(linked: &LinkedBook, table: &Table, width: usize) -> String {
    let book = &linked.book;
    let label = |role: &_| book.page(*role).label().to_owned();
    let labels: Vec<String> = table.subjects.iter().map(label).collect();
    let rows: Vec<Line> = table
        .rows
        .iter()
        .map(|row| Line {
            head: head(&book.config.facets.get(row.facet).label, row.state),
            cells: (0..labels.len()).map(|subject| entries(row, subject)).collect(),
        })
        .collect();
    let head = rows.iter().map(|line| measure_text_width(&line.head)).max().unwrap_or(0);
    let head = head.min(WIDEST_HEAD);
    let room = width.saturating_sub(head + GAP * labels.len());
    let mut text = if room / labels.len() >= NARROWEST {
        side_by_side(&labels, &rows, head, room)
    } else {
        stacked(&labels, &rows, width)
    };
    let _ = write!(text, "\n{}", legend(table));
    text
}

struct Line {
    head: String,
    /// Of each subject, its entries.
    cells: Vec<Vec<String>>,
}

fn head(label: &str, state: State) -> String {
    match state {
        State::Same => format!("{label} (same)"),
        State::Differs | State::Partial | State::Missing => label.to_owned(),
    }
}

/// What stands in a cell: an entry for each item of a list, marked by whose it is.
fn entries(row: &Row, subject: usize) -> Vec<String> {
    let Some(cell) = &row.cells[subject] else { return vec!["—".to_owned()] };
    match &cell.value {
        CellValue::Items(items) => {
            let entry = |item: &_| match row.share(item) {
                Share::Common => format!("= {}", item.text),
                Share::Some => format!("~ {}", item.text),
                Share::Only => format!("• {}", item.text),
            };
            items.iter().map(entry).collect()
        }
        CellValue::Step { step, of, name } => vec![format!("{name} ({} of {of})", step + 1)],
        value @ (CellValue::Text(_)
        | CellValue::Choice(_)
        | CellValue::Number { .. }
        | CellValue::Range { .. }
        | CellValue::Flag(_)) => vec![value.text(", ")],
    }
}

fn legend(table: &Table) -> String {
    let lists = || table.rows.iter().filter(|row| row.similarity.is_some());
    let mut parts = Vec::new();
    if let Some(similarity) = table.similarity {
        let pairs = if table.subjects.len() > 2 { ", two roles at a time" } else { "" };
        parts.push(format!("lists {:.0} % alike on average{pairs}", similarity * 100.0));
    }
    if lists().any(|row| !row.common.is_empty()) {
        parts.push("= all have it".to_owned());
    }
    if lists().any(|row| !row.some.is_empty()) {
        parts.push("~ some have it".to_owned());
    }
    if lists().any(|row| row.only.iter().any(|only| !only.is_empty())) {
        parts.push("• one has it".to_owned());
    }
    if table.rows.iter().any(|row| row.cells.iter().any(Option::is_none)) {
        parts.push("— not documented".to_owned());
    }
    if parts.is_empty() { String::new() } else { parts.join(" · ") + "\n" }
}

fn side_by_side(labels: &[String], rows: &[Line], head: usize, room: usize) -> String {
    let widths = widths(labels, rows, room);
    let mut text = String::new();
    let titles: Vec<Vec<String>> =
        labels.iter().zip(&widths).map(|(label, width)| wrapped(label, *width)).collect();
    write_line(&[String::new()], &titles, head, &widths, &mut text);
    let rule = head + widths.iter().map(|width| width + GAP).sum::<usize>();
    let _ = writeln!(text, "{}", "─".repeat(rule));
    for (number, line) in rows.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        let cell = |(cell, width): (&Vec<String>, &usize)| {
            cell.iter().flat_map(|entry| wrapped(entry, *width)).collect()
        };
        let cells: Vec<Vec<String>> = line.cells.iter().zip(&widths).map(cell).collect();
        write_line(&wrapped(&line.head, head), &cells, head, &widths, &mut text);
    }
    text
}

/// The width of each subject's column: what it needs, as long as there is room; who needs less than an
/// equal share leaves the rest to the others.
fn widths(labels: &[String], rows: &[Line], room: usize) -> Vec<usize> {
    let need = |subject: usize| {
        let entries = rows.iter().flat_map(|line| &line.cells[subject]);
        let widest = entries.map(|entry| measure_text_width(entry)).max().unwrap_or(0);
        widest.max(measure_text_width(&labels[subject]))
    };
    let needs: Vec<usize> = (0..labels.len()).map(need).collect();
    let mut order: Vec<usize> = (0..needs.len()).collect();
    order.sort_by_key(|subject| needs[*subject]);
    let mut widths = vec![0; needs.len()];
    let mut left = room;
    for (done, subject) in order.iter().enumerate() {
        widths[*subject] = needs[*subject].min(left / (needs.len() - done));
        left -= widths[*subject];
    }
    widths
}

fn write_line(
    head: &[String],
    cells: &[Vec<String>],
    head_width: usize,
    widths: &[usize],
    into: &mut String,
) {
    let height = cells.iter().map(Vec::len).chain([head.len()]).max().unwrap_or(0);
    for at in 0..height {
        let mut line = padded(head.get(at), head_width);
        for (cell, width) in cells.iter().zip(widths) {
            line.push_str(&" ".repeat(GAP));
            line.push_str(&padded(cell.get(at), *width));
        }
        let _ = writeln!(into, "{}", line.trim_end());
    }
}

fn padded(text: Option<&String>, width: usize) -> String {
    let mut padded = text.cloned().unwrap_or_default();
    let missing = width.saturating_sub(measure_text_width(&padded));
    padded.push_str(&" ".repeat(missing));
    padded
}

/// Each facet with its subjects below it; a blank line before the next.
fn stacked(labels: &[String], rows: &[Line], width: usize) -> String {
    let mut text = String::new();
    for (number, line) in rows.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        for part in wrapped(&line.head, width.max(1)) {
            let _ = writeln!(text, "{part}");
        }
        for (label, cell) in labels.iter().zip(&line.cells) {
            for part in wrapped(label, width.saturating_sub(2).max(1)) {
                let _ = writeln!(text, "  {part}");
            }
            for part in cell.iter().flat_map(|entry| wrapped(entry, width.saturating_sub(4).max(1)))
            {
                let _ = writeln!(text, "    {part}");
            }
        }
    }
    text
}

/// Text in lines of at most `width`, broken at spaces; a longer word is broken where it must be. What
/// follows a mark (`• `) stands below its text.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let indent = if text.starts_with(['=', '~', '•']) && width > 4 { "  " } else { "" };
    let mut lines: Vec<String> = vec![String::new()];
    // What an author wrote must not steer the terminal.
    let text = text.replace(char::is_control, "\u{fffd}");
    for word in text.split(' ') {
        let mut word = word;
        loop {
            let last = lines.last_mut().expect("there is always a line");
            let fresh = last.trim().is_empty();
            let used = measure_text_width(last) + usize::from(!fresh);
            if used + measure_text_width(word) <= width {
                if !fresh {
                    last.push(' ');
                }
                last.push_str(word);
                break;
            }
            if !fresh {
                lines.push(indent.to_owned());
                continue;
            }
            let cut = cut(word, width.saturating_sub(used).max(1));
            last.push_str(&word[..cut]);
            word = &word[cut..];
            lines.push(indent.to_owned());
        }
    }
    lines
}

/// How many bytes of a word fit, at least a letter.
fn cut(word: &str, width: usize) -> usize {
    let ends = word.char_indices().map(|(at, letter)| at + letter.len_utf8());
    let first = word.chars().next().map_or(0, char::len_utf8);
    ends.take_while(|end| measure_text_width(&word[..*end]) <= width).last().unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, width: usize, expected: &[&str]) {
        assert_eq!(wrapped(text, width), expected);
    }

    #[test]
    fn text_is_broken_at_spaces() {
        check("one two three", 7, &["one two", "three"]);
        check("• one two three", 7, &["• one", "  two", "  three"]);
        check("incomprehensible", 6, &["incomp", "rehens", "ible"]);
        check("設計 審査", 4, &["設計", "審査"]);
        check("", 4, &[""]);
    }

    #[test]
    fn columns_share_the_room() {
        let line = |cells: &[&str]| Line {
            head: String::new(),
            cells: cells.iter().map(|cell| vec![(*cell).to_owned()]).collect(),
        };
        let labels = ["a".to_owned(), "b".to_owned()];
        assert_eq!(widths(&labels, &[line(&["123", "1234567890"])], 10), [3, 7]);
        assert_eq!(widths(&labels, &[line(&["1234567890", "1234567890"])], 10), [5, 5]);
        assert_eq!(widths(&labels, &[line(&["12", "12"])], 10), [2, 2]);
    }
}
