//! What can change about the business: its number, its profile, its subscription.

use serde_json::{Map, Value, json};

use crate::model::settings::Settings;

/// Whether the business account may use Direct Send. Meta grants access to each account; sending what is
/// not of a utility kind loses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DirectSendAccess {
    /// Direct Send works.
    #[default]
    Enabled,
    /// Meta has not enabled it for the account: messages with a category are refused with 100.
    Disabled,
    /// Meta has blocked it for the account: messages with a category are refused with 139200.
    Blocked,
}

/// The business's side of the account.
#[derive(Debug)]
pub(crate) struct Account {
    /// The phone number as Graph tells it, every field.
    pub(crate) number: Map<String, Value>,
    /// The business profile.
    pub(crate) profile: Map<String, Value>,
    /// Whether the app is subscribed to the business account: without that no notification comes.
    pub(crate) subscribed: bool,
    /// Whether Direct Send works.
    pub(crate) direct_send: DirectSendAccess,
    /// The callback that the account has for itself.
    pub(crate) own_callback: Option<String>,
}

impl Account {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            number: object(json!({
                "verified_name": settings.verified_name,
                "code_verification_status": "VERIFIED",
                "display_phone_number": settings.display_phone_number,
                "quality_rating": "GREEN",
                "platform_type": "CLOUD_API",
                "throughput": {"level": "STANDARD"},
                "webhook_configuration": {"application": settings.callback_url.clone().unwrap_or_default()},
                "status": "CONNECTED",
                "name_status": "APPROVED",
                "account_mode": "LIVE",
                "is_official_business_account": false,
                "is_pin_enabled": true,
                "messaging_limit_tier": "TIER_1K",
                "whatsapp_business_manager_messaging_limit": "TIER_1K",
                "quality_score": {"score": "GREEN"},
                "host_platform": "NOT_APPLICABLE",
                "health_status": {"can_send_message": "AVAILABLE", "entities": []},
                "id": settings.phone_number_id,
            })),
            profile: object(json!({
                "about": "Bread since this morning.",
                "address": "1 Loopback Lane",
                "description": "A bakery that exists in tests only.",
                "email": "oven@bakery.example",
                "websites": ["https://bakery.example/"],
                "vertical": "RETAIL",
            })),
            subscribed: true,
            direct_send: settings.direct_send,
            own_callback: None,
        }
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}
