//! How alike roles are, and which are most alike: found by the items they share, without comparing
//! each role with each.

use std::{cmp::Reverse, collections::BinaryHeap};

use rapidhash::{RapidHashMap, RapidHashSet};
use rayon::prelude::*;

use super::Key;

/// Pairs that an index looks at, at most: some tenth of a second. Items that most roles have tell few
/// of them apart, and are left out of the search (never out of the similarity) where it would be more.
const BUDGET: usize = 2_000_000;

/// The items of the list facets of every role, by role and by item.
#[derive(Debug, Default)]
pub struct Similar {
    /// Of each role, its items, sorted.
    items: Vec<Vec<u32>>,
    /// Of each role, how many items each list facet has.
    counts: Vec<Vec<u32>>,
    /// Of each item, the number of its list facet.
    facet: Vec<u32>,
    /// Of each item, the roles that have it, in order.
    roles: Vec<Vec<u32>>,
    /// Of each item, whether it leads to candidates.
    searched: Vec<bool>,
}

/// Two roles, by number, and how alike they are.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pair {
    /// The first in order.
    pub a: u32,
    /// The second.
    pub b: u32,
    /// From 0 to 1.
    pub similarity: f64,
}

impl Similar {
    /// The index of roles, given what each has by list facet.
    pub fn of(roles: &[Vec<Vec<Key>>]) -> Similar {
        Similar::within(BUDGET, roles)
    }

    /// The same, with at most so many pairs to look at.
    pub(crate) fn within(budget: usize, roles: &[Vec<Vec<Key>>]) -> Similar {
        let mut index = Similar::default();
        let mut names: RapidHashMap<(u32, &Key), u32> = RapidHashMap::default();
        for (role, lists) in roles.iter().enumerate() {
            let (mut items, mut counts) = (Vec::new(), vec![0; lists.len()]);
            for (number, keys) in lists.iter().enumerate() {
                let before = items.len();
                for key in keys {
                    let next = index.facet.len() as u32;
                    let id = *names.entry((number as u32, key)).or_insert(next);
                    if id == next {
                        index.facet.push(number as u32);
                        index.roles.push(Vec::new());
                    }
                    let roles = &mut index.roles[id as usize];
                    if roles.last() != Some(&(role as u32)) {
                        roles.push(role as u32);
                        items.push(id);
                    }
                }
                counts[number] = (items.len() - before) as u32;
            }
            items.sort_unstable();
            index.items.push(items);
            index.counts.push(counts);
        }
        index.choose_searched(budget);
        index
    }

    /// The items of fewest roles lead to candidates, as far as the budget reaches.
    fn choose_searched(&mut self, budget: usize) {
        let mut order: Vec<usize> = (0..self.roles.len()).collect();
        order.sort_by_key(|item| (self.roles[*item].len(), *item));
        self.searched = vec![false; order.len()];
        let mut spent = 0;
        for item in order {
            let count = self.roles[item].len();
            spent += count * count.saturating_sub(1) / 2;
            if spent > budget {
                break;
            }
            self.searched[item] = true;
        }
    }

    /// How alike two roles are: the mean over the list facets that either fills of the items that both
    /// have among those that either has. `None` where neither fills any.
    pub fn similarity(&self, a: u32, b: u32) -> Option<f64> {
        let (a, b) = (a as usize, b as usize);
        let mut both = vec![0_u32; self.counts[a].len()];
        let (mut ours, mut theirs) =
            (self.items[a].iter().peekable(), self.items[b].iter().peekable());
        while let (Some(our), Some(their)) = (ours.peek(), theirs.peek()) {
            match our.cmp(their) {
                std::cmp::Ordering::Less => {
                    ours.next();
                }
                std::cmp::Ordering::Greater => {
                    theirs.next();
                }
                std::cmp::Ordering::Equal => {
                    both[self.facet[**our as usize] as usize] += 1;
                    ours.next();
                    theirs.next();
                }
            }
        }
        self.mean(a, b, &both)
    }

    /// The similarity of two roles, given how many items of each list facet both have.
    fn mean(&self, a: usize, b: usize, both: &[u32]) -> Option<f64> {
        let (mut sum, mut facets) = (0.0, 0);
        for ((our, their), both) in self.counts[a].iter().zip(&self.counts[b]).zip(both) {
            let either = our + their - both;
            if either > 0 {
                sum += f64::from(*both) / f64::from(either);
                facets += 1;
            }
        }
        (facets > 0).then(|| sum / f64::from(facets))
    }

    /// The roles most like one, the likest first; only such as share something with it.
    pub fn closest(&self, role: u32, count: usize) -> Vec<Pair> {
        let mut pairs = self.sharing(role, |_| true);
        pairs.sort_by_key(|pair| (Reverse(Exact(pair.similarity)), pair.b));
        pairs.truncate(count);
        pairs
    }

    /// At most `count` pairs of roles, the likest first; of equally alike ones the first in order.
    /// `fits` says which pairs may be made.
    pub fn pairs(&self, count: usize, fits: impl Fn(u32, u32) -> bool + Sync) -> Vec<Pair> {
        let roles = self.items.len() as u32;
        let likest = (0..roles).into_par_iter().map(|a| self.sharing(a, |b| b > a && fits(a, b)));
        // The least of those kept is on top, to make room for a better one.
        let mut kept: BinaryHeap<Reverse<Ranked>> = BinaryHeap::new();
        for pair in likest.collect::<Vec<_>>().into_iter().flatten() {
            kept.push(Reverse(Ranked(pair)));
            if kept.len() > count {
                kept.pop();
            }
        }
        let mut pairs: Vec<Pair> = kept.into_iter().map(|Reverse(Ranked(pair))| pair).collect();
        pairs.sort_by_key(|pair| Reverse(Ranked(*pair)));
        self.fill_up(&mut pairs, count, fits);
        pairs
    }

    /// Pairs that share nothing that is searched, in order, up to `count`.
    fn fill_up(&self, pairs: &mut Vec<Pair>, count: usize, fits: impl Fn(u32, u32) -> bool) {
        let roles = self.items.len() as u32;
        let known: RapidHashSet<(u32, u32)> = pairs.iter().map(|pair| (pair.a, pair.b)).collect();
        let all = (0..roles).flat_map(|a| (a + 1..roles).map(move |b| (a, b)));
        let others = all.filter(|(a, b)| fits(*a, *b) && !known.contains(&(*a, *b)));
        let room = count.saturating_sub(pairs.len());
        let mut more: Vec<Pair> = others
            .take(room)
            .map(|(a, b)| Pair { a, b, similarity: self.similarity(a, b).unwrap_or(0.0) })
            .collect();
        pairs.append(&mut more);
        pairs.sort_by_key(|pair| Reverse(Ranked(*pair)));
    }

    /// The pairs of `role` with each other role that shares a searched item with it, in order.
    ///
    /// Where all its items are searched, the items that it shares are known by then; else the two are
    /// compared.
    fn sharing(&self, role: u32, fits: impl Fn(u32) -> bool) -> Vec<Pair> {
        let items = &self.items[role as usize];
        let is_searched = |item: &&u32| self.searched[**item as usize];
        let sharing = items.iter().filter(is_searched).flat_map(|item| {
            let facet = self.facet[*item as usize];
            self.roles[*item as usize].iter().map(move |other| (*other, facet))
        });
        let mut shared: Vec<(u32, u32)> =
            sharing.filter(|(other, _)| *other != role && fits(*other)).collect();
        shared.sort_unstable();
        let all_searched = items.iter().all(|item| is_searched(&item));
        let mut both = vec![0_u32; self.counts[role as usize].len()];
        let pairs = shared.chunk_by(|(a, _), (b, _)| a == b).filter_map(|of_one| {
            let (other, _) = *of_one.first()?;
            let similarity = if all_searched {
                both.fill(0);
                for (_, facet) in of_one {
                    both[*facet as usize] += 1;
                }
                self.mean(role as usize, other as usize, &both)
            } else {
                self.similarity(role, other)
            };
            Some(Pair { a: role, b: other, similarity: similarity? })
        });
        pairs.collect()
    }
}

/// A pair in the order of merit: the more alike the greater, then the earlier the greater.
#[derive(PartialEq)]
struct Ranked(Pair);

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Ranked) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Ranked) -> std::cmp::Ordering {
        let (ours, theirs) = (&self.0, &other.0);
        let likeness = Exact(ours.similarity).cmp(&Exact(theirs.similarity));
        likeness.then_with(|| (theirs.a, theirs.b).cmp(&(ours.a, ours.b)))
    }
}

/// A number that is never NaN, in its order.
#[derive(PartialEq)]
struct Exact(f64);

impl Eq for Exact {}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Exact) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
