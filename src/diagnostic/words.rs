//! Numbers and the author's text, as messages say them.

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

/// Names along a way: `A → B → C`. Of a long one the beginning and the end.
pub fn way(names: &[&str]) -> String {
    const SHOWN: usize = 12;
    if names.len() <= SHOWN + 2 {
        return names.join(" → ");
    }
    let (start, end) = (&names[..SHOWN - 2], &names[names.len() - 2..]);
    let between = names.len() - SHOWN;
    format!("{} → … {between} more … → {}", start.join(" → "), end.join(" → "))
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
}
