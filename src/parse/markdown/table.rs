//! Tables.

use std::ops::Range;

use pulldown_cmark::Alignment;

use super::writer::Writer;
use crate::diagnostic::{Code, Diagnostic};

/// A table while it is written.
#[derive(Debug)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    has_rows: bool,
}

impl Writer<'_> {
    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>, _range: Range<usize>) {
        self.table = Some(Table { alignments, cell: 0, in_head: false, has_rows: false });
        self.open("<div class=\"table-scroll\"><table>\n", "</table></div>\n");
    }

    pub(super) fn end_table(&mut self) {
        if self.table.take().is_some_and(|table| table.has_rows) {
            self.out.html("</tbody>\n");
        }
        self.close();
    }

    pub(super) fn table_head(&mut self) {
        if let Some(table) = &mut self.table {
            (table.cell, table.in_head) = (0, true);
        }
        self.out.html("<thead>\n<tr>");
    }

    pub(super) fn end_table_head(&mut self) {
        if let Some(table) = &mut self.table {
            table.in_head = false;
        }
        self.out.html("</tr>\n</thead>\n");
    }

    pub(super) fn table_row(&mut self, range: Range<usize>) {
        let row = self.prepared.text[range.clone()].trim_end();
        let span = self.span(range.start..range.start + row.len());
        let found = cells(row);
        let Some(table) = &mut self.table else { return };
        let wanted = table.alignments.len();
        let first = !std::mem::replace(&mut table.has_rows, true);
        table.cell = 0;
        // A row without any `|` is a first cell alone: GitHub's way to end a table by mistake.
        if found != wanted {
            let cells = if found == 1 { "1 cell".to_owned() } else { format!("{found} cells") };
            let message = format!("the row has {cells}, the table's header {wanted}");
            let diagnostic = Diagnostic::new(Code::TableRagged, &self.gathered.file, span, message);
            self.gathered.diagnostics.push(diagnostic);
        }
        if first {
            self.out.html("<tbody>\n");
        }
        self.out.html("<tr>");
    }

    pub(super) fn table_cell(&mut self) {
        let Some(table) = &self.table else { return };
        let alignment = table.alignments.get(table.cell).copied().unwrap_or(Alignment::None);
        self.out.apart();
        self.out.html(if table.in_head { "<th" } else { "<td" });
        // A class and not a style: the site works under a policy without inline styles.
        self.out.html(match alignment {
            Alignment::None => ">",
            Alignment::Left => " class=\"align-left\">",
            Alignment::Center => " class=\"align-center\">",
            Alignment::Right => " class=\"align-right\">",
        });
    }

    pub(super) fn end_table_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        table.cell += 1;
        self.out.html(if table.in_head { "</th>" } else { "</td>" });
        self.out.apart();
    }
}

/// How many cells a table's line has: `\|` and nothing else keeps a `|` from parting two.
pub(super) fn cells(line: &str) -> usize {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = 1;
    let mut escaped = false;
    let mut ends_with_pipe = false;
    for byte in line.bytes() {
        ends_with_pipe = byte == b'|' && !escaped;
        cells += usize::from(ends_with_pipe);
        escaped = byte == b'\\' && !escaped;
    }
    cells - usize::from(ends_with_pipe)
}

/// Whether a line, without its quote marks, is `|---|:-:|`.
pub(super) fn is_delimiter_row(line: &str) -> bool {
    let line = line.trim_matches([' ', '\t', '>', '\r', '\n']);
    line.contains('|')
        && line.contains('-')
        && line.trim_matches('|').split('|').all(|cell| {
            let cell = cell.trim();
            let dashes = cell.strip_prefix(':').unwrap_or(cell);
            let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
            !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
        })
}
