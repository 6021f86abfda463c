//! The handbook's own theme.

use std::path::{Component, Path};

use rayon::prelude::*;

use super::{
    Bytes, OtherFile, Project, ThemeFile, read, unreadable,
    walk::{self, Folder, Found, Kind},
};
use crate::{
    config::Config,
    data::nearest,
    diagnostic::{Checked, Code, Diagnostic},
    source::{Source, Span},
};

/// The files of `themes/NAME/`.
pub(super) fn theme(project: &Project, config: &Config) -> anyhow::Result<Checked<Vec<ThemeFile>>> {
    let Some(source) = &project.config else { return Ok(Checked::clean(Vec::new())) };
    let name = format!("themes/{}", config.theme);
    let disk = project.root.join(&name);
    let mut steps = Path::new(&config.theme).components();
    let one_folder = matches!((steps.next(), steps.next()), (Some(Component::Normal(_)), None));
    if !one_folder || !disk.is_dir() {
        let missing = (config.theme != "default").then(|| no_theme(project, source, &config.theme));
        return Ok(Checked { value: Vec::new(), diagnostics: Vec::from_iter(missing) });
    }
    let root = project.root.clone();
    let folder = Folder { root, disk, name: name.clone(), kind: Kind::Theme, skipped: Vec::new() };
    let Checked { value: found, mut diagnostics } = walk::files(&folder)?;
    let read: Vec<_> = found.into_par_iter().map(|found| theme_file(found, &name)).collect();
    let files = read.into_iter().filter_map(|file| file.take(&mut diagnostics)).collect();
    Ok(Checked { value: files, diagnostics })
}

/// The names of the folders in `disk`, sorted; none where it cannot be read.
#[expect(clippy::disallowed_methods, reason = "discover is where files are read")]
fn folders(disk: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(disk).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> =
        folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_unstable();
    names
}

/// `theme = "…"` names no folder: the config is wrong, the compiled theme stands in.
fn no_theme(project: &Project, config: &Source, name: &str) -> Diagnostic {
    let text = &*config.text;
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let value = text.match_indices("theme").find_map(|(at, key)| {
        let rest = text[at + key.len()..].trim_start_matches([' ', '\t']).strip_prefix('=')?;
        let is_first = text[line_start(at)..at].trim().is_empty();
        let rest = Some(rest.trim_start_matches([' ', '\t'])).filter(|_| is_first)?;
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let length = rest[1..].find([quote, '\n'])? + 2;
        let start = text.len() - rest.len();
        Some(Span::new(start, start + length))
    });
    let themes = folders(&project.root.join("themes"));
    let help = match nearest(name, themes.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("make the folder `themes/{name}/`, or leave `theme` out"),
    };
    let message = format!("no theme is called `{name}`");
    Diagnostic::new(Code::BadConfig, &config.file, value.unwrap_or_default(), message).help(help)
}

fn theme_file(found: Found, name: &str) -> Checked<Option<ThemeFile>> {
    let OtherFile { path, file, disk, size: _ } = found.named(name);
    match read(&disk, u64::MAX) {
        Ok(Bytes::All(bytes)) => Checked::clean(Some(ThemeFile { path, file, bytes })),
        Ok(Bytes::TooMany(_)) => Checked::clean(None),
        Err(error) => unreadable(&file, &error),
    }
}
