//! `quotations`: what others say of a concept, and what it comes to.

use super::{inline, markdown_of, parts::cited};
use crate::{
    data::{Fields, Node, Value},
    parse::{Fragment, Gathered},
};

/// `{year: 2024, source: Name, text: "…", cites: [id], outline: […]}`; a plain text is the text.
#[derive(Clone, PartialEq, Debug)]
pub struct Quotation {
    /// `year`: four digits.
    pub year: Option<u16>,
    /// `source`: who says it, inline Markdown. The marks of `cites` stand after it, else after the text.
    pub source: Option<Fragment>,
    /// `text`, inline Markdown.
    pub text: Fragment,
    /// `outline`: what it says, point by point.
    pub outline: Vec<OutlineSection>,
}

/// `{heading: Key aspects, items: […]}`.
#[derive(Clone, PartialEq, Debug)]
pub struct OutlineSection {
    /// `heading`, inline Markdown.
    pub heading: Option<Fragment>,
    /// `items`.
    pub items: Vec<OutlinePoint>,
}

/// `{lead: Vision, text: sets direction}`; a plain text is the text.
#[derive(Clone, PartialEq, Debug)]
pub struct OutlinePoint {
    /// `lead`: what the point is about, inline Markdown.
    pub lead: Option<Fragment>,
    /// `text`, inline Markdown.
    pub text: Option<Fragment>,
}

pub(super) fn quotations(fields: &mut Fields, gathered: &mut Gathered) -> Vec<Quotation> {
    let values = fields.list("quotations");
    values.into_iter().filter_map(|value| quotation(value, fields, gathered)).collect()
}

fn quotation(value: Value, fields: &mut Fields, gathered: &mut Gathered) -> Option<Quotation> {
    if !matches!(value.node, Node::Map(_)) {
        let text = markdown_of(&fields.as_text("quotations", value)?, gathered).value;
        return Some(Quotation { year: None, source: None, text, outline: Vec::new() });
    }
    let span = value.span;
    let mut inner = fields.nested(value);
    let year = inner.parsed("year", "a year such as `2024`", |text| {
        text.parse().ok().filter(|year| (1000..=9999).contains(year))
    });
    let mut text = inline(&mut inner, "text", gathered).map(|text| text.value);
    let mut source = inline(&mut inner, "source", gathered).map(|source| source.value);
    if let Some(cites) = source.as_mut().or(text.as_mut()) {
        cites.pieces.extend(cited(&mut inner, gathered));
    }
    let sections = inner.list("outline");
    let outline =
        sections.into_iter().filter_map(|value| section(value, &mut inner, gathered)).collect();
    if text.is_none() {
        inner.say(span, "a quotation has no `text`", Some("write what was said".to_owned()));
    }
    fields.join(inner.finish_closed());
    text.map(|text| Quotation { year, source, text, outline })
}

fn section(value: Value, fields: &mut Fields, gathered: &mut Gathered) -> Option<OutlineSection> {
    if !matches!(value.node, Node::Map(_)) {
        return point(value, "outline", fields, gathered)
            .map(|point| OutlineSection { heading: None, items: vec![point] });
    }
    let mut inner = fields.nested(value);
    let heading = inline(&mut inner, "heading", gathered).map(|heading| heading.value);
    let items = inner.list("items");
    let items: Vec<OutlinePoint> =
        items.into_iter().filter_map(|value| point(value, "items", &mut inner, gathered)).collect();
    fields.join(inner.finish_closed());
    (heading.is_some() || !items.is_empty()).then_some(OutlineSection { heading, items })
}

fn point(
    value: Value,
    key: &'static str,
    fields: &mut Fields,
    gathered: &mut Gathered,
) -> Option<OutlinePoint> {
    let (lead, text) = if let Node::Map(_) = value.node {
        let mut inner = fields.nested(value);
        let lead = inline(&mut inner, "lead", gathered);
        let text = inline(&mut inner, "text", gathered);
        fields.join(inner.finish_closed());
        (lead.map(|lead| lead.value), text.map(|text| text.value))
    } else {
        (None, Some(markdown_of(&fields.as_text(key, value)?, gathered).value))
    };
    (lead.is_some() || text.is_some()).then_some(OutlinePoint { lead, text })
}
