//! The adapter's properties, parsed into values that cannot be wrong.
//!
//! Each command parses what it needs and nothing else: a notification is not
//! lost because the token for sending is missing.

mod base_url;
mod check;
mod identifiers;
mod secrets;
mod storage;
#[cfg(test)]
mod tests;

pub use base_url::parse as parse_base_url;
pub use check::check;
pub use identifiers::{ApiVersion, AppId, BusinessAccountId, PhoneNumberId};
pub use secrets::{AppSecret, Token};
pub use storage::parse as storage;

use crate::bindings::uip::whatsapp::properties::{AdapterProperties, get};
use crate::cloud_api::LanguageCode;
use uip_kit::CommandError;
use uip_kit::failure::quoted;
use uip_kit::field::given;
use uip_kit::http::{BaseUrl, RequestTimeout};
use uip_kit::phone_number::CountryCode;
use uip_kit::property::{refuse, unavailable};

/// What every command that calls WhatsApp needs.
#[derive(Debug)]
pub struct SendingConfiguration {
    /// Proves the right to send.
    pub token: Token,
    /// Version of the Cloud API.
    pub api_version: ApiVersion,
    /// The business number to send from.
    pub phone_number_id: PhoneNumberId,
    /// Where the Cloud API answers.
    pub base_url: BaseUrl,
    /// The country of numbers written without a country code.
    pub default_country_code: Option<CountryCode>,
    /// How long an answer may take.
    pub timeout: RequestTimeout,
}

impl SendingConfiguration {
    /// Parses the properties that sending needs.
    ///
    /// # Errors
    /// A permanent failure that names the first property with a bad value.
    pub fn parse(properties: &AdapterProperties) -> Result<Self, CommandError> {
        Ok(Self {
            token: Token::parse(&properties.authentication_token)?,
            api_version: ApiVersion::parse(&properties.api_version)?,
            phone_number_id: PhoneNumberId::parse(&properties.phone_number_id)?,
            base_url: match given(properties.api_base_url.as_deref()) {
                Some(url) => base_url::parse(url)?,
                None => base_url::default(),
            },
            default_country_code: given(properties.default_country_code.as_deref())
                .map(CountryCode::parse)
                .transpose()?,
            timeout: match properties.request_timeout_seconds {
                Some(seconds) => RequestTimeout::parse(seconds)?,
                None => RequestTimeout::default(),
            },
        })
    }
}

/// Asks the engine for the properties.
///
/// # Errors
/// A permanent failure with the engine's own sentence when it cannot give
/// them.
pub fn properties() -> Result<AdapterProperties, CommandError> {
    get().map_err(|reason| unavailable(&reason))
}

/// The key of the signatures on notifications, when the property `appSecret`
/// is given.
///
/// # Errors
/// A permanent failure when it cannot be used.
pub fn app_secret(properties: &AdapterProperties) -> Result<Option<AppSecret>, CommandError> {
    let secret = properties.app_secret.as_deref();
    secret.map(AppSecret::parse).transpose()
}

/// The account of the property `businessAccountId`, for the commands that need
/// it.
///
/// # Errors
/// A permanent failure when it is not set, or has a bad value.
pub fn business_account_id(
    properties: &AdapterProperties,
) -> Result<BusinessAccountId, CommandError> {
    match given(properties.business_account_id.as_deref()) {
        Some(id) => BusinessAccountId::parse(id),
        None => Err(refuse(
            "missing-business-account-id",
            "This command needs the property businessAccountId, which is not set.",
            "Copy the WhatsApp Business Account ID from the Meta app's WhatsApp page into \
             businessAccountId.",
        )),
    }
}

/// The app of the property `appId`, for the command that needs it.
///
/// # Errors
/// A permanent failure when it is not set, or has a bad value.
pub fn app_id(properties: &AdapterProperties) -> Result<AppId, CommandError> {
    match given(properties.app_id.as_deref()) {
        Some(id) => AppId::parse(id),
        None => Err(refuse(
            "missing-app-id",
            "This command needs the property appId, which is not set.",
            "Copy the App ID from the Meta app's basic settings into appId.",
        )),
    }
}

/// The language of the property `templateLanguage`, if it is set.
///
/// # Errors
/// A permanent failure when it is no language code.
pub fn template_language(
    properties: &AdapterProperties,
) -> Result<Option<LanguageCode>, CommandError> {
    given(properties.template_language.as_deref())
        .map(parse_template_language)
        .transpose()
}

fn parse_template_language(value: &str) -> Result<LanguageCode, CommandError> {
    LanguageCode::read(value).ok_or_else(|| {
        refuse(
            "invalid-template-language",
            &format!(
                "The property templateLanguage must be a code such as it or en_US; it is {}.",
                quoted(value)
            ),
            "Set templateLanguage to a language code that WhatsApp Manager shows for templates, with \
             an underscore: en_US.",
        )
    })
}
