//! What is answered: a function of the request and the book, as a static host would.
//!
//! An address is looked up in the site's own list and nowhere else. There is no folder behind it,
//! so no spelling of a path can leave one.

use std::{borrow::Cow, net::IpAddr, path::PathBuf, sync::Arc};

use hyper::{
    Method, Response, StatusCode,
    body::Bytes,
    header::{
        ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH, LOCATION,
        X_CONTENT_TYPE_OPTIONS,
    },
    http::request::Parts,
};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::{
    Fault, Shown,
    gone::From,
    guard::{self, Door},
    kept::Page,
    reload, report,
};
use crate::{
    diagnostic::{self, Diagnostic, Format, Look},
    pipeline::Built,
    render::Made,
};

/// What a response holds.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Body {
    Bytes(Bytes),
    /// A file that the site lists, to be sent as it is.
    Copy(PathBuf),
    /// The numbers of the books, as they come.
    Events,
}

/// The answer to a request that came to the address `at`, to a preview that was named `host`.
pub(super) fn answer(request: &Parts, at: IpAddr, host: &str, shown: &Shown) -> Response<Body> {
    let door = Door { at, host, allowed: &shown.built.config.serve.allowed_hosts };
    if let Some(why) = guard::refusal(request, &door) {
        return words(StatusCode::FORBIDDEN, why);
    }
    if request.method != Method::GET && request.method != Method::HEAD {
        let mut response = words(StatusCode::METHOD_NOT_ALLOWED, "a preview is read, not written");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    // A proxy would be asked like this; browsers ask a server for a path.
    if request.uri.authority().is_some() {
        return words(StatusCode::BAD_REQUEST, "an address begins with `/`");
    }
    match request.uri.path() {
        "/__rolebook/live.js" => response(
            StatusCode::OK,
            "live.js",
            Body::Bytes(Bytes::from_static(reload::SCRIPT.as_bytes())),
        ),
        "/__rolebook/events" => events(&request.method),
        "/__rolebook/report" => told(request.uri.query().unwrap_or_default(), shown),
        path => {
            let response = page(path, request.uri.query(), shown);
            if is_known(request, &response) { unchanged(response) } else { response }
        }
    }
}

/// A response in words, for a reader who should not have come here.
pub(super) fn words(status: StatusCode, text: &str) -> Response<Body> {
    response(status, "words.txt", Body::Bytes(format!("{text}\n").into()))
}

fn events(method: &Method) -> Response<Body> {
    let body = if method == Method::HEAD { Body::Bytes(Bytes::new()) } else { Body::Events };
    let mut response = response(StatusCode::OK, "", body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    response
}

/// What an open page asks, as the query says it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Asked {
    /// The page's path, decoded.
    pub path: String,
    /// The output file there, if there is one.
    pub output: Option<String>,
    /// What it was made from when it was last there.
    pub from: From,
    /// The output files that it shows, `None` for what is no file of the site.
    pub files: Vec<Option<String>>,
}

/// What is wrong, for the page at the path that the query names: `page=%2Froles%2Fsre%2F`, and what has
/// become of it and of the files that it shows.
fn told(query: &str, shown: &Shown) -> Response<Body> {
    let mut asked =
        Asked { path: String::new(), output: None, from: From::default(), files: Vec::new() };
    let output = |path: &str| match found(&shown.built, path) {
        Some(Found::File(file)) => Some(file),
        Some(Found::Folder(_)) | None => None,
    };
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        let value = percent_decode_str(value).decode_utf8_lossy();
        // The browser's own path is encoded, and was encoded once more for the query.
        let path = || percent_decode_str(&value).decode_utf8_lossy();
        match name {
            "page" => asked.path = path().into_owned(),
            "source" => asked.from.source = Some(value.into_owned()),
            "title" => asked.from.title = value.into_owned(),
            "text" => asked.from.text = Some(value.into_owned()),
            "file" => asked.files.push(output(&path())),
            _ => {}
        }
    }
    asked.output = output(&asked.path);
    let report = report::report(shown, &asked);
    let json = serde_json::to_vec(&report).unwrap_or_default();
    response(StatusCode::OK, "report.json", Body::Bytes(json.into()))
}

/// Whether the client has this very page (RFC 9110, section 13.1.2).
fn is_known(request: &Parts, response: &Response<Body>) -> bool {
    let tag = response.headers().get(ETAG);
    tag.is_some() && tag == request.headers.get(IF_NONE_MATCH)
}

fn unchanged(mut response: Response<Body>) -> Response<Body> {
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    *response.body_mut() = Body::Bytes(Bytes::new());
    response
}

/// What stands at an address, as it is encoded in the request.
fn page(path: &str, query: Option<&str>, shown: &Shown) -> Response<Body> {
    let built = &shown.built;
    let decoded = percent_decode_str(path).decode_utf8();
    match decoded.ok().and_then(|path| found(built, &path)) {
        Some(Found::File(file)) => made(&file, StatusCode::OK, shown),
        Some(Found::Folder(folder)) => moved(&folder, query),
        None => made("404.html", StatusCode::NOT_FOUND, shown),
    }
}

/// What an address leads to.
enum Found {
    /// One of the site's files.
    File(String),
    /// A page's folder without the last `/`; relative links would go wrong from there.
    Folder(String),
}

/// What `path` leads to: in the site, else in the site as it stands below the path of `base_url`,
/// which the links of the 404 page begin with.
fn found(built: &Built, path: &str) -> Option<Found> {
    let is_file = |path: &str| built.site.has(path);
    [Some(path), below_base(built, path)].into_iter().flatten().find_map(|below| {
        if below.is_empty() {
            return Some(Found::Folder(path.to_owned()));
        }
        let file = below.strip_prefix('/')?;
        if file.is_empty() || file.ends_with('/') {
            let index = format!("{file}index.html");
            return is_file(&index).then_some(Found::File(index));
        }
        if is_file(file) {
            return Some(Found::File(file.to_owned()));
        }
        is_file(&format!("{file}/index.html")).then(|| Found::Folder(path.to_owned()))
    })
}

/// What of `path` is below the path of `base_url`; `None` where it is not, or there is none.
pub(super) fn below_base<'p>(built: &Built, path: &'p str) -> Option<&'p str> {
    let base = built.config.base_url.as_ref()?.path().trim_end_matches('/');
    let base = percent_decode_str(base).decode_utf8().unwrap_or(Cow::Borrowed(base));
    path.strip_prefix(&*base).filter(|_| !base.is_empty())
}

/// What cannot stand in the path of a `Location` as it is.
const PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'\\');

/// Sends the browser to the folder's page.
fn moved(folder: &str, query: Option<&str>) -> Response<Body> {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let location = format!("{}/{query}", utf8_percent_encode(folder, PATH));
    let mut response = words(StatusCode::MOVED_PERMANENTLY, "this page's address ends with `/`");
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

/// One of the site's files, made now.
fn made(file: &str, status: StatusCode, shown: &Shown) -> Response<Body> {
    let page = |status, Page { bytes, print }| {
        let mut response = response(status, "page.html", Body::Bytes(bytes));
        // So the client can tell whether the page it stands on is still the same.
        if let Ok(timing) = HeaderValue::from_str(&format!("rolebook;desc=\"{print}\"")) {
            response.headers_mut().insert("server-timing", timing);
        }
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{print}\"")) {
            response.headers_mut().insert(ETAG, tag);
        }
        response
    };
    if let Some(kept) = shown.kept.page(file) {
        return page(status, kept);
    }
    match shown.built.site.make(file) {
        Some(Ok(Made::Bytes(bytes))) if content_type(file) == HTML => {
            let made = Page::of(bytes);
            shown.kept.keep(file, &made);
            page(status, made)
        }
        Some(Ok(Made::Bytes(bytes))) => response(status, file, Body::Bytes(bytes.into())),
        Some(Ok(Made::Held(bytes))) => response(status, file, Body::Bytes(bytes.to_vec().into())),
        Some(Ok(Made::Copy(disk))) => response(status, file, Body::Copy(disk.to_owned())),
        Some(Err(complaint)) => {
            let (built, output) = (Arc::clone(&shown.built), file.to_owned());
            // Nobody listens in a test.
            let _ = shown.faults.try_send(Fault { built, output, complaint: complaint.clone() });
            let words = fault(&shown.built, complaint).into_bytes();
            page(StatusCode::INTERNAL_SERVER_ERROR, Page::of(words))
        }
        None => words(StatusCode::NOT_FOUND, "there is no such page"),
    }
}

/// A page in the place of one whose template fails.
fn fault(built: &Built, complaint: Diagnostic) -> String {
    let report = built.only(complaint);
    let words =
        diagnostic::print(&report, Format::Human, Look::default(), &|file| built.text(file));
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>This page cannot be made</title>\n</head>\n<body>\n\
         <h1>This page cannot be made</h1>\n<pre>{words}</pre>\n</body>\n</html>\n"
    )
}

/// A response with the headers that all have: its type by the file's name, nothing kept.
fn response(status: StatusCode, file: &str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(file)));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // The search index is made of scripts, which other sites could load without saying who they are.
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    response
}

/// Who may load a file into a page of theirs (Fetch standard, section 3.6).
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The type of pages.
const HTML: &str = "text/html; charset=utf-8";

/// Types by extension, lower case.
const TYPES: &[(&str, &str)] = &[
    ("html", HTML),
    ("htm", HTML),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("map", "application/json"),
    ("jsonld", "application/ld+json"),
    ("webmanifest", "application/manifest+json"),
    ("xml", "application/xml; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("ttl", "text/turtle; charset=utf-8"),
    ("svg", "image/svg+xml; charset=utf-8"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("ico", "image/x-icon"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
    ("mp4", "video/mp4"),
    ("webm", "video/webm"),
    ("mp3", "audio/mpeg"),
    ("ogg", "audio/ogg"),
    ("wav", "audio/wav"),
    ("pdf", "application/pdf"),
    ("wasm", "application/wasm"),
    ("zip", "application/zip"),
    ("gz", "application/gzip"),
];

fn content_type(file: &str) -> &'static str {
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    let known = TYPES.iter().find(|(known, _)| extension.eq_ignore_ascii_case(known));
    known.map_or("application/octet-stream", |&(_, name)| name)
}
