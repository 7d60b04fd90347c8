//! The only file that touches `wasi:http`: one exchange with a service.
//!
//! It tells apart what was never sent from what may have been. To that end it
//! does not believe a write that fails: an engine closes the body's stream as
//! soon as it has all of the bytes, or for a reason that only the response
//! knows. So the response decides.

use waki::bindings::wasi::clocks::monotonic_clock;
use waki::bindings::wasi::http::outgoing_handler;
use waki::bindings::wasi::http::types::{
    ErrorCode, Fields, FutureIncomingResponse, IncomingResponse, Method, OutgoingBody,
    OutgoingRequest, RequestOptions, Scheme as WasiScheme, http_error_code,
};
use waki::bindings::wasi::io::poll::{Pollable, poll};
use waki::bindings::wasi::io::streams::{InputStream, OutputStream, StreamError};

use super::{
    Action, Answer, Header, LARGEST_JSON, Part, Request, RequestTimeout, Scheme, TransportError,
    excerpt,
};
use crate::Redactor;
use crate::file::Encoder;

const READ_SIZE: u64 = 64 * 1024;

/// Sends the request, once, and reads the answer.
///
/// The whole exchange ends within the timeout. Half of it is for the
/// connection, so that a connection that could not be made, which carried
/// nothing, is not mistaken for an answer that did not come.
///
/// # Errors
/// Why there is no answer. An answer that ends early is an [`Answer`] that
/// says so.
pub fn exchange(request: &Request<'_>) -> Result<Answer, TransportError> {
    exchange_into(request, None)
}

/// As [`exchange`]; the file that an answer with status 200 carries goes to
/// `file`, and not to the answer's body.
///
/// # Errors
/// As [`exchange`].
pub fn fetch(request: &Request<'_>, file: &mut Encoder) -> Result<Answer, TransportError> {
    exchange_into(request, Some(file))
}

fn exchange_into(
    request: &Request<'_>,
    file: Option<&mut Encoder>,
) -> Result<Answer, TransportError> {
    let deadline = monotonic_clock::subscribe_duration(request.timeout.nanoseconds());

    let outgoing = outgoing_request(request)?;
    let content = match request.action.body() {
        None => None,
        Some(content) => {
            let body = outgoing.body().map_err(|()| not_accepted("body"))?;
            let stream = body.write().map_err(|()| not_accepted("body"))?;
            Some((content, body, stream))
        }
    };
    let response = outgoing_handler::handle(outgoing, Some(options(request.timeout)))
        .map_err(|code| before_sending(&code, request))?;
    let response_is_ready = response.subscribe();

    if let Some((content, body, stream)) = content {
        write(&stream, content.parts, &response_is_ready, &deadline);
        drop(stream);
        // What is wrong with the body shows in the response.
        let _ = OutgoingBody::finish(body, None);
    }

    if !wait(&response_is_ready, &deadline) {
        return Err(TransportError::NoAnswer(request.timeout.seconds()));
    }
    drop(response_is_ready);
    let incoming = take(&response, request)?;
    Ok(read(&incoming, request, file, &deadline))
}

/// The time of a clock that only goes forward, in nanoseconds: for deadlines
/// over several exchanges.
pub fn now() -> u64 {
    monotonic_clock::now()
}

fn not_accepted(part: &str) -> TransportError {
    TransportError::NotAccepted(format!("its {part} was rejected"))
}

fn outgoing_request(request: &Request<'_>) -> Result<OutgoingRequest, TransportError> {
    let header = |name: &str, value: String| (name.to_owned(), value.into_bytes());
    let mut headers = vec![
        header("accept", "*/*".to_owned()),
        header("user-agent", request.user_agent.to_owned()),
    ];
    if let Some(authorization) = request.authorization.header() {
        headers.push(header("authorization", authorization));
    }
    if let Some(Header { name, value }) = request.header {
        headers.push(header(name, value.to_string()));
    }
    if let Some(body) = request.action.body() {
        headers.push(header("content-type", body.content_type.to_owned()));
        headers.push(header("content-length", body.length().to_string()));
    }
    let method = match request.action {
        Action::Get => Method::Get,
        Action::Delete | Action::DeleteListed(_) => Method::Delete,
        Action::Post(_) => Method::Post,
    };
    let headers = Fields::from_list(&headers).map_err(|_| not_accepted("headers"))?;
    let outgoing = OutgoingRequest::new(headers);
    let scheme = match request.base_url.scheme() {
        Scheme::Http => WasiScheme::Http,
        Scheme::Https => WasiScheme::Https,
    };
    outgoing
        .set_method(&method)
        .and_then(|()| outgoing.set_scheme(Some(&scheme)))
        .and_then(|()| outgoing.set_authority(Some(request.base_url.authority())))
        .and_then(|()| outgoing.set_path_with_query(Some(request.path)))
        .map_err(|()| not_accepted("address"))?;
    Ok(outgoing)
}

/// An engine that cannot set a timeout says so; the deadline holds anyway.
fn options(timeout: RequestTimeout) -> RequestOptions {
    let options = RequestOptions::new();
    let whole = timeout.nanoseconds();
    let _ = options.set_connect_timeout(Some(whole / 2));
    let _ = options.set_first_byte_timeout(Some(whole));
    let _ = options.set_between_bytes_timeout(Some(whole));
    options
}

/// Writes until everything is written, writing fails, the response is there,
/// or time is up.
fn write(stream: &OutputStream, parts: &[Part<'_>], response: &Pollable, deadline: &Pollable) {
    let can_write = stream.subscribe();
    let room = || {
        let ready = poll(&[&can_write, response, deadline]);
        let room = Some(stream).filter(|_| ready == [0])?.check_write().ok()?;
        Some(usize::try_from(room).unwrap_or(usize::MAX))
    };
    let mut is_taken = true;
    for part in parts {
        part.pieces(&mut |piece| {
            is_taken = write_all(stream, piece, &room);
            is_taken
        });
        if !is_taken {
            return;
        }
    }
    if stream.flush().is_ok() {
        // Until the last bytes are taken.
        let _ = room();
    }
}

/// Writes a piece as far as `room` says that there is any. Whether all of it
/// was written.
fn write_all(stream: &OutputStream, mut rest: &[u8], room: &dyn Fn() -> Option<usize>) -> bool {
    while !rest.is_empty() {
        let Some(room) = room() else { return false };
        let (chunk, after) = rest.split_at(room.min(rest.len()));
        if stream.write(chunk).is_err() {
            return false;
        }
        rest = after;
    }
    true
}

/// Whether `awaited` came before the deadline.
fn wait(awaited: &Pollable, deadline: &Pollable) -> bool {
    poll(&[awaited, deadline]).contains(&0)
}

fn take(
    response: &FutureIncomingResponse,
    request: &Request<'_>,
) -> Result<IncomingResponse, TransportError> {
    match response.get() {
        Some(Ok(Ok(incoming))) => Ok(incoming),
        Some(Ok(Err(code))) => Err(transport_error(&code, request)),
        Some(Err(())) | None => Err(TransportError::Unclear("no response".to_owned())),
    }
}

fn read(
    incoming: &IncomingResponse,
    request: &Request<'_>,
    file: Option<&mut Encoder>,
    deadline: &Pollable,
) -> Answer {
    let mut headers = Vec::new();
    for (name, value) in incoming.headers().entries() {
        headers.push((name, String::from_utf8_lossy(&value).into_owned()));
    }
    let mut answer = Answer {
        status: incoming.status(),
        headers,
        ..Answer::default()
    };
    let announced = answer.header("content-length");
    let announced = announced.and_then(|length| length.parse::<usize>().ok());
    let read = |most, take: &mut dyn FnMut(&[u8])| {
        let body = incoming.consume().map_err(|()| TransportError::Cut)?;
        let stream = body.stream().map_err(|()| TransportError::Cut)?;
        read_all(&stream, most, take, request, deadline)
    };
    let read = match file {
        Some(file) if answer.status == 200 => {
            let most = request.largest_answer;
            file.expect(announced.unwrap_or(most).min(most));
            read(most, &mut |piece| file.take(piece))
        }
        is_file => {
            let most = is_file.map_or(request.largest_answer, |_| LARGEST_JSON);
            answer.body.reserve_exact(announced.unwrap_or(0).min(most));
            read(most, &mut |piece| answer.body.extend_from_slice(piece))
        }
    };
    answer.cut = read.err();
    answer
}

fn read_all(
    stream: &InputStream,
    most: usize,
    take: &mut dyn FnMut(&[u8]),
    request: &Request<'_>,
    deadline: &Pollable,
) -> Result<(), TransportError> {
    let can_read = stream.subscribe();
    let mut length = 0;
    loop {
        if !wait(&can_read, deadline) {
            return Err(TransportError::NoAnswer(request.timeout.seconds()));
        }
        match stream.read(READ_SIZE) {
            Ok(chunk) => {
                length += chunk.len();
                if length > most {
                    return Err(TransportError::TooLarge);
                }
                take(&chunk);
            }
            Err(StreamError::Closed) => return Ok(()),
            // The engine's own limit may run out a moment before ours.
            Err(StreamError::LastOperationFailed(_)) if deadline.ready() => {
                return Err(TransportError::NoAnswer(request.timeout.seconds()));
            }
            Err(StreamError::LastOperationFailed(error)) => {
                return Err(http_error_code(&error)
                    .map_or(TransportError::Cut, |code| after_sending(&code, request)));
            }
        }
    }
}

/// The engine refused to begin: whatever the reason, nothing was sent.
fn before_sending(code: &ErrorCode, request: &Request<'_>) -> TransportError {
    let error = transport_error(code, request);
    if error.is_before_sending() {
        error
    } else {
        TransportError::NotAccepted(reason(code, request))
    }
}

/// The answer had begun: whatever the reason, the request was sent.
fn after_sending(code: &ErrorCode, request: &Request<'_>) -> TransportError {
    let error = transport_error(code, request);
    if error.is_before_sending() {
        TransportError::Unclear(reason(code, request))
    } else {
        error
    }
}

/// What the codes of `wasi:http` mean, after the registry of proxy errors
/// that they are taken from (RFC 9209). Those about TLS come from the
/// handshake, before anything was sent. Whatever is not certain to come from
/// before the sending counts as after it.
fn transport_error(code: &ErrorCode, request: &Request<'_>) -> TransportError {
    let error = with_tls(code, request);
    match request.base_url.scheme() {
        Scheme::Https => error,
        Scheme::Http => error.without_tls(),
    }
}

fn with_tls(code: &ErrorCode, request: &Request<'_>) -> TransportError {
    use ErrorCode as Code;
    match code {
        Code::DnsTimeout | Code::DnsError(_) | Code::DestinationNotFound => {
            TransportError::NameNotResolved
        }
        Code::DestinationUnavailable | Code::DestinationIpUnroutable => TransportError::Unreachable,
        Code::ConnectionRefused => TransportError::Refused,
        Code::ConnectionTimeout => TransportError::ConnectTimeout,
        Code::ConnectionLimitReached => TransportError::TooManyConnections,
        Code::TlsProtocolError | Code::TlsAlertReceived(_) => TransportError::TlsFailed,
        Code::TlsCertificateError => TransportError::CertificateRejected,
        Code::HttpRequestDenied | Code::DestinationIpProhibited => TransportError::Denied,
        Code::HttpRequestLengthRequired
        | Code::HttpRequestBodySize(_)
        | Code::HttpRequestMethodInvalid
        | Code::HttpRequestUriInvalid
        | Code::HttpRequestUriTooLong
        | Code::HttpRequestHeaderSectionSize(_)
        | Code::HttpRequestHeaderSize(_)
        | Code::HttpRequestTrailerSectionSize(_)
        | Code::HttpRequestTrailerSize(_)
        | Code::LoopDetected => TransportError::NotAccepted(reason(code, request)),
        Code::ConfigurationError => TransportError::Misconfigured,
        Code::ConnectionReadTimeout | Code::ConnectionWriteTimeout | Code::HttpResponseTimeout => {
            TransportError::NoAnswer(request.timeout.seconds())
        }
        Code::ConnectionTerminated | Code::HttpResponseIncomplete => TransportError::Cut,
        Code::HttpProtocolError
        | Code::HttpResponseTransferCoding(_)
        | Code::HttpResponseContentCoding(_)
        | Code::HttpUpgradeFailed => TransportError::Garbled,
        Code::HttpResponseBodySize(_)
        | Code::HttpResponseHeaderSectionSize(_)
        | Code::HttpResponseHeaderSize(_)
        | Code::HttpResponseTrailerSectionSize(_)
        | Code::HttpResponseTrailerSize(_) => TransportError::TooLarge,
        Code::InternalError(_) => TransportError::Unclear(reason(code, request)),
    }
}

/// What the engine calls it, in one line and without the secret.
fn reason(code: &ErrorCode, request: &Request<'_>) -> String {
    let reason = match code {
        ErrorCode::InternalError(reason) => reason.as_deref().unwrap_or("internal error"),
        ErrorCode::HttpRequestLengthRequired => "length required",
        ErrorCode::HttpRequestBodySize(_) => "body size",
        ErrorCode::HttpRequestMethodInvalid => "method",
        ErrorCode::HttpRequestUriInvalid => "address",
        ErrorCode::HttpRequestUriTooLong => "length of the address",
        ErrorCode::LoopDetected => "loop",
        ErrorCode::HttpProtocolError => "protocol",
        _ => "size of the headers",
    };
    let authorization = request.authorization;
    let credentials = authorization.credentials();
    excerpt(&Redactor::of([&credentials, authorization.secret()]).text(reason))
}
