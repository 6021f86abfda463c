//! Copies of the theme's files for a handbook to change, each with a note of where it comes from.

use super::DEFAULT;
use crate::{
    diagnostic::{Code, Diagnostic},
    discover::ThemeFile,
    memo::Fingerprint,
    source::Span,
};

/// What begins a note; the version, the file and a print of its bytes follow.
const NOTE: &str = "copied from rolebook ";

/// The files of the compiled theme by path (`role.html`, `partials/header.html`, `assets/style.css`),
/// sorted: templates, then their parts, then assets.
pub fn files() -> Vec<String> {
    let mut paths: Vec<String> = super::files().into_iter().map(|(path, _)| path).collect();
    let place = |path: &String| match path.split_once('/') {
        None => 0,
        Some(("assets", _)) => 2,
        Some(_) => 1,
    };
    paths.sort_by_key(|path| (place(path), path.clone()));
    paths
}

/// A copy of the file at `path`, with its note on the first line; `None` if the theme has no such file.
pub fn copy(path: &str) -> Option<String> {
    let text = DEFAULT.get_file(path)?.contents_utf8()?;
    let note = format!("{NOTE}{}: {path} {}", env!("CARGO_PKG_VERSION"), print(text));
    let (before, after) = match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css" | "js") => ("/* ", " */\n"),
        Some("svg") => ("<!-- ", " -->\n"),
        // A comment of the template's own, and no line of the page.
        Some(_) | None => ("{# ", " -#}\n"),
    };
    Some(format!("{before}{note}{after}{text}"))
}

/// Says that the theme's own file has changed since a handbook's copy of it was made.
pub(super) fn outdated(file: &ThemeFile) -> Option<Diagnostic> {
    let text = std::str::from_utf8(&file.bytes).ok()?;
    let line = text.lines().next()?;
    let at = line.find(NOTE)?;
    let mut words = line[at + NOTE.len()..].split(' ');
    let (version, path, noted) = (words.next()?.strip_suffix(':')?, words.next()?, words.next()?);
    let now = DEFAULT.get_file(path).and_then(|file| file.contents_utf8()).map(print);
    if now.as_deref() == Some(noted) {
        return None;
    }
    let (since, help) = match now {
        Some(_) => (
            "which has changed since",
            format!("compare it with `rolebook theme eject {path} --print`"),
        ),
        None => ("which has it no more", "`rolebook theme list` says what there is".to_owned()),
    };
    let span = Span::new(at, line.len());
    let message = format!("a copy of `{path}` from rolebook {version}, {since}");
    Some(Diagnostic::new(Code::OldTemplate, &file.file, span, message).help(help))
}

fn print(text: &str) -> String {
    Fingerprint::of([text.as_bytes()]).hex8()
}
