//! `rolebook compare`.

mod aligned;

use std::{path::PathBuf, process::ExitCode};

use clap::ValueEnum;

use super::terminal::out;
use crate::{
    compare::{self, Asking, Provenance},
    discover,
    model::{Kind, PageId},
    pipeline::{self, Built, Cache, Options},
    source::Lines,
};

/// Show how roles differ: a table derived from their pages
///
/// Roles stand in the order in which they are named. A comparison that somebody wrote of them is shown
/// as it is on its page, which is `/compare/` and the ids in alphabetical order with `-vs-` between.
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// Two to six roles, by id or by any of their names
    #[arg(value_name = "ROLE", required = true, num_args = 2..=6)]
    roles: Vec<String>,

    /// Folder with `rolebook.toml`, or any folder of Markdown
    #[arg(long, value_name = "ROOT", default_value = ".")]
    root: PathBuf,

    /// How to print the table
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Format {
    /// Aligned columns that fit the terminal
    Table,
    /// A Markdown table
    Md,
    /// For spreadsheets: RFC 4180, the items of a list joined by `; `, and an apostrophe before a field
    /// or an item that would be a formula
    Csv,
    /// For programs: the same as `comparison.json` beside a comparison's page
    Json,
}

/// The width of a table that goes to no terminal, in letters.
const WIDTH: usize = 100;

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let project = discover::around(&arguments.root)?;
    let built = pipeline::build(&project, &Options::default(), &Cache::default(), &|_| ())?;
    let found = arguments.roles.iter().map(|name| role(&built, name));
    let (subjects, misses): (Vec<_>, Vec<_>) = found.partition(Result::is_ok);
    let misses: Vec<String> = misses.into_iter().filter_map(Result::err).collect();
    if !misses.is_empty() {
        anyhow::bail!("{}", misses.join(" · "));
    }
    let subjects: Vec<PageId> = subjects.into_iter().flatten().collect();
    for (index, role) in subjects.iter().enumerate() {
        if subjects[..index].contains(role) {
            let label = built.site.linked.book.page(*role).label();
            anyhow::bail!("`{label}` is named twice; a comparison has different roles");
        }
    }
    let linked = &built.site.linked;
    let written = linked.book.comparisons.of(&subjects);
    let asking = written.and_then(|written| Asking::of(linked, written));
    let table = built.site.compared.table(linked, &subjects, asking);
    out(&match arguments.format {
        Format::Table => {
            let width = console::Term::stdout().size_checked();
            aligned::table(linked, &table, width.map_or(WIDTH, |(_, width)| usize::from(width)))
        }
        Format::Md => compare::markdown(linked, &table),
        Format::Csv => compare::csv(linked, &table),
        Format::Json => compare::json(linked, &table, &|from| line(&built, from)),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The role that a name names.
///
/// # Errors
/// What is wrong with the name, with the nearest right one.
fn role(built: &Built, name: &str) -> Result<PageId, String> {
    let book = &built.site.linked.book;
    let named = book.names.find(name).concepts();
    let page = |id: &_| book.concept(*id).page;
    let is_role =
        |id: &_| book.page(page(id)).kind == Kind::Role && book.concept(*id).entry.is_none();
    match named[..] {
        [id] if is_role(&id) => Ok(page(&id)),
        [id] => Err(format!("`{}` is not a role{}", book.concept(id).label, near(built, name))),
        [] => Err(format!("no role is called `{name}`{}", near(built, name))),
        _ => {
            let ids: Vec<_> =
                named.iter().map(|id| format!("`{}`", book.concept(*id).id)).collect();
            Err(format!("`{name}` names several concepts; write one of {}", ids.join(", ")))
        }
    }
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
        None if (1..=LISTED).contains(&roles.len()) => {
            format!("; the roles are {}", ids().collect::<Vec<_>>().join(", "))
        }
        None => String::new(),
    }
}

/// The line that a cell is said in.
fn line(built: &Built, from: &Provenance) -> usize {
    let document = built.site.linked.book.page(from.page).document();
    let text = document.and_then(|document| built.text(&document.file));
    text.map_or(1, |text| Lines::of(text).position(from.span.start).line)
}
