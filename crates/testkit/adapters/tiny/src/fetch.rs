use wasip2::http::outgoing_handler;
use wasip2::http::types::{
    ErrorCode, Fields, IncomingResponse, Method, OutgoingBody, OutgoingRequest, RequestOptions,
    Scheme,
};
use wasip2::io::streams::StreamError;

use crate::bindings::exports::acme::tiny::commands::{
    FetchError, FetchFailure, FetchRequest, Fetched,
};

/// The most of a body that is repeated in the answer.
const SHOWN: usize = 200;

pub(crate) fn fetch(request: &FetchRequest) -> Result<Fetched, FetchError> {
    let response = send(request).map_err(failed)?;
    let http_status = response.status();
    let body = if request.drop_body == Some(true) {
        Vec::new()
    } else {
        read(&response).map_err(failed)?
    };
    let shown = body.get(..body.len().min(SHOWN)).unwrap_or_default();
    Ok(Fetched {
        http_status,
        body_length: body.len() as u64,
        body: String::from_utf8_lossy(shown).into_owned(),
    })
}

fn failed(error: String) -> FetchError {
    let code = error
        .split(['(', ' ', '{'])
        .next()
        .unwrap_or_default()
        .to_owned();
    FetchError::TemporaryFailure(FetchFailure { code, error })
}

fn send(request: &FetchRequest) -> Result<IncomingResponse, String> {
    let (scheme, rest) = request.url.split_once("://").ok_or("no scheme")?;
    let (authority, path) = match rest.find('/') {
        Some(slash) => rest.split_at(slash),
        None => (rest, "/"),
    };
    let body = request.body.as_deref().map(str::as_bytes);
    let headers = Fields::new();
    if let Some(body) = body
        && request.pieces.is_none()
    {
        let length = body.len().to_string().into_bytes();
        headers
            .set("content-length", &[length])
            .map_err(|error| format!("{error:?}"))?;
    }
    let outgoing = OutgoingRequest::new(headers);
    let method = if body.is_some() {
        Method::Post
    } else {
        Method::Get
    };
    let scheme = if scheme == "https" {
        Scheme::Https
    } else {
        Scheme::Http
    };
    outgoing.set_method(&method).map_err(|()| "method")?;
    outgoing.set_scheme(Some(&scheme)).map_err(|()| "scheme")?;
    outgoing
        .set_authority(Some(authority))
        .map_err(|()| "authority")?;
    outgoing
        .set_path_with_query(Some(path))
        .map_err(|()| "path")?;
    let options = RequestOptions::new();
    let nanos = |ms: Option<u32>| ms.map(|ms| u64::from(ms) * 1_000_000);
    options
        .set_connect_timeout(nanos(request.connect_timeout_ms))
        .map_err(|()| "timeout")?;
    options
        .set_first_byte_timeout(nanos(request.first_byte_timeout_ms))
        .map_err(|()| "timeout")?;
    options
        .set_between_bytes_timeout(nanos(request.between_bytes_timeout_ms))
        .map_err(|()| "timeout")?;

    let sink = outgoing.body().map_err(|()| "body")?;
    let future = outgoing_handler::handle(outgoing, Some(options)).map_err(|error| code(&error))?;
    // A write error says less than the response future, which comes after it.
    let written = write(&sink, body.unwrap_or_default(), request.pieces.unwrap_or(1));
    if request.mind_write_errors == Some(true) {
        written.map_err(|error| format!("write-failed {error:?}"))?;
    }
    let _ = OutgoingBody::finish(sink, None);
    future.subscribe().block();
    future
        .get()
        .ok_or("no response")?
        .map_err(|()| "taken twice")?
        .map_err(|error| code(&error))
}

fn write(sink: &OutgoingBody, body: &[u8], pieces: u32) -> Result<(), StreamError> {
    let Ok(stream) = sink.write() else {
        return Ok(());
    };
    let piece = body
        .len()
        .div_ceil(usize::try_from(pieces).unwrap_or(1).max(1))
        .clamp(1, 4096);
    for chunk in body.chunks(piece) {
        stream.blocking_write_and_flush(chunk)?;
    }
    Ok(())
}

fn read(response: &IncomingResponse) -> Result<Vec<u8>, String> {
    let body = response.consume().map_err(|()| "consumed twice")?;
    let stream = body.stream().map_err(|()| "no stream")?;
    let mut bytes = Vec::new();
    loop {
        match stream.blocking_read(64 * 1024) {
            Ok(chunk) => bytes.extend(chunk),
            Err(StreamError::Closed) => return Ok(bytes),
            Err(StreamError::LastOperationFailed(error)) => {
                return Err(format!("body-failed {}", error.to_debug_string()));
            }
        }
    }
}

fn code(error: &ErrorCode) -> String {
    format!("{error:?}").replace("ErrorCode::", "")
}
