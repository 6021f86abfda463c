//! Pictures that stand in a line of text or in a cell, with their words beside them: HTML.

use super::svg::{Canvas, Rect, number};
use crate::{config, render::body::escaped};

/// A step of a scale: as many filled cells as have been reached, then the step's own name. `at` counts from
/// 1; 0 is before the first. What a reader cannot see is said: `(step 2 of 5)`.
///
/// More than 12 cells would be a bar code: then there are none, only the words.
pub fn steps(of: usize, at: usize, label: &str) -> String {
    let at = at.min(of);
    let mut html = String::from("<span class=\"steps\">");
    if (1..=12).contains(&of) {
        let mut canvas = Canvas::default();
        for cell in 0..of {
            let rect = Rect { x: cell as f64 * 10.0, y: 1.0, width: 8.0, height: 12.0 };
            if cell < at {
                canvas.bar("filled", rect, 1.0, 1.0);
            } else {
                canvas.bar("empty", rect, 1.0, 0.2);
            }
        }
        html += &hidden_picture(of as f64 * 10.0 - 2.0, &canvas);
    }
    html += &escaped(label);
    html += &format!(" <span class=\"hidden\">(step {at} of {of})</span></span>");
    html
}

/// A range as a bar on the whole that it is a part of, then its numbers: `30–70 %`. The whole is a value's
/// least and greatest, so that the bars of a column can be compared; for a percentage 0 and 100.
pub fn range(least: f64, greatest: f64, unit: &str, whole: (f64, f64)) -> String {
    let words = range_words(least, greatest, unit);
    let Some((from, to)) = part(least, greatest, whole) else {
        return format!("<span class=\"range\">{}</span>", escaped(&words));
    };
    let mut canvas = Canvas::default();
    canvas.bar("empty", Rect { x: 0.0, y: 5.0, width: LENGTH, height: 4.0 }, 2.0, 0.2);
    let width = ((to - from) * LENGTH).max(4.0);
    let x = (from * LENGTH).min(LENGTH - width);
    canvas.bar("filled", Rect { x, y: 3.0, width, height: 8.0 }, 2.0, 1.0);
    let picture = hidden_picture(LENGTH, &canvas);
    format!("<span class=\"range\">{picture}{}</span>", escaped(&words))
}

const LENGTH: f64 = 72.0;

/// Where a range begins and ends in a whole, from 0 to 1. `None` when the whole is nothing, or one of them is
/// no number.
pub(super) fn part(one: f64, other: f64, (from, to): (f64, f64)) -> Option<(f64, f64)> {
    let size = to - from;
    if size <= 0.0 || !size.is_finite() || one.is_nan() || other.is_nan() {
        return None;
    }
    let share = |value: f64| ((value - from) / size).clamp(0.0, 1.0);
    Some((share(one.min(other)), share(one.max(other))))
}

/// A range in words, as [`config::range_words`] says it; the number and its unit stay on one line.
pub(in crate::render) fn range_words(one: f64, other: f64, unit: &str) -> String {
    config::range_words(one, other, unit).replace(' ', "\u{a0}")
}

/// A picture that says no more than the words beside it.
fn hidden_picture(width: f64, canvas: &Canvas) -> String {
    let width = number(width);
    let elements = canvas.elements.replace('\n', "");
    format!(
        "<svg aria-hidden=\"true\" viewBox=\"0 0 {width} 14\" width=\"{width}\" height=\"14\" \
         fill=\"currentColor\">{elements}</svg> "
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_say_what_they_show() {
        let html = steps(3, 2, "team & <co>");
        assert_eq!(html.matches("class=\"filled\"").count(), 2);
        assert_eq!(html.matches("class=\"empty\"").count(), 1);
        assert!(
            html.ends_with(
                "team &amp; &lt;co&gt; <span class=\"hidden\">(step 2 of 3)</span></span>"
            )
        );
        assert!(!steps(40, 2, "many").contains("<svg"));
        assert!(!steps(0, 0, "none").contains("<svg"));
    }

    #[test]
    fn a_range_is_a_part_of_its_whole() {
        let html = range(30.0, 70.0, "%", (0.0, 100.0));
        assert!(html.contains("x=\"21.6\" y=\"3\" width=\"28.8\""), "{html}");
        assert!(html.ends_with("</svg> 30–70\u{a0}%</span>"));
        assert!(range(0.25, 1.5, "", (0.0, 2.0)).ends_with("</svg> 0.25–1.5</span>"));
        assert!(range(5.0, 5.0, "", (5.0, 5.0)).ends_with(">5</span>"));
        assert!(range(90.0, 20.0, "days", (20.0, 90.0)).contains("20–90\u{a0}days"));
        assert!(!range(f64::NAN, 1.0, "", (0.0, 1.0)).contains("<svg"));
    }
}
