//! What changes a message or a file that exists.

use serde_json::json;
use uip_testkit::{Connection, Server};

use super::{DIGITS, answering, call, json_answer};

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_canceled_already_is_canceled() {
    for (now, expected) in [("canceled", "success"), ("delivered", "failure")] {
        let service = answering(move |first| {
            if first.starts_with("POST ") {
                let error = json!({"code": 30409, "message": "Words", "status": 409});
                json_answer("409 Conflict", &error)
            } else {
                json_answer(
                    "200 OK",
                    &json!({"sid": format!("SM{DIGITS}"), "status": now}),
                )
            }
        })
        .await;
        let message = format!("messageId=SM{DIGITS}");
        let answer = call(&service.url(), "cancelMessage", &[&message]);
        assert_eq!(answer["status"], expected, "{now}: {answer}");
        assert_eq!(service.requests().len(), 2, "{now}");
        if now == "canceled" {
            assert_eq!(answer["messageStatus"], now);
        } else {
            assert_eq!(answer["failure"], "permanent-failure");
            assert_eq!(answer["code"], "30409");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_whose_message_cannot_be_read_is_in_doubt() {
    for status in ["429 Too Many Requests", "502 Bad Gateway"] {
        let service = answering(move |first| {
            if first.starts_with("POST ") {
                let error = json!({"code": 30409, "message": "Words", "status": 409});
                json_answer("409 Conflict", &error)
            } else {
                json_answer(status, &json!({"code": 20429, "message": "Words"}))
            }
        })
        .await;
        let message = format!("messageId=SM{DIGITS}");
        let answer = call(&service.url(), "cancelMessage", &[&message]);
        assert_eq!(answer["failure"], "temporary-failure", "{status}: {answer}");
        let error = answer["error"].as_str().unwrap();
        assert!(
            error.starts_with("The message may be canceled already, "),
            "{error}"
        );
        assert!(!error.contains("nothing was canceled"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_command_may_have_changed_is_said_when_its_answer_is_lost() {
    let service = Server::start(|mut connection: Connection| async move {
        connection.request().await;
    })
    .await;
    let message = format!("messageId=SM{DIGITS}");
    let media = format!("mediaId=MM{DIGITS}/ME{DIGITS}");
    for (command, fields, doubt) in [
        (
            "cancelMessage",
            vec![message.as_str()],
            "the message may have been canceled",
        ),
        (
            "markMessageRead",
            vec![&message, "typing=true"],
            "the message may have been marked",
        ),
        (
            "deleteMedia",
            vec![&media],
            "the file may have been deleted",
        ),
        ("getMessageStatus", vec![&message], "no message was sent"),
    ] {
        let answer = call(&service.url(), command, &fields);
        assert_eq!(
            answer["failure"], "temporary-failure",
            "{command}: {answer}"
        );
        let error = answer["error"].as_str().unwrap();
        assert!(error.contains(doubt), "{command}: {error}");
    }
}
