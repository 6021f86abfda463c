//! The mentions of the next book: only texts that a change can have touched are read again.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use rayon::prelude::*;

use super::{
    Mentioned, Mentioners, Mentions, found,
    matcher::{Matcher, Variant},
    print,
    words::{self, Word},
};
use crate::{
    link::{LinkedBook, per_page::PerPage},
    model::{Book, ConceptId, PageId},
};

impl LinkedBook {
    /// Takes over the mentions of `before`, the same book where the pages `other` said other things, or led
    /// elsewhere, and where the concepts `renamed` were called otherwise, whose pages are among those.
    pub(in crate::link) fn take_mentions(
        &mut self,
        before: &LinkedBook,
        renamed: &[ConceptId],
        mut other: BTreeSet<PageId>,
    ) {
        let Mentions { matcher, pages, mentioned, order } = &before.mentions;
        // It may be found at any time: what is taken over has to be of one moment.
        let mentioned = mentioned.get();
        if renamed.is_empty() {
            self.mentions = before.mentions.with(&other);
            self.take_mentioned(before, mentioned, &other);
            return;
        }
        let order = order.get().map(|order| order.with_other_labels(&self.book, renamed).into());
        let order = Arc::new(order.unwrap_or_default());
        self.mentions = match matcher.get() {
            // Nothing is found, whatever concepts are called.
            Some(None) => Mentions { order, ..before.mentions.with(&other) },
            None => Mentions { order, ..Mentions::of(self.book.pages.len()) },
            Some(Some(matcher)) => {
                let changes = Changes::of(&before.book, &self.book, renamed);
                // Without who mentions what, nobody knows on which pages the old labels were found.
                let pages = match mentioned {
                    Some(mentioned) => {
                        other.extend(changes.touched(before, renamed, matcher, mentioned));
                        pages.with(&other)
                    }
                    None => PerPage::of(self.book.pages.len()),
                };
                let matcher = OnceLock::from(Some(changes.applied(matcher.clone()))).into();
                Mentions { matcher, pages, mentioned: OnceLock::new(), order }
            }
        };
        self.take_mentioned(before, mentioned, &other);
    }

    /// Takes over who mentions what from `before`, the same book with other texts of the pages `changed`, as
    /// far as it is known there.
    fn take_mentioned(
        &self,
        before: &LinkedBook,
        mentioned: Option<&Mentioners>,
        changed: &BTreeSet<PageId>,
    ) {
        let Some(mut mentioned) = mentioned.cloned() else { return };
        let changes = changed.par_iter().flat_map_iter(|from| {
            let [mut old, new] = [before, self].map(|linked| {
                let found = found(*from, linked.mentions_of_texts(*from));
                // The first that is found of each concept counts.
                found.rev().collect::<BTreeMap<ConceptId, Mentioned>>()
            });
            let come = new.into_iter().filter_map(|(concept, new)| {
                (old.remove(&concept).as_ref() != Some(&new)).then_some((concept, Some(new)))
            });
            let come: Vec<_> = come.collect();
            let gone = old.into_keys().map(|concept| (concept, None));
            come.into_iter().chain(gone).map(|(concept, now)| (concept, *from, now))
        });
        let mut of: BTreeMap<ConceptId, BTreeMap<PageId, Option<Mentioned>>> = BTreeMap::new();
        for (concept, from, now) in changes.collect::<Vec<_>>() {
            of.entry(concept).or_default().insert(from, now);
        }
        for (concept, pages) in of {
            let known = &mut mentioned[concept.0 as usize];
            let same = known.iter().filter(|it| !pages.contains_key(&it.from)).cloned();
            let mut all: Vec<Mentioned> = same.collect();
            all.extend(pages.into_values().flatten());
            all.sort_unstable_by_key(|it| it.from);
            *known = all.into();
        }
        // It is a new book: nobody has asked it yet.
        let _ = self.mentions.mentioned.set(mentioned);
    }
}

/// What is to be found otherwise than before: labels with their plurals.
struct Changes {
    gone: BTreeSet<Variant>,
    come: BTreeSet<Variant>,
}

impl Changes {
    fn of(before: &Book, book: &Book, renamed: &[ConceptId]) -> Changes {
        let variants = |book| -> BTreeSet<Variant> {
            renamed.iter().flat_map(|id| super::variants(book, *id)).collect()
        };
        let (old, new) = (variants(before), variants(book));
        Changes { gone: &old - &new, come: &new - &old }
    }

    /// The pages whose texts may mention other things by that. What is found now may be wherever all its
    /// words are; what was found was a mention, or beside a link to the same concept.
    fn touched(
        &self,
        before: &LinkedBook,
        renamed: &[ConceptId],
        matcher: &Matcher,
        mentioned: &Mentioners,
    ) -> BTreeSet<PageId> {
        let mut touched = BTreeSet::new();
        for id in renamed {
            let concept = before.book.concept(*id);
            let linking = before.backlinks.of_page(concept.page).iter().map(|link| link.from);
            let mentioning = mentioned[id.0 as usize].iter().map(|it| it.from);
            touched.extend(linking.chain(mentioning));
        }
        let gone = self.gone.iter().filter(|variant| matcher.is_shared(variant));
        let prints: Vec<Vec<u16>> = self.come.iter().chain(gone).map(prints).collect();
        let known = &before.mentions.pages;
        touched.extend(before.book.ids().filter(|page| {
            // Nothing is known of a page that nobody has read.
            known.known(*page).is_some_and(|page| {
                let has = |print: &u16| page.words.binary_search(print).is_ok();
                prints.iter().any(|prints| prints.iter().all(has))
            })
        }));
        touched
    }

    fn applied(&self, mut matcher: Matcher) -> Matcher {
        self.gone.iter().for_each(|variant| matcher.remove(variant));
        self.come.iter().for_each(|variant| matcher.insert(variant));
        matcher
    }
}

/// The words of a label, as [`super::Read`] has those of a page.
fn prints(variant: &Variant) -> Vec<u16> {
    let folded = variant.folded();
    let mut prints = Vec::new();
    words::each(&folded, 0..folded.len(), |Word { place, .. }| {
        prints.push(print(words::hash(&folded[place])));
    });
    prints
}
