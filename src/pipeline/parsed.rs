//! Pages are parsed once: those whose files stay are taken over from the last build.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::{
    config::Config,
    diagnostic::{Checked, Diagnostic},
    discover::{PageSource, Sources},
    model::sections,
    parse::{self, Document},
};

/// The pages of the last build.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    last: Mutex<Pages>,
    cache: parse::Cache,
}

/// Pages by path, each with what it came to.
#[derive(Debug, Default)]
struct Pages {
    /// All that decides how a text is read, beside the text and its path.
    settings: String,
    pages: Vec<(Arc<PageSource>, Page)>,
}

/// What a page came to.
type Page = Arc<Checked<Arc<Document>>>;

impl Parsed {
    /// Parses every page whose file is not the last one's, in parallel; in the order of the files.
    pub(super) fn documents(
        &self,
        sources: &Sources,
        config: &Config,
        complaints: &mut Vec<Diagnostic>,
    ) -> Vec<Arc<Document>> {
        let types: Vec<_> =
            config.types.iter().map(|(glob, kind)| (glob.glob().glob(), kind)).collect();
        let settings = format!("{:?}\n{}\n{types:?}", config.markdown, config.facets.as_read());
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.settings != settings {
            *last = Pages { settings, pages: Vec::new() };
        }
        let known = last.known(&sources.pages);
        let pages = sources.pages.par_iter().zip(known).map(|(page, known)| {
            let parsed = known.unwrap_or_else(|| {
                let kind = sections::by_path(config, &page.path);
                let facets = &config.facets;
                let options = parse::Options { markdown: config.markdown, kind, facets };
                let Checked { value, diagnostics } = parse::document(page, &options, &self.cache);
                Arc::new(Checked { value: Arc::new(value), diagnostics })
            });
            (Arc::clone(page), parsed)
        });
        last.pages = pages.collect();
        self.cache.code.sweep();
        let mut documents = Vec::with_capacity(last.pages.len());
        for (_, checked) in &last.pages {
            complaints.extend(checked.diagnostics.iter().cloned());
            documents.push(Arc::clone(&checked.value));
        }
        documents
    }
}

impl Pages {
    /// What is known of each of `pages`, which are in the order of their paths too.
    fn known(&self, pages: &[Arc<PageSource>]) -> Vec<Option<Page>> {
        let mut all = self.pages.iter().peekable();
        let of_page = |page: &Arc<PageSource>| {
            // Most files are the very same, and need not be looked at.
            let is_same = |known: &Arc<PageSource>| Arc::ptr_eq(known, page);
            while all.next_if(|(it, _)| !is_same(it) && it.path < page.path).is_some() {}
            let (known, parsed) = all.next_if(|(it, _)| is_same(it) || it.path == page.path)?;
            (is_same(known) || known.print == page.print).then(|| Arc::clone(parsed))
        };
        pages.iter().map(of_page).collect()
    }
}
