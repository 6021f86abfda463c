//! What is found of each page when it is first asked for, and kept while the page's text stays.

use std::sync::{Arc, OnceLock};

use crate::model::PageId;

/// Something of each page.
#[derive(Debug)]
pub(super) struct PerPage<T>(Vec<Arc<OnceLock<T>>>);

impl<T> PerPage<T> {
    /// For a book of `pages`, of which nothing is known.
    pub(super) fn of(pages: usize) -> PerPage<T> {
        PerPage(std::iter::repeat_with(Arc::default).take(pages).collect())
    }

    /// For the same book with other texts of the pages `changed`: all that was found of the others.
    pub(super) fn with<'p>(&self, changed: impl IntoIterator<Item = &'p PageId>) -> PerPage<T> {
        let mut pages = self.0.clone();
        for id in changed {
            pages[id.0 as usize] = Arc::default();
        }
        PerPage(pages)
    }

    /// What is known of a page, or what `find` finds.
    pub(super) fn of_page(&self, page: PageId, find: impl FnOnce() -> T) -> &T {
        self.0[page.0 as usize].get_or_init(find)
    }

    /// What is known of a page.
    pub(super) fn known(&self, page: PageId) -> Option<&T> {
        self.0[page.0 as usize].get()
    }

    /// How many pages there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}
