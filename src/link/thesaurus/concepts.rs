//! What a concept needs to be of use: that something leads to it, and that it says what it means.

use rayon::prelude::*;

use crate::{
    config::Autolink,
    diagnostic::{Code, Diagnostic},
    link::{Answer, LinkedBook},
    model::{ConceptId, Kind},
    parse::{Document, EntryOrigin, front_matter::Status},
    source::Place,
};

/// What is deprecated is on its way out, and need not be of use.
pub(super) fn check(linked: &LinkedBook, complaints: &mut Vec<Diagnostic>) {
    let ids: Vec<ConceptId> = linked.book.concept_ids().collect();
    complaints.par_extend(ids.into_par_iter().flat_map_iter(|id| of_concept(linked, id)));
}

fn of_concept(linked: &LinkedBook, id: ConceptId) -> impl Iterator<Item = Diagnostic> {
    let page = linked.book.page(linked.book.concept(id).page);
    let document = page.document();
    let document = document.filter(|it| it.front.status != Some(Status::Deprecated));
    let lonely = document.filter(|it| page.kind == Kind::Term && is_orphan(linked, id, it));
    // What could not be read may define it, and has been reported.
    let is_broken = |it: &Document| linked.book.entry(id).is_none() && it.front.broken;
    let unsaid = document.filter(|it| !is_broken(it) && !is_defined(linked, id, it));
    let lonely = lonely.and_then(|_| orphan(linked, id));
    lonely.into_iter().chain(unsaid.and_then(|_| undefined(linked, id)))
}

/// Whether a term has a page of its own and nothing leads to it: no relation, from either side, no
/// reference, no mention. An entry stands among others on a page that has its own readers; a relation
/// that leads nowhere has been reported.
///
/// Mentions are looked for last: only where nothing else leads to a term is it worth reading all pages.
fn is_orphan(linked: &LinkedBook, id: ConceptId, document: &Document) -> bool {
    linked.book.entry(id).is_none()
        && linked.relations.of_concept(id).is_empty()
        && document.front.concept.relations.is_empty()
        && !has_match(linked, id, document)
        && linked.backlinks.of_concept(&linked.book, id).is_empty()
        // Where nobody looks for mentions, nobody knows that there are none.
        && linked.book.config.terms.autolink != Autolink::Off
        && linked.mentioned_by(id).is_empty()
}

/// Whether it has a match that is a concept of this handbook.
fn has_match(linked: &LinkedBook, id: ConceptId, document: &Document) -> bool {
    let answers = linked.answers_of(linked.book.concept(id).page);
    let mut matches = document.front.concept.matches.iter();
    matches.any(|it| matches!(answers[it.reference as usize], Answer::Page(..)))
}

fn orphan(linked: &LinkedBook, id: ConceptId) -> Option<Diagnostic> {
    let Place { file, span } = linked.book.concept_place(id)?;
    let message =
        format!("nothing leads to `{}`: it has no relation and no mention", linked.label(id));
    let help = "name it in a relation (`related`, `broader`) or in a text".to_owned();
    Some(Diagnostic::new(Code::OrphanConcept, &file, span, message).help(help))
}

/// Whether readers are told what it means: by `definition`, the text of an entry, a summary, or prose
/// on the page (which is what previews show then).
fn is_defined(linked: &LinkedBook, id: ConceptId, document: &Document) -> bool {
    let definition = linked.book.definition(id);
    if definition.is_some_and(|definition| !definition.text.trim().is_empty()) {
        return true;
    }
    match linked.book.entry(id) {
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

fn undefined(linked: &LinkedBook, id: ConceptId) -> Option<Diagnostic> {
    let Place { file, span } = linked.book.concept_place(id)?;
    let message = format!("nothing says what `{}` means", linked.label(id));
    let help = match linked.book.entry(id) {
        Some(_) => "write what it means below it, after a `:`",
        None => "say it in one sentence: `definition: …`",
    };
    Some(Diagnostic::new(Code::NoDefinition, &file, span, message).help(help.to_owned()))
}
