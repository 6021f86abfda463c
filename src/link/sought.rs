//! What a reference should lead to.

use super::targets::{Found, Tables};
use crate::{
    model::{ConceptId, Kind},
    parse::Form,
};

/// What a reference should lead to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Sought {
    /// Any page; where it is a concept's name, any concept.
    Page,
    /// The page of a role.
    Role,
    /// A file that can be shown.
    Image,
}

impl Sought {
    /// By a reference of that form.
    pub(super) fn by(form: &Form) -> Sought {
        match form {
            form if is_image(form) => Sought::Image,
            Form::Field("subjects" | "cells" | "choose" | "role" | "career" | "partners") => {
                Sought::Role
            }
            _ => Sought::Page,
        }
    }

    /// Whether `found` is of this kind.
    pub(super) fn fits(self, tables: &Tables<'_>, found: Found) -> bool {
        match (found, self) {
            (Found::Page(id), Sought::Role) => tables.book.page(id).kind == Kind::Role,
            (Found::Page(_), sought) => sought == Sought::Page,
            (Found::File(_) | Found::Static(_), sought) => sought == Sought::Image,
        }
    }

    /// Whether the concept is of this kind.
    pub(super) fn fits_concept(self, tables: &Tables<'_>, id: ConceptId) -> bool {
        let concept = tables.book.concept(id);
        let is_role =
            || concept.entry.is_none() && tables.book.page(concept.page).kind == Kind::Role;
        self != Sought::Role || is_role()
    }
}

/// Whether the reference shows a picture (or plays a film): a `data:` image may stand there.
pub(super) fn is_image(form: &Form) -> bool {
    match form {
        Form::Image { .. } | Form::WikiImage { .. } | Form::Candidate => true,
        Form::Attribute { name, tag, .. } => {
            name == "poster"
                || (name == "src"
                    && matches!(tag.as_str(), "img" | "source" | "video" | "audio" | "input"))
        }
        Form::Link { .. } | Form::Wiki { .. } | Form::Field(_) => false,
    }
}
