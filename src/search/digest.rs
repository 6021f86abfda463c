//! What one document adds to the index: its words, each with a weight.

use std::sync::Arc;

use rapidhash::RapidHashMap;

use super::{sections::Section, words::words};
use crate::{
    memo::{Fingerprint, Memo},
    parse::Document,
};

/// The heaviest that a word can be in a text: what one digit of 16 holds.
pub(super) const HEAVIEST: u32 = 15;

/// The words of a text, and its print.
#[derive(Debug)]
pub(super) struct Digest {
    /// Its words, each once, set apart by spaces, in the order in which they first come.
    words: String,
    /// Of each word, its weight: 1 to [`HEAVIEST`].
    weights: Vec<u8>,
    /// How long the text is, in bytes.
    pub(super) length: usize,
    /// Changes with the text.
    pub(super) print: Fingerprint,
}

impl Digest {
    /// Of a text in sections.
    pub(super) fn of(sections: &[Section<'_>]) -> Digest {
        let mut counting = Counting::default();
        let mut length = 0;
        let mut parts: Vec<&[u8]> = Vec::new();
        for Section { id, heading, texts } in sections {
            counting.add(heading, true);
            parts.extend([id.as_bytes(), heading.as_bytes()]);
            for text in texts {
                counting.add(text, false);
                length += text.len();
                parts.push(text.as_bytes());
            }
        }
        let weights = counting.counts.iter().map(|count| count.weight(counting.total)).collect();
        Digest { words: counting.words, weights, length, print: Fingerprint::of(parts) }
    }

    /// Every word with its weight.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, u8)> {
        self.words.split_terminator(' ').zip(self.weights.iter().copied())
    }
}

/// Words as they are counted.
#[derive(Default)]
struct Counting {
    words: String,
    known: RapidHashMap<Box<str>, u32>,
    counts: Vec<Count>,
    total: u32,
}

/// How often a word is in a text.
#[derive(Clone, Copy, Default)]
struct Count {
    anywhere: u32,
    in_headings: u32,
}

impl Counting {
    fn add(&mut self, text: &str, is_heading: bool) {
        words(text, |word| {
            let index = match self.known.get(word) {
                Some(index) => *index as usize,
                None => {
                    self.words.push_str(word);
                    self.words.push(' ');
                    self.known.insert(word.into(), self.counts.len() as u32);
                    self.counts.push(Count::default());
                    self.counts.len() - 1
                }
            };
            self.total += 1;
            self.counts[index].anywhere += 1;
            self.counts[index].in_headings += u32::from(is_heading);
        });
    }
}

impl Count {
    /// Up to 10 for how often, and less so the longer the text is (as BM25 has it, for a middling page
    /// of 400 words); 5 more in a heading. Whole numbers, so that they are the same on every machine.
    fn weight(self, total: u32) -> u8 {
        let often = u64::from(self.anywhere) * 400;
        let weight = 10 * often / (often + 400 + u64::from(total)).max(1);
        let heading = if self.in_headings > 0 { 5 } else { 0 };
        (weight as u32 + heading).clamp(1, HEAVIEST) as u8
    }
}

/// What is remembered between one index and the next: what each document adds.
#[derive(Debug, Default)]
pub struct Cache(Memo<Remembered>);

#[derive(Clone, Debug)]
struct Remembered {
    digest: Arc<Digest>,
    /// Keeps its place in memory, which it is known by, from being another's.
    _document: Arc<Document>,
}

impl Cache {
    /// What `document` adds, or what `make` finds it to be.
    pub(super) fn digest(
        &self,
        document: &Arc<Document>,
        make: impl FnOnce() -> Digest,
    ) -> Arc<Digest> {
        let print = Fingerprint::of([&Arc::as_ptr(document).addr().to_le_bytes()[..]]);
        let make = || Remembered { digest: Arc::new(make()), _document: Arc::clone(document) };
        self.0.get_or(print, make).digest
    }

    /// Forgets the documents that neither this index nor the one before asked for.
    pub(super) fn sweep(&self) {
        self.0.sweep();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_a_heading_weighs_more() {
        let section = Section { id: "why", heading: "Why toil", texts: vec!["toil, work", "work"] };
        let digest = Digest::of(&[section]);
        let found: Vec<(&str, u8)> = digest.words().collect();
        assert_eq!(found, [("why", 9), ("toil", 11), ("work", 6)]);
    }

    #[test]
    fn a_word_of_a_long_text_weighs_less() {
        let text = "other ".repeat(2000);
        let digest = Digest::of(&[Section { texts: vec!["toil", &text], ..Section::default() }]);
        assert_eq!(digest.words().collect::<Vec<_>>(), [("toil", 1), ("other", 9)]);
    }
}
