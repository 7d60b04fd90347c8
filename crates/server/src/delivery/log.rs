use std::time::Duration;

use crate::inbox::deliveries::{Attempt, DeadCause, Ready, WaitReason};

/// How many lines about deliveries that were not taken one event trigger may
/// log in a minute.
const LINES: u32 = 10;
const WINDOW: Duration = Duration::from_mins(1);

/// Keeps a flood of equal lines out of the log. Times are the monotonic
/// clock's.
#[derive(Default)]
pub(super) struct Log {
    began: Option<Duration>,
    logged: u32,
    suppressed: u64,
}

impl Log {
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

/// Logs an attempt that failed, under the event's id: what `uip events` takes.
/// That a receiver fails is logged by its circuit breaker.
pub(super) fn log(log: &mut Log, trigger: &str, ready: &Ready, attempt: &Attempt, now: Duration) {
    let Ready {
        adapter,
        event_id: event,
        ..
    } = ready;
    let attempts = ready.attempts + 1;
    if let Attempt::Retry(retry) = attempt
        && retry.reason == WaitReason::Unavailable
    {
        tracing::debug!(
            trigger,
            adapter,
            event,
            attempts,
            error = retry.error,
            "the receiver did not take an event; it is tried again"
        );
        return;
    }
    if *attempt == Attempt::Delivered {
        return;
    }
    let Some(suppressed) = log.allow(now) else {
        return;
    };
    match attempt {
        Attempt::Delivered => {}
        Attempt::Retry(retry) => tracing::warn!(
            trigger,
            adapter,
            event,
            attempts,
            error = retry.error,
            suppressed,
            "the receiver did not take an event; it is tried again; `uip events show` tells when"
        ),
        Attempt::Dead(DeadCause::Refused, error) => tracing::error!(
            trigger,
            adapter,
            event,
            attempts,
            error,
            suppressed,
            "the receiver refused an event; it is a dead letter; `uip events replay` sends it again"
        ),
        Attempt::Dead(_, error) => tracing::error!(
            trigger,
            adapter,
            event,
            attempts,
            error,
            suppressed,
            "an event was given up; it is a dead letter; `uip events replay` sends it again"
        ),
        Attempt::Expired => tracing::warn!(
            trigger,
            adapter,
            event,
            suppressed,
            "an event is older than maxAge and was not delivered; it is a dead letter"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_ten_lines_a_minute_and_a_count() {
        let mut limit = Log::default();
        let start = Duration::from_secs(5);
        let logged = (0..1000).filter(|_| limit.allow(start).is_some()).count();
        assert_eq!(logged, 10);
        assert_eq!(limit.allow(start + WINDOW), Some(990));
        assert_eq!(limit.allow(start + WINDOW), Some(0));
    }
}
