//! Which refused requests are logged.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often a reason is logged. Whoever sends many requests does not fill the
/// log with them.
const EVERY: Duration = Duration::from_secs(10);

/// How much of a path is logged, in characters.
const SHOWN: usize = 128;

/// Logs refused requests: of each reason one every ten seconds, with how many
/// were left out since.
#[derive(Debug, Default)]
pub(crate) struct RefusalLog(Mutex<HashMap<&'static str, Logged>>);

#[derive(Debug)]
struct Logged {
    at: Instant,
    left_out: u64,
}

/// A request that was refused. Nothing of its body, its query or its headers is
/// logged: they may hold a secret or a message.
#[derive(Debug, Default)]
pub(crate) struct Refused<'r> {
    pub reason: &'static str,
    /// The webhook trigger that it was for.
    pub trigger: Option<&'r str>,
    /// The path, where that is what is wrong.
    pub path: Option<&'r str>,
    /// What an operator can do.
    pub advice: Option<&'static str>,
}

impl RefusalLog {
    pub fn log(&self, refused: &Refused<'_>) {
        let Some(left_out) = self.admits(refused.reason, Instant::now()) else {
            return;
        };
        let path = refused.path.map(shown);
        tracing::warn!(
            reason = refused.reason,
            trigger = refused.trigger,
            path = path.as_deref(),
            advice = refused.advice,
            left_out = (left_out > 0).then_some(left_out),
            "a request was refused"
        );
    }

    /// How many of this reason were left out since the last one that was logged,
    /// if this one is to be logged.
    fn admits(&self, reason: &'static str, now: Instant) -> Option<u64> {
        let mut reasons = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(logged) = reasons.get_mut(reason) else {
            let first = Logged {
                at: now,
                left_out: 0,
            };
            reasons.insert(reason, first);
            return Some(0);
        };
        if now.saturating_duration_since(logged.at) < EVERY {
            logged.left_out = logged.left_out.saturating_add(1);
            return None;
        }
        logged.at = now;
        Some(std::mem::take(&mut logged.left_out))
    }
}

/// A path on one line, and not much of it.
fn shown(path: &str) -> String {
    path.escape_debug().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_is_logged_at_once_and_then_every_ten_seconds_with_a_count() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let log = RefusalLog::default();
        assert_eq!(log.admits("wrong-signature", at(0)), Some(0));
        assert_eq!(log.admits("wrong-signature", at(1)), None);
        assert_eq!(log.admits("wrong-signature", at(9)), None);
        assert_eq!(log.admits("unknown-path", at(9)), Some(0));
        assert_eq!(log.admits("wrong-signature", at(10)), Some(2));
        assert_eq!(log.admits("wrong-signature", at(11)), None);
        assert_eq!(log.admits("wrong-signature", at(60)), Some(1));
    }

    #[test]
    fn a_path_cannot_forge_or_fill_a_log() {
        assert_eq!(shown("/a\nb"), "/a\\nb");
        assert_eq!(shown(&"x".repeat(1000)).len(), SHOWN);
    }
}
