//! Tables, as GitHub has them.

use super::{Converter, lines::Lines};

/// A table that is read.
pub(super) struct Table {
    rows: Vec<Vec<String>>,
    /// The lines that it stands in.
    around: Lines,
    /// The frames of those.
    frames: Vec<&'static str>,
    in_cell: bool,
    /// Tables in its open cell.
    inside: usize,
}

impl Converter<'_> {
    pub(super) fn open_table(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.inside += 1;
            return;
        }
        self.block();
        let around = std::mem::replace(&mut self.out, Lines::flat());
        let frames = std::mem::take(&mut self.frames);
        self.tables.push(Table { rows: Vec::new(), around, frames, in_cell: false, inside: 0 });
    }

    pub(super) fn open_row(&mut self) {
        if let Some(table) = self.tables.last_mut().filter(|table| !table.in_cell) {
            table.rows.push(Vec::new());
        }
    }

    pub(super) fn open_cell(&mut self) {
        if let Some(table) = self.tables.last_mut().filter(|table| !table.in_cell) {
            table.in_cell = true;
            // What stands between cells is no part of any.
            self.out = Lines::flat();
            self.space = false;
        }
    }

    pub(super) fn end_cell(&mut self) {
        if let Some(table) = self.tables.last_mut().filter(|table| table.in_cell) {
            table.in_cell = false;
            let cell = std::mem::replace(&mut self.out, Lines::flat()).finish();
            self.frames.clear();
            if let Some(row) = table.rows.last_mut() {
                row.push(cell);
            }
        }
    }

    pub(super) fn end_table(&mut self) {
        if let Some(table) = self.tables.last_mut().filter(|table| table.inside > 0) {
            table.inside -= 1;
            return;
        }
        self.end_cell();
        let Some(Table { mut rows, around, frames, .. }) = self.tables.pop() else { return };
        let caption = std::mem::replace(&mut self.out, around).finish();
        self.frames = frames;
        self.space = false;
        if !caption.is_empty() {
            self.out.push(&caption);
            self.block();
        }
        rows.retain(|row| !row.is_empty());
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        for (number, row) in rows.iter().enumerate() {
            let cell = |column: usize| row.get(column).map_or("", String::as_str);
            let cells: Vec<&str> = (0..columns).map(cell).collect();
            self.out.verbatim(&format!("| {} |", cells.join(" | ")));
            if number == 0 {
                self.out.verbatim(&format!("|{}", " --- |".repeat(columns)));
            }
        }
        self.block();
    }
}
