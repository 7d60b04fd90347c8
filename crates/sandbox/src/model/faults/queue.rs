//! The faults that wait, and the requests they wait for.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::Fault;

/// What a request is for, as far as faults care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// `POST …/messages`: a message, a read receipt. At Twilio, `POST …/Messages.json`.
    #[default]
    Send,
    /// `POST …/media`.
    Upload,
    /// Following a media's download link. At Twilio, the address that a media's address redirects to.
    Download,
    /// Any other request to an API: a template list, a media's link, a phone number…
    Other,
}

impl Operation {
    /// From a request line. The sandbox's own controls are none of these, nor is what a browser asks for by
    /// itself.
    pub(crate) fn of(method: &str, path: &str) -> Option<Self> {
        let is_control = path == "/sandbox" || path.starts_with("/sandbox/");
        let is_browsing = matches!((method, path), ("GET" | "HEAD", "/" | "/favicon.ico"));
        if is_control || is_browsing {
            return None;
        }
        Some(match method {
            "POST" if path.ends_with("/messages") || path.ends_with("/Messages.json") => Self::Send,
            "POST" if path.ends_with("/media") => Self::Upload,
            "GET" if DOWNLOADS.iter().any(|start| path.starts_with(start)) => Self::Download,
            _ => Self::Other,
        })
    }
}

/// How the paths of media's content begin.
const DOWNLOADS: [&str; 2] = ["/whatsapp_business/attachments", "/mms.twiliocdn.com/"];

/// Faults in order, each for the next request of its operation.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// Each with its id.
    waiting: VecDeque<(u64, (Operation, Fault))>,
    /// The last id.
    last: u64,
    /// How often the queue changed.
    changes: usize,
}

impl Faults {
    pub(crate) fn add(&mut self, on: Operation, fault: Fault) {
        self.last += 1;
        self.changes += 1;
        self.waiting.push_back((self.last, (on, fault)));
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &(Operation, Fault)> {
        self.waiting.iter().map(|(_, fault)| fault)
    }

    /// All, each with its id.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = &(u64, (Operation, Fault))> {
        self.waiting.iter()
    }

    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// How often the queue changed.
    pub(crate) fn changes(&self) -> usize {
        self.changes
    }

    pub(crate) fn clear(&mut self) {
        self.changes += 1;
        self.waiting.clear();
    }

    /// Removes one by its id. Whether there was such a fault.
    pub(crate) fn remove(&mut self, id: u64) -> bool {
        self.changes += 1;
        let before = self.waiting.len();
        self.waiting.retain(|(known, _)| *known != id);
        self.waiting.len() < before
    }

    /// The fault that the next such request will meet.
    pub(crate) fn peek(&self, on: Operation) -> Option<&Fault> {
        let mut all = self.all();
        all.find(|(waits_for, _)| *waits_for == on)
            .map(|(_, fault)| fault)
    }

    /// Uses it up.
    pub(crate) fn next(&mut self, on: Operation) -> Option<Fault> {
        let place = self.all().position(|(waits_for, _)| *waits_for == on)?;
        self.changes += 1;
        self.waiting.remove(place).map(|(_, (_, fault))| fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_known_by_its_line() {
        let cases = [
            ("POST", "/v25.0/1/messages", Some(Operation::Send)),
            ("POST", "/1/media", Some(Operation::Upload)),
            (
                "GET",
                "/whatsapp_business/attachments/",
                Some(Operation::Download),
            ),
            (
                "POST",
                "/2010-04-01/Accounts/AC1/Messages.json",
                Some(Operation::Send),
            ),
            (
                "POST",
                "/2010-04-01/Accounts/AC1/Messages/SM1.json",
                Some(Operation::Other),
            ),
            (
                "GET",
                "/mms.twiliocdn.com/AC1/ME1/h",
                Some(Operation::Download),
            ),
            ("GET", "/v25.0/1/message_templates", Some(Operation::Other)),
            ("GET", "/v25.0/1/messages", Some(Operation::Other)),
            ("POST", "/sandbox/faults", None),
            ("GET", "/", None),
            ("HEAD", "/favicon.ico", None),
            ("POST", "/", Some(Operation::Other)),
        ];
        for (method, path, operation) in cases {
            assert_eq!(Operation::of(method, path), operation, "{method} {path}");
        }
    }

    #[test]
    fn each_operation_has_its_own_turn() {
        let mut faults = Faults::default();
        faults.add(Operation::Send, Fault::StallMidBody);
        faults.add(Operation::Download, Fault::TruncatedBody);
        assert_eq!(faults.next(Operation::Upload), None);
        assert_eq!(faults.next(Operation::Download), Some(Fault::TruncatedBody));
        assert_eq!(faults.peek(Operation::Send), Some(&Fault::StallMidBody));
        assert_eq!(faults.len(), 1);
    }
}
