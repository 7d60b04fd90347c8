//! What can change about the business: its number, its profile, its subscription.

mod callbacks;
mod health;
mod registration;

pub(crate) use callbacks::Callbacks;
pub(crate) use health::Healths;
pub use health::{CanSend, Health, HealthEntity};
pub(crate) use registration::Registration;
pub use registration::VerificationCode;

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
    /// The phone number as Graph lists it. What follows from the rest of the account is not in here.
    pub(crate) number: Map<String, Value>,
    /// The business account as Graph lists it.
    pub(crate) waba: Map<String, Value>,
    pub(crate) registration: Registration,
    pub(crate) health: Healths,
    /// The business profile.
    pub(crate) profile: Map<String, Value>,
    /// Whether the app is subscribed to the business account: without that no notification is posted.
    pub(crate) subscribed: bool,
    pub(crate) callbacks: Callbacks,
    /// The customers that the business has blocked, by phone number or user id, in the order of blocking.
    pub(crate) blocked: Vec<String>,
    /// Whether Direct Send works.
    pub(crate) direct_send: DirectSendAccess,
}

impl Account {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            number: object(json!({
                "verified_name": settings.verified_name,
                "display_phone_number": settings.display_phone_number,
                "quality_rating": "GREEN",
                "platform_type": "CLOUD_API",
                "throughput": {"level": "STANDARD"},
                "name_status": "APPROVED",
                "account_mode": "LIVE",
                "is_official_business_account": false,
                "official_business_account": {"oba_status": "NOT_STARTED"},
                "messaging_limit_tier": "TIER_1K",
                "whatsapp_business_manager_messaging_limit": "TIER_1K",
                "quality_score": {"score": "GREEN"},
                "host_platform": "NOT_APPLICABLE",
                "id": settings.phone_number_id,
            })),
            waba: object(json!({
                "id": settings.business_account_id,
                "name": settings.verified_name,
                "timezone_id": "1",
                "currency": "USD",
                "status": "ACTIVE",
                "account_review_status": "APPROVED",
                "business_verification_status": "verified",
                "ownership_type": "SELF",
                "message_template_namespace": "sandbox",
                "whatsapp_business_manager_messaging_limit": "TIER_1K",
            })),
            registration: Registration::new(settings.registered),
            health: Healths::default(),
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
            callbacks: Callbacks::of_app(settings.callback_url.clone()),
            blocked: Vec::new(),
        }
    }
}

impl Account {
    /// The phone number as Graph lists it, every field. What a test has set wins over what follows from the
    /// registration, the callbacks and the health.
    pub(crate) fn listed_number(&self, settings: &Settings) -> Map<String, Value> {
        let registration = &self.registration;
        let mut listed = object(json!({
            "code_verification_status": if registration.verified { "VERIFIED" } else { "NOT_VERIFIED" },
            // Meta does not document the status of a number that is not registered.
            "status": if registration.registered { "CONNECTED" } else { "PENDING" },
            "is_pin_enabled": registration.pin.is_some(),
            "webhook_configuration": self.callbacks.configuration(),
            "health_status": self.health_of(settings, Some((HealthEntity::PhoneNumber, &settings.phone_number_id))),
        }));
        listed.extend(self.number.clone());
        listed.retain(|_, value| !value.is_null());
        listed
    }

    /// The business account as Graph lists it, every field.
    pub(crate) fn listed_waba(&self, settings: &Settings) -> Map<String, Value> {
        let mut listed = object(json!({"health_status": self.health_of(settings, None)}));
        listed.extend(self.waba.clone());
        listed.retain(|_, value| !value.is_null());
        listed
    }

    /// `health_status` of a node: itself, the account, the business and the app.
    pub(crate) fn health_of(
        &self,
        settings: &Settings,
        node: Option<(HealthEntity, &str)>,
    ) -> Value {
        let mut entities: Vec<(HealthEntity, &str)> = node.into_iter().collect();
        entities.extend([
            (HealthEntity::Waba, settings.business_account_id.as_str()),
            (HealthEntity::Business, BUSINESS_ID),
            (HealthEntity::App, settings.app_id.as_str()),
        ]);
        self.health.status(&entities)
    }

    /// The callback that notifications are posted to. None while the app is not subscribed.
    pub(crate) fn callback(&self) -> Option<&str> {
        self.callbacks.current().filter(|_| self.subscribed)
    }
}

/// The id of the business portfolio.
const BUSINESS_ID: &str = "700000000000007";

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}
