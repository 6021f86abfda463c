//! Small drawings, byte for byte, and what is drawn of limits.

use super::*;

fn node(label: &str, href: &str) -> Node {
    Node { label: label.to_owned(), href: (!href.is_empty()).then(|| href.to_owned()) }
}

fn strings(all: &[&str]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn check(name: &str, drawing: &Drawing) {
    assert_eq!(faults(drawing), Vec::<String>::new());
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/render/diagram/tests")
        .join(name);
    let svg = drawing.inline(name.trim_end_matches(".svg")) + "\n";
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &svg).expect("the golden can be written");
    }
    let expected = std::fs::read_to_string(&path).expect("a golden: write it with BLESS=1");
    assert_eq!(svg, expected);
}

fn a_neighbourhood() -> Neighbourhood {
    Neighbourhood {
        concept: "Toil & <trouble>".to_owned(),
        broader: vec![node("Manual work", "../manual-work/")],
        narrower: vec![node("Ticket work", "../ticket-work/"), node("Hand-made releases", "")],
        related: vec![node("Automation", "../automation/?a=1&b=\"2\"")],
        distinct: vec![node("Overhead", "../overhead/")],
        lists: None,
    }
}

#[test]
fn a_neighbourhood_of_four_relations() {
    let drawing = neighbourhood(&a_neighbourhood()).expect("neighbours");
    check("neighbourhood.svg", &drawing);
    assert_eq!(
        drawing.description,
        "Broader: Manual work. Narrower: Ticket work; Hand-made releases. Related: Automation. \
         Not to be confused with: Overhead."
    );
    assert_eq!(neighbourhood(&Neighbourhood::default()), None);
}

#[test]
fn more_neighbours_than_are_shown_are_counted() {
    let nodes = |count: usize| (0..count).map(|it| node(&format!("N{it}"), "")).collect();
    let shown = |narrower| {
        let all = Neighbourhood { narrower: nodes(narrower), ..Neighbourhood::default() };
        neighbourhood(&all).expect("neighbours").inline("x")
    };
    assert!(shown(12).contains(">N11</text>"));
    assert!(!shown(12).contains("more"));
    assert!(shown(13).contains(">and 2 more</text>"));
    assert!(!shown(13).contains(">N11</text>"));
}

#[test]
fn how_many_more_there_are_leads_to_where_all_are() {
    let nodes: Vec<Node> = (0..9).map(|it| node(&format!("N{it}"), "")).collect();
    let lists = Some("#page:relation-".to_owned());
    let all = Neighbourhood { distinct: nodes, lists, ..Neighbourhood::default() };
    let svg = neighbourhood(&all).expect("neighbours").inline("x");
    assert!(svg.contains("<a href=\"#page:relation-distinct_from\">"), "{svg}");
    let subject = || Subject { label: "A".to_owned(), href: None, focus: None };
    let row = ListRow {
        only: vec![(0..12).map(|it| it.to_string()).collect(), Vec::new()],
        ..ListRow::default()
    };
    let all = Comparison {
        subjects: vec![subject(), subject()],
        lists: vec![row],
        table: Some("#table".to_owned()),
        ..Comparison::default()
    };
    let place = |it: usize| Position { label: format!("P{it}"), href: None, at: it as f64 / 50.0 };
    let positions = (0..=MOST_PLACES).map(place).collect();
    let all_places =
        Spectrum { positions, list: Some("#places".to_owned()), ..Spectrum::default() };
    let svg = spectrum(&all_places).inline("x");
    assert_eq!(svg.matches("<a href=\"#places\">").count(), 1, "{svg}");
    for room in [Room::Wide, Room::Narrow] {
        let svg = comparison(&all, room).expect("a row").inline("x");
        assert_eq!(svg.matches("<a href=\"#table\">").count(), 1, "{svg}");
    }
    let rows = comparison(&all, Room::Wide).expect("a row").inline_in_rows("x");
    assert!(rows.contains("role=\"group\" aria-labelledby=\"x-title\""), "{rows}");
    assert!(!rows.contains("aria-hidden"), "{rows}");
}

#[test]
fn moves_to_one_role_meet_at_one_head() {
    let role = || Role { label: "R".to_owned(), ..Role::default() };
    let way = |from, to| Move { from, to, kind: MoveKind::Promotion };
    // Five lead to the sixth, and two of them, by way of it, to the last.
    let moves: Vec<Move> =
        (0..5).map(|from| way(from, 5)).chain([way(5, 6), way(0, 6), way(4, 6)]).collect();
    let all = Careers { roles: vec![role(); 7], moves, here: None, is_wide: true };
    let svg = careers(&all).expect("few roles").inline("x");
    // And one in the legend.
    assert_eq!(svg.matches("class=\"head\"").count(), 3, "{svg}");
}

#[test]
fn a_spectrum_with_a_stop_and_two_positions() {
    let position = |label: &str, at: f64| Position {
        label: label.to_owned(),
        href: Some(format!("../{}/", label.to_lowercase())),
        at,
    };
    check(
        "spectrum.svg",
        &spectrum(&Spectrum {
            from: "Project leader".to_owned(),
            to: "Enterprise leader".to_owned(),
            by: "scope of influence".to_owned(),
            via: strings(&["Programme leader"]),
            positions: vec![position("Principal", 0.9), position("Lead", 0.2)],
            list: None,
        }),
    );
}

#[test]
fn careers_of_four_roles() {
    let role = |label: &str, track: &str| Role {
        label: label.to_owned(),
        href: Some(format!("#{track}")),
        track: Some(track.to_owned()),
    };
    let roles = vec![
        role("Senior Engineer", "ic"),
        role("Technical Lead", "hybrid"),
        role("Engineering Manager", "management"),
        role("Staff Engineer", "ic"),
    ];
    let way = |from, to, kind| Move { from, to, kind };
    let mut moves = vec![
        way(0, 1, MoveKind::Promotion),
        way(1, 2, MoveKind::Switch),
        way(2, 1, MoveKind::Switch),
        way(1, 3, MoveKind::Lateral),
        way(3, 3, MoveKind::Lateral),
        way(0, 9, MoveKind::Promotion),
    ];
    let drawn = |moves: &[Move]| {
        careers(&Careers {
            roles: roles.clone(),
            moves: moves.to_vec(),
            here: Some(1),
            is_wide: false,
        })
    };
    let drawing = drawn(&moves).expect("few roles");
    check("careers.svg", &drawing);
    moves.reverse();
    assert_eq!(drawn(&moves).map(|it| it.inline("x")), Some(drawing.inline("x")));
}

#[test]
fn careers_have_limits_and_circles_do_not_hang() {
    let role = || Role { label: "R".to_owned(), ..Role::default() };
    let drawn = |roles: usize, moves: Vec<(usize, usize)>| {
        let way = |(from, to)| Move { from, to, kind: MoveKind::Promotion };
        careers(&Careers {
            roles: vec![role(); roles],
            moves: moves.into_iter().map(way).collect(),
            here: None,
            is_wide: true,
        })
    };
    assert_eq!(drawn(0, vec![]), None);
    assert!(drawn(MOST_ROLES, vec![]).is_some());
    assert_eq!(drawn(MOST_ROLES + 1, vec![]), None);
    let circle = (0..MOST_ROLES).map(|it| (it, (it + 1) % MOST_ROLES)).collect();
    assert_eq!(
        drawn(MOST_ROLES, circle).map_or(Vec::new(), |it| faults(&it)),
        Vec::<String>::new()
    );
    let tangle = (0..MOST_MOVES).map(|it| (it % 100, it / 7 % 100)).collect();
    drop(drawn(100, tangle));
}

#[test]
fn a_note_has_its_line_where_a_row_has_no_label() {
    let subject = || Subject { label: "A".to_owned(), href: None, focus: None };
    let row = ScaleRow {
        label: String::new(),
        note: "8 steps apart".to_owned(),
        steps: (1..=9).map(|step| step.to_string()).collect(),
        at: vec![Some(0), Some(8)],
    };
    let all = Comparison {
        subjects: vec![subject(), subject()],
        lists: vec![],
        scales: vec![row],
        ranges: vec![],
        spectra: vec![],
        table: None,
    };
    assert_eq!(faults(&comparison(&all, Room::Wide).expect("a row")), Vec::<String>::new());
}

#[test]
fn two_roles_side_by_side() {
    let subject = |label: &str, focus: &str| Subject {
        label: label.to_owned(),
        href: None,
        focus: Some(focus.to_owned()),
    };
    let all = Comparison {
        subjects: vec![subject("Technical Lead", "Projects"), subject("Advocate", "Developers")],
        lists: vec![ListRow {
            label: "Key skills".to_owned(),
            note: "33 % shared".to_owned(),
            common: strings(&["Communication"]),
            only: vec![strings(&["Code review"]), strings(&["Public speaking"])],
            some: vec![],
        }],
        scales: vec![ScaleRow {
            label: "Scope".to_owned(),
            note: "2 steps apart".to_owned(),
            steps: strings(&["team", "company", "community"]),
            at: vec![Some(0), Some(2)],
        }],
        ranges: vec![RangeRow {
            label: "Hands-on".to_owned(),
            unit: "%".to_owned(),
            whole: (0.0, 100.0),
            of: vec![Some((30.0, 70.0)), None],
        }],
        spectra: vec![SpectrumRow {
            by: "Scope of influence".to_owned(),
            from: "Project".to_owned(),
            to: "Enterprise".to_owned(),
            at: vec![Some(0.2), Some(0.21)],
        }],
        table: None,
    };
    let drawing = comparison(&all, Room::Wide).expect("two subjects");
    check("comparison.svg", &drawing);
    let narrow = comparison(&all, Room::Narrow).expect("two subjects");
    check("comparison-narrow.svg", &narrow);
    assert!(!narrow.scrolls() && narrow.description == drawing.description);
    assert_eq!(
        drawing.description,
        "Technical Lead: Projects. Advocate: Developers. \
         Key skills: 33 % shared. Key skills, shared: Communication. \
         Key skills, only Technical Lead: Code review. Key skills, only Advocate: Public speaking. \
         Scope: 2 steps apart. Scope: Technical Lead team (1 of 3); Advocate community (3 of 3). \
         Hands-on: Technical Lead 30–70\u{a0}%. \
         From Project to Enterprise, by Scope of influence: Technical Lead at 20 %; Advocate at 21 %."
    );
    let rows = drawing.inline_in_rows("comparison");
    assert_eq!(rows.matches("<svg").count(), 5, "the heads and four rows");
    assert_eq!(rows.matches("aria-hidden").count(), 4);
    let elements = |svg: &str| svg.lines().filter(|line| !line.contains("svg")).count();
    assert_eq!(elements(&rows), elements(&drawing.inline("comparison")), "each is drawn once");
    let alone = Comparison { subjects: all.subjects[..1].to_vec(), ..Comparison::default() };
    assert_eq!(comparison(&alone, Room::Wide), None);
}

#[test]
fn a_drawing_is_named_and_an_image_unless_it_links() {
    let mut all = a_neighbourhood();
    let linked = neighbourhood(&all).expect("neighbours").inline("p\"1");
    assert!(linked.contains("role=\"group\" aria-labelledby=\"p&quot;1-title\""), "{linked}");
    for list in [&mut all.broader, &mut all.narrower, &mut all.related, &mut all.distinct] {
        for node in list {
            node.href = None;
        }
    }
    let image = neighbourhood(&all).expect("neighbours");
    assert!(image.inline("p").contains("role=\"img\" aria-labelledby=\"p-title\""));
    assert!(image.standalone("#123456").contains("--accent: #123456;"));
}

#[test]
fn a_file_of_its_own_is_drawn_as_the_theme_draws() {
    let style = standalone::style("#123456");
    for rule in [
        "--ink: #211f1c;",
        "--ink: #e4e1da;",
        "--link: oklch(from var(--accent) min(l, .5) c h);",
        "--link: oklch(from var(--accent) max(l, .77) min(c, .11) h);",
        ".diagram .quiet { fill: var(--ink-2); }",
        ".diagram a:hover .box { stroke: var(--link); }",
    ] {
        assert!(style.contains(rule), "{rule} in {style}");
    }
    assert!(!style.contains("light-dark"), "{style}");
}
