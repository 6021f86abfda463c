//! Words that roles share without declaring them: tracks, levels, groups of skills, areas of
//! responsibilities. Any word will do, but one that stands alone and is a slip away from one that others
//! use is a mistake that would part what belongs together.

use std::collections::BTreeMap;

use super::{careers::TRACKS, slips::one_slip_away};
use crate::{
    data::{Spanned, nearest_within},
    diagnostic::{Code, Diagnostic},
    model::{Book, fold},
    parse::{Document, front_matter::RoleFront},
    source::Place,
};

/// How people are called who are on a track of the content model, and that track. As a track's own name
/// that is as good as another, unless it stands beside the track.
const PEOPLE: [(&str, &str); 2] = [("manager", "management"), ("advocate", "advocacy")];

/// Tracks of the content model that are so long that a word with two slips is still meant as one.
const LONG: [&str; 2] = ["management", "advocacy"];

/// A word where it is written.
struct Use<'b> {
    document: &'b Document,
    key: &'static str,
    word: &'b Spanned<String>,
    /// How many words of its key were read before it.
    order: usize,
}

/// The uses of each word of a key; words are folded.
type Uses<'b> = BTreeMap<String, Vec<Use<'b>>>;

/// Tells of words that are likely slips of others.
pub(super) fn check(book: &Book, complaints: &mut Vec<Diagnostic>) {
    let mut uses: BTreeMap<&str, (usize, Uses<'_>)> = BTreeMap::new();
    for document in book.pages.iter().filter_map(|page| page.document()) {
        let Some(role) = &document.front.role else { continue };
        for (key, word) in words(role) {
            let (count, of_key) = uses.entry(key).or_default();
            let of_word = of_key.entry(fold(&word.value)).or_default();
            of_word.push(Use { document, key, word, order: *count });
            *count += 1;
        }
    }
    for (key, (_, uses)) in &uses {
        of_key(*key == "track", uses, complaints);
    }
}

/// Of the words of one key; the content model has some of the `tracks`.
fn of_key(tracks: bool, uses: &Uses<'_>, complaints: &mut Vec<Diagnostic>) {
    let model = || TRACKS.into_iter().chain(PEOPLE.map(|(people, _)| people)).filter(|_| tracks);
    // The tracks of the content model need no second role to be known.
    let is_known = |(word, uses): &(&String, &Vec<Use<'_>>)| {
        uses.len() > 1 || model().any(|known| known == word.as_str())
    };
    let (known, alone): (Vec<_>, Vec<_>) = uses.iter().partition(is_known);
    let names: Vec<&str> = known.iter().map(|(word, _)| word.as_str()).chain(model()).collect();
    let wrong: Vec<&str> = alone.iter().map(|(word, _)| word.as_str()).collect();
    let mut unlike: Vec<(&str, &Use<'_>)> = Vec::new();
    for (near, (word, of_word)) in one_slip_away(&wrong, names).into_iter().zip(alone) {
        let Some(only) = of_word.first() else { continue };
        let far =
            || nearest_within(word, LONG, 2).filter(|_| tracks && word.len() >= LONG[1].len());
        match near.or_else(far) {
            Some(near) => complaints.push(slip(only, as_written(near, uses))),
            None => unlike.push((word, only)),
        }
    }
    of_pairs(&unlike, complaints);
    for (people, track) in PEOPLE.into_iter().filter(|_| tracks) {
        if let Some([only]) = uses.get(people).map(Vec::as_slice)
            && uses.contains_key(track)
        {
            complaints.push(slip(only, as_written(track, uses)));
        }
    }
}

/// Of words that one role says each, and that no other word is known to be meant by: where one lacks a letter of another, or
/// has two in another order, the later one is told. With a letter that differs they may both be meant
/// (`hiring` and `firing`).
fn of_pairs(words: &[(&str, &Use<'_>)], complaints: &mut Vec<Diagnostic>) {
    let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let by_word: BTreeMap<&str, &Use<'_>> = words.iter().copied().collect();
    for (near, (word, only)) in one_slip_away(&names, names.clone()).into_iter().zip(words) {
        let Some((near, first)) = near.and_then(|near| by_word.get_key_value(near)) else {
            continue;
        };
        if first.order < only.order && !is_changed(word, near) {
            let place = Place { file: first.document.file.clone(), span: first.word.span };
            let there = format!("`{}` is said here", first.word.value);
            complaints.push(slip(only, &first.word.value).related(place, there));
        }
    }
}

/// Whether two words of one slip differ in what letters they have, and not in how many or in their order.
fn is_changed(a: &str, b: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    let [a, b] = [a, b].map(sorted);
    a.len() == b.len() && a != b
}

/// A word as its first role writes it; the track of people, where no role says so.
fn as_written<'u>(word: &'u str, uses: &'u Uses<'_>) -> &'u str {
    let written = uses.get(word).and_then(|uses| uses.first());
    let track = || PEOPLE.iter().find(|(people, _)| *people == word).map(|(_, track)| *track);
    written.map(|only| only.word.value.as_str()).or_else(track).unwrap_or(word)
}

fn slip(Use { document, key, word, order: _ }: &Use<'_>, near: &str) -> Diagnostic {
    let message = format!("`{key}`: no other role says `{}`", word.value);
    Diagnostic::new(Code::BadFrontMatter, &document.file, word.span, message)
        .help(format!("did you mean `{near}`?"))
}

/// The words of a role, each with its key.
fn words(role: &RoleFront) -> impl Iterator<Item = (&'static str, &Spanned<String>)> {
    let steps = role.career_from.iter().chain(&role.career_to);
    let tracks = role.track.iter().chain(steps.filter_map(|step| step.track.as_ref()));
    let levels = role.skills.iter().filter_map(|skill| skill.level.as_ref());
    let groups = role.skills.iter().filter_map(|skill| skill.group.as_ref());
    let areas = role.responsibilities.iter().filter_map(|one| one.area.as_ref());
    let tracks = tracks.map(|word| ("track", word));
    let levels = levels.map(|word| ("level", word));
    let groups = groups.map(|word| ("group", word));
    tracks.chain(levels).chain(groups).chain(areas.map(|word| ("area", word)))
}
