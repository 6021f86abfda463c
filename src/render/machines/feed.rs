//! The feed of changed pages: Atom (RFC 4287).

use super::{FEED, addressed, canonical, changed, document, element};
use crate::{
    data::Moment,
    discover::History,
    model::{Book, Page, UrlPath},
    render::{page::summary, twin},
};

/// Entries at most: the latest changes.
const MOST: usize = 50;

/// Whether there is a feed: it needs absolute addresses, and the day of a change.
pub(in crate::render) fn has_feed(book: &Book, history: &History) -> bool {
    book.config.base_url.is_some() && addressed(book).any(|page| changed(history, page).is_some())
}

/// The pages that were changed last, the latest first.
///
/// A page is named by its address, which an author keeps stable (or leaves a redirect at).
pub(in crate::render) fn feed(book: &Book, history: &History) -> Vec<u8> {
    let config = &book.config;
    let mut pages: Vec<(Moment, &Page)> =
        addressed(book).filter_map(|page| Some((changed(history, page)?, page))).collect();
    pages.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.url.cmp(&other.url)));
    pages.truncate(MOST);
    let address = |url: &UrlPath| canonical(book, url).unwrap_or_default();
    document(|writer| {
        let root = writer.create_element("feed");
        let root = root.with_attributes([
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xml:lang", config.lang.as_str()),
        ]);
        root.write_inner_content(|writer| {
            let home = address(&UrlPath::home());
            let own = address(&UrlPath::file(FEED));
            // Not the home page's address: that page is an entry with this id.
            element(writer, "id", &own)?;
            element(writer, "title", &config.title)?;
            if !config.description.is_empty() {
                element(writer, "subtitle", &config.description)?;
            }
            if let Some((newest, _)) = pages.first() {
                element(writer, "updated", &newest.to_string())?;
            }
            writer
                .create_element("author")
                .write_inner_content(|writer| element(writer, "name", &config.title))?;
            link(writer, &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)])?;
            link(writer, &[("rel", "alternate"), ("type", "text/html"), ("href", &home)])?;
            for (moment, page) in &pages {
                writer.create_element("entry").write_inner_content(|writer| {
                    let html = address(&page.url);
                    let markdown = address(&twin::url(&page.url));
                    element(writer, "id", &html)?;
                    element(writer, "title", &page.title)?;
                    element(writer, "updated", &moment.to_string())?;
                    link(writer, &[("rel", "alternate"), ("type", "text/html"), ("href", &html)])?;
                    let kind = ("type", "text/markdown");
                    link(writer, &[("rel", "alternate"), kind, ("href", &markdown)])?;
                    match summary(page) {
                        summary if summary.is_empty() => Ok(()),
                        summary => element(writer, "summary", &summary),
                    }
                })?;
            }
            Ok(())
        })?;
        Ok(())
    })
}

fn link(
    writer: &mut quick_xml::Writer<Vec<u8>>,
    attributes: &[(&str, &str)],
) -> std::io::Result<()> {
    writer.create_element("link").with_attributes(attributes.iter().copied()).write_empty()?;
    Ok(())
}
