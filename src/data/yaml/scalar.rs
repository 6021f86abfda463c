//! A scalar as the author wrote it.

use std::ops::Range;

use granit_parser::{ScalarStyle, Tag};

use super::{
    super::{Node, Scalar, Value},
    Tree,
};

impl Tree<'_, '_, '_> {
    pub(super) fn scalar(
        &self,
        text: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        mut range: Range<usize>,
    ) -> Value {
        let source = self.text.get(range.clone()).unwrap_or("");
        let tag = tag.and_then(Tag::core_suffix);
        let scalar = match style {
            ScalarStyle::Plain => {
                let null = matches!(source, "" | "~" | "null" | "Null" | "NULL");
                if tag == Some("null") || (null && tag != Some("str")) {
                    return Value { node: Node::Null, span: self.notes.span(range) };
                }
                // The source is what the author wrote; `text` may have mended bytes in it.
                let verbatim = source.len() == text.len() && !source.contains('\n');
                Scalar {
                    text: if verbatim { source.to_owned() } else { folded(source) },
                    plain: tag != Some("str"),
                    verbatim: verbatim.then(|| self.notes.span(range.clone()).start),
                }
            }
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                let inside = source.len().checked_sub(1).and_then(|end| source.get(1..end));
                Scalar {
                    text: text.to_owned(),
                    plain: matches!(tag, Some("bool" | "int" | "float")),
                    verbatim: (inside == Some(text))
                        .then(|| self.notes.span(range.clone()).start + 1),
                }
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                range.end = range.start + source.trim_end().len();
                let start = source.len() - source.trim_start().len();
                let one_line = source.trim() == text.trim_end();
                Scalar {
                    text: text.to_owned(),
                    plain: false,
                    verbatim: one_line.then(|| self.notes.span(range.clone()).start + start as u32),
                }
            }
        };
        Value { node: Node::Scalar(scalar), span: self.notes.span(range) }
    }
}

/// What repeating a value costs: its values, and one more for each 64 bytes of text, so that a long
/// text repeated is as dear as many values.
pub(super) fn weight(value: &Value) -> usize {
    1 + match &value.node {
        Node::Null => 0,
        Node::Scalar(scalar) => scalar.text.len() / 64,
        Node::List(values) => values.iter().map(weight).sum(),
        Node::Map(entries) => {
            entries.iter().map(|(key, value)| key.name.len() / 64 + weight(value)).sum()
        }
    }
}

/// A plain text over several lines as YAML reads it: one space for a line end, empty lines kept.
fn folded(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut empty = 0;
    for (i, line) in source.lines().map(|line| line.trim_matches([' ', '\t', '\r'])).enumerate() {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if empty > 0 {
            text.extend(std::iter::repeat_n('\n', empty));
        } else if i > 0 {
            text.push(' ');
        }
        empty = 0;
        text.push_str(line);
    }
    text
}
