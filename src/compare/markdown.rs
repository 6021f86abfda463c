//! A table as Markdown, to be pasted where tables are written by hand.

use std::fmt::Write as _;

use crate::{
    compare::{Side, Table},
    link::LinkedBook,
};

/// The table as a GFM table, as it lies. What is not documented is a dash.
pub fn markdown(linked: &LinkedBook, table: &Table) -> String {
    let book = &linked.book;
    let subjects = || table.subjects.iter().map(|role| book.page(*role).label().to_owned());
    let facets = || table.rows.iter().map(|row| book.config.facets.get(row.facet).label.clone());
    let (corner, columns, lines): (&str, Vec<String>, Vec<String>) = match table.grid.lines {
        Side::Facets => ("Facet", subjects().collect(), facets().collect()),
        Side::Subjects => ("Role", facets().collect(), subjects().collect()),
    };
    let mut text = String::new();
    line(corner, &columns, &mut text);
    let _ = writeln!(text, "|{}", " --- |".repeat(columns.len() + 1));
    for (head, places) in lines.iter().zip(&table.grid.cells) {
        let cells: Vec<String> = places
            .iter()
            .map(|&(row, subject)| {
                let cell = table.rows[row].cells[subject].as_ref();
                cell.map_or_else(|| "—".to_owned(), |cell| cell.value.text("; "))
            })
            .collect();
        line(head, &cells, &mut text);
    }
    text
}

fn line(head: &str, cells: &[String], into: &mut String) {
    let _ = write!(into, "| {} |", escaped(head));
    for cell in cells {
        let _ = write!(into, " {} |", escaped(cell));
    }
    into.push('\n');
}

/// Text in a table's cell: what Markdown would read as markup stays text.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '|' | '*' | '_' | '`' | '[' | ']' | '<' | '\\') {
            escaped.push('\\');
        }
        escaped.push(if letter.is_control() { ' ' } else { letter });
    }
    escaped
}
