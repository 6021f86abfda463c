//! Tabs: sections of a body of which one is shown at a time.
//!
//! After `<!-- tabs -->` each heading of the first one's level, with what follows it, is a tab: until
//! `<!-- /tabs -->`, a higher heading, or the end. Elsewhere the comments are not seen, and the tabs are
//! sections like others. Each is a `<details>` of one name (HTML 4.11.1: only one of them is open), so
//! they need no script, are found by "find in page", and can be printed.

use super::writer::Writer;
use crate::parse::fragment::escape;

/// What is open of tabs.
#[derive(Debug, Default)]
pub(super) enum Tabs {
    /// Nothing.
    #[default]
    None,
    /// The comment was met: the next heading begins the first tab.
    Asked,
    /// A tab, begun by a heading of this level. The name is what all tabs beside it are called.
    Open { level: u8, name: String },
}

/// What begins and ends tabs, and the spelling of others (docsify).
const BEGIN: &[&str] = &["tabs", "tabs:start"];
const END: &[&str] = &["/tabs", "tabs:end"];

impl Writer<'_> {
    /// Takes note of a comment about tabs; `false` if it is none, or stands inside of something.
    pub(super) fn tabs_comment(&mut self, html: &str) -> bool {
        let comment = html.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
        let Some(comment) = comment.map(str::trim).filter(|_| self.in_page()) else { return false };
        if BEGIN.contains(&comment) {
            self.end_tabs(0);
            self.tabs = Tabs::Asked;
        } else if END.contains(&comment) {
            self.end_sections_of_tabs();
            self.end_tabs(0);
        } else {
            return false;
        }
        true
    }

    /// Before a heading is drawn: ends what it ends, and begins a tab if it begins one. Says so.
    pub(super) fn begin_tab(&mut self, level: u8, id: &str) -> bool {
        if !self.in_page() {
            return false;
        }
        self.end_tabs(level);
        let (start, name) = match std::mem::take(&mut self.tabs) {
            Tabs::None => return false,
            Tabs::Asked => ("<div class=\"tabs\">\n<details open name=\"", format!("tabs:{id}")),
            Tabs::Open { level: of, name } if of == level => ("</details>\n<details name=\"", name),
            open @ Tabs::Open { .. } => {
                self.tabs = open;
                return false;
            }
        };
        let mut html = String::from(start);
        escape(&name, &mut html);
        html.push_str("\">\n<summary>");
        self.out.html(&html);
        self.tabs = Tabs::Open { level, name };
        true
    }

    /// Ends the tabs, if a heading of `level` stands above theirs; 0 is above all.
    pub(super) fn end_tabs(&mut self, level: u8) {
        if let Tabs::Open { level: of, .. } = self.tabs
            && level < of
        {
            self.fresh_line();
            self.out.html("</details>\n</div>\n");
            self.out.apart();
            self.tabs = Tabs::None;
        }
    }

    /// Questions that belong to a section of the tabs stand in its tab.
    fn end_sections_of_tabs(&mut self) {
        if let Tabs::Open { level, .. } = self.tabs {
            self.end_sections(level);
        }
    }

    /// Whether what is written now stands in the body itself, in no other element.
    fn in_page(&self) -> bool {
        self.ends.is_empty() && self.around.is_empty() && self.regions.is_empty()
    }
}
