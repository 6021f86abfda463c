//! What holds of every drawing: it is XML, nothing covers anything else, and nothing breaks out of it. The
//! goldens are written by `BLESS=1 cargo test --lib diagram`.

#![expect(clippy::disallowed_methods, reason = "a test reads and writes its goldens")]

use super::*;
use reading::{Area, read};

mod golden;
mod random;
mod reading;

/// What is wrong with where things stand on a drawing.
fn faults(drawing: &Drawing) -> Vec<String> {
    let seen = read(&drawing.inline("x"));
    read(&drawing.standalone("#2f6f4e"));
    let mut faults = Vec::new();
    let whole = Area { right: seen.width, bottom: seen.height, ..Area::default() };
    for area in seen.lines.iter().chain(&seen.boxes) {
        if !area.is_inside(&whole) {
            faults
                .push(format!("{area:?} leaves the drawing of {} by {}", seen.width, seen.height));
        }
    }
    for (index, line) in seen.lines.iter().enumerate() {
        for other in &seen.lines[index + 1..] {
            if line.overlap(other) > 0.3 {
                faults.push(format!("{line:?} covers {other:?}"));
            }
        }
        for other in &seen.boxes {
            if line.overlap(other) > 0.3 && !line.is_inside(other) {
                faults.push(format!("{line:?} breaks out of {other:?}"));
            }
        }
        let is_letter = line.name.len() == 1;
        if let Some(point) =
            seen.strokes.iter().find(|point| line.has(**point)).filter(|_| !is_letter)
        {
            faults.push(format!("a line at {point:?} runs through {line:?}"));
        }
    }
    for (index, area) in seen.boxes.iter().enumerate() {
        for other in &seen.boxes[index + 1..] {
            // Dots at the same value are one.
            let is_dot = area.name == "dot" && other.name == "dot";
            if area.overlap(other) > 0.3 && !is_dot {
                faults.push(format!("{area:?} covers {other:?}"));
            }
        }
        let is_box = area.name.starts_with("box");
        if let Some(point) = seen.strokes.iter().find(|point| area.has(**point)).filter(|_| is_box)
        {
            faults.push(format!("a line at {point:?} runs through {area:?}"));
        }
    }
    faults
}
