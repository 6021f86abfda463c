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
    /// For spreadsheets
    Csv,
    /// For programs: the same as `comparison.json` beside a comparison's page
    Json,
}

/// The width of a table that goes to no terminal, in letters.
const WIDTH: usize = 100;

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let project = discover::project(&arguments.root)?;
    let built = pipeline::build(&project, &Options::default(), &Cache::default(), &|_| ())?;
    let mut subjects: Vec<PageId> = Vec::new();
    for name in &arguments.roles {
        let role = role(&built, name)?;
        if subjects.contains(&role) {
            let label = built.site.linked.book.page(role).label();
            anyhow::bail!("`{label}` is named twice; a comparison has different roles");
        }
        subjects.push(role);
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
fn role(built: &Built, name: &str) -> anyhow::Result<PageId> {
    let book = &built.site.linked.book;
    let named = book.names.find(name).concepts();
    let page = |id: &_| book.concept(*id).page;
    match named[..] {
        [id] if book.page(page(&id)).kind == Kind::Role && book.concept(id).entry.is_none() => {
            Ok(page(&id))
        }
        [id] => anyhow::bail!("`{}` is not a role", book.concept(id).label),
        [] => {
            let roles = built.site.compared.roles.iter().map(|role| book.page(*role));
            let names: Vec<&str> =
                roles.flat_map(|page| [page.id.as_str(), page.label()]).collect();
            match crate::data::nearest(name, names) {
                Some(near) => anyhow::bail!("no role is called `{name}`; did you mean `{near}`?"),
                None => anyhow::bail!("no role is called `{name}`"),
            }
        }
        _ => {
            let ids: Vec<_> =
                named.iter().map(|id| format!("`{}`", book.concept(*id).id)).collect();
            anyhow::bail!("`{name}` names several concepts; write one of {}", ids.join(", "))
        }
    }
}

/// The line that a cell is said in.
fn line(built: &Built, from: &Provenance) -> usize {
    let document = built.site.linked.book.page(from.page).document();
    let text = document.and_then(|document| built.text(&document.file));
    text.map_or(1, |text| Lines::of(text).position(from.span.start).line)
}
