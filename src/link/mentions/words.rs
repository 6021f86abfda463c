//! Where words begin and end.
//!
//! The rule is UAX 29's for scripts with spaces, made stricter: what a reader sees as one word is one,
//! so that `Pod` is found in `Pod's` and in `lead/Pod`, and never in `Podcast`, `Pod-like`, `pod_name`,
//! `pod.rs` or `me@pod`. A label that has such a joint itself (`on-call`, `Node.js`) is found as it is.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

/// A word, or a single sign.
#[derive(Debug)]
pub(super) struct Word {
    /// Where it stands.
    pub(super) place: Range<usize>,
    /// White space stands before it.
    pub(super) spaced: bool,
    /// [`hash`] of its letters in lower case, if all of them are ASCII.
    pub(super) hash: Option<u64>,
}

/// Calls `each` with every word and every single sign of `text[range]`, in order. A letter of a script
/// without spaces is a word of its own.
pub(super) fn each(text: &str, range: Range<usize>, mut each: impl FnMut(Word)) {
    let bytes = &text.as_bytes()[..range.end];
    let (mut at, mut spaced) = (range.start, false);
    while let Some(byte) = bytes.get(at) {
        let start = at;
        let mut is_ascii = byte.is_ascii();
        let (class, length) = class_at(text, at);
        at += length;
        let mut print = step(0, *byte);
        match class {
            Class::Space => {
                spaced = true;
                continue;
            }
            Class::Letter => loop {
                while let Some(byte) = bytes.get(at).filter(|byte| is_ascii_letter(**byte)) {
                    print = step(print, *byte);
                    at += 1;
                }
                if bytes.get(at).is_none_or(u8::is_ascii) {
                    break;
                }
                let (Class::Letter, length) = class_at(text, at) else { break };
                at += length;
                is_ascii = false;
            },
            Class::Ideograph | Class::Sign => {
                if bytes.get(at).is_some_and(|byte| !byte.is_ascii()) {
                    let marks = text[at..range.end].chars().take_while(|it| is_combining_mark(*it));
                    at += marks.map(char::len_utf8).sum::<usize>();
                    is_ascii = is_ascii && at == start + length;
                }
            }
        }
        each(Word { place: start..at, spaced, hash: is_ascii.then_some(print) });
        spaced = false;
    }
}

/// A number for a word, by which it is looked up.
pub(super) fn hash(word: &str) -> u64 {
    word.bytes().fold(0, step)
}

/// The multiplier is that of rustc's `FxHasher`.
fn step(hash: u64, byte: u8) -> u64 {
    (hash.rotate_left(5) ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0xf135_7aea_2e62_a9c5)
}

/// Whether what begins at `start` begins a word, and not the rest of one.
pub(super) fn begins(text: &str, start: usize) -> bool {
    let mut before = text[..start].chars().rev();
    let Some(last) = before.next() else { return true };
    let first = text[start..].chars().next().map(class);
    match class(last) {
        Class::Letter => first == Some(Class::Ideograph),
        Class::Sign if first == Some(Class::Letter) => {
            let joins = is_joint(last) && before.next().is_some_and(is_letter);
            !(joins || matches!(last, '@' | '#'))
        }
        Class::Space | Class::Ideograph | Class::Sign => true,
    }
}

/// Whether what ends at `end` ends a word. A possessive `'s` is no part of it.
pub(super) fn ends(text: &str, end: usize) -> bool {
    let mut after = text[end..].chars();
    let Some(next) = after.next() else { return true };
    let last = text[..end].chars().next_back().map(class);
    match class(next) {
        Class::Letter => last == Some(Class::Ideograph),
        Class::Sign if last == Some(Class::Letter) => match next {
            '+' | '#' => false,
            '\'' | '\u{2019}' => {
                let owner = after.next();
                !owner.is_some_and(is_letter)
                    || matches!(owner, Some('s' | 'S')) && !after.next().is_some_and(is_letter)
            }
            next => !(is_joint(next) && after.next().is_some_and(is_letter)),
        },
        Class::Space | Class::Ideograph | Class::Sign => true,
    }
}

/// What makes one word of the two that it stands between.
fn is_joint(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}' | '\u{2011}' | '.' | '@')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    /// A part of a word: a letter, a mark, a digit, `_`, a joiner without width.
    Letter,
    /// A letter of a script that sets no spaces between words.
    Ideograph,
    /// Anything else.
    Sign,
}

/// The class of each ASCII byte; other bytes are none of them.
const ASCII: [Class; 256] = {
    let mut classes = [Class::Sign; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_' {
            classes[byte] = Class::Letter;
        } else if (byte as u8).is_ascii_whitespace() || byte as u8 == 0x0b {
            classes[byte] = Class::Space;
        }
        byte += 1;
    }
    classes
};

fn is_ascii_letter(byte: u8) -> bool {
    ASCII[byte as usize] == Class::Letter
}

/// The class and the length of the character at `at`.
fn class_at(text: &str, at: usize) -> (Class, usize) {
    let byte = text.as_bytes()[at];
    if byte.is_ascii() {
        return (ASCII[byte as usize], 1);
    }
    let letter = text[at..].chars().next().unwrap_or_default();
    (class(letter), letter.len_utf8())
}

fn class(letter: char) -> Class {
    match letter {
        letter if letter.is_ascii() => ASCII[letter as usize],
        // Thai to Myanmar, Khmer, the ideographs and Hiragana. Katakana is written in runs.
        '\u{e00}'..='\u{eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{309f}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}'
            if !is_combining_mark(letter) =>
        {
            Class::Ideograph
        }
        '\u{200c}' | '\u{200d}' | '\u{ad}' => Class::Letter,
        letter if letter.is_whitespace() => Class::Space,
        letter if letter.is_alphanumeric() || is_combining_mark(letter) => Class::Letter,
        _ => Class::Sign,
    }
}

fn is_letter(letter: char) -> bool {
    class(letter) == Class::Letter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut found = String::new();
        each(text, 0..text.len(), |word| {
            found.push_str(if word.spaced { " " } else { "|" });
            found.push_str(&text[word.place.clone()]);
            if let Some(print) = word.hash {
                assert_eq!(print, hash(&text[word.place]));
            }
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn words_are_runs_of_letters_and_signs_stand_alone() {
        check("On-call, don't  panic\n", "|On|-|call|, don|'|t panic");
        check("C++ in mod_rs", "|C|+|+ in mod_rs");
        check("Größe: e\u{301}te\u{301}", "|Größe|: e\u{301}te\u{301}");
        check("技術はAPI", "|技|術|は|API");
    }

    #[track_caller]
    fn whole(text: &str, word: &str, expected: bool) {
        let start = text.find(word).expect("the word is in the text");
        assert_eq!(begins(text, start) && ends(text, start + word.len()), expected, "{text}");
    }

    #[test]
    fn a_part_of_a_word_is_no_word() {
        for text in ["Podcast", "Pod-like", "non-Pod", "Pod_x", "Pod.rs", "me@Pod", "#Pod", "@Pod"]
        {
            whole(text, "Pod", false);
        }
        for text in ["Pod++", "Pod\u{2011}like", "Pod't", "Podé", "Pod\u{301}", "x.Pod", "Pod'sx"]
        {
            whole(text, "Pod", false);
        }
    }

    #[test]
    fn a_word_may_stand_beside_signs() {
        for text in
            ["Pod", "(Pod)", "Pod's", "Pod’s.", "l'Pod", "a/Pod/b", "Pod.", "Pod: x", "“Pod”"]
        {
            whole(text, "Pod", true);
        }
        for text in ["Pod—like", "pre- Pod -post", "Pods' Pod'", "技Pod術", "Pod. Next", "*Pod*"]
        {
            whole(&text.replace("Pods", "xs"), "Pod", true);
        }
        whole("新しい技術的", "技術", true);
    }
}
