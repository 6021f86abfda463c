//! Front matter: split from the text, read, and made into what the model knows.

mod career;
mod comparison;
mod concept;
mod context;
mod examples;
mod facet;
mod fence;
mod front;
mod matches;
mod page;
mod parts;
mod quotations;
mod role;

pub use career::{CareerKind, CareerStep};
pub(super) use comparison::asked;
pub use comparison::{
    Asked, Choice, ComparisonFront, Dimension, Orientation, Override, RelatedTerm, SIDES,
};
pub use context::{Fact, Frequency, Modal, Position, Spectrum};
pub use examples::{Example, ExampleName};
pub(super) use facet::position;
pub use facet::{FacetValue, Filled, NamedConcept, Said};
pub use fence::Block;
pub(super) use fence::split;
pub use front::{
    ConceptFront, Front, Label, LabelKind, Period, Relation, RelationKey, Status, Toc,
};
pub use matches::{Match, MatchKind};
pub(super) use parts::wanted_after;
pub use parts::{
    ActionPlan, PartsFront, Question, SourceEntry, Step, StepTarget, Takeaway, Takeaways,
};
pub use quotations::{OutlinePoint, OutlineSection, Quotation};

use super::{At, Fragment, Gathered, Options, markdown};
pub use crate::data::Spanned;
use crate::{
    config::Kind,
    data::{self, Fields, Key, Node, Text, Value},
    diagnostic::{Code, Diagnostic},
    memo::Fingerprint,
    source::Span,
};
use comparison::comparison;
use concept::{aliases, concept, details, linked_name, named};
use page::{about_the_page, addresses, place_in_the_book};
use role::role;
pub use role::{Direction, Measure, Need, Partner, Responsibility, RoleFront, Skill};

/// More than this is no front matter any more, but data in the wrong place.
const MAX_BYTES: usize = 64 * 1024;

/// Keys of the parts of a page, which a plain folder does not have.
const PARTS: &[&str] = &["takeaways", "action_plan", "faq", "references"];

/// Reads the front matter between the fences: complaints and references go to `gathered`.
pub(super) fn read(
    text: &str,
    block: &Block,
    options: &Options<'_>,
    gathered: &mut Gathered,
) -> Front {
    let inside = &text[block.inside.clone()];
    if inside.len() > MAX_BYTES {
        let message = "front matter over 64 KiB is not read";
        let span = Span::from(block.inside.clone());
        gathered.diagnostics.push(Diagnostic::new(Code::TooLarge, &gathered.file, span, message));
        return Front { broken: true, ..Front::default() };
    }
    let code = Code::BadFrontMatter;
    let read = data::read(block.notation, code, &gathered.file, block.inside.start, inside);
    // Of a map without its end, the last keys may be in the body.
    let broken = !gathered.diagnostics.is_empty() || !read.diagnostics.is_empty();
    let value = read.take(&mut gathered.diagnostics);
    let mut front = Front { keys: keys(&value), broken, ..Front::default() };
    let meaning = meaning(&value);
    let mut fields = Fields::new(value, code, &gathered.file);
    let has_parts = gathered.options.parts;
    let sources = if has_parts { parts::sources(&mut fields, gathered) } else { Vec::new() };
    about_the_page(&mut fields, &mut front, gathered);
    addresses(&mut fields, &mut front);
    place_in_the_book(&mut fields, &mut front);
    front.concept = concept(&mut fields, gathered);
    aliases(&mut fields, &mut front);
    if has_parts {
        front.parts = parts::parts(&mut fields, sources, options.facets, gathered);
    } else {
        fields.knows(PARTS);
    }
    let kind = front.kind.as_ref().map(|kind| kind.value);
    // A page whose type only its path tells may be of any.
    if matches!(kind, None | Some(Kind::Role | Kind::Term)) {
        details(&mut fields, &mut front.concept, gathered);
    }

    match front.kind.as_ref().map_or(options.kind, |kind| kind.value) {
        Kind::Role => front.role = Some(role(&mut fields, options.facets, gathered).into()),
        Kind::Comparison => {
            let comparison = comparison(&mut fields, options.facets, gathered);
            front.comparison = Some(comparison.into());
        }
        Kind::Page | Kind::Guide | Kind::Term => {}
    }

    let (extra, complaints) = fields.finish();
    front.extra = extra;
    front.extra.sort_by_key(|(key, _)| key.span);
    front.broken |= complaints.iter().any(|it| {
        let Span { start, end } = it.place.span;
        meaning.iter().any(|said| said.start <= start && end <= said.end)
    });
    gathered.diagnostics.extend(complaints);
    front
}

/// Where it is said what the page is about: each such key with its value, slips of the keys too.
fn meaning(value: &Value) -> Vec<Span> {
    let Node::Map(entries) = &value.node else { return Vec::new() };
    let is_near = |(key, _): &&(Key, Value)| data::nearest_within(&key.name, MEANING, 1).is_some();
    let spans = entries
        .iter()
        .filter(is_near)
        .map(|(key, value)| Span { start: key.span.start, end: value.span.end.max(key.span.end) });
    spans.collect()
}

/// The keys that say what a page is about.
const MEANING: [&str; 3] = ["definition", "summary", "description"];

/// The keys of a map, each with a print of its value.
fn keys(value: &Value) -> Vec<(Box<str>, Fingerprint)> {
    let Node::Map(entries) = &value.node else { return Vec::new() };
    entries.iter().map(|(key, value)| (key.name.as_str().into(), value.print())).collect()
}

fn inline(
    fields: &mut Fields,
    key: &'static str,
    gathered: &mut Gathered,
) -> Option<Spanned<Fragment>> {
    fields.text(key).map(|text| markdown_of(&text, gathered))
}

fn markdown_of(text: &Text, gathered: &mut Gathered) -> Spanned<Fragment> {
    let at = At { span: text.span, verbatim: text.verbatim };
    Spanned { value: markdown::inline(&text.text, at, gathered), span: text.span }
}

/// The concept that a value names under `key`, with its reference.
pub(super) fn concept_named(
    name: &Text,
    key: &'static str,
    strict: bool,
    gathered: &mut Gathered,
) -> NamedConcept {
    let reference = named(name, key, strict, gathered);
    let shown = linked_name(&name.text).to_owned();
    NamedConcept { name: shown, reference, span: name.span }
}

fn spanned(text: Text) -> Spanned<String> {
    Spanned { value: text.text, span: text.span }
}

#[cfg(test)]
mod tests;
