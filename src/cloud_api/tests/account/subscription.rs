//! Which URL receives the account's notifications.

use super::HOSTILE;
use crate::cloud_api::tests::refused;
use crate::cloud_api::{Refusal, Subscription};

const URL: &str = "https://my-waba-alternate-callback.com/webhook";
const TOKEN: &str = "myvoiceismypassport?";

fn to(url: &str) -> Result<Subscription, Refusal> {
    Subscription::parse(Some(url), Some(TOKEN), None)
}

#[test]
fn a_subscription_is_written_as_meta_documents_it() {
    let own = Subscription::parse(None, None, Some(TOKEN)).unwrap();
    assert_eq!(own.json(), "{}");
    assert_eq!((own.url(), own.secret()), (None, ""));
    for (token, property) in [(Some(TOKEN), Some("other")), (None, Some(TOKEN))] {
        let other = Subscription::parse(Some(URL), token, property).unwrap();
        assert_eq!(
            other.json(),
            concat!(
                r#"{"override_callback_uri":"https://my-waba-alternate-callback.com/webhook","#,
                r#""verify_token":"myvoiceismypassport?"}"#
            )
        );
        assert_eq!((other.url(), other.secret()), (Some(URL), TOKEN));
        assert!(!format!("{other:?}").contains(TOKEN));
    }
}

#[test]
fn one_without_the_other_is_refused() {
    for blank in [None, Some(""), Some(" ")] {
        let failure = refused(Subscription::parse(blank, Some(TOKEN), Some(TOKEN)));
        assert_eq!(failure.code, "verify-token-without-url");
        assert!(!format!("{failure:?}").contains(TOKEN));
        let failure = refused(Subscription::parse(Some(URL), blank, blank));
        assert_eq!(failure.code, "missing-verify-token");
    }
}

#[test]
fn a_callback_is_https_or_on_this_machine() {
    let longest = format!("https://a.example/{}", "x".repeat(200 - 18));
    for good in [
        "https://a.example",
        "https://a.example:8443/hook?x=y&z=%20",
        "https://a.example?x=y",
        " HTTPS://a.example/ ",
        "http://127.0.0.1:8080/wfe/api",
        "http://localhost/x",
        "http://[::1]:8080/x",
        &longest,
    ] {
        assert_eq!(to(good).unwrap().url(), Some(good.trim()));
    }
    for bad in HOSTILE.iter().chain(&[
        "http://a.example/hook",
        "http://127.0.0.1.a.example/",
        "http://10.0.0.1/",
        "http://[::2]/",
        "ftp://a.example",
        "a.example/hook",
        "https://",
        "https:///hook",
        "https://a b",
        "https://a.example/a b",
        "https://a.example/\nb",
        "https://user:word@a.example/",
        "https://a.example/#part",
        "https://a.example\\b",
        "https://1/",
        "https://ä.example/",
        "javascript:x",
    ]) {
        let failure = refused(to(bad));
        assert_eq!(failure.code, "invalid-callback-url", "{bad:?}");
        assert!(failure.error.contains("callbackUrl"));
        assert!(!format!("{failure:?}").contains(TOKEN));
    }
    let failure = refused(to(&format!("{longest}x")));
    assert_eq!(failure.code, "text-too-long");
    assert!(failure.error.contains("callbackUrl") && failure.error.contains("it has 201"));
}

#[test]
fn a_verify_token_has_a_limit_and_is_never_shown() {
    let parse = |token: &str| Subscription::parse(Some(URL), Some(token), None);
    assert!(parse(&"é".repeat(1000)).is_ok());
    for bad in [&"s".repeat(1001), "se\nsame", "se\0same"] {
        let failure = refused(parse(bad));
        assert_eq!(failure.code, "invalid-verify-token");
        assert!(!format!("{failure:?}").contains(bad));
        assert!(!format!("{failure:?}").contains("same\""));
    }
}
