//! Which refused requests are logged.

use std::time::Instant;

use crate::throttle::Throttle;

/// How much of a path is logged, in characters.
const SHOWN: usize = 128;

/// Logs refused requests: of each reason one every ten seconds, with how many
/// were left out since. Whoever sends many requests does not fill the log.
#[derive(Debug, Default)]
pub(crate) struct RefusalLog(Throttle<&'static str>);

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
        let Some(left_out) = self.0.admits(refused.reason, Instant::now()) else {
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
}

/// A path on one line, and not much of it.
pub(crate) fn shown(path: &str) -> String {
    path.escape_debug().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_forge_or_fill_a_log() {
        assert_eq!(shown("/a\nb"), "/a\\nb");
        assert_eq!(shown(&"x".repeat(1000)).len(), SHOWN);
    }
}
