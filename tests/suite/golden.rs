//! One whole small site, every byte of it: what the theme and all stages make together.
//!
//! `BLESS=1 cargo test` writes `tests/golden/handbook/expected/`. The files of `assets/` change with
//! the style and are left out; `assets.txt` lists them without the print of their bytes.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use rolebook::{
    diagnostic::Severity,
    discover,
    pipeline::{self, Cache, Dates, Options},
};

use crate::handbook::{self, Output, unstamped};

#[test]
fn the_golden_handbook_comes_out_byte_for_byte() {
    let output = build(&folder(), &options());
    assert_eq!(output.short(Severity::Warning), "");
    let found = expected_of(&output);
    let folder = folder().join("expected");
    if std::env::var_os("BLESS").is_some() {
        write(&folder, &found);
    }
    let written = read(&folder);
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&found), names(&written), "the list of files");
    for (path, bytes) in &found {
        let (found, written) =
            (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&written[path]));
        let line = found.lines().zip(written.lines()).position(|(found, written)| found != written);
        let line = line.map_or(0, |line| line + 1);
        assert!(
            found == written,
            "{path}:{line} came out otherwise; `BLESS=1 cargo test --test suite golden`, and read \
             the difference"
        );
    }
}

#[test]
fn a_portable_site_names_every_file() {
    let options = Options { portable: true, ..options() };
    let output = build(&folder(), &options);
    let page = output.html("/roles/technical-lead/");
    for link in ["../../index.html", "../../terms/design-review/index.html"] {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link} is not in\n{page}");
    }
    assert!(page.contains("first-month/index.html#week-one"), "a place stands after the file");
    // The links that are opened from disk, those of the 404 page apart, end in a file.
    for (path, bytes) in output.files.iter().filter(|(path, _)| path.ends_with("index.html")) {
        let html = String::from_utf8_lossy(bytes);
        for link in html.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let path_of_link = link.split(['#', '?']).next().unwrap_or_default();
            let elsewhere = link.contains("://") || link.starts_with("mailto:");
            assert!(elsewhere || !path_of_link.ends_with('/'), "{path}: {link}");
        }
    }
    crate::site::check(&output);
}

/// The project's own history is no part of what is expected.
fn options() -> Options {
    Options { dates: Dates::Known(Arc::default()), ..Options::default() }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/handbook")
}

fn build(root: &Path, options: &Options) -> Output {
    let project = discover::project(root).expect("a folder");
    let built = pipeline::build(&project, options, &Cache::default(), &|_| ());
    handbook::output(built.expect("a readable folder"))
}

/// The site as `expected/` has it.
fn expected_of(output: &Output) -> BTreeMap<String, Vec<u8>> {
    let mut expected = BTreeMap::new();
    let mut assets = String::new();
    for (path, bytes) in &output.files {
        if path.starts_with("assets/") {
            assets += &(unstamped(path) + "\n");
        } else if let Ok(text) = std::str::from_utf8(bytes) {
            expected.insert(path.clone(), unstamped(text).into_bytes());
        } else {
            expected.insert(path.clone(), bytes.clone());
        }
    }
    expected.insert("assets.txt".to_owned(), assets.into_bytes());
    expected
}

fn read(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("below the folder");
            let path = path.to_string_lossy().replace('\\', "/");
            (path, std::fs::read(entry.path()).expect("a file"))
        })
        .collect()
}

fn write(folder: &Path, files: &BTreeMap<String, Vec<u8>>) {
    if folder.exists() {
        std::fs::remove_dir_all(folder).expect("the old site can be removed");
    }
    for (path, bytes) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
}
