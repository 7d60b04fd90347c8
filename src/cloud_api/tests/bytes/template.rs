//! Templates.

use super::{sent, some};
use crate::bindings::uip::whatsapp::templates::{
    CurrencyAmount, Document, FlowStart, HeaderProduct, MediaSource, Place, ProductSection,
    TemplateButton, TemplateButtonValue, TemplateCard, TemplateHeader, TemplateParameter,
    TemplateProducts,
};
use crate::cloud_api::{Components, Content, LanguageCode, Template, TemplateName, TemplateValues};

/// The body of a template with these values, after its language.
fn template(values: TemplateValues) -> String {
    let rest = sent(Content::Template(Template {
        name: TemplateName::parse("order_ready").unwrap(),
        language: LanguageCode::parse("en_US").unwrap(),
        components: Components::parse(values).unwrap(),
    }));
    let before =
        r#""type":"template","template":{"name":"order_ready","language":{"code":"en_US"}"#;
    rest.strip_prefix(before).unwrap().to_owned()
}

fn parameter(name: Option<&str>, text: &str) -> TemplateParameter {
    TemplateParameter {
        name: name.map(str::to_owned),
        text: text.to_owned(),
        currency: None,
        date_time: None,
    }
}

#[test]
fn a_template_that_is_not_filled() {
    assert_eq!(template(TemplateValues::default()), "}}");
    let raw = |json| TemplateValues {
        components: some(json),
        ..TemplateValues::default()
    };
    assert_eq!(template(raw("[]")), "}}");
    assert_eq!(
        template(raw(
            " [ {\"type\" : \"body\", \"n\":1.10, \"s\":\"\\u00e4\\/é\"} ]\n"
        )),
        r#","components":[ {"type" : "body", "n":1.10, "s":"\u00e4\/é"} ]}}"#
    );
}

#[test]
fn a_template_with_texts_and_buttons() {
    let value = |index, value| TemplateButton { index, value };
    let flow = |token, data| TemplateButtonValue::Flow(FlowStart { token, data });
    let amount = TemplateParameter {
        currency: Some(CurrencyAmount {
            code: "EUR".to_owned(),
            amount1000: -12_990,
        }),
        ..parameter(Some("sum"), "-12.99 €")
    };
    let date = TemplateParameter {
        date_time: Some(true),
        ..parameter(Some("day"), "Friday")
    };
    let products = TemplateProducts {
        thumbnail: "rye".to_owned(),
        sections: vec![ProductSection {
            title: None,
            products: vec!["rye".to_owned()],
        }],
    };
    let values = TemplateValues {
        header: Some(TemplateHeader::Text(parameter(Some("who"), "Ada \"A\""))),
        body_parameters: Some(vec![amount, date]),
        buttons: Some(vec![
            value(
                0,
                TemplateButtonValue::QuickReplyPayload("yes\n".to_owned()),
            ),
            value(1, TemplateButtonValue::UrlSuffix("order/7".to_owned())),
            value(2, TemplateButtonValue::OneTimePassword("1234".to_owned())),
            value(3, TemplateButtonValue::CouponCode("25OFF".to_owned())),
            value(4, flow(some("t"), some(" {\"a\": [1]} "))),
            value(5, flow(None, None)),
            value(6, TemplateButtonValue::CatalogThumbnail("rye".to_owned())),
            value(7, TemplateButtonValue::CatalogThumbnail(" ".to_owned())),
            value(8, TemplateButtonValue::Products(products)),
        ]),
        offer_expiration_time_ms: Some(4_102_444_800_000),
        ..TemplateValues::default()
    };
    assert_eq!(
        template(values),
        concat!(
            r#","components":[{"type":"header","parameters":["#,
            r#"{"type":"text","parameter_name":"who","text":"Ada \"A\""}]},"#,
            r#"{"type":"body","parameters":[{"type":"currency","parameter_name":"sum","#,
            r#""currency":{"fallback_value":"-12.99 €","code":"EUR","amount_1000":-12990}},"#,
            r#"{"type":"date_time","parameter_name":"day","#,
            r#""date_time":{"fallback_value":"Friday"}}]},"#,
            r#"{"type":"limited_time_offer","parameters":[{"type":"limited_time_offer","#,
            r#""limited_time_offer":{"expiration_time_ms":4102444800000}}]},"#,
            r#"{"type":"button","sub_type":"quick_reply","index":"0","parameters":["#,
            r#"{"type":"payload","payload":"yes\n"}]},"#,
            r#"{"type":"button","sub_type":"url","index":"1","parameters":["#,
            r#"{"type":"text","text":"order/7"}]},"#,
            r#"{"type":"button","sub_type":"url","index":"2","parameters":["#,
            r#"{"type":"text","text":"1234"}]},"#,
            r#"{"type":"button","sub_type":"copy_code","index":"3","parameters":["#,
            r#"{"type":"coupon_code","coupon_code":"25OFF"}]},"#,
            r#"{"type":"button","sub_type":"flow","index":"4","parameters":["#,
            r#"{"type":"action","action":{"flow_token":"t","flow_action_data":{"a": [1]}}}]},"#,
            r#"{"type":"button","sub_type":"flow","index":"5","parameters":["#,
            r#"{"type":"action","action":{"flow_token":"unused"}}]},"#,
            r#"{"type":"button","sub_type":"catalog","index":"6","parameters":["#,
            r#"{"type":"action","action":{"thumbnail_product_retailer_id":"rye"}}]},"#,
            r#"{"type":"button","sub_type":"catalog","index":"7"},"#,
            r#"{"type":"button","sub_type":"mpm","index":"8","parameters":["#,
            r#"{"type":"action","action":{"thumbnail_product_retailer_id":"rye","sections":["#,
            r#"{"product_items":[{"product_retailer_id":"rye"}]}]}}]}]}}"#
        )
    );
}

#[test]
fn a_template_with_a_header_of_each_other_kind() {
    let file = || MediaSource::Id("42".to_owned());
    for (header, expected) in [
        (
            TemplateHeader::Text(parameter(None, "Ada")),
            r#"{"type":"text","text":"Ada"}"#,
        ),
        (
            TemplateHeader::Image(file()),
            r#"{"type":"image","image":{"id":"42"}}"#,
        ),
        (
            TemplateHeader::Video(MediaSource::Link("https://a.example/x".to_owned())),
            r#"{"type":"video","video":{"link":"https://a.example/x"}}"#,
        ),
        (
            TemplateHeader::Document(Document {
                source: file(),
                filename: some("a.pdf"),
            }),
            r#"{"type":"document","document":{"id":"42","filename":"a.pdf"}}"#,
        ),
        (
            TemplateHeader::Location(Place {
                latitude: 37.5,
                longitude: -0.25,
                name: some("HQ"),
                address: None,
            }),
            concat!(
                r#"{"type":"location","location":"#,
                r#"{"latitude":"37.5","longitude":"-0.25","name":"HQ"}}"#
            ),
        ),
        (
            TemplateHeader::Product(HeaderProduct {
                product_retailer_id: " rye ".to_owned(),
                catalog_id: some("7"),
            }),
            concat!(
                r#"{"type":"product","product":"#,
                r#"{"product_retailer_id":" rye ","catalog_id":"7"}}"#
            ),
        ),
    ] {
        let values = TemplateValues {
            header: Some(header),
            ..TemplateValues::default()
        };
        assert_eq!(
            template(values),
            format!(r#","components":[{{"type":"header","parameters":[{expected}]}}]}}}}"#)
        );
    }
}

#[test]
fn a_template_with_cards() {
    let card = |text: &str| TemplateCard {
        header: Some(TemplateHeader::Image(MediaSource::Id("42".to_owned()))),
        body_parameters: Some(vec![parameter(None, text)]),
        buttons: Some(vec![TemplateButton {
            index: 0,
            value: TemplateButtonValue::QuickReplyPayload(text.to_owned()),
        }]),
    };
    let bare = TemplateCard {
        header: None,
        body_parameters: None,
        buttons: None,
    };
    let values = TemplateValues {
        body_parameters: Some(vec![parameter(None, "Ada")]),
        cards: Some(vec![card("A"), bare]),
        ..TemplateValues::default()
    };
    assert_eq!(
        template(values),
        concat!(
            r#","components":[{"type":"body","parameters":[{"type":"text","text":"Ada"}]},"#,
            r#"{"type":"carousel","cards":[{"card_index":0,"components":["#,
            r#"{"type":"header","parameters":[{"type":"image","image":{"id":"42"}}]},"#,
            r#"{"type":"body","parameters":[{"type":"text","text":"A"}]},"#,
            r#"{"type":"button","sub_type":"quick_reply","index":"0","parameters":["#,
            r#"{"type":"payload","payload":"A"}]}]},{"card_index":1,"components":[]}]}]}}"#
        )
    );
}
