//! `flow`: one button that opens a form.

use serde_json::Value;

use super::{named, within};
use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::customers::{Choice, ChoiceKind};

/// Meta advises 30 characters.
const LONGEST_LABEL: usize = 30;
/// What comes back when no token was sent.
pub(in crate::graph::messages) const NO_TOKEN: &str = "unused";

pub(super) fn check(action: &Fields<'_>) -> Result<Vec<Choice>, GraphError> {
    named(action, "flow")?;
    let parameters = action.object("parameters")?;
    one_of(&parameters, "flow_message_version", &["3"])?
        .ok_or_else(|| parameters.missing("flow_message_version"))?;
    match (
        parameters.optional_text("flow_id")?,
        parameters.optional_text("flow_name")?,
    ) {
        (None, None) => return Err(parameters.missing("flow_id")),
        (Some(_), Some(_)) => {
            return Err(
                GraphError::new(131_009).details("Only one of flow_id and flow_name may be given.")
            );
        }
        _ => {}
    }
    one_of(&parameters, "mode", &["draft", "published"])?;
    let exchange = one_of(&parameters, "flow_action", &["navigate", "data_exchange"])?
        == Some("data_exchange");
    check_payload(&parameters, exchange)?;
    let title = within(&parameters, "flow_cta", "Button title", LONGEST_LABEL)?;
    let token = parameters.optional_text("flow_token")?.unwrap_or(NO_TOKEN);
    Ok(vec![Choice::new(ChoiceKind::Flow, token, title)])
}

/// The first screen and its data, unless the business's own endpoint provides them.
fn check_payload(parameters: &Fields<'_>, exchange: bool) -> Result<(), GraphError> {
    let Some(payload) = parameters.optional_object("flow_action_payload")? else {
        return Ok(());
    };
    if exchange {
        return Err(GraphError::new(131_009)
            .details("flow_action_payload must be omitted when flow_action is data_exchange."));
    }
    payload.optional_text("screen")?;
    match payload.get("data") {
        None => Ok(()),
        Some(Value::Object(data)) if !data.is_empty() => Ok(()),
        Some(_) => Err(GraphError::new(131_009).details(format!(
            "{} must be a non-empty object.",
            payload.path_of("data")
        ))),
    }
}

fn one_of<'a>(
    parameters: &Fields<'a>,
    key: &str,
    allowed: &[&str],
) -> Result<Option<&'a str>, GraphError> {
    let value = parameters.optional_text(key)?;
    match value {
        Some(value) if !allowed.contains(&value) => Err(GraphError::parameter(format!(
            "Param {} must be one of {{{}}} - got \"{value}\".",
            parameters.path_of(key),
            allowed.join(", ")
        ))),
        _ => Ok(value),
    }
}
