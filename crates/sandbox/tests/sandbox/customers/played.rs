//! The person who plays the customer over HTTP: taps, choices, forms, media.

use http::Method;
use serde_json::{Value, json};
use uip_sandbox::Sandbox;

use crate::controls::{control, get, post};
use crate::support::{Client, message, updates};

const ADA: &str = "16505551234";

async fn ask(sandbox: &Sandbox, kind: &str, action: Value) -> String {
    let content = json!({"type": kind, "body": {"text": "Well?"}, "action": action});
    Client::of(sandbox)
        .accepted(&message("+16505551234", "interactive", content))
        .await
}

#[tokio::test]
async fn a_tap_a_choice_and_a_form_are_played_over_http() {
    let sandbox = Sandbox::builder()
        .auto_status(uip_sandbox::AutoStatus::Off)
        .start()
        .await
        .unwrap();
    let reply = json!({"type": "reply", "reply": {"id": "yes", "title": "Yes"}});
    let asked = ask(&sandbox, "button", json!({"buttons": [reply]})).await;
    let rows = json!([{"rows": [{"id": "rye", "title": "Rye"}]}]);
    let listed = ask(
        &sandbox,
        "list",
        json!({"button": "Choose", "sections": rows}),
    )
    .await;
    let form = json!({"flow_message_version": "3", "flow_id": "1", "flow_cta": "Order"});
    let opened = ask(
        &sandbox,
        "flow",
        json!({"name": "flow", "parameters": form}),
    )
    .await;
    let shown = get(&sandbox, &format!("/customers/{ADA}")).await;
    assert_eq!(
        shown["received"][0]["choices"][0],
        json!({"kind": "reply", "id": "yes", "title": "Yes"})
    );

    let steps = [
        ("tap", json!({"messageId": asked, "button": "yes"})),
        ("choose", json!({"messageId": listed, "row": "rye"})),
        (
            "submit",
            json!({"messageId": opened, "answers": {"bread": "rye"}}),
        ),
        (
            "media",
            json!({"type": "image", "mimeType": "image/png", "content": "YSBsb2Fm", "caption": "c", "messageId": asked}),
        ),
        (
            "location",
            json!({"latitude": 1.5, "longitude": 2, "name": "Shop"}),
        ),
        (
            "contacts",
            json!({"contacts": [{"name": {"formatted_name": "Bo"}}]}),
        ),
    ];
    for (what, body) in steps {
        let (status, answer) = post(&sandbox, &format!("/customers/{ADA}/{what}"), body).await;
        assert_eq!(status, 201, "{what}: {answer}");
    }
    let told: Vec<Value> = sandbox
        .take_notifications()
        .iter()
        .flat_map(|one| updates(&one.json()))
        .collect();
    let kinds: Vec<&str> = told
        .iter()
        .map(|one| one["type"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "interactive",
            "interactive",
            "interactive",
            "image",
            "location",
            "contacts"
        ]
    );

    let media = get(&sandbox, "/media").await;
    assert_eq!(
        (&media[0]["bytes"], &media[0]["fromCustomer"]),
        (&json!(6), &json!(true))
    );
    let id = media[0]["id"].as_str().unwrap();
    let content = reqwest::get(format!("{}/sandbox/media/{id}", sandbox.base_url()))
        .await
        .unwrap();
    assert_eq!(content.headers()["content-type"], "image/png");
    assert_eq!(content.bytes().await.unwrap(), "a loaf");
}

#[tokio::test]
async fn what_cannot_be_answered_is_told_in_one_line() {
    let sandbox = Sandbox::start().await.unwrap();
    let reply = json!({"type": "reply", "reply": {"id": "yes", "title": "Yes"}});
    let asked = ask(&sandbox, "button", json!({"buttons": [reply]})).await;
    let cases = [
        (
            "tap",
            json!({"messageId": asked, "button": "no"}),
            409,
            "has no button no; it has yes",
        ),
        (
            "tap",
            json!({"messageId": "wamid.x", "button": "yes"}),
            409,
            "no message wamid.x",
        ),
        (
            "choose",
            json!({"messageId": asked, "row": "yes"}),
            409,
            "has no row yes",
        ),
        (
            "submit",
            json!({"messageId": asked, "answers": {}}),
            409,
            "has no form",
        ),
        (
            "media",
            json!({"type": "gif", "mimeType": "a/b", "content": ""}),
            400,
            "gif is not",
        ),
        (
            "media",
            json!({"type": "image", "mimeType": "a/b", "content": "%"}),
            400,
            "not base64",
        ),
    ];
    for (what, body, status, said) in cases {
        let (found, answer) = post(&sandbox, &format!("/customers/{ADA}/{what}"), body).await;
        assert_eq!(found, status, "{what}");
        let error = answer["error"].as_str().unwrap();
        assert!(error.contains(said) && !error.contains('\n'), "{error}");
    }
    assert_eq!(
        control(&sandbox, Method::GET, "/media/1", Value::Null)
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn a_link_to_the_chat_is_followed_over_http() {
    let sandbox = Sandbox::start().await.unwrap();
    let follow = |link: String| {
        let sandbox = &sandbox;
        async move {
            let path = format!("/customers/{ADA}/follow");
            post(sandbox, &path, json!({"link": link})).await
        }
    };
    let own = sandbox.display_phone_number();
    for link in [
        format!("https://wa.me/{own}?text=Rye%20%26%20wheat"),
        format!("whatsapp://send?phone={own}&text=Rye%20%26%20wheat"),
    ] {
        let (status, answer) = follow(link).await;
        assert_eq!(status, 201, "{answer}");
        let told = sandbox.take_notifications();
        let told = updates(&told[0].json());
        assert_eq!(
            (&told[0]["id"], &told[0]["text"]["body"]),
            (&answer["id"], &json!("Rye & wheat"))
        );
    }
    for (link, said) in [
        (format!("https://wa.me/{own}"), "empty input field"),
        ("https://wa.me/39333?text=x".to_owned(), "39333"),
        ("https://bakery.example".to_owned(), "no link to a chat"),
    ] {
        let (status, answer) = follow(link).await;
        let error = answer["error"].as_str().unwrap();
        assert_eq!(status, 409, "{error}");
        assert!(error.contains(said) && !error.contains('\n'), "{error}");
    }
    assert!(sandbox.take_notifications().is_empty());
}

#[tokio::test]
async fn what_becomes_of_a_message_is_played_over_http() {
    let sandbox = Sandbox::builder()
        .auto_status(uip_sandbox::AutoStatus::Off)
        .start()
        .await
        .unwrap();
    let voice = json!({"link": "https://bakery.example/hello.ogg", "voice": true});
    let sent = Client::of(&sandbox)
        .accepted(&message("+16505551234", "audio", voice))
        .await;
    for status in ["delivered", "read", "played"] {
        let body = json!({"messageId": sent, "status": status});
        let path = format!("/customers/{ADA}/status");
        assert_eq!(post(&sandbox, &path, body).await.0, 204);
        let told = sandbox.take_notifications();
        let told = updates(&told[0].json());
        assert_eq!(
            (&told[0]["id"], &told[0]["status"]),
            (&json!(sent), &json!(status))
        );
    }
}

#[tokio::test]
async fn the_business_is_changed_over_http() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    let read = |path: String| {
        let client = &client;
        async move {
            client
                .get(&path)
                .await
                .unwrap()
                .json::<Value>()
                .await
                .unwrap()
        }
    };
    let change = json!({"quality_rating": "RED"});
    assert_eq!(
        control(&sandbox, Method::PATCH, "/number", change).await.0,
        200
    );
    assert_eq!(
        read(sandbox.phone_number_id().to_owned()).await["quality_rating"],
        "RED"
    );
    assert_eq!(get(&sandbox, "/number").await["status"], "CONNECTED");
    assert_eq!(get(&sandbox, "/profile").await["vertical"], "RETAIL");

    assert_eq!(
        post(&sandbox, "/subscription", json!({"subscribed": false}))
            .await
            .0,
        204
    );
    let apps = read(format!("{}/subscribed_apps", sandbox.business_account_id())).await;
    assert_eq!(apps, json!({"data": []}));

    let id = sandbox.host_media("image/png", "a loaf");
    assert_eq!(
        post(&sandbox, "/media/stale-links", json!({"count": 1}))
            .await
            .0,
        204
    );
    let url = read(id.clone()).await["url"].take();
    let answer = reqwest::Client::new()
        .get(url.as_str().unwrap())
        .bearer_auth(sandbox.token())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 404);
    assert_eq!(
        post(&sandbox, &format!("/media/{id}/spoil"), Value::Null)
            .await
            .0,
        204
    );
    assert_ne!(sandbox.media()[0].bytes(), b"a loaf");

    let fault = json!({"fault": "truncated-body", "on": "download"});
    let (status, waiting) = post(&sandbox, "/faults", fault.clone()).await;
    assert_eq!((status, &waiting), (201, &json!([fault])));
    let nonsense = json!({"fault": "truncated-body", "on": "sunday"});
    assert_eq!(post(&sandbox, "/faults", nonsense).await.0, 400);
}
