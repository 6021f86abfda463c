//! Invariants over generated handbooks: an incremental build equals a clean one, the bytes depend
//! on nothing but the text, and nothing panics.

use std::collections::BTreeMap;

use rolebook::pipeline::{Cache, Options};

use crate::{
    generated::{Random, generated},
    handbook::Handbook,
};

#[test]
fn an_incremental_build_equals_a_clean_one() {
    for seed in 1..=6 {
        let mut random = Random::new(seed);
        let handbook = Handbook::new();
        let mut files = generated(seed, 40);
        put_all(&handbook, &files);
        let cache = Cache::default();
        handbook.build_with(&Options::default(), &cache);
        for step in 0..8 {
            edit(&mut random, &handbook, &mut files);
            let warm = handbook.build_with(&Options::default(), &cache);
            let cold = handbook.build();
            assert_eq!(
                warm.report.diagnostics, cold.report.diagnostics,
                "seed {seed}, step {step}"
            );
            for (path, bytes) in &cold.files {
                assert!(warm.files.get(path) == Some(bytes), "seed {seed}, step {step}: {path}");
            }
            assert_eq!(warm.files.len(), cold.files.len(), "seed {seed}, step {step}");
        }
    }
}

#[test]
fn a_page_in_another_content_folder_is_another_page() {
    let handbook = Handbook::new();
    let cache = Cache::default();
    for content in ["docs", "content"] {
        handbook.put(&format!("{content}/a.md"), "[nothing](nothing.md)\n");
        handbook.put("rolebook.toml", format!("content = \"{content}\"\n"));
        let report = handbook.build_with(&Options::default(), &cache).report;
        let file = report.diagnostics[0].place.file.to_string();
        assert_eq!(file, format!("{content}/a.md"));
    }
}

#[test]
fn after_hundreds_of_edits_the_preview_is_what_a_build_would_write() {
    let mut random = Random::new(23);
    let handbook = Handbook::new();
    let mut files = generated(23, 24);
    put_all(&handbook, &files);
    let cache = Cache::default();
    for step in 0..240 {
        // A `git checkout` changes many files at once.
        for _ in 0..if step % 40 == 0 { 12 } else { 1 } {
            edit(&mut random, &handbook, &mut files);
        }
        let warm = handbook.build_with(&Options::default(), &cache);
        let cold = handbook.build();
        assert!(warm.report.diagnostics == cold.report.diagnostics, "step {step}");
        assert!(warm.files == cold.files, "step {step}");
    }
}

/// One random edit: of a body, a title, a link, a label; a rename, a deletion, a new page; the config,
/// the theme, a static file; a page that is half written or has broken front matter.
pub(crate) fn edit(random: &mut Random, handbook: &Handbook, files: &mut BTreeMap<String, String>) {
    let pages: Vec<String> =
        files.keys().filter(|path| path.starts_with("content/")).cloned().collect();
    let path = pages[random.below(pages.len())].clone();
    match random.below(12) {
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
            files.insert(
                format!("content/new-{}.md", random.below(1000)),
                "# New\n\n[home](_index.md) [[Home]]\n".to_owned(),
            );
        }
        5 => {
            let title = format!("title = \"Title {}\"\n", random.below(1000));
            files.insert("rolebook.toml".to_owned(), title);
        }
        6 => {
            files.entry(path).and_modify(|text| {
                let label = format!("---\nalt: [Alias {}]\n", random.below(5));
                *text = text.replacen("---\n", &label, 1);
            });
        }
        7 => {
            let name = format!("static/file-{}.txt", random.below(3));
            files.insert(name, format!("{}\n", random.below(1000)));
        }
        8 => {
            let template = "themes/default/partials/footer.html".to_owned();
            if files.remove(&template).is_some() {
                std::fs::remove_file(handbook.path(&template)).expect("the file is there");
            } else {
                files.insert(template, format!("<footer>{}</footer>\n", random.below(1000)));
            }
        }
        9 => {
            files.entry(path).and_modify(|text| {
                let half = (0..=text.len() / 2).rev().find(|end| text.is_char_boundary(*end));
                text.truncate(half.unwrap_or(0));
            });
        }
        10 => {
            files.insert(
                format!("content/terms/broken-{}.md", random.below(3)),
                format!("---\ntitle: [x\nrelated: {}\n---\n\nText.\n", random.below(9)),
            );
        }
        _ => {
            let level = ["error", "warning", "info", "off"][random.below(4)];
            files.insert(
                "rolebook.toml".to_owned(),
                format!("title = \"T\"\n[diagnostics]\nbroken-link = \"{level}\"\n"),
            );
        }
    }
    put_all(handbook, files);
}

pub(crate) fn put_all(handbook: &Handbook, files: &BTreeMap<String, String>) {
    for (path, text) in files {
        handbook.put(path, text);
    }
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
        for (path, text) in order {
            handbook.put(path, text);
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("threads").install(|| handbook.build().files)
    };
    assert!(build(1) == build(8));
}

#[test]
fn any_truncation_of_a_page_still_builds() {
    let content = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let lead = std::fs::read_to_string(content.join("roles/technical-lead.md")).expect("a role");
    let guide =
        std::fs::read_to_string(content.join("guides/from-senior-engineer-to-technical-lead.md"));
    let handbook = Handbook::new().file("rolebook.toml", "");
    let mut random = Random::new(11);
    for text in [lead, guide.expect("a guide")] {
        for _ in 0..60 {
            let end = (0..=random.below(text.len())).rev().find(|end| text.is_char_boundary(*end));
            handbook.put("content/page.md", &text[..end.unwrap_or(0)]);
            let output = handbook.build();
            assert!(output.files.contains_key("page/index.html"));
        }
    }
}
