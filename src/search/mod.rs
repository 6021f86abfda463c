//! The search index: static files that a script of the theme reads, as few of them as a question needs.
//!
//! What is found is an *entry*: a page, or a concept that stands on another's page. There are three
//! kinds of files, and a list of them:
//!
//! - `names.*.js`: the words of titles and labels, and which entries are called so;
//! - `words.*.js`: the words of texts, and how much each entry is about them;
//! - `pages.*.js`: entries themselves, with their addresses and texts, to show what was found;
//! - `index.js`: where each of them begins. It alone has a name that stays.
//!
//! A question costs the list, one or two files of each of the first two kinds for a word, and a file for
//! each entry that is shown. The names of files change with their bytes, so that a reader whose list is
//! old gets either what belongs to it or nothing, never a mixture.

mod digest;
mod entries;
mod sections;
mod shards;
mod words;

use std::{borrow::Cow, collections::BTreeMap, ops::Range, sync::Arc};

use rapidhash::RapidHashMap;
use rayon::prelude::*;

pub use self::digest::Cache;
use self::{
    digest::Digest,
    entries::Entries,
    shards::{Shard, called, number, order, shards},
    words::words,
};
use crate::{link::LinkedBook, memo::Fingerprint};

/// The folder of the index, below the output folder.
pub const FOLDER: &str = "assets/search/";
/// The list of its files, below the output folder.
pub const INDEX: &str = "assets/search/index.js";

/// Bytes of text in a file of entries, about. What is shown are some ten entries of as many files, and more of them with
/// each letter: a file has little beside what is shown, and yet a large site has fewer of them than pages.
const ENTRIES: usize = 12 << 10;

/// Every file of the index.
#[derive(Debug)]
pub struct Index {
    entries: Entries,
    /// By path below the output folder.
    files: BTreeMap<String, File>,
}

#[derive(Debug)]
enum File {
    /// Its bytes.
    Held(Vec<u8>),
    /// These entries, written when they are asked for: together they are as large as the handbook.
    Entries(Range<usize>),
}

impl Index {
    /// The index of `linked`; `portable` addresses end with `index.html`.
    pub fn of(linked: &LinkedBook, portable: bool, cache: &Cache) -> Index {
        let entries = Entries::of(linked, portable);
        let digests: Vec<Arc<Digest>> =
            entries.all.par_iter().map(|entry| entry.digest(linked, cache)).collect();
        cache.sweep();
        let (names, (words, pages)) = rayon::join(
            || names(linked, &entries),
            || rayon::join(|| texts(&digests), || pages(&entries, &digests)),
        );
        let list = list(&entries, &names, &words, &pages);
        let mut files = BTreeMap::new();
        files.insert(INDEX.to_owned(), File::Held(called("index", &list.to_string())));
        for Shard { first: _, name, bytes } in names.into_iter().chain(words) {
            files.insert(path(&name), File::Held(bytes));
        }
        for (name, range) in pages {
            files.insert(path(&name), File::Entries(range));
        }
        Index { entries, files }
    }

    /// The paths of its files below the output folder, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Whether `path` is one of [`Index::paths`].
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The bytes of the file at `path`, one of [`Index::paths`], with the book that it was made of.
    pub fn make(&self, linked: &LinkedBook, path: &str) -> Option<Cow<'_, [u8]>> {
        Some(match self.files.get(path)? {
            File::Held(bytes) => Cow::Borrowed(bytes),
            File::Entries(range) => {
                let name = path.trim_start_matches(FOLDER).trim_end_matches(".js");
                let written: Vec<serde_json::Value> = self.entries.all[range.clone()]
                    .iter()
                    .map(|entry| entry.written(linked))
                    .collect();
                Cow::Owned(called(name, &serde_json::Value::Array(written).to_string()))
            }
        })
    }
}

fn path(name: &str) -> String {
    format!("{FOLDER}{name}.js")
}

/// What `index.js` tells: how many entries there are, from which on they are of which kind, and where
/// each file begins.
fn list(
    entries: &Entries,
    names: &[Shard],
    words: &[Shard],
    pages: &[(String, Range<usize>)],
) -> serde_json::Value {
    let short = |name: &str| name.split_once('.').map_or("", |(_, print)| print).to_owned();
    let of_shards = |shards: &[Shard]| {
        let flat = shards.iter().flat_map(|it| [it.first.clone(), short(&it.name)]);
        flat.collect::<Vec<_>>()
    };
    let pages = pages.iter().flat_map(|(name, range)| {
        [serde_json::Value::from(range.start), serde_json::Value::from(short(name))]
    });
    serde_json::json!({
        "entries": entries.all.len(),
        "kinds": entries.kinds,
        "names": of_shards(names),
        "words": of_shards(words),
        "pages": pages.collect::<Vec<_>>(),
    })
}

/// The words of titles and labels. Of each: the entry (as the distance from the one before), and of the
/// name that has it the number among the entry's names, the count of words, and what it is.
fn names(linked: &LinkedBook, entries: &Entries) -> Vec<Shard> {
    let mut found: BTreeMap<String, Vec<(u32, u32)>> = BTreeMap::new();
    for (index, entry) in (0..).zip(&entries.all) {
        for (at, name) in (0..).zip(entry.names(linked)) {
            let mut own: Vec<String> = Vec::new();
            words(name.text, |word| own.push(word.to_owned()));
            let count = own.len().min(15) as u32;
            own.sort_unstable();
            own.dedup();
            for word in own {
                let told = (at * 16 + count) * 4 + name.rank as u32;
                found.entry(word).or_default().push((index, told));
            }
        }
    }
    let mut found: Vec<(&str, &Vec<(u32, u32)>)> =
        found.iter().map(|(word, told)| (word.as_str(), told)).collect();
    found.sort_unstable_by(|(a, _), (b, _)| order(a, b));
    shards("names", &found, |told| {
        let (mut line, mut before) = (String::new(), 0);
        for (entry, name) in *told {
            number(entry - before, &mut line);
            number(*name, &mut line);
            before = *entry;
        }
        line
    })
}

/// The words of texts. Of each: the entries (as distances), then their weights.
fn texts(digests: &[Arc<Digest>]) -> Vec<Shard> {
    let mut known: RapidHashMap<&str, u32> = RapidHashMap::default();
    let mut found: Vec<(&str, Vec<(u32, u8)>)> = Vec::new();
    for (entry, digest) in (0..).zip(digests) {
        for (word, weight) in digest.words() {
            let index = *known.entry(word).or_insert_with(|| {
                found.push((word, Vec::new()));
                found.len() as u32 - 1
            });
            found[index as usize].1.push((entry, weight));
        }
    }
    found.par_sort_unstable_by(|(a, _), (b, _)| order(a, b));
    shards("words", &found, |told| {
        let (mut line, mut weights, mut before) = (String::new(), String::from(" "), 0);
        for (entry, weight) in told {
            number(entry - before, &mut line);
            number(u32::from(*weight), &mut weights);
            before = *entry;
        }
        line + &weights
    })
}

/// The files of entries: their names, and which they hold.
fn pages(entries: &Entries, digests: &[Arc<Digest>]) -> Vec<(String, Range<usize>)> {
    let mut files: BTreeMap<usize, (String, Range<usize>)> = BTreeMap::new();
    let mut taken: RapidHashMap<String, u32> = RapidHashMap::default();
    let (mut from, mut length) = (0, 0);
    let mut end = |from: usize, to: usize| {
        let own = entries.all[from..to].iter().zip(&digests[from..to]);
        let parts = own.flat_map(|(entry, digest)| [entry.print.bytes(), digest.print.bytes()]);
        let print = Fingerprint::of(parts).hex8();
        // Among thousands of prints of 32 bits two may well be the same.
        let times = taken.entry(print.clone()).or_default();
        *times += 1;
        let print = if *times > 1 { format!("{print}-{times}") } else { print };
        files.insert(from, (format!("pages.{print}"), from..to));
    };
    for (index, digest) in digests.iter().enumerate() {
        if length > 0 && length + digest.length > ENTRIES {
            end(from, index);
            (from, length) = (index, 0);
        }
        // An entry without a text still has an address and a title.
        length += digest.length + 100;
    }
    if from < digests.len() {
        end(from, digests.len());
    }
    files.into_values().collect()
}
