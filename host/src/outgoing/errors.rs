use std::error::Error as StdError;
use std::io::{self, ErrorKind};

use wasmtime_wasi_http::Error;

/// A name that could not be looked up.
#[derive(Debug, thiserror::Error)]
#[error("cannot look up the host: {0}")]
pub(super) struct LookupFailed(pub(super) io::Error);

/// Why no connection was made. Nothing of the request left.
pub(super) fn connect(error: &(dyn StdError + 'static)) -> Error {
    let mut tls = None;
    let mut io = None;
    for cause in causes(error) {
        if let Some(LookupFailed(error)) = cause.downcast_ref() {
            return Error::DnsError {
                rcode: Some(error.to_string()),
                info_code: None,
            };
        }
        if let Some(error) = cause.downcast_ref::<rustls::Error>() {
            tls = Some(error);
        }
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            io = Some(error.kind());
        }
    }
    match (tls, io) {
        (
            Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented),
            _,
        ) => Error::TlsCertificateError,
        (Some(rustls::Error::AlertReceived(alert)), _) => Error::TlsAlertReceived {
            alert_id: Some(u8::from(*alert)),
            alert_message: Some(format!("{alert:?}")),
        },
        (None, Some(ErrorKind::TimedOut)) => Error::ConnectionTimeout,
        (None, Some(ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable)) => {
            Error::DestinationIpUnroutable
        }
        (None, Some(ErrorKind::AddrNotAvailable | ErrorKind::NetworkDown)) => {
            Error::DestinationUnavailable
        }
        // Without a TLS error, the connection was cut in the middle of the
        // handshake.
        (Some(_), _)
        | (
            None,
            Some(ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::BrokenPipe),
        ) => Error::TlsProtocolError,
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

/// An error and all that caused it. The error that an [`io::Error`] wraps is
/// not its `source`, which would step over it.
fn causes<'e>(
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
