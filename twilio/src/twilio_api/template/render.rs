//! A template as the customer will read it.

use super::definition::{Definition, not_understood};
use super::places::filled;
use super::values::Values;
use crate::bindings::uip::whatsapp_twilio::templates::{
    RenderedButton, RenderedCard, RenderedMedia, TemplateRendered,
};
use uip_kit::json::{Document, Object, Raw};
use uip_kit::refusal::Refusal;

/// The types that WhatsApp shows, the richest first: of several, Twilio sends this.
const RICHEST: [&str; 14] = [
    "whatsapp/authentication",
    "whatsapp/flows",
    "twilio/flows",
    "twilio/carousel",
    "whatsapp/card",
    "twilio/card",
    "twilio/catalog",
    "twilio/pay",
    "twilio/list-picker",
    "twilio/call-to-action",
    "twilio/quick-reply",
    "twilio/location",
    "twilio/media",
    "twilio/text",
];

/// Renders the template whose definition is this JSON.
///
/// # Errors
/// A permanent failure when the definition is none, or the values do not fit it.
pub fn render(json: &str, values: &Values) -> Result<TemplateRendered, Refusal> {
    let document = Document::parse(json).ok();
    let definition = document.as_ref().and_then(Definition::read);
    let definition = definition.ok_or_else(not_understood)?;
    let values = definition.fill(values)?;
    let types = definition.object().object("types");
    let found = types.and_then(|types| {
        let richest = RICHEST.iter().find_map(|kind| {
            let body = types.object(kind)?;
            Some((*kind, body))
        });
        richest.or_else(|| {
            let first = types.members().next()?;
            Some(("", first.value.object()?))
        })
    });
    let (kind, body) = found.ok_or_else(not_understood)?;
    let part = if kind == "whatsapp/authentication" {
        one_time_password(&body, &values)
    } else {
        part(&body, &values)
    };
    let cards = body.items("cards").filter_map(Raw::object);
    let cards = cards.map(|card| self::part(&card, &values));
    Ok(TemplateRendered {
        language: definition.object().text("language").unwrap_or_default(),
        text: part.text,
        header_media: part.header_media,
        buttons: part.buttons,
        cards: cards.collect(),
    })
}

/// A template or one of its cards.
fn part(body: &Object<'_>, values: &[(String, String)]) -> RenderedCard {
    let text = |name: &str| {
        let text = filled(&body.text(name)?, values);
        (!text.trim().is_empty()).then_some(text)
    };
    let texts = ["header_text", "title", "body", "subtitle", "footer"];
    let texts: Vec<_> = texts.into_iter().filter_map(text).collect();
    let list = text("button").or_else(|| text("button_text"));
    let mut buttons: Vec<_> = list
        .map(|text| RenderedButton {
            button_type: "LIST".to_owned(),
            text,
            value: None,
        })
        .into_iter()
        .collect();
    let actions = body.items("actions").filter_map(Raw::object);
    buttons.extend(actions.map(|action| button(&action, values)));
    RenderedCard {
        text: texts.join("\n\n"),
        header_media: media(body, values),
        buttons,
    }
}

fn button(action: &Object<'_>, values: &[(String, String)]) -> RenderedButton {
    let text = |name: &str| action.text(name).map(|text| filled(&text, values));
    let phone = text("phone").map(|phone| format!("tel:{phone}"));
    RenderedButton {
        button_type: action
            .text("type")
            .unwrap_or_else(|| "QUICK_REPLY".to_owned()),
        text: text("title")
            .or_else(|| text("copy_code_text"))
            .unwrap_or_default(),
        value: text("url")
            .or(phone)
            .or_else(|| text("code"))
            .or_else(|| text("id")),
    }
}

/// The first file, by the extension of its URL: the type is the server's.
fn media(body: &Object<'_>, values: &[(String, String)]) -> Option<RenderedMedia> {
    let media = body.get("media").or_else(|| body.get("media_url"))?;
    let url = match media.items() {
        Some(mut items) => items.next()?.text()?,
        None => media.text()?,
    };
    let link = filled(&url, values);
    let path = link.split(['?', '#']).next().unwrap_or_default();
    let extension = path
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let media_type = match extension.as_str() {
        "jpg" | "jpeg" | "png" | "webp" => "image",
        "mp4" | "3gp" => "video",
        _ => "document",
    };
    Some(RenderedMedia {
        media_type: media_type.to_owned(),
        link,
    })
}

/// WhatsApp writes the text of a one-time password itself; this is its English one.
fn one_time_password(body: &Object<'_>, values: &[(String, String)]) -> RenderedCard {
    let code = filled("{{1}}", values);
    let mut text = format!("{code} is your verification code.");
    if body.boolean("add_security_recommendation") == Some(true) {
        text.push_str(" For your security, do not share this code.");
    }
    if let Some(minutes) = body.text_or_number("code_expiration_minutes") {
        text.extend(["\n\nThis code expires in ", &minutes, " minutes."]);
    }
    let mut rendered = part(body, values);
    rendered.text = text;
    for button in &mut rendered.buttons {
        button.value = Some(code.clone());
    }
    rendered
}
