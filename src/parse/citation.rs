//! Citations: what `[@id]` and `[1]` say in a text, and which source each names.

use std::ops::Range;

use rapidhash::RapidHashMap;

use super::Gathered;
use crate::{
    data::nearest,
    diagnostic::{Code, Diagnostic, Severity, words::harmless},
    source::Span,
};

/// A citation, as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Citation {
    /// The id that it names.
    pub name: String,
    /// The place in the source: `p. 12`; may be empty.
    pub locator: String,
    /// Index into [`super::front_matter::PartsFront::sources`]; `None` has been reported.
    pub source: Option<u32>,
}

/// The ids of a page's sources. Where there is none, nothing in a text is a citation.
#[derive(Debug, Default)]
pub(crate) struct SourceIds {
    by_id: RapidHashMap<String, u32>,
    /// In order, to look for the nearest.
    ids: Vec<String>,
    /// Ids that are no number.
    named: usize,
    /// Unknown ids so far.
    unknown: usize,
}

/// Unknown ids of a page that are given the nearest right one: looking costs a walk along all.
const ADVISED: usize = 100;
/// A longer text in brackets is no citation.
const LONGEST: usize = 300;

impl SourceIds {
    /// Adds the source `index`.
    ///
    /// # Errors
    /// The source that has this id already.
    pub(super) fn add(&mut self, id: &str, index: u32) -> Result<(), u32> {
        if let Some(first) = self.by_id.get(id) {
            return Err(*first);
        }
        self.by_id.insert(id.to_owned(), index);
        self.ids.push(id.to_owned());
        self.named += usize::from(!is_number(id));
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Whether `[1]` is a citation: every source is known by a number.
    pub(super) fn are_numbers(&self) -> bool {
        self.named == 0 && !self.is_empty()
    }
}

impl Gathered {
    /// Notes a citation, and gives its index; one of an unknown source is reported.
    pub(super) fn cite(&mut self, name: &str, locator: &str, span: Span) -> u32 {
        let source = self.sources.by_id.get(name).copied();
        if source.is_none() {
            self.unknown_source(name, span);
        }
        let (name, locator) = (name.to_owned(), locator.to_owned());
        self.citations.push(Citation { name, locator, source });
        self.citations.len() as u32 - 1
    }

    /// Tells of a citation on a page that lists no sources. It is shown as it was typed, and only a
    /// warning: brackets with an `@` have other uses too.
    pub(super) fn cites_nothing(&mut self, name: &str, span: Span) {
        let message = format!("`@{}` is cited, and the page lists no sources", harmless(name));
        let mut complaint = Diagnostic::new(Code::CitationUnknown, &self.file, span, message)
            .help("list it under `references`, or write `\\[@` if it is no citation".to_owned());
        complaint.severity = Severity::Warning;
        self.diagnostics.push(complaint);
    }

    fn unknown_source(&mut self, name: &str, span: Span) {
        let sources = &mut self.sources;
        sources.unknown += 1;
        let known = sources.ids.iter().map(String::as_str);
        let near = if sources.unknown <= ADVISED { nearest(name, known) } else { None };
        let message = format!("no source of this page is called `{}`", harmless(name));
        let help = match near {
            Some(near) => format!("did you mean `{}`?", harmless(near)),
            None => "list it under `references`".to_owned(),
        };
        let complaint = Diagnostic::new(Code::CitationUnknown, &self.file, span, message);
        self.diagnostics.push(complaint.help(help));
    }
}

/// Brackets in a text that cite.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Mark {
    /// The bytes of the brackets and all between them.
    pub(super) range: Range<usize>,
    /// What is cited.
    pub(super) cited: Vec<Cited>,
}

/// One of several that brackets cite.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Cited {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// See [`Citation::name`].
    pub(super) name: String,
    /// See [`Citation::locator`].
    pub(super) locator: String,
}

/// The citations in a text, in order; `is_escaped` tells of a bracket that its author has escaped.
pub(super) fn marks(
    text: &str,
    sources: &SourceIds,
    is_escaped: impl Fn(usize) -> bool,
) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('[').map(|found| from + found) {
        from = open + 1;
        let inside = &text[from..];
        let limit = inside.len().min(LONGEST);
        let close = inside.as_bytes()[..limit].iter().position(|byte| matches!(byte, b'[' | b']'));
        let Some(close) = close.filter(|close| inside.as_bytes()[*close] == b']') else { continue };
        let Some(cited) = cited(&inside[..close], from, sources) else { continue };
        if !is_escaped(open) {
            from += close + 1;
            marks.push(Mark { range: open..from, cited });
        }
    }
    marks
}

/// What stands between brackets at byte `start`, if it is a citation.
fn cited(inside: &str, start: usize, sources: &SourceIds) -> Option<Vec<Cited>> {
    if sources.are_numbers() && is_number(inside) {
        let range = start..start + inside.len();
        return Some(vec![Cited { range, name: inside.to_owned(), locator: String::new() }]);
    }
    if !inside.trim_start().starts_with('@') {
        return None;
    }
    let mut at = start;
    let one = |part: &str| {
        let trimmed = part.trim();
        let from = at + (part.len() - part.trim_start().len());
        at += part.len() + 1;
        let (name, locator) = trimmed.split_once(',').unwrap_or((trimmed, ""));
        let name = name.strip_prefix('@')?.to_owned();
        let locator = locator.split_whitespace().collect::<Vec<_>>().join(" ");
        let range = from..from + trimmed.len();
        let is_name = !name.is_empty() && !name.contains(char::is_whitespace);
        is_name.then_some(Cited { range, name, locator })
    };
    inside.split(';').map(one).collect()
}

/// At most three digits: `[2026]` is a year.
fn is_number(id: &str) -> bool {
    (1..=3).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_digit())
        && !id.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(ids: &[&str]) -> SourceIds {
        let mut sources = SourceIds::default();
        for (index, id) in ids.iter().enumerate() {
            sources.add(id, index as u32).expect("each id is new");
        }
        sources
    }

    #[track_caller]
    fn check(ids: &[&str], text: &str, expected: &str) {
        let found = marks(text, &sources(ids), |at| text[..at].ends_with('\\'));
        let shown = found.iter().map(|mark| {
            let cited = mark.cited.iter().map(|Cited { range, name, locator }| {
                let slash = if locator.is_empty() { "" } else { "/" };
                format!("{}={name}{slash}{locator}", &text[range.clone()])
            });
            format!("{}: {}", &text[mark.range.clone()], cited.collect::<Vec<_>>().join(" "))
        });
        assert_eq!(shown.collect::<Vec<_>>().join("\n"), expected);
    }

    #[test]
    fn names_are_citations() {
        check(&["a"], "x [@a] y", "[@a]: @a=a");
        check(&["a"], "[@a; @b]", "[@a; @b]: @a=a @b=b");
        check(&["a"], "[@a,  p. 3; @b ]", "[@a,  p. 3; @b ]: @a,  p. 3=a/p. 3 @b=b");
        check(&["a"], "[@a][@b]", "[@a]: @a=a\n[@b]: @b=b");
        check(&["a"], "[see [@a]", "[@a]: @a=a");
    }

    #[test]
    fn other_brackets_are_not() {
        for text in ["[@]", "[@a b]", "[@a; b]", "[a]", "[ ]", "[1]", "\\[@a]", "[@a", "[@a;]"] {
            check(&["a"], text, "");
        }
    }

    #[test]
    fn numbers_are_citations_of_numbered_sources_alone() {
        check(&["1", "2"], "a[1] and [2].", "[1]: 1=1\n[2]: 2=2");
        check(&["1", "2"], "[0] [01] [2026] [1, 2] [1a]", "");
        check(&["1", "a"], "[1]", "");
        check(&[], "[1]", "");
    }
}
