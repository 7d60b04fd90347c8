//! Sending, reading, listing, changing and deleting messages.

use serde_json::json;
use uip_sandbox::{Limits, Sandbox};

use super::{ADA, Client, TO_ADA, sid, start, statuses};

#[tokio::test]
async fn a_text_reaches_the_customer_and_is_answered_as_queued() {
    let (sandbox, client) = start().await;
    let message = client.accepted(&[("Body", "Dear Ada, 12 € & more")]).await;
    let sid = sid(&message);
    let account = &sandbox.twilio().account_sid;
    let date = &message["date_created"];
    assert!(date.as_str().unwrap().ends_with(" +0000"), "{date}");
    assert_eq!(
        message,
        json!({
            "body": "Dear Ada, 12 € & more",
            "num_segments": "1",
            "direction": "outbound-api",
            "from": client.from,
            "date_updated": date,
            "price": null,
            "error_message": null,
            "uri": format!("/2010-04-01/Accounts/{account}/Messages/{sid}.json"),
            "account_sid": account,
            "num_media": "0",
            "to": TO_ADA,
            "date_created": date,
            "status": "queued",
            "sid": sid,
            "date_sent": null,
            "messaging_service_sid": null,
            "error_code": null,
            "price_unit": null,
            "api_version": "2010-04-01",
            "subresource_uris": {
                "media": format!("/2010-04-01/Accounts/{account}/Messages/{sid}/Media.json"),
            },
        })
    );
    let sends = sandbox.sends();
    assert_eq!(
        sends[0].form("Body").as_deref(),
        Some("Dear Ada, 12 € & more")
    );
    assert_eq!(sends[0].form("MediaUrl"), None);
    let received = sandbox.customer(ADA).received();
    assert_eq!(received[0].body, "Dear Ada, 12 € & more");
    assert_eq!(received[0].id, sid);
    assert_eq!(received[0].from, sandbox.twilio().number);
    assert_eq!(client.message(&sid).await["status"], "read");
}

#[tokio::test]
async fn a_messaging_service_accepts_first_and_chooses_the_sender() {
    let (sandbox, client) = start().await;
    let service = sandbox.twilio().messaging_service_sid.clone();
    let form = [
        ("MessagingServiceSid", service.as_str()),
        ("To", TO_ADA),
        ("Body", "Hello"),
    ];
    let (status, message) = client.create(&form).await;
    assert_eq!((status, &message["status"]), (201, &json!("accepted")));
    assert_eq!(message["from"], json!(null));
    assert_eq!(message["num_segments"], "0");
    assert_eq!(statuses(&sandbox), ["queued", "sent", "delivered", "read"]);
    let later = client.message(&sid(&message)).await;
    assert_eq!(later["from"], client.from);
    assert_eq!(later["messaging_service_sid"], service);
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_refused_with_its_code() {
    let (sandbox, client) = start().await;
    let from = client.from.clone();
    let long = "x".repeat(1601);
    let plain = "+15550100300";
    let service = sandbox.twilio().messaging_service_sid.clone();
    let number = sandbox.twilio().sandbox_number.clone();
    let sandbox_number = format!("whatsapp:+{number}");
    let cases: Vec<(Vec<(&str, &str)>, i64)> = vec![
        (vec![("From", &from), ("Body", "x")], 21_604),
        (vec![("To", TO_ADA), ("Body", "x")], 21_603),
        (vec![("From", plain), ("To", TO_ADA), ("Body", "x")], 21_910),
        (
            vec![("From", &from), ("To", "+16505551234"), ("Body", "x")],
            21_910,
        ),
        (
            vec![("From", plain), ("To", "+16505551234"), ("Body", "x")],
            21_606,
        ),
        (
            vec![
                ("From", "whatsapp:+15550100200"),
                ("To", TO_ADA),
                ("Body", "x"),
            ],
            63_007,
        ),
        (
            vec![("From", "whatsapp:5550"), ("To", TO_ADA), ("Body", "x")],
            21_212,
        ),
        (
            vec![
                ("From", &from),
                ("To", "whatsapp:16505551234"),
                ("Body", "x"),
            ],
            21_211,
        ),
        (
            vec![("From", &from), ("To", "whatsapp:+1 650"), ("Body", "x")],
            21_211,
        ),
        (vec![("From", &from), ("To", &from), ("Body", "x")], 63_031),
        (vec![("From", &from), ("To", TO_ADA)], 21_619),
        (vec![("From", &from), ("To", TO_ADA), ("body", "x")], 21_619),
        (
            vec![("From", &from), ("To", TO_ADA), ("Body", &long)],
            21_617,
        ),
        (
            vec![
                ("From", &from),
                ("To", TO_ADA),
                ("MediaUrl", "ftp://x.example/a.png"),
            ],
            21_620,
        ),
        (
            vec![
                ("From", &from),
                ("To", TO_ADA),
                ("Body", "x"),
                ("StatusCallback", "/here"),
            ],
            21_609,
        ),
        (
            vec![
                ("From", &from),
                ("To", TO_ADA),
                ("Body", "x"),
                ("ValidityPeriod", "0"),
            ],
            21_624,
        ),
        (
            vec![("From", &from), ("To", TO_ADA), ("ContentVariables", "{}")],
            21_654,
        ),
        (
            vec![("From", &from), ("To", TO_ADA), ("ContentSid", "HX1")],
            21_655,
        ),
        (
            vec![
                ("MessagingServiceSid", "MG1"),
                ("To", TO_ADA),
                ("Body", "x"),
            ],
            21_705,
        ),
        (
            vec![
                ("MessagingServiceSid", "MG99999999999999999999999999999999"),
                ("To", TO_ADA),
                ("Body", "x"),
            ],
            21_701,
        ),
        (
            vec![
                ("From", &sandbox_number),
                ("MessagingServiceSid", &service),
                ("To", TO_ADA),
                ("Body", "x"),
            ],
            21_711,
        ),
        (
            vec![
                ("From", &from),
                ("To", TO_ADA),
                ("Body", "x"),
                ("PersistentAction", "geo:100,0"),
            ],
            20_001,
        ),
        (
            vec![
                ("From", &from),
                ("To", TO_ADA),
                ("Body", "x"),
                ("SendAt", "2030-01-01T00:00:00Z"),
            ],
            20_001,
        ),
    ];
    for (form, code) in cases {
        let (status, error) = client.create(&form).await;
        assert_eq!(error["code"], code, "{form:?}: {error}");
        assert_eq!(error["status"], 400, "{form:?}");
        assert_eq!(status, 400, "{form:?}");
        let more = format!("https://www.twilio.com/docs/errors/{code}");
        assert_eq!(error["more_info"], more);
    }
    assert!(sandbox.customer(ADA).received().is_empty());
    assert!(sandbox.take_webhooks().is_empty());
}

#[tokio::test]
async fn a_user_id_is_an_address_unless_customers_have_none() {
    let (sandbox, client) = start().await;
    let ada = sandbox.customer(ADA);
    let id = format!("whatsapp:{}", ada.user_id().unwrap());
    let form = [
        ("From", client.from.as_str()),
        ("To", &id),
        ("Body", "Hello"),
    ];
    assert_eq!(client.create(&form).await.0, 201);
    assert_eq!(ada.received().len(), 1);
    ada.with_parent_user_id();

    let sandbox = Sandbox::builder().without_user_ids().start().await.unwrap();
    let client = Client::of(&sandbox);
    let to = "whatsapp:US.13491208655302741918";
    let form = [
        ("From", client.from.as_str()),
        ("To", to),
        ("Body", "Hello"),
    ];
    let (status, error) = client.create(&form).await;
    assert_eq!((status, &error["code"]), (400, &json!(21211)));
    assert_eq!(
        error["message"],
        "The 'To' number +13491208655302741918 is not a valid phone number."
    );
}

#[tokio::test]
async fn a_picture_has_a_caption_and_a_paper_has_none() {
    let (sandbox, client) = start().await;
    for (link, kind, body) in [
        ("https://bakery.example/loaf.png", "image", "Your loaf"),
        ("https://bakery.example/bill.pdf", "document", ""),
        ("https://bakery.example/song.ogg", "audio", ""),
    ] {
        let message = client
            .accepted(&[("MediaUrl", link), ("Body", "Your loaf")])
            .await;
        assert!(sid(&message).starts_with("MM"), "{message}");
        assert_eq!(message["num_media"], "1");
        let received = sandbox.customer(ADA).received();
        let last = received.last().unwrap();
        assert_eq!((last.kind.as_str(), last.body.as_str()), (kind, body));
        assert_eq!(last.content["link"], link);
    }
}

#[tokio::test]
async fn a_location_has_a_name_and_a_label() {
    let (sandbox, client) = start().await;
    client
        .accepted(&[
            ("Body", "Sandbox Bakery"),
            ("PersistentAction", "geo:45.5,9.25|1 Loopback Lane"),
        ])
        .await;
    let received = sandbox.customer(ADA).received();
    assert_eq!(received[0].kind, "location");
    assert_eq!(
        received[0].content,
        json!({"latitude": 45.5, "longitude": 9.25, "name": "Sandbox Bakery", "address": "1 Loopback Lane"})
    );
}

#[tokio::test]
async fn too_many_messages_in_a_second_are_refused_with_429() {
    let limits = Limits {
        messages_per_second: Some(1),
        messages_per_pair: None,
    };
    let sandbox = Sandbox::builder()
        .limits(limits)
        .frozen_at(1_779_894_483)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    client.text("one").await;
    let form = [
        ("From", client.from.as_str()),
        ("To", TO_ADA),
        ("Body", "two"),
    ];
    let (status, error) = client.create(&form).await;
    assert_eq!((status, &error["code"]), (429, &json!(20429)));
    assert_eq!(sandbox.customer(ADA).received().len(), 1);
}
