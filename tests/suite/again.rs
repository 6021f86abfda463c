//! Whatever happens to the files of a handbook, and whatever a watch tells of it: the next book is the one
//! that a clean build makes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use rolebook::{
    discover,
    link::wanted,
    pipeline::{self, Built, Cache, Options},
};

use crate::{
    generated::{Random, generated},
    handbook::{Handbook, Output, output},
};

/// What a preview does after a change at `paths`, without looking whether that was all.
pub(crate) fn again(handbook: &Handbook, cache: &Cache, paths: &BTreeSet<PathBuf>) -> Built {
    let project = discover::project(handbook.root()).expect("a folder");
    pipeline::rebuild(&project, &Options::default(), cache, paths).expect("a readable folder")
}

fn is_current(handbook: &Handbook, cache: &Cache, built: &Built) -> bool {
    let project = discover::project(handbook.root()).expect("a folder");
    pipeline::is_current(&project, &Options::default(), cache, built).expect("a readable folder")
}

#[track_caller]
pub(crate) fn check_same(warm: &Output, cold: &Output, place: &str) {
    for (path, bytes) in &cold.files {
        if warm.files.get(path) != Some(bytes) {
            let lines = |bytes: &[u8]| {
                String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect::<Vec<_>>()
            };
            let (a, b) = (lines(warm.files.get(path).map_or(&[][..], |it| it)), lines(bytes));
            let at = a.iter().zip(&b).position(|(a, b)| a != b).unwrap_or(a.len().min(b.len()));
            panic!("{place}: {path}:{at}:\n{:?}\n{:?}", a.get(at), b.get(at));
        }
    }
    assert_eq!(warm.files.len(), cold.files.len(), "{place}");
    let [known, found] = [warm, cold].map(|it| wanted(&it.built.site.linked));
    assert_eq!(known, found, "{place}");
    let (warm, cold) = (&warm.report.diagnostics, &cold.report.diagnostics);
    let told = warm.iter().find(|it| !cold.contains(it));
    let missed = cold.iter().find(|it| !warm.contains(it));
    assert_eq!((told, missed), (None, None), "{place}");
    assert_eq!(warm, cold, "{place}");
}

/// A small handbook in which one page leans on another in every way that there is.
fn peopled(seed: u64) -> BTreeMap<String, String> {
    let mut files = generated(seed, 16);
    let mut put = |path: &str, text: &str| files.insert(path.to_owned(), text.to_owned());
    for (role, next) in [("lead", "manager"), ("manager", "founder"), ("founder", "lead")] {
        put(
            &format!("content/roles/{role}.md"),
            &format!(
                "---\ntitle: The {role}\nalt: [{role} of all]\ndefinition: Who leads by toil.\n\
                 skills: [toil, {{to: Deep work, level: expert}}, \"Something new\"]\n\
                 career: {{to: [{{role: {next}, kind: promotion}}]}}\npartners: [{next}]\n---\n\
                 Some words on toil and [another](nowhere.md) [[Wanted {role}]].\n\n\
                 ## Responsibilities\n\n- Decide with the {next}\n- Write [words](../terms/toil.md)\n\n\
                 ## Focus\n\nThe team's deep work.\n\n```career\n```\n"
            ),
        );
    }
    put("content/terms/toil.md", "---\ntitle: Toil\nalt: [manual work]\n---\nWork that grows.\n");
    put("content/terms/deep-work.md", "# Deep work\n\nNo toil, says the founder of all.\n");
    // One abbreviation of two concepts.
    for (term, title) in [("agreement", "Service agreement"), ("archive", "Slow archive")] {
        let alt = "alt: [{text: SLA, kind: abbreviation}]";
        let text = format!("---\ntitle: {title}\n{alt}\n---\nWhat the {title} is.\n");
        put(&format!("content/terms/{term}.md"), &text);
    }
    put("content/terms/lonely.md", "# Lonely\n");
    put("content/terms/old.md", "---\nstatus: deprecated\nreplaced_by: toil\n---\n# Old\n\nWas.\n");
    put(
        "content/glossary.md",
        "# Glossary\n\nSee the [old one](terms/old.md).\n\nSLO (S)\n: A promise, no toil.\n\nSLI\n: A number.\n",
    );
    put(
        "content/compare/lead-and-manager.md",
        "---\ntype: comparison\nsubjects: [lead, manager]\n\
         related_terms: [{term: Glue work, text: Holds all together.}]\n---\n# The two\n\nBoth toil.\n",
    );
    put(
        "content/guides/start.md",
        "---\ntags: [First, second]\nredirect_from: [/begin/]\n---\n# Start\n\nWith the SLO.\n\n\
         ```compare\nsubjects: [lead, founder]\n```\n\nThen [the rest](#nope).\n",
    );
    put("rolebook.toml", CONFIGS[seed as usize % CONFIGS.len()]);
    files
}

const CONFIGS: [&str; 4] = [
    "title = \"One\"\n[compare]\nauto = \"all\"\n",
    "title = \"Two\"\nbase_url = \"https://x.example/y/\"\n",
    "title = \"Two\"\ndrafts = true\n[diagnostics]\nbroken-link = \"warning\"\n",
    "title = \"Two\"\n[terms]\nautolink = \"off\"\n",
];

/// One random change of some files. Most are of prose, as with authors.
fn change(random: &mut Random, files: &mut BTreeMap<String, String>) {
    let pages: Vec<String> =
        files.keys().filter(|path| path.starts_with("content/")).cloned().collect();
    let path = pages[random.below(pages.len())].clone();
    let words =
        ["toil", "deep work", "Lonely", "the lead of all", "SLI", "nothing", "Glue work", "an SLA"];
    let word = words[random.below(words.len())];
    let text = files.get_mut(&path).expect("it is there");
    match random.below(26) {
        0..6 => text.push_str(&format!("\nMore of {word}.\n")),
        6..10 => {
            // After the front matter or a heading: all that follows moves.
            let at = text.rfind("---\n").map_or(0, |at| at + 4);
            text.insert_str(at, &format!("\nBefore all, {word} & more.\n\n"));
        }
        10 => *text = text.replace("toil", "work").replace("SLA", "promise"),
        11 => *text = text.replacen(". ", &format!(", with [[{word}]]. "), 1),
        12 => *text = text.replacen("# ", "# New ", 1),
        13 => *text = text.replacen("title: ", &format!("title: {} ", random.below(9)), 1),
        14 => *text = text.replacen("---\n", &format!("---\nalt: [{word}]\n"), 1),
        15 => *text = text.replacen("---\n", "---\nstatus: draft\n", 1),
        16 => *text = text.replace("status: draft\n", ""),
        17 => {
            let half = (0..=text.len() / 2).rev().find(|end| text.is_char_boundary(*end));
            text.truncate(half.unwrap_or(0));
        }
        18 => {
            let text = files.remove(&path).expect("it is there");
            files.insert(path.replace(".md", "-moved.md"), text);
        }
        19 => {
            files.remove(&path);
        }
        20 => {
            let path = format!("content/terms/new-{}.md", random.below(40));
            files.insert(
                path,
                format!("# {word} {}\n\n[lead](../roles/lead.md)\n", random.below(9)),
            );
        }
        21 => {
            let config = CONFIGS[random.below(CONFIGS.len())];
            files.insert("rolebook.toml".to_owned(), config.to_owned());
        }
        22 => {
            let path = "themes/default/partials/footer.html".to_owned();
            if files.remove(&path).is_none() {
                files.insert(path, format!("<footer>{}</footer>\n", random.below(9)));
            }
        }
        23 => {
            let path = format!("static/file-{}.txt", random.below(3));
            if files.remove(&path).is_none() {
                files.insert(path, format!("{}\n", random.below(9)));
            }
        }
        24 => {
            // Back to how it all began, as a `git checkout` does.
            let began = peopled(random.below(3) as u64 + 1);
            let keep = random.below(4);
            files.retain(|path, _| began.contains_key(path) || path.len() % 4 == keep);
            files.extend(began);
        }
        _ => *text = text.replace("more", "much more"),
    }
}

/// Brings the disk from `before` to `files`, some of them as careful editors do; gives the paths that a
/// watch would tell.
pub(crate) fn write(
    random: &mut Random,
    handbook: &Handbook,
    before: &BTreeMap<String, String>,
    files: &BTreeMap<String, String>,
) -> BTreeSet<PathBuf> {
    let mut paths = BTreeSet::new();
    for path in before.keys().filter(|path| !files.contains_key(*path)) {
        fs::remove_file(handbook.path(path)).expect("the file is there");
        paths.insert(handbook.path(path));
    }
    for (path, text) in files.iter().filter(|(path, text)| before.get(*path) != Some(text)) {
        if random.below(2) == 0 {
            handbook.put(path, text);
        } else {
            // A new file takes the old one's place.
            let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
            let beside = format!("{folder}/.{name}.new");
            handbook.put(&beside, text);
            fs::rename(handbook.path(&beside), handbook.path(path)).expect("a file is renamed");
        }
        paths.insert(handbook.path(path));
    }
    paths
}

#[test]
fn after_any_change_the_book_is_the_one_of_a_clean_build() {
    for seed in 1..=4 {
        let mut random = Random::new(seed);
        let handbook = Handbook::new();
        let mut files = peopled(seed);
        write(&mut random, &handbook, &BTreeMap::new(), &files);
        let cache = Cache::default();
        again(&handbook, &cache, &BTreeSet::new());
        for step in 0..100 {
            let before = files.clone();
            for _ in 0..=random.below(6) / 4 {
                change(&mut random, &mut files);
            }
            let mut paths = write(&mut random, &handbook, &before, &files);
            if step % 9 == 0 {
                // The watch has lost count.
                paths.clear();
            }
            let built = again(&handbook, &cache, &paths);
            let place = format!("seed {seed}, step {step}: {paths:?}");
            assert!(is_current(&handbook, &cache, &built), "{place}");
            // Pages are made of every other book alone: what one has found, the next may have to find.
            if step % 2 == 0 {
                check_same(&output(built), &handbook.build(), &place);
            }
        }
    }
}

#[test]
fn a_change_leaves_the_edges_as_they_are_that_it_has_no_part_in() {
    let handbook = Handbook::new();
    let mut random = Random::new(5);
    let files = peopled(5);
    write(&mut random, &handbook, &BTreeMap::new(), &files);
    let cache = Cache::default();
    let mut last = again(&handbook, &cache, &BTreeSet::new());
    let mut check = |path: &str, text: &str, shared: bool| {
        handbook.put(path, text);
        let built = again(&handbook, &cache, &BTreeSet::from([handbook.path(path)]));
        let [before, now] = [&last, &built].map(|built| &built.site.linked.relations);
        assert_eq!(std::sync::Arc::ptr_eq(before, now), shared, "{path}: {text}");
        last = built;
    };
    // All that follows moves, references too.
    let is_guide =
        |path: &&String| path.starts_with("content/guides/") && !path.ends_with("start.md");
    let page = files.keys().find(is_guide).expect("a guide");
    check(
        page,
        &files[page].replace("## The part", "Now with toil, and more.\n\n## The part"),
        true,
    );
    check(page, &files[page], true);
    let role = "content/roles/lead.md";
    check(role, &files[role].replace("Some words", "Many words"), true);
    // It is compared with others, and pages are called after both.
    check(role, &files[role].replace("The lead", "Lead"), false);
    let term = "content/terms/toil.md";
    check(term, &format!("{}\n[Deep](deep-work.md)\n", files[term]), true);
    check(term, &files[term].replace("title: Toil", "title: All toil"), true);
    check(term, &files[term].replace("---\nWork", "related: [deep-work]\n---\nWork"), false);
    check(term, &files[term].replace("---\nWork", "slug: moil\n---\nWork"), false);
}

#[test]
fn an_abbreviation_of_several_is_told_as_soon_as_a_text_uses_it() {
    let handbook = Handbook::new();
    let files = peopled(1);
    write(&mut Random::new(1), &handbook, &BTreeMap::new(), &files);
    let cache = Cache::default();
    again(&handbook, &cache, &BTreeSet::new());
    let page = "content/guides/start.md";
    let uses = files[page].replace("With the SLO.", "With the SLO. We have an SLA.");
    for text in [&uses, &files[page], &uses] {
        handbook.put(page, text);
        let built = again(&handbook, &cache, &BTreeSet::from([handbook.path(page)]));
        let told =
            format!("{:?}", built.report.diagnostics).contains("a page has it without a link");
        assert_eq!(told, *text == uses);
        check_same(&output(built), &handbook.build(), text);
    }
}

#[test]
fn what_a_watch_does_not_tell_is_seen_afterwards() {
    let handbook =
        Handbook::new().file("content/a.md", "# A\n\nOne.\n").file("content/b.md", "# B\n\nOne.\n");
    let cache = Cache::default();
    again(&handbook, &cache, &BTreeSet::new());
    handbook.put("content/a.md", "# A\n\nTwo.\n");
    handbook.put("content/b.md", "# B\n\nTwo.\n");
    let told = BTreeSet::from([handbook.path("content/a.md")]);
    let built = again(&handbook, &cache, &told);
    assert!(!is_current(&handbook, &cache, &built));
    let built = again(&handbook, &cache, &BTreeSet::new());
    assert!(is_current(&handbook, &cache, &built));
    assert!(output(built).html("/b/").contains("Two."));
}

#[test]
fn a_file_is_not_taken_for_the_same_by_its_length_and_its_time() {
    let handbook = Handbook::new().file("content/a.md", "# A\n\nOne.\n");
    let path = handbook.path("content/a.md");
    let written = SystemTime::now() - Duration::from_mins(1);
    let set_back = |path: &Path| {
        let file = fs::File::options().write(true).open(path).expect("the file is there");
        file.set_modified(written).expect("its time is set");
    };
    set_back(&path);
    // Its times are old enough for a build to remember what it reads.
    std::thread::sleep(Duration::from_millis(3_200));
    let cache = Cache::default();
    let built = again(&handbook, &cache, &BTreeSet::new());
    assert!(is_current(&handbook, &cache, &built));
    handbook.put("content/a.md", "# A\n\nTwo.\n");
    set_back(&path);
    // On Windows nothing but the watch tells of such a change.
    let told = if cfg!(unix) { BTreeSet::new() } else { BTreeSet::from([path]) };
    assert!(output(again(&handbook, &cache, &told)).html("/a/").contains("Two."));
}

#[test]
fn what_is_advised_for_a_name_follows_from_who_wants_it_now() {
    let handbook = Handbook::new()
        .file("rolebook.toml", "title = \"One\"\n")
        .file("content/roles/wombac.md", "# Wombac\n\nOne.\n")
        .file("content/roles/lead.md", "---\npartners: [Womban]\n---\n# Lead\n\nTwo.\n")
        .file("content/terms/wombaa.md", "# Wombaa\n\nThree.\n")
        .file("content/guides/start.md", "# Start\n\nSee [[Womban]].\n");
    let cache = Cache::default();
    again(&handbook, &cache, &BTreeSet::new());
    let page = "content/guides/start.md";
    handbook.put(page, "# Start\n\nSee nothing.\n");
    let built = again(&handbook, &cache, &BTreeSet::from([handbook.path(page)]));
    let near = |built: &Built| wanted(&built.site.linked)[0].near.clone();
    assert_eq!(near(&built), near(&handbook.built()));
}

#[test]
fn another_label_is_told_wherever_the_old_one_or_the_new_one_stood() {
    let handbook = Handbook::new()
        .file("rolebook.toml", "title = \"One\"\n")
        .file("content/terms/deep.md", "# Deep work\n\nOne.\n")
        .file("content/terms/work.md", "# Work\n\nTwo.\n")
        .file("content/guides/linking.md", "# A\n\nSee [it](../terms/deep.md). Deep work.\n")
        .file("content/guides/naming.md", "# B\n\nGRÖSSE, 技術, cafe\u{301}, a strassen.\n")
        .file(
            "content/guides/wanting.md",
            "# C\n\n[[very-old-title]] and [[Calm wrok]]. No [[work]].\n",
        );
    let cache = Cache::default();
    let term = "content/terms/deep.md";
    let mut last = again(&handbook, &cache, &BTreeSet::new());
    // One page is read, and nobody knows who mentions what.
    let _ = last.site.make("guides/naming/index.html");
    let titles =
        ["Calm", "Größe", "技術", "Café", "Very old title", "Calm work", "Deep work", "Calm"];
    for title in titles {
        handbook.put(term, format!("# {title}\n\nOne.\n"));
        let built = again(&handbook, &cache, &BTreeSet::from([handbook.path(term)]));
        let redirects = [&last, &built].map(|it| &it.site.linked.book.redirects);
        assert!(std::sync::Arc::ptr_eq(redirects[0], redirects[1]), "{title} is told as a whole");
        // A thread may be at work for a book that nobody sees any more.
        last.site.linked.find_mentions();
        let output = output(built);
        check_same(&output, &handbook.build(), title);
        last = output.built;
    }
}
