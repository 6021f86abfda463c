//! A concept in the middle: broader above, narrower below, related on the left, and on the right what
//! it is not to be confused with.

use super::{
    Drawing, Node, sentence, shown,
    svg::{Anchor, Canvas, Dash, Path, Point, Rect, at},
    text::{Block, LABEL, SMALL, STRONG, clean, wrap},
};

/// A concept and its relations; each list in the order in which it is drawn.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Neighbourhood {
    /// Its label.
    pub concept: String,
    /// What it is a kind or a part of.
    pub broader: Vec<Node>,
    /// The kinds or parts of it.
    pub narrower: Vec<Node>,
    /// What it has to do with.
    pub related: Vec<Node>,
    /// What it is not to be confused with.
    pub distinct: Vec<Node>,
    /// What the addresses of the lists that have all of a relation begin with; the relation's key follows.
    pub lists: Option<String>,
}

/// Draws a concept's neighbours: at most 12 narrower ones and 6 of each other relation, then `and N more`.
/// `None` without neighbours. 400 units wide: it may shrink to a phone, and scrolls never.
pub fn neighbourhood(neighbourhood: &Neighbourhood) -> Option<Drawing> {
    let Neighbourhood { concept, broader, narrower, related, distinct, lists: _ } = neighbourhood;
    let lists = [broader, narrower, related, distinct];
    if lists.iter().all(|list| list.is_empty()) {
        return None;
    }
    let all = ["broader", "narrower", "related", "distinct_from"]
        .map(|key| neighbourhood.lists.as_ref().map(|lists| format!("{lists}{key}")));
    let [all_broader, all_narrower, all_related, all_distinct] =
        all.each_ref().map(Option::as_deref);
    let mut canvas = Canvas::default();
    let mut y = 1.0;
    if !broader.is_empty() {
        let joints = pairs(&mut canvas, &rows(&boxes(broader, MOST, all_broader), Alone::First), y);
        y = heading(&mut canvas, "broader", joints.bottom);
        trunk(&mut canvas, joints.first, y);
    }
    let middle = middle(&mut canvas, concept, y);
    let left = side(&mut canvas, middle, &boxes(related, MOST, all_related), Side::Related);
    let right = side(&mut canvas, middle, &boxes(distinct, MOST, all_distinct), Side::Distinct);
    y = left.max(right);
    if !narrower.is_empty() {
        y = heading(&mut canvas, "narrower", y);
        let joints = pairs(
            &mut canvas,
            &rows(&boxes(narrower, MOST_NARROWER, all_narrower), Alone::Last),
            y,
        );
        trunk(&mut canvas, middle.bottom(), joints.last);
        y = joints.bottom;
    }
    let names = |list: &[Node]| list.iter().map(|node| clean(&node.label)).collect::<Vec<_>>();
    let description = [
        sentence("Broader", names(broader)),
        sentence("Narrower", names(narrower)),
        sentence("Related", names(related)),
        sentence("Not to be confused with", names(distinct)),
    ];
    Some(Drawing {
        title: format!("{} and its neighbours", clean(concept)),
        description: description.concat().trim_end().to_owned(),
        width: WIDTH,
        height: y + 1.0,
        canvas,
        cuts: Vec::new(),
    })
}

const WIDTH: f64 = 400.0;
/// Where the line from the broadest to the narrowest runs.
const TRUNK: f64 = WIDTH / 2.0;
/// Between a box and the trunk.
const BRANCH: f64 = 12.0;
/// Of a box in a pair.
const BOX: f64 = TRUNK - BRANCH - 1.0;
/// Of a box at a side, which has its rail on the outside.
const SIDE_BOX: f64 = BOX - BRANCH;
/// Of a box that stands alone on the trunk.
const WIDEST: f64 = 280.0;
/// Between boxes, from one to the next below.
const GAP: f64 = 8.0;
/// Between a box's outline and its text: beside, above and below.
const BESIDE: f64 = 10.0;
const ABOVE: f64 = 7.0;
/// Shown of each relation, with the box `and N more`.
const MOST: usize = 6;
const MOST_NARROWER: usize = 12;

/// One neighbour, or the number of those that are not shown.
struct Neighbour<'a> {
    label: String,
    href: Option<&'a str>,
    is_rest: bool,
}

/// The first nodes, and how many more there are: a link to where `all` are.
fn boxes<'a>(nodes: &'a [Node], most: usize, all: Option<&'a str>) -> Vec<Neighbour<'a>> {
    let (nodes, more) = shown(nodes, most);
    let mut boxes: Vec<Neighbour<'_>> = nodes
        .iter()
        .map(|Node { label, href }| Neighbour {
            label: clean(label),
            href: href.as_deref(),
            is_rest: false,
        })
        .collect();
    if more > 0 {
        let label = format!("and {more} more");
        boxes.push(Neighbour { label, href: all, is_rest: true });
    }
    boxes
}

/// Where the odd one of a list stands: at the end of the trunk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Alone {
    First,
    Last,
}

/// A list two by two.
fn rows<'a, 'b>(boxes: &'a [Neighbour<'b>], alone: Alone) -> Vec<&'a [Neighbour<'b>]> {
    let first = match alone {
        Alone::First => boxes.len() % 2,
        Alone::Last => 0,
    };
    let (before, rest) = boxes.split_at(first);
    before.chunks(1).chain(rest.chunks(2)).collect()
}

/// Where rows of boxes meet the trunk: the first, the last, and where the last one ends.
struct Joints {
    first: f64,
    last: f64,
    bottom: f64,
}

/// Draws rows of one or two boxes on both sides of the trunk, from `top` down.
fn pairs(canvas: &mut Canvas, rows: &[&[Neighbour<'_>]], top: f64) -> Joints {
    let mut joints = Joints { first: top, last: top, bottom: top };
    for (index, row) in rows.iter().enumerate() {
        let y = if index == 0 { top } else { joints.bottom + GAP };
        let widest = if row.len() == 1 { WIDEST } else { BOX };
        let blocks: Vec<Block> = row.iter().map(|it| it.block(widest)).collect();
        let height = blocks.iter().map(Block::height).fold(0.0, f64::max) + 2.0 * ABOVE;
        let (into, out) = if let ([neighbour], [block]) = (*row, blocks.as_slice()) {
            let width = (block.width() + 2.0 * BESIDE).clamp(96.0, WIDEST);
            neighbour.draw(
                canvas,
                block,
                Rect { x: TRUNK - width / 2.0, y, width, height },
                Dash::Solid,
            );
            (y, y + height)
        } else {
            let left = Rect { x: TRUNK - BRANCH - BOX, y, width: BOX, height };
            let right = Rect { x: TRUNK + BRANCH, ..left };
            let branch = left.middle().y;
            let across = Path::from(at(left.right(), branch)).to(at(right.x, branch));
            canvas.line("edge", &across, Dash::Solid);
            for ((neighbour, block), rect) in row.iter().zip(&blocks).zip([left, right]) {
                neighbour.draw(canvas, block, rect, Dash::Solid);
            }
            (branch, branch)
        };
        if index == 0 {
            joints.first = out;
        }
        joints.last = into;
        joints.bottom = y + height;
    }
    joints
}

fn trunk(canvas: &mut Canvas, from: f64, to: f64) {
    canvas.line("edge", &Path::from(at(TRUNK, from)).to(at(TRUNK, to)), Dash::Solid);
}

/// Says beside the trunk what lies on it; gives where the next thing begins.
fn heading(canvas: &mut Canvas, words: &str, top: f64) -> f64 {
    let block = wrap(words, SMALL, WIDTH, 1);
    canvas.text("quiet", &block, at(TRUNK + BRANCH, top + GAP), Anchor::Start);
    top + GAP + block.height() + GAP
}

/// The concept itself.
fn middle(canvas: &mut Canvas, concept: &str, top: f64) -> Rect {
    let block = wrap(concept, STRONG, WIDEST - 2.0 * BESIDE, 4);
    let width = (block.width() + 4.0 * BESIDE).clamp(120.0, WIDEST);
    let height = block.height() + 2.0 * ABOVE + 4.0;
    let rect = Rect { x: TRUNK - width / 2.0, y: top, width, height };
    canvas.outline("box here", rect, 4.0, Dash::Solid);
    canvas.text("", &block, at(TRUNK, top + ABOVE + 2.0), Anchor::Middle);
    rect
}

/// Which side a list hangs from: the left or the right end of the concept's box.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Related,
    Distinct,
}

/// Draws a list at a side of the concept, below its own words; gives where it ends.
fn side(canvas: &mut Canvas, concept: Rect, boxes: &[Neighbour<'_>], side: Side) -> f64 {
    if boxes.is_empty() {
        return concept.bottom();
    }
    let (words, x, rail, start, dash) = match side {
        Side::Related => ("related", 1.0 + BRANCH, 1.0, concept.x, Dash::Solid),
        Side::Distinct => {
            ("not to be confused with", TRUNK + BRANCH, WIDTH - 1.0, concept.right(), Dash::Dashed)
        }
    };
    let inner = match side {
        Side::Related => x,
        Side::Distinct => x + SIDE_BOX,
    };
    let words = wrap(words, SMALL, SIDE_BOX, 1);
    let mut y = concept.bottom() + GAP;
    canvas.text("quiet", &words, at(x, y), Anchor::Start);
    y += words.height() + GAP - 2.0;
    let mut start = at(start, concept.middle().y);
    if side == Side::Distinct {
        let mark = at(f64::midpoint(start.x, rail), start.y);
        let before = Path::from(start).to(at(mark.x - UNEQUAL, mark.y));
        canvas.line("edge", &before, dash);
        unequal(canvas, mark);
        start.x = mark.x + UNEQUAL;
    }
    for (index, neighbour) in boxes.iter().enumerate() {
        let block = neighbour.block(SIDE_BOX);
        let height = block.height() + 2.0 * ABOVE;
        let rect = Rect { x, y, width: SIDE_BOX, height };
        let branch = rect.middle().y;
        let path = if index + 1 == boxes.len() {
            let corners = [at(rail, start.y), at(rail, branch), at(inner, branch)];
            Path::from(start).around(start, &corners, 8.0)
        } else {
            Path::from(at(rail, branch)).to(at(inner, branch))
        };
        canvas.line("edge", &path, dash);
        neighbour.draw(canvas, &block, rect, dash);
        y += height + GAP;
    }
    y - GAP
}

/// Half the room that the mark takes on its line.
const UNEQUAL: f64 = 10.0;

/// The mark of what is not the same: drawn, since not every font has it.
fn unequal(canvas: &mut Canvas, middle: Point) {
    for (from, to) in
        [((-5.0, -2.5), (5.0, -2.5)), ((-5.0, 2.5), (5.0, 2.5)), ((-3.0, 7.0), (3.0, -7.0))]
    {
        let by = |(right, down): (f64, f64)| at(middle.x + right, middle.y + down);
        canvas.line("edge", &Path::from(by(from)).to(by(to)), Dash::Solid);
    }
}

impl Neighbour<'_> {
    fn block(&self, width: f64) -> Block {
        wrap(&self.label, LABEL, width - 2.0 * BESIDE, 4)
    }

    fn draw(&self, canvas: &mut Canvas, block: &Block, rect: Rect, dash: Dash) {
        let top = rect.middle().y - block.height() / 2.0;
        canvas.group(self.href, block.whole.as_deref(), |canvas| {
            if self.is_rest {
                let class = if self.href.is_some() { "" } else { "quiet" };
                canvas.text(class, block, at(rect.middle().x, top), Anchor::Middle);
            } else {
                canvas.outline("box", rect, 4.0, dash);
                canvas.text("", block, at(rect.middle().x, top), Anchor::Middle);
            }
        });
    }
}
