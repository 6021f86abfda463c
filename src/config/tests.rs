//! What each key of `rolebook.toml` means, and what is said of a wrong one.

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
    means(
        "[nav]\norder = ['roles', 'terms']",
        "nav_order: [Spanned { value: \"roles\", span: Span { start: 15, end: 22 } }, ",
    );
    means(
        "[theme_options]\naccent = '#abc'\nwide = true\ncolumns = 3",
        "[(\"accent\", \"#abc\"), (\"logo\", \"\"), (\"prose\", \"sans\"), (\"credit\", \"true\"), (\"wide\", \"true\"), (\"columns\", \"3\")]",
    );
    means(
        "[serve]\nport = 0\nhost = '::1'\nallowed_hosts = ['a.test']\neditor = 'vscode://file/{path}'",
        "port: 0, host: \"::1\", allowed_hosts: [\"a.test\"], editor: \"vscode://file/{path}\"",
    );
    means(
        "[diagnostics]\norphan-concept = 'off'\n[diagnostics.'archive/**']\nbroken-link = 'info'",
        "general: [(OrphanConcept, None)]",
    );
    means(
        "[facets.focus]\nlabel = 'Aim'",
        "name: \"focus\", label: \"Aim\", kind: Text, order: 10",
    );
    means(
        "[facets.tools_used]\ntype = 'scale'\nsteps = ['a', 'b']\nmax_chars = 9\nheadings = 'tool*'",
        "label: \"Tools used\", kind: Scale([\"a\", \"b\"]), order: 1000, max_chars: Some(9), headings: [\"tool*\"]",
    );
    means("[facets.years]\ntype = 'number'\nunit = 'years'", "kind: Number(\"years\")");
    means("[facets.focus]\ntype = 'enum'\nvalues = ['a']", "kind: Enum([\"a\"]), order: 10");
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
        "bad-config \"'maybe'\": `drafts`: expected `true` or `false`, found `maybe`",
    );
    check(
        "lang = 'english please'",
        "bad-config \"'english please'\": `lang`: expected a language tag such as `en` or `pt-BR`, found `english please`",
    );
    check(
        "edit_url = 'https://g/'",
        "bad-config \"'https://g/'\": `edit_url`: expected an address with `{path}` in it; as in `https://git.example/edit/main/content/{path}`",
    );
    for editor in ["'code'", "'code {path}'", "'vscode://file/'"] {
        check(
            &format!("[serve]\neditor = {editor}"),
            &format!(
                "bad-config \"{editor}\": `editor`: expected an address with `{{path}}` in it; as in `vscode://file/{{path}}:{{line}}:{{column}}`"
            ),
        );
    }
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
        "[theme_options]\nprose = 'seif'",
        "bad-config \"'seif'\": expected a typeface for `prose`, found `seif`; did you mean `serif`?",
    );
    check(
        "[theme_options]\nacent = '#123'",
        "unknown-key \"acent\": `acent` is no option of the theme; did you mean `accent`?",
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
    check("markdown = 3", "bad-config \"3\": `markdown`: expected a table, found `3`");
}

#[test]
fn a_facet_is_declared_as_its_type_wants() {
    #[track_caller]
    fn says(text: &str, expected: &str) {
        assert_eq!(config(text).1, expected, "\n{text}");
    }
    says(
        "[facets.x]\ntype = 'scales'\n[facets.skills]\ntype = 'text'",
        "bad-config \"'scales'\": expected a type of facet, found `scales`; did you mean `scale`?\nbad-config \"'text'\": the type of `skills` is settled: concepts; declare a facet of another name beside `skills`",
    );
    says(
        "[facets.x]\ntype = 'scale'\nsteps = ['a']\nunit = '%'\n[facets.y]\nvalues = ['a']\nmax_chars = 0",
        "bad-config \"'%'\": `unit` belongs to a number or a range\nbad-config \"'scale'\": a scale has `steps`, at least two; write them below `[facets.x]`\nbad-config \"['a']\": `values` belong to an enum\nbad-config \"0\": `max_chars`: expected a whole number above 0, found `0`",
    );
    says(
        "[facets.x]\nheadings = ['a*', '[']\n[facets.y]\ntype = 'bool'\nheadings = 'a'",
        "bad-config \"'['\": `[` is no pattern for headings; as in `core focus*`\nbad-config \"'a'\": `headings`: a number, a range or a bool is not read from a body",
    );
}

#[test]
fn an_unknown_key_is_told() {
    check(
        "titel = 'x'",
        "unknown-key \"titel\": `titel` is no key that rolebook knows; did you mean `title`?",
    );
    check("whatever = 'x'", "unknown-key \"whatever\": `whatever` is no key that rolebook knows");
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
