//! Rate limits: how many messages went out lately.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use crate::model::GraphError;
use crate::model::settings::Limits;

const SECOND: Duration = Duration::from_secs(1);
const PAIR_WINDOW: Duration = Duration::from_secs(6);
/// From so many recipients on, those that were sent nothing lately are forgotten.
const MOST_QUIET_PAIRS: usize = 1000;

/// Counts accepted messages, by the sandbox's clock.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    sent: VecDeque<Duration>,
    pairs: HashMap<String, VecDeque<Duration>>,
}

impl Meter {
    /// Whether another message to this recipient may go now; says which limit is reached if not.
    pub(crate) fn check(
        &mut self,
        limits: Limits,
        recipient: &str,
        now: Duration,
    ) -> Result<(), GraphError> {
        if let Some(most) = limits.messages_per_second
            && count(&mut self.sent, now, SECOND) >= most
        {
            return Err(GraphError::new(130_429)
                .subcode(2_494_055)
                .details("Cloud API message throughput has been reached."));
        }
        if let Some(most) = limits.messages_per_pair
            && let Some(pair) = self.pairs.get_mut(recipient)
            && count(pair, now, PAIR_WINDOW) >= most
        {
            return Err(GraphError::new(131_056).details(
                "Message failed to send because there were too many messages sent from this phone number \
                 to the same phone number in a short period of time.",
            ));
        }
        Ok(())
    }

    pub(crate) fn count(&mut self, recipient: &str, now: Duration) {
        count(&mut self.sent, now, SECOND);
        self.sent.push_back(now);
        if self.pairs.len() >= MOST_QUIET_PAIRS {
            self.pairs
                .retain(|_, pair| count(pair, now, PAIR_WINDOW) > 0);
        }
        let pair = self.pairs.entry(recipient.to_owned()).or_default();
        count(pair, now, PAIR_WINDOW);
        pair.push_back(now);
    }
}

fn count(times: &mut VecDeque<Duration>, now: Duration, window: Duration) -> usize {
    while times
        .front()
        .is_some_and(|time| now.saturating_sub(*time) >= window)
    {
        times.pop_front();
    }
    times.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        messages_per_second: Some(3),
        messages_per_pair: Some(2),
    };

    #[test]
    fn a_pair_is_held_back_and_others_go_on() {
        let mut meter = Meter::default();
        let now = Duration::from_secs(100);
        for _ in 0..2 {
            meter.check(LIMITS, "a", now).unwrap();
            meter.count("a", now);
        }
        assert_eq!(meter.check(LIMITS, "a", now).unwrap_err().code(), 131_056);
        assert_eq!(meter.check(LIMITS, "b", now), Ok(()));
        assert_eq!(meter.check(LIMITS, "a", now + PAIR_WINDOW), Ok(()));
    }

    #[test]
    fn only_what_counts_is_remembered() {
        let mut meter = Meter::default();
        for number in 0..5000 {
            let now = Duration::from_secs(number);
            meter.count("a", now);
            meter.count(&number.to_string(), now);
        }
        assert_eq!(meter.sent.len(), 2);
        assert_eq!(meter.pairs["a"].len(), 6);
        assert!(meter.pairs.len() <= MOST_QUIET_PAIRS);
    }

    #[test]
    fn the_whole_number_is_held_back_after_its_throughput() {
        let mut meter = Meter::default();
        let now = Duration::from_secs(100);
        for recipient in ["a", "b", "c"] {
            meter.check(LIMITS, recipient, now).unwrap();
            meter.count(recipient, now);
        }
        assert_eq!(meter.check(LIMITS, "d", now).unwrap_err().code(), 130_429);
        assert_eq!(meter.check(LIMITS, "d", now + SECOND), Ok(()));
    }
}
