//! `rolebook build`.

use std::{num::NonZeroUsize, path::PathBuf, process::ExitCode};

use anyhow::Context as _;

use super::{
    Root, exit_code,
    terminal::{Show, Terminal},
};
use crate::{
    discover,
    pipeline::{self, Cache, Options, Step},
    write::{self, Target},
};

/// Write the site, all or nothing
///
/// Nothing is published while the content has errors: the old site then stays as it is.
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    root: Root,

    /// Write to this folder [default: `output` of rolebook.toml, else ROOT/public]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Absolute address that the site will have, such as `https://example.org/handbook/`
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<url::Url>,

    /// Publish drafts too
    #[arg(long)]
    drafts: bool,

    /// Treat warnings like errors
    #[arg(long)]
    strict: bool,

    /// Publish in spite of errors (the exit code is 1 all the same)
    #[arg(long)]
    keep_going: bool,

    /// Take over an output folder with files that rolebook did not make; they stay
    #[arg(long)]
    force: bool,

    /// Write links that work from disk, without a server
    #[arg(long)]
    portable: bool,

    /// Use this many threads [default: one per core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    #[command(flatten)]
    show: Show,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let terminal = Terminal::new(arguments.show);
    if let Some(count) = arguments.threads {
        threads(count)?;
    }
    let project = discover::project(&arguments.root.root)?;
    let built = pipeline::build(&project, &options(arguments)?, &Cache::default(), &|step| {
        terminal.step(step);
    })?;

    terminal.step(Step::Rendering);
    let config = &built.config;
    let target = Target { project: &project, config, force: arguments.force };
    let mut found = Vec::new();
    let stage = write::stage(&built.site, &target)?.take(&mut found);
    let report = built.report_with(found);
    let fails = report.fails(arguments.strict);
    let publishes = !fails || arguments.keep_going;
    if publishes {
        terminal.step(Step::Writing);
        stage.commit()?;
    }
    terminal.report(&report, &|file| built.text(file))?;
    terminal.summary(&built, &report, publishes);
    Ok(exit_code(fails))
}

fn options(arguments: &Arguments) -> anyhow::Result<Options> {
    let output = arguments.out.as_deref().map(std::path::absolute).transpose();
    Ok(Options {
        drafts: arguments.drafts,
        base_url: arguments.base_url.clone(),
        // A path on the command line means what the shell means by it; one in the config, ROOT's.
        output: output.context("cannot tell the working directory")?,
        portable: arguments.portable,
    })
}

fn threads(count: NonZeroUsize) -> anyhow::Result<()> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count.get());
    pool.build_global().with_context(|| format!("cannot start {count} threads"))
}

/// An address that links, feeds and the sitemap can begin with.
fn base_url(text: &str) -> Result<url::Url, String> {
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => {
            Ok(url)
        }
        Ok(_) | Err(_) => {
            Err("an address begins with `https://` or `http://` and a host".to_owned())
        }
    }
}
