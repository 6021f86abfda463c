//! `rolebook init`: a whole small handbook.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::ValueEnum;

use super::{
    new::{joined, write_new},
    terminal::out,
};
use crate::diagnostic::words::counted;

/// Write a small handbook to begin with
///
/// It has a page of each type, and its rolebook.toml says what can be set. With `--ci`, a folder that
/// is a handbook already gets the workflow alone.
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// Folder to make, or one without rolebook.toml and content/
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,

    /// Write a workflow too, which checks every change and publishes the main branch
    #[arg(long, value_enum, value_name = "HOST")]
    ci: Option<Ci>,

    /// Git repository that the workflow installs rolebook from, at the tag of this version
    #[arg(long, value_name = "URL", requires = "ci", value_parser = repository)]
    from: Option<String>,
}

/// An address that git clones from, and that no shell and no YAML takes for more.
fn repository(text: &str) -> Result<String, String> {
    let schemes = ["https://", "http://", "ssh://", "git://", "file://"];
    let is_safe = |letter: char| letter.is_alphanumeric() || "/._-~:@%+".contains(letter);
    if schemes.iter().any(|scheme| text.starts_with(scheme)) && text.chars().all(is_safe) {
        Ok(text.to_owned())
    } else {
        Err("a repository is named by its address, such as `https://git.example/rolebook`"
            .to_owned())
    }
}

/// Where a workflow runs.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Ci {
    /// GitHub Actions and GitHub Pages, in .github/workflows/handbook.yml
    Github,
    /// GitLab CI and GitLab Pages, in .gitlab-ci.yml
    Gitlab,
}

impl Ci {
    /// Where the workflow stands in a repository, and its text, for this version of rolebook from
    /// the repository `from`. Without one, the workflow says when it runs that it needs one.
    fn workflow(self, from: Option<&str>) -> (&'static str, String) {
        let (path, text) = match self {
            Ci::Github => (".github/workflows/handbook.yml", include_str!("starter/ci/github.yml")),
            Ci::Gitlab => (".gitlab-ci.yml", include_str!("starter/ci/gitlab.yml")),
        };
        let version = env!("CARGO_PKG_VERSION");
        let rolebook = from.map(|url| format!("--git {url} --tag v{version} rolebook"));
        let rolebook = rolebook.unwrap_or_else(|| {
            format!("\"\"  # --git https://git.example/rolebook --tag v{version} rolebook")
        });
        (path, text.replace("{{version}}", version).replace("{{rolebook}}", &rolebook))
    }
}

/// The files of the handbook.
const STARTER: &[(&str, &str)] = &[
    ("rolebook.toml", include_str!("starter/rolebook.toml")),
    ("content/_index.md", include_str!("starter/content/_index.md")),
    ("content/roles/technical-lead.md", include_str!("starter/content/roles/technical-lead.md")),
    (
        "content/roles/engineering-manager.md",
        include_str!("starter/content/roles/engineering-manager.md"),
    ),
    (
        "content/comparisons/technical-lead-vs-engineering-manager.md",
        include_str!("starter/content/comparisons/technical-lead-vs-engineering-manager.md"),
    ),
    ("content/terms/technical-debt.md", include_str!("starter/content/terms/technical-debt.md")),
    ("content/terms/design-review.md", include_str!("starter/content/terms/design-review.md")),
    ("content/terms/small-words.md", include_str!("starter/content/terms/small-words.md")),
    ("content/guides/first-month.md", include_str!("starter/content/guides/first-month.md")),
    (IGNORED, include_str!("starter/gitignore")),
];

/// Where git is told what not to keep. A folder under git has one already.
const IGNORED: &str = ".gitignore";

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let Arguments { dir, ci, from } = arguments;
    let workflow = ci.map(|ci| ci.workflow(from.as_deref()));
    if let Some((path, _)) = &workflow {
        let there = dir.join(path);
        // Nothing is written where one of the two could not be.
        if there.symlink_metadata().is_ok() {
            anyhow::bail!("`{}` is there already; nothing was changed", there.display());
        }
    }
    if workflow.is_none() || !is_handbook(dir) {
        let written = write(dir)?;
        out(&next(dir, &written))?;
    }
    if let Some((path, text)) = workflow {
        let path = joined(dir, path);
        write_new(&path, &text)?;
        out(&about_workflow(dir, &path, from.is_some()))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn is_handbook(dir: &Path) -> bool {
    ["rolebook.toml", "content"].iter().any(|name| dir.join(name).symlink_metadata().is_ok())
}

/// What to do with a workflow.
fn about_workflow(dir: &Path, path: &Path, has_source: bool) -> String {
    let mut text = format!("The workflow is in `{}`.\n", path.display());
    if !has_source {
        text.push_str(
            "Say in it, after `ROLEBOOK`, which repository you have rolebook from (or give --from URL).\n",
        );
    }
    if dir.join(".git").symlink_metadata().is_err() {
        text.push_str(
            "It runs from the top of a repository: if the handbook is further down, move it there and\n\
             name the handbook's folder after `build --strict`.\n",
        );
    }
    text
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
         rolebook compare technical-lead engineering-manager{root}\n  \
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
