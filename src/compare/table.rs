//! A derived table: what some roles say of some facets, and what that has in common.
//!
//! Pure: from the roles' own values to rows. Nothing here knows of pages or of HTML.

use crate::{
    config::{Facets, flag_word, range_words},
    model::{Key, PageId},
    source::Span,
};

/// What a role, or a comparison for it, says of one facet.
#[derive(Clone, PartialEq, Debug)]
pub struct Cell {
    /// What.
    pub value: CellValue,
    /// Where it is said.
    pub from: Provenance,
}

/// Where a cell's value comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Provenance {
    /// How it is said there.
    pub way: Said,
    /// The page that says it.
    pub page: PageId,
    /// The value in its front matter; the heading in its body.
    pub span: Span,
}

/// How a cell's value is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Said {
    /// By the comparison, instead of the role's own words.
    Override,
    /// By the role's front matter.
    FrontMatter,
    /// By a section of the role's body: its heading's index in the outline.
    Body(u32),
}

/// The value of a cell.
#[derive(Clone, PartialEq, Debug)]
pub enum CellValue {
    /// One text, or one concept.
    Text(Item),
    /// The items of a list.
    Items(Vec<Item>),
    /// A value of an enum.
    Choice(String),
    /// A step of a scale.
    Step {
        /// Its number, from 0.
        step: usize,
        /// How many there are.
        of: usize,
        /// Its name.
        name: String,
    },
    /// A number.
    Number {
        /// The number.
        number: f64,
        /// Its unit; empty for none.
        unit: String,
    },
    /// A range.
    Range {
        /// Its lower end.
        min: f64,
        /// Its upper end.
        max: f64,
        /// Its unit; empty for none.
        unit: String,
    },
    /// Yes or no.
    Flag(bool),
}

/// A text or a concept, and what makes it the same as another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// Without markup: of a concept its label, of a wanted term its name.
    pub text: String,
    /// Items of one key are the same.
    pub key: Key,
    /// Its number in what was written.
    pub number: usize,
}

/// A facet of all subjects.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// The facet's number in [`Facets`].
    pub facet: usize,
    /// What the cells have in common.
    pub state: State,
    /// By subject; `None` is not documented.
    pub cells: Vec<Option<Cell>>,
    /// Of a list: the items that all subjects have, as the first has them.
    pub common: Vec<Item>,
    /// Of a list: by subject, the items that no other has.
    pub only: Vec<Vec<Item>>,
    /// Of a list, for three or more subjects: the items that some have, and which.
    pub some: Vec<(Item, Vec<usize>)>,
    /// Of a list: the items that all have among those that any has, from 0 to 1.
    pub similarity: Option<f64>,
    /// Of a scale: the steps from the lowest to the highest.
    pub distance: Option<usize>,
}

/// What the cells of a row have in common.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// All say the same.
    Same,
    /// They differ.
    Differs,
    /// Somebody says nothing.
    Partial,
    /// Nobody says anything.
    Missing,
}

/// Whose an item is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Share {
    /// All subjects have it.
    Common,
    /// Some have it.
    Some,
    /// One has it.
    Only,
}

impl State {
    /// Its name in `comparison.json`.
    pub fn name(self) -> &'static str {
        match self {
            State::Same => "same",
            State::Differs => "differs",
            State::Partial => "partial",
            State::Missing => "missing",
        }
    }
}

impl CellValue {
    /// The items of a list; one of a text or a concept; none of other values.
    pub fn items(&self) -> &[Item] {
        match self {
            CellValue::Text(item) => std::slice::from_ref(item),
            CellValue::Items(items) => items,
            CellValue::Choice(_)
            | CellValue::Step { .. }
            | CellValue::Number { .. }
            | CellValue::Range { .. }
            | CellValue::Flag(_) => &[],
        }
    }

    /// The value as plain text; items are set apart by `separator`.
    pub fn text(&self, separator: &str) -> String {
        match self {
            CellValue::Text(item) => item.text.clone(),
            CellValue::Items(items) => {
                items.iter().map(|item| item.text.as_str()).collect::<Vec<_>>().join(separator)
            }
            CellValue::Choice(name) | CellValue::Step { name, .. } => name.clone(),
            CellValue::Number { number, unit } => range_words(*number, *number, unit),
            CellValue::Range { min, max, unit } => range_words(*min, *max, unit),
            CellValue::Flag(flag) => flag_word(*flag).to_owned(),
        }
    }

    /// Whether two cells say the same; the order of items makes no difference.
    pub fn says_the_same_as(&self, other: &CellValue) -> bool {
        match (self, other) {
            (
                CellValue::Text(_) | CellValue::Items(_),
                CellValue::Text(_) | CellValue::Items(_),
            ) => {
                let has = |items: &[Item], item: &Item| items.iter().any(|it| it.key == item.key);
                let (ours, theirs) = (self.items(), other.items());
                ours.iter().all(|item| has(theirs, item)) && theirs.iter().all(|it| has(ours, it))
            }
            (ours, theirs) => ours == theirs,
        }
    }
}

impl Row {
    /// Whose an item of this row is.
    pub fn share(&self, item: &Item) -> Share {
        let is = |other: &Item| other.key == item.key;
        if self.common.iter().any(is) {
            Share::Common
        } else if self.some.iter().any(|(other, _)| is(other)) {
            Share::Some
        } else {
            Share::Only
        }
    }
}

/// The facets that at least two subjects fill, in the order of facets: the rows that nobody asked for.
pub(super) fn usual_facets(facets: &Facets, subjects: &[Vec<Option<Cell>>]) -> Vec<usize> {
    let fill = |facet: &usize| subjects.iter().filter(|cells| cells[*facet].is_some()).count();
    (0..facets.iter().len()).filter(|facet| fill(facet) >= 2).collect()
}

/// A row for each facet of `asked`. `subjects` are the cells of each subject by facet.
pub(super) fn rows(facets: &Facets, asked: &[usize], subjects: &[Vec<Option<Cell>>]) -> Vec<Row> {
    let row = |&facet: &usize| {
        let cells = subjects.iter().map(|cells| cells[facet].clone()).collect();
        row(facet, facets.get(facet).kind.is_list(), cells)
    };
    asked.iter().map(row).collect()
}

fn row(facet: usize, is_list: bool, cells: Vec<Option<Cell>>) -> Row {
    let mut row = Row {
        facet,
        state: state(&cells),
        common: Vec::new(),
        only: vec![Vec::new(); cells.len()],
        some: Vec::new(),
        similarity: None,
        distance: distance(&cells),
        cells,
    };
    if is_list {
        share_out(&mut row);
    }
    row
}

fn state(cells: &[Option<Cell>]) -> State {
    let mut filled = cells.iter().flatten();
    let Some(first) = filled.next() else { return State::Missing };
    if cells.iter().any(Option::is_none) {
        State::Partial
    } else if filled.all(|cell| cell.value.says_the_same_as(&first.value)) {
        State::Same
    } else {
        State::Differs
    }
}

/// The steps from the lowest to the highest, where at least two subjects have one.
fn distance(cells: &[Option<Cell>]) -> Option<usize> {
    let step = |cell: &Cell| match cell.value {
        CellValue::Step { step, .. } => Some(step),
        CellValue::Text(_)
        | CellValue::Items(_)
        | CellValue::Choice(_)
        | CellValue::Number { .. }
        | CellValue::Range { .. }
        | CellValue::Flag(_) => None,
    };
    let steps: Vec<usize> = cells.iter().flatten().filter_map(step).collect();
    let (lowest, highest) = (steps.iter().min()?, steps.iter().max()?);
    (steps.len() > 1).then(|| highest - lowest)
}

/// Gives each item of a list row to all, to some or to one, and so its similarity.
fn share_out(row: &mut Row) {
    let items = |cell: &'_ Option<Cell>| -> Vec<Item> {
        cell.as_ref().map_or_else(Vec::new, |cell| cell.value.items().to_vec())
    };
    let all: Vec<Vec<Item>> = row.cells.iter().map(items).collect();
    let mut seen: Vec<&Key> = Vec::new();
    for item in all.iter().flatten() {
        if seen.contains(&&item.key) {
            continue;
        }
        seen.push(&item.key);
        let has = |items: &Vec<Item>| items.iter().any(|other| other.key == item.key);
        let owners: Vec<usize> = (0..all.len()).filter(|subject| has(&all[*subject])).collect();
        match owners[..] {
            [owner] => row.only[owner].push(item.clone()),
            _ if owners.len() == all.len() => row.common.push(item.clone()),
            _ => row.some.push((item.clone(), owners)),
        }
    }
    if !seen.is_empty() {
        row.similarity = Some(f64::from(row.common.len() as u32) / f64::from(seen.len() as u32));
    }
}
