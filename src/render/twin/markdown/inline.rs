//! Text, code, links and pictures.

use super::{Converter, lines::Lines};
use crate::parse::html::{Tag, decoded};

impl Converter<'_> {
    pub(super) fn open_link(&mut self, tag: &Tag, role: &str) {
        let url = self.attribute(tag, "href");
        self.spaced();
        if role == "doc-noteref"
            && let Some(note) = url.as_deref().and_then(|url| url.strip_prefix("#fn-"))
        {
            let note = format!("[^{note}]");
            self.out.push(&note);
            self.skipped = Some(("a".to_owned(), 1));
            return;
        }
        // The number of a source says where to look; a place that Markdown has not, says nothing.
        let url = url.filter(|_| role != "doc-biblioref");
        if url.is_some() {
            // `![` would be a picture.
            if self.out.last() == Some('!') {
                self.out.pop();
                self.out.push("\\!");
            }
            self.out.push("[");
        }
        self.links.push(url);
    }

    pub(super) fn close_link(&mut self) {
        if let Some(Some(url)) = self.links.pop() {
            let link = format!("]({})", destination(&url));
            self.out.push(&link);
        }
    }

    pub(super) fn image(&mut self, tag: &Tag) {
        let Some(url) = self.attribute(tag, "src") else { return };
        self.spaced();
        self.out.push("![");
        self.escaped(&self.attribute(tag, "alt").unwrap_or_default());
        self.out.push(&format!("]({})", destination(&url)));
    }

    pub(super) fn text(&mut self, html: &str) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(&decoded(html));
            return;
        }
        if let Some(span) = &mut self.span {
            span.push_str(&decoded(html));
            return;
        }
        self.escaped(&decoded(html));
    }

    /// Writes text so that Markdown reads it as text; white space is one space.
    pub(super) fn escaped(&mut self, text: &str) {
        let mut rest = text;
        while let Some(first) = rest.bytes().next() {
            if first.is_ascii_whitespace() {
                self.space = true;
                rest = rest.trim_ascii_start();
                continue;
            }
            self.spaced();
            // Most words are written as they are, and a page is mostly words.
            let plain = if self.out.at_start() { 0 } else { plain(rest) };
            if plain > 0 {
                self.out.push(&rest[..plain]);
                rest = &rest[plain..];
            }
            let end = rest.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            self.escaped_word(word);
            rest = after;
        }
    }

    fn escaped_word(&mut self, word: &str) {
        let mut letters = word.chars().peekable();
        let starts_line = self.out.at_start();
        while let Some(letter) = letters.next() {
            let next = letters.peek().copied();
            let is_markup = match letter {
                '\\' | '`' | '*' | '[' | ']' | '~' => true,
                '_' => !(is_word(self.out.last()) && is_word(next)),
                '<' => next.is_some_and(|next| next.is_ascii_alphabetic() || "/!?".contains(next)),
                '&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '#'),
                '|' => self.out.is_flat(),
                '#' | '+' | '-' | '=' | '>' => self.out.at_start(),
                '.' | ')' => starts_line && is_number(&self.out),
                _ => false,
            };
            if is_markup {
                self.out.push("\\");
            }
            self.out.push_char(letter);
        }
    }

    pub(super) fn end_span(&mut self) {
        let Some(code) = self.span.take() else { return };
        self.spaced();
        let mut code = code.replace(['\n', '\r'], " ");
        if self.out.is_flat() {
            code = code.replace('|', "\\|");
        }
        let fence = "`".repeat(longest_run(&code) + 1);
        let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
        self.out.push(&format!("{fence}{pad}{code}{pad}{fence}"));
    }

    pub(super) fn end_code(&mut self) {
        let Some((language, code)) = self.code.take() else { return };
        if self.out.is_flat() {
            self.span = Some(code);
            self.end_span();
            return;
        }
        let fence = "`".repeat(longest_run(&code).max(2) + 1);
        self.block();
        self.out.verbatim(&format!("{fence}{language}"));
        code.trim_end_matches('\n').split('\n').for_each(|line| self.out.verbatim(line));
        self.out.verbatim(&fence);
        self.block();
    }
}

fn is_word(letter: Option<char>) -> bool {
    letter.is_some_and(char::is_alphanumeric)
}

/// Whether the line so far is a number, which `.` or `)` would make an item of a list.
fn is_number(lines: &Lines) -> bool {
    lines.line_so_far().bytes().all(|byte| byte.is_ascii_digit()) && !lines.at_start()
}

/// How much of the text can be written as it is: words set apart by single spaces, up to the last of them
/// before one with markup.
fn plain(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut words = 0;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b' ' if bytes.get(at + 1).is_some_and(|next| !next.is_ascii_whitespace()) => {
                words = at + 1;
            }
            b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' => return at,
            byte if MARKUP[usize::from(*byte)] => return words,
            _ => {}
        }
    }
    bytes.len()
}

/// The bytes that may be markup wherever they stand in a line.
const MARKUP: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b"\\`*[]~_<&|";
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
};

/// An address as the destination of a link.
pub(in crate::render) fn destination(url: &str) -> String {
    let plain = |letter: char| !letter.is_whitespace() && !"()<>\\".contains(letter);
    if !url.is_empty() && url.chars().all(plain) {
        return url.to_owned();
    }
    let mut written = String::from("<");
    for letter in url.chars() {
        match letter {
            '<' => written.push_str("%3C"),
            '>' => written.push_str("%3E"),
            '\\' => written.push_str("%5C"),
            _ if letter.is_whitespace() => written.push_str("%20"),
            _ => written.push(letter),
        }
    }
    written + ">"
}
fn longest_run(code: &str) -> usize {
    code.split(|letter| letter != '`').map(str::len).max().unwrap_or(0)
}
