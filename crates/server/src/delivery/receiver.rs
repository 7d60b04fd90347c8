use std::sync::Arc;

use uip_contract::{EventSink, NoSink};

use super::broker::Broker;
use super::broker::amqp::AmqpSession;
use super::broker::nats::NatsSession;
use super::http::{Client, post};
use super::not_taken::NotTaken;
use super::sink;
use crate::clock::Millis;
use crate::config::{Destination, EventTrigger};
use crate::inbox::deliveries::Ready;
use crate::processing::Lasting;

/// Who takes the events of a trigger.
#[derive(Clone)]
pub(super) enum Receiver {
    Http(Arc<Client>),
    Nats(Arc<Broker<NatsSession>>),
    Amqp(Arc<Broker<AmqpSession>>),
    Sink(Arc<dyn EventSink>),
}

impl Receiver {
    pub fn of(trigger: &EventTrigger, lasting: &Lasting) -> Self {
        match &trigger.deliver {
            Destination::Http(url) => Self::Http(Arc::new(Client::new(
                url.clone(),
                &lasting.proxies,
                &lasting.roots,
            ))),
            Destination::Nats(nats) => Self::Nats(Arc::new(Broker::nats(nats, &lasting.roots))),
            Destination::Amqp(amqp) => Self::Amqp(Arc::new(Broker::amqp(amqp, &lasting.roots))),
            // The configuration was checked: there is such a sink.
            Destination::Sink(name) => Self::Sink(match lasting.sinks.get(name) {
                Some(sink) => Arc::clone(sink),
                None => Arc::new(NoSink),
            }),
        }
    }

    /// Tries to deliver an event. `now` is the wall clock's.
    pub async fn take(
        &self,
        trigger: &EventTrigger,
        ready: &Ready,
        now: Millis,
    ) -> Result<(), NotTaken> {
        match self {
            Self::Http(client) => post(client, trigger, ready, now).await,
            Self::Nats(broker) => broker.publish(trigger, ready).await,
            Self::Amqp(broker) => broker.publish(trigger, ready).await,
            Self::Sink(sink) => sink::give(&**sink, trigger, ready).await,
        }
    }
}
