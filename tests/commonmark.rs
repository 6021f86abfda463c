//! `CommonMark`'s own examples: what the parser makes of them, with slots answered by their own text.

use std::path::{Path, PathBuf};

use rolebook::{
    config::{Facets, Kind, MarkdownOptions},
    discover::PageSource,
    parse::{self, Cache, Document, Form, Piece, Reference, Target},
    source::{FileId, Source},
};
use serde_json::Value;

/// Why an example comes out another way.
const ONE_H1: &str = "a further H1 is drawn as h2: the page has one `<h1>`, its title";
const BARE: &str = "bare addresses are links, as on GitHub";
const FIGURE: &str =
    "an image that is a paragraph of its own is a figure, with its title as caption";
const DECODED: &str = "the address in a slot is the decoded one";

/// Examples that come out another way; the test fails when one of them no longer does.
const DIFFERENT: &[(u64, &str)] = &[
    (31, DECODED),
    (68, ONE_H1),
    (76, ONE_H1),
    (78, ONE_H1),
    (79, ONE_H1),
    (83, ONE_H1),
    (84, ONE_H1),
    (141, ONE_H1),
    (229, ONE_H1),
    (230, ONE_H1),
    (231, ONE_H1),
    (232, ONE_H1),
    (234, ONE_H1),
    (302, ONE_H1),
    (561, "`[[…]]` is a wiki link"),
    (574, FIGURE),
    (575, FIGURE),
    (578, FIGURE),
    (579, FIGURE),
    (586, FIGURE),
    (587, FIGURE),
    (588, FIGURE),
    (590, FIGURE),
    (591, FIGURE),
    (593, FIGURE),
    (604, BARE),
    (610, BARE),
    (613, BARE),
    (632, DECODED),
];

#[test]
fn the_specification_is_met_but_for_what_is_listed() {
    let Some(path) = examples() else {
        eprintln!("skipped: corpora/commonmark-spec.json is not here");
        return;
    };
    let text = read(&path);
    let examples: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(examples.len(), 655);
    let mut wrong = Vec::new();
    for example in &examples {
        let number = example["example"].as_u64().unwrap();
        let markdown = example["markdown"].as_str().unwrap();
        let expected = canonical(example["html"].as_str().unwrap());
        let document = document(markdown);
        let got = canonical(&without_our_own(&html(&document)));
        let listed = DIFFERENT.iter().any(|(different, _)| *different == number);
        if (got == expected) == listed {
            wrong.push(format!(
                "{number}: {markdown:?}\n  expected {expected:?}\n  got      {got:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{} examples:\n{}", wrong.len(), wrong.join("\n"));
}

/// In `ROLEBOOK_CORPORA`, or in a folder beside the project.
#[expect(clippy::disallowed_methods, reason = "the examples are not part of the crate")]
fn examples() -> Option<PathBuf> {
    let corpora = match std::env::var("ROLEBOOK_CORPORA") {
        Ok(folder) => PathBuf::from(folder),
        Err(_) => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora"),
    };
    let path = corpora.join("commonmark-spec.json");
    path.is_file().then_some(path)
}

#[expect(clippy::disallowed_methods, reason = "the examples are not part of the crate")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("the examples can be read")
}

fn document(markdown: &str) -> Document {
    // Front matter is not CommonMark's: an empty one keeps `---` in the body.
    let text = format!("---\nx: 1\n---\n{markdown}").into();
    let source = Source { file: FileId::new("content/page.md"), text };
    let page = PageSource::new("page.md".to_owned(), source);
    let markdown = MarkdownOptions {
        math: false,
        definition_lists: false,
        smart_punctuation: false,
        highlight: false,
        raw_html: true,
        parts: true,
        directives: false,
    };
    let facets = std::sync::Arc::new(Facets::built_in());
    let options = parse::Options { markdown, kind: Kind::Page, facets: &facets };
    parse::document(&page, &options, &Cache::default()).value
}

/// The body with the page's own heading, each slot answered by what the author wrote.
fn html(document: &Document) -> String {
    let mut html = String::new();
    if let Some(heading) = &document.heading {
        html.push_str("<h1>");
        write(&heading.content, &document.references, &mut html);
        html.push_str("</h1>\n");
    }
    write(&document.body, &document.references, &mut html);
    html
}

fn write(fragment: &parse::Fragment, references: &[Reference], html: &mut String) {
    for piece in &fragment.pieces {
        match piece {
            Piece::Html(range) => {
                html.push_str(&fragment.html[range.start as usize..range.end as usize]);
            }
            Piece::Prose { text, .. } => {
                html.push_str(&escaped(&fragment.text[text.start as usize..text.end as usize]));
            }
            Piece::Section(_) | Piece::Cite(_) | Piece::Question(_) | Piece::Directive(_) => {}
            Piece::Slot(index) => answer(&references[*index as usize], html),
            Piece::Close(_) => html.push_str("</a>"),
        }
    }
}

fn answer(reference: &Reference, html: &mut String) {
    let address = match &reference.target {
        Target::Address(address) => address,
        Target::Wiki { .. } | Target::Concept { .. } | Target::Prose(_) => "",
    };
    let title = |title: &str| match title {
        "" => String::new(),
        title => format!(" title=\"{}\"", escaped(title)),
    };
    match &reference.form {
        Form::Link { title: text } => {
            html.extend([format!("<a href=\"{}\"{}>", href(address), title(text))]);
        }
        Form::Image { alt, title: text, size: _ } => html.extend([format!(
            "<img src=\"{}\" alt=\"{}\"{} />",
            href(address),
            escaped(alt),
            title(text)
        )]),
        Form::Wiki { typed, .. } | Form::WikiImage { typed, .. } => {
            html.push_str(&escaped(typed));
        }
        Form::Attribute { name, class, .. } => {
            html.extend([format!(" {name}=\"{}\"", escaped(address))]);
            if let Some(class) = class {
                html.extend([format!(" class=\"{}\"", escaped(class))]);
            }
        }
        Form::Candidate => html.push_str(&escaped(address)),
        Form::Field(_) => {}
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// An address as the specification's examples spell it: percent-encoded, the encoded left alone.
fn href(address: &str) -> String {
    let mut href = String::new();
    for byte in address.bytes() {
        match byte {
            b'&' => href.push_str("&amp;"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => href.push(char::from(byte)),
            _ if b"-_.+!*(),%#@?=;:/$~'".contains(&byte) => href.push(char::from(byte)),
            _ => href.extend([format!("%{byte:02X}")]),
        }
    }
    href
}

/// Takes away what rolebook adds everywhere: ids and links of headings, the frame of code.
fn without_our_own(html: &str) -> String {
    let mut rest = html;
    let mut kept = String::new();
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        let until = |end: &str| rest.find(end).map(|found| &rest[found + end.len()..]);
        let heading = rest.as_bytes().get(1) == Some(&b'h')
            && rest.as_bytes().get(2).is_some_and(u8::is_ascii_digit)
            && rest[3..].starts_with(" id=\"");
        if rest.starts_with("<a class=\"anchor\"") {
            rest = until("</a>").unwrap_or_default();
        } else if rest.starts_with("<div class=\"code\"") {
            rest = until(">").unwrap_or_default();
        } else if heading {
            kept.push_str(&rest[..3]);
            kept.push('>');
            rest = until(">").unwrap_or_default();
        } else {
            kept.push('<');
            rest = &rest[1..];
        }
    }
    kept.push_str(rest);
    kept.replace("</code></pre></div>", "</code></pre>")
}

/// One spelling of what means the same: void tags, and line breaks beside block tags.
fn canonical(html: &str) -> String {
    html.replace(" />", ">").trim().to_owned()
}
