//! `rolebook.toml` as written becomes a [`Config`] as meant.

mod facets;

use std::sync::Arc;

use globset::{GlobBuilder, GlobMatcher};
use url::Url;

use super::{AutoCompare, Autolink, Config, Kind, Serve};
use crate::{
    data::{self, Fields, Key, Node, Notation, Spanned, Text, Typing, Value},
    diagnostic::{CODES, Checked, Code, Diagnostic, Levels, Severity},
    source::{FileId, Place, Source},
};

/// The options of the compiled theme, with their defaults.
pub(super) const THEME_OPTIONS: &[(&str, &str)] =
    &[("accent", "#2f6f4e"), ("logo", ""), ("prose", "sans"), ("credit", "true")];

/// The typefaces of prose.
const PROSE: &[(&str, ())] = &[("sans", ()), ("serif", ())];

/// What a page is by its folder, after the rules of `[types]`.
const DEFAULT_TYPES: &[(&str, Kind)] = &[
    ("roles/**", Kind::Role),
    ("terms/**", Kind::Term),
    ("glossary/**", Kind::Term),
    ("comparisons/**", Kind::Comparison),
    ("guides/**", Kind::Guide),
];

/// The kinds by the names that authors write.
pub(crate) const KINDS: &[(&str, Kind)] = &[
    ("page", Kind::Page),
    ("guide", Kind::Guide),
    ("role", Kind::Role),
    ("term", Kind::Term),
    ("comparison", Kind::Comparison),
];

const LEVELS: &[(&str, Option<Severity>)] = &[
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("info", Some(Severity::Info)),
    ("off", None),
];

const AUTOLINK: &[(&str, Autolink)] = &[
    ("first-per-page", Autolink::FirstPerPage),
    ("first-per-section", Autolink::FirstPerSection),
    ("off", Autolink::Off),
];

const AUTO_COMPARE: &[(&str, AutoCompare)] =
    &[("off", AutoCompare::Off), ("track", AutoCompare::Track), ("all", AutoCompare::All)];

pub(super) fn default_types() -> Vec<(GlobMatcher, Kind)> {
    DEFAULT_TYPES.iter().filter_map(|&(pattern, kind)| Some((glob(pattern).ok()?, kind))).collect()
}

/// `*` stops at a `/`, `**` does not.
fn glob(pattern: &str) -> Result<GlobMatcher, globset::Error> {
    Ok(GlobBuilder::new(pattern).literal_separator(true).build()?.compile_matcher())
}

/// Reads `rolebook.toml`; what is wrong in it is `bad-config` or `unknown-key`, and costs only its key.
pub fn read(source: &Source) -> Checked<Config> {
    let mut diagnostics = Vec::new();
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let start = source.text.len() - text.len();
    let value = data::read(Notation::Toml, Code::BadConfig, &source.file, start, text)
        .take(&mut diagnostics);
    let mut config = Config::defaults(false);
    let mut fields = Fields::typed(value, Typing::Strict, Code::BadConfig, &source.file);
    site(&mut fields, &mut config);
    folders(&mut fields, &mut config);
    types(&mut fields, &mut config);
    section(&mut fields, "markdown", |fields| {
        let markdown = &mut config.markdown;
        set(&mut markdown.math, fields.flag("math"));
        set(&mut markdown.definition_lists, fields.flag("definition_lists"));
        set(&mut markdown.smart_punctuation, fields.flag("smart_punctuation"));
        set(&mut markdown.highlight, fields.flag("highlight"));
    });
    section(&mut fields, "terms", |fields| {
        set(&mut config.terms.autolink, fields.choice("autolink", AUTOLINK));
        set(&mut config.terms.plurals, fields.flag("plurals"));
    });
    section(&mut fields, "compare", |fields| {
        if let Some(value) = fields.value("auto") {
            let span = value.span;
            let auto = named(&value, AUTO_COMPARE, "a way to compare", fields);
            config.compare.place = auto.map(|_| Place { file: source.file.clone(), span });
            set(&mut config.compare.auto, auto);
        }
        let number = |text: &str| text.parse().ok();
        set(&mut config.compare.max_pairs, fields.numeric("max_pairs", "a whole number", number));
    });
    section(&mut fields, "nav", |fields| {
        let names = fields.texts("order").into_iter();
        config.nav_order =
            names.map(|Text { text, span, .. }| Spanned { value: text, span }).collect();
    });
    section(&mut fields, "serve", |fields| serve(fields, &mut config.serve));
    theme_options(&mut fields, &source.file, &mut config);
    levels(&mut fields, &mut config.levels);
    config.facets = Arc::new(facets::facets(&mut fields));
    diagnostics.extend(fields.finish_closed());
    Checked { value: config, diagnostics }
}

fn set<T>(to: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *to = value;
    }
}

/// Reads a table whose keys are all known.
fn section(fields: &mut Fields, key: &'static str, read: impl FnOnce(&mut Fields)) {
    if let Some(table) = fields.map(key) {
        let mut inner = fields.nested(table);
        read(&mut inner);
        fields.join(inner.finish_closed());
    }
}

fn site(fields: &mut Fields, config: &mut Config) {
    set(&mut config.title, fields.text("title").map(|title| title.text));
    config.base_url = fields.text("base_url").and_then(|address| base_url(address, fields));
    set(&mut config.description, fields.text("description").map(|text| text.text));
    let language = |tag: &str| data::is_language(tag).then(|| tag.to_owned());
    set(
        &mut config.lang,
        fields.parsed("lang", "a language tag such as `en` or `pt-BR`", language),
    );
    set(&mut config.drafts, fields.flag("drafts"));
    set(&mut config.search, fields.flag("search"));
    set(&mut config.markdown.raw_html, fields.flag("raw_html"));
    config.edit_url = fields.text("edit_url").and_then(|address| {
        let web = address.text.starts_with("https://") || address.text.starts_with("http://");
        if web && address.text.contains("{path}") {
            return Some(address.text);
        }
        let message = "`edit_url`: expected an address with `{path}` in it";
        let help = "as in `https://git.example/edit/main/content/{path}`".to_owned();
        fields.say(address.span, message, Some(help));
        None
    });
}

fn base_url(address: Text, fields: &mut Fields) -> Option<Url> {
    let Text { text, span, verbatim: _ } = address;
    let mut wrong = |why: &str, help: Option<String>| {
        fields.say(span, format!("`base_url`: {why}"), help);
        None
    };
    let mut url = match Url::parse(text.trim()) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => url,
        // `handbook.example:8080` parses as a scheme, too.
        Ok(_) | Err(_) if !text.contains("://") => {
            let help = format!("write `https://{}`", text.trim_start_matches('/'));
            return wrong("expected an address with its scheme", Some(help));
        }
        Ok(_) => {
            return wrong("expected an address that begins with `https://` or `http://`", None);
        }
        Err(_) => return wrong(&format!("{} is no address", data::quoted(&text)), None),
    };
    if url.query().is_some() || url.fragment().is_some() {
        return wrong("an address of a site has no `?` and no `#`", None);
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Some(url)
}

fn folders(fields: &mut Fields, config: &mut Config) {
    if let Some(folder) = fields.text("content") {
        let below = inside(&folder.text);
        if below.is_none() {
            let message = format!(
                "`content`: expected a folder of the handbook, found {}",
                data::quoted(&folder.text)
            );
            fields.say(folder.span, message, None);
        }
        set(&mut config.content, below);
    }
    if let Some(folder) = fields.text("output") {
        let path = folder.text.trim_end_matches('/');
        let parts = || path.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
        let message = if path.contains('\\') || path.chars().any(char::is_control) {
            Some("is written with `/`")
        } else if parts().next().is_none() {
            // `.` and `..` hold the handbook itself.
            Some("cannot be the handbook's own folder or one above it")
        } else {
            None
        };
        if let Some(message) = message {
            fields.say(folder.span, format!("`output`: the folder {message}"), None);
        } else {
            path.trim_start_matches("./").clone_into(&mut config.output);
        }
    }
    if let Some(theme) = fields.text("theme") {
        let name = &theme.text;
        if name.starts_with('.')
            || name.contains(['/', '\\', ':'])
            || name.chars().any(char::is_control)
        {
            let message = "`theme`: expected the name of a folder in `themes/`";
            fields.say(theme.span, message, None);
        } else {
            config.theme = theme.text;
        }
    }
}

/// A folder below ROOT, `/`-separated, without `.` and `..`; "" is ROOT itself.
fn inside(path: &str) -> Option<String> {
    if path.starts_with('/') || path.contains(['\\', ':']) || path.chars().any(char::is_control) {
        return None;
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    (!parts.contains(&"..")).then(|| parts.join("/"))
}

fn types(fields: &mut Fields, config: &mut Config) {
    let mut rules = Vec::new();
    for (key, value) in fields.entries("types") {
        let matcher = matcher(&key, fields);
        let kind = named(&value, KINDS, "a type of page", fields);
        rules.extend(matcher.zip(kind));
    }
    rules.append(&mut config.types);
    config.types = rules;
}

fn matcher(key: &Key, fields: &mut Fields) -> Option<GlobMatcher> {
    let matcher = glob(&key.name).ok();
    if matcher.is_none() {
        let message = format!("{} is no pattern for paths", data::quoted(&key.name));
        fields.say(key.span, message, Some("as in `archive/**` or `*/old-*.md`".to_owned()));
    }
    matcher
}

/// What `table` says for a name; a wrong one is reported with what there is.
fn named<T: Copy>(
    value: &Value,
    table: &[(&str, T)],
    expected: &str,
    fields: &mut Fields,
) -> Option<T> {
    let name = if let Node::Scalar(scalar) = &value.node { scalar.text.as_str() } else { "" };
    let found = table.iter().find(|(known, _)| *known == name).map(|&(_, found)| found);
    if found.is_none() {
        let names: Vec<String> = table.iter().map(|(known, _)| format!("`{known}`")).collect();
        let help = data::nearest(name, table.iter().map(|&(known, _)| known))
            .map_or_else(|| format!("write one of {}", names.join(", ")), did_you_mean);
        let message = format!("expected {expected}, found {}", fields.found(value));
        fields.say(value.span, message, Some(help));
    }
    found
}

fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

fn serve(fields: &mut Fields, serve: &mut Serve) {
    set(
        &mut serve.port,
        fields.numeric("port", "a number from 0 to 65535", |text| text.parse().ok()),
    );
    let host = |text: &str| (!text.contains([' ', '/'])).then(|| text.to_owned());
    set(&mut serve.host, fields.parsed("host", "an address such as `127.0.0.1`", host));
    serve.allowed_hosts = fields.texts("allowed_hosts").into_iter().map(|host| host.text).collect();
    if let Some(editor) = fields.text("editor") {
        // None at all is what an empty one asks for.
        if editor.text.is_empty() || is_editor(&editor.text) {
            serve.editor = editor.text;
        } else {
            let message = "`editor`: expected an address with `{path}` in it";
            let help = "as in `vscode://file/{path}:{line}:{column}`".to_owned();
            fields.say(editor.span, message, Some(help));
        }
    }
}

/// Whether it is an address that opens a file: a scheme, and a place for the path.
fn is_editor(address: &str) -> bool {
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '+' | '-' | '.'))
    };
    let parts = address.split_once(':');
    parts.is_some_and(|(scheme, rest)| is_scheme(scheme) && rest.contains("{path}"))
}

fn theme_options(fields: &mut Fields, file: &FileId, config: &mut Config) {
    for (key, value) in fields.entries("theme_options") {
        let span = value.span;
        if key.name == "prose" && named(&value, PROSE, "a typeface for `prose`", fields).is_none() {
            continue;
        }
        let Node::Scalar(scalar) = value.node else {
            fields.wrong(&key.name, "text, a number or a bool", &value);
            continue;
        };
        if key.name == "accent" && !is_colour(&scalar.text) {
            let message =
                format!("`accent`: expected a colour, found {}", data::quoted(&scalar.text));
            fields.say(span, message, Some("as in `#2f6f4e` or `#264`".to_owned()));
            continue;
        }
        if key.name == "logo" && !scalar.text.is_empty() {
            config.logo = Some(Place { file: file.clone(), span });
        }
        match config.theme_options.iter_mut().find(|(name, _)| *name == key.name) {
            Some((_, option)) => *option = scalar.text,
            None => {
                // A theme of the handbook's own may have options of its own: only a slip is told.
                let known = THEME_OPTIONS.iter().map(|&(name, _)| name);
                match data::nearest(&key.name, known) {
                    Some(near) => {
                        let message = format!("`{}` is no option of the theme", key.name);
                        let slip = Diagnostic::new(Code::UnknownKey, file, key.span, message);
                        fields.join(vec![slip.help(did_you_mean(near))]);
                    }
                    None => config.theme_options.push((key.name, scalar.text)),
                }
            }
        }
    }
}

/// `#rgb` or `#rrggbb`: what may stand in a style sheet without further checks.
fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or("");
    matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// `[diagnostics]`: a text is the level of a code, a table the levels for a glob.
fn levels(fields: &mut Fields, levels: &mut Levels) {
    for (key, value) in fields.entries("diagnostics") {
        let Node::Map(entries) = value.node else {
            levels.general.extend(level(&key, &value, fields));
            continue;
        };
        let Some(matcher) = matcher(&key, fields) else { continue };
        for (key, value) in entries {
            if let Some((code, level)) = level(&key, &value, fields) {
                levels.per_path.push((matcher.clone(), code, level));
            }
        }
    }
}

fn level(key: &Key, value: &Value, fields: &mut Fields) -> Option<(Code, Option<Severity>)> {
    let code = Code::named(&key.name);
    if code.is_none() {
        let near = data::nearest(&key.name, CODES.iter().map(|info| info.name)).map(did_you_mean);
        let message = format!("{} is no diagnostic of rolebook's", data::quoted(&key.name));
        fields.say(key.span, message, near);
    }
    let level = named(value, LEVELS, "a level", fields);
    code.zip(level)
}
