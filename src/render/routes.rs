//! Which output files there are, and how each is made.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{common, compare::Beside, machines, print, theme::Theme, twin};
use crate::{
    diagnostic::{Checked, Code, Diagnostic},
    discover::History,
    link::LinkedBook,
    model::{Book, Claim, PageId, sections::NOT_FOUND, url::folded},
    search,
    source::{FileId, Place, Span},
};

/// How one output file is made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Route {
    Page(PageId),
    /// Index into `Book::redirects`.
    Redirect(usize),
    NotFound,
    /// The page that searches.
    Search,
    /// The Markdown twin of a page.
    Twin(PageId),
    /// All pages of a section, in one document.
    Print(PageId),
    /// The sitemap, or one of its parts, from 1.
    Sitemap(Option<usize>),
    Feed,
    Robots,
    Llms,
    /// Name of one of the theme's assets.
    Asset(String),
    /// The list of the search index. Its other files are known by it alone.
    SearchIndex,
    /// Index into `Book::files`.
    File(u32),
    /// Index into `Book::statics`.
    Static(u32),
    /// A file beside the page of a comparison.
    Beside(PageId, Beside),
}

/// Every output file. What an author made comes first: a `static/404.html` stands before ours.
///
/// What only stands in the way of ours, as a folder `404.html/` does, is said: no disk has both.
pub(super) fn of(
    linked: &mut LinkedBook,
    history: &History,
    theme: &Theme,
) -> Checked<BTreeMap<String, Route>> {
    let LinkedBook { book, files, .. } = linked;
    let mut routes = BTreeMap::new();
    for id in book.ids() {
        routes.insert(book.page(id).url.output(), Route::Page(id));
    }
    for index in files.iter() {
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
    if book.config.search {
        ours.push((common::search_url().output(), Route::Search));
        ours.push((search::INDEX.to_owned(), Route::SearchIndex));
    }
    for comparison in &*book.comparisons {
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
        match Arc::make_mut(&mut book.claims).take(&path, claim) {
            Ok(()) => {
                routes.insert(path, route);
            }
            Err(other) => complaints.push(in_the_way(&path, other)),
        }
    }
    Checked { value: routes, diagnostics: complaints }
}

/// A file of each template.
pub(super) fn one_of_each<'r>(book: &Book, routes: &'r BTreeMap<String, Route>) -> Vec<&'r str> {
    let mut templates = BTreeSet::new();
    let mut is_first = |route: &Route| {
        let template = match route {
            Route::Page(id) => super::kind_name(book, *id),
            Route::Redirect(_) => "redirect",
            Route::NotFound => "404",
            Route::Search => "search",
            Route::Print(_) => "print",
            Route::Twin(_)
            | Route::SearchIndex
            | Route::Sitemap(_)
            | Route::Feed
            | Route::Robots
            | Route::Llms
            | Route::Asset(_)
            | Route::File(_)
            | Route::Static(_)
            | Route::Beside(..) => return false,
        };
        templates.insert(template)
    };
    let firsts = routes.iter().filter(|(_, route)| is_first(route));
    firsts.map(|(path, _)| path.as_str()).collect()
}

fn in_the_way(path: &str, other: Claim) -> Diagnostic {
    // A name with a digest in it would say less than its folder does, and say it once an asset.
    let shown = ["assets", "search"].into_iter().find(|it| path.starts_with(&format!("{it}/")));
    let shown = shown.unwrap_or_else(|| path.strip_suffix("index.html").unwrap_or(path));
    let message = format!("{} stands in the way of rolebook's own `{shown}`", other.who);
    let place =
        other.place.unwrap_or_else(|| Place { file: FileId::new(path), span: Span::default() });
    Diagnostic::new(Code::AddressTaken, &place.file, place.span, message)
        .help("give it another name or address".to_owned())
}
