//! What fills a template's header.

use super::media::media;
use super::parameter::TextParameter;
use crate::bindings::exports::uip::whatsapp::commands::{HeaderLocation, TemplateHeader};
use crate::bindings::uip::whatsapp::types::CommandError;
use crate::cloud_api::refusal::{given, refuse};
use crate::json::ObjectWriter;

/// The one parameter of the component `header`.
#[derive(Debug)]
pub enum HeaderParameter {
    /// The value of the header text's variable.
    Text(TextParameter),
    /// A picture, a video, a document or a place: its type, which is also the
    /// key of its object, and the object.
    Other(&'static str, String),
}

impl HeaderParameter {
    /// Parses the field `header`.
    ///
    /// # Errors
    /// A permanent failure that names the member that is wrong.
    pub fn parse(header: TemplateHeader) -> Result<Self, CommandError> {
        Ok(match header {
            TemplateHeader::Text(parameter) => {
                Self::Text(TextParameter::parse("header.text", parameter)?)
            }
            TemplateHeader::Image(source) => {
                Self::Other("image", media("header.image", &source, None)?)
            }
            TemplateHeader::Video(source) => {
                Self::Other("video", media("header.video", &source, None)?)
            }
            TemplateHeader::Document(document) => Self::Other(
                "document",
                media(
                    "header.document.source",
                    &document.source,
                    document.filename.as_deref(),
                )?,
            ),
            TemplateHeader::Location(place) => Self::Other("location", location(&place)?),
        })
    }

    /// The value of the header text's variable, when the header is a text.
    pub fn text(&self) -> Option<&TextParameter> {
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

/// Meta writes a template's place with its numbers as text, unlike a message
/// of the type `location`.
fn location(place: &HeaderLocation) -> Result<String, CommandError> {
    Ok(ObjectWriter::new()
        .text("latitude", &degrees("latitude", place.latitude, 90)?)
        .text("longitude", &degrees("longitude", place.longitude, 180)?)
        .optional_text("name", given(place.name.as_deref()))
        .optional_text("address", given(place.address.as_deref()))
        .finish())
}

fn degrees(field: &str, value: f64, limit: u8) -> Result<String, CommandError> {
    if value.abs() <= f64::from(limit) {
        return Ok(decimal(value));
    }
    Err(refuse(
        "invalid-location",
        &format!("The field header.location.{field} must be from -{limit} to {limit}."),
        "Give the place in degrees, with a point before the decimals.",
    ))
}

/// The fewest decimals that read back as the same number, at most 15: an
/// atom's width on the map. The library's formatter for any number at all
/// would add 12 KB to the component.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_cmp
)]
fn decimal(degrees: f64) -> String {
    let mut unit = 1.0;
    let mut decimals = 0;
    while decimals < 15 && (degrees * unit).round() / unit != degrees {
        unit *= 10.0;
        decimals += 1;
    }
    let sign = if degrees < 0.0 { "-" } else { "" };
    // At most 180 × 10^15, which 64 bits hold.
    let digits = format!(
        "{:0>1$}",
        (degrees * unit).round().abs() as u64,
        decimals + 1
    );
    match digits.split_at_checked(digits.len() - decimals) {
        Some((whole, fraction)) if !fraction.is_empty() => format!("{sign}{whole}.{fraction}"),
        _ => format!("{sign}{digits}"),
    }
}

#[cfg(test)]
#[allow(clippy::cast_precision_loss, clippy::float_cmp)]
mod tests {
    use proptest::prelude::*;

    use super::decimal;

    #[test]
    fn degrees_are_written_with_the_decimals_they_need() {
        for (degrees, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (44.0, "44"),
            (-180.0, "-180"),
            (0.5, "0.5"),
            (-0.05, "-0.05"),
            (37.442_162_518_686_83, "37.44216251868683"),
            (-122.161_535_820_493_94, "-122.16153582049394"),
            (37.483_307, "37.483307"),
            (1e-20, "0.000000000000000"),
        ] {
            assert_eq!(decimal(degrees), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_to_within_an_atoms_width(degrees in -180.0..180.0_f64) {
            prop_assert!((decimal(degrees).parse::<f64>().unwrap() - degrees).abs() < 1e-13);
        }

        #[test]
        fn what_a_person_writes_is_written_again(micro in -180_000_000..180_000_000_i64) {
            let degrees = micro as f64 / 1e6;
            prop_assert_eq!(decimal(degrees).parse::<f64>().unwrap(), degrees);
            prop_assert!(decimal(degrees).len() <= "-180.000000".len());
        }
    }
}
