//! What pages have in common: the site as they see it, and the entries of their navigation.
//!
//! Pages of one folder write every address alike, those of the pages below them apart. So what the
//! leaves of a section have in common is made once, with the first of them: a navigation of 60
//! entries, made anew for each page, is half the cost of a large site.

use std::sync::Arc;

use super::{
    body::Addressing,
    machines::FEED,
    page::{is_draft, link},
    page_terms::Terms,
    theme::{Ready, Theme},
    view::{LinkView, LogoView, NavItemView, NavView, SearchView, SiteView},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    link::LinkedBook,
    model::{Book, Page, PageId, Shape, UrlPath},
    search,
};

/// Header entries at most: what fits beside the name at 76 rem.
const DOORS: usize = 6;
/// Other pages of the top level at most that every page leads to.
const OTHERS: usize = 12;
/// How high the logo is drawn, in CSS pixels.
const LOGO_HEIGHT: u32 = 28;
/// Entries of the section navigation at most: a window around the current page.
const NAV_ITEMS: usize = 60;

/// What the leaves of a section have in common.
#[derive(Debug)]
pub(super) struct Common {
    /// The [`SiteView`].
    pub(super) site: Ready,
    /// Of each child of the section, its [`NavItemView`] as another child sees it.
    items: Arc<Vec<Ready>>,
    /// Entries of "Terms on this page" as any of them writes it.
    pub(super) terms: Terms,
}

impl Common {
    /// For the leaves of `section`, which write addresses with `addressing`.
    pub(super) fn of(
        site: Ready,
        book: &Book,
        section: &Page,
        addressing: &Addressing<'_>,
    ) -> Common {
        let children = section.children.iter().map(|id| book.page(*id));
        Common {
            site,
            items: Arc::new(children.map(|child| item(child, addressing)).collect()),
            terms: Terms::default(),
        }
    }

    /// For the same pages with other texts: a term's entry may quote one.
    pub(super) fn with_other_texts(&self) -> Common {
        let Common { site, items, terms: _ } = self;
        Common { site: site.clone(), items: Arc::clone(items), terms: Terms::default() }
    }
}

/// The site, as a page that writes addresses with `addressing` sees it.
pub(super) fn site_view<'a>(
    linked: &'a LinkedBook,
    theme: &'a Theme,
    top: &Top,
    has_feed: bool,
    addressing: &Addressing<'_>,
) -> SiteView<'a> {
    let book = &linked.book;
    let Top { doors, more_doors, others, more_others } = top;
    let config = &book.config;
    let asset = |path: &str| addressing.url(&UrlPath::file(path));
    SiteView {
        title: &config.title,
        description: &config.description,
        lang: &config.lang,
        home_url: addressing.url(&book.page(book.home).url),
        root: addressing.root(),
        assets: theme.assets.iter().map(|(name, it)| (name.as_str(), asset(&it.path))).collect(),
        options: config.theme_options.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect(),
        doors: doors.iter().map(|id| door(book.page(*id), addressing)).collect(),
        more_doors: *more_doors,
        others: others.iter().map(|id| door(book.page(*id), addressing)).collect(),
        more_others: *more_others,
        logo: logo(book, addressing),
        search: config.search.then(|| search_view(book, theme, addressing)),
        plain: config.plain,
        feed_url: if has_feed { asset(FEED) } else { String::new() },
        generator: env!("CARGO_PKG_VERSION"),
    }
}

/// The pages right below the home page.
#[derive(Debug)]
pub(super) struct Top {
    /// The first sections, for the header.
    pub(super) doors: Vec<PageId>,
    more_doors: usize,
    /// The first of all others, for the navigation.
    pub(super) others: Vec<PageId>,
    more_others: usize,
}

impl Top {
    /// In navigation order.
    pub(super) fn of(book: &Book) -> Top {
        let shown = book.page(book.home).children.iter().filter(|id| !book.page(**id).hidden());
        let is_section = |id: &&PageId| book.page(**id).shape == Shape::Section;
        let sections = shown.clone().filter(is_section);
        let doors: Vec<PageId> = sections.clone().take(DOORS).copied().collect();
        let others = shown.filter(|id| !doors.contains(id));
        Top {
            more_doors: sections.count() - doors.len(),
            more_others: others.clone().count().saturating_sub(OTHERS),
            others: others.take(OTHERS).copied().collect(),
            doors,
        }
    }
}

/// The logo, which is a file of `static/`.
fn logo(book: &Book, addressing: &Addressing<'_>) -> Option<LogoView> {
    let (url, size) = logo_file(book)?;
    let width = |(width, height): (u32, u32)| {
        let scaled = (u64::from(width) * u64::from(LOGO_HEIGHT)).div_ceil(u64::from(height.max(1)));
        u32::try_from(scaled).unwrap_or(u32::MAX)
    };
    Some(LogoView { url: addressing.url(&url), width: size.map_or(0, width) })
}

/// The config names a logo that is not there.
pub(super) fn no_logo(book: &Book) -> Option<Diagnostic> {
    let place = book.config.logo.as_ref().filter(|_| logo_file(book).is_none())?;
    let message = "`logo`: no file of `static/` has this path";
    let help = "write its path below `static/`, as in `images/logo.svg`".to_owned();
    Some(Diagnostic::new(Code::BadConfig, &place.file, place.span, message).help(help))
}

/// Where the file is published that the config names as logo, and its size.
pub(super) fn logo_file(book: &Book) -> Option<(UrlPath, Option<(u32, u32)>)> {
    let name = book.config.theme_option("logo").map(|file| file.trim_start_matches('/'));
    let name = name.filter(|it| !it.is_empty())?;
    let file = book.statics.iter().find(|file| file.path == name)?;
    Some((UrlPath::file(&file.path), file.size))
}

/// The address of the page that searches.
pub(super) fn search_url() -> UrlPath {
    UrlPath::home().child("search")
}

/// What every page links to for its search.
pub(super) fn search_urls(book: &Book) -> impl Iterator<Item = UrlPath> {
    let own = [search_url(), UrlPath::file(search::INDEX)].into_iter().chain(terms_url(book));
    own.filter(|_| book.config.search)
}

/// The address of the index of terms, if there is one.
fn terms_url(book: &Book) -> Option<UrlPath> {
    let has_terms = !book.config.plain && !book.concepts.is_empty();
    has_terms.then(|| UrlPath::home().child("terms"))
}

fn search_view(book: &Book, theme: &Theme, addressing: &Addressing<'_>) -> SearchView {
    let script = theme.assets.get("search.js");
    let terms = terms_url(book).map(|url| addressing.url(&url));
    SearchView {
        url: addressing.url(&search_url()),
        script: script.map_or_else(String::new, |it| addressing.url(&UrlPath::file(&it.path))),
        index: addressing.url(&UrlPath::file(search::INDEX)),
        terms_url: terms.unwrap_or_default(),
    }
}

fn door<'a>(page: &'a Page, addressing: &Addressing<'_>) -> LinkView<'a> {
    let inside = addressing.from.as_str().starts_with(page.url.as_str());
    LinkView { current: inside, ..link(page, addressing) }
}

/// The children of the page's section, at most [`NAV_ITEMS`] around the page.
pub(super) fn nav<'a>(
    book: &'a Book,
    id: PageId,
    addressing: &Addressing<'_>,
    common: Option<&Common>,
) -> NavView<'a> {
    let page = book.page(id);
    let section = match page.shape {
        Shape::Home | Shape::Section | Shape::Tags => id,
        Shape::Leaf | Shape::Index | Shape::Tag => page.parent.unwrap_or(book.home),
    };
    let children = &book.page(section).children;
    let from = if section == id {
        0
    } else {
        let latest = children.len().saturating_sub(NAV_ITEMS);
        (page.position as usize).saturating_sub(NAV_ITEMS / 2).min(latest)
    };
    let to = (from + NAV_ITEMS).min(children.len());
    let window = (from..to).map(|at| (at, book.page(children[at])));
    let shown = window.filter(|(_, child)| !child.hidden());
    let items = shown.map(|(at, child)| match common {
        Some(common) if !child.url.is_below(&page.url) => common.items[at].clone(),
        Some(_) | None => item(child, addressing),
    });
    NavView {
        section: Some(link(book.page(section), addressing)),
        items: items.collect(),
        before: from,
        after: children.len() - to,
    }
}

fn item(child: &Page, addressing: &Addressing<'_>) -> Ready {
    Ready::of(&NavItemView {
        title: &child.title,
        url: addressing.url(&child.url),
        current: child.url == *addressing.from,
        section: child.shape == Shape::Section,
        draft: is_draft(child),
    })
}
