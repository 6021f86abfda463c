//! The last build, and what of it stands when nothing but prose has changed.
//!
//! Most saves change the prose of one page: no name, no address, no reference, nothing that another page
//! reads before it is made. Then the edges of the book, its tables and its addresses are what they were,
//! and are shared with the book before.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    config::Config,
    diagnostic::Diagnostic,
    discover::Sources,
    model::PageId,
    parse::Document,
    render::Site,
    source::{FileId, Place, Source, Span},
};

/// The last build.
#[derive(Debug)]
pub(super) struct Last {
    pub(super) settings: Settings,
    /// What was parsed, in the order of the files.
    pub(super) documents: Vec<Arc<Document>>,
    /// What is wrong with the book, beside what each file alone and what its prose comes to.
    pub(super) complaints: Vec<Diagnostic>,
    pub(super) site: Arc<Site>,
}

/// What all stages read beside the files: `rolebook.toml`, and what the command line sets over it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Settings {
    written: Option<Source>,
    plain: bool,
    content: String,
    output: String,
    drafts: bool,
    base_url: Option<url::Url>,
    portable: bool,
}

impl Settings {
    pub(super) fn of(config: &Config, written: Option<&Source>, portable: bool) -> Settings {
        let Config { plain, content, output, drafts, base_url, .. } = config;
        Settings {
            written: written.cloned(),
            plain: *plain,
            content: content.clone(),
            output: output.clone(),
            drafts: *drafts,
            base_url: base_url.clone(),
            portable,
        }
    }
}

impl Last {
    /// The same build of other texts; `None` where more has changed than prose.
    pub(super) fn with(
        &self,
        settings: &Settings,
        documents: &[Arc<Document>],
        sources: &Arc<Sources>,
    ) -> Option<Last> {
        let Last { settings: known, documents: before, complaints, site } = self;
        if settings != known || documents.len() != before.len() || !site.has_beside(sources) {
            return None;
        }
        let mut changed = Vec::new();
        let mut moved = BTreeMap::new();
        for (old, new) in before.iter().zip(documents) {
            if Arc::ptr_eq(old, new) {
                continue;
            }
            if !new.says_as(old) {
                return None;
            }
            moved.insert(old.file.clone(), moves(old, new)?);
            changed.push((page_of(site, new)?, Arc::clone(new)));
        }
        let complaints = complaints.iter().cloned().map(|complaint| follow(complaint, &moved));
        Some(Last {
            settings: known.clone(),
            documents: documents.to_vec(),
            complaints: complaints.collect(),
            site: Arc::new(site.with(&changed, Arc::clone(sources))),
        })
    }
}

/// The page that is written in a document; `None` of a draft that is left out.
fn page_of(site: &Site, document: &Document) -> Option<PageId> {
    // Written pages come first, in the order of their files.
    let pages = &site.linked.book.pages;
    let written = pages.partition_point(|page| page.document().is_some());
    let path = |index: usize| pages[index].document().map(|document| &document.path);
    let (mut from, mut to) = (0, written);
    while from < to {
        let middle = usize::midpoint(from, to);
        match path(middle).cmp(&Some(&document.path)) {
            std::cmp::Ordering::Less => from = middle + 1,
            std::cmp::Ordering::Equal => return Some(PageId(middle as u32)),
            std::cmp::Ordering::Greater => to = middle,
        }
    }
    None
}

/// Where the references of a document went; `None` where two of one place went to different ones.
fn moves(old: &Document, new: &Document) -> Option<BTreeMap<Span, Span>> {
    let mut moves = BTreeMap::new();
    for (old, new) in old.references.iter().zip(&new.references) {
        if *moves.entry(old.span).or_insert(new.span) != new.span {
            return None;
        }
    }
    Some(moves)
}

/// A complaint that points at the same references as before, wherever they stand now.
fn follow(mut complaint: Diagnostic, moved: &BTreeMap<FileId, BTreeMap<Span, Span>>) -> Diagnostic {
    let follow = |place: &mut Place| {
        let span = moved.get(&place.file).and_then(|moves| moves.get(&place.span));
        place.span = span.copied().unwrap_or(place.span);
    };
    follow(&mut complaint.place);
    complaint.related.iter_mut().for_each(|related| follow(&mut related.place));
    complaint
}
