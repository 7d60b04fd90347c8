//! What fills a template's header.

use super::object::{Parameter, Product};
use crate::bindings::uip::whatsapp::outgoing::MediaSource;
use crate::bindings::uip::whatsapp::templates::TemplateHeader;
use crate::cloud_api::request::field::{member, required};
use crate::cloud_api::request::location::Location;
use crate::cloud_api::request::media_message::MediaObject;
use crate::cloud_api::request::refusal::Refusal;
use uip_kit::field::given;

/// Parses the field `field`: the one parameter of the component `header`.
///
/// # Errors
/// A permanent failure that names the member that is wrong.
pub fn parameter(field: &str, header: TemplateHeader) -> Result<Parameter, Refusal> {
    let file = |kind, source: &MediaSource| MediaObject::parse(&member(field, kind), source, None);
    Ok(match header {
        TemplateHeader::Text(parameter) => Parameter::parse(&member(field, "text"), parameter)?,
        TemplateHeader::Image(source) => Parameter::Image {
            image: file("image", &source)?,
        },
        TemplateHeader::Video(source) => Parameter::Video {
            video: file("video", &source)?,
        },
        TemplateHeader::Document(document) => Parameter::Document {
            document: MediaObject::parse(
                &member(field, "document.source"),
                &document.source,
                document.filename.as_deref(),
            )?,
        },
        TemplateHeader::Location(place) => Parameter::Location {
            location: Location::parse(
                &member(field, "location."),
                place.latitude,
                place.longitude,
                place.name.as_deref(),
                place.address.as_deref(),
            )?,
        },
        TemplateHeader::Product(product) => {
            let id = product.product_retailer_id;
            required(&member(field, "product.productRetailerId"), &id)?;
            Parameter::Product {
                product: Product {
                    product_retailer_id: id,
                    catalog_id: given(product.catalog_id.as_deref()).map(str::to_owned),
                },
            }
        }
    })
}
