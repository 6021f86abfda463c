//! Pictures at the beginning of a page: badges and a logo stand above its title, and are none.

use super::writer::Writer;

/// Pictures that were met.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pictures {
    count: usize,
    /// Letters of their alternative texts, which are part of the text around them.
    letters: usize,
}

/// What there was when a paragraph or a heading began.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Began {
    /// See [`Writer::begun`].
    pub(super) begun: bool,
    /// Bytes of text.
    pub(super) text: usize,
    pictures: Pictures,
}

impl Pictures {
    /// Adds one with this alternative text.
    pub(super) fn add(&mut self, alternative: &str) {
        self.count += 1;
        self.letters += letters(alternative);
    }
}

impl Writer<'_> {
    /// A paragraph or a heading begins.
    pub(super) fn began(&self) -> Began {
        let text = self.out.text_so_far().len();
        Began { begun: self.begun, text, pictures: self.pictures }
    }

    /// Whether `text` has no letter, since then, that is not a picture's.
    pub(super) fn has_no_words_since(&self, then: Began, text: &str) -> bool {
        let written = text.get(then.text..).map_or(0, letters);
        written == self.pictures.letters - then.pictures.letters
    }

    /// Whether there was a picture since then.
    pub(super) fn has_picture_since(&self, then: Began) -> bool {
        self.pictures.count > then.pictures.count
    }
}

/// The letters and signs of a text, white space left aside.
fn letters(text: &str) -> usize {
    text.chars().filter(|letter| !letter.is_whitespace()).count()
}
