//! HTML, as pages have it, into Markdown (CommonMark with the tables, footnotes and tasks of GitHub).
//!
//! What Markdown has no way to write loses its markup and keeps its text; pictures that are drawn in place
//! (SVG) are left out, since what they show stands beside them.

use super::lines::Lines;
use crate::parse::html::{Tag, Token, decoded, tokens};

/// The Markdown of `html`, without a line break at its end.
pub(super) fn markdown(html: &str) -> String {
    let mut converter = Converter { html, ..Converter::default() };
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
    /// The text of the open code block, with its language.
    code: Option<(String, String)>,
    /// The text of the open code span.
    span: Option<String>,
    /// What the open links lead to; `None` for what is drawn as text.
    links: Vec<Option<String>>,
    /// The open lists: the number of the next item of an ordered one.
    lists: Vec<Option<usize>>,
    /// The open tables.
    tables: Vec<Table>,
    /// How many sections of footnotes are open.
    notes: usize,
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

/// A table that is read.
struct Table {
    rows: Vec<Vec<String>>,
    /// The lines that it stands in.
    around: Lines,
    /// The frames of those.
    frames: Vec<&'static str>,
    in_cell: bool,
    /// Tables in its open cell.
    inside: usize,
}

impl Converter<'_> {
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
                let name = self.html[name.clone()].to_ascii_lowercase();
                self.close(&name);
            }
            Token::Other(_) => {}
        }
    }

    fn attribute(&self, tag: &Tag, name: &str) -> Option<String> {
        let found = tag
            .attributes
            .iter()
            .find(|it| self.html[it.name.clone()].eq_ignore_ascii_case(name))?;
        Some(decoded(&self.html[found.value.clone()]).into_owned())
    }

    fn open(&mut self, tag: &Tag) {
        let name = self.html[tag.name.clone()].to_ascii_lowercase();
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
        match name.as_str() {
            "svg" | "template" | "button" | "select" | "dialog" | "math" => {
                self.skipped = Some((name, 1));
            }
            _ if left_out => self.skipped = Some((name, 1)),
            "pre" => self.code = Some(<_>::default()),
            "code" | "samp" => self.span = Some(String::new()),
            "a" => self.open_link(tag, &role),
            "img" => self.image(tag),
            "em" | "i" | "cite" | "dfn" => self.mark("*"),
            "strong" | "b" => self.mark("**"),
            "del" | "s" => self.mark("~~"),
            "sub" => self.mark("<sub>"),
            "sup" if !is("footnote-ref") && !is("cite") => self.mark("<sup>"),
            "sup" => self.links.push(None),
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
                self.frames.push(PLAIN);
            }
            "section" => {
                self.notes += usize::from(role == "doc-endnotes");
                self.block();
            }
            "summary" => {
                self.block();
                self.mark("**");
            }
            "p" if is("alert-title") => {
                self.block();
                self.mark("**");
                self.links.push(None);
            }
            "table" => self.open_table(),
            "tr" => {
                if let Some(table) = self.tables.last_mut().filter(|table| !table.in_cell) {
                    table.rows.push(Vec::new());
                }
            }
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
            "sup" => match self.links.last() {
                Some(None) => self.links.truncate(self.links.len() - 1),
                Some(Some(_)) | None => self.mark_end("</sup>"),
            },
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
                self.block();
            }
            "section" => {
                self.notes = self.notes.saturating_sub(1);
                self.block();
            }
            "summary" => {
                self.mark_end("**");
                self.block();
            }
            "p" => {
                // The title of an alert.
                if self.links.last() == Some(&None) {
                    self.links.pop();
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

    fn quote(&mut self, name: &'static str) {
        self.block();
        self.out.open("> ".to_owned(), "> ");
        self.frames.push(name);
    }

    /// Ends the innermost open element called `name`, and what an author left open in it.
    fn end_frame(&mut self, name: &str) {
        let Some(from) = self.frames.iter().rposition(|open| *open == name) else { return };
        for open in self.frames.split_off(from).into_iter().rev() {
            if open != PLAIN && open != LIST {
                self.out.close();
            }
        }
        self.space = false;
    }

    /// Ends an item of the innermost list that is still open, as HTML lets authors leave it.
    fn end_item(&mut self) {
        let list = self.frames.iter().rposition(|open| *open == LIST).map_or(0, |at| at + 1);
        for item in ["li", "dt"] {
            if self.frames[list..].contains(&item) {
                self.end_frame(item);
            }
        }
    }

    fn item(&mut self, marker: &str) {
        self.out.line();
        self.space = false;
        let indent = " ".repeat(marker.len().min(4));
        self.out.open(marker.to_owned(), &indent);
    }

    fn open_list(&mut self, tag: &Tag, name: &str) {
        let start = self.attribute(tag, "start").and_then(|start| start.parse().ok()).unwrap_or(1);
        if self.lists.is_empty() || start != 1 {
            self.block();
        } else {
            self.out.line();
        }
        self.lists.push((name == "ol").then_some(start));
        self.frames.push(LIST);
    }

    fn open_item(&mut self, tag: &Tag) {
        self.end_item();
        let note = self.attribute(tag, "id").filter(|_| self.notes > 0);
        match (note.as_deref().and_then(|id| id.strip_prefix("fn-")), self.lists.last_mut()) {
            (Some(note), _) => {
                self.block();
                self.item(&format!("[^{note}]: "));
            }
            (None, Some(Some(number))) => {
                let marker = format!("{number}. ");
                *number += 1;
                self.item(&marker);
            }
            (None, Some(None) | None) => self.item("- "),
        }
        self.frames.push("li");
    }

    fn open_link(&mut self, tag: &Tag, role: &str) {
        let url = self.attribute(tag, "href");
        self.spaced();
        if role == "doc-noteref"
            && let Some(note) = url.as_deref().and_then(|url| url.strip_prefix("#fn-"))
        {
            let note = format!("[^{note}]");
            self.out.push(&note);
            self.skipped = Some(("a".to_owned(), 1));
            return;
        }
        // The number of a source says where to look; a place that Markdown has not, says nothing.
        let url = url.filter(|_| role != "doc-biblioref");
        if url.is_some() {
            // `![` would be a picture.
            if self.out.last() == Some('!') {
                self.out.pop();
                self.out.push("\\!");
            }
            self.out.push("[");
        }
        self.links.push(url);
    }

    fn close_link(&mut self) {
        if let Some(Some(url)) = self.links.pop() {
            let link = format!("]({})", destination(&url));
            self.out.push(&link);
        }
    }

    fn image(&mut self, tag: &Tag) {
        let Some(url) = self.attribute(tag, "src") else { return };
        self.spaced();
        self.out.push("![");
        self.escaped(&self.attribute(tag, "alt").unwrap_or_default());
        self.out.push(&format!("]({})", destination(&url)));
    }

    fn text(&mut self, html: &str) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(&decoded(html));
            return;
        }
        if let Some(span) = &mut self.span {
            span.push_str(&decoded(html));
            return;
        }
        self.escaped(&decoded(html));
    }

    /// Writes text so that Markdown reads it as text; white space is one space.
    fn escaped(&mut self, text: &str) {
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter.is_ascii_whitespace() {
                self.space = true;
                continue;
            }
            self.spaced();
            let next = letters.peek().copied();
            let starts = self.out.at_start();
            let is_markup = match letter {
                '\\' | '`' | '*' | '[' | ']' | '~' => true,
                '_' => !(is_word(self.out.last()) && is_word(next)),
                '<' => next.is_some_and(|next| next.is_ascii_alphabetic() || "/!?".contains(next)),
                '&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '#'),
                '|' => self.out.is_flat(),
                '#' | '+' | '-' | '=' | '>' => starts,
                '.' | ')' => is_number(&self.out),
                _ => false,
            };
            if is_markup {
                self.out.push("\\");
            }
            self.out.push_char(letter);
        }
    }

    fn end_span(&mut self) {
        let Some(code) = self.span.take() else { return };
        self.spaced();
        let mut code = code.replace(['\n', '\r'], " ");
        if self.out.is_flat() {
            code = code.replace('|', "\\|");
        }
        let fence = "`".repeat(longest_run(&code) + 1);
        let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
        self.out.push(&format!("{fence}{pad}{code}{pad}{fence}"));
    }

    fn end_code(&mut self) {
        let Some((language, code)) = self.code.take() else { return };
        if self.out.is_flat() {
            self.span = Some(code);
            self.end_span();
            return;
        }
        let fence = "`".repeat(longest_run(&code).max(2) + 1);
        self.block();
        self.out.verbatim(&format!("{fence}{language}"));
        code.trim_end_matches('\n').split('\n').for_each(|line| self.out.verbatim(line));
        self.out.verbatim(&fence);
        self.block();
    }

    fn open_table(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.inside += 1;
            return;
        }
        self.block();
        let around = std::mem::replace(&mut self.out, Lines::flat());
        let frames = std::mem::take(&mut self.frames);
        self.tables.push(Table { rows: Vec::new(), around, frames, in_cell: false, inside: 0 });
    }

    fn open_cell(&mut self) {
        if let Some(table) = self.tables.last_mut().filter(|table| !table.in_cell) {
            table.in_cell = true;
            // What stands between cells is no part of any.
            self.out = Lines::flat();
            self.space = false;
        }
    }

    fn end_cell(&mut self) {
        if let Some(table) = self.tables.last_mut().filter(|table| table.in_cell) {
            table.in_cell = false;
            let cell = std::mem::replace(&mut self.out, Lines::flat()).finish();
            self.frames.clear();
            if let Some(row) = table.rows.last_mut() {
                row.push(cell);
            }
        }
    }

    fn end_table(&mut self) {
        if let Some(table) = self.tables.last_mut().filter(|table| table.inside > 0) {
            table.inside -= 1;
            return;
        }
        self.end_cell();
        let Some(Table { mut rows, around, frames, .. }) = self.tables.pop() else { return };
        let caption = std::mem::replace(&mut self.out, around).finish();
        self.frames = frames;
        self.space = false;
        if !caption.is_empty() {
            self.out.push(&caption);
            self.block();
        }
        rows.retain(|row| !row.is_empty());
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        for (number, row) in rows.iter().enumerate() {
            let cell = |column: usize| row.get(column).map_or("", String::as_str);
            let cells: Vec<&str> = (0..columns).map(cell).collect();
            self.out.verbatim(&format!("| {} |", cells.join(" | ")));
            if number == 0 {
                self.out.verbatim(&format!("|{}", " --- |".repeat(columns)));
            }
        }
        self.block();
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

fn is_word(letter: Option<char>) -> bool {
    letter.is_some_and(char::is_alphanumeric)
}

/// Whether the line so far is a number, which `.` or `)` would make an item of a list.
fn is_number(lines: &Lines) -> bool {
    lines.line_so_far().bytes().all(|byte| byte.is_ascii_digit()) && !lines.at_start()
}

/// An address as the destination of a link.
pub(in crate::render) fn destination(url: &str) -> String {
    let plain = |letter: char| !letter.is_whitespace() && !"()<>\\".contains(letter);
    if !url.is_empty() && url.chars().all(plain) {
        return url.to_owned();
    }
    let mut written = String::from("<");
    for letter in url.chars() {
        match letter {
            '<' => written.push_str("%3C"),
            '>' => written.push_str("%3E"),
            '\\' => written.push_str("%5C"),
            _ if letter.is_whitespace() => written.push_str("%20"),
            _ => written.push(letter),
        }
    }
    written + ">"
}

fn longest_run(code: &str) -> usize {
    code.split(|letter| letter != '`').map(str::len).max().unwrap_or(0)
}
