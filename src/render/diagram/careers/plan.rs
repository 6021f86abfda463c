//! Where the roles of a part stand, and how the ways between them run.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    MoveKind, Way,
    bends::{Bus, LANE, buses, depth},
    layered::{Layout, Room, What},
    pen::{Bend, Pen},
    role_box::{BOX, RoleBox},
};
use crate::render::diagram::svg::{Canvas, Point, Rect, at};

/// Where later layers lie.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Direction {
    Down,
    Right,
}

impl Direction {
    pub(super) fn room(self, boxes: &[RoleBox<'_>]) -> Room {
        match self {
            Direction::Down => Room { extents: vec![BOX; boxes.len()], passing: -16.0, gap: 34.0 },
            Direction::Right => Room {
                extents: boxes.iter().map(|it| it.height).collect(),
                passing: 4.0,
                gap: 14.0,
            },
        }
    }

    /// Between two layers, with one lane at most for ways that stay on the first.
    fn between(self) -> f64 {
        match self {
            Direction::Down => 58.0,
            Direction::Right => 70.0,
        }
    }

    pub(super) fn point(self, along: f64, across: f64) -> Point {
        match self {
            Direction::Down => at(across, along),
            Direction::Right => at(along, across),
        }
    }
}

/// A part's layers with their places along.
pub(super) struct Plan<'a> {
    part: &'a Layout,
    direction: Direction,
    /// Where each layer begins and ends.
    bands: Vec<(f64, f64)>,
    /// Layer and place across of each role and each passing way.
    spots: BTreeMap<(What, usize), f64>,
    layer: BTreeMap<usize, usize>,
    /// Where each way leaves or reaches a role: by way, role.
    ports: BTreeMap<(usize, usize), f64>,
    /// Ways between neighbours on a layer.
    short: BTreeSet<usize>,
    /// Other ways that stay on a layer: by layer.
    buses: Vec<Vec<Bus>>,
    along: f64,
}

/// What of a way is drawn at a role: ways that look alike there share one place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Look {
    kind: MoveKind,
    has_head: bool,
    bends: bool,
    /// A way that leads to and fro is alone.
    alone: Option<usize>,
}

/// Where ways lead from a role, and which ways.
type Ends = Vec<(f64, usize)>;

impl<'a> Plan<'a> {
    pub(super) fn new(
        part: &'a Layout,
        boxes: &[RoleBox<'_>],
        ways: &[Way],
        direction: Direction,
    ) -> Plan<'a> {
        let mut plan = Plan {
            part,
            direction,
            bands: Vec::new(),
            spots: BTreeMap::new(),
            layer: BTreeMap::new(),
            ports: BTreeMap::new(),
            short: BTreeSet::new(),
            buses: Vec::new(),
            along: 0.0,
        };
        for (number, layer) in part.layers.iter().enumerate() {
            for spot in layer {
                plan.spots.insert((spot.what, number), spot.across);
                if let What::Node(node) = spot.what {
                    plan.layer.insert(node, number);
                }
            }
        }
        let bends = plan.set_ports(boxes, ways);
        let port = |way: usize, role: usize| plan.port(way, role);
        plan.buses = bends.iter().map(|bends| buses(bends, ways, port)).collect();
        plan.set_bands(boxes);
        plan
    }

    /// Each layer begins where the one before ends, with room for what runs between them.
    fn set_bands(&mut self, boxes: &[RoleBox<'_>]) {
        let mut start = 0.0;
        for (layer, buses) in self.part.layers.iter().zip(&self.buses) {
            let extent = layer.iter().map(|spot| match (spot.what, self.direction) {
                (What::Node(node), Direction::Down) => boxes[node].height,
                (What::Node(_), Direction::Right) => BOX,
                (What::Passing(_), _) => 0.0,
            });
            let end = start + extent.fold(0.0, f64::max);
            self.bands.push((start, end));
            let deepest = buses.iter().map(|bus| bus.lane).max();
            self.along = end + deepest.map_or(0.0, depth);
            start = end + self.direction.between() + LANE * deepest.unwrap_or_default() as f64;
        }
    }

    /// Ways have their places at the sides of the roles that they join in the order of where they lead; those
    /// that look alike there share one. Gives the ways of each layer that stay on it, and are not short.
    fn set_ports(&mut self, boxes: &[RoleBox<'_>], ways: &[Way]) -> Vec<Vec<usize>> {
        let mut sides: BTreeMap<(usize, bool), BTreeMap<Look, Ends>> = BTreeMap::new();
        let mut bends = vec![Vec::new(); self.part.layers.len()];
        for (number, way) in ways.iter().enumerate() {
            let (Some(&from), Some(&to)) = (self.layer.get(&way.from), self.layer.get(&way.to))
            else {
                continue;
            };
            if from == to {
                if self.direction == Direction::Down && self.neighbours(way, from) {
                    self.short.insert(number);
                    continue;
                }
                bends[from].push(number);
            }
            for (role, own, other_role, other) in
                [(way.from, from, way.to, to), (way.to, to, way.from, from)]
            {
                let is_after = other >= own;
                let next = if is_after { own + 1 } else { own.wrapping_sub(1) };
                let passing = self.spots.get(&(What::Passing(way.trunk), next));
                let passing = passing.filter(|_| own.abs_diff(other) > 1);
                let goal = passing.or_else(|| self.spots.get(&(What::Node(other_role), other)));
                let look = Look {
                    kind: way.kind,
                    has_head: role == way.to,
                    bends: from == to,
                    alone: way.both.then_some(number),
                };
                let side = sides.entry((role, is_after)).or_default();
                side.entry(look).or_default().push((goal.copied().unwrap_or_default(), number));
            }
        }
        for ((role, _), alike) in sides {
            let extent = match self.direction {
                Direction::Down => BOX,
                Direction::Right => boxes[role].height,
            };
            let step = ((extent - 20.0) / alike.len() as f64).min(26.0);
            let middle = self.across(role);
            let mut ports: Vec<(f64, Ends)> = alike
                .into_values()
                .map(|ends| (ends.iter().map(|end| end.0).sum::<f64>() / ends.len() as f64, ends))
                .collect();
            // Stable: what has the same goal stays in the order of its look.
            ports.sort_by(|(one, _), (other, _)| one.total_cmp(other));
            let count = ports.len() as f64;
            for (place, (_, ends)) in ports.into_iter().enumerate() {
                let offset = place as f64 - (count - 1.0) / 2.0;
                for (_, number) in ends {
                    self.ports.insert((number, role), middle + offset * step);
                }
            }
        }
        bends
    }

    fn port(&self, way: usize, role: usize) -> f64 {
        self.ports.get(&(way, role)).copied().unwrap_or_default()
    }

    /// Whether nothing stands between two roles of a layer.
    fn neighbours(&self, way: &Way, layer: usize) -> bool {
        let (one, other) = (self.across(way.from), self.across(way.to));
        let between = |across: f64| across > one.min(other) && across < one.max(other);
        !self.part.layers[layer].iter().any(|spot| between(spot.across))
    }

    fn across(&self, role: usize) -> f64 {
        let layer = self.layer.get(&role).copied().unwrap_or_default();
        self.spots.get(&(What::Node(role), layer)).copied().unwrap_or_default()
    }

    /// Width and height.
    pub(super) fn size(&self) -> Point {
        self.direction.point(self.along, self.part.across)
    }

    pub(super) fn draw_boxes(&self, canvas: &mut Canvas, corner: Point, boxes: &[RoleBox<'_>]) {
        for (&role, &layer) in &self.layer {
            let (start, end) = self.bands[layer];
            let across = self.across(role);
            let half = match self.direction {
                Direction::Down => BOX / 2.0,
                Direction::Right => boxes[role].height / 2.0,
            };
            let (first, last) = (
                self.direction.point(start, across - half),
                self.direction.point(end, across + half),
            );
            boxes[role].draw(
                canvas,
                Rect {
                    x: corner.x + first.x,
                    y: corner.y + first.y,
                    width: last.x - first.x,
                    height: last.y - first.y,
                },
            );
        }
    }

    pub(super) fn draw_ways(&self, canvas: &mut Canvas, corner: Point, ways: &[Way]) {
        let pen = |way: usize| Pen { direction: self.direction, corner, way: ways[way] };
        // Where a way passes that others run into, by trunk and layer; and the heads at roles that are drawn.
        let mut passes = BTreeSet::new();
        let mut heads = BTreeSet::new();
        for (number, way) in ways.iter().enumerate() {
            let (Some(&from), Some(&to)) = (self.layer.get(&way.from), self.layer.get(&way.to))
            else {
                continue;
            };
            if self.short.contains(&number) {
                let (one, other) = (self.across(way.from), self.across(way.to));
                let half = (BOX / 2.0).copysign(other - one);
                let (start, end) = self.bands[from];
                let middle = f64::midpoint(start, end);
                pen(number).straight(canvas, middle, one + half, other - half);
            } else if from != to {
                let is_up = from < to;
                let passed: Vec<usize> =
                    if is_up { (from + 1..to).collect() } else { (to + 1..from).rev().collect() };
                let sides = |layer: usize| {
                    let (start, end) = self.bands[layer];
                    if is_up { (start, end) } else { (end, start) }
                };
                let mut stops = vec![(sides(from).1, self.port(number, way.from))];
                let mut joins = false;
                for layer in passed {
                    let across = self.spots.get(&(What::Passing(way.trunk), layer)).copied();
                    let across = across.unwrap_or_default();
                    let (reached, left) = sides(layer);
                    stops.push((reached, across));
                    joins = !passes.insert((way.trunk, layer));
                    if joins {
                        break;
                    }
                    stops.push((left, across));
                }
                if !joins {
                    stops.push((sides(to).0, self.port(number, way.to)));
                }
                let has_head = !joins && heads.insert((way.trunk, is_up));
                pen(number).through(canvas, &stops, joins, has_head);
            }
        }
        for (buses, band) in self.buses.iter().zip(&self.bands) {
            for bus in buses {
                self.draw_bus(bus, ways, band.1, |way, bend| pen(way).bend(canvas, bend));
            }
        }
    }

    /// Those of its ways that lead furthest to each side are drawn whole, and the others as branches.
    fn draw_bus(&self, bus: &Bus, ways: &[Way], side: f64, mut draw: impl FnMut(usize, Bend)) {
        let lane = side + depth(bus.lane);
        let end = |number: usize| {
            let Way { from, to, .. } = ways[number];
            self.port(number, if from == bus.root { to } else { from })
        };
        let mut has_head = true;
        let root = |number: usize| self.port(number, bus.root);
        let (one, other): (Vec<usize>, Vec<usize>) =
            bus.ways.iter().partition(|&&number| end(number) < root(number));
        for mut ways_on_side in [one, other] {
            let away = |number: &usize| (end(*number) - root(*number)).abs();
            ways_on_side.sort_by(|a, b| away(b).total_cmp(&away(a)));
            for (place, number) in ways_on_side.into_iter().enumerate() {
                let way = ways[number];
                let is_whole = place == 0;
                let begins_at_root = way.from == bus.root;
                draw(
                    number,
                    Bend {
                        from: self.port(number, way.from),
                        to: self.port(number, way.to),
                        side,
                        lane,
                        begins: is_whole || !begins_at_root,
                        ends: is_whole || begins_at_root,
                        has_head: begins_at_root || has_head,
                    },
                );
                has_head = false;
            }
        }
    }
}
