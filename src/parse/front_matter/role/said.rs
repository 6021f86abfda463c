//! What a role's front matter says of each facet, however it is written.

use super::{
    super::facet::{FacetValue, Said},
    RoleFront,
};
use crate::{parse::Fragment, source::Span};

impl RoleFront {
    /// The texts that link to what they mention, in the order in which the page of the role has them.
    pub fn texts(&self) -> impl Iterator<Item = &Fragment> {
        let facets = self.facet_texts().into_iter();
        facets.chain(self.work_texts()).chain(self.partner_texts())
    }

    /// Those of facets.
    pub fn facet_texts(&self) -> Vec<&Fragment> {
        let mut texts: Vec<&Fragment> = Vec::new();
        for filled in &self.facets {
            match &filled.value {
                FacetValue::Text(text) => texts.push(text),
                FacetValue::List(items) => texts.extend(items.iter().map(|item| &item.value)),
                FacetValue::Concepts(_)
                | FacetValue::Choice(_)
                | FacetValue::Step(_)
                | FacetValue::Number(_)
                | FacetValue::Range(..)
                | FacetValue::Flag(_) => {}
            }
        }
        texts
    }

    /// Those of the sections above the body.
    pub fn work_texts(&self) -> impl Iterator<Item = &Fragment> {
        let responsibilities = self.responsibilities.iter().map(|one| &one.text.value);
        let success = self.success.iter();
        let success = success.flat_map(|one| std::iter::once(&one.name.value).chain(&one.measure));
        let steps = self.career_from.iter().chain(&self.career_to);
        let career = steps.flat_map(|step| step.note.iter().chain(&step.signals));
        responsibilities.chain(success).chain(career)
    }

    /// Those of the section below it.
    pub fn partner_texts(&self) -> impl Iterator<Item = &Fragment> {
        self.partners.iter().flat_map(|partner| partner.part.iter().chain(&partner.example))
    }

    /// Where the value of a facet with parts of its own stands, if it is filled.
    pub fn place(&self, facet: &str) -> Option<Span> {
        self.places.iter().find(|(name, _)| *name == facet).map(|&(_, span)| span)
    }

    /// Whether front matter says something of a facet.
    pub fn fills(&self, facet: &str) -> bool {
        match facet {
            "responsibilities" => !self.responsibilities.is_empty(),
            "skills" => !self.skills.is_empty(),
            "success" => !self.success.is_empty(),
            "career" => !self.career_to.is_empty(),
            facet => self.facets.iter().any(|filled| *filled.facet == *facet),
        }
    }

    /// Whether front matter says nothing of a facet, not even something that cannot be read.
    pub fn is_silent_of(&self, facet: &str) -> bool {
        !self.fills(facet) && !self.unread.iter().any(|unread| **unread == *facet)
    }

    /// The value of a facet with parts of its own, without these.
    pub(super) fn value(self, facet: &str) -> Option<FacetValue> {
        if !self.fills(facet) {
            return None;
        }
        Some(match facet {
            "responsibilities" => {
                FacetValue::List(self.responsibilities.into_iter().map(|one| one.text).collect())
            }
            "success" => FacetValue::List(self.success.into_iter().map(|one| one.name).collect()),
            "skills" => {
                FacetValue::Concepts(self.skills.into_iter().map(|skill| skill.term).collect())
            }
            _ => FacetValue::Concepts(self.career_to.into_iter().map(|step| step.role).collect()),
        })
    }

    /// What front matter says of a facet, and where.
    pub fn said(&self, facet: &str) -> Option<(Said<'_>, Span)> {
        let place = || self.place(facet);
        match facet {
            _ if !self.fills(facet) => None,
            "responsibilities" => {
                let texts = self.responsibilities.iter().map(|one| &one.text.value);
                Some((Said::Texts(texts.collect()), place()?))
            }
            "skills" => {
                let terms = self.skills.iter().map(|skill| &skill.term);
                Some((Said::Concepts(terms.collect()), place()?))
            }
            "success" => {
                let names = self.success.iter().map(|one| &one.name.value);
                Some((Said::Texts(names.collect()), place()?))
            }
            "career" => {
                let roles = self.career_to.iter().map(|step| &step.role);
                Some((Said::Concepts(roles.collect()), place()?))
            }
            facet => {
                let filled = self.facets.iter().find(|filled| *filled.facet == *facet)?;
                Some((filled.value.said(), filled.span))
            }
        }
    }
}
