//! `[facets.*]`: the aspects that roles are described and compared by, the built-in ones and the
//! handbook's own.

use std::fmt::{self, Write as _};

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

/// Every facet of a handbook, in the order in which comparisons show them.
#[derive(Clone)]
pub struct Facets {
    all: Vec<Facet>,
    /// Every pattern of [`Facet::headings`], and the facet that each belongs to.
    headings: GlobSet,
    owners: Vec<usize>,
}

/// One aspect of a role: how its values are written, checked, drawn and compared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facet {
    /// As front matter names it.
    pub name: String,
    /// As readers see it.
    pub label: String,
    /// What a value is.
    pub kind: FacetKind,
    /// The lower, the earlier in a comparison; then by name.
    pub order: i64,
    /// The longest text that fits a table cell, in characters; of a list, of each item.
    pub max_chars: Option<usize>,
    /// Globs in any case: a section of the body under such a heading supplies the facet when front
    /// matter is silent.
    pub headings: Vec<String>,
}

/// What a value of a facet is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FacetKind {
    /// One text.
    Text,
    /// Texts.
    List,
    /// One role or term.
    Concept,
    /// Roles or terms.
    Concepts,
    /// One of these values.
    Enum(Vec<String>),
    /// One of these steps, from the lowest.
    Scale(Vec<String>),
    /// A number of this unit; empty for none.
    Number(String),
    /// From a number to a number of this unit; empty for none.
    Range(String),
    /// Yes or no.
    Bool,
}

/// The unit of what has a whole of 100.
pub(crate) const PER_CENT: &str = "%";

/// What a facet's own parts say more of than a declaration could: their type is settled.
pub(crate) const STRUCTURED: &[&str] = &["responsibilities", "skills", "success", "career"];

/// The facets that every handbook has: they may stand at the top level of front matter too.
pub(crate) const BUILT_IN: &[&str] = &[
    "focus",
    "responsibilities",
    "skills",
    "impact",
    "authority",
    "scope",
    "hands_on",
    "communication",
    "success",
    "career",
];

impl FacetKind {
    /// Its name in `type = "…"` and in `comparison.json`.
    pub fn name(&self) -> &'static str {
        match self {
            FacetKind::Text => "text",
            FacetKind::List => "list",
            FacetKind::Concept => "concept",
            FacetKind::Concepts => "concepts",
            FacetKind::Enum(_) => "enum",
            FacetKind::Scale(_) => "scale",
            FacetKind::Number(_) => "number",
            FacetKind::Range(_) => "range",
            FacetKind::Bool => "bool",
        }
    }

    /// Its values are several: roles are as similar as these have items in common.
    pub fn is_list(&self) -> bool {
        match self {
            FacetKind::List | FacetKind::Concepts => true,
            FacetKind::Text
            | FacetKind::Concept
            | FacetKind::Enum(_)
            | FacetKind::Scale(_)
            | FacetKind::Number(_)
            | FacetKind::Range(_)
            | FacetKind::Bool => false,
        }
    }
}

impl<'f> IntoIterator for &'f Facets {
    type Item = &'f Facet;
    type IntoIter = std::slice::Iter<'f, Facet>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for Facets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.all).finish()
    }
}

impl Facets {
    /// The facets in their order. A pattern that is no glob has been reported, and is left out.
    pub(super) fn new(mut all: Vec<Facet>) -> Facets {
        all.sort_by(|a, b| a.order.cmp(&b.order).then_with(|| a.name.cmp(&b.name)));
        let mut patterns = GlobSetBuilder::new();
        let mut owners = Vec::new();
        for (index, facet) in all.iter().enumerate() {
            for glob in facet.headings.iter().filter_map(|heading| heading_glob(heading).ok()) {
                patterns.add(glob);
                owners.push(index);
            }
        }
        let headings = patterns.build().unwrap_or_else(|_| GlobSet::empty());
        Facets { all, headings, owners }
    }

    /// The facets that every handbook has.
    pub fn built_in() -> Facets {
        Facets::new(built_in())
    }

    /// The facets in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Facet> {
        self.all.iter()
    }

    /// Its number in the order, and the facet.
    pub fn find(&self, name: &str) -> Option<(usize, &Facet)> {
        self.all.iter().enumerate().find(|(_, facet)| facet.name == name)
    }

    /// The facet of that number.
    pub fn get(&self, index: usize) -> &Facet {
        &self.all[index]
    }

    /// The first facet that a section under this heading supplies. A number before it does not count:
    /// `2. Core Focus` is `core focus`.
    pub fn of_heading(&self, heading: &str) -> Option<&Facet> {
        let numbered = heading.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let unnumbered = numbered.strip_prefix(['.', ')']).unwrap_or(heading).trim();
        let matched = self.headings.matches(unnumbered);
        let first = matched.into_iter().map(|pattern| self.owners[pattern]).min()?;
        Some(&self.all[first])
    }

    /// All that bears on reading a page, as one text: part of a document's fingerprint. Labels and
    /// the order do not bear on it, save where a heading fits two facets.
    pub fn as_read(&self) -> String {
        let mut text = String::new();
        for Facet { name, label: _, kind, order: _, max_chars, headings } in &self.all {
            let _ = writeln!(text, "{name:?} {kind:?} {max_chars:?} {headings:?}");
        }
        text
    }
}

/// A range in words, the same wherever it is told: `30–70 %`, or `50 %` when both ends are one.
pub fn range_words(one: f64, other: f64, unit: &str) -> String {
    // As they were written: a rounded figure would be another one. Adding 0 makes of -0 a 0.
    let words = |value: f64| (value + 0.0).to_string();
    let (least, greatest) = (words(one.min(other)), words(one.max(other)));
    let numbers = if least == greatest { least } else { format!("{least}–{greatest}") };
    match unit.trim() {
        "" => numbers,
        unit => format!("{numbers} {unit}"),
    }
}

/// Yes or no in words.
pub fn flag_word(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

/// A pattern for headings: in any case, `*` for anything.
pub(super) fn heading_glob(pattern: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(pattern).case_insensitive(true).literal_separator(false).build()
}

pub(super) fn built_in() -> Vec<Facet> {
    let scope = ["subsystem", "team", "multiple teams", "company", "community"];
    let scope = FacetKind::Scale(scope.map(str::to_owned).to_vec());
    let share = FacetKind::Range("%".to_owned());
    let rows: [(&str, &str, FacetKind, &[&str]); 10] = [
        (
            "focus",
            "Focus area",
            FacetKind::Text,
            &["focus", "focus area*", "core focus*", "main focus*", "primary focus*"],
        ),
        (
            "responsibilities",
            "Responsibilities",
            FacetKind::List,
            &["responsibilities*", "* responsibilities", "duties", "* duties"],
        ),
        ("skills", "Key skills", FacetKind::Concepts, &["skills", "* skills", "skills and *"]),
        ("impact", "Impact", FacetKind::Text, &["impact", "* impact", "impact on *"]),
        (
            "authority",
            "Authority",
            FacetKind::Text,
            &["authority", "* authority", "authority and *"],
        ),
        ("scope", "Scope of impact", scope, &["scope", "scope of *"]),
        ("hands_on", "Hands-on work", share, &[]),
        (
            "communication",
            "Communication",
            FacetKind::Text,
            &["communication", "communication style"],
        ),
        (
            "success",
            "Success measures",
            FacetKind::List,
            &["measuring success", "success", "success m*", "measures of success", "key metrics"],
        ),
        ("career", "Career", FacetKind::Concepts, &["career", "career p*", "next roles"]),
    ];
    let facet =
        |(number, (name, label, kind, headings)): (usize, (&str, &str, _, &[&str]))| Facet {
            name: name.to_owned(),
            label: label.to_owned(),
            kind,
            order: 10 * (i64::from(number as u32) + 1),
            max_chars: None,
            headings: headings.iter().map(|&heading| heading.to_owned()).collect(),
        };
    rows.into_iter().enumerate().map(facet).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_facets_are_those_that_are_listed() {
        let names: Vec<_> = built_in().into_iter().map(|facet| facet.name).collect();
        assert_eq!(names, BUILT_IN);
        assert!(STRUCTURED.iter().all(|name| BUILT_IN.contains(name)));
    }

    #[test]
    fn a_heading_supplies_a_facet() {
        let facets = Facets::built_in();
        let of = |heading| facets.of_heading(heading).map(|facet| facet.name.as_str());
        assert_eq!(of("Core Focus and Purpose"), Some("focus"));
        assert_eq!(of("Key Responsibilities"), Some("responsibilities"));
        assert_eq!(of("1. Essential Technical and Soft Skills"), Some("skills"));
        assert_eq!(of("Measuring Success"), Some("success"));
        assert_eq!(of("2024"), None);
        assert_eq!(of("Skilled trades"), None);
    }
}
