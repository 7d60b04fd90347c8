//! The load, the same for every server: connections that are kept, each of
//! which sends a notification when the one before it was answered.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::notification::Notification;

/// How fast notifications are sent.
#[derive(Clone)]
pub enum Pace {
    /// As fast as they are answered.
    Full,
    /// So many a second, at even distances.
    PerSecond(f64),
    /// As fast as they are answered, while fewer events than this were sent
    /// and did not reach the receiver.
    Ahead(Arrived, u64),
    /// As fast as they are answered; one that is not acknowledged is sent again until
    /// it is, as Meta does.
    UntilTaken,
}

/// Tells how many events reached the receiver.
pub type Arrived = Arc<dyn Fn() -> u64 + Send + Sync>;

/// When it is enough.
#[derive(Clone, Copy)]
pub enum Until {
    Elapsed(Duration),
    Sent(u64),
}

/// What became of a load.
#[derive(Default)]
pub struct Loaded {
    /// How many notifications were answered with 2xx.
    pub acknowledged: u64,
    /// How many events are in those.
    pub events: u64,
    /// How many notifications got another answer or none.
    pub errors: u64,
    /// How long answers took, in microseconds, the shortest first.
    pub times: Vec<u32>,
    /// How long all of it took.
    pub elapsed: Duration,
}

impl Loaded {
    /// How many notifications were acknowledged in a second.
    pub fn rate(&self) -> f64 {
        self.acknowledged as f64 / self.elapsed.as_secs_f64()
    }

    fn add(&mut self, other: Self) {
        self.acknowledged += other.acknowledged;
        self.events += other.events;
        self.errors += other.errors;
        self.times.extend(other.times);
    }
}

/// Where notifications are sent.
#[derive(Clone)]
pub struct Target {
    pub address: SocketAddr,
    pub path: &'static str,
}

/// Sends notifications to a server over this many connections.
pub async fn load(target: Target, connections: u32, pace: &Pace, until: Until) -> Loaded {
    let start = Instant::now();
    let sending = Arc::new(Sending {
        target,
        connections,
        pace: pace.clone(),
        until,
        start,
        sent: AtomicU64::new(0),
        events: AtomicU64::new(match pace {
            Pace::Ahead(arrived, _) => arrived(),
            _ => 0,
        }),
    });
    let mut senders = JoinSet::new();
    for number in 0..connections {
        senders.spawn(Arc::clone(&sending).send(number));
    }
    let mut loaded = Loaded::default();
    while let Some(sent) = senders.join_next().await {
        loaded.add(sent.expect("a sender does not panic"));
    }
    loaded.elapsed = start.elapsed();
    loaded.times.sort_unstable();
    loaded
}

struct Sending {
    target: Target,
    connections: u32,
    pace: Pace,
    until: Until,
    start: Instant,
    sent: AtomicU64,
    /// How many events were sent, and how many the receiver had before.
    events: AtomicU64,
}

impl Sending {
    /// What one connection sends, until it is enough.
    async fn send(self: Arc<Self>, number: u32) -> Loaded {
        let mut loaded = Loaded::default();
        let mut connection = None;
        let mut turn = 0;
        while !self.is_over() {
            let due = self.wait(number, turn).await;
            turn += 1;
            if !self.goes_on() {
                break;
            }
            let notification = Notification::next(self.target.path);
            self.events
                .fetch_add(notification.events, Ordering::Relaxed);
            // One that had to wait for an answer counts from when it was due.
            let began = due.unwrap_or_else(Instant::now);
            let mut is_taken = self.post(&mut connection, &notification, &mut loaded).await;
            while !is_taken && matches!(self.pace, Pace::UntilTaken) {
                is_taken = self.post(&mut connection, &notification, &mut loaded).await;
            }
            if is_taken {
                loaded.acknowledged += 1;
                loaded.events += notification.events;
                let took = began.elapsed().as_micros();
                loaded.times.push(u32::try_from(took).unwrap_or(u32::MAX));
            } else {
                self.events
                    .fetch_sub(notification.events, Ordering::Relaxed);
            }
        }
        loaded
    }

    /// Posts a notification once. Tells whether it is acknowledged.
    async fn post(
        &self,
        connection: &mut Option<Connection>,
        notification: &Notification,
        loaded: &mut Loaded,
    ) -> bool {
        let answer = post(connection, self.target.address, &notification.request).await;
        if matches!(answer, Ok(200..300)) {
            return true;
        }
        loaded.errors += 1;
        if answer.is_err() {
            *connection = None;
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        false
    }

    fn is_over(&self) -> bool {
        match self.until {
            Until::Elapsed(time) => self.start.elapsed() >= time,
            Until::Sent(count) => self.sent.load(Ordering::Relaxed) >= count,
        }
    }

    /// Counts a notification, unless it is one too many.
    fn goes_on(&self) -> bool {
        let sent = self.sent.fetch_add(1, Ordering::Relaxed);
        match self.until {
            Until::Elapsed(time) => self.start.elapsed() < time,
            Until::Sent(count) => sent < count,
        }
    }

    /// Waits until a connection may send. Tells when it should have been, if
    /// that is over.
    async fn wait(&self, number: u32, turn: u32) -> Option<Instant> {
        match &self.pace {
            Pace::Full | Pace::UntilTaken => None,
            Pace::PerSecond(rate) => {
                let place = f64::from(turn) * f64::from(self.connections) + f64::from(number);
                let due = self.start + Duration::from_secs_f64(place / rate);
                if due <= Instant::now() {
                    return Some(due);
                }
                tokio::time::sleep_until(due.into()).await;
                None
            }
            Pace::Ahead(arrived, most) => {
                while self.events.load(Ordering::Relaxed) >= arrived() + most {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                None
            }
        }
    }
}

/// Posts a request, and gives the status of its answer.
async fn post(
    connection: &mut Option<Connection>,
    address: SocketAddr,
    request: &[u8],
) -> io::Result<u16> {
    if connection.is_none() {
        *connection = Some(Connection::open(address).await?);
    }
    match connection {
        Some(connection) => connection.post(request).await,
        None => Err(io::ErrorKind::NotConnected.into()),
    }
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(1024),
        })
    }

    async fn post(&mut self, request: &[u8]) -> io::Result<u16> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            if let Some((status, length)) = answer(&self.buffer)?
                && self.buffer.len() >= length
            {
                return Ok(status);
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// The status of an answer and the length of all of it, when its head is there.
fn answer(bytes: &[u8]) -> io::Result<Option<(u16, usize)>> {
    let mut headers = [httparse::EMPTY_HEADER; 32];
    let mut answer = httparse::Response::new(&mut headers);
    let head = match answer.parse(bytes).map_err(io::Error::other)? {
        httparse::Status::Complete(head) => head,
        httparse::Status::Partial => return Ok(None),
    };
    let body = answer
        .headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("content-length"))
        .and_then(|header| std::str::from_utf8(header.value).ok()?.parse().ok())
        .unwrap_or(0);
    Ok(Some((answer.code.unwrap_or(0), head + body)))
}
