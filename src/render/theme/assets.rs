//! The files that pages load: joined, so that a page asks for few, and named by their bytes.

use std::{collections::BTreeMap, path::Path};

use include_dir::Dir;

use super::{DEFAULT, slashed};
use crate::{config::Config, discover::ThemeFile, memo::Fingerprint};

/// What is published as one file, and of which files: those that are not there are passed over.
///
/// One stylesheet, since each holds back the first paint; a handbook puts its own rules into
/// `extra.css`, which comes last, or takes the place of any of the others.
const JOINED: &[(&str, &[&str])] = &[
    ("style.css", &["style.css", "code.css", "options.css", "extra.css"]),
    ("site.js", &["site.js", "cards.js"]),
];

/// A file that pages load.
#[derive(Debug)]
pub(crate) struct Asset {
    /// Where it goes, below the output folder. The name holds a print of the bytes, so that a
    /// browser may keep it for ever.
    pub(crate) path: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// The assets of the theme by their names below `assets/`.
pub(super) fn joined(config: &Config, files: &[ThemeFile]) -> BTreeMap<String, Asset> {
    let mut parts = parts(config, files);
    let mut assets = BTreeMap::new();
    for (name, of) in JOINED {
        let found: Vec<Vec<u8>> = of.iter().filter_map(|part| parts.remove(*part)).collect();
        if !found.is_empty() {
            assets.insert((*name).to_owned(), found.join(&b'\n'));
        }
    }
    assets.extend(parts);
    let named = |(name, bytes): (String, Vec<u8>)| {
        let path = format!("assets/{}", stamped(&name, &bytes));
        (name, Asset { path, bytes })
    };
    assets.into_iter().map(named).collect()
}

/// The assets of the compiled theme, the highlighter's colours, the handbook's options, and the
/// handbook's own files over them.
fn parts(config: &Config, files: &[ThemeFile]) -> BTreeMap<String, Vec<u8>> {
    let mut parts: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let folder = DEFAULT.get_dir("assets").map(Dir::files).into_iter().flatten();
    for file in folder {
        let name = slashed(file.path()).trim_start_matches("assets/").to_owned();
        if config.search || name != "search.js" {
            parts.insert(name, file.contents().to_vec());
        }
    }
    parts.insert("code.css".to_owned(), crate::parse::code_css().into_bytes());
    if let Some(accent) = config.theme_option("accent") {
        parts.insert("options.css".to_owned(), format!(":root{{--accent:{accent}}}\n").into());
    }
    for file in files {
        if let Some(name) = file.path.strip_prefix("assets/") {
            parts.insert(name.to_owned(), file.bytes.clone());
        }
    }
    parts
}

/// `style.css` with a print of its bytes: `style.9f2c41d0.css`.
fn stamped(name: &str, bytes: &[u8]) -> String {
    let print = Fingerprint::of([bytes]).hex8();
    let path = Path::new(name);
    match (path.extension().and_then(|it| it.to_str()), name.rsplit_once('.')) {
        (Some(extension), Some((stem, _))) => format!("{stem}.{print}.{extension}"),
        _ => format!("{name}.{print}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn a_page_loads_one_stylesheet_that_ends_with_the_handbooks_own_rules() {
        let mut config = Config::defaults(false);
        config.theme_options = vec![("accent".to_owned(), "#a1b2c3".to_owned())];
        let file = |path: &str, text: &str| ThemeFile {
            path: path.to_owned(),
            file: FileId::new(path),
            bytes: text.into(),
        };
        let files = [file("assets/extra.css", "b{}"), file("assets/code.css", ".c{}")];
        let assets = joined(&config, &files);
        let style = String::from_utf8(assets["style.css"].bytes.clone()).expect("CSS is text");
        assert!(style.ends_with("\n.c{}\n:root{--accent:#a1b2c3}\n\nb{}"), "{style}");
        let names: Vec<&str> = assets.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            ["compare.js", "icon.svg", "search.js", "site.js", "style.css", "theme.js"]
        );
    }
}
