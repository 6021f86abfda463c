//! Mentions: concepts that a text names without a link of its author's.
//!
//! What is a mention follows from a text, the answers of its page and the labels of all concepts, and
//! from nothing else ([`Reader::read`]). The mentions of a body are found when a page is made, once;
//! who mentions a concept is gathered when the first page that shows it is made, or before, while a
//! preview is at rest.

mod again;
mod matcher;
mod order;
mod words;

use std::{
    ops::Range,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use rapidhash::RapidHashSet;

use self::{
    matcher::{Matcher, Meaning, Scratch, Variant},
    order::Order,
};
use super::{Answer, LinkedBook, per_page::PerPage};
use crate::{
    config::Autolink,
    model::{Book, ConceptId, LabelRole, PageId},
    parse::{Document, Form, Fragment, Piece, Reference, front_matter::Example},
};

/// A concept that a text names. It becomes a link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mention {
    /// What is named.
    pub concept: ConceptId,
    /// Where: bytes of [`Fragment::text`], in prose that is next to no markup.
    pub text: Range<u32>,
}

/// A page that mentions a concept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mentioned {
    /// The page.
    pub from: PageId,
    /// Which of its texts: index into [`texts`].
    pub part: u32,
    /// The first mention in it: bytes of its [`Fragment::text`].
    pub text: Range<u32>,
}

/// The mentions of all pages, each found when it is first asked for.
#[derive(Debug)]
pub(super) struct Mentions {
    matcher: Arc<OnceLock<Option<Matcher>>>,
    /// Of each page.
    pages: PerPage<Read>,
    mentioned: OnceLock<Mentioners>,
    order: Arc<OnceLock<Order>>,
}

/// Of each concept, the pages that mention it, in page order.
type Mentioners = Vec<Arc<[Mentioned]>>;

/// What was found on a page.
#[derive(Debug)]
struct Read {
    /// The mentions in each of its [`texts`].
    mentions: Box<[Box<[Mention]>]>,
    /// The prints of all words that were read, in order.
    words: Box<[u16]>,
}

impl Mentions {
    /// For a book of `pages`.
    pub(super) fn of(pages: usize) -> Mentions {
        Mentions {
            matcher: Arc::default(),
            pages: PerPage::of(pages),
            mentioned: OnceLock::new(),
            order: Arc::default(),
        }
    }

    /// For the same book with other texts of the pages `changed`: all that was found in the others.
    pub(super) fn with<'p>(&self, changed: impl IntoIterator<Item = &'p PageId>) -> Mentions {
        let pages = self.pages.with(changed);
        let (matcher, order) = (Arc::clone(&self.matcher), Arc::clone(&self.order));
        Mentions { matcher, pages, mentioned: OnceLock::new(), order }
    }
}

/// The texts of a page in which concepts are mentioned: its body, then the longer ones of its front
/// matter. Quotations are none of them.
pub fn texts(document: &Document) -> Vec<&Fragment> {
    let concept = &document.front.concept;
    let mut texts = vec![&document.body];
    texts.extend(concept.definition.iter().chain(&concept.scope_note).map(|text| &text.value));
    texts.extend(concept.facts.iter().map(|fact| &fact.text));
    let mut examples: Vec<&Example> =
        concept.examples.iter().chain(&concept.counter_examples).rev().collect();
    while let Some(example) = examples.pop() {
        texts.extend(example.gloss.iter().chain(&example.because));
        examples.extend(example.items.iter().rev());
    }
    texts.extend(document.front.role.iter().flat_map(|role| role.texts()));
    if let Some(parts) = &document.front.parts {
        texts.extend(parts.takeaways.items.iter().map(|takeaway| &takeaway.text));
        texts.extend(parts.plan.steps.iter().map(|step| &step.text));
        texts.extend(parts.questions.iter().map(|question| &question.answer));
    }
    if let Some(comparison) = &document.front.comparison {
        texts.extend(comparison.texts());
    }
    texts
}

impl LinkedBook {
    /// The mentions in a page's body, in order.
    pub fn mentions_of(&self, page: PageId) -> &[Mention] {
        self.mentions_of_texts(page).first().map_or(&[], |body| &**body)
    }

    /// The mentions in each of the texts of a page, in order.
    fn mentions_of_texts(&self, page: PageId) -> &[Box<[Mention]>] {
        let find = || {
            let texts = self.book.page(page).document().map(texts).unwrap_or_default();
            let mut scratch = Scratch::default();
            let mentions = texts
                .into_iter()
                .map(|text| self.found_in(page, text, None, &mut scratch).into())
                .collect();
            Read { mentions, words: scratch.words() }
        };
        &self.mentions.pages.of_page(page, find).mentions
    }

    /// The mentions in a text of a page, in order; never of the concept `about` which it is.
    pub fn mentions_in(
        &self,
        page: PageId,
        text: &Fragment,
        about: Option<ConceptId>,
    ) -> Vec<Mention> {
        self.found_in(page, text, about, &mut Scratch::default())
    }

    fn found_in(
        &self,
        page: PageId,
        text: &Fragment,
        about: Option<ConceptId>,
        scratch: &mut Scratch,
    ) -> Vec<Mention> {
        let book = &self.book;
        let Some(matcher) = self.mentions.matcher.get_or_init(|| matcher(book)) else {
            return Vec::new();
        };
        let Some(document) = book.page(page).document() else { return Vec::new() };
        if document.front.autolink == Some(false) {
            return Vec::new();
        }
        let own: Vec<_> = book.concepts_on(page).map(|id| (id, place(book, id))).collect();
        let answers = self.answers_of(page);
        let references = &document.references;
        Reader { matcher, book, references, answers, own: &own, about }.read(text, scratch)
    }

    /// Finds all mentions at once, so that nobody has to wait who asks for them or changes a label.
    pub fn find_mentions(&self) {
        self.mentions.mentioned.get_or_init(|| self.mentioned());
    }

    /// The pages that mention a concept, in page order, each once; those that link to it themselves
    /// are not among them.
    pub fn mentioned_by(&self, concept: ConceptId) -> &[Mentioned] {
        let of = self.mentions.mentioned.get_or_init(|| self.mentioned());
        &of[concept.0 as usize]
    }

    /// Puts concepts in order of their labels, each once.
    pub fn order(&self, concepts: &mut Vec<ConceptId>) {
        self.mentions.order.get_or_init(|| Order::of(&self.book)).sort(concepts);
    }

    /// Of each concept, the pages that mention it.
    ///
    /// The threads are none of rayon's: one of those that waits would take up another page to make,
    /// which could ask for this very list again.
    fn mentioned(&self) -> Mentioners {
        if self.mentions.matcher.get_or_init(|| matcher(&self.book)).is_some() {
            let next = AtomicUsize::new(0);
            let find = || {
                let pages = self.mentions.pages.len();
                while let Some(page) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).filter(|it| *it < pages)
                {
                    self.mentions_of_texts(PageId(page as u32));
                }
            };
            std::thread::scope(|scope| {
                for _ in 1..rayon::current_num_threads() {
                    scope.spawn(find);
                }
                find();
            });
        }
        let mut mentioned: Vec<Vec<Mentioned>> = vec![Vec::new(); self.book.concepts.len()];
        for from in self.book.ids() {
            for (concept, found) in found(from, self.mentions_of_texts(from)) {
                let known = &mut mentioned[concept.0 as usize];
                if known.last().is_none_or(|last| last.from != from) {
                    known.push(found);
                }
            }
        }
        mentioned.into_iter().map(Arc::from).collect()
    }
}

/// What a page mentions, in the order of its texts.
fn found(
    from: PageId,
    texts: &[Box<[Mention]>],
) -> impl DoubleEndedIterator<Item = (ConceptId, Mentioned)> + use<'_> {
    texts.iter().enumerate().flat_map(move |(part, mentions)| {
        mentions.iter().map(move |Mention { concept, text }| {
            (*concept, Mentioned { from, part: part as u32, text: text.clone() })
        })
    })
}

/// What finds the labels of all concepts; `None` where nothing is to be found.
fn matcher(book: &Book) -> Option<Matcher> {
    let config = &book.config;
    if config.plain || config.terms.autolink == Autolink::Off || book.concepts.is_empty() {
        return None;
    }
    let mut matcher = Matcher::default();
    for id in book.concept_ids() {
        variants(book, id).for_each(|variant| matcher.insert(&variant));
    }
    Some(matcher)
}

/// By what a concept is found in texts.
fn variants(book: &Book, id: ConceptId) -> impl Iterator<Item = Variant> {
    let labels = book.labels(id).filter(|label| label.role != LabelRole::Hidden);
    let plurals = book.config.terms.plurals;
    labels.flat_map(move |label| Variant::all(label.text, label.kind, id.0, plurals))
}

/// The print of a word by its [`words::hash`]: two that share one cost a page that is read once more.
fn print(hash: u64) -> u16 {
    (hash >> 48) as u16
}

/// What the concept is that an answer leads to, if a link with that answer is one to read on.
pub fn linked_concept(book: &Book, reference: &Reference, answer: &Answer) -> Option<ConceptId> {
    let is_link = match &reference.form {
        Form::Link { .. } | Form::Wiki { .. } => true,
        Form::Attribute { tag, name, .. } => tag == "a" && name == "href",
        Form::Image { .. } | Form::WikiImage { .. } | Form::Candidate | Form::Field(_) => false,
    };
    if is_link { answer.concept(book) } else { None }
}

/// The bytes of its file that explain a concept: the whole file, or the entry's name and definition.
fn place(book: &Book, concept: ConceptId) -> Range<u32> {
    let Some(entry) = book.entry(concept) else { return 0..u32::MAX };
    let ends = entry.definition.pieces.iter().filter_map(|piece| match piece {
        Piece::Prose { span, .. } => Some(span.end),
        Piece::Html(_)
        | Piece::Section(_)
        | Piece::Slot(_)
        | Piece::Close(_)
        | Piece::Cite(_)
        | Piece::Question(_)
        | Piece::Directive(_) => None,
    });
    entry.span.start..ends.max().unwrap_or(entry.span.end)
}

/// All that decides what a text mentions.
struct Reader<'a> {
    matcher: &'a Matcher,
    book: &'a Book,
    references: &'a [Reference],
    answers: &'a [Answer],
    /// What the page explains, in order, and in which bytes of its file: there it is no link.
    own: &'a [(ConceptId, Range<u32>)],
    /// What the text as a whole explains.
    about: Option<ConceptId>,
}

impl Reader<'_> {
    fn read(&self, text: &Fragment, scratch: &mut Scratch) -> Vec<Mention> {
        let mut seen = self.linked(text);
        let mut mentions = Vec::new();
        let mut scope = 0;
        let mut pieces = text.pieces.iter().peekable();
        while let Some(piece) = pieces.next() {
            let (mut range, at) = match piece {
                Piece::Section(_) => {
                    scope = self.next(scope);
                    continue;
                }
                Piece::Prose { text, span, linkable: true } => (text.clone(), span.start),
                Piece::Prose { .. }
                | Piece::Html(_)
                | Piece::Slot(_)
                | Piece::Close(_)
                | Piece::Cite(_)
                | Piece::Question(_)
                | Piece::Directive(_) => continue,
            };
            // A soft break or an entity begins a piece of its own: what stands side by side is one text.
            while let Some(Piece::Prose { text, linkable: true, .. }) = pieces.peek()
                && text.start == range.end
            {
                range.end = text.end;
                pieces.next();
            }
            let run = range.start as usize..range.end as usize;
            self.matcher.find(&text.text, run, scratch, |range, meaning| {
                let concept = match meaning {
                    Meaning::One(concept) if !self.is_own(ConceptId(concept), at) => {
                        ConceptId(concept)
                    }
                    Meaning::One(_) | Meaning::Several => return,
                };
                if seen.insert((scope, concept)) {
                    let text = range.start as u32..range.end as u32;
                    mentions.push(Mention { concept, text });
                }
            });
        }
        mentions
    }

    /// What the author links to, and where: there it needs no further link.
    fn linked(&self, text: &Fragment) -> RapidHashSet<(u32, ConceptId)> {
        let mut scope = 0;
        let mut linked = RapidHashSet::default();
        for piece in &text.pieces {
            match piece {
                Piece::Section(_) => scope = self.next(scope),
                Piece::Slot(index) => {
                    let index = *index as usize;
                    let concept =
                        linked_concept(self.book, &self.references[index], &self.answers[index]);
                    linked.extend(concept.map(|concept| (scope, concept)));
                }
                Piece::Html(_)
                | Piece::Prose { .. }
                | Piece::Close(_)
                | Piece::Cite(_)
                | Piece::Question(_)
                | Piece::Directive(_) => {}
            }
        }
        linked
    }

    /// The part of the text in which a concept is linked once, after a heading.
    fn next(&self, scope: u32) -> u32 {
        match self.book.config.terms.autolink {
            Autolink::FirstPerSection => scope + 1,
            Autolink::FirstPerPage | Autolink::Off => scope,
        }
    }

    fn is_own(&self, concept: ConceptId, at: u32) -> bool {
        let own = self.own.binary_search_by_key(&concept, |(own, _)| *own);
        self.about == Some(concept) || own.is_ok_and(|index| self.own[index].1.contains(&at))
    }
}
