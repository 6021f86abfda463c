//! The derived table: heads, cells, and what tells items apart.

use super::{Subject, diagram, linked_concept, of_role, percent};
use crate::{
    compare::{
        Cell, CellValue, Compared, Item, Provenance, Row, Said, Share, Side, State, Table, markup,
    },
    config::{Facet, STRUCTURED},
    link::LinkedBook,
    model::{Key, PageId},
    render::{
        body::{Addressing, Body, escaped},
        view::{CellItemView, CellView, HeadView, SubjectView, TableLineView, TableView},
    },
};

/// The table as it lies; `None` without rows.
pub(super) fn view<'a>(
    linked: &'a LinkedBook,
    compared: &'a Compared,
    table: &Table,
    listed: &[Subject<'a>],
    addressing: &Addressing<'a>,
) -> Option<TableView<'a>> {
    if table.rows.is_empty() {
        return None;
    }
    // Cells are counted by subject, so each has its head, whatever the list of names holds.
    let subjects = table.subjects.iter().zip('A'..).map(|(role, letter)| {
        let named = listed.iter().find(|subject| subject.role == Some(*role));
        let view = named.map(|subject| subject.view.clone());
        view.unwrap_or_else(|| of_role(linked, *role, letter, addressing).view)
    });
    let drawn = Drawn { linked, compared, subjects: subjects.collect(), addressing };
    let facets = || table.rows.iter().map(|row| drawn.facet_head(row)).collect();
    let roles = || drawn.subjects.iter().map(subject_head).collect();
    let (lines_are, heads, columns): (_, Vec<HeadView<'a>>, Vec<HeadView<'a>>) =
        match table.grid.lines {
            Side::Facets => ("facets", facets(), roles()),
            Side::Subjects => ("subjects", roles(), facets()),
        };
    let lines = heads.into_iter().zip(&table.grid.cells).map(|(head, places)| {
        let cells = places.iter().zip(&columns);
        let cell = |(&(row, subject), column): (&(usize, usize), &HeadView<'a>)| {
            drawn.cell(&table.rows[row], subject, column)
        };
        TableLineView { head, cells: cells.map(cell).collect() }
    });
    let labels: Vec<&str> = drawn.subjects.iter().map(|subject| subject.label).collect();
    Some(TableView {
        caption: match labels.split_last() {
            Some((last, first)) if !first.is_empty() => {
                format!("{} and {last} compared", first.join(", "))
            }
            _ => "Roles compared".to_owned(),
        },
        lines_are,
        lines: lines.collect(),
        roles: labels.len(),
        rows: table.rows.len(),
        differing: table.rows.iter().filter(|row| row.state != State::Same).count(),
        lettered: table
            .rows
            .iter()
            .any(|row| !row.some.is_empty() || row.only.iter().any(|items| !items.is_empty())),
        columns,
    })
}

/// What every cell is drawn with.
struct Drawn<'d, 'a> {
    linked: &'a LinkedBook,
    compared: &'a Compared,
    subjects: Vec<SubjectView<'a>>,
    addressing: &'d Addressing<'a>,
}

fn subject_head<'a>(subject: &SubjectView<'a>) -> HeadView<'a> {
    HeadView {
        label: subject.label,
        letter: subject.letter.to_string(),
        url: subject.url.clone(),
        state: "",
        percent: None,
        apart: None,
    }
}

impl<'a> Drawn<'_, 'a> {
    fn facet(&self, row: &Row) -> &'a Facet {
        self.linked.book.config.facets.get(row.facet)
    }

    fn facet_head(&self, row: &Row) -> HeadView<'a> {
        HeadView {
            label: &self.facet(row).label,
            letter: String::new(),
            url: String::new(),
            state: row.state.name(),
            percent: row.similarity.map(percent),
            apart: row.distance,
        }
    }

    fn cell(&self, row: &Row, subject: usize, column: &HeadView<'a>) -> CellView<'a> {
        let facet = self.facet(row);
        let mut view = CellView {
            column: column.label,
            column_letter: column.letter.clone(),
            state: row.state.name(),
            missing: true,
            only: false,
            value_html: String::new(),
            items: Vec::new(),
            from_url: String::new(),
            from: format!("{} of {}", facet.label, self.subjects[subject].label),
            overridden: false,
        };
        let Some(cell) = &row.cells[subject] else { return view };
        view.missing = false;
        view.only = row.cells.iter().flatten().count() == 1;
        view.overridden = cell.from.way == Said::Override;
        view.from_url = self.source_url(facet, &cell.from);
        match &cell.value {
            CellValue::Text(item) => view.value_html = self.item(facet, cell, item),
            CellValue::Items(items) => {
                let item = |item| self.listed(row, facet, cell, item);
                view.items = items.iter().map(item).collect();
            }
            CellValue::Step { step, of, name } => {
                view.value_html = diagram::steps(*of, step + 1, name);
            }
            CellValue::Range { min, max, unit } => {
                let whole = self.compared.whole_of(row);
                view.value_html = diagram::range(*min, *max, unit, whole);
            }
            CellValue::Choice(_) | CellValue::Number { .. } | CellValue::Flag(_) => {
                view.value_html = escaped(&cell.value.text(", "));
            }
        }
        view
    }

    /// Where a cell is said, on the page of the role.
    fn source_url(&self, facet: &Facet, from: &Provenance) -> String {
        let Provenance { way, page, span: _ } = from;
        let page = self.linked.book.page(*page);
        let place = match way {
            Said::Override => return String::new(),
            Said::FrontMatter if STRUCTURED.contains(&facet.name.as_str()) => {
                Some(format!("page:{}", facet.name))
            }
            Said::FrontMatter => Some(format!("page:facet-{}", facet.name)),
            Said::Body(heading) => {
                let outline = page.document().map(|document| &document.outline);
                outline.and_then(|outline| Some(outline.get(*heading as usize)?.id.clone()))
            }
        };
        self.addressing.place(&page.url, place.as_deref())
    }

    fn listed(&self, row: &Row, facet: &Facet, cell: &Cell, item: &Item) -> CellItemView {
        let (share, owners) = match row.share(item) {
            Share::Common => ("common", Vec::new()),
            Share::Some => {
                let some = row.some.iter().find(|(other, _)| other.key == item.key);
                ("some", some.map(|(_, owners)| owners.clone()).unwrap_or_default())
            }
            Share::Only => {
                let has = |items: &Vec<Item>| items.iter().any(|other| other.key == item.key);
                ("only", row.only.iter().position(has).into_iter().collect())
            }
        };
        let each = || owners.iter().map(|owner| &self.subjects[*owner]);
        CellItemView {
            html: self.item(facet, cell, item),
            share,
            letters: each().map(|it| it.letter.to_string()).collect::<Vec<_>>().join(" "),
            whose: each().map(|it| it.label).collect::<Vec<_>>().join(" and "),
        }
    }

    /// A concept as a link, a text with its markup.
    fn item(&self, facet: &Facet, cell: &Cell, item: &Item) -> String {
        if let Some(text) = markup(self.linked, &facet.name, cell, item)
            && let Some(body) = self.body(cell.from.page)
        {
            return body.html(text);
        }
        match item.key {
            Key::Concept(concept) => linked_concept(self.linked, concept, self.addressing),
            Key::Text(_) => escaped(&item.text),
        }
    }

    fn body(&self, page: PageId) -> Option<Body<'a>> {
        Body::of(self.linked, page, *self.addressing)
    }
}
