//! Many questions of what is broader than what, answered in one go.

use super::{Hierarchy, Step};
use crate::model::ConceptId;

/// The answers.
pub(super) struct Closure {
    /// Of each pair that was asked, whether the second is broader than the first at any distance.
    pub(super) holds: Vec<bool>,
    /// The steps that a longer way makes too, narrower concepts in the order of their ids.
    pub(super) redundant: Vec<Step>,
}

/// Broader concepts that are looked at together: a bit for each.
const STRIP: usize = 64 * WORDS;
const WORDS: usize = 8;

/// Which of them are broader than a concept.
type Row = [u64; WORDS];

/// Answers `asked`, and finds the redundant steps.
///
/// A table of all pairs would be large (12 MB for 10,000 concepts, a hundred times as much for ten
/// times as many), so it is made in strips: whatever the shape of the hierarchy, one pass over its
/// steps for each 512 of the concepts that are broader than any.
pub(super) fn closure(hierarchy: &Hierarchy, asked: &[(ConceptId, ConceptId)]) -> Closure {
    let concepts = hierarchy.order().len();
    let columns = columns(hierarchy, concepts);
    let count = columns.iter().flatten().count();
    let mut closure = Closure { holds: vec![false; asked.len()], redundant: Vec::new() };
    let mut rows: Vec<Row> = vec![[0; WORDS]; concepts];
    for start in (0..count).step_by(STRIP) {
        // The word and the bit of a concept in this strip.
        let bit = |id: ConceptId| {
            let at = (columns[id.0 as usize]? as usize).checked_sub(start)?;
            (at < STRIP).then_some((at / 64, 1_u64 << (at % 64)))
        };
        for &id in hierarchy.order() {
            let mut row = [0; WORDS];
            for step in hierarchy.steps(id) {
                let above = &rows[step.to.0 as usize];
                row.iter_mut().zip(above).for_each(|(word, more)| *word |= more);
            }
            for step in hierarchy.steps(id) {
                if let Some((word, bit)) = bit(step.to)
                    && row[word] & bit != 0
                {
                    closure.redundant.push(*step);
                }
            }
            for (word, bit) in hierarchy.steps(id).iter().filter_map(|step| bit(step.to)) {
                row[word] |= bit;
            }
            rows[id.0 as usize] = row;
        }
        for (holds, (narrower, broader)) in closure.holds.iter_mut().zip(asked) {
            if let Some((word, bit)) = bit(*broader) {
                *holds = rows[narrower.0 as usize][word] & bit != 0;
            }
        }
    }
    closure.redundant.sort_unstable_by_key(|step| (step.from, step.edge));
    closure
}

/// Of each concept that is broader than any, its place among these.
fn columns(hierarchy: &Hierarchy, concepts: usize) -> Vec<Option<u32>> {
    let mut columns = vec![None; concepts];
    let mut count = 0;
    for id in hierarchy.order() {
        for step in hierarchy.steps(*id) {
            columns[step.to.0 as usize].get_or_insert_with(|| {
                count += 1;
                count - 1
            });
        }
    }
    columns
}
