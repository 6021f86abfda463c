//! A page for each pair of very many roles: as many as the limit allows, and the most similar ones.

use std::collections::BTreeSet;

use rolebook::{diagnostic::Code, pipeline::Built, render::Made};
use scraper::{Html, Selector};

use crate::{generated::Random, handbook::Handbook};

const ROLES: usize = 300;
const PAIRS: usize = 150;

/// Roles with skills of their own out of 40, so that any two share some, few or none.
fn built(skills: &[BTreeSet<usize>]) -> Built {
    let config = format!("title = 'H'\n[compare]\nauto = 'all'\nmax_pairs = {PAIRS}\n");
    let handbook = Handbook::new().file("rolebook.toml", config);
    for (number, skills) in skills.iter().enumerate() {
        let skills: Vec<String> = skills.iter().map(|skill| format!("Skill {skill}")).collect();
        let page = format!("---\ndefinition: D.\nskills: [{}]\n---\n", skills.join(", "));
        handbook.put(&format!("content/roles/role-{number:03}.md"), page);
    }
    handbook.built()
}

/// How many of all skills of two roles both have.
fn similarity(a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> f64 {
    f64::from(a.intersection(b).count() as u32) / f64::from(a.union(b).count() as u32)
}

#[test]
fn of_300_roles_the_most_similar_pairs_have_a_page_and_stand_under_both_roles() {
    let mut random = Random::new(7);
    let mut some = || (0..3 + random.below(6)).map(|_| random.below(40)).collect();
    let skills: Vec<BTreeSet<usize>> = (0..ROLES).map(|_| some()).collect();
    let built = built(&skills);

    let limits = built.report.diagnostics.iter().filter(|it| it.code == Code::PairsLimit);
    assert_eq!(limits.count(), 1, "the limit is told once");
    let number = |role: &str| role.strip_prefix("role-")?.parse::<usize>().ok();
    let roles = |path: &str| {
        let pair = path.strip_prefix("compare/")?.strip_suffix("/index.html")?;
        let (a, b) = pair.split_once("-vs-")?;
        Some((number(a)?, number(b)?))
    };
    let (chosen, turned): (BTreeSet<(usize, usize)>, BTreeSet<_>) =
        built.site.paths().filter_map(roles).partition(|(a, b)| a < b);
    assert_eq!(chosen.len(), PAIRS);
    assert_eq!(turned, chosen.iter().map(|(a, b)| (*b, *a)).collect(), "they lead there");
    let all = (0..ROLES).flat_map(|a| (a + 1..ROLES).map(move |b| (a, b)));
    let (in_it, out): (Vec<_>, Vec<_>) = all.partition(|pair| chosen.contains(pair));
    let alike = |pairs: &[(usize, usize)]| -> Vec<f64> {
        pairs.iter().map(|(a, b)| similarity(&skills[*a], &skills[*b])).collect()
    };
    let least = alike(&in_it).into_iter().fold(1.0, f64::min);
    let most = alike(&out).into_iter().fold(0.0, f64::max);
    assert!(
        least >= most,
        "a pair that is {least} alike has a page, one that is {most} alike has none"
    );

    let Some(Ok(Made::Bytes(index))) = built.site.make("compare/index.html") else {
        panic!("there is an index")
    };
    let page = Html::parse_document(std::str::from_utf8(&index).expect("a page is UTF-8"));
    let links = Selector::parse(".compare-roles a").expect("a selector");
    assert_eq!(page.select(&links).count(), 2 * PAIRS);
}
