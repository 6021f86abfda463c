//! Finding labels in text: a tree over words, in which the longest way is taken.

use std::ops::Range;

use rapidhash::RapidHashMap;

use super::{
    print,
    words::{self, Word},
};
use crate::{
    model::{composed, fold},
    parse::front_matter::LabelKind,
};

/// Letters that a label needs at least, unless it is declared an abbreviation.
const SHORTEST: usize = 3;
/// Letters that it has at most: what is longer is no name, and would be compared at every place.
const LONGEST: usize = 200;

/// Labels, ready to be found.
#[derive(Clone, Debug, Default)]
pub(super) struct Matcher {
    /// Every word of any label by its [`words::hash`], else by the next number that is free.
    words: RapidHashMap<u64, Known>,
    /// From a node by a word to the next one.
    steps: RapidHashMap<(Node, Step), Node>,
    /// What the way to each node names.
    names: Vec<Vec<Name>>,
}

type Node = u32;

/// A word of a label.
#[derive(Clone, Debug)]
struct Known {
    /// Folded.
    text: Box<str>,
    way: Way,
}

/// Where a word leads.
#[derive(Clone, Copy, Debug)]
struct Way {
    /// The word's number.
    word: u32,
    /// The node to which it leads as the first word of a label.
    first: Option<Node>,
}

/// A word, and whether white space stands before it.
type Step = (u32, bool);

/// A concept that a label names.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Name {
    /// 0 for a label as declared; a plain plural names what nothing else does.
    weakness: u8,
    concept: u32,
    /// An abbreviation is found in its own case.
    own_case: Option<Box<str>>,
}

/// What a label in the text names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Meaning {
    /// One concept.
    One(u32),
    /// More than one: it stays as it is.
    Several,
}

/// A word of the text, met on the way.
#[derive(Debug)]
struct Met {
    place: Range<usize>,
    /// `None` if no label has it.
    way: Option<Way>,
    /// White space stands before it.
    spaced: bool,
}

/// A text by which a concept is found: a label, or a plain English plural of one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Variant {
    text: String,
    name: Name,
}

impl Variant {
    /// Of a label of a concept; with `plurals`, its plain English plurals too.
    pub(super) fn all(label: &str, kind: LabelKind, concept: u32, plurals: bool) -> Vec<Variant> {
        let declared = kind == LabelKind::Abbreviation;
        let abbreviation = declared || is_all_capitals(label);
        let text = if abbreviation { composed(label) } else { fold(label) };
        let letters = text.chars().count();
        if letters < SHORTEST && !declared || letters > LONGEST {
            return Vec::new();
        }
        let plurals = if plurals && kind != LabelKind::Plural {
            plain_plurals(&text)
        } else {
            Default::default()
        };
        let variant = |(weakness, text): (u8, String)| {
            let own_case = abbreviation.then(|| text.as_str().into());
            Variant { text, name: Name { weakness, concept, own_case } }
        };
        let plurals = (1..).zip(plurals).filter_map(|(weakness, plural)| Some((weakness, plural?)));
        plurals.chain([(0, text)]).map(variant).collect()
    }

    pub(super) fn folded(&self) -> String {
        fold(&self.text)
    }
}

/// Memory that one search leaves to the next, and the words that all have read.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    met: Vec<Met>,
    words: Vec<u16>,
}

impl Scratch {
    /// The prints of all words that were read, in order.
    pub(super) fn words(mut self) -> Box<[u16]> {
        self.words.sort_unstable();
        self.words.dedup();
        self.words.into()
    }
}

impl Matcher {
    /// Adds a name of a concept.
    pub(super) fn insert(&mut self, variant: &Variant) {
        let folded = variant.folded();
        let mut node = None;
        words::each(&folded, 0..folded.len(), |Word { place, spaced, .. }| {
            let way = way_of(&mut self.words, &folded[place]);
            let next = match node {
                None => way.first.get_or_insert_with(|| leaf(&mut self.names)),
                Some(node) => {
                    let step = (node, (way.word, spaced));
                    self.steps.entry(step).or_insert_with(|| leaf(&mut self.names))
                }
            };
            node = Some(*next);
        });
        let Some(node) = node else { return };
        let names = &mut self.names[node as usize];
        if let Err(at) = names.binary_search(&variant.name) {
            names.insert(at, variant.name.clone());
        }
    }

    /// Takes out a name of a concept that has it once. The way there stays, and leads to no name: it goes when a
    /// book is made as a whole.
    pub(super) fn remove(&mut self, variant: &Variant) {
        if let Some(node) = self.node(variant) {
            self.names[node as usize].retain(|name| *name != variant.name);
        }
    }

    /// Whether a name is another concept's too, in whatever case.
    pub(super) fn is_shared(&self, variant: &Variant) -> bool {
        let names = self.node(variant).map(|node| &self.names[node as usize]);
        names.is_some_and(|names| names.iter().any(|it| it.concept != variant.name.concept))
    }

    /// Where a name leads.
    fn node(&self, variant: &Variant) -> Option<Node> {
        let folded = variant.folded();
        let (mut node, mut is_known) = (None, true);
        words::each(&folded, 0..folded.len(), |Word { place, spaced, .. }| {
            let word = &folded[place];
            let way = self.known(words::hash(word), |known| known == word);
            node = way.and_then(|way| match node {
                None => way.first,
                Some(node) => self.steps.get(&(node, (way.word, spaced))).copied(),
            });
            is_known = is_known && node.is_some();
        });
        node.filter(|_| is_known)
    }

    /// Calls `each` with the place of every label in `text[range]`, from left to right, the longest
    /// at each place, and what it names.
    pub(super) fn find(
        &self,
        text: &str,
        range: Range<usize>,
        scratch: &mut Scratch,
        mut each: impl FnMut(Range<usize>, Meaning),
    ) {
        let Scratch { met, words: read } = scratch;
        met.clear();
        words::each(text, range, |Word { place, spaced, hash }| {
            let (hash, way) = match hash {
                Some(hash) => {
                    let is_it = |known: &str| known.eq_ignore_ascii_case(&text[place.clone()]);
                    (hash, self.known(hash, is_it))
                }
                None => {
                    let folded = fold(&text[place.clone()]);
                    let hash = words::hash(&folded);
                    (hash, self.known(hash, |known| known == folded))
                }
            };
            read.push(print(hash));
            met.push(Met { place, way, spaced });
        });
        let mut rest = &met[..];
        while let Some((first, others)) = rest.split_first() {
            rest = match self.longest(text, first, others) {
                Some(Longest { end, meaning, after }) => {
                    each(first.place.start..end, meaning);
                    &others[after..]
                }
                None => others,
            };
        }
    }

    /// The longest label that begins with the word `first` and goes on with `others`.
    fn longest(&self, text: &str, first: &Met, others: &[Met]) -> Option<Longest> {
        let mut node = first.way?.first?;
        let start = first.place.start;
        if !words::begins(text, start) {
            return None;
        }
        let (mut end, mut after) = (first.place.end, 0);
        let mut longest = None;
        loop {
            let names = &self.names[node as usize];
            if !names.is_empty()
                && words::ends(text, end)
                && let Some(meaning) = named(names, &text[start..end])
            {
                longest = Some(Longest { end, meaning, after });
            }
            let Some(Met { place, way: Some(way), spaced }) = others.get(after) else {
                return longest;
            };
            let Some(next) = self.steps.get(&(node, (way.word, *spaced))) else {
                return longest;
            };
            (node, end, after) = (*next, place.end, after + 1);
        }
    }

    /// A word that some label has.
    fn known(&self, hash: u64, is_it: impl Fn(&str) -> bool) -> Option<Way> {
        let mut hash = hash;
        loop {
            let Known { text, way } = self.words.get(&hash)?;
            if is_it(text) {
                return Some(*way);
            }
            hash = hash.wrapping_add(1);
        }
    }
}

/// Whether a label is written in capitals alone, as an abbreviation is: `CAN` is not the word `can`.
fn is_all_capitals(label: &str) -> bool {
    let mut letters = label.chars().filter(|letter| letter.is_alphabetic());
    let few = label.chars().filter(|letter| letter.is_alphabetic()).count() < 2;
    !few && letters.all(char::is_uppercase) && !label.contains(char::is_whitespace)
}

/// Where a folded word leads; one that no label had until now leads nowhere yet.
fn way_of<'w>(words: &'w mut RapidHashMap<u64, Known>, word: &str) -> &'w mut Way {
    let mut hash = words::hash(word);
    while words.get(&hash).is_some_and(|known| *known.text != *word) {
        hash = hash.wrapping_add(1);
    }
    let fresh = Way { word: words.len() as u32, first: None };
    &mut words.entry(hash).or_insert_with(|| Known { text: word.into(), way: fresh }).way
}

/// A label in the text.
struct Longest {
    /// Where it ends.
    end: usize,
    meaning: Meaning,
    /// How many words it has after the first.
    after: usize,
}

/// What `written` names, the strongest first; nothing if no name allows its case.
fn named(names: &[Name], written: &str) -> Option<Meaning> {
    let allows = |name: &&Name| match &name.own_case {
        Some(own) => **own == *composed(written),
        None => true,
    };
    let mut allowed = names.iter().filter(allows);
    let Name { weakness, concept, .. } = allowed.next()?;
    let is_sure =
        allowed.take_while(|it| it.weakness == *weakness).all(|it| it.concept == *concept);
    Some(if is_sure { Meaning::One(*concept) } else { Meaning::Several })
}

fn leaf(names: &mut Vec<Vec<Name>>) -> Node {
    names.push(Vec::new());
    names.len() as Node - 1
}

/// The plain English plurals of a label, the likeliest first. A reference that strips `-es` finds more;
/// here nobody asked for a link, and `codes` is no plural of `Cod`.
fn plain_plurals(label: &str) -> [Option<String>; 3] {
    let ends = |ends: &[&str]| {
        ends.iter().any(|end| {
            let tail = label.len().checked_sub(end.len()).and_then(|at| label.get(at..));
            tail.is_some_and(|tail| tail.eq_ignore_ascii_case(end))
        })
    };
    if !label.ends_with(char::is_alphabetic) {
        return [None, None, None];
    }
    let vowel = ends(&["ay", "ey", "iy", "oy", "uy"]);
    [
        (ends(&["y"]) && !vowel).then(|| format!("{}ies", &label[..label.len() - 1])),
        (!ends(&["s"])).then(|| format!("{label}s")),
        ends(&["s", "x", "z", "o", "ch", "sh"]).then(|| format!("{label}es")),
    ]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A concept for each label; `TL!` is an abbreviation.
    fn matcher(labels: &[&str]) -> Matcher {
        let mut matcher = Matcher::default();
        for (concept, label) in labels.iter().enumerate() {
            let kind =
                if label.ends_with('!') { LabelKind::Abbreviation } else { LabelKind::Plain };
            let label = label.trim_end_matches('!');
            let variants = Variant::all(label, kind, concept as u32, true);
            for variant in &variants {
                matcher.insert(variant);
            }
        }
        matcher
    }

    #[track_caller]
    fn check(labels: &[&str], text: &str, expected: &str) {
        let (mut shown, mut from) = (String::new(), 0);
        matcher(labels).find(text, 0..text.len(), &mut Scratch::default(), |range, meaning| {
            shown.push_str(&text[from..range.start]);
            let concept = match meaning {
                Meaning::One(concept) => concept.to_string(),
                Meaning::Several => "?".to_owned(),
            };
            shown.push_str(&format!("[{}]{concept}", &text[range.clone()]));
            from = range.end;
        });
        shown.push_str(&text[from..]);
        assert_eq!(shown, expected);
    }

    #[test]
    fn the_longest_label_wins() {
        check(
            &["Pod", "Pod lifecycle"],
            "A pod has a Pod\nlifecycle.",
            "A [pod]0 has a [Pod\nlifecycle]1.",
        );
        check(&["Pod", "Pod life cycle"], "Pod life is short", "[Pod]0 life is short");
        check(&["Design review", "Review"], "design, review", "design, [review]1");
    }

    #[test]
    fn words_are_whole() {
        check(&["Pod"], "Podcast, pod-like, pods", "Podcast, pod-like, [pods]0");
        check(&["On-call", "Call"], "on-call on call", "[on-call]0 on [call]1");
        check(&["C++"], "C++, c++17, C+", "[C++]0, c++17, C+");
        check(&["Node.js", "Node"], "a node.js node", "a [node.js]0 [node]1");
    }

    #[test]
    fn an_abbreviation_keeps_its_case() {
        check(&["IT!", "SRE!"], "it IT SREs sre SRES", "it [IT]0 [SREs]1 sre SRES");
        check(&["TL"], "TL", "TL");
        check(&["Error budget", "R&D!"], "R&D r&d", "[R&D]1 r&d");
    }

    #[test]
    fn signs_are_compared_plain() {
        check(&["Maker's schedule"], "a maker’s  schedule", "a [maker’s  schedule]0");
        check(&["Trade–off"], "trade-offs", "[trade-offs]0");
        check(&["Große Straße"], "GROSSE STRASSE", "[GROSSE STRASSE]0");
        check(&["Café"], "CAFE\u{301}", "[CAFE\u{301}]0");
    }

    #[test]
    fn a_name_of_two_is_left_alone_in_full() {
        check(&["TL!", "TL!"], "the TL", "the [TL]?");
        check(&["Pod", "Pod life", "pod LIFE"], "pod life", "[pod life]?");
        check(&["Metric", "Metrics"], "metrics, metric", "[metrics]1, [metric]0");
    }

    #[test]
    fn plurals_are_plain_english() {
        check(
            &["Policy", "Batch", "Key"],
            "policies batches keys",
            "[policies]0 [batches]1 [keys]2",
        );
        check(&["Cod", "Process"], "codes processes process", "codes [processes]1 [process]1");
    }

    /// Every way to read a label into a place, one after the other.
    fn naive(labels: &[&str], text: &str) -> Vec<(Range<usize>, Meaning)> {
        let is_letter = |it: char| it.is_alphanumeric() || it == '_';
        let whole = |range: &Range<usize>| {
            let before: Vec<_> = text[..range.start].chars().rev().take(2).collect();
            let after: Vec<_> = text[range.end..].chars().take(3).collect();
            let opens = match before[..] {
                [] => true,
                [last, ..] if is_letter(last) => false,
                ['-' | '.', letter] => !is_letter(letter),
                _ => true,
            };
            opens
                && match after[..] {
                    [] => true,
                    [next, ..] if is_letter(next) => false,
                    ['-' | '.', letter, ..] => !is_letter(letter),
                    ['\'', 's', letter] => !is_letter(letter),
                    ['\'', 's'] => true,
                    ['\'', letter, ..] => !is_letter(letter),
                    _ => true,
                }
        };
        let names = |part: &str| {
            let mut best: Vec<(u8, u32)> = Vec::new();
            for (concept, label) in labels.iter().enumerate() {
                let abbreviation = label.strip_suffix('!');
                let label = abbreviation.unwrap_or(label);
                if abbreviation.is_none() && label.chars().count() < 3 {
                    continue;
                }
                let label = if abbreviation.is_some() { composed(label) } else { fold(label) };
                let part = if abbreviation.is_some() { composed(part) } else { fold(part) };
                let plurals = plain_plurals(&label);
                let forms = std::iter::once(Some(label)).chain(plurals);
                let weakness = (0..).zip(forms).find(|(_, form)| form.as_ref() == Some(&part));
                best.extend(weakness.map(|(weakness, _)| (weakness, concept as u32)));
            }
            best.sort_unstable();
            best
        };
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let ends = (at + 1..=text.len()).rev().filter(|end| text.is_char_boundary(*end));
            let ranges = ends.map(|end| at..end);
            let mut parts =
                ranges.filter(|it| text[it.clone()].trim() == &text[it.clone()] && whole(it));
            let best = parts.find_map(|range| {
                let names = names(&text[range.clone()]);
                let (least, concept) = names.first().copied()?;
                let sure =
                    names.iter().all(|(weakness, other)| *weakness > least || *other == concept);
                Some((range, if sure { Meaning::One(concept) } else { Meaning::Several }))
            });
            at = best.as_ref().map_or(at + 1, |(range, _)| range.end);
            while !text.is_char_boundary(at) {
                at += 1;
            }
            found.extend(best);
        }
        found
    }

    proptest! {
        #[test]
        fn it_finds_what_a_search_of_every_place_finds(
            labels in prop::collection::vec("(a|bé|Cy|x1)([ '.-]?(a|bé|Cy|s)){0,3}!?", 1..8),
            text in "((a|A|bé|BÉ|cy|Cy|cies|x1|s|as)[ \n'.,-]{0,2}){0,14}",
        ) {
            let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
            let mut found = Vec::new();
            matcher(&labels).find(&text, 0..text.len(), &mut Scratch::default(), |range, meaning| {
                found.push((range, meaning));
            });
            prop_assert_eq!(found, naive(&labels, &text));
        }
    }
}
