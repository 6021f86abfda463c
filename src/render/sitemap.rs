//! `sitemap.xml` (sitemaps.org protocol 0.9).

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use crate::model::{Book, UrlPath, sections::NOT_FOUND};

/// The most addresses that one sitemap may hold.
const MOST: usize = 50_000;

/// Every page's absolute address, in order. Empty without `base_url`.
pub(crate) fn xml(book: &Book) -> Vec<u8> {
    let mut addresses: Vec<String> = book
        .pages
        .iter()
        .filter(|page| page.url.output() != NOT_FOUND)
        .filter_map(|page| canonical(book, &page.url))
        .collect();
    addresses.sort_unstable();
    addresses.truncate(MOST);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing into memory cannot fail.
    let _ = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let _ = writer
        .create_element("urlset")
        .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
        .write_inner_content(|writer| {
            for address in &addresses {
                writer.create_element("url").write_inner_content(|writer| {
                    writer.create_element("loc").write_text_content(BytesText::new(address))?;
                    Ok(())
                })?;
            }
            Ok(())
        });
    let mut xml = writer.into_inner();
    xml.push(b'\n');
    xml
}

/// A page's absolute address; `None` without `base_url`.
pub(crate) fn canonical(book: &Book, url: &UrlPath) -> Option<String> {
    let base = book.config.base_url.as_ref()?;
    Some(url.absolute(base.as_str(), None))
}
