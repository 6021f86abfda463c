//! What a document says to the rest of its book, and what stays its own.

use super::{
    Document, Entry, Form, Heading, Reference, Target,
    front_matter::{ConceptFront, Front, Label, LabelKind, RoleFront, Spanned},
};

/// Keys of front matter that neither a relation between concepts nor a comparison of roles is made of.
const APART: &[&str] = &[
    "title",
    "summary",
    "description",
    "owner",
    "review_every",
    "toc",
    "hide",
    "lang",
    "autolink",
    "takeaways",
    "action_plan",
    "faq",
    "references",
    "label",
    "alt",
    "aliases",
    "hidden",
];

impl Document {
    /// Whether it says the same to the rest of the book as `other`, an earlier state of the same file:
    /// what pages declare and refer to, with the places that messages point at. Then their books differ
    /// in the prose of this page alone.
    ///
    /// Left aside are the prose, and where the references in it stand: what others quote of it is read
    /// when they are made.
    pub(crate) fn says_as(&self, other: &Document) -> bool {
        let Document {
            file,
            path,
            front,
            heading,
            body: _,
            lead: _,
            outline,
            anchors,
            entries,
            directives,
            body_facets,
            references,
            words: _,
            parts: _,
        } = self;
        file == &other.file
            && path == &other.path
            && front == &other.front
            && heading == &other.heading
            && outline.iter().map(told).eq(other.outline.iter().map(told))
            && anchors == &other.anchors
            && entries == &other.entries
            && directives == &other.directives
            && body_facets == &other.body_facets
            && references
                .iter()
                .map(|it| asked(it, self))
                .eq(other.references.iter().map(|it| asked(it, other)))
    }

    /// Whether it stands where `other` stood, an earlier state of the same file: at the same address, in
    /// the same order, with the same pages of rolebook's making beside it. It may be called otherwise, and
    /// say and link to other things.
    pub(crate) fn stands_as(&self, other: &Document) -> bool {
        let Front {
            kind,
            id,
            title: _,
            summary: _,
            slug,
            permalink,
            redirect_from,
            status,
            owner: _,
            reviewed,
            review_every: _,
            tags,
            toc: _,
            order,
            hidden,
            lang: _,
            print,
            autolink: _,
            concept,
            role,
            comparison,
            parts: _,
            extra: _,
            broken: _,
            keys: _,
        } = &self.front;
        let theirs = &other.front;
        let has_questions =
            |front: &Front| front.parts.as_ref().is_some_and(|it| !it.questions.is_empty());
        let has_career =
            |role: &RoleFront| !role.career_from.is_empty() || !role.career_to.is_empty();
        self.path == other.path
            && value(kind.as_ref()) == value(theirs.kind.as_ref())
            && value(id.as_ref()) == value(theirs.id.as_ref())
            && value(slug.as_ref()) == value(theirs.slug.as_ref())
            && value(permalink.as_ref()) == value(theirs.permalink.as_ref())
            && values(redirect_from).eq(values(&theirs.redirect_from))
            && *status == theirs.status
            && value(reviewed.as_ref()) == value(theirs.reviewed.as_ref())
            && values(tags).eq(values(&theirs.tags))
            && *order == theirs.order
            && *hidden == theirs.hidden
            && *print == theirs.print
            && stands_as(concept, &theirs.concept)
            && role.as_deref().map(has_career) == theirs.role.as_deref().map(has_career)
            && comparison.is_none()
            && theirs.comparison.is_none()
            && has_questions(&self.front) == has_questions(theirs)
            && self.entries.iter().map(called).eq(other.entries.iter().map(called))
    }

    /// Whether it says the same of concepts and roles as `other`, an earlier state of the same file, by
    /// front matter and body: what relations, spectra, careers and comparisons are made of.
    pub(crate) fn relates_as(&self, other: &Document) -> bool {
        let apart = |key: &str| APART.contains(&key);
        let keys = |document: &Document| {
            let keys = document.front.keys.iter().filter(|(key, _)| !apart(key));
            keys.cloned().collect::<Vec<_>>()
        };
        keys(self) == keys(other)
            && self.fields().eq(other.fields())
            && self.body_facets == other.body_facets
            && self.directives == other.directives
    }

    /// The references of its front matter, each with its number.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (usize, &Target, &'static str)> {
        let all = self.references.iter().enumerate();
        all.filter_map(|(index, Reference { target, form, .. })| match form {
            Form::Field(key) => Some((index, target, *key)),
            Form::Link { .. }
            | Form::Image { .. }
            | Form::Wiki { .. }
            | Form::WikiImage { .. }
            | Form::Attribute { .. }
            | Form::Candidate => None,
        })
    }
}

/// What is said, wherever.
fn value<T>(spanned: Option<&Spanned<T>>) -> Option<&T> {
    spanned.map(|it| &it.value)
}

/// What is said in a list, wherever.
fn values<T>(list: &[Spanned<T>]) -> impl Iterator<Item = &T> {
    list.iter().map(|it| &it.value)
}

/// Whether two states of a concept are one entry of one scheme, with spectra in both or in none.
fn stands_as(one: &ConceptFront, other: &ConceptFront) -> bool {
    let has_spectrum = |it: &ConceptFront| it.spectra.iter().any(|it| it.ends().is_some());
    one.scheme == other.scheme && has_spectrum(one) == has_spectrum(other)
}

/// What an entry is called, and where it is.
fn called(entry: &Entry) -> impl PartialEq + '_ {
    let Entry { label, alt, id, definition: _, span: _, origin } = entry;
    let alt: Vec<(&str, LabelKind)> =
        alt.iter().map(|Label { text, span: _, kind }| (text.as_str(), *kind)).collect();
    (label, alt, id, *origin)
}

/// What others may name of a heading.
fn told(heading: &Heading) -> (u8, &str, &str) {
    let Heading { level, id, text, content: _, span: _ } = heading;
    (*level, id, text)
}

/// What a reference asks for, whether it has a sentence around it, and its own text where it asks for a page:
/// what is advised against a link that leads nowhere may follow from it.
fn asked<'d>(reference: &'d Reference, document: &'d Document) -> impl PartialEq + 'd {
    let Reference { target, span: _, form, text } = reference;
    let own = match target {
        Target::Address(address) if !address.contains("://") => {
            document.body.text.get(text.start as usize..text.end as usize)
        }
        Target::Address(_) | Target::Wiki { .. } | Target::Concept { .. } | Target::Prose(_) => {
            None
        }
    };
    (target, form, *text == (0..0), own)
}
