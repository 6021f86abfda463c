//! References to pages that are deprecated.

use super::{SHOWN, Vocabulary, listed};
use crate::{
    diagnostic::{Code, Diagnostic},
    link::{Answer, targets::relative_path},
    model::{PageId, sections::split, whole},
    parse::{
        Document, Reference, Target,
        front_matter::{RelationKey, Status},
    },
};

pub(super) fn check(vocabulary: &Vocabulary<'_>, complaints: &mut Vec<Diagnostic>) {
    let book = vocabulary.book;
    let deprecated: Vec<bool> =
        book.pages.iter().map(|page| is_deprecated(page.document())).collect();
    if !deprecated.contains(&true) {
        return;
    }
    for (from, answers) in book.ids().zip(vocabulary.answers) {
        let Some(document) = book.page(from).document() else { continue };
        // What is deprecated itself may keep its company.
        if deprecated[from.0 as usize] {
            continue;
        }
        for (reference, answer) in document.references.iter().zip(answers) {
            if let Answer::Page(to, _) = answer
                && deprecated[to.0 as usize]
            {
                complaints.extend(complaint(vocabulary, from, document, reference, *to));
            }
        }
    }
}

fn is_deprecated(document: Option<&Document>) -> bool {
    document.is_some_and(|document| document.front.status == Some(Status::Deprecated))
}

/// `None` where the page that refers is what replaces the other: it may tell of it.
fn complaint(
    vocabulary: &Vocabulary<'_>,
    from: PageId,
    document: &Document,
    reference: &Reference,
    to: PageId,
) -> Option<Diagnostic> {
    let book = vocabulary.book;
    let replacements = replacements(vocabulary, to);
    if replacements.contains(&from) {
        return None;
    }
    let current: Vec<PageId> = replacements
        .into_iter()
        .filter(|page| !is_deprecated(book.page(*page).document()))
        .collect();
    let labels: Vec<&str> = current.iter().map(|page| book.page(*page).label()).collect();
    let old = book.page(to).label();
    let message = match labels[..] {
        [] => format!("`{old}` is deprecated"),
        [_] => format!("`{old}` is deprecated: {} replaces it", listed(&labels)),
        _ => format!("`{old}` is deprecated: {} replace it", listed(&labels)),
    };
    let written: Vec<String> = current
        .iter()
        .filter_map(|page| match &reference.target {
            Target::Concept { .. } => Some(book.page(*page).id.clone()),
            Target::Wiki { .. } => Some(format!("[[{}]]", book.page(*page).label())),
            Target::Prose(_) => Some(book.page(*page).label().to_owned()),
            Target::Address(_) => {
                let path = &book.page(*page).document()?.path;
                Some(relative_path(split(&document.path).0, path))
            }
        })
        .collect();
    let written: Vec<&str> = written.iter().map(String::as_str).collect();
    let help = match written[..] {
        [] => "take it out, or say on that page what replaces it: `replaced_by`".to_owned(),
        [_] => format!("write {}", listed(&written)),
        _ => format!("write one of {}", listed(&written)),
    };
    let complaint =
        Diagnostic::new(Code::DeprecatedLink, &document.file, reference.span, message).help(help);
    let place = book.page(to).document().map(whole)?;
    Some(complaint.related(place, "the page that is deprecated"))
}

/// What replaces a page, and what replaces that if it is deprecated too: the nearest first.
fn replacements(vocabulary: &Vocabulary<'_>, page: PageId) -> Vec<PageId> {
    let mut found = vec![page];
    let mut next = 0;
    while let Some(&at) = found.get(next).filter(|_| next < SHOWN) {
        next += 1;
        let Some(document) = vocabulary.book.page(at).document() else { continue };
        if next > 1 && !is_deprecated(Some(document)) {
            continue;
        }
        for relation in &document.front.concept.relations {
            if relation.key == RelationKey::ReplacedBy
                && let Answer::Page(to, _) =
                    &vocabulary.answers[at.0 as usize][relation.reference as usize]
                && !found.contains(to)
            {
                found.push(*to);
            }
        }
    }
    found.remove(0);
    found
}
