//! Anything that is neither a message nor a status: it is passed on whole.

use super::event::{Event, with_entry};
use super::parameters::Parameters;
use super::process::Origin;
use crate::bindings::uip::whatsapp::events::WebhookNotificationEvent;
use uip_kit::file::Digest;
use uip_kit::json::ObjectWriter;

/// The event of a form.
pub fn of_form(parameters: &Parameters<'_>, body: &str, origin: &Origin<'_>) -> Event {
    let has = |name| parameters.get(name).is_some();
    let field = if has("MessageSid") && (has("Body") || has("NumMedia")) {
        "twilio.message"
    } else if has("MessageStatus") || has("SmsStatus") {
        "twilio.status"
    } else if has("PayloadType") && has("Level") {
        "twilio.debugger"
    } else {
        "twilio.other"
    };
    let account = parameters.owned("AccountSid");
    event(field, account, parameters.json(origin.added), body)
}

/// The event of a JSON body, such as events of an Event Stream.
pub fn of_json(json: &str, body: &str, origin: &Origin<'_>) -> Event {
    let account = Some(origin.own_account.as_str().to_owned());
    event("twilio.events", account, json.to_owned(), body)
}

fn event(field: &str, account: Option<String>, value: String, body: &str) -> Event {
    let mut hashed = account.clone().unwrap_or_default();
    // No id has a line break.
    hashed.push('\n');
    hashed.push_str(body);
    let payload = ObjectWriter::new()
        .text("field", field)
        .json("value", &value);
    Event::WebhookNotification(WebhookNotificationEvent {
        event_id: Digest::of(hashed.as_bytes()).hexadecimal(),
        payload: with_entry(payload, account.as_deref()),
        business_account_id: account,
        // Twilio sends no time.
        time: None,
        field: field.to_owned(),
        value,
    })
}
