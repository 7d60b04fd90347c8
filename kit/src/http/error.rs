//! What a failed exchange means: a connection that was never made carried
//! nothing; after that nobody knows.

use super::effect::{Effect, Service};
use crate::{CommandError, Failure, FailureCategory};

/// Why there is no whole answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransportError {
    /// DNS could not resolve the host's name.
    NameNotResolved,
    /// There is no route to the host.
    Unreachable,
    /// The host refused the connection.
    Refused,
    /// The connection was not made in time.
    ConnectTimeout,
    /// The engine has no free connection.
    TooManyConnections,
    /// The TLS handshake failed.
    TlsFailed,
    /// The server's certificate was rejected.
    CertificateRejected,
    /// The engine does not allow connections to this host.
    Denied,
    /// The way out of the engine, such as its proxy, is not configured right.
    Misconfigured,
    /// The engine did not accept the request, for this reason.
    NotAccepted(String),
    /// The request left, and no whole answer came in this many seconds.
    NoAnswer(u32),
    /// The connection ended before the answer did.
    Cut,
    /// The answer was not HTTP as it should be.
    Garbled,
    /// The answer was larger than the adapter reads.
    TooLarge,
    /// The engine says only this.
    Unclear(String),
}

impl TransportError {
    /// The failure of a request to `authority` (host and port) that brought
    /// no answer.
    pub fn classify(&self, service: &Service, authority: &str, effect: &Effect) -> CommandError {
        let Some((code, what, advice)) = self.before_sending() else {
            return self.after_sending(service, effect, None);
        };
        let is_configuration = matches!(
            self,
            Self::Denied | Self::CertificateRejected | Self::Misconfigured
        );
        let category = match self {
            Self::NotAccepted(_) => FailureCategory::Request,
            _ if is_configuration => FailureCategory::Configuration,
            _ => FailureCategory::Network,
        };
        let reason = match self {
            Self::NotAccepted(reason) => format!(" ({reason})"),
            Self::CertificateRejected => " was rejected".to_owned(),
            _ => String::new(),
        };
        let failure = Failure::new(
            code,
            category,
            format!("{what} {authority}{reason}. Nothing was sent."),
            advice,
        );
        if is_configuration || matches!(self, Self::NotAccepted(_)) {
            failure.permanent()
        } else {
            failure.temporary()
        }
    }

    /// The error as it is on a connection without TLS: there an engine that
    /// speaks of TLS has only lost the connection, and nobody knows when.
    #[must_use]
    pub fn without_tls(self) -> Self {
        match self {
            Self::TlsFailed | Self::CertificateRejected => Self::Cut,
            other => other,
        }
    }

    /// Whether it went wrong before anything was sent.
    pub fn is_before_sending(&self) -> bool {
        self.before_sending().is_some()
    }

    /// Code, what happened (before the address) and advice, for what went
    /// wrong before anything was sent.
    fn before_sending(&self) -> Option<(&'static str, &'static str, &'static str)> {
        Some(match self {
            Self::NameNotResolved => (
                "name-not-resolved",
                "DNS could not resolve",
                "Try again. If the problem persists, check the property apiBaseUrl and the engine's \
                 DNS.",
            ),
            Self::Unreachable => (
                "destination-unreachable",
                "No route to",
                "Try again. If the problem persists, check the engine's network and proxy.",
            ),
            Self::Refused => (
                "connection-refused",
                "The connection was refused by",
                "Try again. If the problem persists, check the property apiBaseUrl and the engine's \
                 proxy.",
            ),
            Self::ConnectTimeout => (
                "connection-timeout",
                "Timed out while connecting to",
                "Try again. If the problem persists, check the engine's network and proxy.",
            ),
            Self::TooManyConnections => (
                "connection-limit-reached",
                "The engine has too many open connections to reach",
                "Try again later, or send more slowly.",
            ),
            Self::TlsFailed => (
                "tls-failed",
                "The TLS handshake failed with",
                "Try again. If the problem persists, check that the property apiBaseUrl is \
                 correct and that no proxy intercepts the connection.",
            ),
            Self::CertificateRejected => (
                "certificate-rejected",
                "The TLS certificate of",
                "Check the property apiBaseUrl, the engine's clock and its trusted certificate \
                 authorities; a proxy that intercepts TLS needs its own authority there.",
            ),
            Self::Denied => (
                "host-denied",
                "The engine does not allow connections to",
                "Add this host to the engine's list of allowed outgoing hosts, or correct the \
                 property apiBaseUrl.",
            ),
            Self::Misconfigured => (
                "engine-misconfigured",
                "The engine's configuration blocks requests to",
                "Check the engine's proxy: its address, user and password, and whether it allows \
                 this host.",
            ),
            Self::NotAccepted(_) => (
                "request-not-accepted",
                "The engine rejected the request to",
                "Check the property apiBaseUrl and the engine's limits for outgoing requests.",
            ),
            _ => return None,
        })
    }

    /// The failure after the request left, and perhaps an answer began with
    /// this HTTP status.
    pub fn after_sending(
        &self,
        service: &Service,
        effect: &Effect,
        status: Option<u16>,
    ) -> CommandError {
        let mut failure = self.no_answer(service, effect);
        failure.http_status = status;
        // A repeat would bring the same.
        if *self == Self::TooLarge && effect.is_repeatable {
            return failure.permanent();
        }
        effect.unknown_outcome(failure)
    }

    fn no_answer(&self, service: &Service, effect: &Effect) -> Failure {
        let name = service.name;
        let (code, what) = match self {
            Self::NoAnswer(seconds) => (
                "no-answer",
                match seconds {
                    1 => format!("{name} sent no complete answer within 1 second"),
                    _ => format!("{name} sent no complete answer within {seconds} seconds"),
                },
            ),
            Self::Cut => (
                "connection-cut",
                format!("The connection was closed before {name}'s answer was complete"),
            ),
            Self::Garbled => (
                "answer-not-understood",
                "The answer was not valid HTTP".to_owned(),
            ),
            Self::TooLarge => (
                "answer-too-large",
                "The answer was larger than the adapter accepts".to_owned(),
            ),
            Self::Unclear(reason) => (
                "transport-error",
                format!("The request failed in transit ({reason})"),
            ),
            _ => (
                "transport-error",
                "The request failed in transit".to_owned(),
            ),
        };
        let advice = match self {
            _ if !effect.is_repeatable => effect.unknown_advice,
            Self::NoAnswer(_) => &format!(
                "Try again: it is safe to retry this command. If the problem persists, raise the \
                 property requestTimeoutSeconds, or check {name}'s status page."
            ),
            Self::TooLarge => service.too_large_advice,
            _ => effect.unknown_advice,
        };
        Failure::new(
            code,
            FailureCategory::Network,
            format!("{what}; {}.", effect.doubt),
            advice,
        )
    }
}
