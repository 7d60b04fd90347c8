use wasip2::http::types::IncomingRequest;
use wasip2::io::streams::StreamError;

/// Bytes in the largest body that is read. Meta's notifications have up to
/// 3 MB; this leaves room.
pub const LARGEST: usize = 4 * 1024 * 1024;
const READ_SIZE: u64 = 64 * 1024;

/// Why there is no body.
pub enum NotRead {
    /// It is larger than [`LARGEST`].
    TooLarge,
    /// The connection ended before it.
    Cut,
    /// It is no text, and so no JSON.
    NotUtf8,
}

/// Reads the body as it came: the signature covers its bytes.
///
/// # Errors
/// Why it could not be read.
pub fn read(request: &IncomingRequest) -> Result<String, NotRead> {
    if announced(request).is_some_and(|length| length > LARGEST as u64) {
        return Err(NotRead::TooLarge);
    }
    let body = request.consume().map_err(|()| NotRead::Cut)?;
    let stream = body.stream().map_err(|()| NotRead::Cut)?;
    let mut bytes = Vec::new();
    loop {
        match stream.blocking_read(READ_SIZE) {
            Ok(piece) if bytes.len() + piece.len() > LARGEST => return Err(NotRead::TooLarge),
            Ok(piece) => bytes.extend_from_slice(&piece),
            Err(StreamError::Closed) => break,
            Err(StreamError::LastOperationFailed(_)) => return Err(NotRead::Cut),
        }
    }
    String::from_utf8(bytes).map_err(|_| NotRead::NotUtf8)
}

fn announced(request: &IncomingRequest) -> Option<u64> {
    let values = request.headers().get("content-length");
    std::str::from_utf8(values.first()?).ok()?.parse().ok()
}
