//! JSON-LD 1.1 (W3C 2020).

use std::collections::BTreeMap;

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{
    pretty,
    thesaurus::{Class, Object, Property, SKOS, Subject},
};

/// One object with `@context` and `@graph`, an object a subject.
pub(super) fn written(subjects: &[Subject<'_>]) -> String {
    let graph = subjects.iter().map(|subject| Thing { subject }).collect();
    pretty(&Document { context: context(subjects), graph })
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "@context")]
    context: BTreeMap<&'static str, Term>,
    #[serde(rename = "@graph")]
    graph: Vec<Thing<'a>>,
}

/// What a key means. No prefixes: an author's `skos:x` must not be read as one.
#[derive(Serialize)]
#[serde(untagged)]
enum Term {
    Keyword(&'static str),
    Iri(String),
    Leads {
        #[serde(rename = "@id")]
        id: String,
        #[serde(rename = "@type")]
        kind: &'static str,
    },
}

fn context(subjects: &[Subject<'_>]) -> BTreeMap<&'static str, Term> {
    let mut context =
        BTreeMap::from([("id", Term::Keyword("@id")), ("type", Term::Keyword("@type"))]);
    for class in [Class::Scheme, Class::Concept] {
        context.insert(class_name(class), Term::Iri(format!("{}{}", SKOS.iri, class_name(class))));
    }
    for (property, _) in subjects.iter().flat_map(|subject| &subject.statements) {
        let id = || format!("{}{}", property.vocabulary.iri, property.name);
        context.entry(property.name).or_insert_with(|| {
            if property.leads { Term::Leads { id: id(), kind: "@id" } } else { Term::Iri(id()) }
        });
    }
    context
}

fn class_name(class: Class) -> &'static str {
    match class {
        Class::Scheme => "ConceptScheme",
        Class::Concept => "Concept",
    }
}

struct Thing<'a> {
    subject: &'a Subject<'a>,
}

impl Serialize for Thing<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Subject { iri, class, statements } = self.subject;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", iri)?;
        map.serialize_entry("type", class_name(*class))?;
        for values in statements.chunk_by(|(a, _), (b, _)| a == b) {
            let (property, first) = &values[0];
            if let [_] = values {
                map.serialize_entry(property.name, &Value(first))?;
            } else {
                map.serialize_entry(property.name, &Values(values))?;
            }
        }
        map.end()
    }
}

struct Values<'a>(&'a [(&'static Property, Object<'a>)]);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|(_, object)| Value(object)))
    }
}

struct Value<'a>(&'a Object<'a>);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Object::Iri(iri) => serializer.serialize_str(iri),
            Object::Code(code) => serializer.serialize_str(code),
            Object::True => serializer.serialize_bool(true),
            Object::Text(text, lang) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("@language", lang)?;
                map.serialize_entry("@value", text)?;
                map.end()
            }
        }
    }
}
