//! The keys of comparisons: subjects, facets, overrides, paired prose, advice, coined terms.

use super::{
    concept_named,
    facet::{FacetValue, NamedConcept},
    inline, markdown_of,
    role::{each, item, unknown_facet, value_of},
    spanned,
};
use crate::{
    config::Facets,
    data::{Fields, Key, Node, Spanned, Text, Value},
    diagnostic::{Code, Diagnostic},
    parse::{Fragment, Gathered},
    source::Span,
};

/// What the front matter of a comparison says.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ComparisonFront {
    /// The table.
    pub asked: Asked,
    /// `for`: an angle, inline Markdown.
    pub angle: Option<Spanned<Fragment>>,
    /// `dimensions`.
    pub dimensions: Vec<Dimension>,
    /// `choose`.
    pub choose: Vec<Choice>,
    /// `related_terms`.
    pub related_terms: Vec<RelatedTerm>,
}

/// The table that a comparison, or a `compare` directive, asks for.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Asked {
    /// `subjects`, in the author's order: references that must exist.
    pub subjects: Vec<NamedConcept>,
    /// The place of `subjects` as a whole.
    pub subjects_place: Option<Span>,
    /// `facets`: names of declared facets in the order wanted; empty for all that two subjects fill.
    pub facets: Vec<Spanned<String>>,
    /// `orientation`.
    pub orientation: Option<Orientation>,
    /// `cells`: what stands here instead of a role's own words.
    pub cells: Vec<Override>,
}

/// How a comparison lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Orientation {
    /// As it fits: subjects are columns when there are at most 4, and more facets than subjects.
    #[default]
    Auto,
    /// A column for each subject.
    SubjectsAsColumns,
    /// A row for each subject.
    SubjectsAsRows,
}

/// What a comparison says in one cell instead of a role's own words.
#[derive(Clone, PartialEq, Debug)]
pub struct Override {
    /// The facet's name, where its overrides begin.
    pub facet: Spanned<Box<str>>,
    /// Whose cell.
    pub subject: NamedConcept,
    /// What stands there.
    pub value: FacetValue,
    /// Where.
    pub span: Span,
}

/// Prose on one aspect, in a part for each subject.
#[derive(Clone, PartialEq, Debug)]
pub struct Dimension {
    /// Inline Markdown.
    pub heading: Spanned<Fragment>,
    /// `a` to `f`: of the first subject to the sixth.
    pub sides: Vec<Option<Spanned<Fragment>>>,
    /// `both`: what holds for all.
    pub both: Option<Fragment>,
}

/// Advice on which to choose.
#[derive(Clone, PartialEq, Debug)]
pub struct Choice {
    /// Inline Markdown.
    pub when: Fragment,
    /// The subject.
    pub pick: NamedConcept,
}

/// A term that was coined between the subjects.
#[derive(Clone, PartialEq, Debug)]
pub struct RelatedTerm {
    /// Its name: often one that has no page.
    pub term: NamedConcept,
    /// Inline Markdown.
    pub text: Option<Fragment>,
}

impl ComparisonFront {
    /// Its texts that link to what they mention: all but headings.
    pub fn texts(&self) -> impl Iterator<Item = &Fragment> {
        let below =
            self.texts_below().filter_map(|(text, is_heading)| (!is_heading).then_some(text));
        self.texts_above().chain(below)
    }

    /// Those above the body, in the order in which they are drawn.
    pub fn texts_above(&self) -> impl Iterator<Item = &Fragment> {
        self.choose.iter().map(|choice| &choice.when)
    }

    /// Those below it, each with whether it is a heading.
    pub fn texts_below(&self) -> impl Iterator<Item = (&Fragment, bool)> {
        let dimensions = self.dimensions.iter().flat_map(|dimension| {
            let sides = dimension.sides.iter().flatten().map(|side| &side.value);
            let texts = sides.chain(&dimension.both).map(|text| (text, false));
            std::iter::once((&dimension.heading.value, true)).chain(texts)
        });
        let related = self.related_terms.iter().filter_map(|term| term.text.as_ref());
        dimensions.chain(related.map(|text| (text, false)))
    }
}

const ORIENTATIONS: &[(&str, Orientation)] = &[
    ("auto", Orientation::Auto),
    ("subjects-as-columns", Orientation::SubjectsAsColumns),
    ("subjects-as-rows", Orientation::SubjectsAsRows),
];

/// The keys of the sides of a dimension, by subject: as many as a comparison has at most.
pub const SIDES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// Reads the keys of a comparison.
pub(super) fn comparison(
    fields: &mut Fields,
    facets: &Facets,
    gathered: &mut Gathered,
) -> ComparisonFront {
    let mut comparison = ComparisonFront {
        asked: asked(fields, facets, gathered),
        angle: inline(fields, "for", gathered),
        ..ComparisonFront::default()
    };
    comparison.dimensions =
        list(fields, "dimensions", |value, fields| dimension(value, fields, gathered));
    comparison.choose = list(fields, "choose", |value, fields| choice(value, fields, gathered));
    comparison.related_terms = list(fields, "related_terms", |value, fields| {
        let (name, text) = item(value, "term", "related_terms", fields, |inner| {
            inline(inner, "text", gathered).map(|text| text.value)
        })?;
        Some(RelatedTerm { term: concept_named(&name, "related_terms", false, gathered), text })
    });
    comparison
}

/// Reads what a table is asked for with.
pub(in crate::parse) fn asked(
    fields: &mut Fields,
    facets: &Facets,
    gathered: &mut Gathered,
) -> Asked {
    let mut asked = Asked::default();
    if let Some(value) = fields.value("subjects") {
        asked.subjects_place = Some(value.span);
        asked.subjects = each(value, fields, |value, fields| {
            let name = fields.as_text("subjects", value)?;
            Some(concept_named(&name, "subjects", true, gathered))
        });
    }
    for name in fields.texts("facets") {
        if facets.find(&name.text).is_some() {
            asked.facets.push(spanned(name));
        } else {
            unknown_facet(&name.text, name.span, facets, gathered);
        }
    }
    asked.orientation = fields.choice("orientation", ORIENTATIONS);
    for (key, value) in fields.entries("cells") {
        let cells = overrides(&key, value, fields, &asked.subjects, facets, gathered);
        asked.cells.extend(cells);
    }
    asked
}

fn list<T>(
    fields: &mut Fields,
    key: &'static str,
    read: impl FnMut(Value, &mut Fields) -> Option<T>,
) -> Vec<T> {
    fields.value(key).map_or_else(Vec::new, |value| each(value, fields, read))
}

/// The cells of one facet: subject by subject, each as a role's page would say it.
fn overrides(
    key: &Key,
    value: Value,
    fields: &mut Fields,
    subjects: &[NamedConcept],
    facets: &Facets,
    gathered: &mut Gathered,
) -> Vec<Override> {
    let Some((_, facet)) = facets.find(&key.name) else {
        let said = gathered.diagnostics.len();
        unknown_facet(&key.name, key.span, facets, gathered);
        if let Some(help) = turned_round(&key.name, &value, subjects, facets) {
            gathered.diagnostics[said..].iter_mut().for_each(|it| it.help = Some(help.clone()));
        }
        return Vec::new();
    };
    let Node::Map(entries) = value.node else {
        let name = &key.name;
        let found = value.described();
        let subject = subjects.first().map_or("technical-lead", |subject| &subject.name);
        let message = format!("`cells`: expected a map of subjects for `{name}`, found {found}");
        let help = format!("say in whose cell it stands, as in `{name}: {{{subject}: …}}`");
        fields.say(value.span, message, Some(help));
        return Vec::new();
    };
    let mut overrides = Vec::new();
    for (subject, value) in entries {
        let span = value.span;
        let name = Text { text: subject.name, span: subject.span, verbatim: None };
        let subject = concept_named(&name, "cells", true, gathered);
        let said = gathered.diagnostics.len();
        if let Some(value) = value_of(facet, "cells", value, gathered) {
            let facet = Spanned { value: key.name.as_str().into(), span: key.span };
            overrides.push(Override { facet, subject, value, span });
        } else if gathered.diagnostics.len() == said {
            let message = format!("`{}`: nothing is said of `{}`", key.name, subject.name);
            let help = "write what stands in the cell, or take the entry out".to_owned();
            let complaint = Diagnostic::new(Code::FacetType, &gathered.file, name.span, message);
            gathered.diagnostics.push(complaint.help(help));
        }
    }
    overrides
}

/// Advice for an entry of `cells` that has a subject outside and facets inside; `None` for what is
/// not so.
fn turned_round(
    name: &str,
    value: &Value,
    subjects: &[NamedConcept],
    facets: &Facets,
) -> Option<String> {
    let is_subject = subjects.iter().any(|it| it.name.to_lowercase() == name.to_lowercase());
    let inner = match &value.node {
        Node::Map(entries) => {
            entries.iter().find_map(|(key, _)| facets.find(&key.name).map(|(_, facet)| facet))
        }
        Node::Scalar(_) | Node::List(_) | Node::Null => None,
    };
    let facet = inner.or_else(|| facets.iter().next().filter(|_| is_subject))?;
    let why = if is_subject {
        format!("`{name}` is a role")
    } else {
        "facets stand outside, roles inside".into()
    };
    Some(format!("{why}; write `{}: {{{name}: …}}`", facet.name))
}

fn dimension(value: Value, fields: &mut Fields, gathered: &mut Gathered) -> Option<Dimension> {
    let (heading, (mut sides, both)) = item(value, "heading", "dimensions", fields, |inner| {
        let sides: Vec<_> = SIDES.iter().map(|side| inline(inner, side, gathered)).collect();
        (sides, inline(inner, "both", gathered).map(|both| both.value))
    })?;
    let last = sides.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    sides.truncate(last);
    Some(Dimension { heading: markdown_of(&heading, gathered), sides, both })
}

fn choice(value: Value, fields: &mut Fields, gathered: &mut Gathered) -> Option<Choice> {
    let span = value.span;
    if !matches!(value.node, Node::Map(_)) {
        fields.wrong("choose", "`when` and `pick`", &value);
        return None;
    }
    let mut inner = fields.nested(value);
    let when = inline(&mut inner, "when", gathered);
    let pick = inner.text("pick");
    let complaints = inner.finish_closed();
    if (when.is_none() || pick.is_none()) && complaints.is_empty() {
        fields.say(span, "`choose`: each entry has `when` and `pick`", None);
    }
    fields.join(complaints);
    let pick = concept_named(&pick?, "choose", true, gathered);
    Some(Choice { when: when?.value, pick })
}
