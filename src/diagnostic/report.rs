//! Where diagnostics meet: sorted, without doubles, with the levels that the config sets.

use globset::GlobMatcher;

use super::{Code, Diagnostic, Severity};

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
    /// Sorts by path, then place, then code; drops doubles; applies `levels`.
    pub fn take(_diagnostics: Vec<Diagnostic>, _levels: &Levels) -> Report {
        todo!()
    }

    /// How many there are of `severity`.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}
