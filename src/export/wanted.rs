//! Wanted terms with their places, as people and programs read them.

use std::collections::HashMap;

use serde::Serialize;

use crate::{
    link::{self, LinkedBook},
    source::{FileId, Lines, Texts},
};

/// A name without a page yet.
#[derive(Serialize, Debug)]
pub struct WantedName<'a> {
    /// Its commonest spelling.
    pub name: String,
    /// Its spellings that differ in more than case.
    pub variants: Vec<String>,
    /// How many places use it.
    pub count: usize,
    /// A label that it may be a slip of; null for none.
    pub did_you_mean: Option<String>,
    /// The places, in page order.
    pub places: Vec<WantedPlace<'a>>,
}

/// A place that uses a name.
#[derive(Serialize, Debug)]
pub struct WantedPlace<'a> {
    /// The file, below ROOT.
    pub path: &'a str,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The key of front matter that names it (`see`, `skills`), or `link`.
    pub how: &'static str,
}

/// The names without a page yet, those of most places first; `texts` finds the files, to count their
/// lines.
pub fn wanted<'a>(linked: &'a LinkedBook, texts: &Texts<'_>) -> Vec<WantedName<'a>> {
    let mut counted = HashMap::new();
    let with_places = |wanted: link::Wanted| {
        let link::Wanted { name, variants, uses, near } = wanted;
        let places = places_of(linked, &uses, texts, &mut counted);
        WantedName { name, variants, count: places.len(), did_you_mean: near, places }
    };
    link::wanted(linked).into_iter().map(with_places).collect()
}

/// The places of `uses`.
pub fn places<'a>(
    linked: &'a LinkedBook,
    uses: &[link::Use],
    texts: &Texts<'_>,
) -> Vec<WantedPlace<'a>> {
    places_of(linked, uses, texts, &mut HashMap::new())
}

/// As [`places`]; `counted` remembers the lines of files.
fn places_of<'a>(
    linked: &'a LinkedBook,
    uses: &[link::Use],
    texts: &Texts<'_>,
    counted: &mut HashMap<&'a FileId, Lines>,
) -> Vec<WantedPlace<'a>> {
    let book = &linked.book;
    let place = |used: &link::Use| {
        let document = book.page(used.page).document()?;
        let file = &document.file;
        let lines = counted
            .entry(file)
            .or_insert_with(|| Lines::of(texts(file).unwrap_or_else(|| "".into())));
        let span = document.references[used.reference as usize].span;
        let position = lines.position(span.start);
        let (line, column) = (position.line, position.column);
        Some(WantedPlace { path: file.path(), line, column, how: used.how(book) })
    };
    uses.iter().filter_map(place).collect()
}
