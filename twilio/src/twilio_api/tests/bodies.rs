//! The exact bytes of the form of a message.

use crate::configuration::{CallbackUrl, Sender, Sending, tests::properties};
use crate::twilio_api::message::{self, CallbackData, Content};
use uip_kit::recipient::Recipient;
use uip_kit::{CommandError, Failure};

/// Sent from a number.
pub fn sending() -> Sending {
    Sending::parse(&properties()).unwrap()
}

pub fn to(number: &str) -> Recipient {
    Recipient::parse(number, None).unwrap()
}

/// The form of a message with this content, without its envelope.
pub fn parameters(content: &Content) -> String {
    let body = message::body(&to("+393331234567"), &sending(), content, None).unwrap();
    let envelope = "To=whatsapp%3A%2B393331234567&From=whatsapp%3A%2B14155238886&";
    body.strip_prefix(envelope).unwrap().to_owned()
}

pub fn refused<T: std::fmt::Debug, E: Into<CommandError>>(result: Result<T, E>) -> Failure {
    match result.map_err(Into::into) {
        Err(CommandError::PermanentFailure(failure)) => {
            assert!(failure.error.ends_with("Nothing was sent."), "{failure:?}");
            failure
        }
        other => panic!("a permanent failure, and not {other:?}"),
    }
}

#[test]
fn a_text_is_sent_as_it_is() {
    let content = message::text("Ciao & *grazie* +1%\n🙏 ".to_owned()).unwrap();
    assert_eq!(
        parameters(&content),
        "Body=Ciao+%26+*grazie*+%2B1%25%0A%F0%9F%99%8F+"
    );
}

#[test]
fn a_text_has_twilios_limit_and_is_never_split() {
    assert!(message::text("è".repeat(1600)).is_ok());
    assert_eq!(
        refused(message::text("è".repeat(1601))).code,
        "text-too-long"
    );
    for blank in ["", " \n"] {
        assert_eq!(refused(message::text(blank.to_owned())).code, "empty-text");
    }
}

#[test]
fn number_and_service_are_both_sent() {
    let content = Content::new("Body", "a");
    let mut properties = properties();
    properties.messaging_service_sid = Some("MG0123456789abcdef0123456789abcdef".to_owned());
    let mut both = sending();
    both.sender = Sender::parse(&properties).unwrap();
    let body = message::body(&to("US.13491208655302741918"), &both, &content, None);
    assert_eq!(
        body.unwrap(),
        "To=whatsapp%3AUS.13491208655302741918&From=whatsapp%3A%2B14155238886&\
         MessagingServiceSid=MG0123456789abcdef0123456789abcdef&Body=a"
    );
    properties.from = None;
    both.sender = Sender::parse(&properties).unwrap();
    let body = message::body(&to("+393331234567"), &both, &content, None);
    assert_eq!(
        body.unwrap(),
        "To=whatsapp%3A%2B393331234567&MessagingServiceSid=MG0123456789abcdef0123456789abcdef&Body=a"
    );
}

#[test]
fn a_reference_goes_into_the_status_callback() {
    let content = Content::new("Body", "a");
    let data = CallbackData::parse_optional(Some("o:1")).unwrap();
    let without = message::body(&to("+393331234567"), &sending(), &content, data.as_ref());
    assert_eq!(refused(without).code, "missing-status-callback-url");
    let mut sending = sending();
    let url = "https://a.example/s?t=1";
    sending.status_callback = Some(CallbackUrl::parse("statusCallbackUrl", url).unwrap());
    let callback = |data: Option<&CallbackData>| {
        let body = message::body(&to("+393331234567"), &sending, &content, data).unwrap();
        body.split_once("&StatusCallback=").unwrap().1.to_owned()
    };
    assert_eq!(callback(None), "https%3A%2F%2Fa.example%2Fs%3Ft%3D1");
    let with = "https%3A%2F%2Fa.example%2Fs%3Ft%3D1%26ref%3Do%253A1";
    assert_eq!(callback(data.as_ref()), with);
}

#[test]
fn a_reference_has_512_characters() {
    let parse = |count| CallbackData::parse_optional(Some(&"è".repeat(count)));
    assert!(parse(512).is_ok());
    assert_eq!(refused(parse(513)).code, "callback-data-too-long");
    assert_eq!(CallbackData::parse_optional(Some(" ")).unwrap(), None);
}
