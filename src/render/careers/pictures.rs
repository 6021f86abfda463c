//! Careers as pictures: of all roles where that can be read, else of parts.

use std::collections::{BTreeMap, BTreeSet};

use super::{Drawn, track_name, tracks};
use crate::{
    link::{CareerMove, CareerRole, End},
    parse::front_matter::CareerKind,
    render::{
        diagram::{self, Drawing, Move, MoveKind},
        view::{CareerDrawingView, NameView},
    },
};

/// Pictures on the index at most.
const DRAWINGS: usize = 12;

impl<'a> Drawn<'a, '_> {
    /// All at once, if that can be read; else the parts that no move joins, the largest first, and of a
    /// part that is too large the tracks.
    pub(super) fn pictures(self, roles: &[&'a CareerRole]) -> Vec<CareerDrawingView<'a>> {
        let moves: Vec<&CareerMove> = self.linked.careers.moves().iter().collect();
        if let Some(drawing) = self.picture(roles, &moves, None) {
            return vec![finished(&drawing, "", false, 1)];
        }
        let mut drawings = Vec::new();
        for part in parts(roles, &moves) {
            let of_part = self.within(&part);
            if let Some(drawing) = self.picture(&part, &of_part, None) {
                let first = part.first().map_or("", |role| self.title(&role.end));
                drawings.push((drawing, first, false));
            } else {
                for (track, of_track) in tracks(&part, |role| role.track.as_deref()) {
                    let moves = self.within(&of_track);
                    let joined: BTreeSet<&End> =
                        moves.iter().flat_map(|it| [&it.from, &it.to]).collect();
                    let joined = |role: &&&CareerRole| joined.contains(&role.end);
                    let of_track: Vec<_> = of_track.iter().filter(joined).copied().collect();
                    let drawing = self.picture(&of_track, &moves, None);
                    drawings.extend(drawing.map(|drawing| (drawing, track, true)));
                }
            }
            if drawings.len() >= DRAWINGS {
                break;
            }
        }
        let numbered = drawings.iter().take(DRAWINGS).zip(1..);
        numbered.map(|((it, title, track), number)| finished(it, title, *track, number)).collect()
    }

    /// The moves between these roles.
    fn within(self, roles: &[&'a CareerRole]) -> Vec<&'a CareerMove> {
        let ends: BTreeSet<&End> = roles.iter().map(|role| &role.end).collect();
        let of_one = |role: &&'a CareerRole| self.linked.careers.ways_on(&role.end);
        roles.iter().flat_map(of_one).filter(|it| ends.contains(&it.to)).collect()
    }

    /// `None` if it could not be read, or shows nothing.
    pub(super) fn picture(
        self,
        roles: &[&'a CareerRole],
        moves: &[&CareerMove],
        here: Option<usize>,
    ) -> Option<Drawing> {
        if roles.len() > diagram::MOST_ROLES || moves.len() > diagram::MOST_MOVES {
            return None;
        }
        let place = |end: &End| roles.iter().position(|role| role.end == *end);
        let role = |(index, role): (usize, &&'a CareerRole)| {
            let NameView { title, url, wanted } = self.name(&role.end);
            let href = (!wanted && here != Some(index)).then_some(url);
            let track = role.track.as_deref().map(track_name);
            diagram::Role { label: title.to_owned(), href, track: track.map(str::to_owned) }
        };
        let way = |it: &&CareerMove| {
            let kind = match it.kind {
                Some(CareerKind::Promotion) => MoveKind::Promotion,
                Some(CareerKind::Switch) => MoveKind::Switch,
                Some(CareerKind::Lateral) => MoveKind::Lateral,
                None => MoveKind::Unnamed,
            };
            Some(Move { from: place(&it.from)?, to: place(&it.to)?, kind })
        };
        diagram::careers(&diagram::Careers {
            roles: roles.iter().enumerate().map(role).collect(),
            moves: moves.iter().filter_map(way).collect(),
            here,
            is_wide: here.is_none(),
        })
    }
}

fn finished<'a>(
    drawing: &Drawing,
    title: &'a str,
    is_track: bool,
    number: usize,
) -> CareerDrawingView<'a> {
    CareerDrawingView {
        title,
        is_track,
        svg: drawing.inline(&format!("page:careers-{number}")),
        scrolls: drawing.scrolls(),
    }
}

/// The roles in sets that no move joins, the largest first, else in the order of their first roles.
fn parts<'a>(roles: &[&'a CareerRole], moves: &[&CareerMove]) -> Vec<Vec<&'a CareerRole>> {
    let place: BTreeMap<&End, usize> =
        roles.iter().zip(0..).map(|(role, index)| (&role.end, index)).collect();
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); roles.len()];
    for it in moves {
        if let (Some(&from), Some(&to)) = (place.get(&it.from), place.get(&it.to)) {
            next[from].push(to);
            next[to].push(from);
        }
    }
    let mut parts = Vec::new();
    let mut seen = vec![false; roles.len()];
    for first in 0..roles.len() {
        let mut part = Vec::new();
        let mut open = vec![first];
        while let Some(role) = open.pop() {
            if !std::mem::replace(&mut seen[role], true) {
                part.push(role);
                open.extend(&next[role]);
            }
        }
        if !part.is_empty() {
            part.sort_unstable();
            parts.push(part.into_iter().map(|role| roles[role]).collect::<Vec<_>>());
        }
    }
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    parts
}
