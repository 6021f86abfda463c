//! A directed graph in layers (after Sugiyama, Tagawa and Toda, 1981).
//!
//! A step up leads to a later layer, a step aside stays on its layer where it can. Layers are by longest
//! path; few lines cross, see [`order`](super::order); places follow from the neighbours' places. All in terms of
//! *along* (from layer to layer) and *across* (within a layer), so that the drawing decides which way is up.
//! Cycles are broken where a walk in the given order meets them: an edge then leads back.

use std::collections::{BTreeMap, BTreeSet};

use crate::render::diagram::spread::{Wish, spread};

/// From one node to another, by index.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Whether it leads to a later layer, or aside.
    pub(super) up: bool,
    /// The first edge that it may share its way through layers with: one that leads to the same node.
    pub(super) trunk: usize,
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
    /// Edges that pass through on their way between layers further apart, by their [`Edge::trunk`].
    Passing(usize),
}

/// How much room things need across.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Room {
    /// Of each node.
    pub(super) extents: Vec<f64>,
    /// Of a passing edge: below 0 where it may come closer than a node.
    pub(super) passing: f64,
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
pub(super) struct Graph {
    /// What there is: nodes, then passing edges.
    pub(super) whats: Vec<What>,
    /// The members of each layer, by index into `whats`, as they come.
    pub(super) layers: Vec<Vec<usize>>,
    /// Of each, its neighbours on the layer before and on the one after.
    pub(super) before: Vec<Vec<usize>>,
    pub(super) after: Vec<Vec<usize>>,
    /// Of each, its neighbours on the same layer.
    pub(super) beside: Vec<Vec<usize>>,
}

/// How often layers are put in order and in place: it settles within a few.
pub(super) const SWEEPS: usize = 12;

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
        let mut passing = BTreeMap::new();
        for &node in part {
            indices[node] = Some(graph.add(What::Node(node), layer[node] - first));
        }
        for edge in edges {
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
                let shared = *passing
                    .entry((edge.trunk, passed))
                    .or_insert_with(|| graph.add(What::Passing(edge.trunk), passed));
                graph.join(previous, shared);
                previous = shared;
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

    /// Once: edges that share their way are one line.
    fn join(&mut self, low: usize, high: usize) {
        if self.after[low].contains(&high) {
            return;
        }
        self.after[low].push(high);
        self.before[high].push(low);
    }

    /// Each layer in place: near the middle of its neighbours, and no two on one place.
    fn placed(&self, order: Vec<Vec<usize>>, room: &Room) -> Layout {
        let extent = |it: usize| match self.whats[it] {
            What::Node(node) => room.extents[node],
            What::Passing(_) => room.passing,
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
            sides
                .map(|(it, sign)| sign * place[it] + extent(it).max(4.0) / 2.0)
                .fold(f64::MIN, f64::max)
        };
        let (start, end) = (-ends(-1.0), ends(1.0));
        let spot = |it: usize| Spot { what: self.whats[it], across: place[it] - start };
        Layout {
            layers: order.into_iter().map(|layer| layer.into_iter().map(spot).collect()).collect(),
            across: end - start,
        }
    }
}

pub(super) fn mean(values: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (sum, weight) = values
        .fold((0.0, 0.0), |(sum, total), (value, weight)| (sum + value * weight, total + weight));
    (weight > 0.0).then(|| sum / weight)
}
