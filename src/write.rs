//! The one writer. (A stub with the signatures of the real one, which takes its place.)

use std::{
    borrow::Cow,
    fmt,
    path::{Path, PathBuf},
    time::Duration,
};

/// What to write: paths below the output folder, and their bytes when they are asked for.
pub trait Files: Sync {
    /// The path of every file.
    fn paths(&self) -> Vec<&str>;
    /// The bytes of the file at `path`.
    ///
    /// # Errors
    /// When it cannot be made. Then nothing is written.
    fn content(&self, path: &str) -> anyhow::Result<Content<'_>>;
}

/// What a file holds.
#[derive(Debug)]
pub enum Content<'a> {
    /// These bytes.
    Bytes(Cow<'a, [u8]>),
    /// What this file holds.
    File(&'a Path),
}

/// What a build did to the output folder.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Outcome {
    /// Files that are new or differ from before.
    pub written: usize,
    /// Files that stayed as they were.
    pub unchanged: usize,
    /// Files of the site before that are no longer part of it.
    pub removed: usize,
}

/// Files that rolebook did not make stand where it would write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taken {
    /// Their paths below the output folder, sorted.
    pub paths: Vec<String>,
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} taken", self.paths.len())
    }
}

impl std::error::Error for Taken {}

/// What the output folder must keep clear of.
#[derive(Clone, Debug)]
pub struct Around {
    /// ROOT.
    pub root: PathBuf,
    /// The content folder.
    pub content: PathBuf,
    /// `themes/`, whether it is there or not.
    pub themes: PathBuf,
    /// `static/`, whether it is there or not.
    pub statics: PathBuf,
    /// The working directory.
    pub working: PathBuf,
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// A plain folder, whose `public/` may lie in its content.
    pub plain: bool,
}

/// How to go about it.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "a closure has none")]
pub struct Options<'a> {
    /// Whether a folder with foreign files is taken over.
    pub force: Force,
    /// How long to wait for another rolebook that is writing to the same place.
    pub patience: Duration,
    /// Called once when the wait begins.
    pub waiting: &'a dyn Fn(),
}

/// `--force`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Force {
    /// A folder with files that rolebook did not make is refused.
    No,
    /// It is taken over, and those files stay.
    Yes,
}

/// An output folder that may be written to, held until this is dropped.
#[derive(Debug)]
pub struct Target;

/// A new site, whole and checked, that waits for [`publish`]. Dropped, it is removed.
#[derive(Debug)]
pub struct Stage<'t>(&'t Target);

/// Opens the folder `output` for writing.
///
/// # Errors
/// When it is unsafe to write there.
pub fn target(_around: &Around, _output: &Path, _options: &Options<'_>) -> anyhow::Result<Target> {
    todo!()
}

/// Makes every file, in parallel, in a folder beside the output folder.
///
/// # Errors
/// When a foreign file stands at an address of ours ([`Taken`]), or when the disk says no.
pub fn stage<'t>(_target: &'t Target, _files: &dyn Files) -> anyhow::Result<Stage<'t>> {
    todo!()
}

/// Puts a finished stage in the place of the old site.
///
/// # Errors
/// When the disk says no.
pub fn publish(stage: Stage<'_>) -> anyhow::Result<Outcome> {
    let _ = stage.0;
    todo!()
}
