//! Circles in what should have none: the strongly connected components of a graph (Tarjan 1972).

use std::collections::VecDeque;

/// The nodes in sets, so that two are in one set when each leads to the other.
pub(super) struct Components {
    /// The sets; each stands after all that it leads to.
    pub(super) all: Vec<Vec<usize>>,
    /// Of each node, the index of its set.
    of: Vec<usize>,
}

impl Components {
    /// Whether both are in one set: a step between them is part of a circle.
    pub(super) fn same(&self, one: usize, other: usize) -> bool {
        self.of[one] == self.of[other]
    }

    /// A circle of each set that has one, from its first node back to it: the shortest through that
    /// one. In the order of the first nodes.
    pub(super) fn circles(&self, steps: &[Vec<usize>]) -> Vec<Vec<usize>> {
        let mut came_from = vec![UNMET; steps.len()];
        let circles = self.all.iter().filter_map(|set| {
            let first = *set.iter().min()?;
            shortest(steps, first, &mut came_from, |node| self.same(first, node))
        });
        let mut circles: Vec<Vec<usize>> = circles.collect();
        circles.sort_unstable();
        circles
    }
}

/// Finds the components of the graph of `steps`, by node, in time that grows with nodes and steps;
/// without recursion: a chain may be as long as there are nodes.
pub(super) fn components(steps: &[Vec<usize>]) -> Components {
    let mut search = Search {
        steps,
        met: vec![UNMET; steps.len()],
        lowest: vec![0; steps.len()],
        count: 0,
        open: Vec::new(),
        found: Components { all: Vec::new(), of: vec![UNMET; steps.len()] },
    };
    for node in 0..steps.len() {
        if search.met[node] == UNMET {
            search.from(node);
        }
    }
    search.found
}

const UNMET: usize = usize::MAX;

struct Search<'s> {
    steps: &'s [Vec<usize>],
    /// When each node was met.
    met: Vec<usize>,
    /// Of each node, the earliest that can be reached from it and whose set is not complete.
    lowest: Vec<usize>,
    count: usize,
    /// Nodes whose set is not complete, as they were met.
    open: Vec<usize>,
    found: Components,
}

impl Search<'_> {
    fn from(&mut self, start: usize) {
        // Where the search is: a node, and how many of its steps have been looked at.
        let mut trail = vec![(self.meet(start), 0)];
        while let Some((node, next)) = trail.last_mut() {
            let node = *node;
            let Some(&to) = self.steps[node].get(*next) else {
                trail.pop();
                self.leave(node);
                if let Some((before, _)) = trail.last() {
                    self.lower(*before, self.lowest[node]);
                }
                continue;
            };
            *next += 1;
            if self.met[to] == UNMET {
                trail.push((self.meet(to), 0));
            } else if self.found.of[to] == UNMET {
                self.lower(node, self.met[to]);
            }
        }
    }

    fn meet(&mut self, node: usize) -> usize {
        self.met[node] = self.count;
        self.lowest[node] = self.count;
        self.count += 1;
        self.open.push(node);
        node
    }

    fn lower(&mut self, node: usize, reached: usize) {
        self.lowest[node] = self.lowest[node].min(reached);
    }

    /// All that `node` leads to is known: if nothing met before it can be reached, its set is complete.
    fn leave(&mut self, node: usize) {
        if self.lowest[node] != self.met[node] {
            return;
        }
        let from = self.open.iter().rposition(|it| *it == node).unwrap_or(0);
        let set = self.open.split_off(from);
        for it in &set {
            self.found.of[*it] = self.found.all.len();
        }
        self.found.all.push(set);
    }
}

/// The shortest way of at least one step from a node back to it, by nodes that are `open`; a step back
/// to where it begins is one, too. `came_from` is for all searches in sets that share no node.
fn shortest(
    steps: &[Vec<usize>],
    first: usize,
    came_from: &mut [usize],
    open: impl Fn(usize) -> bool,
) -> Option<Vec<usize>> {
    let mut queue = VecDeque::from([first]);
    while let Some(node) = queue.pop_front() {
        for &to in steps[node].iter().filter(|to| open(**to)) {
            if to == first {
                let before = |at: &usize| (*at != first).then(|| came_from[*at]);
                let mut circle: Vec<usize> = std::iter::successors(Some(node), before).collect();
                circle.reverse();
                circle.push(first);
                return Some(circle);
            }
            if came_from[to] == UNMET {
                came_from[to] = node;
                queue.push_back(to);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn graph(nodes: usize, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let mut steps = vec![Vec::new(); nodes];
        for &(from, to) in pairs {
            steps[from].push(to);
        }
        steps
    }

    /// Whether some steps lead from one node to another, by looking at all.
    fn leads(steps: &[Vec<usize>], from: usize, to: usize) -> bool {
        let mut seen = vec![false; steps.len()];
        let mut open = steps[from].clone();
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut seen[node], true) {
                open.extend(&steps[node]);
            }
        }
        seen[to]
    }

    #[test]
    fn a_chain_may_be_as_long_as_there_are_nodes() {
        const MANY: usize = 100_000;
        let mut chain: Vec<Vec<usize>> = (1..MANY).map(|next| vec![next]).collect();
        chain.push(Vec::new());
        let found = components(&chain);
        assert_eq!(found.all.first(), Some(&vec![MANY - 1]));
        assert!(found.circles(&chain).is_empty());
        chain[MANY - 1].push(0);
        let circles = components(&chain).circles(&chain);
        assert_eq!(circles.iter().map(Vec::len).collect::<Vec<_>>(), [MANY + 1]);
    }

    #[test]
    fn the_shortest_circle_through_the_first_is_told() {
        let steps = graph(5, &[(1, 2), (2, 3), (3, 1), (2, 1), (3, 4), (4, 4)]);
        assert_eq!(components(&steps).circles(&steps), [vec![1, 2, 1], vec![4, 4]]);
    }

    proptest! {
        #[test]
        fn two_are_in_one_set_when_each_leads_to_the_other(
            pairs in prop::collection::vec((0..9_usize, 0..9_usize), 0..24)
        ) {
            let steps = graph(9, &pairs);
            let found = components(&steps);
            for (one, other) in (0..9).flat_map(|one| (0..one).map(move |other| (one, other))) {
                let both = leads(&steps, one, other) && leads(&steps, other, one);
                prop_assert_eq!(found.same(one, other), both);
            }
            let order: Vec<usize> = found.all.concat();
            let place = |node: usize| order.iter().position(|it| *it == node);
            for &(from, to) in &pairs {
                prop_assert!(found.same(from, to) || place(to) < place(from));
            }
            let circles = found.circles(&steps);
            for circle in &circles {
                prop_assert!(circle.windows(2).all(|step| steps[step[0]].contains(&step[1])));
                prop_assert_eq!(circle.first(), circle.last());
            }
            let has_circle = |set: &&Vec<usize>| leads(&steps, set[0], set[0]);
            prop_assert_eq!(circles.len(), found.all.iter().filter(has_circle).count());
        }
    }
}
