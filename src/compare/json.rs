//! `comparison.json`: a contract with other programs.

use serde::{Serialize, Serializer};

use super::table::{Cell, CellValue, Item, Provenance, Row, Said};
use crate::{compare::Table, link::LinkedBook};

/// The table as JSON, with a final newline. `line` tells the line, from 1, that a cell is said in.
///
/// What is not there is left out: a missing cell, the similarity of what is no list. Similarities have
/// four decimals.
pub fn json(linked: &LinkedBook, table: &Table, line: &dyn Fn(&Provenance) -> usize) -> String {
    let book = &linked.book;
    let ids: Vec<&str> = table.subjects.iter().map(|role| book.page(*role).id.as_str()).collect();
    let subject = |role: &_| {
        let page = book.page(*role);
        SubjectJson { id: &page.id, label: page.label(), url: page.url.as_str() }
    };
    let cell = |cell: &'_ Cell| -> CellJson {
        let path = book.page(cell.from.page).document().map(|document| &*document.path);
        let kind = match cell.from.way {
            Said::Override => "override",
            Said::FrontMatter => "front-matter",
            Said::Body(_) => "body",
        };
        let path = path.unwrap_or_default().to_owned();
        CellJson {
            text: cell.value.text(", "),
            items: texts(cell.value.items()),
            value: value(&cell.value),
            from: FromJson { kind, path, line: line(&cell.from) },
        }
    };
    let row = |row: &Row| {
        let facet = book.config.facets.get(row.facet);
        let only = ids.iter().zip(&row.only).filter(|(_, items)| !items.is_empty());
        let cells = ids.iter().zip(&row.cells);
        RowJson {
            facet: facet.name.clone(),
            label: facet.label.clone(),
            kind: facet.kind.name(),
            state: row.state.name(),
            similarity: row.similarity.map(rounded),
            distance: row.distance,
            common: texts(&row.common),
            only: Entries(only.map(|(id, items)| ((*id).to_owned(), texts(items))).collect()),
            some: row.some.iter().map(|(item, _)| item.text.clone()).collect(),
            cells: Entries(
                cells.filter_map(|(id, it)| Some(((*id).to_owned(), cell(it.as_ref()?)))).collect(),
            ),
        }
    };
    let comparison = ComparisonJson {
        subjects: table.subjects.iter().map(subject).collect(),
        rows: table.rows.iter().map(row).collect(),
        similarity: table.similarity.map(rounded),
    };
    // Strings and finite numbers alone: there is nothing that JSON could not hold.
    let mut text = serde_json::to_string_pretty(&comparison).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct ComparisonJson<'b> {
    subjects: Vec<SubjectJson<'b>>,
    rows: Vec<RowJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    similarity: Option<f64>,
}

#[derive(Serialize)]
struct SubjectJson<'b> {
    id: &'b str,
    label: &'b str,
    url: &'b str,
}

#[derive(Serialize)]
struct RowJson {
    facet: String,
    label: String,
    #[serde(rename = "type")]
    kind: &'static str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    similarity: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    distance: Option<usize>,
    common: Vec<String>,
    only: Entries<Vec<String>>,
    some: Vec<String>,
    cells: Entries<CellJson>,
}

#[derive(Serialize)]
struct CellJson {
    text: String,
    items: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<ValueJson>,
    from: FromJson,
}

/// The value of a cell that is no text.
#[derive(Serialize)]
#[serde(untagged)]
enum ValueJson {
    Step { step: usize, of: usize },
    Number { number: f64, unit: String },
    Range { min: f64, max: f64, unit: String },
    Flag(bool),
}

#[derive(Serialize)]
struct FromJson {
    kind: &'static str,
    path: String,
    line: usize,
}

/// A map whose order is decided.
struct Entries<T>(Vec<(String, T)>);

impl<T: Serialize> Serialize for Entries<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// Steps count from 1, as people do.
fn value(value: &CellValue) -> Option<ValueJson> {
    Some(match value {
        CellValue::Text(_) | CellValue::Items(_) | CellValue::Choice(_) => return None,
        CellValue::Step { step, of, name: _ } => ValueJson::Step { step: step + 1, of: *of },
        CellValue::Number { number, unit } => {
            ValueJson::Number { number: *number, unit: unit.clone() }
        }
        CellValue::Range { min, max, unit } => {
            ValueJson::Range { min: *min, max: *max, unit: unit.clone() }
        }
        CellValue::Flag(flag) => ValueJson::Flag(*flag),
    })
}

fn texts(items: &[Item]) -> Vec<String> {
    items.iter().map(|item| item.text.clone()).collect()
}

fn rounded(similarity: f64) -> f64 {
    (similarity * 10_000.0).round() / 10_000.0
}
