//! The pages of a book that were made last: who asks again, or in another window, is not kept waiting.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use hyper::body::Bytes;

use super::reload;
use crate::memo::Fingerprint;

/// Pages that are kept: one may be a list of thousands.
const MOST: usize = 8;

/// A page as it is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Page {
    /// With the client.
    pub(super) bytes: Bytes,
    /// By what a client can tell whether it has this very page.
    pub(super) print: String,
}

impl Page {
    /// A page as it is built.
    pub(super) fn of(built: Vec<u8>) -> Page {
        let print = Fingerprint::of([&*built]).hex8();
        Page { bytes: reload::with_client(built).into(), print }
    }
}

/// Pages by their files, those that were made last at the end.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<VecDeque<(String, Page)>>);

impl Kept {
    pub(super) fn page(&self, file: &str) -> Option<Page> {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.iter().find(|(known, _)| known == file).map(|(_, page)| page.clone())
    }

    pub(super) fn keep(&self, file: &str, page: &Page) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Two windows may have asked for it at once.
        pages.retain(|(known, _)| known != file);
        if pages.len() == MOST {
            pages.pop_front();
        }
        pages.push_back((file.to_owned(), page.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_pages_are_kept() {
        let kept = Kept::default();
        let page = |number: usize| Page::of(format!("<head>{number}").into_bytes());
        (0..=MOST).for_each(|number| kept.keep(&number.to_string(), &page(number)));
        kept.keep("2", &page(2));
        assert_eq!(kept.page("0"), None);
        assert!((1..=MOST).all(|number| kept.page(&number.to_string()) == Some(page(number))));
    }
}
