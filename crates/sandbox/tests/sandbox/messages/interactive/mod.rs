//! The limits of interactive messages, just inside and just outside.

mod contents;

use serde_json::json;
use uip_sandbox::Sandbox;

use self::contents::{
    buttons, carousel, first_card, flow, interactive, link, list, one_row, products, reply_cards,
    rows, titled, with,
};
use crate::support::{Client, message};

const ADA: &str = "+16505551234";

#[tokio::test]
async fn what_is_just_within_metas_limits_is_accepted() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    let e = |count: usize| "è".repeat(count);
    let good = [
        buttons(&[(&e(256), &e(20))]),
        buttons(&[("1", "a"), ("2", "b"), ("3", "c")]),
        with(buttons(&[("1", "a")]), "body", json!({"text": e(1024)})),
        with(buttons(&[("1", "a")]), "footer", json!({"text": e(60)})),
        with(
            buttons(&[("1", "a")]),
            "header",
            json!({"type": "text", "text": e(60)}),
        ),
        one_row(json!({"id": e(200), "title": e(24), "description": e(72)})),
        list(json!([{"title": e(24), "rows": rows(10)}])),
        with(
            list(json!([{"rows": rows(1)}])),
            "body",
            json!({"text": e(4096)}),
        ),
        link(&e(20), "https://bakery.example/?a=b"),
        flow(json!({"flow_cta": e(30), "mode": "draft", "flow_action": "data_exchange"})),
        flow(
            json!({"flow_action": "navigate", "flow_action_payload": {"screen": "S", "data": {"image": {"id": "mine"}}}}),
        ),
        interactive("location_request_message", json!({"name": "send_location"})),
        interactive(
            "product",
            json!({"catalog_id": "c", "product_retailer_id": "p"}),
        ),
        interactive("catalog_message", json!({"name": "catalog_message"})),
        interactive(
            "address_message",
            json!({"name": "address_message", "parameters": {"country": "IN"}}),
        ),
        products(30),
        carousel(2, &e(160)),
        reply_cards(&[1, 1]),
        reply_cards(&[2, 2, 2]),
        carousel(10, "a\nb\nc"),
    ];
    for content in &good {
        client
            .accepted(&message(ADA, "interactive", content.clone()))
            .await;
    }
    let received = sandbox.customer(ADA).received();
    assert_eq!(received.len(), good.len());
    assert_eq!(received.last().unwrap().cards.len(), 10);
}

#[tokio::test]
async fn what_is_just_outside_metas_limits_is_refused_as_a_bad_value() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    let e = |count: usize| "è".repeat(count);
    let bad = [
        (buttons(&[(&e(257), "a")]), "Button id"),
        (
            buttons(&[("1", &e(21))]),
            "Button title length invalid. Min length: 1, Max length: 20",
        ),
        (
            buttons(&[("1", "a"), ("2", "b"), ("3", "c"), ("4", "d")]),
            "Invalid buttons count",
        ),
        (buttons(&[("1", "a"), ("1", "b")]), "Duplicated button id"),
        (
            buttons(&[("1", "a"), ("2", "a")]),
            "Duplicated button title",
        ),
        (
            with(buttons(&[("1", "a")]), "body", json!({"text": e(1025)})),
            "Body text",
        ),
        (
            with(buttons(&[("1", "a")]), "footer", json!({"text": e(61)})),
            "Footer text",
        ),
        (
            with(
                buttons(&[("1", "a")]),
                "header",
                json!({"type": "text", "text": e(61)}),
            ),
            "Header text",
        ),
        (one_row(json!({"id": e(201), "title": "t"})), "Row id"),
        (one_row(json!({"id": "1", "title": e(25)})), "Row title"),
        (
            one_row(json!({"id": "1", "title": "t", "description": e(73)})),
            "Row description",
        ),
        (
            list(json!([{"title": e(25), "rows": rows(1)}])),
            "Section title",
        ),
        (list(json!([{"rows": rows(11)}])), "Total row count"),
        (
            list(json!([{"title": "a", "rows": rows(6)}, {"title": "b", "rows": rows(5)}])),
            "Duplicated row id",
        ),
        (
            list(json!([{"rows": rows(1)}, {"rows": [{"id": "x", "title": "t"}]}])),
            "Section title is required",
        ),
        (
            with(
                list(json!([{"rows": rows(1)}])),
                "body",
                json!({"text": e(4097)}),
            ),
            "Body text",
        ),
        (link(&e(21), "https://bakery.example"), "Button title"),
        (link("Go", "bakery.example"), "valid URL"),
        (link("Go", "https://bakery example"), "valid URL"),
        (flow(json!({"flow_cta": e(31)})), "Button title"),
        (flow(json!({"flow_name": "both"})), "Only one of"),
        (
            flow(json!({"flow_action_payload": {"screen": "S", "data": {}}})),
            "non-empty object",
        ),
        (
            flow(json!({"flow_action": "data_exchange", "flow_action_payload": {"screen": "S"}})),
            "omitted",
        ),
        (products(31), "Invalid products count"),
        (
            titled(
                "product",
                json!({"catalog_id": "c", "product_retailer_id": "p"}),
            ),
            "header",
        ),
        (
            titled("catalog_message", json!({"name": "catalog_message"})),
            "header",
        ),
        (
            with(
                carousel(2, "a"),
                "header",
                json!({"type": "text", "text": "h"}),
            ),
            "header",
        ),
        (
            with(carousel(2, "a"), "footer", json!({"text": "f"})),
            "footer",
        ),
        (reply_cards(&[1, 2]), "must match across all cards"),
        (reply_cards(&[3, 3]), "Invalid buttons count"),
        (carousel(1, "a"), "Invalid cards count"),
        (carousel(11, "a"), "Invalid cards count"),
        (carousel(2, &e(161)), "Card body text"),
        (carousel(2, "a\nb\nc\nd"), "line breaks"),
    ];
    for (content, said) in bad {
        let (status, error) = client.refused(&message(ADA, "interactive", content)).await;
        assert_eq!(
            (status, &error["code"]),
            (400, &json!(131_009)),
            "{said}: {error}"
        );
        let details = error["error_data"]["details"].as_str().unwrap();
        assert!(details.contains(said), "{said}: {details}");
    }
    assert!(sandbox.customer(ADA).received().is_empty());
}

#[tokio::test]
async fn a_missing_or_strange_member_is_named() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    let bad = [
        (
            json!({"type": "button", "action": {"buttons": []}}),
            "interactive['body']",
        ),
        (
            interactive("button", json!({})),
            "interactive['action']['buttons']",
        ),
        (
            buttons(&[("", "a")]),
            "interactive['action']['buttons'][0]['reply']['id']",
        ),
        (
            interactive("list", json!({"sections": [{"rows": rows(1)}]})),
            "interactive['action']['button']",
        ),
        (list(json!([{"rows": []}])), "['sections'][0]['rows']"),
        (
            interactive("cta_url", json!({"name": "open"})),
            "interactive['action']['name']",
        ),
        (
            flow(json!({"flow_message_version": "2"})),
            "['flow_message_version']",
        ),
        (flow(json!({"mode": "secret"})), "['mode']"),
        (
            interactive("location_request_message", json!({"name": "x"})),
            "interactive['action']['name']",
        ),
        (
            interactive("product_list", json!({"catalog_id": "c"})),
            "interactive['header']",
        ),
        (
            with(
                list(json!([{"rows": rows(1)}])),
                "header",
                json!({"type": "image", "image": {"link": "https://a.example"}}),
            ),
            "interactive['header']['type']",
        ),
        (
            interactive("request_contact_info", json!({"name": "x"})),
            "interactive['action']['name']",
        ),
        (
            first_card(
                carousel(2, "a"),
                "header",
                json!({"type": "document", "document": {"link": "https://a.example"}}),
            ),
            "['cards'][0]['header']['type']",
        ),
        (
            first_card(carousel(2, "a"), "type", json!("flow")),
            "['cards'][0]['type']",
        ),
        (
            interactive("dance", json!({"name": "x"})),
            "interactive['type']",
        ),
    ];
    for (content, member) in bad {
        let (_, error) = client.refused(&message(ADA, "interactive", content)).await;
        assert_eq!(error["code"], 100, "{member}: {error}");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(member), "{member}: {message}");
    }
}

#[tokio::test]
async fn media_must_exist_wherever_it_stands_and_must_fit_to_arrive() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    let header = |id: &str| {
        with(
            buttons(&[("1", "a")]),
            "header",
            json!({"type": "image", "image": {"id": id}}),
        )
    };
    let (_, error) = client
        .refused(&message(ADA, "interactive", header("12345")))
        .await;
    assert_eq!(error["code"], 100);
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("interactive['header']['image']['id']")
    );

    let picture = sandbox.host_media("image/jpeg", "picture");
    client
        .accepted(&message(ADA, "interactive", header(&picture)))
        .await;
    let film = sandbox.host_media("video/mp4", "film");
    let song = sandbox.host_media("audio/mpeg", "song");
    let opus = sandbox.host_media("audio/opus", "song");
    let vorbis = sandbox.host_media("audio/ogg; codecs=vorbis", "song");
    sandbox.take_notifications();
    for (kind, content) in [
        ("image", json!({"id": film})),
        ("interactive", header(&film)),
        ("audio", json!({"id": song, "voice": true})),
        ("audio", json!({"id": opus})),
        ("audio", json!({"id": opus, "voice": true})),
        ("audio", json!({"id": vorbis})),
    ] {
        client.accepted(&message(ADA, kind, content)).await;
        let told = sandbox.take_notifications();
        assert_eq!(told.len(), 1);
        let status = &told[0].json()["entry"][0]["changes"][0]["value"]["statuses"][0];
        assert_eq!(status["status"], "failed");
        assert_eq!(status["errors"][0]["code"], 131_053);
    }
    assert_eq!(sandbox.customer(ADA).received().len(), 1);
}
