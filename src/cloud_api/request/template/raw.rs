//! Components that the request gives as JSON.

use super::given::{Given, GivenParameter};
use super::offer::OfferEnd;
use super::path::Path;
use crate::cloud_api::request::refusal::Refusal;
use uip_kit::json::Raw;
use uip_kit::whatsapp::template_value;

/// Checks the values in an array of components for what WhatsApp is known to
/// refuse, and takes the time at which the offer ends. What this file does not
/// know passes: it may be what Meta adds.
///
/// # Errors
/// A permanent failure that names the value.
pub fn check_components(components: Raw<'_>, path: Path) -> Result<Option<OfferEnd>, Refusal> {
    let given = Given::read(components);
    check_texts(path, &given)?;
    for (index, card) in given.cards.iter().enumerate() {
        check_texts(path.card(index), card)?;
    }
    given
        .offer_time
        .map(|time| OfferEnd::parse(&path.field("expiration_time_ms"), time))
        .transpose()
}

fn check_texts(path: Path, given: &Given<'_>) -> Result<(), Refusal> {
    for (place, parameters) in [("header", &given.header), ("body", &given.body)] {
        for (index, parameter) in parameters.iter().enumerate() {
            if let Some(text) = text(parameter, &["text", "currency", "date_time"]) {
                template_value::check(&path.field(&format!("{place}[{index}]")), &text)?;
            }
        }
    }
    for (index, button) in given.buttons.iter().enumerate() {
        let parameter = button.parameter.as_ref();
        let text = parameter.and_then(|it| text(it, &["text", "payload", "coupon_code"]));
        if let Some(text) = text {
            template_value::check_given(&path.field(&format!("buttons[{index}]")), &text)?;
        }
    }
    Ok(())
}

/// The text of a parameter of one of these types.
fn text(parameter: &GivenParameter<'_>, kinds: &[&str]) -> Option<String> {
    kinds
        .contains(&parameter.kind.as_str())
        .then(|| parameter.text())
        .flatten()
}
