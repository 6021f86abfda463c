//! Which folders may be written to.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, bail};

use super::{
    lock::{self, Lock},
    manifest::Manifest,
    repair,
    room::{self, Place},
};
use crate::discover::real_path;

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
}

/// How to go about it.
#[derive(Clone, Copy)]
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
pub struct Target {
    /// Its real path.
    pub(super) output: PathBuf,
    /// What rolebook made in it before; `None` where nothing.
    pub(super) manifest: Option<Manifest>,
    /// Where a new site is staged.
    pub(super) place: Place,
    /// Folders above it that were made for it, the uppermost first.
    made: Vec<PathBuf>,
    _lock: Lock,
}

impl Drop for Target {
    fn drop(&mut self) {
        // Where nothing was published they are empty, and only an empty folder can be removed so.
        self.made.iter().rev().take_while(|made| fs::remove_dir(made).is_ok()).for_each(drop);
    }
}

/// Opens the folder `output` for writing.
///
/// # Errors
/// When it is unsafe to write there, when it holds files that rolebook did not make (unless
/// forced), when another rolebook keeps it longer than our patience, or when the disk says no.
pub fn target(around: &Around, output: &Path, options: &Options<'_>) -> anyhow::Result<Target> {
    let shown = output.display().to_string();
    let cannot = || format!("cannot write to `{shown}`");
    let output = real_path(output).with_context(cannot)?;
    refuse(around, &output).with_context(cannot)?;
    let Some(parent) = output.parent() else { bail!("cannot write to `{shown}`: it is the disk") };
    let made = make_folders(parent).with_context(cannot)?;
    let held = if fs::read_dir(parent).is_ok() { parent } else { &output };
    let lock = lock::lock(held, &shown, options)?;
    repair::repair(&output).with_context(cannot)?;
    let manifest = accept(&output, options.force).with_context(cannot)?;
    let place = if room::is_mount(&output) { Place::Inside } else { Place::Beside };
    Ok(Target { output, manifest, place, made, _lock: lock })
}

/// The folders that nothing lifts: one would be overwritten by what is made from it.
fn refuse(around: &Around, output: &Path) -> anyhow::Result<()> {
    let Around { root, content, themes, statics, working, home } = around;
    let (root, content) = (real_path(root)?, real_path(content)?);
    let metadata = match output.symlink_metadata() {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    match metadata {
        Some(metadata) if metadata.is_symlink() => bail!("it is a symbolic link to nothing"),
        Some(metadata) if !metadata.is_dir() => bail!("it is a file, not a folder"),
        Some(_) | None => {}
    }
    let home = home.as_deref().map(real_path).transpose()?;
    let held = [
        ("the handbook's folder", Some(&root)),
        ("the working directory", Some(&real_path(working)?)),
        ("the home folder", home.as_ref()),
    ];
    for (name, folder) in held {
        let Some(folder) = folder else { continue };
        refuse_at_or_above(output, folder, name)?;
    }
    // Where ROOT is the content, what is published is left out of it.
    let own_output = content == root && output == root.join("public");
    let read = [
        ("the content folder", content),
        ("the theme folder", real_path(themes)?),
        ("the static folder", real_path(statics)?),
    ];
    for (name, folder) in read {
        refuse_at_or_above(output, &folder, name)?;
        if is_within(output, &folder) && !own_output {
            bail!("it lies in {name}");
        }
    }
    Ok(())
}

fn refuse_at_or_above(output: &Path, folder: &Path, name: &str) -> anyhow::Result<()> {
    if same_folder(output, folder) {
        bail!("it is {name}");
    }
    if is_within(folder, output) {
        bail!("it holds {name}");
    }
    Ok(())
}

fn is_within(inner: &Path, outer: &Path) -> bool {
    inner.starts_with(outer) || inner.ancestors().any(|ancestor| same_folder(ancestor, outer))
}

/// One folder by two paths: a mount, or a disk that takes `Content` for `content`.
fn same_folder(a: &Path, b: &Path) -> bool {
    a == b || room::identity(a).is_some_and(|identity| room::identity(b) == Some(identity))
}

/// Makes `folder` and those above it; says which were not there.
fn make_folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let missing = |folder: &&Path| !folder.exists();
    let mut made: Vec<PathBuf> =
        folder.ancestors().take_while(missing).map(Path::to_owned).collect();
    made.reverse();
    fs::create_dir_all(folder)?;
    Ok(made)
}

/// Accepts a folder that is absent, empty but for hidden files, or rolebook's own.
fn accept(output: &Path, force: Force) -> anyhow::Result<Option<Manifest>> {
    if !output.exists() {
        return Ok(None);
    }
    match Manifest::read(output) {
        Ok(Some(manifest)) => return Ok(Some(manifest)),
        Err(error) if force == Force::No => return Err(error),
        Ok(None) | Err(_) => {}
    }
    let foreign = visible(output)?;
    match &foreign[..] {
        [first, rest @ ..] if force == Force::No => {
            let more =
                if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
            bail!(
                "it holds what rolebook did not make (`{first}`{more}); name another folder, \
                 or keep these files and add the site with --force"
            );
        }
        _ => Ok(None),
    }
}

/// The names in `folder` that are not hidden, sorted.
fn visible(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend((!name.starts_with('.')).then_some(name));
    }
    names.sort_unstable();
    Ok(names)
}
