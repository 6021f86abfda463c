//! The one writer: all or nothing, and nothing that rolebook did not make.
//!
//! 1. [`target()`] says whether a folder may be written to at all, waits for another rolebook that is
//!    writing there, and mends what a killed one left.
//! 2. [`stage()`] makes the files in a folder beside the output folder (`.public.rolebook-stage`).
//!    A file that has not changed is the old file itself, by hard link, so its time stays.
//! 3. [`publish`] exchanges the two folders in one step, then brings over what rolebook did not
//!    make and takes the old files away. Where two folders cannot be exchanged (the output folder
//!    is a mount point), the files are moved one by one after a journal of it was written.
//!
//! A process may be killed between any two steps: before the exchange the old site stands, after
//! it the new one, and the next [`target()`] finishes or undoes the rest. Nothing is flushed to the
//! disk on purpose, which only a loss of power could tell: the manifest then differs from the
//! files, and the next build writes what is missing.

#![expect(clippy::disallowed_methods, reason = "write is the one writer")]

mod journal;
mod lock;
mod manifest;
mod repair;
mod room;
mod stage;
mod survey;
mod swap;
mod target;

use std::{borrow::Cow, fmt, path::Path};

pub use stage::{Stage, stage};
pub use target::{Around, Force, Options, Target, target};

/// What to write: paths below the output folder, and their bytes when they are asked for.
pub trait Files: Sync {
    /// The path of every file: relative, `/`-separated, no `..`; sorted, no two alike.
    fn paths(&self) -> Vec<&str>;

    /// The bytes of the file at `path`. Asked once for each path, by several threads at once.
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
    /// Files that stayed as they were, with their times.
    pub unchanged: usize,
    /// Files of the site before that are no longer part of it.
    pub removed: usize,
}

/// Why nothing was written: files that rolebook did not make stand where it would write.
///
/// [`stage()`] gives it as its error (`error.downcast_ref::<Taken>()`), before anything is made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taken {
    /// The foreign files' paths below the output folder, sorted.
    pub paths: Vec<String>,
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // More names than these tell nobody more.
        const SHOWN: usize = 5;
        let shown: Vec<String> =
            self.paths.iter().take(SHOWN).map(|path| format!("`{path}`")).collect();
        let (is, place) =
            if self.paths.len() == 1 { ("is", "its place") } else { ("are", "their places") };
        write!(f, "{}", shown.join(", "))?;
        if let Some(more @ 1..) = self.paths.len().checked_sub(SHOWN) {
            write!(f, " and {more} more")?;
        }
        write!(f, " in the output folder {is} not rolebook's, and the site would take {place}; ")?;
        write!(f, "move what is there away, or name another folder")
    }
}

impl std::error::Error for Taken {}

/// Puts a finished stage in the place of the old site.
///
/// # Errors
/// When the folders cannot be exchanged (the old site stands), or when the new site stands and
/// something that is not rolebook's could not be brought over (it is kept beside).
pub fn publish(stage: Stage<'_>) -> anyhow::Result<Outcome> {
    let (target, work, outcome) = stage.into_parts();
    if let Some(work) = work {
        match work.room.place() {
            room::Place::Beside => swap::swap(target, work)?,
            room::Place::Inside => journal::publish(target, work)?,
        }
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests;
