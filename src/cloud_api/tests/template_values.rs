//! What a template's typed fields say beyond texts: amounts, dates, cards,
//! offers, one-time passwords, the catalogue.

use serde_json::{Value, json};

use super::{filled, refused};
use crate::bindings::uip::whatsapp::templates::{
    CurrencyAmount, FlowStart, HeaderProduct, MediaSource, ProductSection, TemplateButton,
    TemplateButtonValue, TemplateCard, TemplateHeader, TemplateParameter, TemplateProducts,
};
use crate::cloud_api::{
    Components, Content, LanguageCode, Message, Recipient, Refusal, Template, TemplateName,
    TemplateValues,
};
use uip_kit::FailureCategory;

pub fn parameter(text: &str) -> TemplateParameter {
    TemplateParameter {
        name: None,
        text: text.to_owned(),
        currency: None,
        date_time: None,
    }
}

pub fn amount(code: &str) -> TemplateParameter {
    TemplateParameter {
        currency: Some(CurrencyAmount {
            code: code.to_owned(),
            amount1000: -12_990,
        }),
        ..parameter("-12.99 €")
    }
}

fn json(components: Result<Components, Refusal>) -> Value {
    serde_json::from_str(&components.unwrap().json()).unwrap()
}

pub fn body(parameter: TemplateParameter) -> Result<Components, Refusal> {
    filled(None, Some(vec![parameter]), None, None)
}

pub fn button(value: TemplateButtonValue) -> Result<Components, Refusal> {
    filled(
        None,
        None,
        Some(&[TemplateButton { index: 0, value }]),
        None,
    )
}

#[test]
fn a_parameter_can_be_an_amount_or_a_date() {
    assert_eq!(
        json(body(amount("EUR")))[0]["parameters"][0],
        json!({"type": "currency", "currency": {
            "fallback_value": "-12.99 €", "code": "EUR", "amount_1000": -12990}})
    );
    let date = TemplateParameter {
        name: Some("day".to_owned()),
        date_time: Some(true),
        ..parameter("Friday")
    };
    assert_eq!(
        json(body(date.clone()))[0]["parameters"][0],
        json!({"type": "date_time", "parameter_name": "day", "date_time": {"fallback_value": "Friday"}})
    );
    let header = filled(Some(TemplateHeader::Text(date)), None, None, None);
    assert_eq!(json(header)[0]["parameters"][0]["type"], "date_time");
    let neither = TemplateParameter {
        date_time: Some(false),
        ..parameter("Friday")
    };
    assert_eq!(json(body(neither))[0]["parameters"][0]["type"], "text");
}

#[test]
fn an_amount_has_a_currency_of_three_letters_and_is_no_date() {
    for bad in ["", "eur", "EU", "EURO", "E1R", "€"] {
        let failure = refused(body(amount(bad)));
        assert_eq!(failure.code, "invalid-currency", "{bad}");
        assert!(
            failure.error.contains("bodyParameters[0].currency.code"),
            "{}",
            failure.error
        );
    }
    let both = TemplateParameter {
        date_time: Some(true),
        ..amount("EUR")
    };
    assert_eq!(refused(body(both)).code, "conflicting-fields");
}

#[test]
fn a_header_can_be_a_product() {
    let header = |id: &str, catalog: Option<&str>| {
        let product = HeaderProduct {
            product_retailer_id: id.to_owned(),
            catalog_id: catalog.map(str::to_owned),
        };
        filled(Some(TemplateHeader::Product(product)), None, None, None)
    };
    assert_eq!(
        json(header("rye-1", Some("7"))),
        json!([{"type": "header", "parameters": [
            {"type": "product", "product": {"product_retailer_id": "rye-1", "catalog_id": "7"}}]}])
    );
    assert!(header(&"x".repeat(1000), None).is_ok());
    let failure = refused(header(" ", None));
    assert_eq!(failure.category, FailureCategory::Template);
    assert!(
        failure.error.contains("header.product.productRetailerId"),
        "{}",
        failure.error
    );
}

#[test]
fn a_one_time_password_goes_where_whatsapp_takes_it() {
    let password = |code: &str| button(TemplateButtonValue::OneTimePassword(code.to_owned()));
    assert_eq!(
        json(password("123456")),
        json!([{"type": "button", "sub_type": "url", "index": "0", "parameters": [
            {"type": "text", "text": "123456"}]}])
    );
}

#[test]
fn a_catalogue_button_shows_a_product() {
    let thumbnail = |id: &str| button(TemplateButtonValue::CatalogThumbnail(id.to_owned()));
    assert_eq!(
        json(thumbnail("rye-1")),
        json!([{"type": "button", "sub_type": "catalog", "index": "0", "parameters": [
            {"type": "action", "action": {"thumbnail_product_retailer_id": "rye-1"}}]}])
    );
    assert!(thumbnail(&"x".repeat(1000)).is_ok());
    // Without parameters WhatsApp shows the first product.
    for blank in ["", " "] {
        assert_eq!(
            json(thumbnail(blank)),
            json!([{"type": "button", "sub_type": "catalog", "index": "0"}])
        );
    }
}

#[test]
fn a_button_shows_a_list_of_products() {
    let products = |thumbnail: &str, products: &[&str]| {
        button(TemplateButtonValue::Products(TemplateProducts {
            thumbnail: thumbnail.to_owned(),
            sections: vec![ProductSection {
                title: Some("Dark".to_owned()),
                products: products.iter().map(|it| (*it).to_owned()).collect(),
            }],
        }))
    };
    assert_eq!(
        json(products("rye-1", &["rye-1", "rye-2"])),
        json!([{"type": "button", "sub_type": "mpm", "index": "0", "parameters": [
            {"type": "action", "action": {"thumbnail_product_retailer_id": "rye-1", "sections": [
                {"title": "Dark", "product_items": [
                    {"product_retailer_id": "rye-1"}, {"product_retailer_id": "rye-2"}]}]}}]}])
    );
    for (request, code, field) in [
        (
            products(" ", &["rye-1"]),
            "invalid-button-value",
            "buttons[0].value.products.thumbnail",
        ),
        (
            products("rye-1", &["rye-1", ""]),
            "empty-text",
            "buttons[0].value.products.sections[0].products[1]",
        ),
    ] {
        let failure = refused(request);
        assert_eq!(failure.code, code);
        assert_eq!(failure.category, FailureCategory::Template);
        assert!(failure.error.contains(field), "{}", failure.error);
    }
}

#[test]
fn an_offer_says_when_it_ends() {
    let values = TemplateValues {
        offer_expiration_time_ms: Some(4_102_444_800_000),
        ..TemplateValues::default()
    };
    assert_eq!(
        json(Components::parse(values)),
        json!([{"type": "limited_time_offer", "parameters": [{
            "type": "limited_time_offer",
            "limited_time_offer": {"expiration_time_ms": 4_102_444_800_000_u64}}]}])
    );
}

pub fn card(reply: &str) -> TemplateCard {
    TemplateCard {
        header: Some(TemplateHeader::Image(MediaSource::Id("42".to_owned()))),
        body_parameters: Some(vec![parameter("Rye")]),
        buttons: Some(vec![TemplateButton {
            index: 0,
            value: TemplateButtonValue::QuickReplyPayload(reply.to_owned()),
        }]),
    }
}

pub fn carousel(cards: Vec<TemplateCard>) -> Result<Components, Refusal> {
    Components::parse(TemplateValues {
        cards: Some(cards),
        ..TemplateValues::default()
    })
}

#[test]
fn a_carousel_has_its_cards_in_their_order() {
    let cards = json(carousel(vec![card("A"), card("B")]));
    assert_eq!(cards[0]["type"], "carousel");
    assert_eq!(cards[0]["cards"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        cards[0]["cards"][1],
        json!({"card_index": 1, "components": [
            {"type": "header", "parameters": [{"type": "image", "image": {"id": "42"}}]},
            {"type": "body", "parameters": [{"type": "text", "text": "Rye"}]},
            {"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": [
                {"type": "payload", "payload": "B"}]},
        ]})
    );
}

#[test]
fn a_carousel_has_2_to_10_cards() {
    for count in [2, 10] {
        assert!(carousel(vec![card("A"); count]).is_ok(), "{count}");
    }
    for count in [1, 11] {
        let failure = refused(carousel(vec![card("A"); count]));
        assert_eq!(failure.category, FailureCategory::Template);
        for part in ["cards", "2 to 10", &count.to_string()] {
            assert!(failure.error.contains(part), "{}", failure.error);
        }
    }
}

#[test]
fn a_mistake_in_a_card_names_the_card_and_the_place_in_it() {
    type Change = fn(&mut TemplateCard);
    let mistakes: [(Change, &str); 9] = [
        (
            |card| card.buttons = Some(vec![reply(0, "A"), reply(1, "")]),
            "field cards[1].buttons[1].value.quick-reply-payload ",
        ),
        (
            |card| card.buttons = Some(vec![reply(10, "A")]),
            "field cards[1].buttons[0].index ",
        ),
        (
            |card| card.buttons = Some(vec![reply(1, "A"), reply(0, "B"), reply(1, "C")]),
            "fields cards[1].buttons[0].index and cards[1].buttons[2].index ",
        ),
        (
            |card| card.buttons = Some(vec![reply(0, "A"), flow("{")]),
            "field cards[1].buttons[1].value.flow.data ",
        ),
        (
            |card| card.body_parameters = Some(vec![parameter("A"), parameter("")]),
            "field cards[1].bodyParameters[1].text ",
        ),
        (
            |card| card.body_parameters = Some(vec![named("b"), named("a"), named("b")]),
            "fields cards[1].bodyParameters[0].name and cards[1].bodyParameters[2].name ",
        ),
        (
            |card| card.body_parameters = Some(vec![named("a"), parameter("B")]),
            "field cards[1].bodyParameters mixes ",
        ),
        (
            |card| card.body_parameters = Some(vec![parameter("A"); 1025]),
            "field cards[1].bodyParameters must have 0 to 1024 entries; it has 1025",
        ),
        (
            |card| card.header = Some(TemplateHeader::Image(MediaSource::Id("a b".to_owned()))),
            "field cards[1].header.image.id ",
        ),
    ];
    for (change, place) in mistakes {
        let mut wrong = card("A");
        change(&mut wrong);
        let failure = refused(carousel(vec![card("A"), wrong]));
        assert!(failure.error.contains(place), "{place}: {}", failure.error);
    }
}

fn reply(index: u8, payload: &str) -> TemplateButton {
    TemplateButton {
        index,
        value: TemplateButtonValue::QuickReplyPayload(payload.to_owned()),
    }
}

fn flow(data: &str) -> TemplateButton {
    TemplateButton {
        index: 1,
        value: TemplateButtonValue::Flow(FlowStart {
            token: None,
            data: Some(data.to_owned()),
        }),
    }
}

fn named(name: &str) -> TemplateParameter {
    TemplateParameter {
        name: Some(name.to_owned()),
        ..parameter("x")
    }
}

#[test]
fn a_text_has_at_most_1024_values_each_name_once() {
    let body = |parameters| filled(None, Some(parameters), None, None);
    let all: Vec<_> = (0..1024)
        .map(|n| named(&format!("n{}", n * 7 % 1024)))
        .collect();
    assert!(body(all.clone()).is_ok());
    let mut twice = all;
    twice[1000] = named("n7");
    let failure = refused(body(twice));
    assert_eq!(failure.code, "duplicate-template-parameter");
    assert!(
        failure
            .error
            .contains("bodyParameters[1].name and bodyParameters[1000].name"),
        "{}",
        failure.error
    );
    let many = refused(body(vec![parameter("x"); 100_000]));
    assert_eq!(many.code, "invalid-count");
    assert_eq!(many.category, FailureCategory::Template);
}

#[test]
fn a_one_time_password_goes_to_a_phone_number_only() {
    let message = |recipient: &str, value: TemplateButtonValue| Message {
        recipient: Recipient::parse(recipient, None).unwrap(),
        content: Content::Template(Template {
            name: TemplateName::parse("login_code").unwrap(),
            language: LanguageCode::parse("it").unwrap(),
            components: button(value).unwrap(),
        }),
        identity: None,
        direct_send: None,
        reply_to: None,
        callback_data: None,
    };
    let password = || TemplateButtonValue::OneTimePassword("123456".to_owned());
    let suffix = TemplateButtonValue::UrlSuffix("123456".to_owned());
    let user = "US.13491208655302741918";
    assert!(message("+393331234567", password()).check().is_ok());
    assert!(message(user, suffix).check().is_ok());
    let failure = refused(message(user, password()).check());
    assert_eq!(failure.code, "user-id-not-supported");
    assert!(
        failure.error.contains("phoneNumber") && failure.error.contains(user),
        "{}",
        failure.error
    );
}

#[test]
fn metas_own_components_stand_alone() {
    for values in [
        TemplateValues {
            cards: Some(vec![card("A"), card("B")]),
            ..TemplateValues::default()
        },
        TemplateValues {
            offer_expiration_time_ms: Some(1),
            ..TemplateValues::default()
        },
    ] {
        let failure = refused(Components::parse(TemplateValues {
            components: Some("[{}]".to_owned()),
            ..values
        }));
        assert_eq!(failure.code, "conflicting-fields");
    }
}
