//! `rolebook.toml`: as written, then as meant.

use globset::GlobMatcher;

use crate::{
    data,
    diagnostic::{Checked, Levels},
    source::Source,
};

/// `rolebook.toml` as meant: every default filled in, every value usable.
#[derive(Clone, Debug)]
pub struct Config {
    /// Name of the site.
    pub title: String,
    /// Absolute address of the site, without a trailing slash; `None` leaves out what needs it.
    pub base_url: Option<url::Url>,
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
    pub fn defaults(plain: bool) -> Config {
        let rule = |glob: &str, kind| (globset::Glob::new(glob).unwrap().compile_matcher(), kind);
        Config {
            title: "Handbook".into(), base_url: None, description: String::new(), lang: "en".into(),
            content: "content".into(), output: "public".into(), theme: "default".into(), drafts: false, search: true,
            edit_url: None, types: vec![rule("roles/**", Kind::Role), rule("terms/**", Kind::Term), rule("glossary/**", Kind::Term), rule("comparisons/**", Kind::Comparison), rule("guides/**", Kind::Guide)],
            markdown: MarkdownOptions { math: false, definition_lists: !plain, smart_punctuation: false, highlight: true, raw_html: true },
            terms: Terms { autolink: Autolink::FirstPerPage, plurals: true },
            compare: Compare { auto: AutoCompare::Off, max_pairs: 2000 },
            nav_order: vec![], theme_options: vec![], serve: Serve { port: 4000, host: "127.0.0.1".into(), allowed_hosts: vec![], editor: String::new() },
            levels: Levels { plain, ..Levels::default() }, facets: vec![], plain,
        }
    }
}

/// Reads `rolebook.toml`; what is wrong in it is `bad-config` or `unknown-key`, and costs only its key.
pub fn read(_source: &Source) -> Checked<Config> {
    Checked::clean(Config::defaults(false))
}
