//! What templates may read: the theme's public contract.
//!
//! A template gets exactly two names, `site` and `page`, and reads nothing else. Every `url` is ready
//! to be written into an `href` of this page: relative to it (root-absolute on the 404 page alone).
//! A field whose name ends in `_html` is finished HTML; every other string is plain text.

mod careers;
mod compare;
mod concept;
mod parts;
mod print;
mod role;
mod terms;

use std::{borrow::Cow, collections::BTreeMap};

use serde::Serialize;

pub use self::{careers::*, compare::*, concept::*, parts::*, print::*, role::*, terms::*};
use super::theme::Ready;

/// The site, as one page sees it.
#[derive(Serialize, Debug)]
pub struct SiteView<'a> {
    /// `title` of the config.
    pub title: &'a str,
    /// `description` of the config; may be empty.
    pub description: &'a str,
    /// Language tag.
    pub lang: &'a str,
    /// Address of the home page.
    pub home_url: String,
    /// Prefix of any file of the site: `../../`, `./`, on the 404 page `/handbook/`.
    pub root: String,
    /// Addresses of the theme's assets by their name below `assets/`: `site.assets["style.css"]`.
    pub assets: BTreeMap<&'a str, String>,
    /// `[theme_options]` over the theme's defaults: `accent`, `logo`, `prose`, `credit`.
    pub options: BTreeMap<&'a str, &'a str>,
    /// The top-level sections, for the header: at most six, in navigation order.
    pub doors: Vec<LinkView<'a>>,
    /// How many top-level sections are not among them; the home page lists all.
    pub more_doors: usize,
    /// The other pages right below the home page, in navigation order: at most twelve. With the doors
    /// they are the whole top level, so that every page can lead to all of it.
    pub others: Vec<LinkView<'a>>,
    /// How many pages right below the home page are neither among the doors nor among the others.
    pub more_others: usize,
    /// The file that `[theme_options] logo` names; null without.
    pub logo: Option<LogoView>,
    /// Where the search is; null without one.
    pub search: Option<SearchView>,
    /// It is a folder without rolebook.toml: its home page is its README, and reads as that.
    pub plain: bool,
    /// Address of the feed of changed pages; empty without one.
    pub feed_url: String,
    /// rolebook's version.
    pub generator: &'a str,
}

/// Where the search is.
#[derive(Serialize, Debug)]
pub struct SearchView {
    /// Address of the page that searches: a form sends it the question as `q`.
    pub url: String,
    /// Address of the script.
    pub script: String,
    /// Address of the list of the index's files.
    pub index: String,
    /// Address of the index of terms, for who has no script; empty without terms.
    pub terms_url: String,
}

/// One page. Fields that do not apply are empty or null, never absent.
#[derive(Serialize, Debug)]
pub struct PageView<'a> {
    /// `home`, `section`, `page`, `guide`, `role`, `term`, `comparison`, `terms`, `scheme`,
    /// `label`, `spectra`, `careers`, `faq`, `tags`, `tag`, `search`, `404`.
    pub kind: &'a str,
    /// Title as plain text, for `<title>` and lists.
    pub title: &'a str,
    /// Title as HTML, for `<h1>`.
    pub title_html: String,
    /// The id of the `<h1>`; may be empty.
    pub title_id: &'a str,
    /// Language tag, the site's unless the page sets its own.
    pub lang: &'a str,
    /// Its language is written from right to left.
    pub right_to_left: bool,
    /// One sentence for the meta description; may be empty.
    pub summary: String,
    /// The sentence to stand below the title of the home page: the site's description, else the page's
    /// summary where its author wrote one. Empty elsewhere.
    pub lede: &'a str,
    /// Absolute address; empty without `base_url`.
    pub canonical: String,
    /// The picture that a preview of a link to the page shows; null without `base_url`, and without any.
    pub image: Option<PreviewImageView<'a>>,
    /// What search engines are told (schema.org, JSON-LD), fit for a `script` element of type
    /// `application/ld+json`: to be written with `| safe`, since it has no `<`. Empty without
    /// `base_url`, and where there is nothing to tell.
    pub json_ld: String,
    /// Pages from the home page down to the parent, home first; empty on the home page.
    pub breadcrumbs: Vec<LinkView<'a>>,
    /// The body.
    pub content_html: String,
    /// The body again, in parts with questions between them; empty where no section has any.
    pub content_parts: Vec<ContentPartView<'a>>,
    /// What to take away from it, to stand before the body.
    pub takeaways: Option<TakeawaysView>,
    /// Steps to take, to stand after the body.
    pub action_plan: Option<ActionPlanView>,
    /// Questions that belong to no section of the body, to stand at its end.
    pub faq: Option<FaqView<'a>>,
    /// Where all questions of the site are listed; empty if there are none.
    pub faq_url: String,
    /// What it cites, to stand after everything that cites.
    pub sources: Option<SourcesView<'a>>,
    /// On the index of questions: the pages that answer some, in the site's order.
    pub questions: Vec<AnsweringPageView<'a>>,
    /// The contents list: the headings of the body and of all that is drawn around it, in the page's order;
    /// empty when there are fewer than two, or the page asks for none.
    pub toc: Vec<TocView<'a>>,
    /// The folder that this page is in (of a section: the section itself).
    pub nav: NavView<'a>,
    /// The page before this one in its section.
    pub previous: Option<LinkView<'a>>,
    /// The page after this one in its section.
    pub next: Option<LinkView<'a>>,
    /// Direct children of a section, in full; the pages of a tag; the tags of the tag index.
    pub children: Vec<ChildView<'a>>,
    /// On the home page: the pages that were changed last, as git tells it, or reviewed, where it does not tell; the
    /// latest first, at most six. Empty on other pages.
    pub recent: Vec<RecentView<'a>>,
    /// Pages that refer to this one.
    pub backlinks: BacklinksView<'a>,
    /// What a role or a term tells of itself; null on other pages.
    pub concept: Option<ConceptView<'a>>,
    /// What a role does, needs and leads to; null on other pages, and where there is nothing to show.
    pub role: Option<RoleView<'a>>,
    /// The roles that need a term as a skill; null on other pages, and where nobody does.
    pub needed_by: Option<NeededByView<'a>>,
    /// What a comparison shows; null on other pages.
    pub comparison: Option<ComparisonView<'a>>,
    /// What the index of comparisons shows; null on other pages.
    pub comparisons: Option<ComparisonsView<'a>>,
    /// Its relations to concepts, inverses included, in a fixed order; only those that have items. What a
    /// role or a term is not to be confused with is in [`ConceptView::distinct`] instead.
    pub relations: Vec<RelationView<'a>>,
    /// The concepts that its text links to, each a [`PageTermView`], in order of their labels: at most
    /// 60. Those that the page explains itself are not among them.
    pub terms: Vec<Ready>,
    /// How many more of them there are.
    pub more_terms: usize,
    /// What an index of concepts shows; null on other pages.
    pub index: Option<TermsView<'a>>,
    /// All spectra by what changes along them, on the index of spectra; empty on other pages.
    pub spectra: Vec<SpectraView<'a>>,
    /// The moves between all roles, on the index of careers; null on other pages.
    pub careers: Option<CareersView<'a>>,
    /// Concepts that the page defines besides what it is: entries of a glossary, related terms.
    pub entries: Vec<EntryView<'a>>,
    /// Tags, each with its page.
    pub tags: Vec<LinkView<'a>>,
    /// `draft`, `review`, `stable`, `deprecated`, or empty.
    pub status: &'a str,
    /// What replaces a deprecated page.
    pub replaced_by: Option<LinkView<'a>>,
    /// `owner`; may be empty.
    pub owner: &'a str,
    /// `reviewed` as `2026-01-15`; empty without.
    pub reviewed: String,
    /// The day on which it was last changed, as `2026-01-15`, in UTC; empty where git does not tell, and on
    /// derived pages.
    pub changed: String,
    /// The same to the second: `2026-01-15T09:30:00Z`.
    pub changed_at: String,
    /// Address of its Markdown twin; empty on the 404 page.
    pub markdown_url: String,
    /// Of a section with `print: true`, the address of all its pages as one document; else empty.
    pub print_url: String,
    /// Where to edit the source; empty without `edit_url` and on derived pages.
    pub edit_url: String,
    /// Minutes to read, at 230 words a minute, rounded up; 0 on pages under 200 words.
    pub reading_minutes: usize,
    /// Front matter that rolebook does not know.
    pub extra: serde_json::Value,
}

/// The picture that a preview of a link shows elsewhere: the first of the page's own text that is large enough, else
/// the handbook's logo. It is a file of the site in a format that every network takes: PNG, JPEG, GIF, WebP.
#[derive(Serialize, Debug)]
pub struct PreviewImageView<'a> {
    /// Its absolute address.
    pub url: String,
    /// What it shows: plain text; may be empty.
    pub alt: &'a str,
    /// Its width in pixels; 0 where the file does not say.
    pub width: u32,
    /// Its height in pixels; 0 where the file does not say.
    pub height: u32,
    /// It is wide enough to stand above the title, and not beside it.
    pub large: bool,
}

/// The handbook's logo.
#[derive(Serialize, Debug)]
pub struct LogoView {
    /// Its address from this page.
    pub url: String,
    /// Its width in CSS pixels where it is 28 high; 0 where the file does not say its shape.
    pub width: u32,
}

/// A page that was changed or looked at lately.
#[derive(Serialize, Debug)]
pub struct RecentView<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its address from this page.
    pub url: String,
    /// Its kind, as [`PageView::kind`].
    pub kind: &'a str,
    /// The day, as `2026-01-15`.
    pub date: String,
    /// It is the day of its last change, not that of its review.
    pub changed: bool,
}

/// A link to a page of the site.
#[derive(Serialize, Debug, Clone)]
pub struct LinkView<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its address from this page.
    pub url: String,
    /// It is this page, or holds it.
    pub current: bool,
    /// It is a draft, to be marked as one.
    pub draft: bool,
}

/// A child of a section, or an entry of an index.
#[derive(Serialize, Debug)]
pub struct ChildView<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its address from this page.
    pub url: String,
    /// Its kind, as [`PageView::kind`].
    pub kind: &'a str,
    /// Its summary, else its definition, else empty: plain text.
    pub summary: String,
    /// How many pages lie below it, or how much an index lists; 0 for a page that is neither.
    pub count: usize,
    /// What is counted: `pages`, `roles`, `comparisons`, `questions`, `spectra` or `tags`, or one of it.
    pub counted: &'static str,
    /// It is a draft, to be marked as one.
    pub draft: bool,
}

/// A heading of the contents list.
#[derive(Serialize, Debug)]
pub struct TocView<'a> {
    /// Its id.
    pub id: Cow<'a, str>,
    /// Its text.
    pub text: Cow<'a, str>,
    /// Its level, 2 to 6.
    pub level: u8,
    /// The headings below it.
    pub children: Vec<TocView<'a>>,
}

/// The navigation of the folder that a page is in: never the whole site.
#[derive(Serialize, Debug)]
pub struct NavView<'a> {
    /// The section, to head the list; null only on a site of one page.
    pub section: Option<LinkView<'a>>,
    /// Its children, each a [`NavItemView`], at most 60: a window around the current page when there
    /// are more.
    pub items: Vec<Ready>,
    /// Children left out before the window.
    pub before: usize,
    /// Children left out after it.
    pub after: usize,
}

/// An entry of the navigation.
#[derive(Serialize, Debug)]
pub struct NavItemView<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its address from this page.
    pub url: String,
    /// It is this page.
    pub current: bool,
    /// It has children of its own.
    pub section: bool,
    /// It is a draft, to be marked as one.
    pub draft: bool,
}

/// Who refers to something.
#[derive(Serialize, Debug, Default)]
pub struct BacklinksView<'a> {
    /// How many pages do.
    pub count: usize,
    /// At most 50, grouped by how; a page stands once in each group.
    pub groups: Vec<BacklinkGroupView<'a>>,
    /// Those after the first 50, by their title alone: at most 500.
    pub more: Vec<LinkView<'a>>,
    /// How many are left out even there.
    pub left_out: usize,
}

/// Pages that refer to something in one way.
#[derive(Serialize, Debug)]
pub struct BacklinkGroupView<'a> {
    /// `text`, `facet`, `career`, `comparison`, `relation`.
    pub way: &'a str,
    /// The pages.
    pub items: Vec<BacklinkView<'a>>,
}

/// A page that refers to this one.
#[derive(Serialize, Debug)]
pub struct BacklinkView<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its address from this page.
    pub url: String,
    /// Its kind, as [`PageView::kind`].
    pub kind: &'a str,
    /// How: `text`, or the front matter key (`broader`, `see`, …).
    pub via: &'a str,
    /// The sentence that the link stands in, split around the link: plain text. Empty for front matter.
    pub sentence: Option<SentenceView<'a>>,
}

/// A sentence split around a link in it.
#[derive(Serialize, Debug)]
pub struct SentenceView<'a> {
    /// Before the link.
    pub before: Cow<'a, str>,
    /// The link's own text.
    pub link: Cow<'a, str>,
    /// After the link.
    pub after: Cow<'a, str>,
}

/// One relation of a concept.
#[derive(Serialize, Debug)]
pub struct RelationView<'a> {
    /// `broader`, `narrower`, `related`, `distinct_from`, `see`, `terms`, `about`.
    pub key: &'a str,
    /// What it points to.
    pub items: Vec<RelationItemView<'a>>,
}

/// One end of a relation.
#[derive(Serialize, Debug)]
pub struct RelationItemView<'a> {
    /// The label of the other concept, or the name as written when it has no page yet.
    pub title: &'a str,
    /// Its address from this page; empty for a wanted term.
    pub url: String,
    /// `note`; may be empty.
    pub note_html: String,
}
