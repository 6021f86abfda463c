//! The one reader of files.
//!
//! [`project`] opens a folder, [`sources`] reads all that a build needs: nothing later touches the
//! input. What an author can mend (a file that is not UTF-8, a link that leads nowhere) is a
//! diagnostic and costs only its own file; what stops the machine is an error.

mod history;
mod ignored;
mod live;
mod memory;
mod picture;
mod text;
mod theme;
mod walk;

use std::{
    fs::FileType,
    io::{self, Read as _},
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, bail};
use rayon::prelude::*;

use crate::{
    config::Config,
    diagnostic::{Checked, Code, Diagnostic},
    memo::Fingerprint,
    source::{FileId, Source, Span},
};
pub use history::{History, git_folder, history};
pub use live::{copied, folders, look, matters, stamp};
use memory::{Last, Read, Stamp};
pub use memory::{Memory, touched};
use theme::theme;
use walk::{Folder, Found, Kind};

/// The file in an output folder that says which files rolebook made. A folder that bears it is
/// never content.
pub const MANIFEST: &str = ".rolebook-manifest.json";

/// The largest page that is read, in bytes: 4 MiB. A longer one is a page with an empty body.
pub const PAGE_LIMIT: u64 = 4 * 1024 * 1024;

/// A folder to build, before anything in it is read but its config.
#[derive(Clone, Debug)]
pub struct Project {
    /// ROOT, absolute.
    pub root: PathBuf,
    /// `rolebook.toml`, if the folder is a handbook.
    pub config: Option<Source>,
    /// A plain folder's content, relative to ROOT: `content` if that holds Markdown, else "" (ROOT
    /// itself). `None` in a handbook, where the config says.
    pub content: Option<&'static str>,
    /// What is wrong with `rolebook.toml` as a file (not UTF-8); [`sources`] passes it on.
    pub diagnostics: Vec<Diagnostic>,
}

/// Everything that a build reads. The later stages see nothing else of the disk.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Sources {
    /// Markdown files (`.md`, `.markdown`) of the content folder, sorted by path.
    pub pages: Vec<Arc<PageSource>>,
    /// Every other file of the content folder, sorted by path: what links and images may name.
    pub files: Vec<OtherFile>,
    /// The files of `static/`, sorted by path; `path` is relative to `static/`.
    pub statics: Vec<OtherFile>,
    /// The handbook's theme: the files of `themes/NAME/`, sorted by path. A handbook without has none.
    pub theme: Vec<ThemeFile>,
}

impl Sources {
    /// Whether a file was read, or is copied.
    pub fn has(&self, file: &FileId) -> bool {
        let Sources { pages, files, statics, theme } = self;
        pages.binary_search_by(|it| it.source.file.cmp(file)).is_ok()
            || [files, statics].iter().any(|it| it.binary_search_by(|it| it.file.cmp(file)).is_ok())
            || theme.binary_search_by(|it| it.file.cmp(file)).is_ok()
    }
}

/// A Markdown file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PageSource {
    /// Path below the content folder, `/`-separated, as the disk spells it.
    pub path: String,
    /// The text.
    pub source: Source,
    /// The print of its name, its path and its text.
    pub print: Fingerprint,
}

impl PageSource {
    /// The page at `path` below the content folder.
    pub fn new(path: String, source: Source) -> PageSource {
        let parts = [source.file.path(), &path, &source.text];
        PageSource { print: Fingerprint::of(parts.map(str::as_bytes)), path, source }
    }
}

/// A file that is copied, not read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OtherFile {
    /// Path below its folder (content or static), `/`-separated, as the disk spells it.
    pub path: String,
    /// Its name in messages.
    pub file: FileId,
    /// Where it is.
    pub disk: PathBuf,
    /// Width and height of a picture, in pixels; `None` for any other file, and where it does not say.
    pub size: Option<(u32, u32)>,
}

/// A file of a handbook's theme.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ThemeFile {
    /// Path below `themes/NAME/`: `role.html`, `partials/nav.html`, `assets/extra.css`.
    pub path: String,
    /// Its name in messages.
    pub file: FileId,
    /// Its bytes; templates (`.html`, `.xml`, `.txt`) are UTF-8.
    pub bytes: Vec<u8>,
}

/// The file that makes a folder a handbook.
const CONFIG: &str = "rolebook.toml";

/// Opens ROOT: finds `rolebook.toml`, reads nothing else.
///
/// # Errors
/// When ROOT cannot be read or is no folder, or `rolebook.toml` is there and cannot be read.
pub fn project(root: &Path) -> anyhow::Result<Project> {
    let shown = root.display();
    let root = std::path::absolute(root).with_context(|| format!("cannot find `{shown}`"))?;
    let kind = root.metadata().with_context(|| format!("cannot read `{shown}`"))?.file_type();
    if !kind.is_dir() {
        bail!("`{shown}` is not a folder");
    }
    let Checked { value: config, diagnostics } = read_config(&root.join(CONFIG))?;
    if let Some(handbook) = handbook_around(&root).filter(|_| config.is_none()) {
        let handbook = handbook.display();
        bail!("`{shown}` lies in the content of the handbook `{handbook}`; run rolebook there");
    }
    let content = config.is_none().then(|| plain_content(&root));
    Ok(Project { root, config, content, diagnostics })
}

/// As [`project`], for what writes no site: a folder in the content of a handbook stands for the handbook.
///
/// # Errors
/// As [`project`].
pub fn around(root: &Path) -> anyhow::Result<Project> {
    let absolute = std::path::absolute(root);
    let absolute = absolute.with_context(|| format!("cannot find `{}`", root.display()))?;
    if absolute.is_dir()
        && !absolute.join(CONFIG).is_file()
        && let Some(handbook) = handbook_around(&absolute)
    {
        return project(handbook);
    }
    project(root)
}

/// The handbook whose content folder holds `root`, or is it: built as a plain folder, it would get
/// a second site among its pages.
fn handbook_around(root: &Path) -> Option<&Path> {
    let above = root.ancestors().skip(1);
    let holds =
        |folder: &&Path| root.starts_with(folder.join("content")) && folder.join(CONFIG).is_file();
    above.into_iter().find(holds)
}

/// Reads the content folder, the static folder and the handbook's theme. Of the pages only those that
/// are not as `memory` has them, and all of them are there afterwards.
///
/// # Errors
/// When the content folder itself is not there or cannot be read. A single file that cannot is a diagnostic.
pub fn sources(
    project: &Project,
    config: &Config,
    memory: &Memory,
) -> anyhow::Result<Checked<Sources>> {
    let mut diagnostics = project.diagnostics.clone();
    let content = content_folder(project, config);
    if !project.root.join(content).exists() && walk::any_markdown(&project.root) {
        bail!(
            "there is no folder `{content}`; if your pages lie beside `rolebook.toml`, \
             write `content = \".\"` in it, before the first `[table]`"
        );
    }
    let found = walk::files(&Folder {
        root: project.root.clone(),
        disk: project.root.join(content),
        name: content.to_owned(),
        kind: Kind::Content,
        skipped: not_content(project, config, content),
    })?
    .take(&mut diagnostics);
    let (pages, others): (Vec<Found>, Vec<Found>) =
        found.into_iter().partition(|found| is_markdown(Path::new(&found.path)));
    let known = |found: Found| {
        let known = memory.recall(&found.disk, &found.path);
        let same = known.filter(|read| memory::is_called(read, content, &found.path));
        same.unwrap_or_else(|| page(found.named(content)))
    };
    let pages: Vec<Read> = pages.into_par_iter().map(known).collect();
    let files = copied_files(others, content);
    let statics = statics(project, content)?.take(&mut diagnostics);
    let theme = theme(project, config)?.take(&mut diagnostics);
    let beside = Sources { pages: Vec::new(), files, statics, theme };
    let domain = memory::domain(project, config);
    let last = Last { domain, beside, diagnostics, pages, ..Last::default() };
    let sources = last.sources();
    memory.keep(last);
    Ok(sources)
}

/// The content folder, relative to ROOT, without a trailing slash; "" for ROOT itself.
///
/// A plain folder's is found on the disk, a handbook's is what `rolebook.toml` says.
pub fn content_folder<'a>(project: &Project, config: &'a Config) -> &'a str {
    let content = project.content.unwrap_or(&config.content).trim_end_matches('/');
    content.strip_prefix("./").unwrap_or(if content == "." { "" } else { content })
}

/// `path` with every link followed; what does not exist yet is added as it is written.
///
/// Two paths to one folder come out alike, so it is what the output folder is compared by.
pub fn real_path(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let mut missing = Vec::new();
    for ancestor in path.ancestors() {
        match ancestor.canonicalize() {
            Ok(real) => return Ok(missing.iter().rev().fold(real, pushed)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                missing.extend(ancestor.components().next_back());
            }
            Err(error) => return Err(error),
        }
    }
    Ok(path)
}

/// `path`, one step further; `..` of what does not exist is taken by its spelling.
fn pushed(mut path: PathBuf, step: &Component<'_>) -> PathBuf {
    match step {
        Component::ParentDir => {
            path.pop();
        }
        Component::CurDir => {}
        Component::Normal(_) | Component::RootDir | Component::Prefix(_) => path.push(step),
    }
    path
}

/// Reads `rolebook.toml`; `None` where there is none.
fn read_config(path: &Path) -> anyhow::Result<Checked<Option<Source>>> {
    // Not `metadata`: a link to nothing is a config that cannot be read, not a plain folder.
    if path.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return Ok(Checked::clean(None));
    }
    let shown = path.display();
    let kind = path.metadata().with_context(|| format!("cannot read `{shown}`"))?.file_type();
    if !kind.is_file() {
        bail!("`{shown}` is {}, not a file", kind_name(kind));
    }
    match read(path, PAGE_LIMIT).with_context(|| format!("cannot read `{shown}`"))? {
        Bytes::All(bytes) => {
            let file = FileId::new("rolebook.toml");
            let Checked { value, diagnostics } = text::decode(bytes, &file);
            Ok(Checked { value: Some(Source { file, text: value.into() }), diagnostics })
        }
        Bytes::TooMany(_) => bail!("`{shown}` is over 4 MiB, which no config is"),
    }
}

/// Where a plain folder's Markdown is: `content`, or ROOT itself.
fn plain_content(root: &Path) -> &'static str {
    if walk::any_markdown(&root.join("content")) { "content" } else { "" }
}

/// What of the content folder is not content, as real paths: the output folder, and a handbook's
/// other folders when ROOT itself is the content.
fn not_content(project: &Project, config: &Config, content: &str) -> Vec<PathBuf> {
    let mut names = vec![config.output.as_str()];
    if content.is_empty() && project.config.is_some() {
        names.extend(["rolebook.toml", "static", "themes"]);
    }
    // What has no real path is not there, or is met again as a file that cannot be read.
    names.into_iter().filter_map(|name| real_path(&project.root.join(name)).ok()).collect()
}

/// The files of `static/`. In a plain folder that is its own content, `static/` is content.
fn statics(project: &Project, content: &str) -> anyhow::Result<Checked<Vec<OtherFile>>> {
    let disk = project.root.join("static");
    if (content.is_empty() && project.config.is_none()) || !disk.is_dir() {
        return Ok(Checked::clean(Vec::new()));
    }
    let (root, name) = (project.root.clone(), "static".to_owned());
    let folder = Folder { root, disk, name, kind: Kind::Static, skipped: Vec::new() };
    let Checked { value, diagnostics } = walk::files(&folder)?;
    Ok(Checked { value: copied_files(value, "static"), diagnostics })
}

/// The files as they are copied; of pictures the size is read, so that a page can keep their place.
fn copied_files(found: Vec<Found>, folder: &str) -> Vec<OtherFile> {
    let file = |found: Found| {
        let size = picture::size(&found.disk);
        OtherFile { size, ..found.named(folder) }
    };
    found.into_par_iter().map(file).collect()
}

/// Reads one page. One that cannot be read is left out, one that is too long has no body.
fn page(OtherFile { path, file, disk, size: _ }: OtherFile) -> Read {
    let (stamp, bytes) = match stamped(&disk, PAGE_LIMIT) {
        Ok((stamp, bytes)) => (stamp, bytes),
        Err(error) => return Read { page: unreadable(&file, &error), stamp: None, disk },
    };
    let Checked { value: text, diagnostics } = match bytes {
        Bytes::All(bytes) => text::decode(bytes, &file),
        Bytes::TooMany(length) => too_large(&file, length),
    };
    let page = PageSource::new(path, Source { file, text: text.into() });
    Read { page: Checked { value: Some(Arc::new(page)), diagnostics }, stamp, disk }
}

fn too_large(file: &FileId, length: u64) -> Checked<String> {
    // One decimal, rounded up, so that a page just over the limit is not called `4.0 MiB`.
    let tenths = (length * 10).div_ceil(1024 * 1024);
    let message = format!("this page has {}.{} MiB, of at most 4", tenths / 10, tenths % 10);
    let diagnostic = Diagnostic::new(Code::TooLarge, file, Span::default(), message)
        .help("split the page; until then it is published without its text".to_owned());
    Checked { value: String::new(), diagnostics: vec![diagnostic] }
}

/// A file that the disk does not give: said, and left out.
fn unreadable<T>(file: &FileId, error: &io::Error) -> Checked<Option<T>> {
    // It went away since it was listed: an editor at work, and nothing to be said.
    if error.kind() == io::ErrorKind::NotFound {
        return Checked::clean(None);
    }
    let message = format!("this file cannot be read ({})", why(error));
    let diagnostic = Diagnostic::new(Code::UnreadableFile, file, Span::default(), message);
    Checked { value: None, diagnostics: vec![diagnostic] }
}

/// A cause in the author's words.
fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotFound => "it leads to nothing".to_owned(),
        kind => kind.to_string(),
    }
}

/// The bytes of a file, or how many there are when they are too many.
enum Bytes {
    All(Vec<u8>),
    TooMany(u64),
}

fn read(path: &Path, limit: u64) -> io::Result<Bytes> {
    stamped(path, limit).map(|(_, bytes)| bytes)
}

/// The bytes of a file, and its stamp as it was before they were read.
#[expect(clippy::disallowed_methods, reason = "discover is where files are read")]
fn stamped(path: &Path, limit: u64) -> io::Result<(Option<Stamp>, Bytes)> {
    let mut file = std::fs::File::open(path)?;
    let data = file.metadata()?;
    let length = data.len();
    let stamp = Stamp::settled(&data);
    if length > limit {
        return Ok((stamp, Bytes::TooMany(length)));
    }
    let mut bytes = Vec::with_capacity(length as usize + 1);
    file.read_to_end(&mut bytes)?;
    Ok((stamp, Bytes::All(bytes)))
}

/// Markdown by its extension, in any case.
fn is_markdown(path: &Path) -> bool {
    path.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| {
        extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
    })
}

fn kind_name(kind: FileType) -> &'static str {
    if kind.is_dir() {
        "a folder"
    } else if kind.is_symlink() {
        "a symbolic link"
    } else {
        "a device, pipe or socket"
    }
}

#[cfg(test)]
mod tests;
