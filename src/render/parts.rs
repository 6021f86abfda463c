//! Views of the parts of a page, and of the index of all questions.

use super::{
    body::{Addressing, Body, Part, escaped},
    careers, compare,
    contents::{section, shown},
    kind_name,
    view::{
        ActionPlanView, AnsweringPageView, CitedByView, ContentPartView, FaqView, QuestionLinkView,
        QuestionView, SourceView, SourcesView, StepView, TakeawayView, TakeawaysView, TocView,
    },
};
use crate::{
    compare::Compared,
    config::Facets,
    link::LinkedBook,
    model::{Index, PageId},
    parse::{
        Document, Fragment, Listed, Parts,
        front_matter::{PartsFront, SourceEntry, StepTarget},
        words_of,
    },
};

/// What a part is called if its author gives it no title.
const TAKEAWAYS: &str = "Key takeaways";
const PLAN: &str = "Action plan";
const QUESTIONS: &str = "Questions and answers";
const SOURCES: &str = "Sources";

/// The parts of the page that is drawn with `body`.
#[derive(Clone, Copy)]
pub(super) struct PartsOf<'a> {
    body: Body<'a>,
    written: &'a PartsFront,
    parts: &'a Parts,
    compared: &'a Compared,
}

impl<'a> PartsOf<'a> {
    /// `None` for a page that has no part.
    pub(super) fn of(body: Body<'a>, compared: &'a Compared) -> Option<PartsOf<'a>> {
        let Document { front, parts, .. } = body.document;
        let (written, parts) = (front.parts.as_deref()?, parts.as_deref()?);
        Some(PartsOf { body, written, parts, compared })
    }

    pub(super) fn takeaways(&self) -> Option<TakeawaysView> {
        let takeaways = &self.written.takeaways;
        let html = |text: &Option<Fragment>| {
            text.as_ref().map(|text| self.body.marked(text)).unwrap_or_default()
        };
        (!takeaways.items.is_empty()).then(|| TakeawaysView {
            id: self.parts.ids.takeaways.clone(),
            title_html: self.title(takeaways.title.as_ref(), TAKEAWAYS),
            intro_html: html(&takeaways.intro),
            items: takeaways
                .items
                .iter()
                .map(|item| TakeawayView {
                    pillar_html: html(&item.pillar),
                    text_html: self.body.text(&item.text, None),
                })
                .collect(),
            pillars: takeaways.items.iter().all(|item| item.pillar.is_some()),
        })
    }

    pub(super) fn action_plan(&self) -> Option<ActionPlanView> {
        let plan = &self.written.plan;
        let facets = &self.body.linked.book.config.facets;
        let steps = plan.steps.iter().zip(&self.parts.steps);
        (!plan.steps.is_empty()).then(|| ActionPlanView {
            id: self.parts.ids.plan.clone(),
            title_html: self.title(plan.title.as_ref(), PLAN),
            steps: steps
                .map(|(step, id)| StepView {
                    id: id.clone(),
                    name_html: self.body.marked(&step.name),
                    text_html: self.body.text(&step.text, None),
                    target: step.target.as_ref().map(|it| target(it, facets)).unwrap_or_default(),
                })
                .collect(),
        })
    }

    pub(super) fn faq(&self) -> Option<FaqView<'a>> {
        let at_end = &self.parts.at_end;
        (!at_end.is_empty()).then(|| FaqView {
            id: self.parts.ids.questions.clone(),
            title_html: QUESTIONS.to_owned(),
            questions: self.questions(at_end),
        })
    }

    pub(super) fn sources(&self) -> Option<SourcesView<'a>> {
        let listed = self.parts.listed.iter();
        (!self.parts.listed.is_empty()).then(|| SourcesView {
            id: self.parts.ids.sources.clone(),
            title_html: SOURCES.to_owned(),
            items: listed.map(|listed| self.source(listed)).collect(),
        })
    }

    /// What the contents list has of the parts right after the body.
    pub(super) fn toc(&self) -> Vec<TocView<'a>> {
        let ids = &self.parts.ids;
        let plan = self.written.plan.title.as_ref().map_or(PLAN, |title| title.text.trim());
        shown([
            (ids.plan.as_str(), plan, !ids.plan.is_empty()),
            (ids.questions.as_str(), QUESTIONS, !ids.questions.is_empty()),
        ])
    }

    /// What the contents list has last.
    pub(super) fn sources_in_toc(&self) -> Option<TocView<'a>> {
        let id = &self.parts.ids.sources;
        (!id.is_empty()).then(|| section(id, SOURCES))
    }

    fn title(&self, written: Option<&Fragment>, default: &str) -> String {
        written.map_or_else(|| default.to_owned(), |title| self.body.marked(title))
    }

    pub(super) fn questions(&self, indexes: &[u32]) -> Vec<QuestionView<'a>> {
        let question = |index: &u32| {
            let index = *index as usize;
            let written = &self.written.questions[index];
            let answer = self.body.blocks(&written.answer);
            let html: String = answer.iter().map(|part| part.html.as_str()).collect();
            QuestionView {
                id: self.parts.questions[index].clone(),
                question_html: self.body.marked(&written.question),
                answer_html: html.trim_end().to_owned(),
                answer_parts: content_parts(answer, None, self.compared, Some(&self.body)),
            }
        };
        indexes.iter().map(question).collect()
    }

    fn source(&self, listed: &Listed) -> SourceView<'a> {
        let SourceEntry { id: _, title, author, publisher, year, url, accessed } =
            &self.written.sources[listed.source as usize];
        let answers = self.body.answers;
        let references = &self.body.document.references;
        let address = url.as_ref().and_then(|(_, index)| {
            let index = *index as usize;
            self.body.url(&references[index], &answers[index])
        });
        let title_html = match (title, url) {
            (Some(title), _) => self.body.html(title),
            (None, Some((written, _))) => {
                let shown = written.split_once("://").map_or(written.as_str(), |(_, rest)| rest);
                escaped(shown.trim_end_matches('/'))
            }
            (None, None) => String::new(),
        };
        SourceView {
            id: listed.id.clone(),
            title_html,
            url: address.unwrap_or_default(),
            author: author.as_deref().unwrap_or(""),
            publisher: publisher.as_deref().unwrap_or(""),
            year: year.as_deref().unwrap_or(""),
            accessed: accessed.map(|date| date.to_string()).unwrap_or_default(),
            cited_by: (0..)
                .zip(&listed.cited_by)
                .map(|(number, citation)| CitedByView {
                    id: self.parts.marks[*citation as usize].clone(),
                    letter: letter(number),
                })
                .collect(),
        }
    }
}

/// A text in parts, with what follows each; empty where nothing stands between its parts.
pub(super) fn content_parts<'a>(
    content: Vec<Part>,
    parts: Option<PartsOf<'a>>,
    compared: &'a Compared,
    body: Option<&Body<'a>>,
) -> Vec<ContentPartView<'a>> {
    let is_whole = |part: &Part| part.questions.is_empty() && part.directive.is_none();
    if content.iter().all(is_whole) {
        return Vec::new();
    }
    content.into_iter().map(|part| content_part(part, parts, compared, body)).collect()
}

/// A part of a text, with what follows it.
pub(super) fn content_part<'a>(
    part: Part,
    parts: Option<PartsOf<'a>>,
    compared: &'a Compared,
    body: Option<&Body<'a>>,
) -> ContentPartView<'a> {
    let Part { html, questions, directive } = part;
    ContentPartView {
        html,
        career: body.zip(directive).and_then(|(body, index)| careers::directive(index, body)),
        comparison: body
            .zip(directive)
            .and_then(|(body, index)| compare::directive(compared, index, body)),
        questions: parts.map(|parts| parts.questions(&questions)).unwrap_or_default(),
    }
}

/// `Hands-on work: 60 %`: the facet's label, and the value with its unit.
fn target(target: &StepTarget, facets: &Facets) -> String {
    let StepTarget { facet, value } = target;
    let label = facets.find(facet).map_or(facet, |(_, facet)| &facet.label);
    format!("{label}: {}", value.replace(' ', "\u{a0}"))
}

/// `a` for 0, `z` for 25, `aa` for 26.
fn letter(number: usize) -> String {
    let last = char::from(b'a' + (number % 26) as u8);
    match (number / 26).checked_sub(1) {
        Some(before) => letter(before) + &last.to_string(),
        None => last.to_string(),
    }
}

/// Where all questions are listed: empty where nothing is.
pub(super) fn index_url(linked: &LinkedBook, addressing: &Addressing<'_>) -> String {
    let pages = &linked.book.pages;
    let index = linked.book.questions.map(|id| &pages[id.0 as usize].url);
    index.map(|url| addressing.url(url)).unwrap_or_default()
}

/// The questions of all pages, on the page that lists them.
pub(super) fn index<'a>(
    linked: &'a LinkedBook,
    id: PageId,
    addressing: &Addressing<'_>,
) -> Vec<AnsweringPageView<'a>> {
    let book = &linked.book;
    let Some(Index::Questions(pages)) = &book.page(id).index else { return Vec::new() };
    let answering = pages.iter().filter_map(|id| {
        let page = book.page(*id);
        let document = page.document()?;
        let written = &document.front.parts.as_ref()?.questions;
        let ids = &document.parts.as_ref()?.questions;
        let questions = written.iter().zip(ids).map(|(question, id)| QuestionLinkView {
            text: words_of(&question.question.text),
            url: addressing.place(&page.url, Some(id)),
        });
        Some(AnsweringPageView {
            title: &page.title,
            url: addressing.url(&page.url),
            kind: kind_name(book, *id),
            questions: questions.collect(),
        })
    });
    answering.collect()
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn letters_go_on_after_z() {
        let check = |number, expected: &str| assert_eq!(letter(number), expected);
        check(0, "a");
        check(25, "z");
        check(26, "aa");
        check(26 + 26 * 26, "aaa");
    }
}
