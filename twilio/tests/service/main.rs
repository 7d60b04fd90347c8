//! The built component in the real host, `uip`, against a fake Twilio on loopback.

#![allow(
    clippy::unwrap_used,
    reason = "what a test needs and cannot have fails the test"
)]

mod elsewhere;
mod existing;

use std::path::Path;
use std::sync::OnceLock;

use base64::Engine as _;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha1::Sha1;
use uip_testkit::{BuiltAdapter, Connection, Server};

const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
const TOKEN: &str = "a1b2c3d4e5f60718293a4b5c6d7e8f90";
const DIGITS: &str = "0123456789abcdef0123456789abcdef";

/// The adapter, set up with the account above.
fn adapter() -> &'static BuiltAdapter {
    static ADAPTER: OnceLock<BuiltAdapter> = OnceLock::new();
    ADAPTER.get_or_init(|| {
        let account = format!("accountSid={ACCOUNT}");
        let token = format!("authToken={TOKEN}");
        let properties = [&account, &token, "from=whatsapp:+12025550100"];
        BuiltAdapter::of(Path::new(env!("CARGO_MANIFEST_DIR")), &properties)
    })
}

/// Calls a command of an instance that talks to the fake.
fn call(service: &str, command: &str, fields: &[&str]) -> Value {
    adapter().call(service, command, fields)
}

/// An answer: status line, further headers and body.
type Answer = (&'static str, String, String);

fn json_answer(status: &'static str, body: &Value) -> Answer {
    (status, String::new(), body.to_string())
}

/// Answers each request by its first line.
async fn answering(answer: impl Fn(&str) -> Answer + Clone + Send + Sync + 'static) -> Server {
    Server::start(move |mut connection: Connection| {
        let answer = answer.clone();
        async move {
            while let Some(request) = connection.request().await {
                let first = request.head.lines().next().unwrap_or_default();
                let (status, headers, body) = answer(first);
                let length = body.len();
                let head =
                    format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n");
                connection.write(head + &body).await;
            }
        }
    })
    .await
}

const TEXT: [&str; 2] = ["phoneNumber=+39 333 1234567", "message=Ciao & 1+1"];

fn sent() -> Answer {
    let body = json!({"sid": format!("SM{DIGITS}"), "status": "queued",
                      "to": "whatsapp:+393331234567", "error_code": null});
    json_answer("201 Created", &body)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_one_form_with_basic_authorization() {
    let service = answering(|_| sent()).await;
    let answer = call(&service.url(), "sendMessageText", &TEXT);
    assert_eq!(answer["status"], "success", "{answer}");
    assert_eq!(answer["messageId"], format!("SM{DIGITS}"));
    let carrier: Value = serde_json::from_str(answer["carrierAnswer"].as_str().unwrap()).unwrap();
    assert_eq!(carrier["to"], "whatsapp:+393331234567");
    let [request] = &service.requests()[..] else {
        panic!("one request, and not {:?}", service.requests());
    };
    let path = format!("POST /2010-04-01/Accounts/{ACCOUNT}/Messages.json HTTP/1.1\r\n");
    assert!(request.head.starts_with(&path), "{}", request.head);
    let credentials =
        base64::engine::general_purpose::STANDARD.encode(format!("{ACCOUNT}:{TOKEN}"));
    let head = request.head.to_lowercase();
    assert!(
        head.contains("content-type: application/x-www-form-urlencoded"),
        "{head}"
    );
    assert!(
        request.head.contains(&format!("Basic {credentials}")),
        "{}",
        request.head
    );
    assert_eq!(
        String::from_utf8_lossy(&request.body),
        "To=whatsapp%3A%2B393331234567&From=whatsapp%3A%2B12025550100&Body=Ciao+%26+1%2B1"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_sent_once_whatever_comes_back() {
    let error = |status: &'static str, code: u32| {
        json_answer(
            status,
            &json!({"code": code, "message": "Words", "status": 400}),
        )
    };
    let elsewhere = "location: http://127.0.0.1:9/there\r\n".to_owned();
    let rows = [
        (
            error("500 Internal Server Error", 20500),
            "permanent-unknown-outcome",
        ),
        (
            error("503 Service Unavailable", 20503),
            "permanent-unknown-outcome",
        ),
        (
            json_answer("201 Created", &json!({})),
            "permanent-unknown-outcome",
        ),
        (error("429 Too Many Requests", 20429), "temporary-failure"),
        (error("401 Unauthorized", 20003), "permanent-failure"),
        (error("400 Bad Request", 63007), "permanent-failure"),
        (
            ("307 Temporary Redirect", elsewhere, String::new()),
            "permanent-failure",
        ),
    ];
    for (answer, failure) in rows {
        let status = answer.0;
        let service = answering(move |_| answer.clone()).await;
        let told = call(&service.url(), "sendMessageText", &TEXT);
        assert_eq!(told["failure"], failure, "{status}: {told}");
        assert_eq!(service.requests().len(), 1, "{status}");
    }
    let cut = Server::start(|mut connection: Connection| async move {
        connection.request().await;
    })
    .await;
    let lost = call(&cut.url(), "sendMessageText", &TEXT);
    assert_eq!(lost["failure"], "permanent-unknown-outcome", "{lost}");
    let url = cut.url();
    drop(cut);
    let refused = call(&url, "sendMessageText", &TEXT);
    assert_eq!(refused["failure"], "temporary-failure", "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_make_their_template_once() {
    let fields = [
        "phoneNumber=+39 333 1234567",
        "body=Does 19:30 suit you?",
        r#"buttons=[{"id":"keep","title":"Yes"}]"#,
    ];
    let made = json!({"sid": format!("HX{DIGITS}"), "friendly_name": "uip_quick_reply_1_v1",
        "variables": {"1": "a", "2": "b", "3": "c"}, "types": {"twilio/quick-reply": {}}});
    for (known, count) in [(json!([]), 3), (json!([made]), 2)] {
        let made = made.clone();
        let service = answering(move |first| {
            if first.starts_with("GET /v2/Content?") {
                return json_answer("200 OK", &json!({"contents": known, "meta": {}}));
            }
            if first.starts_with("POST /v1/Content ") {
                return json_answer("201 Created", &made);
            }
            sent()
        })
        .await;
        let answer = call(&service.url(), "sendMessageButtons", &fields);
        assert_eq!(answer["status"], "success", "{answer}");
        let requests = service.requests();
        assert_eq!(requests.len(), count);
        let message = String::from_utf8_lossy(&requests[count - 1].body).into_owned();
        assert!(
            message.contains(&format!("&ContentSid=HX{DIGITS}&ContentVariables=")),
            "{message}"
        );
        // A customer's words are in the message alone.
        for request in &requests[..count - 1] {
            assert!(!String::from_utf8_lossy(&request.body).contains("19:30"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_is_looked_for_on_every_page() {
    let service = answering(|first| {
        let content = |name: &str| {
            json!({"sid": format!("HX{DIGITS}"), "friendly_name": name, "language": "en",
                "variables": {"1": "Joe"}, "types": {"twilio/text": {"body": "Hi {{1}}"}},
                "approval_requests": {"name": name, "status": "approved"}})
        };
        let page = |name: &str, next: Value| {
            json!({"contents": [content(name)], "meta": {"next_page_url": next}})
        };
        if first.contains("PageToken=2") {
            return json_answer("200 OK", &page("order", Value::Null));
        }
        if first.starts_with("GET /v2/ContentAndApprovals?") {
            let next = "https://evil.example/v2/ContentAndApprovals?PageToken=2";
            return json_answer("200 OK", &page("other", json!(next)));
        }
        sent()
    })
    .await;
    let fields = [
        "phoneNumber=+39 333 1234567",
        "templateName=order",
        "languageCode=en",
        r#"bodyParameters=[{"text":"Ada"}]"#,
    ];
    let answer = call(&service.url(), "sendMessageTextTemplate", &fields);
    assert_eq!(answer["status"], "success", "{answer}");
    let requests = service.requests();
    assert_eq!(requests.len(), 3);
    let body = String::from_utf8_lossy(&requests[2].body).into_owned();
    assert!(
        body.ends_with("&ContentVariables=%7B%221%22%3A%22Ada%22%7D"),
        "{body}"
    );

    let missing = [
        "phoneNumber=+39 333 1234567",
        "templateName=bread",
        "languageCode=en",
    ];
    let told = call(&service.url(), "sendMessageTextTemplate", &missing);
    assert_eq!(told["code"], "template-not-found", "{told}");
    let sample = [
        "phoneNumber=+39 333 1234567",
        "templateName=order",
        "languageCode=en",
    ];
    let told = call(&service.url(), "sendMessageTextTemplate", &sample);
    assert_eq!(told["code"], "missing-template-parameter", "{told}");
    let messages = service.requests();
    let messages = messages.iter().filter(|it| it.head.starts_with("POST"));
    assert_eq!(messages.count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_commands_of_one_request_have_their_path() {
    let service = answering(|first| {
        let answer = |body: Value| json_answer("200 OK", &body);
        match first {
            _ if first.starts_with("DELETE") => ("204 No Content", String::new(), String::new()),
            _ if first.contains("Typing") => answer(json!({"success": true})),
            _ if first.contains("/Media/") => answer(json!({"sid": "ME1", "content_type": "a/b"})),
            _ if first.contains("/Senders") => answer(json!({"senders": [], "meta": {}})),
            _ if first.contains("PageSize=1 ") => answer(json!({"messages": []})),
            _ => answer(json!({"sid": "SM1", "status": "canceled"})),
        }
    })
    .await;
    let message = format!("messageId=SM{DIGITS}");
    let media = format!("mediaId=MM{DIGITS}/ME{DIGITS}");
    let account = format!("/2010-04-01/Accounts/{ACCOUNT}/");
    for (command, fields, line, body) in [
        (
            "markMessageRead",
            vec![message.as_str(), "typing=true"],
            "POST /v3/Indicators/Typing.json".to_owned(),
            format!(r#"{{"channel":"WHATSAPP","messageId":"SM{DIGITS}"}}"#),
        ),
        (
            "getMessageStatus",
            vec![&message],
            format!("GET {account}Messages/SM{DIGITS}.json"),
            String::new(),
        ),
        (
            "cancelMessage",
            vec![&message],
            format!("POST {account}Messages/SM{DIGITS}.json"),
            "Status=canceled".to_owned(),
        ),
        (
            "getMedia",
            vec![&media],
            format!("GET {account}Messages/MM{DIGITS}/Media/ME{DIGITS}.json"),
            String::new(),
        ),
        (
            "deleteMedia",
            vec![&media],
            format!("DELETE {account}Messages/MM{DIGITS}/Media/ME{DIGITS}.json"),
            String::new(),
        ),
    ] {
        let before = service.requests().len();
        let answer = call(&service.url(), command, &fields);
        assert_eq!(answer["status"], "success", "{command}: {answer}");
        let requests = service.requests();
        assert_eq!(requests.len(), before + 1, "{command}");
        let request = requests.last().unwrap();
        assert!(
            request.head.starts_with(&format!("{line} HTTP/1.1")),
            "{}",
            request.head
        );
        assert_eq!(String::from_utf8_lossy(&request.body), body);
    }
    let told = call(&service.url(), "testConnection", &[]);
    assert_eq!(told["code"], "sender-not-found", "{told}");
}

#[test]
fn a_signed_notification_becomes_one_event() {
    let body = format!(
        "MessageSid=SM{DIGITS}&SmsStatus=received&NumMedia=0&Body=Ciao&AccountSid={ACCOUNT}&\
         From=whatsapp%3A%2B393331234567&To=whatsapp%3A%2B12025550100"
    );
    let url = "https://hooks.example.com/in?t=1";
    let signed = format!(
        "{url}AccountSid{ACCOUNT}BodyCiaoFromwhatsapp:+393331234567MessageSidSM{DIGITS}NumMedia0\
         SmsStatusreceivedTowhatsapp:+12025550100"
    );
    let mut hmac = Hmac::<Sha1>::new_from_slice(TOKEN.as_bytes()).unwrap();
    hmac.update(signed.as_bytes());
    let right = base64::engine::general_purpose::STANDARD.encode(hmac.finalize().into_bytes());
    let process = |signature: &str| {
        adapter().uip(&[
            "call",
            "processWebhook",
            "--events",
            "-",
            "--set",
            &format!("notification={body}"),
            "--set",
            &format!("signature={signature}"),
            "--set",
            &format!("url={url}"),
            "--set",
            r#"callbackParameters={"appId":"APP01"}"#,
        ])
    };
    let [event, response] = &process(&right)[..] else {
        panic!("an event and a response");
    };
    assert_eq!(event["event"], "customer_message");
    assert_eq!(event["eventId"], format!("SM{DIGITS}"));
    let properties = &event["properties"];
    assert_eq!(properties["messages"][0]["text"]["body"], "Ciao");
    assert_eq!(properties["twilio"]["appId"], "APP01");
    assert_eq!(properties["entry"]["id"], ACCOUNT);
    assert_eq!(response["customerMessages"], 1);

    let [response] = &process("AAAAAAAAAAAAAAAAAAAAAAAAAAA=")[..] else {
        panic!("no event, and a response");
    };
    assert_eq!(response["code"], "invalid-signature");
}
