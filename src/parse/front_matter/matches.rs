//! `match`: the same and like concepts of other vocabularies (SKOS, mapping properties).

use super::concept::named;
use crate::{
    data::{Fields, Text},
    parse::{Form, Gathered, Reference, Target},
};

/// One entry of `match`.
#[derive(Clone, PartialEq, Debug)]
pub struct Match {
    /// The key it stands under.
    pub kind: MatchKind,
    /// Index into [`crate::parse::Document::references`]: an absolute address, or a concept of this
    /// handbook's other schemes.
    pub reference: u32,
}

/// How close the match is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MatchKind {
    /// The two are one concept, whoever uses it.
    Exact,
    /// They can stand for each other in some uses.
    Close,
    /// The other is broader.
    Broad,
    /// They are related.
    Related,
}

impl MatchKind {
    /// All, by their keys, the closest first.
    pub const NAMES: &'static [(&'static str, MatchKind)] = &[
        ("exact", MatchKind::Exact),
        ("close", MatchKind::Close),
        ("broad", MatchKind::Broad),
        ("related", MatchKind::Related),
    ];
}

pub(super) fn matches(fields: &mut Fields, gathered: &mut Gathered) -> Vec<Match> {
    let Some(value) = fields.map("match") else { return Vec::new() };
    let mut inner = fields.nested(value);
    let mut matches = Vec::new();
    for &(key, kind) in MatchKind::NAMES {
        for text in inner.texts(key) {
            let reference = if is_absolute(&text.text) {
                address(text, gathered)
            } else {
                named(&text, "match", true, gathered)
            };
            matches.push(Match { kind, reference });
        }
    }
    fields.join(inner.finish_closed());
    matches
}

fn address(text: Text, gathered: &mut Gathered) -> u32 {
    let reference = gathered.references.len() as u32;
    gathered.references.push(Reference {
        target: Target::Address(text.text),
        span: text.span,
        form: Form::Field("match"),
        text: 0..0,
    });
    reference
}

/// Whether a text begins with a scheme (RFC 3986, section 3.1): `https:`, `urn:`.
fn is_absolute(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    !rest.contains(char::is_whitespace)
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it))
}
