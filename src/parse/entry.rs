//! Entries: terms that a page defines besides what it is about.

use super::{
    Fragment,
    front_matter::{Label, LabelKind},
};
use crate::source::Span;

/// A term that a page defines besides what it is about. Whether it is a concept, the model says.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// What it is called, as plain text.
    pub label: String,
    /// Other names: the abbreviation of `Service Level Objective (SLO)`.
    pub alt: Vec<Label>,
    /// The id of its place on the page.
    pub id: String,
    /// What it means.
    pub definition: Fragment,
    /// Where its name stands.
    pub span: Span,
    /// How it is written.
    pub origin: EntryOrigin,
}

/// How an [`Entry`] is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryOrigin {
    /// A term of a definition list in the body.
    DefinitionList,
    /// An item of `related_terms`.
    RelatedTerm,
}

impl Entry {
    /// An entry with these names, the first of which is its label. One may end in an abbreviation
    /// in parentheses.
    pub(super) fn new<'n>(
        names: impl IntoIterator<Item = &'n str>,
        id: String,
        definition: Fragment,
        span: Span,
        origin: EntryOrigin,
    ) -> Entry {
        let mut labels = names.into_iter().flat_map(|name| {
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let alternative = |text: &str, kind| Label { text: text.to_owned(), span, kind };
            match abbreviated(&name) {
                Some((label, abbreviation)) => vec![
                    alternative(label, LabelKind::Plain),
                    alternative(abbreviation, LabelKind::Abbreviation),
                ],
                None => vec![alternative(&name, LabelKind::Plain)],
            }
        });
        let label = labels.next().map_or_else(String::new, |label| label.text);
        let alt = labels.filter(|other| !other.text.is_empty()).collect();
        Entry { label, alt, id, definition, span, origin }
    }
}

/// `Service Level Objective (SLO)` as its name and its abbreviation: 2 to 8 capitals and digits.
fn abbreviated(name: &str) -> Option<(&str, &str)> {
    let (label, abbreviation) = name.strip_suffix(')')?.rsplit_once(" (")?;
    let letters = abbreviation.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    let short = (2..=8).contains(&abbreviation.chars().count());
    (letters && short && !label.trim().is_empty()).then(|| (label.trim(), abbreviation))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_stands_in_parentheses() {
        assert_eq!(
            abbreviated("Service Level Objective (SLO)"),
            Some(("Service Level Objective", "SLO"))
        );
        assert_eq!(abbreviated("Review (of code)"), None);
        assert_eq!(abbreviated("(SLO)"), None);
        assert_eq!(abbreviated("SLO"), None);
    }
}
