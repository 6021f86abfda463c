//! Fenced directives: code blocks of rolebook's own languages, whose YAML says what to draw there.

use std::ops::Range;

use super::{
    Gathered,
    front_matter::{Asked, NamedConcept, asked, concept_named},
};
use crate::{
    data::{self, Fields, Notation},
    diagnostic::{Code, Diagnostic},
    source::Span,
};

/// A fenced directive of a body.
#[derive(Clone, PartialEq, Debug)]
pub struct Directive {
    /// What it asks for.
    pub kind: DirectiveKind,
    /// The whole block, with its fences.
    pub span: Span,
}

/// What a [`Directive`] asks for.
#[derive(Clone, PartialEq, Debug)]
pub enum DirectiveKind {
    /// `compare`: a table of roles.
    Compare(Asked),
    /// `career`: the ways into a role and on from it; `None` is the role that the page is.
    Career(Option<NamedConcept>),
}

/// The languages that are directives.
#[derive(Clone, Copy, Debug)]
pub(super) enum Name {
    Compare,
    Career,
}

impl Name {
    /// The directive that a code block's language names.
    pub(super) fn of(language: &str) -> Option<Name> {
        match language {
            "compare" => Some(Name::Compare),
            "career" => Some(Name::Career),
            _ => None,
        }
    }

    fn text(self) -> &'static str {
        match self {
            Name::Compare => "compare",
            Name::Career => "career",
        }
    }
}

/// Reads the directive `name`, which stands at `span` of the file and has `code` between its fences.
///
/// `None` where it cannot be read or lacks a field: that has been said, and none of its names count.
pub(super) fn read(
    name: Name,
    span: Span,
    code: &str,
    gathered: &mut Gathered,
) -> Option<Directive> {
    let (references, said) = (gathered.references.len(), gathered.diagnostics.len());
    let kind = yaml(span, code, gathered).and_then(|(start, yaml)| {
        let file = gathered.file.clone();
        let value = data::read(Notation::Yaml, Code::BadDirective, &file, start, &yaml)
            .take(&mut gathered.diagnostics);
        if gathered.diagnostics.len() > said {
            return None;
        }
        let mut fields = Fields::new(value, Code::BadDirective, &file);
        let kind = kind(name, span, &mut fields, gathered);
        gathered.diagnostics.extend(fields.finish_closed());
        kind
    });
    let is_bad = |it: &Diagnostic| it.code == Code::BadDirective;
    if kind.is_none() || gathered.diagnostics[said..].iter().any(is_bad) {
        gathered.references.truncate(references);
        return None;
    }
    Some(Directive { kind: kind?, span })
}

fn kind(
    name: Name,
    span: Span,
    fields: &mut Fields,
    gathered: &mut Gathered,
) -> Option<DirectiveKind> {
    match name {
        Name::Compare => {
            let facets = gathered.facets.clone();
            let asked = asked(fields, &facets, gathered);
            if asked.subjects_place.is_none() {
                let message = format!("`{}` needs `subjects`", name.text());
                let help = "as in `subjects: [technical-lead, staff-engineer]`".to_owned();
                fields.say(span, message, Some(help));
                return None;
            }
            Some(DirectiveKind::Compare(asked))
        }
        Name::Career => {
            let role = fields.text("role");
            Some(DirectiveKind::Career(
                role.map(|role| concept_named(&role, "role", true, gathered)),
            ))
        }
    }
}

/// Tells of a directive in a text that holds no blocks, where it would be no more than code.
pub(super) fn out_of_place(paragraph: &str, span: Span, gathered: &mut Gathered) {
    let fence = paragraph.trim_start();
    let info = fence.trim_start_matches(['`', '~']);
    if fence.len() - info.len() < 3 {
        return;
    }
    let language = info.lines().next().unwrap_or_default().trim();
    if let Some(name) = Name::of(language) {
        let message = format!("`{}` is not drawn here: this text holds no blocks", name.text());
        let complaint = Diagnostic::new(Code::BadDirective, &gathered.file, span, message);
        let help = "put it in the body of the page, or in an answer of `faq`".to_owned();
        gathered.diagnostics.push(complaint.help(help));
    }
}

/// The lines of `code` as they stand in the file, and the byte that they begin at.
///
/// What stands before a line (`> ` of a quotation, the indentation of a list) becomes spaces, so that
/// every place in the YAML is one in the file.
fn yaml(span: Span, code: &str, gathered: &mut Gathered) -> Option<(usize, String)> {
    let whole = gathered.text.get(span.range())?;
    let first = whole.find('\n').map_or(whole.len(), |end| end + 1);
    let mut yaml = String::with_capacity(whole.len());
    let mut lines = whole[first..].split_inclusive('\n');
    for line in code.lines() {
        let written = lines.next().unwrap_or_default();
        let Some(before) = written.trim_end_matches(['\r', '\n']).strip_suffix(line) else {
            let at: Range<usize> = span.range();
            let (message, help) = if whole.lines().count() <= code.lines().count() {
                (
                    "a directive stands in the file line by line",
                    "write the text that it stands in as a block: `a: |`, its lines below",
                )
            } else {
                ("the lines of a directive are not indented alike", "indent them with spaces")
            };
            let complaint = Diagnostic::new(Code::BadDirective, &gathered.file, at.into(), message);
            gathered.diagnostics.push(complaint.help(help.to_owned()));
            return None;
        };
        yaml.extend(std::iter::repeat_n(' ', before.len()));
        yaml.push_str(&written[before.len()..]);
    }
    Some((span.start as usize + first, yaml))
}
