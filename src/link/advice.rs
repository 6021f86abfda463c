//! The nearest right name, for references that lead nowhere.
//!
//! Looking through all names costs a little for each reference, so it is done for the first [`MOST`] of them
//! alone, in page order: more than a person reads, and a folder that has moved does not make linking
//! quadratic. Names without a page yet have a way of their own ([`super::slips`]).

use rapidhash::RapidHashMap;
use rayon::prelude::*;

use super::{
    answers::{anchors, encoded},
    slips::Meant,
    sought::Sought,
    targets::Tables,
};
use crate::{
    data::nearest,
    diagnostic::Diagnostic,
    model::{Book, PageId, fold, url::slug},
};

/// References that are given advice at most.
const MOST: usize = 500;

/// What a complaint would like to advise.
#[derive(Clone, Debug)]
pub(super) enum Seek {
    /// A page or a file with nearly this path, or the page that is called as the link's own text says.
    Path { from: PageId, wrong: String, suffix: String, sought: Sought, text: String },
    /// A concept with nearly this label.
    Concept { wrong: String, sought: Sought },
    /// An id on `page` that is nearly this one; `path` leads there.
    Anchor { page: PageId, path: String, wrong: String },
}

/// Gives help to the complaints (by index) that sought it.
pub(super) fn give(
    tables: &Tables<'_>,
    complaints: &mut [Diagnostic],
    mut seeks: Vec<(usize, &Seek)>,
) {
    seeks.truncate(MOST);
    if seeks.is_empty() {
        return;
    }
    let names = Names::of(tables);
    let found: Vec<_> = seeks
        .par_iter()
        .filter_map(|(complaint, seek)| Some((*complaint, help(tables, &names, seek)?)))
        .collect();
    for (complaint, help) in found {
        complaints[complaint].help = Some(help);
    }
}

/// The names in one text under `key` with commas between, subjects also with `vs`.
pub(super) fn listed<'n>(key: &str, text: &'n str) -> Vec<&'n str> {
    let commas = text.split(',');
    if key == "subjects" {
        let between =
            commas.flat_map(|part| part.split(" vs. ")).flat_map(|part| part.split(" vs "));
        between.map(str::trim).filter(|name| !name.is_empty()).collect()
    } else {
        commas.map(str::trim).collect()
    }
}

/// Advice for names that stand in one text ([`listed`]), given which of them are a concept's; `None` for
/// what is no list: no name among them is, or (`all`) one is not.
pub(super) fn as_list(key: &str, names: &[&str], named: &[bool], all: bool) -> Option<String> {
    let fits = if all { named.iter().all(|it| *it) } else { named.iter().any(|it| *it) };
    let list = names.join(", ");
    fits.then(|| match key {
        "subjects" => format!("write a list: `subjects: [{list}]`"),
        _ => format!("several names are a list: `[{list}]`"),
    })
}

/// Whether a name is written as ids are, and as labels mostly are not.
fn is_id(name: &str) -> bool {
    name.contains('-') && slug(name) == name
}

/// The labels of all concepts that are sought.
pub(super) struct Labels<'t> {
    book: &'t Book,
    /// Folded, sorted, so that of two that are equally near the same one is always told.
    sorted: Vec<&'t str>,
    /// By the id that a page of this title has by itself; of several the first.
    by_slug: RapidHashMap<String, &'t str>,
}

impl<'t> Labels<'t> {
    pub(super) fn of(tables: &'t Tables<'_>, sought: Sought) -> Labels<'t> {
        let mut sorted = tables.labels.all();
        if sought == Sought::Role {
            sorted.retain(|label| {
                let concepts = tables.labels.exact(label).concepts();
                concepts.first().is_some_and(|id| sought.fits_concept(tables, *id))
            });
        }
        sorted.sort_unstable();
        let mut by_slug = RapidHashMap::default();
        for label in &sorted {
            by_slug.entry(slug(label)).or_insert(*label);
        }
        Labels { book: tables.book, sorted, by_slug }
    }

    /// All of them, folded, sorted.
    pub(super) fn sorted(&self) -> &[&'t str] {
        &self.sorted
    }

    /// The label whose words are those of `name`, if that is written as an id.
    pub(super) fn once_an_id(&self, name: &str) -> Option<&'t str> {
        self.by_slug.get(name).copied().filter(|_| is_id(name))
    }

    /// The nearest label.
    fn near(&self, name: &str) -> Option<&'t str> {
        let folded = fold(name);
        self.once_an_id(&folded).or_else(|| nearest(&folded, self.sorted.iter().copied()))
    }

    /// What is meant by a name that is no concept's, where a label is `near` (folded).
    ///
    /// An id is answered with an id: after a page's file got another name, the old id reads like its label.
    pub(super) fn meant(&self, name: &str, near: &str) -> Option<Meant> {
        let names = &self.book.names;
        let label = names.as_written(self.book, near)?.to_owned();
        let concept = names.exact(near).concepts();
        let id = concept.first().map(|id| self.book.concept(*id).id.clone());
        Some(Meant { id: id.filter(|id| is_id(name) && *id != label), label })
    }
}

/// All names, sorted, so that of two that are equally near the same one is always told.
struct Names<'t> {
    pages: Vec<&'t str>,
    roles: Vec<&'t str>,
    files: Vec<&'t str>,
    labels: Labels<'t>,
    role_labels: Labels<'t>,
}

impl<'t> Names<'t> {
    fn of(tables: &'t Tables<'_>) -> Names<'t> {
        let sorted = |sought| {
            let mut names = tables.names(sought);
            names.sort_unstable();
            names
        };
        Names {
            pages: sorted(Sought::Page),
            roles: sorted(Sought::Role),
            files: sorted(Sought::Image),
            labels: Labels::of(tables, Sought::Page),
            role_labels: Labels::of(tables, Sought::Role),
        }
    }
}

fn help(tables: &Tables<'_>, names: &Names<'_>, seek: &Seek) -> Option<String> {
    match seek {
        Seek::Path { from, wrong, suffix, sought, text } => {
            let page = tables.book.page(*from);
            let known = match sought {
                Sought::Page => &names.pages,
                Sought::Role => &names.roles,
                Sought::Image => &names.files,
            };
            // A page whose file got another name most often kept its title.
            let path = tables.called(page, text, *sought).or_else(|| {
                let key = Tables::key(wrong, *sought == Sought::Image);
                let near = nearest(&key, known.iter().copied())?;
                tables.same_name(page, near, *sought)
            })?;
            Some(format!("did you mean `{}{suffix}`?", encoded(&path)))
        }
        Seek::Concept { wrong, sought } => {
            let of_roles = *sought == Sought::Role;
            let labels = if of_roles { &names.role_labels } else { &names.labels };
            labels.meant(wrong, labels.near(wrong)?).map(|meant| meant.to_string())
        }
        Seek::Anchor { page, path, wrong } => {
            let near = nearest(wrong, anchors(tables.book.page(*page)))?;
            Some(format!("did you mean `{path}#{near}`?"))
        }
    }
}
