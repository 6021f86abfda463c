//! Concepts that are all broader than each other: the strongly connected components of `broader`.

use super::Step;
use crate::model::ConceptId;

/// The concepts in sets, so that two are in one set when each is broader than the other.
pub(super) struct Components {
    /// The sets; each stands after all that hold something broader than one of its own.
    pub(super) all: Vec<Vec<ConceptId>>,
    /// Of each concept, the index of its set.
    of: Vec<u32>,
}

impl Components {
    /// Whether both are in one set: a step between them is part of a circle.
    pub(super) fn same(&self, a: ConceptId, b: ConceptId) -> bool {
        self.of[a.0 as usize] == self.of[b.0 as usize]
    }
}

/// Finds the components in time that grows with concepts and steps (Tarjan 1972), without recursion:
/// a chain may be as long as there are concepts.
pub(super) fn components(broader: &[Vec<Step>]) -> Components {
    let mut search = Search {
        broader,
        met: vec![UNMET; broader.len()],
        lowest: vec![0; broader.len()],
        count: 0,
        open: Vec::new(),
        found: Components { all: Vec::new(), of: vec![UNMET; broader.len()] },
    };
    for id in 0..broader.len() as u32 {
        if search.met[id as usize] == UNMET {
            search.from(ConceptId(id));
        }
    }
    search.found
}

const UNMET: u32 = u32::MAX;

struct Search<'s> {
    broader: &'s [Vec<Step>],
    /// When each concept was met.
    met: Vec<u32>,
    /// Of each concept, the earliest that can be reached from it and whose set is not complete.
    lowest: Vec<u32>,
    count: u32,
    /// Concepts whose set is not complete, as they were met.
    open: Vec<ConceptId>,
    found: Components,
}

impl Search<'_> {
    fn from(&mut self, start: ConceptId) {
        // Where the search is: a concept, and how many of its steps have been looked at.
        let mut trail = vec![(self.meet(start), 0)];
        while let Some((id, next)) = trail.last_mut() {
            let id = *id;
            let Some(step) = self.broader[id.0 as usize].get(*next) else {
                trail.pop();
                self.leave(id);
                if let Some((before, _)) = trail.last() {
                    self.lower(*before, self.lowest[id.0 as usize]);
                }
                continue;
            };
            *next += 1;
            let to = step.to.0 as usize;
            if self.met[to] == UNMET {
                trail.push((self.meet(step.to), 0));
            } else if self.found.of[to] == UNMET {
                self.lower(id, self.met[to]);
            }
        }
    }

    fn meet(&mut self, id: ConceptId) -> ConceptId {
        self.met[id.0 as usize] = self.count;
        self.lowest[id.0 as usize] = self.count;
        self.count += 1;
        self.open.push(id);
        id
    }

    fn lower(&mut self, id: ConceptId, reached: u32) {
        let lowest = &mut self.lowest[id.0 as usize];
        *lowest = reached.min(*lowest);
    }

    /// All that `id` leads to is known: if nothing met before it can be reached, its set is complete.
    fn leave(&mut self, id: ConceptId) {
        if self.lowest[id.0 as usize] != self.met[id.0 as usize] {
            return;
        }
        let index = self.found.all.len() as u32;
        let from = self.open.iter().rposition(|it| *it == id).unwrap_or(0);
        let component = self.open.split_off(from);
        for id in &component {
            self.found.of[id.0 as usize] = index;
        }
        self.found.all.push(component);
    }
}
