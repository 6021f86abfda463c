//! The next site, where the pages stand where they stood.

use std::sync::{Arc, OnceLock};

use super::{Files, Site};
use crate::{
    compare::Compared, discover::Sources, link::LinkedBook, model::PageId, parse::Document,
};

impl Site {
    /// The site of a book whose pages stand where those of this one's stand.
    pub(crate) fn told_anew(
        &self,
        linked: LinkedBook,
        compared: Arc<Compared>,
        sources: Arc<Sources>,
    ) -> Site {
        let Site { history, theme, routes, portable, remembered, .. } = self;
        let files = Files {
            sources,
            history: Arc::clone(history),
            theme: Arc::clone(theme),
            routes: Arc::clone(routes),
            portable: *portable,
            remembered: remembered.clone(),
        };
        Site::of(linked, compared, files)
    }

    /// This site with other texts: `changed` are documents of pages that [say the same](Document::says_as)
    /// to the rest of the book as those that they replace, and `sources` is what all are read from.
    pub(crate) fn with(&self, changed: &[(PageId, Arc<Document>)], sources: Arc<Sources>) -> Site {
        let Site {
            linked,
            compared,
            sources: _,
            history,
            theme,
            routes,
            portable,
            top,
            landmarks,
            common,
            remembered,
            index: _,
        } = self;
        let common = common.iter().map(|known| match known.get() {
            Some(common) => OnceLock::from(common.with_other_texts()),
            None => OnceLock::new(),
        });
        Site {
            linked: linked.with(changed),
            compared: Arc::clone(compared),
            sources,
            history: Arc::clone(history),
            theme: Arc::clone(theme),
            routes: Arc::clone(routes),
            portable: *portable,
            top: Arc::clone(top),
            landmarks: Arc::clone(landmarks),
            common: common.collect(),
            remembered: remembered.clone(),
            index: OnceLock::new(),
        }
    }

    /// Whether it is made from the same files as `sources` has beside its pages.
    pub(crate) fn has_beside(&self, sources: &Sources) -> bool {
        let Sources { pages: _, files, statics, theme } = &*self.sources;
        (files, statics, theme) == (&sources.files, &sources.statics, &sources.theme)
    }
}
