//! The career of a role: the ways in and the ways on.

use super::{
    NamedConcept, concept_named, inline, markdown_of,
    role::{RoleFront, each, item, items},
    spanned,
};
use crate::{
    data::{Fields, Node, Spanned, Value},
    parse::{Fragment, Gathered},
};

/// A step of a career, into the role or on from it.
#[derive(Clone, PartialEq, Debug)]
pub struct CareerStep {
    /// The other role.
    pub role: NamedConcept,
    /// What kind of step it is.
    pub kind: Option<Spanned<CareerKind>>,
    /// The track that it leads to.
    pub track: Option<Spanned<String>>,
    /// Inline Markdown.
    pub note: Option<Fragment>,
    /// What shows that somebody is ready, inline Markdown each.
    pub signals: Vec<Fragment>,
}

/// What kind of step it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "each is the front matter value of its name")]
pub enum CareerKind {
    Promotion,
    Switch,
    Lateral,
}

impl CareerKind {
    const NAMES: &[(&'static str, CareerKind)] = &[
        ("promotion", CareerKind::Promotion),
        ("switch", CareerKind::Switch),
        ("lateral", CareerKind::Lateral),
    ];

    /// The front matter value that says it.
    pub fn name(self) -> &'static str {
        CareerKind::NAMES.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// `{from: …, to: …}`; names alone are the ways on.
pub(super) fn career(
    value: Value,
    fields: &mut Fields,
    role: &mut RoleFront,
    gathered: &mut Gathered,
) {
    if !matches!(value.node, Node::Map(_)) {
        role.career_to = each(value, fields, |value, fields| step(value, fields, gathered));
        return;
    }
    let mut inner = fields.nested(value);
    role.career_from = items(&mut inner, "from", |value, fields| step(value, fields, gathered));
    role.career_to = items(&mut inner, "to", |value, fields| step(value, fields, gathered));
    fields.join(inner.finish_closed());
}

fn step(value: Value, fields: &mut Fields, gathered: &mut Gathered) -> Option<CareerStep> {
    let (name, (kind, track, note, signals)) = item(value, "role", "career", fields, |inner| {
        let signals = inner.texts("signals");
        (
            career_kind(inner),
            inner.text("track").map(spanned),
            inline(inner, "note", gathered).map(|note| note.value),
            signals.iter().map(|signal| markdown_of(signal, gathered).value).collect(),
        )
    })?;
    let role = concept_named(&name, "career", false, gathered);
    Some(CareerStep { role, kind, track, note, signals })
}

fn career_kind(fields: &mut Fields) -> Option<Spanned<CareerKind>> {
    let (key, value) = fields.entry("kind")?;
    let span = value.span;
    fields.put_back(key, value);
    fields.choice("kind", CareerKind::NAMES).map(|value| Spanned { value, span })
}
