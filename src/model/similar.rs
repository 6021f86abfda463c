//! How alike roles are, and which are most alike: found by the items they share, without comparing
//! each role with each.
//!
//! Roles that have the same items are one profile, so that copies of a role cost nothing. The profiles
//! most like one are sought by its rarest items first, until no other can be as alike as those that were
//! found: the result is what comparing all would give, unless more than [`LOOKED_AT`] profiles share
//! items that are no rarer.

mod index;
mod merit;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use rapidhash::RapidHashSet;
use rayon::prelude::*;

use self::{index::Index, merit::Merit};
use super::Key;

/// Other profiles that one is compared with, at most.
const LOOKED_AT: usize = 1_000;
/// Profiles whose pairs are sought at once: between two of these blocks it becomes known how alike a
/// pair must be. A fixed number, so that the result does not depend on the machine.
const BLOCK: usize = 256;

/// The roles by what they have in their list facets.
#[derive(Debug)]
pub struct Similar {
    index: Index,
    /// Of each role, the number of its profile.
    profile: Vec<u32>,
    /// Of each profile, its roles in order. Profiles are in the order of their first roles.
    roles: Vec<Vec<u32>>,
    looked_at: usize,
}

/// Two roles, by number, and how alike they are.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pair {
    /// The first in order; of [`Similar::closest`] the role asked for.
    pub a: u32,
    /// The second.
    pub b: u32,
    /// From 0 to 1.
    pub similarity: f64,
}

impl Similar {
    /// The roles, given what each has by list facet.
    pub fn of(roles: &[Vec<Vec<Key>>]) -> Similar {
        Similar::within(LOOKED_AT, roles)
    }

    /// The same, with at most so many others to compare a profile with.
    fn within(looked_at: usize, roles: &[Vec<Vec<Key>>]) -> Similar {
        let (index, profile) = Index::of(roles);
        let mut of_profile: Vec<Vec<u32>> = vec![Vec::new(); index.len()];
        for (role, profile) in (0..).zip(&profile) {
            of_profile[*profile as usize].push(role);
        }
        Similar { index, profile, roles: of_profile, looked_at }
    }

    /// How alike two roles are: the mean over the list facets that either fills of the items that both
    /// have among those that either has. `None` where neither fills any.
    pub fn similarity(&self, a: u32, b: u32) -> Option<f64> {
        self.index.similarity(self.profile[a as usize], self.profile[b as usize])
    }

    /// The roles most like one, the likest first; only such as share something with it.
    pub fn closest(&self, role: u32, count: usize) -> Vec<Pair> {
        let own = self.profile[role as usize];
        let mut pairs: Vec<Pair> = Vec::new();
        let mut add = |profile: u32, similarity: f64| {
            let others = self.roles[profile as usize].iter().filter(|other| **other != role);
            pairs.extend(others.take(count).map(|&b| Pair { a: role, b, similarity }));
        };
        if let Some(itself) = self.index.similarity(own, own) {
            add(own, itself);
        }
        for (profile, similarity) in self.index.closest(own, count, 0.0, self.looked_at) {
            add(profile, similarity);
        }
        pairs.sort_by_key(|pair| (Merit(pair.similarity), pair.b));
        pairs.truncate(count);
        pairs
    }

    /// At most `count` pairs of roles, none of `taken` (the first in order comes first), the likest
    /// first; of equally alike ones the first in order.
    pub fn pairs(&self, count: usize, taken: &RapidHashSet<(u32, u32)>) -> Vec<Pair> {
        let likest = self.likest_profiles(count, taken);
        let mut pairs: BTreeSet<Ranked> = BTreeSet::new();
        for Ranked { merit, pair: _, profiles } in likest {
            // They come in order, so that none after one that is too many has room.
            self.between(profiles, |pair| {
                taken.contains(&pair) || keep(&mut pairs, count, Ranked { merit, pair, profiles })
            });
        }
        let found = pairs.into_iter();
        let found = found.map(|it| Pair { a: it.pair.0, b: it.pair.1, similarity: it.merit.0 });
        self.filled_up(found.collect(), count, taken)
    }

    /// The likest pairs of profiles, each with its first pair of roles: as many as there are pairs of
    /// roles to find, since each has one.
    fn likest_profiles(&self, count: usize, taken: &RapidHashSet<(u32, u32)>) -> BTreeSet<Ranked> {
        let mut likest: BTreeSet<Ranked> = BTreeSet::new();
        let profiles: Vec<u32> = (0..self.roles.len() as u32).collect();
        let each = count.div_ceil(profiles.len().max(1)).saturating_mul(4);
        // First the best few of each profile tell how alike a pair must be; then all such are sought.
        for best in [each, usize::MAX] {
            for block in profiles.chunks(BLOCK) {
                let least = likest.last().filter(|_| likest.len() >= count);
                let least = least.map_or(0.0, |least| least.merit.0);
                let found: Vec<Vec<(u32, f64)>> = block
                    .par_iter()
                    .map(|profile| {
                        let mut found =
                            self.index.closest(*profile, best.min(count), least, self.looked_at);
                        let itself = self.index.similarity(*profile, *profile);
                        found.extend(itself.map(|itself| (*profile, itself)));
                        found
                    })
                    .collect();
                for (one, others) in block.iter().zip(found) {
                    for (other, similarity) in others {
                        let profiles = (*one.min(&other), *one.max(&other));
                        let Some(pair) = self.first_between(profiles, taken) else { continue };
                        let merit = Merit(similarity);
                        keep(&mut likest, count, Ranked { merit, pair, profiles });
                    }
                }
            }
        }
        likest
    }

    /// The first pair of roles of two profiles, or of one, that is not taken.
    fn first_between(
        &self,
        profiles: (u32, u32),
        taken: &RapidHashSet<(u32, u32)>,
    ) -> Option<(u32, u32)> {
        let mut first = None;
        self.between(profiles, |pair| {
            first = Some(pair).filter(|pair| !taken.contains(pair));
            first.is_none()
        });
        first
    }

    /// Gives the pairs of roles of two profiles, or of one, in order, as long as `goes_on`.
    fn between(&self, (one, other): (u32, u32), mut goes_on: impl FnMut((u32, u32)) -> bool) {
        let (ours, theirs) = (&self.roles[one as usize], &self.roles[other as usize]);
        // What comes first is often all that is wanted.
        if one != other && !goes_on((ours[0].min(theirs[0]), ours[0].max(theirs[0]))) {
            return;
        }
        let mut all: Vec<(u32, bool)> = ours.iter().map(|role| (*role, false)).collect();
        if one != other {
            all.extend(theirs.iter().map(|role| (*role, true)));
            all.sort_unstable();
        }
        let pairs = (0..all.len()).flat_map(|from| {
            let (a, side) = all[from];
            let others = all[from + 1..].iter().filter(move |it| one == other || it.1 != side);
            others.map(move |(b, _)| (a, *b))
        });
        let mut pairs = pairs.skip(usize::from(one != other));
        pairs.all(goes_on);
    }

    /// The pairs, and behind them others in order up to `count`.
    fn filled_up(
        &self,
        mut pairs: Vec<Pair>,
        count: usize,
        taken: &RapidHashSet<(u32, u32)>,
    ) -> Vec<Pair> {
        let roles = self.profile.len() as u32;
        let known: RapidHashSet<(u32, u32)> = pairs.iter().map(|pair| (pair.a, pair.b)).collect();
        let all = (0..roles).flat_map(|a| (a + 1..roles).map(move |b| (a, b)));
        let others = all.filter(|pair| !taken.contains(pair) && !known.contains(pair));
        let room = count.saturating_sub(pairs.len());
        let similarity = |a, b| self.similarity(a, b).unwrap_or(0.0);
        pairs.extend(others.take(room).map(|(a, b)| Pair { a, b, similarity: similarity(a, b) }));
        pairs.sort_by_key(|pair| (Merit(pair.similarity), pair.a, pair.b));
        pairs
    }
}

/// A pair of roles in the order of merit, and the profiles that they have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Ranked {
    merit: Merit,
    pair: (u32, u32),
    profiles: (u32, u32),
}

/// Puts `new` among the best `count`; `false` if there is no room for it.
fn keep(best: &mut BTreeSet<Ranked>, count: usize, new: Ranked) -> bool {
    if best.len() >= count && best.last().is_none_or(|last| new > *last) {
        return false;
    }
    best.insert(new);
    if best.len() > count {
        best.pop_last();
    }
    true
}
