//! Natural order: `Part 2` stands before `Part 10`.

use std::cmp::Ordering;

/// Compares as people sort: runs of digits by their number, letters without regard to case, and
/// then, so that the order is total, by the text itself.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        match (left.chars().next(), right.chars().next()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (x, rest_left) = number(left);
                let (y, rest_right) = number(right);
                // Without leading zeros, a longer number is the larger one.
                match x.len().cmp(&y.len()).then_with(|| x.cmp(y)) {
                    Ordering::Equal => (left, right) = (rest_left, rest_right),
                    unequal => return unequal,
                }
            }
            (Some(x), Some(y)) if x.is_ascii() && y.is_ascii() => {
                match x.to_ascii_lowercase().cmp(&y.to_ascii_lowercase()) {
                    Ordering::Equal => (left, right) = (&left[1..], &right[1..]),
                    unequal => return unequal,
                }
            }
            (Some(x), Some(y)) => match x.to_lowercase().cmp(y.to_lowercase()) {
                Ordering::Equal => {
                    (left, right) = (&left[x.len_utf8()..], &right[y.len_utf8()..]);
                }
                unequal => return unequal,
            },
        }
    }
}

/// The digits that `text` begins with, leading zeros dropped, and the rest.
fn number(text: &str) -> (&str, &str) {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    (text[..end].trim_start_matches('0'), &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(mut names: Vec<&str>, expected: &[&str]) {
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, expected);
    }

    #[test]
    fn numbers_count_and_case_does_not() {
        check(vec!["Part 10", "part 2", "Part 1"], &["Part 1", "part 2", "Part 10"]);
        check(vec!["b", "A", "a"], &["A", "a", "b"]);
        check(vec!["v1.10", "v1.9", "v1"], &["v1", "v1.9", "v1.10"]);
        check(vec!["007", "7", "70"], &["007", "7", "70"]);
    }
}
