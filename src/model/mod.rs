//! The book: pages, kinds, addresses, and every derived page.
/// What a page is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "each is the front matter value of its name")]
pub enum Kind {
    Page,
    Guide,
    Role,
    Term,
    Comparison,
}
