//! The form of `POST /2010-04-01/Accounts/{AccountSid}/Messages.json`.

mod location;
mod media;
mod raw;
mod recipient;
mod status_callback;
mod text;

pub use location::location;
pub use media::{media, stored_file};
pub use raw::raw;
pub use recipient::recipient;
pub use status_callback::StatusCallback;
pub use text::text;

use crate::configuration::Sender;
use uip_kit::form;
use uip_kit::whatsapp::recipient::Recipient;

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
pub fn body(
    recipient: &Recipient,
    sender: &Sender,
    content: &Content,
    callback: &StatusCallback,
) -> String {
    let to = match recipient {
        Recipient::PhoneNumber(number) => address(number.as_str()),
        Recipient::UserId(id) => address(id.as_str()),
    };
    let from = sender.number().map(|it| address(it.as_str()));
    let own_callback = content.has(status_callback::PARAMETER);
    let callback = match callback {
        StatusCallback::WithReference(url) => Some(url),
        StatusCallback::Usual(url) if !own_callback => Some(url),
        StatusCallback::Usual(_) | StatusCallback::AsInConsole => None,
    };
    let envelope = [
        Some(("To", to.as_str())),
        from.as_deref().map(|from| ("From", from)),
        sender
            .service()
            .map(|it| ("MessagingServiceSid", it.as_str())),
    ];
    let content = content
        .0
        .iter()
        .filter(|(name, _)| callback.is_none() || name != status_callback::PARAMETER)
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let callback = callback.map(|url| (status_callback::PARAMETER, url.as_str()));
    form::encode(
        envelope
            .into_iter()
            .flatten()
            .chain(content)
            .chain(callback),
    )
}

/// A number or a user id, as Twilio addresses it on WhatsApp.
fn address(number: &str) -> String {
    format!("whatsapp:{number}")
}
