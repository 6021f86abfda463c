//! What one file can tell, alone: front matter, Markdown, headings, references.

mod body_facets;
mod citation;
mod contents_list;
mod directive;
mod entry;
mod fragment;
pub mod front_matter;
mod highlight;
pub(crate) mod html;
mod image;
mod line_marks;
mod markdown;
pub mod outline;
mod parts;
mod reading_order;
mod says;
mod spaced;
#[cfg(test)]
mod tests;

use std::{ops::Range, sync::Arc};

use rapidhash::RapidHashMap;

pub use self::{
    body_facets::BodyFacet,
    citation::Citation,
    directive::{Directive, DirectiveKind},
    entry::{Entry, EntryOrigin},
    front_matter::Front,
    highlight::css as code_css,
    parts::{Listed, PartIds, Parts},
};
pub(crate) use fragment::{escape, words_of};
pub use image::{ImageSize, UnsaidSize};

use self::{
    body_facets::body_facets,
    citation::SourceIds,
    front_matter::{RelatedTerm, RoleFront},
    outline::Ids,
};
use crate::{
    config::{Facets, Kind, MarkdownOptions},
    diagnostic::{Checked, Code, Diagnostic},
    discover::{PAGE_LIMIT, PageSource},
    memo::Memo,
    source::{FileId, Source, Span},
};

/// One parsed Markdown file. It knows nothing of other files.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file.
    pub file: FileId,
    /// Path below the content folder.
    pub path: Arc<str>,
    /// Front matter, as written.
    pub front: Front,
    /// The first-block H1, taken out of the body: the page's title unless front matter has one.
    pub heading: Option<Heading>,
    /// The body, without that H1.
    pub body: Fragment,
    /// Bytes of the body's text: its first paragraph that is no introduction to a list (`…:`), outside of
    /// lists, quotations and tables.
    pub lead: Option<Range<u32>>,
    /// The body's headings in order (the H1 of [`Document::heading`] is not among them).
    pub outline: Vec<Heading>,
    /// Every id that the HTML of the body and the parts has, and that of [`Document::heading`], sorted:
    /// headings, `dt`, footnotes, ids and names of raw HTML.
    pub anchors: Vec<String>,
    /// Terms that the page defines besides what it is about, in file order: the outermost definition
    /// lists of its body.
    pub entries: Vec<Entry>,
    /// The fenced directives of its answers (`faq`) and of its body, in file order.
    pub directives: Vec<Directive>,
    /// Of a role, the facets that its body supplies where front matter is silent.
    pub body_facets: Vec<BodyFacet>,
    /// Everything in the file that names something elsewhere, body and front matter, in file order; then
    /// the names of body facets.
    pub references: Vec<Reference>,
    /// Words of prose, for a reading time.
    pub words: usize,
    /// What its parts ([`Front::parts`]) and citations come to; `None` without any.
    pub parts: Option<Box<Parts>>,
}

/// A piece of text made into HTML, up to what only the other pages can tell.
///
/// The HTML is the pieces in order, each a range of `html` or `text` or an answer.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Fragment {
    /// Finished HTML; [`Piece::Html`] are ranges of it.
    pub html: String,
    /// Unescaped text, blocks set apart by `\n\n`: for mentions, sentences and search. Prose, and the
    /// text of code, links and image alternatives too.
    pub text: String,
    /// The order of things.
    pub pieces: Vec<Piece>,
}

/// A piece of a [`Fragment`].
#[derive(Clone, PartialEq, Debug)]
pub enum Piece {
    /// Bytes of `html`, to be written as they are.
    Html(Range<u32>),
    /// Bytes of `text`, to be escaped.
    Prose {
        /// Bytes of [`Fragment::text`]. Pieces of one block are contiguous; a soft break is a `\n` in it.
        text: Range<u32>,
        /// Where it stands in the file; of the same length as `text` when it has the same letters.
        span: Span,
        /// Mentions of terms may become links here: not in a heading, link, quotation or `no-terms`.
        linkable: bool,
    },
    /// A heading begins: index into [`Document::outline`].
    Section(u32),
    /// The answer to `references[i]`: an opening tag, a whole image, an attribute, a whole wiki link.
    Slot(u32),
    /// The end of the link `references[i]`.
    Close(u32),
    /// The mark of a citation: index into [`Parts::citations`].
    Cite(u32),
    /// Here a section ends to which a question belongs: index into `questions` of [`Front::parts`].
    Question(u32),
    /// What the directive asks for: index into [`Document::directives`]. It is a block.
    Directive(u32),
}

/// A heading of a page.
#[derive(Clone, PartialEq, Debug)]
pub struct Heading {
    /// 1 to 6, as drawn (a further H1 is drawn, and stands here, as 2).
    pub level: u8,
    /// Its id, unique in the page.
    pub id: String,
    /// Its text, without markup.
    pub text: String,
    /// Its inline content.
    pub content: Fragment,
    /// Where it stands.
    pub span: Span,
}

/// Something in a file that names something elsewhere.
#[derive(Clone, PartialEq, Debug)]
pub struct Reference {
    /// What it names.
    pub target: Target,
    /// The bytes to underline: the whole link, the front matter value, the attribute's value.
    pub span: Span,
    /// How it is written, and so how its answer is drawn.
    pub form: Form,
    /// Its own text in [`Fragment::text`] of the body, to find the sentence around it; `0..0` in front matter and
    /// in the title.
    pub text: Range<u32>,
}

/// What a reference names, as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A destination after Markdown's or HTML's own escapes: `../terms/toil.md#why`, `https://…`.
    Address(String),
    /// `[[name#fragment]]`.
    Wiki {
        /// The name, trimmed; may be empty for a place on the same page.
        name: String,
        /// After `#`.
        fragment: Option<String>,
    },
    /// A concept named in front matter: an id, a label, a file path, or a name without a page yet.
    Concept {
        /// As written.
        name: String,
        /// It must exist (`unknown-concept`); otherwise it is a wanted term.
        strict: bool,
    },
    /// A name in prose that may be a concept's: it leads there if one is called so, else nowhere.
    Prose(String),
}

impl Target {
    /// The name or the address, as written.
    pub fn written(&self) -> &str {
        match self {
            Target::Address(name)
            | Target::Wiki { name, .. }
            | Target::Concept { name, .. }
            | Target::Prose(name) => name,
        }
    }
}

/// How a reference is written.
#[derive(Clone, PartialEq, Debug)]
pub enum Form {
    /// `[text](address)`, `[text][ref]`, `<address>`: the slot is the opening tag.
    Link {
        /// The title attribute; empty for none.
        title: String,
    },
    /// `![alt](address)`: the slot is the image.
    Image {
        /// Plain text.
        alt: String,
        /// The title attribute; empty for none, and where it is the caption.
        title: String,
        /// How large it is shown, if the author says so: `![alt|300](address)`.
        size: Option<ImageSize>,
    },
    /// `[[name]]`, `[[name|label]]`: the slot is all of it. With no answer in a plain folder it is drawn as typed.
    Wiki {
        /// The label, or `None` to show the name.
        label: Option<String>,
        /// As typed, with its brackets.
        typed: String,
    },
    /// `![[image.png]]`, `![[image.png|alt]]`, `![[image.png|300]]`: the slot is the image.
    WikiImage {
        /// Plain text; `None` shows the name instead.
        alt: Option<String>,
        /// As of [`Form::Image`].
        size: Option<ImageSize>,
        /// As typed, with its brackets.
        typed: String,
    },
    /// An address attribute of a raw HTML tag: the slot is ` name="…"` with its leading space.
    Attribute {
        /// `href`, `src`, `poster`, `cite`, …, lower case.
        name: String,
        /// The tag, lower case.
        tag: String,
        /// The tag's class attribute, taken out of the tag so that a broken link can add its own; drawn by this slot.
        class: Option<String>,
        /// What an `<img>` leaves for its file to say: drawn after its `src`.
        unsaid: UnsaidSize,
    },
    /// One candidate of a `srcset`: the slot is the bare address.
    Candidate,
    /// A value of front matter, under this key (`broader`, `see`, `replaced_by`): nothing is drawn in place.
    Field(&'static str),
}

/// What parsing remembers between pages and between builds.
#[derive(Debug, Default)]
pub struct Cache {
    /// Highlighted code by (language, code).
    pub code: Memo<Arc<str>>,
}

/// What a page is parsed with, beside its text and its path.
#[derive(Clone, Copy, Debug)]
pub struct Options<'c> {
    /// How Markdown is read.
    pub markdown: MarkdownOptions,
    /// What the page is by its path; its front matter may say otherwise.
    pub kind: Kind,
    /// The facets that a role may fill.
    pub facets: &'c Arc<Facets>,
}

impl Document {
    /// What a role says of a facet, in its front matter or else its body: where, and under which heading
    /// of the outline.
    pub fn said(&self, facet: &str) -> Option<(front_matter::Said<'_>, Span, Option<u32>)> {
        let written = self.front.role.as_ref().and_then(|role| role.said(facet));
        if let Some((said, span)) = written {
            return Some((said, span, None));
        }
        let body = self.body_facets.iter().find(|body| *body.filled.facet == *facet)?;
        Some((body.filled.value.said(), body.filled.span, Some(body.heading)))
    }
}

/// Parses one file. Cannot fail: whatever the text, there is a page.
pub fn document(page: &PageSource, options: &Options<'_>, cache: &Cache) -> Checked<Document> {
    let text = &*page.source.text;
    let Source { file, text: shared } = &page.source;
    let mut gathered =
        Gathered::new(file.clone(), Arc::clone(shared), options.markdown, options.facets);
    let (front, start) = front(text, options, &mut gathered);
    gathered.wanted_after = front_matter::wanted_after(&front);
    let body = match text.get(start..) {
        Some(body) if text.len() as u64 <= PAGE_LIMIT => {
            markdown::body(body, start, cache, &mut gathered)
        }
        _ => too_large(text, &mut gathered),
    };
    let markdown::Body {
        heading,
        fragment,
        outline,
        mut ids,
        names,
        mut entries,
        parts: places,
        words,
    } = body;
    spaced::check(&fragment, &mut gathered);
    entries.extend(related_terms(&front, &mut ids));
    let parts = parts::of(&front, &fragment, &outline, &mut ids, &mut gathered);
    let body_facets = match front.kind.as_ref().map_or(options.kind, |kind| kind.value) {
        Kind::Role => {
            // A page without front matter is silent of everything.
            let silent = RoleFront::default();
            let role = front.role.as_deref().unwrap_or(&silent);
            body_facets(role, options.facets, &fragment, &outline, &places, &mut gathered)
        }
        Kind::Page | Kind::Guide | Kind::Term | Kind::Comparison => Vec::new(),
    };
    let Gathered { file, mut references, mut diagnostics, directives, .. } = gathered;
    references.shrink_to_fit();
    let document = Document {
        file,
        path: page.path.as_str().into(),
        front,
        heading,
        body: fragment,
        lead: places.lead,
        outline,
        anchors: ids.sorted(names),
        entries,
        directives,
        body_facets,
        references,
        words,
        parts,
    };
    outline::check(&document, &mut diagnostics);
    if options.markdown.parts
        && let Some(body) = text.get(start..)
    {
        let options = markdown::options(options.markdown);
        contents_list::check(body, start, options, &document, &mut diagnostics);
    }
    Checked { value: document, diagnostics }
}

/// The terms that a comparison coins, each with a place on the page.
fn related_terms(front: &Front, ids: &mut Ids) -> Vec<Entry> {
    let terms = front.comparison.iter().flat_map(|comparison| &comparison.related_terms);
    let entry = |RelatedTerm { term, text }: &RelatedTerm| {
        let id = ids.made(&outline::slug(&term.name));
        let definition = text.clone().unwrap_or_default();
        Entry::new([term.name.as_str()], id, definition, term.span, EntryOrigin::RelatedTerm)
    };
    terms.map(entry).collect()
}

fn too_large(text: &str, gathered: &mut Gathered) -> markdown::Body {
    let message = format!("the page has {} MiB, and the limit is 4", text.len() >> 20);
    let complaint = Diagnostic::new(Code::TooLarge, &gathered.file, Span::default(), message);
    gathered.diagnostics.push(complaint.help("make several pages of it".to_owned()));
    markdown::Body::default()
}

/// The front matter, and where the body begins.
fn front(text: &str, options: &Options<'_>, gathered: &mut Gathered) -> (Front, usize) {
    match front_matter::split(text, gathered) {
        Some(block) => (front_matter::read(text, &block, options, gathered), block.body),
        None if text.starts_with('\u{feff}') => (Front::default(), '\u{feff}'.len_utf8()),
        None => (Front::default(), 0),
    }
}

/// What parsing one file gathers beside its HTML. Indexes into `references` are what slots carry.
#[derive(Debug)]
pub(crate) struct Gathered {
    /// The file.
    pub(crate) file: FileId,
    /// Its whole text.
    pub(crate) text: Arc<str>,
    /// References so far.
    pub(crate) references: Vec<Reference>,
    /// Complaints so far.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// How Markdown is read.
    pub(crate) options: MarkdownOptions,
    /// The facets that a directive may name.
    pub(crate) facets: Arc<Facets>,
    /// What may be cited.
    sources: SourceIds,
    /// Directives so far.
    directives: Vec<Directive>,
    /// Citations so far.
    citations: Vec<Citation>,
    /// The questions that belong to a section, by the id of its heading; those that were met are gone.
    wanted_after: RapidHashMap<String, Vec<u32>>,
}

impl Gathered {
    /// Nothing yet, of `file` with this text.
    pub(crate) fn new(
        file: FileId,
        text: Arc<str>,
        options: MarkdownOptions,
        facets: &Arc<Facets>,
    ) -> Gathered {
        Gathered {
            file,
            text,
            references: Vec::new(),
            diagnostics: Vec::new(),
            options,
            facets: Arc::clone(facets),
            sources: SourceIds::default(),
            directives: Vec::new(),
            citations: Vec::new(),
            wanted_after: RapidHashMap::default(),
        }
    }
}

/// Where a string stands in its file, so that places inside it are as exact as they can be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At {
    /// The whole value.
    pub(crate) span: Span,
    /// Where the string's first letter is, if it stands in the file letter by letter.
    pub(crate) verbatim: Option<u32>,
}
