//! Every diagnostic that rolebook can give: one table, which `explain`, the reference and the tests read.

use super::Severity;

/// Names a diagnostic.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "CODES says in words what each means")]
pub enum Code {
    DuplicateId,
    LabelTwice,
    LabelTaken,
    LabelOverlap,
    UnknownConcept,
    WantedTerm,
    AmbiguousConcept,
    SelfRelation,
    BroaderCycle,
    RelatedIsBroader,
    DistinctFromBroader,
    MatchConflict,
    RedundantBroader,
    OneSided,
    OrphanConcept,
    NoDefinition,
    DeprecatedLink,
    SpectrumIncomplete,
    SpectrumTwice,
    PositionUnknown,
    ExampleConflict,
    FacetUnknown,
    FacetType,
    FacetMissing,
    FacetLong,
    SkillTwice,
    PromotionCycle,
    CareerConflict,
    ComparisonSubjects,
    ComparisonTwice,
    ComparisonRowEmpty,
    CellDrift,
    CellSame,
    CitationUnknown,
    ReferenceUnused,
    FaqIncomplete,
    FaqPlace,
    ContentsList,
    ReviewOverdue,
    BrokenLink,
    BrokenAnchor,
    BrokenImage,
    LinkCase,
    LinkSpelling,
    AddressTaken,
    LinkUnsafe,
    TooLarge,
    TooDeep,
    HighlightSkipped,
    BadDirective,
    PairsLimit,
    HistoryShallow,
    BadFrontMatter,
    UnknownKey,
    BadConfig,
    BadTemplate,
    OldTemplate,
    HeadingSkip,
    HeadingTwice,
    TableRagged,
    ImageAlt,
    UnreadableFile,
}

/// What is said of a code.
#[derive(Debug)]
pub struct CodeInfo {
    /// The code.
    pub code: Code,
    /// Its name, as in `error[broken-link]` and `[diagnostics]`.
    pub name: &'static str,
    /// Its level unless the config changes it.
    pub severity: Severity,
    /// Arises in a plain folder too (there never above warning).
    pub plain: bool,
    /// What it means and how to mend it: Markdown, for `rolebook explain`.
    pub explanation: &'static str,
}

impl Code {
    /// Its row of the table.
    pub fn info(self) -> &'static CodeInfo {
        &CODES[self as usize]
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.info().name
    }

    /// The code of that name.
    pub fn named(name: &str) -> Option<Code> {
        CODES.iter().find(|info| info.name == name).map(|info| info.code)
    }
}

/// One row of the table: code, name, level, whether it arises in a plain folder.
macro_rules! row {
    ($code:ident, $name:literal, $severity:ident, plain: $plain:literal) => {
        CodeInfo {
            code: Code::$code,
            name: $name,
            severity: Severity::$severity,
            plain: $plain,
            explanation: include_str!(concat!("explanations/", $name, ".md")),
        }
    };
}

/// The table, in the order of [`Code`]. The explanation of each is `explanations/NAME.md`.
pub const CODES: &[CodeInfo] = &[
    row!(DuplicateId, "duplicate-id", Error, plain: false),
    row!(LabelTwice, "label-twice", Error, plain: false),
    row!(LabelTaken, "label-taken", Error, plain: false),
    row!(LabelOverlap, "label-overlap", Warning, plain: false),
    row!(UnknownConcept, "unknown-concept", Error, plain: false),
    row!(WantedTerm, "wanted-term", Info, plain: false),
    row!(AmbiguousConcept, "ambiguous-concept", Error, plain: false),
    row!(SelfRelation, "self-relation", Error, plain: false),
    row!(BroaderCycle, "broader-cycle", Error, plain: false),
    row!(RelatedIsBroader, "related-is-broader", Error, plain: false),
    row!(DistinctFromBroader, "distinct-from-broader", Error, plain: false),
    row!(MatchConflict, "match-conflict", Error, plain: false),
    row!(RedundantBroader, "redundant-broader", Info, plain: false),
    row!(OneSided, "one-sided", Info, plain: false),
    row!(OrphanConcept, "orphan-concept", Warning, plain: false),
    row!(NoDefinition, "no-definition", Warning, plain: false),
    row!(DeprecatedLink, "deprecated-link", Warning, plain: false),
    row!(SpectrumIncomplete, "spectrum-incomplete", Error, plain: false),
    row!(SpectrumTwice, "spectrum-twice", Warning, plain: false),
    row!(PositionUnknown, "position-unknown", Error, plain: false),
    row!(ExampleConflict, "example-conflict", Error, plain: false),
    row!(FacetUnknown, "facet-unknown", Warning, plain: false),
    row!(FacetType, "facet-type", Error, plain: false),
    row!(FacetMissing, "facet-missing", Info, plain: false),
    row!(FacetLong, "facet-long", Warning, plain: false),
    row!(SkillTwice, "skill-twice", Error, plain: false),
    row!(PromotionCycle, "promotion-cycle", Error, plain: false),
    row!(CareerConflict, "career-conflict", Warning, plain: false),
    row!(ComparisonSubjects, "comparison-subjects", Error, plain: false),
    row!(ComparisonTwice, "comparison-twice", Error, plain: false),
    row!(ComparisonRowEmpty, "comparison-row-empty", Warning, plain: false),
    row!(CellDrift, "cell-drift", Warning, plain: false),
    row!(CellSame, "cell-same", Info, plain: false),
    row!(CitationUnknown, "citation-unknown", Error, plain: false),
    row!(ReferenceUnused, "reference-unused", Info, plain: false),
    row!(FaqIncomplete, "faq-incomplete", Error, plain: false),
    row!(FaqPlace, "faq-place", Warning, plain: false),
    row!(ContentsList, "contents-list", Warning, plain: false),
    row!(ReviewOverdue, "review-overdue", Info, plain: false),
    row!(BrokenLink, "broken-link", Error, plain: true),
    row!(BrokenAnchor, "broken-anchor", Error, plain: true),
    row!(BrokenImage, "broken-image", Error, plain: true),
    row!(LinkCase, "link-case", Warning, plain: true),
    row!(LinkSpelling, "link-spelling", Warning, plain: true),
    row!(AddressTaken, "address-taken", Error, plain: true),
    row!(LinkUnsafe, "link-unsafe", Error, plain: true),
    row!(TooLarge, "too-large", Error, plain: true),
    row!(TooDeep, "too-deep", Error, plain: true),
    row!(HighlightSkipped, "highlight-skipped", Info, plain: true),
    row!(BadDirective, "bad-directive", Error, plain: false),
    row!(PairsLimit, "pairs-limit", Warning, plain: false),
    row!(HistoryShallow, "history-shallow", Warning, plain: false),
    row!(BadFrontMatter, "bad-front-matter", Warning, plain: true),
    row!(UnknownKey, "unknown-key", Warning, plain: false),
    row!(BadConfig, "bad-config", Error, plain: false),
    row!(BadTemplate, "bad-template", Error, plain: false),
    row!(OldTemplate, "old-template", Warning, plain: false),
    row!(HeadingSkip, "heading-skip", Info, plain: true),
    row!(HeadingTwice, "heading-twice", Info, plain: true),
    row!(TableRagged, "table-ragged", Info, plain: true),
    row!(ImageAlt, "image-alt", Info, plain: true),
    row!(UnreadableFile, "unreadable-file", Warning, plain: true),
];

/// Codes of the content model that no stage checks yet; `explain` says so. Each leaves this list when
/// its check and its case come (`tests/tidy.rs`).
pub const PLANNED: &[&str] = &[];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_codes() {
        for (index, info) in CODES.iter().enumerate() {
            assert_eq!(info.code as usize, index, "{}", info.name);
            assert_eq!(Code::named(info.name), Some(info.code));
        }
    }

    #[test]
    fn names_are_unique_and_kebab_case() {
        let names: BTreeSet<&str> = CODES.iter().map(|info| info.name).collect();
        assert_eq!(names.len(), CODES.len());
        for name in names {
            let kebab = name.split('-').all(|word| {
                !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase())
            });
            assert!(kebab, "{name}");
        }
    }

    #[test]
    fn every_explanation_is_a_short_text() {
        for CodeInfo { name, explanation, .. } in CODES {
            let lines = explanation.lines().filter(|line| !line.is_empty()).count();
            assert!((2..=14).contains(&lines), "{name} has {lines} lines");
            assert!(explanation.ends_with('\n'), "{name}");
        }
    }
}
