//! Printing a report: for people, for editors, as JSON lines, for GitHub.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    ops::Range,
};

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::{
    Code, Diagnostic, Report, Severity,
    words::{counted, harmless, harmless_letter, listed, thousands},
};
use crate::source::{FileId, Lines, Place, Position, Texts};

/// How a report is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// With the lines in question, as compilers do.
    Human,
    /// One line each, as editors read them.
    Short,
    /// One JSON object a line.
    Json,
    /// Commands that GitHub shows beside the changed lines of a pull request.
    Github,
}

/// How printing is to look.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Look<'r> {
    /// The way from the working folder to ROOT, such as `docs` or `../..`; empty for the same. It stands
    /// before each path, so that a terminal, an editor or GitHub finds the file from where the command
    /// ran. JSON is a contract, and names files from ROOT.
    pub root: &'r str,
    /// With colours (people's format only).
    pub colour: bool,
    /// With what is only information. JSON has it always.
    pub info: bool,
    /// How many columns the reader's terminal has; 0 where it is not known. It cuts excerpts, so that what
    /// is underlined stays below its line (people's format only).
    pub columns: usize,
}

/// The report in `format`; each line ends with a line feed. `texts` finds the lines in question.
pub fn print(report: &Report, format: Format, look: Look<'_>, texts: &Texts<'_>) -> String {
    let (root, lines) = (look.root, BTreeMap::new());
    let mut places = Places { texts, root, lines, underlined: UNDERLINED };
    let shown = report.diagnostics.iter().filter(|diagnostic| {
        look.info || format == Format::Json || diagnostic.severity > Severity::Info
    });
    match format {
        Format::Human => human(shown, look, &mut places),
        Format::Short => shown.map(|diagnostic| short(diagnostic, &mut places)).collect(),
        Format::Json => shown.map(|diagnostic| json(diagnostic, &mut places)).collect(),
        Format::Github => shown.map(|diagnostic| github(diagnostic, &mut places)).collect(),
    }
}

/// `12 errors and 1 warning in 3 files; `rolebook explain broken-link` says more`, for people.
/// `None` when nothing was shown.
pub fn summary(report: &Report, look: Look<'_>) -> Option<String> {
    let shown: Vec<&Diagnostic> = report
        .diagnostics
        .iter()
        .filter(|diagnostic| look.info || diagnostic.severity > Severity::Info)
        .collect();
    // The first of the worst: what the reader will mend first.
    let worst = shown.iter().map(|diagnostic| diagnostic.severity).max()?;
    let first = shown.iter().find(|diagnostic| diagnostic.severity == worst)?;
    let files: BTreeSet<&FileId> = shown.iter().map(|diagnostic| &diagnostic.place.file).collect();
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .map(|severity| (severity, shown.iter().filter(|one| one.severity == severity).count()))
        .filter(|&(_, count)| count > 0)
        .map(|(severity, count)| counted(count, severity.name()))
        .collect();
    Some(format!(
        "{} in {}; `rolebook explain {}` says more",
        listed(&counts),
        counted(files.len(), "file"),
        first.code.name()
    ))
}

/// How many of one code people are shown: a moved folder breaks hundreds of links, and what else
/// is wrong must not scroll away.
const SHOWN_OF_ONE_CODE: usize = 20;

/// How many columns an excerpt takes; what lies further from the place is cut.
///
/// Paragraphs are often written as one line of thousands of characters. 120 is what most terminals have.
const EXCERPT: usize = 120;

/// How many characters are underlined at most, so that an excerpt can be cut: a place can be a
/// whole paragraph.
const UNDERLINED: usize = 80;

/// How many characters of a message or of help a terminal is shown: both can quote an address of
/// any length. The whole stands in JSON.
const MESSAGE: usize = 400;

fn human<'a>(
    shown: impl Iterator<Item = &'a Diagnostic>,
    look: Look<'_>,
    places: &mut Places<'_>,
) -> String {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let columns = if look.columns == 0 { EXCERPT } else { look.columns.min(EXCERPT) };
    let renderer = renderer.term_width(columns);
    // A third is left for the line's number and for what stands around the place.
    places.underlined = UNDERLINED.min(columns * 2 / 3);
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    let mut text = String::new();
    for diagnostic in shown {
        let count = counts.entry(diagnostic.code).or_default();
        *count += 1;
        if *count <= SHOWN_OF_ONE_CODE {
            text.push_str(&excerpts(diagnostic, &renderer, places));
            text.push_str("\n\n");
        }
    }
    for (code, count) in counts.into_iter().filter(|&(_, count)| count > SHOWN_OF_ONE_CODE) {
        let more = thousands(count - SHOWN_OF_ONE_CODE);
        let _ = writeln!(text, "… and {more} more {} (all with --format json)", code.name());
    }
    text
}

/// One diagnostic in the look of rustc.
fn excerpts(diagnostic: &Diagnostic, renderer: &Renderer, places: &mut Places<'_>) -> String {
    let Diagnostic { code, severity, message, place, help, related } = diagnostic;
    let level = match severity {
        Severity::Info => Level::INFO,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let mut group =
        level.primary_title(clipped(message)).id(code.name()).element(excerpt(place, places));
    if let Some(help) = help {
        group = group.element(Level::HELP.message(clipped(help)));
    }
    let mut groups = vec![group];
    groups.extend(related.iter().map(|related| {
        Level::NOTE
            .secondary_title(clipped(&related.message))
            .element(excerpt(&related.place, places))
    }));
    renderer.render(&groups)
}

/// Where a place is, and its line with the place underlined.
fn excerpt(place: &Place, places: &mut Places<'_>) -> Element<'static> {
    let path = harmless(&places.path(&place.file));
    let start = places.start(place);
    // A diagnostic about a whole file has no line to show.
    let whole_file = place.span.end == 0;
    let most = places.underlined;
    match places.lines(&place.file).filter(|_| !whole_file) {
        Some(lines) => {
            let (line, underlined) = line(lines, place, most);
            let annotation = AnnotationKind::Primary.span(underlined);
            Snippet::source(line).line_start(start.line).path(path).annotation(annotation).into()
        }
        None => Origin::path(path).line(start.line).char_column(start.column).into(),
    }
}

/// The line that a place begins on, character by character fit for a terminal, and the bytes of it
/// to underline, at most `most` characters. Of a place of several lines the first is enough to find it; JSON has its end.
fn line(lines: &Lines, place: &Place, most: usize) -> (String, Range<usize>) {
    let (line_start, line) = lines.line_at(place.span.start);
    let within =
        |offset: u32| line.floor_char_boundary((offset as usize).saturating_sub(line_start));
    let (start, end) = (within(place.span.start), within(place.span.end));
    // All that stands before the place is needed: the renderer counts its column from it, and then
    // cuts it. Of what comes after, a page of 4 MiB in one line needs no more than can be seen.
    let mut text: String = line[..start].chars().map(fit).collect();
    let mut underlined = text.len()..text.len();
    for (index, (byte, letter)) in line[start..].char_indices().enumerate().take(EXCERPT) {
        text.push(fit(letter));
        if start + byte < end && index < most {
            underlined.end = text.len();
        }
    }
    (text, underlined)
}

/// One character as an excerpt shows it. The renderer knows how wide a tab is.
fn fit(letter: char) -> char {
    if letter == '\t' { letter } else { harmless_letter(letter) }
}

/// Text of a message, fit for a terminal.
fn clipped(text: &str) -> String {
    let mut clipped = harmless(text);
    if let Some((cut, _)) = clipped.char_indices().nth(MESSAGE) {
        clipped.truncate(cut);
        clipped.push('…');
    }
    clipped
}

fn short(diagnostic: &Diagnostic, places: &mut Places<'_>) -> String {
    let Diagnostic { code, severity, message, place, help, related: _ } = diagnostic;
    let Position { line, column } = places.start(place);
    let help = help.as_ref().map(|help| format!("; {}", clipped(help))).unwrap_or_default();
    format!(
        "{}:{line}:{column}: {}[{}]: {}{help}\n",
        harmless(&places.path(&place.file)),
        severity.name(),
        code.name(),
        clipped(message)
    )
}

fn json(diagnostic: &Diagnostic, places: &mut Places<'_>) -> String {
    let Diagnostic { code, severity, message, place, help, related } = diagnostic;
    let (start, end) = (places.start(place), places.end(place));
    let line = JsonLine {
        code: code.name(),
        severity: severity.name(),
        message,
        path: place.file.path(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        help: help.as_deref(),
        related: related
            .iter()
            .map(|related| {
                let Position { line, column } = places.start(&related.place);
                JsonRelated {
                    path: related.place.file.path(),
                    line,
                    column,
                    message: &related.message,
                }
            })
            .collect(),
    };
    // Strings and numbers alone: there is nothing that could not be written.
    serde_json::to_string(&line).map(|line| line + "\n").unwrap_or_default()
}

/// A diagnostic as JSON: a contract with editors and CI. The end is the character after the last.
#[derive(Serialize)]
struct JsonLine<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    help: Option<&'a str>,
    related: Vec<JsonRelated<'a>>,
}

#[derive(Serialize)]
struct JsonRelated<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
}

fn github(diagnostic: &Diagnostic, places: &mut Places<'_>) -> String {
    let Diagnostic { code, severity, message, place, help, related: _ } = diagnostic;
    let command = match severity {
        Severity::Info => "notice",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let (start, end) = (places.start(place), places.end(place));
    let help = help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    format!(
        "::{command} file={},line={},col={},endLine={},endColumn={},title={}::{}\n",
        github_property(&places.path(&place.file)),
        start.line,
        start.column,
        end.line,
        end.column,
        code.name(),
        github_text(&format!("{message}{help}"))
    )
}

/// Text after `::`: a line feed would end the command.
fn github_text(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value before `::`, where `,` and `:` have a meaning too.
fn github_property(text: &str) -> String {
    github_text(text).replace(':', "%3A").replace(',', "%2C")
}

/// The lines of each file that was asked for: a file with a thousand diagnostics is read once.
struct Places<'a> {
    texts: &'a Texts<'a>,
    /// As [`Look::root`].
    root: &'a str,
    lines: BTreeMap<FileId, Option<Lines>>,
    /// How many characters are underlined at most.
    underlined: usize,
}

impl Places<'_> {
    /// A file as it is found from the working folder. A derived page is named by its address.
    fn path(&self, file: &FileId) -> String {
        match file.path() {
            path if self.root.is_empty() || path.starts_with('/') => path.to_owned(),
            path => format!("{}/{path}", self.root),
        }
    }

    fn lines(&mut self, file: &FileId) -> Option<&Lines> {
        let texts = self.texts;
        let entry = self.lines.entry(file.clone());
        entry.or_insert_with(|| texts(file).map(Lines::of)).as_ref()
    }

    fn start(&mut self, place: &Place) -> Position {
        self.position(&place.file, place.span.start)
    }

    fn end(&mut self, place: &Place) -> Position {
        self.position(&place.file, place.span.end)
    }

    /// A file without text (an image, an output) has one position: its beginning.
    fn position(&mut self, file: &FileId, offset: u32) -> Position {
        let beginning = Position { line: 1, column: 1 };
        self.lines(file).map_or(beginning, |lines| lines.position(offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostic::Levels, source::Span};

    const SRE: &str =
        "---\r\ntitle: SRE\r\n---\r\nAsk\tthe [commander](incident.md), 100%\x1b[31m.\r\n";

    /// One error in [`SRE`] that names a second file.
    fn sample() -> Report {
        let start = SRE.find("[commander]").expect("the sample has a link");
        let span = Span::new(start, start + "[commander](incident.md)".len());
        let term = Place { file: FileId::new("content/terms/incident.md"), span: Span::new(2, 10) };
        let error = Diagnostic::new(
            Code::BrokenLink,
            &FileId::new("content/roles/a,b.md"),
            span,
            "`incident.md` is not a page: 100%",
        )
        .help("did you mean `../terms/incident.md`?".to_owned())
        .related(term, "this one");
        let whole = Diagnostic::new(
            Code::UnreadableFile,
            &FileId::new("content/x.bin"),
            Span::default(),
            "cannot read `x\x1b.bin`",
        );
        Report::take(vec![error, whole], &Levels::default(), "content")
    }

    #[track_caller]
    fn check(report: &Report, format: Format, expected: &str) {
        let texts = |file: &FileId| match file.path() {
            "content/roles/a,b.md" => Some(SRE.into()),
            "content/terms/incident.md" => Some("# Incident".into()),
            _ => None,
        };
        let printed = print(report, format, Look::default(), &texts);
        assert_eq!(printed, expected, "{printed}");
    }

    #[test]
    fn people_see_the_line() {
        check(
            &sample(),
            Format::Human,
            "\
error[broken-link]: `incident.md` is not a page: 100%
 --> content/roles/a,b.md:4:9
  |
4 | Ask    the [commander](incident.md), 100%␛[31m.
  |            ^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: did you mean `../terms/incident.md`?
note: this one
 --> content/terms/incident.md:1:3
  |
1 | # Incident
  |   ^^^^^^^^

warning[unreadable-file]: cannot read `x␛.bin`
--> content/x.bin:1:1

",
        );
    }

    #[test]
    fn editors_read_one_line_each() {
        check(
            &sample(),
            Format::Short,
            "\
content/roles/a,b.md:4:9: error[broken-link]: `incident.md` is not a page: 100%; did you mean `../terms/incident.md`?
content/x.bin:1:1: warning[unreadable-file]: cannot read `x␛.bin`
",
        );
    }

    #[test]
    fn json_has_every_key() {
        check(
            &sample(),
            Format::Json,
            r#"{"code":"broken-link","severity":"error","message":"`incident.md` is not a page: 100%","path":"content/roles/a,b.md","line":4,"column":9,"end_line":4,"end_column":33,"help":"did you mean `../terms/incident.md`?","related":[{"path":"content/terms/incident.md","line":1,"column":3,"message":"this one"}]}
{"code":"unreadable-file","severity":"warning","message":"cannot read `x\u001b.bin`","path":"content/x.bin","line":1,"column":1,"end_line":1,"end_column":1,"help":null,"related":[]}
"#,
        );
    }

    #[test]
    fn github_gets_its_own_escapes() {
        check(
            &sample(),
            Format::Github,
            "\
::error file=content/roles/a%2Cb.md,line=4,col=9,endLine=4,endColumn=33,title=broken-link::`incident.md` is not a page: 100%25; did you mean `../terms/incident.md`?
::warning file=content/x.bin,line=1,col=1,endLine=1,endColumn=1,title=unreadable-file::cannot read `x\x1b.bin`
",
        );
    }

    /// `place` is the part of `text` that is complained of.
    #[track_caller]
    fn check_line(text: &str, place: &str, position: &str, excerpt: &str, underline: &str) {
        let start = text.find(place).expect("the place is in the text");
        let span = Span::new(start, start + place.len());
        let wrong = Diagnostic::new(Code::BrokenLink, &FileId::new("a.md"), span, "wrong");
        let report = Report::take(vec![wrong], &Levels::default(), "content");
        let printed = print(&report, Format::Human, Look::default(), &|_| Some(text.into()));
        let lines: Vec<&str> = printed.lines().collect();
        assert_eq!(lines[1], format!(" --> a.md:{position}"));
        assert_eq!(lines[3], excerpt);
        assert_eq!(lines[4].trim_start_matches([' ', '|']), underline);
    }

    #[test]
    fn an_excerpt_is_harmless() {
        check_line("a\tb\x1bc\u{202e}", "b\x1b", "1:3", "1 | a    b␛c\u{fffd}", "^^");
    }

    #[test]
    fn of_several_lines_the_first_is_shown() {
        check_line("ab\r\ncd", "b\r\ncd", "1:2", "1 | ab", "^");
        check_line("ab\ncd", "\ncd", "1:3", "1 | ab", "^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let long = format!("{} [x](y) {}", "é".repeat(5_000), "ü".repeat(5_000));
        let near = format!("1 | ...{} [x](y) {}...", "é".repeat(51), "ü".repeat(51));
        check_line(&long, "[x](y)", "1:5002", &near, "^^^^^^");
        let long = format!("aa {}", "é".repeat(5_000));
        let near = format!("1 | aa {}...", "é".repeat(110));
        check_line(&long, &long[3..], "1:4", &near, &"^".repeat(80));
    }

    #[test]
    fn many_of_one_code_are_counted() {
        let diagnostics = (0..1_151).map(|start| {
            let span = Span::new(start, start + 1);
            Diagnostic::new(Code::BrokenLink, &FileId::new("a.md"), span, "wrong")
        });
        let report = Report::take(diagnostics.collect(), &Levels::default(), "content");
        let printed = print(&report, Format::Human, Look::default(), &|_| None);
        assert_eq!(printed.matches("error[broken-link]").count(), 20);
        assert!(printed.ends_with("\n… and 1,131 more broken-link (all with --format json)\n"));
        assert_eq!(
            summary(&report, Look::default()).as_deref(),
            Some("1,151 errors in 1 file; `rolebook explain broken-link` says more")
        );
    }

    #[test]
    fn a_summary_counts_what_was_shown() {
        assert_eq!(
            summary(&sample(), Look::default()).as_deref(),
            Some("1 error and 1 warning in 2 files; `rolebook explain broken-link` says more")
        );
        assert_eq!(summary(&Report::default(), Look::default()), None);
    }
}
