//! Careers as pages show them: the ways around one role, and all of them on their index.

mod pictures;

use std::{cmp::Ordering, collections::BTreeSet};

use super::{
    body::{Addressing, Body},
    diagram::Drawing,
    edges::concept_link,
    view::{CareerRoleView, CareerTrackView, CareerView, CareersView, NameView, WayView, WaysView},
};
use crate::{
    link::{CareerMove, CareerRole, End, LinkedBook, TRACKS, asked},
    model::{ConceptId, Index, PageId, fold, natural, url::slug},
    parse::{DirectiveKind, Fragment, front_matter::CareerKind, words_of},
};

/// Roles around one that its picture shows at most: more are read better in a list.
const AROUND: usize = 16;

/// The ways around the role that page `id` is; `None` on other pages, and without any.
pub(super) fn on_page<'a>(
    linked: &'a LinkedBook,
    id: PageId,
    addressing: &Addressing<'a>,
) -> Option<CareerView<'a>> {
    let role = linked.book.own_concept(id)?;
    Drawn { linked, here: Some(id), addressing }.around(role, "page:career")
}

/// The ways into a role and on from it that the directive `index` of a page asks for.
pub(super) fn directive<'a>(index: u32, body: &Body<'a>) -> Option<CareerView<'a>> {
    let DirectiveKind::Career(named) = &body.document.directives[index as usize].kind else {
        return None;
    };
    let role = asked(&body.linked.book, body.page, body.answers, named.as_ref())?;
    let drawn = Drawn { linked: body.linked, here: None, addressing: &body.addressing };
    drawn.around(role, &format!("page:career-{}", index + 1))
}

/// What the index of careers on page `id` shows; `None` on other pages.
pub(super) fn index<'a>(
    linked: &'a LinkedBook,
    id: PageId,
    addressing: &Addressing<'a>,
) -> Option<CareersView<'a>> {
    if linked.book.page(id).index != Some(Index::Careers) {
        return None;
    }
    let drawn = Drawn { linked, here: None, addressing };
    let mut roles: Vec<&CareerRole> = linked.careers.roles().iter().collect();
    roles.sort_by(|a, b| {
        a.rank.cmp(&b.rank).then_with(|| natural(drawn.title(&a.end), drawn.title(&b.end)))
    });
    // The picture of all has this one.
    let mut ids = BTreeSet::from(["careers:all".to_owned()]);
    let tracks = tracks(&roles, |role| role.track.as_deref());
    let alone = tracks.len() == 1;
    let view = |(track, roles): (&'a str, Vec<&'a CareerRole>)| CareerTrackView {
        track,
        title: track_title(track, alone),
        id: unused_id(track, &mut ids),
        roles: roles.into_iter().map(|role| drawn.listed(role)).collect(),
    };
    Some(CareersView {
        title: "From role to role",
        drawings: if addressing.draws() { drawn.pictures(&roles) } else { Vec::new() },
        tracks: tracks.into_iter().map(view).collect(),
        count: roles.len(),
    })
}

/// What the roles of a track are headed by; `alone` where there is no other track.
fn track_title(track: &str, alone: bool) -> String {
    let name = match track_name(track) {
        "" if alone => "roles",
        "" => "without a track",
        name => name,
    };
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A track's name in full.
fn track_name(track: &str) -> &str {
    if fold(track) == "ic" { "individual contributor" } else { track }
}

fn unused_id(track: &str, ids: &mut BTreeSet<String>) -> String {
    let name = if track.is_empty() { "no-track".to_owned() } else { slug(track) };
    let numbered = (1..).map(|number: u32| match number {
        1 => format!("careers:{name}"),
        number => format!("careers:{name}-{number}"),
    });
    let mut unused = numbered.filter(|id| ids.insert(id.clone()));
    unused.next().unwrap_or_default()
}

/// What has a track, by track: those of the content model first, the others by name, what has none last.
/// What is in one track keeps its order.
fn tracks<'a, T: Copy>(all: &[T], track: impl Fn(T) -> Option<&'a str>) -> Vec<(&'a str, Vec<T>)> {
    let folded = |it: T| fold(track(it).unwrap_or_default());
    let place = |folded: &str| {
        let known = TRACKS.iter().position(|known| *known == folded).unwrap_or(TRACKS.len());
        (folded.is_empty(), known)
    };
    let mut by_track: Vec<(String, T)> = all.iter().map(|it| (folded(*it), *it)).collect();
    by_track.sort_by(|(a, _), (b, _)| place(a).cmp(&place(b)).then_with(|| natural(a, b)));
    by_track
        .chunk_by(|(a, _), (b, _)| a == b)
        .map(|of_one| {
            let name = track(of_one[0].1).unwrap_or_default();
            (name, of_one.iter().map(|(_, it)| *it).collect())
        })
        .collect()
}

/// What draws careers on one page.
#[derive(Clone, Copy)]
struct Drawn<'a, 'b> {
    linked: &'a LinkedBook,
    /// The page whose own texts have links to what they mention and marks of what they cite.
    here: Option<PageId>,
    addressing: &'b Addressing<'a>,
}

impl<'a> Drawn<'a, '_> {
    /// The ways into a role and on from it; `prefix` makes the ids of the picture unique on the page.
    fn around(self, role: ConceptId, prefix: &str) -> Option<CareerView<'a>> {
        let careers = &self.linked.careers;
        let own = End::Concept(role);
        let ways_in: Vec<&CareerMove> = careers.ways_in(&own).collect();
        let ways_on: Vec<&CareerMove> = careers.ways_on(&own).collect();
        let own = &careers.role(&own)?.end;
        let book = &self.linked.book;
        let own_page = book.page(book.concept(role).page);
        let mut around: Vec<&End> = ways_in.iter().map(|it| &it.from).collect();
        around.extend(ways_on.iter().map(|it| &it.to));
        around.sort_unstable();
        around.dedup();
        let draws = self.addressing.draws() && (2..=AROUND).contains(&around.len());
        let drawing = if draws {
            let ends = std::iter::once(own).chain(around);
            let roles: Vec<&CareerRole> = ends.filter_map(|end| careers.role(end)).collect();
            let moves: Vec<&CareerMove> = ways_in.iter().chain(&ways_on).copied().collect();
            self.picture(&roles, &moves, Some(0))
        } else {
            None
        };
        Some(CareerView {
            role: (own_page.url != *self.addressing.from).then(|| self.name(own)),
            ways_in: self.by_track(&ways_in, |it| &it.from),
            ways_on: self.by_track(&ways_on, |it| &it.to),
            scrolls: drawing.as_ref().is_some_and(Drawing::scrolls),
            drawing_svg: drawing.map(|it| it.inline(prefix)).unwrap_or_default(),
        })
    }

    fn title(self, end: &'a End) -> &'a str {
        match end {
            End::Concept(concept) => &self.linked.book.concept(*concept).label,
            End::Page(page) => &self.linked.book.page(*page).title,
            End::Wanted(name) => name,
        }
    }

    fn name(self, end: &'a End) -> NameView<'a> {
        let url = match end {
            End::Concept(concept) => concept_link(self.linked, *concept, self.addressing).1,
            End::Page(page) => self.addressing.url(&self.linked.book.page(*page).url),
            End::Wanted(_) => String::new(),
        };
        NameView { title: self.title(end), wanted: url.is_empty(), url }
    }

    /// The order in which ways to these ends are listed: by kind, then by title.
    fn in_order(self, a: (&CareerMove, &'a End), b: (&CareerMove, &'a End)) -> Ordering {
        let kind = |it: &CareerMove| (it.kind.is_none(), it.kind);
        kind(a.0).cmp(&kind(b.0)).then_with(|| natural(self.title(a.1), self.title(b.1)))
    }

    fn track(self, end: &End) -> Option<&'a str> {
        self.linked.careers.role(end)?.track.as_deref()
    }

    /// Ways by the track of their other end.
    fn by_track(
        self,
        ways: &[&'a CareerMove],
        other: impl Fn(&'a CareerMove) -> &'a End,
    ) -> Vec<WaysView<'a>> {
        let mut ways = ways.to_vec();
        ways.sort_by(|a, b| self.in_order((a, other(a)), (b, other(b))));
        tracks(&ways, |it| self.track(other(it)))
            .into_iter()
            .map(|(track, ways)| WaysView {
                track,
                items: ways.into_iter().map(|it| self.way(it, other(it))).collect(),
            })
            .collect()
    }

    fn way(self, it: &'a CareerMove, other: &'a End) -> WayView<'a> {
        let mut view = WayView {
            role: self.name(other),
            kind: it.kind.map_or("", CareerKind::name),
            track: self.track(&it.to).unwrap_or_default(),
            notes_html: Vec::new(),
            signals_html: Vec::new(),
        };
        let mut known = BTreeSet::new();
        for told in &it.told {
            let Some(step) = told.step(&self.linked.book) else { continue };
            let Some(body) = Body::of(self.linked, told.page, *self.addressing) else { continue };
            let mut add = |texts: &mut Vec<String>, text: &Fragment| {
                if known.insert(fold(&text.text)) {
                    let own = self.here == Some(told.page);
                    texts.push(if own { body.text(text, None) } else { body.html(text) });
                }
            };
            step.note.iter().for_each(|note| add(&mut view.notes_html, note));
            step.signals.iter().for_each(|signal| add(&mut view.signals_html, signal));
        }
        view
    }

    fn listed(self, role: &'a CareerRole) -> CareerRoleView<'a> {
        let definition = match role.end {
            End::Concept(concept) => self.linked.book.definition(concept),
            End::Page(_) | End::Wanted(_) => None,
        };
        let mut ways: Vec<&CareerMove> = self.linked.careers.ways_on(&role.end).collect();
        ways.sort_by(|a, b| self.in_order((a, &a.to), (b, &b.to)));
        CareerRoleView {
            role: self.name(&role.end),
            definition: definition.map(|it| words_of(&it.text)).unwrap_or_default(),
            ways: ways.into_iter().map(|it| self.way(it, &it.to)).collect(),
        }
    }
}
