//! What all pages declare, for looking up: paths, addresses, file names, labels. And the one
//! resolver, with its five rules (DESIGN: addresses).

use std::borrow::Cow;

use rapidhash::RapidHashMap;

use super::{
    address::{Internal, decoded, join},
    labels::{Labels, Named},
};
use crate::{
    data::nearest,
    model::{
        Book, Page, PageId,
        sections::{is_own_name, split, stem},
        url::folded,
    },
};

/// What all pages declare.
#[derive(Debug)]
pub(super) struct Tables<'b> {
    pub(super) book: &'b Book,
    pub(super) labels: Labels,
    /// Files and folders of the content folder, by path.
    paths: RapidHashMap<&'b str, Found>,
    /// Addresses of pages, redirects, static files and content files, without slashes around them.
    urls: RapidHashMap<&'b str, Found>,
    /// Keys of `paths` and `urls` by their folded form, with the spelling that is right.
    folded: RapidHashMap<String, &'b str>,
    /// Pages and files by the folded last part of their path, pages without its extension.
    names: RapidHashMap<String, Vec<Found>>,
}

/// Something that an address can lead to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Found {
    /// A page.
    Page(PageId),
    /// A file of the content folder.
    File(u32),
    /// A file of `static/`.
    Static(u32),
}

/// What an address leads to, and whether it was spelt otherwise.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    pub(super) found: Found,
    /// The path that the author meant, below the content folder, when it differs only in case.
    pub(super) respelt: Option<Respelt>,
}

/// How an address differs from the right one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Respelt {
    /// In case; the right path below the content folder.
    Case(String),
    /// In slashes (`\`), or in being encoded twice.
    Encoding,
}

impl<'b> Tables<'b> {
    pub(super) fn of(book: &'b Book) -> Tables<'b> {
        let mut tables = Tables {
            book,
            labels: Labels::of(book),
            paths: RapidHashMap::default(),
            urls: RapidHashMap::default(),
            folded: RapidHashMap::default(),
            names: RapidHashMap::default(),
        };
        for id in book.ids() {
            tables.add_page(book.page(id), Found::Page(id));
        }
        for redirect in &book.redirects {
            let key = redirect.from.as_str().trim_matches('/');
            tables.urls.entry(key).or_insert(Found::Page(redirect.to));
        }
        for (index, file) in book.files.iter().enumerate() {
            let found = Found::File(index as u32);
            tables.paths.entry(&file.file.path).or_insert(found);
            tables.urls.entry(file.url.as_str().trim_matches('/')).or_insert(found);
            let (_, name) = split(&file.file.path);
            tables.names.entry(folded(name)).or_default().push(found);
        }
        for (index, file) in book.statics.iter().enumerate() {
            tables.urls.entry(&file.path).or_insert(Found::Static(index as u32));
        }
        tables.fold();
        tables
    }

    fn add_page(&mut self, page: &'b Page, found: Found) {
        self.urls.entry(page.url.as_str().trim_matches('/')).or_insert(found);
        let Some(document) = page.document() else { return };
        let path: &'b str = &document.path;
        self.paths.insert(path, found);
        let (folder, name) = split(path);
        self.names.entry(folded(stem(name))).or_default().push(found);
        if is_own_name(name) && !folder.is_empty() {
            self.names.entry(folded(split(folder).1)).or_default().push(found);
        }
    }

    fn fold(&mut self) {
        let mut keys: Vec<&'b str> = self.paths.keys().chain(self.urls.keys()).copied().collect();
        keys.sort_unstable();
        for key in keys {
            self.folded.entry(folded(key)).or_insert(key);
        }
    }

    /// What the page's reference `internal` leads to, by the first of the five rules that finds it.
    pub(super) fn address(&self, page: &Page, internal: &Internal<'_>) -> Option<Resolved> {
        let document = page.document()?;
        let folder = split(&document.path).0;
        let plain = |found| Resolved { found, respelt: None };
        let readable = decoded(internal.path);
        for path in spellings(internal.path, &readable) {
            let file = join(folder, path);
            let url = join(page.url.folder(), path);
            // Rules 1 to 4: as a file; as an address.
            if let Some(found) = file.as_deref().and_then(|file| self.file(file)) {
                return Some(plain(found));
            }
            if let Some(found) = url.as_deref().and_then(|url| self.url(url)) {
                return Some(plain(found));
            }
            if let Some(found) = self.below_base(path) {
                return Some(plain(found));
            }
        }
        // Rule 5: spelt otherwise.
        let slashed = readable.replace('\\', "/");
        let twice = decoded(&slashed);
        let respelt = slashed != *readable || *twice != *slashed;
        let file = join(folder, &twice);
        let url = join(page.url.folder(), &twice);
        if respelt && let Some(found) = file.as_deref().and_then(|file| self.file(file)) {
            return Some(Resolved { found, respelt: Some(Respelt::Encoding) });
        }
        let candidates = [file, url].into_iter().flatten();
        candidates.into_iter().find_map(|path| self.other_case(&path))
    }

    /// Rules 1 and 2: the file, with `.md` added, the folder, `.md` for `.html`.
    fn file(&self, path: &str) -> Option<Found> {
        if let Some(found) = self.paths.get(path) {
            return Some(*found);
        }
        let with = |ending: &str| self.paths.get(format!("{path}{ending}").as_str()).copied();
        let page = || {
            let page = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm"))?;
            let (folder, name) = split(page);
            let with = |ending: &str| self.paths.get(format!("{page}{ending}").as_str()).copied();
            let markdown = with(".md").or_else(|| with(".markdown"));
            markdown.or_else(|| if name == "index" { self.folder(folder) } else { None })
        };
        with(".md").or_else(|| with(".markdown")).or_else(|| self.folder(path)).or_else(page)
    }

    /// A folder's own page, written or derived.
    fn folder(&self, path: &str) -> Option<Found> {
        self.book.folders.own_page(path).map(Found::Page)
    }

    /// Rules 3 and 4: an address, a permalink, an old address.
    fn url(&self, path: &str) -> Option<Found> {
        let path = path.strip_suffix("index.html").unwrap_or(path).trim_matches('/');
        self.urls.get(path).copied()
    }

    /// A root-absolute address that begins with the path of `base_url`.
    fn below_base(&self, path: &str) -> Option<Found> {
        let base = self.book.config.base_url.as_ref()?.path().trim_end_matches('/');
        let below = path.strip_prefix(base).filter(|_| !base.is_empty())?;
        let below = join("", below.strip_prefix('/')?)?;
        self.file(&below).or_else(|| self.url(&below))
    }

    fn other_case(&self, path: &str) -> Option<Resolved> {
        let endings = ["", ".md", "/index.md", "/README.md", "/_index.md"];
        endings.iter().find_map(|ending| {
            let right = *self.folded.get(&folded(&format!("{path}{ending}")))?;
            let found = self.paths.get(right).or_else(|| self.urls.get(right)).copied()?;
            Some(Resolved { found, respelt: Some(Respelt::Case(right.to_owned())) })
        })
    }

    /// What `[[name]]` leads to: a label, then a file name; shortest path first, then nearest.
    pub(super) fn wiki(&self, page: &Page, name: &str) -> Named {
        match self.labels.find(name) {
            Named::None => match self.by_name(page, name, true).first() {
                Some(Found::Page(found)) => Named::One(*found),
                Some(Found::File(_) | Found::Static(_)) | None => Named::None,
            },
            named => named,
        }
    }

    /// What `![[name]]` shows: a file, by its path or by its name.
    pub(super) fn wiki_file(&self, page: &Page, name: &str) -> Option<Found> {
        let internal = Internal { path: name, suffix: "", fragment: None };
        let direct = self.address(page, &internal).map(|resolved| resolved.found);
        direct.or_else(|| self.by_name(page, name, false).first().copied())
    }

    /// Pages or files whose path ends in `name`, the shortest path first, then the nearest.
    fn by_name(&self, page: &Page, name: &str, pages: bool) -> Vec<Found> {
        let name = name.trim_matches('/');
        let name = if pages { name.strip_suffix(".md").unwrap_or(name) } else { name };
        let tail = folded(name);
        let here = page.document().map_or("", |document| split(&document.path).0);
        let Some(found) = self.names.get(split(&tail).1) else { return Vec::new() };
        let mut found: Vec<(usize, usize, Found)> = found
            .iter()
            .filter(|found| matches!(found, Found::Page(_)) == pages)
            .filter_map(|found| {
                let path = self.path(*found);
                let whole =
                    folded(if pages { crate::model::sections::stem_path(path) } else { path });
                let fits = whole == tail || whole.ends_with(&format!("/{tail}"));
                fits.then(|| (path.matches('/').count(), distance(here, split(path).0), *found))
            })
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, _, found)| found).collect()
    }

    /// The path of something found, below the content folder (of a derived page, its address).
    pub(super) fn path(&self, found: Found) -> &'b str {
        match found {
            Found::Page(id) => {
                let page = self.book.page(id);
                page.document().map_or(page.url.as_str(), |document| &document.path)
            }
            Found::File(index) => &self.book.files[index as usize].file.path,
            Found::Static(index) => &self.book.statics[index as usize].path,
        }
    }

    /// The right path for one that leads nowhere, as the page would write it: a file of that name
    /// elsewhere, else one with nearly that name.
    pub(super) fn nearest_path(&self, page: &Page, wrong: &str, images: bool) -> Option<String> {
        let document = page.document()?;
        let here = split(&document.path).0;
        let wrong = decoded(wrong);
        let (_, name) = split(wrong.trim_end_matches('/'));
        // A folder's own page is known by its folder: there are many `README.md`.
        let name = match split(wrong.trim_end_matches('/')).0 {
            folder if is_own_name(name) && !folder.is_empty() => split(folder).1,
            _ => name,
        };
        let key = folded(if images { name } else { stem(name) });
        let fits = |found: &&Found| matches!(found, Found::Page(_)) != images;
        let same = self.names.get(&key).and_then(|found| {
            found.iter().filter(fits).min_by_key(|found| {
                let path = self.path(**found);
                (distance(here, split(path).0), path)
            })
        });
        let near = || {
            let named = self.names.iter().filter(|(_, found)| found.iter().any(|it| fits(&it)));
            let mut known: Vec<&str> = named.map(|(name, _)| name.as_str()).collect();
            known.sort_unstable();
            let near = nearest(&key, known)?;
            self.names.get(near)?.iter().find(fits)
        };
        let found = same.or_else(near)?;
        Some(relative_path(here, self.path(*found)))
    }

    /// The page written in the file at `path` below the content folder.
    pub(super) fn page_of(&self, path: &str) -> Option<PageId> {
        match self.paths.get(path)? {
            Found::Page(page) => Some(*page),
            Found::File(_) | Found::Static(_) => None,
        }
    }
}

/// As written, and percent-decoded if that differs.
fn spellings<'a>(written: &'a str, readable: &'a Cow<'a, str>) -> impl Iterator<Item = &'a str> {
    let second = (written != readable.as_ref()).then_some(readable.as_ref());
    std::iter::once(written).chain(second)
}

/// How many folders lie between two folders.
fn distance(a: &str, b: &str) -> usize {
    let shared =
        a.split('/').zip(b.split('/')).take_while(|(a, b)| a == b && !a.is_empty()).count();
    let depth = |path: &str| path.split('/').filter(|part| !part.is_empty()).count();
    depth(a) + depth(b) - 2 * shared
}

/// `path` as a file in `folder` would write it: `../terms/toil.md`.
pub(super) fn relative_path(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let last = to.len().saturating_sub(1);
    let shared = from.iter().zip(&to[..last]).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}
