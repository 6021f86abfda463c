//! The stages in a row: what happens when a handbook is built.

mod again;
mod parsed;

use std::{
    cell::LazyCell,
    collections::BTreeSet,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use again::{Last, Said, Settings};
use parsed::Parsed;

use crate::{
    compare,
    config::{self, Config},
    data::Day,
    diagnostic::{Checked, Diagnostic, Levels, Report},
    discover::{self, History, Memory, Project, Sources},
    link, model,
    render::{self, Site},
    search,
    source::{FileId, Source},
};

/// What the command line sets over `rolebook.toml`.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Shows drafts.
    pub drafts: bool,
    /// Absolute address of the site.
    pub base_url: Option<url::Url>,
    /// The output folder, absolute.
    pub output: Option<PathBuf>,
    /// Links that work from disk.
    pub portable: bool,
    /// Who says when pages were last changed.
    pub dates: Dates,
}

/// Who says when pages were last changed.
#[derive(Clone, Debug, Default)]
pub enum Dates {
    /// Git, which is asked while the pages are read.
    #[default]
    Asked,
    /// Somebody who has asked before; an empty history where nobody wants to know.
    Known(Arc<History>),
}

/// What is remembered from one build to the next.
#[derive(Debug, Default)]
pub struct Cache {
    sources: Memory,
    last: Mutex<Option<Last>>,
    parsed: Parsed,
    model: model::Cache,
    search: Arc<search::Cache>,
}

/// A handbook, read and linked: pages are made from it when they are asked for.
#[derive(Debug)]
pub struct Built {
    /// Every output file.
    pub site: Arc<Site>,
    /// What authors should fix, as far as it is known before pages are made.
    pub report: Report,
    /// The files that it was made from.
    pub sources: Arc<Sources>,
    /// The configuration, with what the command line set.
    pub config: Arc<Config>,
    /// It was not made from the first page to the last: answers and edges were taken over from the last
    /// build that the change in between, as far as is known, cannot have touched.
    pub is_patched: bool,
    /// `rolebook.toml`, for printing.
    config_source: Option<Source>,
}

/// What is being done, for progress on a terminal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Finding and reading files.
    Reading,
    /// Parsing pages.
    Parsing,
    /// Finding what every link leads to.
    Linking,
    /// Making pages.
    Rendering,
    /// Putting files in their place.
    Writing,
}

/// Reads, parses and links the handbook at `project`. Writes nothing.
///
/// # Errors
/// When the folder cannot be read. What is wrong with its text is in [`Built::report`].
pub fn build(
    project: &Project,
    options: &Options,
    cache: &Cache,
    progress: &dyn Fn(Step),
) -> anyhow::Result<Built> {
    progress(Step::Reading);
    let read = |config: &Config| discover::sources(project, config, &cache.sources);
    read_and_assemble(project, options, cache, read, progress)
}

/// Builds again after something changed at `paths`, as a watch tells it; it may know of no path, or not
/// of all. So what is built is only certain once [`is_current`] has said so.
///
/// # Errors
/// As of [`build`].
pub fn rebuild(
    project: &Project,
    options: &Options,
    cache: &Cache,
    paths: &BTreeSet<PathBuf>,
) -> anyhow::Result<Built> {
    let read = |config: &Config| {
        cache.sources.forget(paths);
        match discover::touched(project, config, &cache.sources, paths) {
            Some(sources) => Ok(sources),
            None => discover::sources(project, config, &cache.sources),
        }
    };
    read_and_assemble(project, options, cache, read, &|_| ())
}

/// Whether the disk is as it was when `built` was read: looks at every file, and reads those that were
/// written since.
///
/// # Errors
/// As of [`build`].
pub fn is_current(
    project: &Project,
    options: &Options,
    cache: &Cache,
    built: &Built,
) -> anyhow::Result<bool> {
    let config = config(project, options);
    let sources = discover::sources(project, &config.value, &cache.sources)?;
    Ok(project.config == built.config_source && sources.value == *built.sources)
}

/// Assembles what `read` finds. Git is asked for dates meanwhile.
fn read_and_assemble(
    project: &Project,
    options: &Options,
    cache: &Cache,
    read: impl FnOnce(&Config) -> anyhow::Result<Checked<Sources>>,
    progress: &dyn Fn(Step),
) -> anyhow::Result<Built> {
    let config = config(project, options);
    let content = project.root.join(discover::content_folder(project, &config.value));
    thread::scope(|scope| {
        let history: Box<dyn FnOnce() -> Arc<History>> = match &options.dates {
            Dates::Known(history) => Box::new(|| Arc::clone(history)),
            Dates::Asked => {
                let asked = scope.spawn(|| Arc::new(discover::history(&content)));
                Box::new(|| asked.join().unwrap_or_default())
            }
        };
        let sources = read(&config.value)?;
        let source = project.config.clone();
        Ok(assemble(config, source, sources, history, options.portable, cache, progress))
    })
}

/// Parses and links what was read; `config_source` is `rolebook.toml`, and `config` what it says with what
/// [`Options`] set over it. Touches no file. `history` may still be on its way: it is called when it is needed.
///
/// What a change since the last build cannot have touched is taken over from there.
pub fn assemble(
    config: Checked<Config>,
    config_source: Option<Source>,
    sources: Checked<Sources>,
    history: impl FnOnce() -> Arc<History>,
    portable: bool,
    cache: &Cache,
    progress: &dyn Fn(Step),
) -> Built {
    let mut complaints = Vec::new();
    let config = Arc::new(config.take(&mut complaints));
    let sources = Arc::new(sources.take(&mut complaints));
    progress(Step::Parsing);
    let documents = cache.parsed.documents(&sources, &config, &mut complaints);
    progress(Step::Linking);
    let settings = Settings::of(&config, config_source.as_ref(), portable);
    let history = LazyCell::new(history);
    let before = cache.last.lock().unwrap_or_else(PoisonError::into_inner).take();
    let alike = before.as_ref().filter(|last| last.history == *history);
    let again = alike.and_then(|last| last.again(&settings, &documents, &sources));
    let last = again.unwrap_or_else(|| {
        // Two books at once are none too many for a machine, but nobody needs them.
        drop(before);
        let mut said = Said::default();
        let book = model::book(&config, documents.clone(), &sources, &cache.model);
        let linked = link::link(book.take(&mut said.book)).take(&mut said.links);
        let compared = compare::compare(&linked, None).take(&mut said.roles);
        let history = Arc::clone(&history);
        said.files.extend(history.cut_short(&sources, &config.content));
        let dates = Arc::clone(&history);
        let site =
            render::site(linked, compared, Arc::clone(&sources), dates, portable, &cache.search);
        let site = Arc::new(site.take(&mut said.files));
        Last { settings, documents, history, said, site, is_patched: false }
    });
    complaints.extend(last.said.all().cloned());
    complaints.extend(link::check_prose(&last.site.linked));
    let (site, is_patched) = (Arc::clone(&last.site), last.is_patched);
    *cache.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(last);
    let report = Report::take(complaints, &config.levels, &config.content);
    Built { site, report, sources, config, is_patched, config_source }
}

impl Cache {
    /// Lets the next build be made from the first page to the last, of pages that are parsed already.
    pub fn forget_last(&self) {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

impl Built {
    /// The report with `more`, which say of pages that they could not be made: whatever the config
    /// thinks of their codes, a site without them is not whole.
    pub fn report_with(&self, more: Vec<Diagnostic>) -> Report {
        self.report.clone().and(Report::take(more, &Levels::default(), &self.config.content))
    }

    /// What came up when one page was made, and nothing else.
    pub fn only(&self, complaint: Diagnostic) -> Report {
        let Config { levels, content, .. } = &*self.config;
        Report::take(vec![complaint], levels, content)
    }

    /// The pages whose review is overdue on the day `today`.
    pub fn overdue(&self, today: Day) -> Report {
        let Config { levels, content, .. } = &*self.config;
        Report::take(model::overdue(&self.site.linked.book, today), levels, content)
    }

    /// How many pages there are, derived ones too.
    pub fn pages(&self) -> usize {
        self.site.linked.book.pages.len()
    }

    /// How many references were checked.
    pub fn links(&self) -> usize {
        self.site.linked.links
    }

    /// The text of a file, to show a line of it.
    pub fn text(&self, file: &FileId) -> Option<Arc<str>> {
        if let Some(config) = self.config_source.as_ref().filter(|source| source.file == *file) {
            return Some(Arc::clone(&config.text));
        }
        let pages = &self.sources.pages;
        if let Ok(index) = pages.binary_search_by(|page| page.source.file.cmp(file)) {
            return Some(Arc::clone(&pages[index].source.text));
        }
        let template = self.sources.theme.iter().find(|template| template.file == *file)?;
        std::str::from_utf8(&template.bytes).ok().map(Arc::from)
    }
}

/// The configuration with what the command line sets over it.
pub fn config(project: &Project, options: &Options) -> Checked<Config> {
    let mut checked = match &project.config {
        Some(source) => config::read(source),
        None => Checked::clean(Config::defaults(true)),
    };
    let config = &mut checked.value;
    if let Some(content) = project.content {
        content.clone_into(&mut config.content);
    }
    if let Some(output) = &options.output {
        config.output = output.to_string_lossy().into_owned();
    }
    config.drafts |= options.drafts;
    if let Some(base_url) = &options.base_url {
        config.base_url = Some(base_url.clone());
    }
    checked
}
