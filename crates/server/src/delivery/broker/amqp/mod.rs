//! AMQP 0.9.1, as RabbitMQ speaks it: a message is stored when the broker
//! acknowledges it (publisher confirms), and no queue gets it if the broker
//! returns it (`mandatory`).
//!
//! No client library is used: what publishing needs of the protocol is little,
//! and it matters which message an acknowledgement or a return is about, also
//! when many are under way.

mod exchange;
mod frame;
#[cfg(test)]
mod tests;

use std::time::Duration;

use bytes::BytesMut;
use futures_util::FutureExt as _;
use http::Uri;
use hyper_util::rt::TokioIo;
use tokio::io::{
    AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadHalf, WriteHalf,
};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};
use tower_service::Service as _;
use uip_connect::{Connector, Proxies, RootCertificates, chain, rejected_identity};

use super::{Broker, CONNECT_TIMEOUT, Outgoing, Session};
use crate::config::{Amqp, BrokerAddress};
use crate::delivery::not_taken::NotTaken;
use exchange::{Exchange, Publish};

/// How long the end of a connection may take.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// A connection to an AMQP broker. It ends when it is dropped.
pub(in crate::delivery) struct AmqpSession {
    publish: mpsc::Sender<Publish>,
    /// Why the broker takes no messages now.
    blocked: watch::Receiver<Option<String>>,
    lost: NotTaken,
}

impl Broker<AmqpSession> {
    /// The exchange of a trigger, at a broker whose certificate is trusted by
    /// the system or by these authorities.
    pub(in crate::delivery) fn amqp(amqp: &Amqp, roots: &RootCertificates) -> Self {
        let connector = Connector::presenting(Proxies::none(), roots, amqp.identity.as_ref());
        let settings = amqp.clone();
        let connect = move |address| connect(connector.clone(), settings.clone(), address).boxed();
        Self::new("AMQP", &amqp.addresses, amqp.routing_key.clone(), connect)
    }
}

impl Session for AmqpSession {
    fn is_open(&self) -> bool {
        !self.publish.is_closed()
    }

    async fn publish(&self, outgoing: Outgoing) -> Result<(), NotTaken> {
        let (done, result) = oneshot::channel();
        let publish = Publish { outgoing, done };
        if self.publish.send(publish).await.is_err() {
            return Err(self.lost.clone());
        }
        result.await.unwrap_or_else(|_| Err(self.lost.clone()))
    }

    fn why_silent(&self) -> Option<String> {
        let blocked = self.blocked.borrow();
        let why = blocked.as_ref()?;
        Some(format!("it takes no messages now ({why})"))
    }
}

/// Connects and logs in.
async fn connect(
    connector: Connector,
    settings: Amqp,
    address: BrokerAddress,
) -> Result<AmqpSession, NotTaken> {
    let place = format!("AMQP at {address}");
    let failed = |why: String| NotTaken::by_receiver(format!("no connection to {place}: {why}"));
    let connecting = async {
        let target = target(&address).map_err(|error| failed(error.to_string()))?;
        let stream = connector.clone().call(target).await;
        // The error names the address.
        let stream = stream.map_err(|error| NotTaken::by_receiver(chain(&error)))?;
        let exchange = Exchange::new(settings, place.clone());
        let mut wire = Wire::new(TokioIo::new(stream), exchange);
        while !wire.exchange.is_ready() {
            wire.step().await?;
        }
        Ok(wire)
    };
    let wire = match timeout(CONNECT_TIMEOUT, connecting).await {
        Ok(wire) => wire?,
        Err(_) => return Err(failed(format!("not within {CONNECT_TIMEOUT:?}"))),
    };
    Ok(start(wire))
}

/// The broker as the connector reads it: TLS is what an `https` address has.
fn target(address: &BrokerAddress) -> Result<Uri, http::Error> {
    let scheme = if address.tls { "https" } else { "http" };
    Uri::builder()
        .scheme(scheme)
        .authority(address.to_string())
        .path_and_query("/")
        .build()
}

/// Runs a connection after its login.
fn start<I>(wire: Wire<I>) -> AmqpSession
where
    I: AsyncRead + AsyncWrite + Send + 'static,
{
    let (publish, to_publish) = mpsc::channel(1);
    let (block, blocked) = watch::channel(None);
    let lost = wire.exchange.lost();
    tokio::spawn(wire.run(to_publish, block));
    AmqpSession {
        publish,
        blocked,
        lost,
    }
}

/// Writes what can be written now; when nothing is left, flushes it.
async fn write_some(
    write: &mut (impl AsyncWrite + Unpin),
    out: &mut BytesMut,
) -> std::io::Result<()> {
    if out.is_empty() {
        return write.flush().await;
    }
    match write.write_buf(out).await? {
        0 => Err(std::io::ErrorKind::WriteZero.into()),
        _ => Ok(()),
    }
}

/// A connection and what is said on it.
struct Wire<I> {
    read: ReadHalf<I>,
    write: WriteHalf<I>,
    input: BytesMut,
    exchange: Exchange,
    /// Whether something was written that TLS may still hold.
    is_unflushed: bool,
    /// Since when the broker is silent.
    heard_at: Instant,
}

impl<I: AsyncRead + AsyncWrite> Wire<I> {
    fn new(stream: I, exchange: Exchange) -> Self {
        let (read, write) = tokio::io::split(stream);
        Self {
            read,
            write,
            input: BytesMut::with_capacity(8 << 10),
            exchange,
            is_unflushed: false,
            heard_at: Instant::now(),
        }
    }

    /// Reads or writes something. Nothing is lost if this is dropped and called
    /// again.
    async fn step(&mut self) -> Result<(), NotTaken> {
        let has_output = !self.exchange.out().is_empty();
        tokio::select! {
            read = self.read.read_buf(&mut self.input) => self.take(read),
            written = write_some(&mut self.write, self.exchange.out()), if has_output || self.is_unflushed => {
                self.is_unflushed = has_output;
                match written {
                    Ok(()) => Ok(()),
                    Err(_) => self.read_to_end().await,
                }
            }
        }
    }

    /// Reads what the broker said before nothing could be written to it any more, such
    /// as why.
    async fn read_to_end(&mut self) -> Result<(), NotTaken> {
        loop {
            let read = self.read.read_buf(&mut self.input).await;
            self.take(read)?;
        }
    }

    /// Takes what was read.
    fn take(&mut self, read: std::io::Result<usize>) -> Result<(), NotTaken> {
        match read {
            Ok(1..) => {
                self.heard_at = Instant::now();
                self.exchange.receive(&mut self.input)
            }
            Ok(0) => Err(self.exchange.lost()),
            Err(error) => Err(self.broken(&error)),
        }
    }

    /// What an error of reading means.
    fn broken(&self, error: &std::io::Error) -> NotTaken {
        match rejected_identity(error) {
            Some(alert) => self.exchange.identity_rejected(&alert),
            None => self.exchange.lost(),
        }
    }

    /// Publishes what comes, until the connection is lost or nothing can come.
    async fn run(
        mut self,
        mut to_publish: mpsc::Receiver<Publish>,
        block: watch::Sender<Option<String>>,
    ) {
        let over = self.serve(&mut to_publish, &block).await;
        if let Err(not_taken) = over {
            to_publish.close();
            self.exchange.fail(&not_taken);
            while let Ok(publish) = to_publish.try_recv() {
                let _ = publish.done.send(Err(not_taken.clone()));
            }
            return;
        }
        self.exchange.close();
        let end = async { while self.step().await.is_ok() {} };
        let _ = timeout(CLOSE_TIMEOUT, end).await;
    }

    async fn serve(
        &mut self,
        to_publish: &mut mpsc::Receiver<Publish>,
        block: &watch::Sender<Option<String>>,
    ) -> Result<(), NotTaken> {
        let silence = self.exchange.heartbeat().unwrap_or(CONNECT_TIMEOUT);
        let mut beat = interval_at(Instant::now() + silence / 2, silence / 2);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let is_free = self.exchange.blocked().is_none();
            tokio::select! {
                stepped = self.step() => stepped?,
                publish = to_publish.recv(), if is_free => match publish {
                    Some(publish) => self.exchange.publish(publish),
                    None => return Ok(()),
                },
                // The session was dropped while the broker takes nothing.
                () = block.closed() => return Ok(()),
                _ = beat.tick() => {
                    if self.heard_at.elapsed() > silence * 2 {
                        return Err(self.exchange.lost());
                    }
                    self.exchange.send_heartbeat();
                }
            }
            block.send_if_modified(|blocked| {
                let now = self.exchange.blocked();
                let is_new = blocked.as_deref() != now;
                if is_new {
                    *blocked = now.map(str::to_owned);
                }
                is_new
            });
        }
    }
}
