//! `rolebook init`: a whole small handbook.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::{new::write_new, terminal::out};
use crate::diagnostic::words::counted;

/// Write a small handbook to begin with
///
/// It has a page of each type, and its rolebook.toml says what can be set.
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// Folder to make, or one without rolebook.toml and content/
    dir: PathBuf,
}

/// The files of the handbook.
const STARTER: &[(&str, &str)] = &[
    ("rolebook.toml", include_str!("starter/rolebook.toml")),
    ("content/_index.md", include_str!("starter/content/_index.md")),
    ("content/roles/technical-lead.md", include_str!("starter/content/roles/technical-lead.md")),
    ("content/terms/technical-debt.md", include_str!("starter/content/terms/technical-debt.md")),
    ("content/terms/design-review.md", include_str!("starter/content/terms/design-review.md")),
    ("content/guides/first-month.md", include_str!("starter/content/guides/first-month.md")),
    (IGNORED, include_str!("starter/gitignore")),
];

/// Where git is told what not to keep. A folder under git has one already.
const IGNORED: &str = ".gitignore";

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let written = write(&arguments.dir)?;
    out(&next(&arguments.dir, &written))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the handbook into `dir`; gives the paths that it wrote.
fn write(dir: &Path) -> anyhow::Result<Vec<&'static str>> {
    for name in ["rolebook.toml", "content"] {
        let there = dir.join(name);
        if there.symlink_metadata().is_ok() {
            anyhow::bail!("`{}` is there already; nothing was changed", there.display());
        }
    }
    let ignored = dir.join(IGNORED).symlink_metadata().is_ok();
    let mut written = Vec::new();
    for (path, text) in STARTER.iter().filter(|(path, _)| *path != IGNORED || !ignored) {
        write_new(&dir.join(path), text)?;
        written.push(*path);
    }
    Ok(written)
}

/// What to do now.
fn next(dir: &Path, written: &[&str]) -> String {
    let pages = written.iter().filter(|path| path.starts_with("content/")).count();
    let name = shell(dir);
    let (argument, root) = if dir == Path::new(".") {
        (String::new(), String::new())
    } else {
        (format!(" {name}"), format!(" --root {name}"))
    };
    let ignore = if written.contains(&IGNORED) {
        ""
    } else {
        "\nAdd `public/` to your .gitignore: the site is written there.\n"
    };
    format!(
        "A handbook of {} is in `{}`. Next:\n\n  rolebook serve{argument}\n  rolebook build{argument}\n  \
         rolebook new role \"Staff Engineer\"{root}\n{ignore}",
        counted(pages, "page"),
        dir.display(),
    )
}

/// A path as a shell takes it.
fn shell(path: &Path) -> String {
    let text = path.display().to_string();
    let safe = |letter: char| letter.is_alphanumeric() || "/._-~".contains(letter);
    if text.chars().all(safe) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::Code,
        discover,
        pipeline::{self, Cache, Options},
    };

    #[test]
    fn a_handbook_is_never_written_over_another() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let book = dir.path().join("new");
        assert_eq!(write(&book).expect("a new folder takes a handbook").len(), STARTER.len());
        let refused = write(&book).expect_err("the second time it is there");
        assert!(refused.to_string().contains("rolebook.toml` is there already"), "{refused}");
    }

    #[test]
    fn a_new_handbook_has_nothing_wrong() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        write(dir.path()).expect("an empty folder takes a handbook");
        let project = discover::project(dir.path()).expect("it can be read");
        let built = pipeline::build(&project, &Options::default(), &Cache::default(), &|_| ());
        let built = built.expect("it can be built");
        let mut report = built.report_with(built.site.complaints());
        // Names without a page yet are normal: its examples show what they look like.
        report.diagnostics.retain(|diagnostic| diagnostic.code != Code::WantedTerm);
        assert_eq!(report.diagnostics, []);
    }

    #[test]
    fn the_next_commands_can_be_pasted() {
        let check = |dir: &str, expected: &str| {
            assert!(next(Path::new(dir), &[IGNORED]).contains(expected), "{dir}");
        };
        check(".", "rolebook build\n");
        check("our book", "rolebook build 'our book'\n");
        check("book", "\"Staff Engineer\" --root book\n");
    }
}
