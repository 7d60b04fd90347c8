//! A new status of a message that the business sent.

use super::customer::{Customer, contacts_json, metadata, metadata_json, optional};
use super::event::{Event, with_entry};
use super::parameters::Parameters;
use super::process::Origin;
use crate::bindings::uip::whatsapp::events::{Status, StatusChangedEvent};
use crate::bindings::uip::whatsapp::incoming::WebhookError;
use crate::twilio_api::answer::title;
use uip_kit::json::ObjectWriter;

/// The event of a status; none without an id or a status.
pub fn event(parameters: &Parameters<'_>, origin: &Origin<'_>) -> Option<Event> {
    let id = parameters
        .owned("MessageSid")
        .or_else(|| parameters.owned("SmsSid"))?;
    let word = raw(parameters)?;
    // Webhooks of before 2023 tell that a message was read by the event type alone.
    let status = match word {
        _ if parameters.text("EventType") == Some("READ") => "read",
        "undelivered" => "failed",
        word => word,
    };
    let customer = Customer::read(parameters, parameters.text("To"));
    let errors: Vec<_> = error(parameters).into_iter().collect();
    let callback_data = origin.reference.clone();

    let mut json = ObjectWriter::new().text("id", &id).text("status", status);
    json = optional(json, "recipient_id", customer.wa_id.as_deref());
    json = optional(json, "recipient_user_id", customer.user_id.as_deref());
    json = optional(json, "biz_opaque_callback_data", callback_data.as_deref());
    if !errors.is_empty() {
        let errors: Vec<_> = errors.iter().map(error_json).collect();
        json = json.json("errors", &format!("[{}]", errors.join(",")));
    }
    let contacts: Vec<_> = customer.contact(parameters).into_iter().collect();
    let metadata = metadata(parameters.text("From"));
    let payload = ObjectWriter::new()
        .json("contacts", &contacts_json(&contacts))
        .json("metadata", &metadata_json(&metadata))
        .json("statuses", &format!("[{}]", json.finish()))
        .json("twilio", &parameters.json(origin.added));
    let recipient = customer.wa_id.as_deref().or(customer.user_id.as_deref());
    let recipient = recipient.or(parameters.text("To")).unwrap_or_default();
    Some(Event::StatusChanged(StatusChangedEvent {
        event_id: event_id(&[&id, status, recipient], &errors),
        business_account_id: parameters.owned("AccountSid"),
        metadata,
        contacts,
        payload: with_entry(payload, parameters.text("AccountSid")),
        status: Status {
            id,
            status: status.to_owned(),
            status_type: None,
            // Twilio sends no time.
            timestamp: None,
            recipient_id: customer.wa_id,
            recipient_user_id: customer.user_id,
            recipient_type: None,
            participant_id: None,
            callback_data,
            template_id: None,
            conversation: None,
            pricing: None,
            payment: None,
            errors,
        },
    }))
}

/// Twilio's own word for a status.
pub fn raw<'a>(parameters: &'a Parameters<'_>) -> Option<&'a str> {
    let names = ["MessageStatus", "SmsStatus"];
    names.iter().find_map(|name| parameters.text(name))
}

/// The parts and the codes of errors, joined by `:`, which is `%3A` within a part.
fn event_id(parts: &[&str], errors: &[WebhookError]) -> String {
    let mut parts: Vec<String> = parts.iter().map(|it| it.replace(':', "%3A")).collect();
    for error in errors {
        parts.push("error".to_owned());
        parts.extend(error.code.map(|code| code.to_string()));
    }
    parts.join(":")
}

/// Why it failed. Twilio gives the number as text, and WhatsApp's own words if
/// there are any.
fn error(parameters: &Parameters<'_>) -> Option<WebhookError> {
    let code = parameters.text("ErrorCode")?;
    let number: Option<i64> = code.trim().parse().ok().filter(|code| *code != 0);
    let message = parameters.owned("ErrorMessage");
    if number.is_none() && message.is_none() && code.trim() == "0" {
        return None;
    }
    Some(WebhookError {
        code: number,
        title: number.and_then(title).map(str::to_owned),
        message,
        details: parameters.owned("ChannelStatusMessage"),
        href: number.map(|code| format!("https://www.twilio.com/docs/errors/{code}")),
    })
}

fn error_json(error: &WebhookError) -> String {
    let mut json = ObjectWriter::new();
    if let Some(code) = error.code {
        json = json.json("code", &code.to_string());
    }
    json = optional(json, "title", error.title.as_deref());
    json = optional(json, "message", error.message.as_deref());
    if let Some(details) = &error.details {
        let data = ObjectWriter::new().text("details", details).finish();
        json = json.json("error_data", &data);
    }
    optional(json, "href", error.href.as_deref()).finish()
}
