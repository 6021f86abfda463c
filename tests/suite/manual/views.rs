//! The reference of what templates may read: the fields from the source of the views, the examples
//! from the pages of a handbook that prints its views.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use serde_json::{Map, Value};

use super::{cell, expect_reference, read, root};
use crate::handbook::{Handbook, unstamped};

/// The views' sources in reading order, below `src/render/`.
const SOURCES: &[&str] = &[
    "view.rs",
    "view/concept.rs",
    "view/role.rs",
    "view/compare.rs",
    "view/careers.rs",
    "view/terms.rs",
    "view/parts.rs",
    "view/print.rs",
];

#[test]
fn the_reference_of_views_is_what_the_source_says() {
    let known: BTreeSet<String> = std::fs::read_dir(root().join("src/render/view"))
        .expect("views stand in a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    let named = SOURCES.iter().filter_map(|path| path.strip_prefix("view/"));
    assert_eq!(known, named.map(str::to_owned).collect(), "SOURCES names every file of views");

    let mut views = Vec::new();
    for path in SOURCES {
        views.extend(structs(&read(&root().join("src/render").join(path))));
    }
    let by_name: BTreeMap<&str, &View> = views.iter().map(|it| (it.name.as_str(), it)).collect();
    let mut examples = BTreeMap::new();
    // The small handbook has what is best to read, the large one what the small one lacks.
    for handbook in ["tests/golden/handbook", "."] {
        for (site, page) in printed(handbook) {
            note(by_name["SiteView"], &site, &by_name, &mut examples);
            let view = if page["kind"] == "print" { "PrintView" } else { "PageView" };
            note(by_name[view], &page, &by_name, &mut examples);
        }
    }

    let mut page = String::new();
    for View { name, doc, fields } in &views {
        let _ = write!(page, "## {name}\n\n{}\n\n", linked(doc));
        if let Some(places) = places(name, &views) {
            let _ = write!(page, "It stands in {places}.\n\n");
        }
        page.push_str("| field | type | what it is | example |\n|---|---|---|---|\n");
        for Field { name: field, kind, doc } in fields {
            let example = examples.get(&(name.as_str(), field.as_str())).cloned();
            let example = example.or_else(|| usual(kind)).map_or(String::new(), |it| code(&it));
            let (kind, doc) = (cell(&type_of(kind, doc)), cell(&linked(doc)));
            let _ = writeln!(page, "| `{field}` | {kind} | {doc} | {example} |");
        }
        page.push('\n');
    }
    page.push_str(&blocks());
    expect_reference("views.md", &page);
}

/// A view, as its source has it.
struct View {
    name: String,
    doc: String,
    fields: Vec<Field>,
}

/// A field of a view.
struct Field {
    name: String,
    kind: String,
    doc: String,
}

/// The public structs of a source file: these files have nothing else that is public.
fn structs(source: &str) -> Vec<View> {
    let mut views: Vec<View> = Vec::new();
    let mut doc = String::new();
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            if text.trim().is_empty() {
                doc.push_str("\n\n");
            } else {
                doc.push_str(text);
            }
            continue;
        }
        let public = line.strip_prefix("pub ").unwrap_or_default();
        if let Some(name) = public.strip_prefix("struct ") {
            let name = name.split(['<', ' ']).next().unwrap_or_default().to_owned();
            views.push(View { name, doc: doc.trim().to_owned(), fields: Vec::new() });
        } else if let (Some((name, kind)), Some(view)) = (public.split_once(": "), views.last_mut())
        {
            let (name, kind) = (name.to_owned(), kind.trim_end_matches(',').to_owned());
            view.fields.push(Field { name, kind, doc: doc.trim().to_owned() });
        }
        if !line.starts_with("#[") {
            doc.clear();
        }
    }
    views
}

/// `Vec<LinkView<'a>>` for those who write templates: a list of [`LinkView`].
fn type_of(kind: &str, doc: &str) -> String {
    let inside = |outer: &str| kind.strip_prefix(outer)?.strip_prefix('<')?.strip_suffix('>');
    if let Some(item) = inside("Vec") {
        return format!("list of {}", type_of(item, doc));
    }
    if let Some(value) = inside("Option") {
        return format!("{}, or null", type_of(value, doc));
    }
    if let Some(entries) = inside("BTreeMap") {
        let (_, value) = entries.split_once(", ").expect("a map has keys and values");
        return format!("map of {}", type_of(value, doc));
    }
    let name = kind.split('<').next().unwrap_or(kind);
    match name {
        "bool" => "bool".to_owned(),
        "usize" | "u8" | "u16" => "number".to_owned(),
        "serde_json::Value" => "anything".to_owned(),
        // What is made once for many pages: its text says what it is.
        "Ready" => ready(doc).map_or("map".to_owned(), |view| linked(&format!("[`{view}`]"))),
        view if view.ends_with("View") => format!("[{view}](#{})", view.to_lowercase()),
        _ => "text".to_owned(),
    }
}

/// Where a view stands: `page`, or the fields that hold it.
fn places(view: &str, views: &[View]) -> Option<String> {
    match view {
        "SiteView" => return Some("every template, as `site`".to_owned()),
        "PageView" => return Some("every template but `print.html`, as `page`".to_owned()),
        "PrintView" => return Some("`print.html`, as `page`".to_owned()),
        _ => {}
    }
    let link = format!("](#{})", view.to_lowercase());
    let mut places = Vec::new();
    for View { name, fields, .. } in views {
        let holds = fields.iter().filter(|field| type_of(&field.kind, &field.doc).contains(&link));
        places.extend(holds.map(|field| match name.as_str() {
            "SiteView" => format!("`site.{}`", field.name),
            "PageView" => format!("`page.{}`", field.name),
            "PrintView" => format!("`page.{}` of `print.html`", field.name),
            name => format!("[`{name}.{}`](#{})", field.name, name.to_lowercase()),
        }));
    }
    (!places.is_empty()).then(|| places.join(", "))
}

/// An example of a kind of value that no handbook here has.
fn usual(kind: &str) -> Option<String> {
    match kind {
        "bool" => Some("true".to_owned()),
        "usize" => Some("3".to_owned()),
        _ => None,
    }
}

/// The first view that a text names.
fn ready(doc: &str) -> Option<&str> {
    doc.split(['[', '`', ']']).find(|word| word.ends_with("View"))
}

/// Links between doc comments as links of the page: [`HeadView::state`].
fn linked(doc: &str) -> String {
    let mut text = String::new();
    let mut rest = doc;
    while let Some((before, link)) = rest.split_once("[`") {
        let Some((path, after)) = link.split_once("`]") else { break };
        let view = path.split("::").next().unwrap_or(path);
        let _ = write!(text, "{before}[`{}`](#{})", path.replace("::", "."), view.to_lowercase());
        rest = after;
    }
    text + rest
}

/// A value as code in a table.
fn code(example: &str) -> String {
    let example = cell(example);
    if example.contains('`') { format!("`` {example} ``") } else { format!("`{example}`") }
}

/// Notes the first telling value of each field of `view` in `value`, and of the views in it.
fn note<'v>(
    view: &'v View,
    value: &Value,
    views: &BTreeMap<&str, &'v View>,
    examples: &mut BTreeMap<(&'v str, &'v str), String>,
) {
    let Value::Object(entries) = value else { return };
    let given: BTreeSet<&str> = entries.keys().map(String::as_str).collect();
    let fields: BTreeSet<&str> = view.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(given, fields, "the fields of {}", view.name);
    for Field { name, kind, doc } in &view.fields {
        let value = &entries[name.as_str()];
        let inner = type_of(kind, doc);
        let inner = inner.split('[').nth(1).and_then(|it| it.split(']').next());
        let inner = inner.map(|name| name.trim_matches('`'));
        if let Some(inner) = inner.and_then(|name| views.get(name)) {
            let items = if let Value::Array(items) = value { items } else { &vec![value.clone()] };
            for item in items {
                note(inner, item, views, examples);
            }
        } else if let Some(example) = example(value) {
            examples.entry((&view.name, name)).or_insert(example);
        }
    }
}

/// A value in short; `None` where it says nothing.
fn example(value: &Value) -> Option<String> {
    /// What fits a column.
    const CHARS: usize = 60;
    let text = match value {
        Value::Null | Value::Bool(false) => return None,
        Value::String(text) if text.is_empty() => return None,
        Value::Array(items) if items.is_empty() => return None,
        Value::Object(entries) if entries.is_empty() => return None,
        Value::Number(number) if number.as_u64() == Some(0) => return None,
        Value::Bool(true) => "true".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Array(_) | Value::Object(_) => value.to_string(),
    };
    if text.chars().count() <= CHARS {
        return Some(text);
    }
    let cut: String = text.chars().take(CHARS).collect();
    Some(format!("{}…", cut.trim_end()))
}

/// The `site` and `page` of each page of a handbook: roles first, since they have most to tell.
fn printed(folder: &str) -> Vec<(Value, Value)> {
    const TEMPLATE: &str = "{{ site | str | safe }}\n{{ page | str | safe }}\n";
    /// Templates of no page of their own kind.
    const OTHERS: [&str; 3] = ["base.html", "components.html", "redirect.html"];
    let folder = root().join(folder);
    let config = read(&folder.join("rolebook.toml"));
    let mut handbook =
        Handbook::new().file("rolebook.toml", format!("theme = \"print\"\n{config}"));
    for entry in walkdir::WalkDir::new(folder.join("content")).sort_by_file_name() {
        let entry = entry.expect("a handbook can be read");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(&folder).expect("below the folder");
            let bytes = std::fs::read(entry.path()).expect("a file");
            handbook = handbook.file(path.to_str().expect("a path in text"), bytes);
        }
    }
    for entry in std::fs::read_dir(root().join("themes/default")).expect("the theme") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        if name.ends_with(".html") && !OTHERS.contains(&name.as_str()) {
            handbook.put(&format!("themes/print/{name}"), TEMPLATE);
        }
    }
    let output = handbook.build();
    let mut pages: Vec<_> =
        output.files.iter().filter(|(path, _)| path.ends_with(".html")).collect();
    pages.sort_by_key(|(path, _)| (!path.starts_with("roles/"), path.starts_with("404")));
    let pages = pages.into_iter().filter_map(|(_, bytes)| {
        let text = unstamped(std::str::from_utf8(bytes).expect("pages are text"));
        // A redirect has a view of its own.
        let (site, page) = text.strip_prefix('{').map(|_| text.trim_end())?.split_once('\n')?;
        Some((value(site), value(page)))
    });
    pages.collect()
}

/// A view as a template prints it: like JSON, with nothing for null.
fn value(printed: &str) -> Value {
    let mut reader = Reader { rest: printed };
    let value = reader.value();
    assert!(reader.rest.is_empty(), "a view is printed as a whole, not {}", reader.rest);
    value
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn value(&mut self) -> Value {
        if self.takes("{") {
            let mut entries = Map::new();
            while !self.takes("}") {
                let Value::String(key) = self.value() else { panic!("no key at {}", self.rest) };
                assert!(self.takes(": "), "no value at {}", self.rest);
                entries.insert(key, self.value());
                self.takes(", ");
            }
            Value::Object(entries)
        } else if self.takes("[") {
            let mut items = Vec::new();
            while !self.takes("]") {
                items.push(self.value());
                self.takes(", ");
            }
            Value::Array(items)
        } else if self.rest.starts_with('"') {
            self.text()
        } else {
            let end = self.rest.find([',', '}', ']']).unwrap_or(self.rest.len());
            let (word, rest) = self.rest.split_at(end);
            self.rest = rest;
            if word.is_empty() { Value::Null } else { serde_json::from_str(word).expect("a value") }
        }
    }

    /// A text with the escapes of Rust's `{:?}`: `\u{ad}` among them.
    fn text(&mut self) -> Value {
        let mut text = String::new();
        let mut letters = self.rest[1..].char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.rest = &self.rest[at + 2..];
                    return Value::String(text);
                }
                '\\' => match letters.next().map(|(_, letter)| letter) {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some('u') => {
                        let digits: String = letters
                            .by_ref()
                            .map(|it| it.1)
                            .take_while(|it| *it != '}')
                            .skip(1)
                            .collect();
                        let number = u32::from_str_radix(&digits, 16).expect("a number");
                        text.extend(char::from_u32(number));
                    }
                    Some(letter) => text.push(letter),
                    None => break,
                },
                letter => text.push(letter),
            }
        }
        panic!("a text does not end: {}", self.rest)
    }

    fn takes(&mut self, word: &str) -> bool {
        let rest = self.rest.strip_prefix(word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

/// The templates of the default theme, with the blocks of each that a handbook can replace.
fn blocks() -> String {
    let theme = root().join("themes/default");
    let mut templates: Vec<(String, Vec<String>)> = Vec::new();
    for entry in walkdir::WalkDir::new(&theme).sort_by_file_name() {
        let entry = entry.expect("the theme can be read");
        if entry.path().extension().is_none_or(|extension| extension != "html") {
            continue;
        }
        let path = entry.path().strip_prefix(&theme).expect("below the theme");
        let text = read(entry.path());
        let names = text.split("{% block ").skip(1);
        let names = names.filter_map(|rest| rest.split_whitespace().next().map(str::to_owned));
        templates.push((path.to_string_lossy().replace('\\', "/"), names.collect()));
    }
    let mut page =
        String::from("## Templates and their blocks\n\n| template | blocks |\n|---|---|\n");
    let list = |names: &[String]| {
        names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    };
    let (with, without): (Vec<_>, Vec<_>) =
        templates.into_iter().partition(|(_, names)| !names.is_empty());
    for (path, names) in &with {
        let _ = writeln!(page, "| `{path}` | {} |", list(names));
    }
    let without: Vec<String> = without.into_iter().map(|(path, _)| path).collect();
    let _ = write!(page, "\nWithout blocks, to be replaced as a whole: {}.\n", list(&without));
    page
}
