//! Names of concepts: what a reference by label finds.

use rapidhash::RapidHashMap;

use super::{Book, Concept, ConceptId, LabelRole, Labelled, Page, concepts::labels, fold};
use crate::config::Config;

/// Every label of the book, folded, with the concepts that it names.
#[derive(Clone, Debug, Default)]
pub struct Names {
    names: RapidHashMap<String, Vec<(Rank, ConceptId)>>,
    plurals: bool,
}

/// How a name is a concept's, the strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Rank {
    Id,
    Label(LabelRole),
}

/// What a name finds.
#[derive(Debug, PartialEq, Eq)]
pub enum Named {
    /// One concept.
    One(ConceptId),
    /// Several that fit equally well.
    Several(Vec<ConceptId>),
    /// None.
    None,
}

impl Named {
    /// All that fit equally well: none, one or several.
    pub fn concepts(self) -> Vec<ConceptId> {
        match self {
            Named::One(concept) => vec![concept],
            Named::Several(concepts) => concepts,
            Named::None => Vec::new(),
        }
    }
}

/// A name that several concepts have.
#[derive(Debug)]
pub(crate) struct Shared<'l> {
    /// Folded.
    pub(crate) name: &'l str,
    /// Whose id it is.
    pub(crate) ids: Vec<ConceptId>,
    /// Whose label it is, of whatever kind.
    pub(crate) labels: Vec<ConceptId>,
}

impl Names {
    /// The names of `concepts`, which `pages` define.
    pub(super) fn of(config: &Config, concepts: &[Concept], pages: &[Page]) -> Names {
        let mut names = Names {
            names: RapidHashMap::default(),
            plurals: config.terms.plurals && !config.plain,
        };
        for (index, concept) in concepts.iter().enumerate() {
            let id = ConceptId(index as u32);
            names.add(&concept.id, Rank::Id, id);
            for label in labels(concept, pages[concept.page.0 as usize].document()) {
                names.add(label.text, Rank::Label(label.role), id);
            }
        }
        names.names.values_mut().for_each(|named| named.sort_unstable());
        names
    }

    /// What `name` names: by id, preferred, alternative, hidden label, in this order; a plain
    /// English plural finds its singular when nothing else fits.
    pub fn find(&self, name: &str) -> Named {
        self.find_folded(&fold(name))
    }

    /// What a name names that is [folded](fold) already.
    pub(crate) fn find_folded(&self, folded: &str) -> Named {
        match self.exact(folded) {
            Named::None if self.plurals => {
                let singulars = singulars(folded);
                let mut found = singulars.iter().map(|singular| self.exact(singular));
                found.find(|named| *named != Named::None).unwrap_or(Named::None)
            }
            named => named,
        }
    }

    /// What a folded name names, no plural undone.
    pub(crate) fn exact(&self, folded: &str) -> Named {
        let Some(named) = self.names.get(folded) else { return Named::None };
        let Some((best, _)) = named.first() else { return Named::None };
        let mut concepts: Vec<ConceptId> =
            named.iter().take_while(|(rank, _)| rank == best).map(|(_, id)| *id).collect();
        concepts.dedup();
        match concepts[..] {
            [concept] => Named::One(concept),
            _ => Named::Several(concepts),
        }
    }

    /// Puts the labels `new` of a concept in the place of its labels `old`.
    pub(super) fn replace<'l>(
        &mut self,
        concept: ConceptId,
        old: impl Iterator<Item = Labelled<'l>>,
        new: impl Iterator<Item = Labelled<'l>>,
    ) {
        for label in old {
            let name = fold(label.text);
            let Some(named) = self.names.get_mut(&name) else { continue };
            named.retain(|it| *it != (Rank::Label(label.role), concept));
            if named.is_empty() {
                self.names.remove(&name);
            }
        }
        for label in new {
            let name = fold(label.text);
            self.add(label.text, Rank::Label(label.role), concept);
            self.names.entry(name).or_default().sort_unstable();
        }
    }

    /// Whether several concepts have this name, which is folded.
    pub(super) fn is_shared(&self, folded: &str) -> bool {
        let named = self.names.get(folded).map_or(&[][..], Vec::as_slice);
        named.iter().any(|(_, concept)| *concept != named[0].1)
    }

    /// The names that several concepts have, in order.
    pub(crate) fn shared(&self) -> Vec<Shared<'_>> {
        let several = self.names.iter().filter(|(_, named)| {
            named.iter().any(|(_, concept)| named.first().is_some_and(|(_, it)| it != concept))
        });
        let concepts = |named: &[(Rank, ConceptId)], ids: bool| {
            let ranked = named.iter().filter(|(rank, _)| (*rank == Rank::Id) == ids);
            let mut concepts: Vec<ConceptId> = ranked.map(|(_, concept)| *concept).collect();
            concepts.sort_unstable();
            concepts.dedup();
            concepts
        };
        let mut shared: Vec<Shared<'_>> = several
            .map(|(name, named)| {
                let (ids, labels) = (concepts(named, true), concepts(named, false));
                Shared { name, ids, labels }
            })
            .collect();
        shared.sort_unstable_by_key(|shared| shared.name);
        shared
    }

    fn add(&mut self, name: &str, rank: Rank, concept: ConceptId) {
        let named = self.names.entry(fold(name)).or_default();
        named.push((rank, concept));
    }

    /// Every label, folded, in no order.
    pub fn all(&self) -> Vec<&str> {
        self.names.keys().map(String::as_str).collect()
    }

    /// A label as its author wrote it; in the place of a hidden one, which is never shown, the preferred one.
    pub fn as_written<'b>(&self, book: &'b Book, folded: &str) -> Option<&'b str> {
        let (_, id) = self.names.get(folded)?.first()?;
        let concept = book.concept(*id);
        match book.labels(*id).find(|label| fold(label.text) == folded) {
            Some(label) if label.role == LabelRole::Hidden => Some(&concept.label),
            Some(label) => Some(label.text),
            None => Some(&concept.id).filter(|id| fold(id) == folded).map(String::as_str),
        }
    }
}

/// What a plain English plural may be the plural of, the likeliest first.
pub(crate) fn singulars(plural: &str) -> Vec<String> {
    let mut singulars = Vec::new();
    if let Some(stem) = plural.strip_suffix("ies") {
        singulars.push(format!("{stem}y"));
    }
    if let Some(stem) = plural.strip_suffix('s').filter(|stem| !stem.ends_with('s')) {
        singulars.push(stem.to_owned());
    }
    if let Some(stem) = plural.strip_suffix("es") {
        singulars.push(stem.to_owned());
    }
    singulars
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plural_has_few_singulars() {
        assert_eq!(singulars("policies"), ["policy", "policie", "polici"]);
        assert_eq!(singulars("process"), ["proc"; 0]);
        assert_eq!(singulars("batches"), ["batche", "batch"]);
    }
}
