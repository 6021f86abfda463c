//! The roles that somebody names, and what is said when they cannot be compared.

use std::fmt::Write as _;

use crate::{
    compare::Said,
    model::{Kind, PageId, fold, url::slug},
    pipeline::Built,
};

/// The roles of these names, in their order. `with_drafts` gives the handbook with those of its pages
/// that are left out: it is asked for where a name is unknown.
///
/// # Errors
/// What is wrong with the names, all at once, and what makes a page a role.
pub(super) fn named(
    built: &Built,
    names: &[String],
    with_drafts: impl Fn() -> anyhow::Result<Built>,
) -> anyhow::Result<Vec<PageId>> {
    let mut subjects: Vec<PageId> = Vec::new();
    let mut misses = Vec::new();
    let mut is_another = false;
    for name in names {
        match role(built, name) {
            Ok(role) if subjects.contains(&role) => {
                let label = built.site.linked.book.page(role).label();
                anyhow::bail!("`{label}` is named twice; a comparison has different roles");
            }
            Ok(role) => subjects.push(role),
            Err(miss) => {
                is_another |= matches!(miss, Miss::Another(_));
                misses.push(miss.into_words());
            }
        }
    }
    if misses.is_empty() {
        return Ok(subjects);
    }
    if !built.site.linked.book.drafts.is_empty() {
        let all = with_drafts()?;
        if names.iter().all(|name| role(&all, name).is_ok()) {
            anyhow::bail!("{}; `--drafts` compares drafts too", drafts(built, &all, names));
        }
    }
    let mut words = misses.join(" · ");
    if is_another || built.site.compared.roles.is_empty() {
        words += "; a page is a role by `type: role` in its front matter, or by its folder in `[types]` of \
                  `rolebook.toml`";
    }
    anyhow::bail!("{words}")
}

/// Which of the names are those of drafts.
fn drafts(built: &Built, all: &Built, names: &[String]) -> String {
    let book = &all.site.linked.book;
    let missed = names.iter().filter(|name| role(built, name).is_err());
    let files = missed.filter_map(|name| {
        let page = role(all, name).ok()?;
        Some(format!("`{name}` is a draft (`{}`)", book.page(page).document()?.file))
    });
    files.collect::<Vec<_>>().join(" · ")
}

/// Why a name names no role.
enum Miss {
    /// It names a page or a concept of another kind.
    Another(String),
    /// It names nothing, or too much.
    Unknown(String),
}

impl Miss {
    fn into_words(self) -> String {
        match self {
            Miss::Another(words) | Miss::Unknown(words) => words,
        }
    }
}

/// The role that a name names.
fn role(built: &Built, name: &str) -> Result<PageId, Miss> {
    let book = &built.site.linked.book;
    let named = book.names.find(name).concepts();
    let page = |id: &_| book.concept(*id).page;
    match named[..] {
        [id] if book.concept(id).entry.is_none() => of_page(built, name, page(&id)),
        [id] => {
            let label = &book.concept(id).label;
            let words = format!("`{label}` has no page of its own, and is not a role");
            Err(Miss::Another(words + &near(built, name)))
        }
        [] => match page_called(built, name) {
            Some(page) => of_page(built, name, page),
            None => Err(Miss::Unknown(format!("no role is called `{name}`{}", near(built, name)))),
        },
        _ => {
            let ids: Vec<_> =
                named.iter().map(|id| format!("`{}`", book.concept(*id).id)).collect();
            let ids = ids.join(", ");
            Err(Miss::Unknown(format!("`{name}` names several concepts; write one of {ids}")))
        }
    }
}

/// A page, if it is a role.
fn of_page(built: &Built, name: &str, id: PageId) -> Result<PageId, Miss> {
    let page = built.site.linked.book.page(id);
    let kind = match page.kind {
        Kind::Role => return Ok(id),
        Kind::Page | Kind::Guide | Kind::Term | Kind::Comparison => page.kind.name(),
    };
    let file =
        page.document().map_or_else(String::new, |document| format!(" (`{}`)", document.file));
    let label = page.label();
    Err(Miss::Another(format!("`{label}` is a {kind}{file} and not a role{}", near(built, name))))
}

/// A written page by its file, below the handbook or its content folder, or by its title or id.
fn page_called(built: &Built, name: &str) -> Option<PageId> {
    let book = &built.site.linked.book;
    let path = name.strip_prefix("./").unwrap_or(name);
    let (folded, slug) = (fold(name), slug(name));
    let pages = || book.ids().filter_map(|id| Some((id, book.page(id).document()?)));
    let file = pages().find(|(_, page)| page.file.path() == path || *page.path == *path);
    let is_called = |id: PageId| {
        let page = book.page(id);
        fold(page.label()) == folded || (!slug.is_empty() && page.id == slug)
    };
    file.or_else(|| pages().find(|(id, _)| is_called(*id))).map(|(id, _)| id)
}

/// The name of a role that was probably meant, as a question; of a small handbook else all ids.
fn near(built: &Built, name: &str) -> String {
    /// Roles that are listed at most.
    const LISTED: usize = 12;
    let book = &built.site.linked.book;
    let roles = &built.site.compared.roles;
    let own = roles.iter().filter_map(|role| book.own_concept(*role));
    let labels = own.flat_map(|concept| book.labels(concept)).map(|label| label.text);
    let ids = || roles.iter().map(|role| book.page(*role).id.as_str());
    let names: Vec<&str> = ids().chain(labels).collect();
    match crate::data::nearest(name, names) {
        Some(near) => format!("; did you mean `{near}`?"),
        None if roles.is_empty() => "; there is no role here".to_owned(),
        None if roles.len() <= LISTED => {
            format!("; the roles are {}", ids().collect::<Vec<_>>().join(", "))
        }
        None => String::new(),
    }
}

/// What is printed in place of a table of roles that have no facet in common: what each says something
/// about, and how a role comes to say more.
pub(super) fn nothing_in_common(built: &Built, subjects: &[PageId]) -> String {
    let book = &built.site.linked.book;
    let mut text =
        "These roles say nothing about the same facet, so there is nothing to compare.\n\n"
            .to_owned();
    for role in subjects {
        let cells = built.site.compared.cells(*role).iter();
        let filled = book.config.facets.iter().zip(cells);
        let names = filled.filter_map(|(facet, cell)| {
            let name = &facet.name;
            Some(match cell.as_ref()?.from.way {
                Said::FrontMatter | Said::Override => name.clone(),
                Said::Body(_) => format!("{name} (from its text)"),
            })
        });
        let names: Vec<String> = names.collect();
        let names = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
        let _ = writeln!(text, "  {}: {names}", book.page(*role).label());
    }
    text + "\n\
            A role fills a facet in its front matter (`focus: …`, `skills: […]`). Where that is silent, a facet\n\
            takes its text from the page, below a heading that rolebook.toml names:\n\n    \
            [facets.focus]\n    headings = [\"core focus*\"]\n"
}
