//! The preview: what it answers, what it refuses, and that it shows what a build would write.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use rolebook::{
    pipeline::{Cache, Options},
    serve::{self, Server},
};

use crate::{
    generated::{Random, generated},
    handbook::Handbook,
    same::{edit, put_all},
};

/// The one thing by which a served page differs from a built one.
const TAG: &str = r#"<script src="/__rolebook/live.js" defer></script>"#;

/// How long a test waits for what comes in milliseconds on a machine with nothing else to do.
const PATIENCE: Duration = Duration::from_secs(20);

/// A preview in this process, of a handbook that a test builds again itself.
fn preview(handbook: &Handbook) -> (SocketAddr, Server) {
    let root = handbook.root().to_owned();
    let options = serve::Options { host: "127.0.0.1".to_owned(), port: 0, root };
    let listener = serve::listen(&options).expect("a free port");
    let address = listener.address().expect("an address");
    (address, listener.serve(handbook.build().built).expect("a server"))
}

/// What came back.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }
}

/// Sends `request` as it is and reads until the other end closes.
fn send(address: SocketAddr, request: &str) -> Answer {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
    stream.write_all(request.as_bytes()).expect("a request is sent");
    let mut received = Vec::new();
    stream.read_to_end(&mut received).expect("an answer");
    let end = received.windows(4).position(|four| four == b"\r\n\r\n").expect("headers");
    let head = String::from_utf8(received[..end].to_vec()).expect("headers are text");
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
    Answer { status, head, body: received[end + 4..].to_vec() }
}

/// A plain request for `path`, as the author's browser sends it.
fn get(address: SocketAddr, path: &str) -> Answer {
    send(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"))
}

/// `rolebook serve` in a process of its own.
struct Running {
    child: Child,
    address: SocketAddr,
    /// What it says on standard error, line by line.
    said: std::sync::mpsc::Receiver<String>,
}

impl Running {
    fn start(handbook: &Handbook) -> Running {
        Running::start_with(handbook, &[])
    }

    fn start_with(handbook: &Handbook, arguments: &[&str]) -> Running {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rolebook"))
            .args(["serve", "--port", "0"])
            .args(arguments)
            .arg(handbook.root())
            .stderr(Stdio::piped())
            .spawn()
            .expect("rolebook starts");
        let lines = BufReader::new(child.stderr.take().expect("standard error")).lines();
        let (send, said) = std::sync::mpsc::channel();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|it| send.send(it)));
        let mut running = Running { child, address: ([127, 0, 0, 1], 0).into(), said };
        let line = running.wait_for_line("http://");
        let (_, rest) = line.split_once("http://").expect("an address");
        let (address, _) = rest.split_once('/').expect("an address ends");
        running.address = address.parse().expect("an address and a port");
        running
    }

    /// The next line with `words` in it.
    fn wait_for_line(&self, words: &str) -> String {
        loop {
            let line = self.said.recv_timeout(PATIENCE).expect("it says so");
            if line.contains(words) {
                return line;
            }
        }
    }

    /// Asks for `path` until the answer is right.
    #[track_caller]
    fn wait_for_page(&self, path: &str, right: impl Fn(&Answer) -> bool) {
        let start = Instant::now();
        loop {
            let answer = get(self.address, path);
            if right(&answer) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "{path} is still {}", answer.text());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn every_change_on_disk_is_seen() {
    let handbook = Handbook::new()
        .file("rolebook.toml", "title = 'First'\n")
        .file("content/_index.md", "# Home\n\nHello.\n")
        .file("content/roles/sre.md", "# SRE\n");
    let running = Running::start(&handbook);
    let says = |words: &'static str| move |answer: &Answer| answer.text().contains(words);
    assert_eq!(get(running.address, "/roles/sre/").status, 200);

    handbook.put("content/_index.md", "# Home\n\nGood morning. [x](nope.md)\n");
    running.wait_for_page("/", says("Good morning."));
    assert!(running.wait_for_line("content/_index.md changed").contains(" · 1 error"));
    running.wait_for_line("error[broken-link]: `nope.md` is not a page");

    handbook.put("content/terms/toil.md", "# Toil\n");
    running.wait_for_page("/terms/toil/", |answer| answer.status == 200);
    // In a folder that came later, and by an editor that writes a new file and renames it.
    handbook.put("content/terms/.toil.md.new", "# Toil\n\nManual work.\n");
    std::fs::rename(
        handbook.path("content/terms/.toil.md.new"),
        handbook.path("content/terms/toil.md"),
    )
    .expect("a file is renamed");
    running.wait_for_page("/terms/toil/", says("Manual work."));
    std::fs::remove_dir_all(handbook.path("content/roles")).expect("a folder is removed");
    running.wait_for_page("/roles/sre/", |answer| answer.status == 404);
    handbook.put("rolebook.toml", "title = 'Second'\n");
    running.wait_for_page("/", says("Second"));
    handbook.put("themes/default/term.html", "<p>{{ page.title }} of ours</p>");
    running.wait_for_page("/terms/toil/", says("Toil of ours"));
    handbook.put("themes/default/term.html", "<p>{{ page.titel }}</p>");
    running.wait_for_line("error[bad-template]: field `titel` is not defined");
    running.wait_for_page("/terms/toil/", |answer| {
        answer.status == 500 && answer.text().contains("titel") && answer.text().contains(TAG)
    });
    std::fs::remove_dir_all(handbook.path("themes")).expect("a folder is removed");
    running.wait_for_page("/terms/toil/", says("Manual work."));
    handbook.put("static/logo.svg", "<svg/>");
    running.wait_for_page("/logo.svg", says("<svg/>"));

    // The content is moved away: the last good book stays, until there is a new one.
    std::fs::rename(handbook.path("content"), handbook.path("away")).expect("a folder is renamed");
    running.wait_for_line("the last good preview stays");
    assert_eq!(get(running.address, "/terms/toil/").status, 200);
    std::fs::rename(handbook.path("away"), handbook.path("content")).expect("a folder is renamed");
    handbook.put("content/back.md", "# Back\n");
    running.wait_for_page("/back/", |answer| answer.status == 200);
    handbook.put("content/back.md", "# Back again\n");
    running.wait_for_page("/back/", says("Back again"));
    assert!(!handbook.path("public").exists(), "a preview writes nothing");
}

#[test]
fn a_template_that_fails_on_one_page_is_told_when_that_is_asked_for() {
    let template = "{% if page.title == \"Toil\" %}{{ page.titel }}{% endif %}";
    let handbook = Handbook::new()
        .file("rolebook.toml", "")
        .file("content/terms/chores.md", "# Chores\n")
        .file("content/terms/toil.md", "# Toil\n")
        .file("themes/default/term.html", template);
    let running = Running::start(&handbook);
    for _ in 0..2 {
        assert_eq!(get(running.address, "/terms/toil/").status, 500);
    }
    let line = running.wait_for_line("error[bad-template]");
    assert!(line.contains("field `titel` is not defined (on `content/terms/toil.md`)"), "{line}");
    // It is told once for as long as it is there, and is mended with its cause.
    handbook.put("themes/default/term.html", template.replace("Toil", "Toils"));
    let line = running.wait_for_line("themes/default/term.html changed");
    assert!(line.ends_with(" · 1 mended"), "{line}");
}

#[test]
fn what_changed_is_told_and_not_what_an_editor_writes_beside_it() {
    let handbook = Handbook::new()
        .file("rolebook.toml", "title = 'First'\n")
        .file("content/_index.md", "# Home\n")
        .file("content/a.md", "# A\n");
    let running = Running::start(&handbook);
    let is_told = |words: &str| {
        let line = running.wait_for_line(" ms");
        assert!(line.starts_with(words), "{line}");
    };
    handbook.put("content/a.tmp", "");
    std::fs::rename(handbook.path("content/a.md"), handbook.path("content/b.md")).expect("renamed");
    running.wait_for_page("/b/", |answer| answer.status == 200);
    is_told("content/");
    handbook.put("content/4913", "");
    std::fs::remove_file(handbook.path("content/4913")).expect("removed");
    handbook.put("guides.md", "");
    handbook.put("content/guides/first/steps.md", "# Steps\n");
    running.wait_for_page("/guides/first/steps/", |answer| answer.status == 200);
    is_told("content/guides/first/steps.md new");
    handbook.put("rolebook.toml", "title = 'Second'\n");
    is_told("rolebook.toml changed");
}

#[test]
fn a_config_that_is_gone_is_no_good_news() {
    let page = "---\nrelated: [nobody]\n---\n# SRE\n";
    let handbook =
        Handbook::new().file("rolebook.toml", "title = 'H'\n").file("content/roles/sre.md", page);
    let running = Running::start(&handbook);
    for _ in 0..2 {
        std::fs::remove_file(handbook.path("rolebook.toml")).expect("removed");
        let line = running.wait_for_line("rolebook.toml deleted");
        assert!(!line.contains("mended"), "{line}");
        let line = running.wait_for_line("warning");
        let words = "`rolebook.toml` is gone, so this is read as a plain folder of Markdown";
        assert!(line.contains(words), "{line}");
        handbook.put("rolebook.toml", "title = 'H'\n");
        let line = running.wait_for_line("rolebook.toml new");
        assert!(line.starts_with("rolebook.toml new: this is a handbook now · "), "{line}");
        running.wait_for_line("error[unknown-concept]");
    }
}

#[test]
fn a_folder_that_tells_of_no_changes_is_looked_at_again_and_again() {
    let handbook = Handbook::new().file("content/_index.md", "# Home\n\nHello.\n");
    let running = Running::start_with(&handbook, &["--poll"]);
    handbook.put("content/_index.md", "# Home\n\nGood morning.\n");
    running.wait_for_page("/", |answer| answer.text().contains("Good morning."));
    handbook.put("content/new/page.md", "# New\n");
    running.wait_for_page("/new/page/", |answer| answer.status == 200);
}

#[cfg(unix)]
#[test]
fn a_log_of_the_preview_among_its_files_does_not_wake_it_again() {
    let handbook = Handbook::new()
        .file("rolebook.toml", "title = 'Logged'\n")
        .file("content/_index.md", "# Home\n\nHello.\n")
        .file("content/log.txt", "")
        .file("static/log.txt", "");
    let outside = Handbook::new();
    let link = outside.path("link");
    std::os::unix::fs::symlink(handbook.root(), &link).expect("a link");
    for log in ["content/log.txt", "static/log.txt"] {
        let file = std::fs::File::create(handbook.path(log)).expect("a log");
        let mut child = Command::new(env!("CARGO_BIN_EXE_rolebook"))
            .args(["serve", "--port", "0"])
            .arg(&link)
            .stderr(file)
            .spawn()
            .expect("rolebook starts");
        std::thread::sleep(Duration::from_secs(2));
        handbook.put("content/_index.md", format!("# Home\n\nOf {log}.\n"));
        std::thread::sleep(Duration::from_secs(2));
        let _ = child.kill();
        let _ = child.wait();
        let said = std::fs::read_to_string(handbook.path(log)).expect("a log");
        assert!(said.contains("content/_index.md changed"), "{said}");
        assert!(said.matches(" ms").count() <= 2, "{said}");
    }
}

#[test]
fn dates_come_as_soon_as_git_tells_them_and_follow_each_commit() {
    let handbook = Handbook::new().file("content/_index.md", "# Home\n\nHello.\n");
    handbook.commit("2025-03-01T10:00:00Z");
    let running = Running::start(&handbook);
    running.wait_for_page("/", |answer| answer.text().contains("1 March 2025"));
    // What was not committed has no newer date.
    handbook.put("content/_index.md", "# Home\n\nGood morning.\n");
    running.wait_for_page("/", |answer| {
        answer.text().contains("Good morning.") && answer.text().contains("1 March 2025")
    });
    handbook.commit("2026-01-15T10:00:00Z");
    running.wait_for_page("/", |answer| answer.text().contains("15 January 2026"));
}

#[test]
fn many_saves_end_in_the_right_state_with_few_builds() {
    let handbook = Handbook::new().file("content/_index.md", "# Home\n\nHello.\n");
    let running = Running::start(&handbook);
    let start = Instant::now();
    for save in 1..=300_u32 {
        handbook.put("content/_index.md", format!("# Home\n\nSave {save}.\n"));
        let due = start + Duration::from_millis(10) * save;
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
    }
    running.wait_for_page("/", |answer| answer.text().contains("Save 300."));
    let said = running.said.try_iter().filter(|line| line.contains("changed")).count();
    // Four to nine where nothing else runs; a busy machine holds saves up, and they come in several floods.
    assert!((1..=20).contains(&said), "{said} builds");
}

#[test]
fn a_page_asked_for_while_a_newer_book_is_made_is_the_newer_one() {
    let handbook = Handbook::new().file("content/_index.md", "# Home\n\nOld.\n");
    let (address, server) = preview(&handbook);
    server.expect();
    let asked = std::thread::spawn(move || get(address, "/"));
    std::thread::sleep(Duration::from_millis(50));
    assert!(!asked.is_finished());
    handbook.put("content/_index.md", "# Home\n\nNew.\n");
    server.show(handbook.build().built);
    assert!(asked.join().expect("an answer").text().contains("New."));
    // It does not wait for ever.
    server.expect();
    assert!(get(address, "/").text().contains("New."));
    server.keep("the disk is gone".to_owned());
    let report = get(address, "/__rolebook/report?page=%2F");
    assert!(report.text().contains("the disk is gone"), "{}", report.text());
}

#[test]
fn a_page_that_is_known_is_not_sent_again() {
    let handbook = Handbook::new().file("content/_index.md", "# Home\n");
    let (address, server) = preview(&handbook);
    let tag = get(address, "/").header("etag").expect("a tag").to_owned();
    let again = || {
        let known = format!(
            "GET / HTTP/1.1\r\nHost: {address}\r\nIf-None-Match: {tag}\r\nConnection: close\r\n\r\n"
        );
        send(address, &known)
    };
    assert_eq!((again().status, again().body.len()), (304, 0));
    handbook.put("content/_index.md", "# Home again\n");
    server.show(handbook.build().built);
    assert_eq!(again().status, 200);
}

#[test]
fn the_report_has_what_is_wrong_with_the_open_page_first() {
    let handbook = Handbook::new()
        .file("rolebook.toml", "title = 'H'\n[serve]\neditor = 'edit:{path}:{line}:{column}'\n")
        .file("content/a.md", "# A\n\n[x](away.md)\n")
        .file("content/b.md", "# B\n\n[y](nowhere.md)\n");
    let (address, _server) = preview(&handbook);
    let report = get(address, "/__rolebook/report?page=%2Fb%2F");
    let report: serde_json::Value = serde_json::from_slice(&report.body).expect("JSON");
    assert_eq!((&report["here"]["errors"], &report["elsewhere"]["errors"]), (&1.into(), &1.into()));
    let first = &report["items"][0];
    assert_eq!(first["message"], "`nowhere.md` is not a page");
    assert_eq!((&first["line"], &first["column"]), (&3.into(), &1.into()));
    assert_eq!(first["excerpt"], serde_json::json!(["", "[y](nowhere.md)", ""]));
    let editor = first["editor"].as_str().expect("an address");
    assert!(editor.ends_with("/content/b.md:3:1"), "{editor}");
    assert_eq!(
        (&report["items"][1]["opens"], &report["has_editor"]),
        (&false.into(), &true.into())
    );
}

#[test]
fn the_report_tells_what_has_become_of_a_page() {
    let toil = "# Toil\n\nWork without lasting value.\n";
    let handbook = Handbook::new().file("rolebook.toml", "").file("content/terms/toil.md", toil);
    let (address, server) = preview(&handbook);
    let report = |query: &str| -> serde_json::Value {
        let report = get(address, &format!("/__rolebook/report?{query}"));
        serde_json::from_slice(&report.body).expect("JSON")
    };
    let page = report("page=%2Fterms%2Ftoil%2F&file=%2Frolebook.toml");
    assert_eq!((&page["gone"], &page["files"]), (&().into(), &serde_json::json!([null])));
    let from = |name: &str| page["from"][name].as_str().expect("text").to_owned();
    let gone = |from: &str| {
        let gone = &report(&format!("page=%2Fterms%2Fgone%2F&{from}"))["gone"];
        [&gone["what"], &gone["url"]].map(|it| it.as_str().expect("text").to_owned())
    };
    let text = format!("text={}", from("text"));
    assert_eq!(gone(&format!("source={}", from("source"))), ["moved", "../toil/"]);
    assert_eq!(gone(&text), ["moved", "../toil/"]);
    assert_eq!(gone("title=toils"), ["named", "../toil/"]);
    assert_eq!(gone("source=content/../secret.txt&text=0-&title="), ["deleted", ""]);
    handbook.put("content/terms/toil.md", format!("---\nstatus: draft\n---\n{toil}"));
    server.show(handbook.build().built);
    assert_eq!(gone(&format!("source={}", from("source"))), ["draft", ""]);
}

#[test]
fn open_pages_are_told_of_a_newer_book() {
    let handbook = Handbook::new().file("content/_index.md", "# Home\n");
    let (address, server) = preview(&handbook);
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
    write!(stream, "GET /__rolebook/events HTTP/1.1\r\nHost: {address}\r\n\r\n").expect("sent");
    let mut lines = BufReader::new(stream).lines().map(|line| line.expect("a line"));
    let mut head: Vec<String> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
    head.sort();
    assert!(head.contains(&"content-type: text/event-stream".to_owned()), "{head:?}");
    let mut next = || lines.find_map(|line| line.strip_prefix("data: ").map(str::to_owned));
    assert_eq!(next().as_deref(), Some("1"));
    for number in ["2", "3"] {
        server.show(handbook.build().built);
        assert_eq!(next().as_deref(), Some(number));
    }
}

#[test]
fn a_preview_shows_what_a_build_would_write() {
    for seed in 1..=3 {
        let mut random = Random::new(seed);
        let handbook = Handbook::new().file("static/robots.txt", "User-agent: *\n");
        let mut files = generated(seed, 40);
        put_all(&handbook, &files);
        let (address, server) = preview(&handbook);
        let cache = Cache::default();
        for step in 0..5 {
            edit(&mut random, &handbook, &mut files);
            server.show(handbook.build_with(&Options::default(), &cache).built);
            let built = handbook.build().files;
            for (path, bytes) in &built {
                let page = get(address, &encoded(path));
                let place = format!("seed {seed}, step {step}: {path}");
                assert_eq!(page.status, 200, "{place}");
                if page.header("content-type") == Some("text/html; charset=utf-8") {
                    assert_eq!(page.text().matches(TAG).count(), 1, "{place}");
                    assert!(page.text().contains(&format!("<head>{TAG}")), "{place}");
                    assert!(page.text().replacen(TAG, "", 1).as_bytes() == bytes, "{place}");
                } else {
                    assert!(page.body == *bytes, "{place}");
                }
                // A page's own address gives the page.
                if let Some(folder) = path.strip_suffix("index.html") {
                    assert!(get(address, &encoded(folder)).body == page.body, "{place}");
                }
            }
            let missing = get(address, "/no/such/page/");
            assert_eq!(missing.status, 404);
            assert_eq!(missing.text().replacen(TAG, "", 1).as_bytes(), built["404.html"]);
        }
    }
}

/// A path as a browser sends it.
fn encoded(path: &str) -> String {
    const LEFT: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-');
    format!("/{}", percent_encoding::utf8_percent_encode(path, LEFT))
}

#[test]
fn an_address_is_answered_as_a_static_host_would() {
    let handbook = Handbook::new()
        .file("rolebook.toml", "base_url = 'https://x.example/hand book/'\n[serve]\nallowed_hosts = ['Preview.example']")
        .file("content/_index.md", "# Home\n\n![a](a%20b.PNG)\n")
        .file("content/a b.PNG", [0x89, b'P', 0])
        .file("content/über/_index.md", "# Über\n")
        .file("static/data.json", "{}")
        .file("static/CNAME", "x.example");
    let (address, _server) = preview(&handbook);
    let check = |path: &str, expected: &str| {
        let answer = get(address, path);
        let kind = answer.header("location").or(answer.header("content-type"));
        assert_eq!(format!("{} {}", answer.status, kind.unwrap_or_default()), expected, "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        let policy = answer.header("cross-origin-resource-policy");
        assert_eq!(policy, Some("same-origin"), "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{path}");
        // The same without its body.
        let head = format!("HEAD {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        let head = send(address, &head);
        assert_eq!((head.status, head.body.len()), (answer.status, 0), "{path}");
        assert_eq!(head.header("content-length"), answer.header("content-length"), "{path}");
    };
    let (html, text) = ("text/html; charset=utf-8", "text/plain; charset=utf-8");
    check("/", &format!("200 {html}"));
    check("/?x=1", &format!("200 {html}"));
    check("/index.html", &format!("200 {html}"));
    check("/404.html", &format!("200 {html}"));
    check("/%C3%BCber", "301 /%C3%BCber/");
    check("/%C3%BCber?a=%2F&b", "301 /%C3%BCber/?a=%2F&b");
    check("/%C3%BCber/", &format!("200 {html}"));
    check("/nope", &format!("404 {html}"));
    check("/index.html/", &format!("404 {html}"));
    check("/a%20b.PNG", "200 image/png");
    check("/data.json", "200 application/json");
    check("/sitemap.xml", "200 application/xml; charset=utf-8");
    check("/CNAME", "200 application/octet-stream");
    check("/__rolebook/live.js", "200 text/javascript; charset=utf-8");
    check("/__rolebook/", &format!("404 {html}"));
    // The site stands below the path of `base_url` as well: the 404 page's links lead there.
    check("/hand%20book", "301 /hand%20book/");
    check("/hand%20book/", &format!("200 {html}"));
    check("/hand%20book/%C3%BCber", "301 /hand%20book/%C3%BCber/");
    check("/hand%20bookish/", &format!("404 {html}"));
    assert!(get(address, "/nope").text().contains("href=\"/hand%20book/"));
    let other = send(address, "GET / HTTP/1.0\r\n\r\n");
    assert_eq!((other.status, other.header("content-type")), (403, Some(text)));
}

/// A preview of a handbook with a secret beside its content.
struct Guarded {
    address: SocketAddr,
    _server: Server,
    _handbook: Handbook,
}

impl Guarded {
    fn new() -> Guarded {
        let handbook = Handbook::new()
            .file("rolebook.toml", "[serve]\nallowed_hosts = ['Preview.example']")
            .file("content/_index.md", "# Home\n")
            .file("secret.txt", "secret");
        let (address, server) = preview(&handbook);
        Guarded { address, _server: server, _handbook: handbook }
    }

    /// Asks with `headers`, set apart by `|`, with `PORT` for the port.
    fn ask(&self, line: &str, headers: &str) -> Answer {
        let port = self.address.port().to_string();
        let headers = headers.replace("PORT", &port).replace('|', "\r\n");
        let request = format!("{line} HTTP/1.1\r\n{headers}\r\nConnection: close\r\n\r\n");
        send(self.address, &request)
    }
}

#[test]
fn a_host_that_is_not_this_machine_is_refused() {
    let preview = Guarded::new();
    let host = |host: &str, expected: u16| {
        assert_eq!(preview.ask("GET /", &format!("Host: {host}")).status, expected, "host {host}");
    };
    for own in [
        "localhost:PORT",
        "LOCALHOST:PORT",
        "localhost",
        "localhost.",
        "book.localhost:PORT",
        "127.0.0.1:PORT",
        "127.0.0.1:1",
        "127.8.9.1:PORT",
        "[::1]:PORT",
        "[::ffff:127.0.0.1]:PORT",
        "preview.example",
        "PREVIEW.EXAMPLE:443",
    ] {
        host(own, 200);
    }
    for foreign in [
        "evil.example",
        "evil.example:PORT",
        "localhost.evil.example:PORT",
        "127.0.0.1.evil.example:PORT",
        "evillocalhost:PORT",
        "preview.example.evil.example",
        "x.preview.example",
        "192.168.0.1:PORT",
        "0.0.0.0:PORT",
        "10.0.0.1",
        "[::2]:PORT",
        "[fe80::1]:PORT",
        "",
        ":PORT",
        "localhost:",
        "localhost:x",
        "localhost:99999",
        "user@localhost:PORT",
        "localhost/x",
        "localhost evil.example",
        "[::1",
        "localhost:PORT|Host: evil.example",
        "evil.example|Host: localhost:PORT",
        "xn--lcalhost-54a:PORT",
    ] {
        host(foreign, 403);
    }
}

#[test]
fn another_site_is_refused() {
    let preview = Guarded::new();
    let own = "Host: localhost:PORT";
    let from = |headers: &str, expected: u16| {
        assert_eq!(preview.ask("GET /", &format!("{own}|{headers}")).status, expected, "{headers}");
    };
    from("Origin: http://localhost:PORT", 200);
    from("Origin: HTTP://evil.example", 403);
    from("Origin: http://evil.example", 403);
    from("Origin: http://localhost", 403);
    from("Origin: http://localhost:1", 403);
    from("Origin: http://127.0.0.1:PORT", 403);
    from("Origin: http://localhost:PORT.evil.example", 403);
    from("Origin: null", 403);
    from("Origin: ", 403);
    from("Origin: file://", 403);
    from("Origin: http://localhost:PORT|Origin: http://evil.example", 403);
    from("Sec-Fetch-Site: same-origin", 200);
    from("Sec-Fetch-Site: none|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: document", 200);
    from("Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: document", 200);
    from("Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: iframe", 403);
    from("Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: object", 403);
    from("Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: no-cors|Sec-Fetch-Dest: script", 403);
    from("Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: no-cors|Sec-Fetch-Dest: image", 403);
    from("Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: cors|Sec-Fetch-Dest: empty", 403);
    from("Sec-Fetch-Site: cross-site", 403);
    from("Sec-Fetch-Site: same-site|Sec-Fetch-Mode: no-cors|Sec-Fetch-Dest: script", 403);
    from("Sec-Fetch-Site: ", 403);
    from("Sec-Fetch-Site: same-origin|Sec-Fetch-Site: cross-site", 403);
}

#[test]
fn no_method_and_no_path_reaches_anything_but_the_site() {
    let preview = Guarded::new();
    let line = |line: &str, expected: &[u16]| {
        let answer = preview.ask(line, "Host: localhost:PORT");
        assert!(expected.contains(&answer.status), "{line}: {}", answer.status);
        assert!(!answer.text().contains("secret"), "{line}");
    };
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"] {
        line(&format!("{method} /"), &[405]);
    }
    line("OPTIONS *", &[405]);
    line("CONNECT localhost:80", &[405]);
    for path in [
        "/../secret.txt",
        "/..",
        "/./secret.txt",
        "/content/../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E%2Fsecret.txt",
        "/..%2fsecret.txt",
        "/%252e%252e/secret.txt",
        "/..;/secret.txt",
        "/..\\secret.txt",
        "/..%5Csecret.txt",
        "/%00",
        "/index.html%00.txt",
        "/secret.txt%00",
        "//secret.txt",
        "//localhost/secret.txt",
        "/.//",
        "/rolebook.toml",
        "/content/_index.md",
        "/_index.md",
        "/etc/passwd",
        "//etc/passwd",
        "/C:/secret.txt",
        "/C:%5Csecret.txt",
        "/file:///etc/passwd",
        "/%ff%fe",
        "/%zz",
        "/%",
        "/INDEX.HTML",
        "/.git/config",
    ] {
        line(&format!("GET {path}"), &[404]);
    }
    line("GET http://localhost/", &[400]);
    line("GET http://evil.example/secret.txt", &[400]);
    line("GET file:///etc/passwd", &[400, 404]);
    line("GET secret.txt", &[400]);
    line("GET *", &[400, 404]);
    line(&format!("GET /{}", "a/".repeat(20_000)), &[404]);
    line(&format!("GET /{}", "a".repeat(70_000)), &[414, 431]);
}

#[test]
fn a_port_that_is_taken_is_said() {
    let handbook = Handbook::new().file("content/_index.md", "# Home\n");
    let (address, _server) = preview(&handbook);
    let done = Command::new(env!("CARGO_BIN_EXE_rolebook"))
        .args(["serve", "--port", &address.port().to_string()])
        .arg(handbook.root())
        .output()
        .expect("rolebook runs");
    let said = String::from_utf8(done.stderr).expect("text");
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains("is taken by another program; `--port 0` finds a free one"), "{said}");
}
