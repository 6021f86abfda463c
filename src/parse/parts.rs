//! The parts of a page, once its body is known: ids, the order of sources, what is out of place.

use std::collections::BTreeSet;

use super::{
    Citation, Fragment, Front, Gathered, Heading, Piece,
    front_matter::{PartsFront, Question},
    outline::{Ids, slug},
    reading_order,
};
use crate::{
    data::nearest,
    diagnostic::{Code, Diagnostic, words::harmless},
};

/// What the parts of a page come to; [`PartsFront`] holds their texts.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Parts {
    /// Ids of the parts that the page has, each drawn as a section.
    pub ids: PartIds,
    /// The id of each step of the action plan.
    pub steps: Vec<String>,
    /// The id of each question.
    pub questions: Vec<String>,
    /// The questions that no section of the body holds: they stand at the end.
    pub at_end: Vec<u32>,
    /// Every citation of the file; [`Piece::Cite`] is an index.
    pub citations: Vec<Citation>,
    /// Of each citation, the id of its mark; empty if it is drawn nowhere on the page itself.
    pub marks: Vec<String>,
    /// The sources in the order in which they are listed.
    pub listed: Vec<Listed>,
    /// Of each source of [`PartsFront::sources`], its number in the list, from 1.
    pub numbers: Vec<u32>,
}

/// Ids of the parts; empty for one that the page lacks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PartIds {
    /// Of the takeaways.
    pub takeaways: String,
    /// Of the action plan.
    pub plan: String,
    /// Of the questions at the end.
    pub questions: String,
    /// Of the list of sources.
    pub sources: String,
}

/// A source in its list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Index into [`PartsFront::sources`].
    pub source: u32,
    /// Its id on the page.
    pub id: String,
    /// The citations of it, in the order in which a reader meets them.
    pub cited_by: Vec<u32>,
}

/// What the parts come to on a page with this body. The ids that they get are added to `ids`.
pub(super) fn of(
    front: &Front,
    body: &Fragment,
    outline: &[Heading],
    ids: &mut Ids,
    gathered: &mut Gathered,
) -> Option<Box<Parts>> {
    let none = PartsFront::default();
    let written = front.parts.as_deref().unwrap_or(&none);
    let citations = std::mem::take(&mut gathered.citations);
    if front.parts.is_none() && citations.is_empty() {
        return None;
    }
    for anchor in written.questions.iter().flat_map(|question| &question.anchors) {
        ids.written(anchor);
    }
    let placed = placed(body, written.questions.len());
    let at_end: Vec<u32> =
        (0..).zip(&placed).filter(|(_, placed)| !**placed).map(|(index, _)| index).collect();
    out_of_place(&written.questions, &at_end, outline, gathered);
    unused(written, &citations, gathered);
    let mut section = |is: bool, id: &str| if is { ids.made(id) } else { String::new() };
    let part_ids = PartIds {
        takeaways: section(!written.takeaways.items.is_empty(), "takeaways"),
        plan: section(!written.plan.steps.is_empty(), "action-plan"),
        questions: section(!at_end.is_empty(), "questions"),
        sources: section(!written.sources.is_empty(), "sources"),
    };
    let steps = written.plan.steps.iter();
    let steps = steps.map(|step| ids.made(&format!("step-{}", slug(step.name.text.trim()))));
    let steps = steps.collect();
    let questions = written.questions.iter().map(|it| it.question.text.trim());
    let questions = questions.map(|text| ids.made(&format!("faq-{}", slug(text)))).collect();
    let drawn = reading_order::citations(front, written, body, &at_end);
    let listed = listed(written, &citations, &drawn, ids);
    let mut marks = vec![String::new(); citations.len()];
    for citation in drawn {
        let Citation { name, source: Some(_), .. } = &citations[citation as usize] else {
            continue;
        };
        marks[citation as usize] = ids.made(&format!("cite-{}", slug(name)));
    }
    let mut numbers = vec![0; written.sources.len()];
    for (number, listed) in (1..).zip(&listed) {
        numbers[listed.source as usize] = number;
    }
    let ids = part_ids;
    Some(Box::new(Parts { ids, steps, questions, at_end, citations, marks, listed, numbers }))
}

/// Of each question, whether a section of the body holds it.
fn placed(body: &Fragment, questions: usize) -> Vec<bool> {
    let mut placed = vec![false; questions];
    for piece in &body.pieces {
        if let Piece::Question(index) = piece {
            placed[*index as usize] = true;
        }
    }
    placed
}

fn out_of_place(
    questions: &[Question],
    at_end: &[u32],
    outline: &[Heading],
    gathered: &mut Gathered,
) {
    for index in at_end {
        let Some(after) = &questions[*index as usize].after else { continue };
        let headings = outline.iter().map(|heading| heading.id.as_str());
        let near = nearest(&after.value, headings);
        let message =
            format!("no heading of this page has the address `#{}`", harmless(&after.value));
        let help = match near {
            Some(near) => format!("did you mean `{}`?", harmless(near)),
            None => "name the heading as its address does after `#`; until then the question \
                     stands at the end"
                .to_owned(),
        };
        let complaint = Diagnostic::new(Code::FaqPlace, &gathered.file, after.span, message);
        gathered.diagnostics.push(complaint.help(help));
    }
}

fn unused(parts: &PartsFront, citations: &[Citation], gathered: &mut Gathered) {
    // Of two that are called the same, citations find the first, and the other has been told of.
    let mut seen = BTreeSet::new();
    let mut used: Vec<bool> =
        parts.sources.iter().map(|source| !seen.insert(&source.id.value)).collect();
    for source in citations.iter().filter_map(|citation| citation.source) {
        used[source as usize] = true;
    }
    for (source, _) in parts.sources.iter().zip(used).filter(|(_, used)| !used) {
        let id = harmless(&source.id.value);
        let message = format!("the source `{id}` is not cited on this page");
        let at = if gathered.sources.are_numbers() { "" } else { "@" };
        let help = format!("cite it with `[{at}{id}]` where it supports something");
        let span = source.id.span;
        let complaint = Diagnostic::new(Code::ReferenceUnused, &gathered.file, span, message);
        gathered.diagnostics.push(complaint.help(help));
    }
}

/// The sources in the order of their first citation, then those that are not cited.
fn listed(parts: &PartsFront, citations: &[Citation], drawn: &[u32], ids: &mut Ids) -> Vec<Listed> {
    let mut cited_by: Vec<Vec<u32>> = vec![Vec::new(); parts.sources.len()];
    let mut order: Vec<u32> = Vec::new();
    for citation in drawn {
        let Some(source) = citations[*citation as usize].source else { continue };
        let places = &mut cited_by[source as usize];
        if places.is_empty() {
            order.push(source);
        }
        places.push(*citation);
    }
    order.extend((0..parts.sources.len() as u32).filter(|it| cited_by[*it as usize].is_empty()));
    let listed = order.into_iter().map(|source| {
        let id = ids.made(&format!("source-{}", slug(&parts.sources[source as usize].id.value)));
        Listed { source, id, cited_by: std::mem::take(&mut cited_by[source as usize]) }
    });
    listed.collect()
}
