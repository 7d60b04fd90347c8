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

/// The properties of the WhatsApp adapter that fit this sandbox, and the webhook trigger that takes its
/// notifications.
///
/// The trigger checks signatures, so the property `appSecret` is left out: only one of the two has to.
pub(super) async fn settings(State(world): State<Arc<World>>) -> Json<Value> {
    let settings = &world.settings;
    let verify_token = world.look(|state| state.verify_token.clone());
    Json(json!({
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
    }))
}
