//! `process-webhook`: a notification becomes an event.

use uip_kit::CommandError;
use uip_kit::property::SigningKey;
use uip_kit::webhook::event_refused;

use crate::bindings::example::helpdesk::events::{self, EventError};
use crate::bindings::exports::example::helpdesk::commands::{
    ProcessWebhookRequest, WebhookProcessed,
};
use crate::{configuration, webhook};

/// Checks a notification and hands its event to the engine. It needs no access token:
/// an event is not lost because the token has expired.
///
/// # Errors
/// `permanent-failure` if the signature or the notification is not valid;
/// `temporary-failure` if the engine rejected the event.
pub fn process_webhook(request: ProcessWebhookRequest) -> Result<WebhookProcessed, CommandError> {
    let properties = configuration::properties()?;
    let key = configuration::webhook_key(&properties)?;
    let key = key.as_ref().map(SigningKey::reveal);
    let event = webhook::event(request.notification, request.signature.as_deref(), key)?;
    events::ticket_changed(&event).map_err(|error| {
        let reason = match &error {
            EventError::ExecutionFailed => "the engine could not run what the event starts",
            EventError::Refused(reason) => reason,
        };
        event_refused(&event.event_id, reason)
    })?;
    Ok(WebhookProcessed {
        event_id: event.event_id,
    })
}
