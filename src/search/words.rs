//! The words of a text, as search compares them.
//!
//! The script of the theme (`search.js`) finds the words of a question in the same way:
//! `tests/search/words.json` holds both to it.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// The longest word, in characters: what is longer is cut, in the index and in a question alike.
const LONGEST: usize = 40;

/// Calls `found` with each word of `text`, in order.
///
/// A word is a run of letters, digits and marks, folded: in lower case, without the diacritics of
/// European and Semitic scripts, in its compatible form (NFKC). A script that sets no spaces gives each
/// two neighbouring characters. `maker's` is `maker`; `C++` and `C#` keep their signs.
pub(crate) fn words(text: &str, mut found: impl FnMut(&str)) {
    let mut folded = String::new();
    let mut before = Before::Other;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if !is_word(first) {
            let apostrophe = matches!(first, '\'' | '\u{2019}') && before == Before::Word;
            before = if apostrophe { Before::Apostrophe } else { Before::Other };
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let (run, after) = rest.split_at(end_of_run(rest));
        rest = after;
        let is_single = run.len() == first.len_utf8();
        if !(is_single && before == Before::Apostrophe) {
            folded.clear();
            if run.is_ascii() {
                folded.extend(run.bytes().map(|byte| byte.to_ascii_lowercase() as char));
                if is_single && first.is_ascii_alphabetic() {
                    folded.push_str(signs(rest));
                }
                found(cut(&folded));
            } else {
                fold(run, &mut folded);
                parts(&folded, &mut found);
            }
        }
        before = Before::Word;
    }
}

/// What stands right before a run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Word,
    /// An apostrophe, with a word before it.
    Apostrophe,
    Other,
}

/// The length of the run that `text` begins with, in bytes.
fn end_of_run(text: &str) -> usize {
    let ascii = text.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len());
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    text.find(|letter| !is_word(letter)).unwrap_or(text.len())
}

/// Unicode's Alphabetic, the numbers and the marks: `[\p{Alphabetic}\p{N}\p{M}]`.
fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || !letter.is_ascii() && is_combining_mark(letter)
}

/// The signs that belong to the single letter before them: those of `C++` and `C#`.
fn signs(rest: &str) -> &str {
    let sign = ["++", "#"].into_iter().find(|sign| rest.starts_with(sign)).unwrap_or_default();
    if rest[sign.len()..].starts_with(is_word) { "" } else { sign }
}

/// A run that has more than ASCII in it, as it is compared.
fn fold(run: &str, folded: &mut String) {
    let bare: String = run.nfkd().filter(|letter| !is_diacritic(*letter)).nfc().collect();
    for letter in bare.to_lowercase().chars() {
        match letter {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            letter => folded.push(letter),
        }
    }
}

/// The marks that readers leave out when they type: of Latin, Greek and Cyrillic, of Hebrew and of
/// Arabic. Those of Indic scripts and of kana are letters of their own.
fn is_diacritic(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}'
        | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// The words of a folded run. Its compatible form may have signs in it, as that of `½` has.
fn parts(folded: &str, found: &mut impl FnMut(&str)) {
    for part in folded.split(|letter| !is_word(letter)) {
        let mut rest = part;
        while let Some(first) = rest.chars().next() {
            let unspaced = is_unspaced(first);
            let end = rest.find(|letter| is_unspaced(letter) != unspaced).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            rest = after;
            if unspaced { pairs(word, found) } else { found(cut(word)) }
        }
    }
}

fn cut(word: &str) -> &str {
    word.char_indices().nth(LONGEST).map_or(word, |(end, _)| &word[..end])
}

/// Each two neighbouring characters; one that stands alone.
fn pairs(part: &str, found: &mut impl FnMut(&str)) {
    let mut starts = part.char_indices().map(|(at, _)| at).chain([part.len()]);
    let (mut first, mut second) = (starts.next().unwrap_or(0), starts.next());
    let mut third = starts.next();
    if third.is_none() {
        return found(part);
    }
    while let (Some(next), Some(end)) = (second, third) {
        found(&part[first..end]);
        (first, second, third) = (next, third, starts.next());
    }
}

/// Letters of scripts that set no spaces between words, and Hangul, whose words take endings: Thai, Lao,
/// Myanmar, Khmer; kana, bopomofo, Han.
fn is_unspaced(letter: char) -> bool {
    matches!(letter,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}'
        | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}'
        | '\u{3021}'..='\u{30ff}' | '\u{3105}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_as_the_script_finds_them() {
        let fixture = include_str!("../../tests/search/words.json");
        let cases: Vec<(String, Vec<String>)> =
            serde_json::from_str(fixture).expect("a list of texts with their words");
        for (text, expected) in cases {
            let mut found = Vec::new();
            words(&text, |word| found.push(word.to_owned()));
            assert_eq!(found, expected, "in `{text}`");
        }
    }
}
