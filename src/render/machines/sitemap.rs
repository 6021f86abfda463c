//! `sitemap.xml` (sitemaps.org protocol 0.9): every page's absolute address, and when it was last changed.

use super::{addressed, canonical, changed, document, element};
use crate::{
    discover::History,
    model::{Book, UrlPath},
};

/// The most addresses that one sitemap may hold.
const MOST: usize = 50_000;
const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// Into how many parts the sitemap is cut: 1, or if it is too long for one file as many as `sitemap.xml`
/// then lists.
pub(in crate::render) fn parts(book: &Book) -> usize {
    parts_of(addressed(book).count(), MOST)
}

/// The sitemap, or with a `part` (from 1) that part of it. Its addresses are in order.
pub(in crate::render) fn xml(book: &Book, history: &History, part: Option<usize>) -> Vec<u8> {
    let mut entries: Vec<Entry> = addressed(book)
        .filter_map(|page| {
            let changed = changed(history, page).map(|moment| moment.to_string());
            Some((canonical(book, &page.url)?, changed))
        })
        .collect();
    entries.sort_unstable();
    let part_url = |part| canonical(book, &UrlPath::file(&format!("sitemap-{part}.xml")));
    of(&entries, MOST, part, &|part| part_url(part).unwrap_or_default())
}

/// An address, and when it was last changed.
type Entry = (String, Option<String>);

fn parts_of(count: usize, most: usize) -> usize {
    count.div_ceil(most).max(1)
}

fn of(
    entries: &[Entry],
    most: usize,
    part: Option<usize>,
    url: &dyn Fn(usize) -> String,
) -> Vec<u8> {
    let parts = || entries.chunks(most);
    match part {
        None if parts().len() > 1 => {
            // A part was changed when the last of its pages was.
            let newest =
                |part: &[Entry]| part.iter().filter_map(|(_, changed)| changed.clone()).max();
            let listed: Vec<Entry> =
                parts().zip(1..).map(|(part, number)| (url(number), newest(part))).collect();
            list("sitemapindex", "sitemap", &listed)
        }
        None => list("urlset", "url", entries),
        Some(part) => list("urlset", "url", parts().nth(part - 1).unwrap_or_default()),
    }
}

fn list(root: &str, item: &str, entries: &[Entry]) -> Vec<u8> {
    document(|writer| {
        let root = writer.create_element(root).with_attribute(NAMESPACE);
        root.write_inner_content(|writer| {
            for (address, changed) in entries {
                writer.create_element(item).write_inner_content(|writer| {
                    element(writer, "loc", address)?;
                    changed.as_ref().map_or(Ok(()), |changed| element(writer, "lastmod", changed))
                })?;
            }
            Ok(())
        })?;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(count: usize, part: Option<usize>) -> String {
        let day = |number: usize| (number != 2).then(|| format!("2026-01-0{number}"));
        let entries: Vec<Entry> =
            (1..=count).map(|number| (format!("https://x.test/{number}/"), day(number))).collect();
        let xml = of(&entries, 2, part, &|part| format!("https://x.test/sitemap-{part}.xml"));
        let text = String::from_utf8(xml).expect("XML is UTF-8");
        text.replace(['\n', ' '], "").replace("https://x.test", "")
    }

    #[test]
    fn what_fits_is_one_file() {
        let both =
            "<url><loc>/1/</loc><lastmod>2026-01-01</lastmod></url><url><loc>/2/</loc></url>";
        assert!(text(2, None).contains(both));
        assert_eq!((parts_of(0, 2), parts_of(2, 2), parts_of(3, 2)), (1, 1, 2));
    }

    #[test]
    fn what_does_not_fit_is_an_index_of_parts() {
        let part = |name, day| {
            format!("<sitemap><loc>/{name}.xml</loc><lastmod>{day}</lastmod></sitemap>")
        };
        let index = part("sitemap-1", "2026-01-01") + &part("sitemap-2", "2026-01-03");
        assert!(text(3, None).contains(&index), "{}", text(3, None));
        assert!(text(3, Some(1)).contains("/2/"));
        let last = "<url><loc>/3/</loc><lastmod>2026-01-03</lastmod></url></urlset>";
        assert!(text(3, Some(2)).ends_with(last) && !text(3, Some(2)).contains("/2/"));
    }
}
