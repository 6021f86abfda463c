//! Raw HTML: kept as it is, but for ids, addresses and `<h1>`.

mod heading;

use std::ops::Range;

use super::{prepare::DIVIDER, writer::Writer};
use crate::{
    parse::{
        Form, Piece, Reference, Target, UnsaidSize,
        fragment::escape,
        html::{Attribute, Tag, Token, decoded, tokens},
    },
    source::Span,
};

/// The lines of an HTML block.
#[derive(Debug, Default)]
pub(super) struct Raw {
    text: String,
    /// For each line, where it begins here and where in the text.
    lines: Vec<(usize, usize)>,
}

/// Open raw elements in which a mention is no link.
#[derive(Debug, Default)]
pub(super) struct Regions(Vec<Region>);

#[derive(Debug)]
struct Region {
    tag: String,
    /// Elements of the same name open inside.
    inner: u32,
}

/// Elements in which a mention is no link.
const CLOSED: &[&str] = &[
    "a",
    "code",
    "pre",
    "kbd",
    "samp",
    "blockquote",
    "q",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "button",
    "summary",
    "label",
    "svg",
    "textarea",
    "script",
    "style",
];
/// Elements that stand in a line: around others a text is set apart.
const IN_LINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];
/// Elements without an end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];
/// Attributes that hold an address, and on which elements (empty: on all).
const ADDRESSES: &[(&str, &[&str])] = &[
    ("href", &[]),
    ("xlink:href", &[]),
    ("src", &[]),
    ("poster", &[]),
    ("data", &["object"]),
    ("cite", &["blockquote", "q", "del", "ins"]),
    ("action", &["form"]),
    ("formaction", &[]),
    ("background", &[]),
    ("longdesc", &[]),
];

/// The most attributes of a tag that are drawn, and open regions that are told apart: looking one
/// up walks along all of them, and nobody writes a tenth of it.
const MOST_ATTRIBUTES: usize = 200;
const MOST_REGIONS: usize = 100;

impl Regions {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a link or code is open: an address in it is no further link.
    pub(super) fn has_link(&self) -> bool {
        self.0.iter().any(|region| matches!(&*region.tag, "a" | "code" | "pre" | "kbd" | "samp"))
    }

    fn open(&mut self, tag: &str, no_terms: bool) {
        if VOID.contains(&tag) || self.0.len() >= MOST_REGIONS {
            return;
        }
        if let Some(region) = self.0.last_mut()
            && region.tag == tag
        {
            region.inner += 1;
        } else if no_terms || CLOSED.contains(&tag) {
            self.0.push(Region { tag: tag.to_owned(), inner: 0 });
        }
    }

    fn close(&mut self, tag: &str) {
        let Some(index) = self.0.iter().rposition(|region| region.tag == tag) else { return };
        if self.0[index].inner > 0 {
            self.0[index].inner -= 1;
        } else {
            self.0.truncate(index);
        }
    }
}

impl Writer<'_> {
    pub(super) fn html(&mut self, html: &str, range: Range<usize>) {
        let html = self.prepared.unmasked(html);
        if let Some(raw) = &mut self.raw {
            raw.lines.push((raw.text.len(), range.start));
            raw.text.push_str(&html);
        } else {
            let raw = Raw { text: html.into_owned(), lines: vec![(0, range.start)] };
            self.raw_html(&raw);
        }
    }

    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        let html = self.prepared.unmasked(html);
        let raw = Raw { text: html.into_owned(), lines: vec![(0, range.start)] };
        self.raw_html(&raw);
    }

    pub(super) fn end_html(&mut self) {
        let Some(raw) = self.raw.take() else { return };
        if raw.text.trim_end() == DIVIDER || self.tabs_comment(&raw.text) {
            return;
        }
        self.fresh_line();
        self.out.apart();
        let shown = !self.gathered.options.raw_html
            && !is_comment(&raw.text, &tokens(&raw.text).collect::<Vec<_>>());
        if shown {
            self.html_as_text(&raw);
        } else {
            self.raw_html(&raw);
        }
        self.out.apart();
    }

    /// A block of HTML as a paragraph that shows it.
    fn html_as_text(&mut self, raw: &Raw) {
        let shown = Raw { text: raw.text.trim_end().to_owned(), lines: raw.lines.clone() };
        self.out.html("<p>");
        self.raw_html(&shown);
        self.out.html("</p>\n");
    }

    fn raw_html(&mut self, raw: &Raw) {
        let tokens: Vec<Token> = tokens(&raw.text).collect();
        let is_comment = is_comment(&raw.text, &tokens);
        if !self.gathered.options.raw_html {
            if !is_comment {
                self.begun |= self.titles == 0;
                self.out.text(&raw.text);
                self.out.escaped(&raw.text);
            }
            return;
        }
        let was_begun = self.begun;
        // Inside a heading it is the heading that begins.
        self.begun |= self.titles == 0 && !tokens.iter().all(|it| heading::is_around(raw, it));
        let ends = heading::ends(&raw.text, &tokens);
        let mut index = 0;
        while let Some(token) = tokens.get(index) {
            if let (Some(end), Token::Open(tag)) = (ends[index], token) {
                let is_first =
                    !was_begun && tokens[..index].iter().all(|it| heading::is_around(raw, it));
                self.raw_heading(raw, tag, &tokens[index + 1..=end], is_first);
                index = end;
            } else {
                self.raw_token(raw, token);
            }
            index += 1;
        }
    }

    fn raw_token(&mut self, raw: &Raw, token: &Token) {
        match token {
            Token::Other(range) => self.out.html(&raw.text[range.clone()]),
            Token::Text(range) => {
                let text = &raw.text[range.clone()];
                self.out.html(text);
                if !text.trim().is_empty() {
                    self.out.text(&decoded(text));
                }
            }
            Token::Close { name, range } => {
                let name = raw.text[name.clone()].to_ascii_lowercase();
                if OF_THE_PAGE.contains(&&*name) {
                    return;
                }
                self.regions.close(&name);
                self.part_text(&name);
                self.out.html(match &*name {
                    "h1" => "</h2>",
                    _ => &raw.text[range.clone()],
                });
            }
            Token::Open(tag) => self.raw_tag(raw, tag, None),
        }
    }

    fn part_text(&mut self, tag: &str) {
        if !IN_LINE.contains(&tag) {
            self.out.apart();
        }
    }

    /// An opening tag, with the id that was made for it.
    fn raw_tag(&mut self, raw: &Raw, tag: &Tag, id: Option<&str>) {
        let name = raw.text[tag.name.clone()].to_ascii_lowercase();
        if OF_THE_PAGE.contains(&&*name) {
            return;
        }
        self.part_text(&name);
        let attributes = first_of_each(&raw.text, tag);
        let class = attributes.iter().find(|(name, _)| name == "class").map(|(_, class)| *class);
        let class = class.map(|class| decoded(&raw.text[class.value.clone()]).into_owned());
        let no_terms = class
            .as_deref()
            .is_some_and(|class| class.split_ascii_whitespace().any(|word| word == "no-terms"));
        self.regions.open(&name, no_terms);
        // The first address draws the class too, so that a broken link can add its own.
        let moves_class = attributes.iter().any(|(attribute, _)| is_address(attribute, &name));
        let mut class = class.filter(|_| moves_class);
        let unsaid = unsaid_size(&raw.text, &name, &attributes);
        self.out.html(if name == "h1" { "<h2" } else { &raw.text[tag.range.start..tag.name.end] });
        if let Some(id) = id {
            let mut attribute = String::from(" id=\"");
            escape(id, &mut attribute);
            attribute.push('"');
            self.out.body_only(&attribute);
        }
        for (attribute, at) in &attributes {
            // An empty one is no id, and a second one would be passed over.
            if id.is_some() && attribute == "id" {
                continue;
            }
            if is_address(attribute, &name) {
                let value = decoded(&raw.text[at.value.clone()]);
                let form = Form::Attribute {
                    name: attribute.clone(),
                    tag: name.clone(),
                    class: class.take(),
                    unsaid: if attribute == "src" { unsaid } else { UnsaidSize::Nothing },
                };
                let span = raw_span(self, raw, &at.value);
                self.raw_reference(value.trim().to_owned(), form, span);
                continue;
            }
            self.raw_attribute(raw, &name, attribute, at, moves_class);
        }
        let last = tag.attributes.last().map_or(tag.name.end, |last| last.range.end);
        self.out.html(&raw.text[last..tag.range.end]);
    }

    fn raw_attribute(
        &mut self,
        raw: &Raw,
        tag: &str,
        name: &str,
        at: &Attribute,
        moves_class: bool,
    ) {
        let whole = &raw.text[at.range.clone()];
        let value = decoded(&raw.text[at.value.clone()]);
        match name {
            "class" if moves_class => {}
            "id" if value.is_empty() => self.out.html(whole),
            "id" => {
                // A second one of the same name can never be reached, and is no valid HTML.
                if self.ids.written(&value) {
                    self.out.body_only(whole);
                }
            }
            "name" if tag == "a" => {
                self.ids.named(&value, &mut self.names);
                self.out.body_only(whole);
            }
            "srcset" | "imagesrcset" => self.candidates(raw, name, at, &value),
            _ => self.out.html(whole),
        }
    }

    fn raw_reference(&mut self, address: String, form: Form, span: Span) {
        let index = self.gathered.references.len() as u32;
        let text = self.out.text_so_far().len() as u32;
        let target = Target::Address(address);
        self.gathered.references.push(Reference { target, span, form, text: text..text });
        self.out.piece(Piece::Slot(index));
    }

    /// `srcset="a.png 1x, b.png 2x"`.
    fn candidates(&mut self, raw: &Raw, name: &str, at: &Attribute, value: &str) {
        let span = raw_span(self, raw, &at.value);
        self.out.html(&format!(" {name}=\""));
        let mut rest = value;
        let mut first = true;
        loop {
            rest = rest.trim_start_matches(|letter: char| letter == ',' || letter.is_whitespace());
            if rest.is_empty() {
                break;
            }
            if !std::mem::take(&mut first) {
                self.out.html(", ");
            }
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let address = rest[..end].trim_end_matches(',');
            // A comma right after the address ends the candidate; else its width follows.
            let width_end = if address.len() < end {
                end
            } else {
                rest[end..].find(',').map_or(rest.len(), |found| end + found)
            };
            self.raw_reference(address.to_owned(), Form::Candidate, span);
            let width = rest[end.min(width_end)..width_end].trim();
            if !width.is_empty() {
                self.out.html(" ");
                self.out.escaped(width);
            }
            rest = &rest[width_end..];
        }
        self.out.html("\"");
    }
}

/// Tags that only the template writes: in a body they would end the page, or turn every link.
const OF_THE_PAGE: [&str; 5] = ["html", "head", "body", "base", "main"];

/// Whether the browser shows nothing of it.
fn is_comment(html: &str, tokens: &[Token]) -> bool {
    tokens.iter().all(|token| match token {
        Token::Other(_) => true,
        Token::Text(range) => html[range.clone()].trim().is_empty(),
        Token::Open(_) | Token::Close { .. } => false,
    })
}

/// The ids that raw HTML in a text may have: a look from above, which may see some in code too.
pub(super) fn written_ids(text: &str) -> Vec<String> {
    let mut ids = Vec::new();
    // The last bracket before each place, found in one walk along the text.
    let mut bracket = None;
    let mut from = 0;
    for (at, _) in text.match_indices("id=") {
        bracket = text[from..at].bytes().rfind(|byte| matches!(byte, b'<' | b'>')).or(bracket);
        from = at;
        let in_tag = bracket == Some(b'<') && text[..at].ends_with(char::is_whitespace);
        let value = &text[at + 3..];
        if !in_tag {
            continue;
        }
        let id = match value.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => value[1..].split(char::from(*quote)).next(),
            _ => value.split(|end: char| end.is_whitespace() || end == '>').next(),
        };
        ids.extend(id.filter(|id| !id.is_empty()).map(|id| decoded(id).into_owned()));
    }
    ids
}

/// A tag's attributes by lower-case name: of a repeated one the first counts, as in browsers.
fn first_of_each<'t>(text: &str, tag: &'t Tag) -> Vec<(String, &'t Attribute)> {
    let mut attributes: Vec<(String, &Attribute)> = Vec::with_capacity(tag.attributes.len());
    for attribute in tag.attributes.iter().take(MOST_ATTRIBUTES) {
        let name = text[attribute.name.clone()].to_ascii_lowercase();
        if attributes.iter().all(|(known, _)| *known != name) {
            attributes.push((name, attribute));
        }
    }
    attributes
}

/// What an `<img>` leaves for its file to say of its size: nothing where it is said in a way that is not pixels.
fn unsaid_size(text: &str, tag: &str, attributes: &[(String, &Attribute)]) -> UnsaidSize {
    let value = |wanted: &str| {
        let (_, attribute) = attributes.iter().find(|(name, _)| name == wanted)?;
        Some(decoded(&text[attribute.value.clone()]))
    };
    if tag != "img" || value("style").is_some() {
        return UnsaidSize::Nothing;
    }
    UnsaidSize::of(value("width").as_deref(), value("height").as_deref())
}

fn is_address(attribute: &str, tag: &str) -> bool {
    ADDRESSES
        .iter()
        .any(|(name, tags)| *name == attribute && (tags.is_empty() || tags.contains(&tag)))
}

/// The file's bytes of a range of raw HTML.
fn raw_span(writer: &Writer<'_>, raw: &Raw, range: &Range<usize>) -> Span {
    let place = |at: usize| {
        let line = raw.lines.partition_point(|&(start, _)| start <= at).max(1) - 1;
        let (start, source) = raw.lines.get(line).copied().unwrap_or_default();
        source + (at - start)
    };
    let start = place(range.start);
    writer.span(start..place(range.end).max(start))
}
