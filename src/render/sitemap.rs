//! `sitemap.xml` (sitemaps.org protocol 0.9).

use std::fmt::Write as _;

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use crate::model::{Book, sections::NOT_FOUND};

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
pub(crate) fn canonical(book: &Book, url: &crate::model::UrlPath) -> Option<String> {
    let base = book.config.base_url.as_ref()?;
    let mut path = String::new();
    crate::model::url::encode(url.as_str(), &mut path);
    // What stands outside of the page is read by more than browsers: ASCII alone (RFC 3986).
    let address = base.as_str().trim_end_matches('/').chars().chain(path.chars());
    Some(address.fold(String::new(), |mut address, character| {
        if character.is_ascii() {
            address.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                let _ = write!(address, "%{byte:02X}");
            }
        }
        address
    }))
}
