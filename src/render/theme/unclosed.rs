//! The tag of a template that is opened and not closed: the engine tells only where it missed the end.

use crate::source::Span;

/// Tags that have an end of their own.
const BLOCKS: &[&str] = &["block", "component", "filter", "for", "if"];

/// The first tag of `text` that is opened and not closed where another ends or the text does: its name, and
/// where it stands.
pub(super) fn unclosed(text: &str) -> Option<(&'static str, Span)> {
    let mut open: Vec<(&'static str, Span)> = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find("{%").map(|found| at + found) {
        // What is commented out is no tag.
        if let Some(comment) = text[at..found].find("{#").map(|comment| at + comment) {
            at = comment + text[comment..].find("#}")? + "#}".len();
            continue;
        }
        let inside = text[found + "{%".len()..].split("%}").next().unwrap_or_default();
        at = found + "{%".len() + inside.len();
        let trimmed = inside.trim_start_matches('-').trim_start();
        let name = trimmed.split(|it: char| !it.is_alphanumeric() && it != '_').next()?;
        if name == "raw" {
            at += text[at..].find("endraw")?;
        } else if let Some(block) = BLOCKS.iter().find(|block| **block == name) {
            let end = (at + "%}".len()).min(text.len());
            open.push((block, Span::new(found, end)));
        } else if let Some(ended) = name.strip_prefix("end").filter(|it| BLOCKS.contains(it)) {
            match open.pop() {
                Some((block, _)) if block == ended => {}
                other => return other,
            }
        }
    }
    open.pop()
}

/// The last line of `text` that has something on it, without the white space around it.
pub(super) fn last_line(text: &str) -> Span {
    let text = text.trim_end();
    let line = text.rsplit('\n').next().unwrap_or_default();
    Span::new(text.len() - line.trim_start().len(), text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_that_is_not_closed_is_found() {
        let check = |text: &str, expected: Option<&str>| {
            let found = unclosed(text).map(|(_, span)| &text[span.range()]);
            assert_eq!(found, expected, "{text}");
        };
        check("{% block a %}{% if b %}x{% endblock %}", Some("{% if b %}"));
        check("{% for a in b %}{%- if b -%}x{% endif %}", Some("{% for a in b %}"));
        check("{% if a %}{# {% endif %} #}", Some("{% if a %}"));
        check("{% raw %}{% if a %}{% endraw %}", None);
        check("{% if a %}x{% else %}y{% endif %}{% set a = 1 %}", None);
        check("{% endif %}", None);
        check("{% if ü", Some("{% if ü"));
        check("{# {% if a %}", None);
    }

    #[test]
    fn the_last_line_has_text() {
        let text = "a\n  b c \n\n";
        assert_eq!(&text[last_line(text).range()], "b c");
        assert_eq!(last_line(" \n"), Span::default());
    }
}
