//! What holds of every table, whatever the roles say.

use proptest::prelude::*;

use super::{
    grid::Grid,
    profile::lists,
    table::{Cell, CellValue, Item, Provenance, Row, Said, Share, State, rows, usual_facets},
};
use crate::{
    config::{FacetKind, Facets},
    model::{Key, PageId, Similar},
    parse::front_matter::Orientation,
    source::Span,
};

fn item(number: usize, name: &str) -> Item {
    Item { text: name.to_owned(), key: Key::Text(name.to_lowercase()), number }
}

fn items(names: &[&str]) -> CellValue {
    CellValue::Items(names.iter().enumerate().map(|(at, name)| item(at, name)).collect())
}

fn cell(value: CellValue) -> Cell {
    let from = Provenance { way: Said::FrontMatter, page: PageId(0), span: Span::default() };
    Cell { value, from }
}

/// The cells of one role: nothing, or letters as items of lists, as texts, as steps.
fn role() -> impl Strategy<Value = Vec<Option<Cell>>> {
    let facets = Facets::built_in();
    let letters = || prop::collection::vec("[a-fA-C]", 0..6);
    let cells: Vec<_> = facets
        .iter()
        .map(|facet| {
            let kind = facet.kind.clone();
            letters().prop_map(move |letters| {
                let first = letters.first()?;
                Some(cell(match &kind {
                    FacetKind::Scale(steps) => {
                        let step = letters.len() % steps.len();
                        CellValue::Step { step, of: steps.len(), name: steps[step].clone() }
                    }
                    kind if kind.is_list() => {
                        let mut names: Vec<&str> = letters.iter().map(String::as_str).collect();
                        names.sort_by_key(|name| name.to_lowercase());
                        names.dedup_by_key(|name| name.to_lowercase());
                        items(&names)
                    }
                    _ => CellValue::Text(item(0, first)),
                }))
            })
        })
        .collect();
    cells
}

fn keys<'r>(items: impl IntoIterator<Item = &'r Item>) -> Vec<Key> {
    let mut keys: Vec<Key> = items.into_iter().map(|item| item.key.clone()).collect();
    keys.sort();
    keys
}

fn all_rows(roles: &[Vec<Option<Cell>>]) -> Vec<Row> {
    let facets = Facets::built_in();
    let all: Vec<usize> = (0..facets.iter().len()).collect();
    rows(&facets, &all, roles)
}

fn similar(roles: &[Vec<Option<Cell>>]) -> Similar {
    let facets = Facets::built_in();
    Similar::of(&roles.iter().map(|cells| lists(&facets, cells)).collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn cells_do_not_depend_on_the_order_of_subjects(
        (roles, order) in prop::collection::vec(role(), 2..6)
            .prop_flat_map(|roles| {
                let order: Vec<usize> = (0..roles.len()).collect();
                (Just(roles), Just(order).prop_shuffle())
            })
    ) {
        let shuffled: Vec<_> = order.iter().map(|from| roles[*from].clone()).collect();
        for (row, other) in all_rows(&roles).iter().zip(all_rows(&shuffled)) {
            prop_assert_eq!((row.state, row.distance), (other.state, other.distance));
            prop_assert_eq!(row.similarity, other.similarity);
            prop_assert_eq!(keys(&row.common), keys(&other.common));
            for (to, from) in order.iter().enumerate() {
                prop_assert_eq!(&row.cells[*from], &other.cells[to]);
                prop_assert_eq!(keys(&row.only[*from]), keys(&other.only[to]));
            }
        }
    }

    #[test]
    fn every_item_is_common_or_only_or_some(roles in prop::collection::vec(role(), 2..6)) {
        let facets = Facets::built_in();
        for row in all_rows(&roles).iter().filter(|row| facets.get(row.facet).kind.is_list()) {
            let mut all = keys(row.cells.iter().flatten().flat_map(|cell| cell.value.items()));
            all.dedup();
            let some = row.some.iter().map(|(item, _)| item);
            let shared_out = row.common.iter().chain(row.only.iter().flatten()).chain(some);
            prop_assert_eq!(keys(shared_out), all);
            for item in row.only.iter().flatten() {
                prop_assert_eq!(row.share(item), Share::Only);
            }
            prop_assert!(roles.len() > 2 || row.some.is_empty());
        }
    }

    #[test]
    fn similarity_is_symmetric_and_one_with_itself(roles in prop::collection::vec(role(), 2..6)) {
        let index = similar(&roles);
        for a in 0..roles.len() as u32 {
            prop_assert!(index.similarity(a, a).is_none_or(|itself| (itself - 1.0).abs() < f64::EPSILON));
            for b in 0..roles.len() as u32 {
                prop_assert_eq!(index.similarity(a, b), index.similarity(b, a));
            }
        }
    }

    #[test]
    fn transposing_twice_changes_nothing(rows in 1..14_usize, subjects in 2..7_usize) {
        let grid = Grid::of(rows, subjects, Orientation::Auto);
        prop_assert_eq!(grid.clone().transposed().transposed(), grid);
    }
}

fn facet_cells(facet: &str, value: Option<&CellValue>) -> Vec<Option<Cell>> {
    let facets = Facets::built_in();
    facets.iter().map(|it| value.filter(|_| it.name == facet).cloned().map(cell)).collect()
}

#[track_caller]
fn check(facet: &str, values: &[Option<CellValue>], expected: (State, Option<f64>)) {
    let roles: Vec<_> = values.iter().map(|value| facet_cells(facet, value.as_ref())).collect();
    let facets = Facets::built_in();
    let (number, _) = facets.find(facet).expect("a built-in facet");
    let row = rows(&facets, &[number], &roles).remove(0);
    assert_eq!((row.state, row.similarity), expected);
}

#[test]
fn a_row_says_what_its_cells_have_in_common() {
    let text = |text| Some(CellValue::Text(item(0, text)));
    let list = |names: &[&str]| Some(items(names));
    check("focus", &[text("A"), text("a")], (State::Same, None));
    check("focus", &[text("A"), text("b")], (State::Differs, None));
    check("focus", &[text("A"), None], (State::Partial, None));
    check("focus", &[None, None], (State::Missing, None));
    check("skills", &[list(&["a", "b"]), list(&["b", "a"])], (State::Same, Some(1.0)));
    check("skills", &[list(&["a", "b"]), list(&["b", "c", "d"])], (State::Differs, Some(0.25)));
    check("skills", &[list(&["a"]), list(&["a"]), None], (State::Partial, Some(0.0)));
}

#[test]
fn a_facet_that_two_subjects_fill_is_a_row() {
    let roles = [
        facet_cells("skills", Some(&items(&["a"]))),
        facet_cells("skills", Some(&items(&["b"]))),
        facet_cells("success", Some(&items(&["c"]))),
    ];
    let facets = Facets::built_in();
    let usual = usual_facets(&facets, &roles);
    let names: Vec<_> = usual.iter().map(|facet| facets.get(*facet).name.as_str()).collect();
    assert_eq!(names, ["skills"]);
}

#[test]
fn subjects_are_columns_where_they_fit() {
    let columns = |rows, subjects| Grid::of(rows, subjects, Orientation::Auto).cells[0].len();
    assert_eq!(columns(5, 4), 4);
    assert_eq!(columns(5, 5), 5);
    assert_eq!(Grid::of(3, 4, Orientation::Auto).cells.len(), 4);
    assert_eq!(Grid::of(9, 6, Orientation::Auto).cells.len(), 6);
    assert_eq!(Grid::of(9, 6, Orientation::SubjectsAsColumns).cells.len(), 9);
}
