//! How large an image is shown.

/// The size that an author asks for, in CSS pixels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ImageSize {
    /// Its width.
    pub width: u32,
    /// Its height; `None` keeps the image's shape.
    pub height: Option<u32>,
}

/// The largest size that is one: a number beyond it is text.
const LARGEST: u32 = 10_000;

impl ImageSize {
    /// `300` or `300x200`, as after the `|` of Obsidian's images.
    pub(crate) fn read(text: &str) -> Option<ImageSize> {
        let pixels = |text: &str| {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|number| digits && (1..=LARGEST).contains(number))
        };
        match text.trim().split_once('x') {
            Some((width, height)) => {
                Some(ImageSize { width: pixels(width)?, height: Some(pixels(height)?) })
            }
            None => Some(ImageSize { width: pixels(text.trim())?, height: None }),
        }
    }

    /// The size at the end of an alternative text, `chart|300`, and what stands before it.
    pub(crate) fn taken_off(alt: &str) -> (&str, Option<ImageSize>) {
        match alt.rsplit_once('|').map(|(before, size)| (before, ImageSize::read(size))) {
            Some((before, Some(size))) => (before.trim_end(), Some(size)),
            Some((_, None)) | None => (alt, None),
        }
    }

    /// The width and height of an image whose own are `natural`; no height where neither is known.
    pub(crate) fn of(self, natural: Option<(u32, u32)>) -> (u32, Option<u32>) {
        let shape = |(width, height): (u32, u32)| {
            let scaled = u64::from(self.width) * u64::from(height) / u64::from(width.max(1));
            u32::try_from(scaled.max(1)).unwrap_or(LARGEST)
        };
        (self.width, self.height.or_else(|| natural.map(shape)))
    }
}

/// What an `<img>` in raw HTML leaves unsaid of its size, so that its file says it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnsaidSize {
    /// Nothing: it is said, or in a way that is not pixels.
    Nothing,
    /// Its width and its height.
    Both,
    /// Its height, beside this width.
    Height(u32),
    /// Its width, beside this height.
    Width(u32),
}

impl UnsaidSize {
    /// What attributes `width` and `height` leave unsaid.
    pub(crate) fn of(width: Option<&str>, height: Option<&str>) -> UnsaidSize {
        let pixels = |text: &str| ImageSize::read(text).filter(|size| size.height.is_none());
        match (width, height) {
            (None, None) => UnsaidSize::Both,
            (Some(width), None) => {
                pixels(width).map_or(UnsaidSize::Nothing, |it| UnsaidSize::Height(it.width))
            }
            (None, Some(height)) => {
                pixels(height).map_or(UnsaidSize::Nothing, |it| UnsaidSize::Width(it.width))
            }
            (Some(_), Some(_)) => UnsaidSize::Nothing,
        }
    }

    /// The width and the height that are to be written for an image whose own are `natural`.
    pub(crate) fn said(self, natural: (u32, u32)) -> (Option<u32>, Option<u32>) {
        let (width, height) = natural;
        let other =
            |size: u32, natural| ImageSize { width: size, height: None }.of(Some(natural)).1;
        match self {
            UnsaidSize::Nothing => (None, None),
            UnsaidSize::Both => (Some(width), Some(height)),
            UnsaidSize::Height(asked) => (None, other(asked, (width, height))),
            UnsaidSize::Width(asked) => (other(asked, (height, width)), None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_ends_an_alternative_text() {
        let check = |alt: &str, expected: (&str, Option<(u32, Option<u32>)>)| {
            let (before, size) = ImageSize::taken_off(alt);
            assert_eq!((before, size.map(|size| (size.width, size.height))), expected);
        };
        check("A chart|300", ("A chart", Some((300, None))));
        check("A chart | 300x200", ("A chart", Some((300, Some(200)))));
        check("|64", ("", Some((64, None))));
        check("this|that", ("this|that", None));
        check("a|0", ("a|0", None));
        check("a|+5", ("a|+5", None));
        check("a|99999", ("a|99999", None));
    }

    #[test]
    fn a_width_alone_keeps_the_shape() {
        let size = ImageSize { width: 300, height: None };
        assert_eq!(size.of(Some((1200, 800))), (300, Some(200)));
        assert_eq!(size.of(None), (300, None));
        assert_eq!(size.of(Some((100_000, 1))), (300, Some(1)));
    }
}
