//! YAML and TOML as one kind of value with places: front matter, config, directives.
//!
//! A scalar keeps its text as written, and the reader of a key says what it must be: so a label
//! `no` or `1.10` stays what the author typed, and `hidden: yes` can still be a bool.

mod fields;
mod moment;
mod nearest;
mod toml;
mod yaml;

use std::ops::Range;

pub use fields::{Fields, Text, Typing};
pub use moment::{Day, Moment};
pub use nearest::{nearest, nearest_within};

use crate::{
    diagnostic::{Checked, Code, Diagnostic, Related},
    memo::Fingerprint,
    source::{FileId, Place, Span},
};

/// Nesting beyond this is `too-deep`: deeper than any page needs, and safe for code that recurses.
const MAX_DEPTH: usize = 64;

/// Values in one block, aliases expanded. Beyond it is an alias bomb, or no front matter any more.
const MAX_NODES: usize = 10_000;

/// Complaints about one text: beyond, it is another notation that was being written.
const MAX_SAID: usize = 100;

/// A value and where it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place in the file.
    pub span: Span,
}

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

impl Value {
    /// What it is, in an author's words: `a list`, `a map`, `nothing`, `` `text` ``.
    pub fn described(&self) -> String {
        match &self.node {
            Node::Null => "nothing".to_owned(),
            Node::Scalar(scalar) => quoted(&scalar.text),
            Node::List(_) => "a list".to_owned(),
            Node::Map(_) => "a map".to_owned(),
        }
    }
}

/// Reads `text`, which begins at byte `start` of `file`, as a map.
///
/// Always gives a map: what cannot be read is left out key by key and reported under `code`, all
/// at once and with places in the file. `title: A: B` is read as the author meant it, and reported.
/// Limits: 64 levels of nesting (`too-deep`), 10,000 nodes with aliases expanded (`too-large`).
pub fn read(
    notation: Notation,
    code: Code,
    file: &FileId,
    start: usize,
    text: &str,
) -> Checked<Value> {
    let mut notes = Notes { code, file, start, diagnostics: Vec::new() };
    let entries = match notation {
        Notation::Yaml => yaml::read(text, &mut notes),
        Notation::Toml => toml::read(text, &mut notes),
    };
    notes.diagnostics.truncate(MAX_SAID);
    let span = notes.span(0..text.len());
    Checked { value: Value { node: Node::Map(entries), span }, diagnostics: notes.diagnostics }
}

impl Value {
    /// A print of what it says, wherever it stands.
    pub(crate) fn print(&self) -> Fingerprint {
        let mut bytes = Vec::new();
        self.write_into(&mut bytes);
        Fingerprint::of([bytes.as_slice()])
    }

    /// Writes what it says, so that values that say different things are different bytes.
    fn write_into(&self, bytes: &mut Vec<u8>) {
        fn write(bytes: &mut Vec<u8>, what: u8, count: usize) {
            bytes.push(what);
            bytes.extend((count as u64).to_le_bytes());
        }
        match &self.node {
            Node::Null => write(bytes, b'0', 0),
            Node::Scalar(Scalar { text, plain, verbatim: _ }) => {
                write(bytes, if *plain { b'p' } else { b'q' }, text.len());
                bytes.extend(text.as_bytes());
            }
            Node::List(values) => {
                write(bytes, b'l', values.len());
                for value in values {
                    value.write_into(bytes);
                }
            }
            Node::Map(entries) => {
                write(bytes, b'm', entries.len());
                for (key, value) in entries {
                    write(bytes, b'k', key.name.len());
                    bytes.extend(key.name.as_bytes());
                    value.write_into(bytes);
                }
            }
        }
    }

    /// As JSON, for templates: plain scalars are what YAML's core schema (1.2, section 10.3) reads
    /// them as, everything else is text.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.node {
            Node::Null => serde_json::Value::Null,
            Node::Scalar(scalar) => scalar.to_json(),
            Node::List(values) => values.iter().map(Value::to_json).collect(),
            Node::Map(entries) => {
                let entries =
                    entries.iter().map(|(key, value)| (key.name.clone(), value.to_json()));
                serde_json::Value::Object(entries.collect())
            }
        }
    }
}

impl Scalar {
    fn to_json(&self) -> serde_json::Value {
        let text = self.text.as_str();
        match text {
            _ if !self.plain => text.into(),
            "true" | "True" | "TRUE" => true.into(),
            "false" | "False" | "FALSE" => false.into(),
            "null" | "Null" | "NULL" | "~" | "" => serde_json::Value::Null,
            // Rust reads `inf` and `nan` as numbers; YAML and JSON do not.
            _ if !text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) => {
                text.into()
            }
            _ => match (text.parse::<i64>(), text.parse::<f64>()) {
                (Ok(integer), _) => integer.into(),
                (Err(_), Ok(number)) => number.into(),
                (Err(_), Err(_)) => text.into(),
            },
        }
    }
}

/// A language tag by its shape (BCP 47): `en`, `pt-BR`, `zh-Hant-TW`.
pub(crate) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or("");
    (2..=8).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Text in a message: in backticks, on one line, and cut where it would drown the message.
pub(crate) fn quoted(text: &str) -> String {
    /// Characters: what is longer is recognised by its beginning.
    const SHOWN: usize = 60;
    let line = text.trim().lines().next().unwrap_or("");
    let shown: String =
        line.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(SHOWN).collect();
    let cut = if shown.len() < text.trim().len() { "…" } else { "" };
    format!("`{shown}{cut}`")
}

/// What the readers complain of. Their places are bytes of the text they read, and become bytes of
/// the file here and nowhere else.
struct Notes<'a> {
    code: Code,
    file: &'a FileId,
    start: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Notes<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::from(range).shifted(self.start)
    }

    /// A complaint under the reader's own code.
    fn say(&mut self, range: Range<usize>, message: impl Into<String>, help: Option<String>) {
        self.say_as(self.code, range, message, help);
    }

    /// A complaint under `code`.
    fn say_as(
        &mut self,
        code: Code,
        range: Range<usize>,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        let span = self.span(range);
        self.diagnostics.push(Diagnostic::new(code, self.file, span, message).help(help));
    }

    fn too_deep(&mut self, range: Range<usize>) {
        let message = format!("nested more than {MAX_DEPTH} levels deep");
        self.say_as(Code::TooDeep, range, message, None);
    }

    fn too_large(&mut self, range: Range<usize>) {
        let message = "more than 10,000 values here, with every repetition counted";
        self.say_as(Code::TooLarge, range, message, None);
    }

    /// The first of each name, in order; each repetition is reported.
    fn without_doubles(&mut self, entries: Vec<(Key, Value)>) -> Vec<(Key, Value)> {
        /// Up to here comparing each with each is cheaper than hashing.
        const FEW: usize = 16;
        let mut kept: Vec<(Key, Value)> = Vec::with_capacity(entries.len());
        let mut seen = rapidhash::RapidHashMap::default();
        let many = entries.len() > FEW;
        for (key, value) in entries {
            let first = if many {
                let first = seen.get(&key.name).copied();
                if first.is_none() {
                    seen.insert(key.name.clone(), key.span);
                }
                first
            } else {
                kept.iter().find(|(other, _)| other.name == key.name).map(|(other, _)| other.span)
            };
            let Some(first) = first else {
                kept.push((key, value));
                continue;
            };
            let place = Place { file: self.file.clone(), span: first };
            self.diagnostics.push(Diagnostic {
                related: vec![Related { place, message: "the first, which counts".to_owned() }],
                ..Diagnostic::new(
                    self.code,
                    self.file,
                    key.span,
                    format!("the key {} stands here twice", quoted(&key.name)),
                )
            });
        }
        kept
    }
}

#[cfg(test)]
mod tests;
