//! A preview that runs for weeks takes no more memory than on its first day.
//!
//! This is a process of its own, since its memory as a whole is measured. The system says what a process
//! takes on Linux alone.

#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "tests read and write what they like")]

use std::{collections::BTreeSet, fs, path::Path, sync::Arc};

use rolebook::{
    discover,
    pipeline::{self, Built, Cache, Options},
    serve::{self, Server},
};

/// Rebuilds until what is made once is there: threads, their heaps, tables of their largest size.
const WARM: usize = 500;
const REBUILDS: usize = 5_000;

/// What 5,000 rebuilds may add. Three hundred of them make a whole book, of hundreds of KiB.
const GROWTH: usize = 8 << 20;

#[test]
fn memory_does_not_grow_with_rebuilds() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    put(root, "rolebook.toml", "title = 'H'\n");
    for page in 0..8 {
        put(root, &format!("content/guides/{page}.md"), &text(&format!("Guide {page}"), page));
        put(root, &format!("content/terms/{page}.md"), &text(&format!("Term {page}"), page));
    }
    let cache = Cache::default();
    let built = rebuild(root, &cache, &[]);
    let options = serve::Options { host: "127.0.0.1".to_owned(), port: 0, root: root.to_owned() };
    let listener = serve::listen(&options).expect("a free port");
    let server = listener.serve(built).expect("a server");
    edit(root, &cache, &server, 0..WARM);
    let before = resident();
    edit(root, &cache, &server, WARM..WARM + REBUILDS);
    let after = resident();
    let grown = after.saturating_sub(before);
    assert!(grown < GROWTH, "{before} bytes have become {after}");
}

/// Saves prose again and again, and in between a title, a page that comes and goes, and the settings.
fn edit(root: &Path, cache: &Cache, server: &Server, steps: std::ops::Range<usize>) {
    for step in steps {
        let path = match step % 50 {
            17 => {
                put(root, "content/terms/5.md", &text(&format!("Term {step}"), step));
                "content/terms/5.md"
            }
            37 => {
                put(root, "content/guides/new.md", &text(&format!("New {step}"), step));
                "content/guides/new.md"
            }
            47 => {
                fs::remove_file(root.join("content/guides/new.md")).expect("a file to remove");
                put(root, "rolebook.toml", &format!("title = 'H {step}'\n"));
                "content/guides/new.md"
            }
            _ => {
                put(root, "content/guides/3.md", &text("Guide 3", step));
                "content/guides/3.md"
            }
        };
        let built = rebuild(root, cache, &[path]);
        built.site.make("guides/3/index.html").expect("a page").expect("it is made");
        server.show(built);
    }
}

fn rebuild(root: &Path, cache: &Cache, paths: &[&str]) -> Built {
    let project = discover::project(root).expect("a folder");
    let paths: BTreeSet<_> = paths.iter().map(|path| root.join(path)).collect();
    let options = Options { dates: pipeline::Dates::Known(Arc::default()), ..Options::default() };
    pipeline::rebuild(&project, &options, cache, &paths).expect("a readable folder")
}

fn text(title: &str, number: usize) -> String {
    format!("# {title}\n\nSave {number} of [a term](../terms/2.md) and [[Something wanted]].\n")
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// The memory of this process that is in use, in bytes.
fn resident() -> usize {
    let pages = fs::read_to_string("/proc/self/status").expect("the system tells");
    let line = pages.lines().find(|line| line.starts_with("VmRSS:")).expect("it tells of memory");
    let kibibytes = line.split_whitespace().nth(1).and_then(|number| number.parse::<usize>().ok());
    kibibytes.expect("a number") << 10
}
