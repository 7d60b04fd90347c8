//! The objects in the array `components` of a template message, with their
//! members as Meta names them.

use crate::cloud_api::request::location::Location;
use crate::cloud_api::request::media_message::MediaObject;
use crate::cloud_api::request::products::ProductSection;
use serde::Serialize;
use uip_kit::json::OwnedRaw;

/// What fills one part of a template.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Component {
    Header {
        parameters: Vec<Parameter>,
    },
    Body {
        parameters: Vec<Parameter>,
    },
    LimitedTimeOffer {
        parameters: Vec<Parameter>,
    },
    Button {
        sub_type: &'static str,
        /// The button's place among the template's, from 0.
        index: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        parameters: Option<[Parameter; 1]>,
    },
    Carousel {
        cards: Vec<Card>,
    },
}

/// The components of one card.
#[derive(Debug, Serialize)]
pub struct Card {
    /// Its place among the cards, from 0.
    pub card_index: usize,
    pub components: Vec<Component>,
}

/// The value of a variable, or what a header, an offer or a button gets.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Parameter {
    Text {
        #[serde(skip_serializing_if = "Option::is_none")]
        parameter_name: Option<String>,
        text: String,
    },
    Currency {
        #[serde(skip_serializing_if = "Option::is_none")]
        parameter_name: Option<String>,
        currency: Currency,
    },
    DateTime {
        #[serde(skip_serializing_if = "Option::is_none")]
        parameter_name: Option<String>,
        date_time: DateTime,
    },
    Image {
        image: MediaObject,
    },
    Video {
        video: MediaObject,
    },
    Document {
        document: MediaObject,
    },
    Location {
        location: Location,
    },
    Product {
        product: Product,
    },
    LimitedTimeOffer {
        limited_time_offer: LimitedTimeOffer,
    },
    Payload {
        payload: String,
    },
    CouponCode {
        coupon_code: String,
    },
    Action {
        action: ButtonAction,
    },
}

/// An amount.
#[derive(Debug, Serialize)]
pub struct Currency {
    pub fallback_value: String,
    /// As in ISO 4217.
    pub code: String,
    /// In thousandths.
    pub amount_1000: i64,
}

#[derive(Debug, Serialize)]
pub struct DateTime {
    pub fallback_value: String,
}

/// A product of a catalogue.
#[derive(Debug, Serialize)]
pub struct Product {
    pub product_retailer_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalog_id: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct LimitedTimeOffer {
    /// In milliseconds since 1970.
    pub expiration_time_ms: u64,
}

/// What a button opens.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum ButtonAction {
    Flow {
        flow_token: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        flow_action_data: Option<OwnedRaw>,
    },
    Catalog {
        thumbnail_product_retailer_id: String,
    },
    Products {
        thumbnail_product_retailer_id: String,
        sections: Vec<ProductSection>,
    },
}
