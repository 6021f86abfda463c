//! `rolebook serve`.

mod changes;
mod dates;
mod screen;

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

use self::{dates::GitDates, screen::Screen};
use super::{
    Root,
    terminal::{self, Show, Terminal},
};
use crate::{
    config::Config,
    diagnostic::words::harmless,
    discover::{self, Project},
    pipeline::{self, Built, Cache, Dates, Options},
    serve::{self, Server},
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
    #[arg(long, value_name = "PORT", value_parser = port)]
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
    let terminal = Terminal::new(Show::PEOPLE, arguments.root.folder());
    let mut book = Book {
        root: arguments.root.folder().to_owned(),
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
    let mut notes = Vec::new();
    if !at.ip().is_loopback() {
        let ip = at.ip();
        notes.push(format!("other machines can read this preview, since it listens on {ip}"));
    }
    for note in &notes {
        terminal::warn(note);
    }
    if arguments.open {
        open(&link);
    }
    let server = Arc::new(server);
    let screen = Arc::new(Screen::new(terminal, heading, notes, Arc::clone(&built)));
    screen.begin();
    let (asked, told) = (Arc::clone(&server), Arc::clone(&screen));
    // A template may fail on a page that nobody asked for until now.
    thread::spawn(move || while asked.fault().is_some_and(|fault| told.failed(fault).is_ok()) {});
    keep_up(book, &server, &screen, project, built)
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

/// Times that the watch had nothing to tell, after which a book that was patched is made anew as a whole: an
/// author who is at work does not wait for it.
const CALM: u32 = 5;

/// Builds after each change, until the process ends.
fn keep_up(
    mut book: Book,
    server: &Server,
    screen: &Screen,
    mut project: Project,
    mut shown: Arc<Built>,
) -> anyhow::Result<ExitCode> {
    let mut calm = 0;
    loop {
        let matters = |path: &Path| discover::matters(&project, &shown.config, path);
        let mut changed = BTreeSet::new();
        match book.watcher.wait(calm == 0 || shown.is_patched, matters) {
            Told::Changed(paths) => {
                changed = paths;
                server.expect();
            }
            Told::Idle => {
                calm += 1;
                // Pages are served, and there is time to see whether the watch has told of everything.
                // What cannot be read now cannot be built either, which says so.
                if calm == 1 && !book.is_current(&shown).unwrap_or(false) {
                    server.expect();
                } else if shown.is_patched && calm == CALM {
                    // Nobody waits: this book is most likely the one that is shown.
                    book.cache.forget_last();
                } else {
                    if calm == 1 {
                        let built = Arc::clone(&shown);
                        thread::spawn(move || built.site.linked.find_mentions());
                    }
                    continue;
                }
            }
            Told::End => {
                bail!("the system has given up watching the handbook; start `rolebook serve` again")
            }
        }
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
                    screen.stuck(&error.context("the last good preview stays"));
                    said = true;
                }
                Err(_) => {}
            }
            thread::sleep(AGAIN);
        };
        // Who looks at the page is served before who looks at the terminal.
        let built = Arc::new(built);
        server.show(Arc::clone(&built));
        screen.rebuilt(&built, &changed, elapsed)?;
        (shown, calm) = (built, 0);
    }
}

fn again(book: &mut Book, changed: &BTreeSet<PathBuf>) -> anyhow::Result<(Project, Built)> {
    let (project, config) = book.open()?;
    book.follow(&project, &config);
    let options = book.options(&project, &config);
    let built = pipeline::rebuild(&project, &options, &book.cache, changed)?;
    Ok((project, built))
}

fn port(text: &str) -> Result<u16, &'static str> {
    text.parse().map_err(|_| "a port is a number from 0 to 65535")
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

    #[test]
    fn an_address_to_open_leads_to_this_machine() {
        let check =
            |at: &str, expected| assert_eq!(link(at.parse().expect("an address")), expected);
        check("127.0.0.1:4000", "http://127.0.0.1:4000/");
        check("[::1]:4000", "http://[::1]:4000/");
        check("0.0.0.0:80", "http://127.0.0.1:80/");
    }
}
