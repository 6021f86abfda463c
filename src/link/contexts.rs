//! What is said of contexts, positions and examples that contradict themselves or others.

use std::collections::BTreeMap;

use super::{
    Answer, Answers, Hierarchy,
    spectra::{concepts, folded_by, is_on_line, spectrum_of},
};
use crate::{
    data::nearest,
    diagnostic::{Code, Diagnostic},
    model::{Book, ConceptId, PageId, fold},
    parse::{
        Document, Target,
        front_matter::{Example, Position, Spectrum},
    },
    source::{Place, Span},
};

/// Checks every concept that has a page.
pub(super) fn check(
    book: &Book,
    answers: &Answers,
    hierarchy: &Hierarchy,
    complaints: &mut Vec<Diagnostic>,
) {
    for (concept, front) in concepts(book) {
        let page = book.concept(concept).page;
        let Some(document) = book.page(page).document() else { continue };
        let answers = &answers[page.0 as usize];
        let mut checking = Checking { book, hierarchy, concept, document, answers, complaints };
        checking.spectra(&front.spectra);
        front.positions.iter().for_each(|position| checking.position(position));
        checking.examples(&front.examples, &front.counter_examples);
    }
}

struct Checking<'a> {
    book: &'a Book,
    hierarchy: &'a Hierarchy,
    concept: ConceptId,
    document: &'a Document,
    answers: &'a [Answer],
    complaints: &'a mut Vec<Diagnostic>,
}

/// What a reference names, to tell whether two name the same.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    Concept(ConceptId),
    Page(PageId, Option<Box<str>>),
    /// A name without a page, folded; an address.
    Text(String),
}

impl Checking<'_> {
    fn spectra(&mut self, spectra: &[Spectrum]) {
        let mut known: BTreeMap<String, Span> = BTreeMap::new();
        for spectrum in spectra {
            self.ends(spectrum);
            let (Some(key), Some(by)) = (folded_by(spectrum), &spectrum.by) else { continue };
            let Some(first) = known.get(&key).copied() else {
                known.insert(key, by.span);
                continue;
            };
            let message = format!("two spectra go by `{}`", by.value.text);
            let help = "join them, with the steps between the ends under `via`, or say more exactly \
                        what changes along each";
            let related = self.place(first);
            let complaint = self.complaint(Code::SpectrumTwice, by.span, message);
            self.complaints.push(complaint.help(help.to_owned()).related(related, "the first"));
        }
    }

    fn ends(&mut self, spectrum: &Spectrum) {
        let Spectrum { from, to, by, via, span } = spectrum;
        let help = "a spectrum has `from`, `to` and `by`, what changes along it; what is no range is a \
                    `fact`";
        let has = [("from", from.is_some()), ("to", to.is_some()), ("by", by.is_some())];
        let missing: Vec<String> =
            has.iter().filter(|(_, has)| !has).map(|(key, _)| format!("`{key}`")).collect();
        let (span, message) = match (missing.len(), from, to) {
            (0, Some(from), Some(to))
                if self.named(*from).is_some_and(|from| self.named(*to) == Some(from)) =>
            {
                let end = &self.document.references[*to as usize];
                (end.span, format!("`{}` is both ends of a spectrum", end.target.written()))
            }
            (0, _, _) => return,
            (3, _, _) if via.is_empty() => {
                (*span, "a context has neither a `fact` nor the ends of a spectrum".to_owned())
            }
            (_, _, _) => (*span, format!("a spectrum has no {}", missing.join(" and no "))),
        };
        let complaint = self.complaint(Code::SpectrumIncomplete, span, message);
        self.complaints.push(complaint.help(help.to_owned()));
    }

    fn position(&mut self, position: &Position) {
        let Position { by, at } = position;
        if spectrum_of(self.book, self.hierarchy, self.concept, position).is_none() {
            let label = &self.book.concept(self.concept).label;
            let message =
                format!("neither `{label}` nor a broader concept has a spectrum by `{}`", by.value);
            let broader = self.hierarchy.ancestors(self.concept);
            let known: Vec<&str> = std::iter::once(self.concept)
                .chain(broader)
                .filter_map(|concept| self.book.front(concept))
                .flat_map(|front| &front.spectra)
                .filter_map(|spectrum| spectrum.by.as_ref().map(|by| by.value.text.as_str()))
                .collect();
            let near = nearest(&by.value, known.iter().copied());
            let help = near.map_or_else(
                || "add it to `contexts` here, or on a broader concept".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let complaint = self.complaint(Code::PositionUnknown, by.span, message);
            self.complaints.push(complaint.help(help));
        }
        if !is_on_line(at.value) {
            let message = format!("`{}` is not between 0 and 1", at.value);
            let ends = "0 is the `from` end of a spectrum and 1 the `to` end";
            let help = if (1.0..=100.0).contains(&at.value) {
                format!("{ends}: {} % of the way is `{}`", at.value, at.value / 100.0)
            } else {
                ends.to_owned()
            };
            let complaint = self.complaint(Code::PositionUnknown, at.span, message);
            self.complaints.push(complaint.help(help));
        }
    }

    fn examples(&mut self, examples: &[Example], counter_examples: &[Example]) {
        let examples: Vec<u32> = examples.iter().flat_map(Example::terms).collect();
        let counter: Vec<u32> = counter_examples.iter().flat_map(Example::terms).collect();
        let mut known: BTreeMap<Named, u32> = BTreeMap::new();
        for example in &examples {
            if let Some(named) = self.named(*example) {
                known.entry(named).or_insert(*example);
            }
        }
        let broader =
            if examples.is_empty() { Vec::new() } else { self.hierarchy.ancestors(self.concept) };
        let label = &self.book.concept(self.concept).label;
        for example in examples {
            let Some(Named::Concept(concept)) = self.named(example) else { continue };
            let why = match concept {
                _ if concept == self.concept => {
                    "is the concept itself, not an example of it".to_owned()
                }
                _ if broader.contains(&concept) => {
                    format!("is broader than `{label}`, and so no example of it")
                }
                _ => continue,
            };
            self.conflict(example, &why, "take it out of `examples`, or correct the relation");
        }
        for example in counter {
            let Some(named) = self.named(example) else { continue };
            if let Some(first) = known.get(&named) {
                let first = self.place(self.document.references[*first as usize].span);
                let help = "take it out of one of the two lists";
                self.conflict(example, "is both an example and a counter-example", help);
                if let Some(last) = self.complaints.last_mut() {
                    *last = last.clone().related(first, "the example");
                }
                continue;
            }
            let why = match named {
                Named::Concept(concept) if concept == self.concept => {
                    "is the concept itself, not a counter-example".to_owned()
                }
                Named::Concept(concept) if self.hierarchy.is_ancestor(self.concept, concept) => {
                    format!("is narrower than `{label}`, and so no counter-example")
                }
                Named::Concept(_) | Named::Page(..) | Named::Text(_) => continue,
            };
            let help = "take it out of `counter_examples`, or correct the relation";
            self.conflict(example, &why, help);
        }
    }

    fn conflict(&mut self, reference: u32, why: &str, help: &str) {
        let reference = &self.document.references[reference as usize];
        let message = format!("`{}` {why}", reference.target.written());
        let complaint = self.complaint(Code::ExampleConflict, reference.span, message);
        self.complaints.push(complaint.help(help.to_owned()));
    }

    /// `None` for what has been reported already.
    fn named(&self, reference: u32) -> Option<Named> {
        match &self.answers[reference as usize] {
            Answer::Page(page, fragment) => {
                Some(match self.book.concept_at(*page, fragment.as_deref()) {
                    Some(concept) => Named::Concept(concept),
                    None => Named::Page(*page, fragment.clone()),
                })
            }
            Answer::Wanted | Answer::External => {
                let target = &self.document.references[reference as usize].target;
                Some(Named::Text(match target {
                    Target::Address(address) => address.clone(),
                    Target::Concept { name, .. }
                    | Target::Wiki { name, .. }
                    | Target::Prose(name) => fold(name),
                }))
            }
            Answer::File(..)
            | Answer::Static(..)
            | Answer::Broken
            | Answer::Unsafe
            | Answer::AsTyped => None,
        }
    }

    fn complaint(&self, code: Code, span: Span, message: String) -> Diagnostic {
        Diagnostic::new(code, &self.document.file, span, message)
    }

    fn place(&self, span: Span) -> Place {
        Place { file: self.document.file.clone(), span }
    }
}
