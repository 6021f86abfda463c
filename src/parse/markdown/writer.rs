//! The writer: the parser's events, one after the other, into a fragment.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{
    Body,
    alert::Opening,
    citation::Asked,
    code::Code,
    definition::Definitions,
    depth,
    footnote::Footnotes,
    link::Plain,
    parts::Parts,
    pictures::{Began, Pictures},
    prepare::Prepared,
    raw::{Raw, Regions},
    table::Table,
    tabs::Tabs,
};
use crate::{
    parse::{
        Cache, Gathered, Heading,
        fragment::{Builder, words},
        outline::Ids,
    },
    source::Span,
};

/// What is known while a text is written.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    pub(super) prepared: &'a Prepared<'a>,
    pub(super) cache: &'a Cache,
    pub(super) gathered: &'a mut Gathered,
    /// The fragment that is written now.
    pub(super) out: Builder,
    /// Those that wait for it: around a heading, a footnote.
    pub(super) around: Vec<(Builder, usize)>,
    /// The HTML that ends each open element.
    pub(super) ends: Vec<Cow<'static, str>>,
    pub(super) ids: Ids,
    /// Names of raw anchors.
    pub(super) names: Vec<String>,
    pub(super) heading: Option<Heading>,
    pub(super) outline: Vec<Heading>,
    pub(super) definitions: Definitions,
    pub(super) footnotes: Footnotes,
    /// Open sections after which questions stand.
    pub(super) asked: Vec<Asked>,
    pub(super) table: Option<Table>,
    pub(super) tabs: Tabs,
    pub(super) code: Option<Code>,
    pub(super) raw: Option<Raw>,
    pub(super) regions: Regions,
    /// The text of an image or a wiki link is gathered here, without markup.
    pub(super) plain: Option<Plain>,
    /// Open links: indexes into the references.
    pub(super) links: Vec<Option<u32>>,
    /// The alert whose first line is written now.
    pub(super) alert: Option<Opening>,
    /// Text before this byte has been written in another way.
    pub(super) skip: usize,
    /// Open quotations.
    pub(super) quotes: u32,
    /// Open headings and `dt`: mentions in them are no links.
    pub(super) titles: u32,
    /// Open inline elements.
    pub(super) inlines: u32,
    /// Where headings and list items are.
    pub(super) parts: Parts,
    /// Open quotes, lists and items.
    depth: usize,
    pub(super) too_deep: bool,
    /// Something but pictures was drawn: a first-level heading is no longer the page's title.
    pub(super) begun: bool,
    /// What the open paragraph began with.
    pub(super) paragraph: Began,
    /// The pictures so far.
    pub(super) pictures: Pictures,
    /// Where ` class` of the last `<li` belongs.
    pub(super) item: usize,
    /// Words of code blocks, which are text but no prose.
    pub(super) code_words: usize,
    /// How the last heading was marked by its author.
    pub(super) heading_mark: (Option<String>, Vec<String>),
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        prepared: &'a Prepared<'a>,
        cache: &'a Cache,
        gathered: &'a mut Gathered,
    ) -> Writer<'a> {
        Writer {
            out: Builder::with_capacity(prepared.text.len()),
            prepared,
            cache,
            gathered,
            around: Vec::new(),
            ends: Vec::new(),
            ids: Ids::default(),
            names: Vec::new(),
            heading: None,
            outline: Vec::new(),
            definitions: Definitions::default(),
            footnotes: Footnotes::default(),
            asked: Vec::new(),
            table: None,
            tabs: Tabs::default(),
            code: None,
            raw: None,
            regions: Regions::default(),
            plain: None,
            links: Vec::new(),
            alert: None,
            skip: 0,
            quotes: 0,
            titles: 0,
            inlines: 0,
            parts: Parts::default(),
            depth: 0,
            too_deep: false,
            begun: false,
            paragraph: Began::default(),
            pictures: Pictures::default(),
            item: 0,
            code_words: 0,
            heading_mark: (None, Vec::new()),
        }
    }

    /// Writes a body.
    pub(super) fn write(&mut self, parser: Parser<'_>) {
        self.reserve_ids();
        let mut events = parser.into_offset_iter().peekable();
        while let Some((event, range)) = events.next() {
            let next = events.peek().map(|(event, range)| (event, range.start));
            self.event(event, range, next);
            if self.depth > depth::LIMIT {
                self.too_deep = true;
                return;
            }
        }
        self.end_text();
    }

    /// Writes an inline text, which the parser was given as a heading.
    pub(super) fn inline(&mut self, parser: Parser<'_>) {
        for (event, range) in parser.into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { .. }) | Event::End(TagEnd::Heading(_)) => {}
                event => self.event(event, range, None),
            }
        }
        self.end_text();
    }

    /// The inline text.
    pub(super) fn finish_inline(self) -> Builder {
        self.out
    }

    /// The body.
    pub(super) fn finish(mut self) -> Body {
        self.end_sections(0);
        self.end_tabs(0);
        self.write_footnotes();
        let words = words(self.out.text_so_far()).saturating_sub(self.code_words);
        Body {
            heading: self.heading,
            fragment: self.out.finish(),
            outline: self.outline,
            ids: self.ids,
            names: self.names,
            entries: self.definitions.entries,
            parts: self.parts,
            words,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>, next: Option<(&Event<'_>, usize)>) {
        if self.plain.is_some() {
            return self.plain_event(&event, range);
        }
        match event {
            Event::Text(text) => self.text(&text, range),
            Event::SoftBreak | Event::HardBreak if self.ends_alert_title() => {
                self.end_alert_title(true);
            }
            Event::SoftBreak | Event::HardBreak if self.ends_name() => self.next_name(),
            Event::SoftBreak => {
                let span = self.span(range);
                let linkable = self.linkable();
                self.out.prose("\n", span, linkable);
            }
            event => {
                self.end_text();
                self.markup(event, range, next);
            }
        }
    }

    fn markup(&mut self, event: Event<'_>, range: Range<usize>, next: Option<(&Event<'_>, usize)>) {
        match event {
            Event::Start(tag) => self.start(tag, range, next),
            Event::End(tag) => self.end(tag, range),
            Event::Code(code) => self.code_span(&code),
            Event::InlineMath(math) => self.math("math math-inline", &math),
            Event::DisplayMath(math) => self.math("math math-display", &math),
            Event::Html(html) => self.html(&html, range),
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::HardBreak => {
                self.out.html("<br>\n");
                self.out.text("\n");
            }
            Event::Rule => {
                self.begun = true;
                self.out.apart();
                self.fresh_line();
                self.out.html("<hr>\n");
            }
            Event::TaskListMarker(done) => self.task(done),
            Event::Text(_) | Event::SoftBreak => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>, next: Option<(&Event<'_>, usize)>) {
        match tag {
            Tag::Paragraph => self.paragraph(range.start),
            Tag::Heading { level, id, classes, .. } => self.start_heading(level, id, classes),
            Tag::BlockQuote(kind) => self.block_quote(kind, range, next),
            Tag::CodeBlock(kind) => self.start_code(kind, range),
            Tag::HtmlBlock => self.raw = Some(Raw::default()),
            Tag::List(first) => self.list(first),
            Tag::Item => {
                self.depth += 1;
                self.open("<li>", "</li>\n");
                if self.in_flow() {
                    self.parts.start_item(self.out.text_len());
                }
                self.item = self.out.html_so_far().len() - 1;
            }
            Tag::FootnoteDefinition(label) => self.start_footnote(&label),
            Tag::DefinitionList => {
                self.depth += 1;
                self.start_definition_list();
            }
            Tag::DefinitionListTitle => self.start_definition_title(),
            Tag::DefinitionListDefinition => self.start_definition(),
            Tag::Table(alignments) => self.start_table(alignments, range),
            Tag::TableHead => self.table_head(),
            Tag::TableRow => self.table_row(range),
            Tag::TableCell => self.table_cell(),
            Tag::Emphasis => self.open_inline("<em>", "</em>"),
            Tag::Strong => self.open_inline("<strong>", "</strong>"),
            Tag::Strikethrough => self.open_inline("<del>", "</del>"),
            Tag::Superscript => self.open_inline("<sup>", "</sup>"),
            Tag::Subscript => self.open_inline("<sub>", "</sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.start_link(link_type, &dest_url, &title, range);
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                self.start_image(link_type, &dest_url, &title, range);
            }
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(level) => self.end_heading(level, range),
            TagEnd::BlockQuote(_) => self.end_block_quote(),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::List(_) => {
                self.parts.end_list();
                self.end_deeper();
            }
            TagEnd::Item => {
                self.parts.end_item(self.out.text_so_far().len());
                self.end_deeper();
            }
            TagEnd::DefinitionList => {
                self.depth = self.depth.saturating_sub(1);
                self.end_definition_list();
            }
            TagEnd::DefinitionListTitle => self.end_definition_title(range),
            TagEnd::FootnoteDefinition => self.end_footnote(),
            TagEnd::DefinitionListDefinition => self.end_definition(),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => self.end_table_head(),
            TagEnd::TableRow => self.out.html("</tr>\n"),
            TagEnd::TableCell => self.end_table_cell(),
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {
                self.inlines = self.inlines.saturating_sub(1);
                if let Some(end) = self.ends.pop() {
                    self.out.html(&end);
                }
            }
            TagEnd::Link => self.end_link(),
            TagEnd::Image | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// The bytes of the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.prepared.places.span(range)
    }

    /// A block on a new line.
    pub(super) fn open(&mut self, start: &str, end: impl Into<Cow<'static, str>>) {
        self.begun = true;
        self.out.apart();
        self.fresh_line();
        self.out.html(start);
        self.ends.push(end.into());
    }

    /// The end of a block.
    pub(super) fn close(&mut self) {
        self.out.apart();
        if let Some(end) = self.ends.pop() {
            if end.starts_with("</ul") || end.starts_with("</ol") || end.starts_with("</block") {
                self.fresh_line();
            }
            self.out.html(&end);
        }
    }

    fn open_inline(&mut self, start: &str, end: &'static str) {
        self.inlines += 1;
        self.out.html(start);
        self.ends.push(end.into());
    }

    /// A new line, unless the HTML is at the start of one.
    pub(super) fn fresh_line(&mut self) {
        if !self.out.at_line_start() {
            self.out.html("\n");
        }
    }

    /// A part whose own text is wanted, or that stands elsewhere: it gets a builder of its own.
    pub(super) fn begin_part(&mut self) {
        let outer = std::mem::take(&mut self.out);
        self.around.push((outer, self.gathered.references.len()));
    }

    /// The part, and the first of the references it made.
    pub(super) fn end_part(&mut self) -> (Builder, usize) {
        let (outer, references) = self.around.pop().unwrap_or_default();
        (std::mem::replace(&mut self.out, outer), references)
    }

    /// Puts a part into the text.
    pub(super) fn put(&mut self, part: &Builder, references: Range<usize>) {
        let references = self.gathered.references.get_mut(references).unwrap_or_default();
        self.out.append(part, references);
    }

    /// What the author named by hand must be known before the first id is made.
    fn reserve_ids(&mut self) {
        let text = &*self.prepared.text;
        if text.contains("{#") || text.contains("{ #") {
            let parser = Parser::new_ext(text, super::options(self.gathered.options));
            for event in parser {
                if let Event::Start(Tag::Heading { id: Some(id), .. }) = event {
                    self.ids.reserve(id.into_string());
                }
            }
        }
        if self.gathered.options.raw_html {
            for id in super::raw::written_ids(text) {
                self.ids.reserve(id);
            }
        }
    }

    fn end_deeper(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.close();
    }

    /// Whether the text stands in the body itself: not in a footnote or a quotation.
    pub(super) fn in_flow(&self) -> bool {
        self.around.is_empty() && self.quotes == 0
    }

    /// Whether no list, quotation or the like is open.
    pub(super) fn is_outermost(&self) -> bool {
        self.in_flow() && self.depth == 0
    }

    fn list(&mut self, first: Option<u64>) {
        self.parts.start_list(self.out.text_so_far().len());
        self.depth += 1;
        match first {
            None => self.open("<ul>\n", "</ul>\n"),
            Some(1) => self.open("<ol>\n", "</ol>\n"),
            Some(first) => self.open(&format!("<ol start=\"{first}\">\n"), "</ol>\n"),
        }
    }

    pub(super) fn deeper(&mut self) {
        self.depth += 1;
    }

    pub(super) fn higher(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }
}
