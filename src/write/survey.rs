//! What stands in the output folder: rolebook's files, and everybody else's.

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    Taken,
    manifest::{Manifest, folders},
    room::INSIDE,
};
use crate::discover::MANIFEST;

/// The output folder before the build.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Files of the old manifest that are still there, as files, sorted.
    pub ours: Vec<String>,
    /// What rolebook did not make; of a folder that is foreign as a whole, the folder alone.
    pub foreign: Vec<Foreign>,
}

/// Something that rolebook did not make.
#[derive(Debug)]
pub(super) struct Foreign {
    /// Its path below the output folder.
    pub path: PathBuf,
    /// A folder (not a link to one), with all that is in it.
    pub is_folder: bool,
}

/// Looks through `output`, no further than the folders of the old site and of the new one at
/// `paths`.
pub(super) fn survey(output: &Path, manifest: &Manifest, paths: &[&str]) -> io::Result<Survey> {
    if !output.exists() {
        return Ok(Survey::default());
    }
    let old = manifest.files.iter().map(String::as_str);
    let entered = folders(old.chain(paths.iter().copied()));
    let mut survey = Look { manifest, entered }.folder(output, "")?;
    survey.ours.sort_unstable();
    survey.foreign.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(survey)
}

impl Survey {
    /// Whether the file at `path` is there and ours.
    pub(super) fn has(&self, path: &str) -> bool {
        self.ours.binary_search_by(|ours| (**ours).cmp(path)).is_ok()
    }

    /// The files that are in the way of new ones at `paths`.
    pub(super) fn taken(&self, paths: &[&str]) -> Option<Taken> {
        let folders = folders(paths.iter().copied());
        let is_path = |path: &str| paths.binary_search(&path).is_ok();
        let in_the_way = |foreign: &&Foreign| {
            let Some(path) = foreign.path.to_str() else { return false };
            let above = path.match_indices('/').any(|(slash, _)| is_path(&path[..slash]));
            above || is_path(path) || (!foreign.is_folder && folders.contains(path))
        };
        let taken = self.foreign.iter().filter(in_the_way);
        let paths: Vec<String> =
            taken.filter_map(|foreign| foreign.path.to_str()).map(str::to_owned).collect();
        (!paths.is_empty()).then_some(Taken { paths })
    }
}

struct Look<'a> {
    manifest: &'a Manifest,
    entered: HashSet<&'a str>,
}

impl Look<'_> {
    fn folder(&self, disk: &Path, below: &str) -> io::Result<Survey> {
        let mut survey = Survey::default();
        let mut inner = Vec::new();
        for entry in fs::read_dir(disk)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let name = entry.file_name();
            let path = name.to_str().map(|name| joined(below, name));
            match path {
                Some(path) if path == MANIFEST || path == INSIDE => {}
                Some(path) if kind.is_dir() && self.entered.contains(&*path) => inner.push(path),
                Some(path) if kind.is_file() && self.manifest.holds(&path) => {
                    survey.ours.push(path);
                }
                Some(_) | None => {
                    let path = Path::new(below).join(name);
                    survey.foreign.push(Foreign { path, is_folder: kind.is_dir() });
                }
            }
        }
        let inner: Vec<io::Result<Survey>> = inner
            .into_par_iter()
            .map(|path| {
                let name = path.rsplit_once('/').map_or(&*path, |(_, name)| name);
                self.folder(&disk.join(name), &path)
            })
            .collect();
        for inner in inner {
            let Survey { ours, foreign } = inner?;
            survey.ours.extend(ours);
            survey.foreign.extend(foreign);
        }
        Ok(survey)
    }
}

/// The path of `name` in the folder at `below`.
pub(super) fn joined(below: &str, name: &str) -> String {
    if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") }
}
