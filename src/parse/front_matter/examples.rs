//! `examples` and `counter_examples`: trees of what a concept is, and of what it is not.

use super::{concept::named, inline, markdown_of};
use crate::{
    data::{Fields, Node, Text, Value},
    parse::{Fragment, Gathered},
};

/// An entry: an item (`{term: DevOps Leader, gloss: …, because: …}`), a group of them
/// (`{group: By domain, open: true, items: […]}`), or a bare name. Items may have items of their own.
#[derive(Clone, PartialEq, Debug)]
pub struct Example {
    /// What it is called; `None` for a group without a name.
    pub name: Option<ExampleName>,
    /// `gloss`: what it is, in a few words; inline Markdown.
    pub gloss: Option<Fragment>,
    /// `because`: why it is none (of a counter-example), inline Markdown.
    pub because: Option<Fragment>,
    /// `open`: there are others beside its items.
    pub open: bool,
    /// `items`.
    pub items: Vec<Example>,
}

/// What an example is called.
#[derive(Clone, PartialEq, Debug)]
pub enum ExampleName {
    /// `group`: a heading, inline Markdown.
    Group(Fragment),
    /// `term`, or a bare name: index into [`crate::parse::Document::references`].
    Term(u32),
}

impl Example {
    /// The references of its terms and of all below it, in the order written.
    pub fn terms(&self) -> Vec<u32> {
        let own = match &self.name {
            Some(ExampleName::Term(reference)) => Some(*reference),
            Some(ExampleName::Group(_)) | None => None,
        };
        own.into_iter().chain(self.items.iter().flat_map(Example::terms)).collect()
    }
}

pub(super) fn examples(
    fields: &mut Fields,
    key: &'static str,
    gathered: &mut Gathered,
) -> Vec<Example> {
    let values = fields.list(key);
    values.into_iter().filter_map(|value| example(value, key, fields, gathered)).collect()
}

fn example(
    value: Value,
    key: &'static str,
    fields: &mut Fields,
    gathered: &mut Gathered,
) -> Option<Example> {
    if !matches!(value.node, Node::Map(_)) {
        let name = fields.as_text(key, value)?;
        return Some(Example {
            name: Some(term(&name, key, gathered)),
            gloss: None,
            because: None,
            open: false,
            items: Vec::new(),
        });
    }
    let span = value.span;
    let mut inner = fields.nested(value);
    let written = (inner.text("term"), inner.text("group"));
    let name = match &written {
        (Some(name), _) => Some(term(name, key, gathered)),
        (None, Some(group)) => Some(ExampleName::Group(markdown_of(group, gathered).value)),
        (None, None) => None,
    };
    let gloss = inline(&mut inner, "gloss", gathered).map(|text| text.value);
    let because = inline(&mut inner, "because", gathered).map(|text| text.value);
    let open = inner.flag("open").unwrap_or(false);
    let items = inner.list("items");
    let items: Vec<Example> =
        items.into_iter().filter_map(|item| example(item, key, &mut inner, gathered)).collect();
    if let (Some(_), Some(group)) = &written {
        let message = "an entry is a `term` or a `group`, not both";
        inner.say(group.span, message, Some("take one of the two out".to_owned()));
    }
    if name.is_none() && items.is_empty() {
        let help = "name it with `term`, or with `group` and its `items`".to_owned();
        inner.say(span, format!("an entry of `{key}` has no name"), Some(help));
    }
    fields.join(inner.finish_closed());
    (name.is_some() || !items.is_empty()).then_some(Example { name, gloss, because, open, items })
}

fn term(name: &Text, key: &'static str, gathered: &mut Gathered) -> ExampleName {
    ExampleName::Term(named(name, key, false, gathered))
}
