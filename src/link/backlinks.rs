//! Who refers to a page, and in which sentence.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::Answer;
use crate::{
    model::{Book, PageId},
    parse::{Document, Form},
};

/// A page that refers to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Backlink {
    /// The page that refers.
    pub from: PageId,
    /// Which of its references: the first in its text, else the first in its front matter.
    pub reference: u32,
}

/// Of each page, who refers to it: each page once, in page order, never the page itself.
pub(super) fn of(book: &Book, answers: &[Vec<Answer>]) -> Vec<Vec<Backlink>> {
    let mut backlinks: Vec<Vec<Backlink>> = vec![Vec::new(); book.pages.len()];
    for (from, answers) in book.ids().zip(answers) {
        let Some(document) = book.page(from).document() else { continue };
        for (index, answer) in answers.iter().enumerate() {
            let Answer::Page(to, _) = answer else { continue };
            if *to == from {
                continue;
            }
            let known = &mut backlinks[to.0 as usize];
            match known.last_mut().filter(|last| last.from == from) {
                // A sentence tells more than a key of front matter does.
                Some(last) if is_field(document, last.reference) => {
                    if !is_field(document, index as u32) {
                        last.reference = index as u32;
                    }
                }
                Some(_) => {}
                None => known.push(Backlink { from, reference: index as u32 }),
            }
        }
    }
    backlinks
}

fn is_field(document: &Document, reference: u32) -> bool {
    matches!(document.references[reference as usize].form, Form::Field(_))
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
    let block = text[near..block_end].replace('\n', " ");
    let mut from = near;
    let mut to = block_end;
    for (at, part) in block.split_sentence_bound_indices() {
        let (part_start, part_end) = (near + at, near + at + part.len());
        if part_start <= start {
            from = part_start;
        }
        if part_end >= end {
            to = part_end;
            break;
        }
    }
    let from = from + (text[from..start].len() - text[from..start].trim_start().len());
    let to = end + text[end..to].trim_end().len();
    (cut_before(text, from, start)..cut_after(text, end, to), start..end)
}

/// Where the last sentence begins that begins beyond doubt: with a capital letter, after an end and
/// a space (UAX 29 has no rule against that break). What stands before it need not be looked at.
fn sure_start(before: &[u8]) -> usize {
    let begins = |three: &[u8]| matches!(three, [b'.' | b'!' | b'?', b' ', letter] if letter.is_ascii_uppercase());
    before.windows(3).rposition(begins).map_or(0, |at| at + 2)
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

    #[test]
    fn a_long_sentence_is_cut_at_words() {
        let text = format!("{} link {}", "word ".repeat(100), "tail ".repeat(100));
        let start = text.find("link").expect("it is there") as u32;
        let (range, _) = sentence(&text, &(start..start + 4));
        assert!(range.len() < 320 && text[range.clone()].starts_with("word"));
    }
}
