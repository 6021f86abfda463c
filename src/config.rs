//! `rolebook.toml`: as written, then as meant.

mod facets;
mod read;

use std::sync::Arc;

use globset::GlobMatcher;
use url::Url;

pub(crate) use self::facets::{BUILT_IN, PER_CENT, STRUCTURED};
pub(crate) use self::read::KINDS;
pub use self::{
    facets::{Facet, FacetKind, Facets, flag_word, range_words},
    read::read,
};
use crate::{data::Spanned, diagnostic::Levels, source::Place};
use read::{THEME_OPTIONS, default_types};

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
    /// The site has a search; `false` costs nothing.
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
    pub nav_order: Vec<Spanned<String>>,
    /// `[theme_options]`, for templates; a plain value tree in the order written.
    pub theme_options: Vec<(String, String)>,
    /// Where `[theme_options] logo` names a file.
    pub logo: Option<Place>,
    /// `[serve]`.
    pub serve: Serve,
    /// `[diagnostics]`.
    pub levels: Levels,
    /// `[facets.*]`, and the built-in facets: part of a document's fingerprint, too.
    pub facets: Arc<Facets>,
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
    /// Takeaways, questions, sources and citations are read: not in a plain folder, where `[@x]` and
    /// `faq:` are another program's.
    pub parts: bool,
    /// Fenced directives are drawn; in a plain folder they are code.
    pub directives: bool,
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
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Compare {
    /// Which pairs of roles get a page by themselves.
    pub auto: AutoCompare,
    /// How many at most.
    pub max_pairs: usize,
    /// Where `auto` is set.
    pub place: Option<Place>,
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

impl Kind {
    /// The front matter value.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Page => "page",
            Kind::Guide => "guide",
            Kind::Role => "role",
            Kind::Term => "term",
            Kind::Comparison => "comparison",
        }
    }
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
                parts: !plain,
                directives: !plain,
            },
            terms: Terms { autolink: Autolink::FirstPerPage, plurals: true },
            compare: Compare { auto: AutoCompare::Off, max_pairs: 2000, place: None },
            nav_order: Vec::new(),
            theme_options: THEME_OPTIONS
                .iter()
                .map(|&(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            logo: None,
            serve: Serve {
                port: 4000,
                host: "127.0.0.1".to_owned(),
                allowed_hosts: Vec::new(),
                editor: String::new(),
            },
            levels: Levels { general: Vec::new(), per_path: Vec::new(), plain },
            facets: Arc::new(Facets::built_in()),
            plain,
        }
    }
}

impl Config {
    /// What `[theme_options]`, over the theme's defaults, says of `name`.
    pub fn theme_option(&self, name: &str) -> Option<&str> {
        let mut options = self.theme_options.iter();
        options.find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// What the first path rule that fits says of a page's path below the content folder.
    pub fn ruled(&self, path: &str) -> Option<Kind> {
        self.types.iter().find(|(glob, _)| glob.is_match(path)).map(|(_, kind)| *kind)
    }
}

#[cfg(test)]
mod tests;
