//! Code blocks and code spans.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use super::writer::Writer;
use crate::parse::{
    Piece, directive,
    fragment::{escape, words},
    highlight, line_marks,
};

/// A code block while it is read.
#[derive(Debug)]
pub(super) struct Code {
    /// What stands after the fence.
    info: String,
    /// The code.
    text: String,
    range: Range<usize>,
}

impl Writer<'_> {
    pub(super) fn start_code(&mut self, kind: CodeBlockKind<'_>, range: Range<usize>) {
        self.begun = true;
        let info = match kind {
            CodeBlockKind::Indented => String::new(),
            CodeBlockKind::Fenced(info) => self.prepared.unmasked(&info).into_owned(),
        };
        self.code = Some(Code { info, text: String::new(), range });
    }

    /// A line of the open code block; `false` if none is open.
    pub(super) fn code_text(&mut self, text: &str) -> bool {
        let Some(code) = &mut self.code else { return false };
        code.text.push_str(text);
        true
    }

    pub(super) fn end_code(&mut self) {
        let Some(Code { info, text, range }) = self.code.take() else { return };
        let language = language(&info);
        if self.directive(language, &text, range.clone()) {
            return;
        }
        let mut start = String::from("<div class=\"code\"");
        if !language.is_empty() {
            start.push_str(" data-lang=\"");
            escape(language, &mut start);
            start.push('"');
        }
        start.push('>');
        if let Some(title) = title(&info) {
            start.push_str("<div class=\"code-title\">");
            escape(title, &mut start);
            start.push_str("</div>");
        }
        start.push_str("<pre><code");
        if !language.is_empty() {
            start.push_str(" class=\"language-");
            escape(language, &mut start);
            start.push('"');
        }
        start.push('>');
        self.fresh_line();
        self.out.html(&start);
        let span = self.span(range);
        let inside = highlight::html(language, &text, span, self.cache, self.gathered);
        self.out.html(&line_marks::drawn(&inside, &line_marks::read(&info)));
        self.out.html("</code></pre></div>\n");
        self.out.apart();
        self.out.text(text.trim_end());
        self.out.apart();
        self.code_words += words(text.trim_end());
    }

    /// Puts a directive here, if the block is one that can be read.
    fn directive(&mut self, language: &str, text: &str, range: Range<usize>) -> bool {
        let name = directive::Name::of(language).filter(|_| self.gathered.options.directives);
        let Some(name) = name else { return false };
        let span = self.span(range);
        let text = self.prepared.unmasked(text);
        let Some(directive) = directive::read(name, span, &text, self.gathered) else {
            return false;
        };
        self.fresh_line();
        self.out.piece(Piece::Directive(self.gathered.directives.len() as u32));
        self.out.apart();
        self.gathered.directives.push(directive);
        true
    }

    pub(super) fn code_span(&mut self, code: &str) {
        let code = self.prepared.unmasked(code);
        self.out.html("<code>");
        self.out.escaped(&code);
        self.out.html("</code>");
        self.out.text(&code);
    }

    pub(super) fn math(&mut self, class: &str, math: &str) {
        let math = self.prepared.unmasked(math);
        self.out.html("<code class=\"");
        self.out.html(class);
        self.out.html("\">");
        self.out.escaped(&math);
        self.out.html("</code>");
        self.out.text(&math);
    }
}

/// The first word after the fence: up to a space, or to `{` and `,` of other tools' marks.
fn language(info: &str) -> &str {
    info.split([' ', '\t', '{', ',']).next().unwrap_or_default()
}

/// `title="…"` after the fence.
fn title(info: &str) -> Option<&str> {
    let (_, rest) = info.split_once("title=")?;
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    rest[1..].split_once(quote).map(|(title, _)| title).filter(|title| !title.is_empty())
}
