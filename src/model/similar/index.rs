//! Profiles by the items of their list facets, and which are most alike.

use rapidhash::{RapidHashMap, RapidHashSet};

use super::merit::Merit;
use crate::model::Key;

/// Different sets of items, by profile and by item.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Of each profile, its items, sorted.
    items: Vec<Vec<u32>>,
    /// Of each profile, how many items each list facet has.
    counts: Vec<Vec<u32>>,
    /// Of each item, the number of its list facet.
    facet: Vec<u32>,
    /// Of each item, the profiles that have it, in order.
    profiles: Vec<Vec<u32>>,
}

impl Index {
    /// The profiles of roles, given what each role has by list facet; and the profile of each role.
    pub(super) fn of(roles: &[Vec<Vec<Key>>]) -> (Index, Vec<u32>) {
        let mut index = Index::default();
        let mut names: RapidHashMap<(u32, &Key), u32> = RapidHashMap::default();
        let mut known: RapidHashMap<Vec<u32>, u32> = RapidHashMap::default();
        let mut of_roles = Vec::with_capacity(roles.len());
        for lists in roles {
            let mut items: Vec<u32> = Vec::new();
            for (number, keys) in (0..).zip(lists) {
                for key in keys {
                    let next = names.len() as u32;
                    let id = *names.entry((number, key)).or_insert(next);
                    if id == next {
                        index.facet.push(number);
                        index.profiles.push(Vec::new());
                    }
                    items.push(id);
                }
            }
            items.sort_unstable();
            items.dedup();
            let next = index.items.len() as u32;
            let profile = *known.entry(items).or_insert_with_key(|items| {
                let mut counts = vec![0; lists.len()];
                for item in items {
                    counts[index.facet[*item as usize] as usize] += 1;
                    index.profiles[*item as usize].push(next);
                }
                index.items.push(items.clone());
                index.counts.push(counts);
                next
            });
            of_roles.push(profile);
        }
        (index, of_roles)
    }

    /// How many profiles there are.
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// See [`super::Similar::similarity`].
    pub(super) fn similarity(&self, a: u32, b: u32) -> Option<f64> {
        self.compared(a, b, &mut Vec::new())
    }

    /// The similarity; `both` is room to count in, which many comparisons share.
    fn compared(&self, a: u32, b: u32, both: &mut Vec<u32>) -> Option<f64> {
        let (a, b) = (a as usize, b as usize);
        both.clear();
        both.resize(self.counts[a].len(), 0);
        let (mut ours, mut theirs) = (&self.items[a][..], &self.items[b][..]);
        while let ([our, our_rest @ ..], [their, their_rest @ ..]) = (ours, theirs) {
            if our == their {
                both[self.facet[*our as usize] as usize] += 1;
            }
            if our <= their {
                ours = our_rest;
            }
            if their <= our {
                theirs = their_rest;
            }
        }
        let (mut sum, mut facets) = (0.0, 0);
        for ((our, their), both) in self.counts[a].iter().zip(&self.counts[b]).zip(&*both) {
            let either = our + their - both;
            if either > 0 {
                sum += f64::from(*both) / f64::from(either);
                facets += 1;
            }
        }
        (facets > 0).then(|| sum / f64::from(facets))
    }

    /// At most `count` other profiles that share an item with `profile` and are at least `least` alike,
    /// the likest first, of equally alike ones the first in order.
    ///
    /// Its rarest items come first, and no more than `looked_at` profiles are compared: of an item that
    /// leads to more of them, those that stand nearest in order.
    pub(super) fn closest(
        &self,
        profile: u32,
        count: usize,
        least: f64,
        looked_at: usize,
    ) -> Vec<(u32, f64)> {
        let mut items = self.items[profile as usize].clone();
        items.sort_by_key(|item| (self.profiles[*item as usize].len(), *item));
        let mut bound = Bound::of(&self.counts[profile as usize]);
        let mut seen: RapidHashSet<u32> = RapidHashSet::default();
        let mut found: Vec<(Merit, u32)> = Vec::new();
        let mut both = Vec::new();
        for item in items {
            found.sort_unstable();
            let last = count.checked_sub(1).and_then(|last| found.get(last));
            let needed = last.map_or(least, |(merit, _)| merit.0.max(least));
            let room = looked_at.saturating_sub(seen.len());
            // Equally alike ones may yet stand earlier in order.
            if room == 0 || bound.reached() < needed {
                break;
            }
            for other in nearest(&self.profiles[item as usize], profile, looked_at) {
                if seen.len() >= looked_at {
                    break;
                }
                if other != profile && seen.insert(other) {
                    let similarity = self.compared(profile, other, &mut both).unwrap_or(0.0);
                    found.push((Merit(similarity), other));
                }
            }
            bound.take(self.facet[item as usize]);
        }
        found.retain(|(merit, _)| merit.0 >= least);
        found.sort_unstable();
        found.truncate(count);
        found.into_iter().map(|(Merit(similarity), other)| (other, similarity)).collect()
    }
}

/// How alike a profile can be that shares none of the items that have been looked up.
struct Bound<'i> {
    counts: &'i [u32],
    left: Vec<u32>,
}

impl Bound<'_> {
    fn of(counts: &[u32]) -> Bound<'_> {
        Bound { counts, left: counts.to_vec() }
    }

    /// An item of a facet has been looked up.
    fn take(&mut self, facet: u32) {
        self.left[facet as usize] -= 1;
    }

    /// All items that are left, and nothing else: the mean over the facets that are filled. A little
    /// more, since sums in another order differ in their last digits.
    fn reached(&self) -> f64 {
        let (mut sum, mut facets) = (0.0, 0);
        for (count, left) in self.counts.iter().zip(&self.left).filter(|(count, _)| **count > 0) {
            sum += f64::from(*left) / f64::from(*count);
            facets += 1;
        }
        sum / f64::from(facets.max(1)) + 1e-9
    }
}

/// The `most` numbers of a sorted list that are nearest to `number`, in order.
fn nearest(sorted: &[u32], number: u32, most: usize) -> impl Iterator<Item = u32> {
    let at = sorted.partition_point(|other| *other < number);
    let from = at.saturating_sub(most / 2).min(sorted.len().saturating_sub(most));
    sorted[from..].iter().take(most).copied()
}
