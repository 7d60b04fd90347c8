//! What is counted from 0 on. A counter that is not there before it counts for the
//! first time hides that from an alert on its increase.

use super::{Metrics, OfEvent, OfTrigger, Refused};
use crate::AdapterInfo;
use crate::config::Config;

/// Why requests are refused.
pub(super) const REASONS: [&str; 31] = [
    "closing",
    "console-forbidden",
    "console-too-many-tries",
    "console-unauthorized",
    "cut",
    "forbidden",
    "invalid-properties",
    "invalid-request",
    "missing-challenge",
    "not-json",
    "not-text",
    "other-origin",
    "overloaded",
    "store-broken",
    "store-full",
    "store-locked",
    "store-read-only",
    "too-large",
    "too-many-connections",
    "too-slow",
    "unauthorized",
    "unknown-adapter",
    "unknown-command",
    "unknown-path",
    "unknown-trigger",
    "wrong-content-type",
    "wrong-host",
    "wrong-method",
    "wrong-mode",
    "wrong-signature",
    "wrong-verify-token",
];

impl Metrics {
    /// Begins to count what a configuration can lead to.
    pub fn begin(&self, config: &Config, infos: &[AdapterInfo]) {
        for reason in REASONS {
            let reason = reason.to_owned();
            drop(self.refused.get_or_create(&Refused { reason }));
        }
        for trigger in &config.webhook_triggers {
            let labels = OfTrigger {
                trigger: trigger.name.clone(),
            };
            drop(self.received.get_or_create(&labels));
            drop(self.unclaimed.get_or_create(&labels));
        }
        for info in infos {
            for event in &info.manifest.events {
                let labels = OfEvent {
                    adapter: info.name.clone(),
                    event: event.name.clone(),
                };
                drop(self.events.get_or_create(&labels));
                drop(self.repeated_events.get_or_create(&labels));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_documented() {
        let page = include_str!("../../../../docs/operating.md");
        for reason in REASONS {
            let row = format!("`{reason}`");
            let is_in_a_table = |line: &str| line.starts_with("| `") && line.contains(&row);
            assert!(page.lines().any(is_in_a_table), "{reason}");
        }
    }
}
