//! What the terminal of a preview shows: where it is, what changed last, and what is wrong now.
//!
//! On a terminal this is drawn anew after each save, as much as it has room for; elsewhere each save is a
//! line, with what is new of what is wrong.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rapidhash::{RapidHashMap, RapidHashSet};

use super::{
    super::terminal::{self, Terminal},
    changes::{CONFIG, Changes},
};
use crate::{
    diagnostic::{Diagnostic, Report, Severity, words::thousands},
    discover::Sources,
    pipeline::Built,
    serve::Fault,
    source::FileId,
};

/// The terminal of a preview.
pub(super) struct Screen {
    terminal: Terminal,
    /// Where the preview is, in words.
    heading: String,
    /// What else the author has to know for as long as it runs.
    notes: Vec<String>,
    last: Mutex<Last>,
}

/// What was shown last.
struct Last {
    built: Arc<Built>,
    /// What changed, and how long it took; empty at first.
    line: String,
    /// The files that a page fails to be made for, by output, and why.
    faults: BTreeMap<String, Diagnostic>,
    /// All that is wrong.
    report: Report,
    /// It stands under the word that there is no newer book.
    stuck: bool,
    /// It was a handbook, and is a plain folder now.
    is_bare: bool,
}

/// What is said where `rolebook.toml` was deleted: with fewer checks all may look well.
const BARE: &str = "`rolebook.toml` is gone, so this is read as a plain folder of Markdown: \
                    without roles and terms, and with few of the checks";

impl Screen {
    /// For a preview of `built`, whose report and heading were shown.
    pub(super) fn new(
        terminal: Terminal,
        heading: String,
        notes: Vec<String>,
        built: Arc<Built>,
    ) -> Screen {
        let (report, faults) = (built.report.clone(), BTreeMap::new());
        let line = String::new();
        let last = Last { built, line, faults, report, stuck: false, is_bare: false };
        Screen { terminal, heading, notes, last: Mutex::new(last) }
    }

    /// Tries the templates of the first book.
    pub(super) fn begin(&self) {
        let mut last = self.last();
        last.faults = faults(&last.built, last.built.site.one_of_each());
        let before = last.take_stock();
        // Whoever reads this output may be gone; the preview stays.
        let _ = self.more(&last, &before);
    }

    /// Shows a rebuild; `touched` are the paths that the watch told of.
    pub(super) fn rebuilt(
        &self,
        built: &Arc<Built>,
        touched: &BTreeSet<PathBuf>,
        elapsed: Duration,
    ) -> anyhow::Result<()> {
        let mut last = self.last();
        let changes = Changes::between(&last.built, built, touched);
        let was_bare = last.is_bare;
        let before = last.follow(built);
        let report = &last.report;
        // An editor's own files come and go.
        let is_same = changes.is_empty() && report.diagnostics == before.diagnostics;
        let is_log = !self.terminal.is_screen() && is_copied(built, touched);
        if (is_log && !touched.is_empty()) || (is_same && !last.stuck) {
            return Ok(());
        }
        let mut parts =
            vec![changes.words(), format!("{} ms", thousands(elapsed.as_millis() as usize))];
        parts.extend(terminal::counts(report));
        let mended = missing(&before, report).len();
        if mended > 0 && !changes.are_of_kind() {
            parts.push(format!("{} mended", thousands(mended)));
        }
        (last.line, last.stuck) = (parts.join(" · "), false);
        if self.terminal.is_screen() {
            return self.draw(&last, &before, |file| changes.has(file));
        }
        terminal::say(&last.line);
        if last.is_bare && !was_bare {
            terminal::warn(BARE);
        }
        self.only_new(&last, &before)
    }

    /// Shows that a page cannot be made, which a browser has asked for.
    pub(super) fn failed(&self, fault: Fault) -> anyhow::Result<()> {
        let mut last = self.last();
        let Fault { built, output, complaint } = fault;
        let is_known = last.faults.values().any(|known| same(known, &complaint));
        last.faults.insert(output, complaint);
        // Of another book: it is seen with the next whether it is there still.
        if is_known || !Arc::ptr_eq(&built, &last.built) {
            return Ok(());
        }
        let before = last.take_stock();
        self.more(&last, &before)
    }

    /// Says why there is no newer book.
    pub(super) fn stuck(&self, error: &anyhow::Error) {
        let mut last = self.last();
        last.stuck = true;
        if self.terminal.is_screen() {
            self.head(&last);
        }
        terminal::error(error);
    }

    /// Shows what was found after a rebuild was told.
    fn more(&self, last: &Last, before: &Report) -> anyhow::Result<()> {
        if missing(&last.report, before).is_empty() {
            return Ok(());
        }
        if self.terminal.is_screen() {
            self.draw(last, before, |_| false)
        } else {
            self.only_new(last, before)
        }
    }

    fn only_new(&self, last: &Last, before: &Report) -> anyhow::Result<()> {
        let new = missing(&last.report, before).into_iter().cloned().collect();
        self.terminal.some(&last.built, &Report { diagnostics: new }, terminal::SHOWN)
    }

    fn head(&self, last: &Last) {
        self.terminal.clear();
        terminal::say(&self.heading);
        for note in self.notes(last) {
            terminal::warn(note);
        }
    }

    fn notes(&self, last: &Last) -> impl Iterator<Item = &str> {
        let bare = last.is_bare.then_some(BARE);
        self.notes.iter().map(String::as_str).chain(bare)
    }

    /// Draws all anew: of what is wrong first what is new, then what stands in a changed file.
    fn draw(
        &self,
        last: &Last,
        before: &Report,
        is_changed: impl Fn(&FileId) -> bool,
    ) -> anyhow::Result<()> {
        self.head(last);
        if !last.line.is_empty() {
            terminal::say(&last.line);
        }
        let new: RapidHashSet<_> = missing(&last.report, before).into_iter().map(name).collect();
        let mut report = last.report.clone();
        report.diagnostics.retain(|it| it.severity > Severity::Info);
        report.diagnostics.sort_by_key(|it| {
            (!new.contains(&name(it)), !is_changed(&it.place.file), Reverse(it.severity))
        });
        let above = [&*self.heading, &last.line].into_iter().chain(self.notes(last));
        let above = above.map(|line| self.terminal.height(line)).sum();
        self.terminal.as_many_as_fit(&last.built, &report, above)
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Last {
    /// Goes over to another book, and tries what failed before on it, and each template if the theme or the
    /// config is another. Gives the report before.
    fn follow(&mut self, built: &Arc<Built>) -> Report {
        let config = FileId::new(CONFIG);
        self.is_bare = built.config.plain && (self.is_bare || !self.built.config.plain);
        let is_same = built.sources.theme == self.built.sources.theme
            && built.text(&config) == self.built.text(&config);
        let again = self.faults.keys().map(String::as_str);
        let each = if is_same { Vec::new() } else { built.site.one_of_each() };
        let faults = faults(built, again.chain(each));
        self.faults = faults;
        self.built = Arc::clone(built);
        self.take_stock()
    }

    /// Gathers all that is wrong. Gives the report before.
    fn take_stock(&mut self) -> Report {
        // What many pages fail for is said once, with the first of them that somebody wrote.
        let is_derived = |it: &&Diagnostic| {
            it.related.iter().any(|page| page.place.file.path().starts_with('/'))
        };
        let mut faults: Vec<&Diagnostic> = self.faults.values().collect();
        faults.sort_by_key(is_derived);
        let mut first: Vec<Diagnostic> = Vec::new();
        for fault in faults {
            if !first.iter().any(|known| same(known, fault)) {
                first.push(fault.clone());
            }
        }
        let report = self.built.report_with(first);
        std::mem::replace(&mut self.report, report)
    }
}

/// Why files of `outputs` cannot be made. The compiled theme cannot fail.
fn faults<'o>(
    built: &Built,
    outputs: impl IntoIterator<Item = &'o str>,
) -> BTreeMap<String, Diagnostic> {
    if built.sources.theme.is_empty() {
        return BTreeMap::new();
    }
    let fault = |output: &str| Some((output.to_owned(), built.site.make(output)?.err()?));
    outputs.into_iter().filter_map(fault).collect()
}

/// Whether `touched` are files that are copied, and nothing else. One of them may be a log of this very
/// preview: a line about it would be its next change.
fn is_copied(built: &Built, touched: &BTreeSet<PathBuf>) -> bool {
    let Sources { files, statics, .. } = &*built.sources;
    let copied = files.iter().chain(statics).filter(|file| touched.contains(&file.disk));
    copied.count() == touched.len()
}

/// Whether one fault of a template came up on two pages.
fn same(a: &Diagnostic, b: &Diagnostic) -> bool {
    (a.code, &a.place, &a.message) == (b.code, &b.place, &b.message)
}

/// What a diagnostic is known by wherever in its file it stands, which a line more changes.
fn name(it: &Diagnostic) -> (&FileId, &'static str, &str) {
    (&it.place.file, it.code.name(), &it.message)
}

/// The diagnostics that `other` lacks.
fn missing<'r>(report: &'r Report, other: &Report) -> Vec<&'r Diagnostic> {
    let mut known: RapidHashMap<_, usize> = RapidHashMap::default();
    for diagnostic in &other.diagnostics {
        *known.entry(name(diagnostic)).or_default() += 1;
    }
    let is_new = |diagnostic: &&'r Diagnostic| match known.get_mut(&name(diagnostic)) {
        Some(count @ 1..) => {
            *count -= 1;
            false
        }
        Some(0) | None => true,
    };
    report.diagnostics.iter().filter(is_new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::{Code, Levels},
        source::Span,
    };

    #[test]
    fn what_only_moved_is_not_new() {
        let report = |found: &[(usize, &str)]| {
            let file = FileId::new("a.md");
            let found = found.iter().map(|(start, message)| {
                Diagnostic::new(Code::BrokenLink, &file, Span::new(*start, start + 1), *message)
            });
            Report::take(found.collect(), &Levels::default(), "content")
        };
        let check = |before: &[(usize, &str)], now: &[(usize, &str)], new: &[&str]| {
            let (before, now) = (report(before), report(now));
            let found: Vec<_> = missing(&now, &before).iter().map(|it| &*it.message).collect();
            assert_eq!(found, new);
        };
        check(&[(1, "x")], &[(5, "x")], &[]);
        check(&[(1, "x")], &[(1, "x"), (5, "x")], &["x"]);
        check(&[(1, "x"), (2, "y")], &[(1, "z")], &["z"]);
    }
}
