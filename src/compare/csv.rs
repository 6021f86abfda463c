//! A table as CSV: a row per facet, a column per subject, items joined by `; `.

use std::borrow::Cow;

use super::table::CellValue;
use crate::{compare::Table, link::LinkedBook};

/// The table as CSV (RFC 4180): commas, CRLF after each line, fields with commas, quotes or line breaks
/// in quotes, quotes doubled.
///
/// What a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection): a
/// field that begins with `=`, `+`, `-`, `@`, a tab or a line break, and each such item of a list, since
/// where `;` sets fields apart it would be one.
pub fn csv(linked: &LinkedBook, table: &Table) -> String {
    let book = &linked.book;
    let mut text = String::new();
    let labels = table.subjects.iter().map(|role| book.page(*role).label().to_owned());
    line(std::iter::once("Facet".to_owned()).chain(labels), &mut text);
    for row in &table.rows {
        let label = book.config.facets.get(row.facet).label.clone();
        let cell = |cell: &Option<super::Cell>| {
            cell.as_ref().map_or_else(String::new, |cell| match &cell.value {
                CellValue::Items(items) => {
                    let items = items.iter().map(|item| harmless(&item.text));
                    items.collect::<Vec<_>>().join("; ")
                }
                value => value.text("; "),
            })
        };
        line(std::iter::once(label).chain(row.cells.iter().map(cell)), &mut text);
    }
    text
}

/// A line of CSV.
pub(crate) fn line(fields: impl Iterator<Item = String>, into: &mut String) {
    for (number, text) in fields.enumerate() {
        if number > 0 {
            into.push(',');
        }
        field(&text, into);
    }
    into.push_str("\r\n");
}

fn field(text: &str, into: &mut String) {
    let text = harmless(text);
    let quoted = text.contains([',', '"', '\n', '\r']);
    if quoted {
        into.push('"');
    }
    into.push_str(&if quoted { text.replace('"', "\"\"").into() } else { text });
    if quoted {
        into.push('"');
    }
}

/// A text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut written = String::new();
        field(text, &mut written);
        assert_eq!(written, expected);
    }

    #[test]
    fn a_field_is_never_a_formula() {
        check("plain", "plain");
        check("=1+1", "'=1+1");
        check("@x, y", "\"'@x, y\"");
        check("-", "'-");
        check("\t1", "'\t1");
        check("\r1", "\"'\r1\"");
        check("a=1; b", "a=1; b");
        check("a \"b\"", "\"a \"\"b\"\"\"");
        check("a\nb", "\"a\nb\"");
        check("", "");
    }
}
