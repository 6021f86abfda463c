//! A section as one document, to be printed or kept: `/roles/print/`.
//!
//! Each page is made by its own template, as it is; what stands in its `main` element is taken over, with its
//! ids made its own and its headings below that of the section.

mod taken;

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{
    Made, Site,
    body::{Addressing, Base},
    bytes, kind_name,
    machines::canonical,
    page,
    view::{BacklinksView, NavView, PartView, PrintView},
};
use crate::{
    diagnostic::Diagnostic,
    model::{Book, Page, PageId, Shape, UrlPath},
};

/// Where the document of a section stands; `None` for a page that asks for none.
pub(super) fn of(page: &Page) -> Option<UrlPath> {
    let asked = page.document().is_some_and(|document| document.front.print);
    let is_section = matches!(page.shape, Shape::Home | Shape::Section);
    (asked && is_section).then(|| page.url.child("print"))
}

/// The pages of a document, and what the ids of each begin with there.
#[derive(Debug)]
pub(crate) struct Folio<'a> {
    /// Where the document stands.
    pub(super) at: &'a UrlPath,
    /// In order of their addresses.
    addresses: Vec<&'a UrlPath>,
    /// What the ids of places on them begin with.
    prefixes: BTreeSet<String>,
}

impl<'a> Folio<'a> {
    fn of(at: &'a UrlPath, pages: impl Iterator<Item = &'a Page>) -> Folio<'a> {
        let mut addresses: Vec<&UrlPath> = pages.map(|page| &page.url).collect();
        addresses.sort_unstable();
        let prefixes = addresses.iter().map(|url| prefix(url)).collect();
        Folio { at, addresses, prefixes }
    }

    /// Whether the page at `url` is in the document.
    pub(super) fn has(&self, url: &UrlPath) -> bool {
        self.addresses.binary_search(&url).is_ok()
    }

    /// The id that a place on the page at `url` has in the document. The page itself has its address as an id,
    /// so that no two are alike.
    pub(super) fn id(url: &UrlPath, place: &str) -> String {
        format!("{}:{place}", prefix(url))
    }

    /// Whether `id` is one of the document: the address of one of its pages, or a place on it.
    fn is_id(&self, id: &str) -> bool {
        match id.split_once(':') {
            Some((prefix, _)) => self.prefixes.contains(prefix),
            None => self.addresses.binary_search_by(|url| url.as_str().cmp(id)).is_ok(),
        }
    }
}

/// The address of a page as part of an id that a drawing may have, too: a name of XML (1.0, section 2.3), which has no
/// `/`. No two are alike.
fn prefix(url: &UrlPath) -> String {
    format!("_{}", url.as_str().replace('.', "..").replace('/', "."))
}

impl Site {
    /// The document of the section `id`.
    pub(super) fn print(&self, id: PageId) -> Result<Made<'_>, Diagnostic> {
        let book = &self.linked.book;
        let section = book.page(id);
        let from = section.url.child("print");
        let pages = below(book, id);
        let folio = Folio::of(&from, pages.iter().map(|(page, _)| book.page(*page)));
        let lang = book.lang(section);
        let part = |(page, depth): &(PageId, usize)| self.part(*page, *depth, &folio, lang);
        let parts: Result<Vec<PartView<'_>>, Diagnostic> = pages.par_iter().map(part).collect();
        let addressing = Addressing { from: &from, base: Base::Page, portable: self.portable };
        let view = PrintView {
            kind: "print",
            title: &section.title,
            lang,
            right_to_left: page::is_right_to_left(lang),
            canonical: canonical(book, &section.url).unwrap_or_default(),
            section: page::link(section, &addressing),
            parts: parts?,
        };
        let site = self.site(&addressing);
        self.theme.render("print.html", &site, &view, &self.rendering(id)).map(bytes)
    }

    /// A page of the document, around which the language is `around`.
    fn part<'a>(
        &'a self,
        id: PageId,
        depth: usize,
        folio: &'a Folio<'a>,
        around: &str,
    ) -> Result<PartView<'a>, Diagnostic> {
        let Site { linked, compared, history, portable, .. } = self;
        let page = linked.book.page(id);
        let base = Base::Document(folio);
        let addressing = Addressing { from: &page.url, base, portable: *portable };
        let mut view = page::page_view(linked, compared, history, id, &addressing, None);
        // What leads from page to page leads nowhere on paper.
        view.breadcrumbs.clear();
        view.toc.clear();
        view.tags.clear();
        view.edit_url.clear();
        view.markdown_url.clear();
        view.print_url.clear();
        (view.previous, view.next) = (None, None);
        view.nav = NavView { section: None, items: Vec::new(), before: 0, after: 0 };
        view.backlinks = BacklinksView::default();
        // The document has a contents list.
        if matches!(page.shape, Shape::Home | Shape::Section) {
            view.children.clear();
        }
        let site = self.site(&addressing);
        let template = format!("{}.html", view.kind);
        let html = self.theme.render(&template, &site, &view, &self.rendering(id))?;
        Ok(PartView {
            id: page.url.to_string(),
            url: addressing.url(&page.url),
            title: &page.title,
            kind: kind_name(&linked.book, id),
            depth,
            lang: if view.lang == around { "" } else { view.lang },
            right_to_left: view.right_to_left,
            html: taken::main(&html, &page.url, folio, depth),
        })
    }
}

/// The section and the pages below it in reading order, each with its depth. What `nav` hides is left out.
fn below(book: &Book, section: PageId) -> Vec<(PageId, usize)> {
    let mut pages = Vec::new();
    let mut waiting = vec![(section, 0)];
    while let Some((id, depth)) = waiting.pop() {
        pages.push((id, depth));
        let shown = book.page(id).children.iter().rev().filter(|id| !book.page(**id).hidden());
        waiting.extend(shown.map(|id| (*id, depth + 1)));
    }
    pages
}
