//! Lists that grow with mentions are cut, and say by how much.

use crate::handbook::Handbook;

/// A handbook of `terms` terms, and `pages` pages that each mention all of them.
fn handbook(terms: usize, pages: usize) -> Handbook {
    let mut handbook = Handbook::new().file("rolebook.toml", "title = 'H'");
    let named: Vec<String> = (0..terms).map(|term| format!("work {term:03}")).collect();
    for name in &named {
        let path = format!("content/terms/{}.md", name.replace(' ', "-"));
        handbook =
            handbook.file(&path, format!("---\ntitle: {name}\ndefinition: What is done.\n---\n"));
    }
    let text = format!("# Page\n\nThere is {}.\n", named.join(", and "));
    for page in 0..pages {
        handbook = handbook.file(&format!("content/guides/page-{page:03}.md"), &text);
    }
    handbook
}

fn count(html: &str, what: &str) -> usize {
    html.matches(what).count()
}

#[test]
fn a_page_lists_300_terms_and_says_how_many_more_there_are() {
    let output = handbook(310, 1).build();
    let html = output.html("/guides/page-000/");
    assert_eq!(count(html, "<a class=\"term\""), 310);
    assert_eq!(count(html, "<dd>"), 300);
    assert!(html.contains("<summary>302 more</summary>") && html.contains("and 10 more</p>"));
}

#[test]
fn fifty_pages_that_mention_a_concept_are_quoted_and_the_others_named() {
    let output = handbook(1, 70).build();
    let html = output.html("/terms/work-000/");
    assert_eq!(count(html, "<p>There is <b>work 000</b>.</p>"), 50);
    assert!(html.contains("<summary>And 20 more places</summary>"));
    assert_eq!(count(html, "<a href=\"../../guides/page-"), 70);
}
