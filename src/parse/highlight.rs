//! Code with its colours: as classes, so that one page serves light and dark.

use std::{fmt::Write as _, sync::Arc, sync::LazyLock};

use syntect::{
    highlighting::{
        Color, HighlightIterator, HighlightState, Highlighter, StyleModifier, Theme, ThemeItem,
        ThemeSettings,
    },
    parsing::{ParseState, ScopeStack, SyntaxReference, SyntaxSet},
};

use super::{Cache, Gathered, fragment::escape};
use crate::{
    diagnostic::{Code, Diagnostic},
    memo::Fingerprint,
    source::Span,
};

/// A kind of code that has a colour of its own.
struct Kind {
    /// Its class in the HTML. Short: it stands there some hundred times on a page with code.
    class: &'static str,
    /// What the grammars call it.
    scopes: &'static str,
    /// Its colour on the light ground.
    light: &'static str,
    /// Its colour on the dark ground.
    dark: &'static str,
    /// Further declarations.
    style: &'static str,
}

/// The kinds. Each colour has a contrast of at least 4.5 to 1 with its ground.
///
/// A table of our own and not two themes: the classes depend on no other code of the site, a theme
/// can set one colour by its class, and the highlighter runs once for both grounds.
const KINDS: &[Kind] = &[
    Kind {
        class: "c",
        scopes: "comment, punctuation.definition.comment",
        light: "#686257",
        dark: "#a09c90",
        style: "font-style:italic",
    },
    Kind {
        class: "k",
        scopes: "keyword, storage, keyword.declaration, variable.language, \
                 keyword.control, support.type.property-name.css keyword",
        light: "#8f2158",
        dark: "#ea93b6",
        style: "",
    },
    Kind {
        class: "s",
        scopes: "string, punctuation.definition.string, markup.raw, constant.other.symbol",
        light: "#2c6a34",
        dark: "#a5cc8e",
        style: "",
    },
    Kind {
        class: "n",
        scopes: "constant, constant.numeric, constant.language, constant.character, \
                 support.constant, markup.list punctuation",
        light: "#8f4700",
        dark: "#e5aa70",
        style: "",
    },
    Kind {
        class: "f",
        scopes: "entity.name.function, support.function, variable.function, meta.function-call \
                 variable.function, entity.name.macro, support.macro, meta.preprocessor",
        light: "#1d5a9e",
        dark: "#8ab8f0",
        style: "",
    },
    Kind {
        class: "t",
        scopes: "entity.name.type, entity.name.class, entity.name.struct, entity.name.enum, \
                 entity.name.trait, entity.name.namespace, support.type, support.class, \
                 storage.type.generic, entity.other.inherited-class, entity.name.section.group-title",
        light: "#735200",
        dark: "#e3c47e",
        style: "",
    },
    Kind {
        class: "g",
        scopes: "entity.name.tag, punctuation.definition.tag, support.type.property-name, \
                 meta.mapping.key string, entity.name.tag.yaml",
        light: "#5a3d99",
        dark: "#c3b1f2",
        style: "",
    },
    Kind {
        class: "a",
        scopes: "entity.other.attribute-name, variable.parameter, variable.other.member, \
                 meta.annotation, meta.attribute, entity.name.constant",
        light: "#11636b",
        dark: "#83ced4",
        style: "",
    },
    Kind {
        class: "h",
        scopes: "markup.heading, markup.bold, entity.name.section, meta.diff.header",
        light: "#1d5a9e",
        dark: "#8ab8f0",
        style: "font-weight:bold",
    },
    Kind { class: "i", scopes: "markup.inserted", light: "#1c6a38", dark: "#8fd3a0", style: "" },
    Kind { class: "d", scopes: "markup.deleted", light: "#a32525", dark: "#f3a09c", style: "" },
    Kind {
        class: "e",
        scopes: "markup.italic, markup.quote",
        light: "#4d4a40",
        dark: "#c9c5b8",
        style: "font-style:italic",
    },
    Kind { class: "x", scopes: "invalid", light: "#a32525", dark: "#f3a09c", style: "" },
];

/// Languages under the names that authors use and the grammars do not.
const ALIASES: &[(&str, &str)] = &[
    ("shell", "bash"),
    ("console", "bash"),
    ("terminal", "bash"),
    ("shell-session", "bash"),
    ("shellsession", "bash"),
    ("sh-session", "bash"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("jsonl", "json"),
    ("ndjson", "json"),
    ("jsx", "js"),
    ("mjs", "js"),
    ("node", "js"),
    ("golang", "go"),
    ("csharp", "cs"),
    ("c#", "cs"),
    ("f#", "fs"),
    ("fsharp", "fs"),
    ("objc", "objective-c"),
    ("docker", "dockerfile"),
    ("containerfile", "dockerfile"),
    ("hcl", "terraform"),
    ("pwsh", "powershell"),
    ("yml", "yaml"),
    ("elisp", "lisp"),
    ("make", "makefile"),
    ("plist", "xml"),
    ("postgres", "sql"),
    ("postgresql", "sql"),
    ("mysql", "sql"),
    ("tex", "latex"),
    ("protobuf", "proto"),
    ("viml", "vim"),
    ("conf", "ini"),
    ("cfg", "ini"),
];

/// Names for what a terminal shows: commands after a prompt, and what they print.
const SESSIONS: &[&str] = &["console", "terminal", "shell-session", "shellsession", "sh-session"];

/// What a command stands after in a session.
const PROMPT: &str = "$ ";

/// What the grammars call keywords and people do not: `=`, `+`, `->`.
const SIGNS: &str = "keyword.operator - keyword.operator.word - keyword.operator.logical";

/// Names for code without colours: with these alone the grammars are never loaded.
const PLAIN: &[&str] =
    &["", "text", "txt", "plain", "plaintext", "none", "nohighlight", "mermaid", "output", "ascii"];

/// The longest code, in bytes, and the longest line, in characters, that are highlighted.
///
/// Limits are sizes and never times, so that the bytes do not depend on the machine. At 1.4 MB/s
/// the longest code costs some 50 ms; in a minified line a grammar may search in vain for ever.
const LONGEST_CODE: usize = 64 << 10;
const LONGEST_LINE: usize = 2_000;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);
static THEME: LazyLock<Theme> = LazyLock::new(theme);
static HIGHLIGHTER: LazyLock<Highlighter<'static>> = LazyLock::new(|| Highlighter::new(&THEME));

/// The HTML of a code block's inside, remembered by language and code.
pub(super) fn html(
    language: &str,
    code: &str,
    span: Span,
    cache: &Cache,
    gathered: &mut Gathered,
) -> Arc<str> {
    let language = language.to_lowercase();
    if !gathered.options.highlight || PLAIN.contains(&&*language) {
        return plain(code);
    }
    if let Some(message) = over_a_limit(code) {
        let complaint = Diagnostic::new(Code::HighlightSkipped, &gathered.file, span, message);
        gathered.diagnostics.push(complaint);
        return plain(code);
    }
    let print = Fingerprint::of([language.as_bytes(), code.as_bytes()]);
    let is_session =
        SESSIONS.contains(&&*language) && code.lines().any(|line| line.starts_with(PROMPT));
    cache.code.get_or(print, || match syntax(&language) {
        Some(syntax) if is_session => session(code, syntax),
        Some(syntax) => coloured(code, syntax),
        None => plain(code),
    })
}

/// The style sheet for highlighted code, light and dark.
pub fn css() -> String {
    let mut css = String::new();
    let rules = |css: &mut String, before: &str, colour: fn(&Kind) -> &'static str| {
        for kind in KINDS {
            let _ = writeln!(css, "{before}.code .{}{{color:{}}}", kind.class, colour(kind));
        }
    };
    rules(&mut css, "", |kind| kind.light);
    for kind in KINDS.iter().filter(|kind| !kind.style.is_empty()) {
        let _ = writeln!(css, ".code .{}{{{}}}", kind.class, kind.style);
    }
    css.push_str("@media (prefers-color-scheme: dark){\n");
    rules(&mut css, ":root:not([data-theme=light]) ", |kind| kind.dark);
    css.push_str("}\n");
    rules(&mut css, "[data-theme=dark] ", |kind| kind.dark);
    css
}

fn plain(code: &str) -> Arc<str> {
    let mut html = String::with_capacity(code.len() + code.len() / 8);
    escape(code, &mut html);
    html.into()
}

fn over_a_limit(code: &str) -> Option<String> {
    if code.len() > LONGEST_CODE {
        return Some(format!("the code has {} KiB: over 64 it has no colours", code.len() >> 10));
    }
    let longest = code.lines().filter(|line| line.len() > LONGEST_LINE);
    let longest = longest.map(|line| line.chars().count()).max().unwrap_or(0);
    (longest > LONGEST_LINE).then(|| {
        format!("a line of the code has {longest} characters: over 2,000 it has no colours")
    })
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let alias = ALIASES.iter().find(|(alias, _)| *alias == language);
    SYNTAXES.find_syntax_by_token(alias.map_or(language, |(_, name)| name))
}

/// The code in spans, one for each run of one kind.
fn coloured(code: &str, syntax: &SyntaxReference) -> Arc<str> {
    let mut html = String::with_capacity(code.len() * 5 / 2);
    let mut parser = ParseState::new(syntax);
    let mut state = HighlightState::new(&HIGHLIGHTER, ScopeStack::new());
    let mut open = None;
    for line in code.split_inclusive('\n') {
        // A grammar that fails on a line is the grammar's fault: the code is shown without colours.
        let Ok(changes) = parser.parse_line(line, &SYNTAXES) else { return plain(code) };
        for (style, text) in HighlightIterator::new(&mut state, &changes, line, &HIGHLIGHTER) {
            let kind = KINDS.get(usize::from(style.foreground.r)).map(|kind| kind.class);
            // White space has no colour: it never ends a span.
            if kind != open && !text.trim().is_empty() {
                if open.is_some() {
                    html.push_str("</span>");
                }
                if let Some(class) = kind {
                    let _ = write!(html, "<span class=\"{class}\">");
                }
                open = kind;
            }
            escape(text, &mut html);
        }
    }
    if open.is_some() {
        html.push_str("</span>");
    }
    html.into()
}

/// A session: its commands in colours, what they print without.
fn session(code: &str, syntax: &SyntaxReference) -> Arc<str> {
    let mut html = String::new();
    for line in code.split_inclusive('\n') {
        match line.strip_prefix(PROMPT) {
            Some(command) => {
                html.push_str(PROMPT);
                html.push_str(&coloured(command, syntax));
            }
            None => escape(line, &mut html),
        }
    }
    html.into()
}

/// A theme whose colours are the rows of [`KINDS`].
fn theme() -> Theme {
    let row = |index: usize| Some(Color { r: index as u8, g: 0, b: 0, a: 255 });
    let scopes = KINDS.iter().map(|kind| kind.scopes).chain([SIGNS]).enumerate();
    let scopes = scopes.filter_map(|(index, scopes)| {
        let style = StyleModifier { foreground: row(index), ..StyleModifier::default() };
        Some(ThemeItem { scope: scopes.parse().ok()?, style })
    });
    let settings = ThemeSettings { foreground: row(KINDS.len()), ..ThemeSettings::default() };
    Theme { scopes: scopes.collect(), settings, ..Theme::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read_by_the_highlighter() {
        assert_eq!(theme().scopes.len(), KINDS.len() + 1);
    }

    #[test]
    fn every_colour_can_be_read_on_its_ground() {
        for kind in KINDS {
            assert!(contrast(kind.light, "#f5f3ee") >= 4.5, "{} light", kind.class);
            assert!(contrast(kind.dark, "#1e2124") >= 4.5, "{} dark", kind.class);
        }
    }

    #[test]
    fn languages_are_known_by_the_names_that_people_use() {
        let names = "js javascript ts typescript tsx jsx sh bash zsh shell console yml yaml json \
                     jsonc toml rust rs python py go java kotlin swift ruby rb php c cpp c++ cs \
                     csharp html css scss xml sql graphql dockerfile docker make makefile ini diff \
                     patch md markdown terraform hcl tf proto protobuf lua perl r scala haskell \
                     elixir erlang clojure powershell ps1 nginx vue svelte latex vim nix";
        let unknown: Vec<&str> =
            names.split_whitespace().filter(|name| syntax(name).is_none()).collect();
        assert_eq!(unknown, [""; 0]);
    }

    #[test]
    fn code_is_escaped_and_neighbours_of_one_kind_share_a_span() {
        let html = coloured("let a = \"<&\"; // x y\n", syntax("rust").unwrap());
        let expected = "<span class=\"k\">let</span> a = \
            <span class=\"s\">&quot;&lt;&amp;&quot;</span>; <span class=\"c\">// x y\n</span>";
        assert_eq!(&*html, expected);
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }
}
