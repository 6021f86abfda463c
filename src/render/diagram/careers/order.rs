//! The order of each layer in which few lines cross: by barycentres, then by exchanging neighbours.

use std::cmp::Ordering;

use super::layered::{Graph, SWEEPS, mean};

impl Graph {
    /// The layers in the order with the fewest crossings that was met.
    pub(super) fn ordered(&self) -> Vec<Vec<usize>> {
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
        self.exchanged(best.1)
    }

    /// Neighbours on a layer change places as long as fewer lines cross then.
    fn exchanged(&self, mut order: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
        let mut place = vec![0; self.whats.len()];
        for layer in &order {
            for (index, &it) in layer.iter().enumerate() {
                place[it] = index;
            }
        }
        for _ in 0..SWEEPS {
            let mut is_better = false;
            for layer in &mut order {
                for left in 1..layer.len() {
                    let (one, other) = (layer[left - 1], layer[left]);
                    if self.gain(one, other, &place) > 0 {
                        layer.swap(left - 1, left);
                        (place[one], place[other]) = (left, left - 1);
                        is_better = true;
                    }
                }
            }
            if !is_better {
                break;
            }
        }
        order
    }

    /// By how much the cost falls if neighbours on a layer change places.
    fn gain(&self, one: usize, other: usize, place: &[usize]) -> i64 {
        let mut gain = 0;
        for neighbours in [&self.before, &self.after] {
            for &of_one in &neighbours[one] {
                for &of_other in &neighbours[other] {
                    gain += match place[of_one].cmp(&place[of_other]) {
                        Ordering::Greater => 1,
                        Ordering::Less => -1,
                        Ordering::Equal => 0,
                    };
                }
            }
        }
        let nearer = |it: usize, beyond: usize, step: i64| {
            let others = self.beside[it].iter().filter(|&&beside| beside != beyond);
            others.map(|&beside| if place[beside] > place[it] { step } else { -step }).sum::<i64>()
        };
        gain + nearer(one, other, 1) + nearer(other, one, -1)
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
}

/// Gives each member of a layer its place in it, from 0 to 1, so that layers of all lengths compare.
fn ranked(layer: &[usize], rank: &mut [f64]) {
    for (place, &it) in layer.iter().enumerate() {
        rank[it] = (place as f64 + 0.5) / layer.len() as f64;
    }
}
