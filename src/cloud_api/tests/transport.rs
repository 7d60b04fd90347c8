use super::taken_apart;
use crate::bindings::uip::whatsapp::types::FailureCategory;
use crate::cloud_api::{Purpose, TransportError};

#[test]
fn only_a_connection_that_was_never_made_is_temporary() {
    use FailureCategory::{Configuration, Network, Request};
    let text = || "ECONNRESET".to_owned();
    for (error, case, code, category) in [
        (
            TransportError::NameNotResolved,
            "temporary",
            "name-not-resolved",
            Network,
        ),
        (
            TransportError::Unreachable,
            "temporary",
            "destination-unreachable",
            Network,
        ),
        (
            TransportError::Refused,
            "temporary",
            "connection-refused",
            Network,
        ),
        (
            TransportError::ConnectTimeout,
            "temporary",
            "connection-timeout",
            Network,
        ),
        (
            TransportError::TooManyConnections,
            "temporary",
            "connection-limit-reached",
            Network,
        ),
        (
            TransportError::TlsFailed,
            "temporary",
            "tls-failed",
            Network,
        ),
        (
            TransportError::CertificateRejected,
            "permanent",
            "certificate-rejected",
            Configuration,
        ),
        (
            TransportError::Denied,
            "permanent",
            "host-denied",
            Configuration,
        ),
        (
            TransportError::Misconfigured,
            "permanent",
            "engine-misconfigured",
            Configuration,
        ),
        (
            TransportError::NotAccepted(text()),
            "permanent",
            "request-not-accepted",
            Request,
        ),
        (
            TransportError::NoAnswer(30),
            "unknown",
            "no-answer",
            Network,
        ),
        (TransportError::Cut, "unknown", "connection-cut", Network),
        (
            TransportError::Garbled,
            "unknown",
            "answer-not-understood",
            Network,
        ),
        (
            TransportError::TooLarge,
            "unknown",
            "answer-too-large",
            Network,
        ),
        (
            TransportError::Unclear(text()),
            "unknown",
            "transport-error",
            Network,
        ),
    ] {
        let is_before_sending = error.is_before_sending();
        let (found, failure) = taken_apart(error.classify("graph.facebook.com", Purpose::Message));
        assert_eq!(
            (found, failure.code.as_str(), failure.category),
            (case, code, category)
        );
        assert_eq!(is_before_sending, case != "unknown");
        let promise = if case == "unknown" {
            "may have been sent"
        } else {
            "Nothing was sent"
        };
        assert!(failure.error.contains(promise), "{}", failure.error);
    }
}

#[test]
fn a_read_that_brought_nothing_says_what_may_help() {
    for (error, case, named) in [
        (
            TransportError::NoAnswer(30),
            "temporary",
            "requestTimeoutSeconds",
        ),
        (TransportError::Cut, "temporary", "does no harm"),
        (TransportError::TooLarge, "permanent", "limit"),
    ] {
        let (found, failure) = taken_apart(error.classify("x", Purpose::Repeatable));
        assert_eq!(found, case, "{}", failure.error);
        assert!(failure.advice.contains(named), "{}", failure.advice);
        assert!(failure.error.contains("no message was sent"));
        let again = failure.advice.contains("Try again");
        assert_eq!(again, case == "temporary", "{}", failure.advice);
    }
}
