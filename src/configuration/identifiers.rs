//! What becomes part of a request's path: none of these can hold `/`, `?`, a
//! space or a line break.

use uip_kit::CommandError;
use uip_kit::failure::quoted;
use uip_kit::property::refuse;

const LONGEST: usize = 100;

/// A version of the Cloud API: `v25.0`, or `v25`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiVersion(String);

impl ApiVersion {
    /// Parses the property `apiVersion`.
    ///
    /// # Errors
    /// A permanent failure when it is not `v`, digits, and perhaps a dot and
    /// digits.
    pub fn parse(value: &str) -> Result<Self, CommandError> {
        if value.len() <= LONGEST && is_version(value) {
            return Ok(Self(value.to_owned()));
        }
        Err(refuse(
            "invalid-api-version",
            &format!(
                "The property apiVersion must have the form v25.0; it is {}.",
                quoted(value)
            ),
            "Set apiVersion to the version your Meta app uses, such as v25.0.",
        ))
    }

    /// As it stands in a path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_version(value: &str) -> bool {
    let Some(numbers) = value.strip_prefix('v') else {
        return false;
    };
    match numbers.split_once('.') {
        Some((major, minor)) => is_digits(major) && is_digits(minor),
        None => is_digits(numbers),
    }
}

fn is_digits(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// The id of the business phone number to send from: 1 to 100 digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneNumberId(String);

impl PhoneNumberId {
    /// Parses the property `phoneNumberId`. White space around it is ignored.
    ///
    /// # Errors
    /// A permanent failure when it is not 1 to 100 digits.
    pub fn parse(value: &str) -> Result<Self, CommandError> {
        let id = value.trim();
        if id.len() <= LONGEST && is_digits(id) {
            return Ok(Self(id.to_owned()));
        }
        Err(refuse(
            "invalid-phone-number-id",
            &format!(
                "The property phoneNumberId must be 1 to 100 digits; it is {}.",
                quoted(value)
            ),
            "Copy the phone number ID from the Meta app's WhatsApp page into phoneNumberId; it is \
             not the phone number.",
        ))
    }

    /// As it stands in a path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The id of a Meta app: 1 to 100 digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppId(String);

impl AppId {
    /// Parses the property `appId`. White space around it is ignored.
    ///
    /// # Errors
    /// A permanent failure when it is not 1 to 100 digits.
    pub fn parse(value: &str) -> Result<Self, CommandError> {
        let id = value.trim();
        if id.len() <= LONGEST && is_digits(id) {
            return Ok(Self(id.to_owned()));
        }
        Err(refuse(
            "invalid-app-id",
            &format!(
                "The property appId must be 1 to 100 digits; it is {}.",
                quoted(value)
            ),
            "Copy the App ID from the Meta app's basic settings into appId.",
        ))
    }

    /// As it stands in a path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The id of a WhatsApp Business Account: 1 to 100 digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusinessAccountId(String);

impl BusinessAccountId {
    /// Parses the property `businessAccountId`. White space around it is ignored.
    ///
    /// # Errors
    /// A permanent failure when it is not 1 to 100 digits.
    pub fn parse(value: &str) -> Result<Self, CommandError> {
        let id = value.trim();
        if id.len() <= LONGEST && is_digits(id) {
            return Ok(Self(id.to_owned()));
        }
        Err(refuse(
            "invalid-business-account-id",
            &format!(
                "The property businessAccountId must be 1 to 100 digits; it is {}.",
                quoted(value)
            ),
            "Copy the WhatsApp Business Account ID from the Meta app's WhatsApp page into \
             businessAccountId.",
        ))
    }

    /// As it stands in a path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
