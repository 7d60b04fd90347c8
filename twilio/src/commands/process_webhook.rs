//! `process-webhook`: a notification becomes an event.

use crate::bindings::exports::uip::whatsapp_twilio::commands::{
    CommandError, ProcessWebhookRequest, WebhookProcessed,
};
use crate::bindings::uip::whatsapp::events::{self, EventError};
use crate::configuration;
use crate::webhook::{self, Event, Settings};

/// Processes a notification with the instance's configuration and hands its
/// event to the engine.
///
/// # Errors
/// As [`webhook::process`]; and `permanent-failure` if a property that it needs
/// cannot be used.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn process_webhook(request: ProcessWebhookRequest) -> Result<WebhookProcessed, CommandError> {
    let settings = Settings::parse(&configuration::properties()?)?;
    webhook::process(&request, &settings, emit)
}

fn emit(event: &Event) -> Result<(), EventError> {
    match event {
        Event::CustomerMessage(event) => events::customer_message(event),
        Event::StatusChanged(event) => events::status_changed(event),
        Event::WebhookNotification(event) => events::webhook_notification(event),
    }
}
