//! `send-message-text-template`: a template message.

use super::sending;
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, MessageSent, SendMessageTextTemplateRequest,
};
use crate::cloud_api::{Components, Content, LanguageCode, Template, TemplateName, TemplateValues};

/// Sends a template with its parameters.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is sent.
pub fn send_message_text_template(
    mut request: SendMessageTextTemplateRequest,
) -> Result<MessageSent, CommandError> {
    let envelope = sending::Envelope {
        phone_number: std::mem::take(&mut request.phone_number),
        reply_to: request.reply_to.take(),
        callback_data: request.callback_data.take(),
    };
    sending::send_content(&envelope, template(request).map(Content::Template))
}

fn template(request: SendMessageTextTemplateRequest) -> Result<Template, CommandError> {
    Ok(Template {
        name: TemplateName::parse(&request.template_name)?,
        language: LanguageCode::parse(&request.language_code)?,
        components: Components::parse(TemplateValues {
            header: request.header,
            body_parameters: request.body_parameters,
            buttons: request.buttons,
            cards: request.cards,
            offer_expiration_time_ms: request.offer_expiration_time_ms,
            components: request.components,
        })?,
    })
}
