//! Invariants over generated handbooks: an incremental build equals a clean one, the bytes depend
//! on nothing but the text, and nothing panics.

use std::collections::BTreeMap;

use rolebook::pipeline::{Cache, Options};

use crate::handbook::Handbook;

/// A small deterministic generator (xorshift64*), so that a failing seed can be run again.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const WORDS: [&str; 16] = [
    "design", "review", "team", "signal", "budget", "café", "risk", "scope", "draft", "outcome",
    "Überblick", "pipeline", "incident", "mentor", "trade-off", "roadmap",
];

/// A handbook of `pages` pages with links of every kind between them, by path below ROOT.
pub(crate) fn generated(seed: u64, pages: usize) -> BTreeMap<String, String> {
    let mut random = Random::new(seed);
    let folders = ["roles", "terms", "guides", "guides/deep/er"];
    let mut files = BTreeMap::from([
        ("rolebook.toml".to_owned(), "title = \"Generated\"\nbase_url = \"https://handbook.example/x\"\n".to_owned()),
        ("content/_index.md".to_owned(), "# Home\n\nWelcome.\n".to_owned()),
    ]);
    let names: Vec<(usize, String)> = (0..pages)
        .map(|n| (n % folders.len(), format!("{}-{}-{n}", random.pick(&WORDS), random.pick(&WORDS))))
        .collect();
    for (folder, name) in &names {
        let mut text = String::new();
        let title = name.replace('-', " ");
        match folder {
            1 => text += &format!("---\ntitle: \"{title}\"\ndefinition: A {title} is a thing.\nrelated: [\"{}\"]\n---\n\n", names[1 + 4 * random.below(pages / 4 - 1)].1),
            _ => text += &format!("# {title}\n\n"),
        }
        for section in 0..3 {
            text += &format!("## {} {section}\n\n", random.pick(&WORDS));
            for _ in 0..4 {
                let (to_folder, to) = &names[random.below(names.len())];
                let up = if *folder == 3 { "../../../" } else { "../" };
                let path = format!("{up}{}/{to}.md", folders[*to_folder]);
                text += &match random.below(4) {
                    0 => format!("The {} is [here]({path}).\n", random.pick(&WORDS)),
                    1 => format!("See [[{to}|that]] & \"more\".\n"),
                    2 => format!("A [link *with* `code`](<{path}> \"title\") in a\nlong line.\n"),
                    _ => format!("<a href=\"{path}\">raw</a> and [ref][r{section}].\n\n[r{section}]: {path}\n\n"),
                };
            }
            text += "\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```rust\nfn main() {}\n```\n\n";
        }
        files.insert(format!("content/{}/{name}.md", folders[*folder]), text);
    }
    files
}

#[test]
fn an_incremental_build_equals_a_clean_one() {
    for seed in 1..=6 {
        let mut random = Random::new(seed);
        let handbook = Handbook::new();
        let mut files = generated(seed, 40);
        files.iter().for_each(|(path, text)| handbook.put(path, text));
        let cache = Cache::default();
        handbook.build_with(&Options::default(), &cache);
        for step in 0..8 {
            edit(&mut random, &handbook, &mut files);
            let warm = handbook.build_with(&Options::default(), &cache);
            let cold = handbook.build();
            assert_eq!(warm.report.diagnostics, cold.report.diagnostics, "seed {seed}, step {step}");
            for (path, bytes) in &cold.files {
                assert!(warm.files.get(path) == Some(bytes), "seed {seed}, step {step}: {path}");
            }
            assert_eq!(warm.files.len(), cold.files.len(), "seed {seed}, step {step}");
        }
    }
}

/// One random edit: of a body, a title, a link; a rename, a deletion, a new page, the config.
fn edit(random: &mut Random, handbook: &Handbook, files: &mut BTreeMap<String, String>) {
    let pages: Vec<String> =
        files.keys().filter(|path| path.ends_with(".md")).cloned().collect();
    let path = pages[random.below(pages.len())].clone();
    match random.below(6) {
        0 => {
            files.entry(path).and_modify(|text| text.push_str("\nOne more line.\n"));
        }
        1 => {
            files.entry(path).and_modify(|text| *text = text.replacen("# ", "# New ", 1));
        }
        2 => {
            let text = files.remove(&path).unwrap_or_default();
            std::fs::remove_file(handbook.path(&path)).expect("the file is there");
            files.insert(path.replace(".md", "-moved.md"), text);
        }
        3 => {
            files.remove(&path);
            std::fs::remove_file(handbook.path(&path)).expect("the file is there");
        }
        4 => {
            files.insert(format!("content/new-{}.md", random.below(1000)), "# New\n\n[home](_index.md) [[Home]]\n".to_owned());
        }
        _ => {
            let title = format!("title = \"Title {}\"\n", random.below(1000));
            files.insert("rolebook.toml".to_owned(), title);
        }
    }
    files.iter().for_each(|(path, text)| handbook.put(path, text));
}

#[test]
fn the_bytes_are_the_same_on_any_number_of_threads_and_in_another_folder() {
    let files = generated(3, 120);
    let build = |threads: usize| {
        let handbook = Handbook::new();
        // Written in another order, so that the disk lists them in another order.
        let mut order: Vec<_> = files.iter().collect();
        if threads == 1 {
            order.reverse();
        }
        order.iter().for_each(|(path, text)| handbook.put(path, text));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("threads").install(|| handbook.build().files)
    };
    assert!(build(1) == build(8));
}

#[test]
fn any_truncation_of_a_page_still_builds() {
    let content = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let lead = std::fs::read_to_string(content.join("roles/technical-lead.md")).expect("a role");
    let review = std::fs::read_to_string(content.join("guides/running-a-design-review.md"));
    let handbook = Handbook::new().file("rolebook.toml", "");
    let mut random = Random::new(11);
    for text in [lead, review.expect("a guide")] {
        for _ in 0..60 {
            let end = (0..=random.below(text.len())).rev().find(|end| text.is_char_boundary(*end));
            handbook.put("content/page.md", &text[..end.unwrap_or(0)]);
            let output = handbook.build();
            assert!(output.files.contains_key("page/index.html"));
        }
    }
}
