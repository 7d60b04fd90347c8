//! The notifications of the conformance lists, by way of HTTP: the same events,
//! and the statuses that the lists name.

use bytes::Bytes;
use http::{Method, Request};
use http_body_util::Full;

use crate::conformance::{Case, List};
use crate::guest::Guest;

#[tokio::test]
async fn notifications_of_whatsapps_list_are_answered_as_it_says() {
    answers_notifications("whatsapp").await;
}

#[tokio::test]
async fn notifications_of_twilios_list_are_answered_as_it_says() {
    answers_notifications("twilio").await;
}

async fn answers_notifications(folder: &str) {
    let list = List::read(folder);
    let mut run = 0;
    for case in Case::all(&list) {
        // A standard output that refuses with the case's reason is none.
        let Some(expected) = case.webhook_status.filter(|_| case.refuse_events.is_none()) else {
            continue;
        };
        let mut guest = Guest::new(&format!("{}-webhook-stdout.wasm", list.adapter));
        for (name, value) in case.texts() {
            guest = guest.with(&list.variable(name), value);
        }
        let (response, written) = guest.serve(request(&list, &case)).await;
        assert_eq!(
            response.status().as_u16(),
            expected,
            "{}: {}",
            case.name,
            written.stderr
        );
        if expected == 200 {
            let events: Vec<&str> = written.stdout.lines().collect();
            assert_eq!(events, case.events.unwrap_or_default(), "{}", case.name);
        }
        run += 1;
    }
    assert!(run > 50, "{run} cases");
}

/// A case's notification as the service delivers it.
fn request(list: &List, case: &Case) -> Request<Full<Bytes>> {
    let url = case.request["url"].as_str().or(case.property("webhookUrl"));
    let path = url.map_or("/", |url| {
        let url = url.split('#').next().unwrap_or_default();
        let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
        let server = after_scheme.find(['/', '?']).unwrap_or(after_scheme.len());
        &after_scheme[server..]
    });
    let body = case.request[&list.webhook.body].as_str().expect("text");
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(format!("http://bakery.example{path}"))
        .body(Full::new(Bytes::from(body.to_owned())))
        .expect("a request");
    if let Some(signature) = case.request["signature"].as_str() {
        let value = signature.parse().expect("a header");
        let name: http::HeaderName = list.webhook.signature.parse().expect("a header");
        request.headers_mut().append(name, value);
    }
    request
}
