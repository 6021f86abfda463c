//! When pages were last changed, for a preview: git is asked beside it, and never while a save waits.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, SystemTime},
};

use crate::{
    discover::{self, History},
    watch::Bell,
};

/// How often it is looked whether there is a new commit.
const AGAIN: Duration = Duration::from_secs(1);

/// What git has told so far.
#[derive(Clone, Debug, Default)]
pub(super) struct GitDates(Arc<Mutex<Told>>);

#[derive(Debug, Default)]
struct Told {
    /// The content folder that it is told of.
    folder: PathBuf,
    history: Arc<History>,
}

impl GitDates {
    /// What is known of the files of `folder`; nothing yet, the first time that it is asked for.
    pub(super) fn of(&self, folder: &Path) -> Arc<History> {
        let mut told = self.told();
        if told.folder != folder {
            *told = Told { folder: folder.to_owned(), history: Arc::default() };
        }
        Arc::clone(&told.history)
    }

    /// Asks git for as long as the process lives, and rings when it tells something new.
    pub(super) fn keep_asking(&self, bell: Bell) {
        let dates = self.clone();
        thread::spawn(move || {
            let mut seen: Option<(PathBuf, Moved)> = None;
            loop {
                let folder = dates.told().folder.clone();
                // Looked at before git is asked: what is committed meanwhile is asked for the next time.
                let now = (folder.clone(), moved(&folder));
                if seen.as_ref() != Some(&now) {
                    dates.learn(&folder, discover::history(&folder), &bell);
                    seen = Some(now);
                }
                thread::sleep(AGAIN);
            }
        });
    }

    fn learn(&self, folder: &Path, history: History, bell: &Bell) {
        let mut told = self.told();
        if told.folder == folder && *told.history != history {
            told.history = Arc::new(history);
            bell.ring();
        }
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where git's HEAD is, as far as its files tell: it has moved when one of them is another.
type Moved = Vec<Option<(u64, SystemTime)>>;

fn moved(folder: &Path) -> Moved {
    let Some(git) = discover::git_folder(folder) else { return Vec::new() };
    // A commit, a checkout and a pull write a line into the log of HEAD; who keeps no log writes an index.
    let files = ["logs/HEAD", "HEAD", "index", "shallow"].into_iter();
    let look = |file: PathBuf| {
        let data = file.metadata().ok()?;
        Some((data.len(), data.modified().ok()?))
    };
    files.map(|file| look(git.join(file))).collect()
}
