//! The keys of roles: facets, responsibilities, skills, measures, career, partners.

mod said;

use super::{
    career::{CareerStep, career},
    concept_named,
    facet::{FacetValue, Filled, NamedConcept, facet_value, too_long},
    inline, markdown_of, spanned,
};
use crate::{
    config::{BUILT_IN, Facet, Facets, STRUCTURED},
    data::{self, Fields, Key, Node, Spanned, Text, Value},
    diagnostic::{Code, Diagnostic},
    parse::{Form, Fragment, Gathered},
    source::{Place, Span},
};

/// What the front matter of a role says beside its concept.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RoleFront {
    /// `track`.
    pub track: Option<Spanned<String>>,
    /// `levels`.
    pub levels: Vec<Spanned<String>>,
    /// The facets without parts of their own, in the author's order.
    pub facets: Vec<Filled>,
    /// `responsibilities`.
    pub responsibilities: Vec<Responsibility>,
    /// `skills`.
    pub skills: Vec<Skill>,
    /// `success`.
    pub success: Vec<Measure>,
    /// `career`: the ways in.
    pub career_from: Vec<CareerStep>,
    /// `career`: the ways on.
    pub career_to: Vec<CareerStep>,
    /// `partners`.
    pub partners: Vec<Partner>,
    /// Facets whose value could not be read, and was told.
    pub unread: Vec<Box<str>>,
    /// The values of `responsibilities`, `skills`, `success` and `career`, where they are written.
    pub places: Vec<(&'static str, Span)>,
}

/// One thing that a role answers for.
#[derive(Clone, PartialEq, Debug)]
pub struct Responsibility {
    /// What, inline Markdown.
    pub text: Spanned<Fragment>,
    /// The area that it belongs to.
    pub area: Option<Spanned<String>>,
    /// The roles that it is shared with.
    pub shared_with: Vec<NamedConcept>,
}

/// A skill of a role.
#[derive(Clone, PartialEq, Debug)]
pub struct Skill {
    /// The skill.
    pub term: NamedConcept,
    /// Its group, such as `technical`.
    pub group: Option<Spanned<String>>,
    /// How much it is needed.
    pub need: Option<Need>,
    /// The level asked for, such as `practitioner`.
    pub level: Option<Spanned<String>>,
}

/// How much a skill is needed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[expect(missing_docs, reason = "each is the front matter value of its name")]
pub enum Need {
    Essential,
    Optional,
}

/// A measure of success.
#[derive(Clone, PartialEq, Debug)]
pub struct Measure {
    /// Its name, inline Markdown.
    pub name: Spanned<Fragment>,
    /// How it is seen, inline Markdown.
    pub measure: Option<Fragment>,
    /// What should go up, and what down.
    pub direction: Vec<(String, Direction)>,
}

/// Where a figure should go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each is the front matter value of its name")]
pub enum Direction {
    Up,
    Down,
}

/// A role that another works closely with.
#[derive(Clone, PartialEq, Debug)]
pub struct Partner {
    /// The other role.
    pub role: NamedConcept,
    /// As what (`as`), inline Markdown.
    pub part: Option<Fragment>,
    /// Inline Markdown.
    pub example: Option<Fragment>,
}

const NEEDS: &[(&str, Need)] = &[("essential", Need::Essential), ("optional", Need::Optional)];

/// Reads the keys of a role.
pub(super) fn role(fields: &mut Fields, facets: &Facets, gathered: &mut Gathered) -> RoleFront {
    let mut role = RoleFront {
        track: fields.text("track").map(spanned),
        levels: fields.texts("levels").into_iter().map(spanned).collect(),
        ..RoleFront::default()
    };
    for (key, value) in filled(fields, gathered) {
        let Some((_, facet)) = facets.find(&key.name) else {
            unknown_facet(&key.name, key.span, facets, gathered);
            continue;
        };
        match STRUCTURED.iter().find(|name| **name == key.name) {
            Some(name) => {
                role.places.push((name, value.span));
                structured(facet, value, fields, &mut role, gathered);
            }
            None => {
                let span = value.span;
                match facet_value(facet, "facets", value, gathered) {
                    Some(value) => {
                        role.facets.push(Filled { facet: key.name.into(), value, span });
                    }
                    None => role.unread.push(key.name.into()),
                }
            }
        }
    }
    role.partners = items(fields, "partners", |value, fields| partner(value, fields, gathered));
    role
}

/// The entries of `facets`, and the built-in facets at the top level; nothing twice.
fn filled(fields: &mut Fields, gathered: &mut Gathered) -> Vec<(Key, Value)> {
    let mut entries = fields.entries("facets");
    entries.retain(|(_, value)| value.node != Node::Null);
    for name in BUILT_IN {
        let Some((key, value)) = fields.entry(name) else { continue };
        let Some((first, _)) = entries.iter().find(|(first, _)| first.name == *name) else {
            entries.push((key, value));
            continue;
        };
        let message = format!("`{name}` stands under `facets` and at the top level");
        let place = Place { file: gathered.file.clone(), span: first.span };
        let complaint = Diagnostic::new(Code::FacetType, &gathered.file, key.span, message);
        let complaint = complaint.related(place, "this one counts");
        gathered.diagnostics.push(complaint.help("keep one of them".to_owned()));
    }
    entries
}

/// Tells of a facet that no declaration knows.
pub(super) fn unknown_facet(name: &str, span: Span, facets: &Facets, gathered: &mut Gathered) {
    let near = data::nearest(name, facets.iter().map(|facet| facet.name.as_str()));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("declare it in `rolebook.toml`: `[facets.{name}]`"),
    };
    let message = format!("no facet is called {}", data::quoted(name));
    let complaint = Diagnostic::new(Code::FacetUnknown, &gathered.file, span, message);
    gathered.diagnostics.push(complaint.help(help));
}

/// Reads `value` as a role's page would say it of `facet`; `key` is the key of its references.
pub(super) fn value_of(
    facet: &Facet,
    key: &'static str,
    value: Value,
    gathered: &mut Gathered,
) -> Option<FacetValue> {
    if !STRUCTURED.contains(&facet.name.as_str()) {
        return facet_value(facet, key, value, gathered);
    }
    let references = gathered.references.len();
    let nothing = Value { node: Node::Null, span: value.span };
    let mut fields = Fields::new(nothing, Code::FacetType, &gathered.file);
    let mut role = RoleFront::default();
    structured(facet, value, &mut fields, &mut role, gathered);
    gathered.diagnostics.extend(fields.finish_closed());
    for reference in &mut gathered.references[references..] {
        if let Form::Field(field) = &mut reference.form {
            *field = key;
        }
    }
    role.value(&facet.name)
}

fn structured(
    facet: &Facet,
    value: Value,
    fields: &mut Fields,
    role: &mut RoleFront,
    gathered: &mut Gathered,
) {
    match facet.name.as_str() {
        "responsibilities" => {
            role.responsibilities =
                each(value, fields, |value, fields| responsibility(facet, value, fields, gathered));
        }
        "skills" => {
            role.skills = each(value, fields, |value, fields| skill(value, fields, gathered));
        }
        "success" => {
            role.success =
                each(value, fields, |value, fields| measure(facet, value, fields, gathered));
        }
        _ => career(value, fields, role, gathered),
    }
}

/// What `read` makes of each item of a key's list.
pub(super) fn items<T>(
    fields: &mut Fields,
    key: &'static str,
    read: impl FnMut(Value, &mut Fields) -> Option<T>,
) -> Vec<T> {
    fields.value(key).map_or_else(Vec::new, |value| each(value, fields, read))
}

/// What `read` makes of each item of a list; a single value stands for a list of one.
pub(super) fn each<T>(
    value: Value,
    fields: &mut Fields,
    mut read: impl FnMut(Value, &mut Fields) -> Option<T>,
) -> Vec<T> {
    let mut values = if let Node::List(values) = value.node { values } else { vec![value] };
    values.retain(|value| value.node != Node::Null);
    values.into_iter().filter_map(|value| read(unlinked(value), fields)).collect()
}

/// `[[Toil]]` without quotes is a list in a list, and was meant as a link.
pub(super) fn unlinked(mut value: Value) -> Value {
    while let Node::List(values) = &mut value.node
        && values.len() == 1
        && let Some(inner) = values.pop()
    {
        value = inner;
    }
    value
}

/// The main field of an item: all of a text, or this key of a map, whose other keys `rest` reads.
///
/// A map without its main field is told, and is no item.
pub(super) fn item<T>(
    value: Value,
    main: &'static str,
    key: &'static str,
    fields: &mut Fields,
    rest: impl FnOnce(&mut Fields) -> T,
) -> Option<(Text, T)> {
    let span = value.span;
    if !matches!(value.node, Node::Map(_)) {
        let text = fields.as_text(key, value)?;
        let mut nothing = fields.nested(Value { node: Node::Null, span });
        return Some((text, rest(&mut nothing)));
    }
    let mut inner = fields.nested(value);
    let text = inner.text(main);
    let rest = rest(&mut inner);
    let mut complaints = inner.finish_closed();
    if text.is_none() {
        // A key that nobody knows was probably meant for the one that is missing.
        let is_unknown = |it: &&mut Diagnostic| it.code == Code::UnknownKey && it.help.is_none();
        if complaints.is_empty() {
            fields.say(span, format!("`{key}`: `{main}` is missing here"), None);
        } else if let Some(unknown) = complaints.iter_mut().find(is_unknown) {
            unknown.help = Some(format!("did you mean `{main}`?"));
        }
    }
    fields.join(complaints);
    Some((text?, rest))
}

fn plain(fields: &mut Fields, key: &'static str) -> Option<Spanned<String>> {
    fields.text(key).map(spanned)
}

fn responsibility(
    facet: &Facet,
    value: Value,
    fields: &mut Fields,
    gathered: &mut Gathered,
) -> Option<Responsibility> {
    let (text, (area, shared)) = item(value, "text", "responsibilities", fields, |inner| {
        (plain(inner, "area"), inner.texts("shared_with"))
    })?;
    let name = |name: &Text| concept_named(name, "responsibilities", false, gathered);
    let shared_with = shared.iter().map(name).collect();
    let text = markdown_of(&text, gathered);
    too_long(facet, &text.value, text.span, gathered);
    Some(Responsibility { text, area, shared_with })
}

fn skill(value: Value, fields: &mut Fields, gathered: &mut Gathered) -> Option<Skill> {
    let (name, (group, need, level)) = item(value, "term", "skills", fields, |inner| {
        (plain(inner, "group"), inner.choice("need", NEEDS), plain(inner, "level"))
    })?;
    Some(Skill { term: concept_named(&name, "skills", false, gathered), group, need, level })
}

fn measure(
    facet: &Facet,
    value: Value,
    fields: &mut Fields,
    gathered: &mut Gathered,
) -> Option<Measure> {
    let (name, (measure, direction)) = item(value, "name", "success", fields, |inner| {
        let measure = inline(inner, "measure", gathered).map(|measure| measure.value);
        (measure, directions(inner))
    })?;
    let name = markdown_of(&name, gathered);
    too_long(facet, &name.value, name.span, gathered);
    Some(Measure { name, measure, direction })
}

/// `{incidents: down, uptime: up}`; `up` alone is the measure's own.
fn directions(fields: &mut Fields) -> Vec<(String, Direction)> {
    let direction = |value: &Value| match &value.node {
        Node::Scalar(scalar) if scalar.text == "up" => Some(Direction::Up),
        Node::Scalar(scalar) if scalar.text == "down" => Some(Direction::Down),
        Node::Scalar(_) | Node::Null | Node::List(_) | Node::Map(_) => None,
    };
    let Some(value) = fields.value("direction") else { return Vec::new() };
    let entries = match value.node {
        Node::Map(entries) => entries,
        Node::Null | Node::Scalar(_) | Node::List(_) => {
            let span = value.span;
            vec![(Key { name: String::new(), span }, value)]
        }
    };
    let mut directions = Vec::new();
    for (key, value) in entries {
        match direction(&value) {
            Some(direction) => directions.push((key.name, direction)),
            None => fields.wrong("direction", "`up` or `down`", &value),
        }
    }
    directions
}

fn partner(value: Value, fields: &mut Fields, gathered: &mut Gathered) -> Option<Partner> {
    let (name, (part, example)) = item(value, "role", "partners", fields, |inner| {
        let part = inline(inner, "as", gathered).map(|part| part.value);
        (part, inline(inner, "example", gathered).map(|example| example.value))
    })?;
    Some(Partner { role: concept_named(&name, "partners", false, gathered), part, example })
}
