//! An address as written, taken apart.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// What kind of address it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Address<'a> {
    /// On another site, or not on the web (`mailto:`): has a scheme or begins with `//`.
    External,
    /// A scheme that runs code or smuggles a document: `javascript:`, `vbscript:`, `data:`.
    Unsafe,
    /// A file of the author's own machine: `file:`, or a path that begins with a drive. It is given with
    /// slashes, without its scheme.
    Machine(Cow<'a, str>),
    /// On this site.
    Internal(Internal<'a>),
}

/// An address on this site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Internal<'a> {
    /// The path as written; empty for a place on the same page.
    pub(super) path: &'a str,
    /// `?…#…` as written.
    pub(super) suffix: &'a str,
    /// What follows `#`, percent-decoded.
    pub(super) fragment: Option<Cow<'a, str>>,
}

/// Takes an address apart. `image` allows `data:` images.
pub(super) fn parse(address: &str, image: bool) -> Address<'_> {
    match scheme(address).as_deref() {
        Some("javascript" | "vbscript") => return Address::Unsafe,
        Some("data") if image && is_data_image(address) => return Address::External,
        Some("data") => return Address::Unsafe,
        Some("file") => return Address::Machine(after_scheme(address)),
        Some(drive) if drive.len() == 1 && after_scheme(address).contains('/') => {
            return Address::Machine(after_scheme(address));
        }
        Some(_) => return Address::External,
        None if address.starts_with("//") => return Address::External,
        None => {}
    }
    let path_end = address.find(['#', '?']).unwrap_or(address.len());
    let (path, suffix) = address.split_at(path_end);
    let fragment = suffix.split_once('#').map(|(_, fragment)| decoded(fragment));
    Address::Internal(Internal { path, suffix, fragment })
}

/// The scheme that a browser would see: it skips white space and control characters (URL standard,
/// "basic URL parser"), so `java\tscript:` is one. Lower case.
fn scheme(address: &str) -> Option<String> {
    let mut scheme = String::new();
    for character in address.chars().filter(|character| *character > ' ' && *character != '\x7f') {
        match character {
            ':' if !scheme.is_empty() => return Some(scheme),
            'a'..='z' | 'A'..='Z' => scheme.push(character.to_ascii_lowercase()),
            '0'..='9' | '+' | '-' | '.' if !scheme.is_empty() => scheme.push(character),
            _ => return None,
        }
    }
    None
}

/// What follows the first colon, with slashes for Windows' backslashes.
fn after_scheme(address: &str) -> Cow<'_, str> {
    let (_, rest) = address.split_once(':').unwrap_or_default();
    if rest.contains('\\') { rest.replace('\\', "/").into() } else { rest.into() }
}

/// `data:image/…`. An SVG runs no scripts where it is an image (HTML standard, "secure static mode").
fn is_data_image(address: &str) -> bool {
    address.trim().to_ascii_lowercase().starts_with("data:image/")
}

/// Percent-decoded, where that gives text.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, expected: &str) {
        let verdict = match parse(address, false) {
            Address::External => "external".to_owned(),
            Address::Unsafe => "unsafe".to_owned(),
            Address::Machine(path) => format!("machine {path}"),
            Address::Internal(internal) => {
                format!("{} {}", internal.path, internal.fragment.as_deref().unwrap_or("-"))
            }
        };
        assert_eq!(verdict, expected, "{address}");
    }

    #[test]
    fn schemes_are_seen_as_a_browser_sees_them() {
        check("https://example.org/", "external");
        check("mailto:a@b.org", "external");
        check("//cdn.example", "external");
        check("javascript:alert(1)", "unsafe");
        check(" JaVa\tScRiPt:alert(1)", "unsafe");
        check("data:text/html,x", "unsafe");
        check("a/b:c.md", "a/b:c.md -");
        check("file:///home/a.md", "machine ///home/a.md");
        check("File:a.md", "machine a.md");
        check("C:\\a\\b.md#c", "machine /a/b.md#c");
        check("d:/a.md", "machine /a.md");
        check("file.md:12", "external");
        check("x:y.md", "external");
        check("c:", "external");
        check("web+file:///a", "external");
        check("toil.md#why%20not", "toil.md why not");
        check("#here", " here");
        check("a.md?x=1#y", "a.md y");
    }
}
