//! Both notations, read: a tree, the complaints, and no panic whatever the text.

use std::fmt::Write;

use super::{Node, Notation, Value, read};
use crate::{diagnostic::Code, source::FileId};

/// The tree in one line: `"text"` for a quoted scalar, `~` for nothing.
fn shown(value: &Value) -> String {
    match &value.node {
        Node::Null => "~".to_owned(),
        Node::Scalar(scalar) if scalar.plain => scalar.text.clone(),
        Node::Scalar(scalar) => format!("{:?}", scalar.text),
        Node::List(values) => {
            format!("[{}]", values.iter().map(shown).collect::<Vec<_>>().join(", "))
        }
        Node::Map(entries) => {
            let entries =
                entries.iter().map(|(key, value)| format!("{}: {}", key.name, shown(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// The front matter begins at byte 100 of its file; places in `expected` are counted from 0.
const START: usize = 100;

/// The tree, and each complaint as `code "the text underlined": message; help`.
fn outcome(notation: Notation, text: &str) -> String {
    let checked = read(notation, Code::BadFrontMatter, &FileId::new("a.md"), START, text);
    let mut outcome = shown(&checked.value);
    for diagnostic in &checked.diagnostics {
        let range = diagnostic.place.span.range();
        let place = &text[range.start - START..range.end - START];
        write!(outcome, "\n{} {place:?}: {}", diagnostic.code.name(), diagnostic.message).unwrap();
        if let Some(help) = &diagnostic.help {
            write!(outcome, "; {help}").unwrap();
        }
    }
    outcome
}

#[track_caller]
fn yaml(text: &str, expected: &str) {
    assert_eq!(outcome(Notation::Yaml, text), expected, "\n{text}");
    if !text.contains('\r') && !expected.contains('"') {
        assert_eq!(outcome(Notation::Yaml, &text.replace('\n', "\r\n")), expected, "CRLF\n{text}");
    }
}

#[track_caller]
fn toml(text: &str, expected: &str) {
    assert_eq!(outcome(Notation::Toml, text), expected, "\n{text}");
}

#[test]
fn scalars_keep_the_text_that_was_written() {
    yaml(
        "a: no\nb: 1.10\nc: 2026-01-15\nd: 0x1F\ne: true\n",
        "{a: no, b: 1.10, c: 2026-01-15, d: 0x1F, e: true}",
    );
    yaml("a: 'no'\nb: \"1\\t2\"\nc: 'it''s'\n", "{a: \"no\", b: \"1\\t2\", c: \"it's\"}");
    yaml("a: !!str 5\nb: !!int '5'\nc: !!null x\nd: !local x\n", "{a: \"5\", b: 5, c: ~, d: x}");
    yaml("a:\nb: ~\nc: null\nd: ''\ne: [~, x]\n", "{a: ~, b: ~, c: ~, d: \"\", e: [~, x]}");
    yaml("a: x # why\nb: x#y\n# c\n", "{a: x, b: x#y}");
    yaml("ключ: значение\n\"é\": 日本\n", "{ключ: значение, é: 日本}");
    yaml("1: a\nno: b\n~: c\n", "{1: a, no: b, ~: c}");
}

#[test]
fn texts_may_run_over_lines() {
    yaml("a: |\n  x\n  y\nb: >-\n  x\n  y\n\n  z\n", "{a: \"x\\ny\\n\", b: \"x y\\nz\"}");
    yaml("a: one\n  two\n\n  three\nb: 1\n", "{a: one two\nthree, b: 1}");
    yaml("a: \"one\n  two\"\n", "{a: \"one two\"}");
    yaml("a: |2\n   x\n", "{a: \" x\\n\"}");
}

#[test]
fn lists_and_maps_nest() {
    yaml("a: [x, {y: z}, [b: c]]\n", "{a: [x, {y: z}, [{b: c}]]}");
    yaml("a:\n- x\n- y: 1\n  z: 2\n-\n  - q\n", "{a: [x, {y: 1, z: 2}, [q]]}");
    yaml("{a: b, c: [d]}\n", "{a: b, c: [d]}");
    yaml("  a: b\n  c: d\n", "{a: b, c: d}");
    yaml("", "{}");
    yaml("# nothing\n", "{}");
}

#[test]
fn anchors_and_merge_keys_are_carried_out() {
    yaml("a: &x [1, 2]\nb: *x\n", "{a: [1, 2], b: [1, 2]}");
    yaml("a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\n", "{a: {p: 1, q: 2}, b: {q: 3, p: 1}}");
    yaml("a: &x {p: 1}\nb:\n  <<: [*x, {p: 2, r: 4}]\n", "{a: {p: 1}, b: {p: 1, r: 4}}");
    yaml("b: {<<: 3}\n", "{b: {}}\nbad-front-matter \"3\": `<<` takes in a map, found `3`");
    yaml(
        "a: *x\nb: &x 1\n",
        "{a: ~, b: 1}\nbad-front-matter \"*x\": nothing is named `&x` above; put it in quotes if it is text: `\"*x\"`",
    );
    // An anchor of a key that is read for itself is known to the keys after it.
    yaml("a: &x 1\nb: [\nc: *x\n", "{a: 1, c: 1}\nbad-front-matter \"[\": this `[` is not closed");
}

#[test]
fn the_first_of_a_repeated_key_counts() {
    yaml(
        "a: 1\nb: 2\na: 3\n",
        "{a: 1, b: 2}\nbad-front-matter \"a\": the key `a` stands here twice",
    );
    yaml("m: {a: 1, a: 2}\n", "{m: {a: 1}}\nbad-front-matter \"a\": the key `a` stands here twice");
    let many: Vec<String> = (0..40).map(|i| format!("k{}: {i}\n", i % 39)).collect();
    let many = many.concat();
    assert!(
        outcome(Notation::Yaml, &many)
            .ends_with("\nbad-front-matter \"k0\": the key `k0` stands here twice")
    );
}

#[test]
fn a_value_that_needs_quotes_is_read_as_it_was_meant() {
    let said = |place: &str, why: &str, help: &str| {
        format!("\nbad-front-matter {place:?}: a value {why} needs quotes; write `{help}`")
    };
    yaml(
        "title: A: B\nx: y\n",
        &format!("{{title: A: B, x: y}}{}", said("A: B", "with `: ` in it", "title: \"A: B\"")),
    );
    yaml(
        "title: Über: \"B\": c:\n",
        &format!(
            "{{title: Über: \"B\": c:}}{}",
            said("Über: \"B\": c:", "with `: ` in it", "title: 'Über: \"B\": c:'")
        ),
    );
    yaml("t: A:\n", &format!("{{t: A:}}{}", said("A:", "that ends with `:`", "t: \"A:\"")));
    yaml(
        "owner: @team # us\nx: y\n",
        &format!("{{owner: @team, x: y}}{}", said("@team", "that begins with `@`", "\"@team\"")),
    );
    yaml(
        "o: [a, @b]\n",
        &format!("{{o: [a, @b]}}{}", said("@b", "that begins with `@`", "\"@b\"")),
    );
    yaml(
        "o: `a` b\n",
        &format!("{{o: `a` b}}{}", said("`a` b", "that begins with ```", "\"`a` b\"")),
    );
    yaml(
        "t: [WIP] foo\n",
        &format!(
            "{{t: [WIP] foo}}{}",
            said("[WIP] foo", "that begins with `[`", "t: \"[WIP] foo\"")
        ),
    );
    yaml(
        "t: *foo* is: x\n",
        &format!(
            "{{t: *foo* is: x}}{}",
            said("*foo* is: x", "that begins with `*`", "t: \"*foo* is: x\"")
        ),
    );
    yaml("t: - b\n", &format!("{{t: - b}}{}", said("- b", "that begins with `-`", "t: \"- b\"")));
    yaml("t: > 5\n", &format!("{{t: > 5}}{}", said("> 5", "that begins with `>`", "t: \"> 5\"")));
    // Within a list and a map too, and all at once.
    yaml(
        "l:\n  - name: A: B\n    note: C: D\nm: 1\n",
        &format!(
            "{{l: [{{name: A: B, note: C: D}}], m: 1}}{}{}",
            said("A: B", "with `: ` in it", "- name: \"A: B\""),
            said("C: D", "with `: ` in it", "note: \"C: D\""),
        ),
    );
}

#[test]
fn a_mistake_costs_only_its_own_key() {
    let check = |wrong: &str, message: &str| {
        let text = format!("a: 1\n{wrong}\nz: é\n");
        yaml(&text, &format!("{{a: 1, z: é}}\nbad-front-matter {message}"));
    };
    check("t: \"abc", "\"\\\"abc\": a quote is opened here and not closed");
    check("t: 'abc", "\"'abc\": a quote is opened here and not closed");
    check("t: [a, 'b]", "\"'b]\": a quote is opened here and not closed");
    check("t: [a, b", "\"[\": this `[` is not closed");
    check("t: {a: b", "\"{\": this `{` is not closed");
    check("t: {a: b]", "\"{\": this `{` is closed by `]`");
    check("t: ]", "\"]\": no bracket is open for this `]`; put the value in quotes if it is text");
    check(
        "t: \"a\" b",
        "\"b\": text after the closing quote; put the quotes round the whole value; inside them, write `\\\"` for `\"`",
    );
    check(
        "t: 'it's'",
        "\"s'\": text after the closing quote; put the quotes round the whole value; inside them, write `''` for `'`",
    );
    check(
        "t: \"a \\q\"",
        "\"\\\\q\": `\\q` has no meaning in double quotes; write `\\\\` for a backslash, or use single quotes",
    );
    check("t:\n\tb: c", "\"\\t\": a tab cannot indent a line; use spaces");
    check(
        "t: x\n  b: c",
        "\"b: c\": this line is indented below a key that already has a value; put the value in quotes if the line belongs to it",
    );
    check(
        "t:\n  b: 1\n c: 2",
        "\"c: 2\": this line's indentation fits no line above it; begin the keys of one map, or the dashes of one list, in one column",
    );
    check("t: a\u{1}b", "\"\\u{1}\": an invisible character (U+0001) stands here; delete it");
    check(
        "t: {a: b: c}",
        "\":\": expected `,` or the closing bracket; put a value with `:`, `,` or brackets in it in quotes",
    );
    check("oops", "\"oops\": expected `key: value`, found `oops`");
    check(
        "o:oops",
        "\"o:oops\": expected `key: value`, found `o:oops`; write a space after the `:`: `o: oops`",
    );
}

#[test]
fn a_line_may_begin_with_white_space_that_is_no_indentation() {
    yaml("a: 1\n\u{a0}é\n", "{a: 1}\nbad-front-matter \"é\": expected `key: value`, found `é`");
}

#[test]
fn all_mistakes_are_said_at_once() {
    yaml(
        "a: [\nb: \"x\nc: ok\nd: @x\nstray\ne: }\n",
        "{c: ok, d: @x}\n\
         bad-front-matter \"[\": this `[` is not closed\n\
         bad-front-matter \"\\\"x\": a quote is opened here and not closed\n\
         bad-front-matter \"@x\": a value that begins with `@` needs quotes; write `\"@x\"`\n\
         bad-front-matter \"stray\": expected `key: value`, found `stray`\n\
         bad-front-matter \"}\": no bracket is open for this `}`; put the value in quotes if it is text",
    );
}

#[test]
fn what_is_no_map_is_said() {
    yaml(
        "- a\n- b\n",
        "{}\nbad-front-matter \"- a\": expected lines of `key: value`, found a list",
    );
    yaml(
        "just text\n",
        "{}\nbad-front-matter \"just text\": expected lines of `key: value`, found text",
    );
    yaml(
        "a:b\n",
        "{}\nbad-front-matter \"a:b\": expected lines of `key: value`, found text; write a space after the `:`: `a: b`",
    );
    yaml(
        "a: b\n---\nc: d\n",
        "{a: b}\nbad-front-matter \"c: d\": only one document is read here; take out the line `---` or `...` above it",
    );
    yaml(
        "? [a, b]\n: c\nd: e\n",
        "{d: e}\nbad-front-matter \"[a, b]\": a list or a map cannot be a key",
    );
    yaml(": x\nd: e\n", "{d: e}\nbad-front-matter \"\": a key is missing before the `:`");
}

#[test]
fn nesting_and_repetition_have_limits() {
    let nested = |n: usize| format!("a: {}{}\nb: 1\n", "[".repeat(n), "]".repeat(n));
    assert!(!outcome(Notation::Yaml, &nested(63)).contains("too-deep"));
    let deep = outcome(Notation::Yaml, &nested(64));
    assert!(deep.starts_with("{b: 1}\ntoo-deep"), "{deep}");
    for open in ["[", "{", "- ", "? ", "{a: ", "[{a: "] {
        let long = format!("b: 1\na: {}", open.repeat(20_000));
        let found = outcome(Notation::Yaml, &long);
        assert!(found.contains('\n'), "{open}");
    }
    let steps: Vec<String> = (0..5_000).map(|i| format!("{}a:\n", " ".repeat(i % 200))).collect();
    let steps = steps.concat();
    assert!(
        outcome(Notation::Yaml, &format!("x:\n {}", steps.replace('\n', "\n "))).contains('\n')
    );

    let bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n\
                c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n\
                e: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n";
    let found = outcome(Notation::Yaml, bomb);
    assert!(found.contains("\ntoo-large"), "{found}");
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(50_000), "*a,".repeat(4_000));
    assert!(outcome(Notation::Yaml, &long).contains("\ntoo-large"));
    let flat = format!("a: 1\nb: [{}]\nc: [{}]\n", "x,".repeat(9_990), "x,".repeat(9_990));
    assert!(outcome(Notation::Yaml, &flat).contains("\ntoo-large"));
}

#[test]
fn a_text_knows_where_its_first_letter_is() {
    let check = |text: &str, expected: Option<&str>| {
        let file = FileId::new("a.md");
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let checked = read(Notation::Yaml, Code::BadFrontMatter, &file, START, &text);
            let Node::Map(entries) = checked.value.node else { panic!() };
            let Node::Scalar(scalar) = &entries[0].1.node else { panic!() };
            let found = scalar
                .verbatim
                .map(|at| &text[at as usize - START..][..scalar.text.trim_end().len()]);
            assert_eq!(found, expected);
        }
    };
    check("a: é [[x]] # c\n", Some("é [[x]]"));
    check("a: \"é x\"\n", Some("é x"));
    check("a: 'x'\n", Some("x"));
    check("a: 'it''s'\n", None);
    check("a: \"\\u00e9\"\n", None);
    check("a: one\n  two\n", None);
    check("a: >\n  one line\nb: 2\n", Some("one line"));
    check("a: |\n\n  x\n", None);
    check("a: |\n  x\n  y\n", None);
    check("a: B: c\n", Some("B: c"));
}

#[test]
fn spans_are_bytes_of_the_file() {
    let text = "é: [ä, {b: 'c'}]\nl:\n  - x\n  - y: z\n# end\nm: |\n  text\n\nn: 1\n";
    let checked = read(Notation::Yaml, Code::BadFrontMatter, &FileId::new("a.md"), START, text);
    let Node::Map(entries) = &checked.value.node else { panic!() };
    let spans: Vec<&str> = entries
        .iter()
        .flat_map(|(key, value)| [key.span, value.span])
        .map(|span| &text[span.start as usize - START..span.end as usize - START])
        .collect();
    assert_eq!(spans, ["é", "[ä, {b: 'c'}]", "l", "- x\n  - y: z", "m", "text", "n", "1"]);
}

#[test]
fn toml_is_read_in_the_order_written() {
    toml(
        "z = 1\na = \"x\"\n[t.u]\nk = [1, {b = true}]\n[[l]]\nd = 2026-01-15\n[[l]]\nf = 1.10\n",
        "{z: 1, a: \"x\", t: {u: {k: [1, {b: true}]}}, l: [{d: 2026-01-15}, {f: 1.10}]}",
    );
    toml(
        "a = 0x1F\nb = 1_000\nc = 'c:\\d'\nd = \"\"\"\nx\"\"\"\ne.f = 2\n",
        "{a: 31, b: 1000, c: \"c:\\\\d\", d: \"x\", e: {f: 2}}",
    );
    toml("", "{}");
}

#[test]
fn a_mistake_in_toml_costs_only_its_own_key() {
    let check = |wrong: &str, message: &str| {
        let text = format!("a = 1\n{wrong}\nz = \"é\"\n");
        toml(&text, &format!("{{a: 1, z: \"é\"}}\nbad-front-matter {message}"));
    };
    check("t = ", "\"t =\": the value of `t` is missing");
    check("t = foo bar", "\"foo bar\": text needs quotes; write `t = \"foo bar\"`");
    check("t u = 1", "\"t u = 1\": expected `key = value`");
    check("t: foo", "\"t: foo\": expected `key = value`; TOML is written with `=`: `t = \"foo\"`");
    check("t = \"x", "\"\\\"x\": a quote is opened here and not closed");
    check("t = [1,", "\"[\": this `[` is not closed, or has a mistake in it");
    check("t = [1,\n  2,", "\"[\": this `[` is not closed, or has a mistake in it");
    check("t = {a = 1", "\"{\": this `{` is not closed, or has a mistake in it");
    check(
        "t = \"a \\q\"",
        "\"\\\\q\": `\\q` has no meaning in double quotes; write `\\\\` for a backslash, or use single quotes",
    );
    check("t = 'x' y", "\"t = 'x' y\": text after the end of the value");
    check("t = 2026-13-45", "\"2026-13-45\": this is not a date; write `2026-01-15`");
    check("oops", "\"oops\": expected `key = value`");
    toml("a = 1\na = 2\n", "{a: 1}\nbad-front-matter \"a\": the key `a` stands here twice");
    toml(
        "a = 1\n[t\nb = 2\n[u]\nc = 3\n",
        "{a: 1, u: {c: 3}}\nbad-front-matter \"[t\": this `[` is not closed",
    );
}

#[test]
fn toml_nesting_has_a_limit_too() {
    for text in [
        format!("b = 1\na = {}", "[".repeat(20_000)),
        format!("b = 1\na = {}{}\n", "[".repeat(70), "]".repeat(70)),
        format!("b = 1\na{} = 1\n", ".a".repeat(70)),
        format!("b = 1\na{} = 1\n", ".a".repeat(5_000)),
        format!("b = 1\n[a{}]\n", ".a".repeat(5_000)),
    ] {
        let found = outcome(Notation::Toml, &text);
        assert!(found.starts_with("{b: 1"), "{}", &found[..found.len().min(200)]);
        assert!(found.contains("\ntoo-deep"), "{}", &found[found.len().saturating_sub(300)..]);
    }
}

/// Every way to write things that this module knows, and some more.
const ALL_SORTS: &str = "title: \"Tech \\u00e9: lead\"\nalt: [TL, {text: 'it''s', kind: plural}]\n\
    definition: >-\n  folded\n  text: é\n\nlit: |2\n   x\n# comment\nbase: &b {p: 1, q: [a, b]}\n\
    use:\n  <<: *b\n  q: 日本\nlist:\n- x\n- - y\n  - z: \"q\n      r\"\n- ? k\n  : v\nbad: A: B\n\
    tabs: [a,\n  b]\nat: @x\ntag: !!str 5\nnull: ~\nempty:\nquote: 'x\nend: 2026-01-15\n";

const ALL_SORTS_TOML: &str = "title = \"Tech \\u00e9\"\nd = 2026-01-15T10:00:00Z\nn = [1, 2.5, 0x1F]\n\
    m = {a = 1, b = 'x'}\nml = \"\"\"\na\\\n  b\"\"\"\na.b.c = true\n[t]\nx = 1\n[[l]]\ny = 2\n[[l]]\n\
    [l.sub]\nz = é\n[t]\nw = inf\nq = '''x'''\n";

#[test]
fn no_beginning_of_a_text_panics() {
    for (notation, text) in [(Notation::Yaml, ALL_SORTS), (Notation::Toml, ALL_SORTS_TOML)] {
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            for (end, _) in text.char_indices() {
                outcome(notation, &text[..end]);
            }
        }
    }
}

#[test]
fn no_change_to_a_text_panics() {
    const BYTES: &[u8] = b"[]{}:,-?&*!|>'\"%@`#\\ \t\n\r=.~<a1\x00\xef\xbb\xbf\xc3";
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        // xorshift: the same texts on every run.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for (notation, text) in [(Notation::Yaml, ALL_SORTS), (Notation::Toml, ALL_SORTS_TOML)] {
        for _ in 0..4_000 {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..=random(6) {
                let at = random(bytes.len());
                match random(3) {
                    0 => bytes[at] = BYTES[random(BYTES.len())],
                    1 => bytes.insert(at, BYTES[random(BYTES.len())]),
                    _ => {
                        let end = (at + random(30)).min(bytes.len());
                        bytes.drain(at..end);
                    }
                }
                if bytes.is_empty() {
                    bytes.push(b'a');
                }
            }
            outcome(notation, &String::from_utf8_lossy(&bytes));
        }
    }
}
