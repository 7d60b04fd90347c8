//! Times as Twilio writes them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::rfc2822;

fn timestamp(seconds: u64) -> Timestamp {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
}

/// `Wed, 27 May 2026 15:08:03 +0000`, as Messages have it.
pub(crate) fn rfc_2822(seconds: u64) -> String {
    let time = timestamp(seconds);
    rfc2822::to_string(&time.to_zoned(jiff::tz::TimeZone::UTC)).unwrap_or_default()
}

/// `2026-05-27T15:08:03Z`, as contents have it.
pub(crate) fn iso_8601(seconds: u64) -> String {
    timestamp(seconds).to_string()
}

/// Reads an ISO 8601 time with its offset, in seconds since 1970.
pub(crate) fn read(text: &str) -> Option<u64> {
    let time: Timestamp = text.parse().ok()?;
    u64::try_from(time.as_second()).ok()
}

/// Reads a time, or a date in GMT as the seconds at which it begins and ends.
pub(crate) fn read_date(text: &str) -> Option<(u64, u64)> {
    if let Some(time) = read(text) {
        return Some((time, time));
    }
    let date: Date = text.parse().ok()?;
    let begin = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
    let begin = u64::try_from(begin.as_second()).ok()?;
    Some((begin, begin.saturating_add(24 * 60 * 60 - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_and_read_as_twilio_does() {
        assert_eq!(rfc_2822(1_779_894_483), "Wed, 27 May 2026 15:08:03 +0000");
        assert_eq!(iso_8601(1_779_894_483), "2026-05-27T15:08:03Z");
        assert_eq!(read("2026-05-27T17:08:03+02:00"), Some(1_779_894_483));
        assert_eq!(read("tomorrow"), None);
        let day = 1_779_840_000;
        assert_eq!(read_date("2026-05-27"), Some((day, day + 86_399)));
        assert_eq!(
            read_date("2026-05-27T15:08:03Z").map(|(from, _)| from),
            Some(1_779_894_483)
        );
    }
}
