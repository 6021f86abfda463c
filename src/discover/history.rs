//! When files were last changed, as git tells it: one `git log` for all of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead as _, BufReader, Read},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{Bytes, PAGE_LIMIT, Sources, read as read_file};
use crate::{
    data::Moment,
    diagnostic::{Code, Diagnostic, words::counted},
    source::{FileId, Span},
};

/// When the files of the content folder were last changed, by their path below it.
///
/// That is when the commit was made that changed a file last; to be moved without another letter is no
/// change. A file that was never committed is not among them; one that was changed since has the date of
/// its last commit.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct History {
    /// `None` where the history is cut short (a shallow clone) before the last change.
    changed: BTreeMap<String, Option<Moment>>,
}

impl History {
    /// When the file at `path`, below the content folder, was last changed.
    pub fn changed(&self, path: &str) -> Option<Moment> {
        *self.changed.get(path)?
    }

    /// What is to be said where git's history does not reach back to the last change of all pages.
    ///
    /// `content` is the content folder, relative to ROOT.
    pub fn cut_short(&self, sources: &Sources, content: &str) -> Option<Diagnostic> {
        let unknown = |path: &str| matches!(self.changed.get(path), Some(None));
        let pages = sources.pages.iter().filter(|page| unknown(&page.path)).count();
        if pages == 0 {
            return None;
        }
        let file = FileId::new(if content.is_empty() { "." } else { content });
        let of = counted(pages, "page");
        let message =
            format!("git's history is cut short, so {of} cannot say when they last changed");
        let message = if pages == 1 { message.replace("they", "it") } else { message };
        let help = "fetch all of it: `git fetch --unshallow`; in CI `fetch-depth: 0` (GitHub) or \
                    `GIT_DEPTH: 0` (GitLab)";
        let complaint = Diagnostic::new(Code::HistoryShallow, &file, Span::default(), message);
        Some(complaint.help(help.to_owned()))
    }
}

/// Asks git for the history of the folder `content`. It is empty where there is no git, no repository, or
/// nothing that git would tell: dates are never worth a failure.
pub fn history(content: &Path) -> History {
    // To ask costs some milliseconds, and most often it is known without.
    if git_folder(content).is_none() {
        return History::default();
    }
    let real = content.canonicalize().unwrap_or_else(|_| content.to_owned());
    log(&real).unwrap_or_default()
}

/// The folder of the repository that holds `content`, where git keeps what is checked out; `None` where there is
/// no repository.
pub fn git_folder(content: &Path) -> Option<PathBuf> {
    let real = content.canonicalize().ok()?;
    let git = real.ancestors().map(|folder| folder.join(".git")).find(|git| git.exists())?;
    if git.is_dir() {
        return Some(git);
    }
    // Of a worktree or a submodule it is a file that says where: `gitdir: ../.git/worktrees/x`.
    let Ok(Bytes::All(text)) = read_file(&git, PAGE_LIMIT) else { return Some(git) };
    let text = String::from_utf8_lossy(&text);
    let folder = text.strip_prefix("gitdir:").map(str::trim)?;
    Some(git.parent()?.join(folder))
}

/// Begins the line of a commit, and parts it.
const COMMIT: char = '\u{1e}';
const PART: char = '\u{1f}';

fn log(content: &Path) -> Option<History> {
    let mut git = Command::new("git");
    git.arg("-C").arg(content);
    // What a user's own configuration may say must not bear on dates.
    git.args(["-c", "log.showRoot=true", "-c", "log.showSignature=false", "--no-replace-objects"]);
    git.args(["log", "-z", "-c", "--no-color", "--no-ext-diff", "--no-notes", "--relative"]);
    // Moved without another letter, and nothing vaguer: likeness would need every file's text.
    git.args(["-M100%", "--name-status", "--format=%x1e%ct%x1f%D", "HEAD", "--", "."]);
    // A hook that runs a build names its own repository, which need not be this one.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        git.env_remove(variable);
    }
    // A partial clone would fetch what it lacks, from the network.
    git.env("GIT_NO_LAZY_FETCH", "1");
    git.stdin(Stdio::null()).stderr(Stdio::null()).stdout(Stdio::piped());
    let mut running = git.spawn().ok()?;
    let history = running.stdout.take().and_then(read);
    // A log that ended before its end would have older dates than are true.
    running.wait().ok()?.success().then_some(history)?
}

/// Reads `git log -z --name-status` with our format: a commit, then a status and a path (of a file that
/// was moved, two) for each file, the newest commit first.
fn read(log: impl Read) -> Option<History> {
    let mut told = Told::default();
    let mut moment = None;
    let mut parts = BufReader::new(log).split(0);
    let mut next = || Some(String::from_utf8_lossy(&parts.next()?.ok()?).into_owned());
    while let Some(part) = next() {
        let part = part.trim_start_matches('\n');
        if let Some(commit) = part.strip_prefix(COMMIT) {
            told.end_commit();
            let (seconds, names) = commit.split_once(PART)?;
            // What git calls so has parents that are not there: it seems to have added every file.
            let cut = names.split(", ").any(|name| name == "grafted");
            moment = seconds.parse().ok().and_then(Moment::from_seconds).filter(|_| !cut);
            continue;
        }
        match part.as_bytes().first() {
            None => {}
            Some(b'R') => told.moved(next()?, next()?),
            // A combined status has a letter for each parent.
            Some(b'D') => told.seen(&next()?, Change::Gone),
            Some(_) => told.seen(&next()?, moment.map_or(Change::Before, Change::At)),
        }
    }
    let known = told.last.into_iter().filter_map(|(path, change)| match change {
        Change::At(moment) => Some((path, Some(moment))),
        Change::Before => Some((path, None)),
        Change::Gone => None,
    });
    Some(History { changed: known.collect() })
}

/// What the log has told so far.
#[derive(Default)]
struct Told {
    /// What is told last of each file.
    last: BTreeMap<String, Change>,
    /// What a file is called today, by the name that it had in the commits that come now.
    today: BTreeMap<String, String>,
    /// The moves of the commit that is read, from the old name to the new one: they bear on those before it.
    moves: Vec<(String, String)>,
}

/// What a commit tells of a file.
#[derive(Clone, Copy)]
enum Change {
    /// It was changed then.
    At(Moment),
    /// It was there before the history that git has begins.
    Before,
    /// It is gone.
    Gone,
}

impl Told {
    fn seen(&mut self, path: &str, change: Change) {
        let now = self.today.get(path).map_or(path, String::as_str);
        if !self.last.contains_key(now) {
            self.last.insert(now.to_owned(), change);
        }
    }

    fn moved(&mut self, old: String, new: String) {
        self.moves.push((old, new));
    }

    fn end_commit(&mut self) {
        let moves = std::mem::take(&mut self.moves);
        let taken: BTreeSet<&String> = moves.iter().map(|(_, new)| new).collect();
        for (old, _) in &moves {
            // The old name is no file any more, unless this commit or a later one gave it to another.
            if !taken.contains(old) {
                self.last.entry(old.clone()).or_insert(Change::Gone);
            }
        }
        let named: Vec<_> = moves
            .into_iter()
            .map(|(old, new)| (old, self.today.remove(&new).unwrap_or(new)))
            .collect();
        self.today.extend(named);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dates that a log tells, a `;` for each NUL.
    #[track_caller]
    fn check(log: &str, expected: &[(&str, Option<i64>)]) {
        let log = log.replace(';', "\0").replace('^', "\u{1e}").replace('|', "\u{1f}");
        let history = read(log.as_bytes()).expect("a log");
        let expected = expected.iter().map(|(path, seconds)| {
            let moment = seconds.map(|it| Moment::from_seconds(it).expect("a moment"));
            ((*path).to_owned(), moment)
        });
        assert_eq!(history.changed, expected.collect());
    }

    #[test]
    fn the_last_change_counts() {
        check("", &[]);
        check(
            "^9|HEAD -> main;\nM;a.md;^5|;\nA;a.md;A;b c.md;",
            &[("a.md", Some(9)), ("b c.md", Some(5))],
        );
        check("^9|;\nMM;a.md;^5|;\nA;a.md;", &[("a.md", Some(9))]);
    }

    #[test]
    fn to_be_moved_is_no_change() {
        check("^9|;\nR100;b.md;c.md;^7|;\nR100;a.md;b.md;^5|;\nA;a.md;", &[("c.md", Some(5))]);
        check("^9|;\nM;b.md;^7|;\nR100;a.md;b.md;^5|;\nA;a.md;", &[("b.md", Some(9))]);
        // A new file has the name that another one had before.
        check("^9|;\nR100;a.md;b.md;A;a.md;^5|;\nA;a.md;", &[("a.md", Some(9)), ("b.md", Some(5))]);
    }

    #[test]
    fn what_was_removed_has_no_date() {
        check("^9|;\nD;a.md;^5|;\nA;a.md;", &[]);
        check("^9|;\nA;a.md;^7|;\nD;a.md;^5|;\nA;a.md;", &[("a.md", Some(9))]);
    }

    #[test]
    fn files_may_swap_their_names() {
        let log = "^9|;\nR100;a.md;b.md;R100;b.md;a.md;^7|;\nM;b.md;^5|;\nA;a.md;A;b.md;";
        check(log, &[("a.md", Some(7)), ("b.md", Some(5))]);
    }

    #[test]
    fn a_history_that_is_cut_short_knows_what_came_after() {
        check(
            "^9|HEAD, main;\nM;a.md;^5|grafted;\nA;a.md;A;b.md;",
            &[("a.md", Some(9)), ("b.md", None)],
        );
    }
}
