use std::time::Duration;

/// How many lines about deliveries that were not taken one event trigger may
/// log in a minute.
const LINES: u32 = 10;
const WINDOW: Duration = Duration::from_mins(1);

/// Keeps a flood of equal lines out of the log. Times are the monotonic
/// clock's.
#[derive(Default)]
pub(super) struct LogLimit {
    began: Option<Duration>,
    logged: u32,
    suppressed: u64,
}

impl LogLimit {
    /// Whether a line may be logged, and if so how many were not since the last
    /// one.
    pub fn allow(&mut self, now: Duration) -> Option<u64> {
        if self.began.is_none_or(|began| now >= began + WINDOW) {
            self.began = Some(now);
            self.logged = 0;
        }
        if self.logged >= LINES {
            self.suppressed += 1;
            return None;
        }
        self.logged += 1;
        Some(std::mem::take(&mut self.suppressed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_ten_lines_a_minute_and_a_count() {
        let mut limit = LogLimit::default();
        let start = Duration::from_secs(5);
        let logged = (0..1000).filter(|_| limit.allow(start).is_some()).count();
        assert_eq!(logged, 10);
        assert_eq!(limit.allow(start + WINDOW), Some(990));
        assert_eq!(limit.allow(start + WINDOW), Some(0));
    }
}
