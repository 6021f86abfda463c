//! `[facets.*]` as written becomes [`Facets`].

use super::set;
use crate::{
    config::facets::{Facet, FacetKind, Facets, STRUCTURED, built_in, heading_glob},
    data::{self, Fields, Key, Node, Text, Value},
    source::Span,
};

/// A type by its name in `type = "…"`.
const TYPES: &[(&str, Type)] = &[
    ("text", Type::Text),
    ("list", Type::List),
    ("concept", Type::Concept),
    ("concepts", Type::Concepts),
    ("enum", Type::Enum),
    ("scale", Type::Scale),
    ("number", Type::Number),
    ("range", Type::Range),
    ("bool", Type::Bool),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Text,
    List,
    Concept,
    Concepts,
    Enum,
    Scale,
    Number,
    Range,
    Bool,
}

/// The handbook's own facets stand after the built-in ones, in the order written.
const AFTER_BUILT_IN: i64 = 1000;

/// The built-in facets with what `[facets.*]` says over them, and the handbook's own.
pub(super) fn facets(fields: &mut Fields) -> Facets {
    let mut all = built_in();
    for (number, (key, value)) in fields.entries("facets").into_iter().enumerate() {
        if !matches!(value.node, Node::Map(_)) {
            let span = Span { start: key.span.start, end: value.span.end.max(key.span.end) };
            let name = data::quoted(&key.name);
            let help = format!("write `[facets.{}]` above its keys", key.name);
            fields.say(span, format!("the facet {name} is declared by a table"), Some(help));
            continue;
        }
        let is_plain = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
        if !key.name.chars().all(is_plain) {
            let name = data::quoted(&key.name);
            let message = format!("the facet {name}: a name has letters, digits, `-` and `_` only");
            let help = "what readers see is its `label`".to_owned();
            fields.say(key.span, message, Some(help));
            continue;
        }
        let known = all.iter().position(|facet| facet.name == key.name);
        let before = match known {
            Some(index) => all.remove(index),
            None => Facet {
                label: spelt_out(&key.name),
                name: key.name.clone(),
                kind: FacetKind::Text,
                order: AFTER_BUILT_IN + i64::from(number as u32),
                max_chars: None,
                headings: Vec::new(),
            },
        };
        all.push(facet(before, &key, value, fields));
    }
    Facets::new(all)
}

/// `primary_question` is "Primary question".
fn spelt_out(name: &str) -> String {
    let words = name.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn facet(mut facet: Facet, key: &Key, value: Value, fields: &mut Fields) -> Facet {
    let mut inner = fields.nested(value);
    set(&mut facet.label, inner.text("label").map(|label| label.text));
    set(&mut facet.order, inner.integer("order"));
    facet.kind = kind(facet.kind, key, &mut inner);
    let limit = |text: &str| text.parse().ok().filter(|&limit| limit > 0);
    if let Some(limit) = inner.numeric("max_chars", "a whole number above 0", limit) {
        facet.max_chars = Some(limit);
    }
    if let Some(value) = inner.value("headings") {
        facet.headings = headings(value, &facet.kind, &mut inner);
    }
    fields.join(inner.finish_closed());
    facet
}

/// What `type`, `steps`, `values` and `unit` say.
fn kind(before: FacetKind, key: &Key, inner: &mut Fields) -> FacetKind {
    let written = inner.value("type");
    let place = written.as_ref().map_or(key.span, |value| value.span);
    let found = written.and_then(|value| super::named(&value, TYPES, "a type of facet", inner));
    let kind = found.unwrap_or_else(|| type_of(&before));
    if kind != type_of(&before) && STRUCTURED.contains(&key.name.as_str()) {
        let message = format!("the type of `{}` is settled: {}", key.name, before.name());
        let help = format!("declare a facet of another name beside {}", data::quoted(&key.name));
        inner.say(place, message, Some(help));
        return before;
    }
    let steps = of_type(inner, "steps", "a scale", kind == Type::Scale);
    let values = of_type(inner, "values", "an enum", kind == Type::Enum);
    let unit = inner.text("unit");
    if let Some(unit) = unit.as_ref().filter(|_| !matches!(kind, Type::Number | Type::Range)) {
        inner.say(unit.span, "`unit` belongs to a number or a range", None);
    }
    let unit = unit.map(|unit| unit.text);
    match kind {
        Type::Text => FacetKind::Text,
        Type::List => FacetKind::List,
        Type::Concept => FacetKind::Concept,
        Type::Concepts => FacetKind::Concepts,
        Type::Bool => FacetKind::Bool,
        Type::Number => match before {
            FacetKind::Number(before) => FacetKind::Number(unit.unwrap_or(before)),
            _ => FacetKind::Number(unit.unwrap_or_default()),
        },
        Type::Range => match before {
            FacetKind::Range(before) => FacetKind::Range(unit.unwrap_or(before)),
            _ => FacetKind::Range(unit.unwrap_or_default()),
        },
        Type::Scale => match (steps, before) {
            (Some(steps), _) if steps.len() >= 2 => FacetKind::Scale(steps),
            (None, FacetKind::Scale(steps)) => FacetKind::Scale(steps),
            _ => without(key, place, "a scale has `steps`, at least two", inner),
        },
        Type::Enum => match (values, before) {
            (Some(values), _) if !values.is_empty() => FacetKind::Enum(values),
            (None, FacetKind::Enum(values)) => FacetKind::Enum(values),
            _ => without(key, place, "an enum has `values`", inner),
        },
    }
}

/// A type that lacks its values is read as text, which holds them all.
fn without(key: &Key, place: Span, message: &str, inner: &mut Fields) -> FacetKind {
    let help = format!("write them below `[facets.{}]`", key.name);
    inner.say(place, message, Some(help));
    FacetKind::Text
}

fn type_of(kind: &FacetKind) -> Type {
    match kind {
        FacetKind::Text => Type::Text,
        FacetKind::List => Type::List,
        FacetKind::Concept => Type::Concept,
        FacetKind::Concepts => Type::Concepts,
        FacetKind::Enum(_) => Type::Enum,
        FacetKind::Scale(_) => Type::Scale,
        FacetKind::Number(_) => Type::Number,
        FacetKind::Range(_) => Type::Range,
        FacetKind::Bool => Type::Bool,
    }
}

/// The texts of a key that one type alone has, each once.
fn of_type(inner: &mut Fields, key: &'static str, owner: &str, fits: bool) -> Option<Vec<String>> {
    let value = inner.value(key)?;
    if !fits {
        inner.say(value.span, format!("`{key}` belong to {owner}"), None);
        return None;
    }
    let mut texts: Vec<String> = Vec::new();
    for text in texts_of(value, key, inner) {
        if texts.iter().any(|known| known.to_lowercase() == text.text.to_lowercase()) {
            let message = format!("{} stands here twice", data::quoted(&text.text));
            inner.say(text.span, message, None);
        } else {
            texts.push(text.text);
        }
    }
    Some(texts)
}

fn texts_of(value: Value, key: &str, inner: &mut Fields) -> Vec<Text> {
    let values = if let Node::List(values) = value.node { values } else { vec![value] };
    values.into_iter().filter_map(|value| inner.as_text(key, value)).collect()
}

fn headings(value: Value, kind: &FacetKind, inner: &mut Fields) -> Vec<String> {
    if matches!(kind, FacetKind::Number(_) | FacetKind::Range(_) | FacetKind::Bool) {
        let message = "`headings`: a number, a range or a bool is not read from a body";
        inner.say(value.span, message, None);
        return Vec::new();
    }
    let mut headings = Vec::new();
    for Text { text, span, verbatim: _ } in texts_of(value, "headings", inner) {
        if heading_glob(&text).is_ok() {
            headings.push(text);
        } else {
            let message = format!("{} is no pattern for headings", data::quoted(&text));
            inner.say(span, message, Some("as in `core focus*`".to_owned()));
        }
    }
    headings
}
