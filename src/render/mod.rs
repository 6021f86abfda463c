//! Pages are made: answers are put into bodies, views into templates.
//!
//! [`site`] lists every output file; [`Site::make`] makes one, when it is asked for. A page reads
//! its view and nothing else, so the same function serves a build and a preview.

mod body;
mod careers;
mod common;
mod compare;
mod concept;
pub mod diagram;
mod edges;
mod json_ld;
mod machines;
mod page;
mod page_terms;
mod parts;
mod print;
mod role;
mod spectra;
mod terms;
mod theme;
mod twin;
pub mod view;

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, OnceLock},
};

use rayon::prelude::*;

use crate::{
    compare::{Compared, Provenance},
    diagnostic::{Checked, Code, Diagnostic},
    discover::{History, Sources},
    link::LinkedBook,
    model::{Claim, Index, Page, PageId, Shape, UrlPath, sections::NOT_FOUND, url::folded},
    source::{FileId, Lines, Place, Span},
};
use body::{Addressing, Base};
use common::Common;
use compare::Beside;
pub use theme::Ready;
use theme::Theme;

/// Every output file, and how to make its bytes.
#[derive(Debug)]
pub struct Site {
    /// The pages and their edges.
    pub linked: LinkedBook,
    /// What the roles say of themselves.
    pub compared: Compared,
    /// The files that it is made from, for lines of them.
    sources: Arc<Sources>,
    /// When they were last changed.
    history: Arc<History>,
    theme: Theme,
    /// By path below the output folder.
    routes: BTreeMap<String, Route>,
    portable: bool,
    /// The top-level sections, for the header.
    doors: Vec<PageId>,
    /// What every page links to: the top-level sections, and the theme's assets.
    landmarks: Vec<UrlPath>,
    /// Of each page, what its leaves have in common; made with the first of them.
    common: Vec<OnceLock<Common>>,
}

/// How one output file is made.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Route {
    Page(PageId),
    /// Index into `Book::redirects`.
    Redirect(usize),
    /// The Markdown twin of a page.
    Twin(PageId),
    /// All pages of a section, in one document.
    Print(PageId),
    NotFound,
    /// The sitemap, or one of its parts, from 1.
    Sitemap(Option<usize>),
    Feed,
    Robots,
    Llms,
    /// Name of one of the theme's assets.
    Asset(String),
    /// Index into `Book::files`.
    File(u32),
    /// Index into `Book::statics`.
    Static(u32),
    /// A file beside the page of a comparison.
    Beside(PageId, Beside),
}

/// The content of one output file.
#[derive(Debug)]
pub enum Made<'a> {
    /// Bytes that were made.
    Bytes(Vec<u8>),
    /// Bytes that the site holds.
    Held(&'a [u8]),
    /// A file to copy.
    Copy(&'a Path),
}

/// Lists the site's files. Nothing is rendered yet; what is wrong with the theme is said.
pub fn site(
    mut linked: LinkedBook,
    compared: Compared,
    sources: Arc<Sources>,
    history: Arc<History>,
    portable: bool,
) -> Checked<Site> {
    let mut complaints = Vec::new();
    let theme = theme::load(&linked.book.config, &sources.theme).take(&mut complaints);
    let routes = routes(&mut linked, &history, &theme).take(&mut complaints);
    let doors = common::doors(&linked.book);
    let assets = theme.assets.values().map(|asset| UrlPath::file(&asset.path));
    let landmarks = doors.iter().map(|door| linked.book.page(*door).url.clone()).chain(assets);
    let landmarks = landmarks.collect();
    let common = linked.book.pages.iter().map(|_| OnceLock::new()).collect();
    let site = Site {
        linked,
        compared,
        sources,
        history,
        theme,
        routes,
        portable,
        doors,
        landmarks,
        common,
    };
    Checked { value: site, diagnostics: complaints }
}

impl Site {
    /// The paths of all output files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.routes.keys().map(String::as_str)
    }

    /// Whether `path` is one of [`Site::paths`].
    pub fn has(&self, path: &str) -> bool {
        self.routes.contains_key(path)
    }

    /// The Markdown file that the page at `path` is written in.
    pub fn written_in(&self, path: &str) -> Option<FileId> {
        match self.routes.get(path)? {
            Route::Page(id) => self.linked.book.page(*id).document().map(|it| it.file.clone()),
            Route::Redirect(_)
            | Route::Twin(_)
            | Route::Print(_)
            | Route::NotFound
            | Route::Sitemap(_)
            | Route::Feed
            | Route::Robots
            | Route::Llms
            | Route::Asset(_)
            | Route::File(_)
            | Route::Static(_)
            | Route::Beside(..) => None,
        }
    }

    /// Makes the file at `path`, one of [`Site::paths`].
    ///
    /// # Errors
    /// A `bad-template` diagnostic that names the template and the page.
    pub fn make(&self, path: &str) -> Option<Result<Made<'_>, Diagnostic>> {
        let book = &self.linked.book;
        let made = match self.routes.get(path)? {
            Route::Page(page) => self.page(*page),
            Route::Redirect(index) => self.redirect(*index),
            Route::NotFound => self.not_found(),
            Route::Twin(page) => Ok(bytes(self.twin(*page))),
            Route::Print(page) => self.print(*page),
            Route::Sitemap(part) => Ok(Made::Bytes(machines::sitemap(book, &self.history, *part))),
            Route::Feed => Ok(Made::Bytes(machines::feed(book, &self.history))),
            Route::Robots => Ok(bytes(machines::robots(book))),
            Route::Llms => Ok(bytes(self.llms())),
            Route::Asset(name) => Ok(Made::Held(&self.theme.assets[name].bytes)),
            Route::File(index) => Ok(Made::Copy(&book.files[*index as usize].file.disk)),
            Route::Beside(page, file) => Ok(Made::Bytes(self.beside(*page, *file)?.into_bytes())),
            Route::Static(index) => Ok(Made::Copy(&book.statics[*index as usize].disk)),
        };
        Some(made)
    }

    /// What is wrong with templates: makes every page, in parallel, and keeps none.
    pub fn complaints(&self) -> Vec<Diagnostic> {
        let paths: Vec<&str> = self.paths().collect();
        paths.par_iter().filter_map(|path| self.make(path)?.err()).collect()
    }

    fn page(&self, id: PageId) -> Result<Made<'_>, Diagnostic> {
        let page = self.linked.book.page(id);
        if page.url.output() == NOT_FOUND {
            return self.written_not_found(id);
        }
        let addressing = Addressing { from: &page.url, base: Base::Page, portable: self.portable };
        let common = self.common(page);
        let site = common.map_or_else(|| self.site(&addressing), |common| common.site.clone());
        let view =
            page::page_view(&self.linked, &self.compared, &self.history, id, &addressing, common);
        let template = format!("{}.html", view.kind);
        self.theme.render(&template, &site, &view, &self.rendering(id)).map(bytes)
    }

    /// The site, as a page that writes addresses with `addressing` sees it.
    fn site(&self, addressing: &Addressing<'_>) -> Ready {
        let has_feed = self.routes.contains_key(machines::FEED);
        Ready::of(&common::site_view(&self.linked, &self.theme, &self.doors, has_feed, addressing))
    }

    /// What a page has in common with the other leaves of its section. `None` if it is no leaf, if
    /// its address is not in the section's folder, or if it stands above what every page links to.
    fn common(&self, page: &Page) -> Option<&Common> {
        // The pairs that nobody wrote are the leaves of their index.
        let is_leaf = page.shape == Shape::Leaf || page.index == Some(Index::Pair);
        self.common_below(page.parent.filter(|_| is_leaf)?, &page.url)
    }

    /// What a page at `url` has in common with the leaves of the section `id`.
    fn common_below(&self, id: PageId, url: &UrlPath) -> Option<&Common> {
        let book = &self.linked.book;
        let section = book.page(id);
        if !url.is_child_of(&section.url)
            || self.landmarks.iter().any(|landmark| landmark.is_below(url))
        {
            return None;
        }
        let common = || {
            // No child has this address, so all of them are seen from it as from a sibling.
            let from = section.url.child("");
            let addressing = Addressing { from: &from, base: Base::Page, portable: self.portable };
            Common::of(self.site(&addressing), book, section, &addressing)
        };
        Some(self.common[id.0 as usize].get_or_init(common))
    }

    /// A file beside the page of a comparison.
    fn beside(&self, id: PageId, file: Beside) -> Option<String> {
        let Site { linked, compared, .. } = self;
        let book = &linked.book;
        let table = compare::table_of(linked, compared, book.comparisons.on(id)?);
        Some(match file {
            Beside::Json => crate::compare::json(linked, &table, &|from| self.line(from)),
            Beside::Csv => crate::compare::csv(linked, &table),
            Beside::Svg => {
                let from = &book.page(id).url;
                let addressing = Addressing { from, base: Base::Page, portable: self.portable };
                let mut options = book.config.theme_options.iter();
                let accent = options.find(|(name, _)| name == "accent");
                let accent = accent.map_or("", |(_, accent)| accent);
                compare::drawing(linked, compared, &table, &addressing)?.standalone(accent)
            }
        })
    }

    /// The line, from 1, that a cell is said in.
    fn line(&self, from: &Provenance) -> usize {
        let file = self.linked.book.page(from.page).document().map(|document| &document.file);
        let pages = &self.sources.pages;
        let found =
            file.and_then(|file| pages.binary_search_by(|page| page.source.file.cmp(file)).ok());
        let text = found.map(|index| Arc::clone(&pages[index].source.text));
        text.map_or(1, |text| Lines::of(text).position(from.span.start).line)
    }

    fn redirect(&self, index: usize) -> Result<Made<'_>, Diagnostic> {
        let redirect = &self.linked.book.redirects[index];
        let addressing =
            Addressing { from: &redirect.from, base: Base::Page, portable: self.portable };
        let parent = self.linked.book.page(redirect.to).parent;
        let common = parent.and_then(|section| self.common_below(section, &redirect.from));
        let site = common.map_or_else(|| self.site(&addressing), |common| common.site.clone());
        let view = page::redirect_view(&self.linked, redirect, &addressing);
        let rendering = redirect.place.as_ref().map(|place| place.file.clone());
        let rendering = rendering.unwrap_or_else(|| self.rendering(redirect.to));
        self.theme.render("redirect.html", &site, &view, &rendering).map(bytes)
    }

    /// The 404 page is served at any depth, so it alone has addresses from the server's root, below
    /// the path of `base_url`.
    fn rooted<'a>(&'a self, from: &'a UrlPath) -> Addressing<'a> {
        let base = self.linked.book.config.base_url.as_ref();
        let base = Base::Server(base.map_or("", |url| url.path().trim_end_matches('/')));
        Addressing { from, base, portable: false }
    }

    fn not_found(&self) -> Result<Made<'_>, Diagnostic> {
        let from = UrlPath::file(NOT_FOUND);
        let addressing = self.rooted(&from);
        let site = self.site(&addressing);
        let view = page::not_found_view(&self.linked, &self.compared, &addressing);
        self.theme.render("404.html", &site, &view, &FileId::new("/404.html")).map(bytes)
    }

    /// The 404 page that an author wrote: a page like others, without a place in the book.
    fn written_not_found(&self, id: PageId) -> Result<Made<'_>, Diagnostic> {
        let addressing = self.rooted(&self.linked.book.page(id).url);
        let history = &self.history;
        let mut view =
            page::page_view(&self.linked, &self.compared, history, id, &addressing, None);
        view.canonical.clear();
        view.markdown_url.clear();
        view.json_ld.clear();
        view.breadcrumbs.clear();
        (view.previous, view.next) = (None, None);
        let template = format!("{}.html", view.kind);
        let site = self.site(&addressing);
        self.theme.render(&template, &site, &view, &self.rendering(id)).map(bytes)
    }

    /// What a message calls the page that is being made: its file, else its address.
    fn rendering(&self, id: PageId) -> FileId {
        let page = self.linked.book.page(id);
        page.document().map_or_else(|| FileId::new(page.url.as_str()), |it| it.file.clone())
    }
}

fn bytes<'a>(text: String) -> Made<'a> {
    Made::Bytes(text.into_bytes())
}

/// Every output file. What an author made comes first: a `static/404.html` stands before ours.
///
/// What only stands in the way of ours, as a folder `404.html/` does, is said: no disk has both.
fn routes(
    linked: &mut LinkedBook,
    history: &History,
    theme: &Theme,
) -> Checked<BTreeMap<String, Route>> {
    let LinkedBook { book, files, .. } = linked;
    let mut routes = BTreeMap::new();
    for id in book.ids() {
        routes.insert(book.page(id).url.output(), Route::Page(id));
    }
    for index in &*files {
        let path = book.files[*index as usize].url.output();
        routes.entry(path).or_insert(Route::File(*index));
    }
    for (index, file) in book.statics.iter().enumerate() {
        routes.entry(file.path.clone()).or_insert(Route::Static(index as u32));
    }
    for (index, redirect) in book.redirects.iter().enumerate() {
        routes.entry(redirect.from.output()).or_insert(Route::Redirect(index));
    }
    let mut ours: Vec<(String, Route)> = vec![(NOT_FOUND.to_owned(), Route::NotFound)];
    ours.push((machines::LLMS.to_owned(), Route::Llms));
    if book.config.base_url.is_some() {
        ours.push((machines::ROBOTS.to_owned(), Route::Robots));
        ours.push(("sitemap.xml".to_owned(), Route::Sitemap(None)));
        let parts = machines::sitemap_parts(book);
        let part = |part| (format!("sitemap-{part}.xml"), Route::Sitemap(Some(part)));
        ours.extend((1..=parts).filter(|_| parts > 1).map(part));
    }
    if machines::has_feed(book, history) {
        ours.push((machines::FEED.to_owned(), Route::Feed));
    }
    for id in book.ids().filter(|id| book.page(*id).url.output() != NOT_FOUND) {
        let page = book.page(id);
        ours.push((twin::url(&page.url).output(), Route::Twin(id)));
        ours.extend(print::of(page).map(|url| (url.output(), Route::Print(id))));
    }
    for comparison in &book.comparisons {
        let files = Beside::ALL.into_iter();
        let drawn = |file: &Beside| *file != Beside::Svg || comparison.subjects.len() <= 4;
        ours.extend(files.filter(drawn).map(|file| {
            let url = file.url(&book.page(comparison.page).url);
            (url.output(), Route::Beside(comparison.page, file))
        }));
    }
    for (name, asset) in &theme.assets {
        ours.push((asset.path.clone(), Route::Asset(name.clone())));
    }
    let mut complaints = Vec::new();
    for (path, route) in ours {
        // An author's own file stands before ours. A page is none: it would be taken for the document.
        if book.claims.holds(&folded(&path)) && !matches!(route, Route::Print(_)) {
            continue;
        }
        let claim = Claim { place: None, who: format!("rolebook's own `{path}`") };
        match book.claims.take(&path, claim) {
            Ok(()) => {
                routes.insert(path, route);
            }
            Err(other) => complaints.push(in_the_way(&path, other)),
        }
    }
    Checked { value: routes, diagnostics: complaints }
}

fn in_the_way(path: &str, other: Claim) -> Diagnostic {
    // A name with a digest in it would say less than its folder does, and say it once an asset.
    let shown = if path.starts_with("assets/") { "assets" } else { path };
    let shown = shown.strip_suffix("index.html").unwrap_or(shown);
    let message = format!("{} stands in the way of rolebook's own `{shown}`", other.who);
    let place =
        other.place.unwrap_or_else(|| Place { file: FileId::new(path), span: Span::default() });
    Diagnostic::new(Code::AddressTaken, &place.file, place.span, message)
        .help("give it another name or address".to_owned())
}

/// The kind of a page as templates know it, and so the name of its template.
fn kind_name(book: &crate::model::Book, id: PageId) -> &'static str {
    use crate::model::Kind;
    let page = book.page(id);
    match (&page.index, page.shape, page.kind) {
        (Some(Index::Terms), _, _) => "terms",
        (Some(Index::Scheme(_)), _, _) => "scheme",
        (Some(Index::Label(_)), _, _) => "label",
        (Some(Index::Spectra), _, _) => "spectra",
        (Some(Index::Questions(_)), _, _) => "faq",
        (Some(Index::Careers), _, _) => "careers",
        (Some(Index::Comparisons), _, _) => "comparisons",
        (Some(Index::Pair), _, _) => "comparison",
        (None, Shape::Home, _) => "home",
        (None, Shape::Tags, _) => "tags",
        (None, Shape::Tag, _) => "tag",
        (None, Shape::Section, Kind::Page) => "section",
        (None, Shape::Section | Shape::Leaf | Shape::Index, kind) => kind.name(),
    }
}
