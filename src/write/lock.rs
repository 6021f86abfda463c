//! One rolebook at a time: an `flock` on a folder's own handle, which leaves nothing behind.

use std::{
    fs::{File, TryLockError},
    path::Path,
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::bail;

use super::target::Options;

/// How often a held lock is tried again.
const AGAIN: Duration = Duration::from_millis(20);

/// Holds `folder` until it is dropped, or until the process ends in whatever way.
#[derive(Debug)]
pub(super) struct Lock {
    /// `None` where folders cannot be opened or locked (Windows, some network disks).
    _held: Option<File>,
}

/// Locks `folder`, waiting at most `options.patience` for another that holds it.
pub(super) fn lock(folder: &Path, shown: &str, options: &Options<'_>) -> anyhow::Result<Lock> {
    let Ok(file) = File::open(folder) else { return Ok(Lock { _held: None }) };
    let started = Instant::now();
    let mut waited = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock { _held: Some(file) }),
            Err(TryLockError::Error(_)) => return Ok(Lock { _held: None }),
            Err(TryLockError::WouldBlock) if started.elapsed() >= options.patience => {
                bail!("another rolebook is writing `{shown}`; try again when it is done");
            }
            Err(TryLockError::WouldBlock) => {
                if !waited {
                    (options.waiting)();
                }
                waited = true;
                sleep(AGAIN);
            }
        }
    }
}
