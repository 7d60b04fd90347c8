use std::fmt;
use std::str::FromStr;
use std::time::{Duration, UNIX_EPOCH};

use serde::Serialize;
use toml::value::{Datetime, Offset};
use uip_contract::config::duration;

use crate::clock::{Clock, Millis, millis};

/// A point in time. It is shown in RFC 3339, in UTC and whole seconds, and is a
/// number of milliseconds since 1970 in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Time(pub Millis);

impl Time {
    fn read(text: &str, now: Millis) -> Option<Self> {
        if let Ok(ago) = duration(text) {
            return Some(Self(now.saturating_sub(millis(ago))));
        }
        let Datetime { date, time, offset } = text.parse().ok()?;
        let date = date?;
        let time = time.map_or((0, 0, 0), |time| {
            (time.hour, time.minute, time.second.unwrap_or(0))
        });
        let minutes = match offset {
            None | Some(Offset::Z) => 0,
            Some(Offset::Custom { minutes }) => i64::from(minutes),
        };
        let days = days_since_1970(
            i64::from(date.year),
            i64::from(date.month),
            i64::from(date.day),
        );
        let (hour, minute, second) = time;
        let minutes = days * 24 * 60 + i64::from(hour) * 60 + i64::from(minute) - minutes;
        Some(Self((minutes * 60 + i64::from(second)) * 1000))
    }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar, counted in years
/// that begin in March, so that a leap day is the last of its year.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year / 4 - year / 100 + year / 400;
    let of_year = (153 * month + 2) / 5 + day - 1;
    // 1970-01-01 by the same count.
    year * 365 + leap_days + of_year - 719_468
}

/// Reads a date, with a time of day or without, in RFC 3339 (UTC if it names no
/// offset), or how long ago it was: `2h`.
impl FromStr for Time {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::read(text, Clock::system().now()).ok_or_else(|| {
            format!("`{text}` is not a time, such as 2026-11-28T10:00:00Z, 2026-11-28 or, for two hours ago, 2h")
        })
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = u64::try_from(self.0).unwrap_or(0);
        let time = UNIX_EPOCH + Duration::from_millis(millis);
        let date = httpdate::HttpDate::from(time).to_string();
        // `Sun, 06 Nov 1994 08:49:37 GMT`
        let parts: Vec<&str> = date.split([' ', ',']).collect();
        match parts.as_slice() {
            [_, _, day, month, year, clock, _] => {
                let months = "JanFebMarAprMayJunJulAugSepOctNovDec";
                let month = months.find(month).unwrap_or(0) / 3 + 1;
                write!(f, "{year}-{month:02}-{day}T{clock}Z")
            }
            _ => f.write_str(&date),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_as_rfc_3339_has_them() {
        assert_eq!(Time(0).to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(Time(784_111_777_999).to_string(), "1994-11-06T08:49:37Z");
    }

    #[test]
    fn a_time_that_is_shown_can_be_read() {
        let mut day = Time(0);
        while day < Time(4_102_444_800_000) {
            assert_eq!(day.to_string().parse(), Ok(day));
            day.0 += 37 * 24 * 60 * 60 * 1000 + 12_345_000;
        }
    }

    #[test]
    fn times_are_read_with_an_offset_without_a_time_of_day_or_as_how_long_ago() {
        let now = 784_111_777_000;
        let read = |text| Time::read(text, now).map(|time| time.to_string());
        for (text, time) in [
            ("1994-11-06T09:49:37+01:00", "1994-11-06T08:49:37Z"),
            ("1994-11-06 08:49:37", "1994-11-06T08:49:37Z"),
            ("1996-02-29", "1996-02-29T00:00:00Z"),
            ("2h", "1994-11-06T06:49:37Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(time), "{text}");
        }
        for text in ["", "now", "10:00:00", "1994-13-06", "yesterday", "1994"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
