//! Carries what the bakery says by way of the Cloud API.

#[allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]
mod bindings {
    wit_bindgen::generate!({
        path: ["../../../../wit", "../../flow/wit/carrier"],
        inline: "
            package bakery:carriers;
            world cloud-api {
                import uip:whatsapp/commands@2.1.0;
                export bakery:carrier/messages@1.0.0;
            }
        ",
        generate_all,
    });
}

use bindings::exports::bakery::carrier::messages::{CommandError, Guest, Parameter};
use bindings::uip::whatsapp::commands::{
    ReactionMessage, TemplateMessage, TextMessage, send_message_reaction, send_message_text,
    send_message_text_template,
};
use bindings::uip::whatsapp::templates::TemplateParameter;

struct CloudApi;

bindings::export!(CloudApi with_types_in bindings);

impl Guest for CloudApi {
    fn text(
        phone_number: String,
        message: String,
        reply_to: Option<String>,
        callback_data: String,
    ) -> Result<(), CommandError> {
        let text = TextMessage {
            phone_number,
            message,
            preview_url: None,
            direct_send: None,
            recipient_identity_key_hash: None,
            reply_to,
            callback_data: Some(callback_data),
        };
        send_message_text(&text).map(|_| ())
    }

    fn template(
        phone_number: String,
        template_name: String,
        language_code: String,
        parameters: Vec<Parameter>,
        callback_data: String,
    ) -> Result<(), CommandError> {
        let parameters = parameters.into_iter().map(|parameter| TemplateParameter {
            name: Some(parameter.name),
            text: parameter.text,
            currency: None,
            date_time: None,
        });
        let template = TemplateMessage {
            phone_number,
            template_name,
            language_code,
            body_parameters: Some(parameters.collect()),
            header: None,
            buttons: None,
            cards: None,
            offer_expiration_time_ms: None,
            components: None,
            render: None,
            recipient_identity_key_hash: None,
            reply_to: None,
            callback_data: Some(callback_data),
        };
        send_message_text_template(&template).map(|_| ())
    }

    fn react(phone_number: String, message_id: String, emoji: String) -> Result<(), CommandError> {
        let reaction = ReactionMessage {
            phone_number,
            message_id,
            emoji,
            callback_data: None,
        };
        send_message_reaction(&reaction).map(|_| ())
    }
}
