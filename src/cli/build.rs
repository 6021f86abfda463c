//! `rolebook build`.

use std::{
    mem,
    path::{Path, PathBuf},
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
    diagnostic::Diagnostic,
    discover::{self, Project},
    pipeline::{self, Cache, Dates, Options, Step},
    render::{Made, Site},
    write::{self, Around, Content, Files, Force, Target},
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
    let project = discover::project(arguments.root.folder())?;
    let terminal = Terminal::new(arguments.show, &project.root);
    if let Some(count) = arguments.threads {
        threads(count)?;
    }
    let options = options(arguments)?;
    let built =
        pipeline::build(&project, &options, &Cache::default(), &|step| terminal.step(step))?;

    if built.sources.pages.is_empty() {
        let content = project.root.join(&built.config.content);
        anyhow::bail!("there is no Markdown in `{}`, so nothing is published", content.display());
    }

    // Pages are made into a stage, which is dropped again unless everything is right.
    terminal.step(Step::Writing);
    let output = options.output.unwrap_or_else(|| project.root.join(&built.config.output));
    let target = target(arguments, &project, &built.config, &output, &terminal)?;
    let pages = Pages { site: &built.site, found: Mutex::default() };
    let stage = write::stage(&target, &pages)?;
    let unmade = pages.found.into_inner().unwrap_or_else(PoisonError::into_inner);
    let report = built.report_with(unmade);
    terminal.report(&report, &|file| built.text(file))?;

    let fails = report.fails(arguments.strict);
    let published = !fails || arguments.keep_going;
    if published {
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
    output: &Path,
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
    };
    let options = write::Options {
        force: if arguments.force { Force::Yes } else { Force::No },
        patience: PATIENCE,
        waiting: &|| terminal.waiting(),
    };
    write::target(&around, output, &options)
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
                // `--keep-going` publishes such a page, and then it says what it is.
                let page = unmade(&complaint);
                self.found.lock().unwrap_or_else(PoisonError::into_inner).push(complaint);
                Ok(Content::Bytes(page.into_bytes().into()))
            }
        }
    }
}

/// What stands where a page could not be made.
fn unmade(complaint: &Diagnostic) -> String {
    let code = complaint.code.name();
    format!(
        "<!doctype html>\n<meta charset=\"utf-8\">\n<title>{code}</title>\n\
         <p>This page could not be made: its template has a fault ({code}).</p>\n"
    )
}

fn options(arguments: &Arguments) -> anyhow::Result<Options> {
    // A path on the command line means what the shell means by it; one in the config, ROOT's.
    let output = arguments.out.as_ref().map(std::path::absolute).transpose();
    Ok(Options {
        drafts: arguments.drafts,
        base_url: arguments.base_url.clone(),
        output: output.context("cannot tell the working directory")?,
        portable: arguments.portable,
        dates: Dates::Asked,
    })
}

fn threads(count: u16) -> anyhow::Result<()> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count.into());
    pool.build_global().with_context(|| format!("cannot start {count} threads"))
}

/// An address that links, feeds and the sitemap can begin with; as `base_url` of the config.
pub(super) fn base_url(text: &str) -> Result<url::Url, String> {
    let mut url = match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => url,
        Ok(_) | Err(_) => {
            return Err("an address begins with `https://` or `http://` and a host".to_owned());
        }
    };
    if url.query().is_some() || url.fragment().is_some() {
        return Err("an address of a site has no `?` and no `#`".to_owned());
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_read_as_the_config_reads_it() {
        let check = |text, expected| {
            assert_eq!(base_url(text).as_ref().map(url::Url::as_str).ok(), expected);
        };
        check("https://x.org/h/", Some("https://x.org/h"));
        check("https://x.org", Some("https://x.org/"));
        check("https://x.org/h/?q#f", None);
        check("https://x.org/#", None);
        check("x.org:80", None);
    }
}
