//! The comparisons that authors wrote: who is compared, what stands in place of a role's own words.

use rapidhash::RapidHashMap;

use super::{
    Compared, check,
    profile::{page_of, value},
    table::{Cell, Provenance, Said},
};
use crate::{
    diagnostic::{Code, Diagnostic, words::counted},
    link::{Answer, LinkedBook},
    model::{Kind, PageId},
    parse::{
        Document,
        front_matter::{ComparisonFront, NamedConcept, Override},
    },
    source::{Place, Span},
};

/// A comparison has at least so many subjects, and at most.
const SUBJECTS: std::ops::RangeInclusive<usize> = 2..=6;

/// A comparison that somebody wrote.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comparison {
    /// Its page.
    pub page: PageId,
    /// The roles, in the author's order: 2 to 6, each once.
    pub subjects: Vec<PageId>,
}

impl Comparison {
    /// The roles in the order of their ids: two comparisons of one set have it in common.
    pub fn set(&self) -> Vec<PageId> {
        let mut set = self.subjects.clone();
        set.sort_unstable();
        set
    }
}

/// The comparisons of a book, by page, each set of subjects once.
pub(super) fn comparisons(
    linked: &LinkedBook,
    complaints: &mut Vec<Diagnostic>,
) -> Vec<Comparison> {
    let book = &linked.book;
    let mut comparisons: Vec<Comparison> = Vec::new();
    let mut known: RapidHashMap<Vec<PageId>, PageId> = RapidHashMap::default();
    for page in book.ids() {
        let Some(document) = book.page(page).document() else { continue };
        let Some(front) = &document.front.comparison else { continue };
        let Some(subjects) = subjects(linked, page, document, front, complaints) else { continue };
        let comparison = Comparison { page, subjects };
        if let Some(first) = known.get(&comparison.set()) {
            complaints.push(twice(linked, document, front, *first));
            continue;
        }
        known.insert(comparison.set(), page);
        comparisons.push(comparison);
    }
    comparisons
}

/// The roles that a comparison names; `None` where that is no comparison.
fn subjects(
    linked: &LinkedBook,
    page: PageId,
    document: &Document,
    front: &ComparisonFront,
    complaints: &mut Vec<Diagnostic>,
) -> Option<Vec<PageId>> {
    let say = |span: Span, message: String| {
        Diagnostic::new(Code::ComparisonSubjects, &document.file, span, message)
    };
    let Some(place) = front.asked.subjects_place else {
        // A page in the folder of comparisons may be prose alone.
        let span = front.asked.facets.first().map(|facet| facet.span);
        let span = span.or_else(|| front.asked.cells.first().map(|cell| cell.span));
        let span = span.or_else(|| front.choose.first().map(|choice| choice.pick.span));
        let complaint = say(span?, "a comparison has `subjects`".to_owned());
        complaints
            .push(complaint.help("as in `subjects: [technical-lead, staff-engineer]`".to_owned()));
        return None;
    };
    let mut roles: Vec<(PageId, &NamedConcept)> = Vec::new();
    let mut whole = true;
    for subject in &front.asked.subjects {
        let Some(role) = page_of(linked, page, subject.reference) else {
            whole = false;
            continue;
        };
        if linked.book.page(role).kind != Kind::Role {
            complaints.push(say(subject.span, format!("`{}` is not a role", subject.name)));
            whole = false;
        } else if let Some((_, first)) = roles.iter().find(|(known, _)| *known == role) {
            let label = linked.book.page(role).label();
            let message = format!("`{}` is compared with itself: it is `{label}`", subject.name);
            let place = Place { file: document.file.clone(), span: first.span };
            complaints.push(say(subject.span, message).related(place, "first named here"));
            whole = false;
        } else {
            roles.push((role, subject));
        }
    }
    if whole && !SUBJECTS.contains(&roles.len()) {
        let found = match roles.len() {
            0 => "none".to_owned(),
            count => counted(count, "subject"),
        };
        let message = format!("a comparison has two to six subjects, and this one has {found}");
        complaints.push(say(place, message));
    }
    let roles: Vec<PageId> = roles.into_iter().map(|(role, _)| role).collect();
    SUBJECTS.contains(&roles.len()).then_some(roles)
}

fn twice(
    linked: &LinkedBook,
    document: &Document,
    front: &ComparisonFront,
    first: PageId,
) -> Diagnostic {
    let span = front.asked.subjects_place.unwrap_or_default();
    let (path, place) = match linked.book.page(first).document() {
        Some(other) => {
            let span = other.front.comparison.as_ref().and_then(|front| front.asked.subjects_place);
            let place = Place { file: other.file.clone(), span: span.unwrap_or_default() };
            (other.file.path(), Some(place))
        }
        None => ("", None),
    };
    let message = format!("`{path}` compares the same roles");
    let complaint = Diagnostic::new(Code::ComparisonTwice, &document.file, span, message)
        .help("several angles on one set are sections of one page".to_owned());
    match place {
        Some(place) => complaint.related(place, "the first, which counts"),
        None => complaint,
    }
}

/// The cells of a comparison's subjects, with what it says in place of their own words.
pub(super) fn overridden(
    linked: &LinkedBook,
    compared: &Compared,
    comparison: &Comparison,
    subjects: &[PageId],
) -> Vec<Vec<Option<Cell>>> {
    let mut cells: Vec<_> = subjects.iter().map(|role| compared.cells(*role).to_vec()).collect();
    let Some(front) = front(linked, comparison) else { return cells };
    for over in &front.asked.cells {
        let Some((facet, cell)) = cell(linked, comparison.page, over) else { continue };
        let role = page_of(linked, comparison.page, over.subject.reference);
        if let Some(subject) = subjects.iter().position(|subject| Some(*subject) == role) {
            cells[subject][facet] = Some(cell);
        }
    }
    cells
}

fn front<'b>(linked: &'b LinkedBook, comparison: &Comparison) -> Option<&'b ComparisonFront> {
    linked.book.page(comparison.page).document()?.front.comparison.as_deref()
}

fn cell(linked: &LinkedBook, page: PageId, over: &Override) -> Option<(usize, Cell)> {
    let (index, facet) = linked.book.config.facets.find(&over.facet)?;
    let value = value(linked, facet, page, &over.value.said())?;
    Some((index, Cell { value, from: Provenance { way: Said::Override, page, span: over.span } }))
}

/// What is wrong with a comparison's cells, rows and advice.
pub(super) fn check(
    linked: &LinkedBook,
    compared: &Compared,
    comparison: &Comparison,
    complaints: &mut Vec<Diagnostic>,
) {
    let Some(document) = linked.book.page(comparison.page).document() else { return };
    let Some(front) = front(linked, comparison) else { return };
    for over in &front.asked.cells {
        if is_compared(linked, comparison, document, &over.subject, complaints)
            && let Some(role) = page_of(linked, comparison.page, over.subject.reference)
            && let Some((facet, cell)) = cell(linked, comparison.page, over)
            && let Some(own) = &compared.cells(role)[facet]
        {
            complaints.push(check::overridden(linked, document, &over.facet, role, &cell, own));
        }
    }
    for choice in &front.choose {
        is_compared(linked, comparison, document, &choice.pick, complaints);
    }
    let cells = overridden(linked, compared, comparison, &comparison.subjects);
    for name in &front.asked.facets {
        let Some((facet, _)) = linked.book.config.facets.find(&name.value) else { continue };
        if cells.iter().all(|cells| cells[facet].is_none()) {
            let message = format!("no subject says anything about `{}`", name.value);
            let file = &document.file;
            let complaint = Diagnostic::new(Code::ComparisonRowEmpty, file, name.span, message);
            let help = "the row is left out: fill the facet on a role, or take it off the list";
            complaints.push(complaint.help(help.to_owned()));
        }
    }
}

/// Whether a name under `cells` or `choose` is one of the subjects. What has no page has been reported.
fn is_compared(
    linked: &LinkedBook,
    comparison: &Comparison,
    document: &Document,
    named: &NamedConcept,
    complaints: &mut Vec<Diagnostic>,
) -> bool {
    let answer = linked.answers_of(comparison.page).get(named.reference as usize);
    let Some(Answer::Page(role, _)) = answer else { return false };
    let compared = comparison.subjects.contains(role);
    if !compared {
        let message = format!("`{}` is not one of the subjects", named.name);
        let code = Code::ComparisonSubjects;
        complaints.push(Diagnostic::new(code, &document.file, named.span, message));
    }
    compared
}

/// The rows that a comparison asks for, empty ones left out; `None` where it asks for none by name.
pub(super) fn asked(
    linked: &LinkedBook,
    comparison: &Comparison,
    cells: &[Vec<Option<Cell>>],
) -> Option<Vec<usize>> {
    let front = front(linked, comparison)?;
    let found = |name: &crate::data::Spanned<String>| {
        let (facet, _) = linked.book.config.facets.find(&name.value)?;
        cells.iter().any(|cells| cells[facet].is_some()).then_some(facet)
    };
    let mut asked: Vec<usize> = Vec::new();
    for facet in front.asked.facets.iter().filter_map(found) {
        if !asked.contains(&facet) {
            asked.push(facet);
        }
    }
    (!front.asked.facets.is_empty()).then_some(asked)
}
