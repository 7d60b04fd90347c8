//! A place on the map.

use super::Content;
use crate::bindings::uip::whatsapp_twilio::outgoing::LocationMessage;
use uip_kit::field::{Limited, degrees};
use uip_kit::refusal::Refusal;

/// A name or an address.
type Label = Limited<1000>;

/// The content of a message with a place. Twilio requires a name.
///
/// # Errors
/// A permanent failure when the degrees are no place on the globe, or when the name
/// or the address is too long.
pub fn location(request: LocationMessage) -> Result<Content, Refusal> {
    let latitude = degrees("", "latitude", request.latitude, 90)?;
    let longitude = degrees("", "longitude", request.longitude, 180)?;
    let name = Label::parse_optional("name", request.name)?;
    let address = Label::parse_optional("address", request.address)?;
    let [name, address] = [&name, &address].map(|it| it.as_ref().map(Label::as_str));
    let place = format!("{latitude},{longitude}");
    let body = name.or(address).unwrap_or(&place);
    let label = address
        .or(name)
        .map(|label| format!("|{}", one_part(label)));
    let action = format!("geo:{place}{}", label.unwrap_or_default());
    Ok(Content::new("Body", body).with("PersistentAction", action))
}

/// A label is the last part of a line: it has no separator and no line break.
fn one_part(label: &str) -> String {
    let is_separator = |c: char| c == '|' || c.is_control();
    label.replace(is_separator, " ")
}
