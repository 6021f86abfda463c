//! Headings and ids: GitHub's slugs, and no id twice.

use std::collections::BTreeSet;

use rapidhash::RapidHashMap;

use super::{Document, Heading};
use crate::{
    diagnostic::{Code, Diagnostic},
    source::{FileId, Place},
};

/// The id that GitHub gives a heading of this text.
///
/// Lower case; letters, marks, decimal digits, connectors, hyphens and spaces stay, each space
/// becomes a hyphen, and all else (punctuation, emoji) goes.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let kept = |letter: char| match letter {
        ' ' => Some('-'),
        letter if is_word(letter) => Some(letter),
        _ => None,
    };
    if text.is_ascii() {
        slug.extend(text.chars().filter_map(|letter| kept(letter.to_ascii_lowercase())));
    } else {
        slug.extend(text.to_lowercase().chars().filter_map(kept));
    }
    slug
}

/// What Ruby's `\p{Word}` holds, and the hyphen.
fn is_word(letter: char) -> bool {
    match letter {
        'a'..='z'
        | '0'..='9'
        | '-'
        | '_'
        | 'A'..='Z'
        | '\u{203f}'
        | '\u{2040}'
        | '\u{2054}'
        | '\u{fe33}'
        | '\u{fe34}'
        | '\u{fe4d}'..='\u{fe4f}'
        | '\u{ff3f}' => true,
        '\0'..='\x7f' => false,
        letter => {
            letter.is_alphabetic()
                || unicode_normalization::char::is_combining_mark(letter)
                || letter.is_numeric() && !is_other_number(letter)
        }
    }
}

/// Numbers that are no decimal digits (`²`, `½`, `①`): General Category No, of those in use.
fn is_other_number(letter: char) -> bool {
    matches!(letter,
        '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{bc}'..='\u{be}' | '\u{9f4}'..='\u{9f9}'
        | '\u{b72}'..='\u{b77}' | '\u{bf0}'..='\u{bf2}' | '\u{c78}'..='\u{c7e}'
        | '\u{d58}'..='\u{d5e}' | '\u{d70}'..='\u{d78}' | '\u{f2a}'..='\u{f33}'
        | '\u{1369}'..='\u{137c}' | '\u{17f0}'..='\u{17f9}' | '\u{19da}'
        | '\u{2070}'..='\u{2089}' | '\u{2150}'..='\u{215f}' | '\u{2189}'
        | '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}' | '\u{2776}'..='\u{2793}'
        | '\u{2cfd}' | '\u{3192}'..='\u{3195}' | '\u{3220}'..='\u{3229}'
        | '\u{3248}'..='\u{324f}' | '\u{3251}'..='\u{325f}' | '\u{3280}'..='\u{3289}'
        | '\u{32b1}'..='\u{32bf}' | '\u{a830}'..='\u{a835}' | '\u{1f100}'..='\u{1f10c}')
}

/// The ids of one page.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// Drawn so far, with the names of raw anchors.
    drawn: BTreeSet<String>,
    /// Written by the author somewhere on the page: no made id may take them.
    reserved: BTreeSet<String>,
    /// Of each slug, the last number given.
    numbers: RapidHashMap<String, u32>,
    /// What every made id begins with: those of a text that stands within a page.
    prefix: String,
}

impl Ids {
    /// Ids that begin with `prefix`.
    pub(super) fn under(prefix: String) -> Ids {
        Ids { prefix, ..Ids::default() }
    }

    /// Keeps an id that the author wrote from being made for another heading.
    pub(super) fn reserve(&mut self, id: String) {
        self.reserved.insert(id);
    }

    /// The id of a heading, `<dt>` or footnote: its slug, numbered where that is taken.
    pub(super) fn made(&mut self, slug: &str) -> String {
        let slug = if slug.is_empty() { "section" } else { slug };
        let slug = format!("{}{slug}", self.prefix);
        let mut id = slug.clone();
        while self.drawn.contains(&id) || self.reserved.contains(&id) {
            let number = self.numbers.entry(slug.clone()).or_default();
            *number += 1;
            id = format!("{slug}-{number}");
        }
        self.drawn.insert(id.clone());
        id
    }

    /// An id that the author wrote, unless the page has it already.
    pub(super) fn written(&mut self, id: &str) -> bool {
        self.drawn.insert(id.to_owned())
    }

    /// Whether the page has this id so far.
    pub(super) fn has(&self, id: &str) -> bool {
        self.drawn.contains(id)
    }

    /// Another name for a place: it may be an id elsewhere.
    pub(super) fn named(&mut self, name: &str, names: &mut Vec<String>) {
        if !self.drawn.contains(name) {
            names.push(name.to_owned());
        }
    }

    /// All of them, sorted.
    pub(super) fn sorted(self, names: Vec<String>) -> Vec<String> {
        let mut all = self.drawn;
        all.extend(names);
        all.into_iter().collect()
    }
}

/// What is odd about the headings of a page: a level left out, a heading said twice.
pub(super) fn check(document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    let Document { file, heading, outline, .. } = document;
    let mut above = heading.as_ref().map_or(1, |heading| heading.level);
    for heading in outline {
        if heading.level > above + 1 {
            let message = format!("a level {} heading follows level {above}", heading.level);
            let help = format!("make it level {}", above + 1);
            diagnostics
                .push(Diagnostic::new(Code::HeadingSkip, file, heading.span, message).help(help));
        }
        above = heading.level;
    }
    twice(file, outline, diagnostics);
}

/// Two headings of one text, level and parent cannot be told apart in a contents list.
fn twice(file: &FileId, outline: &[Heading], diagnostics: &mut Vec<Diagnostic>) {
    let mut parents: Vec<(u8, usize)> = Vec::new();
    let mut seen: RapidHashMap<(usize, u8, &str), &Heading> = RapidHashMap::default();
    for (index, heading) in outline.iter().enumerate() {
        while parents.last().is_some_and(|&(level, _)| level >= heading.level) {
            parents.pop();
        }
        let parent = parents.last().map_or(usize::MAX, |&(_, index)| index);
        parents.push((heading.level, index));
        let key = (parent, heading.level, heading.text.as_str());
        if let Some(first) = seen.get(&key) {
            let message = format!("the heading `{}` is here twice", heading.text);
            let place = Place { file: file.clone(), span: first.span };
            diagnostics.push(
                Diagnostic::new(Code::HeadingTwice, file, heading.span, message)
                    .related(place, "first here"),
            );
        } else {
            seen.insert(key, heading);
        }
    }
}
