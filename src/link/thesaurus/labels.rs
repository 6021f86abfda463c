//! Ids and labels that two concepts share, or one has twice.

use std::{borrow::Cow, collections::BTreeMap};

use rapidhash::{RapidHashMap, RapidHashSet};
use rayon::prelude::*;

use super::listed;
use crate::{
    diagnostic::{Code, Diagnostic, Severity},
    link::LinkedBook,
    model::{Book, ConceptId, LabelRole, Labelled, Shared, fold, whole},
    parse::front_matter::LabelKind,
    source::{Place, Span},
};

/// An abbreviation that several concepts declare.
#[derive(Debug)]
pub(super) struct Abbreviation {
    /// As a name: folded.
    name: String,
    /// All that declare it.
    pub(super) concepts: Vec<ConceptId>,
    /// Those that a complaint tells apart: see [`left`].
    left: Vec<ConceptId>,
}

/// Checks ids and labels, but for abbreviations, of which prose decides: see [`check_abbreviations`].
pub(super) fn check(book: &Book, complaints: &mut Vec<Diagnostic>) {
    let ids: Vec<ConceptId> = book.concept_ids().collect();
    complaints.par_extend(ids.into_par_iter().flat_map_iter(|id| twice(book, id)));
    let shared = book.names.shared();
    for Shared { ids, .. } in &shared {
        if let [first, others @ ..] = &ids[..] {
            complaints.extend(others.iter().filter_map(|id| duplicate_id(book, *first, *id)));
        }
    }
    for (_, bearers) in told(book, &shared) {
        told_apart(book, &bearers, complaints);
    }
}

/// Says which abbreviations concepts share, and whether a text uses them.
pub(super) fn check_abbreviations(linked: &LinkedBook, complaints: &mut Vec<Diagnostic>) {
    let book = &linked.book;
    for (Abbreviation { name, left, .. }, pages) in linked.shared_abbreviations() {
        let bearers: Vec<Bearer<'_>> =
            left.iter().filter_map(|id| Bearer::of(book, *id, name)).collect();
        complaints.extend(unlinked(book, &bearers, pages));
    }
}

/// The abbreviations that several concepts declare, by their texts.
pub(super) fn abbreviations(book: &Book) -> BTreeMap<String, Abbreviation> {
    let mut abbreviations = BTreeMap::new();
    for (name, bearers) in told(book, &book.names.shared()) {
        let left = left(&bearers, &preferring(book, &bearers));
        if are_abbreviations(&left) {
            let ids = |bearers: &[Bearer<'_>]| bearers.iter().map(|it| it.concept).collect();
            let (concepts, text) = (ids(&bearers), left[1].text.to_owned());
            let abbreviation = Abbreviation { name: name.to_owned(), concepts, left: ids(&left) };
            abbreviations.insert(text, abbreviation);
        }
    }
    abbreviations
}

/// Of each name that concepts share as a label, those that have it. What has the id of another has been told
/// with it.
fn told<'b>(book: &'b Book, shared: &[Shared<'b>]) -> Vec<(&'b str, Vec<Bearer<'b>>)> {
    let repeated: RapidHashSet<ConceptId> =
        shared.iter().flat_map(|shared| shared.ids.iter().skip(1).copied()).collect();
    let bearers = |Shared { name, labels, .. }: &Shared<'b>| {
        let told_first = labels.iter().filter(|id| !repeated.contains(*id));
        (*name, told_first.filter_map(|id| Bearer::of(book, *id, name)).collect())
    };
    shared.iter().map(bearers).collect()
}

/// Whether several concepts declare that this name abbreviates them.
fn are_abbreviations(bearers: &[Bearer<'_>]) -> bool {
    bearers.len() > 1 && bearers.iter().all(|bearer| bearer.abbreviation)
}

fn duplicate_id(book: &Book, first: ConceptId, second: ConceptId) -> Option<Diagnostic> {
    let [one, other] = [first, second].map(|id| book.concept(id));
    let elsewhere = id_place(book, first)?;
    let Place { file, span } = id_place(book, second)?;
    let message =
        format!("`{}` is already the id of `{}`, in `{}`", other.id, one.label, elsewhere.file);
    let help = match book.front(second) {
        Some(_) => "give one of them another `id`, or join the two",
        None => "take one of them out, or give it another name: its id comes from its name",
    };
    let complaint = Diagnostic::new(Code::DuplicateId, &file, span, message).help(help.to_owned());
    Some(complaint.related(elsewhere, "the other concept of this id"))
}

/// Where an id stands: `id`, of an entry its name; the whole file where it comes from the file's name.
fn id_place(book: &Book, id: ConceptId) -> Option<Place> {
    let document = book.page(book.concept(id).page).document()?;
    let written = document.front.id.as_ref().map(|id| id.span);
    let span = match book.entry(id) {
        Some(entry) => entry.span,
        None => written.unwrap_or_default(),
    };
    Some(Place { span, ..whole(document) })
}

/// SKOS S13: no literal is in two of the sets of preferred, alternative and hidden labels.
///
/// Labels are compared as they are, not folded: search may well know `sre` beside `SRE`.
fn twice(book: &Book, id: ConceptId) -> Vec<Diagnostic> {
    let mut complaints = Vec::new();
    let document = book.page(book.concept(id).page).document();
    let Some(document) = document.filter(|_| book.labels(id).nth(1).is_some()) else {
        return complaints;
    };
    let mut known: RapidHashMap<Cow<'_, str>, Labelled<'_>> = RapidHashMap::default();
    for label in book.labels(id) {
        let literal = literal(label.text);
        let Some(first) = known.get(&literal) else {
            known.insert(literal, label);
            continue;
        };
        if first.role == label.role {
            continue;
        }
        let message = format!("`{literal}` is {} and {}", called(first.role), called(label.role));
        let help = "take it out of one of the two".to_owned();
        let place = Place { span: first.span, ..whole(document) };
        let complaint = Diagnostic::new(Code::LabelTwice, &document.file, label.span, message);
        complaints.push(complaint.help(help).related(place, "the first"));
    }
    complaints
}

/// A label with single spaces.
fn literal(text: &str) -> Cow<'_, str> {
    let even = |word: &str| !word.is_empty() && !word.contains(char::is_whitespace);
    if text.split(' ').all(even) {
        return text.into();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

fn called(role: LabelRole) -> &'static str {
    match role {
        LabelRole::Preferred => "the preferred label",
        LabelRole::Alternative => "an `alt` label",
        LabelRole::Hidden => "a `hidden` label",
    }
}

/// A concept that has a certain label.
#[derive(Clone, Copy)]
struct Bearer<'b> {
    concept: ConceptId,
    text: &'b str,
    span: Span,
    /// It prefers the label.
    preferred: bool,
    /// It declares the label an abbreviation.
    abbreviation: bool,
}

impl<'b> Bearer<'b> {
    /// The concept with its label that is folded to `name`; the strongest, if there are several.
    fn of(book: &'b Book, concept: ConceptId, name: &str) -> Option<Bearer<'b>> {
        let mut labels = book.labels(concept).filter(|label| fold(label.text) == name);
        let Labelled { text, role, kind, span } = labels.next()?;
        let is_abbreviation = |kind| kind == LabelKind::Abbreviation;
        let preferred = role == LabelRole::Preferred;
        let abbreviation = is_abbreviation(kind) || labels.any(|it| is_abbreviation(it.kind));
        Some(Bearer { concept, text, span, preferred, abbreviation })
    }
}

/// Says that concepts share a label: those of one scheme that prefer it, then all that are left.
fn told_apart(book: &Book, bearers: &[Bearer<'_>], complaints: &mut Vec<Diagnostic>) {
    let schemes = preferring(book, bearers);
    for (scheme, bearers) in schemes.iter().filter(|(_, bearers)| bearers.len() > 1) {
        complaints.extend(taken(book, scheme, bearers));
    }
    let left = left(bearers, &schemes);
    if left.len() > 1 && !are_abbreviations(&left) {
        complaints.extend(overlap(book, &left));
    }
}

/// Those that prefer a label, by their schemes.
fn preferring<'b>(book: &'b Book, bearers: &[Bearer<'b>]) -> BTreeMap<&'b str, Vec<Bearer<'b>>> {
    let mut schemes: BTreeMap<&str, Vec<Bearer<'_>>> = BTreeMap::new();
    for bearer in bearers.iter().filter(|bearer| bearer.preferred) {
        schemes.entry(&book.concept(bearer.concept).scheme).or_default().push(*bearer);
    }
    schemes
}

/// Those that have a label, of each scheme but one that prefers it: the others have been told.
fn left<'b>(
    bearers: &[Bearer<'b>],
    preferring: &BTreeMap<&'b str, Vec<Bearer<'b>>>,
) -> Vec<Bearer<'b>> {
    let mut left: Vec<Bearer<'_>> =
        bearers.iter().copied().filter(|bearer| !bearer.preferred).collect();
    left.extend(preferring.values().map(|bearers| bearers[0]));
    left.sort_by_key(|bearer| bearer.concept);
    left
}

fn taken(book: &Book, scheme: &str, bearers: &[Bearer<'_>]) -> Option<Diagnostic> {
    let ids: Vec<&str> =
        bearers.iter().map(|bearer| book.concept(bearer.concept).id.as_str()).collect();
    let label = bearers[1].text;
    let message = format!("in the scheme `{scheme}`, {} are all called `{label}`", listed(&ids));
    let message = if ids.len() == 2 { message.replace(" are all ", " are both ") } else { message };
    let help = "give one of them a label that says more, and keep this one under `alt`";
    let complaint = second(book, Code::LabelTaken, bearers, message)?;
    Some(complaint.help(help.to_owned()))
}

fn overlap(book: &Book, bearers: &[Bearer<'_>]) -> Option<Diagnostic> {
    let label = bearers[1].text;
    let help = if looks_abbreviated(label) {
        format!(
            "if it abbreviates each of them, declare it there: `{{text: {label}, kind: abbreviation}}`"
        )
    } else {
        "take it out of all but one, or give the others a label that says more".to_owned()
    };
    Some(shared_label(book, bearers)?.help(help))
}

/// Says that concepts share an abbreviation, which `pages` use.
fn unlinked(book: &Book, bearers: &[Bearer<'_>], pages: usize) -> Option<Diagnostic> {
    let mut complaint = shared_label(book, bearers)?;
    let have_it = match pages {
        0 => {
            complaint.severity = Severity::Info;
            let help =
                "no mention of it is linked, and a reference needs the id of the one that is meant";
            return Some(complaint.help(help.to_owned()));
        }
        1 => "a page has it".to_owned(),
        pages => format!("{pages} pages have it"),
    };
    let label = bearers[1].text;
    Some(complaint.help(format!(
        "{have_it} without a link, since nobody knows which is meant: write the full name there, or \
         `[[id|{label}]]`"
    )))
}

fn shared_label(book: &Book, bearers: &[Bearer<'_>]) -> Option<Diagnostic> {
    let concepts = || bearers.iter().map(|bearer| book.concept(bearer.concept));
    let label = bearers.get(1)?.text;
    let message = if bearers.iter().all(|bearer| bearer.preferred) {
        let schemes: Vec<&str> = concepts().map(|concept| concept.scheme.as_str()).collect();
        format!("`{label}` is a label in the schemes {}", listed(&schemes))
    } else {
        let labels: Vec<&str> = concepts().map(|concept| concept.label.as_str()).collect();
        format!("`{label}` is a label of {}", listed(&labels))
    };
    second(book, Code::LabelOverlap, bearers, message)
}

/// One word with two capitals at least.
fn looks_abbreviated(label: &str) -> bool {
    !label.contains(char::is_whitespace)
        && label.chars().filter(|c| c.is_uppercase()).nth(1).is_some()
}

/// A complaint at the second of the bearers, with the places of the others.
fn second(book: &Book, code: Code, bearers: &[Bearer<'_>], message: String) -> Option<Diagnostic> {
    let place = |bearer: &Bearer<'_>| {
        let document = book.page(book.concept(bearer.concept).page).document()?;
        Some(Place { span: bearer.span, ..whole(document) })
    };
    let Place { file, span } = place(bearers.get(1)?)?;
    let mut complaint = Diagnostic::new(code, &file, span, message);
    for (index, other) in bearers.iter().enumerate().filter(|(index, _)| *index != 1) {
        if index <= super::SHOWN
            && let Some(place) = place(other)
        {
            let concept = book.concept(other.concept);
            complaint = complaint.related(place, format!("a label of `{}`", concept.label));
        }
    }
    Some(complaint)
}
