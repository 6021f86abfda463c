//! What a handbook knows of a concept that has no page yet: for `rolebook new`.

use std::{collections::BTreeSet, sync::Arc};

use super::new::yaml;
use crate::{
    diagnostic::words::counted,
    discover::Project,
    export,
    link::{self, Use},
    model::{Book, fold, url::slug},
    pipeline::{self, Built, Cache, Dates, Options},
};

/// What is known of a name.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Comments that say who wants it, a line each.
    pub(super) comments: Vec<String>,
    /// Lines of front matter by their key. Those that an author must judge are comments.
    pub(super) fields: Vec<(&'static str, String)>,
    /// How many places want it.
    pub(super) places: usize,
}

/// Places that the page lists at most.
const PLACES: usize = 10;
/// Concepts that a suggestion names at most.
const SUGGESTED: usize = 8;

/// What the handbook knows of `name`, drafts included.
///
/// # Errors
/// When a role or a term is called that already, or has the id that the page would get.
pub(super) fn of(project: &Project, name: &str) -> anyhow::Result<Known> {
    let dates = Dates::Known(Arc::default());
    let options = Options { drafts: true, dates, ..Options::default() };
    let built = pipeline::build(project, &options, &Cache::default(), &|_| ())?;
    refuse_existing(&built, name)?;
    let linked = &built.site.linked;
    let book = &linked.book;
    let wanted = link::wanted(linked);
    let wanted: Vec<_> = wanted.iter().filter(|one| one.is_met_by(book, name)).collect();
    let uses: Vec<Use> = wanted.iter().flat_map(|wanted| &wanted.uses).cloned().collect();
    if uses.is_empty() {
        return Ok(Known::default());
    }
    let mut fields = Vec::new();
    let spellings = wanted.iter().flat_map(|one| std::iter::once(&one.name).chain(&one.variants));
    let alt: Vec<String> = spellings
        .filter(|spelling| !link::finds(book, spelling, name))
        .map(|it| yaml(it))
        .collect();
    if !alt.is_empty() {
        fields.push(("alt", format!("alt: [{}]", alt.join(", "))));
    }
    // Whoever says `see` sees something in common, and an example is narrower than what it shows.
    for (how, key) in
        [("examples", "broader"), ("see", "related"), ("counter_examples", "distinct_from")]
    {
        let ids = concepts(book, &uses, how);
        if !ids.is_empty() {
            fields.push((key, format!("# {key}: [{}]", ids.join(", "))));
        }
    }
    Ok(Known { comments: comments(&built, &uses), fields, places: uses.len() })
}

/// Refuses a name that is a concept's already. One that several have as a further name is free: its
/// page tells them apart.
fn refuse_existing(built: &Built, name: &str) -> anyhow::Result<()> {
    let book = &built.site.linked.book;
    let id = slug(name);
    // Plurals are not undone: a page may be called so beside the other.
    let called = |name: &str| book.names.exact(&fold(name)).concepts();
    let named = called(name);
    let by_id = called(&id).into_iter().filter(|known| book.concept(*known).id == id);
    let known: Vec<_> = named.iter().copied().chain(by_id).collect();
    let own = |known: &&_| {
        let concept = book.concept(**known);
        fold(&concept.label) == fold(name) || concept.id == id
    };
    let Some(first) = known.iter().find(own).or(known.first().filter(|_| named.len() == 1)) else {
        return Ok(());
    };
    let concept = book.concept(*first);
    let file = book.concept_place(*first).map(|place| place.file.path().to_owned());
    let place = file.map_or_else(String::new, |file| format!(" in `{file}`"));
    let label = &concept.label;
    if fold(label) == fold(name) {
        anyhow::bail!("`{label}` is there already{place}; nothing was changed");
    }
    if concept.id == id {
        anyhow::bail!("`{id}` is the id of `{label}`{place} already; nothing was changed");
    }
    anyhow::bail!("`{name}` is another name of `{label}`{place} already; nothing was changed");
}

/// The ids of the concepts whose front matter names it under `how`, each once.
fn concepts(book: &Book, uses: &[Use], how: &str) -> Vec<String> {
    let mut known = BTreeSet::new();
    let by_field = uses.iter().filter(|used| used.how(book) == how);
    let ids = by_field.filter_map(|used| book.own_concept(used.page));
    let each_once = ids.filter(|id| known.insert(*id));
    each_once.take(SUGGESTED).map(|id| reference(&book.concept(id).id)).collect()
}

/// An id as a list of references has it: words with `-` between need no quotes.
fn reference(id: &str) -> String {
    let words = id.replace('-', " ");
    if yaml(&words) == words { id.to_owned() } else { yaml(id) }
}

fn comments(built: &Built, uses: &[Use]) -> Vec<String> {
    let places = export::places(&built.site.linked, uses, &|file| built.text(file));
    let mut comments = vec![format!("# Wanted in {}:", counted(places.len(), "place"))];
    for place in places.iter().take(PLACES) {
        let how = if place.how == "link" { "a link" } else { place.how };
        comments.push(format!("#   {}:{}:{} ({how})", place.path, place.line, place.column));
    }
    let more = places.len().saturating_sub(PLACES);
    if more > 0 {
        comments.push(format!("#   and {more} more, which `rolebook wanted` lists"));
    }
    comments
}

/// An archetype with what is known in it: a field takes the place of its example, else it stands
/// below the status; who wants the page stands there too.
pub(super) fn put(archetype: &str, known: &Known) -> String {
    let mut text = String::with_capacity(archetype.len());
    let is_example = |line: &str, key: &str| line.starts_with(&format!("# {key}:"));
    for line in archetype.split_inclusive('\n') {
        match known.fields.iter().find(|(key, _)| is_example(line, key)) {
            Some((_, field)) => text.extend([field, "\n"]),
            None => text.push_str(line),
        }
        if line.starts_with("status:") {
            let without_example = known
                .fields
                .iter()
                .filter(|(key, _)| !archetype.lines().any(|line| is_example(line, key)));
            without_example.for_each(|(_, field)| text.extend([field, "\n"]));
            if !known.comments.is_empty() {
                text.extend(["\n", &known.comments.join("\n"), "\n\n"]);
            }
        }
    }
    text
}
