//! Matches that contradict each other: SKOS S46.

use std::collections::{BTreeMap, VecDeque};

use super::{Answer, Answers, spectra::concepts};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Book, ConceptId, PageId},
    parse::front_matter::MatchKind,
    source::Place,
};

/// What is matched: a concept of this handbook, or one of another vocabulary by its address.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Matched<'b> {
    Concept(ConceptId),
    Address(&'b str),
}

/// The exact matches of each, both ways, with their places.
type Exact<'b> = BTreeMap<Matched<'b>, Vec<(Matched<'b>, Place)>>;

/// What is one concept by exact matches, which are symmetric and transitive (S44, S45).
pub(super) struct Same<'b> {
    exact: Exact<'b>,
    groups: BTreeMap<Matched<'b>, usize>,
}

/// A match that is no exact one: of which concept, with what, what it is called, its place, and what is
/// written there.
type Other<'b> = (ConceptId, Matched<'b>, &'static str, Place, &'b str);

impl<'b> Same<'b> {
    /// The places of the exact matches that make one concept of two; empty where they are two.
    pub(super) fn chain(&self, one: ConceptId, other: ConceptId) -> Vec<&Place> {
        self.between(Matched::Concept(one), Matched::Concept(other))
    }

    fn between(&self, one: Matched<'b>, other: Matched<'b>) -> Vec<&Place> {
        match (self.groups.get(&one), self.groups.get(&other)) {
            (Some(group), Some(its)) if group == its => chain(&self.exact, one, other),
            (_, _) => Vec::new(),
        }
    }
}

/// A concept is one with all that a chain of exact matches leads to; none of these is a broad or a
/// related match of it. Gives what is one concept.
pub(super) fn check<'b>(
    book: &'b Book,
    answers: &Answers,
    complaints: &mut Vec<Diagnostic>,
) -> Same<'b> {
    let (same, others) = gathered(book, answers);
    for (own, to, called, place, written) in others {
        let chain = same.between(Matched::Concept(own), to);
        let (by_way, note) = match chain.len() {
            0 => continue,
            1 => ("", "the exact match"),
            _ => (" by way of others", "an exact match on the way"),
        };
        let help = "an exact match is the same concept: keep one of the two".to_owned();
        let message = format!("`{written}` is an exact match{by_way} and also a {called} match");
        let mut complaint =
            Diagnostic::new(Code::MatchConflict, &place.file, place.span, message).help(help);
        for place in chain.into_iter().rev() {
            complaint = complaint.related(place.clone(), note);
        }
        complaints.push(complaint);
    }
    same
}

fn gathered<'b>(book: &'b Book, answers: &Answers) -> (Same<'b>, Vec<Other<'b>>) {
    let mut exact = Exact::new();
    let mut others = Vec::new();
    for (concept, front) in concepts(book) {
        let page = book.concept(concept).page;
        for it in &front.matches {
            let Some((to, place, written)) = matched(book, answers, page, it.reference) else {
                continue;
            };
            match it.kind {
                MatchKind::Exact => {
                    let own = Matched::Concept(concept);
                    exact.entry(own).or_default().push((to, place.clone()));
                    exact.entry(to).or_default().push((own, place));
                }
                MatchKind::Broad => others.push((concept, to, "broad", place, written)),
                MatchKind::Related => others.push((concept, to, "related", place, written)),
                MatchKind::Close => {}
            }
        }
    }
    let groups = groups(&exact);
    (Same { exact, groups }, others)
}

/// What a reference of `match` leads to, where it stands, and what is written there; `None` for what
/// has been reported already.
fn matched<'b>(
    book: &'b Book,
    answers: &Answers,
    page: PageId,
    reference: u32,
) -> Option<(Matched<'b>, Place, &'b str)> {
    let document = book.page(page).document()?;
    let written = &document.references[reference as usize];
    let name = written.target.written();
    let to = match &answers[page.0 as usize][reference as usize] {
        Answer::External => Matched::Address(name.trim()),
        answer => Matched::Concept(answer.concept(book)?),
    };
    Some((to, Place { file: document.file.clone(), span: written.span }, name))
}

/// Of each thing with an exact match, which of the groups it is in whose members are one concept.
fn groups<'b>(exact: &Exact<'b>) -> BTreeMap<Matched<'b>, usize> {
    let mut groups = BTreeMap::new();
    for (number, start) in exact.keys().enumerate() {
        let mut open = if groups.contains_key(start) { Vec::new() } else { vec![*start] };
        while let Some(at) = open.pop() {
            if groups.insert(at, number).is_none() {
                open.extend(exact[&at].iter().map(|(next, _)| *next));
            }
        }
    }
    groups
}

/// The places of the fewest exact matches, one at least, that lead from one to the other, which is in
/// the same group; the last first.
fn chain<'e, 'b>(exact: &'e Exact<'b>, from: Matched<'b>, to: Matched<'b>) -> Vec<&'e Place> {
    let mut came: BTreeMap<Matched<'b>, (Matched<'b>, &'e Place)> = BTreeMap::new();
    let mut queue = VecDeque::from([from]);
    while let Some(at) = queue.pop_front() {
        for (next, place) in exact.get(&at).into_iter().flatten() {
            if !came.contains_key(next) {
                came.insert(*next, (at, place));
                queue.push_back(*next);
            }
        }
        if came.contains_key(&to) {
            break;
        }
    }
    let mut chain = Vec::new();
    let mut at = to;
    while let Some((before, place)) = came.get(&at) {
        chain.push(*place);
        at = *before;
        if at == from {
            break;
        }
    }
    chain
}
