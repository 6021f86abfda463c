//! How labels are compared.

use unicode_normalization::UnicodeNormalization;

/// A label as labels are compared: NFC, case folded, white space collapsed, typographic quotes and
/// dashes as plain ones.
pub fn fold(label: &str) -> String {
    let mut folded = String::with_capacity(label.len());
    for word in label.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            folded.extend(word.bytes().map(|byte| byte.to_ascii_lowercase() as char));
        } else {
            let composed: String = word.nfc().map(plain_punctuation).collect();
            folded.extend(caseless::default_case_fold_str(&composed).nfc());
        }
    }
    folded
}

/// A label in its own case, but otherwise as [`fold`] makes it.
pub fn composed(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").nfc().map(plain_punctuation).collect()
}

fn plain_punctuation(character: char) -> char {
    match character {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2010}'..='\u{2015}' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_compared_folded() {
        assert_eq!(fold("  Technical\n Lead "), "technical lead");
        assert_eq!(fold("Maker’s Schedule"), "maker's schedule");
        assert_eq!(fold("STRASSE"), fold("Straße"));
        assert_eq!(composed(" R&D  Lead’s"), "R&D Lead's");
    }
}
