//! What a page shows, taken over into a document of many: its `main` element with ids of its own.

use std::borrow::Cow;

use super::Folio;
use crate::{
    model::{UrlPath, url::encode},
    parse::{
        escape,
        html::{Attribute, Tag, Token, decoded, tokens},
    },
};

/// Attributes that hold ids of the same page, apart by spaces.
const IDS: &[&str] = &[
    "id",
    "for",
    "headers",
    "list",
    "form",
    "popovertarget",
    "commandfor",
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
];
/// Attributes that hold the address of a place.
const ADDRESSES: &[&str] = &["href", "xlink:href", "usemap"];
/// Attributes of a drawing that may paint with what it has defined.
const PAINTS: &[&str] = &[
    "clip-path",
    "cursor",
    "fill",
    "filter",
    "marker",
    "marker-end",
    "marker-mid",
    "marker-start",
    "mask",
    "stroke",
];
/// Elements by which one finds one's way on a page (HTML-AAM): of many pages there would be too many. A `section` is
/// one where it has a name.
const LANDMARKS: &[&str] = &["nav", "aside", "search"];
/// Elements that are one with others of their name in the same document.
const NAMED: &[&str] = &["a", "details", "input", "map"];

/// The inside of the first `main` element of `html`, a page at `url`, as it stands `depth` levels below the
/// section of a document.
///
/// A page without such an element has its whole text taken.
pub(super) fn main(html: &str, url: &UrlPath, folio: &Folio<'_>, depth: usize) -> String {
    let inside = inside(html);
    let taken = Taken { html: inside, url, folio, depth };
    let mut out = String::with_capacity(inside.len() + inside.len() / 8);
    for token in tokens(inside) {
        match token {
            Token::Open(tag) => taken.open(&tag, &mut out),
            Token::Close { name, range } => match taken.renamed(&inside[name]) {
                Some(name) => out.push_str(&format!("</{name}>")),
                None => out.push_str(&inside[range]),
            },
            Token::Text(range) | Token::Other(range) => out.push_str(&inside[range]),
        }
    }
    out
}

fn inside(html: &str) -> &str {
    let Some(main) = html.find("<main") else { return html };
    let Some(start) = html[main..].find('>').map(|end| main + end + 1) else { return html };
    let end = html.rfind("</main>").filter(|end| *end >= start).unwrap_or(html.len());
    &html[start..end]
}

struct Taken<'t> {
    html: &'t str,
    url: &'t UrlPath,
    folio: &'t Folio<'t>,
    depth: usize,
}

impl Taken<'_> {
    fn open(&self, tag: &Tag, out: &mut String) {
        let name = &self.html[tag.name.clone()];
        out.push('<');
        match self.renamed(name) {
            Some(name) => out.push_str(&name),
            None => out.push_str(name),
        }
        if self.is_landmark(tag) {
            out.push_str(" role=\"group\"");
        }
        let mut at = tag.name.end;
        for attribute in &tag.attributes {
            out.push_str(&self.html[at..attribute.range.start]);
            at = attribute.range.end;
            match self.changed(name, attribute) {
                Some(value) => {
                    out.push(' ');
                    out.push_str(&self.html[attribute.name.clone()]);
                    out.push_str("=\"");
                    escape(&value, out);
                    out.push('"');
                }
                None => out.push_str(&self.html[attribute.range.clone()]),
            }
        }
        out.push_str(&self.html[at..tag.range.end]);
    }

    /// What an element is in the document, if that is another: a heading of its level there, and no landmark.
    fn renamed(&self, name: &str) -> Option<Cow<'static, str>> {
        if LANDMARKS.iter().any(|landmark| landmark.eq_ignore_ascii_case(name)) {
            return Some(Cow::Borrowed("div"));
        }
        let level: usize = name.strip_prefix(['h', 'H'])?.parse().ok()?;
        (1..=6).contains(&level).then(|| format!("h{}", (level + self.depth).min(6)).into())
    }

    /// Whether an element is a landmark of its page, with a name that the same part of other pages has, too.
    fn is_landmark(&self, tag: &Tag) -> bool {
        let is = |range: &std::ops::Range<usize>, names: &[&str]| {
            names.iter().any(|name| name.eq_ignore_ascii_case(&self.html[range.clone()]))
        };
        let has = |names: &[&str]| tag.attributes.iter().any(|it| is(&it.name, names));
        (is(&tag.name, LANDMARKS) || is(&tag.name, &["section"]))
            && has(&["aria-label", "aria-labelledby"])
            && !has(&["role"])
    }

    /// What the value of an attribute becomes; `None` where it stays.
    fn changed(&self, element: &str, attribute: &Attribute) -> Option<String> {
        let name = self.html[attribute.name.clone()].to_ascii_lowercase();
        let value = decoded(&self.html[attribute.value.clone()]);
        let name = name.as_str();
        if IDS.contains(&name) {
            let ids = value.split_whitespace().map(|id| Folio::id(self.url, id));
            return Some(ids.collect::<Vec<_>>().join(" "));
        }
        if ADDRESSES.contains(&name) {
            return self.address(&value);
        }
        if name == "name" && NAMED.iter().any(|named| named.eq_ignore_ascii_case(element)) {
            return Some(Folio::id(self.url, &value));
        }
        (name == "style" || PAINTS.contains(&name)).then(|| self.painted(&value)).flatten()
    }

    /// What a drawing paints with, as it stands in the document: `fill="url(#arrow) red"`, and the same in a
    /// `style` (CSS Values 4, section 4.5.1). `None` where there is no such place.
    fn painted(&self, value: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = value;
        while let Some(at) = rest.to_ascii_lowercase().find("url(") {
            let (before, after) = rest.split_at(at + "url(".len());
            out.push_str(before);
            rest = after;
            let Some(end) = after.find(')') else { break };
            let inside = after[..end].trim();
            let unquoted = inside.trim_matches(['"', '\'']);
            if let Some(place) = unquoted.strip_prefix('#') {
                // Quoted, so that no letter of an id ends it: what is encoded has no quote.
                let decoded = percent_encoding::percent_decode_str(place).decode_utf8_lossy();
                let place = self.here(&decoded).replace('\'', "%27");
                out.push_str(&format!("'{place}'"));
                rest = &after[end..];
            }
        }
        (!out.is_empty()).then(|| out + rest)
    }

    /// A place on this page as a place in the document; the document's own, and other addresses, stay.
    fn address(&self, value: &str) -> Option<String> {
        let place = value.strip_prefix('#')?;
        let decoded = percent_encoding::percent_decode_str(place).decode_utf8_lossy();
        if self.folio.is_id(&decoded) {
            return None;
        }
        if decoded.is_empty() || decoded.eq_ignore_ascii_case("top") {
            return Some(fragment(self.url.as_str()));
        }
        Some(self.here(&decoded))
    }

    fn here(&self, id: &str) -> String {
        fragment(&Folio::id(self.url, id))
    }
}

fn fragment(id: &str) -> String {
    let mut fragment = String::from("#");
    encode(id, &mut fragment);
    fragment
}
