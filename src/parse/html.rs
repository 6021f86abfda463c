//! Raw HTML into tags, as browsers read it: where each tag and attribute stands.

use std::{borrow::Cow, ops::Range};

/// A part of raw HTML; all ranges are bytes of the text that was given.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Token {
    /// Text between tags, entities undecoded.
    Text(Range<usize>),
    /// What is no tag and no text: a comment, a doctype, the inside of `<script>`, a torn tag.
    Other(Range<usize>),
    /// `<p class="x">`.
    Open(Tag),
    /// `</p>`.
    Close {
        /// Its name.
        name: Range<usize>,
        /// All of it.
        range: Range<usize>,
    },
}

/// An opening tag.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Tag {
    /// Its name, in the author's case.
    pub(crate) name: Range<usize>,
    /// Its attributes in order, repeated ones too.
    pub(crate) attributes: Vec<Attribute>,
    /// All of it, with its brackets.
    pub(crate) range: Range<usize>,
}

/// An attribute.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Attribute {
    /// Its name, in the author's case.
    pub(crate) name: Range<usize>,
    /// Its value without quotes, entities undecoded; empty where there is none.
    pub(crate) value: Range<usize>,
    /// All of it, with the space before it.
    pub(crate) range: Range<usize>,
}

/// Elements whose inside is text to the browser, up to their own end tag.
const RAW_TEXT: &[&str] =
    &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// Takes raw HTML apart. What is no whole tag is [`Token::Other`] or text, byte for byte.
pub(crate) fn tokens(html: &str) -> Tokens<'_> {
    Tokens { html, at: 0, next: None }
}

/// The parts of raw HTML, in order.
#[derive(Debug)]
pub(crate) struct Tokens<'h> {
    html: &'h str,
    at: usize,
    /// What was found already, behind the part that was given last.
    next: Option<Token>,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(next) = self.next.take() {
            return Some(next);
        }
        let Tokens { html, at, .. } = *self;
        if at >= html.len() {
            return None;
        }
        let Some(open) = html[at..].find('<').map(|found| at + found) else {
            self.at = html.len();
            return Some(Token::Text(at..html.len()));
        };
        let Some(token) = markup(html, open) else {
            self.at = open + 1;
            return Some(Token::Text(at..open + 1));
        };
        self.at = token_end(&token);
        let inside = match &token {
            Token::Open(tag) => raw_text_end(html, &html[tag.name.clone()], self.at),
            Token::Text(_) | Token::Other(_) | Token::Close { .. } => None,
        };
        if open > at {
            // What is raw inside of the tag is found when the tag was given.
            self.at = if inside.is_some() { open } else { self.at };
            self.next = inside.is_none().then_some(token);
            return Some(Token::Text(at..open));
        }
        if let Some(end) = inside.filter(|end| *end > self.at) {
            self.next = Some(Token::Other(self.at..end));
            self.at = end;
        }
        Some(token)
    }
}

fn token_end(token: &Token) -> usize {
    match token {
        Token::Text(range) | Token::Other(range) | Token::Close { range, .. } => range.end,
        Token::Open(tag) => tag.range.end,
    }
}

/// The markup that begins with the `<` at `open`.
fn markup(html: &str, open: usize) -> Option<Token> {
    let rest = &html[open..];
    let until = |end: &str, from: usize| {
        let length = rest[from..].find(end).map_or(rest.len(), |found| from + found + end.len());
        Some(Token::Other(open..open + length))
    };
    if rest.starts_with("<!-->") || rest.starts_with("<!--->") {
        return until(">", 0);
    }
    if rest.starts_with("<!--") {
        return until("-->", 4);
    }
    if rest.starts_with("<![CDATA[") {
        return until("]]>", 9);
    }
    match *rest.as_bytes().get(1)? {
        b'!' | b'?' => until(">", 1),
        b'/' if rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) => {
            let end = rest.find('>').map_or(html.len(), |found| open + found + 1);
            let name = name(html, open + 2);
            Some(Token::Close { name, range: open..end })
        }
        first if first.is_ascii_alphabetic() => {
            Some(tag(html, open).map_or(Token::Other(open..html.len()), Token::Open))
        }
        _ => None,
    }
}

/// The tag that begins at `open`; `None` when the text ends before it does.
fn tag(html: &str, open: usize) -> Option<Tag> {
    let bytes = html.as_bytes();
    let name = name(html, open + 1);
    let mut attributes = Vec::new();
    let mut at = name.end;
    loop {
        let start = at;
        at = skip(bytes, at, |byte| byte.is_ascii_whitespace() || byte == b'/');
        if *bytes.get(at)? == b'>' {
            return Some(Tag { name, attributes, range: open..at + 1 });
        }
        let attribute = attribute(bytes, start, at)?;
        at = attribute.range.end;
        attributes.push(attribute);
    }
}

/// The attribute whose name begins at `at`, with the space from `start` on.
fn attribute(bytes: &[u8], start: usize, at: usize) -> Option<Attribute> {
    let in_name = |byte: u8| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'=');
    // A name may begin with `=`, and so takes at least one byte.
    let name_end = skip(bytes, at + 1, in_name);
    let name = at..name_end;
    let equals = skip(bytes, name_end, |byte| byte.is_ascii_whitespace());
    if bytes.get(equals) != Some(&b'=') {
        return Some(Attribute { name, value: name_end..name_end, range: start..name_end });
    }
    let value = skip(bytes, equals + 1, |byte| byte.is_ascii_whitespace());
    let quote = *bytes.get(value)?;
    if matches!(quote, b'"' | b'\'') {
        let end = skip(bytes, value + 1, |byte| byte != quote);
        bytes.get(end)?;
        return Some(Attribute { name, value: value + 1..end, range: start..end + 1 });
    }
    let end = skip(bytes, value, |byte| !byte.is_ascii_whitespace() && byte != b'>');
    Some(Attribute { name, value: value..end, range: start..end })
}

fn name(html: &str, start: usize) -> Range<usize> {
    let ends = |byte: u8| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>');
    start..skip(html.as_bytes(), start, ends)
}

fn skip(bytes: &[u8], from: usize, keep: impl Fn(u8) -> bool) -> usize {
    bytes[from.min(bytes.len())..]
        .iter()
        .position(|&byte| !keep(byte))
        .map_or(bytes.len(), |found| from + found)
}

/// Where the inside of a raw text element ends; `None` for other elements.
fn raw_text_end(html: &str, name: &str, from: usize) -> Option<usize> {
    let name = RAW_TEXT.iter().find(|raw| raw.eq_ignore_ascii_case(name))?;
    let rest = &html.as_bytes()[from..];
    let end = rest.windows(name.len() + 2).position(|bytes| {
        bytes.starts_with(b"</") && bytes[2..].eq_ignore_ascii_case(name.as_bytes())
    });
    Some(end.map_or(html.len(), |end| from + end))
}

/// A value or text with its entities decoded.
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(found) = rest.find('&') {
        decoded.push_str(&rest[..found]);
        rest = &rest[found..];
        let (letters, length) = entity(rest).unwrap_or((Cow::Borrowed("&"), 1));
        decoded.push_str(&letters);
        rest = &rest[length..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// The entity that `text` begins with, and its length.
///
/// A numeric one may lack its `;`, as browsers allow: `javascript&#58alert(1)` hides nothing.
fn entity(text: &str) -> Option<(Cow<'static, str>, usize)> {
    if let Some(number) = text.strip_prefix("&#") {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16),
            None => (number, 10),
        };
        let length = digits.find(|digit: char| !digit.is_digit(radix)).unwrap_or(digits.len());
        if length == 0 {
            return None;
        }
        let letter = u32::from_str_radix(&digits[..length], radix)
            .ok()
            .filter(|&code| code != 0)
            .and_then(char::from_u32)
            .unwrap_or(char::REPLACEMENT_CHARACTER);
        let semicolon = usize::from(digits[length..].starts_with(';'));
        let whole = text.len() - digits.len() + length + semicolon;
        return Some((Cow::Owned(letter.to_string()), whole));
    }
    let length = text.bytes().take(40).position(|byte| byte == b';')? + 1;
    let letters = super::markdown::named_entity(&text[..length])?;
    Some((letters, length))
}
