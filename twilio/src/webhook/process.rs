//! The whole way of a notification, from its text to the answer of
//! `process-webhook`.

use super::event::Event;
use super::parameters::Parameters;
use super::settings::Settings;
use super::url::CalledUrl;
use super::{message, notification, signature, status};
use crate::bindings::exports::uip::whatsapp_twilio::commands::{
    ProcessWebhookRequest, WebhookProcessed,
};
use crate::bindings::uip::whatsapp::events::EventError;
use crate::configuration::{REFERENCE, Sid};
use uip_kit::failure::{advise, quoted};
use uip_kit::field::{given, json as json_field};
use uip_kit::json::{Document, Object, without_byte_order_mark};
use uip_kit::webhook::{event_refused, invalid_signature};
use uip_kit::{CommandError, Failure, FailureCategory};

/// What the events of a notification have in common.
pub struct Origin<'a> {
    /// The account that the adapter is set up for.
    pub own_account: &'a Sid,
    /// What the endpoint adds to Twilio's parameters.
    pub added: Option<&'a Object<'a>>,
    /// The reference that came back with the URL.
    pub reference: Option<String>,
}

/// Checks the signature if there is a key, reads the notification, and hands its
/// event to `emit`.
///
/// # Errors
/// `permanent-failure` if the signature or the notification is not valid: no
/// event was emitted. `temporary-failure` if `emit` refused the event: a
/// repeat emits it again, under the same id.
pub fn process(
    request: &ProcessWebhookRequest,
    settings: &Settings,
    emit: impl FnOnce(&Event) -> Result<(), EventError>,
) -> Result<WebhookProcessed, CommandError> {
    let body = request.notification.as_str();
    if body.trim().is_empty() {
        return Err(invalid(
            "invalid-notification",
            "The field notification is empty.",
            "Pass the body of Twilio's request as text, unchanged. In Twilio's console, set the \
             webhook's method to HTTP POST.",
        ));
    }
    let url = given(request.url.as_deref());
    let url = url
        .map(|url| CalledUrl::read(url).ok_or_else(invalid_url))
        .transpose()?;
    let parameters = Parameters::read(body);
    if !settings.keys.is_empty() {
        let urls: Vec<_> = match url {
            Some(url) => vec![url],
            None => settings
                .urls
                .iter()
                .filter_map(|url| CalledUrl::read(url.as_str()))
                .collect(),
        };
        if urls.is_empty() {
            return Err(missing_url());
        }
        let (keys, given) = (&settings.keys, request.signature.as_deref());
        signature::verify(&urls, body, parameters.all(), keys, given).map_err(|error| {
            advise(
                invalid_signature(error, "X-Twilio-Signature", "authToken"),
                "invalid-signature",
                "Check that authToken is the Auth Token of this very account, and pass the body, \
                 the header X-Twilio-Signature and the public URL that Twilio called, with its \
                 query, unchanged. Behind a proxy the URL is the one outside.",
            )
        })?;
    }
    let added = match given(request.callback_parameters.as_deref()) {
        Some(text) => Some(json_field::parse("callbackParameters", text, |error| {
            invalid("invalid-callback-parameters", error, TEXTS)
        })?),
        None => None,
    };
    let added = added.as_ref().map(texts).transpose()?;
    let reference = url.as_ref().and_then(|url| url.parameter(REFERENCE));
    let origin = Origin {
        own_account: &settings.account,
        reference: reference
            .or_else(|| added.as_ref().and_then(|added| added.text(REFERENCE)))
            .filter(|reference| !reference.is_empty()),
        added: added.as_ref(),
    };
    let event = event(body, &parameters, &origin)?;
    if let Err(error) = emit(&event) {
        let reason = match error {
            EventError::ExecutionFailed => {
                "the engine could not run what the event starts".to_owned()
            }
            EventError::Refused(reason) => reason,
        };
        return Err(event_refused(event.id(), &reason));
    }
    let count = |is: bool| u32::from(is);
    Ok(WebhookProcessed {
        customer_messages: count(matches!(event, Event::CustomerMessage(_))),
        status_changes: count(matches!(event, Event::StatusChanged(_))),
        webhook_notifications: count(matches!(event, Event::WebhookNotification(_))),
    })
}

/// The event of a notification. What is not understood is passed on whole.
fn event(
    body: &str,
    parameters: &Parameters<'_>,
    origin: &Origin<'_>,
) -> Result<Event, CommandError> {
    let json = without_byte_order_mark(body);
    if json.trim_start().starts_with(['{', '['])
        && let Ok(document) = Document::parse(json)
    {
        return Ok(notification::of_json(document.text(), body, origin));
    }
    if let Some(account) = parameters.text("AccountSid")
        && account != origin.own_account.as_str()
    {
        return Err(invalid(
            "wrong-account",
            &format!(
                "The notification is about the account {}, which is not the one in the property \
                 accountSid.",
                quoted(account)
            ),
            "Give each account, and each subaccount, an instance of the adapter with its own \
             accountSid and authToken.",
        ));
    }
    if !is_of_whatsapp(parameters) {
        return Ok(notification::of_form(parameters, body, origin));
    }
    let is_inbound = parameters.get("Body").is_some() || parameters.get("NumMedia").is_some();
    let word = status::raw(parameters);
    let event = match word {
        Some("received") | None if is_inbound => message::event(parameters, origin),
        // The status of a message from a customer.
        Some("received" | "receiving") | None => None,
        Some(_) => status::event(parameters, origin),
    };
    Ok(event.unwrap_or_else(|| notification::of_form(parameters, body, origin)))
}

/// Whether a message or a status is WhatsApp's. A Messaging Service and a number can
/// have one webhook for SMS and other channels, too, whose addresses look different.
fn is_of_whatsapp(parameters: &Parameters<'_>) -> bool {
    let addresses = ["From", "To"].map(|name| parameters.text(name));
    let mut addresses = addresses.into_iter().flatten().peekable();
    let is_unknown = addresses.peek().is_none();
    is_unknown
        || addresses.any(|address| address.starts_with("whatsapp:"))
        || parameters.text("ChannelPrefix") == Some("whatsapp")
}

const TEXTS: &str = "Give a JSON object whose values are texts, or leave callbackParameters out.";

/// How many texts an endpoint adds at most.
const MOST_ADDED: usize = 100;

/// An object all of whose members are texts.
fn texts<'a>(document: &'a Document<'_>) -> Result<Object<'a>, CommandError> {
    let is_text = |object: &Object<'_>| {
        let mut members = object.members();
        members
            .by_ref()
            .take(MOST_ADDED)
            .all(|it| it.value.text().is_some())
            && members.next().is_none()
    };
    document.object().filter(is_text).ok_or_else(|| {
        invalid(
            "invalid-callback-parameters",
            "The field callbackParameters must be a JSON object of at most 100 texts.",
            TEXTS,
        )
    })
}

fn missing_url() -> CommandError {
    invalid(
        "missing-url",
        "A signature covers the URL that Twilio called, and neither the field url nor the \
         property webhookUrl says it.",
        "Pass the public URL that Twilio called in url, or set webhookUrl as in Twilio's console.",
    )
}

fn invalid_url() -> CommandError {
    invalid(
        "invalid-url",
        "The field url is not a URL with http:// or https:// and a host.",
        "Pass the public URL that Twilio called, with its query, unchanged.",
    )
}

fn invalid(code: &str, what: &str, advice: &str) -> CommandError {
    let error = format!("{what} No event was emitted.");
    Failure::new(code, FailureCategory::Webhook, error, advice).permanent()
}
