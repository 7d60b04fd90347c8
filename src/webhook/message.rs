//! A customer's message in typed form.

use super::content;
use crate::bindings::uip::whatsapp::incoming::{Context, Message, Referral, WebhookError};
use uip_kit::json::{Object, Raw};

/// Reads a message; `None` if it has no id, since then it can neither be
/// answered nor known again.
pub fn read(message: &Object<'_>, raw: Raw<'_>) -> Option<Message> {
    let id = message.text_or_number("id").filter(|id| !id.is_empty())?;
    let message_type = message.text("type").unwrap_or_default();
    Some(Message {
        id,
        from: message.text_or_number("from"),
        from_user_id: message.text("from_user_id"),
        from_parent_user_id: message.text("from_parent_user_id"),
        group_id: message.text("group_id"),
        timestamp: message.number("timestamp"),
        context: message
            .object("context")
            .map(|context| read_context(&context)),
        referral: message
            .object("referral")
            .map(|referral| read_referral(message, &referral)),
        errors: errors(message),
        content: content::read(&message_type, message).unwrap_or_else(|| content::other(raw)),
        message_type,
    })
}

fn read_context(context: &Object<'_>) -> Context {
    let product = context.object("referred_product");
    let of_product = |member| product.as_ref().and_then(|product| product.text(member));
    Context {
        message_id: context.text("id"),
        from: context.text_or_number("from"),
        forwarded: context.boolean("forwarded").unwrap_or_default(),
        frequently_forwarded: context.boolean("frequently_forwarded").unwrap_or_default(),
        catalog_id: of_product("catalog_id"),
        product_retailer_id: of_product("product_retailer_id"),
    }
}

fn read_referral(message: &Object<'_>, referral: &Object<'_>) -> Referral {
    Referral {
        source_url: referral.text("source_url"),
        source_id: referral.text_or_number("source_id"),
        source_type: referral.text("source_type"),
        headline: referral.text("headline"),
        body: referral.text("body"),
        ctwa_clid: referral.text("ctwa_clid"),
        referral: message.json("referral").unwrap_or_default(),
    }
}

/// The errors of a message or a status. Older notifications have `details`
/// beside `code`, newer ones in `error_data`.
pub fn errors(update: &Object<'_>) -> Vec<WebhookError> {
    let mut errors = Vec::new();
    for error in update.objects("errors") {
        let data = error.object("error_data");
        errors.push(WebhookError {
            code: error.number("code"),
            title: error.text("title"),
            message: error.text("message"),
            details: data
                .and_then(|data| data.text("details"))
                .or_else(|| error.text("details")),
            href: error.text("href"),
        });
    }
    errors
}
