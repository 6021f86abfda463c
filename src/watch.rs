//! Watching a handbook's folders: what changed, told after a moment of silence.
//!
//! Events are a hint and no more: a rebuild reads what they name, and looks at the whole handbook where
//! they name anything but pages that it knows. One too many is harmless; one that never came is made up
//! for when it is quiet ([`Told::Idle`]), by a look at everything.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant, SystemTime},
};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _,
    event::{AccessKind, AccessMode, EventAttributes, ModifyKind},
};

use crate::discover;

/// How long it must be silent before a change is told.
///
/// Editors save in two or three writes a few milliseconds apart. 15 ms joins most and is not felt.
const QUIET: Duration = Duration::from_millis(15);

/// How long a change waits for silence at most: `git checkout` of 500 files is never silent.
const PATIENCE: Duration = Duration::from_millis(200);

/// How often folders are looked through where the system tells of no changes.
const POLL: Duration = Duration::from_millis(400);

/// A machine for which this long was no time at all was asleep: what changed meanwhile on a disk that others
/// write to has been told to nobody.
const ASLEEP: Duration = Duration::from_secs(10);

/// How long nothing changes until there is time to see whether the system has told of everything: longer
/// than between two saves of an author in a hurry.
pub const IDLE: Duration = Duration::from_secs(1);

/// A change so soon after the last one belongs to the same flood.
const FLOOD: Duration = Duration::from_millis(50);
/// Changes further apart than this end a flood; a busy machine may hold some of it up for less.
const CALM: Duration = Duration::from_millis(200);

/// How often [`QUIET`] and [`PATIENCE`] are doubled in a flood at most: to 240 ms and 3.2 s.
const DOUBLED: u32 = 4;

/// How often a watch listens for its bell.
const LISTEN: Duration = Duration::from_millis(250);

/// Rings where somebody waits for a change: something that is no file has changed.
#[derive(Clone, Debug, Default)]
pub struct Bell(Arc<AtomicBool>);

impl Bell {
    /// Has the watch tell of a change.
    pub fn ring(&self) {
        self.0.store(true, Ordering::Release);
    }

    fn has_rung(&self) -> bool {
        self.0.swap(false, Ordering::AcqRel)
    }
}

/// A watch over folders.
#[derive(Debug)]
pub struct Watcher {
    source: Source,
    bell: Bell,
    /// What is watched, and how.
    watched: Vec<(PathBuf, RecursiveMode)>,
    /// When the last event came that mattered; a book may have been built since.
    last: Option<Instant>,
    /// How many changes were told before in the same flood.
    told: u32,
}

/// Who tells of changes.
#[derive(Debug)]
enum Source {
    /// The system.
    System { notify: RecommendedWatcher, events: Receiver<Came> },
    /// Looking again and again: for disks of other machines, and where the system has no watches
    /// left. What was seen last.
    Poll(Look),
}

/// An event, and when it came: it may have to wait while a book is built.
type Came = (Instant, notify::Result<Event>);

/// Files by path, with their length and the time that they were changed.
type Look = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// What a watch tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    /// These paths changed; none where it is not known what did: the system has lost count, the machine was
    /// asleep, or the bell has rung.
    Changed(BTreeSet<PathBuf>),
    /// Nothing has changed for [`IDLE`].
    Idle,
    /// There will never be another change: the system has given up the watch.
    End,
}

/// What came of waiting for the first event.
enum First {
    Waited(Waited),
    Idle,
    End,
}

/// What came of waiting.
enum Waited {
    Event(Came),
    /// Nothing, for as long as one waited.
    Silence,
    /// Nothing, and nothing ever will.
    End,
}

impl Watcher {
    /// A watch over nothing yet. With `poll`, or where the system has no watches left, folders are
    /// looked through again and again.
    pub fn new(poll: bool) -> Watcher {
        let system = if poll { None } else { Source::system().ok() };
        let source = system.unwrap_or_else(|| Source::Poll(Look::new()));
        Watcher { source, bell: Bell::default(), watched: Vec::new(), last: None, told: 0 }
    }

    /// Its bell.
    pub fn bell(&self) -> Bell {
        self.bell.clone()
    }

    /// Whether it looks again and again.
    pub fn polls(&self) -> bool {
        matches!(self.source, Source::Poll(_))
    }

    /// Watches `root` itself, and all that is below `folders`, and nothing else. A folder that is
    /// not there is watched from the next call on that finds it. Where the system cannot watch one
    /// of them, all are looked at again and again from then on.
    pub fn follow(&mut self, root: &Path, folders: &[PathBuf]) {
        if self.follow_by_events(root, folders).is_err() {
            self.source = Source::Poll(Look::new());
        }
        if let Source::Poll(look) = &mut self.source {
            self.watched = wanted(root, folders);
            if look.is_empty() {
                *look = look_at(&self.watched);
            }
        }
    }

    fn follow_by_events(&mut self, root: &Path, folders: &[PathBuf]) -> notify::Result<()> {
        let Source::System { notify, .. } = &mut self.source else { return Ok(()) };
        let wanted = wanted(root, folders);
        for (path, _) in self.watched.extract_if(.., |watched| !wanted.contains(watched)) {
            // It may be gone, and its watch with it.
            let _ = notify.unwatch(&path);
        }
        for (path, mode) in wanted {
            if self.watched.iter().any(|(watched, _)| *watched == path) || !path.exists() {
                continue;
            }
            notify.watch(&path, mode)?;
            self.watched.push((path, mode));
        }
        Ok(())
    }

    /// Waits for a change that `matters`, then for silence. With `tell_idle` it waits for [`IDLE`] at most.
    ///
    /// A flood of changes is told ever more seldom: three hundred saves in three seconds are worth a
    /// handful of rebuilds.
    pub fn wait(&mut self, tell_idle: bool, matters: impl Fn(&Path) -> bool) -> Told {
        let begun = Instant::now();
        let mut changed = BTreeSet::new();
        let mut until: Option<(Instant, Duration)> = None;
        loop {
            let waited = match until {
                None => match self.first(tell_idle.then(|| begun + IDLE)) {
                    First::Waited(waited) => waited,
                    First::Idle => return Told::Idle,
                    First::End => return Told::End,
                },
                Some((until, quiet)) => {
                    let left = quiet.min(until.saturating_duration_since(Instant::now()));
                    if left.is_zero() { Waited::Silence } else { self.next(left) }
                }
            };
            let (came, event) = match waited {
                Waited::Event(came) => came,
                Waited::Silence | Waited::End => break,
            };
            if !self.take(event, &matters, &mut changed) {
                continue;
            }
            let before = self.last.replace(came);
            if until.is_none() {
                let gap = before.map(|before| came.saturating_duration_since(before));
                self.told = match gap {
                    Some(gap) if gap < FLOOD => (self.told + 1).min(DOUBLED),
                    Some(gap) if gap < CALM => self.told.saturating_sub(1),
                    Some(_) | None => 0,
                };
                let times = 1 << self.told;
                until = Some((Instant::now() + PATIENCE * times, QUIET * times));
            }
        }
        Told::Changed(changed)
    }

    /// Waits for an event, until `idle` at most; silence when the bell has rung or the machine was asleep.
    #[expect(clippy::disallowed_methods, reason = "a watch is no stage; no page reads this clock")]
    fn first(&mut self, idle: Option<Instant>) -> First {
        loop {
            let before = SystemTime::now();
            match self.next(LISTEN) {
                Waited::Silence if self.bell.has_rung() => return First::Waited(Waited::Silence),
                Waited::Silence => {}
                Waited::End => return First::End,
                waited @ Waited::Event(_) => return First::Waited(waited),
            }
            if idle.is_some_and(|idle| idle <= Instant::now()) {
                return First::Idle;
            }
            // A sleeping machine counts no time for those who wait, but the calendar goes on.
            if before.elapsed().is_ok_and(|elapsed| elapsed > ASLEEP) {
                return First::Waited(Waited::Silence);
            }
        }
    }

    fn next(&mut self, at_most: Duration) -> Waited {
        match &mut self.source {
            Source::System { events, .. } => match events.recv_timeout(at_most) {
                Ok(came) => Waited::Event(came),
                Err(RecvTimeoutError::Timeout) => Waited::Silence,
                Err(RecvTimeoutError::Disconnected) => Waited::End,
            },
            Source::Poll(look) => {
                thread::sleep(at_most.min(POLL));
                let now = look_at(&self.watched);
                let event = difference(look, &now);
                *look = now;
                event.map_or(Waited::Silence, |event| Waited::Event((Instant::now(), Ok(event))))
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
        if let Source::System { notify, .. } = &mut self.source
            && moved
            && self.watched.extract_if(.., |(watched, _)| watched == path).count() > 0
        {
            let _ = notify.unwatch(path);
        }
    }
}

impl Source {
    fn system() -> notify::Result<Source> {
        let (send, events) = mpsc::channel();
        let tell = move |event: notify::Result<Event>| {
            if event.as_ref().map_or(true, is_change) {
                // The other end is gone only when the watch itself is.
                let _ = send.send((Instant::now(), event));
            }
        };
        // A link may lead out of the handbook, to files that are none of its own.
        let config = notify::Config::default().with_follow_symlinks(false);
        Ok(Source::System { notify: RecommendedWatcher::new(tell, config)?, events })
    }
}

/// All that is to be watched: whole folders, and the root's own files.
fn wanted(root: &Path, folders: &[PathBuf]) -> Vec<(PathBuf, RecursiveMode)> {
    let mut wanted: Vec<_> =
        folders.iter().map(|folder| (folder.clone(), RecursiveMode::Recursive)).collect();
    if !folders.iter().any(|folder| folder == root) {
        wanted.push((root.to_owned(), RecursiveMode::NonRecursive));
    }
    wanted
}

fn look_at(watched: &[(PathBuf, RecursiveMode)]) -> Look {
    let folders = watched.iter().map(|(path, mode)| (&**path, *mode == RecursiveMode::Recursive));
    discover::look(folders)
}

/// The files that are other than they were, as one event.
fn difference(before: &Look, now: &Look) -> Option<Event> {
    let came = now.iter().filter(|(path, file)| before.get(*path) != Some(*file));
    let went = before.iter().filter(|(path, _)| !now.contains_key(*path));
    let paths: Vec<PathBuf> = came.chain(went).map(|(path, _)| path.clone()).collect();
    let event = Event { kind: EventKind::Any, paths, attrs: EventAttributes::default() };
    (!event.paths.is_empty()).then_some(event)
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
