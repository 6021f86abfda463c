//! The theme: the compiled default, with a handbook's own files over it.

mod assets;
pub mod eject;
mod fault;
mod unclosed;

use std::{collections::BTreeMap, path::Path};

use include_dir::{Dir, DirEntry, File, include_dir};
use serde::{Serialize, Serializer};
use tera::{Context, Tera, Value};

use crate::{
    config::Config,
    data::nearest_within,
    diagnostic::{Checked, Code, Diagnostic, Severity},
    discover::ThemeFile,
    source::{FileId, Span},
};
pub(crate) use assets::Asset;

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
    let mut complaints: Vec<_> = files.iter().filter_map(eject::outdated).collect();
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
    complaints.extend(unused(&own));
    let tera = usable(&mut own, &mut complaints);
    let assets = assets::joined(config, files);
    Checked { value: Theme { tera, assets, own }, diagnostics: complaints }
}

/// Own templates that nothing asks for and whose name is one slip from one of the compiled theme.
fn unused(own: &BTreeMap<String, Own>) -> Vec<Diagnostic> {
    let known = default_templates();
    let known = || known.iter().map(|(name, _)| name.trim_start_matches(PREFIX));
    let is_asked_for = |name: &str| {
        let quoted = [format!("\"{name}\""), format!("'{name}'")];
        own.values().any(|own| quoted.iter().any(|name| own.text.contains(name)))
    };
    let strange = own.iter().filter(|(name, _)| known().all(|known| known != name.as_str()));
    let slips = strange.filter(|(name, _)| !is_asked_for(name)).filter_map(|(name, own)| {
        let near = nearest_within(name, known(), 1)?;
        let message = format!("no page is made with `{name}`, and no template includes it");
        let mut complaint = Diagnostic::new(Code::BadTemplate, &own.file, Span::default(), message);
        complaint.severity = Severity::Warning;
        Some(complaint.help(format!("did you mean `{near}`?")))
    });
    slips.collect()
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
    let templates = files().into_iter().filter(|(path, _)| is_template(path));
    templates
        .filter_map(|(path, file)| {
            Some((format!("{PREFIX}{path}"), file.contents_utf8()?.to_owned()))
        })
        .collect()
}

/// The files of the compiled theme, sorted by path.
fn files() -> Vec<(String, &'static File<'static>)> {
    let mut files = Vec::new();
    let mut folders = vec![&DEFAULT];
    while let Some(folder) = folders.pop() {
        for entry in folder.entries() {
            match entry {
                DirEntry::Dir(folder) => folders.push(folder),
                DirEntry::File(file) => files.push((slashed(file.path()), file)),
            }
        }
    }
    files.sort_by(|(a, _), (b, _)| a.cmp(b));
    files
}

fn is_template(path: &str) -> bool {
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| matches!(extension, "html" | "xml" | "txt"))
        && !path.starts_with("assets/")
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
