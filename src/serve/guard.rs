//! Who may ask: the author's own browser, and nothing that a foreign page can make it do.
//!
//! A preview shows drafts, and any page that the author has open elsewhere can send requests to it:
//! through a name that suddenly means 127.0.0.1 (DNS rebinding), or in the background.

use std::net::IpAddr;

use hyper::{HeaderMap, Method, http::request::Parts};

/// Names and addresses by which a request may call the preview.
#[derive(Clone, Copy, Debug)]
pub(super) struct Door<'a> {
    /// The address of this machine that the connection came to.
    pub at: IpAddr,
    /// The host as the author named it on the command line or in the config.
    pub host: &'a str,
    /// `[serve] allowed_hosts`.
    pub allowed: &'a [String],
}

/// Why a request is refused, in words for the author; `None` when it may pass.
pub(super) fn refusal(request: &Parts, door: &Door<'_>) -> Option<&'static str> {
    let Some(host) = only(&request.headers, "host") else {
        return Some("a request names its host, once");
    };
    if !door.knows(host) {
        return Some("this host is not known; `[serve] allowed_hosts` in rolebook.toml adds names");
    }
    let origin = request.headers.contains_key("origin");
    if origin && !only(&request.headers, "origin").is_some_and(|it| is_own_origin(it, host)) {
        return Some("this is not for other sites");
    }
    let site = request.headers.contains_key("sec-fetch-site");
    let own = matches!(only(&request.headers, "sec-fetch-site"), Some("same-origin" | "none"));
    if site && !own && !is_visit(request) {
        return Some("this is not for other sites");
    }
    None
}

impl Door<'_> {
    /// Whether `host`, as the header has it, is one of ours.
    fn knows(&self, host: &str) -> bool {
        let Some(name) = without_port(host) else { return false };
        if let Ok(address) = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
            // An address cannot be rebound, but only those that lead here have to do with us.
            let address = address.to_canonical();
            return address.is_loopback() || address == self.at;
        }
        let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
        // Browsers take every name below `localhost` for this machine, and ask no server.
        name == "localhost"
            || name.ends_with(".localhost")
            || self.allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(&name))
            || self.host.eq_ignore_ascii_case(&name)
    }
}

/// A host without its port; `None` when it is none. An IPv6 address keeps its brackets.
fn without_port(host: &str) -> Option<&str> {
    let end = match host.strip_prefix('[') {
        Some(rest) => rest.find(']')? + 2,
        None => host.find(':').unwrap_or(host.len()),
    };
    let (name, port) = host.split_at(end);
    let digits = port.strip_prefix(':').unwrap_or(port);
    let is_port = port.is_empty() || (port.len() > 1 && digits.parse::<u16>().is_ok());
    let is_name = |letter: u8| letter.is_ascii_alphanumeric() || b"-._:[]".contains(&letter);
    (is_port && !name.is_empty() && name.bytes().all(is_name)).then_some(name)
}

/// Whether `origin` is the site that `host` names. Both schemes count: a proxy may add TLS.
fn is_own_origin(origin: &str, host: &str) -> bool {
    let own = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    own.is_some_and(|own| own.eq_ignore_ascii_case(host))
}

/// Whether someone followed a link to here, as from a chat: a page in a tab of its own, which no
/// other site can look into.
fn is_visit(request: &Parts) -> bool {
    request.method == Method::GET
        && only(&request.headers, "sec-fetch-mode") == Some("navigate")
        && only(&request.headers, "sec-fetch-dest") == Some("document")
}

/// The value of a header that is there once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}
