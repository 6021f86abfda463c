//! The nearest of many names: what an author may have meant.

/// The one of `known` that `name` is most likely a slip of: the fewest slips, then the first.
///
/// A slip is a letter added, left out, wrong, or changed with its neighbour; letters in another
/// case are the same. How many slips are likely grows with the name's length, from none (two
/// letters) to three (nine and more). Cheap enough for ten thousand names.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    within(name, known, None)
}

/// As [`nearest`], but with so many slips at most, however long the name is.
pub fn nearest_within<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
    slips: usize,
) -> Option<&'a str> {
    within(name, known, Some(slips))
}

fn within<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
    bound: Option<usize>,
) -> Option<&'a str> {
    let name: Vec<char> = folded(name).collect();
    let mut bound = bound.unwrap_or(match name.len() {
        0..=2 => 0,
        3..=5 => 1,
        6..=8 => 2,
        _ => 3,
    });
    let mut best = None;
    let mut other = Vec::new();
    let mut rows = Rows::default();
    for candidate in known {
        // Folding rarely changes the number of letters; one to spare keeps the filter right.
        if candidate.chars().count().abs_diff(name.len()) > bound + 1 {
            continue;
        }
        other.clear();
        other.extend(folded(candidate));
        if let Some(slips) = rows.slips(&name, &other, bound) {
            best = Some(candidate);
            if slips == 0 {
                break;
            }
            bound = slips - 1;
        }
    }
    best
}

fn folded(name: &str) -> impl Iterator<Item = char> {
    name.chars().flat_map(char::to_lowercase)
}

/// Three rows of the table of distances, kept between candidates.
#[derive(Default)]
struct Rows {
    before: Vec<usize>,
    last: Vec<usize>,
    row: Vec<usize>,
}

impl Rows {
    /// The optimal string alignment distance of `a` and `b`, if it is at most `bound`.
    ///
    /// Only the band of `bound` cells beside the diagonal is filled: no other cell can matter.
    fn slips(&mut self, a: &[char], b: &[char], bound: usize) -> Option<usize> {
        if a.len().abs_diff(b.len()) > bound {
            return None;
        }
        let far = bound + 1;
        self.before.clear();
        self.before.resize(b.len() + 1, far);
        self.last.clear();
        self.last.extend((0..=b.len()).map(|i| i.min(far)));
        self.row.clear();
        self.row.resize(b.len() + 1, far);
        for i in 1..=a.len() {
            let (from, to) = (i.saturating_sub(bound).max(1), (i + bound).min(b.len()));
            self.row.fill(far);
            self.row[0] = i.min(far);
            let mut least = self.row[0];
            for j in from..=to {
                let wrong = usize::from(a[i - 1] != b[j - 1]);
                let mut cost =
                    (self.last[j - 1] + wrong).min(self.last[j] + 1).min(self.row[j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    cost = cost.min(self.before[j - 2] + 1);
                }
                self.row[j] = cost.min(far);
                least = least.min(cost);
            }
            if least > bound {
                return None;
            }
            std::mem::swap(&mut self.before, &mut self.last);
            std::mem::swap(&mut self.last, &mut self.row);
        }
        (self.last[b.len()] <= bound).then(|| self.last[b.len()])
    }
}

#[cfg(test)]
mod tests {
    use super::{Rows, nearest};

    #[track_caller]
    fn check(name: &str, known: &str, expected: Option<&str>) {
        assert_eq!(nearest(name, known.split(' ')), expected, "{name} among {known}");
    }

    #[test]
    fn the_fewest_slips_win_and_then_the_first() {
        check("braoder", "narrower broader", Some("broader"));
        check("titel", "tile title", Some("title"));
        check("titles", "title tittles", Some("title"));
        check("sumary", "summary", Some("summary"));
        check("TITLE", "title", Some("title"));
        check("title", "tytle title", Some("title"));
        check("Zugang", "zugänge zugang", Some("zugang"));
    }

    #[test]
    fn a_short_name_has_few_slips_and_nothing_is_near_to_it() {
        check("id", "if", None);
        check("sre", "sry", Some("sry"));
        check("sre", "dry", None);
        check("", "a b", None);
        check("incident-comander", "incident-commander", Some("incident-commander"));
        check("observability", "availability", None);
    }

    #[test]
    fn the_band_gives_what_the_whole_table_gives() {
        let words =
            ["", "a", "ab", "ba", "abc", "acb", "cab", "xabc", "abcd", "badc", "title", "titel"];
        for a in words {
            for b in words {
                let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
                let whole = Rows::default().slips(&x, &y, 9);
                for bound in 0..4 {
                    let banded = Rows::default().slips(&x, &y, bound);
                    assert_eq!(banded, whole.filter(|&slips| slips <= bound), "{a} {b} {bound}");
                }
            }
        }
    }
}
