//! `send-message-reaction`: an emoji on a message, or off it.

use super::client::Session;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, MessageSent, ReactionMessage,
};
use crate::cloud_api::{
    CallbackData, Content, Emoji, INVALID_PARAMETER, Message, MessageId, Reaction, Recipient,
};
use uip_kit::failure::advise;

/// Puts an emoji on a message, or takes it off.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is sent.
#[allow(clippy::needless_pass_by_value)] // as the exported function has it
pub fn send_message_reaction(request: ReactionMessage) -> Result<MessageSent, CommandError> {
    let session = Session::open()?;
    let message = Message {
        recipient: Recipient::parse(
            &request.phone_number,
            session.configuration.default_country_code.as_ref(),
        )?,
        identity: None,
        content: Content::Reaction(Reaction {
            message_id: MessageId::parse("messageId", &request.message_id)?,
            emoji: Emoji::parse(&request.emoji)?,
        }),
        direct_send: None,
        reply_to: None,
        callback_data: CallbackData::parse_optional(request.callback_data.as_deref())?,
    };
    session.send(&message).map_err(advised)
}

/// Unlike other messages, a reaction can be sent twice without harm: a
/// message carries at most one of the business's.
fn advised(mut error: CommandError) -> CommandError {
    if let CommandError::PermanentUnknownOutcome(failure) = &mut error {
        "Try again: sending the same reaction twice has no further effect."
            .clone_into(&mut failure.advice);
    }
    advise(
        error,
        INVALID_PARAMETER,
        "React to a message that exists in this conversation, is not a reaction itself, and is at \
         most 30 days old.",
    )
}
