//! Numbers and names, as messages say them.

/// `n` of `word`, with a plain plural: `1 error`, `1,306 pages`.
pub fn counted(n: usize, word: &str) -> String {
    format!("{} {word}{}", thousands(n), if n == 1 { "" } else { "s" })
}

/// `39574` as `39,574`.
pub fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Phrases as a list in words: `a`, `a and b`, `a, b and c`.
pub fn listed(phrases: &[String]) -> String {
    match phrases {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The name of `known` that `name` is most likely a slip of: the fewest slips away, the first of
/// equals. One slip is allowed in three letters, so that a short name does not become any other.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
    let allowed = name.len().div_ceil(3);
    known
        .into_iter()
        .filter_map(|candidate| {
            let letters: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
            // The difference in length is a lower bound, and cheap.
            (letters.len().abs_diff(name.len()) <= allowed)
                .then(|| (distance(&name, &letters), candidate))
        })
        .filter(|&(slips, _)| slips <= allowed)
        .min_by_key(|&(slips, _)| slips)
        .map(|(_, candidate)| candidate)
}

/// Damerau's distance (optimal string alignment): letters left out, put in, changed, or swapped
/// with their neighbour.
pub fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut slips = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                slips = slips.min(before_last[j - 2] + 1);
            }
            row.push(slips);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// Author text as a terminal may see it: on one line, and with no character that could move the
/// cursor, change colours or turn the direction of the text.
///
/// A tab becomes a space, a control character its picture (`␛`), any other such character `�`.
pub fn harmless(text: &str) -> String {
    text.chars().map(|letter| if letter == '\t' { ' ' } else { harmless_letter(letter) }).collect()
}

/// One character of [`harmless`], tabs excepted.
pub(super) fn harmless_letter(letter: char) -> char {
    match letter {
        '\0'..='\x1f' => char::from_u32(0x2400 + letter as u32).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{61c}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_separators_and_plurals() {
        let check = |n, expected: &str| assert_eq!(counted(n, "page"), expected);
        check(0, "0 pages");
        check(1, "1 page");
        check(999, "999 pages");
        check(1_306, "1,306 pages");
        check(1_039_574, "1,039,574 pages");
    }

    #[test]
    fn the_nearest_name_is_a_likely_slip() {
        let check = |name: &str, known: &[&str], expected: Option<&str>| {
            assert_eq!(nearest(name, known.iter().copied()), expected, "{name}");
        };
        check("brokn-link", &["broken-anchor", "broken-link"], Some("broken-link"));
        check("borken-link", &["broken-link"], Some("broken-link"));
        check("Broken-Link", &["broken-image", "broken-link"], Some("broken-link"));
        check("toil", &["role", "sre"], None);
        check("", &["a"], None);
    }
}
