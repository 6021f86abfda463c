//! References to pages that are deprecated.

use super::{SHOWN, listed};
use crate::{
    diagnostic::{Code, Diagnostic},
    link::{Answer, LinkedBook, targets::relative_path},
    model::{Page, PageId, sections::split, whole},
    parse::{
        Document, Target,
        front_matter::{RelationKey, Status},
    },
    source::Span,
};

pub(super) fn check(linked: &LinkedBook, complaints: &mut Vec<Diagnostic>) {
    let book = &linked.book;
    let deprecated: Vec<bool> = book.pages.iter().map(|page| is_deprecated(page)).collect();
    if !deprecated.contains(&true) {
        return;
    }
    let is_deprecated = |page: PageId| deprecated[page.0 as usize];
    // What is deprecated itself may keep its company.
    let current = || book.ids().filter(|page| !is_deprecated(*page));
    for from in current() {
        let Some(document) = book.page(from).document() else { continue };
        for (reference, answer) in document.references.iter().zip(linked.answers_of(from)) {
            if let Answer::Page(to, _) = answer
                && is_deprecated(*to)
            {
                let name = Name { from, document, target: &reference.target };
                complaints.extend(complaint(linked, &name, reference.span, *to));
            }
        }
    }
}

fn is_deprecated(page: &Page) -> bool {
    let status = page.document().and_then(|document| document.front.status);
    status == Some(Status::Deprecated)
}

/// How a page names another.
struct Name<'b> {
    from: PageId,
    document: &'b Document,
    target: &'b Target,
}

impl Name<'_> {
    /// How it would name `page` instead.
    fn of(&self, page: &Page) -> Option<String> {
        Some(match self.target {
            Target::Concept { .. } => page.id.clone(),
            Target::Wiki { .. } => format!("[[{}]]", page.label()),
            Target::Address(_) => {
                relative_path(split(&self.document.path).0, &page.document()?.path)
            }
            Target::Prose(_) => page.label().to_owned(),
        })
    }
}

/// `None` where the page that refers is what replaces the other: it may tell of it.
fn complaint(linked: &LinkedBook, name: &Name<'_>, span: Span, to: PageId) -> Option<Diagnostic> {
    let book = &linked.book;
    let replacements = replacements(linked, to);
    if replacements.contains(&name.from) {
        return None;
    }
    let current: Vec<&Page> = replacements
        .into_iter()
        .map(|page| book.page(page))
        .filter(|page| !is_deprecated(page))
        .collect();
    let labels: Vec<&str> = current.iter().map(|page| page.label()).collect();
    let old = book.page(to).label();
    let message = match labels[..] {
        [] => format!("`{old}` is deprecated"),
        [_] => format!("`{old}` is deprecated: {} replaces it", listed(&labels)),
        _ => format!("`{old}` is deprecated: {} replace it", listed(&labels)),
    };
    let written: Vec<String> =
        current.iter().filter_map(|page| Some(format!("`{}`", name.of(page)?))).collect();
    let help = if written.is_empty() {
        "take it out, or say on that page what replaces it: `replaced_by`".to_owned()
    } else {
        format!("write {}", written.join(" or "))
    };
    let code = Code::DeprecatedLink;
    let complaint = Diagnostic::new(code, &name.document.file, span, message).help(help);
    let place = book.page(to).document().map(whole)?;
    Some(complaint.related(place, "the page that is deprecated"))
}

/// What replaces a page, and what replaces that if it is deprecated too: the nearest first.
fn replacements(linked: &LinkedBook, page: PageId) -> Vec<PageId> {
    let mut found = vec![page];
    let mut next = 0;
    while let Some(&at) = found.get(next).filter(|_| next < SHOWN) {
        next += 1;
        let Some(document) = linked.book.page(at).document() else { continue };
        if !is_deprecated(linked.book.page(at)) {
            continue;
        }
        for relation in &document.front.concept.relations {
            if relation.key == RelationKey::ReplacedBy
                && let Answer::Page(to, _) = &linked.answers_of(at)[relation.reference as usize]
                && !found.contains(to)
            {
                found.push(*to);
            }
        }
    }
    found.remove(0);
    found
}
