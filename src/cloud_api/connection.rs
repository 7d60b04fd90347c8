//! What WhatsApp says about the business's number and its webhook.

use super::refusal::refuse_as;
use crate::bindings::uip::whatsapp::connection::ConnectionTested;
use crate::bindings::uip::whatsapp::types::{CommandError, FailureCategory};
use crate::json::Object;
use crate::prelude::*;

/// What is asked about a number.
pub const NUMBER_FIELDS: &str =
    "display_phone_number,verified_name,quality_rating,throughput,status";

/// Reads `GET /{phone-number-id}`: only the number itself is a must.
pub fn number(answer: &Object<'_>) -> Option<ConnectionTested> {
    Some(ConnectionTested {
        phone_number: answer.text("display_phone_number")?,
        verified_name: answer.text("verified_name"),
        quality_rating: answer.text("quality_rating"),
        throughput: answer
            .object("throughput")
            .and_then(|throughput| throughput.text("level")),
        number_status: answer.text("status"),
        subscribed_apps: None,
    })
}

/// Reads `GET /{business-account-id}/subscribed_apps`: the names of the apps,
/// or their ids.
pub fn subscribed_apps(answer: &Object<'_>) -> Option<Vec<String>> {
    let data = answer.get("data")?.items()?;
    let apps = data.into_iter().filter_map(|app| {
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
        "No app is subscribed to the WhatsApp Business Account of the property businessAccountId, \
         so no notification of a customer's message arrives.",
        "Subscribe your Meta app: POST /{business account id}/subscribed_apps with the token; and \
         set the callback URL in the app's WhatsApp configuration.",
    ))
}

/// What the failure of a read means for the properties: a number that another
/// request has as its own meaning.
pub fn mend(error: CommandError, property: &str) -> CommandError {
    let CommandError::PermanentFailure(mut failure) = error else {
        return error;
    };
    match failure.code.as_str() {
        // Unknown path components, and a version that has ended.
        "2500" | "2635" => {
            failure.category = FailureCategory::Configuration;
            "Set the property apiVersion to a version that WhatsApp offers, such as v25.0."
                .clone_into(&mut failure.advice);
        }
        "100" | "33" | "http-404" => {
            failure.category = FailureCategory::Configuration;
            failure.advice = format!(
                "Check the property {property}, and that the token's user has access to it."
            );
        }
        _ => {}
    }
    CommandError::PermanentFailure(failure)
}

#[cfg(test)]
mod tests {
    use super::{mend, number, somebody, subscribed_apps};
    use crate::bindings::uip::whatsapp::types::{CommandError, FailureCategory};
    use crate::failure;
    use crate::json::Object;

    #[test]
    fn only_the_number_is_a_must() {
        let whole = Object::parse(
            r#"{"display_phone_number":"+1 555","verified_name":"Rye","quality_rating":"GREEN",
                "throughput":{"level":"STANDARD"},"status":"CONNECTED","id":"1"}"#,
        )
        .unwrap();
        let read = number(&whole).unwrap();
        assert_eq!(read.phone_number, "+1 555");
        assert_eq!(read.verified_name.as_deref(), Some("Rye"));
        assert_eq!(read.quality_rating.as_deref(), Some("GREEN"));
        assert_eq!(read.throughput.as_deref(), Some("STANDARD"));
        assert_eq!(read.number_status.as_deref(), Some("CONNECTED"));
        let bare = Object::parse(r#"{"display_phone_number":"+1 555","throughput":3}"#).unwrap();
        assert_eq!(number(&bare).unwrap().throughput, None);
        assert!(number(&Object::parse("{}").unwrap()).is_none());
    }

    #[test]
    fn apps_are_told_by_name_or_by_id() {
        let answer = Object::parse(
            r#"{"data":[{"whatsapp_business_api_data":{"id":"1","name":"Bakery"}},{"whatsapp_business_api_data":{"id":"2"}}]}"#,
        )
        .unwrap();
        assert_eq!(subscribed_apps(&answer).unwrap(), ["Bakery", "2"]);
        assert!(subscribed_apps(&Object::parse("{}").unwrap()).is_none());
    }

    #[test]
    fn an_account_that_no_app_listens_to_is_a_failure() {
        assert!(somebody(vec!["Bakery".to_owned()]).is_ok());
        let Err(CommandError::PermanentFailure(failure)) = somebody(Vec::new()) else {
            panic!("a failure")
        };
        assert_eq!(failure.code, "webhook-not-subscribed");
    }

    #[test]
    fn what_is_not_found_names_the_property() {
        for (code, property) in [
            ("100", "phoneNumberId"),
            ("33", "phoneNumberId"),
            ("2500", "apiVersion"),
            ("2635", "apiVersion"),
        ] {
            let error = failure::new(code, FailureCategory::Request, String::new(), "").permanent();
            let CommandError::PermanentFailure(failure) = mend(error, "phoneNumberId") else {
                panic!("a failure")
            };
            assert!(failure.advice.contains(property), "{code}");
            assert_eq!(failure.category, FailureCategory::Configuration);
        }
    }
}
