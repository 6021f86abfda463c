//! Promotions that lead in a circle, and moves that two pages tell differently.

use super::{CareerMove, Careers, Told, asked, own_track};
use crate::{
    diagnostic::{Code, Diagnostic, words},
    link::{Answer, Answers, End},
    model::{Book, PageId, fold},
    parse::{Directive, DirectiveKind, Document, front_matter::CareerKind},
    source::Place,
};

/// Says what is wrong with the careers of a book.
pub(in crate::link) fn check(
    book: &Book,
    answers: &Answers,
    careers: &Careers,
    complaints: &mut Vec<Diagnostic>,
) {
    let checking = Checking { book, careers };
    let selves = careers.selves.iter();
    let selves = selves.filter(|it| it.kind == Some(CareerKind::Promotion));
    complaints.extend(selves.filter_map(|it| checking.circle(&[it])));
    for circle in &careers.circles {
        let steps = circle.windows(2).filter_map(|step| checking.step(step[0], step[1]));
        let steps: Vec<&CareerMove> = steps.collect();
        complaints.extend(checking.circle(&steps));
    }
    for it in &careers.moves {
        checking.kinds(it, complaints);
        checking.tracks(it, complaints);
    }
    for (page, answers) in book.ids().zip(answers) {
        let Some(document) = book.page(page).document() else { continue };
        for directive in &document.directives {
            complaints.extend(checking.directive(page, document, answers, directive));
        }
    }
}

/// What to do where two entries, or an entry and a page, say different things.
const AGREE: &str =
    "make the two agree, or say it once: what one page tells of a move counts for both";

/// How many places a message shows of very many.
const SHOWN: usize = 12;

#[derive(Clone, Copy)]
struct Checking<'b> {
    book: &'b Book,
    careers: &'b Careers,
}

impl<'b> Checking<'b> {
    /// Promotions that lead from a role back to it.
    fn circle(self, moves: &[&'b CareerMove]) -> Option<Diagnostic> {
        let (first, others) = moves.split_first()?;
        let label = self.label(&first.from);
        let Place { file, span } = self.promotion(first)?;
        let message =
            format!("promotions lead from `{label}` back to `{label}`: {}", self.drawn(moves));
        let help = if others.is_empty() {
            "take it out, or name the role that was meant"
        } else {
            "turn the one round that leads down, or make it a `switch` or a `lateral` move"
        };
        let mut complaint =
            Diagnostic::new(Code::PromotionCycle, &file, span, message).help(help.to_owned());
        for it in others.iter().take(SHOWN) {
            if let Some(place) = self.promotion(it) {
                let (from, to) = (self.label(&it.from), self.label(&it.to));
                complaint = complaint.related(place, format!("from `{from}` to `{to}`"));
            }
        }
        Some(complaint)
    }

    /// `A → B → A`.
    fn drawn(self, moves: &[&'b CareerMove]) -> String {
        let first = moves.first().map(|it| &it.from).into_iter();
        let ends = first.chain(moves.iter().map(|it| &it.to));
        words::way(&ends.map(|end| self.label(end)).collect::<Vec<_>>())
    }

    /// Where a promotion is called one.
    fn promotion(self, it: &CareerMove) -> Option<Place> {
        let told = it.told.iter().find(|told| {
            let kind = told.step(self.book).and_then(|step| step.kind.as_ref());
            kind.is_some_and(|kind| kind.value == CareerKind::Promotion)
        })?;
        told.place(self.book, told.step(self.book)?.role.span)
    }

    fn step(self, from: usize, to: usize) -> Option<&'b CareerMove> {
        let (from, to) = (&self.careers.roles[from], &self.careers.roles[to].end);
        let moves = from.ways_on.iter().map(|index| &self.careers.moves[*index]);
        moves.into_iter().find(|it| it.to == *to)
    }

    /// Entries that call a move by different names.
    fn kinds(self, it: &CareerMove, complaints: &mut Vec<Diagnostic>) {
        let mut told = it.told.iter().filter_map(|told| {
            let kind = told.step(self.book)?.kind.as_ref()?;
            Some((kind.value.name(), *told, told.place(self.book, kind.span)?))
        });
        let Some((first, who, first_place)) = told.next() else { return };
        for (kind, other, Place { file, span }) in told.filter(|(kind, ..)| *kind != first) {
            let way = self.way(it);
            let message =
                format!("{way} is a `{kind}` here, and a `{first}` {}", self.by(who, other));
            let complaint = Diagnostic::new(Code::CareerConflict, &file, span, message);
            let complaint = complaint.related(first_place.clone(), format!("a `{first}`"));
            complaints.push(complaint.help(AGREE.to_owned()));
        }
    }

    /// Entries that say another track than the role that the move leads to, or than other entries.
    fn tracks(self, it: &CareerMove, complaints: &mut Vec<Diagnostic>) {
        let mut told = it.told.iter().filter_map(|told| {
            let track = told.step(self.book)?.track.as_ref()?;
            Some((track.value.as_str(), *told, told.place(self.book, track.span)?))
        });
        let to = self.label(&it.to);
        let (first, who, first_place) = match own_track(self.book, &it.to) {
            Some((track, place)) => (track, None, place),
            None => match told.next() {
                Some((track, who, place)) => (track, Some(who), place),
                None => return,
            },
        };
        for (track, other, Place { file, span }) in told {
            if fold(track) == fold(first) {
                continue;
            }
            let else_where = match who {
                Some(who) => format!("and to `{first}` {}", self.by(who, other)),
                None => format!("but `{to}` is on the track `{first}`"),
            };
            let message =
                format!("{} leads to the track `{track}` here, {else_where}", self.way(it));
            let complaint = Diagnostic::new(Code::CareerConflict, &file, span, message);
            let complaint = complaint.related(first_place.clone(), format!("the track `{first}`"));
            complaints.push(complaint.help(AGREE.to_owned()));
        }
    }

    /// A `career` directive that has nothing to draw.
    fn directive(
        self,
        page: PageId,
        document: &Document,
        answers: &[Answer],
        directive: &Directive,
    ) -> Option<Diagnostic> {
        let DirectiveKind::Career(named) = &directive.kind else { return None };
        let span = named.as_ref().map_or(directive.span, |named| named.span);
        let (message, help) = match (asked(self.book, page, answers, named.as_ref()), named) {
            (Some(role), _) if self.careers.role(&End::Concept(role)).is_some() => return None,
            (Some(role), _) => {
                let label = &self.book.concept(role).label;
                let message = format!("no role page tells of a way into `{label}` or on from it");
                (message, "write `career` in its front matter, or take the directive out")
            }
            (None, None) => (
                "`career` needs `role`: this page is none".to_owned(),
                "as in `role: technical-lead`",
            ),
            // It has been said that the name leads nowhere.
            (None, Some(_)) => return None,
        };
        let complaint = Diagnostic::new(Code::BadDirective, &document.file, span, message);
        Some(complaint.help(help.to_owned()))
    }

    fn way(self, it: &CareerMove) -> String {
        format!("the way from `{}` to `{}`", self.label(&it.from), self.label(&it.to))
    }

    /// Where the first entry stands, seen from the other.
    fn by(self, first: Told, other: Told) -> String {
        if first.page == other.page {
            return "in another entry".to_owned();
        }
        format!("on the page of `{}`", self.book.page(first.page).label())
    }

    fn label(self, end: &'b End) -> &'b str {
        match end {
            End::Concept(concept) => &self.book.concept(*concept).label,
            End::Page(page) => &self.book.page(*page).title,
            End::Wanted(name) => name,
        }
    }
}
