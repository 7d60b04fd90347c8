//! Contents: made, submitted, listed, sent.

use reqwest::Method;
use serde_json::{Value, json};
use uip_sandbox::{Review, Sandbox};

use super::{ADA, Body, Client, parameter, sid, start};

fn reminder(name: &str) -> Value {
    json!({
        "friendly_name": name,
        "language": "en",
        "variables": {"1": "Friday"},
        "types": {"twilio/text": {"body": "Do not forget {{1}}."}},
    })
}

async fn made(client: &Client, request: &Value) -> String {
    let (status, content) = client.post_json("/v1/Content", request).await;
    assert_eq!(status, 201, "{content}");
    sid(&content)
}

async fn submit(client: &Client, sid: &str, name: &str, category: &str) -> (u16, Value) {
    let path = format!("/v1/Content/{sid}/ApprovalRequests/whatsapp");
    let request = json!({"name": name, "category": category});
    client.post_json(&path, &request).await
}

async fn status(client: &Client, sid: &str) -> Value {
    let (_, answer) = client
        .get(&format!("/v1/Content/{sid}/ApprovalRequests"))
        .await;
    answer["whatsapp"].clone()
}

fn standard(sandbox: &Sandbox, name: &str, language: &str) -> String {
    let contents = sandbox.contents();
    let found = contents
        .iter()
        .find(|content| content["friendly_name"] == name && content["language"] == language);
    sid(found.unwrap())
}

#[tokio::test]
async fn a_content_is_made_read_changed_and_deleted() {
    let (sandbox, client) = start().await;
    let sid = made(&client, &reminder("reminder")).await;
    let path = format!("/v1/Content/{sid}");
    let (_, content) = client.get(&path).await;
    let url = format!("{}{path}", sandbox.base_url());
    assert_eq!(content["url"], url);
    assert_eq!(
        content["links"]["approval_fetch"],
        format!("{url}/ApprovalRequests")
    );
    assert_eq!(content["variables"], json!({"1": "Friday"}));
    assert!(content["date_created"].as_str().unwrap().ends_with('Z'));
    let change = json!({"friendly_name": "another"});
    let (status, changed) = client.ask(Method::PUT, &path, &Body::Json(&change)).await;
    assert_eq!(
        (status, &changed["friendly_name"]),
        (200, &json!("another"))
    );
    assert_eq!(client.ask(Method::DELETE, &path, &Body::None).await.0, 204);
    assert_eq!(client.get(&path).await.0, 404);
}

#[tokio::test]
async fn a_wrong_content_is_refused() {
    let (_sandbox, client) = start().await;
    for (request, code) in [
        (json!({"types": {"twilio/text": {"body": "x"}}}), 20_001),
        (json!({"language": "en"}), 20_001),
        (
            json!({"language": "en", "types": {"twilio/fax": {}}}),
            92_008,
        ),
        (json!([]), 20_001),
    ] {
        let (status, error) = client.post_json("/v1/Content", &request).await;
        assert_eq!((status, &error["code"]), (400, &json!(code)), "{request}");
    }
}

#[tokio::test]
async fn a_review_decides_about_a_submitted_content() {
    let (sandbox, client) = start().await;
    let sid = made(&client, &reminder("reminder")).await;
    assert_eq!(status(&client, &sid).await["status"], "unsubmitted");
    assert_eq!(submit(&client, &sid, "Reminder", "UTILITY").await.0, 400);
    assert_eq!(submit(&client, &sid, "reminder", "NEWS").await.0, 400);

    sandbox.review_next(Review::reject("INVALID_FORMAT"));
    let (code, answer) = submit(&client, &sid, "reminder", "UTILITY").await;
    assert_eq!((code, &answer["status"]), (201, &json!("received")));
    assert_eq!(
        status(&client, &sid).await,
        json!({
            "type": "whatsapp",
            "name": "reminder",
            "category": "UTILITY",
            "content_type": "twilio/text",
            "status": "rejected",
            "rejection_reason": "INVALID_FORMAT",
            "allow_category_change": true,
        })
    );
    let (code, error) = submit(&client, &sid, "reminder", "UTILITY").await;
    assert_eq!((code, &error["code"]), (400, &json!(92009)));
    let path = format!("/v1/Content/{sid}");
    let change = Body::Json(&json!({"language": "it"}));
    assert_eq!(client.ask(Method::PUT, &path, &change).await.0, 400);

    assert!(sandbox.review(&sid, &Review::approve().as_category("MARKETING")));
    let approved = status(&client, &sid).await;
    assert_eq!(
        (&approved["status"], &approved["category"]),
        (&json!("approved"), &json!("MARKETING"))
    );
    assert!(sandbox.change_template(&sid, "status", json!("PAUSED")));
    assert_eq!(status(&client, &sid).await["status"], "paused");
    assert!(sandbox.take_notifications().is_empty());

    let list = standard(&sandbox, "choose_a_loaf", "en");
    assert_eq!(submit(&client, &list, "loaves", "UTILITY").await.0, 400);
}

#[tokio::test]
async fn contents_are_listed_in_pages_with_their_approvals() {
    let (sandbox, client) = start().await;
    let all = sandbox.contents().len();
    let mut path = "/v1/ContentAndApprovals?PageSize=4".to_owned();
    let mut found = Vec::new();
    loop {
        let (status, page) = client.get(&path).await;
        assert_eq!((status, &page["meta"]["key"]), (200, &json!("contents")));
        found.extend(page["contents"].as_array().unwrap().iter().cloned());
        match page["meta"]["next_page_url"].as_str() {
            Some(next) => next.clone_into(&mut path),
            None => break,
        }
    }
    assert_eq!(found, sandbox.contents());
    assert_eq!(found.len(), all);
    let (_, plain) = client.get("/v1/Content").await;
    assert_eq!(plain["contents"][0].get("approval_requests"), None);
    let (_, old) = client.get("/v1/LegacyContent").await;
    assert_eq!(old["contents"], json!([]));
}

#[tokio::test]
async fn the_second_version_finds_contents_by_name_language_type_and_approval() {
    let (_sandbox, client) = start().await;
    for (query, names) in [
        (
            "ContentName=%5Eorder_ready&Language=it",
            vec!["order_ready it"],
        ),
        (
            "ContentName=%5Eorder_r",
            vec!["order_ready en", "order_ready it"],
        ),
        ("ContentType=twilio/list-picker", vec!["choose_a_loaf en"]),
        ("ChannelEligibility=whatsapp:paused", vec!["oven_broken en"]),
        ("Content=verifica&Language=en", vec![]),
        (
            "Content=oven%20is&Language=en&Language=it",
            vec!["oven_broken en"],
        ),
        ("DateCreatedBefore=2000-01-01", vec![]),
        (
            "ChannelEligibility=whatsapp:unsubmitted&ChannelEligibility=whatsapp:paused&SortByContentName=desc",
            vec!["oven_broken en", "choose_a_loaf en"],
        ),
    ] {
        let (status, page) = client
            .get(&format!("/v2/ContentAndApprovals?{query}"))
            .await;
        assert_eq!(status, 200, "{page}");
        let contents = page["contents"].as_array().unwrap();
        let found: Vec<String> = contents
            .iter()
            .map(|content| {
                let text = |key: &str| content[key].as_str().unwrap().to_owned();
                format!("{} {}", text("friendly_name"), text("language"))
            })
            .collect();
        assert_eq!(found, names, "{query}");
    }
    let (status, error) = client.get("/v2/Content?ContentName=(").await;
    assert_eq!((status, &error["code"]), (400, &json!(20001)));
}

#[tokio::test]
async fn an_approved_content_opens_a_conversation_and_samples_fill_what_is_missing() {
    let (sandbox, client) = start().await;
    sandbox.customer(ADA).never_wrote();
    let ready = standard(&sandbox, "order_ready", "en");
    let message = client
        .accepted(&[
            ("ContentSid", &ready),
            ("ContentVariables", r#"{"1":"Grace"}"#),
        ])
        .await;
    let text = "Dear Grace, your order B-17 is ready. It costs 12 EUR and waits for you.";
    assert_eq!(message["body"], text);
    assert!(sid(&message).starts_with("MM"));
    let received = sandbox.customer(ADA).received();
    assert_eq!(
        (received[0].kind.as_str(), received[0].body.as_str()),
        ("template", text)
    );
    assert_eq!(received[0].content["content_sid"], ready);
    let webhooks = sandbox.take_webhooks();
    assert_eq!(parameter(&webhooks[0], "StructuredMessage"), "true");

    let named = standard(&sandbox, "table_booked", "en");
    client
        .accepted(&[
            ("ContentSid", &named),
            ("ContentVariables", r#"{"guest_name":"Grace"}"#),
        ])
        .await;
    let body = &sandbox.customer(ADA).received()[1].body;
    assert_eq!(
        body,
        "A table for four is yours on Friday, Grace. We look forward to it."
    );
}

#[tokio::test]
async fn values_that_are_no_texts_are_refused_and_forbidden_ones_fail_later() {
    let (sandbox, client) = start().await;
    let ready = standard(&sandbox, "order_ready", "en");
    let from = client.from.clone();
    for values in [r#"{"1":""}"#, r#"{"1":null}"#, r#"{"1":2}"#, "Ada"] {
        let form = [
            ("From", from.as_str()),
            ("To", super::TO_ADA),
            ("ContentSid", &ready),
            ("ContentVariables", values),
        ];
        let (status, error) = client.create(&form).await;
        assert_eq!((status, &error["code"]), (400, &json!(21656)), "{values}");
    }
    client
        .accepted(&[
            ("ContentSid", &ready),
            ("ContentVariables", r#"{"1":"a\nb"}"#),
        ])
        .await;
    assert_eq!(parameter(&sandbox.take_webhooks()[0], "ErrorCode"), "63013");
}

#[tokio::test]
async fn what_becomes_of_a_content_depends_on_its_approval_and_the_window() {
    let (sandbox, client) = start().await;
    let ada = sandbox.customer(ADA);
    let paused = standard(&sandbox, "oven_broken", "en");
    let list = standard(&sandbox, "choose_a_loaf", "en");
    let marketing = standard(&sandbox, "bread_of_the_week", "en");
    let error = async |content: &str| {
        client.accepted(&[("ContentSid", content)]).await;
        let webhooks = sandbox.take_webhooks();
        webhooks[0].parameter("ErrorCode").map(str::to_owned)
    };
    assert_eq!(error(&paused).await, None);
    assert_eq!(error(&list).await, None);
    ada.opted_out();
    assert_eq!(error(&marketing).await.as_deref(), Some("63050"));
    ada.reachable().never_wrote();
    assert_eq!(error(&paused).await.as_deref(), Some("63041"));
    assert_eq!(error(&list).await.as_deref(), Some("63016"));
    assert_eq!(error(&marketing).await, None);
}

#[tokio::test]
async fn every_type_has_its_looks() {
    let (sandbox, client) = start().await;
    let send = async |types: Value| {
        let request = json!({"language": "en", "variables": {"1": "x"}, "types": types});
        let content = made(&client, &request).await;
        client.accepted(&[("ContentSid", &content)]).await;
        sandbox.customer(ADA).received().pop().unwrap()
    };
    let link = send(json!({"twilio/call-to-action": {
        "body": "Look",
        "actions": [
            {"type": "URL", "title": "See", "url": "https://bakery.example/{{1}}"},
            {"type": "PHONE_NUMBER", "title": "Call", "phone": "+15550100300"},
        ],
    }}))
    .await;
    assert_eq!((link.kind.as_str(), link.buttons.len()), ("interactive", 2));
    assert_eq!(link.choices[0].id, "https://bakery.example/x");
    let picture = send(json!({"twilio/media": {
        "body": "Loaf", "media": ["https://bakery.example/{{1}}.png"],
    }}))
    .await;
    assert_eq!(
        (picture.kind.as_str(), picture.body.as_str()),
        ("image", "Loaf")
    );
    assert_eq!(
        picture.header.as_deref(),
        Some("https://bakery.example/x.png")
    );
    let place =
        send(json!({"twilio/location": {"latitude": 1.5, "longitude": 2.5, "label": "Bakery"}}))
            .await;
    assert_eq!(
        (place.kind.as_str(), place.header.as_deref()),
        ("location", Some("Bakery"))
    );
    let card = send(json!({"whatsapp/card": {
        "body": "Body", "header_text": "Header", "footer": "Footer",
        "actions": [{"type": "QUICK_REPLY", "title": "Yes", "id": "y"}],
    }}))
    .await;
    assert_eq!(
        (card.header.as_deref(), card.footer.as_deref()),
        (Some("Header"), Some("Footer"))
    );

    let code = standard(&sandbox, "login_code", "en");
    client
        .accepted(&[
            ("ContentSid", &code),
            ("ContentVariables", r#"{"1":"424242"}"#),
        ])
        .await;
    let code = sandbox.customer(ADA).received().pop().unwrap();
    assert_eq!(
        (code.body.as_str(), code.choices[0].id.as_str()),
        ("424242 is your verification code.", "424242")
    );
}

#[tokio::test]
async fn a_carousel_needs_approval_and_then_has_cards() {
    let (sandbox, client) = start().await;
    let card = |id: &str| {
        json!({
            "title": id,
            "body": "A loaf",
            "media": format!("https://bakery.example/{id}.jpg"),
            "actions": [{"type": "QUICK_REPLY", "title": "Take", "id": id}],
        })
    };
    let request = json!({
        "language": "en",
        "types": {"twilio/carousel": {"body": "Loaves", "cards": [card("rye"), card("wheat")]}},
    });
    let content = made(&client, &request).await;
    client.accepted(&[("ContentSid", &content)]).await;
    assert_eq!(parameter(&sandbox.take_webhooks()[0], "ErrorCode"), "63016");
    submit(&client, &content, "loaves", "MARKETING").await;
    let sent = client.accepted(&[("ContentSid", &content)]).await;
    let received = sandbox.customer(ADA).received();
    assert_eq!(received[0].cards.len(), 2);
    assert_eq!(
        received[0].cards[0].header.as_deref(),
        Some("https://bakery.example/rye.jpg")
    );
    sandbox.take_webhooks();
    sandbox.customer(ADA).taps(&sid(&sent), "wheat").unwrap();
    assert_eq!(
        parameter(&sandbox.take_webhooks()[0], "ButtonPayload"),
        "wheat"
    );
}
