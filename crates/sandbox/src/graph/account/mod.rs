//! The business account and its number: what a client reads and changes about them.

pub(super) mod blocks;
pub(super) mod profile;
pub(super) mod registration;
pub(super) mod subscriptions;

use serde_json::{Value, json};

use crate::graph::call::Call;
use crate::graph::selection::Node;
use crate::model::GraphError;
use crate::model::world::World;

const NUMBER: Node = Node {
    kind: "WhatsAppBusinessPhoneNumber",
    known: &[
        "account_mode",
        "certificate",
        "code_verification_status",
        "conversational_automation",
        "country_code",
        "country_dial_code",
        "display_phone_number",
        "eligibility_for_api_business_global_search",
        "health_status",
        "host_platform",
        "is_official_business_account",
        "is_on_biz_app",
        "is_pin_enabled",
        "is_preverified_number",
        "last_onboarded_time",
        "messaging_limit_tier",
        "name_status",
        "new_certificate",
        "new_display_name",
        "new_name_status",
        "official_business_account",
        "platform_type",
        "quality_rating",
        "quality_score",
        "search_visibility",
        "status",
        "throughput",
        "username",
        "verified_name",
        "webhook_configuration",
        "whatsapp_business_manager_messaging_limit",
    ],
    unasked: &[
        "verified_name",
        "code_verification_status",
        "display_phone_number",
        "quality_rating",
        "platform_type",
        "throughput",
        "webhook_configuration",
        "last_onboarded_time",
    ],
};

const ACCOUNT: Node = Node {
    kind: "WhatsAppBusinessAccount",
    known: &[
        "account_review_status",
        "business_verification_status",
        "country",
        "currency",
        "health_status",
        "is_enabled_for_insights",
        "marketing_messages_lite_api_status",
        "marketing_messages_onboarding_status",
        "message_template_namespace",
        "name",
        "on_behalf_of_business_info",
        "owner_business_info",
        "ownership_type",
        "primary_funding_id",
        "purchase_order_number",
        "status",
        "timezone_id",
        "whatsapp_business_manager_messaging_limit",
    ],
    unasked: &["name", "timezone_id", "message_template_namespace"],
};

/// `GET /{phone number id}` or `GET /{business account id}`.
pub(in crate::graph) fn read(world: &World, call: &Call, id: &str) -> Result<Value, GraphError> {
    let settings = &world.settings;
    if id == settings.phone_number_id {
        NUMBER.select(call, phone_number(world))
    } else if id == settings.business_account_id {
        let account = world.look(|state| state.account.listed_waba(settings));
        ACCOUNT.select(call, Value::Object(account))
    } else {
        Err(GraphError::no_such_object(&call.method, id))
    }
}

/// `GET /{business account id}/phone_numbers`.
pub(in crate::graph) fn phone_numbers(
    world: &World,
    call: &Call,
    id: &str,
) -> Result<Value, GraphError> {
    call.own_account(&world.settings, id)?;
    let number = NUMBER.select(call, phone_number(world))?;
    Ok(json!({"data": [number], "paging": {"cursors": {"before": "MAZD", "after": "MAZD"}}}))
}

fn phone_number(world: &World) -> Value {
    world.look(|state| Value::Object(state.account.listed_number(&world.settings)))
}
