//! What to do with a bare socket.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// One act on a connection that HTTP has let go of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Write these bytes.
    Write(Vec<u8>),
    /// Write these bytes one by one, with a pause after each.
    Drip(Vec<u8>, Duration),
    /// Do nothing until the other side closes.
    Stall,
    /// Send a TCP reset.
    Reset,
    /// Close in good order.
    Close,
}

/// Steps in order.
pub(crate) type Script = Vec<Step>;

/// Acts on `stream` and drops it. A client that disconnects ends the script, which is not an error.
pub(crate) async fn act(mut stream: TcpStream, script: Script) {
    for step in script {
        let done = match step {
            Step::Write(bytes) => write(&mut stream, &bytes).await,
            Step::Drip(bytes, pause) => drip(&mut stream, &bytes, pause).await,
            Step::Stall => stall(&mut stream).await,
            Step::Reset => {
                // With a linger time of zero the kernel answers the close with RST.
                if let Err(error) = stream.set_zero_linger() {
                    tracing::warn!("the connection is closed, not reset: {error}");
                }
                return;
            }
            Step::Close => stream.shutdown().await,
        };
        if let Err(error) = done {
            tracing::debug!("the client left during a fault: {error}");
            return;
        }
    }
    // Unread bytes would turn the close into a reset.
    let _ = tokio::time::timeout(Duration::from_secs(1), stall(&mut stream)).await;
}

async fn write(stream: &mut TcpStream, bytes: &[u8]) -> std::io::Result<()> {
    stream.write_all(bytes).await?;
    stream.flush().await
}

async fn drip(stream: &mut TcpStream, bytes: &[u8], pause: Duration) -> std::io::Result<()> {
    for byte in bytes {
        write(stream, std::slice::from_ref(byte)).await?;
        tokio::time::sleep(pause).await;
    }
    Ok(())
}

async fn stall(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut ignored = [0; 1024];
    while stream.read(&mut ignored).await? > 0 {}
    Ok(())
}
