//! Views of comparisons: of a page, of a table within any page, of the index of all.

use serde::Serialize;

use super::LinkView;

/// Roles side by side: all of a comparison's page, or the table of a `compare` directive, whose other
/// fields are empty.
#[derive(Serialize, Debug)]
pub struct ComparisonView<'a> {
    /// What the ids of its parts begin with, unique on the page: `compare`, of a directive `compare-1`.
    pub id: String,
    /// What its sections are called.
    pub titles: ComparisonTitlesView,
    /// The roles, in the author's order.
    pub subjects: Vec<SubjectView<'a>>,
    /// `for`, where the title does not say it; may be empty.
    pub angle_html: String,
    /// The table; null where there is nothing to say in a row.
    pub table: Option<TableView<'a>>,
    /// `choose`: by role, in the order of subjects; roles without advice are left out.
    pub choose: Vec<ChooseView<'a>>,
    /// `dimensions`.
    pub dimensions: Vec<DimensionView<'a>>,
    /// `related_terms`.
    pub related: Vec<RelatedTermView<'a>>,
    /// The picture; null for more than four roles.
    pub picture: Option<PictureView>,
    /// How alike the roles are, in whole per cent: of more than two, the mean of all pairs; null where they
    /// have no lists.
    pub percent: Option<u8>,
    /// Address of `comparison.json`; empty for a directive.
    pub json_url: String,
    /// Address of `comparison.csv`; empty for a directive.
    pub csv_url: String,
}

/// What the sections of a comparison are called.
#[derive(Serialize, Debug)]
pub struct ComparisonTitlesView {
    /// Of `table`, in the contents list.
    pub table: &'static str,
    /// Of `choose`.
    pub choose: &'static str,
    /// Of `dimensions`.
    pub dimensions: &'static str,
    /// Of `related`.
    pub related: &'static str,
    /// Of `picture`.
    pub picture: &'static str,
}

/// A role that is compared.
#[derive(Serialize, Debug, Clone)]
pub struct SubjectView<'a> {
    /// Its letter in this comparison: `A`, `B`, …
    pub letter: char,
    /// Its label; the name as written where no page is called so.
    pub label: &'a str,
    /// Its address from this page; empty without a page.
    pub url: String,
    /// Its definition as plain text, else its summary; may be empty.
    pub sentence: String,
}

/// A derived table as it lies: `lines` down, `columns` across.
#[derive(Serialize, Debug)]
pub struct TableView<'a> {
    /// What it compares, in words.
    pub caption: String,
    /// What the lines are: `facets` or `subjects`; the columns are the other.
    pub lines_are: &'static str,
    /// The heads of the columns.
    pub columns: Vec<HeadView<'a>>,
    /// The lines.
    pub lines: Vec<TableLineView<'a>>,
    /// How many roles it compares.
    pub roles: usize,
    /// How many facets there are.
    pub rows: usize,
    /// In how many of them the roles differ, or one says nothing.
    pub differing: usize,
    /// An item of a list is marked with letters somewhere: they want a key.
    pub lettered: bool,
}

/// A line of a table.
#[derive(Serialize, Debug)]
pub struct TableLineView<'a> {
    /// Its head.
    pub head: HeadView<'a>,
    /// Its cells, one a column.
    pub cells: Vec<CellView<'a>>,
}

/// The head of a line or of a column: a role or a facet.
#[derive(Serialize, Debug, Clone)]
pub struct HeadView<'a> {
    /// The role's or the facet's label.
    pub label: &'a str,
    /// The role's letter; empty for a facet.
    pub letter: String,
    /// The role's address; empty for a facet.
    pub url: String,
    /// What the roles have in common in this facet: `same`, `differs`, `partial` or
    /// `missing`; empty for a role.
    pub state: &'static str,
    /// Of a list: how many of all its items all roles have, in whole per cent; null else.
    pub percent: Option<u8>,
    /// Of a scale: the steps from the lowest role to the highest; null else.
    pub apart: Option<usize>,
}

/// What a role says of a facet.
#[derive(Serialize, Debug)]
pub struct CellView<'a> {
    /// The label at the head of its column, for a narrow screen, where the table is cards.
    pub column: &'a str,
    /// The letter at the head of its column; empty where that is a facet.
    pub column_letter: String,
    /// The state of its facet, as [`HeadView::state`].
    pub state: &'static str,
    /// The role says nothing.
    pub missing: bool,
    /// The role is the only one that says anything of the facet.
    pub only: bool,
    /// A single value, with a small picture where there is one; empty for a list.
    pub value_html: String,
    /// The items of a list.
    pub items: Vec<CellItemView>,
    /// Where it is said, on the role's page; empty where the comparison says it.
    pub from_url: String,
    /// What stands there, in words: `Focus area of Technical Lead`.
    pub from: String,
    /// The comparison says it in place of the role's own words.
    pub overridden: bool,
}

/// An item of a list in a cell.
#[derive(Serialize, Debug)]
pub struct CellItemView {
    /// The item; a concept is a link.
    pub html: String,
    /// Whose it is: `common`, `some` or `only`.
    pub share: &'static str,
    /// The letters of those who have it, where not all do: `A`, `A C`.
    pub letters: String,
    /// Their labels in words, where not all have it: `Technical Lead`.
    pub whose: String,
}

/// Advice on when to choose one role.
#[derive(Serialize, Debug)]
pub struct ChooseView<'a> {
    /// The role.
    pub subject: SubjectView<'a>,
    /// When, in the author's order.
    pub when_html: Vec<String>,
}

/// Prose on one aspect.
#[derive(Serialize, Debug)]
pub struct DimensionView<'a> {
    /// The id of its heading.
    pub id: String,
    /// Its heading.
    pub heading_html: String,
    /// Its heading as plain text.
    pub heading: String,
    /// What is said of each role, in the order of subjects.
    pub sides: Vec<SideView<'a>>,
    /// What holds for all; may be empty.
    pub both_html: String,
}

/// What is said of one role.
#[derive(Serialize, Debug)]
pub struct SideView<'a> {
    /// The role.
    pub subject: SubjectView<'a>,
    /// What; may be empty.
    pub text_html: String,
}

/// A term that was coined between the roles.
#[derive(Serialize, Debug)]
pub struct RelatedTermView<'a> {
    /// The id of its place on the page; empty where the term has a page of its own.
    pub id: &'a str,
    /// Its name.
    pub label: &'a str,
    /// Its address; empty where its place is here.
    pub url: String,
    /// What it means; may be empty.
    pub text_html: String,
}

/// The picture of a comparison.
#[derive(Serialize, Debug)]
pub struct PictureView {
    /// The picture.
    pub svg_html: String,
    /// The same for a narrow screen: to be shown instead of the other, never beside it.
    pub narrow_svg_html: String,
    /// It may be wider than its place.
    pub scrolls: bool,
    /// What it shows, in a few words.
    pub title: String,
    /// Address of the picture as a file; empty for a directive.
    pub url: String,
}

/// The index of all comparisons.
#[derive(Serialize, Debug)]
pub struct ComparisonsView<'a> {
    /// Those that somebody wrote, in order of titles.
    pub written: Vec<LinkView<'a>>,
    /// The roles that are one of a pair with a page, in order of labels: a pair stands with each of its two.
    pub roles: Vec<ComparedRoleView<'a>>,
    /// The labels of the roles that are of no such pair, in order.
    pub uncompared: Vec<&'a str>,
    /// How many comparisons there are.
    pub count: usize,
}

/// A role, and those that it is compared with.
#[derive(Serialize, Debug)]
pub struct ComparedRoleView<'a> {
    /// The role's id: two roles may have one label.
    pub id: &'a str,
    /// The role's label.
    pub label: &'a str,
    /// The others.
    pub others: Vec<PairView<'a>>,
}

/// The other role of a pair.
#[derive(Serialize, Debug)]
pub struct PairView<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its label, and the address of the comparison.
    pub link: LinkView<'a>,
}
