//! `/sandbox/twilio`: the account at Twilio, and what it told the business.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value, json};

use super::{Body, Refusal};
use crate::model::twilio::Webhook;
use crate::model::world::World;

/// What a client must be configured with to use this account, and where its webhooks go.
pub(super) async fn show(State(world): State<Arc<World>>) -> Json<Value> {
    let (settings, account) = (&world.settings, &world.settings.twilio);
    Json(world.look(|state| {
        let callbacks = &state.twilio.callbacks;
        json!({
            "apiBaseUrl": settings.base(),
            "accountSid": account.account_sid,
            "authToken": account.auth_token,
            "apiKeySid": account.api_key_sid,
            "apiKeySecret": account.api_key_secret,
            "messagingServiceSid": account.messaging_service_sid,
            "number": account.number,
            "senderSid": state.twilio.sender_sid,
            "sandboxNumber": account.sandbox_number,
            "joinWord": account.join_word,
            "webhookUrl": callbacks.message,
            "fallbackUrl": callbacks.fallback,
            "statusCallbackUrl": callbacks.status,
            "messages": state.twilio.messages.all().len(),
            "webhooks": state.twilio.webhooks.all().made(),
        })
    }))
}

/// Changes where webhooks go from now on: `webhookUrl`, `fallbackUrl` and `statusCallbackUrl`, each a URL or `null` for
/// none.
pub(super) async fn change(
    State(world): State<Arc<World>>,
    Body(given): Body<Map<String, Value>>,
) -> Result<Json<Value>, Refusal> {
    world.change(|state| {
        let mut callbacks = state.twilio.callbacks.clone();
        for (key, value) in &given {
            let url = match key.as_str() {
                "webhookUrl" => &mut callbacks.message,
                "fallbackUrl" => &mut callbacks.fallback,
                "statusCallbackUrl" => &mut callbacks.status,
                _ => return Err(Refusal::bad(format!("{key} cannot be changed"))),
            };
            *url = match value {
                Value::Null => None,
                Value::String(text) => Some(text.clone()),
                _ => return Err(Refusal::bad(format!("{key} is neither a URL nor null"))),
            };
        }
        state.twilio.callbacks = callbacks;
        Ok(())
    })?;
    Ok(show(State(world)).await)
}

pub(super) async fn webhooks(State(world): State<Arc<World>>) -> Json<Vec<Webhook>> {
    Json(world.look(|state| state.twilio.webhooks.all().to_vec()))
}

pub(super) async fn take(State(world): State<Arc<World>>) -> Json<Vec<Webhook>> {
    Json(world.change(|state| state.twilio.webhooks.take()))
}

pub(super) async fn contents(State(world): State<Arc<World>>) -> Json<Vec<Value>> {
    let account = &world.settings.twilio.account_sid;
    Json(world.look(|state| {
        let contents = state.twilio.contents.all().iter();
        contents
            .map(|content| content.listed_with_approval(account))
            .collect()
    }))
}
