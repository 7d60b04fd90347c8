//! What WhatsApp says about the business's number and its webhook.

mod health;
#[cfg(test)]
mod tests;
mod version_end;

pub use health::Health;
pub use version_end::version_end;

use crate::bindings::uip::whatsapp::account::ConnectionTested;
use crate::cloud_api::answer::pagination::Next;
use crate::configuration::{BusinessAccountId, PhoneNumberId};
use uip_kit::failure::one_line;
use uip_kit::field::refuse_as;
use uip_kit::http::percent;
use uip_kit::json::{Object, Raw};
use uip_kit::{CommandError, FailureCategory};

/// What is asked about a number: all of it; and, for a version or a token that may
/// not read a field, less and less. Graph rejects the whole request then.
pub const NUMBER_FIELDS: [&str; 3] = [
    "display_phone_number,verified_name,quality_rating,throughput,status,health_status,\
     whatsapp_business_manager_messaging_limit,is_official_business_account,name_status",
    "display_phone_number,verified_name,quality_rating,throughput,status,health_status",
    "display_phone_number,verified_name,quality_rating,throughput,status",
];

/// The path that asks for these fields of the number.
pub fn number_path(id: &PhoneNumberId, fields: &str) -> String {
    [id.as_str(), "?fields=", fields].concat()
}

/// Whether the failure of a read may come from one of its fields: one that this
/// version does not have, or that the token may not read.
pub fn may_be_a_field(error: &CommandError) -> bool {
    let CommandError::PermanentFailure(failure) = error else {
        return false;
    };
    // An object that does not exist is a problem of the configuration.
    let is_parameter = failure.code == "100" && failure.category != FailureCategory::Configuration;
    is_parameter || is_permission(&failure.code)
}

/// Reads `GET /{phone-number-id}`: only the number itself is a must.
pub fn number(answer: &Object<'_>) -> Option<ConnectionTested> {
    let mut health = Health::default();
    health.add(answer);
    Some(ConnectionTested {
        phone_number: answer.text("display_phone_number")?,
        verified_name: answer.text("verified_name"),
        quality_rating: answer.text("quality_rating"),
        throughput: answer
            .object("throughput")
            .and_then(|throughput| throughput.text("level")),
        number_status: answer.text("status"),
        subscribed_apps: None,
        can_send: health.can_send,
        blocked_by: health.blocked_by,
        messaging_limit: answer.text("whatsapp_business_manager_messaging_limit"),
        official_account: answer.boolean("is_official_business_account"),
        name_status: answer.text("name_status"),
        api_version_ends: None,
    })
}

/// States in which a number can send nothing until the business acts.
const UNUSABLE: [&str; 3] = ["BANNED", "DELETED", "DISCONNECTED"];

/// The number can send, as far as its state says.
///
/// # Errors
/// A permanent failure when it is banned, deleted or disconnected.
pub fn usable(tested: ConnectionTested) -> Result<ConnectionTested, CommandError> {
    let status = tested.number_status.as_deref().unwrap_or_default();
    if !UNUSABLE.contains(&status) {
        return Ok(tested);
    }
    Err(refuse_as(
        FailureCategory::Configuration,
        "phone-number-not-usable",
        &format!(
            "The business phone number {} is {status}, so it cannot send or receive messages.",
            one_line(&tested.phone_number, 40)
        ),
        "WhatsApp Manager shows the reason: reconnect the number there, or set the property \
         phoneNumberId to another number.",
    ))
}

/// The path that asks for the numbers of an account behind this cursor.
pub fn numbers_path(account: &BusinessAccountId, cursor: Option<&str>) -> String {
    let mut path = format!("{}/phone_numbers?fields=id&limit=100", account.as_str());
    if let Some(cursor) = cursor {
        path.push_str("&after=");
        path.extend(percent::encode(cursor));
    }
    path
}

/// Reads a page of the account's numbers: whether this one is among them, and
/// what stands behind.
pub fn has_number(answer: &Object<'_>, id: &PhoneNumberId) -> Option<(bool, Next)> {
    let mut numbers = answer.get("data")?.items()?;
    let is_it = |number: Raw<'_>| {
        number
            .object()
            .and_then(|number| number.text_or_number("id"))
            .is_some_and(|found| found == id.as_str())
    };
    Some((numbers.any(is_it), Next::read(answer)))
}

/// The number is another account's.
pub fn not_in_account() -> CommandError {
    refuse_as(
        FailureCategory::Configuration,
        "phone-number-not-in-account",
        "The phone number in the property phoneNumberId does not belong to the WhatsApp Business \
         Account in the property businessAccountId.",
        "Copy both ids from the same page of the Meta app: WhatsApp > API Setup shows the id of a \
         number and the id of its account.",
    )
}

/// Reads `GET /{business-account-id}/subscribed_apps`: the names of the apps,
/// or their ids.
pub fn subscribed_apps(answer: &Object<'_>) -> Option<Vec<String>> {
    let data = answer.get("data")?.items()?;
    let apps = data.filter_map(|app| {
        let app = app.object()?;
        let data = app.object("whatsapp_business_api_data").unwrap_or(app);
        data.text("name").or_else(|| data.text_or_number("id"))
    });
    Some(apps.collect())
}

/// No app gets the account's notifications.
///
/// # Errors
/// A permanent failure when the list is empty.
pub fn somebody(apps: Vec<String>) -> Result<Vec<String>, CommandError> {
    if !apps.is_empty() {
        return Ok(apps);
    }
    Err(refuse_as(
        FailureCategory::Webhook,
        "webhook-not-subscribed",
        "No app is subscribed to the WhatsApp Business Account in the property businessAccountId, \
         so notifications about customers' messages do not arrive.",
        "Subscribe your Meta app with subscribeWebhook, and set the callback URL in the app's \
         WhatsApp configuration.",
    ))
}

/// What the failure of a read means for the properties: a number that another
/// request has as its own meaning.
pub fn mend(error: CommandError, property: &str) -> CommandError {
    mend_code(error, property, true)
}

/// As [`mend`], for a request with values of its own: only an object that does not
/// exist is a problem of the property.
pub fn mend_request(error: CommandError, property: &str) -> CommandError {
    mend_code(error, property, false)
}

fn mend_code(error: CommandError, property: &str, is_read: bool) -> CommandError {
    let CommandError::PermanentFailure(mut failure) = error else {
        return error;
    };
    let is_object = is_read || failure.category == FailureCategory::Configuration;
    match failure.code.as_str() {
        "100" | "33" | "http-404" if is_object => {
            failure.category = FailureCategory::Configuration;
            failure.advice = format!(
                "Check the property {property}, and that the token's user has access to it."
            );
        }
        code if is_permission(code) => {
            failure.advice = format!(
                "Grant the token the permission whatsapp_business_management, and give its user \
                 access to the id in the property {property}."
            );
        }
        _ => {}
    }
    CommandError::PermanentFailure(failure)
}

/// What the failure of a read about a template means.
pub fn mend_template(error: CommandError) -> CommandError {
    match error {
        CommandError::PermanentFailure(mut failure)
            if matches!(failure.code.as_str(), "100" | "33" | "http-404") =>
        {
            failure.category = FailureCategory::Template;
            "Check templateId: listTemplates shows the id of each template of the account."
                .clone_into(&mut failure.advice);
            CommandError::PermanentFailure(failure)
        }
        other => mend(other, "businessAccountId"),
    }
}

/// Meta's numbers for a token that may not do what is asked.
fn is_permission(code: &str) -> bool {
    code.parse::<u32>()
        .is_ok_and(|code| matches!(code, 3 | 10 | 200..=299 | 131_005))
}
