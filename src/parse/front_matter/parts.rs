//! The parts of any page: takeaways, an action plan, questions with their answers, sources.

use rapidhash::RapidHashMap;

use super::{
    Front, facet::target_value, inline, markdown_of, page::date, role::unknown_facet, spanned,
};
use crate::{
    config::Facets,
    data::{Day, Fields, Node, Spanned, Text, Value},
    diagnostic::{Code, Diagnostic, words::harmless},
    parse::{
        At, Form, Fragment, Gathered, Piece, Reference, Target, citation::SourceIds, markdown,
    },
    source::{Place, Span},
};

/// Parts of a page, as written. Most pages have none.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PartsFront {
    /// `takeaways`.
    pub takeaways: Takeaways,
    /// `action_plan`.
    pub plan: ActionPlan,
    /// `faq`: the entries that have a question and an answer.
    pub questions: Vec<Question>,
    /// `references`.
    pub sources: Vec<SourceEntry>,
}

/// `takeaways`: a list, or `{title, intro, items}`.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Takeaways {
    /// `title`, inline Markdown.
    pub title: Option<Fragment>,
    /// `intro`, inline Markdown.
    pub intro: Option<Fragment>,
    /// `items`.
    pub items: Vec<Takeaway>,
}

/// One takeaway: a text, or `{pillar, text}`.
#[derive(Clone, PartialEq, Debug)]
pub struct Takeaway {
    /// What it is about, inline Markdown.
    pub pillar: Option<Fragment>,
    /// `text`, inline Markdown; empty if there is a pillar alone.
    pub text: Fragment,
}

/// `action_plan`: a list of steps, or `{title, steps}`.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ActionPlan {
    /// `title`, inline Markdown.
    pub title: Option<Fragment>,
    /// `steps`.
    pub steps: Vec<Step>,
}

/// One step of an action plan: a name, or `{name, text, target, cites}`.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// `name`, inline Markdown.
    pub name: Fragment,
    /// `text`, inline Markdown; may be empty. The marks of `cites` stand after it, else after the name.
    pub text: Fragment,
    /// `target`.
    pub target: Option<StepTarget>,
}

/// Where a step leads to: `{facet: hands_on, value: 60}`.
#[derive(Clone, PartialEq, Debug)]
pub struct StepTarget {
    /// The facet's key.
    pub facet: String,
    /// A value of the facet, in words, with its unit.
    pub value: String,
}

/// One entry of `faq`.
#[derive(Clone, PartialEq, Debug)]
pub struct Question {
    /// `q`, inline Markdown.
    pub question: Fragment,
    /// `a`, Markdown with its blocks.
    pub answer: Fragment,
    /// Ids that the answer's HTML has.
    pub anchors: Vec<String>,
    /// `after`: the id of the heading of the section that it belongs to.
    pub after: Option<Spanned<String>>,
}

/// One entry of `references`: an address or a title, or a map.
#[derive(Clone, PartialEq, Debug)]
pub struct SourceEntry {
    /// `id`, else its number in the list.
    pub id: Spanned<String>,
    /// `title`, inline Markdown.
    pub title: Option<Fragment>,
    /// `author`.
    pub author: Option<String>,
    /// `publisher`.
    pub publisher: Option<String>,
    /// `year`, as written.
    pub year: Option<String>,
    /// `url`: as written, and its index into [`crate::parse::Document::references`].
    pub url: Option<(String, u32)>,
    /// `accessed`.
    pub accessed: Option<Day>,
}

/// Reads `references`. It comes before all texts, since they may cite.
pub(super) fn sources(fields: &mut Fields, gathered: &mut Gathered) -> Vec<SourceEntry> {
    let mut entries: Vec<SourceEntry> = Vec::new();
    let mut ids = SourceIds::default();
    for (index, value) in fields.list("references").into_iter().enumerate() {
        let number = (index + 1).to_string();
        let Some(entry) = source(value, number, fields, gathered) else { continue };
        if let Err(first) = ids.add(&entry.id.value, entries.len() as u32) {
            let message = format!("two sources are called `{}`", harmless(&entry.id.value));
            let place =
                Place { file: gathered.file.clone(), span: entries[first as usize].id.span };
            let span = entry.id.span;
            let complaint = Diagnostic::new(Code::BadFrontMatter, &gathered.file, span, message)
                .help("citations find the first; give the other an id of its own".to_owned())
                .related(place, "the first, which counts");
            gathered.diagnostics.push(complaint);
        }
        entries.push(entry);
    }
    gathered.sources = ids;
    entries
}

/// Reads the other parts. `None` for a page that has no part at all.
pub(super) fn parts(
    fields: &mut Fields,
    sources: Vec<SourceEntry>,
    facets: &Facets,
    gathered: &mut Gathered,
) -> Option<Box<PartsFront>> {
    let takeaways = takeaways(fields, gathered);
    let plan = plan(fields, facets, gathered);
    let mut questions = Vec::new();
    for value in fields.list("faq") {
        questions.extend(question(value, questions.len(), fields, gathered));
    }
    let parts = PartsFront { takeaways, plan, questions, sources };
    (parts != PartsFront::default()).then(|| Box::new(parts))
}

fn source(
    value: Value,
    number: String,
    fields: &mut Fields,
    gathered: &mut Gathered,
) -> Option<SourceEntry> {
    let whole = value.span;
    let mut entry = SourceEntry {
        id: Spanned { value: number, span: whole },
        title: None,
        author: None,
        publisher: None,
        year: None,
        url: None,
        accessed: None,
    };
    if !matches!(value.node, Node::Map(_)) {
        let text = fields.as_text("references", value)?;
        if is_address(&text.text) {
            entry.url = Some(linked(text, gathered));
        } else {
            entry.title = Some(markdown_of(&text, gathered).value);
        }
        return Some(entry);
    }
    let mut inner = fields.nested(value);
    if let Some(id) = inner.text("id") {
        let wrong = |letter: char| letter.is_whitespace() || "[];,@".contains(letter);
        if id.text.contains(wrong) {
            let message = format!(
                "the id of a source has no spaces and none of `[];,@`, unlike `{}`",
                harmless(&id.text)
            );
            inner.say(id.span, message, None);
        } else {
            entry.id = spanned(id);
        }
    }
    entry.title = inline(&mut inner, "title", gathered).map(|title| title.value);
    entry.author = inner.text("author").map(|text| text.text);
    entry.publisher = inner.text("publisher").map(|text| text.text);
    entry.year = inner.text("year").map(|text| text.text);
    entry.url = inner.text("url").map(|text| linked(text, gathered));
    entry.accessed = inner.parsed("accessed", "a date such as `2026-01-15`", date);
    let nothing = entry.title.is_none() && entry.url.is_none() && entry.publisher.is_none();
    if nothing {
        inner.say(whole, "a source needs a `title`, a `url` or a `publisher`", None);
    }
    fields.join(inner.finish_closed());
    (!nothing).then_some(entry)
}

fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(' ')
}

/// An address of front matter becomes a reference, which is answered like any other.
fn linked(address: Text, gathered: &mut Gathered) -> (String, u32) {
    let reference = gathered.references.len() as u32;
    gathered.references.push(Reference {
        target: Target::Address(address.text.clone()),
        span: address.span,
        form: Form::Field("references"),
        text: 0..0,
    });
    (address.text, reference)
}

fn takeaways(fields: &mut Fields, gathered: &mut Gathered) -> Takeaways {
    let key = "takeaways";
    let Some(value) = fields.value(key) else { return Takeaways::default() };
    let is_group = matches!(&value.node, Node::Map(entries)
        if entries.iter().any(|(key, _)| key.name == "items"));
    let (mut read, items) = if is_group {
        let mut inner = fields.nested(value);
        let title = inline(&mut inner, "title", gathered).map(|title| title.value);
        let intro = inline(&mut inner, "intro", gathered).map(|intro| intro.value);
        let items = inner.list("items");
        fields.join(inner.finish_closed());
        (Takeaways { title, intro, items: Vec::new() }, items)
    } else {
        (Takeaways::default(), items_of(value))
    };
    for value in items {
        read.items.extend(takeaway(value, fields, gathered));
    }
    read
}

fn takeaway(value: Value, fields: &mut Fields, gathered: &mut Gathered) -> Option<Takeaway> {
    if !matches!(value.node, Node::Map(_)) {
        let text = fields.as_text("takeaways", value)?;
        return Some(Takeaway { pillar: None, text: markdown_of(&text, gathered).value });
    }
    let mut inner = fields.nested(value);
    let pillar = inline(&mut inner, "pillar", gathered).map(|pillar| pillar.value);
    let text = inline(&mut inner, "text", gathered).map(|text| text.value);
    fields.join(inner.finish_closed());
    (pillar.is_some() || text.is_some())
        .then(|| Takeaway { pillar, text: text.unwrap_or_default() })
}

fn plan(fields: &mut Fields, facets: &Facets, gathered: &mut Gathered) -> ActionPlan {
    let Some(value) = fields.value("action_plan") else { return ActionPlan::default() };
    let (title, steps) = if matches!(value.node, Node::Map(_)) {
        let mut inner = fields.nested(value);
        let title = inline(&mut inner, "title", gathered).map(|title| title.value);
        let steps = inner.list("steps");
        fields.join(inner.finish_closed());
        (title, steps)
    } else {
        (None, items_of(value))
    };
    let steps = steps.into_iter().filter_map(|value| step(value, fields, facets, gathered));
    ActionPlan { title, steps: steps.collect() }
}

fn step(
    value: Value,
    fields: &mut Fields,
    facets: &Facets,
    gathered: &mut Gathered,
) -> Option<Step> {
    if !matches!(value.node, Node::Map(_)) {
        let name = fields.as_text("action_plan", value)?;
        let name = markdown_of(&name, gathered).value;
        return Some(Step { name, text: Fragment::default(), target: None });
    }
    let whole = value.span;
    let mut inner = fields.nested(value);
    let mut name = inline(&mut inner, "name", gathered).map(|name| name.value);
    let mut text = inline(&mut inner, "text", gathered).map(|text| text.value);
    if let Some(last) = text.as_mut().or(name.as_mut()) {
        last.pieces.extend(cited(&mut inner, gathered));
    }
    let text = text.unwrap_or_default();
    let target = inner.map("target");
    let target = target.and_then(|value| target_of(value, &mut inner, facets, gathered));
    if name.is_none() {
        inner.say(whole, "a step needs a `name`", None);
    }
    fields.join(inner.finish_closed());
    name.map(|name| Step { name, text, target })
}

fn target_of(
    value: Value,
    fields: &mut Fields,
    facets: &Facets,
    gathered: &mut Gathered,
) -> Option<StepTarget> {
    let whole = value.span;
    let mut inner = fields.nested(value);
    let (name, value) = (inner.text("facet"), inner.value("value"));
    let target = match (name, value) {
        (Some(Text { text: facet, span, verbatim: _ }), Some(value)) => match facets.find(&facet) {
            Some((_, known)) => {
                target_value(known, value, gathered).map(|value| StepTarget { facet, value })
            }
            None => {
                unknown_facet(&facet, span, facets, gathered);
                let value = inner.as_text("value", value);
                value.map(|value| StepTarget { facet, value: value.text })
            }
        },
        (_, _) => {
            inner.say(whole, "a target needs a `facet` and its `value`", None);
            None
        }
    };
    fields.join(inner.finish_closed());
    target
}

/// `cites: [id, other]`: the marks to put after a text.
pub(super) fn cited(fields: &mut Fields, gathered: &mut Gathered) -> Vec<Piece> {
    let named = fields.texts("cites");
    let mark = |id: Text| Piece::Cite(gathered.cite(id.text.trim_start_matches('@'), "", id.span));
    named.into_iter().map(mark).collect()
}

/// An entry of `faq`, the one of `index` among those that are whole.
fn question(
    value: Value,
    index: usize,
    fields: &mut Fields,
    gathered: &mut Gathered,
) -> Option<Question> {
    let whole = value.span;
    let (asked, answer, after) = if matches!(value.node, Node::Map(_)) {
        let mut inner = fields.nested(value);
        let read = (inner.text("q"), inner.text("a"), inner.text("after"));
        fields.join(inner.finish_closed());
        read
    } else {
        (Some(fields.as_text("faq", value)?), None, None)
    };
    match (asked, answer) {
        (Some(asked), Some(answer)) => {
            let at = At { span: answer.span, verbatim: answer.verbatim };
            let prefix = format!("faq-{}-", index + 1);
            let question = markdown_of(&asked, gathered).value;
            let (answer, anchors) = markdown::blocks(&answer.text, at, prefix, gathered);
            let after = after.map(|after| {
                let Text { text, span, verbatim: _ } = after;
                Spanned { value: text.trim_start_matches('#').to_owned(), span }
            });
            Some(Question { question, answer, anchors, after })
        }
        (asked, answer) => {
            incomplete(asked.as_ref(), answer.as_ref(), whole, gathered);
            None
        }
    }
}

fn incomplete(asked: Option<&Text>, answer: Option<&Text>, whole: Span, gathered: &mut Gathered) {
    /// Enough to know it again.
    const SHOWN: usize = 60;
    let shown = |text: &Text| {
        let line = harmless(&text.text.split_whitespace().collect::<Vec<_>>().join(" "));
        match line.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("`{}…`", &line[..end]),
            None => format!("`{line}`"),
        }
    };
    let (span, message, key) = match (asked, answer) {
        (Some(asked), _) => (asked.span, format!("{} has no answer", shown(asked)), "a"),
        (None, Some(answer)) => {
            (answer.span, format!("the answer {} has no question", shown(answer)), "q")
        }
        (None, None) => (whole, "a question and its answer are missing".to_owned(), "q` and `a"),
    };
    let help = format!("write `{key}`, or take the entry out until then");
    let complaint = Diagnostic::new(Code::FaqIncomplete, &gathered.file, span, message);
    gathered.diagnostics.push(complaint.help(help));
}

/// A list, or a single value as a list of one.
fn items_of(value: Value) -> Vec<Value> {
    match value.node {
        Node::List(mut values) => {
            values.retain(|value| value.node != Node::Null);
            values
        }
        Node::Scalar(_) | Node::Map(_) | Node::Null => vec![value],
    }
}

/// The questions that want to stand after a section, by the id of its heading.
pub(in crate::parse) fn wanted_after(front: &Front) -> RapidHashMap<String, Vec<u32>> {
    let mut wanted: RapidHashMap<String, Vec<u32>> = RapidHashMap::default();
    let questions = front.parts.iter().flat_map(|parts| &parts.questions);
    for (index, question) in (0..).zip(questions) {
        if let Some(after) = &question.after {
            wanted.entry(after.value.clone()).or_default().push(index);
        }
    }
    wanted
}
