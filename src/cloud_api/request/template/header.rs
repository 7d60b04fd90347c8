//! What fills a template's header.

use super::parameter::BodyParameter;
use crate::bindings::uip::whatsapp::media::MediaSource;
use crate::bindings::uip::whatsapp::template_parameters::TemplateHeader;
use crate::cloud_api::request::location::Location;
use crate::cloud_api::request::media_message::MediaObject;
use uip_kit::CommandError;
use uip_kit::field::given;
use uip_kit::field::required;
use uip_kit::json::ObjectWriter;

/// The one parameter of the component `header`.
#[derive(Debug)]
pub enum HeaderParameter {
    /// The value of the header text's variable.
    Text(BodyParameter),
    /// A picture, a video, a document, a place or a product: its type, which is also the
    /// key of its object, and the object.
    Other(&'static str, String),
}

impl HeaderParameter {
    /// Parses the field `field`.
    ///
    /// # Errors
    /// A permanent failure that names the member that is wrong.
    pub fn parse(field: &str, header: TemplateHeader) -> Result<Self, CommandError> {
        let file = |kind, source: &MediaSource| {
            let object = MediaObject::parse(&format!("{field}.{kind}"), source, None)?;
            Ok(Self::Other(kind, object.into_json()))
        };
        Ok(match header {
            TemplateHeader::Text(parameter) => {
                Self::Text(BodyParameter::parse(&format!("{field}.text"), parameter)?)
            }
            TemplateHeader::Image(source) => file("image", &source)?,
            TemplateHeader::Video(source) => file("video", &source)?,
            TemplateHeader::Document(document) => {
                let field = format!("{field}.document.source");
                let filename = document.filename.as_deref();
                let object = MediaObject::parse(&field, &document.source, filename)?;
                Self::Other("document", object.into_json())
            }
            TemplateHeader::Location(place) => {
                let place = Location::parse(
                    &format!("{field}.location."),
                    place.latitude,
                    place.longitude,
                    place.name.as_deref(),
                    place.address.as_deref(),
                )?;
                Self::Other("location", place.into_json())
            }
            TemplateHeader::Product(product) => {
                let id = &product.product_retailer_id;
                required(&format!("{field}.product.productRetailerId"), id)?;
                let object = ObjectWriter::new()
                    .text("product_retailer_id", id)
                    .optional_text("catalog_id", given(product.catalog_id.as_deref()));
                Self::Other("product", object.finish())
            }
        })
    }

    /// The value of the header text's variable, when the header is a text.
    pub fn text(&self) -> Option<&BodyParameter> {
        match self {
            Self::Text(parameter) => Some(parameter),
            Self::Other(..) => None,
        }
    }

    /// As it is sent.
    pub fn json(&self) -> String {
        match self {
            Self::Text(parameter) => parameter.json(),
            Self::Other(kind, object) => ObjectWriter::new()
                .text("type", kind)
                .json(kind, object)
                .finish(),
        }
    }
}
