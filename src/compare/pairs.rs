//! The pairs of roles that `[compare] auto` asks for.

use rapidhash::{RapidHashMap, RapidHashSet};

use super::{Compared, RolePair};
use crate::{
    config::{AutoCompare, Compare},
    diagnostic::{Code, Diagnostic, words::thousands},
    link::LinkedBook,
    model::fold,
};

/// The pairs that get a page by themselves, the likest first: at most `max_pairs`, and none that
/// somebody has written.
pub(super) fn auto(
    linked: &LinkedBook,
    compared: &Compared,
    complaints: &mut Vec<Diagnostic>,
) -> Vec<RolePair> {
    let Compare { auto, max_pairs, place } = &linked.book.config.compare;
    let groups = match auto {
        AutoCompare::Off => return Vec::new(),
        AutoCompare::All => vec![Some(0); compared.roles.len()],
        AutoCompare::Track => tracks(linked, compared),
    };
    let written: RapidHashSet<(u32, u32)> = compared
        .written
        .iter()
        .filter_map(|comparison| match comparison.set()[..] {
            [a, b] => compared.number(a).zip(compared.number(b)),
            _ => None,
        })
        .collect();
    let fits = |a: u32, b: u32| {
        groups[a as usize].is_some()
            && groups[a as usize] == groups[b as usize]
            && !written.contains(&(a, b))
    };
    let possible = possible(&groups)
        - written
            .iter()
            .filter(|(a, b)| {
                groups[*a as usize].is_some() && groups[*a as usize] == groups[*b as usize]
            })
            .count();
    if possible > *max_pairs
        && let Some(place) = place
    {
        let (possible, made) = (thousands(possible), thousands(*max_pairs));
        let message = format!("there are {possible} pairs of roles, and the limit is {made}");
        let help = match auto {
            AutoCompare::All => {
                "the most similar are compared: raise `max_pairs`, or compare by `track`"
            }
            AutoCompare::Track | AutoCompare::Off => {
                "the most similar are compared: raise `max_pairs`"
            }
        };
        complaints.push(
            Diagnostic::new(Code::PairsLimit, &place.file, place.span, message)
                .help(help.to_owned()),
        );
    }
    let pairs = compared.similar.pairs(*max_pairs, fits).into_iter();
    let role = |number: u32| compared.roles[number as usize];
    pairs
        .map(|pair| RolePair { a: role(pair.a), b: role(pair.b), similarity: pair.similarity })
        .collect()
}

/// Of each role, the number of its track; `None` without one.
fn tracks(linked: &LinkedBook, compared: &Compared) -> Vec<Option<usize>> {
    let mut names: RapidHashMap<String, usize> = RapidHashMap::default();
    let track = |role: &crate::model::PageId| {
        let front = linked.book.page(*role).document()?.front.role.as_ref()?;
        let next = names.len();
        Some(*names.entry(fold(&front.track.as_ref()?.value)).or_insert(next))
    };
    compared.roles.iter().map(track).collect()
}

/// How many pairs there are within the groups.
fn possible(groups: &[Option<usize>]) -> usize {
    let mut sizes: RapidHashMap<usize, usize> = RapidHashMap::default();
    for group in groups.iter().flatten() {
        *sizes.entry(*group).or_default() += 1;
    }
    sizes.into_values().map(|size| size * (size - 1) / 2).sum()
}
