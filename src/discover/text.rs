//! Bytes to text: what is not UTF-8 is replaced and said.

use crate::{
    diagnostic::{Checked, Code, Diagnostic},
    source::{FileId, Span},
};

/// What stands for bytes that are not text.
const REPLACED: &str = "\u{fffd}";

/// The text of `bytes`. A byte order mark stays; invalid UTF-8 and NUL are replaced, and said once
/// each, at the first place. A lone CR, which ended lines on old Macs, becomes a line break.
pub(super) fn decode(bytes: Vec<u8>, file: &FileId) -> Checked<String> {
    let Checked { value: text, diagnostics } = with_any_line_ends(bytes, file);
    Checked { value: without_lone_cr(text), diagnostics }
}

/// The text with `\n` for each CR that has none after it: as long, so that places stay.
fn without_lone_cr(text: String) -> String {
    let lone = |&(at, _): &(usize, &str)| !text[at + 1..].starts_with('\n');
    let lone: Vec<usize> = text.match_indices('\r').filter(lone).map(|(at, _)| at).collect();
    if lone.is_empty() {
        return text;
    }
    let mut whole = String::with_capacity(text.len());
    let mut from = 0;
    for at in lone {
        whole.push_str(&text[from..at]);
        whole.push('\n');
        from = at + 1;
    }
    whole.push_str(&text[from..]);
    whole
}

fn with_any_line_ends(bytes: Vec<u8>, file: &FileId) -> Checked<String> {
    if let [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] = bytes[..] {
        return utf16(&bytes, file);
    }
    let mut diagnostics = Vec::new();
    let text = String::from_utf8(bytes).unwrap_or_else(|error| {
        let at = error.utf8_error().valid_up_to();
        diagnostics.push(not_utf8(error.as_bytes(), at, file));
        String::from_utf8_lossy(error.as_bytes()).into_owned()
    });
    let Some(at) = text.find('\0') else { return Checked { value: text, diagnostics } };
    let message = format!("a NUL byte is not text; it is shown as `{REPLACED}`");
    let nul = Diagnostic::new(Code::UnreadableFile, file, replaced_at(at), message);
    diagnostics.push(nul.help("remove it, or save the file as UTF-8".to_owned()));
    Checked { value: text.replace('\0', REPLACED), diagnostics }
}

fn not_utf8(bytes: &[u8], at: usize, file: &FileId) -> Diagnostic {
    // Each NUL before it grows from one byte to three.
    let nuls = bytes[..at].split(|&byte| byte == 0).count() - 1;
    let span = replaced_at(at + nuls * (REPLACED.len() - 1));
    let message = format!("byte 0x{:02X} is not UTF-8; it is shown as `{REPLACED}`", bytes[at]);
    Diagnostic::new(Code::UnreadableFile, file, span, message)
        .help("save the file as UTF-8".to_owned())
}

fn replaced_at(at: usize) -> Span {
    Span::new(at, at + REPLACED.len())
}

/// A file that Windows saved as "Unicode": its byte order mark tells, so nothing is lost.
fn utf16(bytes: &[u8], file: &FileId) -> Checked<String> {
    let little = bytes[0] == 0xFF;
    let units = bytes.chunks_exact(2).map(|pair| {
        let pair = [pair[0], pair[1]];
        if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    });
    let mut text: String = char::decode_utf16(units)
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .map(|char| if char == '\0' { char::REPLACEMENT_CHARACTER } else { char })
        .collect();
    if bytes.len() % 2 == 1 {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    let message = "this file is UTF-16, not UTF-8; it is read all the same";
    let diagnostic = Diagnostic::new(Code::UnreadableFile, file, Span::default(), message)
        .help("save the file as UTF-8".to_owned());
    Checked { value: text, diagnostics: vec![diagnostic] }
}
