//! Lengths of texts.

use Blank::{NotGiven, OwnRefusal, Refused};

use super::requests::{
    buttons, captioned, carousel, contact_request, first_card, first_of, first_row, flow, link,
    list, products, template, template_button, upload,
};
use super::{Checked, Outcome, is_refused, refused};
use crate::bindings::uip::whatsapp::outgoing::{MediaType, MessageHeader, ProductSection};
use crate::bindings::uip::whatsapp::templates::{
    TemplateButton, TemplateButtonValue, TemplateProducts,
};
use crate::cloud_api::tests::account::profile;
use crate::cloud_api::tests::interactive::carousel::{with_link, with_replies};
use crate::cloud_api::tests::interactive::catalogue::section;
use crate::cloud_api::{CallbackData, Interactive, Text as MessageText, shorthand_template};
use uip_kit::whatsapp::chat_link::ChatLink;

/// What a text of white space means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blank {
    /// It is refused, as is an empty one.
    Refused,
    /// The field counts as not given.
    NotGiven,
    /// It is refused with the code of a text that is too long.
    OwnRefusal,
}

pub struct TextLimit {
    pub command: &'static str,
    /// As the error names it.
    pub field: &'static str,
    /// In characters.
    pub most: usize,
    blank: Blank,
    parse: fn(String) -> Outcome,
}

impl TextLimit {
    /// Of the refusal of a longer text.
    fn code(&self) -> &'static str {
        match self.field {
            "callbackData" => "callback-data-too-long",
            "filename" => "invalid-filename",
            field if field.ends_with("title") => "text-too-long",
            field if field.contains("buttons[0].value.") => "invalid-button-value",
            _ => "text-too-long",
        }
    }
}

const fn at_most(
    most: usize,
    command: &'static str,
    field: &'static str,
    blank: Blank,
    parse: fn(String) -> Outcome,
) -> TextLimit {
    TextLimit {
        command,
        field,
        most,
        blank,
        parse,
    }
}

fn shorthand(entries: &str) -> Outcome {
    shorthand_template(
        &format!("&((template=[[order_ready]] language=[[it]] {entries}))&"),
        None,
    )
    .outcome()
}

const TEMPLATE: &str = "sendMessageTextTemplate";

#[rustfmt::skip]
pub const TEXTS: &[TextLimit] = &[
    at_most(4096, "sendMessageText", "message", Refused, |text| MessageText::parse(text, None).outcome()),
    at_most(512, "sendMessageText", "callbackData", NotGiven, |text| CallbackData::parse_optional(Some(&text)).outcome()),

    at_most(1024, "sendMessageMedia", "caption", NotGiven, |text| captioned(MediaType::Image, text)),
    at_most(1024, "sendMessageMedia", "caption", NotGiven, |text| captioned(MediaType::Video, text)),
    at_most(1024, "sendMessageMedia", "caption", NotGiven, |text| captioned(MediaType::Document, text)),

    at_most(1024, "sendMessageButtons", "body", Refused, |text| buttons(|it| it.body = text)),
    at_most(60, "sendMessageButtons", "header.text", Refused, |text| buttons(|it| it.header = Some(MessageHeader::Text(text)))),
    at_most(60, "sendMessageButtons", "footer", NotGiven, |text| buttons(|it| it.footer = Some(text))),
    at_most(256, "sendMessageButtons", "buttons[0].id", Refused, |text| buttons(|it| it.buttons[0].id = text)),
    at_most(20, "sendMessageButtons", "buttons[0].title", Refused, |text| buttons(|it| it.buttons[0].title = text)),

    at_most(4096, "sendMessageList", "body", Refused, |text| list(|it| it.body = text)),
    at_most(60, "sendMessageList", "header", NotGiven, |text| list(|it| it.header = Some(text))),
    at_most(60, "sendMessageList", "footer", NotGiven, |text| list(|it| it.footer = Some(text))),
    at_most(20, "sendMessageList", "buttonText", Refused, |text| list(|it| it.button_text = text)),
    at_most(24, "sendMessageList", "sections[0].title", NotGiven, |text| list(|it| it.sections[0].title = Some(text))),
    at_most(200, "sendMessageList", "sections[0].rows[0].id", Refused, |text| first_row(|it| it.id = text)),
    at_most(24, "sendMessageList", "sections[0].rows[0].title", Refused, |text| first_row(|it| it.title = text)),
    at_most(72, "sendMessageList", "sections[0].rows[0].description", NotGiven, |text| first_row(|it| it.description = Some(text))),

    at_most(1024, "sendMessageLink", "body", Refused, |text| link(|it| it.body = text)),
    at_most(60, "sendMessageLink", "header.text", Refused, |text| link(|it| it.header = Some(MessageHeader::Text(text)))),
    at_most(60, "sendMessageLink", "footer", NotGiven, |text| link(|it| it.footer = Some(text))),
    at_most(20, "sendMessageLink", "buttonText", Refused, |text| link(|it| it.button_text = text)),

    at_most(1024, "sendMessageFlow", "body", Refused, |text| flow(|it| it.body = text)),
    at_most(60, "sendMessageFlow", "header.text", Refused, |text| flow(|it| it.header = Some(MessageHeader::Text(text)))),
    at_most(60, "sendMessageFlow", "footer", NotGiven, |text| flow(|it| it.footer = Some(text))),

    at_most(1024, "sendMessageLocationRequest", "body", Refused, |text| Interactive::location_request(text).outcome()),

    at_most(1024, "sendMessageCarousel", "body", Refused, |text| carousel(|it| it.body = text)),
    at_most(160, "sendMessageCarousel", "cards[0].body", NotGiven, |text| first_of(with_link(), |it| it.body = Some(text))),
    at_most(20, "sendMessageCarousel", "cards[0].link.buttonText", Refused, |text| first_of(with_link(), |it| it.link.as_mut().unwrap().button_text = text)),
    at_most(256, "sendMessageCarousel", "cards[0].replies[0].id", Refused, |text| first_of(with_replies(1), |it| it.replies.as_mut().unwrap()[0].id = text)),
    at_most(20, "sendMessageCarousel", "cards[0].replies[0].title", Refused, |text| first_of(with_replies(1), |it| it.replies.as_mut().unwrap()[0].title = text)),

    at_most(1024, "sendMessageProducts", "body", Refused, |text| products(|it| it.body = Some(text))),
    at_most(60, "sendMessageProducts", "footer", NotGiven, |text| products(|it| it.footer = Some(text))),
    at_most(24, "sendMessageProducts", "sections[0].title", NotGiven, |text| products(|it| it.sections = Some(vec![titled(text)]))),

    at_most(1024, "sendMessageContactRequest", "body", Refused, |text| contact_request(|it| it.body = text)),
    at_most(60, "sendMessageContactRequest", "header.text", Refused, |text| contact_request(|it| it.header = Some(MessageHeader::Text(text)))),
    at_most(60, "sendMessageContactRequest", "footer", NotGiven, |text| contact_request(|it| it.footer = Some(text))),

    at_most(24, TEMPLATE, "buttons[0].value.products.sections[0].title", NotGiven, |text| template(|it| it.buttons = Some(first_button(product_list(text))))),
    at_most(2000, TEMPLATE, "buttons[0].value.url-suffix", OwnRefusal, |text| template_button(0, TemplateButtonValue::UrlSuffix(text))),
    at_most(15, TEMPLATE, "buttons[0].value.one-time-password", OwnRefusal, |text| template_button(0, TemplateButtonValue::OneTimePassword(text))),
    at_most(20, TEMPLATE, "buttons[0].value.coupon-code", OwnRefusal, |text| template_button(0, TemplateButtonValue::CouponCode(text))),
    at_most(2000, TEMPLATE, "cards[0].buttons[0].value.url-suffix", OwnRefusal, |text| first_card(|it| it.buttons = Some(first_button(TemplateButtonValue::UrlSuffix(text))))),

    at_most(4096, "createChatLink", "text", NotGiven, |text| ChatLink::parse(Some(text), None, None, None, None).outcome()),
    at_most(100, "createChatLink", "buttonLabel", NotGiven, |text| ChatLink::parse(None, Some(text), None, None, None).outcome()),

    at_most(139, "updateBusinessProfile", "about", NotGiven, |text| profile(|it| it.about = Some(text)).outcome()),
    at_most(256, "updateBusinessProfile", "address", NotGiven, |text| profile(|it| it.address = Some(text)).outcome()),
    at_most(512, "updateBusinessProfile", "description", NotGiven, |text| profile(|it| it.description = Some(text)).outcome()),

    at_most(240, "uploadMedia", "filename", NotGiven, |text| upload("application/pdf", Some(&text), &[1])),
];

/// What a template in one string says has the same limits, told with the place
/// in the string.
#[rustfmt::skip]
const SHORTHAND: &[TextLimit] = &[
    at_most(2000, "button_url", "buttons[0].value.url-suffix", OwnRefusal, |text| shorthand(&format!("button_index=[[0]] button_url=[[{text}]]"))),
];

fn titled(title: String) -> ProductSection {
    ProductSection {
        title: Some(title),
        ..section(None, 1)
    }
}

fn product_list(title: String) -> TemplateButtonValue {
    TemplateButtonValue::Products(TemplateProducts {
        thumbnail: "rye-1".to_owned(),
        sections: vec![titled(title)],
    })
}

fn first_button(value: TemplateButtonValue) -> Vec<TemplateButton> {
    vec![TemplateButton { index: 0, value }]
}

/// Characters of one to four bytes; the last two also take two places in
/// UTF-16, and the last joins what stands before it in print.
const CHARACTERS: [&str; 5] = ["x", "è", "漢", "🦀", "\u{1F3FB}"];

#[test]
fn a_text_of_just_the_limit_passes_whatever_its_characters_take() {
    for limit in TEXTS.iter().chain(SHORTHAND) {
        for character in CHARACTERS {
            for length in [1, limit.most] {
                let outcome = (limit.parse)(character.repeat(length));
                let (command, field) = (limit.command, limit.field);
                assert!(outcome.is_ok(), "{command} {field} {length}: {outcome:?}");
            }
        }
    }
}

#[test]
fn one_character_more_is_refused_with_the_field_the_limit_and_the_length() {
    for limit in TEXTS {
        for character in CHARACTERS {
            let outcome = (limit.parse)(character.repeat(limit.most + 1));
            let (most, length) = (limit.most.to_string(), (limit.most + 1).to_string());
            is_refused(outcome, limit.code(), limit.field, &[&most, &length]);
        }
    }
}

#[test]
fn an_empty_text_is_refused_where_whatsapp_needs_one_and_left_out_elsewhere() {
    for limit in TEXTS {
        let most = limit.most.to_string();
        let empty = (limit.parse)(String::new());
        let white = (limit.parse)(" \n\u{a0}".to_owned());
        match limit.blank {
            Refused => {
                for outcome in [empty, white] {
                    is_refused(outcome, "empty-text", limit.field, &["1 to", &most]);
                }
            }
            NotGiven => {
                assert!(empty.is_ok(), "{}: {empty:?}", limit.field);
                assert!(white.is_ok(), "{}: {white:?}", limit.field);
            }
            OwnRefusal => {
                for outcome in [empty, white] {
                    is_refused(outcome, limit.code(), limit.field, &["is empty"]);
                }
            }
        }
    }
}

#[test]
fn what_is_too_long_in_a_shorthand_is_told_with_its_place() {
    for limit in SHORTHAND {
        let failure = refused((limit.parse)("è".repeat(limit.most + 1)));
        let place = format!(
            "at character 64 in {}: it may have at most {} characters; it has {}",
            limit.command,
            limit.most,
            limit.most + 1
        );
        assert!(failure.error.contains(&place), "{}", failure.error);
    }
}
