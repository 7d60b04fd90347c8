use wasip2::cli::stdout::get_stdout;
use wasip2::io::streams::{OutputStream, StreamError};

/// Writes all of it and flushes.
///
/// Not by way of the standard library, which takes a closed standard output
/// for a success. In pieces as large as the engine takes at once, so that the
/// lines of requests that are served side by side do not mix.
///
/// # Errors
/// One sentence that says why standard output did not take it.
pub fn write(bytes: &[u8]) -> Result<(), String> {
    write_to(&get_stdout(), bytes).map_err(|error| match error {
        StreamError::Closed => "standard output is closed".to_owned(),
        StreamError::LastOperationFailed(error) => {
            format!(
                "standard output refused the line: {}",
                error.to_debug_string()
            )
        }
    })
}

fn write_to(stream: &OutputStream, mut bytes: &[u8]) -> Result<(), StreamError> {
    let can_write = stream.subscribe();
    while !bytes.is_empty() {
        let room = match stream.check_write()? {
            0 => {
                can_write.block();
                continue;
            }
            room => usize::try_from(room).unwrap_or(usize::MAX),
        };
        let (piece, rest) = bytes.split_at(room.min(bytes.len()));
        stream.write(piece)?;
        bytes = rest;
    }
    stream.blocking_flush()
}
