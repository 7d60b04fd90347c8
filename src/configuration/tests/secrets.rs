//! The token and the App Secret.

use super::{TOKEN, mistake, properties};
use crate::configuration::{AppSecret, SendingConfiguration, Token};

#[test]
fn neither_debug_nor_an_error_shows_a_secret() {
    let configuration = SendingConfiguration::parse(&properties()).unwrap();
    assert!(!format!("{configuration:?}").contains(TOKEN));
    assert_eq!(
        format!("{:?}", AppSecret::parse("c2VjcmV0").unwrap()),
        "[redacted]"
    );
    for bad in [
        "a secret with spaces in it",
        "short",
        "tökentökentökentöken",
    ] {
        let failure = mistake(Token::parse(bad));
        assert!(!format!("{failure:?}").contains(bad));
        assert!(failure.error.contains("authenticationToken"));
    }
    let failure = mistake(AppSecret::parse("not base64 at all!"));
    assert!(!format!("{failure:?}").contains("at all"));
}

#[test]
fn a_token_has_20_to_1000_visible_characters() {
    assert!(Token::parse(&"x".repeat(19)).is_err());
    assert!(Token::parse(&"x".repeat(20)).is_ok());
    assert!(Token::parse(&"x".repeat(1000)).is_ok());
    assert!(Token::parse(&"x".repeat(1001)).is_err());
    for smuggled in ["\r\nHost: evil", "\0", "\t", "\u{7f}", " "] {
        let token = format!("{}{smuggled}{}", "x".repeat(20), "y".repeat(20));
        assert!(Token::parse(&token).is_err(), "{smuggled:?}");
    }
}

#[test]
fn a_token_with_the_word_bearer_before_it_is_refused_with_the_advice_to_leave_it_out() {
    for bearer in ["Bearer ", "bearer ", "BEARER ", " Bearer\t", "Bearer:"] {
        let token = format!("{bearer}EAAG{}", "x".repeat(20));
        let failure = mistake(Token::parse(&token));
        assert_eq!(failure.code, "invalid-authentication-token");
        assert!(
            failure.advice.contains("Leave out the word Bearer"),
            "{failure:?}"
        );
        assert!(!format!("{failure:?}").contains("EAAG"), "{failure:?}");
    }
}

#[test]
fn an_app_secret_is_the_base64_of_the_secrets_text() {
    assert_eq!(AppSecret::parse("c2VjcmV0\n").unwrap().key(), b"secret");
    assert_eq!(AppSecret::parse("c2VjcmU=").unwrap().key(), b"secre");
    assert_eq!(AppSecret::parse("c2VjcmU").unwrap().key(), b"secre");
    for bad in [
        "",
        "  ",
        "c2V$",
        "c2VjcmV",
        "c2Vj-_",
        "Zh==",
        "0123456789abcdef0123456789abcdef",
    ] {
        let failure = mistake(AppSecret::parse(bad));
        assert_eq!(failure.code, "invalid-app-secret");
        assert!(failure.advice.contains("base64"));
    }
    let raw = mistake(AppSecret::parse("0123456789abcdef0123456789abcdef"));
    assert!(raw.error.contains("App Secret itself"));
}
