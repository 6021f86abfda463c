//! The picture that is shown elsewhere beside a link to a page (the Open Graph protocol, `og:image`).

use super::{body::Body, common::logo_file, machines::canonical, view::PreviewImageView};
use crate::{
    model::{Book, UrlPath},
    parse::Form,
};

/// Formats that every network takes. None takes SVG.
const FORMATS: &[&str] = &["png", "jpg", "jpeg", "gif", "webp"];
/// The smallest picture that is shown, on either side, in pixels: less is a badge or an icon, and passed over by
/// the networks too.
const SMALLEST: u32 = 200;
/// From this width on it stands above the title, if it is wider than high, in pixels.
const LARGE: u32 = 600;

/// The picture of a page, whose text is `body`: the first of its text, else the logo. `None` without
/// `base_url`, since its address is absolute.
pub(super) fn preview_image<'a>(
    book: &'a Book,
    body: Option<&Body<'a>>,
) -> Option<PreviewImageView<'a>> {
    body.and_then(|body| in_text(book, body)).or_else(|| logo(book))
}

fn in_text<'a>(book: &'a Book, body: &Body<'a>) -> Option<PreviewImageView<'a>> {
    book.config.base_url.as_ref()?;
    let mut references = body.document.references.iter().enumerate();
    references.find_map(|(index, reference)| {
        let alt = match &reference.form {
            Form::Image { alt, .. } => alt.as_str(),
            Form::WikiImage { alt, .. } => alt.as_deref().unwrap_or_default(),
            Form::Attribute { tag, name, .. } if tag == "img" && name == "src" => "",
            Form::Link { .. }
            | Form::Wiki { .. }
            | Form::Attribute { .. }
            | Form::Candidate
            | Form::Field(_) => return None,
        };
        let size = body.natural_size(index as u32)?;
        let is_large_enough = size.0 >= SMALLEST && size.1 >= SMALLEST;
        let url = body.file_url(index as u32).filter(|url| is_large_enough && is_taken(url))?;
        Some(view(canonical(book, &url)?, alt, Some(size)))
    })
}

fn logo(book: &Book) -> Option<PreviewImageView<'_>> {
    let (url, size) = logo_file(book).filter(|(url, _)| is_taken(url))?;
    Some(view(canonical(book, &url)?, &book.config.title, size))
}

fn is_taken(url: &UrlPath) -> bool {
    let extension = url.as_str().rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|it| FORMATS.iter().any(|format| format.eq_ignore_ascii_case(it)))
}

fn view(url: String, alt: &str, size: Option<(u32, u32)>) -> PreviewImageView<'_> {
    let (width, height) = size.unwrap_or_default();
    PreviewImageView { url, alt, width, height, large: width >= LARGE && width > height }
}
