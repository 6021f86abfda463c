//! Percentages in prose.

use crate::parse::escape;

/// Writes text as [`escape`] does, with each percentage that has a place to break a line at (`30–70 %`) in an element that
/// keeps it on one.
pub(super) fn escape_prose(text: &str, html: &mut String) {
    let mut from = 0;
    for (at, _) in text.match_indices('%') {
        let before = &text[from..at];
        let number = before.strip_suffix([' ', '\u{a0}', '\u{202f}']).unwrap_or(before);
        let is_figure = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '–');
        let digits = number.trim_end_matches(is_figure).len();
        let start = digits + number[digits..].find(|it: char| it.is_ascii_digit()).unwrap_or(0);
        let figure = &before[start..];
        if !number.ends_with(|last: char| last.is_ascii_digit()) || !figure.contains([' ', '–']) {
            continue;
        }
        escape(&before[..start], html);
        html.push_str("<span class=\"figure\">");
        escape(figure, html);
        html.push_str("%</span>");
        from = at + 1;
    }
    escape(&text[from..], html);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_stays_on_one_line() {
        let of = |text: &str| {
            let mut html = String::new();
            escape_prose(text, &mut html);
            html.replace("<span class=\"figure\">", "[").replace("</span>", "]")
        };
        assert_eq!(of("30–70 % of it, & 5 %."), "[30–70 %] of it, &amp; [5 %].");
        assert_eq!(
            of("(2.5–7,5%) and 5%, 100 % & %, a %"),
            "([2.5–7,5%]) and 5%, [100 %] &amp; %, a %"
        );
        assert_eq!(of("L4–30 %, 1–2–3"), "L[4–30 %], 1–2–3");
    }
}
