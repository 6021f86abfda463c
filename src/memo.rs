//! Remembering a pure function by a fingerprint of all that it reads.

use std::sync::Mutex;

use rapidhash::RapidHashMap;

/// A collision-resistant digest of everything that a function reads: equal prints, equal results.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The print of `parts`, each set apart from the next by its length.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Fingerprint {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        let mut digest = [0; 16];
        digest.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Fingerprint(digest)
    }

    /// The first 32 bits in hexadecimal, for names of files.
    pub fn hex8(&self) -> String {
        let [a, b, c, d, ..] = self.0;
        format!("{:08x}", u32::from_be_bytes([a, b, c, d]))
    }

    /// The print's bytes, to make part of another print.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Results of a pure function by the fingerprint of what it read.
///
/// An entry that [`Memo::sweep`] finds unused since the sweep before is dropped, so memory is
/// bounded by two generations of the handbook.
#[derive(Debug)]
pub struct Memo<V>(Mutex<Entries<V>>);

#[derive(Debug)]
struct Entries<V> {
    now: RapidHashMap<Fingerprint, V>,
    before: RapidHashMap<Fingerprint, V>,
}

impl<V> Default for Memo<V> {
    fn default() -> Memo<V> {
        Memo(Mutex::new(Entries { now: RapidHashMap::default(), before: RapidHashMap::default() }))
    }
}

impl<V: Clone> Memo<V> {
    /// The remembered result for `print`, or `make`'s, then remembered.
    ///
    /// `make` runs without the lock: two threads may make one value, and either is right.
    pub fn get_or(&self, print: Fingerprint, make: impl FnOnce() -> V) -> V {
        if let Some(value) = self.get(print) {
            return value;
        }
        let value = make();
        self.lock().now.insert(print, value.clone());
        value
    }

    fn get(&self, print: Fingerprint) -> Option<V> {
        let mut entries = self.lock();
        if let Some(value) = entries.now.get(&print) {
            return Some(value.clone());
        }
        let value = entries.before.remove(&print)?;
        entries.now.insert(print, value.clone());
        Some(value)
    }

    /// Ends a generation: forgets what was not asked for since the last sweep.
    pub fn sweep(&self) {
        let mut entries = self.lock();
        entries.before = std::mem::take(&mut entries.now);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Entries<V>> {
        // A panic while the lock is held leaves a map of whole entries: it stays usable.
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
