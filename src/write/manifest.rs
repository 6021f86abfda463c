//! The list of files that rolebook made: what it may take away again, and nothing else.

use std::{collections::HashSet, fs, io, path::Path};

use anyhow::{Context, bail, ensure};
use serde::{Deserialize, Serialize};

use super::room;
use crate::discover::MANIFEST;

/// The files of a site. It holds no time and no process: equal sites have equal manifests.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The version of the format; also what tells a manifest from any other JSON.
    #[serde(rename = "rolebook-manifest")]
    version: u32,
    /// Sorted paths below the output folder, the manifest itself left out.
    pub files: Vec<String>,
}

const VERSION: u32 = 1;

impl Manifest {
    pub(super) fn of(paths: &[&str]) -> Manifest {
        Manifest { version: VERSION, files: paths.iter().map(|&path| path.to_owned()).collect() }
    }

    /// The manifest of the site in `folder`; `None` where there is none.
    ///
    /// # Errors
    /// When there is a file of that name and it is not a manifest that we can trust.
    pub(super) fn read(folder: &Path) -> anyhow::Result<Option<Manifest>> {
        let path = folder.join(MANIFEST);
        let cannot = || format!("cannot read `{}`", path.display());
        match path.symlink_metadata() {
            Ok(metadata) if metadata.is_file() => {}
            Ok(_) => bail!("`{}` is not a file", path.display()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(cannot),
        }
        let bytes = fs::read(&path).with_context(cannot)?;
        let manifest: Manifest = serde_json::from_slice(&bytes)
            .with_context(|| format!("`{}` is not a manifest of rolebook", path.display()))?;
        ensure!(
            manifest.version == VERSION,
            "`{}` was written by another version of rolebook",
            path.display()
        );
        check_paths(&manifest.files.iter().map(String::as_str).collect::<Vec<_>>())
            .with_context(|| format!("`{}` is damaged", path.display()))?;
        Ok(Some(manifest))
    }

    /// Its bytes: one path a line, so that a diff of two tells what changed.
    pub(super) fn bytes(&self) -> anyhow::Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    pub(super) fn holds(&self, path: &str) -> bool {
        self.files.binary_search_by(|file| (**file).cmp(path)).is_ok()
    }
}

/// Makes sure that `paths` are addresses of files below the output folder: sorted, no two alike,
/// none that leads out of it or into what is not a site's.
pub(super) fn check_paths(paths: &[&str]) -> anyhow::Result<()> {
    for pair in paths.windows(2) {
        ensure!(pair[0] < pair[1], "`{}` stands before `{}` in a list of files", pair[0], pair[1]);
    }
    for path in paths {
        ensure!(is_below(path), "`{path}` is no path of a file below the output folder");
    }
    Ok(())
}

fn is_below(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or(path);
    let leads_out = |step: &str| {
        matches!(step, "" | "." | "..")
            || step.eq_ignore_ascii_case(".git")
            || step.contains('\0')
            || (cfg!(windows) && step.contains(['\\', ':']))
    };
    !path.split('/').any(leads_out) && first != MANIFEST && first != room::INSIDE
}

/// Every folder that the files at `paths` stand in, the output folder itself ("") left out.
pub(super) fn folders<'a>(paths: impl IntoIterator<Item = &'a str>) -> HashSet<&'a str> {
    let mut folders = HashSet::new();
    for path in paths {
        let mut rest = path;
        while let Some((folder, _)) = rest.rsplit_once('/') {
            if !folders.insert(folder) {
                break;
            }
            rest = folder;
        }
    }
    folders
}
