//! A status in typed form.

use super::message::errors;
use crate::bindings::uip::whatsapp::events::{Conversation, Pricing, Status};
use uip_kit::json::Object;

/// Reads a status; `None` if it names no message or no status.
pub fn read(status: &Object<'_>) -> Option<Status> {
    Some(Status {
        id: status.text_or_number("id").filter(|id| !id.is_empty())?,
        status: status.text("status")?,
        status_type: status.text("type"),
        timestamp: status.number("timestamp"),
        recipient_id: status.text_or_number("recipient_id"),
        recipient_user_id: status.text("recipient_user_id"),
        recipient_type: status.text("recipient_type"),
        participant_id: [
            "recipient_participant_id",
            "participant_recipient_id",
            "recipient_participant_user_id",
        ]
        .iter()
        .find_map(|member| status.text_or_number(member)),
        callback_data: status.text("biz_opaque_callback_data"),
        template_id: status.text_or_number("template_id"),
        conversation: status
            .object("conversation")
            .map(|conversation| Conversation {
                id: conversation.text("id"),
                origin: conversation
                    .object("origin")
                    .and_then(|origin| origin.text("type")),
                expires: conversation.number("expiration_timestamp"),
            }),
        pricing: status.object("pricing").map(|pricing| Pricing {
            billable: pricing.boolean("billable"),
            pricing_model: pricing.text("pricing_model"),
            pricing_type: pricing.text("type"),
            category: pricing.text("category"),
        }),
        payment: status.json("payment"),
        errors: errors(status),
    })
}
