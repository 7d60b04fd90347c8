//! The command.

use crate::bindings::exports::uip::whatsapp::commands::{CommandError, MessageSent, SendMessageReactionRequest};

/// Stub.
///
/// # Errors
/// Always.
pub fn send_message_reaction(_request: SendMessageReactionRequest) -> Result<MessageSent, CommandError> {
    Err(CommandError::ExecutionFailed)
}
