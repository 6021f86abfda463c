//! Views of the parts that any page may have: takeaways, an action plan, questions, sources.

use serde::Serialize;

use super::{CareerView, ComparisonView};

/// A part of the body, and what stands after it.
#[derive(Serialize, Debug)]
pub struct ContentPartView<'a> {
    /// The part.
    pub html: String,
    /// The table of a `compare` directive, which stands after it.
    pub comparison: Option<ComparisonView<'a>>,
    /// The ways of a `career` directive, which stand after it.
    pub career: Option<CareerView<'a>>,
    /// What is asked after it; of the last part often nothing.
    pub questions: Vec<QuestionView<'a>>,
}

/// What a reader should take away.
#[derive(Serialize, Debug)]
pub struct TakeawaysView {
    /// The id of its place on the page.
    pub id: String,
    /// Its title.
    pub title_html: String,
    /// What stands before the items; may be empty.
    pub intro_html: String,
    /// The takeaways.
    pub items: Vec<TakeawayView>,
    /// Each of them has a pillar.
    pub pillars: bool,
}

/// One takeaway.
#[derive(Serialize, Debug)]
pub struct TakeawayView {
    /// What it is about; may be empty.
    pub pillar_html: String,
    /// What to take away; empty where the pillar says it all.
    pub text_html: String,
}

/// Steps to take.
#[derive(Serialize, Debug)]
pub struct ActionPlanView {
    /// The id of its place on the page.
    pub id: String,
    /// Its title.
    pub title_html: String,
    /// The steps, in order.
    pub steps: Vec<StepView>,
}

/// One step of an action plan.
#[derive(Serialize, Debug)]
pub struct StepView {
    /// The id of its place on the page.
    pub id: String,
    /// What to do, in a few words.
    pub name_html: String,
    /// What to do, in full; may be empty.
    pub text_html: String,
    /// Where it leads to, as `Hands-on work: 60 %`; may be empty.
    pub target: String,
}

/// Questions that belong to no section of the body.
#[derive(Serialize, Debug)]
pub struct FaqView<'a> {
    /// The id of its place on the page.
    pub id: String,
    /// Its title.
    pub title_html: String,
    /// The questions, in the author's order.
    pub questions: Vec<QuestionView<'a>>,
}

/// A question and its answer.
#[derive(Serialize, Debug)]
pub struct QuestionView<'a> {
    /// The id of its place on the page.
    pub id: String,
    /// The question.
    pub question_html: String,
    /// The answer: paragraphs, lists and other blocks. What directives ask for is not in it.
    pub answer_html: String,
    /// The answer in parts, with what the directive after each asks for; empty where it has none. They
    /// are followed by no questions.
    pub answer_parts: Vec<ContentPartView<'a>>,
}

/// The sources of a page.
#[derive(Serialize, Debug)]
pub struct SourcesView<'a> {
    /// The id of its place on the page.
    pub id: String,
    /// Its title.
    pub title_html: String,
    /// The sources: those that are cited in the order of their first citation, then the others. The
    /// mark of a citation shows its source's number in this list, from 1.
    pub items: Vec<SourceView<'a>>,
}

/// One source.
#[derive(Serialize, Debug)]
pub struct SourceView<'a> {
    /// The id of its place on the page.
    pub id: String,
    /// Its title, else its address without the scheme; empty if it has neither.
    pub title_html: String,
    /// Its address; may be empty.
    pub url: String,
    /// `author`; may be empty.
    pub author: &'a str,
    /// `publisher`; may be empty.
    pub publisher: &'a str,
    /// `year`; may be empty.
    pub year: &'a str,
    /// `accessed` as `2026-01-15`; may be empty.
    pub accessed: String,
    /// The ways back to the text, in reading order.
    pub cited_by: Vec<CitedByView>,
}

/// A way back from a source to the place that cites it.
#[derive(Serialize, Debug)]
pub struct CitedByView {
    /// The id of the mark.
    pub id: String,
    /// `a`, `b`, …, `z`, `aa`, …
    pub letter: String,
}

/// The questions that a page answers, in the index of all questions.
#[derive(Serialize, Debug)]
pub struct AnsweringPageView<'a> {
    /// The title of the page.
    pub title: &'a str,
    /// Its address from this page.
    pub url: String,
    /// Its kind, as `PageView::kind`.
    pub kind: &'a str,
    /// What it answers, in the author's order.
    pub questions: Vec<QuestionLinkView>,
}

/// A question in the index of all questions.
#[derive(Serialize, Debug)]
pub struct QuestionLinkView {
    /// The question, as plain text.
    pub text: String,
    /// The address of its answer from this page.
    pub url: String,
}
