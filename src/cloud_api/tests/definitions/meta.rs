//! Definitions that Meta's pages show. Types and formats are in capitals here,
//! as WhatsApp lists them; the pages write them both ways.

use super::{button, card, created, empty, header, named, picture, reply, text};
use crate::bindings::uip::whatsapp::templates::{
    CreateTemplateRequest, OneTimePasswordApp, OneTimePasswordButton, OneTimePasswordDefinition,
    TemplateButtonType as Type, TemplateCategory, TemplateHeaderFormat, TemplateOfferDefinition,
    TemplateSample,
};
use crate::cloud_api::NewTemplate;
use serde_json::json;

fn request(category: TemplateCategory, name: &str) -> CreateTemplateRequest {
    CreateTemplateRequest {
        template_name: name.to_owned(),
        ..empty(category)
    }
}

#[test]
fn seasonal_promotion() {
    let mut request = request(TemplateCategory::Marketing, "seasonal_promotion");
    let mut title = header(TemplateHeaderFormat::Text);
    title.text = Some("Our {{1}} is on!".to_owned());
    title.sample = Some(TemplateSample {
        name: None,
        text: "Summer Sale".to_owned(),
    });
    request.header = Some(title);
    request.body = Some(text(
        "Shop now through {{1}} and use code {{2}} to get {{3}} off of all merchandise.",
        &["the end of August", "25OFF", "25%"],
    ));
    request.footer =
        Some("Use the buttons below to manage your marketing subscriptions".to_owned());
    request.buttons = Some(vec![
        reply("Unsubscribe from Promos"),
        reply("Unsubscribe from All"),
    ]);
    let bytes = NewTemplate::parse(request).unwrap().json();
    assert_eq!(
        bytes,
        r#"{"name":"seasonal_promotion","language":"en_US","category":"MARKETING","components":[{"type":"HEADER","format":"TEXT","text":"Our {{1}} is on!","example":{"header_text":["Summer Sale"]}},{"type":"BODY","text":"Shop now through {{1}} and use code {{2}} to get {{3}} off of all merchandise.","example":{"body_text":[["the end of August","25OFF","25%"]]}},{"type":"FOOTER","text":"Use the buttons below to manage your marketing subscriptions"},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Unsubscribe from Promos"},{"type":"QUICK_REPLY","text":"Unsubscribe from All"}]}]}"#
    );
}

#[test]
fn welcome_discount_template() {
    let mut request = request(TemplateCategory::Marketing, "welcome_discount_template");
    request.header = Some(picture());
    let body = "Welcome to Lucky Shrub, {{first_name}}!\n\nUse code *{{discount_code}}* to get \
                {{discount_amount}} off of your first purchase!";
    let samples = [
        ("first_name", "Pablo"),
        ("discount_code", "WELCOME20"),
        ("discount_amount", "20%"),
    ];
    request.body = Some(named(body, &samples));
    let mut link = button(Type::Url, "View deals");
    link.url = Some("https://www.luckyshrub.com/deals".to_owned());
    let mut call = button(Type::PhoneNumber, "Call us");
    call.phone_number = Some("+15550051310".to_owned());
    request.buttons = Some(vec![link, call, reply("Unsubscribe")]);
    assert_eq!(
        created(request),
        json!({
            "name": "welcome_discount_template", "language": "en_US", "category": "MARKETING",
            "parameter_format": "NAMED",
            "components": [
                {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::aW..."]}},
                {"type": "BODY", "text": body, "example": {"body_text_named_params": [
                    {"param_name": "first_name", "example": "Pablo"},
                    {"param_name": "discount_code", "example": "WELCOME20"},
                    {"param_name": "discount_amount", "example": "20%"},
                ]}},
                {"type": "BUTTONS", "buttons": [
                    {"type": "URL", "text": "View deals", "url": "https://www.luckyshrub.com/deals"},
                    {"type": "PHONE_NUMBER", "text": "Call us", "phone_number": "+15550051310"},
                    {"type": "QUICK_REPLY", "text": "Unsubscribe"},
                ]},
            ],
        })
    );
}

#[test]
fn limited_time_offer_caribbean_pkg_2023() {
    let mut request = request(
        TemplateCategory::Marketing,
        "limited_time_offer_caribbean_pkg_2023",
    );
    request.header = Some(picture());
    request.offer = Some(TemplateOfferDefinition {
        text: "Expiring offer!".to_owned(),
        has_expiration: Some(true),
    });
    request.body = Some(text(
        "Good news, {{1}}! Use code {{2}} to get 25% off!",
        &["Pablo", "CARIBE25"],
    ));
    let mut copy = button(Type::CopyCode, "");
    copy.code_sample = Some("CARIBE25".to_owned());
    let mut link = button(Type::Url, "Book now!");
    link.url = Some("https://awesomedestinations.com/offers?code={{1}}".to_owned());
    link.url_sample = Some("https://awesomedestinations.com/offers?ref=n3mtql".to_owned());
    request.buttons = Some(vec![copy, link]);
    assert_eq!(
        created(request)["components"],
        json!([
            {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::aW..."]}},
            {"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": "Expiring offer!", "has_expiration": true}},
            {"type": "BODY", "text": "Good news, {{1}}! Use code {{2}} to get 25% off!", "example": {"body_text": [["Pablo", "CARIBE25"]]}},
            {"type": "BUTTONS", "buttons": [
                {"type": "COPY_CODE", "example": "CARIBE25"},
                {"type": "URL", "text": "Book now!", "url": "https://awesomedestinations.com/offers?code={{1}}", "example": ["https://awesomedestinations.com/offers?ref=n3mtql"]},
            ]},
        ])
    );
}

#[test]
fn authentication_code_autofill_button() {
    let mut request = request(
        TemplateCategory::Authentication,
        "authentication_code_autofill_button",
    );
    request.one_time_password = Some(OneTimePasswordDefinition {
        button: OneTimePasswordButton::OneTap,
        button_text: None,
        autofill_text: None,
        security_recommendation: Some(true),
        expiration_minutes: Some(15),
        apps: Some(vec![OneTimePasswordApp {
            package_name: "com.example.luckyshrub".to_owned(),
            signature_hash: "K8a/AINcGX7".to_owned(),
        }]),
        terms_accepted: None,
    });
    request.ttl_seconds = Some(60);
    assert_eq!(
        created(request),
        json!({
            "name": "authentication_code_autofill_button", "language": "en_US",
            "category": "AUTHENTICATION", "message_send_ttl_seconds": 60,
            "components": [
                {"type": "BODY", "add_security_recommendation": true},
                {"type": "FOOTER", "code_expiration_minutes": 15},
                {"type": "BUTTONS", "buttons": [{
                    "type": "OTP", "otp_type": "ONE_TAP",
                    "supported_apps": [{"package_name": "com.example.luckyshrub", "signature_hash": "K8a/AINcGX7"}],
                }]},
            ],
        })
    );
}

#[test]
fn carousel_template_media_cards_v1() {
    let mut request = request(
        TemplateCategory::Marketing,
        "carousel_template_media_cards_v1",
    );
    request.body = Some(text(
        "Rare succulents for sale! {{1}}, add these.",
        &["Pablo"],
    ));
    request.cards = Some(vec![card(); 2]);
    request.allow_category_change = Some(true);
    let card = json!({"components": [
        {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::aW..."]}},
        {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Rye"}]},
    ]});
    assert_eq!(
        created(request),
        json!({
            "name": "carousel_template_media_cards_v1", "language": "en_US", "category": "MARKETING",
            "components": [
                {"type": "BODY", "text": "Rare succulents for sale! {{1}}, add these.", "example": {"body_text": [["Pablo"]]}},
                {"type": "CAROUSEL", "cards": [card, card]},
            ],
            "allow_category_change": true,
        })
    );
}
