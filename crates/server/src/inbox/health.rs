//! Whether the inbox can store notifications, and what the log says about it.

use std::time::{Duration, Instant};

use super::error::StoreError;

/// For how long writes must have worked, without a failure in between, before
/// the inbox counts as working again. A disk that is nearly full takes one
/// write and refuses the next.
const SETTLE: Duration = Duration::from_secs(5);

/// How often the log repeats a reason.
const REPEAT_LOG: Duration = Duration::from_secs(10);

/// Whether the inbox can store notifications. It becomes healthy again only
/// after writes have worked for [`SETTLE`].
#[derive(Debug, Default)]
pub(crate) struct StoreHealth(Option<Outage>);

#[derive(Debug)]
struct Outage {
    /// The latest failure.
    error: StoreError,
    /// When the first write worked after the latest failure.
    working_since: Option<Instant>,
    /// For each reason: when it was logged last.
    logged: Vec<(&'static str, Instant)>,
    /// How many notifications were refused since the last line in the log.
    unlogged: u64,
}

/// What is to be logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Report {
    Nothing,
    /// Writes fail. This many notifications were refused since the last report.
    Fails {
        refused: u64,
    },
    WorksAgain,
}

impl StoreHealth {
    /// Records that a write failed, and that this many notifications were
    /// refused because of it.
    pub(super) fn failed(&mut self, error: &StoreError, refused: u64, now: Instant) -> Report {
        let outage = self.0.get_or_insert_with(|| Outage {
            error: error.clone(),
            working_since: None,
            logged: Vec::new(),
            unlogged: 0,
        });
        outage.error = error.clone();
        outage.working_since = None;
        outage.unlogged = outage.unlogged.saturating_add(refused);
        let reason = error.word();
        match outage
            .logged
            .iter_mut()
            .find(|(logged, _)| *logged == reason)
        {
            Some((_, at)) if now.saturating_duration_since(*at) < REPEAT_LOG => {
                return Report::Nothing;
            }
            Some((_, at)) => *at = now,
            None => outage.logged.push((reason, now)),
        }
        Report::Fails {
            refused: std::mem::take(&mut outage.unlogged),
        }
    }

    /// Records that a notification was stored, or could have been.
    pub(super) fn worked(&mut self, now: Instant) -> Report {
        let Some(outage) = &mut self.0 else {
            return Report::Nothing;
        };
        let since = *outage.working_since.get_or_insert(now);
        if now.saturating_duration_since(since) < SETTLE {
            return Report::Nothing;
        }
        self.0 = None;
        Report::WorksAgain
    }

    /// The latest failure, until the inbox works again.
    pub(crate) fn outage(&self) -> Option<&StoreError> {
        self.0.as_ref().map(|outage| &outage.error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> StoreError {
        StoreError::Full("no space".to_owned())
    }

    #[test]
    fn an_outage_is_logged_at_once_and_then_every_ten_seconds_with_a_count() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut health = StoreHealth::default();
        assert_eq!(
            health.failed(&full(), 3, at(0)),
            Report::Fails { refused: 3 }
        );
        assert_eq!(health.failed(&full(), 5, at(1)), Report::Nothing);
        assert_eq!(health.failed(&full(), 7, at(9)), Report::Nothing);
        assert_eq!(
            health.failed(&full(), 1, at(10)),
            Report::Fails { refused: 13 }
        );
    }

    #[test]
    fn another_reason_is_logged_at_once_and_two_that_alternate_are_not_logged_each_time() {
        let start = Instant::now();
        let mut health = StoreHealth::default();
        let locked = StoreError::Locked("held".to_owned());
        let mut lines = 0;
        for _ in 0..50 {
            for error in [&full(), &locked] {
                lines += u32::from(health.failed(error, 1, start) != Report::Nothing);
            }
        }
        assert_eq!(lines, 2);
        assert_eq!(health.outage(), Some(&locked));
    }

    #[test]
    fn it_works_again_only_after_writes_worked_for_a_while_without_a_failure() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut health = StoreHealth::default();
        assert_eq!(health.worked(at(0)), Report::Nothing);
        health.failed(&full(), 1, at(0));
        // One write in between works, as on a disk that is nearly full.
        for second in 1..60 {
            assert_eq!(health.worked(at(second)), Report::Nothing, "{second}");
            health.failed(&full(), 1, at(second));
            assert_eq!(health.outage(), Some(&full()), "{second}");
        }
        assert_eq!(health.worked(at(60)), Report::Nothing);
        assert_eq!(health.worked(at(64)), Report::Nothing);
        assert!(health.outage().is_some());
        assert_eq!(health.worked(at(65)), Report::WorksAgain);
        assert_eq!(health.outage(), None);
    }
}
