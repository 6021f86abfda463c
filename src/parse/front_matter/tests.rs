//! Front matter of a page: what is split off, what is read, what is said.

mod model;

use std::fmt::Write;

use super::{
    Example, ExampleName, Frequency, Front, Gathered, MatchKind, Modal, RelationKey, Status, Toc,
    read, split,
};
use crate::{config::Config, model::Kind, source::FileId};
use crate::{
    data::{Key, Value},
    parse::{Options, Piece, Target},
};

fn page(text: &str) -> (Front, Gathered) {
    page_of(Kind::Page, text)
}

fn page_of(kind: Kind, text: &str) -> (Front, Gathered) {
    let config = Config::defaults(false);
    let (markdown, facets) = (config.markdown, &config.facets);
    let options = Options { markdown, kind, facets };
    let file = FileId::new("content/a.md");
    let mut gathered = Gathered::new(file, text.into(), markdown, facets);
    let front = match split(text, &mut gathered) {
        Some(block) => read(text, &block, &options, &mut gathered),
        None => Front::default(),
    };
    (front, gathered)
}

fn said(text: &str, gathered: &Gathered) -> String {
    let mut said = String::new();
    for diagnostic in &gathered.diagnostics {
        let place = &text[diagnostic.place.span.range()];
        let separator = if said.is_empty() { "" } else { "\n" };
        write!(said, "{separator}{} {place:?}: {}", diagnostic.code.name(), diagnostic.message)
            .unwrap();
        if let Some(help) = &diagnostic.help {
            write!(said, "; {help}").unwrap();
        }
    }
    said
}

/// What is said of this front matter.
#[track_caller]
fn check(inside: &str, expected: &str) {
    let text = format!("---\n{inside}\n---\nbody\n");
    let (_, gathered) = page(&text);
    assert_eq!(said(&text, &gathered), expected, "\n{text}");
}

/// What this front matter means, when nothing is wrong with it.
#[track_caller]
fn front(inside: &str) -> Front {
    let text = format!("---\n{inside}\n---\nbody\n");
    let (front, gathered) = page(&text);
    assert_eq!(said(&text, &gathered), "", "\n{text}");
    front
}

#[track_caller]
fn splits(text: &str, expected: Option<(&str, &str)>) {
    let Config { markdown: options, facets, .. } = Config::defaults(false);
    let file = FileId::new("a.md");
    let mut gathered = Gathered::new(file, text.into(), options, &facets);
    let block = split(text, &mut gathered);
    let found = block.map(|block| (&text[block.inside], &text[block.body..]));
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn front_matter_stands_between_fences_at_the_very_beginning() {
    splits("---\na: 1\n---\nbody", Some(("a: 1\n", "body")));
    splits("\u{feff}---\r\na: 1\r\n---\r\nbody", Some(("a: 1\r\n", "body")));
    splits("--- \na: 1\n...\nbody", Some(("a: 1\n", "body")));
    splits("+++\na = 1\n+++\nbody", Some(("a = 1\n", "body")));
    splits("---\n---\nbody", Some(("", "body")));
    splits("---\na: 1\n---", Some(("a: 1\n", "")));
    splits("---\n\na: 1\n---\n", None);
    splits("---\na: 1\n", Some(("a: 1\n", "")));
    splits("---\nA: 1\n", None);
    splits("---", None);
    splits("", None);
    splits("\n---\na: 1\n---\n", None);
    splits("----\na: 1\n----\n", None);
    splits("+++\na = 1\n---\n+++\n", Some(("a = 1\n---\n", "")));
}

#[test]
fn a_block_that_is_not_closed_is_said_if_it_is_one() {
    let unclosed = |text: &str| said(text, &page(text).1);
    assert_eq!(
        unclosed("---\ntitle: x\n\nText\n"),
        "bad-front-matter \"---\": front matter is opened here and not closed; add a line `---` after the last key, `title`"
    );
    assert_eq!(
        unclosed("+++\ntitle = 'x'\n"),
        "bad-front-matter \"+++\": front matter is opened here and not closed; add a line `+++` after the last key, `title`"
    );
    assert_eq!(unclosed("---\nA thematic break: not more\n"), "");
    assert_eq!(unclosed("---\n[a]: https://x.test\n"), "");
}

#[test]
fn a_page_has_its_keys() {
    let front = front(
        "type: role\nid: tech-lead\ntitle: \"Tech: Lead\"\nsummary: One.\nslug: tl\n\
         redirect_from: /roles/tl/\nstatus: review\nowner: team\nreviewed: 2026-01-15\n\
         review_every: 6 months\ntags: [a, 1.10]\ntoc: {max: 3}\nnav: {order: 20, hidden: true}\n\
         lang: en\nautolink: no\nfaq: [{q: x, a: y}]\nskills: [a]\ncustom: {x: 1}\nfocus: f",
    );
    assert_eq!(front.kind.unwrap().value, Kind::Role);
    assert_eq!(front.id.unwrap().value, "tech-lead");
    assert_eq!(front.title.unwrap().value.text, "Tech: Lead");
    assert_eq!(front.summary.unwrap().value, "One.");
    assert_eq!(front.slug.unwrap().value, "tl");
    assert_eq!(front.redirect_from[0].value, "/roles/tl/");
    assert_eq!(front.status, Some(Status::Review));
    assert_eq!(front.owner.as_deref(), Some("team"));
    assert_eq!(front.reviewed.as_ref().unwrap().value.to_string(), "2026-01-15");
    assert_eq!(front.review_every.unwrap().months, 6);
    assert_eq!(front.tags[1].value, "1.10");
    assert_eq!(front.toc, Some(Toc::Max(3)));
    assert_eq!((front.order, front.hidden), (Some(20.0), true));
    assert_eq!(front.lang.as_deref(), Some("en"));
    assert_eq!(front.autolink, Some(false));
    let names = |keys: &[(Key, Value)]| {
        keys.iter().map(|(key, _)| key.name.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(front.parts.unwrap().questions[0].answer.text, "y");
    let role = front.role.expect("a role has keys of its own");
    assert_eq!((role.skills[0].term.name.as_str(), &*role.facets[0].facet), ("a", "focus"));
    assert_eq!(names(&front.extra), "custom");
}

#[test]
fn other_spellings_are_read_too() {
    assert_eq!(front("description: x").summary.unwrap().value, "x");
    assert_eq!(front("draft: true").status, Some(Status::Draft));
    assert_eq!(front("weight: 3").order, Some(3.0));
    assert_eq!(front("nav_order: 1.5").order, Some(1.5));
    assert_eq!(front("hide:\n  - toc").toc, Some(Toc::None));
    assert_eq!(front("toc: false").toc, Some(Toc::None));
    assert_eq!(front("slug: /a/b").permalink.unwrap().value, "/a/b");
    assert_eq!(front("url: /a/").permalink.unwrap().value, "/a/");
    assert_eq!(front("url: https://x.test/").extra.len(), 1);
    assert!(front("permalink: false").permalink.is_none());
    assert!(front("hidden: true").concept.hidden.is_empty());
    let aliases = front("aliases: [/old/, Tech Lead]");
    assert_eq!(aliases.redirect_from[0].value, "/old/");
    assert_eq!(aliases.concept.alt[0].text, "Tech Lead");
    let empty = front("title:\ntags:\nalt: ~\nbroader: []\nsummary: ''\nnav:");
    assert_eq!(Front { keys: Vec::new(), ..empty }, Front::default());
}

#[test]
fn toml_carries_the_same_model() {
    let text = "+++\ntitle = \"x\"\nreviewed = 2026-01-15\ndraft = true\nbroader = [\"y\"]\n[nav]\norder = 2\n+++\n";
    let (front, gathered) = page(text);
    assert_eq!(said(text, &gathered), "");
    assert_eq!(front.title.unwrap().value.text, "x");
    assert!(front.reviewed.is_some() && front.order == Some(2.0));
    assert_eq!(front.concept.relations.len(), 1);
}

#[test]
fn relations_are_references_with_the_place_of_the_value() {
    let text = "---\nbroader: [é, 'b']\nrelated:\n  - {to: c, note: why}\nsee: [[T S]]\nterms: '[[u|v]]'\n\
                replaced_by: r\ndefinition: {text: A x., genus: y}\nalt: [p, {text: q, kind: plural}]\n---\n";
    let (front, gathered) = page(text);
    assert_eq!(said(text, &gathered), "");
    let relations: Vec<String> = front
        .concept
        .relations
        .iter()
        .map(|relation| {
            let reference = &gathered.references[relation.reference as usize];
            let Target::Concept { name, strict } = &reference.target else { panic!() };
            let note = if relation.note.is_some() { " noted" } else { "" };
            format!("{:?} {name} {strict} {}{note}", relation.key, &text[reference.span.range()])
        })
        .collect();
    assert_eq!(
        relations,
        [
            "Broader é true é",
            "Broader b true 'b'",
            "Related c true c noted",
            "ReplacedBy r true r",
            "See T S false T S",
            "Terms u false '[[u|v]]'",
        ]
    );
    assert_eq!(front.concept.relations[3].key, RelationKey::ReplacedBy);
    assert_eq!(front.concept.genus.unwrap().value, "y");
    assert_eq!(front.concept.alt[1].text, "q");
}

#[test]
fn contexts_are_facts_and_spectra() {
    let text = "---\ncontexts:\n  - know the [[team]]\n  - {fact: lead, modal: must, frequency: often}\n\
                \x20 - {from: A, to: B, via: [C, D], by: scope}\npositions: {scope: 0.2, other: 3}\n---\n";
    let (front, gathered) = page(text);
    assert_eq!(said(text, &gathered), "");
    let concept = front.concept;
    assert_eq!(concept.facts[0].text.text, "know the team");
    assert_eq!(concept.facts[1].modal, Some(Modal::Must));
    assert_eq!(concept.facts[1].frequency, Some(Frequency::Often));
    let [spectrum] = &concept.spectra[..] else { panic!("{:?}", concept.spectra) };
    assert_eq!((spectrum.from, spectrum.to, &spectrum.via[..]), (Some(1), Some(2), &[3, 4][..]));
    assert_eq!(spectrum.by.as_ref().unwrap().value.text, "scope");
    let positions = concept.positions.iter().map(|it| (it.by.value.as_str(), it.at.value));
    assert_eq!(positions.collect::<Vec<_>>(), [("scope", 0.2), ("other", 3.0)]);
}

#[test]
fn examples_are_trees() {
    let text = "---\nexamples:\n  - Bare\n  - {term: Item, gloss: a *gloss*}\n  - group: G\n    open: true\n    items:\n\
                \x20     - One\n      - {term: Two, items: [Three]}\ncounter_examples: {items: [Not]}\n---\n";
    let (front, gathered) = page(text);
    assert_eq!(said(text, &gathered), "");
    let name = |reference: u32| match &gathered.references[reference as usize].target {
        Target::Concept { name, strict: false } => name.clone(),
        other => panic!("{other:?}"),
    };
    let names = |examples: &[Example]| {
        let terms = examples.iter().flat_map(Example::terms);
        terms.map(name).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(&front.concept.examples), "Bare Item One Two Three");
    assert_eq!(names(&front.concept.counter_examples), "Not");
    let [_, item, group] = &front.concept.examples[..] else { panic!() };
    assert_eq!(item.gloss.as_ref().unwrap().text, "a gloss");
    assert!(group.open && matches!(group.name, Some(ExampleName::Group(_))));
}

#[test]
fn quotations_have_outlines_and_matches_addresses() {
    let front = front(
        "references: [{id: a, title: A}, {id: b, title: B}]\nquotations:\n  - Plain\n  - {year: 2024, source: Name, text: Said., cites: [a, b],\n     \
         outline: [x, {heading: H, items: [{lead: L, text: t}, u]}]}\n\
         match: {exact: 'https://x.test/a', broad: [urn:x:b, Lead]}",
    );
    let [plain, whole] = &front.concept.quotations[..] else { panic!() };
    assert_eq!((plain.text.text.as_str(), plain.year), ("Plain", None));
    assert_eq!((whole.text.text.as_str(), whole.year), ("Said.", Some(2024)));
    let cites = whole.source.as_ref().unwrap().pieces.iter();
    assert_eq!(cites.filter(|piece| matches!(piece, Piece::Cite(_))).count(), 2);
    assert_eq!((whole.outline[0].items.len(), whole.outline[1].items.len()), (1, 2));
    let kinds: Vec<MatchKind> = front.concept.matches.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [MatchKind::Exact, MatchKind::Broad, MatchKind::Broad]);
}

#[test]
fn details_of_a_concept_are_another_pages_own_keys() {
    let guide = front("type: guide\nexamples: 3\nmatch: all\npositions: [a]");
    assert_eq!(guide.extra.len(), 3);
    check("positions: [a]", "bad-front-matter \"[a]\": `positions`: expected a map, found a list");
    check(
        "positions: {a: high}",
        "bad-front-matter \"high\": `a`: expected a number from 0 to 1, found `high`",
    );
    check(
        "examples: [{gloss: x}]",
        "bad-front-matter \"{gloss: x}\": an entry of `examples` has no name; name it with `term`, or with `group` and its `items`",
    );
    check(
        "examples: [{term: x, group: y}]",
        "bad-front-matter \"y\": an entry is a `term` or a `group`, not both; take one of the two out",
    );
    check(
        "quotations: [{year: 2024}]",
        "bad-front-matter \"{year: 2024}\": a quotation has no `text`; write what was said",
    );
    check(
        "quotations: [{year: lately, text: x}]",
        "bad-front-matter \"lately\": `year`: expected a year such as `2024`, found `lately`",
    );
    check(
        "contexts: [{fact: x, modal: shuld}]",
        "bad-front-matter \"shuld\": `modal`: expected `can`, `must`, `may`, `should` or `cannot`, found `shuld`; did you mean `should`?",
    );
}

#[test]
fn a_wrong_value_costs_only_its_key() {
    check("id: a b", "bad-front-matter \"a b\": an id has letters, digits and `-` only, not `a b`");
    check("draft: [a]", "bad-front-matter \"[a]\": `draft`: expected yes or no, found a list");
    check("title: {a: b}", "bad-front-matter \"{a: b}\": `title`: expected text, found a map");
    check(
        "reviewed: 15.1.2026",
        "bad-front-matter \"15.1.2026\": `reviewed`: expected a date such as `2026-01-15`, found `15.1.2026`",
    );
    check(
        "reviewed: 2026-02-30",
        "bad-front-matter \"2026-02-30\": `reviewed`: expected a date such as `2026-01-15`, found `2026-02-30`",
    );
    check(
        "review_every: often",
        "bad-front-matter \"often\": `review_every`: expected a time such as `6 months`, found `often`",
    );
    check(
        "nav: {order: x, hiden: yes}",
        "bad-front-matter \"x\": `order`: expected a number, found `x`\nunknown-key \"hiden\": `hiden` is no key that rolebook knows; did you mean `hidden`?",
    );
    check(
        "toc: 9",
        "bad-front-matter \"9\": `toc`: expected `auto`, `none` or `max:` with a level from 2 to 6, found `9`",
    );
    check(
        "type: rol",
        "bad-front-matter \"rol\": `type`: `rol` is none that rolebook knows; did you mean `role`?",
    );
    check(
        "alt: [{text: x, kind: plurl}]",
        "bad-front-matter \"plurl\": `kind`: expected `abbreviation` or `plural`, found `plurl`; did you mean `plural`?",
    );
    check("tags: [a, [b]]", "bad-front-matter \"[b]\": `tags`: expected text, found a list");
    let long = "x".repeat(301);
    check(
        &format!("summary: {long}"),
        &format!(
            "bad-front-matter {long:?}: a summary has up to 300 characters, this one 301; lists and previews will cut it"
        ),
    );
}

#[test]
fn another_generators_words_are_left_to_templates() {
    check(
        "status: accepted",
        "unknown-key \"accepted\": `status`: `accepted` is none that rolebook knows; rolebook knows `draft`, `review`, `stable`, `deprecated`",
    );
    check(
        "layout: post\ncategories: [a]\nsidebar_label: x\ncomments: true\nheader: x\ndate: 2026-01-01\nlabels: [x]",
        "",
    );
}

#[test]
fn an_address_cannot_lead_out_of_the_site() {
    let wrong = |key: &str, address: &str, why: &str| {
        let said = format!("bad-front-matter {address:?}: `{key}`: an address {why}");
        check(&format!("{key}: {address}"), &said);
    };
    wrong("permalink", "/../x", "has no `..`");
    wrong("permalink", "/%2e%2E/x", "has no `..`");
    wrong("permalink", "..", "has no `..`");
    wrong("permalink", "a%2f..%2fb", "has no `..`");
    wrong("slug", "a\\b", "is written with `/`, not with a backslash");
    wrong("redirect_from", "https://x.test/", "is one of this site, without a scheme or host");
    wrong("redirect_from", "//x.test/", "is one of this site, without a scheme or host");
    wrong("permalink", "/.git/hooks", "has no part that begins with a dot");
    wrong("permalink", "/a?b", "has no `?` and no `#`");
    wrong("slug", &"x".repeat(201), "has parts of up to 200 bytes");
    check(
        "slug: \"a\\0b\"",
        "bad-front-matter \"\\\"a\\\\0b\\\"\": `slug`: an address has no control characters",
    );
    check(
        "slug: a/b",
        "bad-front-matter \"a/b\": `slug`: a slug is the last part of an address and has no `/`; `permalink` gives the whole address",
    );
}

#[test]
fn a_slip_of_the_pen_is_told_where_it_is_one() {
    check(
        "titel: x",
        "unknown-key \"titel\": `titel` is no key that rolebook knows; did you mean `title`?",
    );
    check(
        "type: role\nskils: [x]",
        "unknown-key \"skils\": `skils` is no key that rolebook knows; did you mean `skills`?",
    );
    check("type: term\nskils: [x]", "");
    check("hero: x\nidd: y\nauthor: z\ncolour: w\nsomething: v", "");
}

#[test]
fn front_matter_over_64_kib_is_not_read() {
    let text = format!("---\ntitle: x\na: {}\n---\nbody", "y".repeat(64 * 1024));
    let (front, gathered) = page(&text);
    assert_eq!(front, Front { broken: true, ..Front::default() });
    assert_eq!(gathered.diagnostics[0].message, "front matter over 64 KiB is not read");
}

#[test]
fn no_beginning_of_a_page_panics() {
    let text = "\u{feff}---\r\ntype: role\r\ntitle: \"é: x\"\r\ntoc: {max: 3}\r\nnav: {order: 1}\r\nalt: [a, {text: b, kind: plural}]\r\n\
                related: [{to: c, note: \"d [[e]]\"}]\r\ndefinition:\r\n  text: >-\r\n    f\r\n  genus: g\r\nsee: [[h]]\r\n\
                aliases: [/i/, j]\r\nslug: k\r\nreviewed: 2026-01-15\r\nreview_every: 2 weeks\r\n---\r\nbody";
    for (end, _) in text.char_indices() {
        page(&text[..end]);
        page(&format!("{}\n---\n", &text[..end]));
    }
}
