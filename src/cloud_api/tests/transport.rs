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
        (TransportError::Cut, "temporary", "safe to repeat"),
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

#[test]
fn a_connection_without_tls_is_never_said_to_have_failed_in_tls() {
    for error in [
        TransportError::TlsFailed,
        TransportError::CertificateRejected,
    ] {
        let (case, failure) = taken_apart(
            error
                .without_tls()
                .classify("127.0.0.1:1", Purpose::Message),
        );
        // The connection may have been lost after the request left.
        assert_eq!((case, failure.code.as_str()), ("unknown", "connection-cut"));
        let said = format!("{} {}", failure.error, failure.advice);
        for word in ["TLS", "certificate", "encrypt"] {
            assert!(!said.contains(word), "{said}");
        }
    }
    for error in [
        TransportError::NameNotResolved,
        TransportError::Unreachable,
        TransportError::Refused,
        TransportError::ConnectTimeout,
        TransportError::TooManyConnections,
        TransportError::Denied,
        TransportError::Cut,
        TransportError::NoAnswer(30),
        TransportError::Garbled,
        TransportError::TooLarge,
    ] {
        let (_, failure) = taken_apart(error.clone().classify("127.0.0.1:1", Purpose::Message));
        let said = format!("{} {}", failure.error, failure.advice);
        assert!(!said.contains("TLS"), "{said}");
        assert_eq!(error.clone().without_tls(), error);
    }
}

#[test]
fn a_failed_connection_is_told_in_a_plain_sentence() {
    for (error, said) in [
        (
            TransportError::NameNotResolved,
            "DNS could not resolve x. Nothing was sent.",
        ),
        (
            TransportError::Unreachable,
            "No route to x. Nothing was sent.",
        ),
        (
            TransportError::CertificateRejected,
            "The TLS certificate of x was rejected. Nothing was sent.",
        ),
        (
            TransportError::NotAccepted("length required".to_owned()),
            "The engine did not accept the request to x (length required). Nothing was sent.",
        ),
    ] {
        let (_, failure) = taken_apart(error.classify("x", Purpose::Message));
        assert_eq!(failure.error, said);
    }
}
