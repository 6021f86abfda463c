//! Who refers to a page, and in which sentence.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use rapidhash::RapidHashMap;
use unicode_segmentation::UnicodeSegmentation;

use super::{Answer, Answers};
use crate::{
    model::{Book, ConceptId, PageId},
    parse::{Document, Form},
};

/// Who refers to each page, and to each concept.
#[derive(Clone, Debug, Default)]
pub struct Backlinks {
    pages: Vec<Arc<[Backlink]>>,
    /// Of concepts without a page of their own.
    entries: RapidHashMap<ConceptId, Arc<[Backlink]>>,
}

/// What backlinks lead to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum To {
    Page(PageId),
    Entry(ConceptId),
}

/// A page that refers to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Backlink {
    /// The page that refers.
    pub from: PageId,
    /// How.
    pub way: Way,
    /// Which of its references: the first in that way.
    pub reference: u32,
}

/// How a page refers to another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Way {
    /// In its text.
    Text,
    /// As a relation between concepts, an example, the end of a spectrum.
    Relation,
    /// As a facet of a role: a skill, a partner.
    Facet,
    /// As a step of a career.
    Career,
    /// As what it compares.
    Comparison,
}

impl Way {
    /// What exports and templates call it.
    pub fn name(self) -> &'static str {
        match self {
            Way::Text => "text",
            Way::Relation => "relation",
            Way::Facet => "facet",
            Way::Career => "career",
            Way::Comparison => "comparison",
        }
    }

    fn of(form: &Form) -> Way {
        match form {
            Form::Field("career" | "role") => Way::Career,
            Form::Field("subjects" | "cells" | "choose" | "related_terms") => Way::Comparison,
            Form::Field(
                "facets" | "skills" | "partners" | "responsibilities" | "focus" | "impact"
                | "authority" | "scope" | "success" | "communication" | "hands_on",
            ) => Way::Facet,
            Form::Field(_) => Way::Relation,
            Form::Link { .. }
            | Form::Image { .. }
            | Form::Wiki { .. }
            | Form::WikiImage { .. }
            | Form::Attribute { .. }
            | Form::Candidate => Way::Text,
        }
    }
}

impl Backlinks {
    /// Who refers to a page or to a place on it: each page once a way, in page order, never itself.
    pub fn of_page(&self, page: PageId) -> &[Backlink] {
        &self.pages[page.0 as usize]
    }

    /// Who refers to a concept: to its page, or to its entry on another's (that page too).
    pub fn of_concept(&self, book: &Book, concept: ConceptId) -> &[Backlink] {
        match book.entry(concept) {
            Some(_) => self.entries.get(&concept).map_or(&[], |it| &**it),
            None => self.of_page(book.concept(concept).page),
        }
    }
}

/// Who refers to what, by the answers of all pages.
pub(super) fn of(book: &Book, answers: &Answers) -> Backlinks {
    let mut pages: Vec<Vec<Backlink>> = vec![Vec::new(); book.pages.len()];
    let mut entries: RapidHashMap<ConceptId, Vec<Backlink>> = RapidHashMap::default();
    for from in book.ids() {
        tell(book, from, &answers[from.0 as usize], |to, backlink, document| {
            let known = match to {
                To::Page(page) => &mut pages[page.0 as usize],
                To::Entry(concept) => entries.entry(concept).or_default(),
            };
            add(known, backlink, document);
        });
    }
    Backlinks {
        pages: pages.into_iter().map(Arc::from).collect(),
        entries: entries.into_iter().map(|(concept, known)| (concept, known.into())).collect(),
    }
}

impl Backlinks {
    /// Who refers to what in `book`, where the pages `changed` refer to other things, or in other places,
    /// than in the book `before` with its answers.
    pub(super) fn told_anew(
        &self,
        book: &Book,
        before: (&Book, &Answers),
        answers: &Answers,
        changed: &BTreeSet<PageId>,
    ) -> Backlinks {
        let mut of: BTreeMap<To, Vec<Backlink>> = BTreeMap::new();
        for from in changed {
            let (book, answers) = before;
            tell(book, *from, &answers[from.0 as usize], |to, _, _| {
                of.entry(to).or_default();
            });
        }
        for from in changed {
            tell(book, *from, &answers[from.0 as usize], |to, backlink, document| {
                add(of.entry(to).or_default(), backlink, document);
            });
        }
        let mut backlinks = self.clone();
        for (to, new) in of {
            let known = match to {
                To::Page(page) => &mut backlinks.pages[page.0 as usize],
                To::Entry(concept) => backlinks.entries.entry(concept).or_default(),
            };
            let others = known.iter().filter(|it| !changed.contains(&it.from)).cloned();
            let mut all: Vec<Backlink> = others.chain(new).collect();
            // Those of one page stay in their order.
            all.sort_by_key(|it| it.from);
            *known = all.into();
        }
        backlinks
    }
}

/// Tells what a page refers to.
fn tell<'b>(
    book: &'b Book,
    from: PageId,
    answers: &[Answer],
    mut to_whom: impl FnMut(To, Backlink, &'b Document),
) {
    let Some(document) = book.page(from).document() else { return };
    for (index, answer) in answers.iter().enumerate() {
        let Answer::Page(to, place) = answer else { continue };
        let way = Way::of(&document.references[index].form);
        let backlink = Backlink { from, way, reference: index as u32 };
        if let Some(place) = place
            && let Some(concept) = book.concept_at(*to, Some(place))
            && book.entry(concept).is_some()
        {
            to_whom(To::Entry(concept), backlink.clone(), document);
        }
        if *to != from {
            to_whom(To::Page(*to), backlink, document);
        }
    }
}

/// Adds the first of each way, of those in a text the first that has a sentence: in a title or a
/// definition there is none. Those of one page stand together, at the end.
fn add(known: &mut Vec<Backlink>, backlink: Backlink, document: &Document) {
    let same_page = known.iter_mut().rev().take_while(|it| it.from == backlink.from);
    match same_page.into_iter().find(|it| it.way == backlink.way) {
        Some(same) => {
            let has_sentence = |it: u32| document.references[it as usize].text != (0..0);
            if !has_sentence(same.reference) && has_sentence(backlink.reference) {
                same.reference = backlink.reference;
            }
        }
        None => known.push(backlink),
    }
}

/// The sentence of `text` (blocks end in `\n\n`) that holds `link`, and where the link is in it.
///
/// A line that ends inside a block ends no sentence: it is a white space in `text` all the same.
///
/// Sentences end as Unicode says (UAX 29). One of over 300 bytes is cut at words around the link.
pub fn sentence(text: &str, link: &Range<u32>) -> (Range<usize>, Range<usize>) {
    let (start, end) = (link.start as usize, link.end as usize);
    let block_start = text[..start].rfind("\n\n").map_or(0, |at| at + 2);
    let block_end = text[end..].find("\n\n").map_or(text.len(), |at| end + at);
    let near = block_start + sure_start(&text.as_bytes()[block_start..start]);
    let block = &text[near..block_end];
    let place = start - near..end - near;
    let found = sure_sentence(block, &place).unwrap_or_else(|| unicode_sentence(block, &place));
    let (from, to) = (near + found.start, near + found.end);
    let from = from + (text[from..start].len() - text[from..start].trim_start().len());
    let to = end + text[end..to].trim_end().len();
    (cut_before(text, from, start)..cut_after(text, end, to), start..end)
}

/// The sentences, as Unicode has them, that hold `link`.
fn unicode_sentence(block: &str, link: &Range<usize>) -> Range<usize> {
    let block = block.replace('\n', " ");
    let (mut from, mut to) = (0, block.len());
    for (at, part) in block.split_sentence_bound_indices() {
        if at <= link.start {
            from = at;
        }
        if at + part.len() >= link.end {
            to = at + part.len();
            break;
        }
    }
    from..to
}

/// Where the last sentence begins that begins beyond doubt: with a capital letter, after an end and
/// a space (UAX 29 has no rule against that break). What stands before it need not be looked at.
fn sure_start(before: &[u8]) -> usize {
    let begins = |three: &[u8]| matches!(three, [b'.' | b'!' | b'?', b' ', letter] if letter.is_ascii_uppercase());
    before.windows(3).rposition(begins).map_or(0, |at| at + 2)
}

/// The sentence that `block` begins with, if it holds `link` and ends beyond doubt: it is ASCII with
/// nothing inside that could end one, and its end stands before a capital letter or is the block's.
fn sure_sentence(block: &str, link: &Range<usize>) -> Option<Range<usize>> {
    let may_end = |byte: &u8| matches!(byte, b'.' | b'!' | b'?' | b'\r') || !byte.is_ascii();
    let block = block.as_bytes();
    let Some(at) = block.iter().position(may_end) else { return Some(0..block.len()) };
    let ends = match &block[at..] {
        [b'.' | b'!' | b'?'] | [b'.' | b'!' | b'?', b' ' | b'\n', b'A'..=b'Z', ..] => true,
        [..] => false,
    };
    (ends && at >= link.end).then(|| 0..at + 1)
}

/// Bytes that are shown on either side of a link in a long sentence.
const SIDE: usize = 150;

fn cut_before(text: &str, from: usize, link: usize) -> usize {
    if link - from <= SIDE {
        return from;
    }
    let near = (link - SIDE..link).find(|at| text.is_char_boundary(*at)).unwrap_or(link);
    text[near..link].find([' ', '\n']).map_or(near, |space| near + space + 1)
}

fn cut_after(text: &str, link: usize, to: usize) -> usize {
    if to - link <= SIDE {
        return to;
    }
    let near = (link..=link + SIDE).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(link);
    text[link..near].rfind([' ', '\n']).map_or(near, |space| link + space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, link: &str, expected: &str) {
        let start = text.find(link).expect("the link is in the text") as u32;
        let (sentence, _) = sentence(text, &(start..start + link.len() as u32));
        assert_eq!(&text[sentence], expected);
    }

    #[test]
    fn a_sentence_ends_where_unicode_says() {
        check("One. Two links here. Three.", "links", "Two links here.");
        check("A heading\n\nFirst e.g. this one. Next.", "this", "First e.g. this one.");
        check("One. In two\nlines. Next.", "In", "In two\nlines.");
        check("One. In two\nlines. Next.", "lines", "In two\nlines.");
        check("Only link", "link", "Only link");
        check("Über uns. Grüße an alle! Ende", "Grüße", "Grüße an alle!");
    }

    #[test]
    fn a_sure_start_is_a_boundary_of_unicode() {
        check("Ask Dr. Who. See e.g. the list. Then 3.5 of it", "list", "See e.g. the list.");
        check("So! \"Go. On\" (it) there. End", "there", "On\" (it) there.");
    }

    proptest::proptest! {
        #[test]
        fn a_sure_sentence_is_one_of_unicode(
            block in "[aB.!?\n é\\r\"),1]{1,24}",
            at in 0_usize..24,
        ) {
            let start = (0..=at.min(block.len())).rfind(|at| block.is_char_boundary(*at));
            let start = start.unwrap_or(0);
            let end = block[start..].chars().next().map_or(start, |it| start + it.len_utf8());
            if let Some(sure) = sure_sentence(&block, &(start..end)) {
                let unicode = unicode_sentence(&block, &(start..end));
                let trimmed = |range: Range<usize>| block[range].trim().to_owned();
                proptest::prop_assert_eq!(trimmed(sure), trimmed(unicode));
            }
        }
    }

    #[test]
    fn a_long_sentence_is_cut_at_words() {
        let text = format!("{} link {}", "word ".repeat(100), "tail ".repeat(100));
        let start = text.find("link").expect("it is there") as u32;
        let (range, _) = sentence(&text, &(start..start + 4));
        assert!(range.len() < 320 && text[range.clone()].starts_with("word"));
    }
}
