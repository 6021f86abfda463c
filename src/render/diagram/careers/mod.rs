//! Roles in layers and the moves between them: a promotion leads to a later layer, a switch or a lateral
//! move stays on its layer where it can. Downwards while that fits a page, else to the right.

mod bends;
mod layered;
mod order;
mod pen;
mod plan;
mod role_box;
mod sheet;

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Drawing,
    svg::{Canvas, Dash},
    text::clean,
};
use layered::{Edge, layers, layouts};
use plan::{Direction, Plan};
use role_box::boxes;
use sheet::{Shelf, legend};

/// Roles, and how one leads to another.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Careers {
    /// Each is drawn, also without a move.
    pub roles: Vec<Role>,
    /// In any order; a move from a role to itself, or of a role that is not there, is not drawn.
    pub moves: Vec<Move>,
    /// Index of the role that the page is about, which stands out.
    pub here: Option<usize>,
    /// There is more room than beside a text: layers may be as wide as a page.
    pub is_wide: bool,
}

/// A role as a box.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Role {
    /// Plain text.
    pub label: String,
    /// As [`Node::href`](super::Node::href).
    pub href: Option<String>,
    /// The track's name: it stands below the label, and gives the box its shape.
    pub track: Option<String>,
}

/// A way from one role to another, by index into [`Careers::roles`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Move {
    /// Where it begins.
    pub from: usize,
    /// Where it leads.
    pub to: usize,
    /// What it is called.
    pub kind: MoveKind,
}

/// What a move is called.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum MoveKind {
    /// To a higher level: a solid line, a filled head.
    Promotion,
    /// To another track: a dashed line, an open head.
    Switch,
    /// To another role of the level: a dotted line, a head of two strokes.
    Lateral,
    /// A way on that nobody called anything: a solid line, a head of two strokes.
    Unnamed,
}

/// The most roles of a drawing.
pub const MOST_ROLES: usize = 200;
/// The most moves of a drawing.
pub const MOST_MOVES: usize = 600;

/// Draws careers. `None` when there is nothing to draw, or so much that nobody could read it: more than
/// [`MOST_ROLES`], more than [`MOST_MOVES`], or a tangle of moves over many layers. A list says it all.
pub fn careers(careers: &Careers) -> Option<Drawing> {
    let Careers { roles, moves, here, is_wide } = careers;
    if roles.is_empty() || roles.len() > MOST_ROLES || moves.len() > MOST_MOVES {
        return None;
    }
    let ways = ways(roles.len(), moves);
    let edges: Vec<Edge> = ways.iter().map(Way::edge).collect();
    let layer = layers(roles.len(), &edges);
    let passed = edges.iter().map(|it| layer[it.from].abs_diff(layer[it.to])).sum::<usize>();
    if passed > MOST_PASSED {
        return None;
    }
    let boxes = boxes(roles, *here);
    let down = layouts(&layer, &edges, &Direction::Down.room(&boxes));
    let widest = if *is_wide { WIDEST_PAGE } else { WIDEST_TEXT };
    let (direction, parts) = if down.iter().all(|part| part.across <= widest) {
        (Direction::Down, down)
    } else {
        (Direction::Right, layouts(&layer, &edges, &Direction::Right.room(&boxes)))
    };

    let mut canvas = Canvas::default();
    let mut shelf = Shelf::new(match direction {
        Direction::Down => widest,
        Direction::Right => WIDEST_RIGHT,
    });
    for part in &parts {
        let plan = Plan::new(part, &boxes, &ways, direction);
        let corner = shelf.place(plan.size());
        plan.draw_ways(&mut canvas, corner, &ways);
        plan.draw_boxes(&mut canvas, corner, &boxes);
    }
    let (width, height) = legend(&mut canvas, &ways, &shelf);
    Some(Drawing {
        title: match here.and_then(|role| roles.get(role)) {
            Some(role) => format!("The ways into {} and on from it", clean(&role.label)),
            None => format!("{} and the moves between them", counted(roles.len(), "role")),
        },
        description: description(roles, moves),
        width: width + 2.0,
        height: height + 1.0,
        canvas,
        cuts: Vec::new(),
    })
}

/// The widest layer that is drawn from left to right beside a text, which is about as wide.
const WIDEST_TEXT: f64 = 700.0;
/// The same where there is a whole page.
const WIDEST_PAGE: f64 = 920.0;
/// The width that parts side by side may fill when layers lead to the right.
const WIDEST_RIGHT: f64 = 1040.0;
/// Layers passed by all moves together: beyond it a drawing is a tangle.
const MOST_PASSED: usize = 3_000;

/// A line of the drawing: a move, or two that lead to and fro.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Way {
    from: usize,
    to: usize,
    kind: MoveKind,
    /// Whether it also leads back.
    both: bool,
    /// The first way, by index, that it may run into: one of its kind that leads to the same role.
    trunk: usize,
}

impl Way {
    fn edge(&self) -> Edge {
        let up = match self.kind {
            MoveKind::Promotion | MoveKind::Unnamed => true,
            MoveKind::Switch | MoveKind::Lateral => false,
        };
        Edge { from: self.from, to: self.to, up, trunk: self.trunk }
    }

    fn dash(self) -> Dash {
        match self.kind {
            MoveKind::Promotion | MoveKind::Unnamed => Dash::Solid,
            MoveKind::Switch => Dash::Dashed,
            MoveKind::Lateral => Dash::Dotted,
        }
    }
}

/// The lines to draw, each once.
fn ways(roles: usize, moves: &[Move]) -> Vec<Way> {
    let mut ways: BTreeMap<(usize, usize, MoveKind), Way> = BTreeMap::new();
    let moves: BTreeSet<&Move> = moves.iter().collect();
    for &&Move { from, to, kind } in &moves {
        if from == to || from >= roles || to >= roles {
            continue;
        }
        match ways.get_mut(&(to, from, kind)) {
            Some(back) if kind != MoveKind::Promotion => back.both = true,
            _ => {
                ways.insert((from, to, kind), Way { from, to, kind, both: false, trunk: 0 });
            }
        }
    }
    let mut ways: Vec<Way> = ways.into_values().collect();
    let mut trunks = BTreeMap::new();
    for (number, way) in ways.iter_mut().enumerate() {
        way.trunk =
            if way.both { number } else { *trunks.entry((way.to, way.kind)).or_insert(number) };
    }
    ways
}

fn kind_words(kind: MoveKind) -> &'static str {
    match kind {
        MoveKind::Promotion => "promotion",
        MoveKind::Switch => "switch",
        MoveKind::Lateral => "lateral move",
        MoveKind::Unnamed => "other move",
    }
}

fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// The moves in words, in the order of the roles: the first 40 of them.
fn description(roles: &[Role], moves: &[Move]) -> String {
    let name = |role: usize| roles.get(role).map(|role| clean(&role.label));
    let moves: BTreeSet<&Move> = moves.iter().collect();
    let mut said: Vec<String> = moves
        .into_iter()
        .filter(|it| it.from != it.to)
        .filter_map(|it| {
            let way = format!("{} to {}", name(it.from)?, name(it.to)?);
            Some(match it.kind {
                MoveKind::Unnamed => way,
                MoveKind::Promotion | MoveKind::Switch | MoveKind::Lateral => {
                    format!("{way} ({})", kind_words(it.kind))
                }
            })
        })
        .collect();
    let more = said.len().saturating_sub(40);
    said.truncate(40);
    if more > 0 {
        said.push(format!("and {more} more"));
    }
    if said.is_empty() { String::new() } else { format!("{}.", said.join("; ")) }
}
