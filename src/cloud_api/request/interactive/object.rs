//! The object `interactive` of a message, with its members as Meta names them.

use super::Label;
use super::header::Header;
use crate::cloud_api::request::products::ProductSection;
use serde::Serialize;
use uip_kit::field::Limited;
use uip_kit::json::OwnedRaw;

/// The object `interactive` of a message, every text of it within WhatsApp's
/// limits.
#[derive(Debug, Serialize)]
pub struct Interactive {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) header: Option<Header>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<Body>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) footer: Option<Footer>,
    pub(super) action: Action,
}

#[derive(Debug, Serialize)]
pub struct Body {
    pub text: String,
}

#[derive(Debug, Serialize)]
pub struct Footer {
    pub text: Limited<60>,
}

/// What the customer can tap.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Action {
    Buttons {
        buttons: Vec<Button>,
    },
    List {
        button: Label,
        sections: Vec<Section>,
    },
    Product {
        catalog_id: String,
        product_retailer_id: String,
    },
    Products {
        catalog_id: String,
        sections: Vec<ProductSection>,
    },
    Cards {
        cards: Vec<Card>,
    },
    Named(NamedAction),
}

/// A reply button: of a message, or of a card.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Button {
    Reply { reply: Reply },
    QuickReply { quick_reply: Reply },
}

#[derive(Debug, Serialize)]
pub struct Reply {
    pub id: Limited<256>,
    pub title: Label,
}

/// Rows of a list.
#[derive(Debug, Serialize)]
pub struct Section {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Limited<24>>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub id: Limited<200>,
    pub title: Limited<24>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Limited<72>>,
}

/// A card of a carousel.
#[derive(Debug, Serialize)]
pub struct Card {
    /// Its place among the cards, from 0.
    #[serde(rename = "card_index")]
    pub index: usize,
    #[serde(rename = "type")]
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<Header>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<CardBody>,
    pub action: Action,
}

#[derive(Debug, Serialize)]
pub struct CardBody {
    pub text: Limited<160>,
}

/// An action with a name.
#[derive(Debug, Serialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum NamedAction {
    SendLocation,
    RequestContactInfo,
    CtaUrl {
        parameters: UrlParameters,
    },
    Flow {
        parameters: FlowParameters,
    },
    CatalogMessage {
        #[serde(skip_serializing_if = "Option::is_none")]
        parameters: Option<CatalogParameters>,
    },
}

#[derive(Debug, Serialize)]
pub struct CatalogParameters {
    pub thumbnail_product_retailer_id: String,
}

#[derive(Debug, Serialize)]
pub struct UrlParameters {
    pub display_text: Label,
    pub url: String,
}

#[derive(Debug, Serialize)]
pub struct FlowParameters {
    pub flow_message_version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_name: Option<String>,
    pub flow_token: String,
    /// What stands on the button.
    pub flow_cta: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_action: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_action_payload: Option<FlowActionPayload>,
}

/// What the form starts with.
#[derive(Debug, Serialize)]
pub struct FlowActionPayload {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screen: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<OwnedRaw>,
}
