//! Answers and errors as Meta documents them.

use super::super::taken_apart;
use super::at_hand;
use crate::cloud_api::message_sent;
use uip_kit::http::Answer;

fn answer(status: u16, json: &serde_json::Value) -> Answer {
    Answer {
        status,
        body: json.to_string().into_bytes(),
        ..Answer::default()
    }
}

#[test]
fn every_documented_answer_to_a_message_is_understood() {
    for example in at_hand() {
        if !example.file.contains("__response.send") {
            continue;
        }
        let sent = message_sent(&answer(200, &example.json), "token").unwrap();
        let said = |pointer| example.json.pointer(pointer).and_then(|it| it.as_str());
        assert_eq!(Some(sent.message_id.as_str()), said("/messages/0/id"));
        assert_eq!(sent.wa_id.as_deref(), said("/contacts/0/wa_id"));
        assert_eq!(sent.user_id.as_deref(), said("/contacts/0/user_id"));
        let status = said("/messages/0/message_status");
        assert_eq!(sent.message_status.as_deref(), status);
    }
}

#[test]
fn every_documented_error_has_its_number_and_what_to_do() {
    for example in at_hand() {
        if example.direction != "error" {
            continue;
        }
        let error = message_sent(&answer(400, &example.json), "token").unwrap_err();
        let (case, failure) = taken_apart(error);
        let file = &example.file;
        assert_eq!(
            failure.code,
            example.json["error"]["code"].to_string(),
            "{file}"
        );
        assert_ne!(case, "unknown", "{file}");
        assert!(!failure.advice.is_empty(), "{file}");
        if let Some(details) = example.json["error"]["error_data"]["details"].as_str() {
            assert!(failure.error.contains(details), "{file}: {}", failure.error);
        }
    }
}
