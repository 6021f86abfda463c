//! All stages in order, up to a site that can be written. (A stub: the lead replaces this file.)

use std::{path::PathBuf, sync::Arc};

use crate::{
    config::Config,
    diagnostic::{Checked, Diagnostic, Report},
    discover::{Project, Sources},
    source::FileId,
    write::{Content, Files},
};

/// What flags of the command line change.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `--drafts`.
    pub drafts: Option<bool>,
    /// `--base-url`.
    pub base_url: Option<String>,
    /// `--out`, absolute.
    pub output: Option<PathBuf>,
    /// `--portable`.
    pub portable: bool,
}

/// What one build leaves for the next.
#[derive(Debug, Default)]
pub struct Cache(());

/// Every route, and how to make its bytes.
#[derive(Debug)]
pub struct Site;

impl Site {
    /// What was wrong with the templates of the routes that have been made so far.
    pub fn complaints(&self) -> Vec<Diagnostic> {
        todo!()
    }
}

impl Files for Site {
    fn paths(&self) -> Vec<&str> {
        todo!()
    }

    fn content(&self, _path: &str) -> anyhow::Result<Content<'_>> {
        todo!()
    }
}

/// A site that can be written.
#[derive(Debug)]
pub struct Built {
    /// The site.
    pub site: Site,
    /// What the author should fix.
    pub report: Report,
    /// What was read.
    pub sources: Arc<Sources>,
    /// How it was to be read, flags included.
    pub config: Arc<Config>,
    /// How many pages there are.
    pub pages: usize,
    /// How many links were checked.
    pub links: usize,
}

/// What a build is busy with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Files are read.
    Reading,
    /// Pages are parsed.
    Parsing,
    /// Links are resolved.
    Linking,
    /// Pages are made.
    Rendering,
    /// Files are written.
    Writing,
}

/// The config of a project: its `rolebook.toml` or the defaults, with what `options` change.
pub fn config(_project: &Project, _options: &Options) -> Checked<Config> {
    todo!()
}

/// Everything up to writing.
///
/// # Errors
/// When the content folder cannot be read.
pub fn build(
    _project: &Project,
    _options: &Options,
    _cache: &Cache,
    _progress: &dyn Fn(Step),
) -> anyhow::Result<Built> {
    todo!()
}

/// Finds the text of a file for printing.
pub fn texts(_built: &Built) -> impl Fn(&FileId) -> Option<Arc<str>> + '_ {
    |_: &FileId| todo!()
}
