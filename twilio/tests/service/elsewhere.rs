//! Files and other hosts: where a request may go, and with what.

use serde_json::json;

use super::{DIGITS, TEXT, answering, call, json_answer, sent};

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_fetched_where_twilio_points_to_and_without_credentials() {
    let service = answering(|first| {
        if first.contains("/Media/ME") {
            let headers = "location: /cdn/file?sig=1\r\n".to_owned();
            return ("307 Temporary Redirect", headers, String::new());
        }
        (
            "200 OK",
            "content-type: image/jpeg\r\n".to_owned(),
            "JPEG".to_owned(),
        )
    })
    .await;
    let id = format!("mediaId=MM{DIGITS}/ME{DIGITS}");
    let file = call(&service.url(), "downloadMedia", &[&id]);
    assert_eq!(file["content"], "SlBFRw==", "{file}");
    assert_eq!(file["mimeType"], "image/jpeg");
    let requests = service.requests();
    assert_eq!(requests.len(), 2);
    let has_credentials = |at: usize| requests[at].head.to_lowercase().contains("authorization");
    assert!(has_credentials(0));
    assert!(!has_credentials(1), "{}", requests[1].head);
    let large = call(&service.url(), "downloadMedia", &[&id, "maxBytes=3"]);
    assert_eq!(large["code"], "media-too-large", "{large}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_leaves_for_another_host() {
    let elsewhere = answering(|_| sent()).await;
    let location = format!("location: {}/there\r\n", elsewhere.url());
    let service = answering(move |_| ("302 Found", location.clone(), String::new())).await;
    let media = format!("mediaId=MM{DIGITS}/ME{DIGITS}");
    let message = format!("messageId=SM{DIGITS}");
    for (command, fields) in [
        ("downloadMedia", vec![media.as_str()]),
        ("getMedia", vec![&media]),
        ("deleteMedia", vec![&media]),
        ("getMessageStatus", vec![&message]),
        ("listTemplates", vec![]),
        ("sendMessageText", TEXT.to_vec()),
    ] {
        let told = call(&service.url(), command, &fields);
        assert_eq!(told["failure"], "permanent-failure", "{command}: {told}");
    }
    assert_eq!(service.requests().len(), 6);
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_there_yet_may_be_fetched_again() {
    let service = answering(|_| {
        let error = json!({"code": 20404, "message": "was not found", "status": 404});
        json_answer("404 Not Found", &error)
    })
    .await;
    let id = format!("mediaId=MM{DIGITS}/ME{DIGITS}");
    let told = call(&service.url(), "downloadMedia", &[&id]);
    assert_eq!(told["failure"], "temporary-failure", "{told}");
    assert_eq!(told["retryAfterSeconds"], 2);
    assert_eq!(told["category"], "media");
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_end() {
    let service = answering(|_| {
        let headers = "location: /again\r\n".to_owned();
        ("302 Found", headers, String::new())
    })
    .await;
    let id = format!("mediaId=MM{DIGITS}/ME{DIGITS}");
    let told = call(&service.url(), "downloadMedia", &[&id]);
    assert_eq!(told["failure"], "permanent-failure", "{told}");
    assert_eq!(service.requests().len(), 4);
}
