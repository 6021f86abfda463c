//! Values from the parser's events.

use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, Tag};
use rapidhash::RapidHashMap;

use super::{
    complaint::stop,
    folded,
    mistake::{Mistake, Mistakes, stray_line},
};
use crate::data::{Key, MAX_DEPTH, MAX_NODES, Node, Notes, Scalar, Value};

/// How often a key with mistakes is read again after one of them is mended.
const MAX_MENDED: usize = 32;

/// Builds values from events.
pub(super) struct Tree<'t, 'n, 'a> {
    /// The whole text, as the author wrote it.
    text: &'t str,
    notes: &'n mut Notes<'a>,
    /// Values so far, those of aliases too.
    nodes: usize,
    /// What `&name` stands for, with its weight, under the parser's number for it.
    anchors: RapidHashMap<usize, (Value, usize)>,
    /// The number of each anchor of keys read before.
    names: RapidHashMap<String, usize>,
    /// Numbers below are taken.
    next_anchor: usize,
}

/// Why reading ended early.
pub(super) enum Stop {
    /// No YAML.
    Syntax(Mistake),
    /// Nested too deep, at this byte of the text.
    TooDeep(usize),
    /// Too many values; it has been said. What was read until then.
    TooLarge(Option<Value>),
}

/// Too many values; it has been said.
pub(super) struct TooLarge;

/// A list or map that is being read.
struct Frame {
    start: usize,
    /// Where its last value ends.
    end: usize,
    /// The parser's number of its anchor, or 0.
    anchor: usize,
    inside: Inside,
}

enum Inside {
    List(Vec<Value>),
    Map(Vec<(Key, Value)>, Next),
}

/// What a map's next value is.
enum Next {
    Key,
    Value(Key),
    /// The value of a key that could not be read.
    Lost,
}

impl<'t, 'n, 'a> Tree<'t, 'n, 'a> {
    pub(super) fn new(text: &'t str, notes: &'n mut Notes<'a>) -> Tree<'t, 'n, 'a> {
        Tree {
            text,
            notes,
            nodes: 0,
            anchors: RapidHashMap::default(),
            names: RapidHashMap::default(),
            next_anchor: 1,
        }
    }

    /// Reads the `lines` of one top-level key, mending what can be mended and reporting the rest.
    pub(super) fn key(
        &mut self,
        lines: Range<usize>,
        allowance: &mut usize,
    ) -> Result<Option<Value>, TooLarge> {
        let mut working = self.text[lines.clone()].to_owned();
        let mut mended = 0;
        loop {
            *allowance = allowance.saturating_sub(working.len());
            let said = self.notes.diagnostics.len();
            let stop = match self.document(&working, lines.start) {
                Ok(root) => return Ok(root),
                Err(stop) => stop,
            };
            let mistake = match stop {
                Stop::TooLarge(_) => return Err(TooLarge),
                Stop::TooDeep(at) => {
                    self.notes.too_deep(at..at + 1);
                    return Ok(None);
                }
                Stop::Syntax(mistake) => mistake,
            };
            self.notes.diagnostics.truncate(said);
            let mistakes = Mistakes { text: self.text, lines: lines.clone() };
            let may_try = mended < MAX_MENDED && *allowance > working.len();
            // A line that is no `key: value` costs only itself and what follows it up to the next key.
            if let Some(stray) = stray_line(&working) {
                let root = self.key(lines.start..lines.start + stray, allowance)?;
                if root.is_some() || self.notes.diagnostics.len() == said {
                    mistakes.say_stray(stray, self.notes);
                }
                return Ok(root);
            }
            if may_try && mistakes.mend(&mistake, &mut working, self.notes) {
                mended += 1;
                continue;
            }
            mistakes.say(&mistake, &working, self.notes);
            return Ok(None);
        }
    }

    /// Reads one document. `working` is the text from `offset` on, perhaps with mended bytes: the
    /// letters are taken from the text as it was written.
    pub(super) fn document(&mut self, working: &str, offset: usize) -> Result<Option<Value>, Stop> {
        let options = granit_parser::options! {
            emit_anchor_events: true,
            emit_unresolved_aliases: true,
            disallow_directives: true,
            flow_nesting_limit: MAX_DEPTH + 1,
            block_nesting_limit: MAX_DEPTH + 1,
        };
        let mut parser = Parser::new_from_str_with_options(working, options);
        parser.set_anchor_offset(self.next_anchor);
        let mut frames: Vec<Frame> = Vec::new();
        let mut root = None;
        let mut ended = false;
        while let Some(next) = parser.next_event() {
            let (event, span) = next.map_err(|error| stop(&error, offset))?;
            let range = span.byte_range().unwrap_or(0..0);
            let range = range.start + offset..range.end.max(range.start) + offset;
            if ended && event.is_node() {
                self.second_document(range);
                break;
            }
            match event {
                Event::DocumentEnd => ended = true,
                Event::Scalar(text, style, anchor, tag) => {
                    let value = self.scalar(&text, style, tag.as_deref(), range.clone());
                    self.count(1, &range, &mut frames)?;
                    self.remember(anchor, &value);
                    self.place(value, range.end, &mut frames, &mut root);
                }
                Event::SequenceStart(_, anchor, _) => {
                    self.open(anchor, Inside::List(Vec::new()), &range, &mut frames)?;
                }
                Event::MappingStart(_, anchor, _) => {
                    self.open(anchor, Inside::Map(Vec::new(), Next::Key), &range, &mut frames)?;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    let Some(frame) = frames.pop() else { continue };
                    // A block list or map ends with its last value; the parser says so only later.
                    let bracket = self.text.as_bytes().get(range.start).copied();
                    let flow = range.len() == 1 && matches!(bracket, Some(b']' | b'}'));
                    let end = if flow { range.end } else { frame.end };
                    let span = self.notes.span(frame.start..end.max(frame.start));
                    let node = match frame.inside {
                        Inside::List(values) => Node::List(values),
                        // The top-level map is finished when all its keys are there.
                        Inside::Map(entries, _) if frames.is_empty() => Node::Map(entries),
                        Inside::Map(entries, _) => Node::Map(self.finished(entries)),
                    };
                    let value = Value { node, span };
                    self.remember(frame.anchor, &value);
                    self.place(value, end, &mut frames, &mut root);
                }
                Event::Anchor(id, name) => {
                    self.names.insert(name.into_owned(), id);
                }
                Event::Alias(id) => self.alias(id, &range, &mut frames, &mut root)?,
                Event::UnresolvedAlias(name) => {
                    let id = self.names.get(&*name).copied().unwrap_or(0);
                    self.alias(id, &range, &mut frames, &mut root)?;
                }
                _ => {}
            }
        }
        self.next_anchor = parser.anchor_offset().max(self.next_anchor);
        Ok(root)
    }

    fn open(
        &mut self,
        anchor: usize,
        inside: Inside,
        range: &Range<usize>,
        frames: &mut Vec<Frame>,
    ) -> Result<(), Stop> {
        if frames.len() >= MAX_DEPTH {
            return Err(Stop::TooDeep(range.start));
        }
        self.count(1, range, frames)?;
        frames.push(Frame { start: range.start, end: range.end, anchor, inside });
        Ok(())
    }

    fn second_document(&mut self, range: Range<usize>) {
        let end = self.text[range.start..].find('\n').map_or(range.end, |at| range.start + at);
        let help = "take out the line `---` or `...` above it".to_owned();
        self.notes.say(range.start..end, "only one document is read here", Some(help));
    }

    /// Counts values; too many end the reading, and what there is of the top-level map is kept.
    fn count(
        &mut self,
        more: usize,
        at: &Range<usize>,
        frames: &mut Vec<Frame>,
    ) -> Result<(), Stop> {
        self.nodes += more;
        if self.nodes <= MAX_NODES {
            return Ok(());
        }
        self.notes.too_large(at.clone());
        frames.truncate(1);
        let root = frames.pop().and_then(|frame| match frame.inside {
            Inside::Map(entries, _) => Some(Value {
                node: Node::Map(entries),
                span: self.notes.span(frame.start..frame.end),
            }),
            Inside::List(_) => None,
        });
        Err(Stop::TooLarge(root))
    }

    fn remember(&mut self, anchor: usize, value: &Value) {
        if anchor != 0 {
            self.anchors.insert(anchor, (value.clone(), weight(value)));
        }
    }

    fn alias(
        &mut self,
        id: usize,
        range: &Range<usize>,
        frames: &mut Vec<Frame>,
        root: &mut Option<Value>,
    ) -> Result<(), Stop> {
        let value = if let Some(&(_, weight)) = self.anchors.get(&id) {
            self.count(weight, range, frames)?;
            self.anchors[&id].0.clone()
        } else {
            let written = &self.text[range.clone()];
            let name = written.trim_start_matches('*');
            let help = format!("put it in quotes if it is text: `\"{written}\"`");
            let message = format!("nothing is named `&{name}` above");
            self.notes.say(range.clone(), message, Some(help));
            Value { node: Node::Null, span: self.notes.span(range.clone()) }
        };
        self.place(value, range.end, frames, root);
        Ok(())
    }

    /// Puts a value where it belongs; `end` is where it ends in the text.
    fn place(&mut self, value: Value, end: usize, frames: &mut [Frame], root: &mut Option<Value>) {
        let Some(frame) = frames.last_mut() else {
            root.get_or_insert(value);
            return;
        };
        frame.end = frame.end.max(end);
        match &mut frame.inside {
            Inside::List(values) => values.push(value),
            Inside::Map(entries, next) => match std::mem::replace(next, Next::Key) {
                Next::Key => *next = self.as_key(value, end),
                Next::Value(key) => entries.push((key, value)),
                Next::Lost => {}
            },
        }
    }

    fn as_key(&mut self, value: Value, end: usize) -> Next {
        match value.node {
            Node::Scalar(scalar) if !scalar.text.is_empty() => {
                Next::Value(Key { name: scalar.text, span: value.span })
            }
            Node::Null if value.span.start < value.span.end => {
                let start = end - (value.span.end - value.span.start) as usize;
                let name = self.text.get(start..end).unwrap_or("~").to_owned();
                Next::Value(Key { name, span: value.span })
            }
            Node::Scalar(_) | Node::Null => {
                self.notes.say(end..end, "a key is missing before the `:`", None);
                Next::Lost
            }
            Node::List(_) | Node::Map(_) => {
                let start = value.span.start as usize - self.notes.start;
                self.notes.say(start..end, "a list or a map cannot be a key", None);
                Next::Lost
            }
        }
    }

    fn scalar(
        &self,
        text: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        mut range: Range<usize>,
    ) -> Value {
        let source = self.text.get(range.clone()).unwrap_or("");
        let tag = tag.and_then(Tag::core_suffix);
        let scalar = match style {
            ScalarStyle::Plain => {
                let null = matches!(source, "" | "~" | "null" | "Null" | "NULL");
                if tag == Some("null") || (null && tag != Some("str")) {
                    return Value { node: Node::Null, span: self.notes.span(range) };
                }
                // The source is what the author wrote; `text` may have mended bytes in it.
                let verbatim = source.len() == text.len() && !source.contains('\n');
                Scalar {
                    text: if verbatim { source.to_owned() } else { folded(source) },
                    plain: tag != Some("str"),
                    verbatim: verbatim.then(|| self.notes.span(range.clone()).start),
                }
            }
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                let inside = source.len().checked_sub(1).and_then(|end| source.get(1..end));
                Scalar {
                    text: text.to_owned(),
                    plain: matches!(tag, Some("bool" | "int" | "float")),
                    verbatim: (inside == Some(text))
                        .then(|| self.notes.span(range.clone()).start + 1),
                }
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                range.end = range.start + source.trim_end().len();
                let start = source.len() - source.trim_start().len();
                let one_line = source.trim() == text.trim_end();
                Scalar {
                    text: text.to_owned(),
                    plain: false,
                    verbatim: one_line.then(|| self.notes.span(range.clone()).start + start as u32),
                }
            }
        };
        Value { node: Node::Scalar(scalar), span: self.notes.span(range) }
    }

    /// The entries of a whole text's top-level value, which must be a map.
    pub(super) fn entries(&mut self, root: Option<Value>) -> Vec<(Key, Value)> {
        let Some(Value { node, span }) = root else { return Vec::new() };
        let found = match node {
            Node::Map(entries) => return entries,
            Node::Null => return Vec::new(),
            Node::List(_) => "a list",
            Node::Scalar(_) => "text",
        };
        let start = span.start as usize - self.notes.start;
        let line = self.text[start..].lines().next().unwrap_or("").trim_end();
        // `title:Toil`: the commonest reason why a map is none. An address has a `:` too.
        let help = line
            .split_once(':')
            .filter(|(key, rest)| !key.contains(' ') && !rest.is_empty() && !rest.starts_with('/'))
            .map(|(key, rest)| format!("write a space after the `:`: `{key}: {}`", rest.trim()));
        let message = format!("expected lines of `key: value`, found {found}");
        self.notes.say(start..start + line.len(), message, help);
        Vec::new()
    }

    /// A map's entries with its merge keys (`<<`) carried out and without doubles.
    pub(super) fn finished(&mut self, mut entries: Vec<(Key, Value)>) -> Vec<(Key, Value)> {
        let merges: Vec<(Key, Value)> =
            entries.extract_if(.., |(key, _)| key.name == "<<").collect();
        let mut entries = self.notes.without_doubles(entries);
        for (_, value) in merges {
            let parts = match value.node {
                Node::List(values) => values,
                Node::Null => Vec::new(),
                Node::Scalar(_) | Node::Map(_) => vec![value],
            };
            for part in parts {
                let found = part.described();
                let Node::Map(more) = part.node else {
                    let start = part.span.start as usize - self.notes.start;
                    let end = part.span.end as usize - self.notes.start;
                    let message = format!("`<<` takes in a map, found {found}");
                    self.notes.say(start..end, message, None);
                    continue;
                };
                for (key, value) in more {
                    // The map's own keys, and those merged before, come first.
                    if !entries.iter().any(|(own, _)| own.name == key.name) {
                        entries.push((key, value));
                    }
                }
            }
        }
        entries
    }
}

/// What repeating a value costs: its values, and one more for each 64 bytes of text, so that a long
/// text repeated is as dear as many values.
fn weight(value: &Value) -> usize {
    1 + match &value.node {
        Node::Null => 0,
        Node::Scalar(scalar) => scalar.text.len() / 64,
        Node::List(values) => values.iter().map(weight).sum(),
        Node::Map(entries) => {
            entries.iter().map(|(key, value)| key.name.len() / 64 + weight(value)).sum()
        }
    }
}
