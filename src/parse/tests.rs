//! What a body becomes, case by case, and that no text can bring the parser down.

use std::{fmt::Write as _, sync::Arc};

use super::{
    At, Cache, Document, Form, Fragment, Gathered, MarkdownOptions, Options, Piece, Reference,
    Target, document, markdown,
};
use crate::{
    config::{Facets, Kind},
    discover::PageSource,
    source::{FileId, Source, Span},
};

const OPTIONS: MarkdownOptions = MarkdownOptions {
    math: false,
    definition_lists: true,
    smart_punctuation: false,
    highlight: false,
    raw_html: true,
    parts: true,
    directives: true,
};

fn parsed(text: &str) -> (Document, Vec<String>) {
    let file = FileId::new("content/page.md");
    let page = PageSource::new("page.md".to_owned(), Source { file, text: text.into() });
    let facets = Arc::new(Facets::built_in());
    let options = Options { markdown: OPTIONS, kind: Kind::Page, facets: &facets };
    let checked = document(&page, &options, &Cache::default());
    let codes = checked.diagnostics.iter().map(|found| found.code.name().to_owned());
    (checked.value, codes.collect())
}

/// The pieces as one text: `{…}` is a slot, `‹…›` prose that mentions may link.
fn shown(fragment: &Fragment, references: &[Reference]) -> String {
    let mut shown = String::new();
    for piece in &fragment.pieces {
        match piece {
            Piece::Html(range) => {
                shown.push_str(&fragment.html[range.start as usize..range.end as usize]);
            }
            Piece::Prose { text, linkable, .. } => {
                let text = &fragment.text[text.start as usize..text.end as usize];
                let _ =
                    if *linkable { write!(shown, "‹{text}›") } else { write!(shown, "{text}") };
            }
            Piece::Section(_) => {}
            Piece::Slot(index) => slot(&references[*index as usize], &mut shown),
            Piece::Close(_) => shown.push_str("{/}"),
            Piece::Cite(index) => drop(write!(shown, "{{@{index}}}")),
            Piece::Question(index) => drop(write!(shown, "{{?{index}}}")),
            Piece::Directive(index) => {
                let _ = write!(shown, "{{directive {index}}}");
            }
        }
    }
    shown
}

fn slot(reference: &Reference, shown: &mut String) {
    let target = match &reference.target {
        Target::Address(address) => address.clone(),
        Target::Wiki { name, fragment } => {
            format!("[{name}#{}]", fragment.as_deref().unwrap_or(""))
        }
        Target::Concept { name, .. } | Target::Prose(name) => name.clone(),
    };
    let form = match &reference.form {
        Form::Link { .. } | Form::WikiImage { .. } | Form::Candidate | Form::Field(_) => "",
        Form::Image { alt, .. } => alt,
        Form::Wiki { label, .. } => label.as_deref().unwrap_or(""),
        Form::Attribute { name, .. } => name,
    };
    let _ = write!(shown, "{{{target}{}{form}}}", if form.is_empty() { "" } else { " " });
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let document = parsed(text).0;
    assert_eq!(shown(&document.body, &document.references).trim_end(), expected);
}

#[track_caller]
fn check_codes(text: &str, expected: &[&str]) {
    assert_eq!(parsed(text).1, expected);
}

#[track_caller]
fn check_ids(text: &str, expected: &str) {
    let ids = parsed(text).0.outline.into_iter().map(|heading| heading.id);
    assert_eq!(ids.collect::<Vec<_>>().join(" "), expected);
}

#[track_caller]
fn check_inline(text: &str, expected: &str) {
    let mut gathered = Gathered::new(
        FileId::new("content/page.md"),
        "".into(),
        OPTIONS,
        &Arc::new(Facets::built_in()),
    );
    let at = At { span: Span::new(10, 10 + text.len()), verbatim: Some(10) };
    let fragment = markdown::inline(text, at, &mut gathered);
    assert_eq!(shown(&fragment, &gathered.references), expected);
}

const TABLE: &str = "<div class=\"table-scroll\"><table>\n<thead>\n<tr><th>‹a›</th><th>‹b›</th></tr>\n</thead>\n</table></div>";

#[test]
fn a_table_right_under_a_paragraph_line_is_a_table() {
    check("Text\n| a | b |\n|---|---|", &format!("<p>‹Text›</p>\n{TABLE}"));
    check("Text\na | b\n---|---", &format!("<p>‹Text›</p>\n{TABLE}"));
    check("- Text\n  | a | b |\n  |---|---|", &format!("<ul>\n<li>‹Text›\n{TABLE}\n</li>\n</ul>"));
    check("Text\n| a |\n|---|---|", "<p>‹Text\n| a |\n|---|---|›</p>");
    check(
        "```\nText\n| a | b |\n|---|---|\n```",
        "<div class=\"code\"><pre><code>Text\n| a | b |\n|---|---|\n</code></pre></div>",
    );
}

#[test]
fn a_wiki_link_in_a_cell_keeps_its_label() {
    let table = TABLE.replace("‹a›", "{[x#] y}");
    check("| [[x|y]] | b |\n|---|---|", &table);
    check("| [[x\\|y]] | b |\n|---|---|", &table);
    check("[[x|y]] [[#part]]", "<p>{[x#] y}‹ ›{[#part]}</p>");
}

#[test]
fn brackets_around_a_link_text_are_no_wiki_link() {
    check("[[1]](a.md)", "<p>{a.md}[1]{/}</p>");
}

#[test]
fn alerts_have_titles_and_folds() {
    let note = "<div class=\"alert alert-note\" role=\"note\">\n<p class=\"alert-title\">";
    check("> [!NOTE]\n> x", &format!("{note}Note</p>\n<p>‹x›</p>\n</div>"));
    check("> [!note] My *own*\n> x", &format!("{note}My <em>own</em></p>\n<p>‹x›</p>\n</div>"));
    check(
        "> [!faq]- Why\n> x",
        "<details class=\"alert alert-question\">\n<summary class=\"alert-title\">Why</summary>\n<p>‹x›</p>\n</details>",
    );
    check("> [!other] x", "<blockquote>\n<p>[!other] x</p>\n</blockquote>");
}

#[test]
fn other_tools_marks_stay_as_typed() {
    check("Text\n:::note\nx\n:::", "<p>‹Text\n:::note\nx\n:::›</p>");
    check("{% include x %} and {{ page.y }}", "<p>‹{% include x %} and {{ page.y }}›</p>");
    check("!!! note\n    x", "<p>‹!!! note\n›‹x›</p>");
}

#[test]
fn bare_addresses_are_links() {
    check(
        "See https://a.org/x_(y)). Done",
        "<p>‹See ›{https://a.org/x_(y)}https://a.org/x_(y){/}‹). Done›</p>",
    );
    check("www.a.org, x", "<p>{http://www.a.org}www.a.org{/}‹, x›</p>");
    check(
        "xhttp://a.org `http://b.org` http:// www.",
        "<p>‹xhttp://a.org ›<code>http://b.org</code>‹ http:// www.›</p>",
    );
    check("[http://a.org](b.md)", "<p>{b.md}http://a.org{/}</p>");
}

#[test]
fn raw_html_names_places_and_refers_to_others() {
    check("<a class=b HREF='x.md' href=y.md>t</a>", "<p><a{x.md href}>t</a></p>");
    check("<img srcset=\"a.png 1x, b.png 2x\">", "<img srcset=\"{a.png} 1x, {b.png} 2x\">");
    check(
        "<div class=\"no-terms\">\n\nx\n\n</div>\n\ny",
        "<div class=\"no-terms\">\n<p>x</p>\n</div>\n<p>‹y›</p>",
    );
    check("x\n\n<h1 id=t>T</h1>", "<p>‹x›</p>\n<h2 id=t>T</h2>");
    assert_eq!(parsed("<a name=n></a><b id='i'>").0.anchors, ["i", "n"]);
}

#[test]
fn headings_have_githubs_ids() {
    check_ids(
        "x\n# Scope & Goals!\n## Scope\n## Scope\n## Ünïcödé 日本 ²",
        "scope--goals scope scope-1 ünïcödé-日本-",
    );
    check_ids("x\n## A\n## B {#a}", "a-1 a");
    check_ids("<a id=\"a\"></a>\n\n## A", "a-1");
    assert_eq!(
        parsed("<!-- x -->\n# T\n\ny").0.heading.map(|heading| heading.id),
        Some("t".into())
    );
}

#[test]
fn what_is_odd_is_said() {
    check_codes("# A\n### B", &["heading-skip"]);
    check_codes("# A\n## B\n## B", &["heading-twice"]);
    check_codes("# A\n## B\n### C\n## D\n### C", &[]);
    check_codes("a | b\n--|--\n1 | 2 | 3", &["table-ragged"]);
    check_codes("![](x.png)", &["image-alt"]);
    check_codes(&">".repeat(10_000), &["too-deep"]);
    check_codes(&"- ".repeat(200), &["too-deep"]);
    check_codes(&format!("```\n{}\n```", ">".repeat(10_000)), &[]);
    check_codes(&"x".repeat((4 << 20) + 1), &["too-large"]);
}

#[test]
fn an_inline_text_has_no_blocks() {
    check_inline("- *a* [b](c.md)", "‹- ›<em>‹a›</em>‹ ›{c.md}b{/}");
    check_inline("# a #", "‹# a #›");
    check_inline("_a_\nb\n\nc", "<em>‹a›</em>‹\nb›<br><br>‹c›");
    check_inline("", "");
}

const NASTY: &[&str] = &[
    "# T {#x}\n\nText\n| a | [[b|c]] |\n|---|---|\n| `d|e` |\n\n> [!faq]+ *T*\n> ![[x]] ![a *b*](c \"d\")\n\n[^1]: n\n    - x\n\nA[^1][^1]\n",
    "<div id='a' class=\"no-terms\n\n<p srcset=' ,a 1x,,b'><script>x</scr\n\n<!-- <a href=&#106;avascript&colon;x> --> <a href=\"&ouml;\n",
    "\u{feff}- [x] www.é.org&amp;https://x.y/(a)b;) \\*&copy\r\n  T\r\n  |a|b|\r\n  |-|-|\r\n\r\nTerm\r\n: ::: d\r\n\r\n:::x\r\n",
    "```rust title=\"a\n~~~\n> > - 1. ```é\n\tcode\n<https://é> <a@b.c> [[[x]](y)|z]] [![i](j)](k)\n***a **b*** ~~c~\n",
];

#[test]
fn no_prefix_and_no_change_brings_the_parser_down() {
    let mut seed = 1_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for text in NASTY {
        for (end, _) in text.char_indices() {
            sound(&text[..end]);
        }
    }
    let letters: Vec<char> = NASTY.concat().chars().collect();
    for _ in 0..3_000 {
        let mut text: Vec<char> = NASTY[random(NASTY.len())].chars().collect();
        for _ in 0..=random(6) {
            let (at, letter) = (random(text.len()), letters[random(letters.len())]);
            match random(3) {
                0 => text[at] = letter,
                1 => text.insert(at, letter),
                _ => drop(text.remove(at)),
            }
        }
        sound(&text.into_iter().collect::<String>());
    }
}

#[test]
fn work_grows_with_the_text_and_not_with_its_square() {
    for part in
        ["id= ", "http://-", "www._", "<a ", "<!-- ", "[[a", "<a><q>", "a=1 ", "![[", "|-|\n"]
    {
        let text = part.repeat(100_000);
        sound(&text);
        sound(&format!("<p {text}>"));
    }
}

/// Pieces are ranges of their buffers, in order, and places lie in the file.
#[track_caller]
fn sound(text: &str) {
    let document = parsed(text).0;
    let _ = shown(&document.body, &document.references);
    for heading in &document.outline {
        let _ = shown(&heading.content, &document.references);
    }
    for piece in &document.body.pieces {
        if let Piece::Prose { span, .. } = piece {
            assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
        }
    }
    for reference in &document.references {
        let Reference { span, text: own, .. } = reference;
        assert!(text.get(span.range()).is_some(), "{reference:?} in {text:?}");
        let own = own.start as usize..own.end as usize;
        assert!(document.body.text.get(own).is_some(), "{reference:?} in {text:?}");
    }
    assert!(document.anchors.is_sorted());
}
