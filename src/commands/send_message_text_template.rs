//! The command.

use crate::bindings::exports::uip::whatsapp::commands::{CommandError, MessageSent, SendMessageTextTemplateRequest};

/// Stub.
///
/// # Errors
/// Always.
pub fn send_message_text_template(_request: SendMessageTextTemplateRequest) -> Result<MessageSent, CommandError> {
    Err(CommandError::ExecutionFailed)
}
