//! Lines of code that an author points at: `{3,5-7}` after the fence.

use std::{borrow::Cow, ops::RangeInclusive};

/// The lines, counted from 1, of the first braces that hold nothing but numbers and ranges.
pub(super) fn read(info: &str) -> Vec<RangeInclusive<usize>> {
    let braces = info.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    braces.map(|(inside, _)| lines(inside)).find(|lines| !lines.is_empty()).unwrap_or_default()
}

/// `3,5-7`; empty if any part of it is something else.
fn lines(text: &str) -> Vec<RangeInclusive<usize>> {
    let line = |text: &str| text.trim().parse::<usize>().ok().filter(|line| *line > 0);
    let range = |part: &str| match part.split_once('-') {
        Some((from, to)) => Some(line(from)?..=line(to)?),
        None => line(part).map(|line| line..=line),
    };
    text.split(',').map(range).collect::<Option<_>>().unwrap_or_default()
}

/// Highlighted code with each marked line in a `<mark>`. A span of a colour may go on over lines: it is
/// closed and opened again around a mark.
pub(super) fn drawn<'h>(html: &'h str, lines: &[RangeInclusive<usize>]) -> Cow<'h, str> {
    if lines.is_empty() {
        return Cow::Borrowed(html);
    }
    let mut marked = String::with_capacity(html.len() + html.len() / 8);
    // The opening tag of the span that the code stands in, between lines.
    let mut open = "";
    for (number, line) in (1..).zip(html.split_inclusive('\n')) {
        let is_marked = lines.iter().any(|range| range.contains(&number));
        if is_marked {
            close(open, &mut marked);
            marked.push_str("<mark>");
            marked.push_str(open);
        }
        marked.push_str(line);
        open = open_after(line, open);
        if is_marked {
            close(open, &mut marked);
            marked.push_str("</mark>");
            marked.push_str(open);
        }
    }
    Cow::Owned(marked)
}

fn close(open: &str, html: &mut String) {
    if !open.is_empty() {
        html.push_str("</span>");
    }
}

/// The span that is open after `line`, which began in `open`: spans never stand in each other.
fn open_after<'h>(line: &'h str, open: &'h str) -> &'h str {
    match (line.rfind("<span "), line.rfind("</span>")) {
        (Some(start), end) if end.is_none_or(|end| end < start) => {
            let length = line[start..].find('>').map_or(0, |end| end + 1);
            &line[start..start + length]
        }
        (_, Some(_)) => "",
        (_, None) => open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_in_braces_after_the_language() {
        let check = |info: &str, expected: &[RangeInclusive<usize>]| {
            assert_eq!(read(info), expected, "{info}");
        };
        check("rust {3,5-7}", &[3..=3, 5..=7]);
        check("rust{1} title=\"a.rs\"", &[1..=1]);
        check("{.numbers} {2}", &[2..=2]);
        check("rust {fast} {0}", &[]);
        check("rust {1,}", &[]);
        check("rust", &[]);
    }

    #[test]
    fn a_span_goes_on_after_a_marked_line() {
        let check = |html: &str, lines: &[RangeInclusive<usize>], expected: &str| {
            assert_eq!(drawn(html, lines), expected);
        };
        check("a\nb\n", &[2..=2], "a\n<mark>b\n</mark>");
        let comment = "<span class=\"c\">/*\nx\n*/</span> y\n";
        let expected = "<span class=\"c\">/*\n</span><mark><span class=\"c\">x\n</span></mark>\
            <span class=\"c\">*/</span> y\n";
        check(comment, &[2..=2], expected);
        check("a\n", &[7..=9], "a\n");
    }
}
