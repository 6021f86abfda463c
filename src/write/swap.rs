//! The exchange of two folders, and what follows it.

use std::{
    collections::HashSet,
    fs::{self, DirEntry},
    io,
    path::{Path, PathBuf},
};

use anyhow::Context;
use rayon::prelude::*;

use super::{
    journal,
    manifest::{Manifest, folders},
    room::{Place, Room, gone, identity},
    stage::{Work, same_bytes},
    survey::joined,
    target::Target,
};
use crate::discover::MANIFEST;

/// Puts the staged site in the old one's place.
pub(super) fn swap(target: &Target, work: Work) -> anyhow::Result<()> {
    let output = &target.output;
    let paths = work.room.paths();
    match exchange(output, &paths.site, &paths.old) {
        Ok(old) => {
            let paths = work.room.keep();
            if let Some(old) = old {
                settle(&old, output)?;
            }
            paths.remove_empty()
        }
        Err(error) if is_pinned(&error) => journal::publish(target, inside(target, work)?),
        Err(error) => {
            let shown = output.display();
            Err(error).with_context(|| format!("cannot put the new site in place of `{shown}`"))
        }
    }
}

/// A folder that the system lets nobody rename: a mount that we could not see, a layer of a
/// container's disk, a folder of somebody else's.
fn is_pinned(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, PermissionDenied, ResourceBusy};
    matches!(error.kind(), CrossesDevices | PermissionDenied | ResourceBusy)
}

/// Moves the stage into the output folder, to go on file by file.
fn inside(target: &Target, work: Work) -> anyhow::Result<Work> {
    let Work { room: beside, changed, removed } = work;
    let room = Room::open(target, Place::Inside)?;
    for path in &changed {
        let (from, to) = (beside.paths().site.join(path), room.paths().site.join(path));
        let folder = to.parent().unwrap_or(&to);
        fs::create_dir_all(folder)
            .and_then(|()| fs::rename(&from, &to).or_else(|_| fs::copy(&from, &to).map(drop)))
            .with_context(|| format!("cannot write `{}`", to.display()))?;
    }
    Ok(Work { room, changed, removed })
}

/// Puts `site` in the place of `output`, and says where the old site is now.
///
/// When it fails, all is as it was.
fn exchange(output: &Path, site: &Path, old: &Path) -> io::Result<Option<PathBuf>> {
    if !output.exists() {
        return fs::rename(site, output).map(|()| None);
    }
    match exchange_at_once(output, site) {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {
            two_renames(output, site, old)?;
            Ok(Some(old.to_owned()))
        }
        done => done.map(|()| Some(site.to_owned())),
    }
}

#[cfg(target_os = "linux")]
fn exchange_at_once(output: &Path, site: &Path) -> io::Result<()> {
    use rustix::{
        fs::{CWD, RenameFlags, renameat_with},
        io::Errno,
    };
    renameat_with(CWD, site, CWD, output, RenameFlags::EXCHANGE).map_err(|error| match error {
        Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP => io::ErrorKind::Unsupported.into(),
        error => error.into(),
    })
}

#[cfg(not(target_os = "linux"))]
fn exchange_at_once(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Between the two there is no output folder; who is killed there is repaired at the next start.
pub(super) fn two_renames(output: &Path, site: &Path, old: &Path) -> io::Result<()> {
    fs::rename(output, old)?;
    fs::rename(site, output).or_else(|error| fs::rename(old, output).and(Err(error)))
}

/// Takes the old site at `old` away: removes what its manifest lists, and moves the rest, which is
/// not rolebook's, to the new site at `output`. Can be done again when it was cut short.
pub(super) fn settle(old: &Path, output: &Path) -> anyhow::Result<()> {
    // A manifest that cannot be read lists nothing: then all is foreign, and stays.
    let manifest = Manifest::read(old).ok().flatten().unwrap_or_default();
    let entered = folders(manifest.files.iter().map(String::as_str));
    Settling { manifest: &manifest, entered, output }.folder(old, "")?;
    // It is the last to go: until then it says what else may.
    gone(fs::remove_file(old.join(MANIFEST)))
        .and_then(|()| gone(fs::remove_dir(old)))
        .with_context(|| format!("cannot remove `{}`", old.display()))
}

struct Settling<'a> {
    manifest: &'a Manifest,
    entered: HashSet<&'a str>,
    output: &'a Path,
}

impl Settling<'_> {
    fn folder(&self, disk: &Path, below: &str) -> anyhow::Result<()> {
        let cannot = || format!("cannot take away `{}`", disk.display());
        let entries: Vec<DirEntry> =
            fs::read_dir(disk).and_then(Iterator::collect).with_context(cannot)?;
        entries.into_par_iter().try_for_each(|entry| self.entry(&entry, below))
    }

    fn entry(&self, entry: &DirEntry, below: &str) -> anyhow::Result<()> {
        let (disk, name) = (entry.path(), entry.file_name());
        let cannot = || format!("cannot take away `{}`", disk.display());
        let kind = entry.file_type().with_context(cannot)?;
        match name.to_str().map(|name| joined(below, name)) {
            Some(path) if path == MANIFEST => Ok(()),
            Some(path) if kind.is_dir() && self.entered.contains(&*path) => {
                self.folder(&disk, &path)?;
                fs::remove_dir(&disk).with_context(cannot)
            }
            Some(path) if kind.is_file() && self.manifest.holds(&path) => {
                fs::remove_file(&disk).with_context(cannot)
            }
            Some(_) | None => {
                bring(&disk, &self.output.join(below).join(name)).with_context(|| {
                    format!(
                        "the new site is published, but `{}` is not part of it; \
                                          move it yourself",
                        disk.display()
                    )
                })
            }
        }
    }
}

/// Moves something foreign from the old site to its place in the new one.
fn bring(from: &Path, to: &Path) -> io::Result<()> {
    let Ok(there) = to.symlink_metadata() else {
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        return fs::rename(from, to);
    };
    let here = from.symlink_metadata()?;
    if here.is_dir() && there.is_dir() {
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            bring(&entry.path(), &to.join(entry.file_name()))?;
        }
        return fs::remove_dir(from);
    }
    let linked = identity(from).is_some() && identity(from) == identity(to);
    let copied = || here.is_file() && there.is_file() && same_bytes(from, to).unwrap_or(false);
    if linked || copied() {
        return fs::remove_file(from);
    }
    // It was made or changed while the site was built. Neither is lost.
    fs::rename(from, free_name(to))
}

/// `name.kept`, or `name.kept.kept` …: the first that nobody has.
fn free_name(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    while Path::new(&name).symlink_metadata().is_ok() {
        name.push(".kept");
    }
    name.into()
}
