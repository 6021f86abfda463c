//! Which names are passed over: hidden files, editors' droppings, what `.gitignore` ignores.

use std::path::Path;

use ignore::{
    Match,
    gitignore::{Gitignore, GitignoreBuilder},
};

/// Files that editors and systems drop beside those one works on, and never means to publish.
pub(super) fn is_dropping(name: &str) -> bool {
    const ENDINGS: [&str; 6] = ["~", ".swp", ".swo", ".swx", ".tmp", ".bak"];
    // Vim writes a file `4913` to learn whether it may write into a folder.
    const NAMES: [&str; 4] = [".DS_Store", "Thumbs.db", "desktop.ini", "4913"];
    NAMES.contains(&name)
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
        || name.starts_with(".#")
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
}

/// The `.gitignore` files that hold for a folder: its own and those above it, the nearest last.
#[derive(Default)]
pub(super) struct Gitignores(Vec<(usize, Gitignore)>);

impl Gitignores {
    /// Those above `folder`, up to the top of its repository (without one, up to `root`); none where
    /// they ignore `folder` itself: the author asks for a folder that git does not keep.
    ///
    /// Neither the user's own list nor `.git/info/exclude` counts: the same folder must give the
    /// same site on every machine.
    pub(super) fn above(folder: &Path, root: &Path) -> Gitignores {
        let is_top = |folder: &&Path| folder.join(".git").exists();
        let top = folder.ancestors().find(is_top).unwrap_or(root);
        let mut above: Vec<&Path> =
            folder.ancestors().skip(1).take_while(|folder| folder.starts_with(top)).collect();
        above.reverse();
        let mut gitignores = Gitignores::default();
        let mut below = above.iter().skip(1).copied().chain([folder]);
        for above in &above {
            gitignores.enter(above, 0);
            if below.next().is_some_and(|below| gitignores.ignore(below, true).is_some()) {
                return Gitignores::default();
            }
        }
        gitignores
    }

    /// Takes in the `.gitignore` of `folder`, which lies `depth` levels down.
    pub(super) fn enter(&mut self, folder: &Path, depth: usize) {
        let path = folder.join(".gitignore");
        // As git does, a link (or a pipe) of that name is not opened.
        if path.symlink_metadata().is_ok_and(|metadata| metadata.is_file()) {
            let mut builder = GitignoreBuilder::new(folder);
            // A line that is no pattern is passed over, as git does; the others hold.
            builder.add(path);
            self.0.extend(builder.build().ok().map(|gitignore| (depth, gitignore)));
        }
    }

    /// Forgets the folders that are left when an entry at `depth` is met.
    pub(super) fn leave(&mut self, depth: usize) {
        while self.0.last().is_some_and(|&(of, _)| of >= depth.max(1)) {
            self.0.pop();
        }
    }

    /// The folder of the `.gitignore` by which git would ignore `path`; the nearest file that says
    /// anything decides.
    pub(super) fn ignore(&self, path: &Path, is_folder: bool) -> Option<&Path> {
        let nearest_first = self.0.iter().rev();
        nearest_first
            .map(|(_, gitignore)| (gitignore, gitignore.matched(path, is_folder)))
            .find(|(_, verdict)| !verdict.is_none())
            .filter(|(_, verdict)| matches!(verdict, Match::Ignore(_)))
            .map(|(gitignore, _)| gitignore.path())
    }
}
