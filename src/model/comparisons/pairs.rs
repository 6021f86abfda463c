//! The pairs of roles that `[compare] auto` asks for: the likest, found before links are drawn.

use std::sync::Arc;

use rapidhash::{RapidHashMap, RapidHashSet};

use super::{Comparisons, Finder};
use crate::{
    config::{AutoCompare, Compare, Config},
    diagnostic::{Code, Diagnostic, words::thousands},
    memo::Fingerprint,
    model::{Cache, Key, Kind, PageId, Pair, Similar, fold},
    parse::Document,
};

/// The pairs that get a page by themselves, the likest first, each in the order of ids: at most
/// `max_pairs`, and none that somebody has written.
pub(super) fn auto(
    config: &Config,
    finder: &Finder<'_>,
    comparisons: &Comparisons,
    cache: &Cache,
    complaints: &mut Vec<Diagnostic>,
) -> Vec<Vec<PageId>> {
    let Compare { auto, max_pairs, place } = &config.compare;
    let pages = finder.pages;
    let roles: Vec<(PageId, &Document)> = pages
        .iter()
        .enumerate()
        .filter(|(_, page)| page.kind == Kind::Role)
        .filter_map(|(index, page)| Some((PageId(index as u32), page.document()?)))
        .collect();
    let groups = match auto {
        AutoCompare::Off => return Vec::new(),
        AutoCompare::All => vec![Some(0); roles.len()],
        AutoCompare::Track => tracks(&roles),
    };
    let number = |page: PageId| roles.binary_search_by_key(&page, |(role, _)| *role).ok();
    let group = |number: usize| groups[number];
    let written: Vec<(usize, usize)> = comparisons
        .iter()
        .filter_map(|comparison| match comparison.subjects[..] {
            [a, b] => number(a.min(b)).zip(number(a.max(b))),
            _ => None,
        })
        .filter(|(a, b)| group(*a).is_some() && group(*a) == group(*b))
        .collect();
    let possible = possible(&groups) - written.len();
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
    let mut pairs: Vec<(Pair, [usize; 2])> = Vec::new();
    let (members, places) = members(&groups);
    let mut taken: Vec<RapidHashSet<(u32, u32)>> = vec![RapidHashSet::default(); members.len()];
    for (a, b) in written {
        if let Some(group) = groups[a] {
            taken[group].insert((places[a], places[b]));
        }
    }
    for (group, taken) in members.iter().zip(&taken) {
        let items: Vec<_> =
            group.iter().map(|role| items(config, finder, roles[*role].1)).collect();
        let likest = cache.pairs.get_or(print(&items, *max_pairs, taken), || {
            Arc::new(Similar::of(&items).pairs(*max_pairs, taken))
        });
        let roles = |pair: &Pair| [pair.a, pair.b].map(|role| group[role as usize]);
        pairs.extend(likest.iter().map(|pair| (*pair, roles(pair))));
    }
    cache.pairs.sweep();
    pairs.sort_by(|(a, of_a), (b, of_b)| {
        b.similarity.total_cmp(&a.similarity).then_with(|| of_a.cmp(of_b))
    });
    pairs.truncate(*max_pairs);
    pairs
        .into_iter()
        .map(|(_, pair)| {
            let mut pair = pair.map(|role| roles[role].0).to_vec();
            pair.sort_by_key(|role| &pages[role.0 as usize].id);
            pair
        })
        .collect()
}

/// The print of all that decides which pairs are likest.
fn print(items: &[Vec<Vec<Key>>], count: usize, taken: &RapidHashSet<(u32, u32)>) -> Fingerprint {
    let mut taken: Vec<_> = taken.iter().collect();
    taken.sort_unstable();
    let read = format!("{count} {taken:?}");
    let mut bytes = Vec::new();
    let number = |number: usize, bytes: &mut Vec<u8>| bytes.extend((number as u64).to_le_bytes());
    for role in items {
        number(role.len(), &mut bytes);
        for list in role {
            number(list.len(), &mut bytes);
            for key in list {
                match key {
                    Key::Concept(id) => {
                        number(0, &mut bytes);
                        number(id.0 as usize, &mut bytes);
                    }
                    Key::Text(text) => {
                        number(1 + text.len(), &mut bytes);
                        bytes.extend(text.as_bytes());
                    }
                }
            }
        }
    }
    Fingerprint::of([read.as_bytes(), &bytes])
}

/// The roles of each group, in order, and the place of each role in its group.
fn members(groups: &[Option<usize>]) -> (Vec<Vec<usize>>, Vec<u32>) {
    let mut members: Vec<Vec<usize>> = Vec::new();
    let mut places = vec![0; groups.len()];
    for (role, group) in groups.iter().enumerate() {
        let Some(group) = group else { continue };
        if members.len() <= *group {
            members.resize_with(group + 1, Vec::new);
        }
        places[role] = members[*group].len() as u32;
        members[*group].push(role);
    }
    (members, places)
}

/// What a role has, by list facet.
fn items(config: &Config, finder: &Finder<'_>, role: &Document) -> Vec<Vec<Key>> {
    let lists = config.facets.iter().filter(|facet| facet.kind.is_list());
    lists
        .map(|facet| {
            let said = role.said(&facet.name);
            said.map_or_else(Vec::new, |(said, _, _)| finder.keys(role, &said))
        })
        .collect()
}

/// Of each role, the number of its track; `None` without one.
fn tracks(roles: &[(PageId, &Document)]) -> Vec<Option<usize>> {
    let mut names: RapidHashMap<String, usize> = RapidHashMap::default();
    let track = |(_, document): &(PageId, &Document)| {
        let track = document.front.role.as_ref()?.track.as_ref()?;
        let next = names.len();
        Some(*names.entry(fold(&track.value)).or_insert(next))
    };
    roles.iter().map(track).collect()
}

/// How many pairs there are within the groups.
fn possible(groups: &[Option<usize>]) -> usize {
    let mut sizes: RapidHashMap<usize, usize> = RapidHashMap::default();
    for group in groups.iter().flatten() {
        *sizes.entry(*group).or_default() += 1;
    }
    sizes.into_values().map(|size| size * (size - 1) / 2).sum()
}
