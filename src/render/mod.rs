//! Pages are made: answers are put into bodies, views into templates.
//!
//! [`site`] lists every output file; [`Site::make`] makes one, when it is asked for. A page reads
//! its view and nothing else, so the same function serves a build and a preview.

mod again;
mod body;
mod careers;
mod common;
mod compare;
mod concept;
mod contents;
pub mod diagram;
mod edges;
mod json_ld;
mod machines;
mod page;
mod page_terms;
mod parts;
mod preview_image;
mod print;
mod role;
mod routes;
mod spectra;
mod terms;
mod theme;
mod twin;
pub mod view;

use std::{
    borrow::Cow,
    collections::BTreeMap,
    path::Path,
    sync::{Arc, OnceLock},
};

use rayon::prelude::*;

use crate::{
    compare::{Compared, Provenance},
    diagnostic::{Checked, Diagnostic},
    discover::{History, Sources},
    link::LinkedBook,
    model::{Index, Page, PageId, Shape, UrlPath, sections::NOT_FOUND},
    search,
    source::{FileId, Lines},
};
use body::{Addressing, Base};
use common::{Common, Top};
use compare::Beside;
use diagram::Room;
use routes::Route;
use theme::Theme;
pub use theme::{Ready, eject};

/// Every output file, and how to make its bytes.
#[derive(Debug)]
pub struct Site {
    /// The pages and their edges.
    pub linked: LinkedBook,
    /// What the roles say of themselves.
    pub compared: Arc<Compared>,
    /// The files that it is made from, for lines of them.
    sources: Arc<Sources>,
    /// When they were last changed.
    history: Arc<History>,
    theme: Arc<Theme>,
    /// By path below the output folder.
    routes: Arc<BTreeMap<String, Route>>,
    portable: bool,
    /// The pages right below the home page, for the header and the navigation.
    top: Arc<Top>,
    /// What every page links to: pages right below the home page, the theme's assets, the search.
    landmarks: Arc<Vec<UrlPath>>,
    /// Of each page, what its leaves have in common; made with the first of them.
    common: Vec<OnceLock<Common>>,
    /// What the search index remembers; `None` without a search.
    remembered: Option<Arc<search::Cache>>,
    /// The search index, made when one of its files is first asked for.
    index: OnceLock<search::Index>,
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
    remembered: &Arc<search::Cache>,
) -> Checked<Site> {
    let mut complaints = Vec::new();
    let theme = theme::load(&linked.book.config, &sources.theme).take(&mut complaints);
    let routes = routes::of(&mut linked, &history, &theme).take(&mut complaints);
    complaints.extend(common::no_logo(&linked.book));
    let has_index = routes.get(search::INDEX) == Some(&Route::SearchIndex);
    let remembered = has_index.then(|| Arc::clone(remembered));
    let (theme, routes) = (theme.into(), routes.into());
    let files = Files { sources, history, theme, routes, portable, remembered };
    Checked { value: Site::of(linked, compared.into(), files), diagnostics: complaints }
}

/// All that a site is made from beside its book.
struct Files {
    sources: Arc<Sources>,
    history: Arc<History>,
    theme: Arc<Theme>,
    routes: Arc<BTreeMap<String, Route>>,
    portable: bool,
    remembered: Option<Arc<search::Cache>>,
}

impl Site {
    fn of(linked: LinkedBook, compared: Arc<Compared>, files: Files) -> Site {
        let Files { sources, history, theme, routes, portable, remembered } = files;
        let book = &linked.book;
        let top = Top::of(book);
        let assets = theme.assets.values().map(|asset| UrlPath::file(&asset.path));
        let shown = top.doors.iter().chain(&top.others).map(|id| book.page(*id).url.clone());
        let landmarks = shown.chain(assets).chain(common::logo_file(book).map(|it| it.0));
        let landmarks = landmarks.chain(common::search_urls(book)).collect();
        Site {
            common: book.pages.iter().map(|_| OnceLock::new()).collect(),
            linked,
            compared,
            sources,
            history,
            theme,
            routes,
            portable,
            top: top.into(),
            landmarks: Arc::new(landmarks),
            remembered,
            index: OnceLock::new(),
        }
    }

    /// The paths of all output files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let own = self.routes.keys().map(String::as_str);
        let listed = self.index().into_iter().flat_map(search::Index::paths);
        let mut paths: Vec<&str> = own.chain(listed).collect();
        paths.sort_unstable();
        // The list of the index is among both.
        paths.dedup();
        paths.into_iter()
    }

    /// Whether `path` is one of [`Site::paths`].
    pub fn has(&self, path: &str) -> bool {
        self.routes.contains_key(path) || self.index_with(path).is_some()
    }

    /// The search index, if it has a file at `path`. Nothing else makes a preview read all pages.
    fn index_with(&self, path: &str) -> Option<&search::Index> {
        if !path.starts_with(search::FOLDER) {
            return None;
        }
        self.index().filter(|index| index.has(path))
    }

    fn index(&self) -> Option<&search::Index> {
        let remembered = self.remembered.as_deref()?;
        let make = || search::Index::of(&self.linked, self.portable, remembered);
        Some(self.index.get_or_init(make))
    }

    /// A file of each template: what a change of the theme is tried on.
    pub fn one_of_each(&self) -> Vec<&str> {
        routes::one_of_each(&self.linked.book, &self.routes)
    }

    /// The page that is made at `path`; `None` for every other file.
    pub fn page_at(&self, path: &str) -> Option<PageId> {
        let Route::Page(id) = self.routes.get(path)? else { return None };
        Some(*id)
    }

    /// Makes the file at `path`, one of [`Site::paths`].
    ///
    /// # Errors
    /// A `bad-template` diagnostic that names the template and the page.
    pub fn make(&self, path: &str) -> Option<Result<Made<'_>, Diagnostic>> {
        let book = &self.linked.book;
        let Some(route) = self.routes.get(path) else { return Some(Ok(self.indexed(path)?)) };
        let made = match route {
            Route::Page(page) => self.page(*page),
            Route::Redirect(index) => self.redirect(*index),
            Route::NotFound => self.not_found(),
            Route::Search => self.search_page(),
            Route::SearchIndex => Ok(self.indexed(path)?),
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

    /// A file of the search index.
    fn indexed(&self, path: &str) -> Option<Made<'_>> {
        Some(match self.index_with(path)?.make(&self.linked, path)? {
            Cow::Borrowed(bytes) => Made::Held(bytes),
            Cow::Owned(bytes) => Made::Bytes(bytes),
        })
    }

    /// What is wrong with templates: makes every page, in parallel, and keeps none.
    pub fn complaints(&self) -> Vec<Diagnostic> {
        // The search index has no template.
        let made = self.routes.iter().filter(|(_, route)| **route != Route::SearchIndex);
        let paths: Vec<&String> = made.map(|(path, _)| path).collect();
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
        Ready::of(&common::site_view(&self.linked, &self.theme, &self.top, has_feed, addressing))
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
                let accent = book.config.theme_option("accent").unwrap_or("");
                // It is opened from anywhere: what is relative to its page leads nowhere.
                let link = |url: &UrlPath| machines::canonical(book, url);
                let all = link(from).map(|url| format!("{url}#compare:table"));
                compare::drawing(linked, compared, &table, &addressing, &link, all, Room::Wide)?
                    .standalone(accent)
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
        let named = ("404", "Page not found");
        let view = page::apart_view(&self.linked, &self.compared, named, &addressing);
        self.theme.render("404.html", &site, &view, &FileId::new("/404.html")).map(bytes)
    }

    /// The page that searches for what its address asks: `/search/?q=lead`.
    fn search_page(&self) -> Result<Made<'_>, Diagnostic> {
        let from = common::search_url();
        let addressing = Addressing { from: &from, base: Base::Page, portable: self.portable };
        let site = self.site(&addressing);
        let named = ("search", "Search");
        let view = page::apart_view(&self.linked, &self.compared, named, &addressing);
        self.theme.render("search.html", &site, &view, &FileId::new(from.as_str())).map(bytes)
    }

    /// The 404 page that an author wrote: ours with another text, without a place in the book.
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
        view.kind = "404";
        let site = self.site(&addressing);
        self.theme.render("404.html", &site, &view, &self.rendering(id)).map(bytes)
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
