//! Front matter: split from the text, read, and made into what the model knows.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::{At, Form, Fragment, Gathered, Reference, Target, markdown};
pub use crate::data::Spanned;
use crate::{
    config::Kind,
    data::{self, Fields, Key, Node, Notation, Text, Value},
    diagnostic::{Code, Diagnostic},
    source::Span,
};

/// Front matter as written: only what the author gave. Defaults belong to the model.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Front {
    /// `type`.
    pub kind: Option<Spanned<Kind>>,
    /// `id`.
    pub id: Option<Spanned<String>>,
    /// `title`, inline Markdown.
    pub title: Option<Spanned<Fragment>>,
    /// `summary` or `description`, plain text.
    pub summary: Option<Spanned<String>>,
    /// `slug`.
    pub slug: Option<Spanned<String>>,
    /// `permalink` or `url`: the whole address.
    pub permalink: Option<Spanned<String>>,
    /// `redirect_from`, and those of `aliases` with a `/`.
    pub redirect_from: Vec<Spanned<String>>,
    /// `status`, or `draft: true`.
    pub status: Option<Status>,
    /// `owner`.
    pub owner: Option<String>,
    /// `reviewed`.
    pub reviewed: Option<jiff::civil::Date>,
    /// `review_every`.
    pub review_every: Option<Period>,
    /// `tags`.
    pub tags: Vec<Spanned<String>>,
    /// `toc`.
    pub toc: Option<Toc>,
    /// `nav.order`, `weight`, `nav_order`.
    pub order: Option<f64>,
    /// `nav.hidden`.
    pub hidden: bool,
    /// `lang`.
    pub lang: Option<String>,
    /// `autolink: false`.
    pub autolink: Option<bool>,
    /// What a concept has; empty on other pages.
    pub concept: ConceptFront,
    /// Keys of the model that a later stage reads (`facets`, `skills`, `subjects`, `faq`, …), as written.
    pub model: Vec<(Key, Value)>,
    /// Keys that no stage knows: `page.extra.*`.
    pub extra: Vec<(Key, Value)>,
}

/// Labels, definition and relations.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ConceptFront {
    /// `label`.
    pub label: Option<Spanned<String>>,
    /// `alt`, and those of `aliases` without a `/`.
    pub alt: Vec<Label>,
    /// `hidden`.
    pub hidden: Vec<Label>,
    /// `notation`.
    pub notation: Option<String>,
    /// `definition`, inline Markdown; its links are in [`super::Document::references`].
    pub definition: Option<Spanned<Fragment>>,
    /// `definition.genus`: the wider concept that the definition names; links if it resolves.
    pub genus: Option<Spanned<String>>,
    /// `scope_note`, inline Markdown.
    pub scope_note: Option<Spanned<Fragment>>,
    /// `scheme`.
    pub scheme: Option<String>,
    /// `broader`, `narrower`, `related`, `distinct_from`, `see`, `terms`, `about`, `replaced_by`: which
    /// references of the document each holds, with their notes.
    pub relations: Vec<Relation>,
}

/// A label besides the preferred one.
#[derive(Clone, PartialEq, Debug)]
pub struct Label {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
    /// What kind.
    pub kind: LabelKind,
}

/// The kind of an alternative label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LabelKind {
    /// A synonym.
    Plain,
    /// `TL`: matched in its own case.
    Abbreviation,
    /// A plural form.
    Plural,
}

/// One entry of a relation.
#[derive(Clone, PartialEq, Debug)]
pub struct Relation {
    /// The key.
    pub key: RelationKey,
    /// Index into [`super::Document::references`].
    pub reference: u32,
    /// `note`, inline Markdown.
    pub note: Option<Fragment>,
}

/// The relations of a concept, and of a page to concepts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "each is the front matter key of its name")]
pub enum RelationKey {
    Broader,
    Narrower,
    Related,
    DistinctFrom,
    See,
    Terms,
    About,
    ReplacedBy,
}

/// `status`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each is the front matter value of its name")]
pub enum Status {
    Draft,
    Review,
    Stable,
    Deprecated,
}

/// A length of calendar time: `6 months`, `2 weeks`, `90 days`, `1 year`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Period {
    /// Whole months (a year is 12).
    pub months: u16,
    /// Further days (a week is 7).
    pub days: u16,
}

/// `toc`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Toc {
    /// When there are at least two headings.
    Auto,
    /// Never.
    None,
    /// Down to this heading level (2 to 6).
    Max(u8),
}

/// Where front matter stands in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// How it is written.
    pub notation: Notation,
    /// What stands between the fences.
    pub inside: Range<usize>,
    /// Where the body begins.
    pub body: usize,
}

/// Finds front matter at the very beginning of `text` (a byte order mark may stand before it).
///
/// `---` opens YAML only if the next line is not blank: otherwise it is a thematic break. A block
/// that is not closed is reported, and the whole text is the body.
pub(super) fn split(text: &str, gathered: &mut Gathered) -> Option<Block> {
    let fence = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let first = line(text, fence);
    let notation = match text[first.clone()].trim_end() {
        "---" => Notation::Yaml,
        "+++" => Notation::Toml,
        _ => return None,
    };
    let second = line(text, first.end);
    if notation == Notation::Yaml && text[second.clone()].trim().is_empty() {
        return None;
    }
    let mut at = second.clone();
    while !at.is_empty() {
        let closes = match (notation, text[at.clone()].trim_end()) {
            (Notation::Yaml, "---" | "...") | (Notation::Toml, "+++") => true,
            (Notation::Yaml | Notation::Toml, _) => false,
        };
        if closes {
            return Some(Block { notation, inside: first.end..at.start, body: at.end });
        }
        at = line(text, at.end);
    }
    // Without a key below it, the first line was meant as a thematic break.
    let (key, fence_text) = match notation {
        Notation::Yaml => (':', "---"),
        Notation::Toml => ('=', "+++"),
    };
    let written = text[second].trim();
    let key = written.split_once(key).filter(|(key, _)| !key.trim().contains([' ', '#', '[', '<']));
    if key.is_some_and(|(key, _)| !key.is_empty()) {
        let message = "front matter is opened here and not closed";
        let help = format!("put a line `{fence_text}` after its last key");
        let span = Span::new(fence, fence + 3);
        gathered
            .diagnostics
            .push(Diagnostic::new(Code::BadFrontMatter, &gathered.file, span, message).help(help));
    }
    None
}

/// The line that begins at `start`, with its line end; empty at the end of the text.
fn line(text: &str, start: usize) -> Range<usize> {
    start..text[start..].find('\n').map_or(text.len(), |end| start + end + 1)
}

/// More than this is no front matter any more, but data in the wrong place.
const MAX_BYTES: usize = 64 * 1024;

/// Longer is no summary: lists and previews would cut it.
const SUMMARY_CHARS: usize = 300;

const KINDS: &[(&str, Kind)] = &[
    ("page", Kind::Page),
    ("guide", Kind::Guide),
    ("role", Kind::Role),
    ("term", Kind::Term),
    ("comparison", Kind::Comparison),
];

const STATUSES: &[(&str, Status)] = &[
    ("draft", Status::Draft),
    ("review", Status::Review),
    ("stable", Status::Stable),
    ("deprecated", Status::Deprecated),
];

const LABEL_KINDS: &[(&str, LabelKind)] =
    &[("abbreviation", LabelKind::Abbreviation), ("plural", LabelKind::Plural)];

/// The relations: key, which, and whether what they name must exist.
const RELATIONS: &[(&str, RelationKey, bool)] = &[
    ("broader", RelationKey::Broader, true),
    ("narrower", RelationKey::Narrower, true),
    ("related", RelationKey::Related, true),
    ("distinct_from", RelationKey::DistinctFrom, true),
    ("replaced_by", RelationKey::ReplacedBy, true),
    ("see", RelationKey::See, false),
    ("terms", RelationKey::Terms, false),
    ("about", RelationKey::About, false),
];

/// Keys of any page or concept that later stages read.
const LATER: &[&str] = &[
    "match",
    "positions",
    "contexts",
    "examples",
    "counter_examples",
    "quotations",
    "takeaways",
    "action_plan",
    "faq",
    "references",
    "print",
];

/// Keys of a role that later stages read.
const ROLE: &[&str] = &[
    "track",
    "levels",
    "facets",
    "focus",
    "responsibilities",
    "skills",
    "impact",
    "authority",
    "scope",
    "hands_on",
    "communication",
    "success",
    "career",
    "partners",
];

/// Keys of a comparison that later stages read.
const COMPARISON: &[&str] =
    &["subjects", "for", "facets", "orientation", "cells", "dimensions", "choose", "related_terms"];

/// Reads the front matter between the fences: complaints and references go to `gathered`.
pub(super) fn read(text: &str, block: &Block, gathered: &mut Gathered) -> Front {
    let inside = &text[block.inside.clone()];
    if inside.len() > MAX_BYTES {
        let message = "front matter over 64 KiB is not read";
        let span = Span::from(block.inside.clone());
        gathered.diagnostics.push(Diagnostic::new(Code::TooLarge, &gathered.file, span, message));
        return Front::default();
    }
    let code = Code::BadFrontMatter;
    let value = data::read(block.notation, code, &gathered.file, block.inside.start, inside)
        .take(&mut gathered.diagnostics);
    let mut fields = Fields::new(value, code, &gathered.file);
    let mut front = Front::default();
    about_the_page(&mut fields, &mut front, gathered);
    addresses(&mut fields, &mut front);
    place_in_the_book(&mut fields, &mut front);
    front.concept = concept(&mut fields, gathered);
    aliases(&mut fields, &mut front);

    front.model = [LATER, ROLE, COMPARISON].iter().flat_map(|keys| fields.keep(keys)).collect();
    front.model.sort_by_key(|(key, _)| key.span);
    fields.knows(LATER);
    // A page whose type only its path tells may be of any.
    let kind = front.kind.as_ref().map(|kind| kind.value);
    if matches!(kind, None | Some(Kind::Role)) {
        fields.knows(ROLE);
    }
    if matches!(kind, None | Some(Kind::Comparison)) {
        fields.knows(COMPARISON);
    }
    let (extra, complaints) = fields.finish();
    front.extra = extra;
    front.extra.sort_by_key(|(key, _)| key.span);
    gathered.diagnostics.extend(complaints);
    front
}

fn about_the_page(fields: &mut Fields, front: &mut Front, gathered: &mut Gathered) {
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
    front.reviewed = fields.parsed("reviewed", "a date such as `2026-01-15`", date);
    front.review_every = fields.parsed("review_every", "a time such as `6 months`", period);
    front.tags = fields.texts("tags").into_iter().map(spanned).collect();
    front.lang = fields.parsed("lang", "a language tag such as `en` or `pt-BR`", |lang| {
        data::is_language(lang).then(|| lang.to_owned())
    });
    front.autolink = fields.flag("autolink");
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
    if near.is_some() {
        fields.say(value.span, message, Some(help));
    } else {
        let code = Code::UnknownKey;
        gathered
            .diagnostics
            .push(Diagnostic::new(code, &gathered.file, value.span, message).help(help));
        fields.put_back(name, value);
    }
    None
}

fn addresses(fields: &mut Fields, front: &mut Front) {
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
fn checked_address(fields: &mut Fields, key: &str, address: &Text) -> Option<Spanned<String>> {
    /// File systems end at 255 bytes a name; `.html` and a stage's own ending need room.
    const MAX_SEGMENT: usize = 200;
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
    } else {
        return Some(Spanned { value: text, span: address.span });
    };
    fields.say(address.span, format!("`{key}`: an address {wrong}"), None);
    None
}

fn place_in_the_book(fields: &mut Fields, front: &mut Front) {
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

fn concept(fields: &mut Fields, gathered: &mut Gathered) -> ConceptFront {
    let label = fields.text("label").map(spanned);
    let alt = labels(fields, "alt");
    let hidden = match fields.value("hidden") {
        // Elsewhere `hidden: true` keeps a page out of lists: that is no label.
        Some(value) if matches!(&value.node, Node::Scalar(s) if s.plain && (s.text == "true" || s.text == "false")) => {
            Vec::new()
        }
        Some(value) => labels_of(value, fields, "hidden"),
        None => Vec::new(),
    };
    let (definition, genus) = definition(fields, gathered);
    let mut relations = Vec::new();
    for &(key, relation, strict) in RELATIONS {
        for value in fields.list(key) {
            relations.extend(related(value, key, relation, strict, fields, gathered));
        }
    }
    ConceptFront {
        label,
        alt,
        hidden,
        notation: fields.text("notation").map(|notation| notation.text),
        definition,
        genus,
        scope_note: inline(fields, "scope_note", gathered),
        scheme: fields.text("scheme").map(|scheme| scheme.text),
        relations,
    }
}

fn definition(
    fields: &mut Fields,
    gathered: &mut Gathered,
) -> (Option<Spanned<Fragment>>, Option<Spanned<String>>) {
    let Some(value) = fields.value("definition") else { return (None, None) };
    if !matches!(value.node, Node::Map(_)) {
        let text = fields.as_text("definition", value);
        return (text.map(|text| markdown_of(&text, gathered)), None);
    }
    let mut inner = fields.nested(value);
    let definition = inline(&mut inner, "text", gathered);
    let genus = inner.text("genus").map(spanned);
    fields.join(inner.finish_closed());
    (definition, genus)
}

/// One entry of a relation: a name, or `{to: name, note: text}`.
fn related(
    value: Value,
    key: &'static str,
    relation: RelationKey,
    strict: bool,
    fields: &mut Fields,
    gathered: &mut Gathered,
) -> Option<Relation> {
    let (name, note) = match value.node {
        Node::Map(_) => {
            let mut inner = fields.nested(value);
            let name = inner.text("to");
            let note = inline(&mut inner, "note", gathered).map(|note| note.value);
            fields.join(inner.finish_closed());
            (name?, note)
        }
        // `see: [[Toil]]` without quotes is a list in a list, and was meant as a link.
        Node::List(mut values) if values.len() == 1 => {
            (fields.as_text(key, values.swap_remove(0))?, None)
        }
        Node::List(_) | Node::Scalar(_) | Node::Null => (fields.as_text(key, value)?, None),
    };
    let span = name.span;
    let name = name.text.trim();
    let linked = name.strip_prefix("[[").and_then(|name| name.strip_suffix("]]"));
    let name = linked.map_or(name, |name| name.split('|').next().unwrap_or(name).trim());
    let reference = gathered.references.len() as u32;
    gathered.references.push(Reference {
        target: Target::Concept { name: name.to_owned(), strict },
        span,
        form: Form::Field(key),
        text: 0..0,
    });
    Some(Relation { key: relation, reference, note })
}

fn labels(fields: &mut Fields, key: &'static str) -> Vec<Label> {
    fields.value(key).map_or_else(Vec::new, |value| labels_of(value, fields, key))
}

/// Labels: texts, or `{text: TL, kind: abbreviation}`.
fn labels_of(value: Value, fields: &mut Fields, key: &'static str) -> Vec<Label> {
    let values = if let Node::List(values) = value.node { values } else { vec![value] };
    let label = |value: Value| {
        if !matches!(value.node, Node::Map(_)) {
            let Text { text, span, verbatim: _ } = fields.as_text(key, value)?;
            return Some(Label { text, span, kind: LabelKind::Plain });
        }
        let mut inner = fields.nested(value);
        let text = inner.text("text");
        let kind = inner.choice("kind", LABEL_KINDS).unwrap_or(LabelKind::Plain);
        fields.join(inner.finish_closed());
        let Text { text, span, verbatim: _ } = text?;
        Some(Label { text, span, kind })
    };
    values.into_iter().filter_map(label).collect()
}

/// `aliases`: with a `/` an old address (Hugo), else a label (Obsidian).
fn aliases(fields: &mut Fields, front: &mut Front) {
    for alias in fields.texts("aliases") {
        if alias.text.contains('/') {
            front.redirect_from.extend(checked_address(fields, "aliases", &alias));
        } else {
            let Text { text, span, verbatim: _ } = alias;
            front.concept.alt.push(Label { text, span, kind: LabelKind::Plain });
        }
    }
}

fn inline(
    fields: &mut Fields,
    key: &'static str,
    gathered: &mut Gathered,
) -> Option<Spanned<Fragment>> {
    fields.text(key).map(|text| markdown_of(&text, gathered))
}

fn markdown_of(text: &Text, gathered: &mut Gathered) -> Spanned<Fragment> {
    let at = At { span: text.span, verbatim: text.verbatim };
    Spanned { value: markdown::inline(&text.text, at, gathered), span: text.span }
}

fn spanned(text: Text) -> Spanned<String> {
    Spanned { value: text.text, span: text.span }
}

/// A day, and nothing but a day: `2026-01-15`.
fn date(text: &str) -> Option<jiff::civil::Date> {
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

#[cfg(test)]
mod tests;
