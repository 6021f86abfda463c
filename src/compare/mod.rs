//! Roles compared: tables derived from what the roles say of themselves, and which roles are alike.
//!
//! [`compare`] gathers what every role says and checks it; [`Compared::table`] makes one table, when a
//! page, a directive or the command line wants it.

mod check;
mod csv;
mod grid;
mod json;
mod markdown;
mod profile;
mod table;
mod whole;
mod written;

pub use self::{
    csv::csv,
    grid::{Grid, Side},
    json::json,
    markdown::markdown,
    table::{Cell, CellValue, Item, Provenance, Row, Said, Share, State},
    written::Asking,
};
pub(crate) use self::{csv::line as csv_line, profile::concept_of};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::{
    config::Facets,
    diagnostic::{Checked, Diagnostic},
    link::LinkedBook,
    model::{PageId, Similar},
    parse::{Fragment, front_matter::Said as Written},
};

/// What every role says of every facet, and who is compared with whom.
#[derive(Debug)]
pub struct Compared {
    /// The roles with a page, in page order.
    pub roles: Vec<PageId>,
    /// The facets that roles may fill.
    facets: Arc<Facets>,
    /// Of each role, its cells by facet.
    profiles: Vec<Profile>,
    /// Of each role, what is wrong with it.
    told: Vec<Arc<[Diagnostic]>>,
    /// The facets that some role fills.
    filled: Vec<bool>,
    /// The pages that ask for tables, in page order.
    asking: Vec<PageId>,
    /// Which roles are alike; found when it is first asked for.
    similar: Arc<OnceLock<Similar>>,
    /// Of each facet, what its ranges are parts of.
    wholes: Vec<(f64, f64)>,
}

/// The cells of a role, by facet.
type Profile = Arc<[Option<Cell>]>;

/// A derived table.
#[derive(Clone, PartialEq, Debug)]
pub struct Table {
    /// The roles, in the order asked for.
    pub subjects: Vec<PageId>,
    /// A row for each facet.
    pub rows: Vec<Row>,
    /// How alike the roles are, from 0 to 1: of more than two, the mean of all pairs. `None` where they
    /// have no lists.
    pub similarity: Option<f64>,
    /// How it lies.
    pub grid: Grid,
}

/// Gathers what the roles of a book say, and tells what is wrong with it. What stands in the book `before`
/// too, which has the same pages, is taken over from there.
pub fn compare(linked: &LinkedBook, before: Option<(&LinkedBook, &Compared)>) -> Checked<Compared> {
    let facets = &linked.book.config.facets;
    let roles = profile::roles(linked);
    let known = before.filter(|(_, compared)| compared.roles == roles);
    let changed = known.map(|(before, _)| linked.book.changed_since(&before.book));
    let changed = changed.unwrap_or_default();
    let profiles: Vec<Profile> = (0..roles.len())
        .into_par_iter()
        .map(|number| match known {
            Some((before, compared))
                if profile::is_as_before(linked, before, &changed, roles[number]) =>
            {
                Arc::clone(&compared.profiles[number])
            }
            _ => profile::cells(linked, facets, roles[number]).into(),
        })
        .collect();
    let known = known.map(|(_, compared)| compared);
    let filled = check::filled(facets, &profiles);
    let told = check::roles(linked, &roles, &profiles, &filled, known);
    let asking = written::asking(linked, known.map(|compared| (compared, &changed)));
    let wholes = whole::wholes(facets, &profiles, &written::all(linked, &asking));
    let is_alike = |it: &&Compared| profile::have_the_same(facets, &it.profiles, &profiles);
    let similar = known.filter(is_alike).map(|known| Arc::clone(&known.similar));
    let (facets, similar) = (Arc::clone(facets), similar.unwrap_or_default());
    let compared = Compared { roles, facets, profiles, told, filled, asking, similar, wholes };
    let mut complaints: Vec<Diagnostic> =
        compared.told.iter().flat_map(|it| &**it).cloned().collect();
    written::check(linked, &compared, &mut complaints);
    Checked { value: compared, diagnostics: complaints }
}

impl Compared {
    /// The cells of a role by facet; none of a page that is no role.
    pub fn cells(&self, role: PageId) -> &[Option<Cell>] {
        self.number(role).map_or(&[], |role| &self.profiles[role as usize])
    }

    /// What the ranges of a facet are parts of, so that those of two roles can be compared: 0 and 100 of
    /// a percentage, else 0 alone, and what a role, or a comparison in its place, reaches beyond that.
    pub fn whole(&self, facet: usize) -> (f64, f64) {
        self.wholes[facet]
    }

    /// What the ranges of a row are parts of: the facet's whole, and what the row says beyond it.
    pub fn whole_of(&self, row: &Row) -> (f64, f64) {
        whole::reach(self.whole(row.facet), row.cells.iter().flatten())
    }

    /// Nothing here runs in parallel: a thread that waited could take up a page that asks for this again.
    fn similar(&self) -> &Similar {
        self.similar.get_or_init(|| {
            let lists = self.profiles.iter().map(|cells| profile::lists(&self.facets, cells));
            Similar::of(&lists.collect::<Vec<_>>())
        })
    }

    fn number(&self, role: PageId) -> Option<u32> {
        self.roles.binary_search(&role).ok().map(|number| number as u32)
    }

    /// The table of roles, with what is said in place of their own words where it is asked for.
    pub fn table(
        &self,
        linked: &LinkedBook,
        subjects: &[PageId],
        asking: Option<Asking<'_>>,
    ) -> Table {
        let facets = &linked.book.config.facets;
        let (cells, asked) = match asking {
            Some(asking) => {
                let cells = written::overridden(linked, self, asking, subjects);
                let asked = written::rows_of(linked, asking, &cells);
                (cells, asked)
            }
            None => {
                let cells: Vec<_> =
                    subjects.iter().map(|role| self.cells(*role).to_vec()).collect();
                let asked = table::usual_facets(facets, &cells);
                (cells, asked)
            }
        };
        let rows = table::rows(facets, &asked, &cells);
        let orientation = asking.and_then(|asking| asking.asked.orientation).unwrap_or_default();
        Table {
            grid: Grid::of(rows.len(), subjects.len(), orientation),
            similarity: self.similarity(subjects),
            subjects: subjects.to_vec(),
            rows,
        }
    }

    /// How alike roles are, from 0 to 1: of more than two, the mean of all pairs.
    pub fn similarity(&self, roles: &[PageId]) -> Option<f64> {
        let numbers: Vec<u32> = roles.iter().filter_map(|role| self.number(*role)).collect();
        let (mut sum, mut pairs) = (0.0, 0);
        for (index, a) in numbers.iter().enumerate() {
            for b in &numbers[index + 1..] {
                sum += self.similar().similarity(*a, *b)?;
                pairs += 1;
            }
        }
        (pairs > 0).then(|| sum / f64::from(pairs))
    }

    /// The roles most like one, the likest first.
    pub fn closest(&self, role: PageId, count: usize) -> Vec<(PageId, f64)> {
        let Some(number) = self.number(role) else { return Vec::new() };
        let pairs = self.similar().closest(number, count).into_iter();
        pairs.map(|pair| (self.roles[pair.b as usize], pair.similarity)).collect()
    }
}

/// The markup of an item of a cell that was written as Markdown; `None` for a concept, a section of a
/// body, and other values. Its references are those of the page that the cell is from.
pub fn markup<'b>(
    linked: &'b LinkedBook,
    facet: &str,
    cell: &Cell,
    item: &Item,
) -> Option<&'b Fragment> {
    let document = linked.book.page(cell.from.page).document()?;
    let said = match cell.from.way {
        Said::FrontMatter => document.front.role.as_ref()?.said(facet)?.0,
        Said::Override => {
            let mut cells = written::tables(document).flat_map(|asked| &asked.cells);
            cells.find(|over| over.span == cell.from.span)?.value.said()
        }
        Said::Body(_) => return None,
    };
    match said {
        Written::Text(text) => Some(text),
        Written::Texts(texts) => texts.get(item.number).copied(),
        Written::Concepts(_)
        | Written::Choice(_)
        | Written::Step(_)
        | Written::Number(_)
        | Written::Range(..)
        | Written::Flag(_) => None,
    }
}

#[cfg(test)]
mod tests;
