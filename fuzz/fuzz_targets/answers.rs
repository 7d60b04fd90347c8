//! What an answer of WhatsApp's means. The input is an HTTP answer: a line with
//! the status and perhaps how it was cut, headers, a blank line, the body.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use uip_fuzz::{TOKEN, check_failure, check_redacted};
use uip_kit::CommandError;
use uip_kit::http::{Answer, TransportError};
use whatsapp::cloud_api::{Purpose, message_sent, read};

fn parse(data: &[u8]) -> Option<Answer> {
    let split = data.windows(2).position(|two| two == b"\n\n")?;
    let (head, body) = data.split_at(split);
    let mut lines = std::str::from_utf8(head).ok()?.lines();
    let mut first = lines.next()?.split(' ');
    let status = first.next()?.parse().ok()?;
    let cut = match first.next() {
        None => None,
        Some("cut") => Some(TransportError::Cut),
        Some("garbled") => Some(TransportError::Garbled),
        Some("late") => Some(TransportError::NoAnswer(30)),
        Some("large") => Some(TransportError::TooLarge),
        Some(_) => return None,
    };
    let headers = lines
        .map(|line| {
            let (name, value) = line.split_once(": ")?;
            Some((name.to_owned(), value.to_owned()))
        })
        .collect::<Option<_>>()?;
    // An answer that quotes the token must not pass it on.
    let body = String::from_utf8_lossy(&body[2..]).replace("{token}", TOKEN);
    Some(Answer {
        status,
        headers,
        body: body.into_bytes(),
        cut,
    })
}

/// Whether the body names a message, as WhatsApp names one that it accepted.
fn names_a_message(body: &[u8]) -> bool {
    let Ok(body) = serde_json::from_slice::<Value>(body) else {
        return false;
    };
    body["messages"][0]["id"]
        .as_str()
        .is_some_and(|id| !id.trim().is_empty())
}

fuzz_target!(|data: &[u8]| {
    let Some(answer) = parse(data) else { return };
    match message_sent(&answer, TOKEN) {
        Ok(sent) => assert!(!sent.message_id.is_empty()),
        Err(error) => {
            check_failure(&error);
            check_redacted(&error);
            if names_a_message(&answer.body) {
                assert!(
                    matches!(error, CommandError::PermanentUnknownOutcome(_)),
                    "a retry, or a second try by hand, would send it twice: {error:?}"
                );
            }
        }
    }
    // A read may be repeated whatever happened: its outcome is never unknown.
    let taken = read(&answer, [TOKEN, ""], Purpose::Repeatable, |object| {
        object.get("id").map(drop)
    });
    if let Err(error) = taken {
        check_failure(&error);
        check_redacted(&error);
        assert!(!matches!(error, CommandError::PermanentUnknownOutcome(_)));
    }
});
