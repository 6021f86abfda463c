//! The answers to names: of roles and terms, and of what has no page yet.

use super::{Asking, DRAFT, is_markdown, print};
use crate::{
    diagnostic::{Code, Severity},
    link::{
        Answer,
        address::Internal,
        advice::{self, Seek},
        sought::Sought,
        targets::{Found, Resolved, Wiki},
    },
    model::{ConceptId, Named, fold, singulars},
    parse::{Form, Reference},
};

impl Asking<'_, '_> {
    /// What has that label or id.
    pub(super) fn find(&mut self, name: &str) -> Named {
        let folded = self.looked_up(name);
        self.tables.labels.find_folded(&folded)
    }

    /// What `[[name]]` leads to.
    pub(super) fn wiki_name(&mut self, name: &str) -> Wiki {
        let folded = self.looked_up(name);
        self.tables.wiki(self.page, name, &folded)
    }

    /// A name folded, and remembered as looked up, with what it may be a plural of.
    fn looked_up(&mut self, name: &str) -> String {
        let folded = fold(name);
        self.asked.names.push(print(&folded));
        if !self.tables.book.config.plain {
            self.asked.names.extend(singulars(&folded).iter().map(|name| print(name)));
        }
        folded
    }

    /// What to say to an author who wrote several names as one; see [`advice::as_list`].
    fn as_list(&mut self, reference: &Reference, name: &str, all: bool) -> Option<String> {
        let Form::Field(key) = reference.form else { return None };
        let names = advice::listed(key, name);
        if names.len() < 2 {
            return None;
        }
        let named: Vec<bool> = names.iter().map(|name| self.find(name) != Named::None).collect();
        advice::as_list(key, &names, &named, all)
    }

    pub(super) fn concept(&mut self, reference: &Reference, name: &str, strict: bool) -> Answer {
        match self.find(name) {
            Named::One(concept) => return self.concept_answer(concept),
            Named::Several(concepts) => {
                self.ambiguous(reference, name, &concepts);
                return Answer::Broken;
            }
            Named::None => {}
        }
        let internal = Internal { path: name, suffix: "", fragment: None };
        if looks_like_path(name)
            && let Some(Resolved { found: Found::Page(page), .. }) =
                self.tables.address(self.page, &internal)
        {
            let concept = self.tables.book.page(page).is_concept();
            if concept || !strict || reference.form == Form::Field("replaced_by") {
                return Answer::Page(page, None);
            }
            let message = format!("`{name}` is neither a role nor a term");
            self.say(Code::UnknownConcept, reference, message, None);
            return Answer::Broken;
        }
        if is_markdown(name) {
            self.broken(reference, &internal, false);
            return Answer::Broken;
        }
        if reference.form == Form::Field("replaced_by")
            && let Wiki::Found(Found::Page(page)) = self.wiki_name(name)
        {
            return Answer::Page(page, None);
        }
        if !strict {
            self.wanted(reference, name);
            return Answer::Wanted;
        }
        if self.tables.is_draft(name) {
            let message = format!("`{name}` is a draft, which is not published");
            self.say(Code::UnknownConcept, reference, message, Some(DRAFT.to_owned()));
            return Answer::Broken;
        }
        let message = format!("no role or term is called `{name}`");
        let help = match reference.form {
            Form::Field("match") => {
                "write a page for it, or the address of another vocabulary's concept"
            }
            Form::Field("subjects" | "cells" | "choose" | "role") => "write a page for the role",
            _ => "write a page for it, or move it to `see`, which may name what has none",
        };
        if let Some(list) = self.as_list(reference, name, false) {
            self.say(Code::UnknownConcept, reference, message, Some(list));
            return Answer::Broken;
        }
        let (wrong, sought) = (name.to_owned(), Sought::by(&reference.form));
        self.asked.seeks.push((self.asked.complaints.len(), Seek::Concept { wrong, sought }));
        self.say(Code::UnknownConcept, reference, message, Some(help.to_owned()));
        Answer::Broken
    }

    pub(super) fn wanted(&mut self, reference: &Reference, name: &str) {
        let message = format!("`{name}` has no page yet");
        if let Some(list) = self.as_list(reference, name, true) {
            let code = Code::WantedTerm;
            let mut complaint = self.complaint(code, reference, message, Some(list));
            complaint.severity = Severity::Warning;
            self.asked.complaints.push(complaint);
            return;
        }
        let (complaint, sought) = (self.asked.complaints.len(), Sought::by(&reference.form));
        self.asked.wanted.push((complaint, sought, fold(name)));
        self.say(Code::WantedTerm, reference, message, None);
    }

    /// The page of a concept, or its entry on another's.
    pub(super) fn concept_answer(&self, concept: ConceptId) -> Answer {
        let book = self.tables.book;
        let entry = book.entry(concept).map(|entry| entry.id.as_str().into());
        Answer::Page(book.concept(concept).page, entry)
    }

    pub(super) fn ambiguous(&mut self, reference: &Reference, name: &str, concepts: &[ConceptId]) {
        /// Concepts that are told of at most: a label of thousands is told once for each that names it.
        const TOLD: usize = 6;
        let book = self.tables.book;
        let more = concepts.len().saturating_sub(TOLD);
        let concepts = &concepts[..concepts.len().min(TOLD)];
        let each = || concepts.iter().map(|id| book.concept(*id));
        let labels: Vec<_> = each().map(|concept| format!("`{}`", concept.label)).collect();
        let rest = if more > 0 { format!(" or one of {more} more") } else { String::new() };
        let message = format!("`{name}` can mean {}{rest}", labels.join(" or "));
        let ids: Vec<_> = each().map(|concept| format!("`{}`", concept.id)).collect();
        let help = if ids.iter().all(|id| *id == ids[0]) {
            format!("give one of them another id than {}", ids[0])
        } else {
            format!("write the id of the one that is meant: {}", ids.join(" or "))
        };
        let mut complaint = self.complaint(Code::AmbiguousConcept, reference, message, Some(help));
        for id in concepts {
            if let Some(place) = book.concept_place(*id) {
                complaint = complaint.related(place, format!("`{}`", book.concept(*id).label));
            }
        }
        self.asked.complaints.push(complaint);
    }
}

fn looks_like_path(name: &str) -> bool {
    name.contains('/') || is_markdown(name)
}
