//! The folder in which a site is staged, and the mark by which the next start knows it.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::{Content, target::Target};

/// The staging folder's name in an output folder that cannot be exchanged.
pub(super) const INSIDE: &str = ".rolebook-stage";

/// The file by which a staging folder is known: without it nothing in a folder is touched.
const MARK: &str = "rolebook-stage.json";

/// Where a site is staged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// In a folder beside the output folder, to be exchanged with it.
    Beside,
    /// In the output folder, to be moved file by file.
    Inside,
}

/// A staging folder: `site/` with the new files, and the mark. Removed when dropped.
#[derive(Debug)]
pub(super) struct Room {
    paths: Paths,
    kept: bool,
}

/// Where a staging folder is.
#[derive(Clone, Debug)]
pub(super) struct Paths {
    /// The staging folder.
    pub folder: PathBuf,
    /// What is staged; after the exchange, the old site.
    pub site: PathBuf,
    /// The old site, on its way out by two renames.
    pub old: PathBuf,
    /// What is to be done file by file.
    pub journal: PathBuf,
    mark: PathBuf,
    place: Place,
}

/// What the mark says.
#[derive(Serialize, Deserialize)]
struct Mark {
    /// The version of the format.
    #[serde(rename = "rolebook-stage")]
    version: u32,
    /// The inode of the folder `site/` when it was made: another one there is the old site.
    site: u64,
}

impl Paths {
    pub(super) fn of(output: &Path, place: Place) -> Paths {
        let folder = match place {
            Place::Beside => {
                let mut name = OsString::from(".");
                name.push(output.file_name().unwrap_or_default());
                name.push(".rolebook-stage");
                output.with_file_name(name)
            }
            Place::Inside => output.join(INSIDE),
        };
        Paths {
            site: folder.join("site"),
            old: folder.join("old"),
            journal: folder.join("journal.json"),
            mark: folder.join(MARK),
            folder,
            place,
        }
    }

    /// Whether this folder bears our mark. Nothing is believed that is reached by a link: in a
    /// parent that others may write to, it could lead anywhere.
    pub(super) fn is_marked(&self) -> bool {
        let by_link = [&self.folder, &self.site, &self.old].iter().any(|path| path.is_symlink());
        !by_link && self.mark.symlink_metadata().is_ok_and(|metadata| metadata.is_file())
    }

    /// Whether `site/` is still the folder that was staged, and not the old site.
    pub(super) fn is_unpublished(&self) -> bool {
        let mark = fs::read(&self.mark).ok();
        let mark: Option<Mark> = mark.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        mark.is_some_and(|mark| identity(&self.site).unwrap_or_default().1 == mark.site)
    }

    /// Takes away the staging folder, whose `site/` and `old/` must be gone or empty.
    pub(super) fn remove_empty(&self) -> anyhow::Result<()> {
        for folder in [&self.site, &self.old] {
            gone(fs::remove_dir(folder))
                .with_context(|| format!("cannot remove `{}`", folder.display()))?;
        }
        for file in [&self.journal, &draft(&self.journal), &draft(&self.mark), &self.mark] {
            gone(fs::remove_file(file))
                .with_context(|| format!("cannot remove `{}`", file.display()))?;
        }
        gone(fs::remove_dir(&self.folder)).with_context(|| self.not_ours())
    }

    fn not_ours(&self) -> String {
        format!("`{}` is not rolebook's; move it away and try again", self.folder.display())
    }

    /// Takes away a staging folder that has no mark yet: only what stands in one so early.
    pub(super) fn remove_unmarked(&self) -> anyhow::Result<()> {
        gone(fs::remove_dir(&self.site))
            .and_then(|()| gone(fs::remove_file(draft(&self.mark))))
            .and_then(|()| gone(fs::remove_dir(&self.folder)))
            .with_context(|| self.not_ours())
    }

    /// Takes away a staging folder that was not published: all in `site/` is ours.
    pub(super) fn remove(&self) -> anyhow::Result<()> {
        gone(fs::remove_dir_all(&self.site))
            .with_context(|| format!("cannot remove `{}`", self.site.display()))?;
        self.remove_empty()
    }

    /// Makes what is in a new staging folder.
    fn furnish(&self) -> io::Result<()> {
        fs::create_dir(&self.site)?;
        let site = identity(&self.site).unwrap_or_default().1;
        write_whole(&self.mark, &serde_json::to_vec(&Mark { version: 1, site })?)
    }
}

impl Room {
    /// Makes the staging folder: in `place`, or in the output folder where none may be made
    /// beside it.
    pub(super) fn open(target: &Target, place: Place) -> anyhow::Result<Room> {
        let at = |place| -> io::Result<Room> {
            let paths = Paths::of(&target.output, place);
            // Only a folder that we made is ever removed, so it is no room before.
            fs::create_dir(&paths.folder)?;
            let room = Room { paths, kept: false };
            room.paths.furnish().map(|()| room)
        };
        let beside_is_shut = |error: &io::Error| {
            use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
            matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem)
        };
        let room = match at(place) {
            Err(error) if place == Place::Beside && beside_is_shut(&error) => at(Place::Inside),
            room => room,
        };
        room.with_context(|| format!("cannot stage the site for `{}`", target.output.display()))
    }

    pub(super) fn place(&self) -> Place {
        self.paths.place
    }

    pub(super) fn paths(&self) -> &Paths {
        &self.paths
    }

    /// The staging folder is no longer only ours to throw away: the caller sees it to its end.
    pub(super) fn keep(mut self) -> Paths {
        self.kept = true;
        self.paths.clone()
    }

    /// Writes a new file, never through what stands there; gives its length.
    pub(super) fn write(&self, path: &str, content: &Content<'_>) -> anyhow::Result<u64> {
        let at = self.paths.site.join(path);
        let cannot = || format!("cannot write `{}`", at.display());
        let mut file = with_folder(&at, |at| File::create_new(at)).with_context(cannot)?;
        match content {
            Content::Bytes(bytes) => {
                file.write_all(bytes).with_context(cannot)?;
                Ok(bytes.len() as u64)
            }
            Content::File(source) => {
                let shown = source.display();
                let mut source =
                    File::open(source).with_context(|| format!("cannot read `{shown}`"))?;
                io::copy(&mut source, &mut file).with_context(|| format!("cannot copy `{shown}`"))
            }
        }
    }

    /// Makes `old`, as it is, part of the stage: the same file by another name where the disk can.
    pub(super) fn link(&self, old: &Path, path: &Path) -> io::Result<()> {
        let at = self.paths.site.join(path);
        with_folder(&at, |at| fs::hard_link(old, at).or_else(|_| copy(old, at)))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be removed now is removed by the next start.
            drop(self.paths.remove());
        }
    }
}

/// A copy that keeps the time, for disks without hard links.
fn copy(old: &Path, at: &Path) -> io::Result<()> {
    let metadata = old.symlink_metadata()?;
    if !metadata.is_file() {
        return Err(io::ErrorKind::Unsupported.into());
    }
    fs::copy(old, at)?;
    File::options().write(true).open(at)?.set_modified(metadata.modified()?)
}

/// Does `make` at a path, whose folder is made when it turns out to be missing.
fn with_folder<T>(at: &Path, make: impl Fn(&Path) -> io::Result<T>) -> io::Result<T> {
    match make(at) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = at.parent() {
                fs::create_dir_all(folder)?;
            }
            make(at)
        }
        done => done,
    }
}

/// Writes a file that is there whole or not at all, even when we are killed.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = draft(path);
    fs::write(&draft, bytes)?;
    fs::rename(draft, path)
}

fn draft(path: &Path) -> PathBuf {
    path.with_extension("draft")
}

/// What is already gone need not be removed.
pub(super) fn gone(removed: io::Result<()>) -> io::Result<()> {
    removed.or_else(|error| match error.kind() {
        io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    })
}

/// Device and inode, links not followed: equal only for one and the same file.
#[cfg(unix)]
pub(super) fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    path.symlink_metadata().ok().map(|metadata| (metadata.dev(), metadata.ino()))
}

/// Elsewhere two paths are compared by their spelling alone.
#[cfg(not(unix))]
pub(super) fn identity(_: &Path) -> Option<(u64, u64)> {
    None
}

/// Whether `folder` is a mount point, which cannot be renamed.
#[cfg(target_os = "linux")]
pub(super) fn is_mount(folder: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    // The device alone would miss a bind mount from the same disk.
    statx(CWD, folder, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::empty())
        .is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
        || differs_in_device(folder)
}

/// Whether `folder` is a mount point, which cannot be renamed.
#[cfg(not(target_os = "linux"))]
pub(super) fn is_mount(folder: &Path) -> bool {
    differs_in_device(folder)
}

fn differs_in_device(folder: &Path) -> bool {
    let device = |folder| identity(folder).map(|(device, _)| device);
    let Some(parent) = folder.parent() else { return true };
    device(folder).is_some_and(|own| device(parent).is_some_and(|parent| parent != own))
}
