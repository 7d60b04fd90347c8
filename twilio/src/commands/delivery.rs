//! What all commands that send a message share.

use super::client::{Call, Session, post};
use crate::bindings::uip::whatsapp_twilio::outgoing::MessageSent;
use crate::configuration::{Sending, properties};
use crate::twilio_api::Purpose;
use crate::twilio_api::answer::message_sent;
use crate::twilio_api::message::{self, Content, StatusCallback};
use uip_kit::http::Part;
use uip_kit::whatsapp::recipient::Recipient;
use uip_kit::{CommandError, form};

/// Everything about a message but its content.
pub struct Delivery {
    /// Calls Twilio.
    pub session: Session,
    sending: Sending,
    recipient: Recipient,
    callback: StatusCallback,
}

impl Delivery {
    /// Reads the properties, and parses the fields `phoneNumber` and `callbackData`.
    ///
    /// # Errors
    /// A permanent failure that names the first property or field with a bad value.
    pub fn open(phone_number: &str, callback_data: Option<&str>) -> Result<Self, CommandError> {
        let properties = properties()?;
        let session = Session::of(&properties)?;
        let sending = Sending::parse(&properties)?;
        let code = sending.default_country_code.as_ref();
        Ok(Self {
            session,
            recipient: message::recipient(phone_number, code)?,
            callback: StatusCallback::parse(callback_data, sending.status_callback.as_ref())?,
            sending,
        })
    }

    /// Sends a message with this content, once.
    ///
    /// # Errors
    /// As `command-error` describes.
    pub fn send(&self, content: &Content) -> Result<MessageSent, CommandError> {
        let sender = &self.sending.sender;
        let body = message::body(&self.recipient, sender, content, &self.callback);
        let parts = [Part::Text(&body)];
        let path = self.session.path("Messages.json");
        let action = post(form::CONTENT_TYPE, &parts);
        let call = Call {
            purpose: Purpose::Message,
            ..Call::new(action, &self.session.access.hosts.api, &path)
        };
        let answer = self.session.exchange(&call)?;
        message_sent(answer, &self.session.access.credentials, &self.recipient)
    }
}
