//! Templates: which one, its variables, and how it reads.

mod choice;
mod reading;
mod values;

use serde_json::{Value, json};
use uip_kit::{CommandError, Failure};

use super::{TemplateValues, Values, content};
use crate::bindings::uip::whatsapp_twilio::templates::TemplateParameter;
use crate::twilio_api::tests::{decoded, parameters};

const SID: &str = "HXd6b4cbdd54f16e7008761e6587314043";

fn refused<T: std::fmt::Debug, E: Into<CommandError>>(result: Result<T, E>) -> Failure {
    match result.map_err(Into::into) {
        Err(CommandError::PermanentFailure(failure)) => {
            assert!(failure.error.ends_with("Nothing was sent."), "{failure:?}");
            failure
        }
        other => panic!("a permanent failure, and not {other:?}"),
    }
}

/// A definition with these samples and types.
fn definition(variables: &Value, types: &Value) -> String {
    json!({"sid": SID, "language": "en", "friendly_name": "order", "variables": variables,
           "types": types})
    .to_string()
}

fn texts(texts: &[&str]) -> Vec<TemplateParameter> {
    let parameter = |text: &&str| TemplateParameter {
        name: None,
        text: (*text).to_owned(),
    };
    texts.iter().map(parameter).collect()
}

fn body(values: &[&str]) -> TemplateValues {
    TemplateValues {
        body_parameters: Some(texts(values)),
        ..TemplateValues::default()
    }
}

fn values(values: TemplateValues) -> Values {
    Values::parse(values).unwrap()
}

/// The variables that are sent.
fn sent(definition: &str, given: TemplateValues) -> Value {
    let content = content(definition, &values(given)).unwrap();
    let form = decoded(&parameters(&content));
    assert_eq!(form[0], ("ContentSid".to_owned(), SID.to_owned()));
    match form.get(1) {
        Some((name, value)) => {
            assert_eq!(name, "ContentVariables");
            serde_json::from_str(value).unwrap()
        }
        None => Value::Null,
    }
}

fn code(definition: &str, given: TemplateValues) -> String {
    refused(content(definition, &values(given))).code
}
