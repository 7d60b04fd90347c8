//! What a message says, in typed form.

use crate::bindings::uip::whatsapp::incoming::{
    ButtonTap, CallPermission, CardPhone, Choice, ContactCard, Content, Edit, FormReply,
    InteractiveReply, Location, Media, Order, OrderItem, Reaction, SystemChange,
};
use uip_kit::json::{Object, Raw};

/// Reads the content of a message of a documented type; `None` if the type is
/// another, or the content has not the documented form.
pub fn read(message_type: &str, message: &Object<'_>) -> Option<Content> {
    let body = || message.object(message_type);
    Some(match message_type {
        "text" => Content::Text(body()?.text("body")?),
        "image" => Content::Image(media(&body()?)?),
        "video" => Content::Video(media(&body()?)?),
        "audio" => Content::Audio(media(&body()?)?),
        "document" => Content::Document(media(&body()?)?),
        "sticker" => Content::Sticker(media(&body()?)?),
        "location" => Content::Location(location(&body()?)?),
        "contacts" => Content::Contacts(contact_cards(message)?),
        "button" => Content::Button(button_tap(&body()?)),
        "interactive" => Content::Interactive(interactive(message, &body()?)?),
        "reaction" => Content::Reaction(reaction(&body()?)?),
        "order" => Content::Order(order(&body()?)),
        "system" => Content::System(system(&body()?)),
        "edit" => Content::Edit(edit(&body()?)?),
        "revoke" => Content::Revoke(body()?.text("original_message_id")?),
        "unsupported" => Content::Unsupported(body().and_then(|kind| kind.text("type"))),
        _ => return None,
    })
}

/// Content of which nothing is known: the whole message.
pub fn other(raw: Raw<'_>) -> Content {
    Content::Other(raw.get().to_owned())
}

fn media(media: &Object<'_>) -> Option<Media> {
    Some(Media {
        id: media.text_or_number("id")?,
        mime_type: media.text("mime_type"),
        sha256: media.text("sha256"),
        url: media.text("url"),
        caption: media.text("caption"),
        filename: media.text("filename"),
        voice: media.boolean("voice"),
        animated: media.boolean("animated"),
    })
}

fn location(location: &Object<'_>) -> Option<Location> {
    Some(Location {
        latitude: location.decimal("latitude")?,
        longitude: location.decimal("longitude")?,
        name: location.text("name"),
        address: location.text("address"),
        url: location.text("url"),
    })
}

fn contact_cards(message: &Object<'_>) -> Option<Vec<ContactCard>> {
    let mut cards = Vec::new();
    for raw in message.items("contacts") {
        cards.push(contact_card(raw)?);
    }
    (!cards.is_empty()).then_some(cards)
}

fn contact_card(raw: Raw<'_>) -> Option<ContactCard> {
    let card = raw.object()?;
    let name = card.object("name");
    let of_name = |member| name.as_ref().and_then(|name| name.text(member));
    let mut phones = Vec::new();
    for phone in card.objects("phones") {
        phones.push(CardPhone {
            phone: phone.text_or_number("phone"),
            wa_id: phone.text_or_number("wa_id"),
            label: phone.text("type"),
        });
    }
    let mut emails = Vec::new();
    for email in card.objects("emails") {
        emails.extend(email.text("email"));
    }
    Some(ContactCard {
        formatted_name: of_name("formatted_name"),
        first_name: of_name("first_name"),
        last_name: of_name("last_name"),
        phones,
        emails,
        company: card.object("org").and_then(|org| org.text("company")),
        origin: card.text("origin"),
        card: raw.get().to_owned(),
    })
}

fn button_tap(button: &Object<'_>) -> ButtonTap {
    ButtonTap {
        text: button.text("text"),
        payload: button.text("payload"),
    }
}

fn interactive(message: &Object<'_>, interactive: &Object<'_>) -> Option<InteractiveReply> {
    let kind = interactive.text("type")?;
    let typed = interactive
        .object(&kind)
        .and_then(|reply| match kind.as_str() {
            "button_reply" => choice(&reply).map(InteractiveReply::ButtonReply),
            "list_reply" => choice(&reply).map(InteractiveReply::ListReply),
            "nfm_reply" => form_reply(&reply).map(InteractiveReply::FormReply),
            "call_permission_reply" => {
                call_permission(&reply).map(InteractiveReply::CallPermissionReply)
            }
            _ => None,
        });
    typed.or_else(|| message.json("interactive").map(InteractiveReply::Other))
}

fn choice(choice: &Object<'_>) -> Option<Choice> {
    Some(Choice {
        id: choice.text_or_number("id")?,
        title: choice.text("title"),
        description: choice.text("description"),
    })
}

fn form_reply(reply: &Object<'_>) -> Option<FormReply> {
    Some(FormReply {
        name: reply.text("name"),
        body: reply.text("body"),
        response_json: reply.text("response_json")?,
    })
}

fn call_permission(reply: &Object<'_>) -> Option<CallPermission> {
    Some(CallPermission {
        response: reply.text("response")?,
        expires: reply.number("expiration_timestamp"),
        response_source: reply.text("response_source"),
    })
}

/// A reaction without an emoji, or with an empty one, was taken off: WhatsApp
/// documents the first and sends the second too.
fn reaction(reaction: &Object<'_>) -> Option<Reaction> {
    Some(Reaction {
        message_id: reaction.text("message_id")?,
        emoji: reaction.text("emoji").filter(|emoji| !emoji.is_empty()),
    })
}

fn order(order: &Object<'_>) -> Order {
    let mut items = Vec::new();
    for item in order.objects("product_items") {
        items.push(OrderItem {
            product_retailer_id: item.text_or_number("product_retailer_id"),
            quantity: item.text_or_number("quantity"),
            item_price: item.text_or_number("item_price"),
            currency: item.text("currency"),
        });
    }
    Order {
        catalog_id: order.text_or_number("catalog_id"),
        text: order.text("text"),
        items,
    }
}

fn system(system: &Object<'_>) -> SystemChange {
    SystemChange {
        change_type: system.text("type"),
        body: system.text("body"),
        wa_id: system
            .text_or_number("wa_id")
            .or_else(|| system.text_or_number("new_wa_id")),
        user_id: system.text("user_id"),
        parent_user_id: system.text("parent_user_id"),
        customer: system.text_or_number("customer"),
        previous_user_id: system.text("previous_user_id"),
        previous_parent_user_id: system.text("previous_parent_user_id"),
    }
}

fn edit(edit: &Object<'_>) -> Option<Edit> {
    Some(Edit {
        original_message_id: edit.text("original_message_id")?,
        message: edit.json("message"),
    })
}
