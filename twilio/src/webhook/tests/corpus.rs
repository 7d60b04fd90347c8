//! Notifications and signatures of public sources.

use serde_json::Value;

use super::super::signature::verify;
use super::super::url::CalledUrl;
use super::{Event, Settings, processed, request};
use crate::configuration::Sid;
use crate::corpus::{corpus, files};
use uip_kit::property::Token;

/// A form's parameters, by another reader than the adapter's.
fn decoded(form: &str) -> Vec<(String, String)> {
    let text = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'+' => b' ',
                b'%' => {
                    let digits = [rest.next().unwrap(), rest.next().unwrap()];
                    u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
                }
                other => other,
            });
        }
        String::from_utf8(bytes).unwrap()
    };
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap();
        (text(name), text(value))
    };
    form.split('&').map(pair).collect()
}

#[test]
fn every_body_is_one_event_with_every_parameter() {
    for (folder, is_message) in [("inbound", true), ("status", false)] {
        for (file, body) in files(folder, "form") {
            let body = body.trim_end();
            let parameters = decoded(body);
            let get = |name: &str| {
                let found = parameters.iter().find(|(own, _)| own == name);
                found.map(|(_, value)| value.as_str())
            };
            let account = get("AccountSid").unwrap_or(super::ACCOUNT);
            let settings = Settings {
                account: Sid::read("AC", account).unwrap(),
                keys: Vec::new(),
                urls: Vec::new(),
            };
            let (result, event) = processed(&request(body), &settings);
            result.unwrap();
            let payload = match event.unwrap() {
                Event::CustomerMessage(event) if is_message => {
                    assert_eq!(event.message.id, get("MessageSid").unwrap());
                    let content = format!("{:?}", event.message.content);
                    assert!(!content.starts_with("Other"), "{file}: {content}");
                    event.payload
                }
                Event::StatusChanged(event) if !is_message => {
                    assert_eq!(event.status.id, get("MessageSid").unwrap());
                    let expected = match (get("MessageStatus").unwrap(), get("EventType")) {
                        (_, Some("READ")) => "read",
                        ("undelivered", _) => "failed",
                        (status, _) => status,
                    };
                    assert_eq!(event.status.status, expected);
                    event.payload
                }
                other => panic!("{file}: {other:?}"),
            };
            let payload: Value = serde_json::from_str(&payload).unwrap();
            let twilio = payload["twilio"].as_object().unwrap();
            assert_eq!(twilio.len(), parameters.len());
            for (name, value) in &parameters {
                assert_eq!(twilio[name], value.as_str(), "{file}");
            }
        }
    }
}

#[test]
fn every_signature_verifies_or_fails_as_it_says() {
    let Some(corpus) = corpus() else { return };
    let vectors = std::fs::read_to_string(corpus.join("signature/vectors.json")).unwrap();
    let vectors: Vec<Value> = serde_json::from_str(&vectors).unwrap();
    assert!(vectors.len() >= 27);
    for vector in vectors {
        let text = |name: &str| vector[name].as_str().unwrap_or_default();
        let mut parameters = Vec::new();
        for (name, value) in vector["params"].as_object().unwrap() {
            let values = value
                .as_array()
                .cloned()
                .unwrap_or_else(|| vec![value.clone()]);
            for value in values {
                let value = value.as_str().unwrap().to_owned();
                parameters.push((name.clone().into(), value.into()));
            }
        }
        let key = Token::parse("authToken", text("token"), 1..=100).unwrap();
        let url = CalledUrl::read(text("url")).unwrap();
        let signature = Some(text("signature"));
        let verified = verify(&[url], text("body"), &parameters, &[key], signature);
        assert_eq!(
            verified.is_ok(),
            vector["valid"].as_bool().unwrap(),
            "{}",
            text("name")
        );
    }
}
