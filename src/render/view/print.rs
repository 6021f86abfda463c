//! What a section shows as one document.

use serde::Serialize;

use super::LinkView;

/// A section as one document: what `print.html` may read.
#[derive(Serialize, Debug)]
pub struct PrintView<'a> {
    /// `print`.
    pub kind: &'static str,
    /// The section's title.
    pub title: &'a str,
    /// Language tag of the section.
    pub lang: &'a str,
    /// That language is written from right to left.
    pub right_to_left: bool,
    /// Absolute address of the section; empty without `base_url`.
    pub canonical: String,
    /// The section's own page.
    pub section: LinkView<'a>,
    /// The pages of the document in reading order, the section's own page first.
    pub parts: Vec<PartView<'a>>,
}

/// A page of the document.
#[derive(Serialize, Debug)]
pub struct PartView<'a> {
    /// The id of its place in the document.
    pub id: String,
    /// The address of that place.
    pub url: String,
    /// Its title.
    pub title: &'a str,
    /// Its kind, as `kind` of the page itself.
    pub kind: &'static str,
    /// How far it lies below the section: 0 for the section's own page.
    pub depth: usize,
    /// Its language tag, where it is not the section's; else empty.
    pub lang: &'a str,
    /// Its language is written from right to left.
    pub right_to_left: bool,
    /// What its page shows, with ids and links of the document: to be written with `| safe`.
    pub html: String,
}
