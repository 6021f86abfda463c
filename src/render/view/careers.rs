//! Views of careers: those of all roles on their index, and those around one role.

use serde::Serialize;

use super::NameView;

/// What the index of careers shows: the moves between all roles.
#[derive(Serialize, Debug)]
pub struct CareersView<'a> {
    /// What the section of pictures is called.
    pub title: &'static str,
    /// Pictures of all roles at once, else of the parts that no move joins, else of the tracks of a part.
    /// Empty where even those would be too large to read: the list says it all.
    pub drawings: Vec<CareerDrawingView<'a>>,
    /// The roles that moves lead to or begin at, by track; those without a track last.
    pub tracks: Vec<CareerTrackView<'a>>,
    /// How many roles there are.
    pub count: usize,
}

/// A picture of roles and the moves between them.
#[derive(Serialize, Debug)]
pub struct CareerDrawingView<'a> {
    /// Where there are several, the role that the picture begins with, or the track; else empty.
    pub title: &'a str,
    /// It shows the roles of one track alone.
    pub is_track: bool,
    /// The picture: an `svg` element.
    pub svg: String,
    /// It may be wider than the page, and needs a region that scrolls (`.diagram-scroll`).
    pub scrolls: bool,
}

/// The roles of one track.
#[derive(Serialize, Debug)]
pub struct CareerTrackView<'a> {
    /// The track, as written; may be empty.
    pub track: &'a str,
    /// What its section is called.
    pub title: String,
    /// The id of its place on the page.
    pub id: String,
    /// Its roles: each after those that a promotion leads from, then by label.
    pub roles: Vec<CareerRoleView<'a>>,
}

/// A role on the index of careers.
#[derive(Serialize, Debug)]
pub struct CareerRoleView<'a> {
    /// The role, or a name without a page yet.
    pub role: NameView<'a>,
    /// Its definition as plain text on one line; may be empty.
    pub definition: String,
    /// The ways on from it: promotions first, then switches, lateral moves and others.
    pub ways: Vec<WayView<'a>>,
}

/// The ways into one role and on from it.
#[derive(Serialize, Debug)]
pub struct CareerView<'a> {
    /// The role that it is of; null on the page of that role.
    pub role: Option<NameView<'a>>,
    /// The ways in, by the track that they come from.
    pub ways_in: Vec<WaysView<'a>>,
    /// The ways on, by the track that they lead to.
    pub ways_on: Vec<WaysView<'a>>,
    /// Both as a picture: an `svg` element. Empty with fewer than two ways, or more than can be read.
    pub drawing_svg: String,
    /// It may be wider than the page, and needs a region that scrolls (`.diagram-scroll`).
    pub scrolls: bool,
}

/// The ways that have a track in common.
#[derive(Serialize, Debug)]
pub struct WaysView<'a> {
    /// The track, as written; empty where none is told.
    pub track: &'a str,
    /// The ways: promotions first, then switches, lateral moves and others.
    pub items: Vec<WayView<'a>>,
}

/// A way to another role, or from it.
#[derive(Serialize, Debug)]
pub struct WayView<'a> {
    /// The other role, or a name without a page yet.
    pub role: NameView<'a>,
    /// `promotion`, `switch`, `lateral`, or empty.
    pub kind: &'static str,
    /// The track that it leads to; may be empty.
    pub track: &'a str,
    /// What is said of it, here and on the other role's page.
    pub notes_html: Vec<String>,
    /// What shows that somebody is ready for it, here and on the other role's page; each once.
    pub signals_html: Vec<String>,
}
