//! Making the new site beside the old one.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use anyhow::{Context, bail};
use rayon::prelude::*;

use super::{
    Content, Files, Outcome,
    manifest::{Manifest, check_paths},
    room::{self, Place, Room},
    survey::{Survey, survey},
    target::Target,
};
use crate::discover::MANIFEST;

/// A new site, whole and checked, that waits for [`super::publish`]. Dropped, it is removed.
#[derive(Debug)]
pub struct Stage<'t> {
    target: &'t Target,
    /// `None` when nothing is to be done.
    work: Option<Work>,
    outcome: Outcome,
}

/// What is to be published.
#[derive(Debug)]
pub(super) struct Work {
    pub room: Room,
    /// The files that are new or differ, the manifest among them.
    pub changed: Vec<String>,
    /// The files of the old site that the new one does not have.
    pub removed: Vec<String>,
}

impl<'t> Stage<'t> {
    pub(super) fn into_parts(self) -> (&'t Target, Option<Work>, Outcome) {
        (self.target, self.work, self.outcome)
    }

    /// What publishing will do.
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }
}

/// Makes every file, in parallel, in a folder beside the output folder.
///
/// Nothing is written, not even there, when the output folder already holds just these files.
///
/// # Errors
/// When a foreign file stands at an address of ours ([`super::Taken`]), when a file cannot be
/// made (of several errors, that of the first path), or when the disk says no. The stage is gone
/// then, and the old site as it was.
pub fn stage<'t>(target: &'t Target, files: &dyn Files) -> anyhow::Result<Stage<'t>> {
    stage_in(target, files, target.place)
}

pub(super) fn stage_in<'t>(
    target: &'t Target,
    files: &dyn Files,
    place: Place,
) -> anyhow::Result<Stage<'t>> {
    let paths = files.paths();
    check_paths(&paths)?;
    let before = target.manifest.clone().unwrap_or_default();
    let old = survey(&target.output, &before, &paths)
        .with_context(|| format!("cannot read `{}`", target.output.display()))?;
    if let Some(taken) = old.taken(&paths) {
        return Err(taken.into());
    }
    // A mount in the output folder could not be moved to the new one.
    let mounts = |old: &Survey| {
        let mut folders = old.foreign.iter().filter(|foreign| foreign.is_folder);
        folders.any(|folder| room::is_mount(&target.output.join(&folder.path)))
    };
    let place = if mounts(&old) { Place::Inside } else { place };
    let desk =
        Desk { target, files, old: &old, place, opening: Mutex::new(()), room: OnceLock::new() };
    let fates = desk.write_all(&paths)?;

    let removed: Vec<String> =
        old.ours.iter().filter(|ours| paths.binary_search(&&***ours).is_err()).cloned().collect();
    let is_changed = |fate: &Fate| matches!(fate, Fate::New(_));
    let written = fates.iter().filter(|fate| is_changed(fate)).count();
    let outcome = Outcome { written, unchanged: paths.len() - written, removed: removed.len() };
    let manifest = Manifest::of(&paths);
    if written == 0 && removed.is_empty() && target.manifest.as_ref() == Some(&manifest) {
        return Ok(Stage { target, work: None, outcome });
    }

    let room = desk.into_room()?;
    room.write(MANIFEST, &Content::Bytes(manifest.bytes()?.into()))?;
    if room.place() == Place::Beside {
        bring_along(target, &old, &paths, &fates, &room)?;
    }
    check(&room, &paths, &fates)?;
    let changed = paths.iter().zip(&fates).filter(|(_, fate)| is_changed(fate));
    let mut changed: Vec<String> = changed.map(|(&path, _)| path.to_owned()).collect();
    changed.push(MANIFEST.to_owned());
    Ok(Stage { target, work: Some(Work { room, changed, removed }), outcome })
}

/// What became of a file.
enum Fate {
    /// The old one has the same bytes.
    Same,
    /// Written, of this length.
    New(u64),
    /// Not made, since an earlier one failed.
    Skipped,
}

/// Where files are made. Its staging folder is made with the first file that differs.
struct Desk<'a> {
    target: &'a Target,
    files: &'a dyn Files,
    old: &'a Survey,
    place: Place,
    opening: Mutex<()>,
    room: OnceLock<Room>,
}

impl Desk<'_> {
    /// Writes what differs from the old site. Of several errors, gives that of the first path.
    fn write_all(&self, paths: &[&str]) -> anyhow::Result<Vec<Fate>> {
        let failed = AtomicUsize::new(usize::MAX);
        let one = |(index, &path): (usize, &&str)| {
            if index > failed.load(Ordering::Relaxed) {
                return Ok(Fate::Skipped);
            }
            self.write(path).inspect_err(|_| {
                failed.fetch_min(index, Ordering::Relaxed);
            })
        };
        let fates: Vec<anyhow::Result<Fate>> = paths.par_iter().enumerate().map(one).collect();
        fates.into_iter().collect()
    }

    fn write(&self, path: &str) -> anyhow::Result<Fate> {
        let content = self.files.content(path)?;
        if self.old.has(path) && holds(&self.target.output.join(path), &content) {
            return Ok(Fate::Same);
        }
        self.room()?.write(path, &content).map(Fate::New)
    }

    fn room(&self) -> anyhow::Result<&Room> {
        let _one = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(room) = self.room.get() {
            return Ok(room);
        }
        let room = Room::open(self.target, self.place)?;
        Ok(self.room.get_or_init(|| room))
    }

    fn into_room(self) -> anyhow::Result<Room> {
        let Desk { target, files: _, old: _, place, opening: _, room } = self;
        room.into_inner().map_or_else(|| Room::open(target, place), Ok)
    }
}

/// Whether the old file has these bytes. One that cannot be read has not.
fn holds(old: &Path, content: &Content<'_>) -> bool {
    let same = || -> io::Result<bool> {
        let length = old.symlink_metadata()?.len();
        match content {
            Content::Bytes(bytes) => {
                Ok(length == bytes.len() as u64 && fs::read(old)? == bytes.as_ref())
            }
            Content::File(source) => {
                Ok(length == source.metadata()?.len() && same_bytes(old, source)?)
            }
        }
    };
    same().unwrap_or(false)
}

/// Whether two files hold the same bytes; they may be too large to be read whole.
pub(super) fn same_bytes(a: &Path, b: &Path) -> io::Result<bool> {
    // 64 KiB at a time: as fast as more, and it fits a processor's cache.
    const PART: u64 = 64 * 1024;
    let (mut a, mut b) = (File::open(a)?, File::open(b)?);
    let (mut part_a, mut part_b) = (Vec::new(), Vec::new());
    loop {
        part_a.clear();
        part_b.clear();
        a.by_ref().take(PART).read_to_end(&mut part_a)?;
        b.by_ref().take(PART).read_to_end(&mut part_b)?;
        if part_a != part_b {
            return Ok(false);
        }
        if part_a.is_empty() {
            return Ok(true);
        }
    }
}

/// Makes what stays part of the stage: unchanged files, foreign files, the folder's own rights.
///
/// Foreign folders follow after the exchange, and so does what can neither be linked nor copied.
fn bring_along(
    target: &Target,
    old: &Survey,
    paths: &[&str],
    fates: &[Fate],
    room: &Room,
) -> anyhow::Result<()> {
    let output = &target.output;
    let cannot = |path: &Path| format!("cannot copy `{}`", output.join(path).display());
    let same = paths.par_iter().zip(fates).filter(|(_, fate)| matches!(fate, Fate::Same));
    same.try_for_each(|(path, _)| {
        let path = Path::new(path);
        room.link(&output.join(path), path).with_context(|| cannot(path))
    })?;
    for foreign in old.foreign.iter().filter(|foreign| !foreign.is_folder) {
        match room.link(&output.join(&foreign.path), &foreign.path) {
            Err(error) if is_left_for_later(&error) => {}
            linked => linked.with_context(|| cannot(&foreign.path))?,
        }
    }
    if output.exists() {
        keep_rights(output, &room.paths().site);
    }
    Ok(())
}

fn is_left_for_later(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::NotFound)
}

/// The new folder gets the owner and the rights of the old one, as far as we may give them.
fn keep_rights(old: &Path, new: &Path) {
    let Ok(metadata) = old.metadata() else { return };
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, chown};
        drop(chown(new, Some(metadata.uid()), Some(metadata.gid())));
    }
    drop(fs::set_permissions(new, metadata.permissions()));
}

/// Makes sure that the stage holds every file, whole.
fn check(room: &Room, paths: &[&str], fates: &[Fate]) -> anyhow::Result<()> {
    let site = &room.paths().site;
    let is_staged = |path: &str, fate: &Fate| {
        let length = || {
            let metadata = site.join(path).symlink_metadata().ok()?;
            metadata.is_file().then_some(metadata.len())
        };
        match fate {
            Fate::New(written) => length() == Some(*written),
            Fate::Same => room.place() == Place::Inside || length().is_some(),
            Fate::Skipped => false,
        }
    };
    let missing = paths.par_iter().zip(fates).find_any(|(path, fate)| !is_staged(path, fate));
    match missing {
        Some((path, _)) => bail!("`{}` is not whole", site.join(path).display()),
        None => Ok(()),
    }
}
