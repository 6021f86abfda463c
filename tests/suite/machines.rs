//! What programs read: the sitemap and the feed by the rules of their formats, the Markdown twins as `CommonMark`
//! reads them, sections as one document.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use pulldown_cmark::{Event, HeadingLevel, Options as Markdown, Parser, Tag, TagEnd};
use quick_xml::{Reader, events::Event as Xml};
use rolebook::{
    discover,
    pipeline::{self, Cache, Dates, Options},
};
use scraper::{ElementRef, Html, Selector};
use url::Url;

use crate::{
    generated::generated,
    handbook::{Handbook, Output},
};

const BASE: &str = "https://handbook.example/x/";

/// The project's own handbook below a path, without its history.
fn content() -> Output {
    let options = Options {
        base_url: Some(Url::parse("https://handbook.example/x").expect("an address")),
        dates: Dates::Known(Arc::default()),
        ..Options::default()
    };
    let project = discover::project(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a folder");
    let built = pipeline::build(&project, &options, &Cache::default(), &|_| ());
    crate::handbook::output(built.expect("a readable folder"))
}

/// A handbook with a history of two days.
fn dated() -> Handbook {
    let handbook = Handbook::new();
    for (path, text) in generated(5, 60) {
        handbook.put(&path, text);
    }
    let config = format!("title = \"H & \\u0007 co\"\nbase_url = \"{BASE}\"\n");
    handbook.put("rolebook.toml", config);
    handbook.commit("2025-03-01T10:00:00Z");
    handbook.put("content/late.md", "# Late & <b>bold</b>\n");
    handbook.commit("2026-01-15T10:00:00Z");
    handbook
}

/// The texts of all elements called `name`, as an XML parser reads them; fails where it is no XML.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    loop {
        match reader.read_event().expect("well-formed XML") {
            Xml::Start(tag) if tag.name().as_ref() == name => open = Some(String::new()),
            Xml::Text(text) => {
                if let Some(open) = &mut open {
                    open.push_str(&text);
                }
            }
            Xml::GeneralRef(entity) => {
                if let Some(open) = &mut open {
                    open.push_str(match &*entity {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        "apos" => "'",
                        other => panic!("`{other}` is no entity of XML"),
                    });
                }
            }
            Xml::End(tag) if tag.name().as_ref() == name => found.extend(open.take()),
            Xml::Eof => return found,
            _ => {}
        }
    }
}

/// An RFC 3339 moment in UTC, to the second.
fn is_moment(text: &str) -> bool {
    let shape: String = text.chars().map(|it| if it.is_ascii_digit() { '0' } else { it }).collect();
    shape == "0000-00-00T00:00:00Z"
}

#[test]
fn the_sitemap_names_every_page_once_and_when_it_was_changed() {
    let output = dated().build();
    let sitemap = output.html("/sitemap.xml");
    let addresses = texts(sitemap, "loc");
    let distinct: BTreeSet<&String> = addresses.iter().collect();
    assert_eq!(addresses.len(), distinct.len(), "an address stands twice");
    let pages = output.built.site.linked.book.pages.len();
    assert_eq!(addresses.len(), pages);
    for address in &addresses {
        let path = address.strip_prefix(BASE).expect("an address of the site");
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        assert!(output.files.contains_key(&format!("{path}index.html")), "{address}");
    }
    let moments = texts(sitemap, "lastmod");
    assert!(moments.iter().all(|moment| is_moment(moment)), "{moments:?}");
    assert_eq!(moments.len(), output.built.sources.pages.len());
    assert_eq!(moments.iter().filter(|it| *it == "2026-01-15T10:00:00Z").count(), 1);
}

#[test]
fn the_feed_is_atom() {
    let output = dated().build();
    let feed = output.html("/feed.xml");
    // RFC 4287, 4.1.1 and 4.1.2: what a feed and an entry must have, and have once.
    let entries = texts(feed, "entry").len();
    assert_eq!(entries, 50);
    let ids = texts(feed, "id");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "ids are not alike: {ids:?}");
    assert!(ids.iter().all(|id| Url::parse(id).is_ok()), "{ids:?}");
    assert_eq!(ids.len(), 1 + entries);
    assert_eq!(texts(feed, "title").len(), 1 + entries);
    let updated = texts(feed, "updated");
    assert_eq!(updated.len(), 1 + entries);
    assert!(updated.iter().all(|moment| is_moment(moment)), "{updated:?}");
    assert!(updated.is_sorted_by(|a, b| a >= b), "the latest first");
    assert_eq!(texts(feed, "name"), ["H &  co"], "the author of all");
    assert_eq!(texts(feed, "title")[1], "Late & bold");
    for link in feed.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        let path = link.strip_prefix(BASE).expect("an absolute address of the site");
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        let path = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.into_owned()
        };
        assert!(output.files.contains_key(&path), "{link}");
    }
}

#[test]
fn the_same_commit_gives_the_same_bytes_wherever_it_is() {
    let (one, other) = (dated().build(), dated().build());
    assert!(one.files == other.files);
}

#[test]
fn a_twin_holds_the_title_the_text_and_the_tables_of_its_page() {
    let output = content();
    let book = &output.built.site.linked.book;
    let mut faults = Vec::new();
    for page in book.pages.iter().filter(|page| page.url.as_str() != "/404.html") {
        let twin = output.html(&format!("{}index.md", page.url));
        let read = Read::of(twin);
        if read.title != page.title {
            faults.push(format!("{}: the title is `{}`", page.url, read.title));
        }
        for link in &read.links {
            if let Some(fault) = misled(link, &output) {
                faults.push(format!("{}: {fault}", page.url));
            }
        }
        let html = Html::parse_document(output.html(page.url.as_str()));
        let tables = html.select(&selector("main table:not(.spectra table)")).count();
        if read.tables < tables {
            faults.push(format!("{}: {} tables of {tables}", page.url, read.tables));
        }
        let words = words(&read.text);
        for part in html.select(&selector(".prose p, .prose li, .prose td, .prose h2, .prose h3")) {
            // Marks of citations, and ways back, are drawn otherwise.
            let derived = part.ancestors().filter_map(ElementRef::wrap).any(|it| {
                it.value().classes().any(|class| class == "career" || class.starts_with("compar"))
            });
            if !derived
                && part.select(&selector("sup, .anchor, .footnote-back, svg")).next().is_none()
            {
                let part: String = part.text().collect();
                if !words.contains(&self::words(&part)) {
                    faults.push(format!("{}: `{part}` is left out", page.url));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn what_language_models_read_leads_to_twins() {
    let output = content();
    let read = Read::of(output.html("/llms.txt"));
    assert_eq!(read.title, output.built.config.title);
    assert!(read.links.len() > 10);
    let faults: Vec<String> = read.links.iter().filter_map(|link| misled(link, &output)).collect();
    assert!(faults.is_empty(), "{faults:?}");
}

/// Letters and digits alone: what is between them is drawn in many ways.
fn words(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a selector")
}

/// What is wrong with a link of a twin: one within the site leads to a file, and to a twin if that is a page.
fn misled(link: &str, output: &Output) -> Option<String> {
    if link.starts_with('#') {
        return None;
    }
    let Ok(url) = Url::parse(link) else { return Some(format!("`{link}` is not absolute")) };
    let path = url.as_str().strip_prefix(BASE)?.split('#').next()?;
    let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    if path.is_empty() || path.ends_with('/') {
        // The page itself, which is told at the end.
        return (!output.files.contains_key(&format!("{path}index.html")))
            .then(|| format!("`{link}`"));
    }
    (!output.files.contains_key(&*path)).then(|| format!("`{link}` leads to nothing"))
}

/// What a twin says, as `CommonMark` with tables reads it.
struct Read {
    title: String,
    text: String,
    links: Vec<String>,
    tables: usize,
}

impl Read {
    fn of(markdown: &str) -> Read {
        let mut read =
            Read { title: String::new(), text: String::new(), links: Vec::new(), tables: 0 };
        let mut in_title = false;
        let options = Markdown::ENABLE_TABLES
            | Markdown::ENABLE_FOOTNOTES
            | Markdown::ENABLE_TASKLISTS
            | Markdown::ENABLE_STRIKETHROUGH;
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => in_title = true,
                Event::End(TagEnd::Heading(HeadingLevel::H1)) => in_title = false,
                Event::Start(Tag::Table(_)) => read.tables += 1,
                Event::Start(Tag::Link { dest_url, .. }) => read.links.push(dest_url.into_string()),
                Event::Text(text) | Event::Code(text) => {
                    read.text.push_str(&text);
                    if in_title {
                        read.title.push_str(&text);
                    }
                }
                Event::SoftBreak | Event::HardBreak => read.text.push(' '),
                _ => {}
            }
        }
        read
    }
}

#[test]
fn a_section_is_one_document_whose_links_stay_inside() {
    let handbook = Handbook::new();
    for (path, text) in generated(9, 120) {
        handbook.put(&path, text);
    }
    for folder in ["roles", "terms"] {
        handbook.put(
            &format!("content/{folder}/_index.md"),
            format!("---\nprint: true\n---\n# {folder}\n"),
        );
    }
    let output = handbook.build();
    crate::site::check(&output);
    let document = output.html("/roles/print/");
    let html = Html::parse_document(document);
    let pages = output
        .files
        .keys()
        .filter(|path| path.starts_with("roles/") && path.ends_with("/index.html"));
    let pages: Vec<_> = pages.filter(|path| *path != "roles/print/index.html").collect();
    let parts = html.select(&selector("article[id]")).count();
    assert_eq!(parts, pages.len());
    for page in pages.iter().map(|path| path.strip_suffix("index.html").expect("a page")) {
        let outside = format!("href=\"../{}\"", &page["roles/".len()..]);
        let left = document.split(&outside).count() - 1;
        // The way back to the section is the only one that leads out to one of its pages.
        assert_eq!(left, usize::from(page == "roles/"), "{outside}");
    }
}
