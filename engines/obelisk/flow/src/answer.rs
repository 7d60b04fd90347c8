//! Answers a customer's message.

use crate::bindings::exports::uip::whatsapp::events::{CustomerMessageEvent, EventError};
use crate::bindings::uip::whatsapp::commands::{
    ReactionMessage, TemplateMessage, TextMessage, send_message_reaction, send_message_text,
    send_message_text_template,
};
use crate::bindings::uip::whatsapp::templates::TemplateParameter;
use crate::escalation;
use crate::reply::{Reply, reply_to};
use crate::send::{Fate, send, send_repeatable};

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
    send(|callback_data| {
        send_message_text(&TextMessage {
            phone_number: customer.to_owned(),
            message: format!("Hello {name}, welcome to the bakery! Write *table* to book one."),
            preview_url: None,
            direct_send: None,
            recipient_identity_key_hash: None,
            reply_to: Some(message_id.to_owned()),
            callback_data: Some(callback_data),
        })
    })
}

fn confirm_table(customer: &str, name: &str) -> Fate {
    let value = |variable: &str, text: &str| TemplateParameter {
        name: Some(variable.to_owned()),
        text: text.to_owned(),
        currency: None,
        date_time: None,
    };
    send(|callback_data| {
        send_message_text_template(&TemplateMessage {
            phone_number: customer.to_owned(),
            template_name: "table_booked".to_owned(),
            language_code: "en_US".to_owned(),
            body_parameters: Some(vec![
                value("guests", "two"),
                value("day", "Saturday"),
                value("guest_name", name),
            ]),
            header: None,
            buttons: None,
            cards: None,
            offer_expiration_time_ms: None,
            components: None,
            render: None,
            recipient_identity_key_hash: None,
            reply_to: None,
            callback_data: Some(callback_data),
        })
    })
}

fn react(customer: &str, message_id: &str, emoji: &str) -> Fate {
    send_repeatable(|| {
        send_message_reaction(&ReactionMessage {
            phone_number: customer.to_owned(),
            message_id: message_id.to_owned(),
            emoji: emoji.to_owned(),
            callback_data: None,
        })
    })
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
