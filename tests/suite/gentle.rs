//! Gentle changes: names, links and relations of pages that stay where they are. The next book takes most
//! of the last one over, and is still the one that a clean build makes.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rolebook::{link::LinkedBook, pipeline::Cache};

use crate::{
    again::{again, check_same, write},
    generated::Random,
    handbook::{Handbook, output},
};

/// Pages that name each other in every way that there is, by their paths.
const PAGES: &[(&str, &str)] = &[
    (
        "terms/toil",
        "---\ntitle: Toil\nalt: [manual work]\nbroader: [Effort]\nrelated: [SLO, deep-work]\n\
             examples: [Restarting, Deep work]\n---\nWork that grows. See \
             [the part](../guides/start.md#the-part) and [[Start#The part]].\n",
    ),
    (
        "terms/effort",
        "---\nalt: [efforts]\ncontexts: [{from: Restarting, to: Toil, by: joy}]\n---\n# Effort\n\n\
             Any effort or toil.\n",
    ),
    (
        "terms/restarting",
        "---\nbroader: [toil]\npositions: {joy: 0.2}\n---\n# Restarting\n\nA restart. Policy.\n",
    ),
    (
        "terms/deep-work",
        "# Deep work\n\nNo toil, says the founder of all. [[policies]] [[Toils]]\n",
    ),
    (
        "terms/agreement",
        "---\ntitle: Service agreement\nalt: [{text: SLA, kind: abbreviation}]\n\
             distinct_from: [SLO]\n---\nWhat the service agreement is. [[SLA]]\n",
    ),
    (
        "terms/archive",
        "---\ntitle: Slow archive\nalt: [{text: SLA, kind: abbreviation}]\n---\nSlow. [[SLA]]\n",
    ),
    ("terms/policy", "---\nscheme: Law\n---\n# Policy\n\nA rule.\n"),
    ("terms/sticky", "---\ntitle: Glue work\n---\nSticky. [[Glue work]]\n"),
    ("terms/lonely", "# Lonely\n"),
    ("terms/old", "---\nstatus: deprecated\nreplaced_by: toil\n---\n# Old\n\nWas.\n"),
    (
        "glossary",
        "# Glossary\n\nSee the [old one](terms/old.md).\n\nSLO (S)\n: A promise, no toil.\n\n\
             SLI\n: A number for an SLO.\n",
    ),
    (
        "compare/lead-and-manager",
        "---\ntype: comparison\nsubjects: [lead, manager]\n\
             cells: [{subject: lead, facet: focus, text: All.}]\n\
             related_terms: [{term: Glue work, text: Holds all together.}]\n---\n# The two\n\n\
             Both toil. SLA.\n",
    ),
    ("compare/oneself", "---\ntype: comparison\nsubjects: [sre, sre]\n---\n# One\n\nToil.\n"),
    (
        "guides/start",
        "---\ntags: [First, second]\naliases: [Begin, beginning, /begin/]\n---\n# Start\n\n\
             With the SLO.\n\n```compare\nsubjects: [lead, founder]\n```\n\n## The part\n\n\
             Then [the rest](#nope) [[Lonely]] [[guide two]].\n",
    ),
    (
        "guides/two",
        "---\ntitle: Guide two\ntags: [second]\nsee: [Toil, Begin]\n\
             faq: [{question: Why toil?, answer: Because of SLI and [x](start.md#the-part).}]\n---\n\n\
             See [[Start]] [[Begin]] [[Beginnings]] [text](startt.md) [Guide three](third.md) [[SLOs]] \
             [[SLI]] [[glossary]].\n\n## Hello toil\n\nA [link](../glossary.md#slo-s) and \
             [g](../glossary.md#sli) and ![x](no.png) [[The lead]].\n",
    ),
    (
        "guides/three",
        "---\ntitle: Guide three\nweight: 2\nabout: [The lead, toil]\n---\nAn SLA here. See \
             [two](two.md#hello-toil), [tow](two.md#helo-toil), [Two](Two.md), [[lead of all]], \
             [[Lonelys]], [[Glue work]].\n",
    ),
    (
        "guides/four",
        "# Four\n\nAn effort by the lead and the founder of all. [[Glue works]] [[Boss]] \
             [[Policie]] [[Effrot]]\n\n- [ ] toil\n",
    ),
    (
        "terms/street",
        "---\ntitle: Straße\nalt: [Größe]\nhidden: [Boulevard]\n---\nA way, says the CAFE\u{301}.\n",
    ),
    (
        "terms/art",
        "---\ntitle: 技術\nalt: [{text: CAN, kind: abbreviation}, Café]\n---\nIt can. No strassen.\n",
    ),
    (
        "guides/five",
        "# Five\n\nThe STRASSE, das 新しい技術的 Café: a CAN can, CANs do; GRÖSSE’s on-call. [[Boulevart]] \
             [[street]] [[Strasze]] [[deep-works]]\n\n## More\n\nStraßes, slow archives, glue works.\n",
    ),
];

/// A handbook in which every page depends on what others are called; every sixth is a plain folder. Of every
/// other no page is told anew as a whole when a concept gets another name: nothing is compared or coined,
/// and nothing is wrong with the book itself.
fn named(seed: u64) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut put = |path: &str, text: &str| files.insert(path.to_owned(), text.to_owned());
    put("content/_index.md", "---\ntitle: Home\n---\nWelcome to [[Toil]] and [guides](guides/).\n");
    put("content/roles/_index.md", "---\ntitle: Roles\nprint: true\n---\nAll roles: toil.\n");
    put("content/tags/_index.md", "What pages are about: toil.\n");
    let next = [
        ("lead", "manager"),
        ("manager", "founder"),
        ("founder", "../guides/four.md"),
        ("sre", "start"),
    ];
    for (role, next) in next {
        put(
            &format!("content/roles/{role}.md"),
            &format!(
                "---\ntitle: The {role}\nalt: [{role} of all]\nredirect_from: [/old-{role}/]\n\
                 reviewed: 2020-01-01\nreview_every: 6 months\ntags: [People, First]\n\
                 definition: Who leads by toil.\n\
                 skills: [toil, {{to: Deep work, level: expert}}, \"Something new\", SLO]\ntrack: ic\n\
                 career:\n  to: [{{role: {next}, kind: promotion}}, {{role: Boss}}]\n  \
                 from: [{{role: Guide to start, kind: promotion}}, {{role: {next}, kind: lateral}}]\n\
                 partners: [{next}]\n---\n\
                 Some words on toil and [another](nowhere.md) [[Wanted {role}]] [[The {next}s]].\n\n\
                 ## Responsibilities\n\n- Decide with the {next}\n- Write [words](../terms/toil.md)\n\n\
                 ## Focus\n\nThe team's deep work.\n\n```career\n```\n"
            ),
        );
    }
    let compares = |path: &str| path.starts_with("compare/");
    for (path, text) in PAGES.iter().filter(|(path, _)| seed % 2 == 1 || !compares(path)) {
        put(&format!("content/{path}.md"), text);
    }
    let configs = [
        "title = \"One\"\nbase_url = \"https://x.example/y/\"\n[terms]\nautolink = \"first-per-section\"\n",
        "title = \"Two\"\n[compare]\nauto = \"track\"\n",
        "title = \"Two\"\ndrafts = true\n[terms]\nplurals = false\n",
        "title = \"Two\"\n[terms]\nautolink = \"off\"\n",
        "title = \"Two\"\n",
    ];
    if seed % 6 != 5 {
        put("rolebook.toml", configs[seed as usize % 6]);
    }
    files
}

const WORDS: [&str; 36] = [
    "toil",
    "deep work",
    "Lonely",
    "the lead of all",
    "SLI",
    "nothing",
    "Glue work",
    "an SLA",
    "Effort",
    "Boss",
    "Start",
    "Begin",
    "Guide two",
    "policy",
    "Policies",
    "Something new",
    "SLO",
    "manual work",
    "Restarting",
    "efforts",
    "Straße",
    "STRASSE",
    "Größe",
    "技術",
    "Cafe\u{301}",
    "CAN",
    "Can",
    "Boulevard",
    "Deep-Work",
    "SLAs",
    "strassen",
    "slow",
    "Some words",
    "part of all",
    "promise",
    "CANs",
];

/// Keys of front matter with the values that they may get: `W` and `V` are words, `N` is a number.
const VALUES: [(&str, &str); 24] = [
    ("title", "W"),
    ("title", "W N"),
    ("title", "W N"),
    ("alt", "[W N]"),
    ("alt", "[{text: W, kind: abbreviation}]"),
    ("alt", ""),
    ("aliases", "[W]"),
    ("label", "W N"),
    ("hidden", "[W]"),
    ("related", "[W]"),
    ("related", ""),
    ("broader", "[W]"),
    ("see", "[W, V]"),
    ("terms", "[W, V]"),
    ("examples", "[W, V]"),
    ("definition", "It is W, see [it](../terms/toil.md)"),
    ("skills", "[W, V]"),
    ("positions", "{joy: 0.N}"),
    ("summary", "On W."),
    ("owner", "W"),
    ("scheme", "Law"),
    ("lang", "de"),
    ("tags", "[W]"),
    ("autolink", "false"),
];

/// One random change of pages that stay where they are; `began` is what all said at first.
fn change(
    random: &mut Random,
    files: &mut BTreeMap<String, String>,
    began: &BTreeMap<String, String>,
) {
    let pages: Vec<String> =
        files.keys().filter(|path| path.starts_with("content/")).cloned().collect();
    let path = pages[random.below(pages.len())].clone();
    let mut word = || WORDS[random.below(WORDS.len())];
    let (word, other) = (word(), word());
    let kind = random.below(24);
    if kind == 8 {
        return exchange(files, &path, &pages[random.below(pages.len())]);
    }
    let text = files.get_mut(&path).expect("it is there");
    match kind {
        0 | 1 => text.push_str(&format!("\nMore of {word}.\n")),
        2 => *text = text.replacen("\n\n", &format!("\n\nBefore all, {word} & more.\n\n"), 1),
        3 | 4 => text.push_str(&format!("\nA link [[{word}]] and [{other}](x.md).\n")),
        5 => *text = text.replacen("# ", &format!("# {word} "), 1),
        6 => *text = text.replace("toil", "Toils"),
        7 => *text = text.replacen(". ", &format!(", with [[{word}]]. "), 1),
        9 | 10 => text.clone_from(&began[&path]),
        11 => text.push_str(&format!("\n{}, {}s; a {word}.\n", word.to_uppercase(), other)),
        _ => {
            let (key, value) = VALUES[random.below(VALUES.len())];
            let number = random.below(9).to_string();
            let value = value.replace('W', word).replace('V', other).replace('N', &number);
            let begins = format!("{key}:");
            let kept = text.lines().filter(|line| !line.starts_with(&begins));
            let kept = kept.fold(String::new(), |kept, line| kept + line + "\n");
            let line = if value.is_empty() { String::new() } else { format!("{key}: {value}\n") };
            *text = match kept.strip_prefix("---\n") {
                Some(rest) => format!("---\n{line}{rest}"),
                None => format!("---\n{line}---\n{kept}"),
            };
        }
    }
}

/// Two pages change their titles.
fn exchange(files: &mut BTreeMap<String, String>, one: &str, other: &str) {
    let title = |path: &str| {
        let mut lines = files[path].lines();
        lines.find(|line| line.starts_with("title: ") || line.starts_with("# ")).map(str::to_owned)
    };
    let (Some(first), Some(second)) = (title(one), title(other)) else { return };
    let name = |line: &str| line.trim_start_matches(['#', ' ']).replacen("title: ", "", 1);
    for (path, from, to) in [(one, &first, &second), (other, &second, &first)] {
        let line = from.replacen(&name(from), &name(to), 1);
        let text = files.get_mut(path).expect("it is there");
        *text = text.replacen(from.as_str(), &line, 1);
    }
}

/// How a book came from the one before.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Way {
    /// With other texts alone.
    Prose,
    /// With what the change can have touched.
    Anew,
    /// From the first page to the last.
    Whole,
}

impl Way {
    fn of(before: &LinkedBook, now: &LinkedBook) -> Way {
        if Arc::ptr_eq(&before.backlinks, &now.backlinks) {
            Way::Prose
        } else if Arc::ptr_eq(&before.book.redirects, &now.book.redirects) {
            Way::Anew
        } else {
            Way::Whole
        }
    }
}

/// Whether concepts of a book, which stay where they are, are called otherwise in the next.
fn is_renamed(before: &LinkedBook, now: &LinkedBook) -> bool {
    !Arc::ptr_eq(&before.book.concepts, &now.book.concepts)
}

#[test]
fn a_gentle_change_takes_most_over_and_leaves_nothing_behind() {
    let mut ways: BTreeMap<Way, usize> = BTreeMap::new();
    // Those that are not told as a whole.
    let mut renames = 0;
    for seed in 0..SEEDS {
        let mut random = Random::new(seed + 77);
        let handbook = Handbook::new();
        let mut files = named(seed);
        let began = files.clone();
        write(&mut random, &handbook, &BTreeMap::new(), &files);
        let cache = Cache::default();
        let mut last = again(&handbook, &cache, &BTreeSet::new());
        for step in 0..40 {
            let before = files.clone();
            for _ in 0..=random.below(6) / 4 {
                change(&mut random, &mut files, &began);
            }
            let paths = write(&mut random, &handbook, &before, &files);
            let built = again(&handbook, &cache, &paths);
            if !paths.is_empty() {
                let (before, now) = (&last.site.linked, &built.site.linked);
                let way = Way::of(before, now);
                renames += usize::from(way == Way::Anew && is_renamed(before, now));
                *ways.entry(way).or_default() += 1;
            }
            if random.below(4) == 0 {
                // Threads may still look for mentions in a book that nobody sees any more.
                last.site.linked.find_mentions();
            }
            last = built;
            if random.below(3) == 0 {
                let _ = last.site.make("guides/five/index.html");
            }
            // What one book has found of its prose, the next may take over.
            if random.below(3) > 0 {
                let _ = last.site.make("index.html");
                let warm = output(last);
                check_same(
                    &warm,
                    &handbook.build(),
                    &format!("seed {seed}, step {step}: {paths:?}"),
                );
                last = warm.built;
            }
        }
    }
    let all: usize = ways.values().sum();
    assert!(ways[&Way::Anew] > all / 3 && ways[&Way::Prose] > all / 20, "{ways:?}");
    assert!(renames > SEEDS as usize, "{renames}");
}

/// Handbooks that are changed 40 times each.
const SEEDS: u64 = 6;
