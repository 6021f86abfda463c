//! Words that roles share without declaring them: tracks, levels, groups of skills, areas of
//! responsibilities. Any word will do, but one that stands alone and is a slip away from one that others
//! use is a mistake that would part what belongs together.

use std::collections::BTreeMap;

use super::{careers::TRACKS, slips::one_slip_away};
use crate::{
    data::Spanned,
    diagnostic::{Code, Diagnostic},
    model::{Book, fold},
    parse::{Document, front_matter::RoleFront},
};

/// A word where it is written.
struct Use<'b> {
    document: &'b Document,
    key: &'static str,
    word: &'b Spanned<String>,
}

/// Tells of words that are likely slips of others.
pub(super) fn check(book: &Book, complaints: &mut Vec<Diagnostic>) {
    let mut uses: BTreeMap<&str, BTreeMap<String, Vec<Use<'_>>>> = BTreeMap::new();
    for document in book.pages.iter().filter_map(|page| page.document()) {
        let Some(role) = &document.front.role else { continue };
        for (key, word) in words(role) {
            let of_key = uses.entry(key).or_default();
            let of_word = of_key.entry(fold(&word.value)).or_default();
            of_word.push(Use { document, key, word });
        }
    }
    for (key, of_key) in &uses {
        // The tracks of the content model need no second role to be known.
        let is_known = |(word, uses): &(&String, &Vec<Use<'_>>)| {
            uses.len() > 1 || *key == "track" && TRACKS.contains(&word.as_str())
        };
        let (known, alone): (Vec<_>, Vec<_>) = of_key.iter().partition(is_known);
        let mut names: Vec<&str> = known.iter().map(|(word, _)| word.as_str()).collect();
        if *key == "track" {
            names.extend(TRACKS);
        }
        let wrong: Vec<&str> = alone.iter().map(|(word, _)| word.as_str()).collect();
        for (near, (_, uses)) in one_slip_away(&wrong, names).into_iter().zip(alone) {
            let (Some(near), Some(only)) = (near, uses.first()) else { continue };
            let written = of_key.get(near).and_then(|uses| uses.first());
            let near = written.map_or(near, |only| &only.word.value);
            complaints.push(slip(only, near));
        }
    }
}

fn slip(Use { document, key, word }: &Use<'_>, near: &str) -> Diagnostic {
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
