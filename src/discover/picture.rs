//! How large a picture is: its header says so, and no more of the file is read.

use std::{
    io::{self, Read},
    path::Path,
};

use quick_xml::{Reader, events::Event};

/// How much of an SVG file is looked at for its root element, in bytes.
const SVG_HEAD: u64 = 16 << 10;

/// Width and height of the picture at `disk`, in pixels (of an SVG in CSS pixels); `None` for what is
/// no picture by its extension, does not say, or cannot be read.
pub(super) fn size(disk: &Path) -> Option<(u32, u32)> {
    let extension = disk.extension()?.to_str()?.to_ascii_lowercase();
    let size = match &*extension {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" => {
            let size = imagesize::size(disk).ok()?;
            (size.width.try_into().ok()?, size.height.try_into().ok()?)
        }
        "svg" => svg_size(&head(disk).ok()?)?,
        _ => return None,
    };
    (size.0 > 0 && size.1 > 0).then_some(size)
}

#[expect(clippy::disallowed_methods, reason = "discover is where files are read")]
fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(SVG_HEAD).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The `width` and `height` of the root element where both are pixels, else the last two numbers of its
/// `viewBox` (SVG 2, 8.2 and 8.6), rounded.
fn svg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut reader = Reader::from_reader(bytes);
    let mut buffer = Vec::new();
    let root = loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(root) | Event::Empty(root) => break root,
            Event::Eof => return None,
            _ => buffer.clear(),
        }
    };
    let attribute = |name: &str| {
        let value = root.try_get_attribute(name).ok()??.value;
        Some(value.into_owned())
    };
    let whole = |number: f64| {
        let whole = (1.0..=f64::from(u16::MAX)).contains(&number).then(|| number.round() as i64);
        whole.and_then(|number| u32::try_from(number).ok())
    };
    let pixels = |name: &str| {
        let value = attribute(name)?;
        whole(value.trim().trim_end_matches("px").parse().ok()?)
    };
    if let (Some(width), Some(height)) = (pixels("width"), pixels("height")) {
        return Some((width, height));
    }
    let view = attribute("viewBox")?;
    let numbers = view.split([' ', ',', '\n', '\t']).filter(|it| !it.is_empty());
    let numbers: Vec<f64> = numbers.map_while(|it| it.parse().ok()).collect();
    match numbers[..] {
        [_, _, width, height] => Some((whole(width)?, whole(height)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_says_its_size_in_pixels_or_by_its_view() {
        let check = |svg: &str, expected| assert_eq!(svg_size(svg.as_bytes()), expected, "{svg}");
        check("<svg width='30' height='20px'/>", Some((30, 20)));
        check("<?xml version='1.0'?><!-- x --><svg viewBox='0 0 640 400.4'>", Some((640, 400)));
        check("<svg width='100%' height='2em' viewBox='0,0,8,9'/>", Some((8, 9)));
        check("<svg width='100%'/>", None);
        check("<svg viewBox='0 0 8'/>", None);
        check("<svg width='0' height='4'/>", None);
        check("no drawing", None);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test makes the files that it reads")]
    fn what_is_no_picture_has_no_size() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let file = |name: &str, bytes: &[u8]| {
            let path = dir.path().join(name);
            std::fs::write(&path, bytes).expect("a file can be written");
            size(&path)
        };
        let gif = b"GIF89a\x05\x00\x03\x00\x00\x00\x00;";
        assert_eq!(file("a.gif", gif), Some((5, 3)));
        assert_eq!(file("a.pdf", gif), None);
        assert_eq!(file("a.png", b"cut"), None);
        assert_eq!(file("A.SVG", b"<svg width='7' height='6'/>"), Some((7, 6)));
        assert_eq!(size(&dir.path().join("gone.png")), None);
    }
}
