//! What is written for programs: the sitemap, the feed of changes, `robots.txt`, `llms.txt`.

mod feed;
mod llms;
mod sitemap;

pub(super) use feed::{feed, has_feed};
pub(super) use llms::llms;
pub(super) use sitemap::{parts as sitemap_parts, xml as sitemap};

use quick_xml::{
    Writer,
    events::{BytesDecl, Event},
};

use crate::{
    data::Moment,
    discover::History,
    model::{Book, Page, UrlPath, sections::NOT_FOUND},
};

/// Where the feed of changes stands.
pub(super) const FEED: &str = "feed.xml";
/// Where the overview for language models stands.
pub(super) const LLMS: &str = "llms.txt";
/// Where crawlers are told about the site.
pub(super) const ROBOTS: &str = "robots.txt";

/// A page's absolute address; `None` without `base_url`.
pub(super) fn canonical(book: &Book, url: &UrlPath) -> Option<String> {
    let base = book.config.base_url.as_ref()?;
    Some(url.absolute(base.as_str(), None))
}

/// When the file of a page was last changed; `None` for a derived page, and where git does not know.
pub(super) fn changed(history: &History, page: &Page) -> Option<Moment> {
    history.changed(&page.document()?.path)
}

/// `robots.txt` (RFC 9309): everything may be read, and here is the list. Crawlers ask for it at the root of a
/// host alone; a handbook below a path leaves it to the host's own.
pub(super) fn robots(book: &Book) -> String {
    let sitemap = canonical(book, &UrlPath::file("sitemap.xml")).unwrap_or_default();
    format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n")
}

/// The pages that have an address of their own: an author's 404 page is served at any.
fn addressed(book: &Book) -> impl Iterator<Item = &Page> {
    book.pages.iter().map(|page| &**page).filter(|page| page.url.output() != NOT_FOUND)
}

/// An XML document whose root `write` writes.
fn document(write: impl FnOnce(&mut Writer<Vec<u8>>) -> std::io::Result<()>) -> Vec<u8> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing into memory cannot fail.
    let _ = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let _ = write(&mut writer);
    let mut xml = writer.into_inner();
    xml.push(b'\n');
    xml
}

/// Whether XML 1.0 (section 2.2, and what it discourages) has no way to write a character.
fn is_forbidden(it: char) -> bool {
    (it.is_control() && !"\t\n\r".contains(it)) || matches!(it, '\u{fffe}' | '\u{ffff}')
}

/// `<name>text</name>`.
fn element(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> std::io::Result<()> {
    // What XML 1.0 has no way to write.
    let text: String = text.chars().filter(|it| !is_forbidden(*it)).collect();
    let text = quick_xml::events::BytesText::new(&text);
    writer.create_element(name).write_text_content(text)?;
    Ok(())
}
