//! Who sends, and where statuses go.

use super::{CallbackUrl, Sid};
use crate::bindings::uip::whatsapp_twilio::properties::AdapterProperties;
use uip_kit::failure::quoted;
use uip_kit::field::given;
use uip_kit::phone_number::{CountryCode, PhoneNumber, without_spaces_and_marks};
use uip_kit::refusal::{Refusal, refuse_property as refuse};

/// What a command needs that sends a message.
#[derive(Debug)]
pub struct Sending {
    /// Who sends.
    pub sender: Sender,
    /// The country of numbers written without a country code.
    pub default_country_code: Option<CountryCode>,
    /// Where Twilio sends the statuses.
    pub status_callback: Option<CallbackUrl>,
}

impl Sending {
    /// Parses the properties that sending needs.
    ///
    /// # Errors
    /// A permanent failure that names the first property with a bad value.
    pub fn parse(properties: &AdapterProperties) -> Result<Self, Refusal> {
        Ok(Self {
            sender: Sender::parse(properties)?,
            default_country_code: default_country_code(properties)?,
            status_callback: callback_url("statusCallbackUrl", &properties.status_callback_url)?,
        })
    }
}

/// The country of the property `defaultCountryCode`, if it is set.
///
/// # Errors
/// A permanent failure when it is no country's code.
pub fn default_country_code(
    properties: &AdapterProperties,
) -> Result<Option<CountryCode>, Refusal> {
    let code = given(properties.default_country_code.as_deref());
    Ok(code.map(CountryCode::parse).transpose()?)
}

/// The URL in a property, if it is set.
///
/// # Errors
/// A permanent failure when Twilio could not call it.
pub fn callback_url(
    property: &str,
    value: &Option<String>,
) -> Result<Option<CallbackUrl>, Refusal> {
    given(value.as_deref())
        .map(|value| CallbackUrl::parse(property, value))
        .transpose()
}

/// The sender of every message: a number, a service that chooses one, or a number
/// of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    number: Option<PhoneNumber>,
    service: Option<Sid>,
}

impl Sender {
    /// Parses the properties `from` and `messagingServiceSid`.
    ///
    /// # Errors
    /// A permanent failure when neither is set, or one of them has a bad value.
    pub fn parse(properties: &AdapterProperties) -> Result<Self, Refusal> {
        let number = given(properties.from.as_deref()).map(number).transpose()?;
        let service = given(properties.messaging_service_sid.as_deref())
            .map(|service| Sid::parse("messagingServiceSid", "MG", service))
            .transpose()?;
        if number.is_none() && service.is_none() {
            return Err(refuse(
                "missing-sender",
                "Neither the property from nor messagingServiceSid is set.",
                "Set from to the number of a WhatsApp sender of this account, such as \
                 +14155238886, or messagingServiceSid to a Messaging Service that has one.",
            ));
        }
        Ok(Self { number, service })
    }

    /// The number, if one is set.
    pub fn number(&self) -> Option<&PhoneNumber> {
        self.number.as_ref()
    }

    /// The service, if one is set.
    pub fn service(&self) -> Option<&Sid> {
        self.service.as_ref()
    }
}

/// A number as people write it here: with `whatsapp:` or without, with `+` or
/// without.
fn number(value: &str) -> Result<PhoneNumber, Refusal> {
    let compact = without_spaces_and_marks(value);
    let number = compact.strip_prefix("whatsapp:").unwrap_or(&compact);
    let international = format!("+{}", number.trim_start_matches('+'));
    PhoneNumber::parse(&international, None).map_err(|_| {
        refuse(
            "invalid-sender",
            &format!(
                "The property from must be a phone number with + and its country code; it is {}.",
                quoted(value)
            ),
            "Copy the number of the WhatsApp sender from Twilio's console, such as +14155238886.",
        )
    })
}
