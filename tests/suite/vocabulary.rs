//! Vocabularies made up from a seed: what is said of them equals what a plain reading of the rules
//! says, by tables of all pairs.

use std::{collections::BTreeMap, fmt::Write as _, sync::Arc};

use rolebook::{
    config::Config,
    diagnostic::{Checked, Code, Diagnostic, Severity},
    discover::{PageSource, Sources},
    model::ConceptId,
    pipeline::{self, Built, Cache},
    source::{FileId, Place, Source},
};

use crate::generated::Random;

/// A code, the concepts that it is about, and its level.
type Verdict = (Code, Vec<usize>, Severity);

const KEYS: [&str; 8] =
    ["broader", "narrower", "related", "distinct_from", "see", "terms", "replaced_by", "match"];

/// A concept as its author writes it. Its number is its place in the order of the pages.
#[derive(Debug, Default)]
struct Concept {
    role: bool,
    id: String,
    label: String,
    /// With whether it is declared an abbreviation.
    alt: Vec<(String, bool)>,
    hidden: Vec<String>,
    scheme: String,
    /// Key and the other's number, each entry once.
    relations: Vec<(&'static str, usize)>,
    /// Whom its text links to.
    links: Vec<usize>,
    defined: bool,
    deprecated: bool,
}

#[derive(Debug)]
struct Vocabulary(Vec<Concept>);

#[test]
fn verdicts_equal_those_of_a_plain_reading() {
    for seed in 0..150 {
        let size = if seed % 15 == 14 { 200 } else { 2 + seed as usize % 40 };
        let vocabulary = Vocabulary::made_up(seed, size);
        let built = vocabulary.built();
        let mut expected = vocabulary.verdicts();
        let mut found: Vec<Verdict> =
            built.report.diagnostics.iter().map(|it| vocabulary.read(&built, it)).collect();
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "seed {seed}");
        vocabulary.compare_hierarchy(&built, seed);
    }
}

impl Vocabulary {
    fn made_up(seed: u64, size: usize) -> Vocabulary {
        let mut random = Random::new(seed + 1);
        // Some vocabularies are dense, some are all but a tree, some have no circles.
        let per_concept = 1 + random.below(4);
        let upwards = random.below(3) > 0;
        let roles = random.below(size);
        let mut concepts: Vec<Concept> = Vec::new();
        for number in 0..size {
            let mut name = |often: usize| match random.below(often) {
                0 => format!("Shared {}", random.below(size)),
                _ => format!("Name {number} {}", random.below(100_000)),
            };
            let mut concept = Concept { label: name(4), ..Concept::default() };
            let (alt, hidden) = (name(4), name(4));
            concept.role = number < roles;
            concept.id = match random.below(8) {
                0 => format!("x{}", random.below(size)),
                _ => format!("c{number:03}"),
            };
            let kind = random.below(2) == 0;
            match random.below(5) {
                0 => concept.alt.push((alt, kind)),
                1 => concept.hidden.push(hidden),
                2 => {
                    concept.alt.push((alt.clone(), kind));
                    concept.hidden.push(alt);
                }
                3 => concept.alt.push((concept.label.to_uppercase(), kind)),
                _ if random.below(9) == 0 => concept.hidden.push(concept.label.clone()),
                _ => {}
            }
            concept.scheme = match random.below(6) {
                0 => "other".to_owned(),
                _ if concept.role => "role".to_owned(),
                _ => "term".to_owned(),
            };
            for _ in 0..random.below(per_concept + 1) {
                let key = match random.below(12) {
                    0..=4 => "broader",
                    other => KEYS[other - 4],
                };
                let other = match key {
                    "broader" if upwards && random.below(20) > 0 => random.below(number + 1),
                    _ => random.below(size),
                };
                let itself = other == number && random.below(4) > 0;
                let entry = (key, other);
                let whole = key == "match" && other == number;
                if !itself && !whole && !concept.relations.contains(&entry) {
                    concept.relations.push(entry);
                }
            }
            concept.relations.sort_unstable();
            concept.links = (0..random.below(3)).map(|_| random.below(size)).collect();
            concept.links.retain(|other| *other != number);
            concept.defined = random.below(6) > 0;
            concept.deprecated = random.below(8) == 0;
            concepts.push(concept);
        }
        Vocabulary(concepts)
    }

    fn path(&self, number: usize) -> String {
        let folder = if self.0[number].role { "roles" } else { "terms" };
        format!("{folder}/c{number:03}.md")
    }

    fn text(&self, number: usize) -> String {
        let Concept { id, label, alt, hidden, scheme, relations, links, .. } = &self.0[number];
        let mut text = format!("---\nid: {id}\nlabel: {label}\nscheme: {scheme}\n");
        let kind = |abbreviation: &bool| if *abbreviation { ", kind: abbreviation" } else { "" };
        for (alt, abbreviation) in alt {
            let _ = writeln!(text, "alt: {{text: {alt}{}}}", kind(abbreviation));
        }
        for hidden in hidden {
            let _ = writeln!(text, "hidden: {hidden}");
        }
        for key in KEYS {
            let others = relations.iter().filter(|(it, _)| *it == key);
            let others: Vec<String> =
                others.map(|(_, other)| format!("../{}", self.path(*other))).collect();
            match key {
                _ if others.is_empty() => {}
                "match" => text += &format!("match: {{exact: [{}]}}\n", others.join(", ")),
                _ => text += &format!("{key}: [{}]\n", others.join(", ")),
            }
        }
        if self.0[number].defined {
            text += "definition: What it means.\n";
        }
        if self.0[number].deprecated {
            text += "status: deprecated\n";
        }
        text += "---\n";
        for other in links {
            let _ = writeln!(text, "[x](../{})\n", self.path(*other));
        }
        text
    }

    fn built(&self) -> Built {
        let page = |number: usize| {
            let path = self.path(number);
            let file = FileId::new(format!("content/{path}"));
            Arc::new(PageSource::new(path, Source { file, text: self.text(number).into() }))
        };
        let pages = (0..self.0.len()).map(page).collect();
        let sources = Checked::clean(Sources { pages, ..Sources::default() });
        let config = Checked::clean(Config::defaults(false));
        pipeline::assemble(config, None, sources, Arc::default, false, &Cache::default(), &|_| ())
    }
}

/// Of each concept, of which others something holds.
type Table = Vec<Vec<bool>>;

/// All that follows from `table`, step by step (Warshall).
fn closed(mut table: Table) -> Table {
    for through in 0..table.len() {
        let row = table[through].clone();
        for from in &mut table {
            if from[through] {
                from.iter_mut().zip(&row).for_each(|(holds, more)| *holds |= more);
            }
        }
    }
    table
}

/// The plain reading.
impl Vocabulary {
    fn numbers(&self) -> std::ops::Range<usize> {
        0..self.0.len()
    }

    fn says(&self, one: usize, key: &str, other: usize) -> bool {
        self.0[one].relations.iter().any(|(it, to)| *it == key && *to == other)
    }

    fn table(&self, holds: impl Fn(usize, usize) -> bool) -> Table {
        self.numbers().map(|a| self.numbers().map(|b| holds(a, b)).collect()).collect()
    }

    /// What is directly broader than what, and of these the steps that are in no circle.
    fn broader(&self) -> (Table, Table) {
        let direct = self
            .table(|a, b| a != b && (self.says(a, "broader", b) || self.says(b, "narrower", a)));
        let all = closed(direct.clone());
        let outside = self.table(|a, b| direct[a][b] && !all[b][a]);
        (all, outside)
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        let mut say = |code: Code, concepts: Vec<usize>| {
            verdicts.push((code, concepts, code.info().severity));
        };
        let (all, steps) = self.broader();
        let above = closed(steps.clone());
        let one = closed(self.table(|a, b| self.says(a, "match", b) || self.says(b, "match", a)));
        for a in self.numbers() {
            let circle: Vec<usize> = self.numbers().filter(|&b| all[a][b] && all[b][a]).collect();
            if circle.first() == Some(&a) {
                say(Code::BroaderCycle, circle);
            }
            for (key, other) in &self.0[a].relations {
                if *other == a && *key != "terms" {
                    say(Code::SelfRelation, vec![a]);
                }
            }
            for b in a + 1..self.0.len() {
                let either = |key| self.says(a, key, b) || self.says(b, key, a);
                let one_above = above[a][b] || above[b][a];
                if either("related") && one_above {
                    say(Code::RelatedIsBroader, vec![a, b]);
                }
                if either("distinct_from") && (one_above || one[a][b]) {
                    say(Code::DistinctFromBroader, vec![a, b]);
                }
            }
            for c in self.numbers().filter(|&c| steps[a][c]) {
                if self.numbers().any(|b| steps[a][b] && above[b][c]) {
                    say(Code::RedundantBroader, vec![a.min(c), a.max(c)]);
                }
            }
            let inverse = [
                ("broader", "narrower"),
                ("narrower", "broader"),
                ("related", "related"),
                ("distinct_from", "distinct_from"),
            ];
            let added = |b: usize| {
                let lacks = |&(there, here): &(&str, &str)| {
                    self.says(b, there, a) && !self.says(a, here, b)
                };
                a != b && inverse.iter().any(lacks)
            };
            if self.numbers().any(added) {
                say(Code::OneSided, vec![a]);
            }
            let Concept { role, relations, defined, deprecated, .. } = &self.0[a];
            let leads_here = |b: usize| {
                let Concept { relations, links, .. } = &self.0[b];
                b != a && (links.contains(&a) || relations.iter().any(|(_, to)| *to == a))
            };
            if !role && !deprecated && relations.is_empty() && !self.numbers().any(leads_here) {
                say(Code::OrphanConcept, vec![a]);
            }
            if !defined && !deprecated {
                say(Code::NoDefinition, vec![a]);
            }
            let references = relations.iter().map(|(_, to)| to).chain(&self.0[a].links);
            for to in references.filter(|to| !deprecated && self.0[**to].deprecated) {
                if !self.replacements(*to).contains(&a) {
                    say(Code::DeprecatedLink, vec![a.min(*to), a.max(*to)]);
                }
            }
        }
        verdicts.extend(self.label_verdicts());
        verdicts
    }

    /// What replaces a deprecated concept, or replaces a deprecated one that does.
    fn replacements(&self, of: usize) -> Vec<usize> {
        let mut found = vec![of];
        loop {
            let next = self.numbers().find(|to| {
                let replaces =
                    |from: &usize| self.0[*from].deprecated && self.says(*from, "replaced_by", *to);
                !found.contains(to) && found.iter().any(replaces)
            });
            match next {
                Some(next) => found.push(next),
                None => return found,
            }
        }
    }

    fn label_verdicts(&self) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        for (number, concept) in self.0.iter().enumerate() {
            if let Some(first) = self.0[..number].iter().position(|it| it.id == concept.id) {
                verdicts.push((Code::DuplicateId, vec![first, number], Severity::Error));
            }
            let Concept { label, alt, hidden, .. } = concept;
            let alt: Vec<&String> = alt.iter().map(|(alt, _)| alt).collect();
            let twice = alt.iter().filter(|it| **it == label).count()
                + hidden.iter().filter(|it| *it == label || alt.contains(it)).count();
            let said = (Code::LabelTwice, vec![number], Severity::Error);
            verdicts.extend(vec![said; twice]);
        }
        let mut known: Vec<String> = Vec::new();
        for name in self.0.iter().flat_map(names) {
            if known.contains(&name) {
                continue;
            }
            // Whoever repeats an id is left out: it has been told.
            let repeats = |it: usize| self.0[..it].iter().any(|other| other.id == self.0[it].id);
            let mut left: Vec<usize> = self
                .numbers()
                .filter(|it| !repeats(*it) && names(&self.0[*it]).contains(&name))
                .collect();
            for scheme in ["role", "term", "other"] {
                let prefers = |it: &usize| {
                    self.0[*it].scheme == scheme && self.0[*it].label.to_lowercase() == name
                };
                let taken: Vec<usize> = left.iter().copied().filter(prefers).collect();
                if taken.len() > 1 {
                    left.retain(|it| !taken[1..].contains(it));
                    verdicts.push((Code::LabelTaken, taken, Severity::Error));
                }
            }
            let abbreviates = |it: &usize| {
                let alt = &self.0[*it].alt;
                alt.iter().any(|(alt, declared)| *declared && alt.to_lowercase() == name)
            };
            if left.len() > 1 {
                let info = left.iter().all(abbreviates);
                let severity = if info { Severity::Info } else { Severity::Warning };
                verdicts.push((Code::LabelOverlap, left, severity));
            }
            known.push(name);
        }
        verdicts
    }
}

fn names(concept: &Concept) -> Vec<String> {
    let Concept { label, alt, hidden, .. } = concept;
    let alt = alt.iter().map(|(alt, _)| alt);
    std::iter::once(label).chain(alt).chain(hidden).map(|name| name.to_lowercase()).collect()
}

/// Reading what was said, by its places alone.
impl Vocabulary {
    fn read(&self, built: &Built, said: &Diagnostic) -> Verdict {
        let places = || std::iter::once(&said.place).chain(said.related.iter().map(|it| &it.place));
        let mut concepts = match said.code {
            Code::RelatedIsBroader | Code::DistinctFromBroader => {
                let (from, to, _) = reference(built, &said.place);
                self.check_way(built, said, (from, to));
                vec![from, to]
            }
            Code::RedundantBroader | Code::DeprecatedLink => {
                let (from, to, _) = reference(built, &said.place);
                vec![from, to]
            }
            Code::BroaderCycle => self.circle(built, said),
            Code::DuplicateId | Code::LabelTaken | Code::LabelOverlap => {
                places().map(number_of_file).collect()
            }
            Code::LabelTwice
            | Code::SelfRelation
            | Code::OneSided
            | Code::OrphanConcept
            | Code::NoDefinition => vec![number_of_file(&said.place)],
            other => panic!("nothing else is wrong, but {other:?}: {}", said.message),
        };
        concepts.sort_unstable();
        (said.code, concepts, said.severity)
    }

    /// The steps up that places say: narrower, broader.
    fn steps<'p>(built: &Built, places: impl Iterator<Item = &'p Place>) -> Vec<(usize, usize)> {
        let step = |place| match reference(built, place) {
            (from, to, "broader") => (from, to),
            (from, to, _) => (to, from),
        };
        places.map(step).collect()
    }

    /// The printed way leads from one to the other, and none is shorter.
    fn check_way(&self, built: &Built, said: &Diagnostic, (one, other): (usize, usize)) {
        if said.message.contains("exact match") {
            return;
        }
        let way = Self::steps(built, said.related.iter().map(|it| &it.place));
        let ends = (way[0].0, way[way.len() - 1].1);
        assert!(ends == (one, other) || ends == (other, one), "{}", said.message);
        assert!(way.windows(2).all(|pair| pair[0].1 == pair[1].0), "{}", said.message);
        let (_, steps) = self.broader();
        assert_eq!(Some(way.len()), distance(&steps, ends.0, ends.1), "{}", said.message);
        assert_eq!(said.message.matches(" → ").count(), way.len());
    }

    /// Every concept that is in circles with those of the printed one.
    fn circle(&self, built: &Built, said: &Diagnostic) -> Vec<usize> {
        let places = std::iter::once(&said.place).chain(said.related.iter().map(|it| &it.place));
        let way = Self::steps(built, places);
        let first = way[0].0;
        assert_eq!(way[way.len() - 1].1, first, "{}", said.message);
        assert!(way.windows(2).all(|pair| pair[0].1 == pair[1].0), "{}", said.message);
        let (all, _) = self.broader();
        self.numbers().filter(|it| all[first][*it] && all[*it][first]).collect()
    }

    fn compare_hierarchy(&self, built: &Built, seed: u64) {
        let hierarchy = &built.site.linked.hierarchy;
        let (_, steps) = self.broader();
        let above = closed(steps.clone());
        let id = |number: usize| ConceptId(number as u32);
        for a in self.numbers() {
            let found = hierarchy.ancestors(id(a));
            let distances: Vec<usize> = found
                .iter()
                .map(|it| distance(&steps, a, it.0 as usize).expect("it is above"))
                .collect();
            assert!(distances.is_sorted(), "seed {seed}: the nearest come first");
            let mut found: Vec<usize> = found.iter().map(|it| it.0 as usize).collect();
            found.sort_unstable();
            let expected: Vec<usize> = self.numbers().filter(|b| above[a][*b]).collect();
            assert_eq!(found, expected, "seed {seed}");
            for b in self.numbers() {
                assert_eq!(hierarchy.is_ancestor(id(b), id(a)), above[a][b], "seed {seed}");
            }
            for b in expected.into_iter().take(5) {
                let way = hierarchy.path(id(a), id(b)).expect("there is a way");
                assert_eq!((way[0], way[way.len() - 1]), (id(a), id(b)), "seed {seed}");
                assert_eq!(Some(way.len() - 1), distance(&steps, a, b), "seed {seed}");
                let step = |pair: &[ConceptId]| steps[pair[0].0 as usize][pair[1].0 as usize];
                assert!(way.windows(2).all(step), "seed {seed}");
            }
        }
    }
}

/// How many steps lead from one to the other at least.
fn distance(steps: &Table, from: usize, to: usize) -> Option<usize> {
    let mut reached: Vec<usize> = vec![from];
    for distance in 1..=steps.len() {
        let on = |next: &usize| reached.iter().any(|it| steps[*it][*next]);
        reached = (0..steps.len()).filter(on).collect();
        if reached.contains(&to) {
            return Some(distance);
        }
    }
    None
}

/// `content/terms/c012.md` is 12.
fn number_of_file(place: &Place) -> usize {
    number(place.file.path())
}

fn number(path: &str) -> usize {
    let digits = path.trim_end_matches(')').strip_suffix(".md").expect("a page's path");
    digits[digits.len() - 3..].parse().expect("a page's number")
}

/// The reference at a place: in which concept, to which, under which key.
fn reference(built: &Built, place: &Place) -> (usize, usize, &'static str) {
    let text = built.text(&place.file).expect("a page that was read");
    let written = &text[place.span.range()];
    let line = text[..place.span.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let key = KEYS.iter().find(|key| text[line..].starts_with(&format!("{key}:")));
    (number_of_file(place), number(written), key.copied().unwrap_or("text"))
}

#[test]
fn the_made_up_vocabularies_have_every_fault() {
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    for seed in 0..30 {
        for (code, _, _) in Vocabulary::made_up(seed, 40).verdicts() {
            *counts.entry(code).or_default() += 1;
        }
    }
    assert_eq!(counts.len(), 13, "{counts:?}");
}
