//! One product, a list of products, or the whole catalogue.

use super::header::Header;
use super::object::{Action, CatalogParameters, NamedAction};
use super::{Frame, Interactive, LONGEST_BODY};
use crate::bindings::uip::whatsapp::outgoing::ProductsMessage;
use crate::cloud_api::request::products::ProductSection;
use crate::cloud_api::request::refusal::{Refusal, refuse};
use uip_kit::field::given;

impl Interactive {
    /// One product, a list of products in sections, or else the whole
    /// catalogue.
    ///
    /// # Errors
    /// A permanent failure when fields of different kinds are given together,
    /// one that the kind needs is not given, or a field has a bad value.
    pub fn products(request: ProductsMessage) -> Result<Self, Refusal> {
        let product = owned(request.product_retailer_id.as_deref());
        let sections = request.sections.filter(|sections| !sections.is_empty());
        let thumbnail = owned(request.thumbnail.as_deref());
        check_kinds(&[product.is_some(), sections.is_some(), thumbnail.is_some()])?;

        let header = given(request.header.as_deref());
        if header.is_some() != sections.is_some() {
            return Err(conflict(
                "The field header is required with sections and can only be used with them.",
                "Give header and sections together, or neither.",
            ));
        }
        let catalog_id = given(request.catalog_id.as_deref()).map(str::trim);
        if catalog_id.is_some() != (product.is_some() || sections.is_some()) {
            return Err(conflict(
                "The field catalogId is required with productRetailerId or sections and can only \
                 be used with them.",
                "For some products, give the id of their catalogue, too; for the whole catalogue, \
                 leave it out: WhatsApp sends the one that is connected to the account.",
            ));
        }
        let catalog_id = catalog_id.unwrap_or_default().to_owned();
        let body = request.body.unwrap_or_default();
        let is_bare = product.is_some() && body.trim().is_empty();
        let mut frame = if is_bare {
            Frame::without_body(request.footer)?
        } else {
            Frame::parse(None, body, LONGEST_BODY, request.footer)?
        };
        frame.header = header
            .map(|header| Header::text("header", header.to_owned()))
            .transpose()?;
        Ok(match (product, sections) {
            (Some(product_retailer_id), _) => {
                let action = Action::Product {
                    catalog_id,
                    product_retailer_id,
                };
                frame.with("product", action)
            }
            (None, Some(sections)) => {
                let action = Action::Products {
                    catalog_id,
                    sections: ProductSection::parse_all("sections", &sections)?,
                };
                frame.with("product_list", action)
            }
            (None, None) => {
                let parameters = thumbnail.map(|thumbnail_product_retailer_id| CatalogParameters {
                    thumbnail_product_retailer_id,
                });
                let action = NamedAction::CatalogMessage { parameters };
                frame.with("catalog_message", Action::Named(action))
            }
        })
    }
}

fn owned(value: Option<&str>) -> Option<String> {
    given(value).map(str::to_owned)
}

fn check_kinds(are_given: &[bool]) -> Result<(), Refusal> {
    if are_given.iter().filter(|is_given| **is_given).count() <= 1 {
        return Ok(());
    }
    Err(conflict(
        "At most one of the fields productRetailerId, sections and thumbnail can be given.",
        "Give productRetailerId for one product, sections for a list, or neither for the whole \
         catalogue.",
    ))
}

fn conflict(error: &str, advice: &str) -> Refusal {
    refuse("conflicting-fields", error, advice)
}
