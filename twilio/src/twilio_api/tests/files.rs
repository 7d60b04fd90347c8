//! Files that customers sent, and where they are.

use super::answers::answer;
use super::bodies::refused;
use crate::twilio_api::media::{MediaId, download_limit};
use crate::twilio_api::message_sid;
use crate::twilio_api::redirect::Redirect;
use uip_kit::CommandError;
use uip_kit::http::BaseUrl;

const DIGITS: &str = "0123456789abcdef0123456789abcdef";

#[test]
fn an_id_is_two_ids_and_nothing_of_a_path() {
    let id = format!("MM{DIGITS}/ME{DIGITS}");
    let parsed = MediaId::parse(&format!(" {id}\n")).unwrap();
    assert_eq!(parsed.text(), id);
    assert_eq!(
        parsed.resource(),
        format!("Messages/MM{DIGITS}/Media/ME{DIGITS}")
    );
    assert!(MediaId::parse(&format!("SM{DIGITS}/ME{DIGITS}")).is_ok());
    for value in [
        "",
        "/",
        &format!("ME{DIGITS}"),
        &format!("MM{DIGITS}/ME{DIGITS}/"),
        &format!("MM{DIGITS}/ME{DIGITS}?x"),
        &format!("MM{DIGITS}/../ME{DIGITS}"),
        &format!("https://api.twilio.com/Messages/MM{DIGITS}/Media/ME{DIGITS}"),
    ] {
        assert_eq!(
            refused(MediaId::parse(value)).code,
            "invalid-media-id",
            "{value}"
        );
    }
}

#[test]
fn the_url_of_a_notification_has_an_id() {
    let base = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages";
    let url = format!("{base}/MM{DIGITS}/Media/ME{DIGITS}");
    let id = MediaId::of_url(&url).unwrap();
    assert_eq!(id.text(), format!("MM{DIGITS}/ME{DIGITS}"));
    for url in [
        "https://evil.example",
        &format!("{url}?x=1"),
        &format!("{base}/MM{DIGITS}/Media/../ME{DIGITS}"),
        &format!("{base}/MM{DIGITS}"),
    ] {
        assert_eq!(MediaId::of_url(url), None, "{url}");
    }
}

/// Whoever forges a notification may name any host: of the URL only the ids count
/// (chatwoot/chatwoot#15464).
#[test]
fn the_host_in_a_notification_is_never_asked() {
    let forged = format!("https://evil.example/Accounts/AC1/Messages/MM{DIGITS}/Media/ME{DIGITS}");
    let id = MediaId::of_url(&forged).unwrap();
    assert_eq!(
        id.resource(),
        format!("Messages/MM{DIGITS}/Media/ME{DIGITS}")
    );
    for url in [
        "https://evil.example/x",
        "https://api.twilio.com@evil.example/x",
        &forged,
    ] {
        assert_eq!(refused(MediaId::parse(url)).code, "invalid-media-id");
    }
}

#[test]
fn a_message_id_is_of_one_of_two_kinds() {
    for kind in ["SM", "MM"] {
        let id = format!("{kind}{DIGITS}");
        assert_eq!(message_sid(&format!(" {id} ")).unwrap().as_str(), id);
    }
    for id in [
        "",
        "wamid.x",
        &format!("ME{DIGITS}"),
        &format!("SM{DIGITS}/Media"),
    ] {
        assert_eq!(refused(message_sid(id)).code, "invalid-message-id", "{id}");
    }
}

#[test]
fn a_download_has_a_limit() {
    assert_eq!(download_limit(None).unwrap(), 16_777_216);
    assert!(download_limit(Some(1)).is_ok());
    assert!(download_limit(Some(104_857_600)).is_ok());
    for bytes in [0, 104_857_601] {
        assert_eq!(
            refused(download_limit(Some(bytes))).code,
            "invalid-max-bytes"
        );
    }
}

fn redirect(location: &str, api: &str) -> Result<Option<Redirect>, CommandError> {
    let mut answer = answer(307, "");
    answer
        .headers
        .push(("Location".to_owned(), location.to_owned()));
    let api = BaseUrl::parse(api).unwrap();
    Ok(Redirect::of(&answer, &api, &api)?)
}

#[test]
fn a_redirect_leads_to_tls_or_to_the_sandbox() {
    let twilio = "https://api.twilio.com";
    let found = |location, api| {
        let redirect = redirect(location, api).unwrap().unwrap();
        (redirect.base_url.authority().to_owned(), redirect.path)
    };
    let owned = |host: &str, path: &str| (host.to_owned(), path.to_owned());
    assert_eq!(
        found(
            "https://mms.twiliocdn.com/AC1/x?Expires=1&Signature=a%2Fb~",
            twilio
        ),
        owned("mms.twiliocdn.com", "/AC1/x?Expires=1&Signature=a%2Fb~")
    );
    assert_eq!(
        found("https://cdn.example?x", twilio),
        owned("cdn.example", "/?x")
    );
    assert_eq!(found("/there", twilio), owned("api.twilio.com", "/there"));
    assert_eq!(
        found("http://127.0.0.1:1/x", "http://127.0.0.1:1"),
        owned("127.0.0.1:1", "/x")
    );
    for (location, api) in [
        ("", twilio),
        ("http://mms.twiliocdn.com/x", twilio),
        ("http://127.0.0.1:2/x", "http://127.0.0.1:1"),
        ("//evil.example/x", twilio),
        ("https://ada:sesame@evil.example/x", twilio),
        ("https://cdn.example/a b", twilio),
        ("https://cdn.example/x#y", twilio),
        ("ftp://cdn.example/x", twilio),
    ] {
        let failure = refused(redirect(location, api));
        assert_eq!(failure.code, "untrusted-media-address", "{location}");
    }
    let secret = refused(redirect("http://cdn.example/x?Signature=sesame", twilio));
    assert!(!secret.error.contains("sesame"), "{}", secret.error);
}

#[test]
fn other_answers_are_no_redirects() {
    let api = BaseUrl::parse("https://api.twilio.com").unwrap();
    for status in [200, 206, 304, 404] {
        let mut answer = answer(status, "");
        let location = "https://cdn.example/x".to_owned();
        answer.headers.push(("Location".to_owned(), location));
        assert_eq!(Redirect::of(&answer, &api, &api).unwrap(), None);
    }
}
