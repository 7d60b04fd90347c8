//! A button that opens a form (WhatsApp Flow), and what a form starts with.

use super::object::{Action, FlowActionPayload, FlowParameters, NamedAction};
use super::{Frame, Interactive, LONGEST_BODY};
use crate::bindings::uip::whatsapp::outgoing::{FlowAction, FlowMessage, FlowMode};
use crate::cloud_api::request::field::required;
use crate::cloud_api::request::refusal::{Refusal, refuse};
use uip_kit::CommandError;
use uip_kit::failure::quoted;
use uip_kit::field::given;
use uip_kit::field::json as json_field;
use uip_kit::json::OwnedRaw;

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
    pub fn flow(request: FlowMessage) -> Result<Self, Refusal> {
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
        let parameters = FlowParameters {
            flow_message_version: MESSAGE_VERSION,
            flow_id: id.map(str::to_owned),
            flow_name: name.map(str::to_owned),
            flow_token: token.to_owned(),
            flow_cta: label.to_owned(),
            flow_action: request.action.map(action_word),
            mode: request.mode.map(mode_word),
            flow_action_payload: payload,
        };
        Ok(frame.with("flow", Action::Named(NamedAction::Flow { parameters })))
    }
}

/// The object `flow_action_payload`, when there is anything in it.
fn payload(request: &FlowMessage) -> Result<Option<FlowActionPayload>, Refusal> {
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
    Ok(Some(FlowActionPayload {
        screen: screen.map(str::to_owned),
        data: data.map(|data| data_object("data", data)).transpose()?,
    }))
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

fn conflict(error: &str, advice: &str) -> Refusal {
    refuse("conflicting-fields", error, advice)
}

/// The values of a form's first screen in `field`: a JSON object.
///
/// # Errors
/// A permanent failure when it is none, has no member, or is too large or too
/// deep.
pub fn data_object(field: &str, data: &str) -> Result<OwnedRaw, Refusal> {
    let document = json_field::parse(field, data, invalid_data)?;
    let object = document.object();
    if object.is_some_and(|object| object.members().next().is_some()) {
        return Ok(OwnedRaw::from(document.root()));
    }
    Err(invalid_data(&format!(
        "The field {field} must be a non-empty JSON object; it is {}.",
        quoted(data)
    ))
    .into())
}

fn invalid_data(error: &str) -> CommandError {
    uip_kit::field::refuse(
        "invalid-flow-data",
        error,
        "Give the values of the form's first screen as a JSON object, or leave the field out.",
    )
}
