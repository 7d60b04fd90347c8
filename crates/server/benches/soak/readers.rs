//! What is in the brokers, read while they fail.

use std::sync::Arc;
use std::time::Duration;

use async_nats::ConnectOptions;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};
use tokio::sync::{Mutex, watch};

use crate::brokers::{NatsServer, RabbitMq, Streams};
use crate::destination::Destination;

/// How long after nothing was there a broker is asked again.
const PAUSE: Duration = Duration::from_millis(200);

/// The number of JetStream's error for a message that is not there any more.
const NO_MESSAGE: u64 = 10037;

/// How many messages are asked for at a time.
const AT_A_TIME: usize = 64;

/// How long the stream of NATS recognizes a repeated event, longer than any delivery
/// is under way here; and how long it keeps events.
const WINDOW: Duration = Duration::from_mins(10);
const KEPT: Duration = Duration::from_mins(30);

/// Creates the stream of a NATS server.
pub async fn create_stream(nats: &NatsServer) -> Streams {
    let streams = nats.streams(ConnectOptions::new()).await;
    let nanoseconds = |time: Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
    let settings = json!({
        "subjects": ["shop.>"],
        "duplicate_window": nanoseconds(WINDOW),
        "max_age": nanoseconds(KEPT),
    });
    streams.create_with(settings).await;
    streams
}

/// Reads the stream until it is to stop and nothing more is there.
pub async fn read_nats(streams: Streams, destination: Destination, stop: watch::Receiver<bool>) {
    let mut next = 1;
    loop {
        let is_last = *stop.borrow();
        let last = last(&streams).await;
        if last < next {
            if is_last {
                return;
            }
            tokio::time::sleep(PAUSE).await;
            continue;
        }
        let mut ids = stream::iter(next..=last)
            .map(|number| id(&streams, number))
            .buffered(AT_A_TIME);
        while let Some(id) = ids.next().await {
            destination.arrived(&id);
        }
        next = last + 1;
    }
}

/// The number of the stream's last message.
async fn last(streams: &Streams) -> u64 {
    loop {
        let info = streams.try_ask("STREAM.INFO.EVENTS", json!({})).await;
        if let Some(last) = info
            .ok()
            .and_then(|info| info["state"]["last_seq"].as_u64())
        {
            return last;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// The event's id of a message in the stream; empty if the message is too old to be
/// kept.
async fn id(streams: &Streams, number: u64) -> String {
    loop {
        let request = json!({ "seq": number });
        let answer = streams.try_ask("STREAM.MSG.GET.EVENTS", request).await;
        let answer = answer.unwrap_or_default();
        if let Some(id) = id_in(&answer) {
            return id;
        }
        if answer["error"]["err_code"] == NO_MESSAGE {
            return String::new();
        }
        tokio::time::sleep(PAUSE).await;
    }
}

fn id_in(answer: &Value) -> Option<String> {
    let headers = STANDARD.decode(answer["message"]["hdrs"].as_str()?).ok()?;
    let headers = String::from_utf8(headers).ok()?;
    let id = headers
        .lines()
        .find_map(|line| line.strip_prefix("Nats-Msg-Id:"))?;
    Some(id.trim().to_owned())
}

/// Takes messages out of RabbitMQ's queue until it is to stop and nothing more is
/// there. While the broker is held by somebody, it is not asked: an answer that is
/// lost would be messages that are lost.
pub async fn read_rabbitmq(
    broker: Arc<Mutex<RabbitMq>>,
    destination: Destination,
    stop: watch::Receiver<bool>,
) {
    loop {
        let is_last = *stop.borrow();
        let taken = broker.lock().await.try_take(1000).await;
        let Ok(messages) = taken else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        for message in &messages {
            let id = message["properties"]["message_id"].as_str();
            destination.arrived(id.unwrap_or_default());
        }
        if messages.is_empty() {
            if is_last {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}
