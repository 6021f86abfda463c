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

/// The table, in the order of [`Code`].
pub const CODES: &[CodeInfo] = &[
    CodeInfo { code: Code::DuplicateId, name: "duplicate-id", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::LabelTwice, name: "label-twice", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::LabelTaken, name: "label-taken", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::LabelOverlap, name: "label-overlap", severity: Severity::Warning, plain: false, explanation: "" },
    CodeInfo { code: Code::UnknownConcept, name: "unknown-concept", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::WantedTerm, name: "wanted-term", severity: Severity::Info, plain: false, explanation: "" },
    CodeInfo { code: Code::AmbiguousConcept, name: "ambiguous-concept", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::SelfRelation, name: "self-relation", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::BroaderCycle, name: "broader-cycle", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::RelatedIsBroader, name: "related-is-broader", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::DistinctFromBroader, name: "distinct-from-broader", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::MatchConflict, name: "match-conflict", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::RedundantBroader, name: "redundant-broader", severity: Severity::Info, plain: false, explanation: "" },
    CodeInfo { code: Code::OneSided, name: "one-sided", severity: Severity::Info, plain: false, explanation: "" },
    CodeInfo { code: Code::OrphanConcept, name: "orphan-concept", severity: Severity::Warning, plain: false, explanation: "" },
    CodeInfo { code: Code::NoDefinition, name: "no-definition", severity: Severity::Warning, plain: false, explanation: "" },
    CodeInfo { code: Code::DeprecatedLink, name: "deprecated-link", severity: Severity::Warning, plain: false, explanation: "" },
    CodeInfo { code: Code::SpectrumIncomplete, name: "spectrum-incomplete", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::SpectrumTwice, name: "spectrum-twice", severity: Severity::Warning, plain: false, explanation: "" },
    CodeInfo { code: Code::PositionUnknown, name: "position-unknown", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::ExampleConflict, name: "example-conflict", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::FacetUnknown, name: "facet-unknown", severity: Severity::Warning, plain: false, explanation: "" },
    CodeInfo { code: Code::FacetType, name: "facet-type", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::FacetMissing, name: "facet-missing", severity: Severity::Info, plain: false, explanation: "" },
    CodeInfo { code: Code::FacetLong, name: "facet-long", severity: Severity::Warning, plain: false, explanation: "" },
    CodeInfo { code: Code::SkillTwice, name: "skill-twice", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::PromotionCycle, name: "promotion-cycle", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::CareerConflict, name: "career-conflict", severity: Severity::Warning, plain: false, explanation: "" },
    CodeInfo { code: Code::ComparisonSubjects, name: "comparison-subjects", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::ComparisonTwice, name: "comparison-twice", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::ComparisonRowEmpty, name: "comparison-row-empty", severity: Severity::Warning, plain: false, explanation: "" },
    CodeInfo { code: Code::CellDrift, name: "cell-drift", severity: Severity::Warning, plain: false, explanation: "" },
    CodeInfo { code: Code::CellSame, name: "cell-same", severity: Severity::Info, plain: false, explanation: "" },
    CodeInfo { code: Code::CitationUnknown, name: "citation-unknown", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::ReferenceUnused, name: "reference-unused", severity: Severity::Info, plain: false, explanation: "" },
    CodeInfo { code: Code::FaqIncomplete, name: "faq-incomplete", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::FaqPlace, name: "faq-place", severity: Severity::Warning, plain: false, explanation: "" },
    CodeInfo { code: Code::ContentsList, name: "contents-list", severity: Severity::Warning, plain: false, explanation: "" },
    CodeInfo { code: Code::ReviewOverdue, name: "review-overdue", severity: Severity::Info, plain: false, explanation: "" },
    CodeInfo { code: Code::BrokenLink, name: "broken-link", severity: Severity::Error, plain: true, explanation: "" },
    CodeInfo { code: Code::BrokenAnchor, name: "broken-anchor", severity: Severity::Error, plain: true, explanation: "" },
    CodeInfo { code: Code::BrokenImage, name: "broken-image", severity: Severity::Error, plain: true, explanation: "" },
    CodeInfo { code: Code::LinkCase, name: "link-case", severity: Severity::Warning, plain: true, explanation: "" },
    CodeInfo { code: Code::LinkSpelling, name: "link-spelling", severity: Severity::Warning, plain: true, explanation: "" },
    CodeInfo { code: Code::AddressTaken, name: "address-taken", severity: Severity::Error, plain: true, explanation: "" },
    CodeInfo { code: Code::LinkUnsafe, name: "link-unsafe", severity: Severity::Error, plain: true, explanation: "" },
    CodeInfo { code: Code::TooLarge, name: "too-large", severity: Severity::Error, plain: true, explanation: "" },
    CodeInfo { code: Code::TooDeep, name: "too-deep", severity: Severity::Error, plain: true, explanation: "" },
    CodeInfo { code: Code::HighlightSkipped, name: "highlight-skipped", severity: Severity::Info, plain: true, explanation: "" },
    CodeInfo { code: Code::BadDirective, name: "bad-directive", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::PairsLimit, name: "pairs-limit", severity: Severity::Warning, plain: false, explanation: "" },
    CodeInfo { code: Code::HistoryShallow, name: "history-shallow", severity: Severity::Warning, plain: false, explanation: "" },
    CodeInfo { code: Code::BadFrontMatter, name: "bad-front-matter", severity: Severity::Warning, plain: true, explanation: "" },
    CodeInfo { code: Code::UnknownKey, name: "unknown-key", severity: Severity::Warning, plain: false, explanation: "" },
    CodeInfo { code: Code::BadConfig, name: "bad-config", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::BadTemplate, name: "bad-template", severity: Severity::Error, plain: false, explanation: "" },
    CodeInfo { code: Code::HeadingSkip, name: "heading-skip", severity: Severity::Info, plain: true, explanation: "" },
    CodeInfo { code: Code::HeadingTwice, name: "heading-twice", severity: Severity::Info, plain: true, explanation: "" },
    CodeInfo { code: Code::TableRagged, name: "table-ragged", severity: Severity::Info, plain: true, explanation: "" },
    CodeInfo { code: Code::ImageAlt, name: "image-alt", severity: Severity::Info, plain: true, explanation: "" },
    CodeInfo { code: Code::UnreadableFile, name: "unreadable-file", severity: Severity::Warning, plain: true, explanation: "" },
];
