//! The answer to each reference of a page, and what to say of those that have none.

use super::{
    Answer,
    address::{self, Address, Internal, decoded},
    labels::Named,
    targets::{Found, Resolved, Respelt, Tables, relative_path},
};
use crate::{
    data::nearest,
    diagnostic::{Checked, Code, Diagnostic},
    model::{
        Page, PageId,
        sections::{split, stem},
        whole,
    },
    parse::{Document, Form, Reference, Target},
};

/// Answers every reference of `page`.
pub(super) fn answer(tables: &Tables<'_>, page: &Page) -> Checked<Vec<Answer>> {
    let Some(document) = page.document() else { return Checked::clean(Vec::new()) };
    let mut asking = Asking { tables, page, document, complaints: Vec::new() };
    let answers = document.references.iter().map(|reference| asking.answer(reference)).collect();
    Checked { value: answers, diagnostics: asking.complaints }
}

struct Asking<'t> {
    tables: &'t Tables<'t>,
    page: &'t Page,
    document: &'t Document,
    complaints: Vec<Diagnostic>,
}

impl Asking<'_> {
    fn answer(&mut self, reference: &Reference) -> Answer {
        match &reference.target {
            Target::Address(written) => self.address(reference, written),
            Target::Wiki { name, fragment } => self.wiki(reference, name, fragment.as_deref()),
            Target::Concept { name, strict } => self.concept(reference, name, *strict),
        }
    }

    fn address(&mut self, reference: &Reference, written: &str) -> Answer {
        let image = is_image(&reference.form);
        match address::parse(written.trim(), image) {
            Address::External => Answer::External,
            Address::Unsafe => {
                let message = format!("`{}` runs code or carries a document", shortened(written));
                let help = "link to a page or a file; the address is left out".to_owned();
                self.say(Code::LinkUnsafe, reference, message, Some(help));
                Answer::Unsafe
            }
            Address::Internal(internal) if internal.path.is_empty() => {
                let Some(here) = self.here() else { return Answer::Broken };
                let fragment = internal.fragment.as_deref();
                self.at(reference, here, fragment, written)
            }
            Address::Internal(internal) => self.internal(reference, written, &internal, image),
        }
    }

    fn internal(
        &mut self,
        reference: &Reference,
        written: &str,
        internal: &Internal<'_>,
        image: bool,
    ) -> Answer {
        let Some(Resolved { found, respelt }) = self.tables.address(self.page, internal) else {
            self.broken(reference, internal, image);
            return Answer::Broken;
        };
        if let Some(respelt) = respelt {
            self.respelt(reference, written, found, &respelt, internal.suffix);
        }
        match found {
            Found::Page(page) if image => {
                let message = format!("`{written}` is a page, not an image");
                self.say(Code::BrokenImage, reference, message, None);
                let _ = page;
                Answer::Broken
            }
            Found::Page(page) => self.at(reference, page, internal.fragment.as_deref(), written),
            Found::File(file) => Answer::File(file, internal.suffix.into()),
            Found::Static(file) => Answer::Static(file, internal.suffix.into()),
        }
    }

    /// A page, and a place on it if the page has it.
    fn at(
        &mut self,
        reference: &Reference,
        target: PageId,
        fragment: Option<&str>,
        written: &str,
    ) -> Answer {
        let Some(fragment) = fragment.filter(|fragment| !goes_to_top(fragment)) else {
            let top = fragment.is_some() && self.here() == Some(target);
            return Answer::Page(target, top.then(|| "top".into()));
        };
        let page = self.tables.book.page(target);
        let fragment = fragment.strip_prefix("user-content-").unwrap_or(fragment);
        if has_anchor(page, fragment) {
            return Answer::Page(target, Some(fragment.into()));
        }
        let path = written.split('#').next().unwrap_or_default();
        if let Some(right) = same_letters(page, fragment) {
            let message = format!("`#{fragment}` is spelt `#{right}` here");
            let help = format!("write `{path}#{right}`");
            self.say(Code::LinkSpelling, reference, message, Some(help));
            return Answer::Page(target, Some(right.into()));
        }
        let on = if self.here() == Some(target) { "this page" } else { &format!("`{path}`") };
        let message = format!("no heading on {on} has the address `#{fragment}`");
        let near = nearest(fragment, anchors(page));
        let help = near.map(|near| format!("did you mean `{path}#{near}`?"));
        let mut complaint = self.complaint(Code::BrokenAnchor, reference, message, help);
        if let Some(document) = page.document().filter(|_| self.here() != Some(target)) {
            complaint = complaint.related(whole(document), "the page that it leads to");
        }
        self.complaints.push(complaint);
        Answer::Page(target, None)
    }

    fn wiki(&mut self, reference: &Reference, name: &str, fragment: Option<&str>) -> Answer {
        if let Form::WikiImage { .. } = reference.form {
            return self.wiki_image(reference, name);
        }
        let named = match self.here() {
            Some(here) if name.is_empty() => Named::One(here),
            _ => self.tables.wiki(self.page, name),
        };
        let plain = self.tables.book.config.plain;
        match named {
            Named::One(page) => self.wiki_at(reference, page, name, fragment),
            // In a plain folder nobody declared labels: the nearest page of that title is meant.
            Named::Several(pages) if plain => self.wiki_at(reference, pages[0], name, fragment),
            Named::Several(pages) => {
                self.ambiguous(reference, name, &pages);
                Answer::Broken
            }
            Named::None if plain => Answer::AsTyped,
            Named::None => {
                self.wanted(reference, name);
                Answer::Wanted
            }
        }
    }

    /// The place that a wiki link names by its heading's text or by its id.
    fn wiki_at(
        &mut self,
        reference: &Reference,
        page: PageId,
        name: &str,
        fragment: Option<&str>,
    ) -> Answer {
        let Some(fragment) = fragment else { return Answer::Page(page, None) };
        let target = self.tables.book.page(page);
        let heading = target.document().and_then(|document| {
            let last = fragment.rsplit('#').next().unwrap_or(fragment).trim();
            document.outline.iter().find(|heading| heading.text.eq_ignore_ascii_case(last))
        });
        match heading {
            Some(heading) => Answer::Page(page, Some(heading.id.as_str().into())),
            None => self.at(reference, page, Some(fragment), name),
        }
    }

    fn wiki_image(&mut self, reference: &Reference, name: &str) -> Answer {
        match self.tables.wiki_file(self.page, name) {
            Some(Found::File(file)) => Answer::File(file, "".into()),
            Some(Found::Static(file)) => Answer::Static(file, "".into()),
            Some(Found::Page(_)) | None if self.tables.book.config.plain => Answer::AsTyped,
            Some(Found::Page(page)) => Answer::Page(page, None),
            None => {
                let internal = Internal { path: name, suffix: "", fragment: None };
                self.broken(reference, &internal, true);
                Answer::Broken
            }
        }
    }

    fn concept(&mut self, reference: &Reference, name: &str, strict: bool) -> Answer {
        match self.tables.labels.find(name) {
            Named::One(page) => return Answer::Page(page, None),
            Named::Several(pages) => {
                self.ambiguous(reference, name, &pages);
                return Answer::Broken;
            }
            Named::None => {}
        }
        let internal = Internal { path: name, suffix: "", fragment: None };
        if looks_like_path(name)
            && let Some(Resolved { found: Found::Page(page), .. }) =
                self.tables.address(self.page, &internal)
        {
            return Answer::Page(page, None);
        }
        if is_markdown(name) {
            self.broken(reference, &internal, false);
            return Answer::Broken;
        }
        if !strict {
            self.wanted(reference, name);
            return Answer::Wanted;
        }
        let message = format!("no role or term is called `{name}`");
        let near = self.tables.labels.nearest(self.tables.book, name);
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write a page for it, or move it to `see`, which may name what has none".into(),
        };
        self.say(Code::UnknownConcept, reference, message, Some(help));
        Answer::Broken
    }

    fn wanted(&mut self, reference: &Reference, name: &str) {
        let message = format!("`{name}` has no page yet");
        self.say(Code::WantedTerm, reference, message, None);
    }

    fn ambiguous(&mut self, reference: &Reference, name: &str, pages: &[PageId]) {
        let book = self.tables.book;
        let labels: Vec<_> =
            pages.iter().map(|page| format!("`{}`", book.page(*page).label())).collect();
        let message = format!("`{name}` can mean {}", labels.join(" or "));
        let ids: Vec<_> = pages.iter().map(|page| format!("`{}`", book.page(*page).id)).collect();
        let help = format!("write the id of the one that is meant: {}", ids.join(" or "));
        let mut complaint = self.complaint(Code::AmbiguousConcept, reference, message, Some(help));
        for page in pages {
            if let Some(document) = book.page(*page).document() {
                let label = format!("`{}`", book.page(*page).label());
                complaint = complaint.related(whole(document), label);
            }
        }
        self.complaints.push(complaint);
    }

    fn respelt(
        &mut self,
        reference: &Reference,
        written: &str,
        found: Found,
        respelt: &Respelt,
        suffix: &str,
    ) {
        let here = split(&self.document.path).0;
        let right = match found {
            Found::Page(_) | Found::File(_) => relative_path(here, self.tables.path(found)),
            Found::Static(_) => format!("/{}", self.tables.path(found)),
        };
        let right = right.replace(' ', "%20");
        let (code, message) = match respelt {
            Respelt::Case(_) => {
                (Code::LinkCase, format!("`{written}` differs from the file's name in case"))
            }
            Respelt::Encoding => {
                (Code::LinkSpelling, format!("`{written}` is not spelt as an address is"))
            }
        };
        self.say(code, reference, message, Some(format!("write `{right}{suffix}`")));
    }

    fn broken(&mut self, reference: &Reference, internal: &Internal<'_>, image: bool) {
        let path = internal.path;
        let readable = decoded(path);
        let folder = split(&self.document.path).0;
        let file = address::join(folder, &readable);
        let book = self.tables.book;
        let (message, help) = match file {
            None => (format!("`{path}` leads out of the content folder"), None),
            Some(file) if book.drafts.iter().any(|draft| **draft == *file) => {
                let help = "publish the draft, or take the link out until then".to_owned();
                (format!("`{path}` is a draft, which is not published"), Some(help))
            }
            Some(file) if !image && book.files.iter().any(|it| is_below(&it.file.path, &file)) => {
                (format!("`{path}` is a folder without a page"), None)
            }
            Some(_) if image || (path.contains('.') && !is_markdown(path)) => {
                (format!("`{path}` is not a file"), None)
            }
            Some(_) => (format!("`{path}` is not a page"), None),
        };
        let near = || self.tables.nearest_path(self.page, path, image);
        let help = help.or_else(|| {
            near().map(|near| {
                format!("did you mean `{}{}`?", near.replace(' ', "%20"), internal.suffix)
            })
        });
        let code = if image { Code::BrokenImage } else { Code::BrokenLink };
        self.say(code, reference, message, help);
    }

    fn here(&self) -> Option<PageId> {
        self.tables.page_of(&self.document.path)
    }

    fn say(&mut self, code: Code, at: &Reference, message: String, help: Option<String>) {
        let complaint = self.complaint(code, at, message, help);
        self.complaints.push(complaint);
    }

    fn complaint(
        &self,
        code: Code,
        at: &Reference,
        message: String,
        help: Option<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, &self.document.file, at.span, message).help(help)
    }
}

/// Whether the reference shows a picture (or plays a film): a `data:` image may stand there.
fn is_image(form: &Form) -> bool {
    match form {
        Form::Image { .. } | Form::WikiImage { .. } | Form::Candidate => true,
        Form::Attribute { name, tag, .. } => {
            name == "poster"
                || (name == "src"
                    && matches!(tag.as_str(), "img" | "source" | "video" | "audio" | "input"))
        }
        Form::Link { .. } | Form::Wiki { .. } | Form::Field(_) => false,
    }
}

/// Fragments that every page answers: the top (HTML standard), and a browser's text directive.
fn goes_to_top(fragment: &str) -> bool {
    fragment.is_empty() || fragment.eq_ignore_ascii_case("top") || fragment.starts_with(":~:")
}

fn has_anchor(page: &Page, fragment: &str) -> bool {
    let Some(document) = page.document() else { return false };
    document.anchors.binary_search_by(|anchor| anchor.as_str().cmp(fragment)).is_ok()
        || document.heading.as_ref().is_some_and(|heading| heading.id == fragment)
}

fn anchors(page: &Page) -> Vec<&str> {
    let Some(document) = page.document() else { return Vec::new() };
    let heading = document.heading.iter().map(|heading| heading.id.as_str());
    heading.chain(document.anchors.iter().map(String::as_str)).collect()
}

/// The one id of the page with the same letters and digits, as another generator would spell it.
fn same_letters<'p>(page: &'p Page, fragment: &str) -> Option<&'p str> {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let wanted = letters(fragment);
    let mut fitting = anchors(page).into_iter().filter(|anchor| letters(anchor) == wanted);
    fitting.next().filter(|_| !wanted.is_empty() && fitting.next().is_none())
}

fn looks_like_path(name: &str) -> bool {
    name.contains('/') || is_markdown(name)
}

fn is_markdown(path: &str) -> bool {
    let (_, name) = split(path.trim_end_matches('/'));
    let extension = name.strip_prefix(stem(name)).unwrap_or_default();
    extension.eq_ignore_ascii_case(".md") || extension.eq_ignore_ascii_case(".markdown")
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// At most 60 characters of a long address.
fn shortened(address: &str) -> String {
    match address.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &address[..end]),
        None => address.to_owned(),
    }
}
