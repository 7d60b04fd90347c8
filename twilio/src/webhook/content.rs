//! What a customer's message says: typed, and as the Cloud API writes it.

use super::customer::optional;
use super::parameters::Parameters;
use crate::bindings::uip::whatsapp::incoming::{
    ButtonTap, CallPermission, Choice, Content, FormReply, InteractiveReply, Location, Media,
};
use crate::twilio_api::media::MediaId;
use uip_kit::json::{Document, ObjectWriter};

/// A message's content, and the member of `messages[0]` that holds the same.
pub struct Read {
    /// The type, as the Cloud API calls it.
    pub message_type: String,
    /// The content.
    pub content: Content,
    /// The member's name and its JSON; none for content of which nothing is known.
    pub member: Option<(&'static str, String)>,
}

/// Reads the content of a message. `all` is the message as JSON, for a kind of
/// which nothing is known.
pub fn read(parameters: &Parameters<'_>, all: &str) -> Read {
    let message_type = message_type(parameters);
    let found = location(parameters)
        .or_else(|| file(parameters, &message_type))
        .or_else(|| interactive(parameters, &message_type))
        .or_else(|| text(parameters, &message_type));
    match found {
        Some((content, name, json)) => Read {
            // The member of the same name holds the content. A card from an address
            // book is the exception: it comes as a file.
            message_type: if message_type == CONTACTS {
                message_type
            } else {
                name.to_owned()
            },
            content,
            member: Some((name, json)),
        },
        None => Read {
            message_type,
            content: Content::Other(all.to_owned()),
            member: None,
        },
    }
}

/// The type of a message with cards from an address book.
const CONTACTS: &str = "contacts";

type Found = (Content, &'static str, String);

/// `MessageType`, or what webhooks of before 2023 without it show.
fn message_type(parameters: &Parameters<'_>) -> String {
    if let Some(given) = parameters.text("MessageType") {
        return given.to_owned();
    }
    let guessed = if parameters.text("Latitude").is_some() {
        "location"
    } else if parameters.text("ButtonPayload").is_some() || parameters.text("ButtonText").is_some()
    {
        "button"
    } else if parameters.text("MediaUrl0").is_some() {
        kind_of(parameters.text("MediaContentType0").unwrap_or_default())
    } else {
        "text"
    };
    guessed.to_owned()
}

fn text(parameters: &Parameters<'_>, message_type: &str) -> Option<Found> {
    let body = parameters.text("Body").filter(|_| message_type == "text")?;
    let json = ObjectWriter::new().text("body", body).finish();
    Some((Content::Text(body.to_owned()), "text", json))
}

fn location(parameters: &Parameters<'_>) -> Option<Found> {
    let (latitude, longitude) = (parameters.text("Latitude")?, parameters.text("Longitude")?);
    let location = Location {
        latitude: number(latitude)?,
        longitude: number(longitude)?,
        name: parameters.owned("Label"),
        address: parameters.owned("Address"),
        url: None,
    };
    let json = ObjectWriter::new()
        .json("latitude", latitude)
        .json("longitude", longitude);
    let json = optional(json, "name", location.name.as_deref());
    let json = optional(json, "address", location.address.as_deref());
    Some((Content::Location(location), "location", json.finish()))
}

/// A text that is a number of degrees, as JSON writes it and without an exponent. To
/// 18 digits, which is far less than a metre: the library's parser for any number at
/// all would add 20 KB to the component. The payload has every digit.
#[allow(clippy::cast_precision_loss)]
fn number(text: &str) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, text),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return None,
        None => (digits, ""),
    };
    let is_whole = whole == "0" || !whole.starts_with('0') && (1..=3).contains(&whole.len());
    let all = || whole.bytes().chain(fraction.bytes());
    if !is_whole || !all().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (mut number, mut unit) = (0_u64, 1_u64);
    for (place, digit) in all().take(18).enumerate() {
        number = number * 10 + u64::from(digit - b'0');
        unit *= if place < whole.len() { 1 } else { 10 };
    }
    Some(sign * (number as f64 / unit as f64))
}

/// The first file; WhatsApp sends one. A picture that was sent as a document is one.
fn file(parameters: &Parameters<'_>, message_type: &str) -> Option<Found> {
    let url = parameters.text("MediaUrl0")?;
    let mime_type = parameters.text("MediaContentType0");
    let media = Media {
        id: MediaId::of_url(url).map_or_else(|| url.to_owned(), |id| id.text()),
        mime_type: mime_type.map(str::to_owned),
        sha256: None,
        url: Some(url.to_owned()),
        caption: parameters.owned("Body"),
        filename: None,
        voice: None,
        animated: None,
    };
    let json = ObjectWriter::new().text("id", &media.id);
    let json = optional(json, "mime_type", mime_type).text("url", url);
    let json = optional(json, "caption", media.caption.as_deref()).finish();
    let kind = FILES
        .into_iter()
        .find(|kind| *kind == message_type)
        .unwrap_or_else(|| kind_of(mime_type.unwrap_or_default()));
    let content = match kind {
        "image" => Content::Image(media),
        "video" => Content::Video(media),
        "audio" => Content::Audio(media),
        "sticker" => Content::Sticker(media),
        _ => Content::Document(media),
    };
    Some((content, kind, json))
}

/// The types of messages with a file.
const FILES: [&str; 5] = ["image", "video", "audio", "sticker", "document"];

/// What WhatsApp calls a file of this type. A card from an address book comes as a
/// file, `text/vcard`.
fn kind_of(mime_type: &str) -> &'static str {
    let mime_type = mime_type.to_ascii_lowercase();
    let of = |kind: &str| mime_type.starts_with(kind);
    if of("image/webp") {
        "sticker"
    } else if of("image/") {
        "image"
    } else if of("video/") {
        "video"
    } else if of("audio/") {
        "audio"
    } else {
        "document"
    }
}

/// A tap or an answer.
fn interactive(parameters: &Parameters<'_>, message_type: &str) -> Option<Found> {
    if let Some(id) = parameters.text("ListId") {
        return Some(chosen(id, parameters.text("ListTitle"), true));
    }
    if let Some(answers) = answers(parameters) {
        return Some(form_reply(&answers, parameters.text("Body")));
    }
    let (label, payload) = (
        parameters.text("ButtonText"),
        parameters.text("ButtonPayload"),
    );
    if label.is_none() && payload.is_none() {
        return None;
    }
    if parameters.get("Body") == Some(CALL_REQUEST)
        && let Some(response) = match payload {
            Some("ACCEPTED") => Some("accept"),
            Some("REJECTED") => Some("reject"),
            _ => None,
        }
    {
        return Some(call_permission(response));
    }
    if message_type == "interactive"
        && let Some(id) = payload
    {
        return Some(chosen(id, label, false));
    }
    let tap = ButtonTap {
        text: label.map(str::to_owned),
        payload: payload.map(str::to_owned),
    };
    let json = optional(ObjectWriter::new(), "text", label);
    let json = optional(json, "payload", payload).finish();
    Some((Content::Button(tap), "button", json))
}

/// The answer to the request for permission to call.
const CALL_REQUEST: &str = "VOICE_CALL_REQUEST";

fn chosen(id: &str, title: Option<&str>, is_row: bool) -> Found {
    let choice = Choice {
        id: id.to_owned(),
        title: title.map(str::to_owned),
        description: None,
    };
    let json = optional(ObjectWriter::new().text("id", id), "title", title).finish();
    if is_row {
        wrapped(InteractiveReply::ListReply(choice), "list_reply", &json)
    } else {
        wrapped(InteractiveReply::ButtonReply(choice), "button_reply", &json)
    }
}

/// The answers of a form, as JSON: `FlowData`, or `flowResponse` of
/// `InteractiveData`.
fn answers(parameters: &Parameters<'_>) -> Option<String> {
    if let Some(data) = parameters.owned("FlowData") {
        return Some(data);
    }
    let document = Document::parse(parameters.text("InteractiveData")?).ok()?;
    document.object()?.json("flowResponse")
}

fn form_reply(answers: &str, body: Option<&str>) -> Found {
    let reply = FormReply {
        name: Some("flow".to_owned()),
        body: body.map(str::to_owned),
        response_json: answers.to_owned(),
    };
    let json = optional(ObjectWriter::new().text("name", "flow"), "body", body);
    let json = json.text("response_json", answers).finish();
    wrapped(InteractiveReply::FormReply(reply), "nfm_reply", &json)
}

fn call_permission(response: &str) -> Found {
    let reply = CallPermission {
        response: response.to_owned(),
        expires: None,
        response_source: None,
    };
    let json = ObjectWriter::new().text("response", response).finish();
    let reply = InteractiveReply::CallPermissionReply(reply);
    wrapped(reply, "call_permission_reply", &json)
}

fn wrapped(reply: InteractiveReply, kind: &str, json: &str) -> Found {
    let json = ObjectWriter::new().text("type", kind).json(kind, json);
    (Content::Interactive(reply), "interactive", json.finish())
}
