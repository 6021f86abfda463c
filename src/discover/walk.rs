//! Walking a folder: which files there are, and which links are followed.

use std::path::{Path, PathBuf};

use anyhow::Context;
use walkdir::{DirEntry, WalkDir};

use super::{
    MANIFEST, OtherFile,
    ignored::{Gitignores, is_dropping},
    is_markdown, kind_name, why,
};
use crate::{
    diagnostic::{Checked, Code, Diagnostic},
    source::{FileId, Span},
};

/// How many links to folders are followed in one walk.
///
/// A dozen folders that all link to each other make millions of paths; real handbooks have a few.
const LINK_LIMIT: usize = 1000;

/// A folder to walk.
pub(super) struct Folder {
    /// ROOT.
    pub root: PathBuf,
    /// Where it is.
    pub disk: PathBuf,
    /// Its name in messages, relative to ROOT; "" for ROOT itself.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// What in it is passed over, as real paths.
    pub skipped: Vec<PathBuf>,
}

/// What a folder holds, and so what in it counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Pages and what they show: not hidden, not ignored by git.
    Content,
    /// Copied as it is, `.well-known` and `.nojekyll` too; only git's own files are left out.
    Static,
    /// Templates: not hidden.
    Theme,
}

impl Kind {
    /// Whether files and folders of this name are never part of such a folder.
    pub(super) fn passes_over(self, name: &str) -> bool {
        let hidden = match self {
            Kind::Content => name.starts_with('.') || name == "node_modules",
            Kind::Static => name.starts_with(".git") || name.starts_with(".rolebook-"),
            Kind::Theme => name.starts_with('.'),
        };
        hidden || is_dropping(name)
    }
}

/// A file that was found.
pub(super) struct Found {
    /// Path below the folder, `/`-separated.
    pub path: String,
    /// Where it is: below [`Folder::disk`] as that is spelled, so that a watch over that names it alike.
    pub disk: PathBuf,
}

impl Found {
    /// With its name in messages, below the folder called `folder`.
    pub(super) fn named(self, folder: &str) -> OtherFile {
        OtherFile { file: named(folder, &self.path), path: self.path, disk: self.disk, size: None }
    }
}

/// Every file of `folder`, sorted by path.
///
/// # Errors
/// When the folder itself cannot be read.
pub(super) fn files(folder: &Folder) -> anyhow::Result<Checked<Vec<Found>>> {
    let shown = folder.disk.display();
    let cannot = || format!("cannot read the folder `{shown}`");
    let real = folder.disk.canonicalize().with_context(cannot)?;
    let gitignores = match folder.kind {
        Kind::Content => {
            let root = folder.root.canonicalize().with_context(cannot)?;
            Gitignores::above(&real, &root)
        }
        Kind::Static | Kind::Theme => Gitignores::default(),
    };
    let mut walk = Walk {
        folder,
        real: &real,
        gitignores,
        ignored: Vec::new(),
        files: Vec::new(),
        diagnostics: Vec::new(),
        links: Vec::new(),
        followed: 0,
    };
    walk.folder(&real, &real, 0).with_context(cannot)?;
    walk.all_ignored();
    let Walk { mut files, diagnostics, .. } = walk;
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(Checked { value: files, diagnostics })
}

/// Whether there is any Markdown in `folder`, hidden places left aside.
pub(super) fn any_markdown(folder: &Path) -> bool {
    let hidden = |entry: &DirEntry| entry.file_name().as_encoded_bytes().starts_with(b".");
    WalkDir::new(folder)
        .min_depth(1)
        .into_iter()
        .filter_entry(|entry| !hidden(entry))
        .filter_map(Result::ok)
        .any(|entry| !entry.file_type().is_dir() && is_markdown(entry.path()))
}

/// A walk under way.
struct Walk<'a> {
    folder: &'a Folder,
    /// The folder's real path, which no link may lead out of.
    real: &'a Path,
    gitignores: Gitignores,
    /// Markdown files and folders that git ignores, with the folder whose `.gitignore` says so.
    ignored: Vec<(PathBuf, PathBuf)>,
    files: Vec<Found>,
    diagnostics: Vec<Diagnostic>,
    /// The links followed to where we are: the real path of each.
    links: Vec<PathBuf>,
    followed: usize,
}

/// An entry and where it truly is.
struct Met<'a> {
    disk: &'a Path,
    /// Its path without links (that of the link itself, when it is one).
    real: PathBuf,
    /// Path below the walked folder.
    path: String,
    depth: usize,
}

impl Walk<'_> {
    /// Walks `disk`, whose real path is `real` and which lies `depth` levels down.
    fn folder(&mut self, disk: &Path, real: &Path, depth: usize) -> walkdir::Result<()> {
        self.gitignores.leave(depth);
        self.enter(disk, depth);
        let mut entries = WalkDir::new(disk).min_depth(1).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) if error.depth() == 0 => return Err(error),
                Err(error) => {
                    self.unreadable(&error);
                    continue;
                }
            };
            let is_folder = entry.file_type().is_dir();
            let depth = depth + entry.depth();
            self.gitignores.leave(depth);
            let below = entry.path().strip_prefix(disk).unwrap_or(entry.path());
            let real = real.join(below);
            if !self.counts(&entry, &real) {
                if is_folder {
                    entries.skip_current_dir();
                }
                continue;
            }
            if is_folder {
                self.enter(entry.path(), depth);
            } else {
                let path = self.below(entry.path());
                self.meet(&entry, Met { disk: entry.path(), real, path, depth });
            }
        }
        Ok(())
    }

    fn enter(&mut self, disk: &Path, depth: usize) {
        if self.folder.kind == Kind::Content {
            self.gitignores.enter(disk, depth);
        }
    }

    /// Whether an entry is part of the handbook; a name that cannot be is said.
    fn counts(&mut self, entry: &DirEntry, real: &Path) -> bool {
        let is_folder = entry.file_type().is_dir();
        let Some(name) = entry.file_name().to_str() else {
            let message = "this name is not UTF-8, so it cannot be an address; it is left out";
            self.say(entry.path(), message, Some("rename it"));
            return false;
        };
        let passed_over = self.folder.kind.passes_over(name)
            || self.folder.skipped.iter().any(|skipped| skipped == real);
        let ignored = !passed_over
            && self.folder.kind == Kind::Content
            && (self.ignored(entry.path(), is_folder)
                || (is_folder && entry.path().join(MANIFEST).exists()));
        !passed_over && !ignored
    }

    fn ignored(&mut self, path: &Path, is_folder: bool) -> bool {
        let Some(by) = self.gitignores.ignore(path, is_folder) else { return false };
        if is_folder || is_markdown(path) {
            self.ignored.push((path.to_owned(), by.to_owned()));
        }
        true
    }

    /// Says so if there is Markdown, and git ignores all of it: the site would be empty without a word.
    fn all_ignored(&mut self) {
        if self.files.iter().any(|file| is_markdown(Path::new(&file.path))) {
            return;
        }
        let has_markdown = |path: &Path| !path.is_dir() || any_markdown(path);
        let Some((_, by)) = self.ignored.iter().find(|(path, _)| has_markdown(path)) else {
            return;
        };
        let root = self.folder.root.canonicalize().unwrap_or_default();
        let gitignore = by.join(".gitignore");
        let shown = gitignore.strip_prefix(root).unwrap_or(&gitignore).to_string_lossy();
        let file = FileId::new(if cfg!(windows) { shown.replace('\\', "/") } else { shown.into() });
        let message = "this ignores every page of the content folder";
        let diagnostic = Diagnostic::new(Code::UnreadableFile, &file, Span::default(), message);
        self.diagnostics
            .push(diagnostic.help("except the pages with a line such as `!*.md`".to_owned()));
    }

    /// Takes in a file, or what a link leads to.
    fn meet(&mut self, entry: &DirEntry, met: Met<'_>) {
        let kind = entry.file_type();
        if kind.is_file() {
            self.found(met.path);
        } else if kind.is_symlink() {
            self.link(met);
        } else {
            let message = format!("this is {}; it is left out", kind_name(kind));
            self.say(met.disk, message, None);
        }
    }

    fn found(&mut self, path: String) {
        let disk = self.folder.disk.join(&path);
        self.files.push(Found { path, disk });
    }

    /// Follows a link that stays in the folder and does not lead back to where it stands.
    fn link(&mut self, met: Met<'_>) {
        let real = match met.disk.canonicalize() {
            Ok(real) => real,
            Err(error) => {
                let message = format!("this symbolic link cannot be followed: {}", why(&error));
                return self.say(met.disk, message, None);
            }
        };
        if !real.starts_with(self.real) {
            let message = "this symbolic link leads out of the folder; it is not followed";
            return self.say(met.disk, message, Some("copy what it leads to into the folder"));
        }
        if self.folder.skipped.iter().any(|skipped| real.starts_with(skipped)) {
            return;
        }
        if real.is_file() {
            return self.found(met.path);
        }
        if !real.is_dir() {
            let message = "this symbolic link leads to a device, pipe or socket; it is left out";
            return self.say(met.disk, message, None);
        }
        self.links.push(met.real);
        self.linked_folder(met.disk, &real, met.depth);
        self.links.pop();
    }

    fn linked_folder(&mut self, disk: &Path, real: &Path, depth: usize) {
        if self.links.iter().any(|link| link.starts_with(real)) {
            let message = "this symbolic link leads back to a folder that it stands in; \
                           it is not followed";
            return self.say(disk, message, None);
        }
        self.followed += 1;
        if self.followed > LINK_LIMIT {
            let message = format!("more than {LINK_LIMIT} links to folders; this one is left out");
            return self.say(disk, message, None);
        }
        if let Err(error) = self.folder(disk, real, depth) {
            self.unreadable(&error);
        }
    }

    fn unreadable(&mut self, error: &walkdir::Error) {
        let Some(path) = error.path() else { return };
        let why = error.io_error().map_or_else(|| "a circle of links".to_owned(), why);
        // A file that went away while we walked is not a complaint.
        if path.symlink_metadata().is_ok() {
            self.say(path, format!("this cannot be read ({why})"), None);
        }
    }

    fn say(&mut self, disk: &Path, message: impl Into<String>, help: Option<&str>) {
        let file = named(&self.folder.name, &self.below(disk));
        let diagnostic = Diagnostic::new(Code::UnreadableFile, &file, Span::default(), message);
        self.diagnostics.push(diagnostic.help(help.map(str::to_owned)));
    }

    /// The path of `disk` below the walked folder, `/`-separated.
    fn below(&self, disk: &Path) -> String {
        let below = disk.strip_prefix(self.real).unwrap_or(disk).to_string_lossy();
        if cfg!(windows) { below.replace('\\', "/") } else { below.into_owned() }
    }
}

/// The name of a file in messages: its path below ROOT.
pub(super) fn named(folder: &str, path: &str) -> FileId {
    FileId::new(if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") })
}
