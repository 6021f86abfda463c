//! What of a document is searched: its texts, under the places that they stand at.

use crate::parse::{Document, Fragment, Piece};

/// A place on a page, and what stands there.
#[derive(Debug, Default)]
pub(super) struct Section<'d> {
    /// Its id; empty for the beginning of the page.
    pub(super) id: &'d str,
    /// Its heading; may be empty.
    pub(super) heading: &'d str,
    /// Its texts: blocks set apart by `\n\n`.
    pub(super) texts: Vec<&'d str>,
}

/// The sections of a document: what its front matter tells, the body by its headings, what stands in a
/// part of its own.
pub(super) fn sections(document: &Document) -> Vec<Section<'_>> {
    let mut sections = vec![Section { texts: opening(document), ..Section::default() }];
    body(document, &mut sections);
    parts(document, &mut sections);
    if let Some(summary) = &document.front.summary {
        let texts = vec![summary.value.as_str()];
        sections.insert(0, Section { id: SUMMARY, texts, ..Section::default() });
    }
    sections
}

/// Stands for the id of the summary, which a page does not show.
const SUMMARY: &str = "?";

/// What front matter says, in the order in which a page shows it.
fn opening(document: &Document) -> Vec<&str> {
    let front = &document.front;
    let concept = &front.concept;
    let mut texts: Vec<&str> = Vec::new();
    let add = |texts: &mut Vec<_>, text| texts.push(text_of(text));
    let head = concept.definition.iter().chain(&concept.scope_note);
    head.for_each(|text| add(&mut texts, &text.value));
    concept.facts.iter().for_each(|fact| add(&mut texts, &fact.text));
    if let Some(role) = &front.role {
        role.texts().for_each(|text| add(&mut texts, text));
        role.success.iter().for_each(|measure| add(&mut texts, &measure.name.value));
        texts.extend(role.skills.iter().map(|skill| skill.term.name.as_str()));
    }
    if let Some(comparison) = &front.comparison {
        comparison.texts().for_each(|text| add(&mut texts, text));
        comparison.dimensions.iter().for_each(|it| add(&mut texts, &it.heading.value));
    }
    for quotation in &concept.quotations {
        add(&mut texts, &quotation.text);
    }
    let mut examples: Vec<_> =
        concept.examples.iter().chain(&concept.counter_examples).rev().collect();
    while let Some(example) = examples.pop() {
        example.gloss.iter().chain(&example.because).for_each(|text| add(&mut texts, text));
        examples.extend(example.items.iter().rev());
    }
    texts
}

fn text_of(fragment: &Fragment) -> &str {
    &fragment.text
}

/// The body, cut where its headings begin.
fn body<'d>(document: &'d Document, sections: &mut Vec<Section<'d>>) {
    let text = document.body.text.as_str();
    let (mut from, mut heading, mut awaited) = (0, None, None);
    let mut end_at = |to: usize, heading: Option<u32>, from: &mut usize| {
        let own = text.get(*from..to).unwrap_or_default();
        *from = to;
        match heading.and_then(|index| document.outline.get(index as usize)) {
            Some(heading) => {
                let own = own.trim_start();
                let rest = own.strip_prefix(heading.text.as_str()).unwrap_or(own);
                let (id, heading) = (&*heading.id, &*heading.text);
                sections.push(Section { id, heading, texts: vec![rest] });
            }
            None => sections[0].texts.push(own),
        }
    };
    for piece in &document.body.pieces {
        let begins = match piece {
            Piece::Section(index) => {
                awaited = Some(*index);
                continue;
            }
            Piece::Prose { text, .. } => text.start,
            Piece::Slot(index) => document.references[*index as usize].text.start,
            Piece::Html(_)
            | Piece::Close(_)
            | Piece::Cite(_)
            | Piece::Question(_)
            | Piece::Directive(_) => continue,
        };
        // The first text after the mark of a section is that of its heading.
        if let Some(next) = awaited.take() {
            end_at(begins as usize, heading, &mut from);
            heading = Some(next);
        }
    }
    end_at(text.len(), heading, &mut from);
}

/// Takeaways, the action plan, questions with their answers.
fn parts<'d>(document: &'d Document, sections: &mut Vec<Section<'d>>) {
    let (Some(written), Some(parts)) = (&document.front.parts, &document.parts) else { return };
    let takeaways = &written.takeaways;
    let of_items = takeaways.items.iter().flat_map(|item| item.pillar.iter().chain([&item.text]));
    let texts = takeaways.intro.iter().chain(of_items).map(text_of).collect();
    sections.push(Section {
        id: &parts.ids.takeaways,
        heading: takeaways.title.as_ref().map_or("", text_of),
        texts,
    });
    let steps = written.plan.steps.iter().flat_map(|step| [&step.name, &step.text]);
    sections.push(Section {
        id: &parts.ids.plan,
        heading: written.plan.title.as_ref().map_or("", text_of),
        texts: steps.map(text_of).collect(),
    });
    for (question, id) in written.questions.iter().zip(&parts.questions) {
        let (heading, texts) = (text_of(&question.question), vec![text_of(&question.answer)]);
        sections.push(Section { id, heading, texts });
    }
}
