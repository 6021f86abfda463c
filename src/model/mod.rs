//! The book: every page with its kind, its address and its place, derived pages included.
//!
//! [`book`] is the whole story: own pages of folders are chosen, sections made, addresses given,
//! children put in order, and every output file claimed once.

mod again;
mod claims;
mod comparisons;
mod concepts;
mod derived;
mod label;
mod names;
mod order;
mod reviews;
pub(crate) mod sections;
mod similar;
mod tags;
pub mod url;

use std::{collections::BTreeMap, ops::Range, sync::Arc};

pub use self::{
    claims::{Claim, Claims},
    comparisons::{Comparison, Comparisons},
    concepts::{Concept, ConceptId, LabelRole, Labelled},
    derived::Index,
    label::{composed, fold},
    names::{Named, Names},
    reviews::overdue,
    sections::Folders,
    similar::{Pair, Similar},
    url::UrlPath,
};
pub use crate::config::Kind;
use crate::{
    config::Config,
    diagnostic::{Checked, Diagnostic},
    discover::{OtherFile, Sources},
    memo::Memo,
    parse::{Document, Fragment, front_matter::Status},
    source::{Place, Span},
};
pub(crate) use comparisons::subjects;
pub(crate) use derived::{scheme_title, scheme_url};
pub(crate) use names::{Shared, singulars};
pub(crate) use order::natural;

/// What making books remembers between builds.
#[derive(Debug, Default)]
pub struct Cache {
    /// The likest pairs of roles, by what these have.
    pairs: Memo<Arc<Vec<Pair>>>,
}

/// Names a page of one [`Book`]: its index in [`Book::pages`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PageId(pub u32);

/// What makes something that a role says the same as what another says.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Key {
    /// The concept that it names.
    Concept(ConceptId),
    /// Its text, folded.
    Text(String),
}

/// All pages, their addresses, and the files that may be published beside them.
///
/// Cheap to clone: what a change of prose leaves as it is, the next book shares.
#[derive(Clone, Debug)]
pub struct Book {
    /// The configuration.
    pub config: Arc<Config>,
    /// Written pages by path, then derived ones by address.
    pub pages: Vec<Arc<Page>>,
    /// Roles and terms, by page; those with a page of their own before its entries.
    pub concepts: Arc<Vec<Concept>>,
    /// Of each page, its part of `concepts`.
    concepts_of: Arc<Vec<Range<u32>>>,
    /// Concepts without a page of their own, by their place.
    entries: Arc<concepts::Entries>,
    /// What the concepts are called.
    pub names: Arc<Names>,
    /// The comparisons with a page.
    pub comparisons: Arc<Comparisons>,
    /// The home page.
    pub home: PageId,
    /// The page that lists all questions.
    pub questions: Option<PageId>,
    /// The folders that hold pages.
    pub folders: Arc<Folders>,
    /// The pages of tags.
    tags: Arc<BTreeMap<String, PageId>>,
    /// Old addresses, by address.
    pub redirects: Arc<Vec<Redirect>>,
    /// Pages left out because they are drafts, by path.
    pub drafts: Arc<Vec<Arc<Document>>>,
    /// Files of the content folder that are no pages, with the address each would get, by path.
    pub files: Arc<Vec<BookFile>>,
    /// Files of `static/`, by path.
    pub statics: Arc<Vec<OtherFile>>,
    /// Who writes which output file.
    pub claims: Arc<Claims>,
}

/// One page of the site.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where its text comes from.
    pub origin: Origin,
    /// What it is about.
    pub kind: Kind,
    /// What it is in the site's order.
    pub shape: Shape,
    /// What it shows beside what is written on it.
    pub index: Option<Index>,
    /// Its address.
    pub url: UrlPath,
    /// The id of its concept: `id`, else the slug of the file stem (of an own page, of its folder).
    pub id: String,
    /// Its title as plain text.
    pub title: String,
    /// The section that it stands in; `None` for the home page.
    pub parent: Option<PageId>,
    /// Its index among the children of its section.
    pub position: u32,
    /// The direct children of a section (the pages of a tag), in reading order.
    pub children: Vec<PageId>,
    /// Pages below it at any depth.
    pub below: u32,
}

/// Where a page's text comes from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// A Markdown file.
    Written(Arc<Document>),
    /// rolebook: a folder without an own page, a tag, the index of tags.
    Derived,
}

/// What a page is in the site's order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// The root folder's own page.
    Home,
    /// A folder's own page.
    Section,
    /// A page in a folder.
    Leaf,
    /// A derived page that shows an [`Index`].
    Index,
    /// The index of tags.
    Tags,
    /// A tag's page.
    Tag,
}

/// An old address that leads to a page.
#[derive(Debug)]
pub struct Redirect {
    /// The old address.
    pub from: UrlPath,
    /// The page.
    pub to: PageId,
    /// Where it was asked for; `None` for one that rolebook gives to a comparison.
    pub place: Option<Place>,
}

/// A file of the content folder that is no page. It is published if a page refers to it.
#[derive(Debug)]
pub struct BookFile {
    /// The file.
    pub file: OtherFile,
    /// Where it goes.
    pub url: UrlPath,
}

impl Book {
    /// The page of that id.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0 as usize]
    }

    /// This book with other texts: `changed` are documents of pages that [say the same](Document::says_as)
    /// to the rest of the book as those that they replace.
    pub(crate) fn with(&self, changed: &[(PageId, Arc<Document>)]) -> Book {
        let mut book = self.clone();
        for (id, document) in changed {
            let page = &mut book.pages[id.0 as usize];
            *page = Arc::new(Page {
                origin: Origin::Written(Arc::clone(document)),
                ..(**page).clone()
            });
        }
        book
    }

    /// The language of a page: its own, else the handbook's.
    pub fn lang<'b>(&'b self, page: &'b Page) -> &'b str {
        let own = page.document().and_then(|document| document.front.lang.as_deref());
        own.unwrap_or(&self.config.lang)
    }

    /// Claims the output of the file `index`, because a page refers to it.
    ///
    /// # Errors
    /// The diagnostic, when another output stands in its way.
    pub(crate) fn claim_file(&mut self, index: u32) -> Result<(), Diagnostic> {
        let BookFile { file, url } = &self.files[index as usize];
        claims::claim_file(Arc::make_mut(&mut self.claims), file, url)
    }

    /// The page of the tag that an author wrote as `name`.
    pub fn tag(&self, name: &str) -> Option<PageId> {
        self.tags.get(&tags::key(name)).copied()
    }

    /// Ids of all pages in order.
    pub fn ids(&self) -> impl Iterator<Item = PageId> + use<> {
        (0..self.pages.len() as u32).map(PageId)
    }
}

impl Page {
    /// The file that it was written in.
    pub fn document(&self) -> Option<&Document> {
        match &self.origin {
            Origin::Written(document) => Some(document),
            Origin::Derived => None,
        }
    }

    /// It has a label and relations: a role or a term.
    pub fn is_concept(&self) -> bool {
        match self.kind {
            Kind::Role | Kind::Term => true,
            Kind::Page | Kind::Guide | Kind::Comparison => false,
        }
    }

    /// The concept's preferred label: `label`, else the title.
    pub fn label(&self) -> &str {
        let written = self.document().and_then(|document| document.front.concept.label.as_ref());
        written.map_or(&self.title, |label| &label.value)
    }

    /// `nav: {hidden: true}`.
    pub fn hidden(&self) -> bool {
        self.document().is_some_and(|document| document.front.hidden)
    }

    /// The markup of its title, and the id of its `<h1>` (empty without a heading of its own).
    pub fn title_markup(&self) -> (Option<&Fragment>, &str) {
        let Some(document) = self.document() else { return (None, "") };
        let heading = document.heading.as_ref();
        let written = document.front.title.as_ref().map(|title| &title.value);
        (written.or(heading.map(|heading| &heading.content)), heading.map_or("", |it| &it.id))
    }
}

/// Makes the book of `documents`, which are sorted by path.
pub fn book(
    config: &Arc<Config>,
    documents: Vec<Arc<Document>>,
    sources: &Sources,
    cache: &Cache,
) -> Checked<Book> {
    let mut complaints = Vec::new();
    let (drafts, published): (Vec<_>, Vec<_>) =
        documents.into_iter().partition(|document| !config.drafts && is_draft(document));
    let mut tree = sections::tree(config, published, &mut complaints);
    let concepts = concepts::of(config, &tree.pages);
    let names = Names::of(config, &concepts.all, &tree.pages);
    let mut redirects = Vec::new();
    let comparisons = comparisons::add(
        config,
        &mut tree.pages,
        &concepts.all,
        &names,
        &mut redirects,
        cache,
        &mut complaints,
    );
    let questions = derived::add(config, &mut tree.pages, tree.home, &concepts, &comparisons);
    let tags = tags::add(&mut tree.pages, tree.home);
    let entries = concepts::entries(&concepts.all, &tree.pages);
    let mut concepts_of = concepts.of_page;
    concepts_of.resize(tree.pages.len(), 0..0);
    sections::arrange(config, &mut tree.pages, tree.home);
    sections::check_order(config, &tree.pages, &mut complaints);
    add_written(&mut redirects, &tree.pages);
    let mut statics = sources.statics.clone();
    let files = sources.files.iter().map(|file| tree.folders.file(file)).collect();
    let files = claims::told_apart(files);
    let claims = claims::claim(&mut tree.pages, &mut redirects, &mut statics, &mut complaints);
    let book = Book {
        config: Arc::clone(config),
        pages: tree.pages.into_iter().map(Arc::new).collect(),
        concepts: concepts.all.into(),
        concepts_of: concepts_of.into(),
        entries: entries.into(),
        names: names.into(),
        comparisons: comparisons.into(),
        home: tree.home,
        questions,
        folders: tree.folders.into(),
        tags: tags.into(),
        redirects: redirects.into(),
        drafts: drafts.into(),
        files: files.into(),
        statics: statics.into(),
        claims: claims.into(),
    };
    Checked { value: book, diagnostics: complaints }
}

fn is_draft(document: &Document) -> bool {
    document.front.status == Some(Status::Draft)
}

/// Adds the old addresses of all pages. One that is the page's own address says nothing and is left out.
fn add_written(redirects: &mut Vec<Redirect>, pages: &[Page]) {
    for (index, page) in pages.iter().enumerate() {
        let Some(document) = page.document() else { continue };
        for from in &document.front.redirect_from {
            let place = Place { file: document.file.clone(), span: from.span };
            let from = UrlPath::written(&from.value);
            if from != page.url {
                redirects.push(Redirect { from, to: PageId(index as u32), place: Some(place) });
            }
        }
    }
    // What an author asked for comes before what rolebook gives.
    let order = |redirect: &Redirect| (redirect.place.is_none(), redirect.place.clone());
    redirects.sort_by(|a, b| a.from.cmp(&b.from).then_with(|| order(a).cmp(&order(b))));
}

/// The place of a page as a whole: the first byte of its file.
pub(crate) fn whole(document: &Document) -> Place {
    Place { file: document.file.clone(), span: Span::default() }
}
