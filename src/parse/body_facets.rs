//! Facets that the body of a role supplies: a section under one of the headings that a facet is
//! declared with, where front matter is silent.
//!
//! Nothing is guessed: a list gives its items, prose its first sentence.

use std::ops::Range;

use rapidhash::RapidHashMap;
use unicode_segmentation::UnicodeSegmentation;

use super::{
    Form, Fragment, Gathered, Heading, Piece, Reference, Target,
    front_matter::{FacetValue, Filled, NamedConcept, RoleFront, Spanned, position},
    markdown::Parts,
};
use crate::{
    config::{Facet, FacetKind, Facets},
    diagnostic::{Code, Diagnostic, Severity},
    source::{FileId, Place, Span},
};

/// A facet that a section of the body supplies.
#[derive(Clone, PartialEq, Debug)]
pub struct BodyFacet {
    /// Which, and with what: texts without markup. Its place is the heading.
    pub filled: Filled,
    /// The heading, of several sections the first: index into [`super::Document::outline`].
    pub heading: u32,
}

/// What the sections of a body say of facets that front matter leaves out. Of several sections on one
/// facet, lists and sentences are joined in order; a section within one that counts is a part of it.
pub(super) fn body_facets(
    front: &RoleFront,
    facets: &Facets,
    body: &Fragment,
    outline: &[Heading],
    parts: &Parts,
    gathered: &mut Gathered,
) -> Vec<BodyFacet> {
    let links = by_start(&gathered.references);
    let mut found: Vec<BodyFacet> = Vec::new();
    // Of each facet that was found, the number of the heading that its last section ends at.
    let mut ends: Vec<usize> = Vec::new();
    for (index, heading) in outline.iter().enumerate() {
        let Some(facet) = facets.of_heading(&heading.text) else { continue };
        if !front.is_silent_of(&facet.name) {
            continue;
        }
        let known = found.iter().position(|found| *found.filled.facet == *facet.name);
        if known.is_some_and(|known| index < ends[known]) {
            continue;
        }
        let section = Section { body, outline, parts, facets, index, span: heading.span };
        let value = match facet.kind {
            FacetKind::Concept | FacetKind::Concepts => section.concepts(facet).map(|named| {
                let named = named
                    .into_iter()
                    .map(|named| reference(named, section.span, &links, &mut gathered.references));
                FacetValue::Concepts(named.collect())
            }),
            _ => section.value(facet),
        };
        let Some(value) = value else { continue };
        let end = section.next();
        if let Some(known) = known {
            ends[known] = end;
            let first = &outline[found[known].heading as usize];
            if !joined(&facet.kind, &mut found[known].filled.value, value) {
                gathered.diagnostics.push(twice(facet, heading, first, &gathered.file));
            }
        } else {
            let filled = Filled { facet: facet.name.as_str().into(), value, span: heading.span };
            found.push(BodyFacet { filled, heading: index as u32 });
            ends.push(end);
        }
    }
    found
}

/// Joins what a further section says of a facet to what was said; `false` where both cannot hold.
fn joined(kind: &FacetKind, said: &mut FacetValue, further: FacetValue) -> bool {
    match (said, further) {
        (FacetValue::Concepts(named), FacetValue::Concepts(further))
            if *kind == FacetKind::Concept =>
        {
            let names = |named: &[NamedConcept]| {
                named.iter().map(|one| one.name.to_lowercase()).collect::<Vec<_>>()
            };
            return names(named) == names(&further);
        }
        (FacetValue::List(items), FacetValue::List(further)) => items.extend(further),
        (FacetValue::Concepts(named), FacetValue::Concepts(further)) => named.extend(further),
        (FacetValue::Text(text), FacetValue::Text(further)) => {
            let whole = format!("{} {}", text.text, further.text);
            if let Some(Piece::Prose { text: prose, .. }) = text.pieces.first_mut() {
                prose.end = whole.len() as u32;
            }
            text.text = whole;
        }
        (said, further) => return *said == further,
    }
    true
}

/// Two sections that say different things where only one can hold.
fn twice(facet: &Facet, heading: &Heading, first: &Heading, file: &FileId) -> Diagnostic {
    let (name, one, other) = (&facet.name, first.text.trim(), heading.text.trim());
    let message = format!("`{other}` says another `{name}` than `{one}`, which counts");
    let place = Place { file: file.clone(), span: first.span };
    let mut complaint = Diagnostic::new(Code::FacetType, file, heading.span, message)
        .help(format!("say `{name}` in one of them, or in front matter"))
        .related(place, "this one counts");
    complaint.severity = Severity::Warning;
    complaint
}

/// What an item names: all of it, or what stands before a colon or a dash.
fn name(item: &str) -> String {
    let end = [": ", " – ", " — ", " - "].iter().filter_map(|mark| item.find(mark)).min();
    item[..end.unwrap_or(item.len())].trim().trim_end_matches(['.', ':', ';']).to_owned()
}

/// The references with a text of their own by where it begins; of several the first.
fn by_start(references: &[Reference]) -> RapidHashMap<u32, usize> {
    let mut starts = RapidHashMap::default();
    for (index, reference) in references.iter().enumerate() {
        if !reference.text.is_empty() {
            starts.entry(reference.text.start).or_insert(index);
        }
    }
    starts
}

/// The reference of a name: the link that its item begins with (`links` has all by their
/// beginnings), else the name itself.
fn reference(
    (name, item): (String, Range<u32>),
    span: Span,
    links: &RapidHashMap<u32, usize>,
    references: &mut Vec<Reference>,
) -> NamedConcept {
    let link = links.get(&item.start).copied().filter(|_| !item.is_empty());
    let reference = link.unwrap_or_else(|| {
        references.push(Reference {
            target: Target::Prose(name.clone()),
            span,
            form: Form::Field("facets"),
            text: 0..0,
        });
        references.len() - 1
    });
    NamedConcept { name, reference: reference as u32, span }
}

/// A heading with all that stands under it.
struct Section<'a> {
    body: &'a Fragment,
    outline: &'a [Heading],
    parts: &'a Parts,
    facets: &'a Facets,
    /// The heading's number.
    index: usize,
    span: Span,
}

impl Section<'_> {
    fn value(&self, facet: &Facet) -> Option<FacetValue> {
        match &facet.kind {
            FacetKind::Text => self.text().map(|text| FacetValue::Text(self.plain(text))),
            FacetKind::List => {
                let items = self.list(facet).or_else(|| Some(vec![self.text()?]))?;
                let spanned = |text| Spanned { value: self.plain(text), span: self.span };
                Some(FacetValue::List(items.into_iter().map(spanned).collect()))
            }
            FacetKind::Enum(values) => self.one_of(values).map(FacetValue::Choice),
            FacetKind::Scale(steps) => self.one_of(steps).map(FacetValue::Step),
            FacetKind::Concept
            | FacetKind::Concepts
            | FacetKind::Number(_)
            | FacetKind::Range(_)
            | FacetKind::Bool => None,
        }
    }

    /// The name among `names` that the section is, and nothing else.
    fn one_of(&self, names: &[String]) -> Option<usize> {
        position(names, self.text()?.trim_end_matches('.'))
    }

    /// The first sentence; of a section that begins with a list, its items.
    fn text(&self) -> Option<String> {
        let own = self.own();
        let items = self.items(&own);
        let text = self.slice(&own);
        let block = text.trim_start().split("\n\n").next().unwrap_or_default();
        let begins = own.end - text.trim_start().len() as u32;
        if items.first().is_some_and(|item| item.start <= begins) {
            let items: Vec<String> = items.iter().map(|item| self.item(item)).collect();
            return Some(items.join("; "));
        }
        let line = block.split_whitespace().collect::<Vec<_>>().join(" ");
        let sentence = line.unicode_sentences().next().unwrap_or_default().trim();
        // A sentence that only leads to what follows says nothing alone.
        (!sentence.is_empty() && !sentence.ends_with(':')).then(|| sentence.to_owned())
    }

    /// The items of the section's own lists, else of those under its headings, else these headings.
    fn list(&self, facet: &Facet) -> Option<Vec<String>> {
        let mut items = self.items(&self.own());
        if items.is_empty() {
            items = self.items(&self.whole());
        }
        if items.is_empty() {
            return self.headings(facet);
        }
        Some(items.iter().map(|item| self.item(item)).collect())
    }

    /// The headings right under this one, where there are several; not such as are sections on the facet
    /// themselves.
    fn headings(&self, facet: &Facet) -> Option<Vec<String>> {
        let below = &self.outline[self.index + 1..self.next()];
        let level = below.first()?.level;
        let direct = below.iter().filter(|heading| heading.level <= level);
        let is_section = |heading: &&Heading| {
            self.facets.of_heading(&heading.text).is_some_and(|other| other.name == facet.name)
        };
        let others = direct.filter(|heading| !is_section(heading));
        let headings: Vec<String> = others.map(|heading| heading.text.clone()).collect();
        (headings.len() > 1).then_some(headings)
    }

    /// What the section's own lists name, else the headings in it; with the place of the name's item.
    fn concepts(&self, facet: &Facet) -> Option<Vec<(String, Range<u32>)>> {
        let items = self.items(&self.own());
        let mut named: Vec<_> = if items.is_empty() {
            self.headings(facet)?.into_iter().map(|name| (name, 0..0)).collect()
        } else {
            items.into_iter().map(|item| (name(&self.item(&item)), item)).collect()
        };
        named.retain(|(name, _)| !name.is_empty());
        if facet.kind == FacetKind::Concept {
            named.truncate(1);
        }
        (!named.is_empty()).then_some(named)
    }

    /// The text between this heading and the next one.
    fn own(&self) -> Range<u32> {
        let next = self.parts.headings.get(self.index + 1).filter(|next| next.end > 0);
        self.from()..next.map_or(self.body.text.len() as u32, |next| next.start)
    }

    /// The text under this heading and those below it.
    fn whole(&self) -> Range<u32> {
        let next = self.parts.headings.get(self.next()).filter(|next| next.end > 0);
        self.from()..next.map_or(self.body.text.len() as u32, |next| next.start)
    }

    fn from(&self) -> u32 {
        self.parts.headings[self.index].end
    }

    /// The number of the next heading that is not below this one.
    fn next(&self) -> usize {
        let level = self.outline[self.index].level;
        let below = &self.outline[self.index + 1..];
        let next = below.iter().position(|heading| heading.level <= level);
        next.map_or(self.outline.len(), |next| self.index + 1 + next)
    }

    fn items(&self, text: &Range<u32>) -> Vec<Range<u32>> {
        let within = |item: &&Range<u32>| item.start >= text.start && item.end <= text.end;
        self.parts.items.iter().filter(within).cloned().collect()
    }

    /// An item's first block, on one line.
    fn item(&self, item: &Range<u32>) -> String {
        let block = self.slice(item).trim().split("\n\n").next().unwrap_or_default();
        block.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn slice(&self, range: &Range<u32>) -> &str {
        self.body.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// Text as a fragment.
    fn plain(&self, text: String) -> Fragment {
        let whole = 0..text.len() as u32;
        let prose = Piece::Prose { text: whole, span: self.span, linkable: false };
        Fragment { html: String::new(), text, pieces: vec![prose] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::{Config, Kind},
        discover::PageSource,
        parse::{Cache, Options, document},
        source::{FileId, Source},
    };

    /// What the body supplies: `facet: value` each.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let config = Config::defaults(false);
        let (markdown, facets) = (config.markdown, &config.facets);
        let options = Options { markdown, kind: Kind::Role, facets };
        let source = Source { file: FileId::new("content/a.md"), text: text.into() };
        let page = PageSource::new("a.md".to_owned(), source);
        let document = document(&page, &options, &Cache::default()).value;
        let shown = |found: &BodyFacet| {
            let value = match &found.filled.value {
                FacetValue::Text(text) => text.text.clone(),
                FacetValue::List(items) => {
                    items.iter().map(|item| item.value.text.clone()).collect::<Vec<_>>().join(" | ")
                }
                FacetValue::Concepts(named) => {
                    let shown = |named: &NamedConcept| {
                        let form = &document.references[named.reference as usize].form;
                        let linked = if matches!(form, Form::Link { .. }) { "@" } else { "" };
                        format!("{linked}{}", named.name)
                    };
                    named.iter().map(shown).collect::<Vec<_>>().join(" | ")
                }
                other => format!("{other:?}"),
            };
            format!("{}: {value}", found.filled.facet)
        };
        let found: Vec<String> = document.body_facets.iter().map(shown).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_list_gives_its_items() {
        check(
            "## Responsibilities\n\nThe role:\n\n- Owns *design*\n  and code\n  - deeper\n- Mentors\n\n  more\n\n> - quoted\n\n## Next\n\n- not this\n",
            &["responsibilities: Owns design and code | Mentors"],
        );
        check(
            "## Key Responsibilities\n### Delivery\n1. Ships\n### People\n2. Mentors\n# End\n- no\n",
            &["responsibilities: Ships | Mentors"],
        );
    }

    #[test]
    fn skills_are_named_by_items_or_headings() {
        check(
            "## Skills\n- [Code review](review.md): reads well\n- **System design** – sketches\n- Go.\n",
            &["skills: @Code review | System design | Go"],
        );
        check(
            "## Essential Technical and Soft Skills\n### Design\nProse.\n#### Detail\n### Speech\nProse.\n",
            &["skills: Design | Speech"],
        );
        check("## Skills\nOnly prose.\n", &[]);
        check(
            "## Skills\n### Technical skills\n- Go\n### Soft skills\n- Speech\n## Other Skills\n- Tea\n",
            &["skills: Go | Speech | Tea"],
        );
    }

    #[test]
    fn prose_gives_its_first_sentence() {
        check(
            "## Core Focus\nDelivery of [one](x.md) team,\nevery week. And more.\n",
            &["focus: Delivery of one team, every week."],
        );
        check("## Focus\n- a\n- b\n", &["focus: a; b"]);
        check("## Focus\nA. B.\n### Core focus\nC.\n## Main focus\nD.\n", &["focus: A. D."]);
        check("## Focus\nThese:\n- a\n", &[]);
        check("## Scope\nMultiple teams.\n\n## Impact\n", &["scope: Step(2)"]);
    }

    #[test]
    fn front_matter_comes_first() {
        check("---\nfocus: x\n---\n## Focus\nY.\n## Authority\nZ.\n", &["authority: Z."]);
    }
}
