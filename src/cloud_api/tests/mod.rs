mod account;
mod answers;
mod attachments;
mod bodies;
mod bytes;
mod contacts;
mod definitions;
mod direct_send;
mod error_table;
mod fields;
mod interactive;
mod json_fields;
mod limits;
mod meta_examples;
mod raw;
mod rendering;
mod secrets;
mod stored_files;
mod template_refusals;
mod template_values;

use crate::bindings::uip::whatsapp::templates::{
    TemplateButton, TemplateHeader, TemplateParameter,
};
use crate::cloud_api::{Components, Refusal, TemplateValues};
use uip_kit::{CommandError, Failure};

/// The components of a template without cards or an offer.
fn filled(
    header: Option<TemplateHeader>,
    body_parameters: Option<Vec<TemplateParameter>>,
    buttons: Option<&[TemplateButton]>,
    components: Option<&str>,
) -> Result<Components, Refusal> {
    Components::parse(TemplateValues {
        header,
        body_parameters,
        buttons: buttons.map(<[_]>::to_vec),
        components: components.map(str::to_owned),
        ..TemplateValues::default()
    })
}

/// An object as it is sent.
fn json(object: &impl serde::Serialize) -> serde_json::Value {
    serde_json::from_str(&uip_kit::json::to_string(object)).unwrap()
}

/// The failure of something that was refused before it was sent.
fn refused<T: std::fmt::Debug>(result: Result<T, impl Into<CommandError>>) -> Failure {
    match result.map_err(Into::into) {
        Err(CommandError::PermanentFailure(failure)) => {
            assert!(failure.error.contains("Nothing was sent."), "{failure:?}");
            assert!(!failure.advice.is_empty());
            failure
        }
        other => panic!("expected a permanent failure, got {other:?}"),
    }
}

/// Case and failure.
fn taken_apart(error: CommandError) -> (&'static str, Failure) {
    match error {
        CommandError::PermanentFailure(failure) => ("permanent", failure),
        CommandError::TemporaryFailure(failure) => ("temporary", failure),
        CommandError::PermanentUnknownOutcome(failure) => ("unknown", failure),
        CommandError::ExecutionFailed => panic!("reserved for engines"),
    }
}
