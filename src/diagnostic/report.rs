//! Where diagnostics meet: sorted, without doubles, with the levels that the config sets.

use globset::GlobMatcher;
use rayon::prelude::*;

use super::{Code, Diagnostic, Severity};
use crate::source::FileId;

/// The levels of `[diagnostics]`, general and per path.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// `code = "level"`; `None` is `"off"`.
    pub general: Vec<(Code, Option<Severity>)>,
    /// `[diagnostics."glob"]` tables in the order written; the last that fits wins over `general`.
    /// The glob is matched on the path below the content folder, and below ROOT.
    pub per_path: Vec<(GlobMatcher, Code, Option<Severity>)>,
    /// A folder without `rolebook.toml`: only starred codes arise, none above warning.
    pub plain: bool,
}

/// All diagnostics of one run, as they are printed and counted.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Sorted by path, place, code; no two alike.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Sorts by path, then place, then code; drops doubles; applies `levels`. `content` is the
    /// content folder relative to ROOT ([`crate::config::Config::content`]).
    pub fn take(diagnostics: Vec<Diagnostic>, levels: &Levels, content: &str) -> Report {
        let levelled = diagnostics.into_iter().filter_map(|diagnostic| {
            let severity = levels.severity(&diagnostic, content)?;
            Some(Diagnostic { severity, ..diagnostic })
        });
        let mut report = Report::sorted(levelled.collect());
        join_template_faults(&mut report.diagnostics);
        report
    }

    /// This report and `more`, which a later step found.
    pub fn and(mut self, more: Report) -> Report {
        self.diagnostics.extend(more.diagnostics);
        Report::sorted(self.diagnostics)
    }

    fn sorted(mut diagnostics: Vec<Diagnostic>) -> Report {
        diagnostics.par_sort_by(|a, b| key(a).cmp(&key(b)));
        diagnostics.dedup();
        Report { diagnostics }
    }

    /// How many there are of `severity`.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Whether the content is not good enough: it has errors, or with `strict` warnings.
    pub fn fails(&self, strict: bool) -> bool {
        self.diagnostics.iter().any(|diagnostic| match diagnostic.severity {
            Severity::Error => true,
            // A page falls due by itself: a strict check must not fail because a day has passed.
            Severity::Warning => strict && diagnostic.code != Code::ReviewOverdue,
            Severity::Info => false,
        })
    }
}

/// The order of a report. Help and related places stand at its end so that doubles become neighbours.
fn key(diagnostic: &Diagnostic) -> impl Ord + '_ {
    let Diagnostic { code, severity, message, place, help, related } = diagnostic;
    let related: Vec<_> =
        related.iter().map(|related| (&related.place, &related.message)).collect();
    (place, code, message, severity, help, related)
}

/// A template's fault comes up on every page that is made with it: it is said once, with the first
/// of the pages and how many they are.
fn join_template_faults(diagnostics: &mut Vec<Diagnostic>) {
    let mut others: Vec<usize> = Vec::new();
    let mut kept: Vec<Diagnostic> = Vec::new();
    for diagnostic in diagnostics.drain(..) {
        match kept.last() {
            Some(_) if kept.last().is_some_and(|last| same_fault(last, &diagnostic)) => {
                others[kept.len() - 1] += 1;
                // A page that somebody wrote tells more than one that was derived.
                if let Some(last) = kept.last_mut().filter(|last| !names_a_file(last)) {
                    last.related = diagnostic.related;
                }
            }
            _ => {
                kept.push(diagnostic);
                others.push(0);
            }
        }
    }
    for (diagnostic, others) in kept.iter_mut().zip(others) {
        if diagnostic.code != Code::BadTemplate {
            continue;
        }
        if let [page] = &diagnostic.related[..] {
            let pages = match others {
                0 => String::new(),
                1 => " and another page".to_owned(),
                _ => format!(" and {others} other pages"),
            };
            diagnostic.message += &format!(" (on `{}`{pages})", page.place.file);
            if !names_a_file(diagnostic) {
                diagnostic.related.clear();
            }
        }
    }
    *diagnostics = kept;
}

fn same_fault(a: &Diagnostic, b: &Diagnostic) -> bool {
    b.code == Code::BadTemplate && (a.code, &a.place, &a.message) == (b.code, &b.place, &b.message)
}

/// Whether the page that was being made has a file: others are named by their address.
fn names_a_file(diagnostic: &Diagnostic) -> bool {
    diagnostic.related.iter().all(|page| !page.place.file.path().starts_with('/'))
}

impl Levels {
    /// The level of `diagnostic`, or `None` when it is off.
    fn severity(&self, diagnostic: &Diagnostic, content: &str) -> Option<Severity> {
        let usual = diagnostic.code.info().severity;
        let severity =
            match self.configured(diagnostic.code, &diagnostic.place.file, content).next() {
                Some(level) if diagnostic.severity < usual => level?.min(diagnostic.severity),
                Some(level) => level?,
                None => diagnostic.severity,
            };
        if !self.plain {
            return Some(severity);
        }
        diagnostic.code.info().plain.then_some(severity.min(Severity::Warning))
    }

    /// What the config says of `code` in `file`: what was written last comes first, and wins.
    fn configured(
        &self,
        code: Code,
        file: &FileId,
        content: &str,
    ) -> impl Iterator<Item = Option<Severity>> {
        let path = file.path();
        let below = path.strip_prefix(content).and_then(|rest| rest.strip_prefix('/'));
        let fits = move |glob: &GlobMatcher| {
            glob.is_match(path) || below.is_some_and(|below| glob.is_match(below))
        };
        let per_path = self.per_path.iter().rev();
        let general = self.general.iter().rev();
        per_path
            .filter(move |(glob, of, _)| *of == code && fits(glob))
            .map(|&(_, _, level)| level)
            .chain(general.filter(move |(of, _)| *of == code).map(|&(_, level)| level))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn diagnostic(code: Code, path: &str, start: usize) -> Diagnostic {
        Diagnostic::new(code, &FileId::new(path), Span::new(start, start + 1), "wrong")
    }

    fn glob(pattern: &str) -> GlobMatcher {
        globset::Glob::new(pattern).expect("a valid glob").compile_matcher()
    }

    /// `expected` has `path:start severity code` of each that is left, joined by `, `.
    #[track_caller]
    fn check(levels: &Levels, diagnostics: &[Diagnostic], expected: &str) {
        let report = Report::take(diagnostics.to_vec(), levels, "content");
        let found: Vec<String> = report
            .diagnostics
            .iter()
            .map(|Diagnostic { code, severity, place, .. }| {
                format!("{}:{} {} {}", place.file, place.span.start, severity.name(), code.name())
            })
            .collect();
        assert_eq!(found.join(", "), expected);
    }

    #[test]
    fn a_report_is_sorted_and_has_no_doubles() {
        let twice = diagnostic(Code::BrokenLink, "content/b.md", 3);
        let samples = [
            twice.clone(),
            diagnostic(Code::ImageAlt, "content/a.md", 10),
            diagnostic(Code::LinkCase, "content/a.md", 9),
            diagnostic(Code::BrokenAnchor, "content/a.md", 10),
            twice,
        ];
        check(
            &Levels::default(),
            &samples,
            "content/a.md:9 warning link-case, content/a.md:10 error broken-anchor, \
             content/a.md:10 info image-alt, content/b.md:3 error broken-link",
        );
    }

    #[test]
    fn the_last_path_that_fits_wins_over_the_general_level() {
        let levels = Levels {
            general: vec![(Code::BrokenLink, Some(Severity::Warning)), (Code::LinkCase, None)],
            per_path: vec![
                (glob("archive/**"), Code::BrokenLink, None),
                (glob("content/archive/kept/**"), Code::BrokenLink, Some(Severity::Info)),
            ],
            plain: false,
        };
        let samples =
            ["content/a.md", "content/archive/a.md", "content/archive/kept/a.md", "archive.md"]
                .map(|path| diagnostic(Code::BrokenLink, path, 0));
        check(
            &levels,
            &samples,
            "archive.md:0 warning broken-link, content/a.md:0 warning broken-link, \
             content/archive/kept/a.md:0 info broken-link",
        );
        check(&levels, &[diagnostic(Code::LinkCase, "content/a.md", 0)], "");
    }

    #[test]
    fn what_a_stage_holds_for_minor_is_not_raised() {
        let levels = Levels {
            general: vec![(Code::LabelOverlap, Some(Severity::Error))],
            ..Levels::default()
        };
        let mut minor = diagnostic(Code::LabelOverlap, "content/a.md", 0);
        minor.severity = Severity::Info;
        check(&levels, &[minor], "content/a.md:0 info label-overlap");
    }

    #[test]
    fn a_plain_folder_has_starred_codes_only_and_no_errors() {
        let levels = Levels { plain: true, ..Levels::default() };
        let samples = [
            diagnostic(Code::BrokenLink, "a.md", 0),
            diagnostic(Code::NoDefinition, "a.md", 0),
            diagnostic(Code::ImageAlt, "a.md", 0),
        ];
        check(&levels, &samples, "a.md:0 warning broken-link, a.md:0 info image-alt");
    }

    #[test]
    fn strict_counts_warnings_but_never_an_overdue_review() {
        let check = |code, level, strict, expected| {
            let levels = Levels { general: vec![(code, Some(level))], ..Levels::default() };
            let report = Report::take(vec![diagnostic(code, "a.md", 0)], &levels, "content");
            assert_eq!(report.fails(strict), expected);
        };
        check(Code::LinkCase, Severity::Warning, false, false);
        check(Code::LinkCase, Severity::Warning, true, true);
        check(Code::ImageAlt, Severity::Info, true, false);
        check(Code::ReviewOverdue, Severity::Warning, true, false);
        check(Code::BrokenLink, Severity::Error, false, true);
    }
}
