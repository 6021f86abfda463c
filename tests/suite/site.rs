//! A link checker that shares no code with rolebook, over whole sites: HTML is read by an HTML5
//! parser, addresses are resolved by the URL standard.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use rolebook::{
    diagnostic::{Code, Severity},
    discover,
    pipeline::{self, Cache, Options},
};
use scraper::{ElementRef, Html, Selector};
use url::Url;

use crate::{
    generated::generated,
    handbook::{Handbook, Output},
};

#[test]
fn the_handbook_in_content_has_no_fault() {
    let output = build(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert_eq!(output.short(Severity::Warning), "");
    check(&output);
}

#[test]
fn a_generated_handbook_has_no_broken_link() {
    let handbook = Handbook::new();
    for (path, text) in generated(7, 300) {
        handbook.put(&path, text);
    }
    let output = handbook.build();
    assert_eq!(output.short(Severity::Warning), "");
    check(&output);
}

#[test]
fn real_handbooks_build_as_they_are() {
    let Some(corpora) = corpora() else {
        eprintln!("left out: the corpora are not beside the project (see ROLEBOOK_CORPORA)");
        return;
    };
    for (folder, most_unresolved) in [("engineeringladders", 0), ("ms-cwe-playbook/docs", 11)] {
        let folder = corpora.join(folder);
        let output = build(&folder);
        let pages = markdown_files(&folder);
        let written = output.built.sources.pages.len();
        assert_eq!(written, pages, "{}: every Markdown file is a page", folder.display());
        let unresolved = output.report.diagnostics.iter().filter(|diagnostic| {
            matches!(diagnostic.code, Code::BrokenLink | Code::BrokenImage | Code::BrokenAnchor)
        });
        let unresolved = unresolved.count();
        assert!(unresolved <= most_unresolved, "{}", output.short(Severity::Warning));
        assert_eq!(output.report.count(Severity::Error), 0);
        check(&output);
    }
}

/// The folder of real handbooks, where it is present.
pub(crate) fn corpora() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let folder = std::env::var_os("ROLEBOOK_CORPORA").map_or_else(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

fn markdown_files(folder: &Path) -> usize {
    let hidden = |entry: &walkdir::DirEntry| {
        entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
    };
    let files = walkdir::WalkDir::new(folder).into_iter().filter_entry(|entry| !hidden(entry));
    files
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "md"))
        .count()
}

fn build(root: &Path) -> Output {
    let project = discover::project(root).expect("a folder");
    let built = pipeline::build(&project, &Options::default(), &Cache::default(), &|_| ());
    crate::handbook::output(built.expect("a readable folder"))
}

/// Fails with every fault of the site at once.
pub(crate) fn check(output: &Output) {
    let is_page = |path: &str| Path::new(path).extension().is_some_and(|it| it == "html");
    let pages = output.files.iter().filter(|(path, _)| is_page(path));
    let pages: BTreeMap<&str, Page> = pages
        .map(|(path, bytes)| {
            (path.as_str(), Page::read(std::str::from_utf8(bytes).expect("UTF-8")))
        })
        .collect();
    let mut faults: Vec<String> = Vec::new();
    for (path, page) in &pages {
        faults.extend(page.faults.iter().map(|fault| format!("{path}: {fault}")));
        for link in &page.links {
            if let Some(fault) = broken(link, path, output, &pages) {
                faults.push(format!("{path}: {fault}"));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// What the checker reads of a page.
struct Page {
    ids: BTreeSet<String>,
    links: Vec<String>,
    faults: Vec<String>,
}

impl Page {
    fn read(html: &str) -> Page {
        let document = Html::parse_document(html);
        let redirect = select(&document, "meta[http-equiv=refresh]").next().is_some();
        let mut faults = Vec::new();
        let mut ids = BTreeSet::new();
        for element in select(&document, "[id]") {
            let id = element.attr("id").unwrap_or_default().to_owned();
            if id.is_empty() || id.contains(char::is_whitespace) {
                faults.push(format!("the id `{id}` is not one"));
            }
            if !ids.insert(id.clone()) {
                faults.push(format!("the id `{id}` stands twice"));
            }
        }
        let names = select(&document, "a[name]").filter_map(|it| it.attr("name"));
        ids.extend(names.map(str::to_owned));
        if select(&document, "title").all(|title| title.text().all(|text| text.trim().is_empty())) {
            faults.push("it has no title".to_owned());
        }
        if select(&document, "html[lang]").all(|it| it.attr("lang").is_none_or(str::is_empty)) {
            faults.push("it has no language".to_owned());
        }
        let headings = select(&document, "h1").count();
        if headings != 1 && !redirect {
            faults.push(format!("it has {headings} main headings"));
        }
        Page { ids, links: links(&document), faults }
    }
}

fn links(document: &Html) -> Vec<String> {
    let mut links = Vec::new();
    for attribute in ["href", "src", "poster", "data"] {
        let found = select(document, &format!("[{attribute}]"));
        links.extend(found.filter_map(|it| it.attr(attribute)).map(str::to_owned));
    }
    for element in select(document, "[srcset]") {
        let candidates = element.attr("srcset").unwrap_or_default().split(',');
        links.extend(candidates.filter_map(|it| it.split_whitespace().next()).map(str::to_owned));
    }
    for element in select(document, "meta[http-equiv=refresh]") {
        let content = element.attr("content").unwrap_or_default();
        links.extend(content.split_once("url=").map(|(_, url)| url.to_owned()));
    }
    links
}

fn select<'a>(
    document: &'a Html,
    selector: &str,
) -> impl Iterator<Item = ElementRef<'a>> + use<'a> {
    let selector = Selector::parse(selector).expect("a selector");
    document.select(&selector).collect::<Vec<_>>().into_iter()
}

/// What is wrong with a link; links to other sites are not followed.
fn broken(link: &str, from: &str, output: &Output, pages: &BTreeMap<&str, Page>) -> Option<String> {
    let site = Url::parse("http://site.test/").expect("an address");
    // A site is served below its base path, which only 404.html knows.
    let base = output.built.config.base_url.as_ref().map_or("", |url| url.path());
    let base = base.trim_matches('/');
    let root =
        if base.is_empty() { site } else { site.join(&format!("{base}/")).expect("a folder") };
    let here = root.join(from).expect("an address");
    let Ok(target) = here.join(link) else { return Some(format!("`{link}` is no address")) };
    if target.host_str() != Some("site.test") {
        return None;
    }
    let path = percent_encoding::percent_decode_str(target.path()).decode_utf8_lossy();
    let path = path.trim_start_matches('/');
    let below = path.strip_prefix(base).filter(|rest| base.is_empty() || rest.starts_with('/'));
    let Some(path) = below else { return Some(format!("`{link}` leads out of the site")) };
    let mut path = path.trim_start_matches('/').to_owned();
    if path.is_empty() || path.ends_with('/') {
        path.push_str("index.html");
    }
    if !output.files.contains_key(&path) {
        return Some(format!("`{link}` leads to `{path}`, which is not written"));
    }
    let fragment = target.fragment().filter(|fragment| !fragment.is_empty())?;
    let fragment = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy();
    let page = pages.get(path.as_str())?;
    let known = page.ids.contains(fragment.as_ref()) || fragment.eq_ignore_ascii_case("top");
    (!known).then(|| format!("`{link}`: `{path}` has no `{fragment}`"))
}
