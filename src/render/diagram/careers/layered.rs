//! A directed graph in layers (after Sugiyama, Tagawa and Toda, 1981).
//!
//! A step up leads to a later layer, a step aside stays on its layer where it can. Layers are by longest
//! path; crossings are reduced by barycentres; places follow from the neighbours' places. All in terms of
//! *along* (from layer to layer) and *across* (within a layer), so that the drawing decides which way is up.
//! Cycles are broken where a walk in the given order meets them: an edge then leads back.

use std::collections::BTreeSet;

use crate::render::diagram::spread::{Wish, spread};

/// From one node to another, by index.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Whether it leads to a later layer, or aside.
    pub(super) up: bool,
}

/// A part of a graph that has no edge to the rest, laid out.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Layout {
    /// Its layers in order, their members in order.
    pub(super) layers: Vec<Vec<Spot>>,
    /// What it extends to across, from 0.
    pub(super) across: f64,
}

/// A place on a layer.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Spot {
    pub(super) what: What,
    /// The middle.
    pub(super) across: f64,
}

/// What stands on a layer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum What {
    /// A node.
    Node(usize),
    /// An edge, by index, that passes through on its way between layers further apart.
    Passing(usize),
}

/// How much room things need across.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Room {
    /// Of each node.
    pub(super) extents: Vec<f64>,
    /// Between two neighbours.
    pub(super) gap: f64,
}

/// The layer of each node.
///
/// Nodes that are joined by a step aside are put on one layer as long as no steps up lead from one to the
/// other. What nothing leads up to stands right before what it leads to first.
pub(super) fn layers(nodes: usize, edges: &[Edge]) -> Vec<usize> {
    let mut level: Vec<usize> = (0..nodes).collect();
    let ups = |level: &[usize]| -> BTreeSet<(usize, usize)> {
        let ups = edges.iter().filter(|edge| edge.up);
        ups.map(|edge| (level[edge.from], level[edge.to])).filter(|(from, to)| from != to).collect()
    };
    for edge in edges.iter().filter(|edge| !edge.up) {
        let (one, other) = (level[edge.from], level[edge.to]);
        let all = ups(&level);
        if one != other && !reaches(nodes, &all, one, other) && !reaches(nodes, &all, other, one) {
            let (kept, gone) = (one.min(other), one.max(other));
            level.iter_mut().filter(|it| **it == gone).for_each(|it| *it = kept);
        }
    }
    let after = successors(nodes, &ups(&level));
    let order = without_cycles(&after);
    let mut layer = vec![0; nodes];
    let mut is_source = vec![true; nodes];
    for &(node, ref to) in &order {
        for &next in to {
            layer[next] = layer[next].max(layer[node] + 1);
            is_source[next] = false;
        }
    }
    for (node, to) in &order {
        if let (true, Some(first)) = (is_source[*node], to.iter().map(|&next| layer[next]).min()) {
            layer[*node] = first - 1;
        }
    }
    level.iter().map(|&level| layer[level]).collect()
}

fn successors(nodes: usize, edges: &BTreeSet<(usize, usize)>) -> Vec<Vec<usize>> {
    let mut after = vec![Vec::new(); nodes];
    for &(from, to) in edges {
        after[from].push(to);
    }
    after
}

fn reaches(nodes: usize, edges: &BTreeSet<(usize, usize)>, from: usize, to: usize) -> bool {
    let after = successors(nodes, edges);
    let mut seen = vec![false; nodes];
    let mut next = vec![from];
    while let Some(node) = next.pop() {
        if node == to {
            return true;
        }
        if !std::mem::replace(&mut seen[node], true) {
            next.extend(&after[node]);
        }
    }
    false
}

/// The nodes in an order in which all edges lead forward, with their edges; those that close a circle are
/// left out.
fn without_cycles(after: &[Vec<usize>]) -> Vec<(usize, Vec<usize>)> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; after.len()];
    let mut kept = vec![Vec::new(); after.len()];
    let mut done = Vec::with_capacity(after.len());
    // Roots first, so that a circle is entered where a path leads into it.
    let mut has_before = vec![false; after.len()];
    after.iter().flatten().for_each(|&node| has_before[node] = true);
    let (inner, roots): (Vec<usize>, Vec<usize>) = (0..after.len()).partition(|&it| has_before[it]);
    for root in roots.into_iter().chain(inner) {
        if marks[root] != Mark::New {
            continue;
        }
        marks[root] = Mark::Open;
        let mut walk = vec![(root, 0)];
        while let Some((node, edge)) = walk.last_mut() {
            let node = *node;
            let Some(&next) = after[node].get(*edge) else {
                marks[node] = Mark::Done;
                done.push(node);
                walk.pop();
                continue;
            };
            *edge += 1;
            if marks[next] != Mark::Open {
                kept[node].push(next);
            }
            if marks[next] == Mark::New {
                marks[next] = Mark::Open;
                walk.push((next, 0));
            }
        }
    }
    done.into_iter().rev().map(|node| (node, std::mem::take(&mut kept[node]))).collect()
}

/// Lays out each part of a graph that has no edge to the others, in the order of their first nodes.
pub(super) fn layouts(layer: &[usize], edges: &[Edge], room: &Room) -> Vec<Layout> {
    let parts = parts(layer.len(), edges);
    parts.iter().map(|part| layout(part, layer, edges, room)).collect()
}

/// The members of each connected part.
fn parts(nodes: usize, edges: &[Edge]) -> Vec<Vec<usize>> {
    let mut part: Vec<usize> = (0..nodes).collect();
    for edge in edges {
        let (one, other) = (part[edge.from], part[edge.to]);
        let (kept, gone) = (one.min(other), one.max(other));
        part.iter_mut().filter(|it| **it == gone).for_each(|it| *it = kept);
    }
    let mut parts = vec![Vec::new(); nodes];
    for (node, &part) in part.iter().enumerate() {
        parts[part].push(node);
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn layout(part: &[usize], layer: &[usize], edges: &[Edge], room: &Room) -> Layout {
    let graph = Graph::new(part, layer, edges);
    let order = graph.ordered();
    graph.placed(order, room)
}

/// One part of a graph, its edges cut where they pass a layer.
struct Graph {
    /// What there is: nodes, then passing edges.
    whats: Vec<What>,
    /// The members of each layer, by index into `whats`, as they come.
    layers: Vec<Vec<usize>>,
    /// Of each, its neighbours on the layer before and on the one after.
    before: Vec<Vec<usize>>,
    after: Vec<Vec<usize>>,
    /// Of each, its neighbours on the same layer.
    beside: Vec<Vec<usize>>,
}

/// How often layers are put in order and in place: it settles within a few.
const SWEEPS: usize = 12;

impl Graph {
    fn new(part: &[usize], layer: &[usize], edges: &[Edge]) -> Graph {
        let first = part.iter().map(|&node| layer[node]).min().unwrap_or_default();
        let last = part.iter().map(|&node| layer[node]).max().unwrap_or_default();
        let mut graph = Graph {
            whats: Vec::new(),
            layers: vec![Vec::new(); last - first + 1],
            before: Vec::new(),
            after: Vec::new(),
            beside: Vec::new(),
        };
        let mut indices = vec![None; layer.len()];
        for &node in part {
            indices[node] = Some(graph.add(What::Node(node), layer[node] - first));
        }
        for (number, edge) in edges.iter().enumerate() {
            let (Some(from), Some(to)) = (indices[edge.from], indices[edge.to]) else { continue };
            let (low, high) =
                if layer[edge.from] <= layer[edge.to] { (from, to) } else { (to, from) };
            let (bottom, top) = (
                layer[edge.from].min(layer[edge.to]) - first,
                layer[edge.from].max(layer[edge.to]) - first,
            );
            if bottom == top {
                graph.beside[low].push(high);
                graph.beside[high].push(low);
                continue;
            }
            let mut previous = low;
            for passed in bottom + 1..top {
                let passing = graph.add(What::Passing(number), passed);
                graph.join(previous, passing);
                previous = passing;
            }
            graph.join(previous, high);
        }
        graph
    }

    fn add(&mut self, what: What, layer: usize) -> usize {
        self.whats.push(what);
        for list in [&mut self.before, &mut self.after, &mut self.beside] {
            list.push(Vec::new());
        }
        self.layers[layer].push(self.whats.len() - 1);
        self.whats.len() - 1
    }

    fn join(&mut self, low: usize, high: usize) {
        self.after[low].push(high);
        self.before[high].push(low);
    }

    /// The layers in the order with the fewest crossings that was met.
    fn ordered(&self) -> Vec<Vec<usize>> {
        let mut order = self.layers.clone();
        let mut rank = vec![0.0; self.whats.len()];
        for layer in &order {
            ranked(layer, &mut rank);
        }
        let mut best = (self.cost(&order, &rank), order.clone());
        for sweep in 0..2 * SWEEPS {
            let forward = sweep % 2 == 0;
            for step in 0..order.len() {
                let number = if forward { step } else { order.len() - 1 - step };
                let neighbours = if forward { &self.before } else { &self.after };
                let mut wanted: Vec<(f64, usize)> = order[number]
                    .iter()
                    .map(|&it| {
                        let fixed = neighbours[it].iter().map(|&other| (rank[other], 2.0));
                        let beside = self.beside[it].iter().map(|&other| (rank[other], 1.0));
                        (mean(fixed.chain(beside)).unwrap_or(rank[it]), it)
                    })
                    .collect();
                // Stable: what wants the same place keeps its order.
                wanted.sort_by(|(one, _), (other, _)| one.total_cmp(other));
                order[number] = wanted.into_iter().map(|(_, it)| it).collect();
                ranked(&order[number], &mut rank);
            }
            let cost = self.cost(&order, &rank);
            if cost < best.0 {
                best = (cost, order.clone());
            }
        }
        best.1
    }

    /// The crossings between layers, and on layers what lies between those that are joined there.
    fn cost(&self, order: &[Vec<usize>], rank: &[f64]) -> f64 {
        let mut cost = 0.0;
        for layer in order {
            let lines: Vec<(f64, f64)> = layer
                .iter()
                .flat_map(|&it| self.after[it].iter().map(move |&next| (it, next)))
                .map(|(it, next)| (rank[it] * layer.len() as f64, rank[next]))
                .collect();
            for (index, (from, to)) in lines.iter().enumerate() {
                let crosses = |line: &&(f64, f64)| (line.0 - from) * (line.1 - to) < 0.0;
                cost += lines[index + 1..].iter().filter(crosses).count() as f64;
            }
            for &it in layer {
                let between = self.beside[it].iter().map(|&other| {
                    ((rank[it] - rank[other]).abs() * layer.len() as f64 - 1.0).max(0.0)
                });
                cost += between.sum::<f64>() / 2.0;
            }
        }
        cost
    }

    /// Each layer in place: near the middle of its neighbours, and no two on one place.
    fn placed(&self, order: Vec<Vec<usize>>, room: &Room) -> Layout {
        let extent = |it: usize| match self.whats[it] {
            What::Node(node) => room.extents[node],
            What::Passing(_) => 4.0,
        };
        let mut place = vec![0.0; self.whats.len()];
        for layer in &order {
            let wishes: Vec<Wish> = layer
                .iter()
                .map(|&it| Wish { middle: 0.0, extent: extent(it), weight: 1.0 })
                .collect();
            layer
                .iter()
                .zip(spread(&wishes, room.gap))
                .for_each(|(&it, middle)| place[it] = middle);
        }
        for sweep in 0..2 * SWEEPS {
            let forward = sweep % 2 == 0;
            for step in 0..order.len() {
                let layer = &order[if forward { step } else { order.len() - 1 - step }];
                let neighbours = if forward { &self.before } else { &self.after };
                let wishes: Vec<Wish> = layer
                    .iter()
                    .map(|&it| {
                        let others = neighbours[it].iter().map(|&other| (place[other], 1.0));
                        let beside = self.beside[it].iter().map(|&other| (place[other], 0.3));
                        let wanted = mean(others.chain(beside));
                        let weight = match self.whats[it] {
                            // A long edge that runs straight is easier to follow.
                            What::Passing(_) => 4.0,
                            What::Node(_) if wanted.is_some() => 1.0,
                            What::Node(_) => 0.2,
                        };
                        Wish { middle: wanted.unwrap_or(place[it]), extent: extent(it), weight }
                    })
                    .collect();
                layer.iter().zip(spread(&wishes, room.gap)).for_each(|(&it, at)| place[it] = at);
            }
        }
        let ends = |sign: f64| {
            let sides = (0..place.len()).map(move |it| (it, sign));
            sides.map(|(it, sign)| sign * place[it] + extent(it) / 2.0).fold(f64::MIN, f64::max)
        };
        let (start, end) = (-ends(-1.0), ends(1.0));
        let spot = |it: usize| Spot { what: self.whats[it], across: place[it] - start };
        Layout {
            layers: order.into_iter().map(|layer| layer.into_iter().map(spot).collect()).collect(),
            across: end - start,
        }
    }
}

/// Gives each member of a layer its place in it, from 0 to 1, so that layers of all lengths compare.
fn ranked(layer: &[usize], rank: &mut [f64]) {
    for (place, &it) in layer.iter().enumerate() {
        rank[it] = (place as f64 + 0.5) / layer.len() as f64;
    }
}

fn mean(values: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (sum, weight) = values
        .fold((0.0, 0.0), |(sum, total), (value, weight)| (sum + value * weight, total + weight));
    (weight > 0.0).then(|| sum / weight)
}
