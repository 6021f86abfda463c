//! What was meant as a link, and is none because of the spaces in its address.
//!
//! An address without `<>` ends at its first space (`CommonMark` 0.31, 6.3), so that `[x](my page.md)` is text.

use std::sync::Arc;

use super::{Fragment, Gathered, Piece};
use crate::{
    diagnostic::{Code, Diagnostic},
    source::Span,
};

/// Says where the prose of `body` has an address of a file with spaces in it.
pub(super) fn check(body: &Fragment, gathered: &mut Gathered) {
    let file = Arc::clone(&gathered.text);
    for piece in &body.pieces {
        let Piece::Prose { text, span, linkable: _ } = piece else { continue };
        let prose = &body.text[text.start as usize..text.end as usize];
        // Prose that is not in the file letter by letter has escapes, or goes over several lines.
        if file.get(span.range()) != Some(prose) {
            continue;
        }
        for (at, _) in prose.match_indices('(') {
            let bracket = span.start as usize + at;
            if let Some(found) = spaced(&file[..bracket], &prose[at + 1..]) {
                let Spaced { address, code, start, length } = found;
                let message = format!("`{address}` has spaces, so this is no link");
                let help = format!("write `<{address}>`, or `{}`", address.replace(' ', "%20"));
                let span = Span::new(start, bracket + 1 + length);
                let complaint = Diagnostic::new(code, &gathered.file, span, message);
                gathered.diagnostics.push(complaint.help(help));
            }
        }
    }
}

/// What was meant as a link.
struct Spaced<'t> {
    address: &'t str,
    code: Code,
    /// Where it begins in the file.
    start: usize,
    /// From after its `(` to its end.
    length: usize,
}

/// What stands after a `(`, if it is an address with spaces and what stands before is `[…]`.
fn spaced<'t>(before: &str, after: &'t str) -> Option<Spaced<'t>> {
    let before = before.strip_suffix(']').filter(|text| !text.ends_with('\\'))?;
    let close = after.find([')', '\n']).filter(|close| after[*close..].starts_with(')'))?;
    let address = after[..close].split(" \"").next()?.trim();
    let (stem, ending) = address.split('#').next()?.rsplit_once('.')?;
    let is_ending = (2..=4).contains(&ending.len())
        && ending.bytes().all(|letter| letter.is_ascii_alphanumeric());
    if !is_ending || !stem.contains(' ') || address.contains(['<', '>', '"']) {
        return None;
    }
    let start = before.rfind(['[', '\n']).filter(|at| before[*at..].starts_with('['))?;
    let (start, code) = match before[..start].chars().next_back() {
        Some('\\') => return None,
        Some('!') => (start - 1, Code::BrokenImage),
        Some(_) | None => (start, Code::BrokenLink),
    };
    Some(Spaced { address, code, start, length: close + 1 })
}
