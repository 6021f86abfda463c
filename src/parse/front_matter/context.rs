//! `contexts` and `positions`: facts about a concept, the spectra it stretches over, and where it stands.

use super::{concept::named, inline, markdown_of};
use crate::{
    data::{Fields, Node, Spanned, Value},
    parse::{Fragment, Gathered},
    source::Span,
};

/// `{fact: "have been a [[Technical IC]]", modal: can, frequency: often}`; a plain text is the fact.
#[derive(Clone, PartialEq, Debug)]
pub struct Fact {
    /// `fact`, inline Markdown.
    pub text: Fragment,
    /// `modal`.
    pub modal: Option<Modal>,
    /// `frequency`.
    pub frequency: Option<Frequency>,
}

/// How binding a fact is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each is the front matter value of its name")]
pub enum Modal {
    Can,
    Must,
    May,
    Should,
    Cannot,
}

/// How often a fact holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each is the front matter value of its name")]
pub enum Frequency {
    Always,
    Often,
    Sometimes,
    Rarely,
}

/// `{from: Project Leader, to: Enterprise Leader, by: scope of influence, via: [Programme Leader]}`: a
/// range of variants. What it lacks is said when pages are linked, and it is not drawn.
#[derive(Clone, PartialEq, Debug)]
pub struct Spectrum {
    /// `from`: index into [`crate::parse::Document::references`].
    pub from: Option<u32>,
    /// `to`: likewise.
    pub to: Option<u32>,
    /// `by`: what changes along it, inline Markdown. Its text is what `positions` name.
    pub by: Option<Spanned<Fragment>>,
    /// `via`: the steps between the ends, in order; indexes as `from`.
    pub via: Vec<u32>,
    /// The whole entry.
    pub span: Span,
}

/// `scope of influence: 0.2`.
#[derive(Clone, PartialEq, Debug)]
pub struct Position {
    /// The `by` of the spectrum.
    pub by: Spanned<String>,
    /// 0 at the `from` end, 1 at the `to` end; what is out of that range is said when pages are linked.
    pub at: Spanned<f64>,
}

impl Spectrum {
    /// Both ends, if it has them and says what changes between them, and so can be drawn.
    pub fn ends(&self) -> Option<(u32, u32)> {
        self.by.as_ref()?;
        self.from.zip(self.to)
    }
}

impl Modal {
    /// All, by their names.
    pub const NAMES: &'static [(&'static str, Modal)] = &[
        ("can", Modal::Can),
        ("must", Modal::Must),
        ("may", Modal::May),
        ("should", Modal::Should),
        ("cannot", Modal::Cannot),
    ];
}

impl Frequency {
    /// All, by their names.
    pub const NAMES: &'static [(&'static str, Frequency)] = &[
        ("always", Frequency::Always),
        ("often", Frequency::Often),
        ("sometimes", Frequency::Sometimes),
        ("rarely", Frequency::Rarely),
    ];
}

pub(super) fn contexts(fields: &mut Fields, gathered: &mut Gathered) -> (Vec<Fact>, Vec<Spectrum>) {
    let (mut facts, mut spectra) = (Vec::new(), Vec::new());
    for value in fields.list("contexts") {
        if !matches!(value.node, Node::Map(_)) {
            let text = fields.as_text("contexts", value);
            facts.extend(text.map(|text| Fact {
                text: markdown_of(&text, gathered).value,
                modal: None,
                frequency: None,
            }));
            continue;
        }
        let span = value.span;
        let mut inner = fields.nested(value);
        let text = inline(&mut inner, "fact", gathered);
        let modal = inner.choice("modal", Modal::NAMES);
        let frequency = inner.choice("frequency", Frequency::NAMES);
        match text {
            Some(text) => facts.push(Fact { text: text.value, modal, frequency }),
            None => spectra.push(spectrum(&mut inner, span, gathered)),
        }
        fields.join(inner.finish_closed());
    }
    (facts, spectra)
}

fn spectrum(fields: &mut Fields, span: Span, gathered: &mut Gathered) -> Spectrum {
    let mut end = |fields: &mut Fields, key| {
        fields.text(key).map(|name| named(&name, "contexts", false, gathered))
    };
    let from = end(fields, "from");
    let to = end(fields, "to");
    let via = fields.texts("via");
    let via = via.iter().map(|name| named(name, "contexts", false, gathered)).collect();
    Spectrum { from, to, by: inline(fields, "by", gathered), via, span }
}

pub(super) fn positions(fields: &mut Fields) -> Vec<Position> {
    let mut positions = Vec::new();
    for (key, value) in fields.entries("positions") {
        let span = value.span;
        let by = Spanned { value: key.name, span: key.span };
        match number(&value) {
            Some(at) => positions.push(Position { by, at: Spanned { value: at, span } }),
            None => fields.wrong(&by.value, "a number from 0 to 1", &value),
        }
    }
    positions
}

fn number(value: &Value) -> Option<f64> {
    let Node::Scalar(scalar) = &value.node else { return None };
    scalar.text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}
