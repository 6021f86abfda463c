//! The keys of roles and terms: labels, definition, relations.

use super::{
    ConceptFront, Front, Label, LabelKind, Relation, RelationKey,
    context::{contexts, positions},
    examples::examples,
    inline, markdown_of,
    matches::matches,
    page::{checked_address, tell_one_from_several},
    quotations::quotations,
    role::unlinked,
    spanned,
};
use crate::{
    data::{Fields, Node, Scalar, Spanned, Text, Value},
    diagnostic::{Code, Diagnostic},
    parse::{Form, Fragment, Gathered, Reference, Target},
};

const LABEL_KINDS: &[(&str, LabelKind)] =
    &[("abbreviation", LabelKind::Abbreviation), ("plural", LabelKind::Plural)];

/// The relations, in the order in which they are read, and whether what they name must exist.
const RELATIONS: &[(RelationKey, bool)] = &[
    (RelationKey::Broader, true),
    (RelationKey::Narrower, true),
    (RelationKey::Related, true),
    (RelationKey::DistinctFrom, true),
    (RelationKey::ReplacedBy, true),
    (RelationKey::See, false),
    (RelationKey::Terms, false),
    (RelationKey::About, false),
];

pub(super) fn concept(fields: &mut Fields, gathered: &mut Gathered) -> ConceptFront {
    let label = preferred(fields, gathered);
    for key in ["alt", "hidden", "aliases"] {
        // In quotes, a comma is meant to be part of the name.
        let may_be = |scalar: &Scalar| scalar.plain && !scalar.text.contains('/');
        tell_one_from_several(fields, key, ["one name", "several names"], may_be, gathered);
    }
    let alt = labels(fields, "alt");
    let hidden = match fields.value("hidden") {
        // Elsewhere `hidden: true` keeps a page out of lists: that is no label.
        Some(value) if matches!(&value.node, Node::Scalar(s) if s.plain && (s.text == "true" || s.text == "false")) => {
            Vec::new()
        }
        Some(value) => labels_of(value, fields, "hidden"),
        None => Vec::new(),
    };
    let (definition, genus) = definition(fields, gathered);
    let mut relations = Vec::new();
    for &(key, strict) in RELATIONS {
        for value in fields.list(key.name()) {
            relations.extend(related(value, key, strict, fields, gathered));
        }
    }
    ConceptFront {
        label,
        alt,
        hidden,
        notation: fields.text("notation").map(|notation| notation.text),
        definition,
        genus,
        scope_note: inline(fields, "scope_note", gathered),
        scheme: fields.text("scheme").map(|scheme| scheme.text),
        relations,
        ..ConceptFront::default()
    }
}

/// What tells more of a concept: contexts, positions, examples, quotations, matches.
pub(super) fn details(fields: &mut Fields, concept: &mut ConceptFront, gathered: &mut Gathered) {
    (concept.facts, concept.spectra) = contexts(fields, gathered);
    concept.positions = positions(fields);
    concept.examples = examples(fields, "examples", gathered);
    concept.counter_examples = examples(fields, "counter_examples", gathered);
    concept.quotations = quotations(fields, gathered);
    concept.matches = matches(fields, gathered);
}

/// `label`. A list of labels is read as its first (SKOS S14: a concept has one preferred label).
fn preferred(fields: &mut Fields, gathered: &mut Gathered) -> Option<Spanned<String>> {
    let value = fields.value("label")?;
    let Node::List(values) = value.node else { return fields.as_text("label", value).map(spanned) };
    let mut labels = values.into_iter().filter_map(|value| fields.as_text("label", value));
    let first = spanned(labels.next()?);
    for Text { text, span, verbatim: _ } in labels {
        let message = format!("`{text}` is a second preferred label, after `{}`", first.value);
        let help = "keep one under `label`, and write the others under `alt`".to_owned();
        let complaint = Diagnostic::new(Code::LabelTwice, &gathered.file, span, message);
        gathered.diagnostics.push(complaint.help(help));
    }
    Some(first)
}

fn definition(
    fields: &mut Fields,
    gathered: &mut Gathered,
) -> (Option<Spanned<Fragment>>, Option<Spanned<String>>) {
    let Some(value) = fields.value("definition") else { return (None, None) };
    if !matches!(value.node, Node::Map(_)) {
        let text = fields.as_text("definition", value);
        return (text.map(|text| markdown_of(&text, gathered)), None);
    }
    let mut inner = fields.nested(value);
    let definition = inline(&mut inner, "text", gathered);
    let genus = inner.text("genus").map(spanned);
    fields.join(inner.finish_closed());
    (definition, genus)
}

/// One entry of a relation: a name, or `{to: name, note: text}`.
fn related(
    value: Value,
    key: RelationKey,
    strict: bool,
    fields: &mut Fields,
    gathered: &mut Gathered,
) -> Option<Relation> {
    let value = unlinked(value);
    let (name, note) = match value.node {
        Node::Map(_) => {
            let mut inner = fields.nested(value);
            let name = inner.text("to");
            let note = inline(&mut inner, "note", gathered).map(|note| note.value);
            fields.join(inner.finish_closed());
            (name?, note)
        }
        Node::List(_) | Node::Scalar(_) | Node::Null => (fields.as_text(key.name(), value)?, None),
    };
    let reference = named(&name, key.name(), strict, gathered);
    Some(Relation { key, reference, note })
}

/// A name that may be written as a wiki link: `[[Toil|label]]` is `Toil`.
pub(super) fn linked_name(written: &str) -> &str {
    let text = written.trim();
    let linked = text.strip_prefix("[[").and_then(|name| name.strip_suffix("]]"));
    linked.map_or(text, |name| name.split('|').next().unwrap_or(name).trim())
}

/// The reference to the concept that `name` names under `key`: its index in `gathered`.
pub(super) fn named(name: &Text, key: &'static str, strict: bool, gathered: &mut Gathered) -> u32 {
    let text = linked_name(&name.text);
    let reference = gathered.references.len() as u32;
    gathered.references.push(Reference {
        target: Target::Concept { name: text.to_owned(), strict },
        span: name.span,
        form: Form::Field(key),
        text: 0..0,
    });
    reference
}

fn labels(fields: &mut Fields, key: &'static str) -> Vec<Label> {
    fields.value(key).map_or_else(Vec::new, |value| labels_of(value, fields, key))
}

/// Labels: texts, or `{text: TL, kind: abbreviation}`.
fn labels_of(value: Value, fields: &mut Fields, key: &'static str) -> Vec<Label> {
    let values = if let Node::List(values) = value.node { values } else { vec![value] };
    let label = |value: Value| {
        if !matches!(value.node, Node::Map(_)) {
            let Text { text, span, verbatim: _ } = fields.as_text(key, value)?;
            return Some(Label { text, span, kind: LabelKind::Plain });
        }
        let mut inner = fields.nested(value);
        let text = inner.text("text");
        let kind = inner.choice("kind", LABEL_KINDS).unwrap_or(LabelKind::Plain);
        fields.join(inner.finish_closed());
        let Text { text, span, verbatim: _ } = text?;
        Some(Label { text, span, kind })
    };
    values.into_iter().filter_map(label).collect()
}

/// `aliases`: with a `/` an old address (Hugo), else a label (Obsidian).
pub(super) fn aliases(fields: &mut Fields, front: &mut Front) {
    for alias in fields.texts("aliases") {
        if alias.text.contains('/') {
            front.redirect_from.extend(checked_address(fields, "aliases", &alias));
        } else {
            let Text { text, span, verbatim: _ } = alias;
            front.concept.alt.push(Label { text, span, kind: LabelKind::Plain });
        }
    }
}
