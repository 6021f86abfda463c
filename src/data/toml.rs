//! TOML into [`Value`].

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeString, DeTable, DeValue, Error},
};

use super::{Key, MAX_DEPTH, MAX_NODES, Node, Notes, Scalar, Value, quoted};
use crate::{diagnostic::Related, source::Place};

/// How many mistakes are explained, each for another reading of the text: `MAX_ROUNDS`, and fewer in
/// a text so long that they would read more than `MAX_READ` bytes.
const MAX_ROUNDS: usize = 32;
const MAX_READ: usize = 256 * 1024;

/// Reads `text` as a table; the entries in the order written.
///
/// After a mistake the parser goes on at a guess, and may take what follows for something else. So
/// only its first complaint is believed: its statement is blanked, and the rest read again.
pub(super) fn read(text: &str, notes: &mut Notes<'_>) -> Vec<(Key, Value)> {
    let mut working = text.to_owned();
    for _ in 0..MAX_ROUNDS.min(MAX_READ / text.len().max(1)).max(2) {
        let (_, errors) = DeTable::parse_recoverable(&working);
        let Some(first) =
            errors.iter().filter(|error| !is_double(error)).min_by_key(|error| place(error).start)
        else {
            break;
        };
        let statement = statement(&working, first);
        let (range, message, help) = explained(&working, &statement, first);
        if first.message().contains("recur") {
            notes.too_deep(range);
        } else {
            notes.say(range, message, help);
        }
        blank(&mut working, statement);
    }
    let (table, errors) = DeTable::parse_recoverable(&working);
    for error in &errors {
        if is_double(error) {
            twice(&working, place(error), notes);
        } else {
            notes.say(place(error), "there are more mistakes from here on", None);
            break;
        }
    }
    let mut tree = Tree { text: &working, notes, nodes: 0 };
    in_order(table.get_ref())
        .into_iter()
        .filter_map(|(key, value)| Some((tree.key(key), tree.value(value, 1)?)))
        .collect()
}

/// Tells of a key that stands at `range` for the second time, alone or as the name of a table.
fn twice(text: &str, range: Range<usize>, notes: &mut Notes<'_>) {
    let start = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let Some(name) = text[start..].lines().next().and_then(table_name) else {
        let name = quoted(text.get(range.clone()).unwrap_or(""));
        notes.say(range, format!("the key {name} stands here twice"), None);
        return;
    };
    let mut at = 0;
    let first = text[..start].split_inclusive('\n').find_map(|line| {
        let (from, indent) = (at, line.len() - line.trim_start().len());
        at += line.len();
        (table_name(line) == Some(name)).then_some(from + indent..from + line.trim_end().len())
    });
    let help = first
        .is_some()
        .then(|| "put its keys below the first one, and take this line out".to_owned());
    let message = format!("the table {} stands here twice", quoted(&format!("[{name}]")));
    notes.say(range, message, help);
    if let (Some(first), Some(last)) = (first, notes.diagnostics.len().checked_sub(1)) {
        let place = Place { file: notes.file.clone(), span: notes.span(first) };
        let related = Related { place, message: "the first one".to_owned() };
        notes.diagnostics[last].related.push(related);
    }
}

/// The name in a line `[name]`.
fn table_name(line: &str) -> Option<&str> {
    let header = line.split('#').next()?.trim();
    let name = header.strip_prefix('[')?.strip_suffix(']')?;
    (!name.starts_with('[')).then(|| name.trim())
}

type Written<'t, 'i> = (&'t Spanned<DeString<'i>>, &'t Spanned<DeValue<'i>>);

/// A table's entries as written: its own order is that of names.
fn in_order<'t, 'i>(table: &'t DeTable<'i>) -> Vec<Written<'t, 'i>> {
    let mut written: Vec<Written<'t, 'i>> = table.iter().collect();
    written.sort_by_key(|(key, _)| key.span().start);
    written
}

struct Tree<'t, 'n, 'a> {
    text: &'t str,
    notes: &'n mut Notes<'a>,
    nodes: usize,
}

impl Tree<'_, '_, '_> {
    fn key(&self, key: &Spanned<DeString<'_>>) -> Key {
        Key { name: key.get_ref().clone().into_owned(), span: self.notes.span(key.span()) }
    }

    /// `None`: too deep, or one too many; it has been said, and costs the top-level key.
    fn value(&mut self, value: &Spanned<DeValue<'_>>, depth: usize) -> Option<Value> {
        let range = value.span();
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            if self.nodes == MAX_NODES + 1 {
                self.notes.too_large(range);
            }
            return None;
        }
        let deeper = matches!(value.get_ref(), DeValue::Array(_) | DeValue::Table(_));
        if deeper && depth >= MAX_DEPTH {
            self.notes.too_deep(range);
            return None;
        }
        let written = self.text.get(range.clone()).unwrap_or("");
        let span = self.notes.span(range);
        let plain = |text: String| {
            let verbatim = (text == written).then_some(span.start);
            Node::Scalar(Scalar { text, plain: true, verbatim })
        };
        let node = match value.get_ref() {
            DeValue::String(text) => {
                let quotes =
                    if written.starts_with("\"\"\"") || written.starts_with("'''") { 3 } else { 1 };
                let inside =
                    written.get(quotes..written.len().saturating_sub(quotes)).unwrap_or("");
                // A line end right after three quotes does not count.
                let skipped = inside.len() - inside.trim_start_matches(['\r', '\n']).len();
                let verbatim = [0, skipped]
                    .into_iter()
                    .find(|&skip| inside[skip..] == **text)
                    .map(|skip| span.start + (quotes + skip) as u32);
                Node::Scalar(Scalar { text: text.clone().into_owned(), plain: false, verbatim })
            }
            DeValue::Integer(number) if number.radix() == 10 && written.contains('_') => {
                plain(number.as_str().to_owned())
            }
            DeValue::Integer(number) if number.radix() != 10 => {
                match i64::from_str_radix(number.as_str(), number.radix()) {
                    Ok(number) => plain(number.to_string()),
                    Err(_) => plain(written.to_owned()),
                }
            }
            DeValue::Float(number) if written.contains('_') => plain(number.as_str().to_owned()),
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => plain(written.to_owned()),
            DeValue::Array(values) => {
                let values = values.iter().map(|value| self.value(value, depth + 1));
                Node::List(values.collect::<Option<_>>()?)
            }
            DeValue::Table(table) => {
                let entries = in_order(table)
                    .into_iter()
                    .map(|(key, value)| Some((self.key(key), self.value(value, depth + 1)?)));
                Node::Map(entries.collect::<Option<_>>()?)
            }
        };
        Some(Value { node, span })
    }
}

fn is_double(error: &Error) -> bool {
    error.message().starts_with("duplicate key")
}

fn place(error: &Error) -> Range<usize> {
    error.span().unwrap_or(0..0)
}

/// The lines of the statement that `error` is about, from its key's line to the next key's or table's.
fn statement(text: &str, error: &Error) -> Range<usize> {
    let at = place(error).start.min(text.len());
    let mut starts: Vec<usize> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if is_start(line) {
            starts.push(start);
        }
        start += line.len();
    }
    let end_of = |i: usize| starts.get(i + 1).copied().unwrap_or(text.len());
    // A bracket left open takes what follows into its list: whatever is noticed there, it is the mistake.
    let open = (0..starts.len())
        .take_while(|&i| starts[i] <= at)
        .find(|&i| !is_header(&text[starts[i]..]) && leaves_open(&text[starts[i]..end_of(i)]));
    // Of a key with too many parts the parser does not say where it is.
    let nowhere = error.span().is_none();
    let dots = |&i: &usize| text[starts[i]..end_of(i)].matches('.').count();
    let open = if nowhere { (0..starts.len()).max_by_key(dots) } else { open };
    let own = open.or_else(|| starts.iter().rposition(|&start| start <= at));
    match own {
        // A table whose header is broken is left out with all its keys, lest they join the one above.
        Some(i) if is_header(&text[starts[i]..]) => {
            let next = (i + 1..starts.len()).find(|&next| is_header(&text[starts[next]..]));
            starts[i]..next.map_or(text.len(), |next| starts[next])
        }
        Some(i) => starts[i]..end_of(i),
        None => 0..starts.first().copied().unwrap_or(text.len()),
    }
}

fn is_header(text: &str) -> bool {
    text.trim_start_matches([' ', '\t']).starts_with('[')
}

/// A line that begins a statement: `key = …` or `[table]`; a line of text alone is one, too.
fn is_start(line: &str) -> bool {
    let line = line.trim();
    if line.starts_with('[') {
        // Not a list within a list: `[1, 2],`
        return line.starts_with("[[") || !line.contains(',');
    }
    let key = line.split(['=', ':']).next().unwrap_or("");
    !line.is_empty()
        && !line.starts_with(['#', ']', '}', '{', ','])
        && (line.contains('=') || key.len() < line.len() || !line.ends_with(','))
        && !line.starts_with(|c: char| c.is_ascii_digit())
        && (line.contains('=') || !line.starts_with(['"', '\'']))
}

fn leaves_open(statement: &str) -> bool {
    // In a text over several lines brackets mean nothing, and `balanced` does not know its end.
    !statement.contains("\"\"\"") && !statement.contains("'''") && !balanced(statement)
}

/// As many brackets are closed as opened, leaving out those in quotes and comments.
fn balanced(text: &str) -> bool {
    let mut open = 0i64;
    let mut quote = None;
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        match (quote, c) {
            (Some('"'), '\\') => {
                letters.next();
            }
            (Some(_), '\n') => quote = None,
            (Some(q), c) if q == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => open += 1,
            (None, ']' | '}') => open -= 1,
            (None, '#') => {
                letters.find(|&c| c == '\n');
            }
            _ => {}
        }
    }
    open == 0
}

/// Spaces in place of the statement, so that all other places stay.
fn blank(text: &mut String, range: Range<usize>) {
    let blanks: String =
        text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(range, &blanks);
}

/// Place, message and help of a mistake, in an author's words.
fn explained(
    text: &str,
    statement: &Range<usize>,
    error: &Error,
) -> (Range<usize>, String, Option<String>) {
    let message = error.message();
    let range = place(error);
    let lines = &text[statement.clone()];
    let first = lines.lines().next().unwrap_or("").trim_end();
    let indent = first.len() - first.trim_start().len();
    let whole = statement.start + indent..statement.start + first.len();
    let inside = range.start >= statement.start && range.start < statement.end;
    // An empty place is the gap before something: what stands before it is shown.
    let here = if range.is_empty() || !inside { whole.clone() } else { range.clone() };
    let key = first.trim_start().split(['=', ':']).next().unwrap_or("").trim();
    let unquoted = |range: &Range<usize>| {
        let value = text.get(range.clone()).unwrap_or("").trim();
        format!("write `{key} = \"{}\"`", value.replace('\\', "\\\\").replace('"', "\\\""))
    };
    if message.contains("recur") {
        return (here, String::new(), None);
    }
    if message.contains("array")
        || message.contains("inline table")
        || (!is_header(lines) && leaves_open(lines))
    {
        let open = first.find(['[', '{']).filter(|_| !balanced(lines));
        return match open {
            Some(at) => {
                let at = statement.start + at;
                let bracket = &text[at..=at];
                (
                    at..at + 1,
                    format!("this `{bracket}` is not closed, or has a mistake in it"),
                    None,
                )
            }
            None => (here, "expected values set apart by `,`".to_owned(), None),
        };
    }
    if message.starts_with("string values must be quoted") && range.is_empty() {
        return (whole, format!("the value of `{key}` is missing"), None);
    }
    if message.starts_with("string values must be quoted") {
        return (here, "text needs quotes".to_owned(), Some(unquoted(&range)));
    }
    if message.starts_with("unclosed table") {
        return (whole, "this `[` is not closed".to_owned(), None);
    }
    if message.starts_with("key with no value") || message.starts_with("invalid unquoted key") {
        let help = first.trim_start().split_once(':').map(|(key, value)| {
            format!("TOML is written with `=`: `{} = \"{}\"`", key.trim(), value.trim())
        });
        return (whole, "expected `key = value`".to_owned(), help);
    }
    if message.contains("basic string") || message.contains("literal string") {
        let open = first.find(['"', '\'']).map(|at| statement.start + at);
        let range = open.map_or(whole.clone(), |at| at..whole.end);
        return (range, "a quote is opened here and not closed".to_owned(), None);
    }
    if message.starts_with("missing escaped value") {
        let start = range.start.saturating_sub(1);
        let next = text[range.start..].chars().next().map_or(0, char::len_utf8);
        let letters = text.get(start..range.start + next).unwrap_or("");
        let help = "write `\\\\` for a backslash, or use single quotes".to_owned();
        return (
            start..range.start + next,
            format!("{} has no meaning in double quotes", quoted(letters)),
            Some(help),
        );
    }
    if message.starts_with("unexpected key or value") {
        return (whole, "text after the end of the value".to_owned(), None);
    }
    if message.contains("date") || message.contains("time") {
        return (here, "this is not a date".to_owned(), Some("write `2026-01-15`".to_owned()));
    }
    let shown = quoted(text.get(here.clone()).unwrap_or(""));
    (here, format!("{shown} cannot be read as TOML"), None)
}
