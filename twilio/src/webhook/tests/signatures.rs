//! `X-Twilio-Signature`, with the values that Twilio's own pages and libraries
//! publish, and others that this test signs itself.

use base64::Engine as _;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use super::super::signature::verify;
use super::super::url::CalledUrl;
use super::{ACCOUNT, Settings, processed, refused, request, unsigned};
use crate::bindings::exports::uip::whatsapp_twilio::commands::ProcessWebhookRequest;
use crate::configuration::CallbackUrl;
use uip_kit::property::Token;
use uip_kit::signature::InvalidSignature;

fn keys(tokens: &[&str]) -> Vec<Token> {
    let token = |token: &&str| Token::parse("authToken", token, 1..=100).unwrap();
    tokens.iter().map(token).collect()
}

fn sign(token: &str, text: &str) -> String {
    let mut hmac = Hmac::<Sha1>::new_from_slice(token.as_bytes()).unwrap();
    hmac.update(text.as_bytes());
    base64::engine::general_purpose::STANDARD.encode(hmac.finalize().into_bytes())
}

fn check(url: &str, body: &str, token: &str, signature: &str) -> Result<(), InvalidSignature> {
    let parameters: Vec<_> = uip_kit::form::decode(body).collect();
    let url = CalledUrl::read(url).unwrap();
    verify(&[url], body, &parameters, &keys(&[token]), Some(signature))
}

const CANONICAL: &str = "From=%2B14158675309&To=%2B18005551212&CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234";

#[test]
fn the_published_values_verify() {
    // Tests of twilio-python and twilio-ruby; Twilio's page on webhook security.
    for (url, body, signature) in [
        (
            "https://mycompany.com/myapp.php?foo=1&bar=2",
            CANONICAL,
            "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        ),
        (
            "https://mycompany.com/myapp.php?foo=1&bar=2",
            CANONICAL,
            "kvajT1Ptam85bY51eRf/AJRuM3w=",
        ),
        (
            "http://mycompany.com/myapp.php?foo=1&bar=2",
            CANONICAL,
            "0ZXoZLH/DfblKGATFgpif+LLRf4=",
        ),
        (
            "https://mycompany.com:1234/myapp.php?foo=1&bar=2",
            CANONICAL,
            "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        ),
        (
            "http://mycompany.com:1234/myapp.php?foo=1&bar=2#rc=5&rp=all",
            CANONICAL,
            "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
        ),
        (
            "https://mycompany.com/myapp.php?foo=1&bar=2",
            "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234",
            "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
        ),
        (
            "https://mycompany.com/myapp.php?bodySHA256=\
             0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620",
            r#"{"property": "value", "boolean": true}"#,
            "y77kIzt2vzLz71DgmJGsen2scGs=",
        ),
    ] {
        assert_eq!(check(url, body, "12345", signature), Ok(()), "{url}");
        let wrong = Err(InvalidSignature::Wrong);
        assert_eq!(check(url, body, "12346", signature), wrong);
        assert_eq!(
            check(url, &format!("{body}&a=b"), "12345", signature),
            wrong
        );
        assert_eq!(
            check(&format!("{url}x"), body, "12345", signature).is_ok(),
            url.contains('#')
        );
    }
}

#[test]
fn a_url_is_signed_as_it_was_called() {
    let url = "https://user:pass@hooks.example.com/in?b=2&a=1&n=O'Brien&s=a%20b+c&u=%C3%A9";
    let signed = sign("token", &format!("{url}Bodya b+cEmpty"));
    assert_eq!(check(url, "Empty=&Body=a+b%2Bc", "token", &signed), Ok(()));
    let changed = url.replace('\'', "%27");
    assert!(check(&changed, "Empty=&Body=a+b%2Bc", "token", &signed).is_err());
    let six = "https://[2001:db8::1]/in";
    assert_eq!(
        check(six, "", "t", &sign("t", "https://[2001:db8::1]:443/in")),
        Ok(())
    );
    let with_port = "https://[2001:db8::1]:8443/in";
    assert_eq!(check(with_port, "", "t", &sign("t", six)), Ok(()));
    let with_password = "https://user:pass@hooks.example.com:8443/in";
    let without_port = "https://user:pass@hooks.example.com/in";
    assert_eq!(
        check(with_password, "", "t", &sign("t", without_port)),
        Ok(())
    );
    for other in [
        "http://hooks.example.com/in",
        "https://hooks.example.com/in/",
    ] {
        let signed = sign("t", "https://hooks.example.com/in");
        assert_eq!(check(other, "", "t", &signed), Err(InvalidSignature::Wrong));
    }
}

#[test]
fn names_are_sorted_by_their_bytes() {
    let body = "zeta=1&Alpha=2&alpha=3&MediaUrl2=c&MediaUrl10=d&MediaUrl0=a&MediaUrl1=b";
    let signed = "https://a.exampleAlpha2MediaUrl0aMediaUrl1bMediaUrl10dMediaUrl2calpha3zeta1";
    assert_eq!(
        check("https://a.example", body, "t", &sign("t", signed)),
        Ok(())
    );
}

#[test]
fn the_token_before_counts_while_the_token_is_rotated() {
    let body = format!("MessageSid=SM1&MessageStatus=sent&AccountSid={ACCOUNT}");
    let url = "https://hooks.example.com/twilio";
    let signed = format!("{url}AccountSid{ACCOUNT}MessageSidSM1MessageStatussent");
    let mut settings = unsigned();
    settings.keys = keys(&["new-token", "old-token"]);
    let mut request = request(&body);
    request.url = Some(url.to_owned());
    for token in ["new-token", "old-token"] {
        request.signature = Some(sign(token, &signed));
        assert!(processed(&request, &settings).0.is_ok());
    }
    for (signature, said) in [
        (None, "has no signature"),
        (Some("x".to_owned()), "does not have the form"),
        (Some(sign("other", &signed)), "does not match"),
    ] {
        request.signature = signature;
        let failure = refused(&request, &settings);
        assert_eq!(failure.code, "invalid-signature");
        assert!(failure.error.contains(said), "{}", failure.error);
    }
}

#[test]
fn without_a_url_those_of_the_properties_count() {
    let body = format!("MessageSid=SM1&MessageStatus=sent&AccountSid={ACCOUNT}");
    let signed = |url: &str| {
        sign(
            "token",
            &format!("{url}AccountSid{ACCOUNT}MessageSidSM1MessageStatussent"),
        )
    };
    let mut settings = unsigned();
    settings.keys = keys(&["token"]);
    let mut request = request(&body);
    request.signature = Some(signed("https://a.example/in"));
    assert_eq!(refused(&request, &settings).code, "missing-url");
    let url = |url| CallbackUrl::parse("webhookUrl", url).unwrap();
    settings.urls = vec![
        url("https://a.example/in#rc=5&rp=all"),
        url("https://a.example/status?t=1"),
    ];
    assert!(processed(&request, &settings).0.is_ok());
    request.signature = Some(signed("https://a.example/status?t=1"));
    assert!(processed(&request, &settings).0.is_ok());
    request.signature = Some(signed("https://a.example/other"));
    assert_eq!(refused(&request, &settings).code, "invalid-signature");
    request.url = Some("https://a.example/other".to_owned());
    assert!(processed(&request, &settings).0.is_ok());
}

/// A signed notification, as the endpoint passes it on that was called at `url`.
fn signed_request(url: &str, body: &str, token: &str, called: &str) -> ProcessWebhookRequest {
    let parameters: Vec<_> = uip_kit::form::decode(body).collect();
    let mut sorted: Vec<_> = parameters.iter().collect();
    sorted.sort();
    let appended: String = sorted
        .iter()
        .flat_map(|(name, value)| [&**name, value])
        .collect();
    ProcessWebhookRequest {
        url: Some(url.to_owned()),
        signature: Some(sign(token, &format!("{called}{appended}"))),
        ..request(body)
    }
}

fn checked() -> Settings {
    Settings {
        keys: keys(&["token"]),
        ..unsigned()
    }
}

/// Connectors that looked the account up by the service rejected every number in a
/// pool (chatwoot/chatwoot#14125).
#[test]
fn a_number_of_a_messaging_service_is_checked_as_any_other() {
    let url = "https://hooks.example.com/in";
    let body = format!(
        "MessageSid=SM1&SmsStatus=received&Body=Hi&NumMedia=0&AccountSid={ACCOUNT}&\
         MessagingServiceSid=MG0123456789abcdef0123456789abcdef"
    );
    let request = signed_request(url, &body, "token", url);
    assert!(processed(&request, &checked()).0.is_ok());
}

/// The URL that counts is the public one, not the one inside a proxy
/// (twilio/twilio-node#321, #924).
#[test]
fn behind_a_proxy_the_public_url_counts() {
    let outside = "https://hooks.example.com/in?tenant=7";
    let body = format!("MessageSid=SM1&MessageStatus=sent&AccountSid={ACCOUNT}");
    let public = signed_request(outside, &body, "token", outside);
    assert!(processed(&public, &checked()).0.is_ok());
    for inside in [
        "http://hooks.example.com/in?tenant=7",
        "https://app-7f9c.internal/in?tenant=7",
        "https://hooks.example.com/in",
        "https://hooks.example.com:8443/app/in?tenant=7",
    ] {
        let request = signed_request(inside, &body, "token", outside);
        let failure = refused(&request, &checked());
        assert_eq!(failure.code, "invalid-signature", "{inside}");
        assert!(failure.advice.contains("proxy"), "{}", failure.advice);
    }
}

/// Frameworks sort the query or encode it again (bmlt-enabled/yap#1629,
/// twilio/twilio-node#1183).
#[test]
fn a_query_counts_as_it_was_written() {
    let called = "https://hooks.example.com/in?b=2&n=O'Brien&a=1";
    let body = format!("MessageSid=SM1&MessageStatus=sent&AccountSid={ACCOUNT}");
    let request = |url: &str| signed_request(url, &body, "token", called);
    assert!(processed(&request(called), &checked()).0.is_ok());
    for other in [
        "https://hooks.example.com/in?a=1&b=2&n=O'Brien",
        "https://hooks.example.com/in?b=2&n=O%27Brien&a=1",
    ] {
        assert_eq!(
            refused(&request(other), &checked()).code,
            "invalid-signature"
        );
    }
}

/// A subaccount signs with its own token (twilio/twilio-php#436).
#[test]
fn a_subaccount_needs_an_instance_of_its_own() {
    let url = "https://hooks.example.com/in";
    let body = "MessageSid=SM1&SmsStatus=received&Body=Hi&\
                AccountSid=ACffffffffffffffffffffffffffffffff";
    let by_its_own = signed_request(url, body, "token-of-the-subaccount", url);
    assert_eq!(refused(&by_its_own, &checked()).code, "invalid-signature");
    let by_the_main = signed_request(url, body, "token", url);
    let failure = refused(&by_the_main, &checked());
    assert_eq!(failure.code, "wrong-account");
    assert!(failure.advice.contains("subaccount"), "{}", failure.advice);
}
