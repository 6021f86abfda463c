//! The limit on nesting: work stays bounded, whatever the text.

use super::{Body, whole};
use crate::{
    diagnostic::{Code, Diagnostic},
    parse::{Gathered, fragment::Builder},
};

/// Quotes, lists and items inside each other. Nobody writes more than ten; the parser's work on
/// an empty line grows with the depth, so that a megabyte of `- - - -` would take minutes.
pub(super) const LIMIT: usize = 100;

/// Whether some line, by its markers and indentation, lies deeper than the limit.
///
/// It is a look from above, before the parser runs: exact for the parser's sake only in that no
/// text passes that could keep it busy. The writer counts what is really open.
pub(super) fn too_deep(text: &str) -> bool {
    let mut fence: Option<(u8, usize)> = None;
    let mut columns: Vec<usize> = Vec::new();
    for line in text.lines() {
        let (markers, content) = markers(line);
        let rest = &line.as_bytes()[content..];
        let run = rest.first().map_or(0, |first| rest.iter().take_while(|b| *b == first).count());
        if let Some((mark, length)) = fence {
            if rest.first() == Some(&mark) && run >= length {
                fence = None;
            }
            continue;
        }
        if run >= 3 && matches!(rest[0], b'`' | b'~') {
            fence = Some((rest[0], run));
        }
        if markers == 0 {
            continue;
        }
        let column = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        while columns.last().is_some_and(|&above| above >= column) {
            columns.pop();
        }
        columns.push(column);
        if markers + columns.len() > LIMIT + 1 {
            return true;
        }
    }
    false
}

/// How many quote and list marks a line begins with, and where they end.
fn markers(line: &str) -> (usize, usize) {
    let bytes = line.as_bytes();
    let mut at = 0;
    let mut count = 0;
    loop {
        while matches!(bytes.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        let digits = bytes[at..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
        let next = |at: usize| matches!(bytes.get(at), None | Some(b' ' | b'\t'));
        match bytes.get(at + digits) {
            Some(b'>') if digits == 0 => at += 1,
            Some(b'-' | b'+' | b'*') if digits == 0 && next(at + 1) => at += 1,
            Some(b'.' | b')') if digits > 0 && next(at + digits + 1) => at += digits + 1,
            _ => return (count, at),
        }
        count += 1;
    }
}

/// The page as plain text, with the complaint.
pub(super) fn plain(text: &str, start: usize, gathered: &mut Gathered) -> Body {
    let message = format!("blocks are nested more than {LIMIT} deep, so the page is shown as text");
    let span = whole(text, start);
    gathered.diagnostics.push(Diagnostic::new(Code::TooDeep, &gathered.file, span, message));
    let mut out = Builder::default();
    out.html("<pre>");
    out.escaped(text);
    out.html("</pre>\n");
    Body { fragment: out.finish(), ..Body::default() }
}
