//! What an author waits for, on a handbook of the given size: `cargo bench --bench preview`.
//!
//! `cargo bench --bench preview -- FOLDER` takes a folder of Markdown instead of a generated one; its
//! files are edited and put back. Times are wall-clock time from the end of a save to the answer that
//! has it, over a new connection each.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "it edits a handbook as an author does, and prints what it measured"
)]

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use rolebook::model::url::slug;

#[path = "../tests/suite/generated.rs"]
mod generated;

/// Edits of one kind that are timed.
const EDITS: usize = 20;

fn main() {
    // Cargo says `--bench`.
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    match folder {
        Some(folder) => measure(Path::new(&folder)),
        None => {
            for pages in [1_000, 10_000] {
                let folder = tempfile::tempdir().expect("a folder");
                for (path, text) in generated::generated(1, pages) {
                    let path = folder.path().join(path);
                    fs::create_dir_all(path.parent().expect("it is in a folder")).expect("made");
                    fs::write(path, text).expect("written");
                }
                measure(folder.path());
            }
        }
    }
}

fn measure(root: &Path) {
    let content =
        if root.join("content").is_dir() { root.join("content") } else { root.to_owned() };
    let mut pages = Vec::new();
    markdown(&content, &mut pages);
    pages.sort();
    println!("{} pages", pages.len());

    let start = Instant::now();
    let preview = Preview::start(root);
    let path = address(&content, &pages[pages.len() / 2]);
    assert!(preview.get(&path).contains("</html>"), "{path} is a page");
    println!("  first page        {:>8.1?}", start.elapsed());

    let step = pages.len() / (EDITS + 1);
    let edited: Vec<&PathBuf> = pages.iter().skip(1).step_by(step.max(1)).take(EDITS).collect();
    // Every file is read again that was written just now.
    std::thread::sleep(Duration::from_secs(4));
    let body = edited.iter().enumerate().map(|(number, page)| {
        let text = fs::read_to_string(page).expect("a page");
        let word = format!("edited{number}edited");
        let time =
            preview.time(page, &format!("{text}\n\n{word}\n"), &address(&content, page), &word);
        fs::write(page, text).expect("written");
        std::thread::sleep(Duration::from_millis(300));
        time
    });
    report("a body, its page", body.collect());

    let titled =
        edited.iter().filter(|page| !is_own_name(page)).enumerate().map(|(number, page)| {
            let text = fs::read_to_string(page).expect("a page");
            let word = format!("Title{number}title");
            // Its section lists it.
            let section = page.parent().expect("it is in a folder").join("index.md");
            let time =
                preview.time(page, &retitled(&text, &word), &address(&content, &section), &word);
            fs::write(page, text).expect("written");
            std::thread::sleep(Duration::from_millis(300));
            time
        });
    report("a title, another page", titled.collect());
    println!("  memory            {:>8}", preview.memory());
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
    println!("  {what:<22} median {median:>7.1?}, worst {worst:>7.1?}");
}

/// The page with another title, where it has one.
fn retitled(text: &str, title: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let line = lines.iter_mut().find(|line| line.starts_with("title:") || line.starts_with("# "));
    match line {
        Some(line) if line.starts_with("# ") => *line = format!("# {title}"),
        Some(line) => *line = format!("title: {title}"),
        None => lines.insert(0, format!("# {title}\n")),
    }
    lines.join("\n") + "\n"
}

fn markdown(folder: &Path, pages: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() {
            markdown(&path, pages);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(path);
        }
    }
}

fn is_own_name(page: &Path) -> bool {
    let stem = page.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    ["_index", "index", "README"].contains(&stem)
}

/// Where a page is served that has neither `slug` nor `permalink`.
fn address(content: &Path, page: &Path) -> String {
    let below = page.strip_prefix(content).expect("below the content").with_extension("");
    let parts = below.iter().map(|part| part.to_str().expect("a name in UTF-8"));
    let mut parts: Vec<&str> = parts.collect();
    parts.pop_if(|_| is_own_name(page));
    let slugs = parts.into_iter().map(|part| slug(part) + "/");
    let address = slugs.collect::<String>();
    format!("/{}", percent_encoding::utf8_percent_encode(&address, percent_encoding::CONTROLS))
}

/// A running preview.
struct Preview {
    child: Child,
    address: SocketAddr,
}

impl Preview {
    fn start(root: &Path) -> Preview {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = free.local_addr().expect("an address");
        drop(free);
        let child = Command::new(env!("CARGO_BIN_EXE_rolebook"))
            .args(["serve", "--port", &address.port().to_string()])
            .arg(root)
            .stderr(Stdio::null())
            .spawn()
            .expect("rolebook starts");
        Preview { child, address }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = loop {
            if let Ok(stream) = TcpStream::connect(self.address) {
                break stream;
            }
            std::thread::sleep(Duration::from_millis(1));
        };
        let Preview { address, .. } = self;
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("a request is sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// From the end of the save of `page` until `word` stands at `path`.
    fn time(&self, page: &Path, text: &str, path: &str, word: &str) -> Duration {
        fs::write(page, text).expect("written");
        let start = Instant::now();
        while !self.get(path).contains(word) {
            assert!(start.elapsed() < Duration::from_secs(20), "{path} never has {word}");
            std::thread::sleep(Duration::from_millis(1));
        }
        start.elapsed()
    }

    /// What it holds in memory (Linux).
    fn memory(&self) -> String {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib: Option<u64> =
            line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        kib.map_or_else(|| "unknown".to_owned(), |kib| format!("{} MiB at most", kib / 1024))
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
