//! What pages have in common: the site as they see it, and the entries of their navigation.
//!
//! Pages of one folder write every address alike, those of the pages below them apart. So what the
//! leaves of a section have in common is made once, with the first of them: a navigation of 60
//! entries, made anew for each page, is half the cost of a large site.

use super::{
    body::Addressing,
    machines::FEED,
    page::link,
    page_terms::Terms,
    theme::{Ready, Theme},
    view::{LinkView, NavItemView, NavView, SiteView},
};
use crate::{
    link::LinkedBook,
    model::{Book, Page, PageId, Shape, UrlPath},
};

/// Header entries at most: what fits beside the name at 76 rem.
const DOORS: usize = 6;
/// Entries of the section navigation at most: a window around the current page.
const NAV_ITEMS: usize = 60;

/// What the leaves of a section have in common.
#[derive(Debug)]
pub(super) struct Common {
    /// The [`SiteView`].
    pub(super) site: Ready,
    /// Of each child of the section, its [`NavItemView`] as another child sees it.
    items: Vec<Ready>,
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
            items: children.map(|child| item(child, addressing)).collect(),
            terms: Terms::default(),
        }
    }
}

/// The site, as a page that writes addresses with `addressing` sees it.
pub(super) fn site_view<'a>(
    linked: &'a LinkedBook,
    theme: &'a Theme,
    doors: &[PageId],
    has_feed: bool,
    addressing: &Addressing<'_>,
) -> SiteView<'a> {
    let book = &linked.book;
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
        doors: doors.iter().take(DOORS).map(|id| door(book.page(*id), addressing)).collect(),
        more_doors: doors.len().saturating_sub(DOORS),
        feed_url: if has_feed { asset(FEED) } else { String::new() },
        generator: env!("CARGO_PKG_VERSION"),
    }
}

/// The top-level sections, in order.
pub(super) fn doors(book: &Book) -> Vec<PageId> {
    let is_door = |page: &Page| page.shape == Shape::Section && !page.hidden();
    let top = book.page(book.home).children.iter().copied();
    top.filter(|id| is_door(book.page(*id))).collect()
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
    })
}
