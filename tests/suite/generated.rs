//! Handbooks made up from a seed, with links of every kind between their pages.

use std::collections::BTreeMap;

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
    "design",
    "review",
    "team",
    "signal",
    "budget",
    "café",
    "risk",
    "scope",
    "draft",
    "outcome",
    "Überblick",
    "pipeline",
    "incident",
    "mentor",
    "trade-off",
    "roadmap",
];

/// A handbook of `pages` pages with links of every kind between them, by path below ROOT.
pub(crate) fn generated(seed: u64, pages: usize) -> BTreeMap<String, String> {
    let mut random = Random::new(seed);
    let folders = ["roles", "terms", "guides", "guides/deep/er"];
    let mut files = BTreeMap::from([
        (
            "rolebook.toml".to_owned(),
            "title = \"Generated\"\nbase_url = \"https://handbook.example/x\"\n".to_owned(),
        ),
        ("content/_index.md".to_owned(), "# Home\n\nWelcome.\n".to_owned()),
    ]);
    let names: Vec<(usize, String)> = (0..pages)
        .map(|n| {
            (n % folders.len(), format!("{}-{}-{n}", random.pick(&WORDS), random.pick(&WORDS)))
        })
        .collect();
    for (folder, name) in &names {
        let mut text = String::new();
        let title = name.replace('-', " ");
        match folder {
            1 => {
                let other = &names[1 + 4 * random.below(pages / 4 - 1)].1;
                // Nothing is related to itself.
                let related = if other == name { String::new() } else { format!("\"{other}\"") };
                text += &format!(
                    "---\ntitle: \"{title}\"\ndefinition: A {title} is a thing.\nrelated: [{related}]\n\
                     contexts: [{{from: Small {title}, to: \"{other}\", by: size}}]\npositions: {{size: 0.5}}\n\
                     examples: [{{term: Large {title}, gloss: \"as [[{other}]]\"}}]\n---\n\n",
                );
            }
            2 => {
                let source = if name.len() % 2 == 0 { "a" } else { "b" };
                text += &format!(
                    "---\nreferences: [{{id: a, title: A}}, {{id: b, url: ../{}/{}.md}}]\n\
                     takeaways: [\"One [@{source}]\"]\naction_plan: [{{name: Go, cites: b}}]\n\
                     faq: [{{q: What is {title}?, a: \"As *said*.\", after: the-part}}]\n---\n\
                     # {title}\n\nAs [@{source}] says.\n\n## The part\n\n",
                    folders[names[0].0], names[0].1,
                );
            }
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
                    _ => format!(
                        "<a href=\"{path}\">raw</a> and [ref][r{section}].\n\n[r{section}]: {path}\n\n"
                    ),
                };
            }
            text += "\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```rust\nfn main() {}\n```\n\n";
        }
        files.insert(format!("content/{}/{name}.md", folders[*folder]), text);
    }
    files
}
