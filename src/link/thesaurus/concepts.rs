//! What a concept needs to be of use: that something leads to it, and that it says what it means.

use super::Vocabulary;
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{ConceptId, Kind, Page},
    parse::{Document, EntryOrigin, front_matter::Status},
    source::Place,
};

/// What is deprecated is on its way out, and need not be of use.
pub(super) fn check(
    vocabulary: &Vocabulary<'_>,
    mentioned: &dyn Fn(ConceptId) -> bool,
    complaints: &mut Vec<Diagnostic>,
) {
    let book = vocabulary.book;
    for id in book.concept_ids() {
        let page = book.page(book.concept(id).page);
        let Some(document) = page.document() else { continue };
        if document.front.status == Some(Status::Deprecated) {
            continue;
        }
        if is_orphan(vocabulary, id, page, document) && !mentioned(id) {
            complaints.extend(orphan(vocabulary, id));
        }
        if !is_defined(vocabulary, id, document) {
            complaints.extend(undefined(vocabulary, id));
        }
    }
}

/// A term with a page of its own that has no relation, from either side. An entry stands among others
/// on a page that has its own readers; a relation that leads nowhere has been reported.
fn is_orphan(vocabulary: &Vocabulary<'_>, id: ConceptId, page: &Page, document: &Document) -> bool {
    vocabulary.book.entry(id).is_none()
        && page.kind == Kind::Term
        && vocabulary.relations.of_concept(id).is_empty()
        && document.front.concept.relations.is_empty()
}

fn orphan(vocabulary: &Vocabulary<'_>, id: ConceptId) -> Option<Diagnostic> {
    let Place { file, span } = vocabulary.book.concept_place(id)?;
    let message =
        format!("nothing leads to `{}`: it has no relation and no mention", vocabulary.label(id));
    let help = "name it in a relation (`related`, `broader`) or in a text".to_owned();
    Some(Diagnostic::new(Code::OrphanConcept, &file, span, message).help(help))
}

/// Whether readers are told what it means: by `definition`, the text of an entry, a summary, or prose
/// on the page (which is what previews show then).
fn is_defined(vocabulary: &Vocabulary<'_>, id: ConceptId, document: &Document) -> bool {
    let definition = vocabulary.book.definition(id);
    if definition.is_some_and(|definition| !definition.text.trim().is_empty()) {
        return true;
    }
    match vocabulary.book.entry(id) {
        // An item of `related_terms` may name what is explained elsewhere.
        Some(entry) => entry.origin == EntryOrigin::RelatedTerm,
        None => document.front.summary.is_some() || has_prose(document),
    }
}

/// Whether the body has a block of text other than headings: three words at least.
fn has_prose(document: &Document) -> bool {
    let is_heading = |block: &str| document.outline.iter().any(|heading| heading.text == block);
    let mut blocks = document.body.text.split("\n\n").map(str::trim);
    blocks.any(|block| block.split_whitespace().nth(2).is_some() && !is_heading(block))
}

fn undefined(vocabulary: &Vocabulary<'_>, id: ConceptId) -> Option<Diagnostic> {
    let Place { file, span } = vocabulary.book.concept_place(id)?;
    let message = format!("nothing says what `{}` means", vocabulary.label(id));
    let help = match vocabulary.book.entry(id) {
        Some(_) => "write what it means below it, after a `:`",
        None => "say it in one sentence: `definition: …`",
    };
    Some(Diagnostic::new(Code::NoDefinition, &file, span, message).help(help.to_owned()))
}
