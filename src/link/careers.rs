//! Careers: the moves between roles that all role pages tell of, as one graph.

mod check;

use std::collections::BTreeMap;

use rapidhash::RapidHashMap;

pub(super) use self::check::check;
use super::{Answer, Answers, End, circles};
use crate::{
    model::{Book, ConceptId, Kind, PageId, fold},
    parse::{
        front_matter::{CareerKind, CareerStep, NamedConcept, RoleFront},
        words_of,
    },
    source::{Place, Span},
};

/// The tracks of the content model, in its order.
pub const TRACKS: [&str; 4] = ["ic", "hybrid", "management", "advocacy"];

/// The roles that a career passes, and the moves between them. What one page tells as a way on and
/// another as a way in is one move.
#[derive(Debug, Default)]
pub struct Careers {
    /// By end: concepts in page order, then pages, then names without a page.
    roles: Vec<CareerRole>,
    /// By where they begin, then by where they lead.
    moves: Vec<CareerMove>,
    /// What pages tell of themselves: a role that leads to itself.
    selves: Vec<CareerMove>,
    /// The roles of each circle of promotions, from its first back to it.
    circles: Vec<Vec<usize>>,
}

/// A role, or what else a move leads to or begins at.
#[derive(Debug)]
pub struct CareerRole {
    /// What it is: seldom but a role, or a name that has no page yet.
    pub end: End,
    /// Its own `track`; where it has no page that says one, the track that a move to it leads to.
    pub track: Option<String>,
    /// How many promotions, and moves of no kind, lead to it one after the other at most. Those of a
    /// circle have one rank.
    pub rank: usize,
    /// Indexes of moves that lead to it.
    ways_in: Vec<usize>,
    /// Indexes of moves that begin at it.
    ways_on: Vec<usize>,
}

/// A way from one role to another.
#[derive(Debug)]
pub struct CareerMove {
    /// Where it begins.
    pub from: End,
    /// Where it leads.
    pub to: End,
    /// What kind of move it is, if a page tells: the first that does.
    pub kind: Option<CareerKind>,
    /// The track that it leads to: that of the role there, else what the first page says that says one.
    pub track: Option<String>,
    /// Where it is told, in page order, of a page its ways in first.
    pub told: Vec<Told>,
}

/// Where a move is told: one entry of `career` on one page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Told {
    /// The page.
    pub page: PageId,
    /// Under which key.
    pub side: Side,
    /// Which of the entries under it.
    index: usize,
}

/// From which end a move is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// Under `from`, on the page of the role that it leads to.
    From,
    /// Under `to`, on the page of the role that it begins at.
    To,
}

impl Careers {
    /// The roles that moves lead to or begin at: concepts in page order, then pages, then names
    /// without a page by name.
    pub fn roles(&self) -> &[CareerRole] {
        &self.roles
    }

    /// All moves, by where they begin, then by where they lead.
    pub fn moves(&self) -> &[CareerMove] {
        &self.moves
    }

    /// The role at the end of a move; `None` for what no move leads to or begins at.
    pub fn role(&self, end: &End) -> Option<&CareerRole> {
        self.roles.get(place(&self.roles, end)?)
    }

    /// The moves that lead to a role, by where they begin.
    pub fn ways_in(&self, end: &End) -> impl Iterator<Item = &CareerMove> {
        let role = self.role(end).into_iter();
        role.flat_map(|role| &role.ways_in).map(|index| &self.moves[*index])
    }

    /// The moves that begin at a role, by where they lead.
    pub fn ways_on(&self, end: &End) -> impl Iterator<Item = &CareerMove> {
        let role = self.role(end).into_iter();
        role.flat_map(|role| &role.ways_on).map(|index| &self.moves[*index])
    }
}

impl Told {
    /// The entry itself. Its texts' references are in the document of the page.
    pub fn step<'b>(&self, book: &'b Book) -> Option<&'b CareerStep> {
        let role = front(book, self.page)?;
        let steps = match self.side {
            Side::From => &role.career_from,
            Side::To => &role.career_to,
        };
        steps.get(self.index)
    }

    fn place(&self, book: &Book, span: Span) -> Option<Place> {
        Some(Place { file: book.page(self.page).document()?.file.clone(), span })
    }
}

/// The role that a `career` directive of `page` asks for: what it names, else what the page is. `None`
/// where that is no role or term.
pub fn asked(
    book: &Book,
    page: PageId,
    answers: &[Answer],
    named: Option<&NamedConcept>,
) -> Option<ConceptId> {
    let Some(named) = named else { return book.own_concept(page) };
    answers[named.reference as usize].concept(book)
}

/// Joins what all role pages tell; a plain folder has no roles.
pub(super) fn of(book: &Book, answers: &Answers) -> Careers {
    let mut moves = BTreeMap::new();
    let mut names = Names::default();
    if !book.config.plain {
        for page in book.ids() {
            tell(book, page, &answers[page.0 as usize], &mut names, &mut moves);
        }
    }
    let (selves, moves) = moves
        .into_iter()
        .map(|((from, to), told)| merged(book, from, to, told))
        .partition(|it| it.from == it.to);
    let mut careers = Careers { moves, selves, ..Careers::default() };
    careers.roles = roles(book, &careers.moves);
    spell_alike(&mut careers);
    let promotions = steps(&careers, |_, it| it.kind == Some(CareerKind::Promotion));
    careers.circles = circles::components(&promotions).circles(&promotions);
    rank(&mut careers);
    careers
}

/// Gives each role its rank. A move of no kind counts as a promotion, unless that would close a circle.
fn rank(careers: &mut Careers) {
    let is_promotion = |it: &CareerMove| it.kind == Some(CareerKind::Promotion);
    let all = steps(careers, |_, it| is_promotion(it) || it.kind.is_none());
    let joined = circles::components(&all);
    let steps = steps(careers, |(from, to), it| {
        is_promotion(it) || it.kind.is_none() && !joined.same(from, to)
    });
    let components = circles::components(&steps);
    // Those that lead to a set stand after it.
    for set in components.all.iter().rev() {
        let rank = set.iter().map(|role| careers.roles[*role].rank).max().unwrap_or(0);
        for role in set {
            careers.roles[*role].rank = rank;
            for to in steps[*role].iter().filter(|to| !components.same(*role, **to)) {
                let next = &mut careers.roles[*to].rank;
                *next = (rank + 1).max(*next);
            }
        }
    }
}

/// Gives each track one spelling: the first, in the order of the roles.
fn spell_alike(careers: &mut Careers) {
    let mut spellings = Names::default();
    let roles = careers.roles.iter_mut().map(|role| &mut role.track);
    let moves = careers.moves.iter_mut().map(|it| &mut it.track);
    for track in roles.chain(moves).flatten() {
        let first = spellings.entry(fold(track)).or_insert_with(|| track.clone());
        track.clone_from(first);
    }
}

/// The first spelling of each name, by how names are compared.
type Names = RapidHashMap<String, String>;

/// Adds what `page` tells, if it is a role.
fn tell(
    book: &Book,
    page: PageId,
    answers: &[Answer],
    names: &mut Names,
    moves: &mut BTreeMap<(End, End), Vec<Told>>,
) {
    let (Some(role), Some(own)) = (front(book, page), book.own_concept(page)) else { return };
    let sides = [(Side::From, &role.career_from), (Side::To, &role.career_to)];
    for (side, steps) in sides {
        for (index, step) in steps.iter().enumerate() {
            let Some(other) = end(book, page, step.role.reference, answers, names) else {
                continue;
            };
            let own = End::Concept(own);
            let ends = match side {
                Side::From => (other, own),
                Side::To => (own, other),
            };
            moves.entry(ends).or_default().push(Told { page, side, index });
        }
    }
}

/// What a reference of a page leads to; `None` where that is not told or has been reported.
fn end(
    book: &Book,
    page: PageId,
    reference: u32,
    answers: &[Answer],
    names: &mut Names,
) -> Option<End> {
    match End::of(book, book.page(page).document()?, answers, reference)? {
        End::Wanted(name) => {
            let first = names.entry(fold(&name)).or_insert_with(|| words_of(&name));
            Some(End::Wanted(first.clone()))
        }
        end @ (End::Concept(_) | End::Page(_)) => Some(end),
    }
}

fn merged(book: &Book, from: End, to: End, told: Vec<Told>) -> CareerMove {
    let steps = || told.iter().filter_map(|told| told.step(book));
    let kind = steps().find_map(|step| step.kind.as_ref()).map(|kind| kind.value);
    let told_track = || steps().find_map(|step| step.track.as_ref()).map(|it| it.value.as_str());
    let own_track = own_track(book, &to).map(|(track, _)| track);
    let track = own_track.or_else(told_track).map(str::to_owned);
    CareerMove { from, to, kind, track, told }
}

fn roles(book: &Book, moves: &[CareerMove]) -> Vec<CareerRole> {
    let mut ends: Vec<&End> = moves.iter().flat_map(|it| [&it.from, &it.to]).collect();
    ends.sort_unstable();
    ends.dedup();
    let role = |end: &End| CareerRole {
        end: end.clone(),
        track: own_track(book, end).map(|(track, _)| track.to_owned()),
        rank: 0,
        ways_in: Vec::new(),
        ways_on: Vec::new(),
    };
    let mut roles: Vec<CareerRole> = ends.into_iter().map(role).collect();
    for (index, it) in moves.iter().enumerate() {
        if let (Some(from), Some(to)) = (place(&roles, &it.from), place(&roles, &it.to)) {
            roles[from].ways_on.push(index);
            roles[to].ways_in.push(index);
            if roles[to].track.is_none() {
                roles[to].track.clone_from(&it.track);
            }
        }
    }
    roles
}

fn place(roles: &[CareerRole], end: &End) -> Option<usize> {
    roles.binary_search_by(|role| role.end.cmp(end)).ok()
}

/// Of each role, where those of its moves lead that are `wanted`.
fn steps(
    careers: &Careers,
    wanted: impl Fn((usize, usize), &CareerMove) -> bool,
) -> Vec<Vec<usize>> {
    let mut steps = vec![Vec::new(); careers.roles.len()];
    for it in &careers.moves {
        if let (Some(from), Some(to)) =
            (place(&careers.roles, &it.from), place(&careers.roles, &it.to))
            && wanted((from, to), it)
        {
            steps[from].push(to);
        }
    }
    steps
}

/// The track that the page of a role says, and where.
fn own_track<'b>(book: &'b Book, end: &End) -> Option<(&'b str, Place)> {
    let End::Concept(concept) = end else { return None };
    let concept = book.concept(*concept);
    let track = front(book, concept.page)?.track.as_ref().filter(|_| concept.entry.is_none())?;
    let file = book.page(concept.page).document()?.file.clone();
    Some((&track.value, Place { file, span: track.span }))
}

/// What the front matter of a role says of it; `None` for other pages.
fn front(book: &Book, page: PageId) -> Option<&RoleFront> {
    let page = book.page(page);
    page.document()?.front.role.as_deref().filter(|_| page.kind == Kind::Role)
}
