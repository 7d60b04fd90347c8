//! The steps that every command which sends a message shares.

use crate::bindings::uip::whatsapp::types::{CommandError, MessageSent};
use crate::clock;
use crate::cloud_api::{
    CallbackData, Content, Message, MessageId, Purpose, Recipient, message_sent,
};
use crate::configuration::{self, SendingConfiguration};
use crate::transport::{self, Action, Body, LARGEST_JSON, Request};

/// What sending needs, from the engine.
///
/// # Errors
/// A permanent failure that names the property that is missing or wrong.
pub fn configuration() -> Result<SendingConfiguration, CommandError> {
    SendingConfiguration::parse(&configuration::properties()?)
}

/// What stands on every message beside what it says: the fields that all
/// requests for a message have.
pub struct Envelope {
    /// The field `phoneNumber`.
    pub phone_number: String,
    /// The field `replyTo`.
    pub reply_to: Option<String>,
    /// The field `callbackData`.
    pub callback_data: Option<String>,
}

/// Sends a message with this content, once, if the request was right in every
/// field. Of several mistakes the first is told, the configuration's before
/// the request's.
///
/// # Errors
/// As [`configuration`] and [`send`]; the mistake in `content`; a permanent
/// failure that names the field of the envelope that is wrong.
pub fn send_content(
    envelope: &Envelope,
    content: Result<Content, CommandError>,
) -> Result<MessageSent, CommandError> {
    let configuration = configuration()?;
    let message = Message {
        recipient: Recipient::parse(
            &envelope.phone_number,
            configuration.default_country_code.as_ref(),
        )?,
        content: content?,
        reply_to: MessageId::parse_optional("replyTo", envelope.reply_to.as_deref())?,
        callback_data: CallbackData::parse_optional(envelope.callback_data.as_deref())?,
    };
    message.check_recipient()?;
    if let Some(end) = message.offer_end() {
        end.check(clock::unix_milliseconds())?;
    }
    send(&configuration, &message)
}

/// Sends a message, once.
///
/// # Errors
/// Whatever WhatsApp or the network says, as `command-error` tells them
/// apart.
pub fn send(
    configuration: &SendingConfiguration,
    message: &Message,
) -> Result<MessageSent, CommandError> {
    let body = message.json();
    let answer = transport::exchange(&Request {
        action: Action::Post(Body {
            content_type: "application/json",
            parts: &[body.as_bytes()],
        }),
        base_url: &configuration.base_url,
        path: &format!(
            "/{}/{}/messages",
            configuration.api_version.as_str(),
            configuration.phone_number_id.as_str()
        ),
        token: &configuration.token,
        timeout: configuration.timeout,
        largest_answer: LARGEST_JSON,
    })
    .map_err(|error| error.classify(configuration.base_url.authority(), Purpose::Message))?;
    message_sent(&answer, configuration.token.reveal())
}
