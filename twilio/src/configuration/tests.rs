//! The properties, from right to wrong.

use super::{Access, Hosts, Sender, Sending, check, signature_keys};
use crate::bindings::uip::whatsapp_twilio::properties::AdapterProperties;
use uip_kit::http::Authorization;
use uip_kit::{CommandError, Failure, FailureCategory};

/// An account with an Auth Token and a number, as tests of other modules use it.
pub fn properties() -> AdapterProperties {
    AdapterProperties {
        account_sid: "AC0123456789abcdef0123456789abcdef".to_owned(),
        auth_token: Some("a1b2c3d4e5f60718293a4b5c6d7e8f90".to_owned()),
        previous_auth_token: None,
        api_key_sid: None,
        api_key_secret: None,
        from: Some("whatsapp:+14155238886".to_owned()),
        messaging_service_sid: None,
        default_country_code: None,
        status_callback_url: None,
        webhook_url: None,
        api_base_url: None,
        request_timeout_seconds: None,
        storage_endpoint: None,
        storage_region: None,
        storage_access_key_id: None,
        storage_secret_access_key: None,
    }
}

fn with(change: impl FnOnce(&mut AdapterProperties)) -> AdapterProperties {
    let mut properties = properties();
    change(&mut properties);
    properties
}

fn refused<T: std::fmt::Debug, E: Into<CommandError>>(result: Result<T, E>) -> Failure {
    match result.map_err(Into::into) {
        Err(CommandError::PermanentFailure(failure)) => {
            assert_eq!(failure.category, FailureCategory::Configuration);
            assert!(failure.error.ends_with("Nothing was sent."), "{failure:?}");
            failure
        }
        other => panic!("a permanent failure, and not {other:?}"),
    }
}

fn user_and_password(properties: &AdapterProperties) -> (String, String) {
    match Access::parse(properties)
        .unwrap()
        .credentials
        .authorization()
    {
        Authorization::Basic { user, password } => (user.to_owned(), password.to_owned()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_api_key_goes_before_the_token_and_never_with_it() {
    let properties = properties();
    let token = properties.auth_token.clone().unwrap();
    assert_eq!(
        user_and_password(&properties),
        (properties.account_sid.clone(), token)
    );
    let key = "SK0123456789abcdef0123456789abcdef";
    let with_key = with(|it| {
        it.api_key_sid = Some(key.to_owned());
        it.api_key_secret = Some("secret-of-the-key-0001".to_owned());
    });
    let expected = (key.to_owned(), "secret-of-the-key-0001".to_owned());
    assert_eq!(user_and_password(&with_key), expected);
    let half = with(|it| it.api_key_sid = Some(key.to_owned()));
    assert!(
        refused(Access::parse(&half))
            .error
            .contains("apiKeySecret is missing")
    );
    let other_half = with(|it| it.api_key_secret = Some("secret-of-the-key-0001".to_owned()));
    assert!(
        refused(Access::parse(&other_half))
            .error
            .contains("apiKeySid is missing")
    );
    let none = with(|it| it.auth_token = None);
    assert_eq!(refused(Access::parse(&none)).code, "missing-credentials");
}

#[test]
fn no_secret_is_shown() {
    for token in [
        "short-sesame",
        "sesame sesame sesame sesame",
        "sesame\u{e8}sesame-sesame",
    ] {
        let failure = refused(Access::parse(&with(|it| {
            it.auth_token = Some(token.to_owned());
        })));
        assert!(!format!("{failure:?}").contains("sesame"), "{failure:?}");
    }
    let access = Access::parse(&properties()).unwrap();
    assert!(!format!("{access:?}").contains("a1b2c3d4"), "{access:?}");
}

#[test]
fn a_sender_is_written_with_the_prefix_or_without() {
    for from in [
        "whatsapp:+14155238886",
        "+14155238886",
        "14155238886",
        "whatsapp:14155238886",
        " +1 (415) 523-8886 ",
    ] {
        let sender = Sender::parse(&with(|it| it.from = Some(from.to_owned()))).unwrap();
        assert_eq!(sender.number().unwrap().as_str(), "+14155238886", "{from}");
    }
    for from in [
        "whatsapp:",
        "+whatsapp:+14155238886",
        "bakery",
        "+0415",
        "+1415523888644442222",
    ] {
        let failure = refused(Sender::parse(&with(|it| it.from = Some(from.to_owned()))));
        assert_eq!(failure.code, "invalid-sender", "{from}");
    }
    let service = "MG0123456789abcdef0123456789abcdef";
    let sender = Sender::parse(&with(|it| {
        it.from = None;
        it.messaging_service_sid = Some(service.to_owned());
    }));
    assert_eq!(sender.unwrap().service().unwrap().as_str(), service);
    let none = with(|it| it.from = Some(" ".to_owned()));
    assert_eq!(refused(Sending::parse(&none)).code, "missing-sender");
}

#[test]
fn a_host_of_twilios_names_each_product_and_another_stands_for_all() {
    let hosts = |url: &str| {
        let hosts = Hosts::parse(url).unwrap();
        [hosts.api, hosts.content, hosts.messaging].map(|host| host.authority().to_owned())
    };
    let region =
        ["api", "content", "messaging"].map(|name| format!("{name}.dublin.ie1.twilio.com"));
    assert_eq!(hosts("https://api.dublin.ie1.twilio.com/"), region);
    assert_eq!(hosts("http://127.0.0.1:8590"), ["127.0.0.1:8590"; 3]);
    assert_eq!(hosts("https://faketwilio.com"), ["faketwilio.com"; 3]);
    assert_eq!(
        Hosts::parse("https://API.twilio.com").unwrap(),
        Hosts::default()
    );
    for url in [
        "http://api.twilio.com",
        "https://twilio.com",
        "https://content.twilio.com",
        "https://api.twilio.com/2010-04-01",
        "https://ada:sesame@api.twilio.com",
    ] {
        let failure = refused(Hosts::parse(url));
        assert!(!failure.error.contains("sesame"), "{}", failure.error);
    }
}

#[test]
fn a_signature_may_be_made_with_the_token_or_the_one_before() {
    assert_eq!(signature_keys(&properties()).unwrap().len(), 1);
    let rotated = with(|it| it.previous_auth_token = Some("b".repeat(32)));
    assert_eq!(signature_keys(&rotated).unwrap().len(), 2);
    let without = with(|it| it.auth_token = None);
    assert!(signature_keys(&without).unwrap().is_empty());
    // An API key sends, and the token still verifies.
    let with_key = with(|it| {
        it.api_key_sid = Some("SK0123456789abcdef0123456789abcdef".to_owned());
        it.api_key_secret = Some("secret-of-the-key-0001".to_owned());
    });
    let token = properties().auth_token.unwrap();
    let [key] = &signature_keys(&with_key).unwrap()[..] else {
        panic!("one key")
    };
    assert_eq!(key.reveal(), token);
    refused(signature_keys(&with(|it| {
        it.auth_token = Some(String::new());
    })));
}

#[test]
fn every_mistake_is_told_at_once_and_none_twice() {
    assert!(check(&properties()).is_ok());
    let failure = refused(check(&with(|it| {
        it.account_sid = "x".to_owned();
        it.auth_token = Some("short".to_owned());
        it.from = Some("bakery".to_owned());
        it.webhook_url = Some("nowhere".to_owned());
        it.storage_endpoint = Some("nowhere".to_owned());
    })));
    for named in [
        "accountSid",
        "authToken",
        "property from",
        "webhookUrl",
        "storageEndpoint",
        "storageAccessKeyId",
    ] {
        assert!(failure.error.contains(named), "{named}: {}", failure.error);
    }
    let once = refused(check(&with(|it| it.auth_token = Some("short".to_owned()))));
    assert_eq!(once.error.matches("authToken").count(), 1, "{}", once.error);
}
