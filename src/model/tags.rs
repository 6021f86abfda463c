//! Each tag has a page, and `/tags/` lists them all.

use std::{cmp::Ordering, collections::BTreeMap};

use super::{
    Kind, Origin, Page, PageId, Shape, UrlPath,
    order::natural,
    url::{folded, part, slug},
};

/// What tags are compared by: two that differ only in case or in what a slug drops are one.
pub(super) fn key(tag: &str) -> String {
    // Folding can lengthen a slug.
    part(folded(&slug(tag)))
}

/// Adds the index of tags and a page for each tag, and gives the pages by [`key`].
///
/// Nothing is added where no page has a tag. A tag is titled as it is spelt where it is met first.
pub(super) fn add(pages: &mut Vec<Page>, home: PageId) -> BTreeMap<String, PageId> {
    let mut tags: BTreeMap<String, (String, Vec<PageId>)> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        for tag in page.document().map_or(&[][..], |document| &document.front.tags) {
            let entry =
                tags.entry(key(&tag.value)).or_insert_with(|| (tag.value.clone(), Vec::new()));
            if entry.1.last() != Some(&PageId(index as u32)) {
                entry.1.push(PageId(index as u32));
            }
        }
    }
    let mut by_key = BTreeMap::new();
    if tags.is_empty() {
        return by_key;
    }
    let url = UrlPath::written("tags");
    // A page that is written at that address introduces the index.
    let written = pages.iter().position(|page| page.url == url);
    let index = PageId(written.unwrap_or(pages.len()) as u32);
    match written {
        Some(written) => pages[written].shape = Shape::Tags,
        None => pages.push(derived(Shape::Tags, url.clone(), "Tags".to_owned(), home, Vec::new())),
    }
    for (name, (title, mut tagged)) in tags {
        let url = url.child(&name);
        tagged.sort_by(|a, b| in_order((*a, &pages[a.0 as usize]), (*b, &pages[b.0 as usize])));
        by_key.insert(name, PageId(pages.len() as u32));
        pages.push(derived(Shape::Tag, url, title, index, tagged));
    }
    by_key
}

/// Which of two pages of a tag comes first.
pub(super) fn in_order((a, one): (PageId, &Page), (b, other): (PageId, &Page)) -> Ordering {
    natural(&one.title, &other.title).then(a.cmp(&b))
}

fn derived(
    shape: Shape,
    url: UrlPath,
    title: String,
    parent: PageId,
    children: Vec<PageId>,
) -> Page {
    Page {
        origin: Origin::Derived,
        kind: Kind::Page,
        shape,
        index: None,
        id: slug(&title),
        url,
        title,
        parent: Some(parent),
        position: 0,
        children,
        below: 0,
    }
}
