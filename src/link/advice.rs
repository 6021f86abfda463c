//! The nearest right name, for references that lead nowhere.
//!
//! Looking through all names costs a little for each reference, so it is done for the first
//! [`MOST`] of them alone, in page order: more than a person reads, and a folder that has moved
//! does not make linking quadratic.

use rayon::prelude::*;

use super::{
    answers::{anchors, encoded},
    targets::Tables,
};
use crate::{
    data::nearest,
    diagnostic::Diagnostic,
    model::{PageId, fold},
};

/// References that are given advice at most.
const MOST: usize = 500;

/// What a complaint would like to advise.
#[derive(Clone, Debug)]
pub(super) enum Seek {
    /// A page or a file with nearly this path.
    Path { from: PageId, wrong: String, suffix: String, image: bool },
    /// A concept with nearly this label.
    Concept { wrong: String },
    /// An id on `page` that is nearly this one; `path` leads there.
    Anchor { page: PageId, path: String, wrong: String },
}

/// Gives help to the complaints (by index) that sought it.
pub(super) fn give(tables: &Tables<'_>, complaints: &mut [Diagnostic], seeks: &[(usize, Seek)]) {
    if seeks.is_empty() {
        return;
    }
    let names = Names::of(tables);
    let found: Vec<_> = seeks[..seeks.len().min(MOST)]
        .par_iter()
        .filter_map(|(complaint, seek)| Some((*complaint, help(tables, &names, seek)?)))
        .collect();
    for (complaint, help) in found {
        complaints[complaint].help = Some(help);
    }
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
            labels: sorted(tables.labels.names()),
        }
    }
}

fn help(tables: &Tables<'_>, names: &Names<'_>, seek: &Seek) -> Option<String> {
    match seek {
        Seek::Path { from, wrong, suffix, image } => {
            let known = if *image { &names.files } else { &names.pages };
            let key = Tables::key(wrong, *image);
            let near = nearest(&key, known.iter().copied())?;
            let path = tables.same_name(tables.book.page(*from), near, *image)?;
            Some(format!("did you mean `{}{suffix}`?", encoded(&path)))
        }
        Seek::Concept { wrong } => {
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
