//! Raw headings: their ids, their place in the outline, the page's title.

use std::ops::Range;

use super::{Raw, first_of_each, raw_span};
use crate::parse::{
    Heading,
    html::{Tag, Token, decoded},
    markdown::writer::Writer,
    outline::slug,
};

impl Writer<'_> {
    /// A raw heading from its tag to its end tag, the last of `inside`. It gets an id and stands in
    /// the outline, as on GitHub; a page's first is its title, like one in Markdown.
    pub(super) fn raw_heading(&mut self, raw: &Raw, tag: &Tag, inside: &[Token], is_first: bool) {
        let Some((close @ Token::Close { range: end, .. }, inner)) = inside.split_last() else {
            return;
        };
        let name = raw.text[tag.name.clone()].to_ascii_lowercase();
        self.regions.open(&name, false);
        self.begin_part();
        for token in inner {
            self.raw_token(raw, token);
        }
        let (part, references) = self.end_part();
        self.regions.close(&name);
        let references = references..self.gathered.references.len();
        let text = part.text_so_far().split_whitespace().collect::<Vec<_>>().join(" ");
        let attributes = first_of_each(&raw.text, tag);
        let id = attributes.iter().find(|(name, _)| name == "id");
        let id = id.map(|(_, id)| decoded(&raw.text[id.value.clone()]).into_owned());
        let written = id.filter(|id| !id.is_empty());
        let level = name.as_bytes().last().map_or(2, |digit| digit - b'0');
        let is_title = is_first && level == 1;
        let mut made = None;
        // A logo alone has no name to be found by.
        if !text.is_empty() && !written.as_ref().is_some_and(|id| self.ids.has(id)) {
            let id = match (written, is_title) {
                (Some(id), true) => {
                    self.ids.written(&id);
                    id
                }
                // Its attribute is drawn with the others.
                (Some(id), false) => id,
                (None, _) => made.insert(self.ids.made(&slug(&text))).clone(),
            };
            let span = raw_span(self, raw, &(tag.range.start..end.end));
            let level = if is_title { 1 } else { level.max(2) };
            let heading = Heading { level, id, text, content: part.copy(), span };
            if is_title {
                return self.title(heading, references);
            }
            // One in a footnote or a heading belongs to that.
            if self.around.is_empty() {
                self.section(heading);
            }
        }
        self.raw_tag(raw, tag, made.as_deref());
        self.put(&part, references);
        self.raw_token(raw, close);
    }
}

/// For each opening tag of a heading, its end tag. In one walk from the end: a heading without an end
/// tag must not cost a walk of its own.
pub(super) fn ends(text: &str, tokens: &[Token]) -> Vec<Option<usize>> {
    let level = |name: &Range<usize>| match text.as_bytes()[name.clone()] {
        [b'h' | b'H', digit @ b'1'..=b'6'] => Some(usize::from(digit - b'1')),
        _ => None,
    };
    let mut ends = vec![None; tokens.len()];
    let mut next = [None; 6];
    for (index, token) in tokens.iter().enumerate().rev() {
        match token {
            Token::Close { name, .. } => {
                if let Some(level) = level(name) {
                    next[level] = Some(index);
                }
            }
            Token::Open(tag) => ends[index] = level(&tag.name).and_then(|level| next[level]),
            Token::Text(_) | Token::Other(_) => {}
        }
    }
    ends
}

/// Whether a token before a heading leaves it the first thing on its page: what is no text, what goes
/// around a heading, pictures with what goes around them.
pub(super) fn is_around(raw: &Raw, token: &Token) -> bool {
    const AROUND: [&str; 8] = ["div", "center", "p", "a", "picture", "source", "img", "br"];
    match token {
        Token::Other(_) => true,
        Token::Text(range) => raw.text[range.clone()].trim().is_empty(),
        Token::Open(Tag { name, .. }) | Token::Close { name, .. } => {
            let name = &raw.text[name.clone()];
            AROUND.iter().any(|around| name.eq_ignore_ascii_case(around))
        }
    }
}
