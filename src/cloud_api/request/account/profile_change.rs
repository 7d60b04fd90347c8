//! A change of the business profile.

use crate::bindings::uip::whatsapp::account::UpdateBusinessProfileRequest;
use crate::cloud_api::request::field::item;
use crate::cloud_api::request::refusal::{Refusal, refuse};
use serde::Serialize;
use uip_kit::failure::quoted;
use uip_kit::field::{check_text, given};
use uip_kit::http::is_web_address;
use uip_kit::json::to_string;

const MOST_WEBSITES: usize = 2;
const LONGEST_WEBSITE: usize = 256;
const LONGEST_VERTICAL: usize = 40;
/// Meta documents no limit; handles have some hundred characters.
const LONGEST_HANDLE: usize = 8192;

/// The body of `POST /{phone-number-id}/whatsapp_business_profile`: at least one
/// of its members beside the first.
#[derive(Debug, Serialize)]
pub struct ProfileChange {
    messaging_product: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    websites: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vertical: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile_picture_handle: Option<String>,
}

impl ProfileChange {
    /// Parses the request. A blank text counts as not given; an empty list of
    /// web pages removes them.
    ///
    /// # Errors
    /// A permanent failure when a field has a bad value, or none is given.
    pub fn parse(request: UpdateBusinessProfileRequest) -> Result<Self, Refusal> {
        let change = Self {
            messaging_product: "whatsapp",
            about: text("about", request.about, 139)?,
            address: text("address", request.address, 256)?,
            description: text("description", request.description, 512)?,
            email: email(request.email)?,
            websites: request.websites.as_deref().map(websites).transpose()?,
            vertical: given(request.vertical.as_deref())
                .map(vertical)
                .transpose()?,
            profile_picture_handle: given(request.picture_handle.as_deref())
                .map(handle)
                .transpose()?,
        };
        if change.updated().is_empty() {
            return Err(refuse(
                "nothing-to-change",
                "The request must have at least one of the fields about, address, description, \
                 email, websites, vertical and pictureHandle.",
                "Give the fields that shall change.",
            ));
        }
        Ok(change)
    }

    /// The names of the request's fields that are in it.
    pub fn updated(&self) -> Vec<String> {
        let names = [
            (self.about.is_some(), "about"),
            (self.address.is_some(), "address"),
            (self.description.is_some(), "description"),
            (self.email.is_some(), "email"),
            (self.websites.is_some(), "websites"),
            (self.vertical.is_some(), "vertical"),
            (self.profile_picture_handle.is_some(), "pictureHandle"),
        ];
        let given = names.into_iter().filter(|(is_given, _)| *is_given);
        given.map(|(_, name)| name.to_owned()).collect()
    }

    /// The request's body.
    pub fn json(&self) -> String {
        to_string(self)
    }
}

/// A text of at most so many characters; a blank one counts as not given. Not a type
/// for each limit: a copy for each would add to the component's size.
fn text(field: &str, value: Option<String>, most: usize) -> Result<Option<String>, Refusal> {
    match value {
        Some(text) if given(Some(&text)).is_some() => {
            check_text(field, &text, most)?;
            Ok(Some(text))
        }
        _ => Ok(None),
    }
}

/// Something before and after one `@`, without spaces: WhatsApp checks the rest.
fn email(value: Option<String>) -> Result<Option<String>, Refusal> {
    let email = text("email", value.map(|value| value.trim().to_owned()), 128)?;
    let is_address = |text: &str| {
        let is_inside = |part: &str| !part.is_empty() && !part.contains('@');
        !text.contains(|c: char| c.is_whitespace() || c.is_control())
            && text
                .split_once('@')
                .is_some_and(|(name, host)| is_inside(name) && is_inside(host))
    };
    match &email {
        Some(given) if !is_address(given) => Err(refuse(
            "invalid-email",
            &format!(
                "The field email must be an e-mail address; it is {}.",
                quoted(given)
            ),
            "Write one address, such as contact@example.com.",
        )),
        _ => Ok(email),
    }
}

fn websites(value: &[String]) -> Result<Vec<String>, Refusal> {
    if value.len() > MOST_WEBSITES {
        return Err(refuse(
            "invalid-count",
            &format!(
                "The field websites must have 0 to {MOST_WEBSITES} entries; it has {}.",
                value.len()
            ),
            "Leave some out: a profile shows two web pages.",
        ));
    }
    let mut websites = Vec::with_capacity(value.len());
    for (place, website) in value.iter().enumerate() {
        let field = item("websites", place);
        let website = website.trim();
        check_text(&field, website, LONGEST_WEBSITE)?;
        if !is_web_address(website) {
            return Err(refuse(
                "invalid-url",
                &format!(
                    "The field {field} must be a URL that begins with http:// or https:// and a \
                     host and contains no spaces; it is {}.",
                    quoted(website)
                ),
                "Write the complete URL, including https:// or http://.",
            ));
        }
        websites.push(website.to_owned());
    }
    Ok(websites)
}

/// A word of WhatsApp's list, which grows: it is not repeated here.
fn vertical(value: &str) -> Result<String, Refusal> {
    let vertical = value.trim().to_ascii_uppercase();
    let is_letter = |byte: u8| byte.is_ascii_uppercase() || byte == b'_';
    if vertical.len() <= LONGEST_VERTICAL && vertical.bytes().all(is_letter) {
        return Ok(vertical);
    }
    Err(refuse(
        "invalid-vertical",
        &format!(
            "The field vertical must be an industry in WhatsApp's words, at most \
             {LONGEST_VERTICAL} letters and underscores; it is {}.",
            quoted(value)
        ),
        "Use one of WhatsApp's words, such as RETAIL, RESTAURANT or OTHER.",
    ))
}

/// A handle may consist of several lines, one for each piece of the upload.
fn handle(value: &str) -> Result<String, Refusal> {
    let handle = value.trim();
    let is_part = |byte: u8| byte.is_ascii_graphic() || byte == b'\n';
    if handle.len() <= LONGEST_HANDLE && handle.bytes().all(is_part) {
        return Ok(handle.to_owned());
    }
    Err(refuse(
        "invalid-picture-handle",
        &format!(
            "The field pictureHandle must be the handle of an uploaded picture, at most \
             {LONGEST_HANDLE} ASCII letters, digits and signs; it is {}.",
            quoted(value)
        ),
        "Use the complete handle that the upload returned.",
    ))
}
