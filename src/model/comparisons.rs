//! Comparisons: those that somebody wrote, and the pairs of roles that `[compare] auto` asks for.
//!
//! A comparison is known by the set of its subjects, and so is its address. That is settled before
//! links are, so that a link can lead there.

mod finder;
mod pairs;

use std::borrow::Borrow;

use rapidhash::RapidHashMap;

use self::finder::Finder;
use super::{
    Cache, Concept, Index, Kind, Names, Origin, Page, PageId, Redirect, Shape, UrlPath,
    url::{PART_BYTES, slug},
};
use crate::{
    config::Config,
    diagnostic::{Code, Diagnostic, words::counted},
    memo::Fingerprint,
    parse::{
        Document,
        front_matter::{Asked, ComparisonFront, NamedConcept},
    },
    source::{FileId, Place, Span},
};

/// A comparison has at least so many subjects, and at most.
const SUBJECTS: std::ops::RangeInclusive<usize> = 2..=6;

/// A comparison with a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comparison {
    /// Its page: written, or derived.
    pub page: PageId,
    /// The roles, in the author's order: 2 to 6, each once. Of a derived pair, in the order of ids.
    pub subjects: Vec<PageId>,
}

/// Every comparison with a page: each set of subjects once.
#[derive(Debug, Default)]
pub struct Comparisons {
    /// Those that somebody wrote, by page; then the pairs, the likest first.
    all: Vec<Comparison>,
    by_page: RapidHashMap<PageId, u32>,
    by_set: RapidHashMap<Vec<PageId>, u32>,
    of_role: RapidHashMap<PageId, Vec<u32>>,
}

impl Comparisons {
    /// All of them: those that somebody wrote, by page; then the pairs, the likest first.
    pub fn iter(&self) -> std::slice::Iter<'_, Comparison> {
        self.all.iter()
    }

    /// The comparison that a page is.
    pub fn on(&self, page: PageId) -> Option<&Comparison> {
        self.by_page.get(&page).map(|index| &self.all[*index as usize])
    }

    /// The comparison of these roles, in any order.
    pub fn of(&self, subjects: &[PageId]) -> Option<&Comparison> {
        self.by_set.get(&set(subjects)).map(|index| &self.all[*index as usize])
    }

    /// The comparisons that a role is a subject of, in the order of [`Comparisons::iter`].
    pub fn with(&self, role: PageId) -> impl Iterator<Item = &Comparison> {
        let indexes = self.of_role.get(&role).map_or(&[][..], Vec::as_slice);
        indexes.iter().map(|index| &self.all[*index as usize])
    }

    fn add(&mut self, comparison: Comparison) {
        let index = self.all.len() as u32;
        self.by_page.insert(comparison.page, index);
        self.by_set.insert(set(&comparison.subjects), index);
        for subject in &comparison.subjects {
            self.of_role.entry(*subject).or_default().push(index);
        }
        self.all.push(comparison);
    }
}

impl<'c> IntoIterator for &'c Comparisons {
    type Item = &'c Comparison;
    type IntoIter = std::slice::Iter<'c, Comparison>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The roles in the order of their pages: two comparisons of one set have it in common.
fn set(subjects: &[PageId]) -> Vec<PageId> {
    let mut set = subjects.to_vec();
    set.sort_unstable();
    set
}

/// The comparisons of a book. Written ones move to their addresses, pairs get pages of their own, and
/// other addresses of both lead there: the file's own, and that of two ids in reversed order.
///
/// The pairs' pages get their parent, the index of comparisons, when that is made.
pub(super) fn add(
    config: &Config,
    pages: &mut Vec<Page>,
    concepts: &[Concept],
    names: &Names,
    redirects: &mut Vec<Redirect>,
    cache: &Cache,
    complaints: &mut Vec<Diagnostic>,
) -> Comparisons {
    if config.plain {
        return Comparisons::default();
    }
    let finder = Finder::new(pages, concepts, names);
    let mut comparisons = written(&finder, complaints);
    let pairs = pairs::auto(config, &finder, &comparisons, cache, complaints);
    for comparison in &comparisons {
        let set = Set::of(pages, &comparison.subjects);
        let title = set_title(pages, comparison);
        let page = &mut pages[comparison.page.0 as usize];
        let mut also = set.reversed;
        if page.shape == Shape::Leaf {
            also.push(std::mem::replace(&mut page.url, set.url));
        } else {
            also.push(set.url);
        }
        page.title = title.unwrap_or_else(|| std::mem::take(&mut page.title));
        let url = page.url.clone();
        let others = also.into_iter().filter(|from| *from != url);
        redirects.extend(others.map(|from| Redirect { from, to: comparison.page, place: None }));
    }
    let taken: rapidhash::RapidHashSet<UrlPath> =
        pages.iter().map(|page| page.url.clone()).collect();
    for subjects in pairs {
        let Set { url, reversed, ids } = Set::of(pages, &subjects);
        if taken.contains(&url) {
            continue;
        }
        let page = PageId(pages.len() as u32);
        let title = versus(pages, &subjects);
        pages.push(pair(url, &ids, title));
        redirects.extend(reversed.into_iter().map(|from| Redirect { from, to: page, place: None }));
        comparisons.add(Comparison { page, subjects });
    }
    comparisons
}

fn pair(url: UrlPath, ids: &str, title: String) -> Page {
    Page {
        origin: Origin::Derived,
        kind: Kind::Comparison,
        shape: Shape::Index,
        index: Some(Index::Pair),
        url,
        id: slug(ids),
        title,
        parent: None,
        position: 0,
        children: Vec::new(),
        below: 0,
    }
}

/// What follows from a set of subjects.
struct Set {
    /// The address of its comparison.
    url: UrlPath,
    /// Of two subjects, the address with their ids in the other order.
    reversed: Vec<UrlPath>,
    /// The sorted ids, with `-vs-` between.
    ids: String,
}

impl Set {
    fn of(pages: &[Page], subjects: &[PageId]) -> Set {
        let mut ids: Vec<&str> =
            subjects.iter().map(|role| pages[role.0 as usize].id.as_str()).collect();
        ids.sort_unstable();
        let url = |ids: &[&str]| UrlPath::home().child("compare").child(&address(ids));
        let reversed = match ids[..] {
            [a, b] => vec![url(&[b, a])],
            _ => Vec::new(),
        };
        Set { url: url(&ids), reversed, ids: ids.join("-vs-") }
    }
}

/// The ids with `-vs-` between. What is too long for a disk is cut, and ends in a print of the whole, so
/// that the comparisons of six long names stay apart.
fn address(ids: &[&str]) -> String {
    let mut whole = ids.join("-vs-");
    if whole.len() > PART_BYTES {
        let print = Fingerprint::of([whole.as_bytes()]).hex8();
        whole.truncate(whole.floor_char_boundary(PART_BYTES - 1 - print.len()));
        whole.push('-');
        whole.push_str(&print);
    }
    whole
}

/// `A vs B`, by the roles' labels.
fn versus(pages: &[Page], subjects: &[PageId]) -> String {
    let labels = subjects.iter().map(|role| pages[role.0 as usize].label());
    labels.collect::<Vec<_>>().join(" vs ")
}

/// The title of a comparison whose author gave it none.
fn set_title(pages: &[Page], comparison: &Comparison) -> Option<String> {
    let document = pages[comparison.page.0 as usize].document()?;
    if document.front.title.is_some() || document.heading.is_some() {
        return None;
    }
    let title = versus(pages, &comparison.subjects);
    let angle = document.front.comparison.as_ref().and_then(|front| front.angle.as_ref());
    Some(match angle {
        Some(angle) => format!("{title} for {}", angle.value.text),
        None => title,
    })
}

/// The comparisons that somebody wrote, by page, each set of subjects once.
fn written(finder: &Finder<'_>, complaints: &mut Vec<Diagnostic>) -> Comparisons {
    let mut comparisons = Comparisons::default();
    for (index, page) in finder.pages.iter().enumerate() {
        let Some(document) = page.document() else { continue };
        let Some(front) = &document.front.comparison else { continue };
        if front.asked.subjects_place.is_none() {
            complaints.extend(no_subjects(document, front));
            continue;
        }
        let find = |named: &NamedConcept| finder.page(document, &named.name);
        let found = subjects(finder.pages, &document.file, &front.asked, find, complaints);
        let Some(subjects) = found else { continue };
        match comparisons.of(&subjects) {
            Some(first) => {
                let first = finder.pages[first.page.0 as usize].document();
                complaints.push(twice(document, front, first));
            }
            None => comparisons.add(Comparison { page: PageId(index as u32), subjects }),
        }
    }
    comparisons
}

/// The roles that a comparison or a directive of `file` names; `None` where that is no comparison.
/// `find` gives the page of a name; what has none is told elsewhere.
pub(crate) fn subjects(
    pages: &[impl Borrow<Page>],
    file: &FileId,
    asked: &Asked,
    find: impl Fn(&NamedConcept) -> Option<PageId>,
    complaints: &mut Vec<Diagnostic>,
) -> Option<Vec<PageId>> {
    let say = |span: Span, message| Diagnostic::new(Code::ComparisonSubjects, file, span, message);
    let mut roles: Vec<(PageId, &NamedConcept)> = Vec::new();
    let mut whole = true;
    for subject in &asked.subjects {
        let Some(role) = find(subject) else {
            whole = false;
            continue;
        };
        let page: &Page = pages[role.0 as usize].borrow();
        if page.kind != Kind::Role {
            complaints.push(say(subject.span, format!("`{}` is not a role", subject.name)));
            whole = false;
        } else if let Some((_, first)) = roles.iter().find(|(known, _)| *known == role) {
            let label = page.label();
            let message = format!("`{}` is compared with itself: it is `{label}`", subject.name);
            let place = Place { file: file.clone(), span: first.span };
            complaints.push(say(subject.span, message).related(place, "first named here"));
            whole = false;
        } else {
            roles.push((role, subject));
        }
    }
    if whole && !SUBJECTS.contains(&roles.len()) {
        let found = match roles.len() {
            0 => "none".to_owned(),
            count => counted(count, "subject"),
        };
        let message = format!("a comparison has two to six subjects, and this one has {found}");
        complaints.push(say(asked.subjects_place.unwrap_or_default(), message));
    }
    let roles: Vec<PageId> = roles.into_iter().map(|(role, _)| role).collect();
    // What is left of a set with a wrong name is no set that its author compares.
    (whole && SUBJECTS.contains(&roles.len())).then_some(roles)
}

/// A page without subjects that says it is a comparison, or has what only one has. One that is a
/// comparison by its folder may be prose alone.
fn no_subjects(document: &Document, front: &ComparisonFront) -> Option<Diagnostic> {
    let asked = &front.asked;
    let places = [
        asked.facets.first().map(|facet| facet.span),
        asked.cells.first().map(|cell| cell.span),
        front.choose.first().map(|choice| choice.pick.span),
        front.dimensions.first().map(|dimension| dimension.heading.span),
        document.front.kind.as_ref().map(|kind| kind.span),
    ];
    let span = places.into_iter().flatten().next()?;
    let message = "a comparison has `subjects`".to_owned();
    let complaint = Diagnostic::new(Code::ComparisonSubjects, &document.file, span, message);
    Some(complaint.help("as in `subjects: [technical-lead, staff-engineer]`".to_owned()))
}

fn twice(document: &Document, front: &ComparisonFront, first: Option<&Document>) -> Diagnostic {
    let span = front.asked.subjects_place.unwrap_or_default();
    let one = first.map_or("", |first| first.file.path());
    let message = format!("`{one}` and `{}` compare the same roles", document.file.path());
    let complaint = Diagnostic::new(Code::ComparisonTwice, &document.file, span, message)
        .help("several angles on one set are sections of one page".to_owned());
    let Some(first) = first else { return complaint };
    let place = first.front.comparison.as_ref().and_then(|front| front.asked.subjects_place);
    let place = Place { file: first.file.clone(), span: place.unwrap_or_default() };
    complaint.related(place, "the first, which counts")
}
