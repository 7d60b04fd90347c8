//! The command.

use crate::bindings::exports::uip::whatsapp::commands::{CommandError, MessageSent, SendMessageTextRequest};

/// Stub.
///
/// # Errors
/// Always.
pub fn send_message_text(_request: SendMessageTextRequest) -> Result<MessageSent, CommandError> {
    Err(CommandError::ExecutionFailed)
}
