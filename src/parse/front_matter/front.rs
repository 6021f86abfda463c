//! Front matter as written.

use super::{
    ComparisonFront, Example, Fact, Match, PartsFront, Position, Quotation, RoleFront, Spectrum,
};
use crate::{
    config::Kind,
    data::{Day, Key, Spanned, Value},
    memo::Fingerprint,
    parse::Fragment,
    source::Span,
};

/// Front matter as written: only what the author gave. Defaults belong to the model.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Front {
    /// `type`.
    pub kind: Option<Spanned<Kind>>,
    /// `id`.
    pub id: Option<Spanned<String>>,
    /// `title`, inline Markdown.
    pub title: Option<Spanned<Fragment>>,
    /// `summary` or `description`, plain text.
    pub summary: Option<Spanned<String>>,
    /// `slug`.
    pub slug: Option<Spanned<String>>,
    /// `permalink` or `url`: the whole address.
    pub permalink: Option<Spanned<String>>,
    /// `redirect_from`, and those of `aliases` with a `/`.
    pub redirect_from: Vec<Spanned<String>>,
    /// `status`, or `draft: true`.
    pub status: Option<Status>,
    /// `owner`.
    pub owner: Option<String>,
    /// `reviewed`.
    pub reviewed: Option<Spanned<Day>>,
    /// `review_every`.
    pub review_every: Option<Period>,
    /// `tags`.
    pub tags: Vec<Spanned<String>>,
    /// `toc`.
    pub toc: Option<Toc>,
    /// `nav.order`, `weight`, `nav_order`.
    pub order: Option<f64>,
    /// `nav.hidden`.
    pub hidden: bool,
    /// `lang`.
    pub lang: Option<String>,
    /// `print: true`: a section is to be had as one document.
    pub print: bool,
    /// `autolink: false`.
    pub autolink: Option<bool>,
    /// What a concept has; empty on other pages.
    pub concept: ConceptFront,
    /// What a role has.
    pub role: Option<Box<RoleFront>>,
    /// What a comparison has.
    pub comparison: Option<Box<ComparisonFront>>,
    /// `takeaways`, `action_plan`, `faq`, `references`.
    pub parts: Option<Box<PartsFront>>,
    /// Keys that no stage knows: `page.extra.*`.
    pub extra: Vec<(Key, Value)>,
    /// Some of it, or what it says of what the page is about, could not be read: what it leaves unsaid may
    /// well be written there. That was told.
    pub broken: bool,
    /// Every key with a print of its value, in the order written.
    pub(crate) keys: Vec<(Box<str>, Fingerprint)>,
}

impl Front {
    /// The day on which the page is to be read again; `None` where it promises no review, or was never
    /// reviewed. A month ends where the calendar has no such day.
    pub fn review_due(&self) -> Option<Day> {
        let Period { months, days } = self.review_every?;
        let time = jiff::Span::new().months(months).days(days);
        self.reviewed.as_ref()?.value.checked_add(time).ok()
    }
}

/// Labels, definition and relations.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ConceptFront {
    /// `label`.
    pub label: Option<Spanned<String>>,
    /// `alt`, and those of `aliases` without a `/`.
    pub alt: Vec<Label>,
    /// `hidden`.
    pub hidden: Vec<Label>,
    /// `notation`.
    pub notation: Option<String>,
    /// `definition`, inline Markdown; its links are in [`crate::parse::Document::references`].
    pub definition: Option<Spanned<Fragment>>,
    /// `definition.genus`: the wider concept that the definition names; links if it resolves.
    pub genus: Option<Spanned<String>>,
    /// `scope_note`, inline Markdown.
    pub scope_note: Option<Spanned<Fragment>>,
    /// `scheme`.
    pub scheme: Option<String>,
    /// `broader`, `narrower`, `related`, `distinct_from`, `see`, `terms`, `about`, `replaced_by`: which
    /// references of the document each holds, with their notes.
    pub relations: Vec<Relation>,
    /// The facts of `contexts`.
    pub facts: Vec<Fact>,
    /// The spectra of `contexts`.
    pub spectra: Vec<Spectrum>,
    /// `positions`: where it stands on spectra, its own or a broader concept's.
    pub positions: Vec<Position>,
    /// `examples`.
    pub examples: Vec<Example>,
    /// `counter_examples`.
    pub counter_examples: Vec<Example>,
    /// `quotations`.
    pub quotations: Vec<Quotation>,
    /// `match`: concepts of other vocabularies.
    pub matches: Vec<Match>,
}

/// A label besides the preferred one.
#[derive(Clone, PartialEq, Debug)]
pub struct Label {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
    /// What kind.
    pub kind: LabelKind,
}

/// The kind of an alternative label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LabelKind {
    /// A synonym.
    Plain,
    /// `TL`: matched in its own case.
    Abbreviation,
    /// A plural form.
    Plural,
}

/// One entry of a relation.
#[derive(Clone, PartialEq, Debug)]
pub struct Relation {
    /// The key.
    pub key: RelationKey,
    /// Index into [`crate::parse::Document::references`].
    pub reference: u32,
    /// `note`, inline Markdown.
    pub note: Option<Fragment>,
}

/// The relations of a concept, and of a page to concepts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "each is the front matter key of its name")]
pub enum RelationKey {
    Broader,
    Narrower,
    Related,
    DistinctFrom,
    See,
    Terms,
    About,
    ReplacedBy,
}

impl RelationKey {
    /// The key that it is written under.
    pub fn name(self) -> &'static str {
        match self {
            RelationKey::Broader => "broader",
            RelationKey::Narrower => "narrower",
            RelationKey::Related => "related",
            RelationKey::DistinctFrom => "distinct_from",
            RelationKey::See => "see",
            RelationKey::Terms => "terms",
            RelationKey::About => "about",
            RelationKey::ReplacedBy => "replaced_by",
        }
    }
}

/// `status`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each is the front matter value of its name")]
pub enum Status {
    Draft,
    Review,
    Stable,
    Deprecated,
}

impl Status {
    /// Its front matter value.
    pub fn name(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Review => "review",
            Status::Stable => "stable",
            Status::Deprecated => "deprecated",
        }
    }
}

/// A length of calendar time: `6 months`, `2 weeks`, `90 days`, `1 year`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Period {
    /// Whole months (a year is 12).
    pub months: u16,
    /// Further days (a week is 7).
    pub days: u16,
}

/// `toc`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Toc {
    /// When there are at least two headings.
    Auto,
    /// Never.
    None,
    /// Down to this heading level (2 to 6).
    Max(u8),
}
