//! `send-message-text-template`: a template with its parameters, perhaps read
//! and filled in before it is sent.

use super::client::Session;
use super::render_template::rendered;
use super::senders::{Envelope, message};
use crate::bindings::exports::uip::whatsapp::commands::{
    CommandError, TemplateMessage, TemplateMessageSent,
};
use crate::cloud_api::rendering::check_language;
use crate::cloud_api::{
    Components, Content, LanguageCode, Refusal, Template, TemplateName, TemplateValues,
};
use crate::configuration::{self, business_account_id};
use uip_kit::field::given;

/// Sends a template. With `render`, a template that cannot be read or filled in
/// is not sent.
///
/// # Errors
/// As `command-error` describes; a field with a bad value is a permanent
/// failure, and nothing is sent.
pub fn send_message_text_template(
    mut request: TemplateMessage,
) -> Result<TemplateMessageSent, CommandError> {
    let properties = configuration::properties()?;
    let session = Session::of(&properties)?;
    let envelope = Envelope {
        phone_number: std::mem::take(&mut request.phone_number),
        reply_to: request.reply_to.take(),
        callback_data: request.callback_data.take(),
        recipient_identity_key_hash: request.recipient_identity_key_hash.take(),
        ..Envelope::default()
    };
    let renders = request.render == Some(true);
    let account = renders
        .then(|| business_account_id(&properties))
        .transpose()?;
    let is_raw = given(request.components.as_deref()).is_some();
    let content = template(request).map(Content::Template);
    let message = message(&session, &envelope, content)?;
    let mut shown = None;
    if let (Some(account), Content::Template(template)) = (account, &message.content) {
        let rendered = rendered(&session, &account, template, is_raw, None)?;
        check_language(template, &rendered)?;
        shown = Some(rendered);
    }
    let sent = session.send(&message)?;
    let (rendered_text, rendered_buttons) = match shown {
        Some(shown) => (Some(shown.text), Some(shown.buttons)),
        None => (None, None),
    };
    Ok(TemplateMessageSent {
        message_id: sent.message_id,
        message_status: sent.message_status,
        wa_id: sent.wa_id,
        user_id: sent.user_id,
        rendered_text,
        rendered_buttons,
    })
}

fn template(request: TemplateMessage) -> Result<Template, Refusal> {
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
