//! The nearest right name, for references that lead nowhere.
//!
//! Names without a page yet are many and mostly right, so one is advised against only where a label
//! is one slip away, or that was an id once; that is found for all of them at once. Looking through all names
//! costs a little for each reference, so it is done for the first [`MOST`] of them alone, in page order: more
//! than a person reads, and a folder that has moved does not make linking quadratic.

use std::{collections::BTreeMap, sync::Arc};

use rapidhash::RapidHashMap;
use rayon::prelude::*;

use super::{
    answers::{anchors, encoded},
    slips::one_slip_away,
    sought::Sought,
    targets::Tables,
};
use crate::{
    data::nearest,
    diagnostic::{Diagnostic, Severity},
    model::{PageId, fold, url::slug},
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
    /// A concept of whose label this name is a likely slip; mostly it is none.
    Wanted { name: String, sought: Sought },
    /// An id on `page` that is nearly this one; `path` leads there.
    Anchor { page: PageId, path: String, wrong: String },
}

/// The labels that names without a page are likely slips of.
#[derive(Debug, Default)]
pub(super) struct Slips {
    /// The names, folded, with what they should be the names of, in order.
    names: Vec<(Sought, String)>,
    /// Of each, what to write, if it is one.
    advice: Vec<Option<String>>,
}

/// Gives help to the complaints (by index) that sought it. `known` are the slips of a book with the same
/// labels; gives those of this one.
pub(super) fn give(
    tables: &Tables<'_>,
    complaints: &mut [Diagnostic],
    seeks: &[(usize, &Seek)],
    known: Option<&Arc<Slips>>,
) -> Arc<Slips> {
    let is_wanted = |seek: &&(usize, &Seek)| matches!(seek.1, Seek::Wanted { .. });
    let (wanted, mut broken): (Vec<&(usize, &Seek)>, Vec<_>) = seeks.iter().partition(is_wanted);
    broken.truncate(MOST);
    if !broken.is_empty() {
        let names = Names::of(tables);
        let found: Vec<_> = broken
            .par_iter()
            .filter_map(|(complaint, seek)| Some((*complaint, help(tables, &names, seek)?)))
            .collect();
        for (complaint, help) in found {
            complaints[complaint].help = Some(help);
        }
    }
    slips(tables, complaints, &wanted, known)
}

/// Gives help to names without a page that are likely slips of a label: they are no wish for a page,
/// and so a warning.
fn slips(
    tables: &Tables<'_>,
    complaints: &mut [Diagnostic],
    wanted: &[&(usize, &Seek)],
    known: Option<&Arc<Slips>>,
) -> Arc<Slips> {
    let mut complaints_of: BTreeMap<(Sought, String), Vec<usize>> = BTreeMap::new();
    for (complaint, seek) in wanted {
        if let Seek::Wanted { name, sought } = seek {
            complaints_of.entry((*sought, fold(name))).or_default().push(*complaint);
        }
    }
    let is_known = |slips: &&Arc<Slips>| slips.names.iter().eq(complaints_of.keys());
    let slips = known.filter(is_known).map_or_else(
        || Arc::new(Slips::of(tables, complaints_of.keys().cloned().collect())),
        Arc::clone,
    );
    for (complaint_indexes, advice) in complaints_of.into_values().zip(&slips.advice) {
        let Some(advice) = advice else { continue };
        for complaint in complaint_indexes {
            complaints[complaint].help = Some(advice.clone());
            complaints[complaint].severity = Severity::Warning;
        }
    }
    slips
}

impl Slips {
    fn of(tables: &Tables<'_>, names: Vec<(Sought, String)>) -> Slips {
        let mut advice = Vec::with_capacity(names.len());
        // Sorted, so those that seek the same stand together.
        for group in names.chunk_by(|(one, _), (other, _)| one == other) {
            let labels = Labels::of(tables, group[0].0);
            let wrong: Vec<String> = group.iter().map(|(_, name)| name.clone()).collect();
            let near = one_slip_away(&wrong, labels.sorted.clone());
            let slips = wrong.iter().zip(near).map(|(wrong, near)| {
                let near = labels.once_an_id(wrong).or(near)?;
                meant(tables, wrong, near)
            });
            advice.extend(slips);
        }
        Slips { names, advice }
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

/// What to write for a name that is no concept's, where one is called `near` (folded).
///
/// An id is answered with an id: after a page's file got another name, the old id reads like its label.
fn meant(tables: &Tables<'_>, wrong: &str, near: &str) -> Option<String> {
    let label = tables.labels.as_written(tables.book, near)?;
    let concept = tables.labels.exact(near).concepts();
    let id = concept.first().map(|id| tables.book.concept(*id).id.as_str());
    match id.filter(|id| is_id(wrong) && *id != label) {
        Some(id) => Some(format!("did you mean `{id}` ({label})?")),
        None => Some(format!("did you mean `{label}`?")),
    }
}

/// Whether a name is written as ids are, and as labels mostly are not.
fn is_id(name: &str) -> bool {
    name.contains('-') && slug(name) == name
}

/// The labels of all concepts that are sought.
struct Labels<'t> {
    /// Folded, sorted, so that of two that are equally near the same one is always told.
    sorted: Vec<&'t str>,
    /// By the id that a page of this title has by itself; of several the first.
    by_slug: RapidHashMap<String, &'t str>,
}

impl<'t> Labels<'t> {
    fn of(tables: &'t Tables<'_>, sought: Sought) -> Labels<'t> {
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
        Labels { sorted, by_slug }
    }

    /// The label whose words are those of `name`, if that is written as an id.
    fn once_an_id(&self, name: &str) -> Option<&'t str> {
        self.by_slug.get(name).copied().filter(|_| is_id(name))
    }

    /// The nearest label.
    fn near(&self, name: &str) -> Option<&'t str> {
        let folded = fold(name);
        self.once_an_id(&folded).or_else(|| nearest(&folded, self.sorted.iter().copied()))
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
        Seek::Concept { wrong, sought } | Seek::Wanted { name: wrong, sought } => {
            let of_roles = *sought == Sought::Role;
            let labels = if of_roles { &names.role_labels } else { &names.labels };
            meant(tables, wrong, labels.near(wrong)?)
        }
        Seek::Anchor { page, path, wrong } => {
            let near = nearest(wrong, anchors(tables.book.page(*page)))?;
            Some(format!("did you mean `{path}#{near}`?"))
        }
    }
}
