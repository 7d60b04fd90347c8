//! What happened lately, in memory: for whoever looks on.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use crate::clock::{Clock, Millis};
use crate::http_server::refusal_log::{self, Refused};
use crate::inbox::deliveries::{Attempt, Ready};
use crate::signals::Signal;

/// How many refused requests are kept.
const REFUSALS: usize = 100;

/// How many attempts to deliver are kept: those that failed, and those after
/// them.
const ATTEMPTS: usize = 4096;

/// How many attempts of one delivery are shown.
const ATTEMPTS_OF_ONE: usize = 20;

/// What happened since the server started, as far as it is kept.
pub(crate) struct Recent {
    refusals: Mutex<VecDeque<Refusal>>,
    attempts: Mutex<VecDeque<(i64, String, Tried)>>,
    subscriptions: Mutex<HashMap<String, Millis>>,
    /// Given when a request was refused.
    pub refused: Signal,
    /// Given when an attempt to deliver was made.
    pub tried: Signal,
}

/// A request that was refused. Nothing of its body, its query or its headers is
/// kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Refusal {
    pub at: Millis,
    pub reason: &'static str,
    pub trigger: Option<String>,
    pub path: Option<String>,
    pub advice: Option<&'static str>,
}

/// An attempt to deliver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Tried {
    pub at: Millis,
    /// `delivered`, `retry`, `refused`, `expired`, or the cause of a dead letter.
    pub result: &'static str,
    pub error: Option<String>,
}

impl Default for Recent {
    fn default() -> Self {
        Self {
            refusals: Mutex::default(),
            attempts: Mutex::default(),
            subscriptions: Mutex::default(),
            refused: Signal::new(),
            tried: Signal::new(),
        }
    }
}

impl Recent {
    pub fn refuse(&self, refused: &Refused<'_>) {
        let refusal = Refusal {
            at: Clock::system().now(),
            reason: refused.reason,
            trigger: refused.trigger.map(str::to_owned),
            path: refused.path.map(refusal_log::shown),
            advice: refused.advice,
        };
        push(&mut lock(&self.refusals), refusal, REFUSALS);
        self.refused.give();
    }

    /// The newest first.
    pub fn refusals(&self) -> Vec<Refusal> {
        lock(&self.refusals).iter().rev().cloned().collect()
    }

    /// Keeps an attempt to deliver, unless it is the first and was taken.
    pub fn attempted(&self, trigger: &str, ready: &Ready, attempt: &Attempt) {
        let (result, error) = match attempt {
            Attempt::Delivered => ("delivered", None),
            Attempt::Retry(retry) if retry.refused => ("refused", Some(&retry.error)),
            Attempt::Retry(retry) => ("retry", Some(&retry.error)),
            Attempt::Dead(cause, error) => (cause.word(), Some(error)),
            Attempt::Expired => ("expired", None),
        };
        if ready.attempts > 0 || *attempt != Attempt::Delivered {
            let tried = Tried {
                at: Clock::system().now(),
                result,
                error: error.cloned(),
            };
            let kept = (ready.event, trigger.to_owned(), tried);
            push(&mut lock(&self.attempts), kept, ATTEMPTS);
        }
        self.tried.give();
    }

    /// The attempts of one delivery, the newest first.
    pub fn attempts(&self, event: i64, trigger: &str) -> Vec<Tried> {
        let attempts = lock(&self.attempts);
        let of_it = attempts.iter().rev();
        of_it
            .filter(|(of, to, _)| *of == event && to == trigger)
            .map(|(.., tried)| tried.clone())
            .take(ATTEMPTS_OF_ONE)
            .collect()
    }

    /// Notes that the address of a webhook trigger was confirmed.
    pub fn subscribed(&self, trigger: &str) {
        let now = Clock::system().now();
        lock(&self.subscriptions).insert(trigger.to_owned(), now);
        self.refused.give();
    }

    /// When the address of a webhook trigger was last confirmed.
    pub fn subscription(&self, trigger: &str) -> Option<Millis> {
        lock(&self.subscriptions).get(trigger).copied()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn push<T>(kept: &mut VecDeque<T>, new: T, most: usize) {
    if kept.len() >= most {
        kept.pop_front();
    }
    kept.push_back(new);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_hundred_refusals_are_kept_with_the_newest_first() {
        let recent = Recent::default();
        for number in 0..250 {
            let path = format!("/{number}\n");
            recent.refuse(&Refused {
                reason: "unknown-path",
                path: Some(&path),
                ..Refused::default()
            });
        }
        let refusals = recent.refusals();
        assert_eq!(refusals.len(), REFUSALS);
        assert_eq!(refusals[0].path.as_deref(), Some("/249\\n"));
        assert_eq!(refusals[99].path.as_deref(), Some("/150\\n"));
    }
}
