//! A button that opens a form (WhatsApp Flow), and what a form starts with.

use super::{Frame, Interactive, LONGEST_BODY, named_action};
use crate::bindings::uip::whatsapp::interactive::{FlowAction, FlowMessage, FlowMode};
use uip_kit::CommandError;
use uip_kit::failure::quoted;
use uip_kit::field::json as json_field;
use uip_kit::field::required;
use uip_kit::field::{given, refuse};
use uip_kit::json::ObjectWriter;

/// The only version of these messages that WhatsApp takes.
const MESSAGE_VERSION: &str = "3";

/// What WhatsApp takes for a form that was given no token.
pub const UNUSED_TOKEN: &str = "unused";

impl Interactive {
    /// A text with a button that opens a form.
    ///
    /// # Errors
    /// A permanent failure when not exactly one of `flowId` and `flowName` is
    /// given, `screen` or `data` stands beside `data-exchange`, or a field has
    /// a bad value.
    pub fn flow(request: FlowMessage) -> Result<Self, CommandError> {
        let payload = payload(&request)?;
        let frame = Frame::parse(request.header, request.body, LONGEST_BODY, request.footer)?;
        // WhatsApp advises at most 30 characters and takes more.
        let label = required("buttonText", &request.button_text)?;
        let id = given(request.flow_id.as_deref());
        let name = given(request.flow_name.as_deref());
        if id.is_some() == name.is_some() {
            let found = if id.is_some() {
                "both are"
            } else {
                "neither is"
            };
            return Err(conflict(
                &format!("Exactly one of the fields flowId and flowName must be given; {found}."),
                "Name the form by its id or by its name.",
            ));
        }
        let token = given(request.flow_token.as_deref()).unwrap_or(UNUSED_TOKEN);
        let mut parameters = ObjectWriter::new()
            .text("flow_message_version", MESSAGE_VERSION)
            .optional_text("flow_id", id)
            .optional_text("flow_name", name)
            .text("flow_token", token)
            .text("flow_cta", label)
            .optional_text("flow_action", request.action.map(action_word))
            .optional_text("mode", request.mode.map(mode_word));
        if let Some(payload) = payload {
            parameters = parameters.json("flow_action_payload", &payload);
        }
        Ok(frame.with("flow", &named_action("flow", &parameters.finish())))
    }
}

/// The object `flow_action_payload`, when there is anything in it.
fn payload(request: &FlowMessage) -> Result<Option<String>, CommandError> {
    let screen = given(request.screen.as_deref());
    let data = given(request.data.as_deref());
    if screen.is_none() && data.is_none() {
        return Ok(None);
    }
    if request.action == Some(FlowAction::DataExchange) {
        return Err(conflict(
            "The fields screen and data can only be used with the action navigate.",
            "Leave both out: with data-exchange, the form's endpoint provides the screen and its \
             values.",
        ));
    }
    let mut json = ObjectWriter::new().optional_text("screen", screen);
    if let Some(data) = data {
        json = json.json("data", data_object("data", data)?);
    }
    Ok(Some(json.finish()))
}

fn action_word(action: FlowAction) -> &'static str {
    match action {
        FlowAction::Navigate => "navigate",
        FlowAction::DataExchange => "data_exchange",
    }
}

fn mode_word(mode: FlowMode) -> &'static str {
    match mode {
        FlowMode::Draft => "draft",
        FlowMode::Published => "published",
    }
}

fn conflict(error: &str, advice: &str) -> CommandError {
    refuse("conflicting-fields", error, advice)
}

/// The values of a form's first screen in `field`: a JSON object.
///
/// # Errors
/// A permanent failure when it is none, has no member, or is too large or too
/// deep.
pub fn data_object<'a>(field: &str, data: &'a str) -> Result<&'a str, CommandError> {
    let document = json_field::parse(field, data, invalid_data)?;
    let object = document.object();
    if object.is_some_and(|object| object.members().next().is_some()) {
        return Ok(document.text());
    }
    Err(invalid_data(&format!(
        "The field {field} must be a non-empty JSON object; it is {}.",
        quoted(data)
    )))
}

fn invalid_data(error: &str) -> CommandError {
    refuse(
        "invalid-flow-data",
        error,
        "Give the values of the form's first screen as a JSON object, or leave the field out.",
    )
}
