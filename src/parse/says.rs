//! What a document says to the rest of its book, and what stays its own.

use super::{Document, Heading, Reference};

impl Document {
    /// Whether it says the same to the rest of the book as `other`, an earlier state of the same file:
    /// what pages declare and refer to, with the places that messages point at. Then their books differ
    /// in the prose of this page alone.
    ///
    /// Left aside are the prose, and where the references in it stand: what others quote of it is read
    /// when they are made.
    pub(crate) fn says_as(&self, other: &Document) -> bool {
        let Document {
            file,
            path,
            front,
            heading,
            body: _,
            lead: _,
            outline,
            anchors,
            entries,
            directives,
            body_facets,
            references,
            words: _,
            parts: _,
        } = self;
        file == &other.file
            && path == &other.path
            && front == &other.front
            && heading == &other.heading
            && outline.iter().map(told).eq(other.outline.iter().map(told))
            && anchors == &other.anchors
            && entries == &other.entries
            && directives == &other.directives
            && body_facets == &other.body_facets
            && references.iter().map(asked).eq(other.references.iter().map(asked))
    }
}

/// What others may name of a heading.
fn told(heading: &Heading) -> (u8, &str, &str) {
    let Heading { level, id, text, content: _, span: _ } = heading;
    (*level, id, text)
}

/// What a reference asks for, and whether it has a sentence around it.
fn asked(reference: &Reference) -> impl PartialEq + '_ {
    let Reference { target, span: _, form, text } = reference;
    (target, form, *text == (0..0))
}
