//! What is sent: signed notifications, as Meta writes them.

use std::fmt::Write as _;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use uip_server::signature::Key;

/// What notifications are signed with.
pub const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// Where they are sent, unless a server takes them at another path.
pub const PATH: &str = "/wfe/api/advancedwebhook/whatsapp";

/// How many customers there are. Events of one go to the receiver in order.
const CUSTOMERS: u64 = 5000;

/// What is in them, to be told.
pub const MIX: &str =
    "of 10 notifications 5 hold one message, 4 one status, 1 three messages and three statuses";

static KEY: LazyLock<Key> = LazyLock::new(|| Key::new(SECRET.as_bytes()));
static START: LazyLock<Instant> = LazyLock::new(Instant::now);
static NEXT: AtomicU64 = AtomicU64::new(0);

/// A signed request. No two are the same. Making and signing it is part of
/// the load.
pub struct Notification {
    /// The request, as it goes over the wire.
    pub request: Vec<u8>,
    /// How many messages and statuses are in it.
    pub events: u64,
}

impl Notification {
    /// The next one, for a server that takes it at this path.
    pub fn next(path: &str) -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let (messages, statuses) = match number % 10 {
            0..5 => (1, 0),
            5..9 => (0, 1),
            _ => (3, 3),
        };
        let body = body(number, messages, statuses);
        let mut request = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\nx-hub-signature-256: sha256=",
            body.len()
        );
        for byte in KEY.sign(&[body.as_bytes()]) {
            let _ = write!(request, "{byte:02x}");
        }
        request.push_str("\r\n\r\n");
        request.push_str(&body);
        Self {
            request: request.into_bytes(),
            events: messages + statuses,
        }
    }
}

fn body(number: u64, messages: u64, statuses: u64) -> String {
    let mut changes = Vec::new();
    if messages > 0 {
        let items = list(messages, |part| message(number + part, &id(number, part)));
        changes.push(change(number, messages, "messages", &items));
    }
    if statuses > 0 {
        let items = list(statuses, |part| {
            status(number + part, &id(number, messages + part))
        });
        changes.push(change(number, statuses, "statuses", &items));
    }
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"102290129340398","changes":[{}]}}]}}"#,
        changes.join(",")
    )
}

fn change(number: u64, count: u64, kind: &str, items: &str) -> String {
    let contacts = list(count, |part| contact(number + part));
    format!(
        concat!(
            r#"{{"value":{{"messaging_product":"whatsapp","metadata":{{"#,
            r#""display_phone_number":"15550783881","phone_number_id":"106540352242922"}},"#,
            r#""contacts":[{}],"{}":[{}]}},"field":"messages"}}"#,
        ),
        contacts, kind, items
    )
}

fn contact(customer: u64) -> String {
    let customer = customer % CUSTOMERS;
    format!(
        r#"{{"profile":{{"name":"Ada Rossi"}},"wa_id":"39333{customer:07}","user_id":"IT.90210{customer:07}"}}"#
    )
}

fn message(customer: u64, id: &str) -> String {
    let customer = customer % CUSTOMERS;
    format!(
        concat!(
            r#"{{"from":"39333{0:07}","from_user_id":"IT.90210{0:07}","id":"{1}","#,
            r#""timestamp":"1795268584","type":"text","text":{{"body":"#,
            r#""Is the table by the window still free? We are four, and one of us is very small. 👋"}}}}"#,
        ),
        customer, id
    )
}

fn status(customer: u64, id: &str) -> String {
    let customer = customer % CUSTOMERS;
    format!(
        concat!(
            r#"{{"id":"{1}","status":"delivered","timestamp":"1795268584","#,
            r#""recipient_id":"39333{0:07}","recipient_user_id":"IT.90210{0:07}","#,
            r#""pricing":{{"billable":false,"pricing_model":"PMP","category":"service","#,
            r#""type":"free_customer_service"}}}}"#,
        ),
        customer, id
    )
}

fn list(count: u64, item: impl Fn(u64) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

/// The id of a part of a notification. It tells when it was made.
fn id(number: u64, part: u64) -> String {
    let made = START.elapsed().as_micros();
    format!("wamid.{number}.{part}.{made}")
}

/// What an event's id tells: a number that is this event's alone, and how long
/// ago the id was made. Nothing if it is no id of these notifications.
pub fn told_by(event_id: &str) -> Option<(u64, Duration)> {
    let mut numbers = event_id
        .strip_prefix("wamid.")?
        .split(|it: char| !it.is_ascii_digit())
        .map(|it| it.parse::<u64>().ok());
    let (number, part, made) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let ago = START.elapsed().saturating_sub(Duration::from_micros(made));
    Some((number * 8 + part, ago))
}
