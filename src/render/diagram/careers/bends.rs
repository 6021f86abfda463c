//! Ways between roles of one layer: each runs out of the layer, along a lane, and back into it.

use std::collections::BTreeMap;

use super::{MoveKind, Way};

/// How far out of its layer the first lane lies.
const FIRST: f64 = 20.0;
/// From one lane to the next.
pub(super) const LANE: f64 = 10.0;
/// Between two buses on one lane.
const APART: f64 = 12.0;

/// Ways of one kind on a layer that share a lane: all of them begin at one role, or lead to one.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Bus {
    /// The ways, by index: at least one.
    pub(super) ways: Vec<usize>,
    /// The role that all of them have.
    pub(super) root: usize,
    /// Counted from the layer outwards.
    pub(super) lane: usize,
}

/// How far out of its layer a lane lies.
pub(super) fn depth(lane: usize) -> f64 {
    FIRST + LANE * lane as f64
}

/// The ways of one layer on lanes: shorter ones inside, and no two on one lane where both are. `port` gives
/// the place across at which a way leaves or reaches a role.
pub(super) fn buses(bends: &[usize], ways: &[Way], port: impl Fn(usize, usize) -> f64) -> Vec<Bus> {
    let mut spans: Vec<(f64, f64, Bus)> = shared(bends, ways)
        .into_iter()
        .map(|(root, members)| {
            let ends = members.iter().flat_map(|&it| [(it, ways[it].from), (it, ways[it].to)]);
            let ends: Vec<f64> = ends.map(|(way, role)| port(way, role)).collect();
            let start = ends.iter().copied().fold(f64::MAX, f64::min);
            let end = ends.iter().copied().fold(f64::MIN, f64::max);
            (start, end, Bus { ways: members, root, lane: 0 })
        })
        .collect();
    spans.sort_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)).then(a.0.total_cmp(&b.0)));
    let mut lanes: Vec<Vec<(f64, f64)>> = Vec::new();
    for (start, end, bus) in &mut spans {
        let is_free = |lane: &Vec<(f64, f64)>| {
            lane.iter().all(|(from, to)| *start > to + APART || *end < from - APART)
        };
        bus.lane = lanes.iter().position(is_free).unwrap_or(lanes.len());
        if bus.lane == lanes.len() {
            lanes.push(Vec::new());
        }
        lanes[bus.lane].push((*start, *end));
    }
    spans.into_iter().map(|(_, _, bus)| bus).collect()
}

/// Ways by the role at which several of a kind begin, else by the one that they lead to. One that leads to and
/// fro is alone.
fn shared(bends: &[usize], ways: &[Way]) -> Vec<(usize, Vec<usize>)> {
    let mut starts: BTreeMap<(usize, MoveKind), Vec<usize>> = BTreeMap::new();
    let mut shared = Vec::new();
    for &number in bends {
        let way = ways[number];
        if way.both {
            shared.push((way.from, vec![number]));
        } else {
            starts.entry((way.from, way.kind)).or_default().push(number);
        }
    }
    let mut ends: BTreeMap<(usize, MoveKind), Vec<usize>> = BTreeMap::new();
    for ((root, _), members) in starts {
        if let [only] = members[..] {
            ends.entry((ways[only].to, ways[only].kind)).or_default().push(only);
        } else {
            shared.push((root, members));
        }
    }
    shared.extend(ends.into_iter().map(|((root, _), members)| (root, members)));
    shared
}
