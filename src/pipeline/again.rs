//! The last build, and what of it stands after a change.
//!
//! Most saves change the prose of one page: no name, no address, no reference, nothing that another page
//! reads before it is made. Then the edges of the book, its tables and its addresses are what they were,
//! and are shared with the book before ([`Last::with`]). Other saves change what a page is called or what it
//! links to: then what that can have touched is made anew ([`Last::told_anew`]). Where pages come, go or
//! move, all is made anew.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    compare,
    config::Config,
    diagnostic::Diagnostic,
    discover::{History, Sources},
    link::Anew,
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
    /// When the files were last changed.
    pub(super) history: Arc<History>,
    pub(super) said: Said,
    pub(super) site: Arc<Site>,
    /// As of [`super::Built`].
    pub(super) is_patched: bool,
}

/// What is wrong with the book, beside what each file alone and what its prose comes to: by the stage that
/// said so.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) book: Vec<Diagnostic>,
    pub(super) links: Vec<Diagnostic>,
    pub(super) roles: Vec<Diagnostic>,
    pub(super) files: Vec<Diagnostic>,
}

impl Said {
    pub(super) fn all(&self) -> impl Iterator<Item = &Diagnostic> {
        let Said { book, links, roles, files } = self;
        book.iter().chain(links).chain(roles).chain(files)
    }

    /// The same of texts whose references went elsewhere.
    fn follow(&self, moved: &Moves) -> Said {
        let of = |complaints: &[Diagnostic]| {
            complaints.iter().cloned().map(|complaint| follow(complaint, moved)).collect()
        };
        let Said { book, links, roles, files } = self;
        Said { book: of(book), links: of(links), roles: of(roles), files: of(files) }
    }
}

/// Of each file, where its references went.
type Moves = BTreeMap<FileId, BTreeMap<Span, Span>>;

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
    /// The build of other texts; `None` where it shares nothing with this one.
    pub(super) fn again(
        &self,
        settings: &Settings,
        documents: &[Arc<Document>],
        sources: &Arc<Sources>,
    ) -> Option<Last> {
        let Last { settings: known, documents: before, history, said: _, site, is_patched } = self;
        if settings != known || documents.len() != before.len() || !site.has_beside(sources) {
            return None;
        }
        let pairs = before.iter().zip(documents).filter(|(old, new)| !Arc::ptr_eq(old, new));
        let changed = pairs.map(|(old, new)| Changed::of(site, old, new));
        let changed: Vec<Changed<'_>> = changed.collect::<Option<_>>()?;
        let (said, site, is_patched) = match self.with(&changed, sources) {
            Some((said, site)) => (said, site, *is_patched),
            None => {
                let (said, site) = self.told_anew(&changed, sources)?;
                (said, site, true)
            }
        };
        Some(Last {
            settings: known.clone(),
            documents: documents.to_vec(),
            history: Arc::clone(history),
            said,
            site: Arc::new(site),
            is_patched,
        })
    }

    /// The site of texts that differ in prose alone.
    fn with(&self, changed: &[Changed<'_>], sources: &Arc<Sources>) -> Option<(Said, Site)> {
        let mut moved = Moves::new();
        for Changed { old, new, .. } in changed {
            if !new.says_as(old) {
                return None;
            }
            moved.insert(old.file.clone(), moves(old, new)?);
        }
        let changed: Vec<_> = changed.iter().map(Changed::document).collect();
        Some((self.said.follow(&moved), self.site.with(&changed, Arc::clone(sources))))
    }

    /// The site of pages that are called otherwise, or link to other things, but stand where they stood.
    fn told_anew(&self, changed: &[Changed<'_>], sources: &Arc<Sources>) -> Option<(Said, Site)> {
        let Said { book, files, .. } = &self.said;
        let texts: BTreeSet<&FileId> = changed.iter().map(|it| &it.new.file).collect();
        // What was said of the texts before is not said anew, and may not be true of these.
        let points_there =
            |place: &Place| texts.contains(&place.file) && place.span != Span::default();
        let is_told = |it: &Diagnostic| {
            points_there(&it.place) || it.related.iter().any(|related| points_there(&related.place))
        };
        if book.iter().chain(files).any(is_told) {
            return None;
        }
        let Site { linked: before, compared, .. } = &*self.site;
        let documents: Vec<_> = changed.iter().map(Changed::document).collect();
        let pages: Vec<PageId> = changed.iter().map(|it| it.page).collect();
        let mut said = Said { book: book.clone(), files: files.clone(), ..Said::default() };
        let book = before.book.told_anew(&documents)?;
        let is_retitled = |id: &PageId| book.is_retitled(&before.book, *id);
        // Messages name pages by their titles and labels.
        if !said.book.is_empty() && (book.is_renamed(&before.book) || pages.iter().any(is_retitled))
        {
            return None;
        }
        let Anew { linked, bears } = before.told_anew(book, &pages)?;
        let linked = linked.take(&mut said.links);
        let compared = if bears {
            let compared = compare::compare(&linked, Some((before, compared)));
            compared.take(&mut said.roles).into()
        } else {
            said.roles.clone_from(&self.said.roles);
            Arc::clone(compared)
        };
        Some((said, self.site.told_anew(linked, compared, Arc::clone(sources))))
    }
}

/// A page whose text has changed.
struct Changed<'d> {
    page: PageId,
    old: &'d Document,
    new: &'d Arc<Document>,
}

impl<'d> Changed<'d> {
    /// `None` of a draft that is left out.
    fn of(site: &Site, old: &'d Document, new: &'d Arc<Document>) -> Option<Changed<'d>> {
        Some(Changed { page: page_of(site, new)?, old, new })
    }

    fn document(&self) -> (PageId, Arc<Document>) {
        (self.page, Arc::clone(self.new))
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
fn follow(mut complaint: Diagnostic, moved: &Moves) -> Diagnostic {
    let follow = |place: &mut Place| {
        let span = moved.get(&place.file).and_then(|moves| moves.get(&place.span));
        place.span = span.copied().unwrap_or(place.span);
    };
    follow(&mut complaint.place);
    complaint.related.iter_mut().for_each(|related| follow(&mut related.place));
    complaint
}
