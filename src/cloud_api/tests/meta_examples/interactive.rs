//! Examples of the type `interactive`.

use serde_json::Value;

use super::owned;
use crate::bindings::uip::whatsapp::outgoing::{
    ButtonsMessage, CardHeader, CardLink, CardProduct, CarouselCard, CarouselMessage, LinkMessage,
    ListMessage, ListRow, ListSection, MediaSource, MessageHeader, ProductSection, ProductsMessage,
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
            let request = ButtonsMessage {
                phone_number,
                body,
                buttons: buttons(&action["buttons"], "reply")?,
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
        "carousel" => {
            let request = CarouselMessage {
                phone_number,
                body,
                cards: action["cards"].as_array()?.iter().map(card).collect(),
                reply_to: None,
                callback_data: None,
            };
            ("sendMessageCarousel", Interactive::carousel(request))
        }
        "product" | "product_list" | "catalog_message" => {
            let thumbnail = &action["parameters"]["thumbnail_product_retailer_id"];
            let request = ProductsMessage {
                phone_number,
                body: Some(body),
                catalog_id: owned(&action["catalog_id"]),
                product_retailer_id: owned(&action["product_retailer_id"]),
                sections: action.get("sections").map(product_sections),
                thumbnail: owned(thumbnail),
                header: owned(&example["header"]["text"]),
                footer,
                reply_to: None,
                callback_data: None,
            };
            ("sendMessageProducts", Interactive::products(request))
        }
        _ => return None,
    };
    Some((command, Content::Interactive(interactive.unwrap())))
}

/// The buttons of a message (`reply`) or of a card (`quick_reply`).
fn buttons(list: &Value, kind: &str) -> Option<Vec<ReplyButton>> {
    let button = |button: &Value| ReplyButton {
        id: owned(&button[kind]["id"]).unwrap(),
        title: owned(&button[kind]["title"]).unwrap(),
    };
    Some(list.as_array()?.iter().map(button).collect())
}

fn card(card: &Value) -> CarouselCard {
    let action = &card["action"];
    let is_product = card["type"] == "product";
    CarouselCard {
        header: card.get("header").map(|header| {
            assert_eq!(header["type"], "image");
            CardHeader::Image(source(&header["image"]))
        }),
        body: owned(&card["body"]["text"]),
        link: action.get("parameters").map(|parameters| CardLink {
            button_text: owned(&parameters["display_text"]).unwrap(),
            url: owned(&parameters["url"]).unwrap(),
        }),
        replies: buttons(&action["buttons"], "quick_reply"),
        product: is_product.then(|| CardProduct {
            catalog_id: owned(&action["catalog_id"]).unwrap(),
            product_retailer_id: owned(&action["product_retailer_id"]).unwrap(),
        }),
    }
}

/// The sections of a list of products, in a message or behind a template's
/// button.
pub fn product_sections(sections: &Value) -> Vec<ProductSection> {
    let product = |item: &Value| owned(&item["product_retailer_id"]).unwrap();
    let section = |section: &Value| {
        let products = section["product_items"].as_array().unwrap().iter();
        ProductSection {
            title: owned(&section["title"]),
            products: products.map(product).collect(),
        }
    };
    sections.as_array().unwrap().iter().map(section).collect()
}

fn source(file: &Value) -> MediaSource {
    match owned(&file["id"]) {
        Some(id) => MediaSource::Id(id),
        None => MediaSource::Link(owned(&file["link"]).unwrap()),
    }
}

fn header(header: &Value) -> MessageHeader {
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
