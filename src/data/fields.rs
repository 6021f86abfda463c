//! Reading a map key by key: typed, with a diagnostic for each wrong value, and unknown keys told.

use super::{Key, Node, Spanned, Value, nearest, nearest_within, quoted};
use crate::{
    diagnostic::{Code, Diagnostic},
    source::{FileId, Span},
};

/// A map that is being read key by key.
///
/// Each reader takes its key out of the map. A wrong value is reported, costs only its key, and
/// reads as absent; so do nothing (`key:`) and empty text. [`Fields::finish`] gives what is left.
#[derive(Debug)]
pub struct Fields {
    code: Code,
    typing: Typing,
    file: FileId,
    entries: Vec<(Key, Value)>,
    known: Vec<&'static str>,
    diagnostics: Vec<Diagnostic>,
}

/// What quotes say of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Typing {
    /// Nothing: `title: 3` is a text, and `order: "3"` a number. So is what people write in front matter.
    Loose,
    /// All, as in TOML: with them it is a text, without them a number, a bool or a date.
    Strict,
}

/// A text and where it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Text {
    /// The text, without white space at its end.
    pub text: String,
    /// The whole value, with its quotes.
    pub span: Span,
    /// Where its first letter is, if it stands in the file letter by letter.
    pub verbatim: Option<u32>,
}

impl Fields {
    /// Begins to read `value`, a map of `file`; what is wrong in it is reported under `code`. Quotes say
    /// nothing ([`Typing::Loose`]).
    pub fn new(value: Value, code: Code, file: &FileId) -> Fields {
        Fields::typed(value, Typing::Loose, code, file)
    }

    /// As [`Fields::new`], with what quotes say.
    pub fn typed(value: Value, typing: Typing, code: Code, file: &FileId) -> Fields {
        let mut fields = Fields {
            code,
            typing,
            file: file.clone(),
            entries: Vec::new(),
            known: Vec::new(),
            diagnostics: Vec::new(),
        };
        match value.node {
            Node::Map(entries) => fields.entries = entries,
            Node::Null => {}
            Node::Scalar(_) | Node::List(_) => {
                let message =
                    format!("expected {}, found {}", fields.a_map(), fields.found(&value));
                fields.say(value.span, message, None);
            }
        }
        fields
    }

    /// A key and its value, whatever it is.
    pub fn entry(&mut self, key: &'static str) -> Option<(Key, Value)> {
        self.known.push(key);
        let at = self.entries.iter().position(|(other, _)| other.name == key)?;
        // The order of what is left is the author's: it becomes `page.extra`.
        let entry = self.entries.remove(at);
        (entry.1.node != Node::Null).then_some(entry)
    }

    /// A value, whatever it is.
    pub fn value(&mut self, key: &'static str) -> Option<Value> {
        self.entry(key).map(|(_, value)| value)
    }

    /// Puts back an entry that turned out to be another program's.
    pub fn put_back(&mut self, key: Key, value: Value) {
        self.entries.push((key, value));
    }

    /// A text. A number or a bool is text too, as it was written.
    pub fn text(&mut self, key: &'static str) -> Option<Text> {
        let value = self.value(key)?;
        self.as_text(key, value)
    }

    /// A value as a text; `key` is what a complaint names.
    pub fn as_text(&mut self, key: &str, value: Value) -> Option<Text> {
        let Node::Scalar(scalar) = value.node else {
            if value.node != Node::Null {
                self.wrong(key, "text", &value);
            }
            return None;
        };
        if scalar.plain && self.typing == Typing::Strict {
            let message = format!("`{key}`: expected text, found {}", quoted(&scalar.text));
            let is_flag = matches!(scalar.text.as_str(), "true" | "false");
            let help = (!is_flag).then(|| format!("in quotes: `\"{}\"`", scalar.text));
            self.say(value.span, message, help);
            return None;
        }
        let mut text = scalar.text;
        text.truncate(text.trim_end().len());
        let text = Text { text, span: value.span, verbatim: scalar.verbatim };
        (!text.text.is_empty()).then_some(text)
    }

    /// Yes or no: `true`, `yes`, `on`, `false`, `no`, `off`, without quotes.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        let value = self.value(key)?;
        let flag = value.flag();
        if flag.is_none() {
            let is_flag = |text: &str| matches!(text, "true" | "false");
            let (expected, help) = match self.typing {
                Typing::Loose => ("yes or no", None),
                Typing::Strict => ("`true` or `false`", without_quotes(&value, is_flag)),
            };
            let quotes = if help.is_some() { "the text " } else { "" };
            let found = self.found(&value);
            let message = format!("`{key}`: expected {expected}, found {quotes}{found}");
            self.say(value.span, message, help);
        }
        flag
    }

    /// A whole number.
    pub fn integer(&mut self, key: &'static str) -> Option<i64> {
        self.numeric(key, "a whole number", |text| text.parse().ok())
    }

    /// A number.
    pub fn number(&mut self, key: &'static str) -> Option<f64> {
        self.numeric(key, "a number", |text| {
            text.parse().ok().filter(|number: &f64| number.is_finite())
        })
    }

    /// What `read` makes of a number; otherwise `expected` says what it should have been.
    pub fn numeric<T>(
        &mut self,
        key: &'static str,
        expected: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = self.value(key)?;
        let number = match &value.node {
            Node::Scalar(scalar) if scalar.plain || self.typing == Typing::Loose => {
                read(scalar.text.trim())
            }
            Node::Scalar(_) | Node::Null | Node::List(_) | Node::Map(_) => None,
        };
        if number.is_none() {
            let help = match self.typing {
                Typing::Loose => None,
                Typing::Strict => without_quotes(&value, |text| read(text).is_some()),
            };
            let quotes = if help.is_some() { "the text " } else { "" };
            let found = self.found(&value);
            let message = format!("`{key}`: expected {expected}, found {quotes}{found}");
            self.say(value.span, message, help);
        }
        number
    }

    /// What `read` makes of a text; otherwise `expected` says what it should have been.
    pub fn parsed<T>(
        &mut self,
        key: &'static str,
        expected: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        self.parsed_at(key, expected, read).map(|parsed| parsed.value)
    }

    /// As [`Fields::parsed`], with its place.
    pub fn parsed_at<T>(
        &mut self,
        key: &'static str,
        expected: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<Spanned<T>> {
        let value = self.value(key)?;
        let text = match &value.node {
            Node::Scalar(scalar) if !scalar.plain || self.typing == Typing::Loose => {
                Some(scalar.text.trim())
            }
            Node::Scalar(_) | Node::Null | Node::List(_) | Node::Map(_) => None,
        };
        let parsed = text.and_then(read);
        if parsed.is_none() {
            self.wrong(key, expected, &value);
        }
        Some(Spanned { value: parsed?, span: value.span })
    }

    /// One of the names of `table`.
    pub fn choice<T: Copy>(&mut self, key: &'static str, table: &[(&'static str, T)]) -> Option<T> {
        let value = self.value(key)?;
        let name = if let Node::Scalar(scalar) = &value.node { scalar.text.trim() } else { "" };
        let choice = table.iter().find(|(known, _)| *known == name).map(|&(_, choice)| choice);
        if choice.is_none() {
            let names = table.iter().map(|&(name, _)| name);
            let near = nearest(name, names.clone()).map(|near| format!("did you mean `{near}`?"));
            let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
            let expected = match names.split_last() {
                Some((last, [])) => last.clone(),
                Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
                None => String::new(),
            };
            let message = format!("`{key}`: expected {expected}, found {}", self.found(&value));
            self.say(value.span, message, near);
        }
        choice
    }

    /// A list. A single value stands for a list of one; empty items are left out.
    pub fn list(&mut self, key: &'static str) -> Vec<Value> {
        match self.value(key) {
            None => Vec::new(),
            Some(Value { node: Node::List(mut values), .. }) => {
                values.retain(|value| value.node != Node::Null);
                values
            }
            Some(value) => vec![value],
        }
    }

    /// A list of texts. A plain text stands for a list of one.
    pub fn texts(&mut self, key: &'static str) -> Vec<Text> {
        let values = self.list(key);
        values.into_iter().filter_map(|value| self.as_text(key, value)).collect()
    }

    /// A map.
    pub fn map(&mut self, key: &'static str) -> Option<Value> {
        let value = self.value(key)?;
        if matches!(value.node, Node::Map(_)) {
            return Some(value);
        }
        self.wrong(key, self.a_map(), &value);
        None
    }

    /// The entries of a map, to be read one by one; none where there is no map.
    pub fn entries(&mut self, key: &'static str) -> Vec<(Key, Value)> {
        match self.map(key) {
            Some(Value { node: Node::Map(entries), .. }) => entries,
            Some(_) | None => Vec::new(),
        }
    }

    /// A map within this one, to be read in its turn; its complaints come back with [`Fields::join`].
    pub fn nested(&self, value: Value) -> Fields {
        Fields::typed(value, self.typing, self.code, &self.file)
    }

    /// Takes over the complaints of a finished inner map.
    pub fn join(&mut self, diagnostics: Vec<Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// Keys that are known although nothing asks for them here: what a slip may have meant.
    pub fn knows(&mut self, keys: &[&'static str]) {
        self.known.extend_from_slice(keys);
    }

    /// Reports that `value` is not what was expected (`a list`, `yes or no`).
    pub fn wrong(&mut self, key: &str, expected: &str, value: &Value) {
        let message = format!("`{key}`: expected {expected}, found {}", self.found(value));
        self.say(value.span, message, None);
    }

    /// What a value is, in an author's words.
    pub fn found(&self, value: &Value) -> String {
        match (self.typing, &value.node) {
            (Typing::Strict, Node::Map(_)) => "a table".to_owned(),
            (Typing::Strict | Typing::Loose, _) => value.described(),
        }
    }

    fn a_map(&self) -> &'static str {
        match self.typing {
            Typing::Loose => "a map",
            Typing::Strict => "a table",
        }
    }

    /// Reports something else that is wrong.
    pub fn say(&mut self, span: Span, message: impl Into<String>, help: Option<String>) {
        self.diagnostics.push(Diagnostic::new(self.code, &self.file, span, message).help(help));
    }

    /// The keys that nothing asked for, and all complaints; likely slips of the pen are among them.
    ///
    /// A slip is a key of four letters or more, one slip away from a known key, that no other
    /// generator uses.
    pub fn finish(mut self) -> (Vec<(Key, Value)>, Vec<Diagnostic>) {
        /// Shorter words are one slip apart too often.
        const MIN_LETTERS: usize = 4;
        for (key, _) in &self.entries {
            // What was read and put back is no slip.
            if self.known.contains(&key.name.as_str()) {
                continue;
            }
            let lower = key.name.to_lowercase();
            if key.name.chars().count() < MIN_LETTERS
                || FOREIGN.lines().any(|foreign| foreign == lower)
            {
                continue;
            }
            if let Some(near) = nearest_within(&key.name, self.known.iter().copied(), 1) {
                let message = format!("{} is no key that rolebook knows", quoted(&key.name));
                let help = format!("did you mean `{near}`?");
                let code = Code::UnknownKey;
                self.diagnostics
                    .push(Diagnostic::new(code, &self.file, key.span, message).help(help));
            }
        }
        (self.entries, self.diagnostics)
    }

    /// All complaints; each key that nothing asked for is one (where a map has no free keys).
    pub fn finish_closed(mut self) -> Vec<Diagnostic> {
        for (key, _) in &self.entries {
            let near = nearest_within(&key.name, self.known.iter().copied(), 2);
            let help = near.map(|near| format!("did you mean `{near}`?"));
            let message = format!("{} is no key that rolebook knows", quoted(&key.name));
            let code = Code::UnknownKey;
            self.diagnostics.push(Diagnostic::new(code, &self.file, key.span, message).help(help));
        }
        self.diagnostics
    }
}

/// Advice for a value that would be right without its quotes.
fn without_quotes(value: &Value, is_right: impl Fn(&str) -> bool) -> Option<String> {
    let Node::Scalar(scalar) = &value.node else { return None };
    let is_right = !scalar.plain && is_right(scalar.text.trim());
    is_right.then(|| format!("without quotes: `{}`", scalar.text.trim()))
}

impl Value {
    /// `true`, `yes`, `on`, `false`, `no`, `off` in any case, without quotes.
    pub fn flag(&self) -> Option<bool> {
        let Node::Scalar(scalar) = &self.node else { return None };
        let is = |names: [&str; 3]| names.iter().any(|name| scalar.text.eq_ignore_ascii_case(name));
        match () {
            () if !scalar.plain => None,
            () if is(["true", "yes", "on"]) => Some(true),
            () if is(["false", "no", "off"]) => Some(false),
            () => None,
        }
    }
}

/// Front matter keys of the other well-known generators and their themes, of Obsidian, GitHub and
/// decision records, that a slip could otherwise be seen in: lower case, one a line.
const FOREIGN: &str = include_str!("foreign_keys.txt");
