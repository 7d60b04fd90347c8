//! The steps that every command which sends a message shares.

use crate::bindings::uip::whatsapp::types::{CommandError, MessageSent};
use crate::cloud_api::{Message, message_sent};
use crate::configuration::{self, SendingConfiguration};
use crate::transport::{self, Request};

/// What sending needs, from the engine.
///
/// # Errors
/// A permanent failure that names the property that is missing or wrong.
pub fn configuration() -> Result<SendingConfiguration, CommandError> {
    SendingConfiguration::parse(&configuration::properties()?)
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
        base_url: &configuration.base_url,
        path: format!(
            "/{}/{}/messages",
            configuration.api_version.as_str(),
            configuration.phone_number_id.as_str()
        ),
        token: &configuration.token,
        body: body.as_bytes(),
        timeout: configuration.timeout,
    })
    .map_err(|error| error.classify(configuration.base_url.authority()))?;
    message_sent(&answer, configuration.token.reveal())
}
