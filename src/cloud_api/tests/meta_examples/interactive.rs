//! Examples of the type `interactive`.

use serde_json::Value;

use super::owned;
use crate::bindings::uip::whatsapp::outgoing::{
    ButtonsMessage, LinkMessage, ListMessage, ListRow, ListSection, MediaSource, MessageHeader,
    ReplyButton,
};
use crate::cloud_api::{Content, Interactive};

pub fn content(example: &Value) -> Option<(&'static str, Content)> {
    let phone_number = String::new();
    let body = owned(&example["body"]["text"])?;
    let footer = owned(&example["footer"]["text"]);
    let header = example.get("header").map(header);
    let action = &example["action"];
    let (command, interactive) = match example["type"].as_str()? {
        "button" => {
            let button = |button: &Value| ReplyButton {
                id: owned(&button["reply"]["id"]).unwrap(),
                title: owned(&button["reply"]["title"]).unwrap(),
            };
            let request = ButtonsMessage {
                phone_number,
                body,
                buttons: action["buttons"].as_array()?.iter().map(button).collect(),
                header,
                footer,
                direct_send: None,
                reply_to: None,
                callback_data: None,
            };
            ("sendMessageButtons", Interactive::buttons(request))
        }
        "list" => {
            let request = ListMessage {
                phone_number,
                body,
                button_text: owned(&action["button"])?,
                sections: action["sections"].as_array()?.iter().map(section).collect(),
                header: owned(&example["header"]["text"]),
                footer,
                reply_to: None,
                callback_data: None,
            };
            ("sendMessageList", Interactive::list(request))
        }
        "cta_url" => {
            let request = LinkMessage {
                phone_number,
                body,
                button_text: owned(&action["parameters"]["display_text"])?,
                url: owned(&action["parameters"]["url"])?,
                header,
                footer,
                direct_send: None,
                reply_to: None,
                callback_data: None,
            };
            ("sendMessageLink", Interactive::link(request))
        }
        "location_request_message" => (
            "sendMessageLocationRequest",
            Interactive::location_request(body),
        ),
        _ => return None,
    };
    Some((command, Content::Interactive(interactive.unwrap())))
}

fn header(header: &Value) -> MessageHeader {
    let source = |file: &Value| match owned(&file["id"]) {
        Some(id) => MediaSource::Id(id),
        None => MediaSource::Link(owned(&file["link"]).unwrap()),
    };
    match header["type"].as_str().unwrap() {
        "image" => MessageHeader::Image(source(&header["image"])),
        "text" => MessageHeader::Text(owned(&header["text"]).unwrap()),
        other => panic!("no example has a header of the type {other}"),
    }
}

fn section(section: &Value) -> ListSection {
    let row = |row: &Value| ListRow {
        id: owned(&row["id"]).unwrap(),
        title: owned(&row["title"]).unwrap(),
        description: owned(&row["description"]),
    };
    ListSection {
        title: owned(&section["title"]),
        rows: section["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(row)
            .collect(),
    }
}
