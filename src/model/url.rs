//! Addresses: how a path becomes one, and how one page names another.

use std::{fmt, sync::Arc};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// An address within the site, not percent-encoded: starts with `/`, and ends with `/` for a page
/// in a folder of its own (`/roles/technical-lead/`), without for a file (`/404.html`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct UrlPath(Arc<str>);

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl UrlPath {
    /// The address of the home page.
    pub fn home() -> UrlPath {
        UrlPath("/".into())
    }

    /// The address `text`, which an author wrote: `/` is put before it, and after it unless its last
    /// part has an extension that hosts serve as a page (`.html`, `.htm`, `.xml`, `.txt`, `.json`).
    pub fn written(text: &str) -> UrlPath {
        let text = text.trim();
        // `a//b` is `a/b` on a disk, and so it is here.
        let path = text.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        let file = FILE_EXTENSIONS.iter().any(|extension| text.ends_with(extension));
        match &*path {
            "" => UrlPath::home(),
            path if file => UrlPath(format!("/{path}").into()),
            path => UrlPath(format!("/{path}/").into()),
        }
    }

    /// The address of a file at `path` below the output folder.
    pub fn file(path: &str) -> UrlPath {
        UrlPath(format!("/{path}").into())
    }

    /// The address of a page named `slug` in this folder.
    pub fn child(&self, slug: &str) -> UrlPath {
        UrlPath(format!("{}{slug}/", self.folder()).into())
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file to write, relative to the output folder: `roles/technical-lead/index.html`.
    pub fn output(&self) -> String {
        let path = &self.0[1..];
        if self.0.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
    }

    /// What stands before the last `/`, with it: the folder that relative addresses start from.
    pub fn folder(&self) -> &str {
        let slash = self.0.bytes().rposition(|byte| byte == b'/');
        &self.0[..=slash.unwrap_or(0)]
    }

    /// Whether it is `page` or stands in the folder of `page`.
    pub fn is_below(&self, page: &UrlPath) -> bool {
        self.0.starts_with(page.folder())
    }

    /// Whether it is a folder in the folder of `page`.
    pub fn is_child_of(&self, page: &UrlPath) -> bool {
        let name = self.0.strip_prefix(page.folder()).and_then(|rest| rest.strip_suffix('/'));
        name.is_some_and(|name| !name.is_empty() && !name.contains('/'))
    }

    /// This address as the page at `from` writes it: relative and percent-encoded.
    pub fn relative_to(&self, from: &UrlPath) -> String {
        let from_folder = from.folder();
        let shared = shared_folder(from_folder, self.folder());
        let up = from_folder[shared.len()..].bytes().filter(|byte| *byte == b'/').count();
        let down = &self.0[shared.len()..];
        let mut relative = String::with_capacity(up * 3 + down.len() + 2);
        (0..up).for_each(|_| relative.push_str("../"));
        if up == 0 {
            relative.push_str("./");
        }
        encode(down, &mut relative);
        relative
    }

    /// This address, and perhaps a place there, below `base` (an absolute address): for what is read
    /// outside of the site and by more than browsers, so ASCII alone (RFC 3986).
    pub fn absolute(&self, base: &str, fragment: Option<&str>) -> String {
        use fmt::Write as _;
        let mut path = String::new();
        encode(&self.0, &mut path);
        if let Some(fragment) = fragment {
            path.push('#');
            encode(fragment, &mut path);
        }
        let mut address = base.trim_end_matches('/').to_owned();
        for character in path.chars() {
            if character.is_ascii() {
                address.push(character);
            } else {
                for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(address, "%{byte:02X}");
                }
            }
        }
        address
    }

    /// This address from the server's root, for pages that are served at any depth (404).
    pub fn below(&self, base_path: &str) -> String {
        let mut absolute = base_path.trim_end_matches('/').to_owned();
        encode(&self.0, &mut absolute);
        absolute
    }
}

/// Endings that make a written address a file and not a folder.
const FILE_EXTENSIONS: [&str; 5] = [".html", ".htm", ".xml", ".txt", ".json"];

/// The longest folder path that begins both.
fn shared_folder<'a>(a: &'a str, b: &str) -> &'a str {
    let shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    // Both end with `/`, so the last `/` within the shared bytes closes a whole folder name.
    let end = a.as_bytes()[..shared].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
    &a[..end]
}

/// Percent-encodes what cannot stand in a path (RFC 3986 section 3.3), letters of any script left
/// as they are (the WHATWG URL standard encodes them when a browser asks).
pub fn encode(path: &str, into: &mut String) {
    use fmt::Write as _;
    let is_unfit = |byte: u8| {
        byte <= b' '
            || matches!(byte, b'"' | b'#' | b'%' | b'<' | b'>' | b'?' | b'`' | b'{' | b'}')
            || matches!(byte, b'\\' | b'^' | b'|' | b'[' | b']' | b'\x7f')
    };
    let mut rest = path;
    while let Some(at) = rest.bytes().position(is_unfit) {
        into.push_str(&rest[..at]);
        let _ = write!(into, "%{:02X}", rest.as_bytes()[at]);
        rest = &rest[at + 1..];
    }
    into.push_str(rest);
}

/// The most bytes of one part of an address: disks end at 255, and a number or an extension needs
/// room too.
pub const PART_BYTES: usize = 200;

/// The slug of a name: letters, digits and marks of any script, lower case, with `-` between. Where
/// nothing is left it is the name itself, with `-` for what would lead elsewhere (`..`, `/`).
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    let mut add = |character: char| {
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if character.is_alphanumeric() || is_combining_mark(character) {
            slug.extend(character.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    };
    // Composing costs more than all else, and changes no ASCII.
    if name.is_ascii() {
        name.chars().for_each(&mut add);
    } else {
        name.nfc().for_each(&mut add);
    }
    if slug.is_empty() {
        let safe = |letter: char| !matches!(letter, '.' | '/' | '\\') && !letter.is_control();
        slug.extend(name.chars().map(|letter| if safe(letter) { letter } else { '-' }));
        return part(slug);
    }
    slug = part(slug);
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// A text cut to [`PART_BYTES`].
pub(super) fn part(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(PART_BYTES));
    text
}

/// A path as case-insensitive file systems compare it: NFC, full case folding.
pub fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    caseless::default_case_fold_str(&path.nfc().collect::<String>()).nfc().collect()
}

/// A file or folder name spelt out as a title: `agile-development` is "Agile development".
pub fn spelt_out(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_relative(from: &str, to: &str, expected: &str) {
        assert_eq!(UrlPath(to.into()).relative_to(&UrlPath(from.into())), expected);
    }

    #[test]
    fn an_address_is_written_from_where_the_page_stands() {
        check_relative("/", "/", "./");
        check_relative("/", "/roles/", "./roles/");
        check_relative("/roles/", "/", "../");
        check_relative("/roles/sre/", "/roles/sre/", "./");
        check_relative("/roles/sre/", "/roles/srx/", "../srx/");
        check_relative("/roles/sre/", "/terms/toil/", "../../terms/toil/");
        check_relative("/roles/sre/", "/roles/", "../");
        check_relative("/roles/sre/", "/roles/sre/img/a b.png", "./img/a%20b.png");
        check_relative("/404.html", "/roles/", "./roles/");
    }

    #[test]
    fn a_child_is_one_folder_below() {
        let page = |url: &str| UrlPath(url.into());
        assert!(page("/roles/sre/").is_child_of(&page("/roles/")));
        assert!(!page("/roles/").is_child_of(&page("/roles/")));
        assert!(!page("/roles/a/b/").is_child_of(&page("/roles/")));
        assert!(!page("/roles/a.html").is_child_of(&page("/roles/")));
        assert!(page("/roles/a/b/").is_below(&page("/roles/")));
        assert!(!page("/rolesx/").is_below(&page("/roles/")));
    }

    #[track_caller]
    fn check_slug(name: &str, expected: &str) {
        assert_eq!(slug(name), expected);
    }

    #[test]
    fn a_slug_keeps_letters_digits_and_marks_of_any_script() {
        check_slug("Technical Lead", "technical-lead");
        check_slug("01_Intro (draft)", "01-intro-draft");
        check_slug("Über uns", "über-uns");
        check_slug("日本語", "日本語");
        check_slug("हिन्दी", "हिन्दी");
        check_slug("++", "++");
        check_slug("..", "--");
        check_slug("/", "-");
        check_slug("\u{1}", "-");
        check_slug(&format!("a{}", "é".repeat(150)), &format!("a{}", "é".repeat(99)));
        check_slug(&"☃".repeat(100), &"☃".repeat(66));
    }

    #[test]
    fn a_written_address_is_a_folder_unless_it_names_a_file() {
        assert_eq!(UrlPath::written("roles/tl").as_str(), "/roles/tl/");
        assert_eq!(UrlPath::written("/old.html").as_str(), "/old.html");
        assert_eq!(UrlPath::written("/").as_str(), "/");
        assert_eq!(UrlPath::written("/v1.2").as_str(), "/v1.2/");
        assert_eq!(UrlPath::written("/a//b/").as_str(), "/a/b/");
        assert_eq!(UrlPath::written("/a.html/").as_str(), "/a.html/");
    }
}
