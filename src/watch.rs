//! Watching a handbook's folders: what changed, told after a moment of silence.
//!
//! Events are a hint and no more: whatever they say, a rebuild looks at the whole handbook. So none
//! needs to be understood, and one too many is harmless.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver},
    time::{Duration, Instant},
};

use anyhow::Context as _;
use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _,
    event::{AccessKind, AccessMode, ModifyKind},
};

/// How long it must be silent before a change is told.
///
/// Editors save in two or three writes a few milliseconds apart. 15 ms joins most and is not felt.
const QUIET: Duration = Duration::from_millis(15);

/// How long a change waits for silence at most: `git checkout` of 500 files is never silent.
const PATIENCE: Duration = Duration::from_millis(200);

/// A watch over folders.
#[derive(Debug)]
pub struct Watcher {
    notify: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// What is watched, and how.
    watched: Vec<(PathBuf, RecursiveMode)>,
}

impl Watcher {
    /// A watch over nothing yet.
    ///
    /// # Errors
    /// When the system has no watches left.
    pub fn new() -> anyhow::Result<Watcher> {
        let (send, events) = mpsc::channel();
        let tell = move |event: notify::Result<Event>| {
            if event.as_ref().map_or(true, is_change) {
                // The other end is gone only when the watch itself is.
                let _ = send.send(event);
            }
        };
        // A link may lead out of the handbook, to files that are none of its own.
        let config = notify::Config::default().with_follow_symlinks(false);
        let notify = RecommendedWatcher::new(tell, config).context("cannot watch files")?;
        Ok(Watcher { notify, events, watched: Vec::new() })
    }

    /// Watches `root` itself, and all that is below `folders`, and nothing else. A folder that is
    /// not there is watched from the next call on that finds it.
    ///
    /// # Errors
    /// When a folder that is there cannot be watched; the others are.
    pub fn follow(&mut self, root: &Path, folders: &[PathBuf]) -> anyhow::Result<()> {
        let mut wanted: Vec<_> =
            folders.iter().map(|folder| (folder.clone(), RecursiveMode::Recursive)).collect();
        if !folders.iter().any(|folder| folder == root) {
            wanted.push((root.to_owned(), RecursiveMode::NonRecursive));
        }
        for (path, _) in self.watched.extract_if(.., |watched| !wanted.contains(watched)) {
            // It may be gone, and its watch with it.
            let _ = self.notify.unwatch(&path);
        }
        let mut done = Ok(());
        for (path, mode) in wanted {
            if self.watched.iter().any(|(watched, _)| *watched == path) || !path.exists() {
                continue;
            }
            match self.notify.watch(&path, mode) {
                Ok(()) => self.watched.push((path, mode)),
                Err(error) => {
                    let shown = path.display();
                    done = Err(error).with_context(|| format!("cannot watch `{shown}`"));
                }
            }
        }
        done
    }

    /// Waits for a change that `matters`, then for silence. Gives the paths that changed; none where
    /// the system has lost count. `None` when there will never be another change, since the system
    /// has given up the watch.
    pub fn wait(&mut self, matters: impl Fn(&Path) -> bool) -> Option<BTreeSet<PathBuf>> {
        let mut changed = BTreeSet::new();
        let mut until = None;
        loop {
            let event = match until {
                None => Some(self.events.recv().ok()?),
                Some(until) => {
                    let left =
                        QUIET.min(Instant::saturating_duration_since(&until, Instant::now()));
                    if left.is_zero() { None } else { self.events.recv_timeout(left).ok() }
                }
            };
            let Some(event) = event else { return Some(changed) };
            if self.take(event, &matters, &mut changed) {
                until.get_or_insert_with(|| Instant::now() + PATIENCE);
            }
        }
    }

    /// Takes in an event; whether it bears on anything.
    fn take(
        &mut self,
        event: notify::Result<Event>,
        matters: &impl Fn(&Path) -> bool,
        changed: &mut BTreeSet<PathBuf>,
    ) -> bool {
        // An error and an overflow say that something was missed.
        let Ok(event) = event else { return true };
        let lost = event.need_rescan();
        for path in &event.paths {
            self.forget_moved(path, event.kind);
        }
        let before = changed.len();
        let known = event.paths.iter().any(|path| changed.contains(path));
        changed.extend(event.paths.into_iter().filter(|path| matters(path)));
        lost || known || changed.len() > before
    }

    /// A watched folder that came, went or moved has no watch any more: the next
    /// [`Watcher::follow`] sets a new one.
    fn forget_moved(&mut self, path: &Path, kind: EventKind) {
        let moved = matches!(
            kind,
            EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
        );
        if moved && self.watched.extract_if(.., |(watched, _)| watched == path).count() > 0 {
            let _ = self.notify.unwatch(path);
        }
    }
}

/// Whether something is different now. That a file was opened or read is no change: a build that
/// reads would wake itself for ever.
fn is_change(event: &Event) -> bool {
    match event.kind {
        EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) => true,
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) | EventKind::Any | EventKind::Other => event.need_rescan(),
    }
}
