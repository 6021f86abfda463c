//! What is broader than what, at any distance.

use std::collections::VecDeque;

use rapidhash::RapidHashSet;

use crate::{
    link::{End, Relations, circles},
    model::ConceptId,
    parse::front_matter::RelationKey,
};

/// Which concepts are broader than which: `broader` and `narrower` of all concepts, without the
/// steps that lead round in a circle (`broader-cycle`), so that every way ends.
#[derive(Debug, Default)]
pub struct Hierarchy {
    /// Of each concept, the directly broader ones, in the order of its relations.
    broader: Vec<Vec<Step>>,
    /// Every concept, after all that are broader than it.
    order: Vec<ConceptId>,
    /// Of each concept, the steps of the longest way to a concept with nothing broader.
    depths: Vec<u32>,
    /// One circle of each set of concepts that are all broader than each other, by its first
    /// concept: the shortest through that one.
    circles: Vec<Vec<Step>>,
}

/// A step from a concept to a directly broader one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// The narrower concept.
    pub from: ConceptId,
    /// The broader concept.
    pub to: ConceptId,
    /// The index in [`Relations::of_concept`] of the narrower one.
    pub edge: u32,
}

impl Hierarchy {
    /// The hierarchy of `concepts` concepts.
    pub(in crate::link) fn of(relations: &Relations, concepts: usize) -> Hierarchy {
        Hierarchy::made((0..concepts as u32).map(|id| steps(relations, ConceptId(id))).collect())
    }

    /// The hierarchy of these steps, by their narrower concept.
    fn made(mut broader: Vec<Vec<Step>>) -> Hierarchy {
        let up = |steps: &Vec<Step>| steps.iter().map(|step| step.to.0 as usize).collect();
        let ups: Vec<Vec<usize>> = broader.iter().map(up).collect();
        let components = circles::components(&ups);
        let step = |from: usize, to: usize| {
            broader[from].iter().copied().find(|step| step.to.0 as usize == to)
        };
        let steps = |circle: Vec<usize>| {
            circle.windows(2).filter_map(|pair| step(pair[0], pair[1])).collect()
        };
        let circles: Vec<Vec<Step>> = components.circles(&ups).into_iter().map(steps).collect();
        let in_circle = |step: &Step| components.same(step.from.0 as usize, step.to.0 as usize);
        for steps in &mut broader {
            steps.retain(|step| !in_circle(step));
        }
        let order: Vec<ConceptId> =
            components.all.iter().flatten().map(|id| ConceptId(*id as u32)).collect();
        let mut depths = vec![0; broader.len()];
        for id in &order {
            let above = broader[id.0 as usize].iter().map(|step| depths[step.to.0 as usize] + 1);
            depths[id.0 as usize] = above.max().unwrap_or(0);
        }
        Hierarchy { broader, order, depths, circles }
    }

    /// The concepts that are directly broader, in the order of the concept's relations.
    pub fn broader(&self, concept: ConceptId) -> impl Iterator<Item = ConceptId> {
        self.steps(concept).iter().map(|step| step.to)
    }

    /// The concepts that are broader at any distance, the nearest first, each once.
    pub fn ancestors(&self, concept: ConceptId) -> Vec<ConceptId> {
        let mut known: RapidHashSet<ConceptId> = RapidHashSet::default();
        let mut ancestors: Vec<ConceptId> =
            self.broader(concept).filter(|it| known.insert(*it)).collect();
        let mut next = 0;
        while let Some(&ancestor) = ancestors.get(next) {
            ancestors.extend(self.broader(ancestor).filter(|it| known.insert(*it)));
            next += 1;
        }
        ancestors
    }

    /// Whether `ancestor` is broader than `concept`, at any distance.
    pub fn is_ancestor(&self, ancestor: ConceptId, concept: ConceptId) -> bool {
        let mut known: RapidHashSet<ConceptId> = RapidHashSet::default();
        let mut open = vec![concept];
        while let Some(id) = open.pop() {
            for step in self.steps(id) {
                if step.to == ancestor {
                    return true;
                }
                if self.may_lead_to(step.to, ancestor) && known.insert(step.to) {
                    open.push(step.to);
                }
            }
        }
        false
    }

    /// The shortest way up from a concept to one that is broader, both included; of two that are
    /// equally short, the one whose first different step stands first in the relations.
    pub fn path(&self, from: ConceptId, to: ConceptId) -> Option<Vec<ConceptId>> {
        let way = self.way(from, to, |_| true)?;
        Some(std::iter::once(from).chain(way.iter().map(|step| step.to)).collect())
    }

    /// Like [`Hierarchy::path`], as steps, and only by those that are `open`.
    pub(super) fn way(
        &self,
        from: ConceptId,
        to: ConceptId,
        open: impl Fn(&Step) -> bool,
    ) -> Option<Vec<Step>> {
        let useful = |step: &Step| (step.to == to || self.may_lead_to(step.to, to)) && open(step);
        shortest(&self.broader, from, to, useful)
    }

    /// The steps to the directly broader concepts.
    pub(super) fn steps(&self, concept: ConceptId) -> &[Step] {
        &self.broader[concept.0 as usize]
    }

    /// Every concept, after all that are broader than it.
    pub(super) fn order(&self) -> &[ConceptId] {
        &self.order
    }

    /// The circles, each from its first concept back to it.
    pub(super) fn circles(&self) -> &[Vec<Step>] {
        &self.circles
    }

    /// Only what is deeper can have it above.
    fn may_lead_to(&self, concept: ConceptId, ancestor: ConceptId) -> bool {
        self.depths[concept.0 as usize] > self.depths[ancestor.0 as usize]
    }
}

fn steps(relations: &Relations, from: ConceptId) -> Vec<Step> {
    let edges = relations.of_concept(from).iter().enumerate();
    let broader = edges.filter(|(_, edge)| edge.key == RelationKey::Broader);
    let step = |(edge, end): (usize, &End)| match end {
        End::Concept(to) => Some(Step { from, to: *to, edge: edge as u32 }),
        End::Page(_) | End::Wanted(_) => None,
    };
    broader.filter_map(|(index, edge)| step((index, &edge.end))).collect()
}

/// The shortest way of at least one step, by the steps that are `open`.
fn shortest(
    broader: &[Vec<Step>],
    from: ConceptId,
    to: ConceptId,
    open: impl Fn(&Step) -> bool,
) -> Option<Vec<Step>> {
    let mut came_by: Vec<Option<Step>> = vec![None; broader.len()];
    let mut queue = VecDeque::from([from]);
    while let Some(id) = queue.pop_front() {
        for step in broader[id.0 as usize].iter().filter(|step| open(step)) {
            let known = &mut came_by[step.to.0 as usize];
            if known.is_some() {
                continue;
            }
            *known = Some(*step);
            if step.to == to {
                return Some(back(&came_by, *step, from));
            }
            queue.push_back(step.to);
        }
    }
    None
}

/// The way that begins at `from` and ends with the step `last`.
fn back(came_by: &[Option<Step>], last: Step, from: ConceptId) -> Vec<Step> {
    let mut way = vec![last];
    while let Some(step) = way.last().filter(|step| step.from != from)
        && let Some(before) = came_by[step.from.0 as usize]
    {
        way.push(before);
    }
    way.reverse();
    way
}

#[cfg(test)]
mod tests {
    use super::{super::closure::closure, *};

    const MANY: u32 = 10_000;

    /// The hierarchy of pairs of a narrower and a broader concept.
    fn hierarchy(pairs: impl IntoIterator<Item = (u32, u32)>) -> Hierarchy {
        let mut broader: Vec<Vec<Step>> = vec![Vec::new(); MANY as usize];
        for (from, to) in pairs {
            let steps = &mut broader[from as usize];
            let edge = steps.len() as u32;
            steps.push(Step { from: ConceptId(from), to: ConceptId(to), edge });
        }
        Hierarchy::made(broader)
    }

    #[test]
    fn a_chain_may_be_as_long_as_there_are_concepts() {
        let last = ConceptId(MANY - 1);
        // Each has the next one above it, and the last.
        let hierarchy = hierarchy((0..MANY - 1).flat_map(|id| [(id, id + 1), (id, MANY - 1)]));
        assert!(hierarchy.circles().is_empty());
        assert_eq!(hierarchy.ancestors(ConceptId(0)).len(), MANY as usize - 1);
        assert_eq!(hierarchy.path(ConceptId(0), last), Some(vec![ConceptId(0), last]));
        let way = hierarchy.path(ConceptId(0), ConceptId(MANY - 2));
        assert_eq!(way.map(|way| way.len()), Some(MANY as usize - 1));
        let asked: Vec<_> = (0..MANY).map(|id| (ConceptId(id), ConceptId(id / 2 * 2))).collect();
        let closure = closure(&hierarchy, &asked);
        assert!(closure.holds.iter().all(|holds| !holds));
        assert_eq!(closure.redundant.len(), MANY as usize - 2);
    }

    #[test]
    fn a_star_is_flat() {
        let centre = ConceptId(MANY / 2);
        let leaves = || (0..MANY).filter(|id| *id != centre.0);
        let hierarchy = hierarchy(leaves().map(|id| (id, centre.0)));
        let asked: Vec<_> = leaves().map(|id| (ConceptId(id), centre)).collect();
        assert!(closure(&hierarchy, &asked).holds.iter().all(|holds| *holds));
        assert!(leaves().all(|id| hierarchy.is_ancestor(centre, ConceptId(id))));
    }

    #[test]
    fn a_circle_is_no_part_of_the_hierarchy() {
        let ring = (0..MANY - 1).map(|id| (id, (id + 1) % (MANY - 1)));
        let hierarchy = hierarchy(ring.chain([(7, MANY - 1), (5, 3)]));
        let [circle] = hierarchy.circles() else { panic!("all are in one") };
        assert_eq!(circle.len(), MANY as usize - 1);
        assert_eq!(circle[0].from, ConceptId(0));
        assert_eq!(hierarchy.ancestors(ConceptId(6)), []);
        assert_eq!(hierarchy.ancestors(ConceptId(7)), [ConceptId(MANY - 1)]);
    }
}
