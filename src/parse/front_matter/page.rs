//! The keys that any page may have.

use unicode_normalization::char::is_combining_mark;

use super::{Front, Period, Status, Toc, inline, spanned};
use crate::{
    config::KINDS,
    data::{self, Day, Fields, Node, Scalar, Spanned, Text, Value},
    diagnostic::{Code, Diagnostic},
    parse::Gathered,
};

/// Longer is no summary: lists and previews would cut it.
const SUMMARY_CHARS: usize = 300;

const STATUSES: &[(&str, Status)] = &[
    ("draft", Status::Draft),
    ("review", Status::Review),
    ("stable", Status::Stable),
    ("deprecated", Status::Deprecated),
];

pub(super) fn about_the_page(fields: &mut Fields, front: &mut Front, gathered: &mut Gathered) {
    front.kind = named(fields, "type", KINDS, gathered);
    front.id = fields.text("id").and_then(|id| {
        let right = |c: char| c.is_alphanumeric() || is_combining_mark(c) || c == '-';
        if id.text.chars().all(right) {
            return Some(spanned(id));
        }
        let message =
            format!("an id has letters, digits and `-` only, not {}", data::quoted(&id.text));
        fields.say(id.span, message, None);
        None
    });
    front.title = inline(fields, "title", gathered);
    let summary = fields.text("summary");
    let description = fields.text("description");
    front.summary = summary.or(description).map(spanned);
    if let Some(Spanned { value, span }) = &front.summary {
        let length = value.chars().count();
        if length > SUMMARY_CHARS {
            let message =
                format!("a summary has up to {SUMMARY_CHARS} characters, this one {length}");
            fields.say(*span, message, Some("lists and previews will cut it".to_owned()));
        }
    }
    front.status = named(fields, "status", STATUSES, gathered).map(|status| status.value);
    if fields.flag("draft") == Some(true) {
        front.status = Some(Status::Draft);
    }
    front.owner = fields.text("owner").map(|owner| owner.text);
    front.reviewed = fields.parsed_at("reviewed", "a date such as `2026-01-15`", date);
    front.review_every = fields.parsed("review_every", "a time such as `6 months`", period);
    front.tags = tags(fields, gathered);
    front.lang = fields.parsed("lang", "a language tag such as `en` or `pt-BR`", |lang| {
        data::is_language(lang).then(|| lang.to_owned())
    });
    front.autolink = fields.flag("autolink");
    // A plain folder's is another program's.
    if gathered.options.parts {
        front.print = fields.flag("print") == Some(true);
    }
}

/// `tags`. A text with a comma in place of a list is told: it is one tag.
fn tags(fields: &mut Fields, gathered: &Gathered) -> Vec<Spanned<String>> {
    tell_one_from_several(fields, "tags", ["one tag", "several tags"], |_| true, gathered);
    let tags = fields.texts("tags").into_iter().filter(|tag| !tag.text.trim().is_empty());
    tags.map(spanned).collect()
}

/// Says in a handbook of a text with a comma under `key`, if it `may_be` meant as several, that it is `one`
/// of its kind.
pub(super) fn tell_one_from_several(
    fields: &mut Fields,
    key: &'static str,
    [one, several]: [&str; 2],
    may_be: impl Fn(&Scalar) -> bool,
    gathered: &Gathered,
) {
    let Some((key, value)) = fields.entry(key) else { return };
    if let Node::Scalar(scalar) = &value.node
        && gathered.options.parts
        && scalar.text.contains(',')
        && may_be(scalar)
    {
        let message = format!("{} is {one}", data::quoted(&scalar.text));
        let names: Vec<&str> = scalar.text.split(',').map(str::trim).collect();
        let help = format!("{several} are a list: `[{}]`", names.join(", "));
        fields.say(value.span, message, Some(help));
    }
    fields.put_back(key, value);
}

/// The value of one of `table`'s names. Other generators use these keys too: a name that is not
/// near to one of ours stays where templates find it, and is no fault of the front matter.
fn named<T: Copy>(
    fields: &mut Fields,
    key: &'static str,
    table: &[(&'static str, T)],
    gathered: &mut Gathered,
) -> Option<Spanned<T>> {
    let (name, value) = fields.entry(key)?;
    let Node::Scalar(scalar) = &value.node else {
        fields.wrong(key, "text", &value);
        return None;
    };
    let written = scalar.text.trim();
    if let Some(&(_, known)) = table.iter().find(|(known, _)| known.eq_ignore_ascii_case(written)) {
        return Some(Spanned { value: known, span: value.span });
    }
    let near = data::nearest(written, table.iter().map(|&(known, _)| known));
    let message = format!("`{key}`: {} is none that rolebook knows", value.described());
    let help = near.map_or_else(
        || {
            let names: Vec<String> = table.iter().map(|(known, _)| format!("`{known}`")).collect();
            format!("rolebook knows {}", names.join(", "))
        },
        |near| format!("did you mean `{near}`?"),
    );
    if let Some(near) = near {
        fields.say(value.span, message, Some(help));
        // What an author meant to hold back must not be published by a slip.
        let held_back = table.iter().find(|(known, _)| *known == near && near == "draft");
        return held_back.map(|&(_, draft)| Spanned { value: draft, span: value.span });
    }
    let complaint = Diagnostic::new(Code::UnknownKey, &gathered.file, value.span, message);
    gathered.diagnostics.push(complaint.help(help));
    fields.put_back(name, value);
    None
}

pub(super) fn addresses(fields: &mut Fields, front: &mut Front) {
    front.slug = fields.text("slug").and_then(|slug| {
        // Docusaurus: a slug with a slash in front is the whole address.
        if slug.text.starts_with('/') {
            front.permalink = checked_address(fields, "slug", &slug);
            return None;
        }
        if slug.text.contains('/') {
            let message = "`slug`: a slug is the last part of an address and has no `/`";
            fields.say(slug.span, message, Some("`permalink` gives the whole address".to_owned()));
            return None;
        }
        checked_address(fields, "slug", &slug)
    });
    if let Some((key, value)) = fields.entry("url") {
        // Elsewhere `url` is any link: only a path can be this page's address.
        match &value.node {
            Node::Scalar(scalar) if scalar.text.starts_with('/') => {
                if let Some(url) = fields.as_text("url", value) {
                    front.permalink = checked_address(fields, "url", &url);
                }
            }
            Node::Scalar(_) | Node::List(_) | Node::Map(_) | Node::Null => {
                fields.put_back(key, value);
            }
        }
    }
    // Eleventy: `permalink: false`.
    if let Some(value) = fields.value("permalink").filter(|value| value.flag() != Some(false))
        && let Some(permalink) = fields.as_text("permalink", value)
    {
        front.permalink = checked_address(fields, "permalink", &permalink);
    }
    for old in fields.texts("redirect_from") {
        front.redirect_from.extend(checked_address(fields, "redirect_from", &old));
    }
}

/// An address that cannot lead out of the site; another is reported and left out.
pub(super) fn checked_address(
    fields: &mut Fields,
    key: &str,
    address: &Text,
) -> Option<Spanned<String>> {
    /// File systems end at 255 bytes a name; `.html` and a stage's own ending need room.
    const MAX_SEGMENT: usize = 200;
    /// Systems end at 4096 bytes a path, some at 1024, and the output folder has its own.
    const MAX_ADDRESS: usize = 800;
    let text = address.text.trim().to_owned();
    let decoded =
        text.to_ascii_lowercase().replace("%2e", ".").replace("%2f", "/").replace("%5c", "\\");
    let segments = || decoded.split('/');
    let first = segments().next().unwrap_or("");
    let wrong = if decoded.chars().any(char::is_control) {
        "has no control characters"
    } else if decoded.contains('\\') {
        "is written with `/`, not with a backslash"
    } else if first.contains(':') || decoded.starts_with("//") {
        "is one of this site, without a scheme or host"
    } else if segments().any(|segment| segment == "..") {
        "has no `..`"
    } else if segments().any(|segment| segment.starts_with('.') && segment != ".well-known") {
        "has no part that begins with a dot"
    } else if decoded.contains(['?', '#']) {
        "has no `?` and no `#`"
    } else if segments().any(|segment| segment.len() > MAX_SEGMENT) {
        "has parts of up to 200 bytes"
    } else if text.len() > MAX_ADDRESS {
        "has up to 800 bytes"
    } else {
        return Some(Spanned { value: text, span: address.span });
    };
    fields.say(address.span, format!("`{key}`: an address {wrong}"), None);
    None
}

pub(super) fn place_in_the_book(fields: &mut Fields, front: &mut Front) {
    if let Some(value) = fields.value("toc") {
        front.toc = toc(value, fields);
    }
    // MkDocs Material: `hide: [toc]`.
    if let Some((key, value)) = fields.entry("hide") {
        let hides =
            |value: &Value| matches!(&value.node, Node::Scalar(scalar) if scalar.text == "toc");
        if hides(&value) || matches!(&value.node, Node::List(values) if values.iter().any(hides)) {
            front.toc = Some(Toc::None);
        }
        fields.put_back(key, value);
    }
    if let Some(value) = fields.value("nav") {
        match value.flag() {
            Some(shown) => front.hidden = !shown,
            None if matches!(value.node, Node::Map(_)) => {
                let mut nav = fields.nested(value);
                front.order = nav.number("order");
                front.hidden = nav.flag("hidden").unwrap_or(false);
                fields.join(nav.finish_closed());
            }
            None => fields.wrong("nav", "`order` and `hidden`", &value),
        }
    }
    // Hugo, Just the Docs, Docusaurus.
    for key in ["weight", "nav_order", "sidebar_position"] {
        let order = fields.number(key);
        front.order = front.order.or(order);
    }
    front.hidden |= fields.flag("nav_exclude") == Some(true);
}

fn toc(value: Value, fields: &mut Fields) -> Option<Toc> {
    const EXPECTED: &str = "`auto`, `none` or `max:` with a level from 2 to 6";
    let level =
        |text: &str| text.parse().ok().filter(|level| (2..=6).contains(level)).map(Toc::Max);
    match (value.flag(), &value.node) {
        (Some(true), _) => return Some(Toc::Auto),
        (Some(false), _) => return Some(Toc::None),
        (None, Node::Scalar(scalar)) => {
            let toc = match scalar.text.as_str() {
                "auto" => Some(Toc::Auto),
                "none" => Some(Toc::None),
                number => level(number),
            };
            if toc.is_some() {
                return toc;
            }
        }
        (None, Node::Map(_)) => {
            let mut inner = fields.nested(value);
            let toc = inner.parsed("max", "a level from 2 to 6", level);
            fields.join(inner.finish_closed());
            return toc;
        }
        (None, Node::List(_) | Node::Null) => {}
    }
    fields.wrong("toc", EXPECTED, &value);
    None
}

/// A day, and nothing but a day: `2026-01-15`.
pub(super) fn date(text: &str) -> Option<Day> {
    let shape = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(i, byte)| if i == 4 || i == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    if shape { text.parse().ok() } else { None }
}

/// `6 months`, `2 weeks`, `90 days`, `1 year`.
fn period(text: &str) -> Option<Period> {
    let (count, unit) = text.split_once(' ')?;
    let count: u16 = count.parse().ok().filter(|&count| count > 0)?;
    let (months, days) = match unit.trim().trim_end_matches('s') {
        "year" => (count.checked_mul(12)?, 0),
        "month" => (count, 0),
        "week" => (0, count.checked_mul(7)?),
        "day" => (0, count),
        _ => return None,
    };
    Some(Period { months, days })
}
