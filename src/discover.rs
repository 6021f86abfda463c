//! The one reader of files.

use std::path::{Path, PathBuf};

use crate::{
    config::Config,
    diagnostic::Checked,
    source::{FileId, Source},
};

/// A folder to build, before anything in it is read but its config.
#[derive(Clone, Debug)]
pub struct Project {
    /// ROOT, absolute.
    pub root: PathBuf,
    /// `rolebook.toml`, if the folder is a handbook.
    pub config: Option<Source>,
}

/// Everything that a build reads. The later stages see nothing else of the disk.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Markdown files (`.md`, `.markdown`) of the content folder, sorted by path.
    pub pages: Vec<PageSource>,
    /// Every other file of the content folder, sorted by path: what links and images may name.
    pub files: Vec<OtherFile>,
    /// The files of `static/`, sorted by path; `path` is relative to `static/`.
    pub statics: Vec<OtherFile>,
    /// The handbook's theme: the files of `themes/NAME/`, sorted by path. A handbook without has none.
    pub theme: Vec<ThemeFile>,
}

/// A Markdown file.
#[derive(Clone, Debug)]
pub struct PageSource {
    /// Path below the content folder, `/`-separated, as the disk spells it.
    pub path: String,
    /// The text.
    pub source: Source,
}

/// A file that is copied, not read.
#[derive(Clone, Debug)]
pub struct OtherFile {
    /// Path below its folder (content or static), `/`-separated, as the disk spells it.
    pub path: String,
    /// Its name in messages.
    pub file: FileId,
    /// Where it is.
    pub disk: PathBuf,
}

/// A file of a handbook's theme.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// Path below `themes/NAME/`: `role.html`, `partials/nav.html`, `assets/extra.css`.
    pub path: String,
    /// Its name in messages.
    pub file: FileId,
    /// Its bytes; templates (`.html`, `.xml`, `.txt`) are UTF-8.
    pub bytes: Vec<u8>,
}

/// Opens ROOT: finds `rolebook.toml`, reads nothing else.
///
/// # Errors
/// When ROOT cannot be read or is no folder.
pub fn project(_root: &Path) -> anyhow::Result<Project> {
    todo!()
}

/// Reads the content folder, the static folder and the handbook's theme.
///
/// # Errors
/// When the content folder itself cannot be read. A single file that cannot is a diagnostic.
pub fn sources(_project: &Project, _config: &Config) -> anyhow::Result<Checked<Sources>> {
    todo!()
}
