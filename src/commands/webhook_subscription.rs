//! `subscribe-webhook` and `unsubscribe-webhook`: who receives the account's
//! notifications.

use super::client::{Call, Session, post_json};
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, SubscribeWebhookRequest, UnsubscribeWebhookRequest, WebhookSubscribed,
    WebhookUnsubscribed,
};
use crate::bindings::uip::whatsapp::properties::AdapterProperties;
use crate::cloud_api::{Purpose, Subscription, connection};
use crate::configuration::{self, business_account_id};
use uip_kit::http::{Action, Part};

/// Subscribes the token's app.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn subscribe_webhook(
    request: SubscribeWebhookRequest,
) -> Result<WebhookSubscribed, CommandError> {
    let properties = configuration::properties()?;
    let subscription = Subscription::parse(
        request.callback_url.as_deref(),
        request.verify_token.as_deref(),
        properties.verify_token.as_deref(),
    )?;
    let body = subscription.json();
    let parts = [Part::Text(&body)];
    change(&properties, post_json(&parts), subscription.secret())?;
    Ok(WebhookSubscribed {
        callback_url: subscription.url().map(str::to_owned),
    })
}

/// Ends the subscription of the token's app, or only the account's own URL: a
/// subscription without one removes it.
///
/// # Errors
/// As `command-error` describes.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn unsubscribe_webhook(
    request: UnsubscribeWebhookRequest,
) -> Result<WebhookUnsubscribed, CommandError> {
    let properties = configuration::properties()?;
    let override_only = request.override_only.unwrap_or_default();
    let parts = [Part::Text("{}")];
    let action = if override_only {
        post_json(&parts)
    } else {
        Action::Delete
    };
    change(&properties, action, "")?;
    Ok(WebhookUnsubscribed { override_only })
}

fn change(
    properties: &AdapterProperties,
    action: Action<'_>,
    secret: &str,
) -> Result<(), CommandError> {
    let session = Session::of(properties)?;
    let account = business_account_id(properties)?;
    let path = [account.as_str(), "/subscribed_apps"].concat();
    session
        .carry_out(&Call {
            purpose: Purpose::Change,
            secret,
            ..Call::new(action, &path)
        })
        .map_err(|error| connection::mend_request(error, "businessAccountId"))
}
