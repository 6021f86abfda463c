//! Moments and days. Both are of the one calendar and of UTC, so that no machine's time zone bears on them.

use std::fmt;

pub use jiff::civil::Date as Day;
use jiff::{Timestamp, tz::TimeZone};

/// A moment, to the second. It is written as RFC 3339 has it: `2026-01-15T09:30:00Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Moment(Timestamp);

impl Moment {
    /// The moment that lies `seconds` after the beginning of 1970, as git and `SOURCE_DATE_EPOCH` count. `None`
    /// outside of the years -9999 to 9999.
    pub fn from_seconds(seconds: i64) -> Option<Moment> {
        Timestamp::from_second(seconds).ok().map(Moment)
    }

    /// Its day in UTC.
    pub fn day(self) -> Day {
        self.0.to_zoned(TimeZone::UTC).date()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_in_utc() {
        let check = |seconds, moment: &str, day: &str| {
            let found = Moment::from_seconds(seconds).expect("a moment");
            assert_eq!(
                (found.to_string().as_str(), found.day().to_string().as_str()),
                (moment, day)
            );
        };
        check(0, "1970-01-01T00:00:00Z", "1970-01-01");
        check(1_768_469_400, "2026-01-15T09:30:00Z", "2026-01-15");
        check(-1, "1969-12-31T23:59:59Z", "1969-12-31");
        assert_eq!(Moment::from_seconds(i64::MAX), None);
    }
}
