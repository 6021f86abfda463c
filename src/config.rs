//! `rolebook.toml`: as written, then as meant.

use globset::{GlobBuilder, GlobMatcher};
use url::Url;

use crate::{
    data::{self, Fields, Key, Node, Notation, Text, Value},
    diagnostic::{CODES, Checked, Code, Levels, Severity},
    source::{Source, Span},
};

/// `rolebook.toml` as meant: every default filled in, every value usable.
#[derive(Clone, Debug)]
pub struct Config {
    /// Name of the site.
    pub title: String,
    /// Absolute address of the site, `http` or `https`; `None` leaves out what needs it. Its path
    /// has no trailing slash, save that of a site at its host's root, which is `/`.
    pub base_url: Option<Url>,
    /// One sentence about the site.
    pub description: String,
    /// BCP 47 language tag.
    pub lang: String,
    /// The content folder, relative to ROOT, `/`-separated; "" when ROOT itself is the content.
    pub content: String,
    /// The output folder, relative to ROOT (or absolute).
    pub output: String,
    /// The theme's name: `themes/NAME/` over the compiled one.
    pub theme: String,
    /// Shows pages with `status: draft`.
    pub drafts: bool,
    /// Builds the search index (a later stage; `false` costs nothing).
    pub search: bool,
    /// Address of a page's source, with `{path}` for its path below the content folder.
    pub edit_url: Option<String>,
    /// `[types]`: the first glob that fits a page's path (below content) gives its kind.
    pub types: Vec<(GlobMatcher, Kind)>,
    /// What bears on parsing a page, and nothing else: part of a document's fingerprint.
    pub markdown: MarkdownOptions,
    /// `[terms]`.
    pub terms: Terms,
    /// `[compare]`.
    pub compare: Compare,
    /// `[nav] order`: folder names that come first, in this order.
    pub nav_order: Vec<String>,
    /// `[theme_options]`, for templates; a plain value tree in the order written.
    pub theme_options: Vec<(String, String)>,
    /// `[serve]`.
    pub serve: Serve,
    /// `[diagnostics]`.
    pub levels: Levels,
    /// `[facets.*]`, kept for the stage that reads them.
    pub facets: Vec<(String, data::Value)>,
    /// No `rolebook.toml`: a plain folder of Markdown.
    pub plain: bool,
}

/// What bears on parsing a page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct MarkdownOptions {
    /// `$…$` and `$$…$$`.
    pub math: bool,
    /// `term` / `: definition`.
    pub definition_lists: bool,
    /// Curly quotes and dashes.
    pub smart_punctuation: bool,
    /// Colours in code.
    pub highlight: bool,
    /// HTML in Markdown is kept; otherwise it is shown as text.
    pub raw_html: bool,
}

/// `[terms]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terms {
    /// Which mentions become links.
    pub autolink: Autolink,
    /// A plain English plural finds its singular.
    pub plurals: bool,
}

/// `[terms] autolink`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Autolink {
    /// The first mention on a page.
    FirstPerPage,
    /// The first mention in each section.
    FirstPerSection,
    /// None.
    Off,
}

/// `[compare]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Compare {
    /// Which pairs of roles get a page by themselves.
    pub auto: AutoCompare,
    /// How many at most.
    pub max_pairs: usize,
}

/// `[compare] auto`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AutoCompare {
    /// None.
    Off,
    /// Roles of one track.
    Track,
    /// All.
    All,
}

/// `[serve]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Serve {
    /// Port; 0 takes a free one.
    pub port: u16,
    /// Address to bind.
    pub host: String,
    /// Host names that requests may carry besides loopback ones.
    pub allowed_hosts: Vec<String>,
    /// Editor link with `{path}`, `{line}`, `{column}`; empty for none.
    pub editor: String,
}

/// What a page is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "each is the front matter value of its name")]
pub enum Kind {
    Page,
    Guide,
    Role,
    Term,
    Comparison,
}

impl Config {
    /// Every default, for a plain folder (`plain`) or a handbook.
    ///
    /// The content of a plain folder is the folder itself: who finds a `content/` in it says so.
    pub fn defaults(plain: bool) -> Config {
        Config {
            title: "Handbook".to_owned(),
            base_url: None,
            description: String::new(),
            lang: "en".to_owned(),
            content: if plain { String::new() } else { "content".to_owned() },
            output: "public".to_owned(),
            theme: "default".to_owned(),
            drafts: false,
            search: true,
            edit_url: None,
            types: default_types(),
            markdown: MarkdownOptions {
                math: false,
                definition_lists: !plain,
                smart_punctuation: false,
                highlight: true,
                raw_html: true,
            },
            terms: Terms { autolink: Autolink::FirstPerPage, plurals: true },
            compare: Compare { auto: AutoCompare::Off, max_pairs: 2000 },
            nav_order: Vec::new(),
            theme_options: THEME_OPTIONS
                .iter()
                .map(|&(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            serve: Serve {
                port: 4000,
                host: "127.0.0.1".to_owned(),
                allowed_hosts: Vec::new(),
                editor: String::new(),
            },
            levels: Levels { general: Vec::new(), per_path: Vec::new(), plain },
            facets: Vec::new(),
            plain,
        }
    }
}

/// The options of the compiled theme, with their defaults.
const THEME_OPTIONS: &[(&str, &str)] = &[("accent", "#2f6f4e"), ("logo", "")];

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

fn default_types() -> Vec<(GlobMatcher, Kind)> {
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
    let mut fields = Fields::new(value, Code::BadConfig, &source.file);
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
        set(&mut config.compare.auto, fields.choice("auto", AUTO_COMPARE));
        let number = |text: &str| text.parse().ok();
        set(&mut config.compare.max_pairs, fields.parsed("max_pairs", "a whole number", number));
    });
    section(&mut fields, "nav", |fields| {
        config.nav_order = fields.texts("order").into_iter().map(|name| name.text).collect();
    });
    section(&mut fields, "serve", |fields| serve(fields, &mut config.serve));
    theme_options(&mut fields, &mut config);
    levels(&mut fields, &mut config.levels);
    facets(&mut fields, &mut config);
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
        let message = format!("expected {expected}, found {}", value.described());
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
        fields.parsed("port", "a number from 0 to 65535", |text| text.parse().ok()),
    );
    let host = |text: &str| (!text.contains([' ', '/'])).then(|| text.to_owned());
    set(&mut serve.host, fields.parsed("host", "an address such as `127.0.0.1`", host));
    serve.allowed_hosts = fields.texts("allowed_hosts").into_iter().map(|host| host.text).collect();
    set(&mut serve.editor, fields.text("editor").map(|editor| editor.text));
}

fn theme_options(fields: &mut Fields, config: &mut Config) {
    for (key, value) in fields.entries("theme_options") {
        let span = value.span;
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
        match config.theme_options.iter_mut().find(|(name, _)| *name == key.name) {
            Some((_, option)) => *option = scalar.text,
            None => config.theme_options.push((key.name, scalar.text)),
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

fn facets(fields: &mut Fields, config: &mut Config) {
    for (key, value) in fields.entries("facets") {
        if matches!(value.node, Node::Map(_)) {
            config.facets.push((key.name, value));
        } else {
            let span = Span { start: key.span.start, end: value.span.end.max(key.span.end) };
            let message = format!("the facet {} is declared by a table", data::quoted(&key.name));
            fields.say(
                span,
                message,
                Some(format!("write `[facets.{}]` above its keys", key.name)),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, read};
    use crate::source::{FileId, Source};

    fn config(text: &str) -> (Config, String) {
        let checked = read(&Source { file: FileId::new("rolebook.toml"), text: text.into() });
        let said = checked.diagnostics.iter().map(|diagnostic| {
            let place = &text[diagnostic.place.span.range()];
            let help = diagnostic.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
            format!("{} {place:?}: {}{help}", diagnostic.code.name(), diagnostic.message)
        });
        let said = said.collect::<Vec<_>>().join("\n");
        (checked.value, said)
    }

    /// What is wrong with `text`, and that it leaves every default in place.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let (config, said) = config(text);
        assert_eq!(said, expected, "\n{text}");
        assert_eq!(format!("{config:?}"), format!("{:?}", Config::defaults(false)), "\n{text}");
    }

    /// What the config's debug form has in it after `text`, with nothing to complain of.
    #[track_caller]
    fn means(text: &str, expected: &str) {
        let (config, said) = config(text);
        let config = format!("{config:?}");
        assert_eq!(said, "", "\n{text}");
        assert!(config.contains(expected), "{expected}\n{config}");
    }

    #[test]
    fn every_key_is_read() {
        means("title = \"SRE\"", "title: \"SRE\"");
        means("base_url = \"https://h.example/book/\"", "path: \"/book\"");
        means("base_url = \"https://h.example\"", "path: \"/\"");
        means("base_url = \"\"", "base_url: None");
        means("description = 'x'", "description: \"x\"");
        means("lang = 'pt-BR'", "lang: \"pt-BR\"");
        means("content = './docs/'", "content: \"docs\"");
        means("content = '.'", "content: \"\"");
        means("output = '../site/'", "output: \"../site\"");
        means("theme = 'mine'", "theme: \"mine\"");
        means("drafts = true", "drafts: true");
        means("raw_html = false", "raw_html: false");
        means("search = false", "search: false");
        means("edit_url = 'https://g/{path}'", "edit_url: Some(\"https://g/{path}\")");
        means("[markdown]\nmath = true", "math: true");
        means(
            "[markdown]\nsmart_punctuation = true\nhighlight = false\ndefinition_lists = false",
            "definition_lists: false, smart_punctuation: true, highlight: false",
        );
        means(
            "[terms]\nautolink = 'first-per-section'\nplurals = false",
            "autolink: FirstPerSection, plurals: false",
        );
        means("[compare]\nauto = 'track'\nmax_pairs = 7", "auto: Track, max_pairs: 7");
        means("[nav]\norder = ['roles', 'terms']", "nav_order: [\"roles\", \"terms\"]");
        means(
            "[theme_options]\naccent = '#abc'\nwide = true\ncolumns = 3",
            "[(\"accent\", \"#abc\"), (\"logo\", \"\"), (\"wide\", \"true\"), (\"columns\", \"3\")]",
        );
        means(
            "[serve]\nport = 0\nhost = '::1'\nallowed_hosts = ['a.test']\neditor = 'vscode://file/{path}'",
            "port: 0, host: \"::1\", allowed_hosts: [\"a.test\"], editor: \"vscode://file/{path}\"",
        );
        means(
            "[diagnostics]\norphan-concept = 'off'\n[diagnostics.'archive/**']\nbroken-link = 'info'",
            "general: [(OrphanConcept, None)]",
        );
        means("[facets.focus]\nlabel = 'Focus'", "facets: [(\"focus\"");
    }

    #[test]
    fn the_rules_of_a_config_come_before_the_defaults() {
        let (config, _) = config("[types]\n'roles/old/**' = 'page'\n'people/*.md' = 'role'\n");
        let kind = |path: &str| {
            config
                .types
                .iter()
                .find(|(glob, _)| glob.is_match(path))
                .map(|(_, kind)| format!("{kind:?}"))
        };
        assert_eq!(kind("roles/old/x.md").as_deref(), Some("Page"));
        assert_eq!(kind("roles/a/x.md").as_deref(), Some("Role"));
        assert_eq!(kind("people/x.md").as_deref(), Some("Role"));
        assert_eq!(kind("people/a/x.md"), None);
        assert_eq!(kind("glossary/x.md").as_deref(), Some("Term"));
    }

    #[test]
    fn a_level_may_hold_for_a_glob() {
        let (config, said) = config("[diagnostics.'archive/**']\nbroken-link = 'off'\n");
        assert_eq!(said, "");
        assert!(config.levels.per_path[0].0.is_match("archive/a/b.md"));
    }

    #[test]
    fn a_wrong_value_costs_only_its_key() {
        check(
            "base_url = 'h.example/x'",
            "bad-config \"'h.example/x'\": `base_url`: expected an address with its scheme; write `https://h.example/x`",
        );
        check(
            "base_url = 'h.example:80'",
            "bad-config \"'h.example:80'\": `base_url`: expected an address with its scheme; write `https://h.example:80`",
        );
        check(
            "base_url = 'ftp://h'",
            "bad-config \"'ftp://h'\": `base_url`: expected an address that begins with `https://` or `http://`",
        );
        check(
            "base_url = 'https://h/?q'",
            "bad-config \"'https://h/?q'\": `base_url`: an address of a site has no `?` and no `#`",
        );
        check(
            "content = '../x'",
            "bad-config \"'../x'\": `content`: expected a folder of the handbook, found `../x`",
        );
        check(
            "output = '..'",
            "bad-config \"'..'\": `output`: the folder cannot be the handbook's own folder or one above it",
        );
        check(
            "theme = '../x'",
            "bad-config \"'../x'\": `theme`: expected the name of a folder in `themes/`",
        );
        check(
            "drafts = 'maybe'",
            "bad-config \"'maybe'\": `drafts`: expected yes or no, found `maybe`",
        );
        check(
            "lang = 'english please'",
            "bad-config \"'english please'\": `lang`: expected a language tag such as `en` or `pt-BR`, found `english please`",
        );
        check(
            "edit_url = 'https://g/'",
            "bad-config \"'https://g/'\": `edit_url`: expected an address with `{path}` in it; as in `https://git.example/edit/main/content/{path}`",
        );
        check(
            "[terms]\nautolink = 'first-per-pages'",
            "bad-config \"'first-per-pages'\": `autolink`: expected `first-per-page`, `first-per-section` or `off`, found `first-per-pages`; did you mean `first-per-page`?",
        );
        check(
            "[types]\n'x/**' = 'rol'\n'{' = 'role'",
            "bad-config \"'rol'\": expected a type of page, found `rol`; did you mean `role`?\nbad-config \"'{'\": `{` is no pattern for paths; as in `archive/**` or `*/old-*.md`",
        );
        check(
            "[theme_options]\naccent = 'red'",
            "bad-config \"'red'\": `accent`: expected a colour, found `red`; as in `#2f6f4e` or `#264`",
        );
        check(
            "[serve]\nport = 70000",
            "bad-config \"70000\": `port`: expected a number from 0 to 65535, found `70000`",
        );
        check(
            "[diagnostics]\nborken-link = 'error'\nbroken-link = 'loud'",
            "bad-config \"borken-link\": `borken-link` is no diagnostic of rolebook's; did you mean `broken-link`?\nbad-config \"'loud'\": expected a level, found `loud`; write one of `error`, `warning`, `info`, `off`",
        );
        check(
            "[facets]\nfocus = 'x'",
            "bad-config \"focus = 'x'\": the facet `focus` is declared by a table; write `[facets.focus]` above its keys",
        );
        check("markdown = 3", "bad-config \"3\": `markdown`: expected a map, found `3`");
    }

    #[test]
    fn an_unknown_key_is_told() {
        check(
            "titel = 'x'",
            "unknown-key \"titel\": `titel` is no key that rolebook knows; did you mean `title`?",
        );
        check(
            "whatever = 'x'",
            "unknown-key \"whatever\": `whatever` is no key that rolebook knows",
        );
        check(
            "[nav]\nodrer = []",
            "unknown-key \"odrer\": `odrer` is no key that rolebook knows; did you mean `order`?",
        );
    }

    #[test]
    fn what_is_no_toml_is_told_and_the_rest_is_read() {
        let (config, said) = config("title = 'x'\nlang: de\ndrafts = true\n");
        assert_eq!(
            said,
            "bad-config \"lang: de\": expected `key = value`; TOML is written with `=`: `lang = \"de\"`"
        );
        assert!(config.drafts && config.title == "x");
    }
}
