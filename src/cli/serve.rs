//! `rolebook serve`.

mod dates;

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use anyhow::bail;

use self::dates::GitDates;
use super::{
    Root,
    terminal::{self, Rebuilt, Show, Terminal},
};
use crate::{
    config::Config,
    diagnostic::words::{counted, harmless},
    discover::{self, Project, Sources},
    pipeline::{self, Built, Cache, Dates, Options},
    serve::{self, Server},
    source::FileId,
    watch::{Told, Watcher},
};

/// Show the site in a browser, and each change at once
///
/// Pages are made from memory when they are asked for; nothing is written. Ctrl-C ends it.
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    root: Root,

    /// Port to listen on; 0 takes a free one [default: `[serve] port` of rolebook.toml, else 4000]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,

    /// Address to listen on [default: `[serve] host` of rolebook.toml, else 127.0.0.1]
    #[arg(long, value_name = "HOST")]
    host: Option<String>,

    /// Open the browser
    #[arg(long)]
    open: bool,

    /// Show drafts too
    #[arg(long)]
    drafts: bool,

    /// Look for changes again and again: for folders of other machines, which tell of none
    #[arg(long)]
    poll: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let terminal = Terminal::new(Show::PEOPLE, &arguments.root.root);
    let mut book = Book {
        root: arguments.root.root.clone(),
        options: Options { drafts: arguments.drafts, ..Options::default() },
        cache: Cache::default(),
        watcher: Watcher::new(arguments.poll),
        dates: GitDates::default(),
    };

    // The port comes first: who has to wait for the book waits for nothing else.
    let (project, config) = book.open()?;
    let listener = serve::listen(&address(arguments, &config, &project.root))?;
    let at = listener.address()?;
    // What changes while the book is read for the first time is told afterwards.
    book.follow(&project, &config);
    let built = book.build(&project, &config, &|step| terminal.step(step))?;
    book.dates.keep_asking(book.watcher.bell());
    terminal.worst(&built)?;
    terminal.summary(&built, &built.report, true);
    let built = Arc::new(built);
    let server = listener.serve(Arc::clone(&built))?;
    let link = link(at);
    let heading = format!("{} is at {link} (Ctrl-C ends it)", harmless(&config.title));
    terminal::say(&heading);
    if !at.ip().is_loopback() {
        let ip = at.ip();
        terminal::warn(&format!("other machines can read this preview, since it listens on {ip}"));
    }
    if arguments.open {
        open(&link);
    }
    keep_up(book, &server, &terminal, First { project, built, heading })
}

/// A handbook that is built again and again.
struct Book {
    root: PathBuf,
    options: Options,
    cache: Cache,
    watcher: Watcher,
    dates: GitDates,
}

impl Book {
    fn open(&self) -> anyhow::Result<(Project, Config)> {
        let project = discover::project(&self.root)?;
        let config = pipeline::config(&project, &self.options).value;
        Ok((project, config))
    }

    fn build(
        &self,
        project: &Project,
        config: &Config,
        progress: &dyn Fn(pipeline::Step),
    ) -> anyhow::Result<Built> {
        pipeline::build(project, &self.options(project, config), &self.cache, progress)
    }

    /// The options, with what is known of dates.
    fn options(&self, project: &Project, config: &Config) -> Options {
        let content = project.root.join(discover::content_folder(project, config));
        let dates = Dates::Known(self.dates.of(&content));
        Options { dates, ..self.options.clone() }
    }

    /// Whether `built` is made of what is on the disk now.
    fn is_current(&self, built: &Built) -> anyhow::Result<bool> {
        let (project, _) = self.open()?;
        pipeline::is_current(&project, &self.options, &self.cache, built)
    }

    /// Watches what the config now says.
    fn follow(&mut self, project: &Project, config: &Config) {
        let folders = discover::folders(project, config);
        let polled = self.watcher.polls();
        self.watcher.follow(&project.root, &folders);
        if self.watcher.polls() && !polled {
            terminal::warn(
                "the system cannot watch this folder, so it is looked at again and again",
            );
        }
    }
}

/// How often a handbook that could not be read is tried again. Its folder may have been moved away,
/// and no watch tells that it is back.
const AGAIN: Duration = Duration::from_secs(1);

/// What is known when the first book is served.
struct First {
    project: Project,
    built: Arc<Built>,
    /// Where it is, in words.
    heading: String,
}

/// Builds after each change, until the process ends.
fn keep_up(
    mut book: Book,
    server: &Server,
    terminal: &Terminal,
    First { mut project, built: mut shown, heading }: First,
) -> anyhow::Result<ExitCode> {
    let mut certain = true;
    loop {
        let matters = |path: &Path| discover::matters(&project, &shown.config, path);
        let changed = match book.watcher.wait(!certain, matters) {
            Told::Changed(changed) => changed,
            Told::Idle => {
                // Pages are served, and there is time to see whether the watch has told of everything.
                certain = true;
                // What cannot be read now cannot be built either, which says so.
                if book.is_current(&shown).unwrap_or(false) {
                    continue;
                }
                BTreeSet::new()
            }
            Told::End => {
                bail!("the system has given up watching the handbook; start `rolebook serve` again")
            }
        };
        server.expect();
        let mut said = false;
        let (built, elapsed) = loop {
            let start = Instant::now();
            match again(&mut book, &changed) {
                Ok((opened, built)) => {
                    project = opened;
                    break (built, start.elapsed());
                }
                Err(error) if !said => {
                    server.keep(terminal::sentence(&error));
                    terminal::error(&error.context("the last good preview stays"));
                    said = true;
                }
                Err(_) => {}
            }
            thread::sleep(AGAIN);
        };
        // Who looks at the page is served before who looks at the terminal.
        let built = Arc::new(built);
        server.show(Arc::clone(&built));
        // A log of this very preview may stand among the files: a line about it would be its next change.
        let Sources { files, statics, .. } = &*built.sources;
        let copied = files.iter().chain(statics).filter(|file| changed.contains(&file.disk));
        if changed.is_empty() || copied.count() < changed.len() {
            let fate = |path: &Path| Fate::of(&project.root, path, &shown.sources, &built.sources);
            let what = &words(&project.root, &changed, fate);
            let before = &shown.report;
            terminal.rebuilt(&heading, &Rebuilt { what, elapsed, before, built: &built })?;
        }
        (shown, certain) = (built, false);
    }
}

fn again(book: &mut Book, changed: &BTreeSet<PathBuf>) -> anyhow::Result<(Project, Built)> {
    let (project, config) = book.open()?;
    book.follow(&project, &config);
    let options = book.options(&project, &config);
    let built = pipeline::rebuild(&project, &options, &book.cache, changed)?;
    Ok((project, built))
}

/// What became of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fate {
    New,
    Changed,
    Deleted,
}

impl Fate {
    /// Of the file at `path`, between two readings.
    fn of(root: &Path, path: &Path, before: &Sources, now: &Sources) -> Fate {
        let below = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
        let below = if cfg!(windows) { below.replace('\\', "/") } else { below.into_owned() };
        let file = FileId::new(below);
        match (before.has(&file), now.has(&file)) {
            (false, true) => Fate::New,
            (true, false) => Fate::Deleted,
            _ => Fate::Changed,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Fate::New => "new",
            Fate::Changed => "changed",
            Fate::Deleted => "deleted",
        }
    }
}

/// What changed, in words: `content/roles/sre.md and 2 more files changed`.
fn words(root: &Path, changed: &BTreeSet<PathBuf>, fate: impl Fn(&Path) -> Fate) -> String {
    let below = |path: &Path| {
        let path = path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
        if path.is_empty() { "the folder".to_owned() } else { harmless(&path) }
    };
    // The folder of a file that came or went is told of as well, and says nothing more.
    let folders: BTreeSet<&Path> = changed.iter().filter_map(|path| path.parent()).collect();
    let files = changed.iter().filter(|path| !folders.contains(path.as_path()));
    let files: Vec<(&Path, Fate)> = files.map(|path| (path.as_path(), fate(path))).collect();
    match &files[..] {
        [] => "something changed".to_owned(),
        [(path, fate)] => format!("{} {}", below(path), fate.word()),
        // Most often one file that was given another name.
        [(gone, Fate::Deleted), (came, Fate::New)] | [(came, Fate::New), (gone, Fate::Deleted)] => {
            format!("{} deleted, {} new", below(gone), below(came))
        }
        [(path, first), others @ ..] => {
            let alike = others.iter().all(|(_, fate)| fate == first);
            let fate = if alike { *first } else { Fate::Changed };
            let more = counted(others.len(), "more file");
            format!("{} and {more} {}", below(path), fate.word())
        }
    }
}

/// Where to listen: the command line, else `rolebook.toml`.
fn address(arguments: &Arguments, config: &Config, root: &Path) -> serve::Options {
    serve::Options {
        root: std::path::absolute(root).unwrap_or_else(|_| root.to_owned()),
        host: arguments.host.clone().unwrap_or_else(|| config.serve.host.clone()),
        port: arguments.port.unwrap_or(config.serve.port),
    }
}

/// The address to open. A server that listens everywhere listens here, too.
fn link(mut at: SocketAddr) -> String {
    if at.ip().is_unspecified() {
        at.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    format!("http://{at}/")
}

/// Opens the browser, by the program that each system has for it.
fn open(link: &str) {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(before).arg(link).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if command.spawn().is_err() {
        terminal::warn(&format!("no browser was opened, since there is no `{program}`"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{discover::PageSource, source::Source};

    #[test]
    fn a_change_is_told_in_words() {
        let check = |paths: &[&str], expected: &str| {
            let changed = paths.iter().map(|path| Path::new("/book").join(path)).collect();
            let fate = |path: &Path| match path.extension().and_then(|it| it.to_str()) {
                Some("new") => Fate::New,
                Some("old") => Fate::Deleted,
                _ => Fate::Changed,
            };
            assert_eq!(words(Path::new("/book"), &changed, fate), expected);
        };
        check(&[], "something changed");
        check(&["content/a.md"], "content/a.md changed");
        check(&["content", "content/a\x1b.md"], "content/a␛.md changed");
        check(&["a.md", "b.md", "c.md"], "a.md and 2 more files changed");
        check(&[""], "the folder changed");
        check(&["a.new"], "a.new new");
        check(&["a.old", "b.old"], "a.old and 1 more file deleted");
        check(&["a.new", "b.old"], "b.old deleted, a.new new");
        check(&["a.new", "b.old", "c.md"], "a.new and 2 more files changed");
    }

    #[test]
    fn what_became_of_a_file_is_seen_between_two_readings() {
        let page = |name: &str| {
            let source = Source { file: FileId::new(format!("content/{name}")), text: "".into() };
            Arc::new(PageSource::new(name.to_owned(), source))
        };
        let sources =
            |names: [&str; 2]| Sources { pages: names.map(page).into(), ..Sources::default() };
        let (before, now) = (sources(["a.md", "b.md"]), sources(["b.md", "c.md"]));
        let fate = |path: &str| {
            Fate::of(Path::new("/book"), &Path::new("/book").join(path), &before, &now)
        };
        let fates = ["content/a.md", "content/b.md", "content/c.md", "content"].map(fate);
        assert_eq!(fates, [Fate::Deleted, Fate::Changed, Fate::New, Fate::Changed]);
    }

    #[test]
    fn an_address_to_open_leads_to_this_machine() {
        let check =
            |at: &str, expected| assert_eq!(link(at.parse().expect("an address")), expected);
        check("127.0.0.1:4000", "http://127.0.0.1:4000/");
        check("[::1]:4000", "http://[::1]:4000/");
        check("0.0.0.0:80", "http://127.0.0.1:80/");
    }
}
