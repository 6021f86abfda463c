//! `rolebook compare`.

mod aligned;
mod subjects;

use std::{path::PathBuf, process::ExitCode};

use clap::ValueEnum;

use super::terminal::out;
use crate::{
    compare::{self, Asking, Provenance},
    discover,
    pipeline::{self, Built, Cache, Options},
    source::Lines,
};

/// Show how roles differ: a table derived from their pages
///
/// A role is a page with `type: role`; without a type, one in `roles/`, or in a folder that `[types]` in
/// `rolebook.toml` gives to roles. A row is a facet of which two of the roles say something: in their front
/// matter (`focus: …`, `skills: […]`), or below a heading that the facet takes its text from
/// (`headings = ["core focus*"]` in `[facets.focus]`).
///
/// Roles stand in the order in which they are named. A comparison that somebody wrote of them is shown
/// as it is on its page, which is `/compare/` and the ids in alphabetical order with `-vs-` between.
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// Two to six roles, by id, by any of their names, or by file
    #[arg(value_name = "ROLE", required = true, num_args = 2..=6)]
    roles: Vec<String>,

    /// Folder with `rolebook.toml`, or any folder of Markdown
    #[arg(long, value_name = "ROOT", default_value = ".")]
    root: PathBuf,

    /// Compare drafts too
    #[arg(long)]
    drafts: bool,

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

/// The width of a table, in letters: that of the terminal, else what `COLUMNS` says.
#[expect(clippy::disallowed_methods, reason = "what a terminal is like is asked for here")]
fn width() -> usize {
    /// Of a table that goes to no terminal.
    const USUAL: usize = 100;
    let terminal = console::Term::stdout().size_checked();
    let width = terminal.map(|(_, width)| usize::from(width));
    let asked = || std::env::var("COLUMNS").ok()?.parse().ok();
    width.or_else(asked).filter(|width| *width > 0).unwrap_or(USUAL)
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let project = discover::around(&arguments.root)?;
    let build = |drafts| {
        let options = Options { drafts, ..Options::default() };
        pipeline::build(&project, &options, &Cache::default(), &|_| ())
    };
    let built = build(arguments.drafts)?;
    let subjects = subjects::named(&built, &arguments.roles, || build(true))?;
    let linked = &built.site.linked;
    let written = linked.book.comparisons.of(&subjects);
    let asking = written.and_then(|written| Asking::of(linked, written));
    let table = built.site.compared.table(linked, &subjects, asking);
    out(&match arguments.format {
        Format::Table => {
            if table.rows.is_empty() {
                subjects::nothing_in_common(&built, &subjects)
            } else {
                aligned::table(linked, &table, width())
            }
        }
        Format::Md => compare::markdown(linked, &table),
        Format::Csv => compare::csv(linked, &table),
        Format::Json => compare::json(linked, &table, &|from| line(&built, from)),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The line that a cell is said in.
fn line(built: &Built, from: &Provenance) -> usize {
    let document = built.site.linked.book.page(from.page).document();
    let text = document.and_then(|document| built.text(&document.file));
    text.map_or(1, |text| Lines::of(text).position(from.span.start).line)
}
