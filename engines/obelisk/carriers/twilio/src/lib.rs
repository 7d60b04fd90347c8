//! Carries what the bakery says by way of Twilio, which can neither quote nor
//! react.

#[allow(missing_docs, unsafe_code, clippy::all, clippy::pedantic)]
mod bindings {
    wit_bindgen::generate!({
        path: ["../../../../twilio/wit", "../../flow/wit/carrier"],
        inline: "
            package bakery:carriers;
            world twilio {
                import uip:whatsapp-twilio/commands@1.0.0;
                export bakery:carrier/messages@1.0.0;
            }
        ",
        generate_all,
    });
}

use bindings::exports::bakery::carrier::messages::{CommandError, Guest, Parameter};
use bindings::uip::whatsapp_twilio::commands::{
    TemplateMessage, TextMessage, send_message_text, send_message_text_template,
};
use bindings::uip::whatsapp_twilio::templates::TemplateParameter;

struct Twilio;

bindings::export!(Twilio with_types_in bindings);

impl Guest for Twilio {
    fn text(
        phone_number: String,
        message: String,
        _reply_to: Option<String>,
        callback_data: String,
    ) -> Result<(), CommandError> {
        send(phone_number, message, Some(callback_data))
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
        });
        let template = TemplateMessage {
            phone_number,
            template_name,
            language_code: Some(language_code),
            body_parameters: Some(parameters.collect()),
            header: None,
            buttons: None,
            variables: None,
            callback_data: Some(callback_data),
        };
        send_message_text_template(&template).map(|_| ())
    }

    fn react(phone_number: String, _message_id: String, emoji: String) -> Result<(), CommandError> {
        send(phone_number, emoji, None)
    }
}

fn send(
    phone_number: String,
    message: String,
    callback_data: Option<String>,
) -> Result<(), CommandError> {
    let text = TextMessage {
        phone_number,
        message,
        callback_data,
    };
    send_message_text(&text).map(|_| ())
}
