//! Alerts: GitHub's five, Obsidian's further kinds, titles and folds.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, Tag};

use super::writer::Writer;

/// The kinds: what is written, its class, its title.
const KINDS: &[(&str, &str, &str)] = &[
    ("note", "note", "Note"),
    ("tip", "tip", "Tip"),
    ("important", "important", "Important"),
    ("warning", "warning", "Warning"),
    ("caution", "caution", "Caution"),
    ("info", "info", "Info"),
    ("todo", "todo", "To do"),
    ("abstract", "abstract", "Abstract"),
    ("summary", "abstract", "Summary"),
    ("tldr", "abstract", "TL;DR"),
    ("hint", "tip", "Hint"),
    ("success", "success", "Success"),
    ("check", "success", "Check"),
    ("done", "success", "Done"),
    ("question", "question", "Question"),
    ("help", "question", "Help"),
    ("faq", "question", "FAQ"),
    ("attention", "warning", "Attention"),
    ("failure", "failure", "Failure"),
    ("fail", "failure", "Fail"),
    ("missing", "failure", "Missing"),
    ("danger", "danger", "Danger"),
    ("error", "danger", "Error"),
    ("bug", "bug", "Bug"),
    ("example", "example", "Example"),
    ("quote", "quote", "Quote"),
    ("cite", "quote", "Cite"),
];

/// The first line of an alert, while it is written.
#[derive(Debug)]
pub(super) struct Opening {
    /// Where its paragraph begins.
    pub(super) text: usize,
    /// Where the title's text begins: after `[!NOTE]`, the fold and spaces.
    title: usize,
    /// Its title, if it has none of its own.
    default: &'static str,
    /// `+` open or `-` closed.
    fold: Option<bool>,
    /// Inline elements open where it began.
    inlines: u32,
    /// Whether its line has a title.
    titled: bool,
}

impl Writer<'_> {
    pub(super) fn block_quote(
        &mut self,
        kind: Option<BlockQuoteKind>,
        range: Range<usize>,
        next: Option<(&Event<'_>, usize)>,
    ) {
        self.deeper();
        if let Some(kind) = kind {
            let name = match kind {
                BlockQuoteKind::Note => "note",
                BlockQuoteKind::Tip => "tip",
                BlockQuoteKind::Important => "important",
                BlockQuoteKind::Warning => "warning",
                BlockQuoteKind::Caution => "caution",
            };
            let (_, class, title) = kind_named(name).unwrap_or(KINDS[0]);
            self.open_alert(class, None);
            self.out.html("<p class=\"alert-title\">");
            self.out.html(title);
            self.out.html("</p>\n");
            return;
        }
        let paragraph = match next {
            Some((Event::Start(Tag::Paragraph), start)) if range.contains(&start) => Some(start),
            _ => None,
        };
        if let Some((class, opening)) = paragraph.and_then(|start| self.opening(start)) {
            self.open_alert(class, opening.fold);
            self.alert = Some(opening);
            return;
        }
        self.quotes += 1;
        self.open("<blockquote>\n", "</blockquote>\n");
    }

    pub(super) fn end_block_quote(&mut self) {
        self.higher();
        if self.ends.last().is_some_and(|end| end.starts_with("</blockquote")) {
            self.quotes = self.quotes.saturating_sub(1);
        }
        self.close();
    }

    /// What `[!kind]± title` at `start` says.
    fn opening(&self, start: usize) -> Option<(&'static str, Opening)> {
        let line = self.prepared.text[start..].lines().next()?;
        let (name, rest) = line.strip_prefix("[!")?.split_once(']')?;
        let (_, class, default) = kind_named(name)?;
        let (fold, after) = match rest.as_bytes().first() {
            Some(b'+') => (Some(true), &rest[1..]),
            Some(b'-') => (Some(false), &rest[1..]),
            _ => (None, rest),
        };
        if !(after.is_empty() || after.starts_with([' ', '\t'])) {
            return None;
        }
        let title = start + line.len() - after.trim_start().len();
        let titled = !after.trim().is_empty();
        let inlines = self.inlines;
        Some((class, Opening { text: start, title, default, fold, inlines, titled }))
    }

    fn open_alert(&mut self, class: &str, fold: Option<bool>) {
        match fold {
            None => self
                .open(&format!("<div class=\"alert alert-{class}\" role=\"note\">\n"), "</div>\n"),
            Some(open) => self.open(
                &format!(
                    "<details class=\"alert alert-{class}\"{}>\n",
                    if open { " open" } else { "" }
                ),
                "</details>\n",
            ),
        }
    }

    pub(super) fn start_alert_title(&mut self) {
        let Some(alert) = &self.alert else { return };
        let (start, default) = match alert.fold {
            None => ("<p class=\"alert-title\">", alert.default),
            Some(_) => ("<summary class=\"alert-title\">", alert.default),
        };
        self.skip = alert.title;
        let titled = alert.titled;
        self.out.apart();
        self.out.html(start);
        if !titled {
            self.out.html(default);
        }
    }

    /// Whether a line break here ends the title of an alert: not inside of `**…**`.
    pub(super) fn ends_alert_title(&self) -> bool {
        self.alert.as_ref().is_some_and(|alert| alert.inlines == self.inlines)
            && self.links.is_empty()
    }

    /// Ends the title; with `more`, its paragraph goes on with the alert's first text.
    pub(super) fn end_alert_title(&mut self, more: bool) {
        self.end_text();
        let Some(alert) = self.alert.take() else { return };
        self.out.html(if alert.fold.is_some() { "</summary>\n" } else { "</p>\n" });
        self.out.apart();
        if more {
            self.open("<p>", "</p>\n");
        }
    }
}

fn kind_named(name: &str) -> Option<(&'static str, &'static str, &'static str)> {
    KINDS.iter().copied().find(|(kind, _, _)| kind.eq_ignore_ascii_case(name))
}
