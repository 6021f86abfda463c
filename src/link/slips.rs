//! Names without a page that are likely slips of a label. They are many and mostly right, so one is advised
//! against only where a label is one slip away, or that was an id once.

mod nearby;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use rapidhash::{RapidHashMap, RapidHashSet};
use rayon::prelude::*;

pub(super) use self::nearby::one_slip_away;
use super::{advice::Labels, sought::Sought, targets::Tables};
use crate::{data::nearest_within, model::url::slug};

/// Which names are slips. What no change of a label can have touched is taken over from one book to the
/// next, with names that nobody wants any more: all of a book are found anew when it is linked as a whole.
#[derive(Clone, Debug, Default)]
pub(super) struct Slips {
    /// By what is sought, then by name, which is folded.
    of: BTreeMap<Sought, RapidHashMap<String, Option<Meant>>>,
}

/// What was meant by a name: the words to advise it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Meant {
    /// As its page writes it.
    pub(super) label: String,
    /// Of its concept, where the name was written as an id.
    pub(super) id: Option<String>,
}

impl fmt::Display for Meant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Meant { label, id } = self;
        match id {
            Some(id) => write!(out, "did you mean `{id}` ({label})?"),
            None => write!(out, "did you mean `{label}`?"),
        }
    }
}

impl Slips {
    /// Of the names that pages want, which are folded; `known` of some of them.
    pub(super) fn of<'n>(
        tables: &Tables<'_>,
        wanted: impl Iterator<Item = (Sought, &'n str)>,
        known: Arc<Slips>,
    ) -> Arc<Slips> {
        let slips = known;
        let is_new = |(sought, name): &(Sought, &str)| {
            slips.of.get(sought).is_none_or(|known| !known.contains_key(*name))
        };
        let new: BTreeSet<(Sought, &str)> = wanted.filter(is_new).collect();
        if new.is_empty() {
            return slips;
        }
        let new: Vec<(Sought, &str)> = new.into_iter().collect();
        let mut slips = Arc::unwrap_or_clone(slips);
        // Sorted, so those that seek the same stand together.
        for group in new.chunk_by(|(one, _), (other, _)| one == other) {
            let sought = group[0].0;
            let labels = Labels::of(tables, sought);
            let names: Vec<&str> = group.iter().map(|(_, name)| *name).collect();
            let near = one_slip_away(&names, labels.sorted().to_vec());
            let meant = names.into_iter().zip(near).map(|(name, near)| {
                let near = labels.once_an_id(name).or(near);
                (name.to_owned(), near.and_then(|near| labels.meant(name, near)))
            });
            slips.of.entry(sought).or_default().extend(meant);
        }
        slips.into()
    }

    /// What a name is a slip of, if it is one.
    pub(super) fn meant(&self, sought: Sought, folded: &str) -> Option<&Meant> {
        self.of.get(&sought)?.get(folded)?.as_ref()
    }

    /// Of the names that stay what they are where the labels `touched` (folded) are other concepts' now, or
    /// written otherwise, or new, or gone.
    pub(super) fn without(self: &Arc<Slips>, touched: &RapidHashSet<String>) -> Arc<Slips> {
        if touched.is_empty() {
            return Arc::clone(self);
        }
        let slugs: RapidHashSet<String> = touched.iter().map(|label| slug(label)).collect();
        let is_near = |name: &str| {
            let labels = touched.iter().map(String::as_str);
            slugs.contains(name) || nearest_within(name, labels, 1).is_some()
        };
        let stale = |(sought, names): (&Sought, &RapidHashMap<String, Option<Meant>>)| {
            let stale = names.par_iter().filter(|(name, _)| is_near(name));
            let stale: Vec<_> = stale.map(|(name, _)| (*sought, name.clone())).collect();
            stale
        };
        let stale: Vec<(Sought, String)> = self.of.iter().flat_map(stale).collect();
        if stale.is_empty() {
            return Arc::clone(self);
        }
        let mut slips = Slips::clone(self);
        for (sought, name) in &stale {
            if let Some(names) = slips.of.get_mut(sought) {
                names.remove(name);
            }
        }
        slips.into()
    }
}
