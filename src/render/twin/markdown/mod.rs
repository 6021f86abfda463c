//! HTML, as pages have it, into Markdown: `CommonMark` with tables, footnotes and tasks as in GFM.
//!
//! What Markdown has no way to write loses its markup and keeps its text; pictures that are drawn in place
//! (SVG) are left out, since what they show stands beside them.

mod blocks;
mod inline;
mod lines;
mod table;

pub(in crate::render) use inline::destination;

use std::borrow::Cow;

use self::{lines::Lines, table::Table};
use crate::parse::html::{Tag, Token, decoded, tokens};

/// The Markdown of `html`, without a line break at its end.
pub(super) fn markdown(html: &str) -> String {
    // Markup is shorter in Markdown than in HTML.
    let out = Lines::with_capacity(html.len() + 1);
    let mut converter = Converter { html, out, ..Converter::default() };
    for token in tokens(html) {
        converter.token(&token);
    }
    // What an author left open.
    converter.end_code();
    converter.end_span();
    while !converter.tables.is_empty() {
        converter.end_table();
    }
    converter.out.finish()
}

#[derive(Default)]
struct Converter<'h> {
    html: &'h str,
    out: Lines,
    /// The element whose inside is left out, and how many of its name are open.
    skipped: Option<(String, usize)>,
    /// Names of elements that are left out, of which no further one ends.
    endless: Vec<String>,
    /// The text of the open code block, with its language.
    code: Option<(String, String)>,
    /// The text of the open code span.
    span: Option<String>,
    /// What the open links lead to; `None` for what is drawn as text.
    links: Vec<Option<Cow<'h, str>>>,
    /// The open `sup` elements, and whether each is written: what marks a footnote or a source is not.
    raised: Vec<bool>,
    /// The title of an alert is open.
    titled: bool,
    /// The open lists: the number of the next item of an ordered one.
    lists: Vec<Option<usize>>,
    /// The open tables.
    tables: Vec<Table>,
    /// How many frames the footnotes stand in, while they are written.
    notes: Option<usize>,
    /// Names of the open elements that put their inside into a frame.
    frames: Vec<&'static str>,
    /// White space was met, which counts before the next word.
    space: bool,
}

/// An open element that bears on the lines in it only by what it holds: a `div`, a list.
const PLAIN: &str = "div";
const LIST: &str = "ul";
/// The quotation that an alert is written as.
const ALERT: &str = "alert";

impl<'h> Converter<'h> {
    fn token(&mut self, token: &Token) {
        if let Some((name, depth)) = &mut self.skipped {
            let is = |range: &std::ops::Range<usize>| {
                self.html[range.clone()].eq_ignore_ascii_case(name)
            };
            match token {
                Token::Open(tag) if is(&tag.name) => *depth += 1,
                Token::Close { name, .. } if is(name) => *depth -= 1,
                Token::Open(_) | Token::Close { .. } | Token::Text(_) | Token::Other(_) => {}
            }
            if *depth == 0 {
                self.skipped = None;
            }
            return;
        }
        match token {
            Token::Text(range) => self.text(&self.html[range.clone()]),
            Token::Open(tag) => self.open(tag),
            Token::Close { name, .. } => {
                let name = lower(&self.html[name.clone()]);
                self.close(&name);
            }
            Token::Other(_) => {}
        }
    }

    /// Leaves out the element that `tag` begins. What has no end holds nothing that could be left out.
    fn skip(&mut self, name: String, tag: &Tag) {
        let closed_at_once = self.html[tag.range.clone()].ends_with("/>");
        if (closed_at_once && matches!(&*name, "svg" | "math")) || self.endless.contains(&name) {
            return;
        }
        let ends = tokens(&self.html[tag.range.end..]).any(|token| {
            let rest = &self.html[tag.range.end..];
            matches!(token, Token::Close { name: end, .. } if rest[end.clone()].eq_ignore_ascii_case(&name))
        });
        if ends {
            self.skipped = Some((name, 1));
        } else {
            self.endless.push(name);
        }
    }

    fn attribute(&self, tag: &Tag, name: &str) -> Option<Cow<'h, str>> {
        let found = tag
            .attributes
            .iter()
            .find(|it| self.html[it.name.clone()].eq_ignore_ascii_case(name))?;
        Some(decoded(&self.html[found.value.clone()]))
    }

    fn open(&mut self, tag: &Tag) {
        let name = lower(&self.html[tag.name.clone()]);
        let class = self.attribute(tag, "class").unwrap_or_default();
        let is = |wanted: &str| class.split(' ').any(|class| class == wanted);
        let role = self.attribute(tag, "role").unwrap_or_default();
        let left_out = is("anchor") || role == "doc-backlink";
        if let Some((_, code)) = &mut self.code {
            if name == "br" {
                code.push('\n');
            }
            if name == "code" {
                let language = class.split(' ').find_map(|it| it.strip_prefix("language-"));
                if let (Some(language), Some((info, _))) = (language, &mut self.code) {
                    language.clone_into(info);
                }
            }
            return;
        }
        match &*name {
            "svg" | "template" | "button" | "select" | "dialog" | "math" => {
                self.skip(name.into_owned(), tag);
            }
            _ if left_out => self.skip(name.into_owned(), tag),
            "pre" => self.code = Some(<_>::default()),
            "code" | "samp" => self.span = Some(String::new()),
            "a" => self.open_link(tag, &role),
            "img" => self.image(tag),
            "em" | "i" | "cite" | "dfn" => self.mark("*"),
            "strong" | "b" => self.mark("**"),
            "del" | "s" => self.mark("~~"),
            "sub" => self.mark("<sub>"),
            "sup" => {
                let written = !is("footnote-ref") && !is("cite");
                if written {
                    self.mark("<sup>");
                }
                self.raised.push(written);
            }
            "br" if self.out.is_flat() || self.out.at_start() => self.space = true,
            "br" => {
                self.out.push("\\");
                self.out.line();
                self.space = false;
            }
            "hr" => {
                self.block();
                self.out.push("***");
                self.block();
            }
            "input" if self.attribute(tag, "type").as_deref() == Some("checkbox") => {
                let done = self.attribute(tag, "checked").is_some();
                self.out.push(if done { "[x] " } else { "[ ] " });
                self.space = false;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.block();
                let marks = "######".get(..name[1..].parse().unwrap_or(6)).unwrap_or_default();
                self.out.push(&if self.out.is_flat() {
                    "**".to_owned()
                } else {
                    format!("{marks} ")
                });
            }
            "ul" | "ol" | "dl" => self.open_list(tag, &name),
            "li" => self.open_item(tag),
            "dt" => {
                self.end_item();
                self.item("- ");
                self.frames.push("dt");
                self.mark("**");
            }
            "dd" => self.out.line(),
            "blockquote" => self.quote("blockquote"),
            "div" if is("alert") => {
                self.frames.push(PLAIN);
                self.quote(ALERT);
            }
            "div" => {
                self.block();
                if role == "doc-endnotes" {
                    self.notes = Some(self.frames.len());
                }
                self.frames.push(PLAIN);
            }
            "summary" => {
                self.block();
                self.mark("**");
            }
            "p" if is("alert-title") => {
                self.block();
                self.mark("**");
                self.titled = true;
            }
            "table" => self.open_table(),
            "tr" => self.open_row(),
            "td" | "th" => self.open_cell(),
            _ if is_block(&name) => self.block(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "pre" => self.end_code(),
            _ if self.code.is_some() => {}
            "code" | "samp" => self.end_span(),
            "a" => self.close_link(),
            "sup" if self.raised.pop() == Some(false) => {}
            "sup" => self.mark_end("</sup>"),
            "em" | "i" | "cite" | "dfn" => self.mark_end("*"),
            "strong" | "b" => self.mark_end("**"),
            "del" | "s" => self.mark_end("~~"),
            "sub" => self.mark_end("</sub>"),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                if self.out.is_flat() {
                    self.mark_end("**");
                }
                self.block();
            }
            "ul" | "ol" | "dl" => {
                self.end_item();
                self.end_frame(LIST);
                self.lists.pop();
                if self.lists.is_empty() { self.block() } else { self.out.line() }
            }
            "li" => self.end_item(),
            "dt" => {
                self.mark_end("**");
                self.out.push(":");
                self.out.line();
            }
            "blockquote" => {
                self.end_frame("blockquote");
                self.block();
            }
            "div" => {
                self.end_frame(PLAIN);
                self.notes = self.notes.filter(|around| self.frames.len() > *around);
                self.block();
            }
            "summary" => {
                self.mark_end("**");
                self.block();
            }
            "p" => {
                if std::mem::take(&mut self.titled) {
                    self.mark_end("**");
                }
                self.block();
            }
            "table" => self.end_table(),
            "td" | "th" => self.end_cell(),
            _ if is_block(name) => self.block(),
            _ => {}
        }
    }

    fn block(&mut self) {
        self.out.block();
        self.space = false;
    }

    /// A mark before a word.
    fn mark(&mut self, mark: &str) {
        self.spaced();
        self.out.push(mark);
    }

    /// A mark after a word.
    fn mark_end(&mut self, mark: &str) {
        self.out.push(mark);
    }

    fn spaced(&mut self) {
        if std::mem::take(&mut self.space) && !self.out.at_start() && self.out.last() != Some(' ') {
            self.out.push(" ");
        }
    }
}

/// Elements that stand apart from text before and after them.
fn is_block(name: &str) -> bool {
    const BLOCKS: &[&str] = &[
        "address",
        "article",
        "aside",
        "caption",
        "center",
        "details",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "legend",
        "main",
        "nav",
        "p",
        "search",
    ];
    BLOCKS.contains(&name)
}

/// A name in lower case, as most are.
fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Owned(name.to_ascii_lowercase());
    }
    Cow::Borrowed(name)
}
