//! The theme: the compiled default, with a handbook's own files over it.

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
    own: BTreeMap<String, FileId>,
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

/// Compiles the theme. A handbook's template that cannot be read is reported, and the default stands in.
pub(crate) fn load(config: &Config, files: &[ThemeFile]) -> Checked<Theme> {
    let mut complaints = Vec::new();
    let mut templates = default_templates();
    let mut own = BTreeMap::new();
    for file in files.iter().filter(|file| is_template(&file.path)) {
        match std::str::from_utf8(&file.bytes) {
            Ok(text) => {
                own.insert(file.path.clone(), file.file.clone());
                templates.push((file.path.clone(), text.to_owned()));
            }
            Err(error) => {
                let at = Span::new(error.valid_up_to(), error.valid_up_to() + 1);
                let message = "the template is not UTF-8".to_owned();
                complaints.push(Diagnostic::new(Code::BadTemplate, &file.file, at, message));
            }
        }
    }
    let tera = compiled(templates).unwrap_or_else(|error| {
        complaints.push(bad_template(&error, &own, None));
        own.clear();
        compiled(default_templates())
            .expect("the compiled theme is tested with every build of rolebook")
    });
    let assets = assets(config, files);
    Checked { value: Theme { tera, assets, own }, diagnostics: complaints }
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
        self.tera
            .render(template, &context)
            .map_err(|error| bad_template(&error, &self.own, Some(rendering)))
    }
}

fn compiled(templates: Vec<(String, String)>) -> Result<Tera, tera::Error> {
    let mut tera = Tera::default();
    tera.set_fallback_prefixes([PREFIX])?;
    tera.add_raw_templates(templates)?;
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
        assets.insert(name, file.contents().to_vec());
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

/// A template's error, at its place in the handbook's theme, with the page that was being made.
fn bad_template(
    error: &tera::Error,
    own: &BTreeMap<String, FileId>,
    rendering: Option<&FileId>,
) -> Diagnostic {
    let report = error.to_string();
    let message = report.lines().next().unwrap_or("the template cannot be used").to_owned();
    let template = own.keys().find(|name| report.contains(name.as_str()));
    let file = match (template, rendering) {
        (Some(name), _) => own[name].clone(),
        (None, Some(page)) => page.clone(),
        (None, None) => FileId::new("themes"),
    };
    let diagnostic = Diagnostic::new(Code::BadTemplate, &file, Span::default(), message);
    match rendering {
        Some(page) => diagnostic.help(format!("it came up while `{page}` was being made")),
        None => diagnostic,
    }
}
