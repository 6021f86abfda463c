//! The house rules that a compiler does not know: which module may use which, where each crate
//! lives, how long a file may be, that every diagnostic is explained and provoked.

#![expect(clippy::disallowed_methods, reason = "tests read and write what they like")]

use std::path::{Path, PathBuf};

use rolebook::diagnostic::{CODES, PLANNED};

/// A module may use only those before it.
const LAYERS: &[&str] = &[
    "source",
    "diagnostic",
    "memo",
    "data",
    "config",
    "discover",
    "parse",
    "model",
    "link",
    "compare",
    "search",
    "export",
    "render",
    "write",
    "pipeline",
    "watch",
    "serve",
    "cli",
];

/// Where each crate may be named.
const HOMES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["src/diagnostic/print.rs"]),
    ("blake3", &["src/memo.rs"]),
    ("clap", &["src/cli/", "src/main.rs"]),
    ("clap_complete", &["src/cli/"]),
    ("console", &["src/cli/"]),
    ("granit_parser", &["src/data/yaml/"]),
    ("http_body_util", &["src/serve/"]),
    ("hyper", &["src/serve/"]),
    ("hyper_util", &["src/serve/"]),
    ("ignore", &["src/discover/"]),
    ("imagesize", &["src/discover/picture.rs"]),
    ("include_dir", &["src/render/theme/"]),
    ("indicatif", &["src/cli/"]),
    ("jiff", &["src/data/", "src/parse/front_matter"]),
    ("notify", &["src/watch.rs"]),
    ("pulldown_cmark", &["src/parse/"]),
    (
        "quick_xml",
        &["src/discover/picture.rs", "src/render/machines/", "src/render/diagram/tests/"],
    ),
    ("rustix", &["src/write/"]),
    ("syntect", &["src/parse/highlight.rs"]),
    ("tera", &["src/render/theme/"]),
    ("tokio", &["src/serve/"]),
    ("toml", &["src/data/"]),
    ("two_face", &["src/parse/highlight.rs"]),
    ("walkdir", &["src/discover/"]),
];

/// Past 400 lines ask what a file is about; past this it is about two things.
const LINES: usize = 450;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files below `src/`, by path from the project's root, with their code.
fn sources() -> Vec<(String, String)> {
    let mut sources = Vec::new();
    for entry in walkdir::WalkDir::new(root().join("src")).sort_by_file_name() {
        let entry = entry.expect("src can be read");
        if entry.path().extension().is_some_and(|extension| extension == "rs") {
            let path = entry.path().strip_prefix(root()).expect("below the root");
            if path.file_name().is_some_and(|name| name == "tests.rs") {
                continue;
            }
            let code = std::fs::read_to_string(entry.path()).expect("source is text");
            sources.push((path.to_string_lossy().into_owned(), code));
        }
    }
    sources
}

/// The lines of code before a file's unit tests.
fn before_tests(code: &str) -> &str {
    code.split("#[cfg(test)]\nmod tests").next().unwrap_or(code)
}

#[test]
fn a_module_uses_only_those_before_it() {
    let mut faults = Vec::new();
    for (path, code) in sources() {
        let module = path.trim_start_matches("src/").trim_end_matches(".rs");
        let module = module.split('/').next().unwrap_or(module);
        let Some(layer) = LAYERS.iter().position(|name| *name == module) else { continue };
        let mut in_group = false;
        for (number, line) in code.lines().enumerate().filter(|(_, line)| !comment(line)) {
            in_group = (in_group && !line.starts_with('}')) || line.starts_with("use crate::{");
            for later in &LAYERS[layer + 1..] {
                let word = line.trim_start();
                let grouped =
                    word.starts_with(&format!("{later}::")) || word == format!("{later},");
                if line.contains(&format!("crate::{later}")) || (in_group && grouped) {
                    faults.push(format!("{path}:{}: {module} uses {later}", number + 1));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_crate_has_one_home() {
    let mut faults = Vec::new();
    for (path, code) in sources() {
        for (krate, homes) in HOMES {
            let at_home = homes.iter().any(|home| path.starts_with(home));
            let named = code.lines().filter(|line| !comment(line)).any(|line| names(line, krate));
            if named && !at_home {
                faults.push(format!("{path} names {krate}, which lives in {homes:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// Whether a line of code uses the crate: `tera::…` that is not part of a longer path.
fn names(line: &str, krate: &str) -> bool {
    let mut rest = line;
    while let Some(at) = rest.find(&format!("{krate}::")) {
        let before = rest[..at].chars().next_back();
        if !before.is_some_and(|it| it.is_alphanumeric() || it == '_' || it == ':') {
            return true;
        }
        rest = &rest[at + krate.len()..];
    }
    false
}

#[test]
fn no_file_is_about_two_things() {
    let long: Vec<_> = sources()
        .into_iter()
        .map(|(path, code)| (path, before_tests(&code).lines().count()))
        .filter(|(path, lines)| *lines > LINES && !path.ends_with("codes.rs"))
        .collect();
    assert!(long.is_empty(), "files over {LINES} lines before their tests: {long:#?}");
}

#[test]
fn nothing_is_left_to_do() {
    let words = ["todo!", "TODO", "FIXME", "unimplemented!", "#[ignore"];
    let mut faults = Vec::new();
    for (path, code) in sources() {
        for (number, line) in code.lines().enumerate() {
            if words.iter().any(|word| line.contains(word)) {
                faults.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_code_is_explained_and_provoked_by_a_case() {
    let mut cases = String::new();
    for entry in walkdir::WalkDir::new(root().join("tests/cases")) {
        let entry = entry.expect("cases can be read");
        if entry.file_type().is_file() {
            cases.push_str(&std::fs::read_to_string(entry.path()).expect("a case is text"));
        }
    }
    let mut faults = Vec::new();
    for info in CODES {
        let provoked = cases.contains(&format!("[{}]:", info.name));
        let later = PLANNED.contains(&info.name);
        if info.explanation.trim().is_empty() {
            faults.push(format!("{} has no explanation", info.name));
        }
        if !provoked && !later {
            faults.push(format!("{} is provoked by no case", info.name));
        }
        if provoked && later {
            faults.push(format!("{} has a case: take it from the list", info.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_map_in_architecture_names_what_is_there() {
    let map = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let mut missing: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(root().join("src")).expect("src can be read") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let shown = if path.is_dir() { format!("{name}/") } else { name };
        if !map.contains(&shown) {
            missing.push(path);
        }
    }
    assert!(missing.is_empty(), "ARCHITECTURE.md does not name {missing:?}");
}
