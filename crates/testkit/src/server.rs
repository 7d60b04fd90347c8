use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A server on loopback that does what a test says, to the byte.
pub struct Server {
    address: SocketAddr,
    log: Arc<Log>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Log {
    connections: AtomicUsize,
    requests: Mutex<Vec<Request>>,
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Request {
    /// Request line and headers, to the empty line.
    pub head: String,
    /// The body, without its chunks' framing.
    pub body: Vec<u8>,
}

/// One connection to the server.
pub struct Connection {
    stream: TcpStream,
    log: Arc<Log>,
    buffer: Vec<u8>,
}

impl Server {
    /// Runs `serve` for every connection.
    pub async fn start<F, Fut>(serve: F) -> Self
    where
        F: Fn(Connection) -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Log::default());
        let theirs = Arc::clone(&log);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                theirs.connections.fetch_add(1, Ordering::SeqCst);
                let log = Arc::clone(&theirs);
                tokio::spawn(serve(Connection {
                    stream,
                    log,
                    buffer: Vec::new(),
                }));
            }
        });
        Self { address, log, task }
    }

    /// Answers every request with this body, and keeps connections alive.
    pub async fn answering(body: &'static str) -> Self {
        Self::start(move |mut connection| async move {
            while connection.request().await.is_some() {
                connection.answer(body).await;
            }
        })
        .await
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it listens, as a URL without a path.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections were made to it.
    pub fn connections(&self) -> usize {
        self.log.connections.load(Ordering::SeqCst)
    }

    /// Every request so far.
    pub fn requests(&self) -> Vec<Request> {
        self.log.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Connection {
    /// Reads one whole request; none when the client has closed.
    pub async fn request(&mut self) -> Option<Request> {
        let end = loop {
            if let Some(at) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            self.read().await?;
        };
        let head = String::from_utf8(self.buffer.drain(..end).collect()).unwrap();
        let header = |name: &str| {
            let line = head
                .lines()
                .find(|line| line.to_lowercase().starts_with(name))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        };
        let body = if header("transfer-encoding:").is_some() {
            self.chunked().await?
        } else {
            let length = header("content-length:").map_or(0, |length| length.parse().unwrap());
            self.exactly(length).await?
        };
        let request = Request { head, body };
        self.log.requests.lock().unwrap().push(request.clone());
        Some(request)
    }

    async fn chunked(&mut self) -> Option<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                if let Some(at) = self.buffer.windows(2).position(|two| two == b"\r\n") {
                    break at;
                }
                self.read().await?;
            };
            let size = String::from_utf8(self.exactly(end + 2).await?).unwrap();
            let size = usize::from_str_radix(size.trim(), 16).unwrap();
            body.extend(self.exactly(size).await?);
            self.exactly(2).await?;
            if size == 0 {
                return Some(body);
            }
        }
    }

    async fn exactly(&mut self, length: usize) -> Option<Vec<u8>> {
        while self.buffer.len() < length {
            self.read().await?;
        }
        Some(self.buffer.drain(..length).collect())
    }

    async fn read(&mut self) -> Option<()> {
        match self.stream.read_buf(&mut self.buffer).await {
            Ok(0) | Err(_) => None,
            Ok(_) => Some(()),
        }
    }

    /// Waits for something, whatever it is.
    pub async fn first_bytes(&mut self) {
        self.read().await;
    }

    /// Whether the client closes the connection.
    pub async fn is_closed_by_client(&mut self) -> bool {
        let mut byte = [0];
        matches!(self.stream.read(&mut byte).await, Ok(0) | Err(_))
    }

    /// Writes these bytes as they are.
    pub async fn write(&mut self, bytes: impl AsRef<[u8]>) {
        // A client that has gone is what some tests are about.
        let _ = self.stream.write_all(bytes.as_ref()).await;
    }

    /// Answers 200 with this body.
    pub async fn answer(&mut self, body: &str) {
        self.write(format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ))
        .await;
    }

    /// Passes bytes on to another server, both ways, until one side closes.
    pub async fn tunnel(mut self, to: SocketAddr) {
        let mut other = TcpStream::connect(to).await.unwrap();
        other.write_all(&self.buffer).await.unwrap();
        // How it ends is for the two at its ends to see.
        let _ = tokio::io::copy_bidirectional(&mut self.stream, &mut other).await;
    }

    /// Closes with a reset in place of an end.
    pub fn reset(self) {
        self.stream.set_zero_linger().unwrap();
    }
}
