//! The value of a facet, read as its declaration says.

use super::{concept_named, markdown_of, role::unlinked};
use crate::{
    config::{BUILT_IN, Facet, FacetKind, PER_CENT, flag_word, range_words},
    data::{self, Fields, Node, Spanned, Text, Value},
    diagnostic::{Code, Diagnostic},
    parse::{Fragment, Gathered},
    source::Span,
};

/// A facet that is filled, by front matter or by the body.
#[derive(Clone, PartialEq, Debug)]
pub struct Filled {
    /// Its name in the configuration.
    pub facet: Box<str>,
    /// With what.
    pub value: FacetValue,
    /// The value in front matter; the heading in the body.
    pub span: Span,
}

/// The value of a facet.
#[derive(Clone, PartialEq, Debug)]
pub enum FacetValue {
    /// Of a text: inline Markdown.
    Text(Fragment),
    /// Of a list: inline Markdown each.
    List(Vec<Spanned<Fragment>>),
    /// Of one or more concepts.
    Concepts(Vec<NamedConcept>),
    /// Of an enum: its number among the values.
    Choice(usize),
    /// Of a scale: its number among the steps, from the lowest.
    Step(usize),
    /// Of a number.
    Number(f64),
    /// Of a range: from, to.
    Range(f64, f64),
    /// Of a bool.
    Flag(bool),
}

/// A concept that a facet names.
#[derive(Clone, PartialEq, Debug)]
pub struct NamedConcept {
    /// As written.
    pub name: String,
    /// Index into [`crate::parse::Document::references`].
    pub reference: u32,
    /// Where.
    pub span: Span,
}

/// What is said of a facet, however it is written.
#[derive(Clone, PartialEq, Debug)]
#[expect(missing_docs, reason = "each is the [`FacetValue`] of its name")]
pub enum Said<'f> {
    Text(&'f Fragment),
    Texts(Vec<&'f Fragment>),
    Concepts(Vec<&'f NamedConcept>),
    Choice(usize),
    Step(usize),
    Number(f64),
    Range(f64, f64),
    Flag(bool),
}

impl FacetValue {
    /// The value as it is said.
    pub fn said(&self) -> Said<'_> {
        match self {
            FacetValue::Text(text) => Said::Text(text),
            FacetValue::List(items) => Said::Texts(items.iter().map(|item| &item.value).collect()),
            FacetValue::Concepts(named) => Said::Concepts(named.iter().collect()),
            FacetValue::Choice(choice) => Said::Choice(*choice),
            FacetValue::Step(step) => Said::Step(*step),
            FacetValue::Number(number) => Said::Number(*number),
            FacetValue::Range(from, to) => Said::Range(*from, *to),
            FacetValue::Flag(flag) => Said::Flag(*flag),
        }
    }
}

/// Reads `value` as a value of `facet`; `key` is what a complaint names, and the key of its references.
pub(super) fn facet_value(
    facet: &Facet,
    key: &'static str,
    value: Value,
    gathered: &mut Gathered,
) -> Option<FacetValue> {
    let nothing = Value { node: Node::Null, span: value.span };
    let fields = Fields::new(nothing, Code::FacetType, &gathered.file);
    let mut reader = Reader { facet, key, fields, gathered };
    let value = reader.read(value);
    let complaints = reader.fields.finish_closed();
    gathered.diagnostics.extend(complaints);
    value
}

struct Reader<'a> {
    facet: &'a Facet,
    key: &'static str,
    fields: Fields,
    gathered: &'a mut Gathered,
}

impl Reader<'_> {
    fn read(&mut self, value: Value) -> Option<FacetValue> {
        let name = &self.facet.name;
        match &self.facet.kind {
            FacetKind::Text => {
                // `no` may be an answer; these are a slip, or another facet's value.
                if let Node::Scalar(scalar) = &value.node
                    && scalar.plain
                    && matches!(scalar.text.as_str(), "true" | "false")
                {
                    self.fields.wrong(name, "text", &value);
                    return None;
                }
                let text = self.fields.as_text(name, value)?;
                Some(FacetValue::Text(self.fragment(&text).value))
            }
            FacetKind::List => {
                let texts = self.texts(value, "text");
                let items: Vec<_> = texts.iter().map(|text| self.fragment(text)).collect();
                (!items.is_empty()).then_some(FacetValue::List(items))
            }
            FacetKind::Concept | FacetKind::Concepts => self.concepts(value),
            FacetKind::Enum(values) => self.one_of(values, &value).map(FacetValue::Choice),
            FacetKind::Scale(steps) => self.one_of(steps, &value).map(FacetValue::Step),
            FacetKind::Number(unit) => self.number(&value, unit).map(FacetValue::Number),
            FacetKind::Range(unit) => self.range(value, unit),
            FacetKind::Bool => {
                let flag = value.flag();
                if flag.is_none() {
                    self.fields.wrong(name, "yes or no", &value);
                }
                flag.map(FacetValue::Flag)
            }
        }
    }

    fn fragment(&mut self, text: &Text) -> Spanned<Fragment> {
        let fragment = markdown_of(text, self.gathered);
        too_long(self.facet, &fragment.value, text.span, self.gathered);
        fragment
    }

    /// Texts, each alone or under its main key.
    fn texts(&mut self, value: Value, main: &'static str) -> Vec<Text> {
        let values = if let Node::List(values) = value.node { values } else { vec![value] };
        values.into_iter().filter_map(|value| self.text(unlinked(value), main)).collect()
    }

    fn text(&mut self, value: Value, main: &'static str) -> Option<Text> {
        if !matches!(value.node, Node::Map(_)) {
            return self.fields.as_text(&self.facet.name, value);
        }
        let mut inner = self.fields.nested(value);
        let text = inner.text(main);
        self.fields.join(inner.finish_closed());
        text
    }

    fn concepts(&mut self, value: Value) -> Option<FacetValue> {
        let several = self.facet.kind == FacetKind::Concepts;
        if let (Node::List(values), false) = (&value.node, several)
            && values.len() != 1
        {
            self.fields.wrong(&self.facet.name, "one name", &value);
            return None;
        }
        let mut named = Vec::new();
        for text in self.texts(value, "term") {
            named.push(concept_named(&text, self.key, false, self.gathered));
        }
        (!named.is_empty()).then_some(FacetValue::Concepts(named))
    }

    /// Its number among `names`, in any case.
    fn one_of(&mut self, names: &[String], value: &Value) -> Option<usize> {
        let written = if let Node::Scalar(scalar) = &value.node { scalar.text.trim() } else { "" };
        let found = position(names, written);
        if found.is_none() {
            let near = data::nearest(written, names.iter().map(String::as_str));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
            let (name, found) = (&self.facet.name, value.described());
            let message = format!("`{name}`: expected one of {}, found {found}", names.join(", "));
            self.fields.say(value.span, message, help);
        }
        found
    }

    /// `30`, `30 %`.
    fn number(&mut self, value: &Value, unit: &str) -> Option<f64> {
        let found = match &value.node {
            Node::Scalar(scalar) => number(&scalar.text, unit),
            Node::Null | Node::List(_) | Node::Map(_) => None,
        };
        if found.is_none() {
            self.fields.wrong(&self.facet.name, &of_unit("a number", unit), value);
        }
        found
    }

    fn target(&mut self, value: Value) -> Option<String> {
        match &self.facet.kind {
            FacetKind::Text | FacetKind::List | FacetKind::Concept | FacetKind::Concepts => {
                self.fields.as_text(&self.facet.name, value).map(|text| text.text)
            }
            FacetKind::Enum(names) | FacetKind::Scale(names) => {
                self.one_of(names, &value).map(|found| names[found].clone())
            }
            FacetKind::Number(unit) => {
                self.number(&value, unit).map(|number| range_words(number, number, unit))
            }
            FacetKind::Range(unit) => {
                let one = match &value.node {
                    Node::Scalar(scalar) => number(&scalar.text, unit),
                    Node::Null | Node::List(_) | Node::Map(_) => None,
                };
                let Some(one) = one else {
                    return match self.range(value, unit)? {
                        FacetValue::Range(from, to) => Some(range_words(from, to, unit)),
                        _ => None,
                    };
                };
                self.is_share(one, one, unit, value.span).then(|| range_words(one, one, unit))
            }
            FacetKind::Bool => match self.read(value)? {
                FacetValue::Flag(flag) => Some(flag_word(flag).to_owned()),
                _ => None,
            },
        }
    }

    /// Whether a built-in share, as `hands_on`, lies in the whole; otherwise it is told. A facet that a
    /// handbook declares may well grow by 120 %.
    fn is_share(&mut self, from: f64, to: f64, unit: &str, span: Span) -> bool {
        let is_free = unit != PER_CENT || !BUILT_IN.contains(&self.facet.name.as_str());
        let is_share = is_free || from >= 0.0 && to <= 100.0;
        if !is_share {
            let (name, words) = (&self.facet.name, range_words(from, to, unit));
            let message = format!("`{name}`: {words} reaches beyond 0–100 %");
            let help = "write the share of the whole, from 0 to 100".to_owned();
            self.fields.say(span, message, Some(help));
        }
        is_share
    }

    /// `{min: 30, max: 70, unit: "%"}`, or `30-70 %`.
    fn range(&mut self, value: Value, unit: &str) -> Option<FacetValue> {
        let name = &self.facet.name;
        let span = value.span;
        let (from, to) = match &value.node {
            Node::Map(_) => {
                let mut inner = self.fields.nested(value);
                let ends = inner.number("min").zip(inner.number("max"));
                let written = inner.text("unit");
                let whole = inner.finish_closed();
                let complained = !whole.is_empty();
                self.fields.join(whole);
                if let Some(written) = written.filter(|written| written.text.trim() != unit) {
                    let message = format!(
                        "`{name}`: the unit is {}, not {}",
                        if unit.is_empty() { "left out".to_owned() } else { data::quoted(unit) },
                        data::quoted(&written.text)
                    );
                    let help = format!("`unit` of `[facets.{name}]` is the one of all roles");
                    self.fields.say(written.span, message, Some(help));
                    return None;
                }
                if ends.is_none() && !complained {
                    let message = format!("`{name}`: a range has `min` and `max`");
                    self.fields.say(span, message, None);
                }
                ends?
            }
            Node::Scalar(scalar) if range(&scalar.text, unit).is_some() => {
                range(&scalar.text, unit)?
            }
            Node::Scalar(_) | Node::Null | Node::List(_) => {
                let example = format!("30-70 {unit}");
                let expected = format!("a range such as `{}`", example.trim_end());
                self.fields.wrong(name, &expected, &value);
                return None;
            }
        };
        if from > to {
            let message = format!("`{name}`: `min` is {from}, above `max`, which is {to}");
            self.fields.say(span, message, None);
            return None;
        }
        self.is_share(from, to, unit, span).then_some(FacetValue::Range(from, to))
    }
}

/// Reads `value` as where a step leads to, in words: a value of `facet`, of a range one number too.
pub(super) fn target_value(facet: &Facet, value: Value, gathered: &mut Gathered) -> Option<String> {
    let nothing = Value { node: Node::Null, span: value.span };
    let fields = Fields::new(nothing, Code::FacetType, &gathered.file);
    let mut reader = Reader { facet, key: "action_plan", fields, gathered };
    let words = reader.target(value);
    let complaints = reader.fields.finish_closed();
    gathered.diagnostics.extend(complaints);
    words
}

fn of_unit(expected: &str, unit: &str) -> String {
    if unit.is_empty() { expected.to_owned() } else { format!("{expected} of `{unit}`") }
}

/// The place of `name` in `names`, in any case.
pub(in crate::parse) fn position(names: &[String], name: &str) -> Option<usize> {
    let lower = name.trim().to_lowercase();
    names.iter().position(|known| known.to_lowercase() == lower)
}

/// A number, with its unit or without.
fn number(text: &str, unit: &str) -> Option<f64> {
    let text = text.trim();
    let bare = text.strip_suffix(unit).unwrap_or(text).trim_end();
    bare.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Two numbers with a hyphen or a dash between them, and the unit at the end or not.
fn range(text: &str, unit: &str) -> Option<(f64, f64)> {
    let (from, to) = text.trim().split_once(['-', '–'])?;
    Some((number(from, unit)?, number(to, unit)?))
}

/// Tells of a text that makes a table cell hard to read.
pub(super) fn too_long(facet: &Facet, fragment: &Fragment, span: Span, gathered: &mut Gathered) {
    let Some(limit) = facet.max_chars else { return };
    let length = fragment.text.chars().count();
    if length > limit {
        let message = format!("`{}` has {length} characters, and its limit is {limit}", facet.name);
        let help = "say it in one phrase, and keep the rest for the body of the page".to_owned();
        let complaint = Diagnostic::new(Code::FacetLong, &gathered.file, span, message);
        gathered.diagnostics.push(complaint.help(help));
    }
}
