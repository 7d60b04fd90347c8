//! Examples of texts, reactions, media, places and contacts.

use serde_json::Value;

use super::owned;
use crate::bindings::uip::whatsapp::outgoing::{
    ContactAddress, ContactCard, ContactEmail, ContactName, ContactOrg, ContactPhone, ContactUrl,
    MediaMessage, MediaType,
};
use crate::cloud_api::{
    Contacts, Content, Emoji, Location, MediaContent, MessageId, Reaction, Text,
};

pub fn text(example: &Value) -> Option<(&'static str, Content)> {
    let text = &example["text"];
    let content = Text::parse(owned(&text["body"])?, text["preview_url"].as_bool());
    Some(("sendMessageText", Content::Text(content.unwrap())))
}

pub fn reaction(example: &Value) -> Option<(&'static str, Content)> {
    let reaction = &example["reaction"];
    let content = Reaction {
        message_id: MessageId::parse("messageId", reaction["message_id"].as_str()?).unwrap(),
        emoji: Emoji::parse(reaction["emoji"].as_str()?).unwrap(),
    };
    Some(("sendMessageReaction", Content::Reaction(content)))
}

pub fn media(kind: &str, media: &Value) -> Option<(&'static str, Content)> {
    let media_type = match kind {
        "image" => MediaType::Image,
        "video" => MediaType::Video,
        "audio" => MediaType::Audio,
        "document" => MediaType::Document,
        "sticker" => MediaType::Sticker,
        _ => return None,
    };
    let content = MediaContent::parse(MediaMessage {
        phone_number: String::new(),
        media_type,
        link: owned(&media["link"]),
        media_id: owned(&media["id"]),
        caption: owned(&media["caption"]),
        filename: owned(&media["filename"]),
        voice: media["voice"].as_bool(),
        recipient_identity_key_hash: None,
        reply_to: None,
        callback_data: None,
    });
    Some(("sendMessageMedia", Content::Media(content.unwrap())))
}

pub fn location(place: &Value) -> Option<(&'static str, Content)> {
    let degrees = |name: &str| place[name].as_str()?.parse().ok();
    let content = Location::parse(
        "",
        degrees("latitude")?,
        degrees("longitude")?,
        place["name"].as_str(),
        place["address"].as_str(),
    );
    Some(("sendMessageLocation", Content::Location(content.unwrap())))
}

pub fn contacts(contacts: &Value) -> Option<(&'static str, Content)> {
    let cards: Vec<ContactCard> = contacts.as_array()?.iter().map(card).collect();
    let contacts = Contacts::parse(&cards).unwrap();
    Some(("sendMessageContacts", Content::Contacts(contacts)))
}

fn card(card: &Value) -> ContactCard {
    let name = |member: &str| owned(&card["name"][member]);
    ContactCard {
        name: ContactName {
            formatted_name: name("formatted_name").unwrap(),
            first_name: name("first_name"),
            last_name: name("last_name"),
            middle_name: name("middle_name"),
            suffix: name("suffix"),
            prefix: name("prefix"),
        },
        phones: list(&card["phones"], |phone| ContactPhone {
            phone: owned(&phone["phone"]).unwrap(),
            label: owned(&phone["type"]),
            wa_id: owned(&phone["wa_id"]),
        }),
        emails: list(&card["emails"], |email| ContactEmail {
            email: owned(&email["email"]).unwrap(),
            label: owned(&email["type"]),
        }),
        addresses: list(&card["addresses"], |address| ContactAddress {
            street: owned(&address["street"]),
            city: owned(&address["city"]),
            state: owned(&address["state"]),
            zip: owned(&address["zip"]),
            country: owned(&address["country"]),
            country_code: owned(&address["country_code"]),
            label: owned(&address["type"]),
        }),
        urls: list(&card["urls"], |url| ContactUrl {
            url: owned(&url["url"]).unwrap(),
            label: owned(&url["type"]),
        }),
        org: card.get("org").map(|org| ContactOrg {
            company: owned(&org["company"]),
            department: owned(&org["department"]),
            title: owned(&org["title"]),
        }),
        birthday: owned(&card["birthday"]),
    }
}

fn list<T>(value: &Value, item: impl Fn(&Value) -> T) -> Option<Vec<T>> {
    Some(value.as_array()?.iter().map(item).collect())
}
