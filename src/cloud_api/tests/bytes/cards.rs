//! Cards, products, and the request for a phone number.

use super::{sent, some};
use crate::bindings::uip::whatsapp::outgoing::{
    CardHeader, CardLink, CardProduct, CarouselCard, CarouselMessage, ContactRequestMessage,
    MediaSource, MessageHeader, ProductSection, ProductsMessage, ReplyButton,
};
use crate::cloud_api::tests::interactive::carousel::bare;
use crate::cloud_api::{Content, Interactive};

fn carousel(cards: Vec<CarouselCard>) -> String {
    let carousel = Interactive::carousel(CarouselMessage {
        phone_number: String::new(),
        body: "Fresh:".to_owned(),
        cards,
        reply_to: None,
        callback_data: None,
    });
    let rest = sent(Content::Interactive(carousel.unwrap()));
    let before = concat!(
        r#""type":"interactive","interactive":{"type":"carousel","body":{"text":"Fresh:"},"#,
        r#""action":{"cards":["#
    );
    rest.strip_prefix(before).unwrap().to_owned()
}

#[test]
fn cards_with_links() {
    let with_link = || CarouselCard {
        link: Some(CardLink {
            button_text: "Order".to_owned(),
            url: " https://a.example/rye ".to_owned(),
        }),
        ..bare()
    };
    let full = CarouselCard {
        header: Some(CardHeader::Video(MediaSource::Link(
            "https://a.example/x".to_owned(),
        ))),
        body: some("*Rye*\n\nDark"),
        ..with_link()
    };
    assert_eq!(
        carousel(vec![full, with_link()]),
        concat!(
            r#"{"card_index":0,"type":"cta_url","header":{"type":"video","#,
            r#""video":{"link":"https://a.example/x"}},"body":{"text":"*Rye*\n\nDark"},"#,
            r#""action":{"name":"cta_url","parameters":{"display_text":"Order","#,
            r#""url":"https://a.example/rye"}}},"#,
            r#"{"card_index":1,"type":"cta_url","header":{"type":"image","image":{"id":"42"}},"#,
            r#""action":{"name":"cta_url","parameters":{"display_text":"Order","#,
            r#""url":"https://a.example/rye"}}}]}}}"#
        )
    );
}

#[test]
fn cards_with_replies_or_products() {
    let with_reply = || CarouselCard {
        replies: Some(vec![ReplyButton {
            id: "rye".to_owned(),
            title: "Keep".to_owned(),
        }]),
        ..bare()
    };
    let replies = concat!(
        r#""type":"cta_url","header":{"type":"image","image":{"id":"42"}},"#,
        r#""action":{"buttons":[{"type":"quick_reply","quick_reply":"#,
        r#"{"id":"rye","title":"Keep"}}]}}"#
    );
    assert_eq!(
        carousel(vec![with_reply(), with_reply()]),
        format!(r#"{{"card_index":0,{replies},{{"card_index":1,{replies}]}}}}}}"#)
    );
    let with_product = |id: &str| CarouselCard {
        header: None,
        product: Some(CardProduct {
            catalog_id: "7".to_owned(),
            product_retailer_id: id.to_owned(),
        }),
        ..bare()
    };
    assert_eq!(
        carousel(vec![with_product("rye\"\0"), with_product("wheat")]),
        concat!(
            r#"{"card_index":0,"type":"product","#,
            r#""action":{"catalog_id":"7","product_retailer_id":"rye\"\u0000"}},"#,
            r#"{"card_index":1,"type":"product","#,
            r#""action":{"catalog_id":"7","product_retailer_id":"wheat"}}]}}}"#
        )
    );
}

#[test]
fn products() {
    let whole = ProductsMessage {
        phone_number: String::new(),
        body: some("Bread"),
        catalog_id: None,
        product_retailer_id: None,
        sections: None,
        thumbnail: None,
        header: None,
        footer: some("Until noon"),
        reply_to: None,
        callback_data: None,
    };
    let section = |title, products: &[&str]| ProductSection {
        title,
        products: products.iter().map(|it| (*it).to_owned()).collect(),
    };
    for (request, expected) in [
        (
            whole.clone(),
            concat!(
                r#""catalog_message","body":{"text":"Bread"},"footer":{"text":"Until noon"},"#,
                r#""action":{"name":"catalog_message"}}}"#
            ),
        ),
        (
            ProductsMessage {
                thumbnail: some("rye"),
                ..whole.clone()
            },
            concat!(
                r#""catalog_message","body":{"text":"Bread"},"footer":{"text":"Until noon"},"#,
                r#""action":{"name":"catalog_message","#,
                r#""parameters":{"thumbnail_product_retailer_id":"rye"}}}}"#
            ),
        ),
        (
            ProductsMessage {
                body: None,
                catalog_id: some("7"),
                product_retailer_id: some("rye"),
                footer: None,
                ..whole.clone()
            },
            r#""product","action":{"catalog_id":"7","product_retailer_id":"rye"}}}"#,
        ),
        (
            ProductsMessage {
                catalog_id: some("7"),
                sections: Some(vec![
                    section(some("Dark"), &["rye", "spelt"]),
                    section(some("Light"), &["wheat"]),
                ]),
                header: some("Today"),
                footer: None,
                ..whole
            },
            concat!(
                r#""product_list","header":{"type":"text","text":"Today"},"#,
                r#""body":{"text":"Bread"},"action":{"catalog_id":"7","sections":["#,
                r#"{"title":"Dark","product_items":[{"product_retailer_id":"rye"},"#,
                r#"{"product_retailer_id":"spelt"}]},"#,
                r#"{"title":"Light","product_items":[{"product_retailer_id":"wheat"}]}]}}}"#
            ),
        ),
    ] {
        let products = Interactive::products(request).unwrap();
        let before = r#""type":"interactive","interactive":{"type":"#;
        assert_eq!(
            sent(Content::Interactive(products)),
            format!("{before}{expected}")
        );
    }
}

#[test]
fn a_request_for_a_phone_number() {
    let request = Interactive::contact_request(ContactRequestMessage {
        phone_number: String::new(),
        body: "Which?".to_owned(),
        header: Some(MessageHeader::Text("Delivery".to_owned())),
        footer: some("Thank you"),
        reply_to: None,
        callback_data: None,
    });
    assert_eq!(
        sent(Content::Interactive(request.unwrap())),
        concat!(
            r#""type":"interactive","interactive":{"type":"request_contact_info","#,
            r#""header":{"type":"text","text":"Delivery"},"body":{"text":"Which?"},"#,
            r#""footer":{"text":"Thank you"},"action":{"name":"request_contact_info"}}}"#
        )
    );
}
