//! Names that are one slip apart, found without comparing each with each.

use rapidhash::RapidHashMap;
use rayon::prelude::*;

use crate::data::nearest_within;

/// The shortest name that a slip is sought for, in letters: short words have too many neighbours.
const SHORTEST: usize = 5;

/// For each of `wrong` the one of `known` that it is one slip away from: a letter more, less, wrong,
/// or changed with its neighbour; of several the first in order. All names are folded. What only counts
/// on (`Tier 1` and `Tier 2`) is no slip.
///
/// Two slips would make a `Product manager` of a `Project manager`.
///
/// Names that are one slip apart have a rest in common, which is left when one letter or none is
/// taken out of each (symmetric deletion). So the cost grows with the letters, and not with names
/// times names.
pub(in crate::link) fn one_slip_away<'n>(
    wrong: &[&str],
    mut known: Vec<&'n str>,
) -> Vec<Option<&'n str>> {
    let mut by_rest: RapidHashMap<u64, Vec<u32>> = RapidHashMap::default();
    for (index, name) in wrong.iter().enumerate() {
        if name.chars().count() >= SHORTEST {
            for rest in rests(name) {
                by_rest.entry(rest).or_default().push(index as u32);
            }
        }
    }
    let mut near: Vec<Vec<&'n str>> = vec![Vec::new(); wrong.len()];
    if !by_rest.is_empty() {
        known.par_sort_unstable();
        let found = known.par_iter().flat_map_iter(|name| {
            let indexes = rests(name).filter_map(|rest| by_rest.get(&rest)).flatten();
            indexes.map(|index| (*index, *name))
        });
        for (index, name) in found.collect::<Vec<_>>() {
            let near = &mut near[index as usize];
            if near.last() != Some(&name) {
                near.push(name);
            }
        }
    }
    for (name, near) in wrong.iter().zip(&mut near) {
        near.retain(|other| other != name && !counts_on(name, other));
    }
    let nearest = |(name, near): (&&str, Vec<&'n str>)| nearest_within(name, near, 1);
    wrong.iter().zip(near).map(nearest).collect()
}

/// Whether two names are one but for a number in the same place: digits, a letter, a Roman number.
fn counts_on(a: &str, b: &str) -> bool {
    let words = |name| str::split(name, |it: char| !it.is_alphanumeric());
    if words(a).count() != words(b).count() {
        return false;
    }
    let mut differing = words(a).zip(words(b)).filter(|(a, b)| a != b);
    differing.all(|(a, b)| {
        let [a, b] = [a, b].map(|word| word.replace(char::is_numeric, ""));
        a == b || (is_number(&a) && is_number(&b))
    })
}

/// Whether what a word has beside digits may count as well.
fn is_number(letters: &str) -> bool {
    letters.chars().nth(1).is_none() || letters.chars().all(|it| matches!(it, 'i' | 'v' | 'x'))
}

/// The print of a name, and of what is left of it without each of its letters.
///
/// A print is the letters as digits of one large number, cut to 64 bits: that of two parts put
/// together follows from theirs. Names of one print are compared before one is advised.
fn rests(name: &str) -> impl Iterator<Item = u64> + use<> {
    /// Odd, so that no letter is shifted out of 64 bits; otherwise any number (2^64 over the golden ratio).
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    let letters: Vec<u64> = name.chars().map(|letter| u64::from(letter) + 1).collect();
    let mut after = Vec::with_capacity(letters.len() + 1);
    after.push((0_u64, 1_u64));
    for letter in letters.iter().rev() {
        let (print, power) = after[after.len() - 1];
        after.push((letter.wrapping_mul(power).wrapping_add(print), power.wrapping_mul(BASE)));
    }
    let whole = after[after.len() - 1].0;
    let mut before = 0_u64;
    let without = (0..letters.len()).map(move |at| {
        let (print, power) = after[letters.len() - 1 - at];
        let rest = before.wrapping_mul(power).wrapping_add(print);
        before = before.wrapping_mul(BASE).wrapping_add(letters[at]);
        rest
    });
    std::iter::once(whole).chain(without)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(wrong: &str, known: &[&str], expected: Option<&str>) {
        assert_eq!(one_slip_away(&[wrong], known.to_vec()), [expected], "{wrong}");
    }

    #[test]
    fn one_slip_is_found_and_two_are_not() {
        let known = ["technical debt", "product manager", "code review", "sre"];
        for wrong in ["tecnical debt", "technnical debt", "techincal debt", "technicel debt"] {
            check(wrong, &known, Some("technical debt"));
        }
        for wrong in ["project manager", "code reviewer", "srx", "unheard of", ""] {
            check(wrong, &known, None);
        }
    }

    #[test]
    fn what_counts_on_is_no_slip() {
        for (wrong, known) in [
            ("tier 1", "tier 2"),
            ("tier-1", "tier-12"),
            ("level4", "level5"),
            ("grade iv", "grade v"),
            ("plan a for all", "plan b for all"),
            ("engineer 2b", "engineer 2c"),
        ] {
            check(wrong, &[known], None);
        }
        check("teir 1", &["tier 1", "tier 2"], Some("tier 1"));
        check("grade of", &["grade if"], Some("grade if"));
        check("definition fo done", &["definition of done"], Some("definition of done"));
        check("code-review", &["codereview"], Some("codereview"));
    }

    #[test]
    fn it_agrees_with_looking_through_all() {
        let words = ["abcde", "abcd", "bacde", "abcdef", "xbcde", "edcba", "abdce", "aabcde", "é"];
        for wrong in words.into_iter().filter(|word| word.chars().count() >= SHORTEST) {
            let mut others: Vec<&str> = words.into_iter().filter(|word| *word != wrong).collect();
            others.sort_unstable();
            let all = nearest_within(wrong, others.iter().copied(), 1);
            check(wrong, &others, all);
        }
    }
}
