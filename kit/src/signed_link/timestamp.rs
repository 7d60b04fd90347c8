//! The date and time of a signature.

/// Seconds in a day.
pub const DAY: u64 = 24 * 60 * 60;

/// A moment in UTC, by the calendar.
pub struct Timestamp {
    year: u64,
    month: u64,
    day: u64,
    /// Seconds since midnight.
    second: u64,
}

impl Timestamp {
    /// From seconds since 1970. The proleptic Gregorian calendar repeats itself
    /// every 400 years, and a year that begins in March ends with the leap day
    /// (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    pub fn of(unix: u64) -> Self {
        let days = unix / DAY + 719_468;
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let month = if month_from_march < 10 {
            month_from_march + 3
        } else {
            month_from_march - 9
        };
        Self {
            year: era * 400 + year_of_era + u64::from(month <= 2),
            month,
            day: day_of_year - (153 * month_from_march + 2) / 5 + 1,
            second: unix % DAY,
        }
    }

    /// `20130524`, and with the time of day `20130524T000000Z`.
    pub fn written(&self) -> (String, String) {
        let date = format!("{:04}{:02}{:02}", self.year, self.month, self.day);
        let (hour, minute, second) = (self.second / 3600, self.second / 60 % 60, self.second % 60);
        let time = format!("{date}T{hour:02}{minute:02}{second:02}Z");
        (date, time)
    }
}
