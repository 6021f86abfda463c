//! `rolebook export`.

use std::{fs, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::Context as _;
use clap::ValueEnum;

use super::{
    Root, exit_code,
    terminal::{out, say, warn},
};
use crate::{
    diagnostic::{Severity, words::counted},
    discover, export,
    pipeline::{self, Built, Cache, Dates, Options},
};

/// Print the thesaurus, the roles or the whole graph for other programs
///
/// skos and jsonld hold the same triples: each role and term is a skos:Concept, named by the address
/// of its page below `base_url`, with its labels, notation, definition and scope note, and with
/// broader, narrower, related, inScheme and topConceptOf. `distinct_from` is owl:differentFrom, `see`
/// rdfs:seeAlso, `terms` and `about` dcterms:subject, `replaced_by` dcterms:isReplacedBy, and an entry
/// of `match` the match of its name. Names that have no page yet are left out.
///
/// The exit code is 1 if the content has errors; all that can be exported is exported even so.
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// What to print
    #[arg(value_enum, value_name = "FORMAT")]
    format: FormatName,

    #[command(flatten)]
    root: Root,

    /// Absolute address of the site, which names begin with [default: `base_url` of rolebook.toml,
    /// else `https://handbook.invalid/`]
    #[arg(long, value_name = "URL", value_parser = super::build::base_url)]
    base_url: Option<url::Url>,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum FormatName {
    /// The thesaurus as SKOS, in Turtle
    Skos,
    /// The thesaurus as SKOS, in JSON-LD
    Jsonld,
    /// A line per role and skill, in CSV
    Csv,
    /// Pages, concepts, labels, relations, backlinks and wanted terms, in JSON
    Json,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let project = discover::around(arguments.root.folder())?;
    let dates = Dates::Known(Arc::default());
    let options = Options { base_url: arguments.base_url.clone(), dates, ..Options::default() };
    let built = pipeline::build(&project, &options, &Cache::default(), &|_| ())?;
    let text = exported(arguments.format, &built);
    match &arguments.out {
        Some(path) => write(path, &text)?,
        None => out(&text)?,
    }
    let names_pages = match arguments.format {
        FormatName::Skos | FormatName::Jsonld => true,
        FormatName::Csv | FormatName::Json => false,
    };
    if names_pages && built.config.base_url.is_none() {
        let base = export::NO_BASE;
        warn(&format!("there is no `base_url`, so names begin with `{base}`, which is no address"));
    }
    let errors = built.report.count(Severity::Error);
    if errors > 0 {
        let errors = counted(errors, "error");
        say(&format!("the content has {errors}, which `rolebook check` shows"));
    }
    Ok(exit_code(errors > 0))
}

fn exported(format: FormatName, built: &Built) -> String {
    let linked = &built.site.linked;
    match format {
        FormatName::Skos => export::skos(linked),
        FormatName::Jsonld => export::json_ld(linked),
        FormatName::Csv => export::csv(linked),
        FormatName::Json => export::json(linked, &|file| built.text(file)),
    }
}

#[expect(clippy::disallowed_methods, reason = "the file that the user named")]
fn write(path: &PathBuf, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))
}
