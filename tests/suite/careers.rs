//! Careers made up from a seed: whichever page tells a move, the same is drawn and said; and what is drawn
//! of very many roles.

use std::fmt::Write as _;

use rolebook::diagnostic::{Code, Diagnostic};
use scraper::{Html, Selector};

use crate::{
    generated::Random,
    handbook::{Handbook, Output},
};

const KINDS: [&str; 3] = ["promotion", "switch", "lateral"];

/// A move from one role to another, by number, and its kind.
type Move = (usize, usize, &'static str);

/// Which of its two pages tells a move.
#[derive(Clone, Copy)]
enum Told {
    From,
    To,
    Both,
}

/// A handbook of so many roles, with moves that `told` distributes.
fn built(roles: usize, moves: &[Move], mut told: impl FnMut(usize) -> Told) -> Output {
    let mut pages = vec![(String::new(), String::new()); roles];
    for (index, (from, to, kind)) in moves.iter().enumerate() {
        let told = told(index);
        if matches!(told, Told::From | Told::Both) {
            let _ = write!(pages[*to].0, "{{role: role-{from}, kind: {kind}}}, ");
        }
        if matches!(told, Told::To | Told::Both) {
            let _ = write!(pages[*from].1, "{{role: role-{to}, kind: {kind}}}, ");
        }
    }
    let mut handbook = Handbook::new().file("rolebook.toml", "title = 'H'");
    for (number, (from, to)) in pages.iter().enumerate() {
        let track = ["ic", "management", "hybrid"][number % 3];
        let page = format!(
            "---\ntitle: Role {number}\ndefinition: D.\ntrack: {track}\ncareer: {{from: [{from}], to: [{to}]}}\n---\n"
        );
        handbook = handbook.file(&format!("content/roles/role-{number}.md"), page);
    }
    handbook.build()
}

fn some_moves(random: &mut Random, roles: usize) -> Vec<Move> {
    let mut moves: Vec<Move> = (0..random.below(2 * roles))
        .map(|_| (random.below(roles), random.below(roles), KINDS[random.below(3)]))
        .collect();
    moves.sort_unstable();
    moves.dedup_by_key(|(from, to, _)| (*from, *to));
    moves
}

fn drawn(output: &Output, css: &str) -> Vec<String> {
    let page = Html::parse_document(output.html("/careers/"));
    let selector = Selector::parse(css).expect("a selector");
    page.select(&selector).map(|element| element.html()).collect()
}

fn said(output: &Output, code: Code) -> Vec<&Diagnostic> {
    output.report.diagnostics.iter().filter(|it| it.code == code).collect()
}

/// Whether promotions lead from a role back to it, by trying all ways.
fn has_circle(roles: usize, moves: &[Move]) -> bool {
    let mut leads = vec![vec![false; roles]; roles];
    for (from, to, _) in moves.iter().filter(|(.., kind)| *kind == "promotion") {
        leads[*from][*to] = true;
    }
    for (by, from, to) in
        (0..roles).flat_map(|by| (0..roles * roles).map(move |it| (by, it / roles, it % roles)))
    {
        leads[from][to] |= leads[from][by] && leads[by][to];
    }
    (0..roles).any(|role| leads[role][role])
}

#[test]
fn whichever_page_tells_a_move_the_same_is_drawn_and_said() {
    for seed in 0..40 {
        let mut random = Random::new(seed);
        let roles = 2 + random.below(7);
        let mut moves = some_moves(&mut random, roles);
        moves.push((0, 1, "lateral"));
        moves.sort_unstable();
        moves.dedup_by_key(|(from, to, _)| (*from, *to));
        let one_side = built(roles, &moves, |_| Told::To);
        let expected = drawn(&one_side, ".careers-whole, .career-track");
        assert_eq!(!said(&one_side, Code::PromotionCycle).is_empty(), has_circle(roles, &moves));
        for told in [Told::From, Told::Both] {
            let output = built(roles, &moves, |index| if index % 3 == 0 { Told::To } else { told });
            assert_eq!(drawn(&output, ".careers-whole, .career-track"), expected, "seed {seed}");
            let circles = said(&output, Code::PromotionCycle);
            assert_eq!(circles.len(), said(&one_side, Code::PromotionCycle).len(), "seed {seed}");
            assert_eq!(said(&output, Code::CareerConflict), Vec::<&Diagnostic>::new());
        }
    }
}

#[test]
fn very_many_roles_are_drawn_in_parts_by_track_or_not_at_all() {
    let chain = |from: usize, to: usize| (from..to).map(|it| (it, it + 1, "promotion"));
    let count = |moves: Vec<Move>, css: &str| drawn(&built(230, &moves, |_| Told::To), css).len();
    // Two parts of 115.
    let parts: Vec<Move> = chain(0, 114).chain(chain(115, 229)).collect();
    assert_eq!(count(parts.clone(), ".careers-whole svg"), 2);
    assert_eq!(count(parts.clone(), ".careers-whole figcaption"), 2);
    // One part: each leads to the next of its track.
    let mut tracks: Vec<Move> = (0..227).map(|it| (it, it + 3, "promotion")).collect();
    tracks.extend([(0, 1, "switch"), (1, 2, "switch")]);
    assert_eq!(count(tracks, ".careers-whole svg"), 3);
    // One part, and no move within a track.
    let tangled = chain(0, 229).collect();
    assert_eq!(count(tangled, ".careers-whole svg"), 0);
    assert_eq!(count(parts, ".career-track > ol > li"), 230);
}
