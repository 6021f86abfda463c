//! The theme: the compiled default, with a handbook's own files over it.

mod fault;

use std::{collections::BTreeMap, path::Path};

use include_dir::{Dir, DirEntry, include_dir};
use serde::{Serialize, Serializer};
use tera::{Context, Tera, Value};

use crate::{
    config::Config,
    diagnostic::{Checked, Code, Diagnostic},
    discover::ThemeFile,
    memo::Fingerprint,
    source::{FileId, Span},
};

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// What the default theme's templates are called, whatever a handbook puts over them.
const PREFIX: &str = "default/";

/// Templates, and the files that pages load.
#[derive(Debug)]
pub(crate) struct Theme {
    tera: Tera,
    /// By name below `assets/`.
    pub(crate) assets: BTreeMap<String, Asset>,
    /// The handbook's own templates, to tell an author where an error is.
    own: BTreeMap<String, Own>,
}

/// A template of the handbook's own.
#[derive(Debug)]
struct Own {
    file: FileId,
    text: String,
}

/// A file that pages load.
#[derive(Debug)]
pub(crate) struct Asset {
    /// Where it goes, below the output folder. The name holds a print of the bytes, so that a
    /// browser may keep it for ever.
    pub(crate) path: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// A view as templates read it. It is part of any number of contexts and is not copied into them.
#[derive(Clone, Debug)]
pub struct Ready(Value);

impl Ready {
    /// Takes `view` over, for good.
    pub(crate) fn of(view: &impl Serialize) -> Ready {
        Ready(Value::from_serializable(view))
    }
}

impl Serialize for Ready {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Compiles the theme. A handbook's template that cannot be read is reported, and the default
/// stands in.
pub(crate) fn load(config: &Config, files: &[ThemeFile]) -> Checked<Theme> {
    let mut complaints = Vec::new();
    let mut own = BTreeMap::new();
    for file in files.iter().filter(|file| is_template(&file.path)) {
        match std::str::from_utf8(&file.bytes) {
            Ok(text) => {
                let text = text.trim_start_matches('\u{feff}').to_owned();
                own.insert(file.path.clone(), Own { file: file.file.clone(), text });
            }
            Err(error) => {
                let at = Span::new(error.valid_up_to(), error.valid_up_to() + 1);
                let message = "the template is not UTF-8".to_owned();
                complaints.push(Diagnostic::new(Code::BadTemplate, &file.file, at, message));
            }
        }
    }
    let tera = usable(&mut own, &mut complaints);
    let assets = assets(config, files);
    Checked { value: Theme { tera, assets, own }, diagnostics: complaints }
}

/// The templates that can be compiled together: each that cannot is reported and left out, until
/// only the compiled theme is left.
fn usable(own: &mut BTreeMap<String, Own>, complaints: &mut Vec<Diagnostic>) -> Tera {
    let mut left_out: Vec<String> = Vec::new();
    loop {
        let error = match compiled(own) {
            Ok(tera) => return tera,
            Err(error) if own.is_empty() => {
                unreachable!("the compiled theme is tested with every build of rolebook: {error}")
            }
            Err(error) => error,
        };
        let faults = fault::faults(&error, own, None);
        // What is missed only since it was left out is no further fault.
        let told = |fault: &&Diagnostic| left_out.iter().all(|it| !fault.message.contains(it));
        complaints.extend(faults.iter().filter(told).cloned());
        let before = own.len();
        own.retain(|name, own| {
            let good = faults.iter().all(|fault| fault.place.file != own.file);
            if !good {
                left_out.push(format!("`{name}`"));
            }
            good
        });
        if own.len() == before {
            own.clear();
        }
    }
}

impl Theme {
    /// Makes a page of `template`, which sees what `views` puts under each name.
    pub(crate) fn render(
        &self,
        template: &str,
        site: &Ready,
        page: &impl Serialize,
        rendering: &FileId,
    ) -> Result<String, Diagnostic> {
        let mut context = Context::new();
        context.insert("site", site);
        context.insert("page", page);
        self.tera.render(template, &context).map_err(|error| {
            let mut faults = fault::faults(&error, &self.own, Some(rendering));
            faults.swap_remove(0)
        })
    }
}

fn compiled(own: &BTreeMap<String, Own>) -> Result<Tera, tera::Error> {
    let mut tera = Tera::default();
    tera.set_fallback_prefixes([PREFIX])?;
    let own = own.iter().map(|(name, own)| (name.clone(), own.text.clone()));
    tera.add_raw_templates(default_templates().into_iter().chain(own))?;
    Ok(tera)
}

fn default_templates() -> Vec<(String, String)> {
    let mut templates = Vec::new();
    let mut folders = vec![&DEFAULT];
    while let Some(folder) = folders.pop() {
        for entry in folder.entries() {
            match entry {
                DirEntry::Dir(folder) => folders.push(folder),
                DirEntry::File(file) => {
                    let path = slashed(file.path());
                    if let Some(text) = file.contents_utf8().filter(|_| is_template(&path)) {
                        templates.push((format!("{PREFIX}{path}"), text.to_owned()));
                    }
                }
            }
        }
    }
    templates.sort();
    templates
}

/// The assets of the compiled theme, the highlighter's colours, the handbook's options and its own
/// assets over them, each under a name that changes with its bytes.
fn assets(config: &Config, files: &[ThemeFile]) -> BTreeMap<String, Asset> {
    let mut assets: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let folder = DEFAULT.get_dir("assets").map(Dir::files).into_iter().flatten();
    for file in folder {
        let name = slashed(file.path()).trim_start_matches("assets/").to_owned();
        if config.search || name != "search.js" {
            assets.insert(name, file.contents().to_vec());
        }
    }
    assets.insert("code.css".to_owned(), crate::parse::code_css().into_bytes());
    if let Some((_, accent)) = config.theme_options.iter().find(|(name, _)| name == "accent") {
        assets.insert("options.css".to_owned(), format!(":root{{--accent:{accent}}}\n").into());
    }
    for file in files {
        if let Some(name) = file.path.strip_prefix("assets/") {
            assets.insert(name.to_owned(), file.bytes.clone());
        }
    }
    assets
        .into_iter()
        .map(|(name, bytes)| {
            let path = format!("assets/{}", stamped(&name, &bytes));
            (name, Asset { path, bytes })
        })
        .collect()
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

fn is_template(path: &str) -> bool {
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| matches!(extension, "html" | "xml" | "txt"))
        && !path.starts_with("assets/")
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
