//! Views of what the page of a concept tells: its place among others, contexts, examples, quotations.

use serde::Serialize;

use super::LinkView;

/// What a role or a term is called, means, and is told apart by.
#[derive(Serialize, Debug)]
pub struct ConceptView<'a> {
    /// What its sections are called.
    pub titles: ConceptTitlesView,
    /// Preferred label.
    pub label: &'a str,
    /// Other names, abbreviations among them; plurals and hidden ones not.
    pub alt: Vec<&'a str>,
    /// Those of them that are abbreviations.
    pub abbreviations: Vec<&'a str>,
    /// `notation`; may be empty.
    pub notation: &'a str,
    /// Definition; may be empty.
    pub definition_html: String,
    /// Scope note; may be empty.
    pub scope_note_html: String,
    /// Ways down to it along broader concepts, at most three; empty without a broader concept.
    pub trails: Vec<TrailView<'a>>,
    /// What it is not to be confused with, as in `relations`, with what that is.
    pub distinct: Vec<DistinctView<'a>>,
    /// The facts of `contexts`.
    pub facts: Vec<FactView>,
    /// The spectra of `contexts`, then those of broader concepts that it has a place on.
    pub spectra: Vec<SpectrumView<'a>>,
    /// `examples`.
    pub examples: ExamplesView<'a>,
    /// `counter_examples`.
    pub counter_examples: ExamplesView<'a>,
    /// `quotations`.
    pub quotations: Vec<QuotationView>,
    /// `match`, by kind, the closest first; only those that have items.
    pub matches: Vec<MatchesView<'a>>,
    /// What is broader, narrower, related and not to be confused with it, as SVG; empty where there are fewer
    /// than three of them.
    pub neighbourhood_svg: String,
}

/// What the sections of a concept are called.
#[derive(Serialize, Debug)]
pub struct ConceptTitlesView {
    /// Of its relations, on the page of a role.
    pub relations: &'static str,
    /// Of `spectra`.
    pub spectra: &'static str,
    /// Of `examples`.
    pub examples: &'static str,
    /// Of `counter_examples`.
    pub counter_examples: &'static str,
    /// Of `quotations`.
    pub quotations: &'static str,
    /// Of `matches`.
    pub matches: &'static str,
}

/// A way down to a concept along broader ones.
#[derive(Serialize, Debug)]
pub struct TrailView<'a> {
    /// It begins further up than shown.
    pub cut: bool,
    /// The concepts, the broadest first, without the concept itself: at most six.
    pub steps: Vec<LinkView<'a>>,
}

/// A concept that another must not be taken for.
#[derive(Serialize, Debug)]
pub struct DistinctView<'a> {
    /// Its label.
    pub title: &'a str,
    /// Its address from this page.
    pub url: String,
    /// Its definition as plain text on one line; may be empty.
    pub definition: String,
    /// `note`; may be empty.
    pub note_html: String,
    /// Where the two are compared; empty where nobody does.
    pub comparison_url: String,
}

/// A concept that front matter names.
#[derive(Serialize, Debug)]
pub struct NameView<'a> {
    /// The label of the concept, or the name as written when it has no page.
    pub title: &'a str,
    /// Its address from this page; empty when it has no page.
    pub url: String,
    /// It has no page yet (and no error was reported).
    pub wanted: bool,
}

/// A fact about a concept.
#[derive(Serialize, Debug)]
pub struct FactView {
    /// What is said.
    pub text_html: String,
    /// `can`, `must`, `may`, `should`, `cannot`, or empty.
    pub modal: &'static str,
    /// `always`, `often`, `sometimes`, `rarely`, or empty.
    pub frequency: &'static str,
}

/// A range of variants of a concept.
#[derive(Serialize, Debug)]
pub struct SpectrumView<'a> {
    /// What changes along it.
    pub by_html: String,
    /// One end.
    pub from: NameView<'a>,
    /// The other end.
    pub to: NameView<'a>,
    /// The steps between the ends, in order.
    pub via: Vec<NameView<'a>>,
    /// The broader concept whose spectrum it is; null for this one's own.
    pub owner: Option<LinkView<'a>>,
    /// The concepts whose place on it is known, by place. On the page of a concept at most 24, those around
    /// its own.
    pub positions: Vec<PositionView<'a>>,
    /// How many more are known: on the page of a concept those that are not here, on the index of spectra those
    /// that the line has no room for.
    pub more: usize,
    /// Where all of them are listed; empty if none is left out. On the index of spectra, the list's id after `#`.
    pub all_url: String,
    /// The line with its steps and the known places, as SVG; empty without any.
    pub line_svg: String,
}

/// A concept's place on a spectrum.
#[derive(Serialize, Debug)]
pub struct PositionView<'a> {
    /// Its label.
    pub title: &'a str,
    /// Its address from this page.
    pub url: String,
    /// It is the concept of this page.
    pub current: bool,
    /// Whole per cent of the way between the ends.
    pub percent: u8,
}

/// Examples, or counter-examples.
#[derive(Serialize, Debug)]
pub struct ExamplesView<'a> {
    /// They; may be empty.
    pub items: Vec<ExampleView<'a>>,
    /// There are others.
    pub open: bool,
}

/// An example or a counter-example, or a group of them.
#[derive(Serialize, Debug)]
pub struct ExampleView<'a> {
    /// The concept; null for a group.
    pub term: Option<NameView<'a>>,
    /// What the group is called; empty for a concept.
    pub group_html: String,
    /// What it is, in a few words; may be empty.
    pub gloss_html: String,
    /// Why it is none (of a counter-example); may be empty.
    pub because_html: String,
    /// There are others beside its items.
    pub open: bool,
    /// What stands below it.
    pub items: Vec<ExampleView<'a>>,
}

/// What someone says of a concept.
#[derive(Serialize, Debug)]
pub struct QuotationView {
    /// The words.
    pub text_html: String,
    /// Who says them; may be empty.
    pub source_html: String,
    /// The year, four digits; 0 without one.
    pub year: u16,
    /// What they come to, point by point.
    pub outline: Vec<OutlineView>,
}

/// Points under one heading.
#[derive(Serialize, Debug)]
pub struct OutlineView {
    /// The heading; may be empty.
    pub heading_html: String,
    /// Each point has a lead and a text: they can be drawn as a description list.
    pub led: bool,
    /// The points.
    pub items: Vec<PointView>,
}

/// A point of an outline.
#[derive(Serialize, Debug)]
pub struct PointView {
    /// What it is about; may be empty.
    pub lead_html: String,
    /// What is said of it; may be empty.
    pub text_html: String,
}

/// The concepts of other vocabularies that a concept matches in one way.
#[derive(Serialize, Debug)]
pub struct MatchesView<'a> {
    /// `exact`, `close`, `broad`, `related`.
    pub key: &'a str,
    /// The concepts. The title of an address is the address; one that no browser opens (`urn:…`) has no
    /// `url`.
    pub items: Vec<NameView<'a>>,
}

/// The spectra along which one thing changes, on the index of spectra.
#[derive(Serialize, Debug)]
pub struct SpectraView<'a> {
    /// What changes.
    pub by_html: String,
    /// The id of its place on the page.
    pub id: String,
    /// The spectra, by the label of their concept, which is the `owner` of each.
    pub items: Vec<SpectrumView<'a>>,
}
