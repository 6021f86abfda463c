//! What was read before: a page whose file has not been touched since is not read again.

use std::{
    collections::BTreeSet,
    fs::Metadata,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use rapidhash::RapidHashMap;

use super::{
    PageSource, Project, Sources, content_folder,
    walk::{self, Found},
};
use crate::{
    config::Config,
    diagnostic::{Checked, Diagnostic},
};

/// What was read last, and where it is.
///
/// A file is taken for the same while the disk says the same of it (`Stamp`). What a watch names is
/// [forgotten](Memory::forget), and so read again whatever the disk says.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Last>);

/// One reading of a handbook.
#[derive(Debug, Default)]
pub(super) struct Last {
    /// Which folders were read: see [`domain`].
    pub(super) domain: String,
    /// Everything but the pages.
    pub(super) beside: Sources,
    /// What was wrong with all but the pages.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The pages, sorted by path.
    pub(super) pages: Vec<Read>,
    /// The pages by where they are: see [`Memory::keep`].
    pub(super) by_path: RapidHashMap<PathBuf, usize>,
}

/// One page as it was read.
#[derive(Clone, Debug)]
pub(super) struct Read {
    /// Where it is.
    pub(super) disk: PathBuf,
    /// What the disk says of it; `None` where that cannot be relied on.
    pub(super) stamp: Option<Stamp>,
    /// What was read, and what was wrong with it.
    pub(super) page: Checked<Option<Arc<PageSource>>>,
}

/// What a disk says of a file without reading it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// Of Unix: which file it is, and when anything of it changed, which no program can set back.
    inode: (u64, u64, i64, i64),
}

/// How old the times of a file are when no later write can have the same: FAT counts in steps of 2 s.
const SETTLED: Duration = Duration::from_secs(3);

impl Stamp {
    /// The stamp of a file that was opened; `None` where a later write might have the same.
    pub(super) fn settled(data: &Metadata) -> Option<Stamp> {
        let stamp = Stamp::of(data);
        let (_, _, changed, _) = stamp.inode;
        let changed = Duration::from_secs(u64::try_from(changed).unwrap_or(u64::MAX));
        let changed = SystemTime::UNIX_EPOCH.checked_add(changed)?;
        let ages = [is_old(stamp.modified?), is_old(changed)];
        (ages == [true, true]).then_some(stamp)
    }

    /// The stamp of a file.
    pub(super) fn of(data: &Metadata) -> Stamp {
        Stamp { length: data.len(), modified: data.modified().ok(), inode: inode(data) }
    }
}

#[expect(clippy::disallowed_methods, reason = "whether a file is read again shows on no page")]
fn is_old(time: SystemTime) -> bool {
    SystemTime::now().duration_since(time).is_ok_and(|age| age > SETTLED)
}

#[cfg(unix)]
fn inode(data: &Metadata) -> (u64, u64, i64, i64) {
    use std::os::unix::fs::MetadataExt as _;
    (data.dev(), data.ino(), data.ctime(), data.ctime_nsec())
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> (u64, u64, i64, i64) {
    (0, 0, 0, 0)
}

/// All that decides which folders are read, and as what.
pub(super) fn domain(project: &Project, config: &Config) -> String {
    let Project { root, config: source, content, diagnostics: _ } = project;
    let Config { content: named, output, theme, .. } = config;
    let root = root.display();
    format!("{root} {} {content:?} {named:?} {output:?} {theme:?}", source.is_some())
}

/// Reads the pages at `paths`, where nothing else is said to have changed since `memory`. `None` where
/// it takes more to know what there is: another file, one that is gone or is no plain file.
pub fn touched(
    project: &Project,
    config: &Config,
    memory: &Memory,
    paths: &BTreeSet<PathBuf>,
) -> Option<Checked<Sources>> {
    let places = memory.places(&domain(project, config), paths)?;
    let is_file = |path: &Path| path.symlink_metadata().is_ok_and(|data| data.is_file());
    if !project.diagnostics.is_empty() || !paths.iter().all(|path| is_file(path)) {
        return None;
    }
    let content = content_folder(project, config);
    let mut last = memory.lock();
    for place in places {
        let Read { disk, page: known, .. } = &last.pages[place];
        let path = known.value.as_ref()?.path.clone();
        let read = super::page(Found { path, disk: disk.clone() }.named(content));
        read.page.value.as_ref()?;
        last.pages[place] = read;
    }
    Some(last.sources())
}

/// Whether a page that was read is the one at `path` below the folder called `content`.
pub(super) fn is_called(read: &Read, content: &str, path: &str) -> bool {
    let named = |page: &Arc<PageSource>| page.source.file == walk::named(content, path);
    read.page.value.as_ref().is_some_and(named)
}

impl Memory {
    /// Forgets what stood at `paths`: it is read again.
    pub fn forget(&self, paths: &BTreeSet<PathBuf>) {
        let mut last = self.lock();
        for path in paths {
            if let Some(index) = last.by_path.get(path).copied() {
                last.pages[index].stamp = None;
            }
        }
    }

    /// The page at `disk` as it was read, if it had the stamp that `stamp` finds now.
    pub(super) fn recall(&self, disk: &Path, path: &str) -> Option<Read> {
        let read = {
            let last = self.lock();
            let read = &last.pages[*last.by_path.get(disk)?];
            let page = read.page.value.as_ref().filter(|page| page.path == path);
            page.and(read.stamp)?;
            read.clone()
        };
        let now = disk.metadata().ok().map(|data| Stamp::of(&data));
        (now == read.stamp).then_some(read)
    }

    /// Keeps a reading in the place of the last one.
    pub(super) fn keep(&self, mut last: Last) {
        let places = last.pages.iter().zip(0..);
        last.by_path = places.map(|(read, index)| (read.disk.clone(), index)).collect();
        *self.lock() = last;
    }

    /// Where in the last reading the pages at `paths` are, if that was of the same folders and had all
    /// of them.
    pub(super) fn places(&self, domain: &str, paths: &BTreeSet<PathBuf>) -> Option<Vec<usize>> {
        let last = self.lock();
        let known = last.domain == domain && !paths.is_empty();
        let places = || paths.iter().map(|path| last.by_path.get(path).copied()).collect();
        if known { places() } else { None }
    }

    /// The last reading, to be looked at or mended in place.
    pub(super) fn lock(&self) -> MutexGuard<'_, Last> {
        // A panic while the lock is held leaves whole readings: it stays usable.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Last {
    /// All that was read.
    pub(super) fn sources(&self) -> Checked<Sources> {
        let mut diagnostics = self.diagnostics.clone();
        let pages = self.pages.iter().filter_map(|read| {
            diagnostics.extend(read.page.diagnostics.iter().cloned());
            read.page.value.clone()
        });
        let sources = Sources { pages: pages.collect(), ..self.beside.clone() };
        Checked { value: sources, diagnostics }
    }
}
