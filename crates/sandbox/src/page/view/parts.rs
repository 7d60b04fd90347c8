//! The parts of a message that are not text: files, places, contacts.

use serde::Serialize;
use serde_json::Value;

use crate::model::media::Shelf;

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct File {
    /// `image`, `video`, `audio`, `voice`, `document`, `sticker`.
    pub(crate) kind: &'static str,
    /// The id of the file, if the sandbox has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    /// Where the business hosts it. The page does not fetch that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mime_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) bytes: Option<usize>,
}

/// A point on the map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Place {
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) address: Option<String>,
}

/// A contact's card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Contact {
    pub(crate) name: String,
    /// Numbers and addresses.
    pub(crate) details: Vec<String>,
}

const KINDS: [&str; 6] = ["image", "video", "audio", "voice", "document", "sticker"];

fn text(value: &Value) -> Option<String> {
    let text = value.as_str().filter(|text| !text.is_empty());
    text.map(str::to_owned)
}

/// The file of this kind in a media object: one with `id` or `link`.
fn file(kind: &str, object: &Value, shelf: &Shelf) -> Option<File> {
    let named = KINDS.iter().find(|known| **known == kind)?;
    let kind = if *named == "audio" && object["voice"] == true {
        "voice"
    } else {
        named
    };
    let hosted = object["id"].as_str().and_then(|id| {
        let mut all = shelf.all().iter();
        all.find(|media| media.id() == id)
    });
    let mime_type = || hosted.map(|media| media.mime_type().to_owned());
    Some(File {
        kind,
        id: hosted.map(|media| media.id().to_owned()),
        link: text(&object["link"]),
        name: text(&object["filename"])
            .or_else(|| hosted.and_then(|media| media.filename().map(str::to_owned))),
        mime_type: text(&object["mime_type"]).or_else(mime_type),
        bytes: hosted.map(|media| media.bytes().len()),
    })
}

/// The kind of file that a link seems to lead to.
fn of_link(link: &str) -> File {
    let path = link.split(['?', '#']).next().unwrap_or(link);
    let ending = path.rsplit('.').next().unwrap_or_default();
    let kind = match ending.to_ascii_lowercase().as_str() {
        "mp4" | "3gp" => "video",
        "aac" | "amr" | "mp3" | "m4a" | "ogg" | "opus" => "audio",
        "pdf" | "doc" | "docx" | "txt" | "xls" | "xlsx" | "ppt" | "pptx" | "vcf" => "document",
        "webp" => "sticker",
        _ => "image",
    };
    File {
        kind,
        id: None,
        link: Some(link.to_owned()),
        name: None,
        mime_type: None,
        bytes: None,
    }
}

/// The parameter of a template's header, of the components of a message or of a card.
fn header_parameter(components: &Value) -> Option<&Value> {
    let mut all = components.as_array()?.iter();
    let header = all.find(|component| {
        let kind = component["type"].as_str().unwrap_or_default();
        kind.eq_ignore_ascii_case("header")
    })?;
    header["parameters"].get(0)
}

/// The file of a message of this kind, or in its header. `header` is what the carrier shows there.
pub(crate) fn of_message(
    kind: &str,
    content: &Value,
    header: Option<&str>,
    shelf: &Shelf,
) -> Option<File> {
    if KINDS.contains(&kind) {
        return file(kind, content, shelf);
    }
    in_header(&content["header"], shelf)
        .or_else(|| of_parameter(header_parameter(&content["components"])?, shelf))
        .or_else(|| of_header(header))
}

/// The file with this id, of a message of this kind. Its other members are in `content`.
pub(crate) fn hosted(kind: &str, id: &str, content: &Value, shelf: &Shelf) -> Option<File> {
    let mut object = content.clone();
    if let Value::Object(members) = &mut object {
        members.insert("id".to_owned(), Value::String(id.to_owned()));
    }
    file(kind, &object, shelf)
}

/// The file of the card at `place`.
pub(crate) fn of_card(
    place: usize,
    content: &Value,
    header: Option<&str>,
    shelf: &Shelf,
) -> Option<File> {
    let cards = content["components"].as_array().into_iter().flatten();
    let mut of_template = cards.filter_map(|component| component["cards"].get(place));
    in_header(&content["action"]["cards"][place]["header"], shelf)
        .or_else(|| {
            let card = of_template.next()?;
            of_parameter(header_parameter(&card["components"])?, shelf)
        })
        .or_else(|| of_header(header))
}

fn in_header(header: &Value, shelf: &Shelf) -> Option<File> {
    of_parameter(header, shelf)
}

/// The file of an object that names its type: `{"type": "image", "image": {"link": …}}`.
fn of_parameter(parameter: &Value, shelf: &Shelf) -> Option<File> {
    let kind = parameter["type"].as_str()?.to_ascii_lowercase();
    let object = &parameter[kind.as_str()];
    // A moving picture is a film without sound.
    let kind = if kind == "gif" { "video" } else { &kind };
    file(kind, object, shelf)
}

fn of_header(header: Option<&str>) -> Option<File> {
    let is_link = |header: &&str| header.starts_with("http://") || header.starts_with("https://");
    header.filter(is_link).map(of_link)
}

/// The place of a message of this kind, or in a template's header.
pub(crate) fn place(kind: &str, content: &Value) -> Option<Place> {
    let object = match kind {
        "location" => content,
        _ => &header_parameter(&content["components"])?["location"],
    };
    let number = |key: &str| {
        let value = &object[key];
        value.as_f64().or_else(|| value.as_str()?.parse().ok())
    };
    Some(Place {
        latitude: number("latitude")?,
        longitude: number("longitude")?,
        name: text(&object["name"]).or_else(|| text(&object["label"])),
        address: text(&object["address"]),
    })
}

/// The contacts of a message.
pub(crate) fn contacts(content: &Value) -> Vec<Contact> {
    let contacts = content.as_array().into_iter().flatten();
    contacts
        .map(|contact| {
            let values = |list: &str, key: &str| -> Vec<String> {
                let list = contact[list].as_array().into_iter().flatten();
                list.filter_map(|item| text(&item[key])).collect()
            };
            let mut details = values("phones", "phone");
            details.extend(values("emails", "email"));
            Contact {
                name: text(&contact["name"]["formatted_name"]).unwrap_or_default(),
                details,
            }
        })
        .collect()
}
