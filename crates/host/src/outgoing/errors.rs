use std::error::Error as StdError;
use std::io::{self, ErrorKind};

use uip_connect::{ConnectError, ProxyError, causes};
use wasmtime_wasi_http::Error;

/// Why no connection was made, and what the code for it cannot say. Nothing of
/// the request left.
pub(super) fn connect(error: &(dyn StdError + 'static)) -> (Error, Option<String>) {
    let failed = causes(error).find_map(|cause| cause.downcast_ref::<ConnectError>());
    let Some(failed) = failed else {
        // A connection was made, and ended before the request was given to it.
        return (Error::ConnectionRefused, None);
    };
    let code = match failed {
        ConnectError::Lookup { error, .. } => Error::DnsError {
            rcode: Some(error.to_string()),
            info_code: None,
        },
        ConnectError::Tcp { error, .. } => tcp(error.kind()),
        ConnectError::Certificate(_) => Error::TlsCertificateError,
        ConnectError::Tls {
            alert: Some((id, name)),
            ..
        } => Error::TlsAlertReceived {
            alert_id: Some(*id),
            alert_message: Some(name.clone()),
        },
        ConnectError::Tls { .. } => Error::TlsProtocolError,
        ConnectError::Proxy(error) => proxy(error),
        _ => Error::ConnectionTimeout,
    };
    let says_more = matches!(
        failed,
        ConnectError::Certificate(_) | ConnectError::Tls { .. } | ConnectError::Proxy(_)
    );
    (code, says_more.then(|| failed.to_string()))
}

/// What a proxy's failure is to a guest, which knows the target alone: there is
/// no way to it, or, where only somebody can change that, a configuration
/// error.
pub(super) fn proxy(error: &ProxyError) -> Error {
    if error.is_permanent() {
        Error::ConfigurationError
    } else {
        Error::DestinationUnavailable
    }
}

fn tcp(error: ErrorKind) -> Error {
    match error {
        ErrorKind::TimedOut => Error::ConnectionTimeout,
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            Error::DestinationIpUnroutable
        }
        ErrorKind::AddrNotAvailable | ErrorKind::NetworkDown => Error::DestinationUnavailable,
        _ => Error::ConnectionRefused,
    }
}

/// Why no response came over a connection that was made. Part of the request
/// may have left.
///
/// A TLS alert is not told apart here: with TLS 1.3 it can arrive after the
/// request, and a guest would take a TLS error for "nothing was sent".
pub(super) fn response_head(error: &(dyn StdError + 'static)) -> Error {
    for cause in causes(error) {
        if let Some(error) = cause.downcast_ref::<hyper::Error>() {
            if error.is_parse_too_large() {
                return Error::HttpResponseHeaderSectionSize(None);
            }
            if error.is_parse() || error.is_user() {
                return Error::HttpProtocolError;
            }
        }
    }
    Error::ConnectionTerminated
}

/// Why a response's body ended early.
pub(super) fn response_body(error: &hyper::Error) -> Error {
    if error.is_incomplete_message() {
        return Error::HttpResponseIncomplete;
    }
    for cause in causes(error) {
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            return match error.kind() {
                ErrorKind::UnexpectedEof => Error::HttpResponseIncomplete,
                ErrorKind::InvalidData | ErrorKind::InvalidInput => Error::HttpProtocolError,
                _ => Error::ConnectionTerminated,
            };
        }
    }
    Error::HttpProtocolError
}

/// Whether the client gave the request back before it wrote any of it.
pub(super) fn is_unsent(error: &(dyn StdError + 'static)) -> bool {
    causes(error).any(|cause| {
        cause
            .downcast_ref::<hyper::Error>()
            .is_some_and(hyper::Error::is_canceled)
    })
}
