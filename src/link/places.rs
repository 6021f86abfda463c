//! Where everything is that a reference can lead to: paths, addresses, names of files. What pages say,
//! and what they are called, has no part in it.

use rapidhash::{RapidHashMap, RapidHashSet};

use super::targets::{Found, nfc};
use crate::{
    model::{
        Book, Page, fold,
        sections::{is_own_name, split, stem, stem_path},
        url::folded,
    },
    parse::Document,
};

/// The places of a book.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Files of the content folder, by path in NFC (disks differ in how they spell `é`).
    pub(super) paths: RapidHashMap<Box<str>, Found>,
    /// Addresses of pages, redirects, static files and content files, in NFC, without slashes
    /// around them.
    pub(super) urls: RapidHashMap<Box<str>, Found>,
    /// What `paths` and `urls` hold, by the folded key.
    pub(super) folded: RapidHashMap<String, Found>,
    /// Pages and files by the folded last part of their path, pages without its extension.
    pub(super) names: RapidHashMap<String, Vec<Found>>,
    /// Drafts, by path and by every name, folded: left out, and so known.
    pub(super) drafts: RapidHashSet<String>,
    /// Folders that hold files of any kind.
    pub(super) folders: RapidHashSet<Box<str>>,
}

impl Places {
    pub(super) fn of(book: &Book) -> Places {
        let mut places = Places::default();
        for id in book.ids() {
            places.add_page(book.page(id), Found::Page(id));
        }
        for redirect in book.redirects.iter() {
            places.add_url(redirect.from.as_str(), Found::Page(redirect.to));
        }
        for (index, file) in book.files.iter().enumerate() {
            let found = Found::File(index as u32);
            places.paths.entry(key(&file.file.path)).or_insert(found);
            places.add_url(file.url.as_str(), found);
            let (folder, name) = split(&file.file.path);
            places.add_folders(folder);
            places.names.entry(folded(name)).or_default().push(found);
        }
        for (index, file) in book.statics.iter().enumerate() {
            places.add_url(&file.path, Found::Static(index as u32));
        }
        for draft in book.drafts.iter() {
            places.add_draft(draft);
        }
        places.fold();
        places
    }

    fn add_url(&mut self, url: &str, found: Found) {
        self.urls.entry(key(url.trim_matches('/'))).or_insert(found);
    }

    fn add_page(&mut self, page: &Page, found: Found) {
        self.add_url(page.url.as_str(), found);
        let Some(document) = page.document() else { return };
        self.paths.insert(key(&document.path), found);
        let (folder, name) = split(&document.path);
        self.names.entry(folded(stem(name))).or_default().push(found);
        if is_own_name(name) && !folder.is_empty() {
            self.names.entry(folded(split(folder).1)).or_default().push(found);
        }
    }

    fn add_folders(&mut self, folder: &str) {
        let mut folder = folder;
        while !folder.is_empty() && self.folders.insert(folder.into()) {
            folder = split(folder).0;
        }
    }

    fn add_draft(&mut self, draft: &Document) {
        self.drafts.insert(folded(&draft.path));
        self.drafts.insert(folded(stem_path(&draft.path)));
        let front = &draft.front;
        let title = front.title.as_ref().map(|title| title.value.text.as_str());
        let heading = draft.heading.as_ref().map(|heading| heading.text.as_str());
        let label = front.concept.label.as_ref().map(|label| label.value.as_str());
        let id = front.id.as_ref().map(|id| id.value.as_str());
        let name = Some(stem(split(&draft.path).1));
        let alt = front.concept.alt.iter().map(|label| label.text.as_str());
        for name in [title, heading, label, id, name].into_iter().flatten().chain(alt) {
            self.drafts.insert(fold(name));
        }
    }

    fn fold(&mut self) {
        let paths = self.paths.iter().map(|(key, found)| (key, *found));
        let urls = self.urls.iter().map(|(key, found)| (key, *found));
        let mut keys: Vec<(&Box<str>, Found)> = paths.chain(urls).collect();
        keys.sort_unstable();
        for (key, found) in keys {
            self.folded.entry(folded(key)).or_insert(found);
        }
    }
}

fn key(path: &str) -> Box<str> {
    nfc(path).into()
}
