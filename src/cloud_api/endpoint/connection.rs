//! What WhatsApp says about the business's number and its webhook.

use crate::bindings::uip::whatsapp::account::ConnectionTested;
use crate::cloud_api::answer::pagination::Next;
use crate::configuration::{BusinessAccountId, PhoneNumberId};
use uip_kit::failure::one_line;
use uip_kit::field::refuse_as;
use uip_kit::http::percent;
use uip_kit::json::{Object, Raw};
use uip_kit::{CommandError, FailureCategory};

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
        "Subscribe your Meta app with POST /{business account id}/subscribed_apps and the token, \
         and set the callback URL in the app's WhatsApp configuration.",
    ))
}

/// What the failure of a read means for the properties: a number that another
/// request has as its own meaning.
pub fn mend(error: CommandError, property: &str) -> CommandError {
    let CommandError::PermanentFailure(mut failure) = error else {
        return error;
    };
    match failure.code.as_str() {
        "100" | "33" | "http-404" => {
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

/// Meta's numbers for a token that may not do what is asked.
fn is_permission(code: &str) -> bool {
    code.parse::<u32>()
        .is_ok_and(|code| matches!(code, 3 | 10 | 200..=299 | 131_005))
}

#[cfg(test)]
mod tests {
    use super::{
        BusinessAccountId, Next, PhoneNumberId, has_number, mend, number, numbers_path, somebody,
        subscribed_apps, usable,
    };
    use uip_kit::Failure;
    use uip_kit::json::Document;
    use uip_kit::{CommandError, FailureCategory};

    #[test]
    fn only_the_number_is_a_must() {
        let whole = Document::parse(
            r#"{"display_phone_number":"+1 555","verified_name":"Rye","quality_rating":"GREEN",
                "throughput":{"level":"STANDARD"},"status":"CONNECTED","id":"1"}"#,
        )
        .unwrap();
        let read = number(&whole.object().unwrap()).unwrap();
        assert_eq!(read.phone_number, "+1 555");
        assert_eq!(read.verified_name.as_deref(), Some("Rye"));
        assert_eq!(read.quality_rating.as_deref(), Some("GREEN"));
        assert_eq!(read.throughput.as_deref(), Some("STANDARD"));
        assert_eq!(read.number_status.as_deref(), Some("CONNECTED"));
        let bare = Document::parse(r#"{"display_phone_number":"+1 555","throughput":3}"#).unwrap();
        assert_eq!(number(&bare.object().unwrap()).unwrap().throughput, None);
        assert!(number(&Document::parse("{}").unwrap().object().unwrap()).is_none());
    }

    #[test]
    fn apps_are_told_by_name_or_by_id() {
        let answer = Document::parse(
            r#"{"data":[{"whatsapp_business_api_data":{"id":"1","name":"Bakery"}},{"whatsapp_business_api_data":{"id":"2"}}]}"#,
        )
        .unwrap();
        assert_eq!(
            subscribed_apps(&answer.object().unwrap()).unwrap(),
            ["Bakery", "2"]
        );
        assert!(subscribed_apps(&Document::parse("{}").unwrap().object().unwrap()).is_none());
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
    fn a_number_that_cannot_send_is_a_failure() {
        let tested = |status: &str| {
            let answer = format!(r#"{{"display_phone_number":"+1 555","status":"{status}"}}"#);
            usable(number(&Document::parse(&answer).unwrap().object().unwrap()).unwrap())
        };
        for status in ["CONNECTED", "FLAGGED", "RESTRICTED", "UNKNOWN", ""] {
            assert!(tested(status).is_ok(), "{status}");
        }
        for status in ["BANNED", "DELETED", "DISCONNECTED"] {
            let Err(CommandError::PermanentFailure(failure)) = tested(status) else {
                panic!("a failure")
            };
            assert_eq!(failure.code, "phone-number-not-usable");
            assert!(failure.error.contains(status) && failure.error.contains("+1 555"));
        }
    }

    #[test]
    fn a_number_is_looked_for_page_by_page() {
        let account = BusinessAccountId::parse("12").unwrap();
        let fields = "12/phone_numbers?fields=id&limit=100";
        assert_eq!(numbers_path(&account, None), fields);
        assert_eq!(
            numbers_path(&account, Some("a=")),
            format!("{fields}&after=a%3D")
        );
        let page = |id: &str| {
            let answer = r#"{"data":[{"id":"7"},{"id":8},9],
                "paging":{"next":"https://x.y","cursors":{"after":"b"}}}"#;
            let id = PhoneNumberId::parse(id).unwrap();
            has_number(&Document::parse(answer).unwrap().object().unwrap(), &id).unwrap()
        };
        let next = Next::After("b".to_owned());
        assert_eq!(page("7"), (true, next.clone()));
        assert_eq!(page("8"), (true, next.clone()));
        assert_eq!(page("9"), (false, next));
        let id = PhoneNumberId::parse("7").unwrap();
        assert_eq!(
            has_number(&Document::parse("{}").unwrap().object().unwrap(), &id),
            None
        );
    }

    #[test]
    fn a_missing_permission_is_named_as_reading_needs_it() {
        for (code, is_permission) in [
            ("3", true),
            ("10", true),
            ("200", true),
            ("299", true),
            ("131005", true),
            ("199", false),
            ("300", false),
            ("190", false),
        ] {
            let error =
                Failure::new(code, FailureCategory::Permission, String::new(), "").permanent();
            let CommandError::PermanentFailure(failure) = mend(error, "phoneNumberId") else {
                panic!("a failure")
            };
            let advice = failure.advice;
            assert_eq!(
                advice.contains("whatsapp_business_management") && advice.contains("phoneNumberId"),
                is_permission,
                "{code}: {advice}"
            );
        }
    }

    #[test]
    fn what_is_not_found_names_the_property() {
        for code in ["100", "33", "http-404"] {
            let error = Failure::new(code, FailureCategory::Request, String::new(), "").permanent();
            let CommandError::PermanentFailure(failure) = mend(error, "phoneNumberId") else {
                panic!("a failure")
            };
            assert!(failure.advice.contains("phoneNumberId"), "{code}");
            assert_eq!(failure.category, FailureCategory::Configuration);
        }
    }
}
