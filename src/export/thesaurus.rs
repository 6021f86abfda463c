//! The thesaurus as triples, before they are written in one notation or another.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use super::names::Names;
use crate::{
    link::{End, LinkedBook},
    model::{Book, ConceptId, LabelRole, scheme_title},
    parse::{
        front_matter::{MatchKind, RelationKey, Status},
        words_of,
    },
};

/// One thing and what is said of it.
#[derive(Debug)]
pub(super) struct Subject<'b> {
    /// Its IRI.
    pub(super) iri: String,
    /// What it is.
    pub(super) class: Class,
    /// What is said of it; those of one property stand together.
    pub(super) statements: Vec<(&'static Property, Object<'b>)>,
}

/// What a subject is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    /// `skos:ConceptScheme`.
    Scheme,
    /// `skos:Concept`.
    Concept,
}

/// A value of a property.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Object<'b> {
    /// A thing.
    Iri(String),
    /// Text in a language (BCP 47).
    Text(Cow<'b, str>, &'b str),
    /// A text that is of no language: a code.
    Code(&'b str),
    /// `true`, of XML Schema's booleans.
    True,
}

/// A property: its vocabulary, and its name there (which is its key in JSON-LD too).
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Property {
    pub(super) vocabulary: &'static Vocabulary,
    pub(super) name: &'static str,
    /// Whether its values are things.
    pub(super) leads: bool,
}

/// A vocabulary: its usual prefix, and what its names begin with.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Vocabulary {
    pub(super) prefix: &'static str,
    pub(super) iri: &'static str,
}

pub(super) const SKOS: Vocabulary =
    Vocabulary { prefix: "skos", iri: "http://www.w3.org/2004/02/skos/core#" };
const OWL: Vocabulary = Vocabulary { prefix: "owl", iri: "http://www.w3.org/2002/07/owl#" };
const RDFS: Vocabulary =
    Vocabulary { prefix: "rdfs", iri: "http://www.w3.org/2000/01/rdf-schema#" };
const DCTERMS: Vocabulary = Vocabulary { prefix: "dcterms", iri: "http://purl.org/dc/terms/" };

/// Every vocabulary that a thesaurus names.
pub(super) const VOCABULARIES: [&Vocabulary; 4] = [&SKOS, &OWL, &RDFS, &DCTERMS];

const fn leads(vocabulary: &'static Vocabulary, name: &'static str) -> Property {
    Property { vocabulary, name, leads: true }
}

const fn says(vocabulary: &'static Vocabulary, name: &'static str) -> Property {
    Property { vocabulary, name, leads: false }
}

static TITLE: Property = says(&DCTERMS, "title");
static HAS_TOP: Property = leads(&SKOS, "hasTopConcept");
static IN_SCHEME: Property = leads(&SKOS, "inScheme");
static TOP_OF: Property = leads(&SKOS, "topConceptOf");
static PREF_LABEL: Property = says(&SKOS, "prefLabel");
static ALT_LABEL: Property = says(&SKOS, "altLabel");
static HIDDEN_LABEL: Property = says(&SKOS, "hiddenLabel");
static NOTATION: Property = says(&SKOS, "notation");
static DEFINITION: Property = says(&SKOS, "definition");
static SCOPE_NOTE: Property = says(&SKOS, "scopeNote");
static DEPRECATED: Property = says(&OWL, "deprecated");
static BROADER: Property = leads(&SKOS, "broader");
static NARROWER: Property = leads(&SKOS, "narrower");
static RELATED: Property = leads(&SKOS, "related");
/// SKOS has no word for "not to be confused with". That two names are of two things is what it
/// says, and OWL's word for that is as symmetric as ours.
static DIFFERENT: Property = leads(&OWL, "differentFrom");
static SEE_ALSO: Property = leads(&RDFS, "seeAlso");
static SUBJECT: Property = leads(&DCTERMS, "subject");
static REPLACED_BY: Property = leads(&DCTERMS, "isReplacedBy");
static EXACT_MATCH: Property = leads(&SKOS, "exactMatch");
static CLOSE_MATCH: Property = leads(&SKOS, "closeMatch");
static BROAD_MATCH: Property = leads(&SKOS, "broadMatch");
static RELATED_MATCH: Property = leads(&SKOS, "relatedMatch");

/// The relations in the order in which they are written, each with its property.
static RELATIONS: [(RelationKey, &Property); 8] = [
    (RelationKey::Broader, &BROADER),
    (RelationKey::Narrower, &NARROWER),
    (RelationKey::Related, &RELATED),
    (RelationKey::DistinctFrom, &DIFFERENT),
    (RelationKey::See, &SEE_ALSO),
    (RelationKey::Terms, &SUBJECT),
    (RelationKey::About, &SUBJECT),
    (RelationKey::ReplacedBy, &REPLACED_BY),
];

/// The mappings, likewise.
static MATCHES: [(MatchKind, &Property); 4] = [
    (MatchKind::Exact, &EXACT_MATCH),
    (MatchKind::Close, &CLOSE_MATCH),
    (MatchKind::Broad, &BROAD_MATCH),
    (MatchKind::Related, &RELATED_MATCH),
];

/// Every scheme in order of names, then every concept in the book's order.
///
/// A name without a page yet has no IRI, so what leads to one is left out.
pub(super) fn of(linked: &LinkedBook) -> Vec<Subject<'_>> {
    let book = &linked.book;
    let names = Names::of(book);
    let concepts = linked.book.concept_ids();
    let tops: Vec<bool> = concepts.map(|id| is_top(linked, id)).collect();
    let schemes = schemes(&linked.book, &names, &tops);
    let concepts = linked.book.concept_ids();
    let concepts = concepts.map(|id| concept(linked, &names, id, tops[id.0 as usize]));
    schemes.into_iter().chain(concepts).collect()
}

/// Whether nothing of its own scheme is broader.
fn is_top(linked: &LinkedBook, id: ConceptId) -> bool {
    let scheme = &linked.book.concept(id).scheme;
    let mut edges = linked.relations.of_concept(id).iter();
    !edges.any(|edge| match edge.end {
        End::Concept(other) => {
            edge.key == RelationKey::Broader && linked.book.concept(other).scheme == *scheme
        }
        End::Page(_) | End::Wanted(_) => false,
    })
}

fn schemes<'b>(book: &'b Book, names: &Names, tops: &[bool]) -> Vec<Subject<'b>> {
    let mut concepts: BTreeMap<&str, Vec<ConceptId>> = BTreeMap::new();
    for id in book.concept_ids() {
        let of_scheme = concepts.entry(&book.concept(id).scheme).or_default();
        if tops[id.0 as usize] {
            of_scheme.push(id);
        }
    }
    let titles: BTreeMap<&str, &str> = book
        .pages
        .iter()
        .filter_map(|page| Some((page.index.as_ref()?.scheme()?, page.title.as_str())))
        .collect();
    concepts
        .into_iter()
        .map(|(name, tops)| {
            let title = titles.get(name).copied().unwrap_or(scheme_title(name));
            let mut statements = vec![(&TITLE, Object::Text(title.into(), &book.config.lang))];
            let tops = tops.into_iter().map(|id| Object::Iri(names.concept(book, id)));
            statements.extend(tops.map(|top| (&HAS_TOP, top)));
            Subject { iri: names.scheme(name), class: Class::Scheme, statements }
        })
        .collect()
}

fn concept<'b>(linked: &'b LinkedBook, names: &Names, id: ConceptId, top: bool) -> Subject<'b> {
    let book = &linked.book;
    let concept = book.concept(id);
    let page = book.page(concept.page);
    let front = page.document().map(|document| &document.front);
    let lang = book.lang(page);
    let own = front.filter(|_| concept.entry.is_none());
    let scheme = names.scheme(&concept.scheme);
    let mut statements = vec![(&IN_SCHEME, Object::Iri(scheme.clone()))];
    if top {
        statements.push((&TOP_OF, Object::Iri(scheme)));
    }
    for label in book.labels(id) {
        let property = match label.role {
            LabelRole::Preferred => &PREF_LABEL,
            LabelRole::Alternative => &ALT_LABEL,
            LabelRole::Hidden => &HIDDEN_LABEL,
        };
        statements.push((property, Object::Text(label.text.into(), lang)));
    }
    if let Some(notation) = own.and_then(|front| front.concept.notation.as_deref()) {
        statements.push((&NOTATION, Object::Code(notation)));
    }
    if let Some(definition) = book.definition(id) {
        statements.push((&DEFINITION, Object::Text(words_of(&definition.text).into(), lang)));
    }
    if let Some(note) = own.and_then(|front| front.concept.scope_note.as_ref()) {
        let text = words_of(&note.value.text);
        statements.push((&SCOPE_NOTE, Object::Text(text.into(), lang)));
    }
    if own.and_then(|front| front.status) == Some(Status::Deprecated) {
        statements.push((&DEPRECATED, Object::True));
    }
    let edges = linked.relations.of_concept(id);
    for (key, property) in RELATIONS {
        let ends = edges.iter().filter(|edge| edge.key == key);
        let ends = ends.filter_map(|edge| names.end(book, &edge.end)).map(Object::Iri);
        statements.extend(ends.map(|end| (property, end)));
    }
    let matches = own.map_or(&[][..], |front| &front.concept.matches);
    for (kind, property) in MATCHES {
        let ends = matches.iter().filter(|it| it.kind == kind);
        let ends = ends.filter_map(|it| names.matched(linked, concept.page, it)).map(Object::Iri);
        statements.extend(ends.map(|end| (property, end)));
    }
    let iri = names.concept(book, id);
    Subject { iri, class: Class::Concept, statements: each_once(statements) }
}

/// Statements without doubles: what is about a thing in two ways is said once.
fn each_once<'b>(
    statements: Vec<(&'static Property, Object<'b>)>,
) -> Vec<(&'static Property, Object<'b>)> {
    let mut kept: Vec<(&'static Property, Object<'b>)> = Vec::with_capacity(statements.len());
    let mut seen = BTreeSet::new();
    for (property, object) in statements {
        let key = match &object {
            Object::Iri(iri) => iri.clone(),
            Object::Text(text, lang) => format!("{text}@{lang}"),
            Object::Code(code) => (*code).to_owned(),
            Object::True => String::new(),
        };
        if seen.insert((property.name, key)) {
            kept.push((property, object));
        }
    }
    kept
}
