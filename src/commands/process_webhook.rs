//! `process-webhook`: a notification becomes events.

use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, ProcessWebhookRequest, WebhookProcessed,
};
use crate::bindings::uip::whatsapp::events::{self, EventError};
use crate::configuration::{self, AppSecret};
use crate::webhook::{self, Event};

/// Processes a notification with the instance's configuration and hands its
/// events to the engine.
///
/// # Errors
/// As [`webhook::process`]; and `permanent-failure` if the property
/// `appSecret` cannot be used.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn process_webhook(request: ProcessWebhookRequest) -> Result<WebhookProcessed, CommandError> {
    let properties = configuration::properties()?;
    let secret = configuration::app_secret(&properties)?;
    webhook::process(&request, secret.as_ref().map(AppSecret::key), emit)
}

fn emit(event: &Event) -> Result<(), EventError> {
    match event {
        Event::CustomerMessage(event) => events::customer_message(event),
        Event::StatusChanged(event) => events::status_changed(event),
        Event::WebhookNotification(event) => events::webhook_notification(event),
    }
}
