//! `rolebook wanted`.

use std::{fmt::Write as _, process::ExitCode};

use clap::ValueEnum;

use super::{
    Root,
    terminal::{from_here, out},
};
use crate::{
    diagnostic::words::{counted, harmless, thousands},
    discover,
    export::{self, WantedName, WantedPlace},
    pipeline::{self, Cache, Options},
};

/// List the names that pages use and that have no page yet, those of most places first
///
/// Spellings of one name are counted together. `rolebook new term NAME` writes its page, with what is
/// known of it.
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    root: Root,

    /// How to print the names
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    format: FormatName,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum FormatName {
    /// Each name with its first ten places
    Human,
    /// One JSON object a line: its spellings, its places, and what it may be a slip of
    Json,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let project = discover::around(arguments.root.folder())?;
    let built = pipeline::build(&project, &Options::default(), &Cache::default(), &|_| ())?;
    let names = export::wanted(&built.site.linked, &|file| built.text(file));
    match arguments.format {
        FormatName::Human => out(&human(&names, &from_here(&project.root)))?,
        FormatName::Json => {
            for name in &names {
                out(&(serde_json::to_string(name)? + "\n"))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Places that people are shown of one name at most.
const PLACES: usize = 10;

/// The names for people; `root` is the way to the handbook.
fn human(names: &[WantedName<'_>], root: &str) -> String {
    if names.is_empty() {
        return "every name has its page\n".to_owned();
    }
    let mut text = String::new();
    for name in names {
        let _ = write!(text, "{}: {}", harmless(&name.name), counted(name.count, "place"));
        if !name.variants.is_empty() {
            let variants: Vec<String> =
                name.variants.iter().map(|variant| format!("`{}`", harmless(variant))).collect();
            let _ = write!(text, ", also as {}", variants.join(", "));
        }
        if let Some(near) = &name.did_you_mean {
            let _ = write!(text, "; did you mean `{}`?", harmless(near));
        }
        text.push('\n');
        for WantedPlace { path, line, column, how } in name.places.iter().take(PLACES) {
            let slash = if root.is_empty() { "" } else { "/" };
            let _ = writeln!(text, "  {root}{slash}{}:{line}:{column} {how}", harmless(path));
        }
        let more = name.places.len().saturating_sub(PLACES);
        if more > 0 {
            let _ = writeln!(text, "  … and {} more (all with --format json)", thousands(more));
        }
    }
    text
}
