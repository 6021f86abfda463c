//! The whole graph as JSON: a contract with the programs that read it.

use serde::Serialize;

use super::{
    names::Names,
    skills::{RoleSkill, of_page},
    wanted::{WantedName, wanted},
};
use crate::{
    link::{Backlink, Edge, End, LinkedBook},
    model::{Book, ConceptId, LabelRole, PageId},
    parse::{
        front_matter::{LabelKind, MatchKind, Status},
        words_of,
    },
    source::Texts,
};

/// The handbook. Fields that do not apply are empty or null, never absent.
///
/// A `url` begins with `/`, is percent-encoded, and stands below `site.base_url`: of a page its
/// address, of an entry of another page that address with `#` and its place. A concept's `url` is its
/// name: no other has it. Its IRI in the SKOS export is `site.base_url` without the last `/`, and the `url`.
#[derive(Serialize, Debug)]
pub struct Graph<'a> {
    /// The site.
    pub site: GraphSite<'a>,
    /// Every page, derived ones too.
    pub pages: Vec<GraphPage<'a>>,
    /// Every role and term.
    pub concepts: Vec<GraphConcept<'a>>,
    /// Names without a page yet, those of most places first.
    pub wanted: Vec<WantedName<'a>>,
}

/// The site.
#[derive(Serialize, Debug)]
pub struct GraphSite<'a> {
    /// `title` of the config.
    pub title: &'a str,
    /// `base_url` of the config; may be empty.
    pub base_url: &'a str,
    /// Language tag.
    pub lang: &'a str,
    /// rolebook's version.
    pub generator: &'a str,
}

/// A page.
#[derive(Serialize, Debug)]
pub struct GraphPage<'a> {
    /// Its address.
    pub url: String,
    /// Its title as plain text.
    pub title: &'a str,
    /// `page`, `guide`, `role`, `term`, `comparison`.
    pub kind: &'a str,
    /// Its file below the content folder; null for a page that rolebook made.
    pub path: Option<&'a str>,
    /// The address of its section; null for the home page.
    pub parent: Option<String>,
    /// Language tag.
    pub lang: &'a str,
    /// `draft`, `review`, `stable`, `deprecated`, or empty.
    pub status: &'a str,
    /// `owner`; may be empty.
    pub owner: &'a str,
    /// `reviewed` as `2026-01-15`; may be empty.
    pub reviewed: String,
    /// `tags`, as written.
    pub tags: Vec<&'a str>,
    /// Of a page that is no concept, the concepts that it is about.
    pub relations: Vec<GraphRelation<'a>>,
    /// The pages that refer to it or to a place on it.
    pub backlinks: Vec<GraphBacklink>,
}

/// A role or a term.
#[derive(Serialize, Debug)]
pub struct GraphConcept<'a> {
    /// Its address.
    pub url: String,
    /// Its id, which references may use.
    pub id: &'a str,
    /// The address of the page that it is, or that it is an entry of.
    pub page: String,
    /// It has a page of its own.
    pub own_page: bool,
    /// The name of its scheme.
    pub scheme: &'a str,
    /// Language tag of its texts.
    pub lang: &'a str,
    /// Its labels, the preferred one first.
    pub labels: Vec<GraphLabel<'a>>,
    /// `notation`; may be empty.
    pub notation: &'a str,
    /// Its definition as plain text; may be empty.
    pub definition: String,
    /// `scope_note` as plain text; may be empty.
    pub scope_note: String,
    /// What it is related to, inverses included.
    pub relations: Vec<GraphRelation<'a>>,
    /// Of a role, its skills.
    pub skills: Vec<GraphSkill<'a>>,
    /// The same and like concepts of other vocabularies.
    pub matches: Vec<GraphMatch<'a>>,
    /// The pages that refer to it; of one with a page of its own, to any place on that page.
    pub backlinks: Vec<GraphBacklink>,
}

/// A label of a concept.
#[derive(Serialize, Debug)]
pub struct GraphLabel<'a> {
    /// As written.
    pub text: &'a str,
    /// `preferred`, `alternative`, `hidden`.
    pub role: &'a str,
    /// `plain`, `abbreviation`, `plural`.
    pub kind: &'a str,
}

/// One end of a relation.
#[derive(Serialize, Debug)]
pub struct GraphRelation<'a> {
    /// `broader`, `narrower`, `related`, `distinct_from`, `see`, `terms`, `about`, `replaced_by`.
    pub key: &'a str,
    /// The address of what it leads to; null for a name without a page yet.
    pub url: Option<String>,
    /// The label of the concept, the title of the page, or the name as written.
    pub name: &'a str,
    /// `note` as plain text; may be empty.
    pub note: String,
    /// The address of the page that says so: of an inverse, the other one.
    pub said_by: String,
}

/// A skill of a role.
#[derive(Serialize, Debug)]
pub struct GraphSkill<'a> {
    /// The address of the concept; null for a name without a page yet.
    pub url: Option<String>,
    /// Its label, else its name as written.
    pub name: &'a str,
    /// Its group, such as `technical`; may be empty.
    pub group: &'a str,
    /// `essential`, `optional` or empty.
    pub need: &'a str,
    /// The level asked for; may be empty.
    pub level: &'a str,
}

/// An entry of `match`.
#[derive(Serialize, Debug)]
pub struct GraphMatch<'a> {
    /// `exact`, `close`, `broad`, `related`.
    pub key: &'a str,
    /// Its IRI; of a concept of this handbook its address, which begins with `/`.
    pub url: String,
}

/// A page that refers to something.
#[derive(Serialize, Debug)]
pub struct GraphBacklink {
    /// Its address.
    pub from: String,
    /// `text`, `relation`, `facet`, `career`, `comparison`.
    pub way: &'static str,
}

/// The graph of `linked`; `texts` finds the files, to count their lines.
pub(super) fn of<'a>(linked: &'a LinkedBook, texts: &Texts<'_>) -> Graph<'a> {
    let book = &linked.book;
    let config = &book.config;
    let names = Names::rooted();
    Graph {
        site: GraphSite {
            title: &config.title,
            base_url: config.base_url.as_ref().map_or("", |url| url.as_str()),
            lang: &config.lang,
            generator: env!("CARGO_PKG_VERSION"),
        },
        pages: book.ids().map(|id| page(linked, &names, id)).collect(),
        concepts: book.concept_ids().map(|id| concept(linked, &names, id)).collect(),
        wanted: wanted(linked, texts),
    }
}

fn page<'a>(linked: &'a LinkedBook, names: &Names, id: PageId) -> GraphPage<'a> {
    let book = &linked.book;
    let page = book.page(id);
    let document = page.document();
    let front = document.map(|document| &document.front);
    let own = book.own_concept(id).is_some();
    GraphPage {
        url: names.page(book, id),
        title: &page.title,
        kind: page.kind.name(),
        path: document.map(|document| &*document.path),
        parent: page.parent.map(|parent| names.page(book, parent)),
        lang: book.lang(page),
        status: front.and_then(|front| front.status).map_or("", Status::name),
        owner: front.and_then(|front| front.owner.as_deref()).unwrap_or(""),
        reviewed: front
            .and_then(|front| front.reviewed.as_ref())
            .map(|day| day.value.to_string())
            .unwrap_or_default(),
        tags: front.map_or_else(Vec::new, |front| {
            front.tags.iter().map(|tag| tag.value.as_str()).collect()
        }),
        relations: if own {
            Vec::new()
        } else {
            relations(linked, names, linked.relations.of_page(book, id))
        },
        backlinks: backlinks(book, names, linked.backlinks.of_page(id)),
    }
}

fn concept<'a>(linked: &'a LinkedBook, names: &Names, id: ConceptId) -> GraphConcept<'a> {
    let book = &linked.book;
    let concept = book.concept(id);
    let page = book.page(concept.page);
    let front = page.document().map(|document| &document.front);
    let own = front.filter(|_| concept.entry.is_none()).map(|front| &front.concept);
    let note = own.and_then(|front| front.scope_note.as_ref());
    GraphConcept {
        url: names.concept(book, id),
        id: &concept.id,
        page: names.page(book, concept.page),
        own_page: concept.entry.is_none(),
        scheme: &concept.scheme,
        lang: book.lang(page),
        labels: book
            .labels(id)
            .map(|label| GraphLabel {
                text: label.text,
                role: match label.role {
                    LabelRole::Preferred => "preferred",
                    LabelRole::Alternative => "alternative",
                    LabelRole::Hidden => "hidden",
                },
                kind: match label.kind {
                    LabelKind::Plain => "plain",
                    LabelKind::Abbreviation => "abbreviation",
                    LabelKind::Plural => "plural",
                },
            })
            .collect(),
        notation: own.and_then(|front| front.notation.as_deref()).unwrap_or(""),
        definition: book.definition(id).map(|it| words_of(&it.text)).unwrap_or_default(),
        scope_note: note.map(|note| words_of(&note.value.text)).unwrap_or_default(),
        relations: relations(linked, names, linked.relations.of_concept(id)),
        skills: if own.is_some() { skills(linked, names, concept.page) } else { Vec::new() },
        matches: own
            .map_or(&[][..], |front| &front.matches)
            .iter()
            .filter_map(|it| {
                let url = names.matched(linked, concept.page, it)?;
                let (key, _) = MatchKind::NAMES.iter().find(|(_, kind)| *kind == it.kind)?;
                Some(GraphMatch { key, url })
            })
            .collect(),
        backlinks: backlinks(book, names, linked.backlinks.of_concept(book, id)),
    }
}

fn skills<'a>(linked: &'a LinkedBook, names: &Names, role: PageId) -> Vec<GraphSkill<'a>> {
    let skill = |skill: RoleSkill<'a>| {
        let RoleSkill { name, concept, group, need, level } = skill;
        let url = concept.map(|id| names.concept(&linked.book, id));
        GraphSkill { url, name, group, need, level }
    };
    of_page(linked, role).into_iter().map(skill).collect()
}

fn relations<'a>(
    linked: &'a LinkedBook,
    names: &Names,
    edges: &'a [Edge],
) -> Vec<GraphRelation<'a>> {
    let book = &linked.book;
    edges
        .iter()
        .map(|edge| {
            let name = match &edge.end {
                End::Concept(id) => book.concept(*id).label.as_str(),
                End::Page(id) => book.page(*id).title.as_str(),
                End::Wanted(name) => name.as_str(),
            };
            GraphRelation {
                key: edge.key.name(),
                url: names.end(book, &edge.end),
                name,
                note: edge.note(book).map(|note| words_of(&note.text)).unwrap_or_default(),
                said_by: names.page(book, edge.said_by.0),
            }
        })
        .collect()
}

fn backlinks(book: &Book, names: &Names, known: &[Backlink]) -> Vec<GraphBacklink> {
    let backlink = |backlink: &Backlink| GraphBacklink {
        from: names.page(book, backlink.from),
        way: backlink.way.name(),
    };
    known.iter().map(backlink).collect()
}
