//! What comparisons and directives ask for: which rows, and what stands in place of a role's own words.

use std::collections::BTreeSet;

use rapidhash::{RapidHashMap, RapidHashSet};

use super::{
    Compared, check,
    profile::{page_of, value},
    table::{Cell, Provenance, Said, usual_facets},
};
use crate::{
    diagnostic::{Code, Diagnostic, words::counted},
    link::{Answer, LinkedBook},
    model::{self, Comparison, PageId},
    parse::{
        DirectiveKind, Document,
        front_matter::{Asked, ComparisonFront, NamedConcept, Override, SIDES},
    },
};

/// Who asks for a table: the page that the names stand on, and what it says of the table.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'b> {
    /// The page.
    pub page: PageId,
    /// What it asks for.
    pub asked: &'b Asked,
}

impl<'b> Asking<'b> {
    /// What a written comparison asks for; `None` for a pair that nobody wrote.
    pub fn of(linked: &'b LinkedBook, comparison: &Comparison) -> Option<Asking<'b>> {
        let page = comparison.page;
        let front = linked.book.page(page).document()?.front.comparison.as_ref()?;
        Some(Asking { page, asked: &front.asked })
    }

    /// The roles that a directive names; `None` where it compares nothing.
    pub fn subjects(&self, linked: &LinkedBook) -> Option<Vec<PageId>> {
        self.checked_subjects(linked, &mut Vec::new())
    }

    /// Subjects that links find, although addresses had to be known before links were: by a path in
    /// another case, or by an old address.
    fn misspelt(&self, linked: &LinkedBook, document: &Document) -> Option<Diagnostic> {
        let book = &linked.book;
        let subjects =
            self.subjects(linked).filter(|_| book.comparisons.on(self.page).is_none())?;
        if book.comparisons.of(&subjects).is_some() {
            return None;
        }
        let ids = subjects.iter().map(|role| book.page(*role).id.as_str());
        let ids = ids.collect::<Vec<_>>().join(", ");
        let message = "a comparison names its subjects by their ids or labels".to_owned();
        let span = self.asked.subjects_place.unwrap_or_default();
        let code = Code::ComparisonSubjects;
        let complaint = Diagnostic::new(code, &document.file, span, message);
        Some(complaint.help(format!("write `subjects: [{ids}]`")))
    }

    fn checked_subjects(
        &self,
        linked: &LinkedBook,
        complaints: &mut Vec<Diagnostic>,
    ) -> Option<Vec<PageId>> {
        let document = linked.book.page(self.page).document()?;
        let find = |named: &NamedConcept| page_of(linked, self.page, named.reference);
        model::subjects(&linked.book.pages, &document.file, self.asked, find, complaints)
    }
}

/// The cells of a comparison's subjects, with what it says in place of their own words.
pub(super) fn overridden(
    linked: &LinkedBook,
    compared: &Compared,
    asking: Asking<'_>,
    subjects: &[PageId],
) -> Vec<Vec<Option<Cell>>> {
    let mut cells: Vec<_> = subjects.iter().map(|role| compared.cells(*role).to_vec()).collect();
    // Of two for one cell the first counts; that has been told.
    for over in asking.asked.cells.iter().rev() {
        let Some((facet, cell)) = cell(linked, asking.page, over) else { continue };
        let role = page_of(linked, asking.page, over.subject.reference);
        if let Some(subject) = subjects.iter().position(|subject| Some(*subject) == role) {
            cells[subject][facet] = Some(cell);
        }
    }
    cells
}

fn cell(linked: &LinkedBook, page: PageId, over: &Override) -> Option<(usize, Cell)> {
    let (index, facet) = linked.book.config.facets.find(&over.facet.value)?;
    let value = value(linked, facet, page, &over.value.said())?;
    Some((index, Cell { value, from: Provenance { way: Said::Override, page, span: over.span } }))
}

/// The pages that ask for tables, in page order; `before` are those of the book before, with the pages
/// that say other things there.
pub(super) fn asking(
    linked: &LinkedBook,
    before: Option<(&Compared, &RapidHashSet<PageId>)>,
) -> Vec<PageId> {
    let asks = |page: &PageId| {
        linked.book.page(*page).document().is_some_and(|it| tables(it).next().is_some())
    };
    match before {
        Some((known, changed)) => {
            let may: BTreeSet<PageId> = known.asking.iter().chain(changed).copied().collect();
            may.into_iter().filter(asks).collect()
        }
        None => linked.book.ids().filter(asks).collect(),
    }
}

/// What pages that are `asking` for tables say in place of roles: facets by number, each with a cell.
pub(super) fn all(linked: &LinkedBook, asking: &[PageId]) -> Vec<(usize, Cell)> {
    let pages = asking.iter().copied();
    let documents = pages.filter_map(|page| Some((page, linked.book.page(page).document()?)));
    let of_page = |(page, document): (PageId, &Document)| {
        let overrides = tables(document).flat_map(|asked| &asked.cells);
        overrides.filter_map(|over| cell(linked, page, over)).collect::<Vec<_>>()
    };
    documents.flat_map(of_page).collect()
}

/// The tables that a page asks for: its own, then those of its directives.
pub(super) fn tables(document: &Document) -> impl Iterator<Item = &Asked> {
    let front = document.front.comparison.iter().map(|front| &front.asked);
    front.chain(document.directives.iter().filter_map(|it| match &it.kind {
        DirectiveKind::Compare(asked) => Some(asked),
        DirectiveKind::Career(_) => None,
    }))
}

/// What is wrong with the tables that the pages ask for.
pub(super) fn check(linked: &LinkedBook, compared: &Compared, complaints: &mut Vec<Diagnostic>) {
    for page in compared.asking.iter().copied() {
        let Some(document) = linked.book.page(page).document() else { continue };
        if let Some(comparison) = linked.book.comparisons.on(page)
            && let Some(front) = &document.front.comparison
        {
            let asking = Asking { page, asked: &front.asked };
            check_asked(linked, compared, asking, &comparison.subjects, complaints);
            for choice in &front.choose {
                is_compared(
                    linked,
                    asking,
                    document,
                    &comparison.subjects,
                    &choice.pick,
                    complaints,
                );
            }
        }
        if let Some(front) = &document.front.comparison {
            let asking = Asking { page, asked: &front.asked };
            complaints.extend(asking.misspelt(linked, document));
            sides(front, document, complaints);
        }
        for directive in &document.directives {
            let DirectiveKind::Compare(asked) = &directive.kind else { continue };
            let asking = Asking { page, asked };
            if let Some(subjects) = asking.checked_subjects(linked, complaints) {
                check_asked(linked, compared, asking, &subjects, complaints);
            }
        }
    }
}

/// Sides of paired prose that no subject has: they are not drawn. Of less than two subjects it has
/// been told that some are missing, and whose the sides are is not known.
fn sides(front: &ComparisonFront, document: &Document, complaints: &mut Vec<Diagnostic>) {
    let subjects = &front.asked.subjects;
    if subjects.len() < 2 {
        return;
    }
    for dimension in &front.dimensions {
        for (side, key) in dimension.sides.iter().zip(SIDES).skip(subjects.len()) {
            let Some(side) = side else { continue };
            let count = counted(subjects.len(), "subject");
            let message = format!("`{key}` is nobody's side: the comparison has {count}");
            let sides = subjects.iter().zip(SIDES);
            let sides: Vec<String> =
                sides.map(|(subject, key)| format!("`{key}` is `{}`", subject.name)).collect();
            let help = format!("{}; add a subject, or take it out", sides.join(", "));
            let code = Code::ComparisonSubjects;
            let complaint = Diagnostic::new(code, &document.file, side.span, message);
            complaints.push(complaint.help(help));
        }
    }
}

/// What is wrong with the cells and rows of a table.
fn check_asked(
    linked: &LinkedBook,
    compared: &Compared,
    asking: Asking<'_>,
    subjects: &[PageId],
    complaints: &mut Vec<Diagnostic>,
) {
    let Asking { page, asked } = asking;
    let Some(document) = linked.book.page(page).document() else { return };
    let cells = overridden(linked, compared, asking, subjects);
    let rows = rows_of(linked, asking, &cells);
    let mut known: RapidHashMap<(PageId, usize), &Override> = RapidHashMap::default();
    let mut rowless: RapidHashSet<usize> = RapidHashSet::default();
    for over in &asked.cells {
        if !is_compared(linked, asking, document, subjects, &over.subject, complaints) {
            continue;
        }
        let Some(role) = page_of(linked, page, over.subject.reference) else { continue };
        let Some((facet, cell)) = cell(linked, page, over) else { continue };
        if let Some(first) = known.get(&(role, facet)) {
            complaints.push(check::said_twice(linked, document, role, over, first));
            continue;
        }
        known.insert((role, facet), over);
        if !rows.contains(&facet) {
            if rowless.insert(facet) {
                complaints.push(check::no_row(document, asked, over));
            }
        } else if let Some(own) = &compared.cells(role)[facet] {
            let name = &over.facet.value;
            complaints.push(check::overridden(linked, document, name, role, &cell, own));
        }
    }
    for name in &asked.facets {
        let Some((facet, _)) = linked.book.config.facets.find(&name.value) else { continue };
        if cells.iter().all(|cells| cells[facet].is_none()) {
            let message = format!("no subject says anything about `{}`", name.value);
            let file = &document.file;
            let complaint = Diagnostic::new(Code::ComparisonRowEmpty, file, name.span, message);
            let help = "fill the facet on a role, or take it off the list";
            complaints.push(complaint.help(help.to_owned()));
        }
    }
}

/// Whether a name under `cells` or `choose` is one of the subjects. What has no page has been reported.
fn is_compared(
    linked: &LinkedBook,
    asking: Asking<'_>,
    document: &Document,
    subjects: &[PageId],
    named: &NamedConcept,
    complaints: &mut Vec<Diagnostic>,
) -> bool {
    let answer = linked.answers_of(asking.page).get(named.reference as usize);
    let Some(role) = answer.and_then(Answer::page) else { return false };
    let compared = subjects.contains(&role);
    if !compared {
        let message = format!("`{}` is not one of the subjects", named.name);
        let code = Code::ComparisonSubjects;
        complaints.push(Diagnostic::new(code, &document.file, named.span, message));
    }
    compared
}

/// The facets that are rows: those that are asked for by name, be they empty, else those that two
/// subjects fill.
pub(super) fn rows_of(
    linked: &LinkedBook,
    asking: Asking<'_>,
    cells: &[Vec<Option<Cell>>],
) -> Vec<usize> {
    let facets = &linked.book.config.facets;
    if asking.asked.facets.is_empty() {
        return usual_facets(facets, cells);
    }
    let mut asked: Vec<usize> = Vec::new();
    let named = asking.asked.facets.iter().filter_map(|name| facets.find(&name.value));
    for (facet, _) in named {
        if !asked.contains(&facet) {
            asked.push(facet);
        }
    }
    asked
}
