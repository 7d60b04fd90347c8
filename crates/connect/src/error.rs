use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use http::StatusCode;

/// Why no connection was made. Nothing of the request was sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// The target's name could not be looked up.
    #[error("the name {host} cannot be looked up: {error}")]
    Lookup {
        /// The name.
        host: String,
        /// What the system says.
        error: io::Error,
    },
    /// No TCP connection to the target could be made.
    #[error("no connection to {target}: {error}")]
    Tcp {
        /// Host and port.
        target: String,
        /// What the system says.
        error: io::Error,
    },
    /// The target's certificate was not accepted. The text says why and what to do.
    #[error("{0}")]
    Certificate(String),
    /// No TLS connection with the target could be agreed on.
    #[error("no TLS connection to {target}: {problem}")]
    Tls {
        /// Host and port.
        target: String,
        /// What went wrong.
        problem: String,
        /// The number and name of the alert that the server sent, if it did.
        alert: Option<(u8, String)>,
    },
    /// The proxy made no connection.
    #[error(transparent)]
    Proxy(#[from] ProxyError),
    /// The connection took too long. The text names the proxy, if there is one.
    #[error("no connection to {through} within {after:?}")]
    TimedOut {
        /// Host and port, and through which proxy.
        through: String,
        /// How long it was waited for.
        after: Duration,
    },
}

/// What a proxy did instead of connecting. The text never has its user and password.
#[derive(Debug, thiserror::Error)]
#[error("{}", failure.text(proxy, target))]
#[non_exhaustive]
pub struct ProxyError {
    /// The proxy, without user and password.
    pub proxy: String,
    /// Host and port of the target.
    pub target: String,
    /// What happened.
    pub failure: ProxyFailure,
}

/// What happened at a proxy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProxyFailure {
    /// The connection to the proxy itself failed, for this reason.
    Unreachable(String),
    /// It refused with this status.
    Refused {
        /// Its answer to `CONNECT`.
        status: StatusCode,
        /// Whether it was given a user and a password.
        had_credentials: bool,
        /// The authentication schemes that it offers.
        offers: Vec<String>,
    },
    /// It did not keep to its protocol, or a SOCKS proxy refused.
    Failed(String),
}

impl ProxyError {
    /// Whether trying again cannot help before the configuration, here or at the proxy, is changed: a refusal
    /// with 4xx that is not about time or load.
    pub fn is_permanent(&self) -> bool {
        match &self.failure {
            ProxyFailure::Refused { status, .. } => {
                status.is_client_error() && !matches!(status.as_u16(), 408 | 425 | 429)
            }
            _ => false,
        }
    }
}

impl ProxyFailure {
    fn text(&self, proxy: &str, target: &str) -> String {
        match self {
            Self::Unreachable(why) => format!(
                "the proxy {proxy} cannot be reached ({why}): check its address, and that it is running"
            ),
            Self::Refused {
                status: StatusCode::PROXY_AUTHENTICATION_REQUIRED,
                had_credentials,
                offers,
            } => authentication(proxy, *had_credentials, offers),
            Self::Refused {
                status: StatusCode::FORBIDDEN,
                ..
            } => format!(
                "the proxy {proxy} does not allow connections to {target} (403 Forbidden): have them allowed there"
            ),
            Self::Refused { status, .. } if status.is_client_error() => format!(
                "the proxy {proxy} refused to connect to {target} ({status}): check that this is the address of a \
                 proxy, and what it allows"
            ),
            Self::Refused { status, .. } => {
                format!("the proxy {proxy} could not connect to {target} ({status})")
            }
            Self::Failed(what) => format!("the proxy {proxy} did not connect to {target} ({what})"),
        }
    }
}

fn authentication(proxy: &str, had_credentials: bool, offers: &[String]) -> String {
    let is_basic = |offer: &String| offer.eq_ignore_ascii_case("basic");
    if !offers.is_empty() && !offers.iter().any(is_basic) {
        return format!(
            "the proxy {proxy} offers no authentication that is supported here (407, it offers {}): it must allow \
             Basic",
            offers.join(", ")
        );
    }
    if had_credentials {
        format!(
            "the proxy {proxy} does not accept the user and password in its address (407): correct them"
        )
    } else {
        format!(
            "the proxy {proxy} asks for a user and a password (407): put them into its address, as in \
             http://user:password@host:port"
        )
    }
}

/// An error and all that caused it. The error that an [`io::Error`] wraps is
/// not its `source`, which would step over it.
pub fn causes<'e>(
    error: &'e (dyn StdError + 'static),
) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'e (dyn StdError + 'static)| {
        let error: &'e (dyn StdError + 'static) = *error;
        match error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(inner) => Some(inner as &(dyn StdError + 'static)),
            None => error.source(),
        }
    })
}

/// The name of the TLS alert by which a server rejected this client's certificate, or that there is none, if it
/// did. With TLS 1.3, that comes after the handshake, when something is read.
pub fn rejected_identity(error: &(dyn StdError + 'static)) -> Option<String> {
    use rustls::AlertDescription as Alert;
    let alert = causes(error).find_map(|cause| match cause.downcast_ref() {
        Some(rustls::Error::AlertReceived(alert)) => Some(alert),
        _ => None,
    })?;
    matches!(
        alert,
        Alert::AccessDenied
            | Alert::BadCertificate
            | Alert::CertificateExpired
            | Alert::CertificateRequired
            | Alert::CertificateRevoked
            | Alert::CertificateUnknown
            | Alert::UnknownCA
            | Alert::UnsupportedCertificate
    )
    .then(|| format!("{alert:?}"))
}

/// Whether the other side ended the connection, without a TLS alert that was read. An
/// alert can be lost when the connection is reset.
pub fn is_cut(error: &(dyn StdError + 'static)) -> bool {
    use io::ErrorKind as Kind;
    causes(error).any(|cause| {
        let error: Option<&io::Error> = cause.downcast_ref();
        error.is_some_and(|error| {
            matches!(
                error.kind(),
                Kind::BrokenPipe
                    | Kind::ConnectionAborted
                    | Kind::ConnectionReset
                    | Kind::UnexpectedEof
            )
        })
    })
}

/// An error with its causes in one line, for a log.
pub fn chain(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

/// The innermost cause, in words: what wraps it says less.
pub(crate) fn innermost(error: &(dyn StdError + 'static)) -> String {
    causes(error)
        .last()
        .map(ToString::to_string)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, had_credentials: bool, offers: &[&str]) -> ProxyError {
        ProxyError {
            proxy: "http://proxy.example:3128".to_owned(),
            target: "graph.facebook.com:443".to_owned(),
            failure: ProxyFailure::Refused {
                status: StatusCode::from_u16(status).unwrap(),
                had_credentials,
                offers: offers.iter().map(|offer| (*offer).to_owned()).collect(),
            },
        }
    }

    #[test]
    fn a_refusal_that_time_does_not_change_is_permanent() {
        for status in [400, 401, 403, 404, 405, 407, 451] {
            assert!(refused(status, false, &[]).is_permanent(), "{status}");
        }
        for status in [302, 408, 425, 429, 500, 502, 503, 504] {
            assert!(!refused(status, false, &[]).is_permanent(), "{status}");
        }
    }

    #[test]
    fn a_connection_is_cut_by_a_reset_and_not_by_an_alert() {
        let alert = rustls::Error::AlertReceived(rustls::AlertDescription::CertificateRequired);
        let rejected = io::Error::new(io::ErrorKind::InvalidData, alert);
        assert_eq!(
            rejected_identity(&rejected).as_deref(),
            Some("CertificateRequired")
        );
        assert!(!is_cut(&rejected));
        let reset = io::Error::other(io::Error::from(io::ErrorKind::ConnectionReset));
        assert_eq!(rejected_identity(&reset), None);
        assert!(is_cut(&reset));
        assert!(!is_cut(&io::Error::from(io::ErrorKind::ConnectionRefused)));
    }

    #[test]
    fn a_407_says_what_to_do() {
        for (had, offers, said) in [
            (false, &[][..], "asks for a user and a password"),
            (
                false,
                &["Negotiate", "basic"],
                "asks for a user and a password",
            ),
            (true, &["Basic"], "does not accept the user and password"),
            (true, &["Negotiate", "NTLM"], "it offers Negotiate, NTLM"),
        ] {
            let text = refused(407, had, offers).to_string();
            assert!(text.contains(said), "{text}");
        }
    }
}
