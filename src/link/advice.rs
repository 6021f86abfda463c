//! The nearest right name, for references that lead nowhere.
//!
//! Names without a page yet are many and mostly right, so one is advised against only where a label
//! is one slip away; that is found for all of them at once. Looking through all names costs a little for each reference, so it is done for the first
//! [`MOST`] of them alone, in page order: more than a person reads, and a folder that has moved
//! does not make linking quadratic.

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;

use super::{
    answers::{anchors, encoded},
    slips::one_slip_away,
    targets::Tables,
};
use crate::{
    data::nearest,
    diagnostic::{Diagnostic, Severity},
    model::{PageId, fold},
};

/// References that are given advice at most.
const MOST: usize = 500;

/// What a complaint would like to advise.
#[derive(Clone, Debug)]
pub(super) enum Seek {
    /// A page or a file with nearly this path, or the page that is called as the link's own text says.
    Path { from: PageId, wrong: String, suffix: String, image: bool, text: String },
    /// A concept with nearly this label.
    Concept { wrong: String },
    /// A concept of whose label this name is a likely slip; mostly it is none.
    Wanted { name: String },
    /// An id on `page` that is nearly this one; `path` leads there.
    Anchor { page: PageId, path: String, wrong: String },
}

/// The labels that names without a page are likely slips of.
#[derive(Debug, Default)]
pub(super) struct Slips {
    /// The names, folded, in order.
    names: Vec<String>,
    /// Of each, the label as it was written.
    labels: Vec<Option<String>>,
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
    let mut complaints_of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (complaint, seek) in wanted {
        if let Seek::Wanted { name } = seek {
            complaints_of.entry(fold(name)).or_default().push(*complaint);
        }
    }
    let is_known = |slips: &&Arc<Slips>| slips.names.iter().eq(complaints_of.keys());
    let slips = known.filter(is_known).map_or_else(
        || Arc::new(Slips::of(tables, complaints_of.keys().cloned().collect())),
        Arc::clone,
    );
    for (complaint_indexes, label) in complaints_of.into_values().zip(&slips.labels) {
        let Some(label) = label else { continue };
        for complaint in complaint_indexes {
            complaints[complaint].help = Some(format!("did you mean `{label}`?"));
            complaints[complaint].severity = Severity::Warning;
        }
    }
    slips
}

impl Slips {
    fn of(tables: &Tables<'_>, names: Vec<String>) -> Slips {
        if names.is_empty() {
            return Slips::default();
        }
        let near = one_slip_away(&names, tables.labels.all()).into_iter();
        let label = |near| tables.labels.as_written(tables.book, near).map(str::to_owned);
        let labels = near.map(|near| near.and_then(label)).collect();
        Slips { names, labels }
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

/// All names, sorted, so that of two that are equally near the same one is always told.
struct Names<'t> {
    pages: Vec<&'t str>,
    files: Vec<&'t str>,
    labels: Vec<&'t str>,
}

impl<'t> Names<'t> {
    fn of(tables: &'t Tables<'_>) -> Names<'t> {
        let sorted = |mut names: Vec<&'t str>| {
            names.sort_unstable();
            names
        };
        Names {
            pages: sorted(tables.names(false)),
            files: sorted(tables.names(true)),
            labels: sorted(tables.labels.all()),
        }
    }
}

fn help(tables: &Tables<'_>, names: &Names<'_>, seek: &Seek) -> Option<String> {
    match seek {
        Seek::Path { from, wrong, suffix, image, text } => {
            let page = tables.book.page(*from);
            // A page whose file got another name most often kept its title.
            if let Some(path) = tables.called(page, text).filter(|_| !image) {
                return Some(format!("did you mean `{}{suffix}`?", encoded(&path)));
            }
            let known = if *image { &names.files } else { &names.pages };
            let key = Tables::key(wrong, *image);
            let near = nearest(&key, known.iter().copied())?;
            let path = tables.same_name(page, near, *image)?;
            Some(format!("did you mean `{}{suffix}`?", encoded(&path)))
        }
        Seek::Concept { wrong } | Seek::Wanted { name: wrong } => {
            let near = nearest(&fold(wrong), names.labels.iter().copied())?;
            let label = tables.labels.as_written(tables.book, near)?;
            Some(format!("did you mean `{label}`?"))
        }
        Seek::Anchor { page, path, wrong } => {
            let near = nearest(wrong, anchors(tables.book.page(*page)))?;
            Some(format!("did you mean `{path}#{near}`?"))
        }
    }
}
