//! `rolebook build`.

use std::{
    mem,
    path::PathBuf,
    process::ExitCode,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use anyhow::Context as _;

use super::{
    Root, exit_code,
    terminal::{Show, Terminal},
};
use crate::{
    config::Config,
    diagnostic::{Code, Diagnostic},
    discover::{self, Project},
    pipeline::{self, Built, Cache, Options, Step},
    render::{Made, Site},
    source::{FileId, Span},
    write::{self, Around, Content, Files, Force, Stage, Taken, Target},
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
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,

    #[command(flatten)]
    show: Show,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let terminal = Terminal::new(arguments.show);
    if let Some(count) = arguments.threads {
        threads(count)?;
    }
    let project = discover::project(&arguments.root.root)?;
    let built = pipeline::build(&project, &options(arguments), &Cache::default(), &|step| {
        terminal.step(step);
    })?;

    // Pages are made into a stage, which is dropped again unless everything is right.
    terminal.step(Step::Writing);
    let target = target(arguments, &project, &built.config, &terminal)?;
    let Staged { stage, found } = staged(&target, &built)?;
    let report = built.report_with(found);
    terminal.report(&report, &|file| built.text(file))?;

    // Where the way is barred there is nothing to publish, whatever the config thinks of it.
    let fails = report.fails(arguments.strict) || stage.is_none();
    let good = stage.filter(|_| !fails || arguments.keep_going);
    let published = good.is_some();
    if let Some(stage) = good {
        write::publish(stage)?;
    }
    terminal.summary(&built, &report, published);
    // The process ends here: to take a large handbook apart first is a thirtieth of a build.
    mem::forget(built);
    Ok(exit_code(fails))
}

/// How long a build waits for another one that is writing to the same folder. The largest
/// handbooks take seconds; a build that takes longer than this hangs, and CI must be told.
const PATIENCE: Duration = Duration::from_mins(1);

fn target(
    arguments: &Arguments,
    project: &Project,
    config: &Config,
    terminal: &Terminal,
) -> anyhow::Result<Target> {
    let root = &project.root;
    let around = Around {
        root: root.clone(),
        content: root.join(discover::content_folder(project, config)),
        themes: root.join("themes"),
        statics: root.join("static"),
        working: std::env::current_dir().context("cannot tell the working directory")?,
        home: std::env::home_dir(),
        plain: config.plain,
    };
    // A path on the command line means what the shell means by it; one in the config, ROOT's.
    let output = match &arguments.out {
        Some(out) => std::path::absolute(out).context("cannot tell the working directory")?,
        None => root.join(&config.output),
    };
    let options = write::Options {
        force: if arguments.force { Force::Yes } else { Force::No },
        patience: PATIENCE,
        waiting: &|| terminal.waiting(),
    };
    write::target(&around, &output, &options)
}

/// A site that is made and waits to be published, and what was found wrong on the way.
struct Staged<'t> {
    /// `None` when foreign files stand in its way.
    stage: Option<Stage<'t>>,
    found: Vec<Diagnostic>,
}

fn staged<'t>(target: &'t Target, built: &Built) -> anyhow::Result<Staged<'t>> {
    let pages = Pages { site: &built.site, found: Mutex::default() };
    let stage = match write::stage(target, &pages) {
        Ok(stage) => stage,
        Err(error) => {
            let Taken { paths } = error.downcast::<Taken>()?;
            let found = paths.iter().map(|path| taken(&built.config.output, path)).collect();
            return Ok(Staged { stage: None, found });
        }
    };
    let found = pages.found.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(Staged { stage: Some(stage), found })
}

/// The site as the writer asks for it, and what its templates did wrong on the way.
struct Pages<'a> {
    site: &'a Site,
    found: Mutex<Vec<Diagnostic>>,
}

impl Files for Pages<'_> {
    fn paths(&self) -> Vec<&str> {
        self.site.paths().collect()
    }

    fn content(&self, path: &str) -> anyhow::Result<Content<'_>> {
        match self.site.make(path).with_context(|| format!("no page is made for `{path}`"))? {
            Ok(Made::Bytes(bytes)) => Ok(Content::Bytes(bytes.into())),
            Ok(Made::Held(bytes)) => Ok(Content::Bytes(bytes.into())),
            Ok(Made::Copy(path)) => Ok(Content::File(path)),
            Err(complaint) => {
                // The other pages are made all the same, so that all is said at once. Only
                // `--keep-going` publishes such a page, and then as an empty one.
                self.found.lock().unwrap_or_else(PoisonError::into_inner).push(complaint);
                Ok(Content::Bytes(Vec::new().into()))
            }
        }
    }
}

fn taken(output: &str, path: &str) -> Diagnostic {
    let file = FileId::new(format!("{output}/{path}"));
    let message = format!("`{path}` in the output folder is not rolebook's, and a page goes there");
    Diagnostic::new(Code::AddressTaken, &file, Span::default(), message)
        .help("move the file away, or write to another folder with `--out`".to_owned())
}

fn options(arguments: &Arguments) -> Options {
    Options {
        drafts: arguments.drafts,
        base_url: arguments.base_url.clone(),
        output: arguments.out.clone(),
        portable: arguments.portable,
    }
}

fn threads(count: u16) -> anyhow::Result<()> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count.into());
    pool.build_global().with_context(|| format!("cannot start {count} threads"))
}

/// An address that links, feeds and the sitemap can begin with.
fn base_url(text: &str) -> Result<url::Url, String> {
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
        Ok(_) | Err(_) => {
            Err("an address begins with `https://` or `http://` and a host".to_owned())
        }
    }
}
