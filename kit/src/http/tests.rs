//! What a failed exchange means.

use super::{Answer, Effect, Service, TransportError};
use crate::{CommandError, Failure, FailureCategory};

const SERVICE: Service = Service {
    name: "Example",
    too_large_advice: "Lower the limit.",
};

const SENDING: Effect = Effect {
    is_repeatable: false,
    nothing: "nothing was sent",
    doubt: "the message may have been sent",
    unknown_advice: "Do not retry.",
};

const READING: Effect = Effect {
    is_repeatable: true,
    nothing: "no message was sent",
    doubt: "no message was sent",
    unknown_advice: "Try again: it is safe to retry this command.",
};

/// Case and failure of an exchange with `x`.
fn classified(error: &TransportError, effect: &Effect) -> (&'static str, Failure) {
    match error.classify(&SERVICE, "x", effect) {
        CommandError::PermanentFailure(failure) => ("permanent", failure),
        CommandError::TemporaryFailure(failure) => ("temporary", failure),
        CommandError::PermanentUnknownOutcome(failure) => ("unknown", failure),
        CommandError::ExecutionFailed => panic!("reserved for engines"),
    }
}

/// An error with its code and its category.
type Row = (TransportError, &'static str, FailureCategory);

/// Every error, by what it proves.
fn outcomes() -> [(&'static str, Vec<Row>); 3] {
    use FailureCategory::{Configuration, Network, Request};
    use TransportError as Error;
    let text = || "ECONNRESET".to_owned();
    let temporary = vec![
        (Error::NameNotResolved, "name-not-resolved", Network),
        (Error::Unreachable, "destination-unreachable", Network),
        (Error::Refused, "connection-refused", Network),
        (Error::ConnectTimeout, "connection-timeout", Network),
        (
            Error::TooManyConnections,
            "connection-limit-reached",
            Network,
        ),
        (Error::TlsFailed, "tls-failed", Network),
    ];
    let permanent = vec![
        (
            Error::CertificateRejected,
            "certificate-rejected",
            Configuration,
        ),
        (Error::Denied, "host-denied", Configuration),
        (Error::Misconfigured, "engine-misconfigured", Configuration),
        (Error::NotAccepted(text()), "request-not-accepted", Request),
    ];
    let unknown = vec![
        (Error::NoAnswer(30), "no-answer", Network),
        (Error::Cut, "connection-cut", Network),
        (Error::Garbled, "answer-not-understood", Network),
        (Error::TooLarge, "answer-too-large", Network),
        (Error::Unclear(text()), "transport-error", Network),
    ];
    [
        ("temporary", temporary),
        ("permanent", permanent),
        ("unknown", unknown),
    ]
}

#[test]
fn only_a_connection_that_was_never_made_is_temporary() {
    for (case, errors) in outcomes() {
        for (error, code, category) in errors {
            let is_before_sending = error.is_before_sending();
            let (found, failure) = classified(&error, &SENDING);
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
}

#[test]
fn a_read_that_brought_nothing_says_what_may_help() {
    for (error, case, named) in [
        (
            TransportError::NoAnswer(30),
            "temporary",
            "requestTimeoutSeconds",
        ),
        (TransportError::Cut, "temporary", "safe to retry"),
        (TransportError::TooLarge, "permanent", "limit"),
    ] {
        let (found, failure) = classified(&error, &READING);
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
        let (case, failure) = classified(&error.without_tls(), &SENDING);
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
        let (_, failure) = classified(&error, &SENDING);
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
            "The engine rejected the request to x (length required). Nothing was sent.",
        ),
    ] {
        let (_, failure) = classified(&error, &SENDING);
        assert_eq!(failure.error, said);
    }
}

/// Case and failure of an answer with this status, headers and body.
fn answered(
    status: u16,
    headers: &[(&str, &str)],
    body: &str,
    effect: &Effect,
) -> (&'static str, Failure) {
    let headers = headers.iter();
    let answer = Answer {
        status,
        headers: headers
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        body: body.as_bytes().to_vec(),
        cut: None,
    };
    match answer.failure(&SERVICE, effect, "open-sesame") {
        CommandError::PermanentFailure(failure) => ("permanent", failure),
        CommandError::TemporaryFailure(failure) => ("temporary", failure),
        CommandError::PermanentUnknownOutcome(failure) => ("unknown", failure),
        CommandError::ExecutionFailed => panic!("reserved for engines"),
    }
}

#[test]
fn a_status_is_a_rejection_only_where_it_proves_one() {
    let wait = [("Retry-After", "7")];
    for (status, headers, case) in [
        (200, &[][..], "unknown"),
        (302, &[], "permanent"),
        (401, &[], "permanent"),
        (408, &[], "temporary"),
        (422, &[], "permanent"),
        (429, &[], "temporary"),
        (500, &[], "unknown"),
        (503, &[], "unknown"),
        (503, &wait, "temporary"),
    ] {
        let (found, failure) = answered(status, headers, "", &SENDING);
        assert_eq!(found, case, "{status}");
        assert_eq!(failure.http_status, Some(status));
    }
    assert_eq!(answered(500, &[], "", &READING).0, "temporary");
    assert_eq!(
        answered(429, &wait, "", &SENDING).1.retry_after_seconds,
        Some(7)
    );
}

#[test]
fn what_the_service_says_is_passed_on_without_the_secret() {
    let body = r#"{"error":"no account has the token open\u002dsesame"}"#;
    let (_, failure) = answered(401, &[], body, &SENDING);
    assert_eq!(failure.category, FailureCategory::Authentication);
    assert!(
        failure.error.contains("no account has the token"),
        "{}",
        failure.error
    );
    let details = failure.details.unwrap();
    for text in [failure.error, details] {
        assert!(text.contains("[redacted]"), "{text}");
        assert!(!text.contains("sesame"), "{text}");
    }
}

#[test]
fn an_answer_is_read_only_where_its_status_is_a_success() {
    let answer = |status| Answer {
        status,
        body: br#"{"id":"7"}"#.to_vec(),
        ..Answer::default()
    };
    let read = |status| answer(status).read(&SERVICE, &READING, "", |object| object.text("id"));
    assert_eq!(read(201).unwrap(), "7");
    assert!(matches!(read(404), Err(CommandError::PermanentFailure(_))));
    let other = answer(200).read(&SERVICE, &SENDING, "", |object| object.text("name"));
    assert!(matches!(
        other,
        Err(CommandError::PermanentUnknownOutcome(_))
    ));
}
