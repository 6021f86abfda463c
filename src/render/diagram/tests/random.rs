//! Random drawings: whatever is put in, things stand apart.

use proptest::prelude::*;
use quick_xml::{Reader, events::Event};

use super::*;

/// Labels of up to 60 characters: words, long words, other scripts, any character.
fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Z][a-z]{2,10}( [A-Za-z][a-z-]{2,12}){0,4}",
        1 => "[A-Za-z]{30,60}",
        1 => "[漢字かな一二三]{1,30}",
        1 => "[اأبتثجحخ ]{1,30}",
        1 => "\\PC{0,60}",
        1 => ".{0,20}",
    ]
}

fn node() -> impl Strategy<Value = Node> {
    (label(), proptest::option::of("/[a-z&\"<]{1,9}/"))
        .prop_map(|(label, href)| Node { label, href })
}

fn nodes(most: usize) -> impl Strategy<Value = Vec<Node>> {
    proptest::collection::vec(node(), 0..=most)
}

fn careers_of(most: usize) -> impl Strategy<Value = Careers> {
    let role = (node(), proptest::option::of("ic|management|hybrid|advocacy|other"))
        .prop_map(|(Node { label, href }, track)| Role { label, href, track });
    let kind = prop_oneof![
        Just(MoveKind::Promotion),
        Just(MoveKind::Switch),
        Just(MoveKind::Lateral),
        Just(MoveKind::Unnamed),
    ];
    let way = (0..most, 0..most, kind).prop_map(|(from, to, kind)| Move { from, to, kind });
    (
        proptest::collection::vec(role, 1..=most),
        proptest::collection::vec(way, 0..=2 * most),
        proptest::option::of(0..most),
    )
        .prop_map(|(roles, moves, here)| {
            let is_wide = moves.len() % 2 == 0;
            Careers { roles, moves, here, is_wide }
        })
}

fn labels(most: usize) -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(label(), 0..=most)
}

prop_compose! {
    fn list_row()(
        label in label(),
        note in label(),
        common in labels(12),
        only in proptest::collection::vec(labels(12), 0..=4),
        some in proptest::collection::vec((label(), proptest::sample::subsequence(vec![0, 1, 2, 3], 2..=3)), 0..=10),
    ) -> ListRow {
        ListRow { label, note, common, only, some }
    }
}

prop_compose! {
    fn scale_row()(
        label in label(),
        note in label(),
        steps in labels(14),
        at in proptest::collection::vec(proptest::option::of(0_usize..14), 0..=4),
    ) -> ScaleRow {
        ScaleRow { label, note, steps, at }
    }
}

prop_compose! {
    fn range_row()(
        label in label(),
        unit in "[a-z% ]{0,30}",
        of in proptest::collection::vec(proptest::option::of((-10.0..110.0, -10.0..110.0)), 0..=4),
    ) -> RangeRow {
        RangeRow { label, unit, whole: (0.0, 100.0), of }
    }
}

prop_compose! {
    fn spectrum_row()(
        by in label(),
        from in label(),
        to in label(),
        at in proptest::collection::vec(proptest::option::of(-0.1..1.1), 0..=4),
    ) -> SpectrumRow {
        SpectrumRow { by, from, to, at }
    }
}

prop_compose! {
    fn any_comparison()(
        subjects in proptest::collection::vec((node(), proptest::option::of(label())), 2..=4),
        lists in proptest::collection::vec(list_row(), 0..=2),
        scales in proptest::collection::vec(scale_row(), 0..=2),
        ranges in proptest::collection::vec(range_row(), 0..=2),
        spectra in proptest::collection::vec(spectrum_row(), 0..=2),
        table in proptest::option::of("#[a-z&\"<]{1,9}"),
    ) -> Comparison {
        let subject = |(Node { label, href }, focus)| Subject { label, href, focus };
        let subjects = subjects.into_iter().map(subject).collect();
        Comparison { subjects, lists, scales, ranges, spectra, table }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn neighbours_stand_apart(
        concept in label(),
        broader in nodes(8),
        narrower in nodes(20),
        related in nodes(8),
        distinct in nodes(8),
        lists in proptest::option::of("#[a-z&\"<]{1,9}"),
    ) {
        let drawing =
            neighbourhood(&Neighbourhood { concept, broader, narrower, related, distinct, lists });
        prop_assert_eq!(drawing.map_or(Vec::new(), |it| faults(&it)), Vec::<String>::new());
    }

    #[test]
    fn positions_stand_apart(
        (from, to, by) in (label(), label(), label()),
        via in labels(6),
        positions in proptest::collection::vec((node(), prop_oneof![-0.1..1.1, 0.5..0.52]), 0..50),
        list in proptest::option::of("#[a-z&\"<]{1,9}"),
    ) {
        let positions = positions
            .into_iter()
            .map(|(Node { label, href }, at)| Position { label, href, at })
            .collect();
        let drawing = spectrum(&Spectrum { from, to, by, via, positions, list });
        prop_assert_eq!(faults(&drawing), Vec::<String>::new());
    }

    #[test]
    fn roles_stand_apart(all in prop_oneof![careers_of(6), careers_of(25)]) {
        let drawing = careers(&all);
        prop_assert_eq!(drawing.as_ref().map_or(Vec::new(), faults), Vec::<String>::new());
        prop_assert_eq!(drawing, careers(&all));
    }

    #[test]
    fn compared_facets_stand_apart(all in any_comparison()) {
        for room in [Room::Wide, Room::Narrow] {
            let drawing = comparison(&all, room);
            prop_assert_eq!(drawing.map_or(Vec::new(), |it| faults(&it)), Vec::<String>::new());
        }
    }

    #[test]
    fn small_pictures_are_well_formed(of in 0_usize..20, at in 0_usize..20, label in label(), ends in any::<(f64, f64, f64, f64)>()) {
        let (least, greatest, from, to) = ends;
        for html in [steps(of, at, &label), range(least, greatest, &label, (from, to))] {
            let clean = text::clean(&html).replace("\u{a0}", " ");
            let mut reader = Reader::from_str(&clean);
            while reader.read_event().expect("well-formed") != Event::Eof {}
        }
    }
}
