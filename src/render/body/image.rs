//! Images: with their width and height, so that their place is kept while they load.

use super::{Body, attribute, open_link};
use crate::{
    discover::OtherFile,
    link::Answer,
    model::{BookFile, UrlPath},
    parse::{ImageSize, escape},
};

impl Body<'_> {
    /// Width and height of an image: what the author asks for, else those of its file.
    pub(super) fn image_size(
        &self,
        index: u32,
        asked: Option<ImageSize>,
    ) -> Option<(u32, Option<u32>)> {
        let natural = self.natural_size(index);
        match asked {
            Some(asked) => Some(asked.of(natural)),
            None => natural.map(|(width, height)| (width, Some(height))),
        }
    }

    /// Where the file is published that a reference leads to, if that is a file of the site.
    pub(in crate::render) fn file_url(&self, index: u32) -> Option<UrlPath> {
        self.file(index).map(|(_, url)| url)
    }

    /// Width and height of the image file that a reference leads to, if it is one and says them.
    pub(in crate::render) fn natural_size(&self, index: u32) -> Option<(u32, u32)> {
        self.file(index)?.0.size
    }

    /// The file that a reference leads to, and where it is published.
    fn file(&self, index: u32) -> Option<(&OtherFile, UrlPath)> {
        let book = &self.linked.book;
        match &self.answers[index as usize] {
            Answer::File(file, _) => {
                let BookFile { file, url } = &book.files[*file as usize];
                Some((file, url.clone()))
            }
            Answer::Static(file, _) => {
                let file = &book.statics[*file as usize];
                Some((file, UrlPath::file(&file.path)))
            }
            Answer::Page(..)
            | Answer::External
            | Answer::Wanted
            | Answer::Broken
            | Answer::Unsafe
            | Answer::AsTyped => None,
        }
    }

    /// An image by its name; a page of that name is linked.
    pub(super) fn wiki_image(
        &self,
        index: u32,
        alt: Option<&str>,
        size: Option<ImageSize>,
        typed: &str,
        html: &mut String,
    ) {
        let reference = &self.document.references[index as usize];
        let answer = &self.answers[index as usize];
        let name = reference.target.written();
        match answer {
            Answer::AsTyped => escape(typed, html),
            Answer::Page(page, _) => {
                open_link(self.url(reference, answer).as_deref(), html);
                html.push('>');
                escape(&self.linked.book.page(*page).title, html);
                html.push_str("</a>");
            }
            Answer::File(..)
            | Answer::Static(..)
            | Answer::External
            | Answer::Wanted
            | Answer::Broken
            | Answer::Unsafe => {
                let size = self.image_size(index, size);
                let url = self.url(reference, answer);
                draw(url.as_deref(), alt.unwrap_or(name), "", size, html);
            }
        }
    }
}

/// `<img …>`, or its alternative text where it leads nowhere.
pub(super) fn draw(
    url: Option<&str>,
    alt: &str,
    title: &str,
    size: Option<(u32, Option<u32>)>,
    html: &mut String,
) {
    let Some(url) = url else {
        html.push_str("<span class=\"broken\">");
        escape(alt, html);
        html.push_str("</span>");
        return;
    };
    html.push_str("<img");
    attribute("src", Some(url), html);
    attribute("alt", Some(alt), html);
    attribute("title", Some(title).filter(|title| !title.is_empty()), html);
    if let Some((width, height)) = size {
        sized(Some(width), height, html);
    }
    html.push_str(" loading=\"lazy\">");
}

/// ` width="…" height="…"`, as far as they are known.
pub(super) fn sized(width: Option<u32>, height: Option<u32>, html: &mut String) {
    let pixels = |size: Option<u32>| size.map(|size| size.to_string());
    attribute("width", pixels(width).as_deref(), html);
    attribute("height", pixels(height).as_deref(), html);
}
