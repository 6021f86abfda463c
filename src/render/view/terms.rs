//! Views of concepts in lists.

use serde::Serialize;

use super::{BacklinksView, LinkView, RelationView};

/// An index of concepts: of all, of one scheme, of those that share a label.
#[derive(Serialize, Debug)]
pub struct TermsView<'a> {
    /// The first letters that have concepts, in order; what is no letter stands under `#`.
    pub letters: Vec<LetterView<'a>>,
    /// The hierarchy: the concepts that have something narrower and nothing broader here.
    pub tree: Vec<TreeView<'a>>,
    /// The schemes, on the index of all concepts.
    pub schemes: Vec<LinkView<'a>>,
    /// How many concepts there are.
    pub count: usize,
}

/// The concepts under one letter.
#[derive(Serialize, Debug)]
pub struct LetterView<'a> {
    /// The letter, as shown.
    pub letter: String,
    /// The id of its place on the page.
    pub id: String,
    /// Its concepts, in order of their labels; names that refer to one are among them.
    pub items: Vec<TermView<'a>>,
}

/// A concept in a list.
#[derive(Serialize, Debug)]
pub struct TermView<'a> {
    /// The name that it stands here under: its label, or another of its names.
    pub name: &'a str,
    /// The preferred label, where `name` is another; empty otherwise.
    pub use_label: &'a str,
    /// `name` is an abbreviation of it.
    pub abbreviation: bool,
    /// Its address from this page.
    pub url: String,
    /// `role` or `term`.
    pub kind: &'a str,
    /// Its definition as plain text; may be empty.
    pub definition: String,
    /// `scope_note` as plain text; may be empty.
    pub scope_note: String,
    /// Its page is a draft, to be marked as one.
    pub draft: bool,
}

/// A concept in the hierarchy.
#[derive(Serialize, Debug)]
pub struct TreeView<'a> {
    /// Its label.
    pub label: &'a str,
    /// Its address from this page.
    pub url: String,
    /// What is narrower, in order of labels.
    pub children: Vec<TreeView<'a>>,
    /// It stands in the tree in more places than this one; what is below it is shown in the first.
    pub again: bool,
    /// What is below it is not shown: the tree is deep enough.
    pub cut: bool,
}

/// A concept that is defined on a page of something else.
#[derive(Serialize, Debug)]
pub struct EntryView<'a> {
    /// The id of its place on the page.
    pub id: &'a str,
    /// Its label.
    pub label: &'a str,
    /// Its other names.
    pub alt: Vec<&'a str>,
    /// Its definition.
    pub definition_html: String,
    /// Its relations, as of a page.
    pub relations: Vec<RelationView<'a>>,
    /// Other pages that refer to it, as of a page: at most 8 with their sentence, and 50 by title.
    pub backlinks: BacklinksView<'a>,
}

/// A concept that a page links to.
#[derive(Serialize, Debug)]
pub struct PageTermView<'a> {
    /// Its label.
    pub title: &'a str,
    /// Its address from this page.
    pub url: String,
    /// Its definition as plain text, else the summary of its page: at most 300 characters, perhaps none.
    pub definition: String,
}
