//! Deliveries to brokers: each event is a message that the broker acknowledges
//! when it has stored it.

pub(super) mod amqp;
mod link;
pub(super) mod nats;

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::time::{Instant, timeout_at};

use super::message::Message;
use super::not_taken::NotTaken;
use crate::config::{BrokerAddress, BrokerAddresses};
use crate::config::{EventTrigger, Subject};
use crate::escape::message_id;
use crate::inbox::deliveries::Ready;
use link::Link;

/// How long a connection may take to come about: lookup, TCP, TLS and login.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// What a connection says of the program that made it.
const CLIENT: &str = concat!("uip-server/", env!("CARGO_PKG_VERSION"));

/// A connection to a broker on which events can be published.
pub(in crate::delivery) trait Session: Send + Sync + 'static {
    /// Whether it is of use. Once it is not, it never is again.
    fn is_open(&self) -> bool;

    /// Publishes an event, and waits until the broker says that it has stored it.
    fn publish(&self, outgoing: Outgoing) -> impl Future<Output = Result<(), NotTaken>> + Send;

    /// Why the broker may not acknowledge anything, if that is known.
    fn why_silent(&self) -> Option<String>;
}

/// An event on its way to a broker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::delivery) struct Outgoing {
    /// The subject of NATS, or the routing key of AMQP.
    pub subject: String,
    /// The event's id.
    pub id: String,
    pub message: Message,
}

/// Connects to the first address that can be connected to. The error is about all of
/// them.
async fn first_of<S>(
    addresses: Arc<[BrokerAddress]>,
    connect: Arc<impl Fn(BrokerAddress) -> BoxFuture<'static, Result<S, NotTaken>>>,
) -> Result<S, NotTaken> {
    let mut errors = Vec::new();
    for address in addresses.iter() {
        match connect(address.clone()).await {
            Ok(session) => return Ok(session),
            Err(not_taken) => errors.push(not_taken.error),
        }
    }
    Err(NotTaken::by_receiver(errors.join("; ")))
}

/// A broker that takes the events of one trigger.
pub(in crate::delivery) struct Broker<S> {
    /// What it is and where: `NATS at 127.0.0.1:4222`; with ` or ` between several
    /// addresses.
    place: String,
    subject: Subject,
    link: Link<S>,
}

impl<S: Session> Broker<S> {
    /// A broker with several addresses: each connection is made to the first of them
    /// that can be connected to.
    fn new(
        kind: &str,
        addresses: &BrokerAddresses,
        subject: Subject,
        connect: impl Fn(BrokerAddress) -> BoxFuture<'static, Result<S, NotTaken>>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        let connect = Arc::new(connect);
        let all: Arc<[BrokerAddress]> = addresses.iter().cloned().collect();
        Self {
            place: format!("{kind} at {addresses}"),
            subject,
            link: Link::new(move || first_of(Arc::clone(&all), Arc::clone(&connect)).boxed()),
        }
    }

    /// Publishes an event. It is taken if the broker acknowledges it in time.
    pub(in crate::delivery) async fn publish(
        &self,
        trigger: &EventTrigger,
        ready: &Ready,
    ) -> Result<(), NotTaken> {
        let outgoing = self.outgoing(trigger, ready)?;
        let deadline = Instant::now() + trigger.timeout;
        let (place, within) = (&self.place, trigger.timeout);
        let session: Arc<S> = timeout_at(deadline, self.link.session())
            .await
            .map_err(|_| {
                NotTaken::by_receiver(format!("no connection to {place} within {within:?}"))
            })??;
        match timeout_at(deadline, session.publish(outgoing)).await {
            Ok(result) => result,
            Err(_) => Err(NotTaken::by_receiver(match session.why_silent() {
                Some(why) => format!("no acknowledgement from {place} within {within:?}: {why}"),
                None => format!("no acknowledgement from {place} within {within:?}"),
            })),
        }
    }

    fn outgoing(&self, trigger: &EventTrigger, ready: &Ready) -> Result<Outgoing, NotTaken> {
        let customer = ready.key.as_deref();
        Ok(Outgoing {
            subject: self.subject.of(&ready.adapter, &ready.name, customer),
            id: message_id(&ready.event_id),
            message: Message::of(ready, trigger.format)
                .map_err(|error| NotTaken::by_receiver(error.to_string()))?,
        })
    }
}
