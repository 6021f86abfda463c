//! What a page tells search engines: schema.org as JSON-LD.

use serde::Serialize;

use crate::{
    link::LinkedBook,
    model::{Book, ConceptId, Index, LabelRole, PageId, scheme_url},
    parse::{front_matter::LabelKind, words_of},
};

/// One thing that a page tells of.
#[derive(Serialize, Debug)]
#[serde(tag = "@type")]
enum Thing<'a> {
    #[serde(rename_all = "camelCase")]
    BreadcrumbList { item_list_element: Vec<ListItem<'a>> },
    #[serde(rename_all = "camelCase")]
    DefinedTerm {
        #[serde(rename = "@id")]
        id: String,
        url: String,
        name: &'a str,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        alternate_name: Vec<&'a str>,
        #[serde(skip_serializing_if = "String::is_empty")]
        description: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        term_code: Option<&'a str>,
        in_defined_term_set: Named,
    },
    #[serde(rename_all = "camelCase")]
    DefinedTermSet {
        #[serde(rename = "@id")]
        id: String,
        url: String,
        name: &'a str,
        #[serde(skip_serializing_if = "str::is_empty")]
        description: &'a str,
        in_language: &'a str,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        has_part: Vec<Named>,
    },
}

/// A step on the way to a page.
#[derive(Serialize, Debug)]
#[serde(tag = "@type")]
struct ListItem<'a> {
    position: usize,
    name: &'a str,
    item: String,
}

/// A thing by its name alone.
#[derive(Serialize, Debug)]
struct Named {
    #[serde(rename = "@id")]
    id: String,
}

#[derive(Serialize, Debug)]
struct Document<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: Vec<Thing<'a>>,
}

/// What the page `id` tells: the way to it, the terms that it defines, the set of terms that it
/// lists. Empty where there is nothing to tell, and without `base_url`: names are absolute addresses.
///
/// `summary` is the page's. The text has no `<` and no `>`, so that nothing in it can end a `script` element.
pub(super) fn told(linked: &LinkedBook, id: PageId, summary: &str) -> String {
    let book = &linked.book;
    let Some(base) = book.config.base_url.as_ref().map(url::Url::as_str) else {
        return String::new();
    };
    let mut graph = Vec::new();
    graph.extend(way(book, id, base));
    graph.extend(book.concepts_on(id).map(|concept| term(book, concept, base)));
    graph.extend(set(book, id, summary, base));
    if graph.is_empty() {
        return String::new();
    }
    let document = Document { context: "https://schema.org", graph };
    // Text and numbers alone: this cannot fail.
    serde_json::to_string(&document)
        .unwrap_or_default()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
}

/// From the home page down to the page; none to the home page itself.
fn way<'b>(book: &'b Book, id: PageId, base: &str) -> Option<Thing<'b>> {
    book.page(id).parent?;
    let up = std::iter::successors(Some(id), |id| book.page(*id).parent);
    let mut pages: Vec<_> = up.map(|id| book.page(id)).collect();
    pages.reverse();
    let steps = pages.into_iter().zip(1..).map(|(page, position)| ListItem {
        position,
        name: &page.title,
        item: page.url.absolute(base, None),
    });
    Some(Thing::BreadcrumbList { item_list_element: steps.collect() })
}

fn term<'b>(book: &'b Book, id: ConceptId, base: &str) -> Thing<'b> {
    let concept = book.concept(id);
    let place = book.entry(id).map(|entry| entry.id.as_str());
    let url = book.page(concept.page).url.absolute(base, place);
    let other = book
        .labels(id)
        .filter(|label| label.role == LabelRole::Alternative && label.kind != LabelKind::Plural);
    Thing::DefinedTerm {
        id: url.clone(),
        url,
        name: &concept.label,
        alternate_name: other.map(|label| label.text).collect(),
        description: book.definition(id).map(|it| words_of(&it.text)).unwrap_or_default(),
        term_code: book.front(id).and_then(|front| front.notation.as_deref()),
        in_defined_term_set: Named { id: scheme_url(&concept.scheme).absolute(base, None) },
    }
}

/// The set that an index of terms lists: a scheme, or all schemes.
fn set<'b>(book: &'b Book, id: PageId, summary: &'b str, base: &str) -> Option<Thing<'b>> {
    let page = book.page(id);
    let has_part = match page.index.as_ref()? {
        Index::Terms => {
            let mut schemes: Vec<&str> =
                book.concepts.iter().map(|concept| concept.scheme.as_str()).collect();
            schemes.sort_unstable();
            schemes.dedup();
            let part = |name| Named { id: scheme_url(name).absolute(base, None) };
            schemes.into_iter().map(part).collect()
        }
        Index::Scheme(_) => Vec::new(),
        Index::Label(_)
        | Index::Spectra
        | Index::Questions(_)
        | Index::Careers
        | Index::Comparisons
        | Index::Pair => return None,
    };
    let url = page.url.absolute(base, None);
    Some(Thing::DefinedTermSet {
        id: url.clone(),
        url,
        name: &page.title,
        description: summary,
        in_language: book.lang(page),
        has_part,
    })
}
