//! A text as lines: which belong to a key, how far they are indented, where their keys end.

use std::ops::Range;

/// The lines of each top-level key: from its own line to that of the next.
pub(super) fn keys(text: &str) -> Vec<Range<usize>> {
    let base = lines(text)
        .map(|line| text[line].trim_end())
        .find(|line| !line.is_empty() && !line.trim_start().starts_with('#'))
        .map_or(0, indentation);
    let mut starts: Vec<usize> = lines(text)
        .filter(|line| {
            let line = &text[line.clone()];
            indentation(line) <= base && key_end(line.trim()).is_some()
        })
        .map(|line| line.start)
        .collect();
    // What stands above the first key is read too, so that it is not passed over in silence.
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// The lines of `text`, each with its line end.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        start..at
    })
}

pub(super) fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// Where the key of a trimmed line `key: value` ends, if the line is one.
pub(super) fn key_end(line: &str) -> Option<usize> {
    let ends = |at: usize| matches!(line.as_bytes().get(at + 1), None | Some(b' ' | b'\t'));
    match line.as_bytes().first()? {
        b'#' | b'[' | b']' | b'{' | b'}' | b',' | b'|' | b'>' | b'%' | b':' => None,
        b'-' if ends(0) => None,
        quote @ (b'"' | b'\'') => {
            let close = 1 + line[1..].find(char::from(*quote))?;
            let colon = close + 1 + line[close + 1..].find(|c| c != ' ')?;
            (line.as_bytes()[colon] == b':' && ends(colon)).then_some(close + 1)
        }
        _ => {
            let colon = line.match_indices(':').map(|(at, _)| at).find(|&at| ends(at))?;
            (!line[..colon].contains(" #")).then_some(colon)
        }
    }
}

/// The line that `at` stands in, without its line end; at the very end, the last one with text.
pub(super) fn line_of(text: &str, at: usize) -> Range<usize> {
    let at = if at >= text.len() { text.trim_end().len() } else { at };
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    start..start + text[start..end].trim_end().len()
}

/// [`line_of`] without indentation.
pub(super) fn trimmed_line(text: &str, at: usize) -> Range<usize> {
    let line = line_of(text, at);
    line.start + indentation(&text[line.clone()])..line.end
}

/// The key (with the `: ` and the dashes before it) and the value of the line `at` stands in.
pub(super) fn value_on_line(text: &str, at: usize) -> Option<(Range<usize>, Range<usize>)> {
    let line = trimmed_line(text, at);
    let mut key = line.start;
    while text[key..line.end].starts_with("- ") {
        key += 1 + indentation(&text[key + 1..line.end]);
    }
    let value = match key_end(&text[key..line.end]) {
        Some(end) => {
            let colon = key + end + text[key + end..line.end].find(':')?;
            colon + 1 + indentation(&text[colon + 1..line.end])
        }
        None if key > line.start => key,
        None => return None,
    };
    let comment = text[value..line.end].find(" #").map_or(line.end, |comment| value + comment);
    let end = value + text[value..comment].trim_end().len();
    (value < end).then_some((line.start..value, value..end))
}
