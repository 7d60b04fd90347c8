//! A customer's message.

use super::content;
use super::customer::{Customer, contacts_json, metadata, metadata_json, optional};
use super::event::{Event, with_entry};
use super::parameters::Parameters;
use super::process::Origin;
use crate::bindings::uip::whatsapp::events::CustomerMessageEvent;
use crate::bindings::uip::whatsapp::incoming::{Context, Message, Referral};
use crate::twilio_api::answer::without_channel;
use uip_kit::json::ObjectWriter;

/// The event of a message; none without an id.
pub fn event(parameters: &Parameters<'_>, origin: &Origin<'_>) -> Option<Event> {
    let id = parameters
        .owned("MessageSid")
        .or_else(|| parameters.owned("SmsSid"))?;
    let customer = Customer::read(parameters, parameters.text("From"));
    let twilio = parameters.json(origin.added);
    let read = content::read(parameters, &twilio);
    let (context, context_json) = context(parameters).unzip();
    let referral = referral(parameters);

    let mut json = optional(ObjectWriter::new(), "from", customer.wa_id.as_deref());
    json = optional(json, "from_user_id", customer.user_id.as_deref());
    json = optional(
        json,
        "from_parent_user_id",
        customer.parent_user_id.as_deref(),
    );
    json = json.text("id", &id).text("type", &read.message_type);
    if let Some((name, content)) = &read.member {
        json = json.json(name, content);
    }
    if let Some(context) = context_json {
        json = json.json("context", &context);
    }
    if let Some(referral) = &referral {
        json = json.json("referral", &referral.referral);
    }
    let contacts: Vec<_> = customer.contact(parameters).into_iter().collect();
    let metadata = metadata(parameters.text("To"));
    let payload = ObjectWriter::new()
        .json("contacts", &contacts_json(&contacts))
        .json("messages", &format!("[{}]", json.finish()))
        .json("metadata", &metadata_json(&metadata))
        .json("twilio", &twilio);
    Some(Event::CustomerMessage(CustomerMessageEvent {
        event_id: id.clone(),
        business_account_id: parameters.owned("AccountSid"),
        metadata,
        contacts,
        payload: with_entry(payload, parameters.text("AccountSid")),
        message: Message {
            id,
            from: customer.wa_id,
            from_user_id: customer.user_id,
            from_parent_user_id: customer.parent_user_id,
            group_id: None,
            // Twilio sends no time.
            timestamp: None,
            message_type: read.message_type,
            context,
            referral,
            errors: Vec::new(),
            content: read.content,
        },
    }))
}

/// The message that is quoted, or whose button was tapped, and whether this one was
/// forwarded: typed, and as the Cloud API writes it.
fn context(parameters: &Parameters<'_>) -> Option<(Context, String)> {
    let is = |name| parameters.text(name) == Some("true");
    let sender = parameters.text("OriginalRepliedMessageSender");
    let context = Context {
        message_id: parameters.owned("OriginalRepliedMessageSid"),
        from: sender.map(|it| without_channel(it).trim_start_matches('+').to_owned()),
        forwarded: is("Forwarded"),
        frequently_forwarded: is("FrequentlyForwarded"),
        catalog_id: None,
        product_retailer_id: None,
    };
    if context.message_id.is_none() && !context.forwarded && !context.frequently_forwarded {
        return None;
    }
    let mut json = optional(ObjectWriter::new(), "from", context.from.as_deref());
    json = optional(json, "id", context.message_id.as_deref());
    for (name, is) in [
        ("forwarded", context.forwarded),
        ("frequently_forwarded", context.frequently_forwarded),
    ] {
        if is {
            json = json.json(name, "true");
        }
    }
    Some((context, json.finish()))
}

/// The advertisement that led here. `ReferralNumMedia` alone is in every message.
fn referral(parameters: &Parameters<'_>) -> Option<Referral> {
    const MEMBERS: [(&str, &str); 6] = [
        ("ReferralSourceUrl", "source_url"),
        ("ReferralSourceId", "source_id"),
        ("ReferralSourceType", "source_type"),
        ("ReferralHeadline", "headline"),
        ("ReferralBody", "body"),
        ("ReferralCtwaClid", "ctwa_clid"),
    ];
    if !MEMBERS
        .iter()
        .any(|(name, _)| parameters.text(name).is_some())
    {
        return None;
    }
    let mut json = ObjectWriter::new();
    for (name, member) in MEMBERS {
        json = optional(json, member, parameters.text(name));
    }
    for (name, value) in parameters.all() {
        let is_named = MEMBERS.iter().any(|(own, _)| own == name);
        if name.starts_with("Referral") && !is_named {
            json = json.text(name, value);
        }
    }
    Some(Referral {
        source_url: parameters.owned("ReferralSourceUrl"),
        source_id: parameters.owned("ReferralSourceId"),
        source_type: parameters.owned("ReferralSourceType"),
        headline: parameters.owned("ReferralHeadline"),
        body: parameters.owned("ReferralBody"),
        ctwa_clid: parameters.owned("ReferralCtwaClid"),
        referral: json.finish(),
    })
}
