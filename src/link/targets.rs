//! The one resolver, with its five rules (DESIGN: addresses): what an address or a name leads to.

use std::{borrow::Cow, sync::OnceLock};

use rapidhash::RapidHashMap;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::{
    address::{Internal, decoded},
    answers::{anchors, is_markdown},
    places::Places,
    sought::Sought,
};
use crate::model::{
    Book, ConceptId, Named, Names, Page, PageId, fold,
    sections::{is_own_name, join, split, stem, stem_path},
    url::folded,
};

/// What all pages declare.
#[derive(Debug)]
pub(super) struct Tables<'b> {
    pub(super) book: &'b Book,
    pub(super) labels: &'b Names,
    places: &'b Places,
    /// Written pages that are no concepts, by their folded title and aliases: what `[[Title]]` means
    /// last.
    titles: RapidHashMap<String, Vec<Found>>,
    /// The ids of pages that a misspelt fragment was looked up on, by their letters.
    letters: Vec<OnceLock<Letters<'b>>>,
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

/// The ids of a page by their letters and digits; `None` where several have the same.
type Letters<'b> = RapidHashMap<String, Option<&'b str>>;

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
    /// In case.
    Case,
    /// In slashes (`\`), or in being encoded twice.
    Encoding,
}

impl<'b> Tables<'b> {
    pub(super) fn of(book: &'b Book, places: &'b Places) -> Tables<'b> {
        let mut titles: RapidHashMap<String, Vec<Found>> = RapidHashMap::default();
        for id in book.ids() {
            for title in titles_of(book.page(id)) {
                titles.entry(fold(title)).or_default().push(Found::Page(id));
            }
        }
        let letters = book.pages.iter().map(|_| OnceLock::new()).collect();
        Tables { book, labels: &book.names, places, titles, letters }
    }

    /// Whether a path below the content folder, or a name, is a draft's.
    pub(super) fn is_draft(&self, path: &str) -> bool {
        self.places.drafts.contains(&folded(path)) || self.places.drafts.contains(&fold(path))
    }

    /// Whether a path below the content folder is a folder that holds files.
    pub(super) fn is_folder(&self, path: &str) -> bool {
        self.places.folders.contains(path)
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

    /// The file that an address leads to if its `#` or `?` is part of the file's name, and what of the address
    /// comes after that.
    pub(super) fn marked<'a>(&self, page: &Page, written: &'a str) -> Option<(Found, &'a str)> {
        let first = written.find(['#', '?'])?;
        let ends = [Some(written.len()), written.rfind('#').filter(|last| *last > first)];
        let folder = split(&page.document()?.path).0;
        ends.into_iter().flatten().find_map(|end| {
            let (path, suffix) = written.split_at(end);
            Some((self.file(&join(folder, &decoded(path))?)?, suffix))
        })
    }

    /// The file whose path below the content folder is the longest tail of `path`, one of a disk.
    pub(super) fn tail(&self, path: &str) -> Option<Found> {
        let path = path.trim_matches('/');
        let starts = path.match_indices('/').map(|(at, _)| at + 1);
        std::iter::once(0).chain(starts).find_map(|start| self.file(&path[start..]))
    }

    /// Rules 1 and 2: the file, with `.md` added, the folder, `.md` for `.html`.
    fn file(&self, path: &str) -> Option<Found> {
        let path = &*nfc(path);
        if let Some(found) = self.places.paths.get(path) {
            return Some(*found);
        }
        let with =
            |ending: &str| self.places.paths.get(format!("{path}{ending}").as_str()).copied();
        let page = || {
            let page = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm"))?;
            let (folder, name) = split(page);
            let with =
                |ending: &str| self.places.paths.get(format!("{page}{ending}").as_str()).copied();
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
        self.places.urls.get(&*nfc(path)).copied()
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
            let found = *self.places.folded.get(&folded(&format!("{path}{ending}")))?;
            Some(Resolved { found, respelt: Some(Respelt::Case) })
        })
    }

    /// What `[[name]]` leads to, given the name [folded](fold) too: a label, then a file name, then a
    /// title; of several files the shortest path, then the nearest.
    pub(super) fn wiki(&self, page: &Page, name: &str, folded_name: &str) -> Wiki {
        match self.labels.find_folded(folded_name) {
            Named::One(concept) => return Wiki::Concept(concept),
            // In a plain folder nobody declared a label: the nearest is meant.
            Named::Several(mut concepts) if self.book.config.plain => {
                let far = |id: &ConceptId| self.far(page, Found::Page(self.book.concept(*id).page));
                concepts.sort_by_key(far);
                return Wiki::Concept(concepts[0]);
            }
            Named::Several(concepts) => return Wiki::Several(concepts),
            Named::None => {}
        }
        let file = || self.by_name(page, name, false).first().copied();
        let title = || {
            let titled = self.titles.get(folded_name)?;
            titled.iter().copied().min_by_key(|found| self.far(page, *found))
        };
        let named = self.by_name(page, name, true).first().copied();
        named.or_else(title).or_else(file).map_or(Wiki::None, Wiki::Found)
    }

    /// What `![[name]]` shows: a file, by its path or by its name.
    pub(super) fn wiki_file(&self, page: &Page, name: &str) -> Option<Found> {
        let internal = Internal { path: name, suffix: "", fragment: None };
        let direct = self.address(page, &internal).map(|resolved| resolved.found);
        direct.or_else(|| self.by_name(page, name, false).first().copied())
    }

    /// Pages or files whose path ends in `name`, the shortest path first, then the nearest.
    fn by_name(&self, page: &Page, name: &str, pages: bool) -> Vec<Found> {
        let name = name.trim_start_matches("./").trim_matches('/');
        let name = if pages && is_markdown(name) { stem_path(name) } else { name };
        let tail = folded(name);
        let Some(found) = self.places.names.get(split(&tail).1) else { return Vec::new() };
        let mut found: Vec<_> = found
            .iter()
            .filter(|found| matches!(found, Found::Page(_)) == pages)
            .filter(|found| {
                let path = self.path(**found);
                let whole = folded(if pages { stem_path(path) } else { path });
                whole == tail || whole.ends_with(&format!("/{tail}"))
            })
            .map(|found| (self.far(page, *found), *found))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, found)| found).collect()
    }

    /// What the shortest path, then the nearest is found by.
    fn far(&self, page: &Page, found: Found) -> (usize, usize, &'b str) {
        let here = page.document().map_or("", |document| split(&document.path).0);
        let path = self.path(found);
        (path.matches('/').count(), distance(here, split(path).0), path)
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

    /// What a path that leads nowhere is compared by: the file's name, of a page without its
    /// extension. A folder's own page is known by its folder, since there are many `README.md`.
    pub(super) fn key(wrong: &str, image: bool) -> String {
        let wrong = decoded(wrong);
        let (folder, name) = split(wrong.trim_end_matches('/'));
        let name = if is_own_name(name) && !folder.is_empty() { split(folder).1 } else { name };
        folded(if image { name } else { stem(name) })
    }

    /// The path of the nearest page or file of that name (see [`Tables::key`]), as `page` writes it.
    pub(super) fn same_name(&self, page: &Page, key: &str, sought: Sought) -> Option<String> {
        let here = split(&page.document()?.path).0;
        let named = self.places.names.get(key)?.iter();
        let fitting = named.filter(|found| sought.fits(self, **found));
        let nearest = fitting.min_by_key(|found| {
            let path = self.path(**found);
            (distance(here, split(path).0), path)
        });
        Some(relative_path(here, self.path(*nearest?)))
    }

    /// The nearest page with that title or label, as `page` writes its path. A text of less than four
    /// letters says too little.
    pub(super) fn called(&self, page: &Page, text: &str, sought: Sought) -> Option<String> {
        text.chars().filter(|letter| letter.is_alphanumeric()).nth(3)?;
        let found = match self.labels.find(text) {
            Named::One(concept) => Found::Page(self.book.concept(concept).page),
            Named::Several(_) | Named::None => {
                let titled = self.titles.get(&fold(text))?.iter().copied();
                titled.min_by_key(|found| self.far(page, *found))?
            }
        };
        let Found::Page(id) = found else { return None };
        if !sought.fits(self, found) {
            return None;
        }
        let (here, other) = (page.document()?, self.book.page(id).document()?);
        (other.path != here.path).then(|| relative_path(split(&here.path).0, &other.path))
    }

    /// The keys of all pages or files, in no order.
    pub(super) fn names(&self, sought: Sought) -> Vec<&str> {
        let fits = |found: &Found| sought.fits(self, *found);
        let named = self.places.names.iter().filter(|(_, found)| found.iter().any(fits));
        named.map(|(name, _)| name.as_str()).collect()
    }

    /// The one id of a page with the same letters and digits, as another generator would spell it.
    pub(super) fn same_letters(&self, page: PageId, fragment: &str) -> Option<&'b str> {
        let ids = self.letters[page.0 as usize].get_or_init(|| {
            let mut ids = Letters::default();
            for id in anchors(self.book.page(page)) {
                ids.entry(letters(id)).and_modify(|one| *one = None).or_insert(Some(id));
            }
            ids
        });
        let wanted = letters(fragment);
        ids.get(&wanted).copied().flatten().filter(|_| !wanted.is_empty())
    }
}

/// What `[[name]]` leads to.
pub(super) enum Wiki {
    /// A concept.
    Concept(ConceptId),
    /// A page or a file.
    Found(Found),
    /// Several concepts that fit equally well.
    Several(Vec<ConceptId>),
    /// Nothing yet.
    None,
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What `[[Title]]` may call a written page that is no concept.
pub(super) fn titles_of(page: &Page) -> impl Iterator<Item = &str> {
    let document = page.document().filter(|_| !page.is_concept());
    document.into_iter().flat_map(|document| {
        let alt = document.front.concept.alt.iter().map(|label| label.text.as_str());
        std::iter::once(page.title.as_str()).chain(alt)
    })
}

/// In Unicode's composed form, which is how most text is written.
pub(super) fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) {
        text.into()
    } else {
        text.nfc().collect::<String>().into()
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
