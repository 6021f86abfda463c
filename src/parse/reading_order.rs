//! The citations of a page in the order in which a reader meets them: sources are numbered by it.

use super::{
    Fragment, Front, Piece,
    front_matter::{Example, ExampleName, PartsFront},
};

/// The citations that are drawn on the page, from its head to its end, as the default theme has it.
/// `at_end` are the questions that no section of the body holds.
///
/// It names the fragments that `render` draws with their marks, no more and no fewer.
pub(super) fn citations(
    front: &Front,
    parts: &PartsFront,
    body: &Fragment,
    at_end: &[u32],
) -> Vec<u32> {
    let mut seen = Seen::default();
    let PartsFront { takeaways, plan, questions, sources: _ } = parts;
    let concept = &front.concept;
    let head = [&concept.definition, &concept.scope_note];
    head.into_iter().flatten().for_each(|text| seen.text(&text.value));
    let role = front.role.as_deref();
    role.iter().flat_map(|role| role.facet_texts()).for_each(|text| seen.text(text));
    concept.facts.iter().for_each(|fact| seen.text(&fact.text));
    role.iter().flat_map(|role| role.work_texts()).for_each(|text| seen.text(text));
    seen.all([&takeaways.title, &takeaways.intro]);
    for takeaway in &takeaways.items {
        seen.all([&takeaway.pillar]);
        seen.text(&takeaway.text);
    }
    let comparison = front.comparison.as_deref();
    comparison.iter().flat_map(|it| it.texts_above()).for_each(|text| seen.text(text));
    let question = |seen: &mut Seen, index: u32| {
        if let Some(question) = questions.get(index as usize) {
            seen.text(&question.question);
            seen.text(&question.answer);
        }
    };
    for piece in &body.pieces {
        match piece {
            Piece::Cite(citation) => seen.0.push(*citation),
            Piece::Question(index) => question(&mut seen, *index),
            Piece::Html(_)
            | Piece::Prose { .. }
            | Piece::Section(_)
            | Piece::Slot(_)
            | Piece::Close(_)
            | Piece::Directive(_) => {}
        }
    }
    seen.all([&plan.title]);
    for step in &plan.steps {
        seen.text(&step.name);
        seen.text(&step.text);
    }
    for index in at_end {
        question(&mut seen, *index);
    }
    comparison.iter().flat_map(|it| it.texts_below()).for_each(|(text, _)| seen.text(text));
    role.iter().flat_map(|role| role.partner_texts()).for_each(|text| seen.text(text));
    seen.examples(&concept.examples);
    seen.examples(&concept.counter_examples);
    for quotation in &concept.quotations {
        seen.text(&quotation.text);
        seen.all([&quotation.source]);
        for section in &quotation.outline {
            seen.all([&section.heading]);
            section.items.iter().for_each(|point| seen.all([&point.lead, &point.text]));
        }
    }
    seen.0
}

/// The citations so far.
#[derive(Default)]
struct Seen(Vec<u32>);

impl Seen {
    fn text(&mut self, fragment: &Fragment) {
        self.0.extend(fragment.pieces.iter().filter_map(|piece| match piece {
            Piece::Cite(citation) => Some(*citation),
            Piece::Html(_)
            | Piece::Prose { .. }
            | Piece::Section(_)
            | Piece::Slot(_)
            | Piece::Close(_)
            | Piece::Question(_)
            | Piece::Directive(_) => None,
        }));
    }

    fn all<const N: usize>(&mut self, fragments: [&Option<Fragment>; N]) {
        fragments.into_iter().flatten().for_each(|fragment| self.text(fragment));
    }

    fn examples(&mut self, examples: &[Example]) {
        for Example { name, gloss, because, open: _, items } in examples {
            if let Some(ExampleName::Group(group)) = name {
                self.text(group);
            }
            self.all([gloss, because]);
            self.examples(items);
        }
    }
}
