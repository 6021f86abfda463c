//! What is wrong with what roles say of themselves, and with what comparisons say in their place.

use std::sync::Arc;

use rapidhash::RapidHashMap;
use rayon::prelude::*;

use super::{Compared, Profile, profile::concept_of, table::Cell};
use crate::{
    config::Facets,
    diagnostic::{Code, Diagnostic},
    link::LinkedBook,
    model::{Key, PageId, fold, whole},
    parse::{
        Document,
        front_matter::{Asked, Override, Skill},
    },
    source::{Place, Span},
};

/// A skill that a role lists twice, perhaps by two names.
pub(super) fn skills(linked: &LinkedBook, page: PageId, complaints: &mut Vec<Diagnostic>) {
    let Some(document) = linked.book.page(page).document() else { return };
    let Some(role) = &document.front.role else { return };
    let mut known: RapidHashMap<Key, &Skill> = RapidHashMap::default();
    for skill in &role.skills {
        let named = &skill.term;
        let key = concept_of(linked, page, named.reference)
            .map_or_else(|| Key::Text(fold(&named.name)), Key::Concept);
        let Some(first) = known.get(&key) else {
            known.insert(key, skill);
            continue;
        };
        let message = match (first.need, skill.need) {
            (Some(a), Some(b)) if a != b => {
                format!("`{}` is listed as essential and as optional", named.name)
            }
            _ => format!("`{}` is listed twice", named.name),
        };
        let place = Place { file: document.file.clone(), span: first.term.span };
        let complaint = Diagnostic::new(Code::SkillTwice, &document.file, named.span, message);
        let first = format!("as `{}` here", first.term.name);
        complaints.push(complaint.related(place, first));
    }
}

/// The facets that other roles fill and this one, which fills some, does not: `filled` are those that
/// some role fills.
pub(super) fn missing(
    linked: &LinkedBook,
    page: PageId,
    cells: &[Option<Cell>],
    filled: &[bool],
) -> Option<Diagnostic> {
    let document = linked.book.page(page).document()?;
    if cells.iter().all(Option::is_none) {
        return None;
    }
    let facets = linked.book.config.facets.iter().zip(cells).zip(filled);
    let role = document.front.role.as_ref();
    let silent = |facet: &str| role.is_none_or(|role| role.is_silent_of(facet));
    let missing =
        facets.filter(|((facet, cell), filled)| cell.is_none() && **filled && silent(&facet.name));
    let names: Vec<String> = missing.map(|((facet, _), _)| format!("`{}`", facet.name)).collect();
    let (last, first) = names.split_last()?;
    let list =
        if first.is_empty() { last.clone() } else { format!("{} and {last}", first.join(", ")) };
    let message = format!("other roles say something about {list}, this one does not");
    let place = whole(document);
    Some(Diagnostic::new(Code::FacetMissing, &document.file, place.span, message))
}

/// A cell that a comparison says instead of a role: told with both, or as needless.
pub(super) fn overridden(
    linked: &LinkedBook,
    document: &Document,
    facet: &str,
    role: PageId,
    cell: &Cell,
    own: &Cell,
) -> Diagnostic {
    let page = linked.book.page(role);
    let label = page.label();
    let span: Span = cell.from.span;
    let complaint = if cell.value.says_the_same_as(&own.value) {
        let message = format!("`{facet}` of `{label}` is what the role says itself");
        let help = "take it out: it can only go out of date".to_owned();
        Diagnostic::new(Code::CellSame, &document.file, span, message).help(help)
    } else {
        let (here, there) = (cell.value.text("; "), own.value.text("; "));
        let message = format!(
            "`{facet}` of `{label}` is `{here}` here, and `{there}` on the role's own page"
        );
        let help =
            "take it out, and the role's own words stand here, or make the two the same; if both \
                    are meant, turn `cell-drift` off for this page in `[diagnostics]`"
                .to_owned();
        Diagnostic::new(Code::CellDrift, &document.file, span, message).help(help)
    };
    match page.document() {
        Some(role) => {
            let place = Place { file: role.file.clone(), span: own.from.span };
            complaint.related(place, "the role's own words")
        }
        None => complaint,
    }
}

/// A cell that a comparison says twice, by two names of one role.
pub(super) fn said_twice(
    linked: &LinkedBook,
    document: &Document,
    role: PageId,
    over: &Override,
    first: &Override,
) -> Diagnostic {
    let label = linked.book.page(role).label();
    let message = format!("`{}` of `{label}` is said twice", over.facet.value);
    let place = Place { file: document.file.clone(), span: first.subject.span };
    Diagnostic::new(Code::FacetType, &document.file, over.subject.span, message)
        .help("keep one of them".to_owned())
        .related(place, "this one counts")
}

/// A facet with cells that is no row of the table: they are not drawn. `over` is the first of them.
pub(super) fn no_row(document: &Document, asked: &Asked, over: &Override) -> Diagnostic {
    let name = &over.facet.value;
    let (message, help) = if asked.facets.is_empty() {
        (
            format!("`{name}` is no row: only one subject says anything about it"),
            format!("name it under `facets`, or say `{name}` of another subject too"),
        )
    } else {
        (
            format!("`{name}` is no row: it is not among `facets`"),
            format!("add `{name}` to `facets`, or take the entry out"),
        )
    };
    let code = Code::ComparisonRowEmpty;
    Diagnostic::new(code, &document.file, over.facet.span, message).help(help)
}

/// Which facets some role fills.
pub(super) fn filled(facets: &Facets, profiles: &[Profile]) -> Vec<bool> {
    let is_filled = |facet: usize| profiles.iter().any(|cells| cells[facet].is_some());
    (0..facets.iter().len()).map(is_filled).collect()
}

/// Of each role, what is wrong with it: what is `known` of those that say what they said, else found.
pub(super) fn roles(
    linked: &LinkedBook,
    roles: &[PageId],
    profiles: &[Profile],
    filled: &[bool],
    known: Option<&Compared>,
) -> Vec<Arc<[Diagnostic]>> {
    let known = known.filter(|known| known.filled == filled);
    let of_role = |(number, cells): (usize, &Profile)| {
        let known = known.filter(|known| Arc::ptr_eq(&known.profiles[number], cells));
        known.map_or_else(
            || {
                let mut told = Vec::new();
                skills(linked, roles[number], &mut told);
                told.extend(missing(linked, roles[number], cells, filled));
                told.into()
            },
            |known| Arc::clone(&known.told[number]),
        )
    };
    profiles.par_iter().enumerate().map(of_role).collect()
}
