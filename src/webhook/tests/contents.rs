//! Each documented kind of message in typed form.

use serde_json::{Value, json};

use super::{events_of, with_message, with_value};
use crate::bindings::uip::whatsapp::events::{Status, StatusChangedEvent};
use crate::bindings::uip::whatsapp::incoming::{Content, InteractiveReply, Message};
use crate::webhook::Event;

fn message(message: &Value) -> Message {
    match events_of(&with_message(message)).pop() {
        Some(Event::CustomerMessage(event)) => event.message,
        other => panic!("{other:?}"),
    }
}

fn content(kind: &str, body: &Value) -> Content {
    message(&json!({"id": "m1", "from": "393331234567", "type": kind, kind: body})).content
}

fn status(status: &Value) -> Status {
    match events_of(&with_value(&json!({"statuses": [status]}))).pop() {
        Some(Event::StatusChanged(StatusChangedEvent { status, .. })) => status,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_text_is_its_body() {
    let Content::Text(body) = content("text", &json!({"body": "Ciao 👋"})) else {
        panic!()
    };
    assert_eq!(body, "Ciao 👋");
}

#[test]
fn five_kinds_of_media_have_id_type_hash_and_what_is_their_own() {
    for kind in ["image", "video", "audio", "document", "sticker"] {
        let body = json!({"id": "77", "mime_type": "a/b", "sha256": "h", "url": "https://x", "caption": "c", "filename": "f", "voice": true, "animated": false});
        let media = match (kind, content(kind, &body)) {
            ("image", Content::Image(media))
            | ("video", Content::Video(media))
            | ("audio", Content::Audio(media))
            | ("document", Content::Document(media))
            | ("sticker", Content::Sticker(media)) => media,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            (media.id.as_str(), media.mime_type.as_deref()),
            ("77", Some("a/b"))
        );
        assert_eq!(
            (media.caption.as_deref(), media.filename.as_deref()),
            (Some("c"), Some("f"))
        );
        assert_eq!((media.voice, media.animated), (Some(true), Some(false)));
    }
}

#[test]
fn a_location_may_be_written_in_numbers_or_in_strings() {
    for (latitude, longitude) in [
        (json!(44.5), json!(-0.125)),
        (json!("44.5"), json!("-0.125")),
    ] {
        let body = json!({"latitude": latitude, "longitude": longitude, "name": "Bar"});
        let Content::Location(location) = content("location", &body) else {
            panic!()
        };
        assert_eq!((location.latitude, location.longitude), (44.5, -0.125));
        assert_eq!(location.name.as_deref(), Some("Bar"));
    }
}

#[test]
fn cards_have_names_phones_and_emails() {
    let cards = json!([{"name": {"formatted_name": "Ada L"}, "phones": [{"phone": "+39 1", "wa_id": "391", "type": "CELL"}], "emails": [{"email": "a@b"}], "org": {"company": "X"}, "origin": "contact_request", "birthday": "1815-12-10"}]);
    let Content::Contacts(read) = content("contacts", &cards) else {
        panic!()
    };
    assert_eq!(read[0].formatted_name.as_deref(), Some("Ada L"));
    assert_eq!(read[0].phones[0].wa_id.as_deref(), Some("391"));
    assert_eq!(read[0].emails, ["a@b"]);
    assert_eq!(read[0].origin.as_deref(), Some("contact_request"));
    assert_eq!(
        serde_json::from_str::<Value>(&read[0].card).unwrap(),
        cards[0]
    );
}

#[test]
fn a_tap_on_a_template_button_has_text_and_payload() {
    let Content::Button(tap) = content("button", &json!({"text": "No", "payload": "NO"})) else {
        panic!()
    };
    assert_eq!(
        (tap.text.as_deref(), tap.payload.as_deref()),
        (Some("No"), Some("NO"))
    );
}

#[test]
fn answers_to_interactive_messages_say_what_was_chosen() {
    let chosen = |kind: &str, reply: Value| {
        let Content::Interactive(reply) =
            content("interactive", &json!({"type": kind, kind: reply}))
        else {
            panic!()
        };
        reply
    };
    let InteractiveReply::ButtonReply(choice) =
        chosen("button_reply", json!({"id": "b", "title": "B"}))
    else {
        panic!()
    };
    assert_eq!(
        (choice.id.as_str(), choice.title.as_deref()),
        ("b", Some("B"))
    );
    let InteractiveReply::ListReply(choice) =
        chosen("list_reply", json!({"id": "r", "description": "D"}))
    else {
        panic!()
    };
    assert_eq!(
        (choice.id.as_str(), choice.description.as_deref()),
        ("r", Some("D"))
    );
    let InteractiveReply::FormReply(form) = chosen(
        "nfm_reply",
        json!({"name": "flow", "response_json": "{\"a\":1}"}),
    ) else {
        panic!()
    };
    assert_eq!(form.response_json, "{\"a\":1}");
    let InteractiveReply::CallPermissionReply(permission) = chosen(
        "call_permission_reply",
        json!({"response": "accept", "expiration_timestamp": "9"}),
    ) else {
        panic!()
    };
    assert_eq!(
        (permission.response.as_str(), permission.expires),
        ("accept", Some(9))
    );
    let InteractiveReply::Other(json) = chosen("payment_method", json!({"x": 1})) else {
        panic!()
    };
    assert_eq!(
        serde_json::from_str::<Value>(&json).unwrap(),
        json!({"type": "payment_method", "payment_method": {"x": 1}})
    );
}

#[test]
fn a_reaction_without_an_emoji_was_taken_off() {
    let emoji = |body: Value| match content("reaction", &body) {
        Content::Reaction(reaction) => reaction.emoji,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        emoji(json!({"message_id": "w", "emoji": "👍"})).as_deref(),
        Some("👍")
    );
    assert_eq!(emoji(json!({"message_id": "w", "emoji": ""})), None);
    assert_eq!(emoji(json!({"message_id": "w"})), None);
}

#[test]
fn an_order_has_its_lines_with_numbers_as_they_were_sent() {
    let Content::Order(order) = content(
        "order",
        &json!({"catalog_id": "c", "text": "t", "product_items": [{"product_retailer_id": "p", "quantity": 2, "item_price": "12.50", "currency": "EUR"}]}),
    ) else {
        panic!()
    };
    let item = &order.items[0];
    assert_eq!(
        (item.quantity.as_deref(), item.item_price.as_deref()),
        (Some("2"), Some("12.50"))
    );
}

#[test]
fn system_edit_revoke_and_unsupported_messages_are_typed() {
    let Content::System(change) = content(
        "system",
        &json!({"type": "user_changed_number", "wa_id": "392", "customer": "391"}),
    ) else {
        panic!()
    };
    assert_eq!(
        (change.wa_id.as_deref(), change.customer.as_deref()),
        (Some("392"), Some("391"))
    );
    let Content::System(change) = content(
        "system",
        &json!({
            "type": "user_changed_user_id", "user_id": "IT.2", "parent_user_id": "IT.ENT.2",
            "previous_user_id": "IT.1", "previous_parent_user_id": "IT.ENT.1",
        }),
    ) else {
        panic!()
    };
    let ids = [
        change.user_id,
        change.parent_user_id,
        change.previous_user_id,
        change.previous_parent_user_id,
    ];
    let expected = ["IT.2", "IT.ENT.2", "IT.1", "IT.ENT.1"];
    assert_eq!(ids, expected.map(|id| Some(id.to_owned())));
    let Content::Edit(edit) = content(
        "edit",
        &json!({"original_message_id": "o", "message": {"type": "text"}}),
    ) else {
        panic!()
    };
    assert_eq!(
        (edit.original_message_id.as_str(), edit.message.as_deref()),
        ("o", Some("{\"type\":\"text\"}"))
    );
    let Content::Revoke(original) = content("revoke", &json!({"original_message_id": "o"})) else {
        panic!()
    };
    assert_eq!(original, "o");
    let Content::Unsupported(kind) = content("unsupported", &json!({"type": "poll_creation"}))
    else {
        panic!()
    };
    assert_eq!(kind.as_deref(), Some("poll_creation"));
    let Content::Unsupported(None) = message(&json!({"id": "m1", "type": "unsupported"})).content
    else {
        panic!()
    };
}

#[test]
fn a_kind_that_comes_one_day_is_other_with_the_whole_message() {
    let sent =
        json!({"id": "m1", "from": "393331234567", "type": "hologram", "hologram": {"x": [1]}});
    let read = message(&sent);
    assert_eq!(read.message_type, "hologram");
    let Content::Other(json) = read.content else {
        panic!()
    };
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), sent);
}

#[test]
fn what_goes_with_a_message_is_typed_too() {
    let read = message(&json!({
        "id": "m1", "from_user_id": "US.1", "group_id": "G", "timestamp": 1_739_321_024, "type": "text", "text": {"body": "x"},
        "context": {"id": "w0", "from": "1555", "forwarded": true, "referred_product": {"catalog_id": "c", "product_retailer_id": "p"}},
        "referral": {"source_url": "https://fb.me/x", "source_type": "ad", "ctwa_clid": "clid"},
        "errors": [{"code": "131051", "title": "T", "details": "old place"}, {"code": 1, "error_data": {"details": "new place"}}],
    }));
    assert_eq!(
        (read.from, read.from_user_id.as_deref(), read.timestamp),
        (None, Some("US.1"), Some(1_739_321_024))
    );
    let context = read.context.unwrap();
    assert_eq!(
        (
            context.message_id.as_deref(),
            context.forwarded,
            context.product_retailer_id.as_deref()
        ),
        (Some("w0"), true, Some("p"))
    );
    assert_eq!(read.referral.unwrap().ctwa_clid.as_deref(), Some("clid"));
    let details: Vec<_> = read
        .errors
        .iter()
        .map(|error| (error.code, error.details.as_deref()))
        .collect();
    assert_eq!(
        details,
        [
            (Some(131_051), Some("old place")),
            (Some(1), Some("new place"))
        ]
    );
}

#[test]
fn a_status_has_price_conversation_callback_data_and_errors() {
    let read = status(&json!({
        "id": "s1", "status": "failed", "timestamp": "5", "recipient_user_id": "US.1", "biz_opaque_callback_data": "order-7", "template_id": "17",
        "conversation": {"id": "c", "origin": {"type": "utility"}, "expiration_timestamp": "9"},
        "pricing": {"billable": true, "pricing_model": "PMP", "type": "regular", "category": "utility"},
        "errors": [{"code": 131_026, "title": "Message undeliverable"}],
    }));
    assert_eq!(
        (read.recipient_id, read.recipient_user_id.as_deref()),
        (None, Some("US.1"))
    );
    assert_eq!(read.callback_data.as_deref(), Some("order-7"));
    assert_eq!(read.template_id.as_deref(), Some("17"));
    let conversation = read.conversation.unwrap();
    assert_eq!(
        (conversation.origin.as_deref(), conversation.expires),
        (Some("utility"), Some(9))
    );
    let pricing = read.pricing.unwrap();
    assert_eq!(
        (pricing.billable, pricing.category.as_deref()),
        (Some(true), Some("utility"))
    );
    assert_eq!(read.errors[0].code, Some(131_026));
}
