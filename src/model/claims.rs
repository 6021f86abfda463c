//! Every output file is claimed once, so that no page silently takes another's place.

use rapidhash::RapidHashMap;

use super::{BookFile, Page, Redirect, Shape, UrlPath, sections::stem_path, url::folded, whole};
use crate::{
    diagnostic::{Code, Diagnostic},
    discover::OtherFile,
    source::{FileId, Place, Span},
};

/// Who writes which output file, by its path in NFC and case-folded (as macOS and Windows compare).
#[derive(Clone, Debug, Default)]
pub struct Claims {
    by_path: RapidHashMap<String, Claim>,
    /// Folders that hold an output file: a file cannot take their place.
    folders: RapidHashMap<String, Claim>,
}

/// Who writes an output file.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Where it was asked for; `None` for a page that rolebook derived.
    pub place: Option<Place>,
    /// In words: `` the page `roles/sre.md` ``.
    pub who: String,
}

impl Claims {
    /// Claims `output` for `claim`, or gives the claim that stands in its way.
    pub fn take(&mut self, output: &str, claim: Claim) -> Result<(), Claim> {
        let path = folded(output);
        if let Some(other) = self.by_path.get(&path).or_else(|| self.folders.get(&path)) {
            return Err(other.clone());
        }
        let mut folder = path.as_str();
        while let Some((parent, _)) = folder.rsplit_once('/') {
            if let Some(other) = self.by_path.get(parent) {
                return Err(other.clone());
            }
            if self.folders.contains_key(parent) {
                break;
            }
            self.folders.insert(parent.to_owned(), claim.clone());
            folder = parent;
        }
        self.by_path.insert(path, claim);
        Ok(())
    }

    /// Whether `output` is claimed.
    pub fn holds(&self, output: &str) -> bool {
        self.by_path.contains_key(&folded(output))
    }
}

/// Claims the outputs of pages, static files and redirects, in this order.
///
/// A static file or an old address that comes too late is left out.
/// A page that comes too late gets a number at its address, so that everything after this stage
/// can rely on one address a page; the diagnostic keeps a handbook from being published like that.
pub(super) fn claim(
    pages: &mut [Page],
    redirects: &mut Vec<Redirect>,
    statics: &mut Vec<OtherFile>,
    complaints: &mut Vec<Diagnostic>,
) -> Claims {
    let mut claims = Claims::default();
    for page in pages.iter_mut() {
        let claim = page_claim(page);
        let wanted = page.url.clone();
        let mut number = 2;
        while let Err(other) = claims.take(&page.url.output(), claim.clone()) {
            if page.url == wanted {
                complaints.extend(taken(page, &wanted, &other));
            }
            page.url = numbered(&wanted, number);
            number += 1;
        }
    }
    statics.retain(|file| {
        let url = UrlPath::file(&file.path);
        claim_file(&mut claims, file, &url).map_err(|lost| complaints.push(lost)).is_ok()
    });
    redirects.retain(|redirect| {
        let who = match &redirect.place {
            Some(place) => format!("an old address of `{}`", place.file),
            None => format!("another address of `{}`", pages[redirect.to.0 as usize].url),
        };
        let claim = Claim { place: redirect.place.clone(), who };
        let Err(other) = claims.take(&redirect.from.output(), claim) else { return true };
        if let Some(place) = &redirect.place {
            let message =
                format!("the old address `{}` is already taken by {}", redirect.from, other.who);
            complaints.push(conflict(&place.file, place.span, message, other));
        }
        false
    });
    claims
}

/// Claims the output of a file that is copied to `url`.
pub(super) fn claim_file(
    claims: &mut Claims,
    file: &OtherFile,
    url: &UrlPath,
) -> Result<(), Diagnostic> {
    let place = Place { file: file.file.clone(), span: Span::default() };
    let who = format!("the file `{}`", file.file);
    claims.take(&url.output(), Claim { place: Some(place), who }).map_err(|other| {
        let message = format!("`{url}` is already written by {}", other.who);
        conflict(&file.file, Span::default(), message, other)
    })
}

/// The files with an address each: of two that would share one, as in the folders `UI UX` and
/// `ui-ux`, the later one gets a number, so that no page shows the wrong picture.
pub(super) fn told_apart(mut files: Vec<BookFile>) -> Vec<BookFile> {
    let path = |url: &UrlPath| folded(&url.output());
    // A number must not lead to what another file is called.
    let mut wanted: RapidHashMap<String, usize> = RapidHashMap::default();
    for (index, file) in files.iter().enumerate() {
        wanted.entry(path(&file.url)).or_insert(index);
    }
    for (index, file) in files.iter_mut().enumerate() {
        let first = file.url.clone();
        let mut number = 2;
        while *wanted.entry(path(&file.url)).or_insert(index) != index {
            file.url = numbered_file(&first, number);
            number += 1;
        }
    }
    files
}

fn page_claim(page: &Page) -> Claim {
    match page.document() {
        Some(document) => {
            Claim { place: Some(whole(document)), who: format!("the page `{}`", document.file) }
        }
        None => {
            let what = match page.shape {
                Shape::Tags => "the index of tags".to_owned(),
                Shape::Tag => format!("the page of the tag `{}`", page.title),
                Shape::Home | Shape::Section | Shape::Leaf | Shape::Index => {
                    format!("the list of the folder `{}`", page.url.as_str().trim_matches('/'))
                }
            };
            Claim { place: None, who: what }
        }
    }
}

fn taken(page: &Page, url: &UrlPath, other: &Claim) -> Option<Diagnostic> {
    // A derived page that finds its address taken is moved without a word: it has no author.
    let document = page.document()?;
    let message = format!("the address `{url}` is already taken by {}", other.who);
    let place = whole(document);
    Some(
        conflict(&place.file, place.span, message, other.clone())
            .help("give one of them another `slug`".to_owned()),
    )
}

fn conflict(file: &FileId, span: Span, message: String, other: Claim) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::AddressTaken, file, span, message);
    match other.place {
        Some(place) => diagnostic.related(place, "this one has it"),
        None => diagnostic,
    }
}

/// `/roles/map.png` with the number 2 is `/roles/map-2.png`.
fn numbered_file(url: &UrlPath, number: usize) -> UrlPath {
    let path = &url.as_str()[1..];
    let stem = stem_path(path);
    UrlPath::file(&format!("{stem}-{number}{}", &path[stem.len()..]))
}

/// `/roles/sre/` with the number 2 is `/roles/sre-2/`.
fn numbered(url: &UrlPath, number: usize) -> UrlPath {
    match url.as_str().strip_suffix('/') {
        Some(path) => UrlPath::written(&format!("{path}-{number}/")),
        None => UrlPath::written(&format!("{url}-{number}/")),
    }
}
