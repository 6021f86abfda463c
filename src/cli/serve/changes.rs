//! What is new between two books, in words for the author.

use std::{cmp::Ordering, collections::BTreeSet, path::PathBuf};

use crate::{
    diagnostic::words::{counted, harmless},
    discover::{OtherFile, Sources},
    pipeline::Built,
    source::FileId,
};

/// What makes a folder a handbook.
pub(super) const CONFIG: &str = "rolebook.toml";

/// What became of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fate {
    New,
    Changed,
    Deleted,
}

impl Fate {
    fn word(self) -> &'static str {
        match self {
            Fate::New => "new",
            Fate::Changed => "changed",
            Fate::Deleted => "deleted",
        }
    }
}

/// The files in which two books differ.
#[derive(Debug)]
pub(super) struct Changes(Vec<(FileId, Fate)>);

impl Changes {
    /// Between two books. `touched` are the paths that the watch told of: what is copied is not read, so
    /// they alone tell that it changed.
    pub(super) fn between(before: &Built, now: &Built, touched: &BTreeSet<PathBuf>) -> Changes {
        let mut found = of_sources(&before.sources, &now.sources, touched);
        let config = FileId::new(CONFIG);
        match (before.text(&config), now.text(&config)) {
            (None, Some(_)) => found.insert(0, (config, Fate::New)),
            (Some(_), None) => found.insert(0, (config, Fate::Deleted)),
            (before, now) if before != now => found.insert(0, (config, Fate::Changed)),
            _ => {}
        }
        Changes(found)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn has(&self, file: &FileId) -> bool {
        self.0.iter().any(|(changed, _)| changed == file)
    }

    /// Whether `rolebook.toml` came or went: what is read in another way is neither broken nor mended.
    pub(super) fn are_of_kind(&self) -> bool {
        self.config().is_some_and(|fate| fate != Fate::Changed)
    }

    /// What became of `rolebook.toml`, if anything did.
    fn config(&self) -> Option<Fate> {
        let (file, fate) = self.0.first()?;
        (file.path() == CONFIG).then_some(*fate)
    }

    /// `content/roles/sre.md and 2 more files changed`.
    pub(super) fn words(&self) -> String {
        let name = |file: &FileId| harmless(file.path());
        match &self.0[..] {
            [] => "something changed".to_owned(),
            [_, ..] if self.config() == Some(Fate::New) => {
                format!("{CONFIG} new: this is a handbook now")
            }
            // With it, the same files may be read as others.
            [_, ..] if self.config() == Some(Fate::Deleted) => format!("{CONFIG} deleted"),
            [(file, fate)] => format!("{} {}", name(file), fate.word()),
            // Most often one file that was given another name.
            [(gone, Fate::Deleted), (came, Fate::New)]
            | [(came, Fate::New), (gone, Fate::Deleted)] => {
                format!("{} deleted, {} new", name(gone), name(came))
            }
            [(file, first), others @ ..] => {
                let alike = others.iter().all(|(_, fate)| fate == first);
                let fate = if alike { *first } else { Fate::Changed };
                let more = counted(others.len(), "more file");
                format!("{} and {more} {}", name(file), fate.word())
            }
        }
    }
}

/// The files in which two readings differ, the pages first.
fn of_sources(before: &Sources, now: &Sources, touched: &BTreeSet<PathBuf>) -> Vec<(FileId, Fate)> {
    let mut found = Vec::new();
    let Sources { pages, files, statics, theme } = now;
    differ(&before.pages, pages, |it| &it.source.file, |a, b| a.print == b.print, &mut found);
    differ(&before.theme, theme, |it| &it.file, |a, b| a == b, &mut found);
    let same = |a: &OtherFile, b: &OtherFile| a == b && !touched.contains(&b.disk);
    differ(&before.files, files, |it| &it.file, same, &mut found);
    differ(&before.statics, statics, |it| &it.file, same, &mut found);
    found
}

/// Adds to `found` what two lists, both sorted by their names, differ in.
fn differ<T>(
    before: &[T],
    now: &[T],
    name: impl Fn(&T) -> &FileId,
    same: impl Fn(&T, &T) -> bool,
    found: &mut Vec<(FileId, Fate)>,
) {
    let (mut before, mut now) = (before.iter().peekable(), now.iter().peekable());
    loop {
        let order = match (before.peek(), now.peek()) {
            (Some(old), Some(new)) => name(old).cmp(name(new)),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return,
        };
        let old = if order.is_le() { before.next() } else { None };
        let new = if order.is_ge() { now.next() } else { None };
        match (old, new) {
            (Some(old), None) => found.push((name(old).clone(), Fate::Deleted)),
            (None, Some(new)) => found.push((name(new).clone(), Fate::New)),
            (Some(old), Some(new)) if !same(old, new) => {
                found.push((name(new).clone(), Fate::Changed));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{
        Fate::{Changed, Deleted, New},
        *,
    };
    use crate::{discover::PageSource, source::Source};

    #[test]
    fn a_change_is_told_in_words() {
        let check = |files: &[(&str, Fate)], expected: &str| {
            let files = files.iter().map(|(file, fate)| (FileId::new(*file), *fate)).collect();
            assert_eq!(Changes(files).words(), expected);
        };
        check(&[], "something changed");
        check(&[("content/a.md", Changed)], "content/a.md changed");
        check(&[("content/a\x1b.md", New)], "content/a␛.md new");
        check(&[("a", Changed), ("b", Changed), ("c", Changed)], "a and 2 more files changed");
        check(&[("a", Deleted), ("b", Deleted)], "a and 1 more file deleted");
        check(&[("a", New), ("b", Deleted)], "b deleted, a new");
        check(&[("a", New), ("b", Deleted), ("c", Changed)], "a and 2 more files changed");
        check(&[(CONFIG, Changed), ("a", New)], "rolebook.toml and 1 more file changed");
        check(&[(CONFIG, New), ("a", New)], "rolebook.toml new: this is a handbook now");
        check(&[(CONFIG, Deleted), ("a", New)], "rolebook.toml deleted");
    }

    #[test]
    fn what_became_of_files_is_seen_between_two_readings() {
        let page = |(name, text): &(&str, &str)| {
            let source =
                Source { file: FileId::new(format!("content/{name}")), text: (*text).into() };
            Arc::new(PageSource::new((*name).to_owned(), source))
        };
        let sources = |pages: &[(&str, &str)], files: &[&str]| Sources {
            pages: pages.iter().map(page).collect(),
            files: files.iter().map(|name| other(name)).collect(),
            ..Sources::default()
        };
        let before = sources(&[("a.md", ""), ("b.md", ""), ("c.md", "old")], &["x.png", "y.png"]);
        let now = sources(&[("b.md", ""), ("c.md", "new"), ("d.md", "")], &["x.png", "y.png"]);
        let touched = ["/book/y.png", "/book/.swap"].map(PathBuf::from).into();
        let found = of_sources(&before, &now, &touched);
        let found: Vec<(&str, Fate)> = found.iter().map(|(file, it)| (file.path(), *it)).collect();
        assert_eq!(
            found,
            [
                ("content/a.md", Deleted),
                ("content/c.md", Changed),
                ("content/d.md", New),
                ("y.png", Changed)
            ]
        );
    }

    fn other(name: &str) -> OtherFile {
        OtherFile {
            path: name.to_owned(),
            file: FileId::new(name),
            disk: PathBuf::from("/book").join(name),
            size: None,
        }
    }
}
