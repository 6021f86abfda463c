//! What a preview asks of the disk: where to watch, whether a change can matter, the bytes of a
//! file that is copied.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use walkdir::{DirEntry, WalkDir};

use super::{Bytes, Project, content_folder, read, walk::Kind};
use crate::config::Config;

/// The folders that a build reads whole: content, `static/`, `themes/`. They need not be there.
pub fn folders(project: &Project, config: &Config) -> Vec<PathBuf> {
    domains(project, config).into_iter().map(|(folder, _)| folder).collect()
}

/// Whether a change at `path` can change what a build reads.
///
/// A yes too many costs a rebuild, a no too many a stale page; so what is not known matters.
pub fn matters(project: &Project, config: &Config, path: &Path) -> bool {
    let Ok(below) = path.strip_prefix(&project.root) else { return true };
    if path.starts_with(project.root.join(&config.output)) {
        return false;
    }
    // ROOT itself, its config, and a `.gitignore` above the content.
    if ["", "rolebook.toml", ".gitignore"].iter().any(|name| below == Path::new(name)) {
        return true;
    }
    domains(project, config).into_iter().any(|(folder, kind)| {
        path.strip_prefix(&folder).is_ok_and(|below| {
            below.iter().all(|name| {
                let name = name.to_string_lossy();
                name == ".gitignore" || !kind.passes_over(&name)
            })
        })
    })
}

/// The files of `folders` (each with all that is below it, or with its own files alone), by path, with
/// their length and the time that they were changed. What cannot be read is not there.
pub fn look<'a>(
    folders: impl Iterator<Item = (&'a Path, bool)>,
) -> BTreeMap<PathBuf, (u64, Option<SystemTime>)> {
    let mut files = BTreeMap::new();
    for (folder, deep) in folders {
        let depth = if deep { usize::MAX } else { 1 };
        let read = |entry: &DirEntry| {
            let name = entry.file_name().to_string_lossy();
            entry.depth() == 0 || !(Kind::Static.passes_over(&name) || name == "node_modules")
        };
        let entries = WalkDir::new(folder).max_depth(depth).into_iter().filter_entry(read);
        for entry in entries.filter_map(Result::ok) {
            if let Ok(data) = entry.metadata()
                && !data.is_dir()
            {
                files.insert(entry.into_path(), (data.len(), data.modified().ok()));
            }
        }
    }
    files
}

/// The bytes of a file that [`super::sources`] listed, for a preview to send.
///
/// # Errors
/// When the file is gone or cannot be read.
pub fn copied(file: &Path) -> io::Result<Vec<u8>> {
    // A pipe that has taken the file's place would be waited for without end.
    if !file.metadata()?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    match read(file, u64::MAX)? {
        Bytes::All(bytes) => Ok(bytes),
        Bytes::TooMany(_) => Err(io::ErrorKind::FileTooLarge.into()),
    }
}

/// What another content of a file that [`super::sources`] listed differs in: its length and the time that it
/// was changed. `None` where it cannot be read.
pub fn stamp(file: &Path) -> Option<(u64, Option<SystemTime>)> {
    let data = file.metadata().ok()?;
    Some((data.len(), data.modified().ok()))
}

/// The folders that are read, and what each holds.
fn domains(project: &Project, config: &Config) -> Vec<(PathBuf, Kind)> {
    let content = project.root.join(content_folder(project, config));
    let mut domains = vec![(content, Kind::Content)];
    // In a plain folder that is its own content, all is content.
    if project.config.is_some() || project.content == Some("content") {
        domains.push((project.root.join("static"), Kind::Static));
    }
    if project.config.is_some() {
        domains.push((project.root.join("themes"), Kind::Theme));
    }
    domains
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Source};

    /// Which of `paths` matter, in a handbook whose content is `content` or in a plain folder.
    #[track_caller]
    fn check(content: Option<&str>, paths: &[&str], expected: &[&str]) {
        let mut config = Config::defaults(content.is_none());
        config.content = content.unwrap_or_default().to_owned();
        let file = || Source { file: FileId::new("rolebook.toml"), text: "".into() };
        let project = Project {
            root: "/book".into(),
            config: content.map(|_| file()),
            content: content.is_none().then_some(""),
            diagnostics: Vec::new(),
        };
        let mattering = |path: &&str| matters(&project, &config, &Path::new("/book").join(path));
        let found: Vec<&str> = paths.iter().copied().filter(mattering).collect();
        assert_eq!(found, expected);
    }

    const PATHS: [&str; 14] = [
        "rolebook.toml",
        "Cargo.toml",
        "target/debug/x",
        "content",
        "content/roles/sre.md",
        "content/.sre.md.swp",
        "content/sre.md~",
        "content/.gitignore",
        "content/node_modules/x/README.md",
        "static/.well-known/security.txt",
        "static/.git/index",
        "themes/default/page.html",
        "public/index.html",
        ".git/index",
    ];

    #[test]
    fn only_what_a_build_reads_matters() {
        let in_content = ["content", "content/roles/sre.md", "content/.gitignore"];
        let beside = ["static/.well-known/security.txt", "themes/default/page.html"];
        let handbook = [&["rolebook.toml"], &in_content[..], &beside].concat();
        check(Some("content"), &PATHS, &handbook);
        let plain = ["rolebook.toml", "Cargo.toml", "target/debug/x"];
        check(None, &PATHS, &[&plain, &in_content[..], &["themes/default/page.html"]].concat());
    }
}
