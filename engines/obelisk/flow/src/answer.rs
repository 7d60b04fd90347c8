//! Answers a customer's message.

use crate::bindings::bakery::carrier::messages::{self, Parameter};
use crate::bindings::exports::uip::whatsapp::events::{CustomerMessageEvent, EventError};
use crate::escalation;
use crate::reply::{Reply, reply_to};
use crate::send::{Fate, send, send_repeatable};

/// The template for a table, and its language.
const TABLE_BOOKED: &str = "table_booked";
const LANGUAGE: &str = "en_US";

/// Answers, waits until the answer has arrived, and calls the person on duty
/// when it has not.
///
/// # Errors
/// `refused` when nobody could be called: the workflow ends with an error,
/// which Obelisk shows.
pub fn customer_message(event: &CustomerMessageEvent) -> Result<(), EventError> {
    let message = &event.message;
    let Some(customer) = message.from.as_deref().or(message.from_user_id.as_deref()) else {
        return Ok(());
    };
    if message.group_id.is_some() {
        return Ok(());
    }
    let customer = international(customer);
    let name = event
        .contacts
        .first()
        .and_then(|contact| contact.profile_name.as_deref())
        .unwrap_or("guest");

    let fate = match reply_to(&message.content) {
        Reply::Greeting => greet(&customer, name, &message.id),
        Reply::Table => confirm_table(&customer, name),
        Reply::Emoji(emoji) => react(&customer, &message.id, emoji),
        Reply::Person(what) => {
            return escalation::call_a_person(&format!("{name} ({customer}) waits: {what}"));
        }
        Reply::Nothing => return Ok(()),
    };
    match fate {
        Fate::Arrived | Fate::NoWord => Ok(()),
        Fate::Failed(why) => escalation::call_a_person(&format!(
            "{name} ({customer}) did not get our answer: {why}"
        )),
    }
}

fn greet(customer: &str, name: &str, message_id: &str) -> Fate {
    let greeting = format!("Hello {name}, welcome to the bakery! Write *table* to book one.");
    send(|callback_data| messages::text(customer, &greeting, Some(message_id), &callback_data))
}

fn confirm_table(customer: &str, name: &str) -> Fate {
    let value = |variable: &str, text: &str| Parameter {
        name: variable.to_owned(),
        text: text.to_owned(),
    };
    let parameters = [
        value("guests", "two"),
        value("day", "Saturday"),
        value("guest_name", name),
    ];
    send(|callback_data| {
        messages::template(
            customer,
            TABLE_BOOKED,
            LANGUAGE,
            &parameters,
            &callback_data,
        )
    })
}

fn react(customer: &str, message_id: &str, emoji: &str) -> Fate {
    send_repeatable(|| messages::react(customer, message_id, emoji))
}

/// WhatsApp names a sender by the digits of the number alone; a command wants
/// the `+`. A user id (`US.1349…`) stays as it is.
fn international(sender: &str) -> String {
    if sender.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("+{sender}")
    } else {
        sender.to_owned()
    }
}
