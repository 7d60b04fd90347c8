//! What is sent. Each event's id says which one it is.

use serde_json::{Value, json};

/// How many customers each lane has.
pub const CUSTOMERS: usize = 12;

/// How many streams of events each lane has: one of messages and one of statuses
/// for each customer, since different triggers deliver them.
pub const STREAMS: usize = CUSTOMERS * 2;

/// An event: its stream, and its number in the stream.
#[derive(Clone, Copy)]
pub struct Event {
    pub stream: usize,
    pub number: usize,
}

impl Event {
    fn is_status(self) -> bool {
        self.stream % 2 == 1
    }

    fn customer(self) -> String {
        format!("39333{:07}", self.stream / 2)
    }

    fn id(self) -> String {
        format!("wamid.{}.{}", self.stream, self.number)
    }

    /// The event that has an id; none if it is no id of these notifications.
    pub fn of_id(id: &str) -> Option<Self> {
        let mut numbers = id
            .strip_prefix("wamid.")?
            .split(|it: char| !it.is_ascii_digit())
            .map(|it| it.parse().ok());
        let (stream, number) = (numbers.next()??, numbers.next()??);
        Some(Self { stream, number })
    }
}

/// A notification of these events, as Meta writes it.
pub fn body(events: &[Event]) -> String {
    let of_kind = |is_status: bool, name: &str, item: fn(&Event) -> Value| {
        let events = events.iter().filter(|it| it.is_status() == is_status);
        let items: Vec<Value> = events.map(item).collect();
        (!items.is_empty()).then(|| {
            let mut value = json!({
                "messaging_product": "whatsapp",
                "metadata": {
                    "display_phone_number": "15550783881", "phone_number_id": "106540352242922"
                },
            });
            value[name] = items.into();
            json!({ "field": "messages", "value": value })
        })
    };
    let changes: Vec<Value> = [
        of_kind(false, "messages", message),
        of_kind(true, "statuses", status),
    ]
    .into_iter()
    .flatten()
    .collect();
    json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": "102290129340398", "changes": changes }],
    })
    .to_string()
}

fn message(event: &Event) -> Value {
    json!({
        "from": event.customer(), "id": event.id(), "timestamp": "1795268584", "type": "text",
        "text": { "body": "Is the table by the window still free? We are four, and one of us is very small. 👋" },
    })
}

fn status(event: &Event) -> Value {
    json!({
        "id": event.id(), "status": "delivered", "timestamp": "1795268584",
        "recipient_id": event.customer(),
    })
}
