//! Types with an action that has a name, and perhaps parameters.

use super::{LONGEST_LABEL, named, optional_within};
use crate::graph::fields::Fields;
use crate::model::GraphError;
use crate::model::customers::{Choice, ChoiceKind};

/// The choices of a message of this type; `None` for an unknown type.
pub(super) fn check(kind: &str, action: &Fields<'_>) -> Result<Option<Vec<Choice>>, GraphError> {
    let choice = match kind {
        "location_request_message" => {
            named(action, "send_location")?;
            Choice::new(ChoiceKind::Location, "send_location", "Send location")
        }
        "address_message" => {
            named(action, "address_message")?;
            action.object("parameters")?.text("country")?;
            Choice::new(ChoiceKind::Address, "address_message", "Provide address")
        }
        "voice_call" => {
            named(action, "voice_call")?;
            let label = match action.optional_object("parameters")? {
                Some(parameters) => {
                    optional_within(&parameters, "display_text", "Button title", LONGEST_LABEL)?
                }
                None => None,
            };
            Choice::new(ChoiceKind::Other, "voice_call", label.unwrap_or("Call now"))
        }
        "order_details" => {
            action.text("name")?;
            action.object("parameters")?.text("reference_id")?;
            Choice::new(ChoiceKind::Other, "order_details", "Review and pay")
        }
        "order_status" => {
            action.text("name")?;
            let parameters = action.object("parameters")?;
            parameters.text("reference_id")?;
            parameters.object("order")?.text("status")?;
            return Ok(Some(Vec::new()));
        }
        "request_contact_info" => {
            named(action, "request_contact_info")?;
            Choice::new(ChoiceKind::ContactInfo, kind, "Share contact info")
        }
        "call_permission_request" => {
            action.text("name")?;
            Choice::new(ChoiceKind::Other, kind, "")
        }
        _ => return Ok(None),
    };
    Ok(Some(vec![choice]))
}
