//! The objects in the array `components` of a template's definition, with their
//! members as Meta names them.

use serde::Serialize;

/// A part of a template.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Component {
    Header(Header),
    LimitedTimeOffer {
        limited_time_offer: Offer,
    },
    Body(Body),
    Footer {
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        code_expiration_minutes: Option<u8>,
    },
    Buttons {
        buttons: Vec<Button>,
    },
    Carousel {
        cards: Vec<Card>,
    },
}

#[derive(Debug, Serialize)]
pub struct Header {
    pub format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Example>,
}

/// A body without a text is an authentication template's.
#[derive(Debug, Default, Serialize)]
pub struct Body {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Example>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add_security_recommendation: Option<bool>,
}

/// Samples, under the one name that fits them.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Example {
    HeaderHandle {
        header_handle: [String; 1],
    },
    HeaderText {
        header_text: Vec<String>,
    },
    NamedHeaderText {
        header_text_named_params: Vec<NamedSample>,
    },
    BodyText {
        body_text: [Vec<String>; 1],
    },
    NamedBodyText {
        body_text_named_params: Vec<NamedSample>,
    },
}

#[derive(Debug, Serialize)]
pub struct NamedSample {
    pub param_name: String,
    pub example: String,
}

#[derive(Debug, Serialize)]
pub struct Offer {
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_expiration: Option<bool>,
}

#[derive(Debug, Serialize)]
pub struct Card {
    pub components: Vec<Component>,
}

/// A button: each kind has some of these members.
#[derive(Debug, Default, Serialize)]
pub struct Button {
    #[serde(rename = "type")]
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otp_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<ButtonExample>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_action: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub navigate_screen: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub autofill_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zero_tap_terms_accepted: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub supported_apps: Vec<App>,
}

/// A code is a text, a URL a list with one.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum ButtonExample {
    Code(String),
    Url([String; 1]),
}

/// An Android app.
#[derive(Debug, Serialize)]
pub struct App {
    pub package_name: String,
    pub signature_hash: String,
}
