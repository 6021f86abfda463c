//! What a run shows: progress, the report, the summary, an error.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
    path::{Component, Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::Context as _;
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    diagnostic::{
        self, Format, Look, Report, Severity,
        words::{counted, harmless, thousands},
    },
    pipeline::{Built, Step},
    source::Texts,
};

/// What of a run is shown, and how.
#[derive(clap::Args, Clone, Copy, Debug)]
pub(super) struct Show {
    /// How to print what is wrong
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    format: FormatName,

    /// Print mere information too
    #[arg(long)]
    info: bool,

    /// Print errors and warnings only: no progress, no summary
    #[arg(long, short, conflicts_with = "info")]
    quiet: bool,

    /// It belongs to a preview, which has no flags of this kind.
    #[arg(skip)]
    preview: bool,
}

impl Show {
    /// For people who look on, with nothing asked for.
    pub(super) const PEOPLE: Show =
        Show { format: FormatName::Human, info: false, quiet: false, preview: true };

    /// What shows the infos that a summary counts; `None` where they are shown.
    fn reveals_infos(self) -> Option<&'static str> {
        match self.format {
            _ if self.info => None,
            FormatName::Json => None,
            FormatName::Human | FormatName::Short | FormatName::Github if self.preview => {
                Some("`rolebook check --info`")
            }
            FormatName::Human | FormatName::Short | FormatName::Github => Some("--info"),
        }
    }
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum FormatName {
    /// With the lines in question, on standard error
    Human,
    /// One line each, as editors read them, on standard output
    Short,
    /// One JSON object a line, on standard output
    Json,
    /// Notes beside the changed lines of a pull request, on standard output
    Github,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Format {
        match name {
            FormatName::Human => Format::Human,
            FormatName::Short => Format::Short,
            FormatName::Json => Format::Json,
            FormatName::Github => Format::Github,
        }
    }
}

/// The terminal of one run, from its first step to its summary.
pub(super) struct Terminal {
    show: Show,
    /// See [`Look::root`].
    root: String,
    /// Drawn on a terminal alone: elsewhere it is silent by itself.
    progress: ProgressBar,
    /// What people read.
    screen: console::Term,
    start: Instant,
}

impl Terminal {
    /// For a run on the handbook in `root`.
    pub(super) fn new(show: Show, root: &Path) -> Terminal {
        let progress = if show.quiet { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
        progress.set_style(ProgressStyle::default_spinner().tick_chars("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ "));
        // Ten pictures a second look alive and cost nothing.
        progress.enable_steady_tick(Duration::from_millis(100));
        let screen = console::Term::stderr();
        Terminal { show, root: from_here(root), progress, screen, start: Instant::now() }
    }

    /// Says what the run is busy with now.
    pub(super) fn step(&self, step: Step) {
        self.progress.set_message(match step {
            Step::Reading => "reading files",
            Step::Parsing => "parsing pages",
            Step::Linking => "checking links",
            Step::Rendering => "making pages",
            Step::Writing => "writing pages",
        });
    }

    /// Says why nothing happens.
    pub(super) fn waiting(&self) {
        self.progress.suspend(|| {
            let words = "waiting for another rolebook that is writing to the same folder";
            if !self.show.quiet {
                let _ = writeln!(anstream::stderr(), "{words}");
            }
        });
    }

    /// Prints the report: for people to standard error, for programs to standard output.
    pub(super) fn report(&self, report: &Report, texts: &Texts<'_>) -> anyhow::Result<()> {
        self.progress.finish_and_clear();
        let mut printed = self.printed(report, texts);
        if Format::from(self.show.format) != Format::Human {
            return out(&printed);
        }
        if !self.show.quiet
            && let Some(summary) = diagnostic::summary(report, self.look())
        {
            let _ = writeln!(printed, "{summary}");
        }
        self.people(&printed)
    }

    /// Prints for people.
    fn people(&self, text: &str) -> anyhow::Result<()> {
        self.progress.finish_and_clear();
        // anstream takes the colours out where they are not wanted: no terminal, NO_COLOR.
        ignore_closed(anstream::stderr().write_all(text.as_bytes()))
    }

    fn printed(&self, report: &Report, texts: &Texts<'_>) -> String {
        diagnostic::print(report, Format::from(self.show.format), self.look(), texts)
    }

    fn look(&self) -> Look<'_> {
        let columns = if self.is_screen() { usize::from(self.screen.size().1) } else { 0 };
        Look { colour: true, info: self.show.info, root: &self.root, columns }
    }

    /// Prints the worst of what is wrong with `built`, for people.
    pub(super) fn worst(&self, built: &Built) -> anyhow::Result<()> {
        self.some(built, &built.report, SHOWN)
    }

    /// Prints the worst of a report on `built`, at most `limit`, for people.
    pub(super) fn some(&self, built: &Built, report: &Report, limit: usize) -> anyhow::Result<()> {
        let mut report = report.clone();
        report.diagnostics.retain(|diagnostic| diagnostic.severity > Severity::Info);
        let more = report.diagnostics.len().saturating_sub(limit);
        if more > 0 {
            report.diagnostics.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
            report.diagnostics.truncate(limit);
        }
        self.report(&report, &|file| built.text(file))?;
        left_out(more);
        Ok(())
    }

    /// Whether what is wrong is shown on a terminal, which can be drawn anew.
    pub(super) fn is_screen(&self) -> bool {
        self.screen.is_term()
    }

    /// Begins a new drawing.
    pub(super) fn clear(&self) {
        // What cannot be cleared is written below.
        let _ = self.screen.clear_screen();
    }

    /// How many rows of the terminal `text` takes.
    pub(super) fn height(&self, text: &str) -> usize {
        let columns = usize::from(self.screen.size().1).max(1);
        text.lines().map(|line| console::measure_text_width(line).div_ceil(columns).max(1)).sum()
    }

    /// Prints as many diagnostics of a report on `built`, in their order, as fit below `above` rows, and at
    /// least one.
    pub(super) fn as_many_as_fit(
        &self,
        built: &Built,
        report: &Report,
        above: usize,
    ) -> anyhow::Result<()> {
        /// What else is told: how many are left out, and the row of the cursor.
        const BELOW: usize = 2;
        let rows = usize::from(self.screen.size().0);
        let mut left = rows.saturating_sub(above + BELOW);
        let fitting = report.diagnostics.iter().take(SHOWN).take_while(|diagnostic| {
            let one = Report { diagnostics: vec![(*diagnostic).clone()] };
            let height = self.height(&self.printed(&one, &|file| built.text(file)));
            let fits = height <= left;
            left = left.saturating_sub(height);
            fits
        });
        let mut first = report.clone();
        first.diagnostics.truncate(fitting.count().max(1));
        self.people(&self.printed(&first, &|file| built.text(file)))?;
        left_out(report.diagnostics.len() - first.diagnostics.len());
        Ok(())
    }

    /// `1,306 pages in 0.41 s · 39,574 links checked · 2 warnings`.
    pub(super) fn summary(&self, built: &Built, report: &Report, published: bool) {
        if !self.show.quiet {
            let elapsed = self.start.elapsed();
            let found = found(report, self.show.reveals_infos());
            let summary = summary(found, built.pages(), built.links(), elapsed, published);
            let drafts = match built.site.linked.book.drafts.len() {
                0 => String::new(),
                count => format!(" · {} left out", counted(count, "draft")),
            };
            let _ = writeln!(anstream::stderr(), "{summary}{drafts}");
        }
    }
}

/// How many diagnostics a terminal is shown at once: after each save they come again.
pub(super) const SHOWN: usize = 20;

/// Says how many diagnostics are not shown.
fn left_out(more: usize) {
    if more > 0 {
        say(&format!("… and {} more (all with `rolebook check`)", thousands(more)));
    }
}

fn summary(
    found: Vec<String>,
    pages: usize,
    links: usize,
    elapsed: Duration,
    published: bool,
) -> String {
    let mut parts = vec![
        format!("{} in {:.2} s", counted(pages, "page"), elapsed.as_secs_f64()),
        format!("{} checked", counted(links, "link")),
    ];
    parts.extend(found);
    if !published {
        parts.push("nothing published".to_owned());
    }
    parts.join(" · ")
}

/// What there is of each, and how to see the infos if they are not shown.
fn found(report: &Report, reveals: Option<&str>) -> Vec<String> {
    let mut found: Vec<String> = counts(report).collect();
    let infos = report.count(Severity::Info);
    if let (Some(last), Some(reveals), 1..) = (found.last_mut(), reveals, infos) {
        let them = if infos == 1 { "it" } else { "them" };
        let _ = write!(last, " ({reveals} shows {them})");
    }
    found
}

/// `1 error`, `2 warnings`: what there is of each.
pub(super) fn counts(report: &Report) -> impl Iterator<Item = String> {
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    let counts = severities.map(|severity| (severity, report.count(severity)));
    counts
        .into_iter()
        .filter(|&(_, count)| count > 0)
        .map(|(severity, count)| counted(count, severity.name()))
}

/// A folder as seen from the working folder, `/`-separated: `docs`, `../..`; empty for the same, and
/// absolute where neither holds the other.
pub(super) fn from_here(root: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let seen: PathBuf = match (root.strip_prefix(&here), here.strip_prefix(&root)) {
        (Ok(below), _) => below.components().filter(|part| *part != Component::CurDir).collect(),
        (Err(_), Ok(below)) => below.components().map(|_| Component::ParentDir).collect(),
        // A slash at the end would stand beside that of what is below it.
        (Err(_), Err(_)) => root.components().collect(),
    };
    seen.to_string_lossy().replace('\\', "/")
}

/// Prints a line for people.
pub(super) fn say(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Says what may not be as it is meant, though all goes on.
pub(super) fn warn(words: &str) {
    say(&format!("\x1b[1;33mwarning\x1b[0m: {words}"));
}

/// Prints to standard output what was asked for.
pub(super) fn out(text: &str) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    ignore_closed(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
        .context("cannot write to standard output")
}

/// A reader that has seen enough (`| head`) is no trouble.
fn ignore_closed(written: io::Result<()>) -> anyhow::Result<()> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Says why the machine would not let us: one sentence.
pub(super) fn error(error: &anyhow::Error) {
    let _ = writeln!(anstream::stderr(), "\x1b[1;31merror\x1b[0m: {}", sentence(error));
}

/// What failed and why, joined by colons, in the words of messages: lower case, no error numbers.
pub(super) fn sentence(error: &anyhow::Error) -> String {
    let causes = error.chain().map(|cause| match cause.downcast_ref::<io::Error>() {
        Some(cause) => system_words(cause),
        None => cause.to_string(),
    });
    harmless(&causes.collect::<Vec<_>>().join(": "))
}

/// `Permission denied (os error 13)` as `permission denied`.
fn system_words(error: &io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error ").next().unwrap_or_default();
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::{Code, Diagnostic, Levels},
        source::{FileId, Span},
    };

    #[test]
    fn the_summary_counts_what_was_found() {
        let check = |codes: &[Code], published, expected: &str| {
            let found = codes.iter().enumerate().map(|(start, &code)| {
                Diagnostic::new(code, &FileId::new("a.md"), Span::new(start, start), "wrong")
            });
            let report = Report::take(found.collect(), &Levels::default(), "content");
            let elapsed = Duration::from_millis(412);
            let found = super::found(&report, Some("--info"));
            assert_eq!(summary(found, 1_306, 39_574, elapsed, published), expected);
        };
        check(&[], true, "1,306 pages in 0.41 s · 39,574 links checked");
        check(
            &[Code::BrokenLink, Code::LinkCase, Code::LinkCase],
            false,
            "1,306 pages in 0.41 s · 39,574 links checked · 1 error · 2 warnings · nothing published",
        );
        check(
            &[Code::ImageAlt, Code::LinkCase],
            true,
            "1,306 pages in 0.41 s · 39,574 links checked · 1 warning · 1 info (--info shows it)",
        );
        check(
            &[Code::ImageAlt, Code::ImageAlt],
            true,
            "1,306 pages in 0.41 s · 39,574 links checked · 2 infos (--info shows them)",
        );
    }

    #[test]
    fn an_error_is_one_sentence() {
        let denied = io::Error::from_raw_os_error(13);
        let error = anyhow::Error::new(denied).context("cannot read `x\x1b`");
        assert_eq!(sentence(&error), "cannot read `x␛`: permission denied");
    }
}
