//! Twilio's answers, from public sources.

use serde_json::Value;
use uip_kit::json::{Document, Raw};

use super::answers::{answer, credentials, sent, told};
use crate::corpus::files;
use crate::twilio_api::Purpose;
use crate::twilio_api::answer::read;
use crate::twilio_api::template::listed;

#[test]
fn every_created_message_is_sent_and_its_answer_kept() {
    for (name, body) in files("api", "json") {
        if !name.starts_with("create-201") {
            continue;
        }
        let expected: Value = serde_json::from_str(&body).unwrap();
        let message = sent(&answer(201, &body)).unwrap();
        assert_eq!(message.message_id, expected["sid"].as_str().unwrap());
        assert_eq!(
            message.message_status.as_deref(),
            expected["status"].as_str()
        );
        let to = expected["to"].as_str().unwrap();
        assert_eq!(
            message.wa_id.as_deref(),
            to.strip_prefix("whatsapp:+"),
            "{name}"
        );
        assert_eq!(message.carrier_answer, body.trim(), "{name}");
    }
}

#[test]
fn every_error_is_told_by_its_number() {
    for (name, body) in files("api-errors", "json") {
        let (status, code) = name.split_once('-').unwrap();
        let status = status.parse().unwrap();
        let (case, failure) = told(sent(&answer(status, &body)));
        let expected = match status {
            500 => "unknown",
            429 => "temporary",
            _ => "permanent",
        };
        assert_eq!((case, failure.code.as_str()), (expected, code), "{name}");
        assert_eq!(failure.details.as_deref(), Some(body.trim()), "{name}");
    }
}

#[test]
fn every_listed_template_is_read() {
    for (name, body) in files("content", "json") {
        if name != "content-and-approvals-200" {
            continue;
        }
        let expected: Value = serde_json::from_str(&body).unwrap();
        let expected = expected["contents"].as_array().unwrap();
        let credentials = credentials();
        let templates = read(
            answer(200, &body),
            &credentials,
            Purpose::Repeatable,
            |object, _| {
                let contents = object.get("contents")?.items()?;
                let listed = contents.map(|it| listed(&Raw::object(it)?, it.get()));
                listed.collect::<Option<Vec<_>>>()
            },
        );
        let templates = templates.unwrap();
        assert_eq!(templates.len(), expected.len());
        for (template, expected) in templates.iter().zip(expected) {
            assert_eq!(template.id, expected["sid"].as_str().unwrap());
            assert!(Document::parse(&template.definition).is_ok());
        }
    }
}
