//! What has become of an open page whose address leads nowhere any more.
//!
//! The page tells what it was made from when it was last there, so nothing has to be remembered of earlier
//! books, and a preview that was started again knows it as well.

use std::collections::BTreeSet;

use serde::Serialize;

use super::routes::{Asked, below_base};
use crate::{
    memo::Fingerprint,
    model::{Named, PageId, UrlPath, fold},
    pipeline::Built,
    source::FileId,
};

/// What a page is made from, as far as it helps to find it again.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Debug)]
pub(super) struct From {
    /// The path of its file; `None` of a derived page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its title.
    pub title: String,
    /// The length and the print of its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl From {
    pub(super) fn of(built: &Built, page: PageId) -> From {
        let page = built.site.linked.book.page(page);
        let file = page.document().map(|document| &document.file);
        From {
            source: file.map(|file| file.path().to_owned()),
            title: page.title.clone(),
            text: file.and_then(|file| built.text(file)).map(|text| print(&text)),
        }
    }
}

fn print(text: &str) -> String {
    format!("{}-{}", text.len(), Fingerprint::of([text.as_bytes()]).hex8())
}

/// What has become of a page.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Debug)]
pub(super) struct Gone {
    what: What,
    /// The title of the page that is meant; empty for none.
    title: String,
    /// Its address, relative to the page that is gone.
    url: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Default, Serialize, Debug)]
#[serde(rename_all = "lowercase")]
enum What {
    /// Its file, or its text in another file, is now at another address.
    Moved,
    /// Another page has its name.
    Named,
    /// It is a draft, which is left out.
    Draft,
    /// It is nowhere.
    #[default]
    Deleted,
}

/// What has become of the page that is `asked` for.
pub(super) fn now(built: &Built, asked: &Asked) -> Gone {
    let book = &built.site.linked.book;
    let at = |what, page: PageId, place: Option<&str>| {
        let path = below_base(built, &asked.path).unwrap_or(&asked.path);
        let page = book.page(page);
        let url = page.url.relative_to(&UrlPath::file(path.trim_start_matches('/')));
        let url = place.map_or_else(|| url.clone(), |place| format!("{url}#{place}"));
        Gone { what, title: page.title.clone(), url }
    };
    let source = asked.from.source.as_deref().map(FileId::new);
    if let Some(source) = &source {
        if let Some(page) = written_in(built, source) {
            return at(What::Moved, page, None);
        }
        if book.drafts.iter().any(|draft| draft.file == *source) {
            return Gone { what: What::Draft, ..Gone::default() };
        }
    }
    if let Some(page) = asked.from.text.as_deref().and_then(|text| with_text(built, text)) {
        return at(What::Moved, page, None);
    }
    if let Named::One(concept) = book.names.find(&asked.from.title) {
        let entry = book.entry(concept).map(|entry| &*entry.id);
        return at(What::Named, book.concept(concept).page, entry);
    }
    let title = fold(&asked.from.title);
    let mut titled = book.ids().filter(|id| fold(&book.page(*id).title) == title);
    match (titled.next(), titled.next()) {
        (Some(page), None) if !title.is_empty() => at(What::Named, page, None),
        _ => Gone::default(),
    }
}

fn written_in(built: &Built, file: &FileId) -> Option<PageId> {
    let book = &built.site.linked.book;
    let is_it = |id: &PageId| book.page(*id).document().is_some_and(|it| it.file == *file);
    book.ids().find(is_it)
}

/// The first page with the text of that length and print.
fn with_text(built: &Built, text: &str) -> Option<PageId> {
    let length: usize = text.split('-').next()?.parse().ok().filter(|length| *length > 0)?;
    let pages = built.sources.pages.iter().map(|page| &page.source);
    let files: BTreeSet<&FileId> = pages
        .filter(|source| source.text.len() == length && print(&source.text) == text)
        .map(|source| &source.file)
        .collect();
    files.into_iter().find_map(|file| written_in(built, file))
}
