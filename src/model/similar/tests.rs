//! What is found is what comparing each role with each would find.

use proptest::prelude::*;
use rapidhash::RapidHashSet;

use super::{Pair, Similar};
use crate::model::Key;

/// Of each role, what it has by list facet.
type Roles = Vec<Vec<Vec<Key>>>;

fn key(number: usize) -> Key {
    Key::Text(format!("item {number}"))
}

/// Roles in which few items are rare and some are common to all, with copies of roles among them.
fn roles(most: usize) -> impl Strategy<Value = Roles> {
    let list = |items: usize| {
        let rare = prop::collection::btree_set(0..items, 0..5);
        (rare, any::<bool>()).prop_map(|(rare, common)| {
            let common = [1_000, 1_001].into_iter().filter(|_| common);
            rare.into_iter().chain(common).map(key).collect::<Vec<_>>()
        })
    };
    let role = (list(9), list(4), list(30)).prop_map(|(a, b, c)| vec![a, b, c]);
    let copies = prop_oneof![3 => Just(1_usize), 1 => 2..6_usize];
    prop::collection::vec((role, copies), 1..most)
        .prop_map(|roles| {
            roles.into_iter().flat_map(|(role, count)| vec![role; count]).collect::<Vec<_>>()
        })
        .prop_shuffle()
}

fn all_pairs(index: &Similar, roles: usize) -> Vec<Pair> {
    let of = |a: u32| {
        (a + 1..roles as u32).map(move |b| {
            let similarity = index.similarity(a, b).unwrap_or(0.0);
            Pair { a, b, similarity }
        })
    };
    let mut pairs: Vec<Pair> = (0..roles as u32).flat_map(of).collect();
    pairs.sort_by(|x, y| y.similarity.total_cmp(&x.similarity).then((x.a, x.b).cmp(&(y.a, y.b))));
    pairs
}

fn all_closest(index: &Similar, role: u32, roles: usize, count: usize) -> Vec<Pair> {
    let others = (0..roles as u32).filter(|b| *b != role);
    let mut pairs: Vec<Pair> = others
        .filter_map(|b| Some(Pair { a: role, b, similarity: index.similarity(role, b)? }))
        .filter(|pair| pair.similarity > 0.0)
        .collect();
    pairs.sort_by(|x, y| y.similarity.total_cmp(&x.similarity).then(x.b.cmp(&y.b)));
    pairs.truncate(count);
    pairs
}

fn number(count: usize) -> f64 {
    f64::from(count as u32)
}

/// The mean over the facets that either fills of what both have among what either has.
fn by_definition(a: &[Vec<Key>], b: &[Vec<Key>]) -> Option<f64> {
    let set = |keys: &[Key]| keys.iter().cloned().collect::<RapidHashSet<Key>>();
    let of_facet = a.iter().zip(b).filter_map(|(a, b)| {
        let (a, b) = (set(a), set(b));
        let either = a.union(&b).count();
        (either > 0).then(|| number(a.intersection(&b).count()) / number(either))
    });
    let of_facets: Vec<f64> = of_facet.collect();
    (!of_facets.is_empty()).then(|| of_facets.iter().sum::<f64>() / number(of_facets.len()))
}

proptest! {
    #[test]
    fn the_closest_are_the_closest_of_all(roles in roles(20), count in 0..9_usize) {
        let index = Similar::of(&roles);
        for role in 0..roles.len() as u32 {
            let naive = all_closest(&index, role, roles.len(), count);
            prop_assert_eq!(index.closest(role, count), naive);
        }
    }

    #[test]
    fn the_likest_pairs_are_the_likest_of_all(
        roles in roles(20), count in 0..90_usize, every in 2..9_usize
    ) {
        let index = Similar::of(&roles);
        let mut naive = all_pairs(&index, roles.len());
        let taken: RapidHashSet<(u32, u32)> =
            naive.iter().step_by(every).map(|pair| (pair.a, pair.b)).collect();
        naive.retain(|pair| !taken.contains(&(pair.a, pair.b)));
        naive.truncate(count);
        prop_assert_eq!(index.pairs(count, &taken), naive);
    }

    #[test]
    fn a_similarity_is_what_its_definition_says(roles in roles(8)) {
        let index = Similar::of(&roles);
        for (a, ours) in (0..).zip(&roles) {
            for (b, theirs) in (0..).zip(&roles) {
                prop_assert_eq!(index.similarity(a, b), by_definition(ours, theirs));
            }
        }
    }

    #[test]
    fn whatever_is_looked_at_is_told_as_it_is(roles in roles(12), looked_at in 0..5_usize) {
        let index = Similar::within(looked_at, &roles);
        for role in 0..roles.len() as u32 {
            for pair in index.closest(role, 4) {
                prop_assert_eq!(index.similarity(pair.a, pair.b), Some(pair.similarity));
            }
        }
        let pairs = index.pairs(30, &RapidHashSet::default());
        let places: RapidHashSet<(u32, u32)> = pairs.iter().map(|pair| (pair.a, pair.b)).collect();
        prop_assert_eq!(places.len(), pairs.len());
        prop_assert_eq!(pairs.len(), 30.min(roles.len() * (roles.len() - 1) / 2));
    }
}

/// A large handbook: every role has the same common items and two of a few hundred, and every fifth is
/// a copy of the one before it. Most that is alike is found, and all copies are.
#[test]
fn a_large_handbook_has_its_closest_roles() {
    let mut state = 7_u64;
    let mut random = |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % below) as usize
    };
    let mut roles: Roles = Vec::new();
    for number in 0..3_000 {
        if number % 5 == 4 {
            roles.push(roles[number - 1].clone());
            continue;
        }
        let common = (0..8).map(|item| key(10_000 + item));
        let own = [random(400), random(400), 1_000 + random(20)].map(key);
        roles.push(vec![common.chain(own).collect(), vec![key(random(50))]]);
    }
    let index = Similar::of(&roles);
    let (mut found, mut possible) = (0.0, 0.0);
    for role in (0..roles.len() as u32).step_by(50) {
        let sum = |pairs: &[Pair]| pairs.iter().map(|pair| pair.similarity).sum::<f64>();
        found += sum(&index.closest(role, 5));
        possible += sum(&all_closest(&index, role, roles.len(), 5));
    }
    assert!(found > 0.98 * possible, "{found} of {possible}");
    let pairs = index.pairs(600, &RapidHashSet::default());
    assert_eq!(pairs.iter().filter(|pair| pair.similarity > 0.999).count(), 600);
}
