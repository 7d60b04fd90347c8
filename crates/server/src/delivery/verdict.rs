use std::time::Duration;

use super::not_taken::{About, NotTaken};
use crate::backoff::Backoff;
use crate::config::{EventTrigger, OnRefusal};
use crate::inbox::clock::{InboxTime, Now, Uptime};
use crate::inbox::deliveries::{Attempt, DeadCause, Ready, Retry, WaitReason};

/// How long a delivery waits after it was not taken.
const BACKOFF: Backoff = Backoff {
    first: Duration::from_secs(1),
    most: Duration::from_hours(1),
};

/// What is known when an attempt failed.
#[derive(Clone, Copy)]
pub(super) struct Situation {
    pub now: Now,
    /// When an operator resumed the event trigger for the last time.
    pub resumed_at: Uptime,
    /// When the receiver took an event for the last time.
    pub last_taken: Option<InboxTime>,
}

/// What becomes of a delivery that was not taken.
pub(super) fn verdict(
    trigger: &EventTrigger,
    ready: &Ready,
    not_taken: NotTaken,
    at: Situation,
) -> Attempt {
    let NotTaken { error, wait, about } = not_taken;
    let refused = match about {
        About::Receiver => false,
        About::Event => true,
        // A wrong address or credential refuses every event. If another one was
        // taken since this one was tried, they are right.
        About::Address => {
            let tried = ready.attempted_at.zip(at.last_taken);
            tried.is_some_and(|(tried, taken)| taken > tried)
        }
    };
    if refused
        && let OnRefusal::Skip { attempts } = trigger.on_refusal
        && ready.refusals + 1 >= attempts
    {
        return Attempt::Dead(DeadCause::Refused, error);
    }
    let since = ready.waiting_since.max(at.resumed_at);
    let left = trigger.give_up.saturating_sub(at.now.uptime.since(since));
    if left.is_zero() {
        return Attempt::Dead(DeadCause::GaveUp, error);
    }
    let backoff = BACKOFF.after(ready.attempts + 1);
    let (wait, reason) = match (wait, about) {
        (Some(asked), _) if asked > backoff => (asked, WaitReason::Asked),
        (_, About::Receiver) => (backoff, WaitReason::Unavailable),
        (_, About::Address | About::Event) => (backoff, WaitReason::Refused),
    };
    Attempt::Retry(Retry {
        // The last attempt is made when it would be given up.
        at: at.now.time.after(wait.min(left)),
        reason,
        error,
        refused,
    })
}

/// Whether an event is older than its trigger delivers.
pub(super) fn is_expired(trigger: &EventTrigger, ready: &Ready, now: InboxTime) -> bool {
    trigger
        .max_age
        .is_some_and(|max_age| now.since(ready.created_at) > max_age)
}
