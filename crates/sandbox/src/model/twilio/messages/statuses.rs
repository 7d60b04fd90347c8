//! What becomes of a message, in Twilio's words.
//!
//! Source: Twilio's page "Outbound message status in status callbacks", and captured callbacks.

use super::{Message, Status};
use crate::model::GraphError;
use crate::model::codes::twilio_equivalent;
use crate::model::customers::Person;
use crate::model::exchange::ledger::Event;
use crate::model::exchange::statuses::Progress;
use crate::model::settings::Settings;
use crate::model::twilio::{Webhook, WebhookKind, address};
use crate::model::world::State;

/// The failures of messages that WhatsApp had accepted. Twilio calls these `undelivered`, the others `failed`.
const UNDELIVERED: [i64; 6] = [63_014, 63_016, 63_024, 63_032, 63_049, 63_050];

/// Reports what has become of a message. Twilio has no word for `played`.
pub(crate) fn report(state: &mut State, settings: &Settings, progress: &Progress<'_>) {
    let sid = progress.message_id;
    match progress.status {
        "sent" => change(state, settings, sid, Status::Sent, None),
        "delivered" => change(state, settings, sid, Status::Delivered, None),
        "read" => change(state, settings, sid, Status::Read, None),
        "failed" => {
            let code = progress.error.map_or(63_023, GraphError::code);
            fail(state, settings, sid, twilio_equivalent(code));
        }
        _ => {}
    }
}

/// Reports that a message has failed with this code of Twilio's.
pub(crate) fn fail(state: &mut State, settings: &Settings, sid: &str, code: i64) {
    let status = if UNDELIVERED.contains(&code) {
        Status::Undelivered
    } else {
        Status::Failed
    };
    change(state, settings, sid, status, Some(code));
}

/// Changes the status of a message and tells the business. Nothing happens for a deleted message.
pub(crate) fn change(
    state: &mut State,
    settings: &Settings,
    sid: &str,
    status: Status,
    error: Option<i64>,
) {
    let now = state.clock.seconds();
    let Some(message) = state.twilio.messages.find_mut(sid) else {
        return;
    };
    message.status = status;
    message.updated_at = now;
    message.error = error;
    if status == Status::Sent {
        message.sent_at = Some(now);
    }
    tracing::info!("{} to {}", status.word(), message.to);
    let event = Event {
        status: status.word().to_owned(),
        at: now,
        error: error.map(|code| code.to_string()),
        code: error,
    };
    let with = state.ledger.find(sid).map(|entry| entry.with.clone());
    if let Some(with) = &with {
        state.customers.touch(with);
    }
    state.ledger.note(sid, event);
    let person = with.and_then(|with| state.customers.find(&with));
    let parameters = parameters(settings, message, person, &state.twilio.sender_sid);
    let url = message
        .status_callback
        .clone()
        .or_else(|| state.twilio.callbacks.status.clone());
    let token = state.ids.uuid();
    let (kind, key) = (WebhookKind::Status, &settings.twilio.auth_token);
    let webhook = Webhook::new(kind, url, None, parameters, key, token);
    state.twilio.webhooks.push(webhook);
}

fn parameters(
    settings: &Settings,
    message: &Message,
    person: Option<&Person>,
    sender_sid: &str,
) -> Vec<(String, String)> {
    let word = message.status.word();
    let mut form: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, value: &str| form.push((name.to_owned(), value.to_owned()));
    if let Some(code) = message.error {
        add("ErrorCode", &code.to_string());
    }
    match message.status {
        Status::Delivered => add("EventType", "DELIVERED"),
        Status::Read => add("EventType", "READ"),
        Status::Undelivered => add("EventType", "UNDELIVERED"),
        _ => {}
    }
    add("SmsSid", &message.sid);
    add("SmsStatus", word);
    add("MessageStatus", word);
    if let Some(digits) = person.and_then(|person| person.wa_id.as_deref()) {
        add("ChannelToAddress", &masked(digits));
    }
    add("To", &message.to);
    add("ChannelPrefix", "whatsapp");
    add("MessageSid", &message.sid);
    add("AccountSid", &settings.twilio.account_sid);
    if let Some(service) = &message.messaging_service_sid {
        add("MessagingServiceSid", service);
    }
    if matches!(message.status, Status::Delivered | Status::Read)
        && let Some(person) = person
    {
        if let Some(id) = &person.user_id {
            add("ExternalUserId", &address::of_user_id(id));
        }
        if let Some(id) = &person.parent_user_id {
            add("ParentExternalUserId", &address::of_user_id(id));
        }
    }
    if !matches!(message.status, Status::Delivered | Status::Read) {
        let is_template = if message.is_template { "true" } else { "false" };
        add("StructuredMessage", is_template);
    }
    if let Some(from) = &message.from {
        add("From", from);
    }
    add("ApiVersion", "2010-04-01");
    if message.status != Status::Read {
        add("ChannelInstallSid", sender_sid);
    }
    form
}

/// A number with its last four digits masked.
fn masked(digits: &str) -> String {
    let shown = digits.len().saturating_sub(4);
    format!("+{}XXXX", digits.get(..shown).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn the_last_four_digits_are_masked() {
        assert_eq!(masked("447700900123"), "+44770090XXXX");
        assert_eq!(masked("12"), "+XXXX");
    }
}
