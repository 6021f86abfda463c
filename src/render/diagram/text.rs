//! Lines of text of an estimated width: no font is at hand at build time, and a reader's is unknown.
//!
//! The estimate is on the wide side of the common interface fonts (it fits Noto Sans and the system
//! fonts of phones and desktops), so that a label stays in its box.

/// How a text is set. Sizes are in units of the drawing.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Style {
    pub(super) size: f64,
    pub(super) bold: bool,
    /// From one base line to the next.
    pub(super) leading: f64,
}

/// What a box or a dot is called.
pub(super) const LABEL: Style = Style { size: 14.0, bold: false, leading: 18.0 };
/// What the drawing is about.
pub(super) const STRONG: Style = Style { size: 14.0, bold: true, leading: 18.0 };
/// What the parts of a drawing are called.
pub(super) const SMALL: Style = Style { size: 12.0, bold: false, leading: 15.0 };

/// Text cut into lines.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Block {
    /// A line that ends at a space keeps it: where it does not, the next one goes on with the same word.
    pub(super) lines: Vec<String>,
    pub(super) style: Style,
    /// The whole text, when not all of it is in the lines.
    pub(super) whole: Option<String>,
}

impl Block {
    /// The width of the longest line.
    pub(super) fn width(&self) -> f64 {
        self.lines.iter().map(|line| width(line.trim_end(), self.style)).fold(0.0, f64::max)
    }

    /// From the top of the first line to the bottom of the last.
    pub(super) fn height(&self) -> f64 {
        self.lines.len() as f64 * self.style.leading
    }
}

/// The estimated width of a line.
pub(super) fn width(line: &str, style: Style) -> f64 {
    let ems: f64 = line.chars().map(ems).sum();
    ems * style.size * if style.bold { 1.08 } else { 1.0 }
}

/// Text in lines that are at most so wide, and at most so many; the last one ends in `…` when there
/// is more. White space is one space; a word that is too long for a line is cut where the line ends.
pub(super) fn wrap(text: &str, style: Style, most_width: f64, most_lines: usize) -> Block {
    let whole = clean(text);
    let mut lines = vec![String::new()];
    // The width of the last line, with the space that it may end in.
    let mut used = 0.0;
    for piece in pieces(&whole) {
        if lines.len() > most_lines {
            break;
        }
        if used + width(piece.trim_end(), style) <= most_width {
            used += push(&mut lines, piece, style);
            continue;
        }
        if used > 0.0 {
            lines.push(String::new());
            used = 0.0;
        }
        for cluster in clusters(piece) {
            if used > 0.0 && used + width(cluster.trim_end(), style) > most_width {
                lines.push(String::new());
                used = 0.0;
            }
            used += push(&mut lines, cluster, style);
        }
    }
    lines.retain(|line| !line.is_empty());
    if lines.len() <= most_lines {
        return Block { lines, style, whole: None };
    }
    lines.truncate(most_lines);
    if let Some(last) = lines.last_mut() {
        last.truncate(last.trim_end().len());
        while !last.is_empty() && width(&format!("{last}…"), style) > most_width {
            let dropped = clusters(last).last().map_or(0, str::len);
            last.truncate(last.len() - dropped);
        }
        last.truncate(last.trim_end().len());
        last.push('…');
    }
    Block { lines, style, whole: Some(whole) }
}

/// Text with one space for any white space, and without what XML 1.0 has no place for (§2.2).
pub(super) fn clean(text: &str) -> String {
    let allowed = |it: &char| !it.is_control() && !matches!(it, '\u{fffe}' | '\u{ffff}');
    let words =
        text.split_whitespace().map(|word| word.chars().filter(allowed).collect::<String>());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Puts a piece at the end of the last line; gives its width.
fn push(lines: &mut [String], piece: &str, style: Style) -> f64 {
    if let Some(line) = lines.last_mut() {
        line.push_str(piece);
    }
    width(piece, style)
}

/// Text cut where a line may end: after a space, a hyphen or a slash, and around each wide letter.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut end = 0;
        for (cluster, next) in clusters(rest).zip(clusters(rest).skip(1)) {
            end += cluster.len();
            let breaks = matches!(cluster, " " | "-" | "/" | "–" | "—") && next != " ";
            let between = (is_ideograph(cluster) || is_ideograph(next)) && !opens(cluster);
            if breaks || (between && !closes(next)) {
                let (piece, after) = rest.split_at(end);
                rest = after;
                return Some(piece);
            }
        }
        let piece = std::mem::take(&mut rest);
        Some(piece).filter(|piece| !piece.is_empty())
    })
}

/// Letters with the marks that belong to them.
fn clusters(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut is_joined = false;
        let starts_next = |(at, letter): &(usize, char)| {
            let starts = *at > 0 && !is_joined && !is_mark(*letter);
            is_joined = *letter == '\u{200d}';
            starts
        };
        let end = rest.char_indices().find(starts_next).map_or(rest.len(), |(at, _)| at);
        let (cluster, after) = rest.split_at(end);
        rest = after;
        Some(cluster).filter(|cluster| !cluster.is_empty())
    })
}

fn is_ideograph(cluster: &str) -> bool {
    cluster.chars().next().is_some_and(|letter| {
        matches!(letter, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
    })
}

/// A line does not begin with these.
fn closes(cluster: &str) -> bool {
    matches!(
        cluster,
        "、" | "。"
            | "」"
            | "』"
            | "）"
            | "！"
            | "？"
            | "："
            | "；"
            | "，"
            | "ー"
            | ")"
            | "."
            | ","
            | " "
    )
}

/// A line does not end with these.
fn opens(cluster: &str) -> bool {
    matches!(cluster, "「" | "『" | "（" | "(")
}

/// A letter without a width of its own.
fn is_mark(letter: char) -> bool {
    letter >= '\u{300}'
        && matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{93c}' | '\u{941}'..='\u{948}' | '\u{94d}' | '\u{e31}'
        | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{feff}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// The width of a letter, in parts of the font's size: an average of its class.
fn ems(letter: char) -> f64 {
    match letter {
        'i' | 'l' | 'j' | 'I' | '\'' | '|' | '.' | ',' | ':' | ';' | '!' => 0.31,
        ' ' | 'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '/' | '-' | '"' | '·' => 0.39,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 0.94,
        'A'..='Z' | '&' | 'À'..='Þ' => 0.69,
        'a'..='z' | '0'..='9' => 0.585,
        '!'..='~' => 0.6,
        letter if is_mark(letter) => 0.0,
        '\u{1100}'..='\u{11ff}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{20000}'..='\u{3ffff}' => 1.02,
        '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' => 1.4,
        _ => 0.68,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, most_width: f64, most_lines: usize, expected: &str) {
        let block = wrap(text, LABEL, most_width, most_lines);
        assert_eq!(block.lines.join("|").replace(" |", "|"), expected);
        assert!(block.width() <= most_width.max(2.8 * LABEL.size), "{block:?}");
    }

    #[test]
    fn lines_end_between_words() {
        check("Technical Lead", 200.0, 3, "Technical Lead");
        check("  Technical\n\tLead ", 70.0, 3, "Technical|Lead");
        check("Cross-functional", 70.0, 3, "Cross-|functional");
        check("", 70.0, 3, "");
    }

    #[test]
    fn what_does_not_fit_is_cut() {
        check("one two three four five", 50.0, 2, "one|two…");
        check("Organisationally", 60.0, 9, "Organis|ationally");
        check("Organisationally", 60.0, 1, "Organi…");
        let block = wrap("one two three", LABEL, 40.0, 1);
        assert_eq!(block.whole.as_deref(), Some("one two three"));
    }

    #[test]
    fn other_scripts_break_where_they_may() {
        check("技術負責人與經理", 62.0, 3, "技術負責|人與經理");
        check("チームを導く。", 88.0, 3, "チームを導|く。");
        check("e\u{301}e\u{301}e\u{301}", 18.0, 9, "e\u{301}e\u{301}|e\u{301}");
    }

    #[test]
    fn control_characters_are_dropped() {
        check("a\u{0}b\u{1b}c\u{ffff}", 99.0, 1, "abc");
    }
}
