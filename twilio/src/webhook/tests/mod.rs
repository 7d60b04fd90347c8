//! What the tests of this folder share.

mod corpus;
mod messages;
mod others;
mod outcomes;
mod signatures;
mod statuses;

use serde_json::Value;

use super::{Event, Settings, process};
use crate::bindings::exports::uip::whatsapp_twilio::commands::{
    ProcessWebhookRequest, WebhookProcessed,
};
use crate::bindings::uip::whatsapp::events::{CustomerMessageEvent, StatusChangedEvent};
use crate::configuration::Sid;
use uip_kit::{CommandError, Failure};

/// The account of these tests.
const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";

/// Settings without a check of signatures.
fn unsigned() -> Settings {
    Settings {
        account: Sid::read("AC", ACCOUNT).unwrap(),
        keys: Vec::new(),
        urls: Vec::new(),
    }
}

fn request(body: &str) -> ProcessWebhookRequest {
    ProcessWebhookRequest {
        notification: body.to_owned(),
        signature: None,
        url: None,
        callback_parameters: None,
    }
}

/// The answer and the event of a request.
fn processed(
    request: &ProcessWebhookRequest,
    settings: &Settings,
) -> (Result<WebhookProcessed, CommandError>, Option<Event>) {
    let mut events = Vec::new();
    let result = process(request, settings, |event| {
        events.push(event.clone());
        Ok(())
    });
    (result, events.pop())
}

/// The event of a body that must be valid.
fn event(body: &str) -> Event {
    event_of(&request(body))
}

fn event_of(request: &ProcessWebhookRequest) -> Event {
    let (result, event) = processed(request, &unsigned());
    let counted = result.unwrap();
    let counts = [
        counted.customer_messages,
        counted.status_changes,
        counted.webhook_notifications,
    ];
    assert_eq!(counts.iter().sum::<u32>(), 1);
    event.unwrap()
}

fn refused(request: &ProcessWebhookRequest, settings: &Settings) -> Failure {
    let (result, event) = processed(request, settings);
    assert!(event.is_none());
    match result {
        Err(CommandError::PermanentFailure(failure)) => {
            assert!(
                failure.error.ends_with("No event was emitted."),
                "{failure:?}"
            );
            failure
        }
        other => panic!("a permanent failure, and not {other:?}"),
    }
}

/// The event of a message with these parameters beside those that each has.
fn message(parameters: &str) -> CustomerMessageEvent {
    let body = format!(
        "SmsMessageSid=SM1&SmsSid=SM1&MessageSid=SM1&SmsStatus=received&NumSegments=1&\
         ReferralNumMedia=0&To=whatsapp%3A%2B14155238886&From=whatsapp%3A%2B447700900123&\
         AccountSid={ACCOUNT}&ApiVersion=2010-04-01&{parameters}"
    );
    match event(&body) {
        Event::CustomerMessage(event) => event,
        other => panic!("a message, and not {other:?}"),
    }
}

/// The event of a status with these parameters beside those that each has.
fn status(parameters: &str) -> StatusChangedEvent {
    let body = format!(
        "SmsSid=SM1&MessageSid=SM1&AccountSid={ACCOUNT}&From=whatsapp%3A%2B14155238886&\
         ChannelPrefix=whatsapp&ApiVersion=2010-04-01&{parameters}"
    );
    match event(&body) {
        Event::StatusChanged(event) => event,
        other => panic!("a status, and not {other:?}"),
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}
