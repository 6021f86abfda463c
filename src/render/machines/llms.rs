//! `llms.txt` (llmstxt.org): what this site is and where its pages stand as Markdown, for language models.

use std::fmt::Write as _;

use crate::{
    link::LinkedBook,
    model::{Page, PageId, Shape},
    render::{
        body::Addressing,
        page::summary,
        twin::{self, text},
    },
};

/// Pages of a section that are listed at most; its own twin lists them all.
const LISTED: usize = 100;

/// The overview: the handbook in a sentence, then each top-level section with its pages.
pub(in crate::render) fn llms(linked: &LinkedBook, addressing: &Addressing<'_>) -> String {
    let book = &linked.book;
    let config = &book.config;
    let mut out = format!("# {}\n", text(&config.title));
    let home = book.page(book.home);
    let about =
        if config.description.is_empty() { summary(home) } else { config.description.clone() };
    if !about.is_empty() {
        let _ = write!(out, "\n> {}\n", text(&about));
    }
    let entry = |page: &Page, out: &mut String| {
        let url = addressing.url(&twin::url(&page.url));
        let _ = write!(out, "- [{}]({})", text(&page.title), twin::destination(&url));
        match summary(page) {
            summary if summary.is_empty() => out.push('\n'),
            summary => {
                let _ = writeln!(out, ": {}", text(&summary));
            }
        }
    };
    let shown = |id: &&PageId| !book.page(**id).hidden();
    let (sections, pages): (Vec<&PageId>, Vec<&PageId>) =
        home.children.iter().filter(shown).partition(|id| {
            !book.page(**id).children.is_empty() || book.page(**id).shape == Shape::Section
        });
    out.push_str("\n## Start here\n\n");
    entry(home, &mut out);
    for id in pages {
        entry(book.page(*id), &mut out);
    }
    for section in sections {
        let section = book.page(*section);
        let _ = write!(out, "\n## {}\n\n", text(&section.title));
        entry(section, &mut out);
        let children = section.children.iter().filter(shown);
        children.take(LISTED).for_each(|id| entry(book.page(*id), &mut out));
        let count = section.children.len();
        if count > LISTED {
            let url = addressing.url(&twin::url(&section.url));
            let _ = writeln!(out, "- [All {count} pages]({})", twin::destination(&url));
        }
    }
    out
}
