//! Markdown into fragments.

mod alert;
mod block;
mod citation;
mod code;
mod definition;
mod depth;
mod footnote;
mod inline;
mod link;
mod parts;
mod pictures;
mod place;
mod prepare;
mod raw;
mod table;
mod tabs;
mod writer;

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{Event, Options, Parser};

pub(super) use self::parts::Parts;
use self::{place::Places, prepare::Prepared, writer::Writer};
use super::{At, Cache, Entry, Fragment, Gathered, Heading, Piece, directive, outline::Ids};
use crate::{config::MarkdownOptions, source::Span};

/// What a body is made into.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// See [`super::Document::heading`].
    pub(super) heading: Option<Heading>,
    /// See [`super::Document::body`].
    pub(super) fragment: Fragment,
    /// See [`super::Document::outline`].
    pub(super) outline: Vec<Heading>,
    /// The ids that the HTML has.
    pub(super) ids: Ids,
    /// Names of raw anchors, which are places like ids.
    pub(super) names: Vec<String>,
    /// See [`super::Document::entries`].
    pub(super) entries: Vec<Entry>,
    /// Where its headings and list items are.
    pub(super) parts: Parts,
    /// See [`super::Document::words`].
    pub(super) words: usize,
}

/// The body of a page, `text`, which begins at byte `start` of the file.
pub(super) fn body(text: &str, start: usize, cache: &Cache, gathered: &mut Gathered) -> Body {
    if depth::too_deep(text) {
        return depth::plain(text, start, gathered);
    }
    let (references, citations) = (gathered.references.len(), gathered.citations.len());
    let directives = gathered.directives.len();
    let prepared = Prepared::body(text, start, options(gathered.options));
    let mut writer = Writer::new(&prepared, cache, gathered);
    writer.write(Parser::new_ext(&prepared.text, options(writer.gathered.options)));
    if writer.too_deep {
        gathered.references.truncate(references);
        gathered.citations.truncate(citations);
        gathered.directives.truncate(directives);
        return depth::plain(text, start, gathered);
    }
    writer.finish()
}

/// A string of front matter as inline Markdown; its links go to `gathered`.
///
/// What would be a list or a heading in a body stays text. Paragraphs are set apart by two `<br>`.
pub(super) fn inline(text: &str, at: At, gathered: &mut Gathered) -> Fragment {
    let cache = Cache::default();
    let options = options(gathered.options) & !(Options::ENABLE_FOOTNOTES | BLOCKS);
    let before = gathered.references.len();
    let mut whole = super::fragment::Builder::default();
    for (number, paragraph) in prepare::paragraphs(text).into_iter().enumerate() {
        let places = places(text, paragraph.clone(), at, gathered);
        if gathered.options.directives {
            directive::out_of_place(
                &text[paragraph.clone()],
                places.span(0..paragraph.len()),
                gathered,
            );
        }
        if number > 0 {
            whole.html("<br><br>");
            whole.apart();
        }
        let prepared = Prepared::inline(&text[paragraph], places);
        let mut writer = Writer::new(&prepared, &cache, gathered);
        writer.inline(Parser::new_ext(&prepared.text, options));
        whole.append(&writer.finish_inline(), &mut []);
    }
    // Their text is not the body's.
    gathered.references[before..].iter_mut().for_each(block::without_text);
    whole.finish()
}

/// A string of front matter as Markdown with its blocks, and the ids that its HTML has: those that
/// are made begin with `prefix`. Its headings are not among the page's.
pub(super) fn blocks(
    text: &str,
    at: At,
    prefix: String,
    gathered: &mut Gathered,
) -> (Fragment, Vec<String>) {
    if depth::too_deep(text) {
        return (inline(text, at, gathered), Vec::new());
    }
    let cache = Cache::default();
    let references = gathered.references.len();
    let options = options(gathered.options);
    let prepared = Prepared::blocks(text, places(text, 0..text.len(), at, gathered), options);
    let mut writer = Writer::new(&prepared, &cache, gathered);
    writer.ids = Ids::under(prefix);
    // A heading at the start is no title.
    writer.begun = true;
    writer.write(Parser::new_ext(&prepared.text, options));
    let Body { mut fragment, ids, names, .. } = writer.finish();
    fragment.pieces.retain(|piece| !matches!(piece, Piece::Section(_)));
    gathered.references[references..].iter_mut().for_each(block::without_text);
    (fragment, ids.sorted(names))
}

/// Where a part of a string of front matter stands.
fn places(text: &str, part: Range<usize>, at: At, gathered: &Gathered) -> Places {
    match at.verbatim {
        Some(start) => Places::at(start as usize + part.start),
        None => {
            let source = gathered.text.get(at.span.range()).unwrap_or_default();
            Places::folded(text, part, source, at.span)
        }
    }
}

/// The letters of `&name;`, if there is such an entity: the parser has the table.
pub(super) fn named_entity(entity: &str) -> Option<Cow<'static, str>> {
    let is_name = entity[1..entity.len() - 1].bytes().all(|byte| byte.is_ascii_alphanumeric());
    match Parser::new(entity).nth(1) {
        Some(Event::Text(letters)) if is_name && *letters != *entity => {
            Some(Cow::Owned(letters.into_string()))
        }
        _ => None,
    }
}

/// What only blocks have.
const BLOCKS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

/// How pulldown-cmark is to read a text.
pub(super) fn options(markdown: MarkdownOptions) -> Options {
    let MarkdownOptions {
        math,
        definition_lists,
        smart_punctuation,
        highlight: _,
        raw_html: _,
        parts: _,
        directives: _,
    } = markdown;
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS;
    options.set(Options::ENABLE_MATH, math);
    options.set(Options::ENABLE_DEFINITION_LIST, definition_lists);
    options.set(Options::ENABLE_SMART_PUNCTUATION, smart_punctuation);
    options
}

/// The file's bytes for a whole body.
fn whole(text: &str, start: usize) -> Span {
    Span::new(start, start + text.len())
}
