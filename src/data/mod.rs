//! YAML and TOML as one kind of value with places: front matter, config, directives.
//!
//! A scalar keeps its text as written, and the reader of a key says what it must be: so a label
//! `no` or `1.10` stays what the author typed, and `hidden: yes` can still be a bool.

mod fields;
mod toml;
mod yaml;

pub use fields::Fields;
/// stub
pub fn nearest<'a>(_name: &str, _known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> { None }

use crate::{
    diagnostic::{Checked, Code},
    source::{FileId, Span},
};

/// A value and where it stands in its file.
#[derive(Clone, PartialEq, Debug)]
pub struct Value {
    /// What it is.
    pub node: Node,
    /// Its bytes in the file; of a scalar, with its quotes.
    pub span: Span,
}

/// What a value is.
#[derive(Clone, PartialEq, Debug)]
pub enum Node {
    /// Nothing: an empty value, `~`, `null`.
    Null,
    /// A scalar.
    Scalar(Scalar),
    /// A list.
    List(Vec<Value>),
    /// A map, in the order written. A repeated key has been reported and its first value kept.
    Map(Vec<(Key, Value)>),
}

/// A key of a map.
#[derive(Clone, PartialEq, Debug)]
pub struct Key {
    /// Its text.
    pub name: String,
    /// Its bytes in the file.
    pub span: Span,
}

/// A scalar, as its text and how it was written.
#[derive(Clone, PartialEq, Debug)]
pub struct Scalar {
    /// The text after quotes and escapes are undone; of a plain scalar, as written.
    pub text: String,
    /// Written without quotes (YAML), or as a number, bool or date (TOML): may be read as one.
    pub plain: bool,
    /// For a scalar whose text stands in the file letter by letter, where its first letter is:
    /// places inside the text (a link in a definition) are then exact. `None` with escapes or folds.
    pub verbatim: Option<u32>,
}

/// The two notations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notation {
    /// YAML 1.2.
    Yaml,
    /// TOML 1.0.
    Toml,
}

/// Reads `text`, which begins at byte `start` of `file`, as a map.
///
/// Always gives a map: what cannot be read is left out key by key and reported under `code`, all
/// at once and with places in the file. `title: A: B` is read as the author meant it, and reported.
/// Limits: 64 levels of nesting (`too-deep`), 10,000 nodes with aliases expanded (`too-large`).
pub fn read(_notation: Notation, _code: Code, _file: &FileId, _start: usize, _text: &str) -> Checked<Value> {
    todo!()
}

impl Value {
    /// As JSON, for templates: plain scalars as YAML's core schema reads them.
    pub fn to_json(&self) -> serde_json::Value {
        todo!()
    }
}
