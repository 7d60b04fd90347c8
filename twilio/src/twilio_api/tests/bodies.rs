//! The exact bytes of the form of a message.

use crate::configuration::{CallbackUrl, Sender, tests::properties};
use crate::twilio_api::message::{self, Content, StatusCallback};
use uip_kit::form;
use uip_kit::refusal::Refusal;
use uip_kit::whatsapp::recipient::Recipient;
use uip_kit::{CommandError, Failure};

/// A number.
pub fn sender() -> Sender {
    Sender::parse(&properties()).unwrap()
}

/// Where statuses go, with this reference and this URL in the properties.
pub fn callback(reference: Option<&str>, url: Option<&str>) -> Result<StatusCallback, Refusal> {
    let url = url.map(|url| CallbackUrl::parse("statusCallbackUrl", url).unwrap());
    StatusCallback::parse(reference, url.as_ref())
}

pub fn to(number: &str) -> Recipient {
    Recipient::parse(number, None).unwrap()
}

/// The form of a message with this content, without its envelope.
pub fn parameters(content: &Content) -> String {
    let callback = StatusCallback::AsInConsole;
    let body = message::body(&to("+393331234567"), &sender(), content, &callback);
    let envelope = "To=whatsapp%3A%2B393331234567&From=whatsapp%3A%2B14155238886&";
    body.strip_prefix(envelope).unwrap().to_owned()
}

/// The names and values of a form.
pub fn decoded(form: &str) -> Vec<(String, String)> {
    let owned = form::decode(form).map(|(name, value)| (name.into(), value.into()));
    owned.collect()
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
    let body = |recipient: &str, sender: &Sender| {
        message::body(
            &to(recipient),
            sender,
            &content,
            &StatusCallback::AsInConsole,
        )
    };
    let mut properties = properties();
    properties.messaging_service_sid = Some("MG0123456789abcdef0123456789abcdef".to_owned());
    assert_eq!(
        body(
            "US.13491208655302741918",
            &Sender::parse(&properties).unwrap()
        ),
        "To=whatsapp%3AUS.13491208655302741918&From=whatsapp%3A%2B14155238886&\
         MessagingServiceSid=MG0123456789abcdef0123456789abcdef&Body=a"
    );
    properties.from = None;
    assert_eq!(
        body("+393331234567", &Sender::parse(&properties).unwrap()),
        "To=whatsapp%3A%2B393331234567&MessagingServiceSid=MG0123456789abcdef0123456789abcdef&Body=a"
    );
}

#[test]
fn a_reference_goes_into_the_status_callback() {
    let content = Content::new("Body", "a");
    let url = Some("https://a.example/s?t=1");
    let end = |reference: Option<&str>, url: Option<&str>| {
        let callback = callback(reference, url).unwrap();
        let body = message::body(&to("+393331234567"), &sender(), &content, &callback);
        body.split_once("&Body=a").unwrap().1.to_owned()
    };
    assert_eq!(end(None, None), "");
    assert_eq!(
        end(None, url),
        "&StatusCallback=https%3A%2F%2Fa.example%2Fs%3Ft%3D1"
    );
    assert_eq!(
        end(Some("o:1"), url),
        "&StatusCallback=https%3A%2F%2Fa.example%2Fs%3Ft%3D1%26ref%3Do%253A1"
    );
    assert_eq!(
        refused(callback(Some("o:1"), None)).code,
        "missing-status-callback-url"
    );
}

#[test]
fn a_reference_has_512_characters() {
    let of = |reference: &str| callback(Some(reference), Some("https://a.example"));
    assert!(of(&"a".repeat(512)).is_ok());
    assert_eq!(refused(of(&"è".repeat(513))).code, "callback-data-too-long");
    let usual = StatusCallback::Usual("https://a.example".to_owned());
    assert_eq!(of(" ").unwrap(), usual);
}
