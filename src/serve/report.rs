//! What the overlay shows: the diagnostics of the open page, then those of the others.

use std::{
    collections::BTreeMap,
    path::{Component, Path},
};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::{
    Shown,
    gone::{self, From, Gone},
    routes::Asked,
};
use crate::{
    diagnostic::{Code, Diagnostic, Severity},
    discover,
    memo::Fingerprint,
    model::PageId,
    parse::Form,
    pipeline::Built,
    render::Made,
    source::{FileId, Lines},
};

/// Diagnostics that are sent at most: an overlay is read, not searched.
const MOST: usize = 50;
/// Characters of a line that are shown on either side of the place.
const SIDE: usize = 80;
/// Characters of the place itself that are shown.
const MARKED: usize = 160;

/// What is wrong, for the page that is open, and what has become of it.
#[derive(Serialize, Debug)]
pub(super) struct Report {
    number: u64,
    /// Why the handbook cannot be read now.
    trouble: Option<String>,
    /// How many there are of what the author should see at once: [`Item::opens`].
    here: Counts,
    /// How many there are of all else.
    elsewhere: Counts,
    /// Whether places open the author's editor.
    has_editor: bool,
    /// First what [`Item::opens`].
    items: Vec<Item>,
    /// How many are left out.
    more: usize,
    /// What the page is made from; `None` where there is none.
    from: Option<From>,
    /// What has become of it, where there is none.
    gone: Option<Gone>,
    /// Of each file that the page shows, what changes with its bytes; `None` where there is none.
    files: Vec<Option<String>>,
}

#[derive(Serialize, Debug)]
struct Counts {
    errors: usize,
    warnings: usize,
}

#[derive(Serialize, Debug)]
struct Item {
    severity: &'static str,
    code: &'static str,
    message: String,
    help: Option<String>,
    path: String,
    line: usize,
    column: usize,
    /// The line, split around the place.
    excerpt: Option<[String; 3]>,
    /// Whether the author should see it at once: what is wrong on this page, and errors in what it is made from.
    opens: bool,
    /// The address that opens the place in the author's editor.
    editor: Option<String>,
}

/// What is wrong, first of the page that is `asked` for, and what has become of it.
pub(super) fn report(shown: &Shown, asked: &Asked) -> Report {
    let built = &shown.built;
    let output = asked.output.as_deref();
    let page = output.and_then(|output| built.site.page_at(output));
    let own = page.and_then(|page| file_of(built, page));
    let sources = page.map(|page| sources(built, page)).unwrap_or_default();
    // A template fails when its page is made, and only then.
    let fault = output.and_then(|output| built.site.make(output)?.err());
    let fault = fault.map(|fault| built.only(fault).diagnostics).unwrap_or_default();
    let all = || {
        let known = built.report.diagnostics.iter().filter(|it| !fault.contains(it));
        fault.iter().chain(known).filter(|it| it.severity > Severity::Info)
    };
    let is_here = |it: &Diagnostic| fault.contains(it) || Some(&it.place.file) == own;
    // What is made of every page stands in the config and in the theme.
    let is_below = |it: &Diagnostic| {
        it.place.file.path() == "rolebook.toml"
            || it.code == Code::BadTemplate
            || sources.contains(&&it.place.file)
    };
    let opens = |it: &Diagnostic| is_here(it) || (it.severity == Severity::Error && is_below(it));
    let count = |is_open, severity| {
        all().filter(|it| opens(it) == is_open && it.severity == severity).count()
    };
    let counts = |is_open| Counts {
        errors: count(is_open, Severity::Error),
        warnings: count(is_open, Severity::Warning),
    };
    let (here, elsewhere) = (counts(true), counts(false));
    let has_editor = !built.config.serve.editor.is_empty();
    let mut lines: BTreeMap<FileId, Option<Lines>> = BTreeMap::new();
    let mut shown_first: Vec<&Diagnostic> = all().collect();
    shown_first.sort_by_key(|it| (!opens(it), !is_here(it), std::cmp::Reverse(it.severity)));
    let more = shown_first.len().saturating_sub(MOST);
    let items = shown_first.into_iter().take(MOST).map(|it| {
        let place = &it.place;
        let lines = lines.entry(place.file.clone());
        let lines = lines.or_insert_with(|| built.text(&place.file).map(Lines::of)).as_ref();
        let (line, column) = lines.map_or((1, 1), |lines| {
            let position = lines.position(place.span.start);
            (position.line, position.column)
        });
        Item {
            severity: it.severity.name(),
            code: it.code.name(),
            message: it.message.clone(),
            help: it.help.clone(),
            path: place.file.path().to_owned(),
            line,
            column,
            excerpt: lines.filter(|_| place.span.end > 0).map(|lines| excerpt(lines, it)),
            opens: opens(it),
            editor: editor(&built.config.serve.editor, &shown.root, &place.file, line, column),
        }
    });
    let items = items.collect();
    let from = page.map(|page| From::of(built, page));
    let gone = if output.is_none() { Some(gone::now(built, asked)) } else { None };
    let files = asked.files.iter().map(|file| stamp(built, file.as_deref()?)).collect();
    let trouble = shown.trouble.clone();
    let number = shown.number;
    Report { number, trouble, here, elsewhere, has_editor, items, more, from, gone, files }
}

/// The file that a page is written in.
fn file_of(built: &Built, page: PageId) -> Option<&FileId> {
    built.site.linked.book.page(page).document().map(|document| &document.file)
}

/// The files of other pages that a page shows as its own: the roles that it compares.
fn sources(built: &Built, page: PageId) -> Vec<&FileId> {
    let linked = &built.site.linked;
    let derived = linked.book.comparisons.on(page).map(|it| &*it.subjects).unwrap_or_default();
    let references = linked.book.page(page).document().map(|it| &*it.references);
    let answered =
        references.unwrap_or_default().iter().zip(linked.answers[page.0 as usize].iter());
    let compared = answered
        .filter(|(reference, _)| reference.form == Form::Field("subjects"))
        .filter_map(|(_, answer)| answer.page());
    derived.iter().copied().chain(compared).filter_map(|role| file_of(built, role)).collect()
}

/// What is another when the bytes of an output file are others.
fn stamp(built: &Built, output: &str) -> Option<String> {
    Some(match built.site.make(output)?.ok()? {
        Made::Copy(file) => format!("{:?}", discover::stamp(file)?),
        Made::Held(bytes) => Fingerprint::of([bytes]).hex8(),
        Made::Bytes(bytes) => Fingerprint::of([&*bytes]).hex8(),
    })
}

/// The line that a place begins on, cut around it.
fn excerpt(lines: &Lines, diagnostic: &Diagnostic) -> [String; 3] {
    let span = diagnostic.place.span;
    let (line_start, line) = lines.line_at(span.start);
    let within =
        |offset: u32| line.floor_char_boundary((offset as usize).saturating_sub(line_start));
    let (start, end) = (within(span.start), within(span.end));
    let before: Vec<char> = line[..start].chars().rev().take(SIDE).collect();
    let marked: String = line[start..end].chars().take(MARKED).collect();
    let after = line[end..].chars().take(SIDE).collect();
    [before.into_iter().rev().collect(), marked, after]
}

/// What a path keeps as it is in an editor's address.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~').remove(b':');

/// `[serve] editor` with the place put in; `None` without one, and for what is no file.
fn editor(pattern: &str, root: &Path, file: &FileId, line: usize, column: usize) -> Option<String> {
    let below = Path::new(file.path());
    let inside = below.components().all(|part| matches!(part, Component::Normal(_)));
    if pattern.is_empty() || !inside {
        return None;
    }
    let path = root.join(below).to_string_lossy().replace('\\', "/");
    let path = utf8_percent_encode(&path, PATH).to_string();
    let line = line.to_string();
    Some(
        pattern
            .replace("{line}", &line)
            .replace("{column}", &column.to_string())
            .replace("{path}", &path),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_put_into_the_editors_address() {
        let file = FileId::new("content/a b#.md");
        let at = |pattern| editor(pattern, Path::new("/book"), &file, 3, 7);
        assert_eq!(
            at("vscode://file/{path}:{line}:{column}").as_deref(),
            Some("vscode://file//book/content/a%20b%23.md:3:7")
        );
        assert_eq!(at(""), None);
        let page = FileId::new("/tags/");
        assert_eq!(editor("x:{path}", Path::new("/book"), &page, 1, 1), None);
    }
}
