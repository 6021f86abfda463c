//! Contents lists that authors write by hand, and their entries that name no heading.
//!
//! Only an entry without a link is looked at: a link that leads nowhere is said where all links are.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use rapidhash::RapidHashSet;

use super::{Document, parts::PartIds};
use crate::{
    data::nearest,
    diagnostic::{Code, Diagnostic, words::harmless},
    source::Span,
};

/// What a contents list is called, without punctuation.
const TITLES: &[&str] =
    &["contents", "table of contents", "toc", "on this page", "in this article", "in this guide"];

/// Says which entries of a hand-written contents list in `body`, which begins at byte `start` of the
/// file, name no heading. A list of which fewer than two entries, or not most, name one is another.
pub(super) fn check(
    body: &str,
    start: usize,
    options: Options,
    document: &Document,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if !body.lines().any(is_title) {
        return;
    }
    let entries = entries(body, options);
    let headings = document.heading.iter().chain(&document.outline);
    let mut texts: Vec<&str> = headings.map(|heading| heading.text.as_str()).collect();
    texts.extend(parts(document));
    let known = Known::of(&texts);
    let (there, missing): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| entry.linked || known.has(&entry.text));
    if there.len() < 2 || there.len() <= missing.len() {
        return;
    }
    for entry in missing {
        let shown = harmless(&entry.text);
        let message = format!("the contents list names `{shown}`, and no heading is called so");
        let near = nearest(&entry.text, texts.iter().copied());
        let help = match near {
            Some(near) => format!("did you mean `{}`?", harmless(near)),
            None => "take the list out: one is drawn from the headings".to_owned(),
        };
        let span = Span::from(entry.range.clone()).shifted(start);
        let complaint = Diagnostic::new(Code::ContentsList, &document.file, span, message);
        diagnostics.push(complaint.help(help));
    }
}

/// What the page draws as sections beside its headings, as an author may call them.
fn parts(document: &Document) -> Vec<&'static str> {
    let Some(parts) = &document.parts else { return Vec::new() };
    let PartIds { takeaways, plan, questions, sources } = &parts.ids;
    let asked = !questions.is_empty() || !parts.questions.is_empty();
    let named: [(bool, &[&str]); 4] = [
        (!takeaways.is_empty(), &["Key takeaways", "Takeaways", "Summary"]),
        (!plan.is_empty(), &["Action plan"]),
        (asked, &["Questions and answers", "FAQ", "Frequently asked questions", "Questions"]),
        (!sources.is_empty(), &["Sources", "References"]),
    ];
    named.iter().filter(|(is, _)| *is).flat_map(|(_, names)| names.iter().copied()).collect()
}

/// An entry of a list.
#[derive(Debug, Default)]
struct Entry {
    text: String,
    range: Range<usize>,
    linked: bool,
}

/// The entries of the list that stands right under the title of a contents list.
fn entries(body: &str, options: Options) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut titled = false;
    let mut depth = 0_u32;
    // The text of a heading or a paragraph outside of lists.
    let mut text = String::new();
    // The entry whose own line is read now.
    let mut open = false;
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        match event {
            Event::Start(Tag::List(_)) if titled => (depth, open) = (depth + 1, false),
            Event::End(TagEnd::List(_)) if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            Event::Start(Tag::Item) if depth > 0 => {
                entries.push(Entry::default());
                open = true;
            }
            Event::End(TagEnd::Item | TagEnd::Paragraph) | Event::SoftBreak | Event::HardBreak
                if depth > 0 =>
            {
                open = false;
            }
            Event::Start(Tag::Link { .. }) if open => {
                if let Some(entry) = entries.last_mut() {
                    entry.linked = true;
                }
            }
            Event::Text(part) | Event::Code(part) if open => {
                if let Some(entry) = entries.last_mut() {
                    let from = if entry.text.is_empty() { range.start } else { entry.range.start };
                    entry.range = from..range.end;
                    entry.text.push_str(&part);
                }
            }
            Event::Start(Tag::Heading { .. } | Tag::Paragraph) if depth == 0 => text.clear(),
            Event::Text(part) if depth == 0 => text.push_str(&part),
            Event::End(TagEnd::Heading(_) | TagEnd::Paragraph) if depth == 0 => {
                titled = is_title(&text);
            }
            Event::Start(_) if depth == 0 && titled && !is_inline(&event) => titled = false,
            _ => {}
        }
    }
    entries.retain(|entry| !entry.text.trim().is_empty());
    entries
}

fn is_inline(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
    )
}

fn is_title(line: &str) -> bool {
    let words = line.trim_matches(|letter: char| !letter.is_alphanumeric());
    TITLES.iter().any(|title| words.eq_ignore_ascii_case(title))
}

/// What headings are called.
struct Known {
    whole: RapidHashSet<String>,
    /// Their first words too: an author may shorten.
    begun: RapidHashSet<String>,
}

impl Known {
    fn of(texts: &[&str]) -> Known {
        let begun = texts.iter().flat_map(|text| beginnings(text)).collect();
        Known { whole: texts.iter().filter_map(|text| beginnings(text).pop()).collect(), begun }
    }

    /// Whether an entry names a heading: in full, by its first words, or with something after it.
    fn has(&self, entry: &str) -> bool {
        let beginnings = beginnings(entry);
        beginnings.last().is_none_or(|entry| self.begun.contains(entry))
            || beginnings.iter().any(|beginning| self.whole.contains(beginning))
    }
}

/// The first word of a text, the first two, and so on: in lower case, without punctuation and without
/// a number before them.
fn beginnings(text: &str) -> Vec<String> {
    /// Two headings that differ after so many words are told apart by nobody.
    const MOST: usize = 20;
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let mut whole = String::new();
    let mut beginnings = Vec::new();
    for word in words.skip_while(is_number).filter(|word| !word.is_empty()).take(MOST) {
        if !whole.is_empty() {
            whole.push(' ');
        }
        whole.push_str(&word.to_lowercase());
        beginnings.push(whole.clone());
    }
    beginnings
}
