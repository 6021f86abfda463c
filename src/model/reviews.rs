//! Which pages were to be read again, and were not.

use super::Book;
use crate::{
    data::Day,
    diagnostic::{Code, Diagnostic},
};

/// The pages whose review was due before `today`, in the book's order.
///
/// A build does not know the day, so that the same input gives the same bytes: only a check asks this.
pub fn overdue(book: &Book, today: Day) -> Vec<Diagnostic> {
    let documents = book.pages.iter().filter_map(|page| page.document());
    let late = documents.filter_map(|document| {
        let due = document.front.review_due().filter(|due| *due < today)?;
        let reviewed = document.front.reviewed.as_ref()?;
        let message = format!("the review of this page was due on {due}");
        let complaint =
            Diagnostic::new(Code::ReviewOverdue, &document.file, reviewed.span, message);
        Some(complaint.help("read it again, and set `reviewed` to the day of that".to_owned()))
    });
    late.collect()
}
