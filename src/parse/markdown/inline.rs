//! Text, and the bare addresses in it, which GitHub links.

use std::ops::Range;

use super::writer::Writer;
use crate::{
    parse::{Form, Piece, Reference, Target},
    source::Span,
};

impl Writer<'_> {
    /// Whether a mention here may become a link.
    pub(super) fn linkable(&self) -> bool {
        self.titles == 0
            && self.links.is_empty()
            && self.quotes == 0
            && self.alert.is_none()
            && self.regions.is_empty()
    }

    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        let text = self.prepared.unmasked(text);
        if self.code_text(&text) {
            return;
        }
        if self.raw.is_some() {
            // The indentation of a line of an HTML block comes as text.
            return self.html(&text, range);
        }
        let mut text = &*text;
        let mut range = range;
        if range.start < self.skip {
            let cut = (self.skip - range.start).min(text.len());
            let Some(rest) = text.get(cut..).filter(|rest| !rest.is_empty()) else { return };
            text = rest;
            range.start += cut;
        }
        let span = self.span(range);
        let linkable = self.linkable();
        self.out.prose(text, span, linkable);
    }

    /// Called where a run of text ends.
    pub(super) fn end_text(&mut self) {
        if !self.links.is_empty() || self.regions.has_link() {
            return;
        }
        if self.gathered.sources.is_empty() {
            self.cites_nothing();
            self.link_addresses();
        } else {
            self.cite();
        }
    }

    /// Links the bare addresses in the text that was written last.
    pub(super) fn link_addresses(&mut self) {
        let Some((range, span, linkable)) = self.out.take_prose() else { return };
        let text = &self.out.text_so_far()[range.start as usize..range.end as usize];
        let addresses = addresses(text);
        let verbatim = range.len() == (span.end - span.start) as usize;
        let place = |part: &Range<usize>| {
            if verbatim { Span::from(part.clone()).shifted(span.start as usize) } else { span }
        };
        let words: Vec<_> = addresses
            .into_iter()
            .map(|part| {
                let address = &text[part.clone()];
                let scheme = if address.starts_with("http") { "" } else { "http://" };
                (format!("{scheme}{address}"), part)
            })
            .collect();
        let shifted =
            |part: &Range<usize>| part.start as u32 + range.start..part.end as u32 + range.start;
        let prose = |part: Range<usize>, linkable| Piece::Prose {
            text: shifted(&part),
            span: place(&part),
            linkable,
        };
        let mut from = 0;
        for (address, part) in words {
            if part.start > from {
                self.out.piece(prose(from..part.start, linkable));
            }
            let index = self.gathered.references.len() as u32;
            self.gathered.references.push(Reference {
                target: Target::Address(address),
                span: place(&part),
                form: Form::Link { title: String::new() },
                text: shifted(&part),
            });
            self.out.piece(Piece::Slot(index));
            from = part.end;
            self.out.piece(prose(part, false));
            self.out.piece(Piece::Close(index));
        }
        if from < range.len() {
            self.out.piece(prose(from..range.len(), linkable));
        }
    }
}

/// The bare addresses in a text, by the rules of GFM's extended autolinks.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut addresses = Vec::new();
    if !text.contains("://") && !text.contains("www.") {
        return addresses;
    }
    let mut from = 0;
    while let Some((start, host)) = next_address(text, from) {
        from = start + "www.".len();
        if !is_domain(&text[host..], &text[start..host]) {
            continue;
        }
        let end = text[start..]
            .find(|letter: char| letter.is_whitespace() || letter == '<')
            .map_or(text.len(), |found| start + found);
        let end = start + trimmed(&text[start..end]).len();
        if end > from && is_domain(&text[host..end], &text[start..host]) {
            addresses.push(start..end);
            from = end;
        }
    }
    addresses
}

/// Where the next `http://`, `https://` or `www.` begins, and its host.
fn next_address(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let mut starts = text.as_bytes()[at..].windows(4);
        let start = at + starts.position(|start| matches!(start, b"http" | b"www."))?;
        let here = &text[start..];
        let before = text[..start].chars().next_back();
        let host = match here {
            _ if here.starts_with("https://") => 8,
            _ if here.starts_with("http://") => 7,
            _ if here.starts_with("www.") => 0,
            _ => usize::MAX,
        };
        let opens = match before {
            None => true,
            Some(letter) if host > 0 => !letter.is_alphanumeric(),
            Some(letter) => letter.is_whitespace() || matches!(letter, '*' | '_' | '~' | '('),
        };
        if host != usize::MAX && opens {
            return Some((start, start + host));
        }
        at = start + 4;
    }
}

/// Without the punctuation and unmatched parentheses that follow an address in a sentence.
fn trimmed(address: &str) -> &str {
    let mut address = address;
    let mut open = address.matches('(').count();
    let mut closed = address.matches(')').count();
    loop {
        let Some(last) = address.chars().next_back() else { return address };
        match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' => {}
            ')' if closed > open => closed -= 1,
            ';' => {
                // `&copy;` at the end is an entity, not part of the address.
                let name = address[..address.len() - 1]
                    .trim_end_matches(|letter: char| letter.is_ascii_alphanumeric());
                if let Some(before) = name.strip_suffix('&') {
                    address = before;
                    open = address.matches('(').count();
                    closed = address.matches(')').count();
                    continue;
                }
            }
            _ => return address,
        }
        address = &address[..address.len() - last.len_utf8()];
    }
}

/// Whether what follows the scheme begins with a domain; `www.` needs a further period.
fn is_domain(rest: &str, scheme: &str) -> bool {
    // No name is longer than 253 bytes: a long text without a space is not searched again and again.
    let limit = rest.char_indices().nth(254).map_or(rest.len(), |(at, _)| at);
    let end = rest[..limit]
        .find(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.')))
        .unwrap_or(limit);
    let domain = rest[..end].trim_end_matches('.');
    let mut parts = domain.rsplit('.');
    let last = [parts.next(), parts.next()];
    domain.starts_with(|letter: char| letter.is_alphanumeric())
        && last.iter().flatten().all(|part| !part.contains('_') && !part.is_empty())
        && (!scheme.is_empty() || domain.len() > "www.".len())
}
