//! Raw bytes on a connection, as any client can send them.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// How long the server may take to answer or to close.
const PATIENCE: Duration = Duration::from_mins(2);

/// How long a slow client waits before the next byte.
const SLOW: Duration = Duration::from_millis(50);

pub async fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("a socket's option");
    stream
}

/// Sends bytes and reads until the server closes.
pub async fn exchange(address: &str, bytes: &[u8]) -> String {
    let stream = connect(address).await;
    let (read, mut write) = stream.into_split();
    // A server that refuses may close before it has read everything.
    let (answer, _) = tokio::join!(until_closed(read), async {
        let _ = write.write_all(bytes).await;
        write
    });
    answer
}

/// Sends the beginning, then `again` for ever: slowly, or as fast as it goes.
/// Reads until the server closes.
pub async fn exchange_without_end(address: &str, start: &[u8], again: &[u8], slow: bool) -> String {
    let stream = connect(address).await;
    let (read, mut write) = stream.into_split();
    let endless = async {
        let mut bytes = start;
        while write.write_all(bytes).await.is_ok() {
            bytes = again;
            if slow {
                tokio::time::sleep(SLOW).await;
            }
        }
        // The server has closed: what it said before is read.
        std::future::pending::<()>().await;
    };
    tokio::select! {
        answer = until_closed(read) => answer,
        () = endless => unreachable!("it does not end"),
    }
}

async fn until_closed(mut read: tokio::net::tcp::OwnedReadHalf) -> String {
    let mut answer = Vec::new();
    // What came before a reset counts.
    let _ = tokio::time::timeout(PATIENCE, read.read_to_end(&mut answer))
        .await
        .expect("the server closes");
    String::from_utf8_lossy(&answer).into_owned()
}

/// The statuses of the answers in a text.
pub fn statuses(answers: &str) -> Vec<u16> {
    answers
        .split("HTTP/1.")
        .skip(1)
        .map(|answer| {
            let status = answer.split(' ').nth(1).and_then(|it| it.parse().ok());
            status.unwrap_or_default()
        })
        .collect()
}
