//! `/sandbox/settings`: what a client must be configured with to use this sandbox.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::model::world::World;

/// The Graph version that a client is asked to use. Any version is answered.
const API_VERSION: &str = "v25.0";

/// For the adapter of each API: the properties that fit this sandbox, and the webhook trigger that takes its
/// notifications.
pub(super) async fn settings(State(world): State<Arc<World>>) -> Json<Value> {
    Json(json!([cloud_api(&world), twilio(&world)]))
}

/// The trigger checks signatures, so the property `appSecret` is left out: only one of the two has to.
fn cloud_api(world: &World) -> Value {
    let settings = &world.settings;
    let verify_token = world.look(|state| state.verify_token.clone());
    json!({
        "properties": {
            "authenticationToken": settings.token,
            "apiVersion": API_VERSION,
            "phoneNumberId": settings.phone_number_id,
            "businessAccountId": settings.business_account_id,
            "appId": settings.app_id,
            "apiBaseUrl": settings.base(),
        },
        "webhook": {
            "authentication": "hmac-sha256",
            "authenticationKey": BASE64_STANDARD.encode(&settings.app_secret),
            "verifyToken": verify_token,
            "command": "processWebhook",
            "properties": {"whatsAppNotification": "{wfsystem.body}"},
        },
    })
}

fn twilio(world: &World) -> Value {
    let account = &world.settings.twilio;
    json!({
        "properties": {
            "accountSid": account.account_sid,
            "authToken": account.auth_token,
            "from": format!("+{}", account.number),
            "apiBaseUrl": world.settings.base(),
        },
        "webhook": {
            "authentication": "twilio",
            "authenticationKey": BASE64_STANDARD.encode(&account.auth_token),
            "command": "processWebhook",
            "properties": {
                "notification": "{wfsystem.body}",
                "signature": "{wfsystem.headers.X-Twilio-Signature}",
                "url": "{wfsystem.url}",
                "callbackParameters": "{wfsystem.parameters}",
            },
        },
    })
}
