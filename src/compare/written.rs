//! What comparisons and directives ask for: which rows, and what stands in place of a role's own words.

use super::{
    Compared, check,
    profile::{page_of, value},
    table::{Cell, Provenance, Said},
};
use crate::{
    data::Spanned,
    diagnostic::{Code, Diagnostic},
    link::{Answer, LinkedBook},
    model::{self, Comparison, PageId},
    parse::{
        DirectiveKind, Document,
        front_matter::{Asked, NamedConcept, Override},
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
    for over in &asking.asked.cells {
        let Some((facet, cell)) = cell(linked, asking.page, over) else { continue };
        let role = page_of(linked, asking.page, over.subject.reference);
        if let Some(subject) = subjects.iter().position(|subject| Some(*subject) == role) {
            cells[subject][facet] = Some(cell);
        }
    }
    cells
}

fn cell(linked: &LinkedBook, page: PageId, over: &Override) -> Option<(usize, Cell)> {
    let (index, facet) = linked.book.config.facets.find(&over.facet)?;
    let value = value(linked, facet, page, &over.value.said())?;
    Some((index, Cell { value, from: Provenance { way: Said::Override, page, span: over.span } }))
}

/// What is wrong with the tables that the pages ask for.
pub(super) fn check(linked: &LinkedBook, compared: &Compared, complaints: &mut Vec<Diagnostic>) {
    for page in linked.book.ids() {
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
    for over in &asked.cells {
        if is_compared(linked, asking, document, subjects, &over.subject, complaints)
            && let Some(role) = page_of(linked, page, over.subject.reference)
            && let Some((facet, cell)) = cell(linked, page, over)
            && let Some(own) = &compared.cells(role)[facet]
        {
            complaints.push(check::overridden(linked, document, &over.facet, role, &cell, own));
        }
    }
    let cells = overridden(linked, compared, asking, subjects);
    for name in &asked.facets {
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

/// The rows that are asked for, empty ones left out; `None` where none is asked for by name.
pub(super) fn asked(
    linked: &LinkedBook,
    asking: Asking<'_>,
    cells: &[Vec<Option<Cell>>],
) -> Option<Vec<usize>> {
    let found = |name: &Spanned<String>| {
        let (facet, _) = linked.book.config.facets.find(&name.value)?;
        cells.iter().any(|cells| cells[facet].is_some()).then_some(facet)
    };
    let mut asked: Vec<usize> = Vec::new();
    for facet in asking.asked.facets.iter().filter_map(found) {
        if !asked.contains(&facet) {
            asked.push(facet);
        }
    }
    (!asking.asked.facets.is_empty()).then_some(asked)
}
