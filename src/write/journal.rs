//! File by file, where the output folder cannot be exchanged: a mount point, a container's layer.
//!
//! All that is to be done is written down first. From then on it will be done: by this process, or
//! by the next start when this one is killed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};

use super::{
    room::{Paths, gone, write_whole},
    stage::Work,
    target::Target,
};
use crate::discover::MANIFEST;

/// Moves the staged files into the output folder and removes the old ones.
pub(super) fn publish(target: &Target, work: Work) -> anyhow::Result<()> {
    let Work { room, changed: _, removed } = work;
    let journal = &room.paths().journal;
    let bytes = serde_json::to_vec(&removed)?;
    write_whole(journal, &bytes)
        .with_context(|| format!("cannot write `{}`", journal.display()))?;
    finish(&target.output, &room.keep())
}

/// Does what the journal says and is not done yet: it lists what goes, `site/` holds what comes.
pub(super) fn finish(output: &Path, paths: &Paths) -> anyhow::Result<()> {
    let cannot = || format!("cannot read `{}`", paths.journal.display());
    let bytes = fs::read(&paths.journal).with_context(cannot)?;
    let removed: Vec<String> = serde_json::from_slice(&bytes).with_context(cannot)?;
    for path in &removed {
        remove(output, path)?;
    }
    if paths.site.exists() {
        come(&paths.site, output)?;
        let manifest = paths.site.join(MANIFEST);
        // The last: until it is there, the old one stands for the old files.
        gone(fs::rename(&manifest, output.join(MANIFEST)))
            .with_context(|| format!("cannot move `{}`", manifest.display()))?;
    }
    paths.remove_empty()
}

/// Removes a file of the old site and the folders that it leaves empty.
fn remove(output: &Path, path: &str) -> anyhow::Result<()> {
    let Some(at) = real_file(output, path) else { return Ok(()) };
    gone(fs::remove_file(&at)).with_context(|| format!("cannot remove `{}`", at.display()))?;
    let above = at.ancestors().skip(1).take_while(|folder| *folder != output);
    above.take_while(|folder| fs::remove_dir(folder).is_ok()).for_each(drop);
    Ok(())
}

/// Where the file at `path` is, unless a link has taken the place of one of its folders.
fn real_file(output: &Path, path: &str) -> Option<PathBuf> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut at = output.to_owned();
    for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
        at.push(folder);
        at.symlink_metadata().ok().filter(fs::Metadata::is_dir)?;
    }
    at.push(name);
    at.symlink_metadata().ok().filter(fs::Metadata::is_file)?;
    Some(at)
}

/// Moves everything in `from` to `to`, folder by folder; the manifest stays.
fn come(from: &Path, to: &Path) -> anyhow::Result<()> {
    let cannot = || format!("cannot write to `{}`", to.display());
    for entry in fs::read_dir(from).with_context(cannot)? {
        let entry = entry.with_context(cannot)?;
        let (at, to) = (entry.path(), to.join(entry.file_name()));
        let cannot = || format!("cannot write `{}`", to.display());
        if entry.file_type().with_context(cannot)?.is_dir() {
            make_folder(&to)?;
            come(&at, &to)?;
            fs::remove_dir(&at).with_context(cannot)?;
        } else if entry.file_name() != MANIFEST {
            fs::rename(&at, &to).with_context(cannot)?;
        }
    }
    Ok(())
}

fn make_folder(at: &Path) -> anyhow::Result<()> {
    match at.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => bail!("`{}` is in the way of a folder of the site; move it", at.display()),
        Err(_) => fs::create_dir(at).with_context(|| format!("cannot make `{}`", at.display())),
    }
}
