//! How the index is written: scripts that hand their content to the function `rolebookSearch`.
//!
//! A script can be had from a server and from a disk alike, and needs nothing of a strict policy but
//! `script-src 'self'`.

use rayon::prelude::*;

use crate::memo::Fingerprint;

/// The digits of numbers: five bits each, and one that says that more follow.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes of a shard, about: compressed it is some 20 KB, which comes at once on most lines.
const SHARD: usize = 48 << 10;

/// Words and where they are found: a part of the index that is fetched as one.
#[derive(Debug)]
pub(super) struct Shard {
    /// Its first word.
    pub(super) first: String,
    /// Its name, with a print of its bytes.
    pub(super) name: String,
    /// The script.
    pub(super) bytes: Vec<u8>,
}

/// Writes words with what is told of each, sorted by the word as scripts sort (by UTF-16), into shards
/// called `names` or `words`.
pub(super) fn shards<T: Sync>(
    kind: &str,
    words: &[(&str, T)],
    write: impl Fn(&T) -> String + Sync,
) -> Vec<Shard> {
    let lines: Vec<String> =
        words.par_iter().map(|(word, told)| format!("{word} {}", write(told))).collect();
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let (mut from, mut length) = (0, 0);
    for (index, line) in lines.iter().enumerate() {
        if length > 0 && length + line.len() > SHARD {
            parts.push((from, index));
            (from, length) = (index, 0);
        }
        length += line.len();
    }
    if from < lines.len() {
        parts.push((from, lines.len()));
    }
    let shard = |&(from, to): &(usize, usize)| {
        let content = format!("\"{}\"", lines[from..to].join(";"));
        let (name, bytes) = script(kind, &content);
        Shard { first: words[from].0.to_owned(), name, bytes }
    };
    parts.par_iter().map(shard).collect()
}

/// The name of a script with this content, and the script.
pub(super) fn script(kind: &str, content: &str) -> (String, Vec<u8>) {
    let name = format!("{kind}.{}", Fingerprint::of([content.as_bytes()]).hex8());
    let bytes = called(&name, content);
    (name, bytes)
}

/// The script that hands over `content` as what is called `name`.
pub(super) fn called(name: &str, content: &str) -> Vec<u8> {
    format!("rolebookSearch(\"{name}\",{content})\n").into_bytes()
}

/// Writes a number, its lowest digits first.
pub(super) fn number(mut number: u32, into: &mut String) {
    while number >= 32 {
        into.push(DIGITS[(number % 32 + 32) as usize] as char);
        number /= 32;
    }
    into.push(DIGITS[number as usize] as char);
}

/// The order of words in a script.
pub(super) fn order(a: &str, b: &str) -> std::cmp::Ordering {
    a.encode_utf16().cmp(b.encode_utf16())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_digits_of_five_bits() {
        let written = |value| {
            let mut text = String::new();
            number(value, &mut text);
            text
        };
        assert_eq!([0, 31, 32, 1023, 1024].map(written), ["A", "f", "gB", "_f", "ggB"]);
    }

    #[test]
    fn shards_are_cut_between_words() {
        let words: Vec<(String, String)> =
            (0..100).map(|index| (format!("w{index:03}"), "x".repeat(1000))).collect();
        let words: Vec<(&str, &String)> =
            words.iter().map(|(word, told)| (word.as_str(), told)).collect();
        let shards = shards("words", &words, |told| (*told).clone());
        let firsts: Vec<&str> = shards.iter().map(|shard| shard.first.as_str()).collect();
        assert_eq!(firsts, ["w000", "w048", "w096"]);
        assert!(shards.iter().all(|shard| shard.bytes.len() < SHARD + 100));
    }
}
