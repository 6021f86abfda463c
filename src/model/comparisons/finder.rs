//! What a name in a role or a comparison names, before links are drawn.

use std::cell::OnceCell;

use rapidhash::RapidHashMap;

use crate::{
    model::{
        Concept, ConceptId, Key, Named, Names, Page, PageId, fold,
        sections::{join, split, stem_path},
    },
    parse::{Document, Fragment, Piece, Target, front_matter::Said},
};

/// Finds the concepts that names and paths name: as the links of a page will, but for slips of the
/// pen, which keep a comparison where its file is.
pub(super) struct Finder<'b> {
    pub(super) pages: &'b [Page],
    concepts: &'b [Concept],
    names: &'b Names,
    /// Pages by path without `.md`, and by address without slashes around it.
    places: OnceCell<RapidHashMap<&'b str, PageId>>,
    /// The concept that each page is.
    own: OnceCell<RapidHashMap<PageId, ConceptId>>,
}

impl<'b> Finder<'b> {
    pub(super) fn new(pages: &'b [Page], concepts: &'b [Concept], names: &'b Names) -> Finder<'b> {
        Finder { pages, concepts, names, places: OnceCell::new(), own: OnceCell::new() }
    }

    /// The page that `name` names on the page of `document`.
    pub(super) fn page(&self, document: &Document, name: &str) -> Option<PageId> {
        match self.names.find(name) {
            Named::One(concept) => Some(self.concepts[concept.0 as usize].page),
            Named::Several(_) => None,
            Named::None => self.place(document, name),
        }
    }

    /// What the items of a list are known by.
    pub(super) fn keys(&self, document: &Document, said: &Said<'_>) -> Vec<Key> {
        match said {
            Said::Text(text) => vec![self.written(document, text)],
            Said::Texts(texts) => texts.iter().map(|text| self.written(document, text)).collect(),
            Said::Concepts(named) => {
                let names = named.iter().map(|named| named.name.as_str());
                names.map(|name| self.key(document, name, name)).collect()
            }
            Said::Choice(_) | Said::Step(_) | Said::Number(_) | Said::Range(..) | Said::Flag(_) => {
                Vec::new()
            }
        }
    }

    /// A text: the same as another of the same letters, or as a concept if it is a link to one alone.
    fn written(&self, document: &Document, fragment: &Fragment) -> Key {
        let link = match fragment.pieces[..] {
            [Piece::Slot(index)] | [Piece::Slot(index), Piece::Prose { .. }, Piece::Close(_)] => {
                document.references.get(index as usize)
            }
            _ => None,
        };
        match link.map(|link| &link.target) {
            Some(Target::Wiki { name, fragment: None } | Target::Address(name)) => {
                self.key(document, name, &fragment.text)
            }
            _ => Key::Text(fold(&fragment.text)),
        }
    }

    fn key(&self, document: &Document, name: &str, text: &str) -> Key {
        match self.names.find(name) {
            Named::One(concept) => return Key::Concept(concept),
            Named::Several(_) => return Key::Text(fold(text)),
            Named::None => {}
        }
        let own = self.own.get_or_init(|| {
            let own = self.concepts.iter().zip(0..).filter(|(concept, _)| concept.entry.is_none());
            own.map(|(concept, index)| (concept.page, ConceptId(index))).collect()
        });
        let concept = self.place(document, name).and_then(|page| own.get(&page));
        concept.map_or_else(|| Key::Text(fold(text)), |concept| Key::Concept(*concept))
    }

    /// The page at a path or an address.
    fn place(&self, document: &Document, name: &str) -> Option<PageId> {
        if !name.contains('/') && !name.ends_with(".md") {
            return None;
        }
        let places = self.places.get_or_init(|| {
            let ids = || self.pages.iter().zip((0..).map(PageId));
            let urls = ids().map(|(page, id)| (page.url.as_str().trim_matches('/'), id));
            let paths = ids().filter_map(|(page, id)| {
                Some((stem_path(page.document().map(|document| &*document.path)?), id))
            });
            urls.chain(paths).collect()
        });
        let path = |path: String| places.get(path.strip_suffix(".md").unwrap_or(&path)).copied();
        let (folder, _) = split(&document.path);
        join(folder, name).and_then(path)
    }
}
