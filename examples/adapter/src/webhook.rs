//! From a notification to an event.

use uip_kit::CommandError;
use uip_kit::json::Document;
use uip_kit::signature::verify_sha256;
use uip_kit::webhook::{invalid_notification, invalid_signature};

use crate::bindings::example::helpdesk::events::TicketChangedEvent;

/// The header with the signature of a notification.
const HEADER: &str = "X-Helpdesk-Signature";

/// The event of a notification, after the signature was checked if there is a key. The
/// payload is the notification, byte for byte.
///
/// # Errors
/// A permanent failure if the signature is not valid, or the notification does not have
/// the documented form.
pub fn event(
    notification: String,
    signature: Option<&str>,
    key: Option<&[u8]>,
) -> Result<TicketChangedEvent, CommandError> {
    if let Some(key) = key {
        verify_sha256(key, notification.as_bytes(), signature)
            .map_err(|error| invalid_signature(error, HEADER, "webhookKey"))?;
    }
    let document = Document::parse(&notification).map_err(|error| {
        invalid_notification(&format!("The field notification is not JSON: {error}."))
    })?;
    let root = document.object();
    let ticket = root.as_ref().and_then(|root| root.object("ticket"));
    let text = |object: &Option<uip_kit::json::Object<'_>>, name: &str, path: &str| {
        object
            .as_ref()
            .and_then(|object| object.text_or_number(name))
            .filter(|text| !text.is_empty())
            .ok_or_else(|| invalid_notification(&format!("The field notification has no {path}.")))
    };
    let (event_id, change) = (text(&root, "id", "id")?, text(&root, "type", "type")?);
    let ticket_id = text(&ticket, "id", "ticket.id")?;
    let status = ticket.and_then(|ticket| ticket.text("status"));
    Ok(TicketChangedEvent {
        event_id,
        change,
        ticket_id,
        status,
        payload: notification,
    })
}

#[cfg(test)]
mod tests {
    use uip_kit::{CommandError, FailureCategory};

    use super::event;

    const SOLVED: &str =
        r#"{ "id":"n-1", "type":"ticket.solved", "ticket":{"id":17,"status":"solved"}, "new":1 }"#;
    const KEY: &[u8] = b"key";
    /// `openssl dgst -sha256 -hmac key` of [`SOLVED`].
    const SIGNATURE: &str =
        "sha256=249e06af21a42770b0dc8d308a974ec2cbb31b16519598acea5752cdfffed994";

    #[test]
    fn a_notification_becomes_an_event_with_its_own_bytes() {
        let event = event(SOLVED.to_owned(), None, None).unwrap();
        assert_eq!(event.event_id, "n-1");
        assert_eq!(event.change, "ticket.solved");
        assert_eq!(event.ticket_id, "17");
        assert_eq!(event.status.as_deref(), Some("solved"));
        assert_eq!(event.payload, SOLVED);
    }

    #[test]
    fn with_a_key_only_the_right_signature_counts() {
        assert!(event(SOLVED.to_owned(), Some(SIGNATURE), Some(KEY)).is_ok());
        let changed = SOLVED.replace("17", "18");
        for (text, signature) in [(SOLVED, None), (changed.as_str(), Some(SIGNATURE))] {
            match event(text.to_owned(), signature, Some(KEY)) {
                Err(CommandError::PermanentFailure(failure)) => {
                    assert_eq!(failure.code, "invalid-signature");
                }
                other => panic!("a permanent failure, and not {other:?}"),
            }
        }
    }

    #[test]
    fn what_is_no_notification_is_refused_and_says_what_is_missing() {
        for (text, missing) in [
            ("", "JSON"),
            ("[]", "id"),
            (r#"{"id":"n-1"}"#, "type"),
            (r#"{"id":"n-1","type":"t"}"#, "ticket.id"),
            (r#"{"id":"n-1","type":"t","ticket":{"id":""}}"#, "ticket.id"),
        ] {
            match event(text.to_owned(), None, None) {
                Err(CommandError::PermanentFailure(failure)) => {
                    assert_eq!(failure.category, FailureCategory::Webhook);
                    assert!(failure.error.contains(missing), "{text}: {}", failure.error);
                }
                other => panic!("{text}: a permanent failure, and not {other:?}"),
            }
        }
    }
}
