//! Front matter: split from the text, read, and made into what the model knows.

mod concept;
mod context;
mod examples;
mod fence;
mod front;
mod matches;
mod page;
mod quotations;

pub use context::{Fact, Frequency, Modal, Position, Spectrum};
pub use examples::{Example, ExampleName};
pub use fence::Block;
pub(super) use fence::split;
pub use front::{
    ConceptFront, Front, Label, LabelKind, Period, Relation, RelationKey, Status, Toc,
};
pub use matches::{Match, MatchKind};
pub use quotations::{OutlinePoint, OutlineSection, Quotation};

use super::{At, Fragment, Gathered, markdown};
pub use crate::data::Spanned;
use crate::{
    config::Kind,
    data::{self, Fields, Text},
    diagnostic::{Code, Diagnostic},
    source::Span,
};
use concept::{aliases, concept, details};
use page::{about_the_page, addresses, place_in_the_book};

/// More than this is no front matter any more, but data in the wrong place.
const MAX_BYTES: usize = 64 * 1024;

/// Keys of any page or concept that later stages read.
const LATER: &[&str] = &["takeaways", "action_plan", "faq", "references", "print"];

/// Keys of a role that later stages read.
const ROLE: &[&str] = &[
    "track",
    "levels",
    "facets",
    "focus",
    "responsibilities",
    "skills",
    "impact",
    "authority",
    "scope",
    "hands_on",
    "communication",
    "success",
    "career",
    "partners",
];

/// Keys of a comparison that later stages read.
const COMPARISON: &[&str] =
    &["subjects", "for", "facets", "orientation", "cells", "dimensions", "choose", "related_terms"];

/// Reads the front matter between the fences: complaints and references go to `gathered`.
pub(super) fn read(text: &str, block: &Block, gathered: &mut Gathered) -> Front {
    let inside = &text[block.inside.clone()];
    if inside.len() > MAX_BYTES {
        let message = "front matter over 64 KiB is not read";
        let span = Span::from(block.inside.clone());
        gathered.diagnostics.push(Diagnostic::new(Code::TooLarge, &gathered.file, span, message));
        return Front::default();
    }
    let code = Code::BadFrontMatter;
    let value = data::read(block.notation, code, &gathered.file, block.inside.start, inside)
        .take(&mut gathered.diagnostics);
    let mut fields = Fields::new(value, code, &gathered.file);
    let mut front = Front::default();
    about_the_page(&mut fields, &mut front, gathered);
    addresses(&mut fields, &mut front);
    place_in_the_book(&mut fields, &mut front);
    front.concept = concept(&mut fields, gathered);
    aliases(&mut fields, &mut front);
    let kind = front.kind.as_ref().map(|kind| kind.value);
    // A page whose type only its path tells may be of any.
    if matches!(kind, None | Some(Kind::Role | Kind::Term)) {
        details(&mut fields, &mut front.concept, gathered);
    }

    front.model = [LATER, ROLE, COMPARISON].iter().flat_map(|keys| fields.keep(keys)).collect();
    front.model.sort_by_key(|(key, _)| key.span);
    fields.knows(LATER);
    if matches!(kind, None | Some(Kind::Role)) {
        fields.knows(ROLE);
    }
    if matches!(kind, None | Some(Kind::Comparison)) {
        fields.knows(COMPARISON);
    }
    let (extra, complaints) = fields.finish();
    front.extra = extra;
    front.extra.sort_by_key(|(key, _)| key.span);
    gathered.diagnostics.extend(complaints);
    front
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

fn spanned(text: Text) -> Spanned<String> {
    Spanned { value: text.text, span: text.span }
}

#[cfg(test)]
mod tests;
