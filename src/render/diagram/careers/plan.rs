//! Where the roles of a part stand, and how the ways between them run.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Way,
    layered::{Layout, Room, What},
    pen::{BEND, Pen},
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
            Direction::Down => Room { extents: vec![BOX; boxes.len()], gap: 34.0 },
            Direction::Right => {
                Room { extents: boxes.iter().map(|it| it.height).collect(), gap: 14.0 }
            }
        }
    }

    /// Between two layers.
    fn between(self) -> f64 {
        match self {
            Direction::Down => 50.0,
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
    along: f64,
}

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
            along: 0.0,
        };
        for (number, layer) in part.layers.iter().enumerate() {
            let extent = layer.iter().map(|spot| match (spot.what, direction) {
                (What::Node(node), Direction::Down) => boxes[node].height,
                (What::Node(_), Direction::Right) => BOX,
                (What::Passing(_), _) => 0.0,
            });
            let start = if number == 0 { 0.0 } else { plan.along + direction.between() };
            plan.along = start + extent.fold(0.0, f64::max);
            plan.bands.push((start, plan.along));
            for spot in layer {
                plan.spots.insert((spot.what, number), spot.across);
                if let What::Node(node) = spot.what {
                    plan.layer.insert(node, number);
                }
            }
        }
        plan.set_ports(boxes, ways);
        plan
    }

    /// Each way has its own place at the sides of the roles that it joins, in the order of where it leads.
    fn set_ports(&mut self, boxes: &[RoleBox<'_>], ways: &[Way]) {
        let mut sides: BTreeMap<(usize, bool), Vec<(f64, usize)>> = BTreeMap::new();
        let mut bends = false;
        for (number, way) in ways.iter().enumerate() {
            let (Some(&from), Some(&to)) = (self.layer.get(&way.from), self.layer.get(&way.to))
            else {
                continue;
            };
            if from == to && self.direction == Direction::Down && self.neighbours(way, from) {
                self.short.insert(number);
                continue;
            }
            bends |= from == to && from + 1 == self.bands.len();
            for (role, own, other_role, other) in
                [(way.from, from, way.to, to), (way.to, to, way.from, from)]
            {
                let is_after = other >= own;
                let next = if is_after { own + 1 } else { own.wrapping_sub(1) };
                let passing = self.spots.get(&(What::Passing(number), next));
                let goal = passing.or_else(|| self.spots.get(&(What::Node(other_role), other)));
                let goal = goal.copied().unwrap_or_default();
                sides.entry((role, is_after)).or_default().push((goal, number));
            }
        }
        for ((role, _), mut ends) in sides {
            ends.sort_by(|(one, a), (other, b)| one.total_cmp(other).then(a.cmp(b)));
            let extent = match self.direction {
                Direction::Down => BOX,
                Direction::Right => boxes[role].height,
            };
            let step = ((extent - 20.0) / ends.len() as f64).min(26.0);
            let middle = self.across(role);
            for (place, (_, number)) in ends.iter().enumerate() {
                let offset = place as f64 - (ends.len() as f64 - 1.0) / 2.0;
                self.ports.insert((*number, role), middle + offset * step);
            }
        }
        if bends {
            self.along += BEND;
        }
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
        for (number, way) in ways.iter().enumerate() {
            let (Some(&from), Some(&to)) = (self.layer.get(&way.from), self.layer.get(&way.to))
            else {
                continue;
            };
            let pen = Pen { direction: self.direction, corner, way: *way };
            if self.short.contains(&number) {
                let (one, other) = (self.across(way.from), self.across(way.to));
                let half = (BOX / 2.0).copysign(other - one);
                let (start, end) = self.bands[from];
                pen.straight(canvas, f64::midpoint(start, end), one + half, other - half);
                continue;
            }
            let port = |role: usize| self.ports.get(&(number, role)).copied().unwrap_or_default();
            if from == to {
                pen.bend(canvas, self.bands[from].1, port(way.from), port(way.to));
                continue;
            }
            let (low, high) = if from < to { (way.from, way.to) } else { (way.to, way.from) };
            let (first, last) = (from.min(to), from.max(to));
            let mut stops = vec![(self.bands[first].1, port(low))];
            for passed in first + 1..last {
                let across = self.spots.get(&(What::Passing(number), passed)).copied();
                let across = across.unwrap_or_default();
                let (start, end) = self.bands[passed];
                stops.extend([(start, across), (end, across)]);
            }
            stops.push((self.bands[last].0, port(high)));
            pen.through(canvas, &stops, from < to);
        }
    }
}
