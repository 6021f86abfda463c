//! Folders become sections: which page is a folder's own, where each page stands, in which order.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    Book, BookFile, Index, Kind, Origin, Page, PageId, Shape, UrlPath, concepts, order, tags,
    url::{slug, spelt_out},
    whole,
};
use crate::{
    config::Config,
    data::nearest,
    diagnostic::{Code, Diagnostic, Severity},
    discover::OtherFile,
    parse::Document,
    source::FileId,
};

/// Pages with their parents and addresses, not yet in order.
pub(super) struct Tree {
    pub(super) pages: Vec<Page>,
    pub(super) home: PageId,
    pub(super) folders: Folders,
}

/// The folders of the content folder that hold pages, with their own pages and their addresses.
///
/// The address is the one that children stand under; a `permalink` moves the own page alone.
#[derive(Debug)]
pub struct Folders(BTreeMap<String, (PageId, UrlPath)>);

impl Folders {
    /// The own page of the folder at `path` below the content folder.
    pub(crate) fn own_page(&self, path: &str) -> Option<PageId> {
        self.0.get(path).map(|(page, _)| *page)
    }

    /// Where a file that is no page goes: its name in its folder's address.
    ///
    /// A folder without pages keeps the slugs of its names below the nearest folder that has some.
    pub(super) fn file(&self, file: &OtherFile) -> BookFile {
        let (folder, name) = split(&file.path);
        let folder = self.url(folder);
        BookFile {
            url: UrlPath::file(&format!("{}{name}", &folder.as_str()[1..])),
            file: file.clone(),
        }
    }

    fn url(&self, folder: &str) -> UrlPath {
        match self.0.get(folder) {
            Some((_, url)) => url.clone(),
            None if folder.is_empty() => UrlPath::home(),
            None => {
                let (parent, name) = split(folder);
                self.url(parent).child(&slug(name))
            }
        }
    }
}

/// Gives every page its section and its address; a folder without an own page gets a derived one.
pub(super) fn tree(
    config: &Config,
    documents: Vec<Arc<Document>>,
    complaints: &mut Vec<Diagnostic>,
) -> Tree {
    let own = own_pages(&documents, complaints);
    let mut pages: Vec<Page> = Vec::with_capacity(documents.len() + own.len());
    let mut folders: BTreeMap<String, (PageId, UrlPath)> = BTreeMap::new();

    // Written pages first, so that a page's number is its place in the sorted list of files.
    let mut owned: Vec<Option<&str>> = vec![None; documents.len()];
    for (folder, index) in own.iter().filter_map(|(folder, own)| Some((folder, (*own)?))) {
        owned[index] = Some(folder);
    }
    let written = documents.into_par_iter().zip(owned);
    pages.par_extend(written.map(|(document, owned)| written_page(config, document, owned)));

    // Sections from the root down, each with its address; a parent sorts before what it holds.
    for (folder, own_page) in &own {
        let id = match own_page {
            Some(index) => PageId(*index as u32),
            None => {
                pages.push(derived_section(config, folder));
                PageId(pages.len() as u32 - 1)
            }
        };
        let url = match folder.as_str() {
            "" => UrlPath::home(),
            folder => {
                let (parent, name) = split(folder);
                let (parent_id, parent_url) = folders[parent].clone();
                pages[id.0 as usize].parent = Some(parent_id);
                parent_url.child(&last_part(&pages[id.0 as usize], name))
            }
        };
        pages[id.0 as usize].url = url.clone();
        folders.insert(folder.clone(), (id, url));
    }
    let home = folders[""].0;
    for page in &mut pages {
        let Origin::Written(document) = &page.origin else { continue };
        if page.shape == Shape::Leaf {
            let (folder, name) = split(&document.path);
            let (parent, url) = &folders[folder];
            page.parent = Some(*parent);
            page.url = match &*document.path {
                "404.md" => UrlPath::file(NOT_FOUND),
                _ => url.child(&last_part(page, stem(name))),
            };
        }
        if let Some(permalink) = document.front.permalink.clone() {
            page.url = UrlPath::written(&permalink.value);
        }
    }
    Tree { pages, home, folders: Folders(folders) }
}

/// The page of a document, which is the own page of the folder `owned`; not yet in its place.
fn written_page(config: &Config, document: Arc<Document>, owned: Option<&str>) -> Page {
    let (_, name) = split(&document.path);
    let named = owned.map_or(stem(name), |folder| split(folder).1);
    let id = match &document.front.id {
        Some(id) => id.value.clone(),
        None => slug(named),
    };
    let shape = match owned {
        Some("") => Shape::Home,
        Some(_) => Shape::Section,
        None => Shape::Leaf,
    };
    let (title, kind) = (title(config, &document, shape), kind(config, &document));
    Page {
        origin: Origin::Written(document),
        kind,
        shape,
        index: None,
        url: UrlPath::home(),
        id,
        title,
        parent: None,
        position: 0,
        children: Vec::new(),
        below: 0,
    }
}

/// The page that servers show for an address without one; `404.md` at the top takes its place.
pub(crate) const NOT_FOUND: &str = "404.html";

/// Puts every section's children in order and counts what lies below it.
pub(super) fn arrange(config: &Config, pages: &mut [Page], home: PageId) {
    let mut children: Vec<Vec<PageId>> = vec![Vec::new(); pages.len()];
    for (index, page) in pages.iter().enumerate() {
        // What an author wrote is listed, but that nobody goes to the page that says that there is none.
        let listed = page.document().is_some() || page.index.as_ref().is_none_or(Index::is_listed);
        let listed = listed && page.url.as_str() != "/404.html";
        if let Some(parent) = page.parent.filter(|_| listed) {
            children[parent.0 as usize].push(PageId(index as u32));
        }
    }
    children.par_iter_mut().enumerate().for_each(|(index, ids)| {
        let top = index == home.0 as usize;
        ids.sort_by(|a, b| in_order(config, top, &pages[a.0 as usize], &pages[b.0 as usize]));
    });
    for (index, ids) in children.into_iter().enumerate() {
        for (position, id) in ids.iter().enumerate() {
            pages[id.0 as usize].position = position as u32;
        }
        // A tag's page already holds the pages that carry the tag.
        if !ids.is_empty() {
            pages[index].children = ids;
        }
    }
    count_below(pages, home);
}

/// Which of two pages of a section comes first; `top` is the home page's own section.
fn in_order(config: &Config, top: bool, a: &Page, b: &Page) -> Ordering {
    let (first, second) = (rank(config, top, a), rank(config, top, b));
    first
        .0
        .cmp(&second.0)
        .then(first.1.total_cmp(&second.1))
        .then_with(|| order::natural(&a.title, &b.title).then_with(|| a.url.cmp(&b.url)))
}

/// Puts pages that are called otherwise now in their places: in their sections, and among the pages of a
/// tag.
pub(super) fn put_in_order(book: &mut Book, ids: &[PageId]) {
    let (mut sections, mut tagged) = (BTreeSet::new(), BTreeSet::new());
    for id in ids {
        let page = book.page(*id);
        sections.extend(page.parent);
        let tags = page.document().into_iter().flat_map(|document| &document.front.tags);
        tagged.extend(tags.filter_map(|tag| book.tag(&tag.value)));
    }
    let config = Arc::clone(&book.config);
    for section in sections {
        let mut ids = book.page(section).children.clone();
        let top = section == book.home;
        ids.sort_by(|a, b| in_order(&config, top, book.page(*a), book.page(*b)));
        for (position, id) in (0..).zip(&ids) {
            if book.page(*id).position != position {
                Arc::make_mut(&mut book.pages[id.0 as usize]).position = position;
            }
        }
        Arc::make_mut(&mut book.pages[section.0 as usize]).children = ids;
    }
    for tag in tagged {
        let mut ids = book.page(tag).children.clone();
        ids.sort_by(|a, b| tags::in_order((*a, book.page(*a)), (*b, book.page(*b))));
        Arc::make_mut(&mut book.pages[tag.0 as usize]).children = ids;
    }
}

/// Says which names of `[nav] order` are no sections.
pub(super) fn check_order(config: &Config, pages: &[Page], complaints: &mut Vec<Diagnostic>) {
    let folder = |page: &Page| page.url.as_str().trim_matches('/').to_owned();
    let tops: Vec<String> = pages
        .iter()
        .filter(|page| page.parent.is_some_and(|id| pages[id.0 as usize].shape == Shape::Home))
        .map(folder)
        .collect();
    for name in &config.nav_order {
        let known = slug(&name.value);
        if tops.contains(&known) {
            continue;
        }
        let message = format!("`{}` is no folder or page at the top of the content", name.value);
        let near = nearest(&known, tops.iter().map(String::as_str));
        let mut warning =
            Diagnostic::new(Code::BadConfig, &FileId::new("rolebook.toml"), name.span, message)
                .help(near.map(|near| format!("did you mean `{near}`?")));
        warning.severity = Severity::Warning;
        complaints.push(warning);
    }
}

/// What orders a page before its title does: its name in `[nav] order`, then `nav.order`.
fn rank(config: &Config, top: bool, page: &Page) -> (usize, f64) {
    let folder = page.url.as_str().trim_matches('/');
    let named = config.nav_order.iter().position(|name| slug(&name.value) == folder);
    let order = page.document().and_then(|document| document.front.order);
    let derived_last = match page.shape {
        Shape::Tags | Shape::Tag => 2,
        Shape::Index => 1,
        Shape::Home | Shape::Section | Shape::Leaf => 0,
    };
    let named = if top { named } else { None };
    (named.unwrap_or(config.nav_order.len() + derived_last), order.unwrap_or(f64::INFINITY))
}

/// Counts the pages below each page, leaves first, without recursion (folders can be deep).
fn count_below(pages: &mut [Page], home: PageId) {
    let mut down = vec![home];
    let mut next = 0;
    while let Some(id) = down.get(next).copied() {
        if pages[id.0 as usize].shape != Shape::Tag {
            down.extend(pages[id.0 as usize].children.iter().copied());
        }
        next += 1;
    }
    for id in down.into_iter().rev() {
        let below = pages[id.0 as usize].below + 1;
        if let Some(parent) = pages[id.0 as usize].parent {
            pages[parent.0 as usize].below += below;
        }
    }
}

/// The names that make a file its folder's own page, the strongest first.
const OWN_NAMES: [&str; 3] = ["_index", "index", "readme"];

/// What a page is by its path alone. A path rule speaks of what is in a folder: `roles/_index.md` is no
/// role.
pub(crate) fn by_path(config: &Config, path: &str) -> Kind {
    let ruled = || config.ruled(path).unwrap_or(Kind::Page);
    if is_own_name(split(path).1) { Kind::Page } else { ruled() }
}

/// Whether a file of that name is a folder's own page.
pub(crate) fn is_own_name(name: &str) -> bool {
    OWN_NAMES.iter().any(|own| stem(name).eq_ignore_ascii_case(own))
}

/// Every folder that holds a page at any depth, the root included, with the index of its own page.
fn own_pages(
    documents: &[Arc<Document>],
    complaints: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Option<usize>> {
    let mut candidates: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    candidates.insert(String::new(), Vec::new());
    for (index, document) in documents.iter().enumerate() {
        let (folder, name) = split(&document.path);
        let mut at = folder;
        while !candidates.contains_key(at) {
            candidates.insert(at.to_owned(), Vec::new());
            at = split(at).0;
        }
        let strength = OWN_NAMES.iter().position(|own| stem(name).eq_ignore_ascii_case(own));
        if let Some(strength) = strength {
            candidates.entry(folder.to_owned()).or_default().push((strength, index));
        }
    }
    // `b.md` is the own page of a folder `b/` that has none.
    for (index, document) in documents.iter().enumerate() {
        let path = stem_path(&document.path);
        let own_name = is_own_name(split(path).1);
        if let Some(own) = candidates.get_mut(path).filter(|own| own.is_empty() && !own_name) {
            own.push((OWN_NAMES.len(), index));
        }
    }
    let chosen = candidates.into_iter().map(|(folder, mut own)| {
        own.sort_unstable();
        for (_, loser) in own.iter().skip(1) {
            complaints.push(lost(&documents[own[0].1], &documents[*loser]));
        }
        (folder, own.first().map(|(_, index)| *index))
    });
    chosen.collect()
}

fn lost(winner: &Document, loser: &Document) -> Diagnostic {
    let (_, winner_name) = split(&winner.path);
    let (_, loser_name) = split(&loser.path);
    let message = format!("`{loser_name}` cannot be the folder's own page: `{winner_name}` is");
    let mut warning = Diagnostic::new(Code::AddressTaken, &loser.file, whole(loser).span, message)
        .help("it keeps an address of its own; merge the two files or rename one".to_owned())
        .related(whole(winner), "this file is the folder's own page");
    warning.severity = Severity::Warning;
    warning
}

fn derived_section(config: &Config, folder: &str) -> Page {
    let name = split(folder).1;
    Page {
        origin: Origin::Derived,
        kind: Kind::Page,
        shape: if folder.is_empty() { Shape::Home } else { Shape::Section },
        index: None,
        url: UrlPath::home(),
        id: slug(name),
        title: if folder.is_empty() { config.title.clone() } else { spelt_out(name) },
        parent: None,
        position: 0,
        children: Vec::new(),
        below: 0,
    }
}

/// `type`, else what it is by its path. A list of terms in a folder of terms is no term.
pub(super) fn kind(config: &Config, document: &Document) -> Kind {
    match (&document.front.kind, by_path(config, &document.path)) {
        (Some(kind), _) => kind.value,
        (None, Kind::Term) if concepts::lists_terms(document) => Kind::Page,
        (None, kind) => kind,
    }
}

/// Front matter's title, else the first heading, else the label, else the name of the file (of a folder's
/// own page, of the folder), spelt out.
pub(super) fn title(config: &Config, document: &Document, shape: Shape) -> String {
    let front = document.front.title.as_ref().map(|title| title.value.text.trim().to_owned());
    let heading = document.heading.as_ref().map(|heading| heading.text.clone());
    let label = document.front.concept.label.as_ref().map(|label| label.value.clone());
    let given = [front, heading, label].into_iter().flatten().find(|title| !title.is_empty());
    let given = given.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
    given.unwrap_or_else(|| {
        let (folder, name) = split(&document.path);
        match shape {
            Shape::Home => config.title.clone(),
            // The own page of a folder `tags` shows the tags too.
            Shape::Section | Shape::Tags if is_own_name(name) => spelt_out(split(folder).1),
            Shape::Section | Shape::Leaf | Shape::Index | Shape::Tags | Shape::Tag => {
                spelt_out(stem(name))
            }
        }
    })
}

/// The last part of a page's address: `slug`, else its name's slug.
fn last_part(page: &Page, name: &str) -> String {
    let written = page.document().and_then(|document| document.front.slug.as_ref());
    let written = written.map(|slug| slug.value.trim_matches('/')).filter(|slug| !slug.is_empty());
    written.map_or_else(|| slug(name), str::to_owned)
}

/// A path's folder ("" at the top) and its last part.
pub(crate) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// A file name without its extension.
pub(crate) fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

/// A path without its extension.
pub(crate) fn stem_path(path: &str) -> &str {
    let (_, name) = split(path);
    &path[..path.len() - (name.len() - stem(name).len())]
}

/// `path` seen from `folder`, with `.` and `..` taken out; `None` when it leaves the top.
pub(crate) fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = if path.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').filter(|part| !part.is_empty()).collect()
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_seen_from_its_folder() {
        assert_eq!(join("roles", "../terms/toil.md").as_deref(), Some("terms/toil.md"));
        assert_eq!(join("roles", "/terms/").as_deref(), Some("terms"));
        assert_eq!(join("roles", "../../x"), None);
        assert_eq!(join("", "."), Some(String::new()));
    }
}
