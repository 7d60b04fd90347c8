//! `/sandbox/customers/{id}/…`: what changes about a customer, and what others write to one.

use serde::Deserialize;
use serde_json::Value;

use super::{Made, Say, Who, made};
use crate::admin::{Body, Refusal};
use crate::model::ids::is_user_id;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct ChangeNumber {
    phone_number: String,
}

/// The customer has another phone number, and with it other user ids.
pub(in crate::admin) async fn change_number(
    Who(customer): Who,
    Body(change): Body<ChangeNumber>,
) -> Result<Made, Refusal> {
    let digits = change.phone_number.trim_start_matches('+');
    if !(5..=15).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::bad(format!(
            "{} is not a phone number in digits",
            change.phone_number
        )));
    }
    Ok(made(&customer.changes_number(digits)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::admin) struct ChangeUserId {
    user_id: String,
}

/// The customer, who hides the number, has another user id.
pub(in crate::admin) async fn change_user_id(
    Who(customer): Who,
    Body(change): Body<ChangeUserId>,
) -> Result<Made, Refusal> {
    if !is_user_id(&change.user_id) {
        return Err(Refusal::bad(format!(
            "{} is not a business-scoped user id",
            change.user_id
        )));
    }
    Ok(made(&customer.changes_user_id(&change.user_id)))
}

/// Meta Business Agent writes to the customer.
pub(in crate::admin) async fn agent(Who(customer): Who, Body(say): Body<Say>) -> Made {
    made(&customer.hears_from_agent(&say.text))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::admin) struct Written {
    #[serde(rename = "type")]
    kind: String,
    content: Value,
}

/// Someone writes to the customer in the WhatsApp Business app.
pub(in crate::admin) async fn app(Who(customer): Who, Body(written): Body<Written>) -> Made {
    made(&customer.hears_from_app(&written.kind, &written.content))
}
