//! The answer to each reference of a page, and what to say of those that have none.

mod concepts;

use std::sync::Arc;

use rapidhash::RapidHashSet;

use super::{
    Answer,
    address::{self, Address, Internal, decoded},
    advice::Seek,
    sought::{Sought, is_image},
    targets::{Found, Resolved, Respelt, Tables, Wiki, relative_path},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{
        Named, Page, PageId, fold,
        sections::{join, split, stem},
        url::encode,
        whole,
    },
    parse::{Document, Form, Reference, Target},
};

/// What came of a page's references, beside the answers.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// What to say of those that have none.
    pub(super) complaints: Vec<Diagnostic>,
    /// The complaints, by index, that the nearest right name would help.
    pub(super) seeks: Vec<(usize, Seek)>,
    /// The complaints, by index, of names without a page: what was sought by which name, folded.
    pub(super) wanted: Vec<(usize, Sought, String)>,
    /// The names that were looked up, folded, as prints: where nobody is called otherwise that has one
    /// of them, the answers stay.
    names: Vec<u64>,
}

impl Asked {
    /// Whether one of `names` (prints of folded names, as [`print()`] makes them) was looked up.
    pub(super) fn named(&self, names: &RapidHashSet<u64>) -> bool {
        self.names.iter().any(|name| names.contains(name))
    }
}

/// The print of a folded name. Two names that share one cost an answer that is sought once more.
pub(super) fn print(folded: &str) -> u64 {
    rapidhash::v3::rapidhash_v3(folded.as_bytes())
}

/// Answers every reference of the page `id`.
pub(super) fn answer(tables: &Tables<'_>, id: PageId) -> (Arc<[Answer]>, Asked) {
    let page = tables.book.page(id);
    let Some(document) = page.document() else { return Default::default() };
    let mut asking = Asking { tables, id, page, document, asked: Asked::default() };
    let answers = document.references.iter().map(|reference| asking.answer(reference)).collect();
    let mut asked = asking.asked;
    asked.names.sort_unstable();
    asked.names.dedup();
    asked.names.shrink_to_fit();
    (answers, asked)
}

struct Asking<'t, 'b> {
    tables: &'t Tables<'b>,
    id: PageId,
    page: &'t Page,
    document: &'t Document,
    asked: Asked,
}

impl Asking<'_, '_> {
    fn answer(&mut self, reference: &Reference) -> Answer {
        match &reference.target {
            Target::Address(written) => self.address(reference, written),
            Target::Wiki { name, fragment } => self.wiki(reference, name, fragment.as_deref()),
            Target::Concept { name, strict } => self.concept(reference, name, *strict),
            Target::Prose(name) => match self.find(name) {
                Named::One(concept) => self.concept_answer(concept),
                Named::Several(_) | Named::None => Answer::AsTyped,
            },
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
            Address::Machine(path) => {
                self.on_machine(reference, written, &path, image);
                Answer::Broken
            }
            Address::Internal(internal) if internal.path.is_empty() => {
                let fragment = internal.fragment.as_deref();
                self.at(reference, self.id, fragment, written)
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
        let resolved = self.tables.address(self.page, internal);
        let is_plain = resolved.as_ref().is_some_and(|it| it.respelt.is_none());
        // As it is spelt it leads nowhere; its marks may be part of the file's name.
        let marked = if is_plain { None } else { self.tables.marked(self.page, written) };
        if let Some((found, suffix)) = marked {
            self.respelt(reference, written, found, &Respelt::Encoding, suffix);
            return self.found(reference, written, found, suffix, image);
        }
        let Some(Resolved { found, respelt }) = resolved else {
            self.broken(reference, internal, image);
            return Answer::Broken;
        };
        if let Some(respelt) = respelt {
            self.respelt(reference, written, found, &respelt, internal.suffix);
        }
        self.found(reference, written, found, internal.suffix, image)
    }

    /// What was found, and the place that the address's `suffix` names on it.
    fn found(
        &mut self,
        reference: &Reference,
        written: &str,
        found: Found,
        suffix: &str,
        image: bool,
    ) -> Answer {
        match found {
            Found::Page(page) if image => {
                let message = format!("`{written}` is a page, not an image");
                self.say(Code::BrokenImage, reference, message, None);
                let _ = page;
                Answer::Broken
            }
            Found::Page(page) => {
                let fragment = suffix.split_once('#').map(|(_, fragment)| decoded(fragment));
                self.at(reference, page, fragment.as_deref(), written)
            }
            Found::File(file) => Answer::File(file, suffix.into()),
            Found::Static(file) => Answer::Static(file, suffix.into()),
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
            let top = fragment.is_some() && self.id == target;
            return Answer::Page(target, top.then(|| "top".into()));
        };
        let page = self.tables.book.page(target);
        let fragment = fragment.strip_prefix("user-content-").unwrap_or(fragment);
        if has_anchor(page, fragment) {
            return Answer::Page(target, Some(fragment.into()));
        }
        let path = written.split('#').next().unwrap_or_default();
        if let Some(right) = self.tables.same_letters(target, fragment) {
            let message = format!("`#{fragment}` is spelt `#{right}` here");
            let help = format!("write `{path}#{right}`");
            self.say(Code::LinkSpelling, reference, message, Some(help));
            return Answer::Page(target, Some(right.into()));
        }
        let on = if self.id == target { "this page" } else { &format!("`{path}`") };
        let message = format!("no heading on {on} has the address `#{fragment}`");
        let mut complaint = self.complaint(Code::BrokenAnchor, reference, message, None);
        if let Some(document) = page.document().filter(|_| self.id != target) {
            complaint = complaint.related(whole(document), "the page that it leads to");
        }
        if let Some((found, suffix)) = self.tables.marked(self.page, written) {
            let right = self.right_path(found);
            complaint = complaint.help(format!("did you mean `{right}{suffix}`?"));
        } else {
            let (path, wrong) = (path.to_owned(), fragment.to_owned());
            let seek = Seek::Anchor { page: target, path, wrong };
            self.asked.seeks.push((self.asked.complaints.len(), seek));
        }
        self.asked.complaints.push(complaint);
        Answer::Page(target, None)
    }

    fn wiki(&mut self, reference: &Reference, name: &str, fragment: Option<&str>) -> Answer {
        if let Form::WikiImage { .. } = reference.form {
            return self.wiki_image(reference, name);
        }
        let found = match name {
            "" => Wiki::Found(Found::Page(self.id)),
            name => self.wiki_name(name),
        };
        match found {
            Wiki::Concept(concept) if fragment.is_none() => self.concept_answer(concept),
            Wiki::Concept(concept) => {
                let page = self.tables.book.concept(concept).page;
                self.wiki_at(reference, page, name, fragment)
            }
            Wiki::Found(Found::Page(page)) => self.wiki_at(reference, page, name, fragment),
            Wiki::Found(Found::File(file)) => Answer::File(file, "".into()),
            Wiki::Found(Found::Static(file)) => Answer::Static(file, "".into()),
            Wiki::Several(concepts) => {
                self.ambiguous(reference, name, &concepts);
                Answer::Broken
            }
            Wiki::None if self.tables.book.config.plain => Answer::AsTyped,
            Wiki::None => {
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
        // `#^x` names a block, which has no address of its own.
        let Some(fragment) = fragment.filter(|fragment| !fragment.starts_with('^')) else {
            return Answer::Page(page, None);
        };
        let target = self.tables.book.page(page);
        let heading = target.document().and_then(|document| {
            let last = fold(fragment.rsplit('#').next().unwrap_or(fragment));
            let mut headings = document.heading.iter().chain(&document.outline);
            headings.find(|heading| fold(&heading.text) == last)
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

    fn respelt(
        &mut self,
        reference: &Reference,
        written: &str,
        found: Found,
        respelt: &Respelt,
        suffix: &str,
    ) {
        let right = self.right_path(found);
        let (code, message) = match respelt {
            Respelt::Case => {
                (Code::LinkCase, format!("`{written}` differs from the file's name in case"))
            }
            Respelt::Encoding => {
                (Code::LinkSpelling, format!("`{written}` is not spelt as an address is"))
            }
        };
        self.say(code, reference, message, Some(format!("write `{right}{suffix}`")));
    }

    /// The path of something found, as this page writes it.
    fn right_path(&self, found: Found) -> String {
        let here = split(&self.document.path).0;
        encoded(&match found {
            Found::Page(_) | Found::File(_) => relative_path(here, self.tables.path(found)),
            Found::Static(_) => format!("/{}", self.tables.path(found)),
        })
    }

    /// An address that only the author's own machine can open, at `path` there.
    fn on_machine(&mut self, reference: &Reference, written: &str, path: &str, image: bool) {
        let message = format!(
            "`{}` is a file of your own machine, which readers do not have",
            shortened(written)
        );
        let (path, suffix) = path.split_at(path.find(['#', '?']).unwrap_or(path.len()));
        let path = decoded(path);
        let fits = |found: &Found| !image || !matches!(found, Found::Page(_));
        let help = match self.tables.tail(&path).filter(fits) {
            Some(found) => format!("did you mean `{}{suffix}`?", self.right_path(found)),
            None => match split(path.trim_end_matches('/')).1 {
                "" => "put what it leads to into the handbook, and link to it there".to_owned(),
                name => format!("put it beside this page, and link to `{}`", encoded(name)),
            },
        };
        let code = if image { Code::BrokenImage } else { Code::BrokenLink };
        self.say(code, reference, message, Some(help));
    }

    fn broken(&mut self, reference: &Reference, internal: &Internal<'_>, image: bool) {
        let path = internal.path;
        let readable = decoded(path);
        let folder = split(&self.document.path).0;
        let file = join(folder, &readable);
        let mut help = None;
        let message = match file {
            None => format!("`{path}` leads out of the content folder"),
            Some(file) if self.tables.is_draft(&file) => {
                help = Some(DRAFT.to_owned());
                format!("`{path}` is a draft, which is not published")
            }
            Some(file) if !image && self.tables.is_folder(&file) => {
                format!("`{path}` is a folder without a page")
            }
            Some(_) if image || (path.contains('.') && !is_markdown(path)) => {
                format!("`{path}` is not a file")
            }
            Some(_) => format!("`{path}` is not a page"),
        };
        let suffix = internal.suffix;
        let sought = Sought::by(&reference.form);
        let same = || {
            let same = self.tables.same_name(self.page, &Tables::key(path, image), sought)?;
            Some(format!("did you mean `{}{suffix}`?", encoded(&same)))
        };
        if help.is_none() {
            let (wrong, suffix) = (path.to_owned(), suffix.to_owned());
            let (start, end) = (reference.text.start as usize, reference.text.end as usize);
            let text = self.document.body.text.get(start..end).unwrap_or_default().to_owned();
            let seek = Seek::Path { from: self.id, wrong, suffix, sought, text };
            self.asked.seeks.push((self.asked.complaints.len(), seek));
        }
        let help = help.or_else(same);
        let code = if image { Code::BrokenImage } else { Code::BrokenLink };
        self.say(code, reference, message, help);
    }

    fn say(&mut self, code: Code, at: &Reference, message: String, help: Option<String>) {
        let complaint = self.complaint(code, at, message, help);
        self.asked.complaints.push(complaint);
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

/// A path as a link writes it.
pub(super) fn encoded(path: &str) -> String {
    let mut written = String::with_capacity(path.len());
    encode(path, &mut written);
    written
}

/// What to do about a link to a draft.
const DRAFT: &str = "publish the draft, or take the link out until then";

/// Fragments that every page answers: the top (HTML standard), and a browser's text directive.
fn goes_to_top(fragment: &str) -> bool {
    fragment.is_empty() || fragment.eq_ignore_ascii_case("top") || fragment.starts_with(":~:")
}

fn has_anchor(page: &Page, fragment: &str) -> bool {
    let Some(document) = page.document() else { return false };
    document.anchors.binary_search_by(|anchor| anchor.as_str().cmp(fragment)).is_ok()
}

/// Every id of a page.
pub(super) fn anchors(page: &Page) -> impl Iterator<Item = &str> {
    page.document().into_iter().flat_map(|document| document.anchors.iter().map(String::as_str))
}

/// Whether a path names a Markdown file.
pub(super) fn is_markdown(path: &str) -> bool {
    let (_, name) = split(path.trim_end_matches('/'));
    let extension = name.strip_prefix(stem(name)).unwrap_or_default();
    extension.eq_ignore_ascii_case(".md") || extension.eq_ignore_ascii_case(".markdown")
}

/// At most 60 characters of a long address.
fn shortened(address: &str) -> String {
    match address.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &address[..end]),
        None => address.to_owned(),
    }
}
