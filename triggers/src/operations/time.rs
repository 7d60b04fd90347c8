use std::fmt;
use std::time::{Duration, UNIX_EPOCH};

use serde::Serialize;

use crate::clock::Millis;

/// A point in time. It is shown as RFC 3339 has it, in UTC and whole seconds,
/// and is a number of milliseconds since 1970 in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Time(pub Millis);

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
}
