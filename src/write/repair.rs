//! What a killed process left, finished or undone before anything else is.

use std::{fs, path::Path};

use anyhow::Context;

use super::{
    journal,
    room::{Paths, Place},
    swap,
};

/// Brings `output` back to one whole site and removes the staging folders. The lock is ours, so
/// whoever made them is gone.
pub(super) fn repair(output: &Path) -> anyhow::Result<()> {
    let beside = Paths::of(output, Place::Beside);
    if beside.folder.symlink_metadata().is_ok() {
        repair_beside(output, &beside)?;
    }
    let inside = Paths::of(output, Place::Inside);
    if inside.folder.symlink_metadata().is_ok() {
        repair_inside(output, &inside)?;
    }
    Ok(())
}

fn repair_beside(output: &Path, paths: &Paths) -> anyhow::Result<()> {
    if !paths.is_marked() {
        return paths.remove_unmarked();
    }
    if paths.old.exists() {
        if !output.exists() {
            // Killed between two renames: back to the old site, which the new build replaces.
            fs::rename(&paths.old, output)
                .with_context(|| format!("cannot restore `{}`", output.display()))?;
            return paths.remove();
        }
        swap::settle(&paths.old, output)?;
    }
    if paths.site.exists() && !paths.is_unpublished() {
        swap::settle(&paths.site, output)?;
    }
    paths.remove()
}

fn repair_inside(output: &Path, paths: &Paths) -> anyhow::Result<()> {
    if !paths.is_marked() {
        paths.remove_unmarked()
    } else if paths.journal.exists() {
        journal::finish(output, paths)
    } else {
        paths.remove()
    }
}
