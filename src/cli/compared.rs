//! What a handbook knows of roles that somebody wants to compare: for `rolebook new comparison`.

use std::sync::Arc;

use crate::{
    discover::Project,
    model::{Kind, PageId, url::slug},
    pipeline::{self, Cache, Dates, Options},
};

/// The roles that a new comparison is to have.
#[derive(Debug, Default)]
pub(super) struct Subjects {
    /// Their ids: of a name that no role has yet, what its id will be.
    pub(super) ids: Vec<String>,
    /// The names that no role has yet.
    pub(super) unknown: Vec<String>,
}

/// The roles that these names mean, drafts included.
///
/// # Errors
/// When two of the names mean one role, or when the handbook has a comparison of these roles.
pub(super) fn of(project: &Project, names: &[&str]) -> anyhow::Result<Subjects> {
    let dates = Dates::Known(Arc::default());
    let options = Options { drafts: true, dates, ..Options::default() };
    let built = pipeline::build(project, &options, &Cache::default(), &|_| ())?;
    let book = &built.site.linked.book;
    let role = |name: &str| -> Option<PageId> {
        let named = book.names.find(name).concepts();
        let [id] = named[..] else { return None };
        let concept = book.concept(id);
        let is_role = book.page(concept.page).kind == Kind::Role && concept.entry.is_none();
        is_role.then_some(concept.page)
    };
    let mut subjects = Subjects::default();
    let mut roles: Vec<PageId> = Vec::new();
    for name in names {
        match role(name) {
            Some(role) if roles.contains(&role) => {
                let label = book.page(role).label();
                anyhow::bail!("`{label}` is named twice; a comparison has different roles");
            }
            Some(role) => {
                roles.push(role);
                subjects.ids.push(book.page(role).id.clone());
            }
            None => {
                subjects.ids.push(slug(name));
                subjects.unknown.push((*name).to_owned());
            }
        }
    }
    let known = subjects.unknown.is_empty().then(|| book.comparisons.of(&roles)).flatten();
    // A pair that `[compare] auto` gave a page gives way to a written one.
    let written = known.and_then(|known| book.page(known.page).document());
    if let Some(document) = written {
        let labels: Vec<&str> = roles.iter().map(|role| book.page(*role).label()).collect();
        let (labels, file) = (labels.join("` and `"), &document.file);
        anyhow::bail!("`{labels}` are compared in `{file}` already; nothing was changed");
    }
    Ok(subjects)
}
