//! A message as Twilio answers it.

use serde_json::{Value, json};

use crate::model::codes;
use crate::model::settings::Settings;
use crate::model::twilio::messages::Message;
use crate::model::twilio::time::rfc_2822;
use crate::twilio::VERSION;

pub(super) fn of(message: &Message, settings: &Settings) -> Value {
    let account = &settings.twilio.account_sid;
    let uri = format!("/{VERSION}/Accounts/{account}/Messages/{}", message.sid);
    let price = message.sent_at.map(|_| "-0.00500");
    json!({
        "body": message.body,
        "num_segments": if message.from.is_some() { "1" } else { "0" },
        "direction": message.direction.word(),
        "from": message.from,
        "date_updated": rfc_2822(message.updated_at),
        "price": price,
        "error_message": message.error.map(|code| codes::look_up(code).title),
        "uri": format!("{uri}.json"),
        "account_sid": account,
        "num_media": message.files.len().to_string(),
        "to": message.to,
        "date_created": rfc_2822(message.created_at),
        "status": message.status.word(),
        "sid": message.sid,
        "date_sent": message.sent_at.map(rfc_2822),
        "messaging_service_sid": message.messaging_service_sid,
        "error_code": message.error,
        "price_unit": price.map(|_| "USD"),
        "api_version": VERSION,
        "subresource_uris": {"media": format!("{uri}/Media.json")},
    })
}
