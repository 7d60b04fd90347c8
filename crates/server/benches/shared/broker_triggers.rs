//! Event triggers that deliver to the brokers of `tests/support/brokers`.

use std::fmt::Write as _;

use crate::brokers::USER;

/// The events of the adapter.
pub const EVENTS: [&str; 2] = ["customer_message", "status_changed"];

/// The variable with the password of RabbitMQ's user.
pub const PASSWORD_VARIABLE: &str = "BROKER_PASSWORD";

/// Triggers that deliver to NATS.
pub fn to_nats(url: &str) -> String {
    triggers("nats", url, "subject", "")
}

/// Triggers that deliver to RabbitMQ.
pub fn to_rabbitmq(url: &str) -> String {
    let login = format!(
        "exchange = \"events\"\nuser = \"{USER}\"\npassword = {{ env = \"{PASSWORD_VARIABLE}\" }}\n"
    );
    triggers("rabbitmq", url, "routingKey", &login)
}

/// A trigger for each event. The stream and the queue take what begins with `shop.`.
fn triggers(name: &str, url: &str, subject: &str, more: &str) -> String {
    EVENTS.iter().fold(String::new(), |mut text, event| {
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            r#"
[[triggers]]
type = "event"
name = "{name}.{event}"
adapter = "whatsapp"
event = "{event}"
deliver = "{url}"
{subject} = "shop.{{event}}.{{customer}}"
{more}"#
        );
        text
    })
}
