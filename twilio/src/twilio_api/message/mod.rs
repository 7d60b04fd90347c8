//! The form of `POST /2010-04-01/Accounts/{AccountSid}/Messages.json`.

mod callback_data;
mod location;
mod media;
mod raw;
mod text;

pub use callback_data::CallbackData;
pub use location::location;
pub use media::{media, stored_file};
pub use raw::raw;
pub use text::text;

use crate::configuration::Sending;
use uip_kit::form;
use uip_kit::recipient::Recipient;
use uip_kit::refusal::{Refusal, refuse};

/// What a message says: parameters of the request, in their order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Content(Vec<(String, String)>);

impl Content {
    /// A content with one parameter.
    pub fn new(name: &str, value: impl Into<String>) -> Self {
        Self::default().with(name, value)
    }

    /// With another parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    /// Whether there is a parameter with this name.
    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(own, _)| own == name)
    }
}

/// The body of the request: to whom, from whom, what, and where its statuses go.
///
/// # Errors
/// A permanent failure when the reference has nowhere to come back to, or is too
/// long together with that URL.
pub fn body(
    recipient: &Recipient,
    sending: &Sending,
    content: &Content,
    callback_data: Option<&CallbackData>,
) -> Result<String, Refusal> {
    let to = match recipient {
        Recipient::PhoneNumber(number) => address(number.as_str()),
        Recipient::UserId(id) => address(id.as_str()),
    };
    let from = sending.sender.number().map(|it| address(it.as_str()));
    let service = sending.sender.service().map(|it| it.as_str().to_owned());
    let callback = match (callback_data, &sending.status_callback) {
        (Some(data), Some(url)) => Some(url.with_reference(data.as_str())?),
        (Some(_), None) => return Err(nowhere_to_come_back()),
        (None, _) if content.has(STATUS_CALLBACK) => None,
        (None, url) => url.as_ref().map(|url| url.as_str().to_owned()),
    };
    let replaces_callback = callback.is_some();
    let content = content
        .0
        .iter()
        .filter(|(name, _)| !(replaces_callback && name == STATUS_CALLBACK))
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let optional = |name, value: &'_ Option<String>| value.clone().map(|value| (name, value));
    let before = [
        Some(("To", to)),
        optional("From", &from),
        optional("MessagingServiceSid", &service),
    ];
    let after = optional(STATUS_CALLBACK, &callback);
    let before = before
        .iter()
        .flatten()
        .map(|(name, value)| (*name, value.as_str()));
    let after = after.iter().map(|(name, value)| (*name, value.as_str()));
    Ok(form::encode(before.chain(content).chain(after)))
}

const STATUS_CALLBACK: &str = "StatusCallback";

/// A number or a user id, as Twilio addresses it on WhatsApp.
fn address(number: &str) -> String {
    format!("whatsapp:{number}")
}

fn nowhere_to_come_back() -> Refusal {
    refuse(
        "missing-status-callback-url",
        "The field callbackData needs the property statusCallbackUrl, which is not set: Twilio \
         returns a reference only in the query of that URL.",
        "Set statusCallbackUrl to the public URL of your webhook, or leave callbackData out.",
    )
}
