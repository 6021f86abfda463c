//! What an author should fix: codes, messages, places, and how they are gathered and printed.
//!
//! A diagnostic is a value. Every stage returns [`Checked`], so a stage stays pure, runs in
//! parallel, and is remembered together with its complaints. [`Report::take`] is the one place
//! where diagnostics meet: it sorts them, drops doubles, and applies the levels of `rolebook.toml`.

mod codes;
mod print;
mod report;
pub mod words;

pub use codes::{CODES, Code, CodeInfo, PLANNED};
pub use print::{Format, Look, print, summary};
pub use report::{Levels, Report};

use crate::source::{FileId, Place, Span};

/// How much it matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Counted, and shown with `--info` or in JSON.
    Info,
    /// Shown; fails a build with `--strict`.
    Warning,
    /// Shown; nothing is published (unless `--keep-going`).
    Error,
}

impl Severity {
    /// Its name, as messages, JSON and `[diagnostics]` have it.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What an author should fix: what is wrong, where, and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Its name in `explain` and in `[diagnostics]`.
    pub code: Code,
    /// From the code's table; `[diagnostics]` may change it in [`Report::take`].
    pub severity: Severity,
    /// What is wrong, in the author's words: lower case, no full stop, one line.
    pub message: String,
    /// Where; a file as a whole has the span `0..0`.
    pub place: Place,
    /// What to do, if anything can be done.
    pub help: Option<String>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
}

/// A further place of a diagnostic, with its own words (`first declared here`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there.
    pub message: String,
}

impl Diagnostic {
    /// A diagnostic of `code`, with the severity that the table gives it.
    pub fn new(code: Code, file: &FileId, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.info().severity,
            message: message.into(),
            place: Place { file: file.clone(), span },
            help: None,
            related: Vec::new(),
        }
    }

    /// With advice, if there is any.
    pub fn help(mut self, help: impl Into<Option<String>>) -> Diagnostic {
        self.help = help.into();
        self
    }

    /// With a further place.
    pub fn related(mut self, place: Place, message: impl Into<String>) -> Diagnostic {
        self.related.push(Related { place, message: message.into() });
        self
    }
}

/// A usable value, and what is wrong with the text it came from.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// The value: always usable, defaults standing in for what could not be read.
    pub value: T,
    /// What an author should fix.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value with nothing wrong.
    pub fn clean(value: T) -> Checked<T> {
        Checked { value, diagnostics: Vec::new() }
    }

    /// Moves the complaints into `into` and gives the value.
    pub fn take(self, into: &mut Vec<Diagnostic>) -> T {
        into.extend(self.diagnostics);
        self.value
    }
}
