//! The text as the parser is to read it: what GitHub does and pulldown-cmark does not.
//!
//! A byte that would mislead the parser is masked by a control character of the same length, and
//! the writer turns it back; so places stay exact. Only a table right under a paragraph line needs
//! a line of its own put in between, and [`Places`] knows of it.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{
    place::Places,
    table::{cells, is_delimiter_row},
};

/// What stands for a byte that the parser must not see, and the byte.
const MASKS: [(u8, u8); 5] =
    [(PIPE, b'|'), (0x1e, b':'), (0x1d, b'['), (0x1c, b']'), (NEW_LINE, b'\n')];
/// A `|` inside `[[…]]`.
pub(super) const PIPE: u8 = 0x1f;
/// A line break of an inline text: white space to the parser, and no end of a line.
const NEW_LINE: u8 = 0x0b;
/// Put between a paragraph line and a table: an HTML block may interrupt a paragraph, and unlike
/// an empty line it leaves a list tight. The writer drops it.
pub(super) const DIVIDER: &str = "<!--\u{1a}-->";

/// A text ready for the parser.
#[derive(Debug)]
pub(super) struct Prepared<'a> {
    /// What the parser reads.
    pub(super) text: Cow<'a, str>,
    /// Where it stands.
    pub(super) places: Places,
    /// Whether any byte is masked.
    pub(super) masked: bool,
}

impl<'a> Prepared<'a> {
    /// The body of a page that begins at byte `start` of the file.
    pub(super) fn body(text: &'a str, start: usize, options: Options) -> Prepared<'a> {
        Prepared::blocks(text, Places::at(start), options)
    }

    /// A text with blocks.
    pub(super) fn blocks(text: &'a str, mut places: Places, options: Options) -> Prepared<'a> {
        let mut text = Cow::Borrowed(text);
        let mut masked = false;
        // A text that has such characters of its own is left alone: nobody writes them.
        if !has_mask(&text) {
            let colons = options.contains(Options::ENABLE_DEFINITION_LIST);
            if let Some(copy) = masks(&text, colons) {
                text = Cow::Owned(copy);
                masked = true;
            }
        }
        let dividers = dividers(&text, options);
        if !dividers.is_empty() {
            text = Cow::Owned(divided(&text, &dividers, &mut places));
        }
        Prepared { text, places, masked }
    }

    /// One paragraph of inline Markdown: as the content of a heading, which has no blocks.
    pub(super) fn inline(text: &str, mut places: Places) -> Prepared<'a> {
        let mut copy = String::with_capacity(text.len() + 3);
        copy.push_str("# ");
        places.add(0, 2);
        let end = text.trim_end();
        let hashes = end.trim_end_matches('#');
        // `# C #` would lose its last sign: a closing sequence.
        let guarded = hashes.len() < end.len() && hashes.ends_with([' ', '\t', '\n']);
        let (first, last) = end.split_at(if guarded { end.len() - 1 } else { end.len() });
        let line = |text: &str| text.replace(['\r', '\n'], "\u{b}");
        copy.push_str(&line(first));
        if guarded {
            places.add(copy.len(), 1);
            copy.push('\\');
            copy.push_str(last);
        }
        Prepared { text: Cow::Owned(copy), places, masked: true }
    }

    /// Text from the parser as the author wrote it.
    pub(super) fn unmasked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !self.masked || !has_mask(text) {
            return Cow::Borrowed(text);
        }
        let back = |letter: char| {
            let mask = MASKS.iter().find(|&&(mask, _)| char::from(mask) == letter);
            mask.map_or(letter, |&(_, byte)| char::from(byte))
        };
        Cow::Owned(text.chars().map(back).collect())
    }
}

/// Whether any byte is one that stands for another.
fn has_mask(text: &str) -> bool {
    let is_mask = |byte: &u8| MASKS.iter().any(|&(mask, _)| mask == *byte);
    let (chunks, rest) = text.as_bytes().as_chunks::<32>();
    // Looked at together, since hardly a text has one.
    let has = |chunk: &[u8; 32]| chunk.iter().fold(false, |has, byte| has | is_mask(byte));
    chunks.iter().any(has) || rest.iter().any(is_mask)
}

/// The paragraphs of an inline text: what empty lines set apart, trimmed.
pub(super) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut open = false;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        match paragraphs.last_mut() {
            _ if trimmed.is_empty() => open = false,
            Some(last) if open => last.end = start + trimmed.len(),
            _ => {
                paragraphs.push(start..start + trimmed.len());
                open = true;
            }
        }
    }
    paragraphs
}

/// The text with what misleads the parser masked; `None` where nothing does.
fn masks(text: &str, colons: bool) -> Option<String> {
    let wiki = text.contains("[[");
    if !(wiki || colons && text.contains(":::")) {
        return None;
    }
    let mut bytes = Cow::Borrowed(text.as_bytes());
    if wiki {
        wiki_masks(text, &mut bytes);
    }
    if colons {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let content = line.trim_start_matches([' ', '\t', '>']);
            if content.starts_with(":::") {
                bytes.to_mut()[at + line.len() - content.len()] = 0x1e;
            }
            at += line.len();
        }
    }
    match bytes {
        Cow::Borrowed(_) => None,
        Cow::Owned(bytes) => String::from_utf8(bytes).ok(),
    }
}

/// Masks pipes in `[[a|b]]` where a table is near, and the brackets of `[[1]](address)`, which is
/// a link with brackets around its text.
fn wiki_masks(text: &str, bytes: &mut Cow<'_, [u8]>) {
    let mut at = 0;
    // Lines without an empty one between them: is there a delimiter row among them?
    let mut run = 0..0;
    let mut in_table = false;
    for line in text.split_inclusive('\n') {
        if !run.contains(&at) {
            run = at..run_end(text, at);
            in_table = text[run.clone()].lines().any(is_delimiter_row);
        }
        let mut from = 0;
        while let Some(open) = line[from..].find("[[").map(|found| from + found) {
            let inside = open + 2;
            let Some(length) = line[inside..].find([']', '[']) else { break };
            let close = inside + length;
            from = inside;
            if !line[close..].starts_with("]]") {
                continue;
            }
            from = close + 2;
            if line[from..].starts_with('(') {
                bytes.to_mut()[at + open + 1] = 0x1d;
                bytes.to_mut()[at + close] = 0x1c;
            } else if in_table {
                for (offset, _) in line[inside..close].match_indices('|') {
                    bytes.to_mut()[at + inside + offset] = PIPE;
                }
            }
        }
        at += line.len();
    }
}

fn run_end(text: &str, start: usize) -> usize {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        at += line.len();
        if line.trim_matches([' ', '\t', '>', '\r', '\n']).is_empty() {
            break;
        }
    }
    at
}

/// Where a table begins on a further line of a paragraph, and with what mark its lines begin.
fn dividers(text: &str, options: Options) -> Vec<(usize, String)> {
    let candidates = candidates(text);
    if candidates.is_empty() {
        return Vec::new();
    }
    let mut dividers = Vec::new();
    let mut quotes = 0;
    let mut items = 0_usize;
    // The column where the open block's first line has its text.
    let mut column = None;
    // A header row's line, and the place of its text once it is met.
    let mut header: Option<(usize, usize)> = None;
    let mut after_break = None;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        if let Some(line) = after_break.take()
            && candidates.binary_search(&line).is_ok()
            && !matches!(event, Event::End(_))
        {
            header = Some((line, range.start));
        }
        match event {
            Event::Start(Tag::BlockQuote(_)) => quotes += 1,
            Event::End(TagEnd::BlockQuote(_)) => quotes -= 1,
            Event::Start(Tag::Item) => (items, column) = (items + 1, None),
            Event::End(TagEnd::Item) => items = items.saturating_sub(1),
            Event::Start(Tag::Paragraph) => column = None,
            Event::SoftBreak | Event::HardBreak => {
                let end = text[range.start..].find('\n').map_or(range.end, |n| range.start + n + 1);
                if let Some((line, content)) = header.take()
                    && line_end(text, line) == end
                {
                    let prefix = &text[line..content.max(line)];
                    let same_quote = prefix.matches('>').count() == quotes;
                    let same_item = items == 0 || prefix.len() >= column.unwrap_or(0);
                    let blank = prefix.trim_matches([' ', '\t', '>']).is_empty();
                    if blank && same_quote && same_item {
                        dividers.push((line, prefix.to_owned()));
                    }
                }
                after_break = Some(end);
            }
            _ => {}
        }
        if column.is_none() && matches!(event, Event::Text(_) | Event::TaskListMarker(_)) {
            let line = text[..range.start].rfind('\n').map_or(0, |found| found + 1);
            column = Some(range.start - line);
        }
    }
    dividers
}

/// Lines that could be the header row of a table under a paragraph line.
fn candidates(text: &str) -> Vec<usize> {
    let mut candidates = Vec::new();
    if !text.contains("--") && !text.contains("|-") && !text.contains("-|") {
        return candidates;
    }
    let mut before = "";
    let mut header = ("", 0);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_matches([' ', '\t', '>', '\r', '\n']);
        if is_delimiter_row(content)
            && !before.is_empty()
            && !header.0.is_empty()
            && cells(header.0) == cells(content)
        {
            candidates.push(header.1);
        }
        before = header.0;
        header = (content, at);
        at += line.len();
    }
    candidates
}

fn line_end(text: &str, line: usize) -> usize {
    text[line..].find('\n').map_or(text.len(), |found| line + found + 1)
}

/// The text with a divider line before each of those lines.
fn divided(text: &str, dividers: &[(usize, String)], places: &mut Places) -> String {
    let mut copy = String::with_capacity(text.len() + dividers.len() * 16);
    let mut from = 0;
    for (line, prefix) in dividers {
        copy.push_str(&text[from..*line]);
        let start = copy.len();
        copy.push_str(prefix);
        copy.push_str(DIVIDER);
        copy.push('\n');
        places.add(start, copy.len() - start);
        from = *line;
    }
    copy.push_str(&text[from..]);
    copy
}
