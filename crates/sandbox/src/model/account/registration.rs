//! Whether the business's number is verified and registered.

/// The PIN of two-step verification at the start.
const PIN: &str = "123456";
/// A number can be registered or deregistered so many times in [`PERIOD`].
const MOST_REQUESTS: usize = 10;
/// 72 hours, in seconds.
const PERIOD: u64 = 72 * 60 * 60;

/// A verification code that was sent to the business's number.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VerificationCode {
    /// Six digits.
    pub code: String,
    /// How it was sent: `SMS` or `VOICE`.
    pub method: String,
    /// The language of the message, such as `en_US`.
    pub language: String,
}

/// How far the number has come.
#[derive(Debug, Clone)]
pub(crate) struct Registration {
    pub(crate) verified: bool,
    pub(crate) registered: bool,
    /// The PIN of two-step verification, if it is on.
    pub(crate) pin: Option<String>,
    /// The code that waits to be given back.
    pub(crate) code: Option<VerificationCode>,
    requests: Vec<u64>,
}

impl Registration {
    /// A number that can send, or one that was only added to the account.
    pub(crate) fn new(registered: bool) -> Self {
        Self {
            verified: registered,
            registered,
            pin: registered.then(|| PIN.to_owned()),
            code: None,
            requests: Vec::new(),
        }
    }

    /// Counts a request to register or to deregister. False if there were too many.
    pub(crate) fn count(&mut self, now: u64) -> bool {
        self.requests.retain(|at| now.saturating_sub(*at) < PERIOD);
        if self.requests.len() >= MOST_REQUESTS {
            return false;
        }
        self.requests.push(now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_requests_fit_into_72_hours() {
        let mut registration = Registration::new(true);
        assert!((0..10).all(|second| registration.count(second)));
        assert!(!registration.count(PERIOD - 1));
        assert!(registration.count(PERIOD));
        assert!(!registration.count(PERIOD));
    }
}
