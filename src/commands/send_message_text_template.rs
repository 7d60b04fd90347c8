//! `send-message-text-template`: a template message.

use super::sending;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, MessageSent, SendMessageTextTemplateRequest,
};
use crate::cloud_api::{
    CallbackData, Components, Content, LanguageCode, Message, MessageId, Recipient, Template,
    TemplateName,
};

/// Sends a template with its parameters.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is sent.
pub fn send_message_text_template(
    request: SendMessageTextTemplateRequest,
) -> Result<MessageSent, CommandError> {
    let configuration = sending::configuration()?;
    let message = Message {
        recipient: Recipient::parse(
            &request.phone_number,
            configuration.default_country_code.as_ref(),
        )?,
        content: Content::Template(Template {
            name: TemplateName::parse(&request.template_name)?,
            language: LanguageCode::parse(&request.language_code)?,
            components: Components::parse(
                request.header,
                request.body_parameters,
                request.buttons.as_deref(),
                request.components.as_deref(),
            )?,
        }),
        reply_to: MessageId::parse_optional("replyTo", request.reply_to.as_deref())?,
        callback_data: CallbackData::parse_optional(request.callback_data.as_deref())?,
    };
    sending::send(&configuration, &message)
}
