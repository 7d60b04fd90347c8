//! Every message type but text, reaction and template.

use crate::support::{Client, message};
use serde_json::{Value, json};
use uip_sandbox::Sandbox;

const ADA: &str = "+16505551234";

fn buttons(count: usize) -> Value {
    (0..count)
        .map(|number| json!({"type": "reply", "reply": {"id": number.to_string(), "title": format!("Loaf {number}")}}))
        .collect()
}

fn interactive(kind: &str, action: Value) -> Value {
    json!({"type": kind, "body": {"text": "Well?"}, "action": action})
}

#[tokio::test]
async fn a_good_message_of_each_type_reaches_the_customer() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    let row = json!({"id": "1", "title": "Rye"});
    let host = |mime_type: &str| sandbox.host_media(mime_type, "content");
    let (film, paper) = (host("video/mp4"), host("application/pdf"));
    let (voice, sticker) = (host("audio/ogg; codecs=opus"), host("image/webp"));
    let good = [
        (
            "image",
            json!({"link": "https://bakery.example/a.jpg", "caption": "Look"}),
        ),
        ("video", json!({"id": film})),
        ("audio", json!({"id": voice, "voice": true})),
        (
            "document",
            json!({"id": paper, "filename": "a.pdf", "caption": "c"}),
        ),
        ("sticker", json!({"id": sticker})),
        (
            "location",
            json!({"latitude": 41.9, "longitude": "12.5", "name": "Shop"}),
        ),
        (
            "contacts",
            json!([{"name": {"formatted_name": "Ada", "first_name": "Ada"}}]),
        ),
        (
            "interactive",
            interactive("button", json!({"buttons": buttons(3)})),
        ),
        (
            "interactive",
            interactive(
                "list",
                json!({"button": "Choose", "sections": [{"rows": [row]}]}),
            ),
        ),
        (
            "interactive",
            interactive(
                "cta_url",
                json!({"name": "cta_url", "parameters": {"display_text": "Go", "url": "https://x.example"}}),
            ),
        ),
        (
            "interactive",
            interactive(
                "flow",
                json!({"name": "flow", "parameters": {"flow_message_version": "3", "flow_id": "1", "flow_cta": "Order"}}),
            ),
        ),
        (
            "interactive",
            interactive("location_request_message", json!({"name": "send_location"})),
        ),
    ];
    for (kind, content) in &good {
        client.accepted(&message(ADA, kind, content.clone())).await;
    }
    let received = sandbox.customer(ADA).received();
    assert_eq!(received.len(), good.len());
    for (seen, (kind, content)) in received.iter().zip(&good) {
        assert_eq!((seen.kind.as_str(), &seen.content), (*kind, content));
    }
    assert_eq!(received[0].body, "Look");
    assert_eq!(received[7].buttons, ["Loaf 0", "Loaf 1", "Loaf 2"]);
    assert_eq!(received[8].buttons, ["Rye"]);
}

#[tokio::test]
async fn a_bad_shape_is_refused_with_a_code() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    let bad = [
        ("image", json!({"caption": "no image"}), 100),
        (
            "image",
            json!({"id": "1", "link": "https://x.example"}),
            100,
        ),
        ("image", json!({"link": "ftp://x.example"}), 100),
        (
            "image",
            json!({"id": "1", "caption": "è".repeat(1025)}),
            100,
        ),
        ("audio", json!({"id": "1", "caption": "none here"}), 100),
        ("sticker", json!({"id": "1", "filename": "a.webp"}), 100),
        ("location", json!({"latitude": 91, "longitude": 0}), 100),
        (
            "location",
            json!({"latitude": "north", "longitude": 0}),
            100,
        ),
        ("contacts", json!([{"phones": []}]), 100),
        (
            "contacts",
            json!([{"name": {"formatted_name": "Ada"}}]),
            131_008,
        ),
        (
            "contacts",
            json!([{"name": {"formatted_name": "Ada", "first_name": "Ada"}, "birthday": "23.1.1999"}]),
            100,
        ),
        (
            "contacts",
            json!([{"name": {"formatted_name": "Ada", "first_name": "Ada"}, "phones": [{"phone": 1}]}]),
            100,
        ),
        ("image", json!({"id": "1"}), 100),
        ("contacts", json!([]), 100),
        (
            "interactive",
            interactive("button", json!({"buttons": buttons(4)})),
            131_009,
        ),
        ("interactive", interactive("dance", json!({})), 100),
        (
            "interactive",
            json!({"type": "button", "action": {"buttons": buttons(1)}}),
            100,
        ),
    ];
    for (kind, content, code) in bad {
        let (_, error) = client.refused(&message(ADA, kind, content.clone())).await;
        assert_eq!(error["code"], code, "{kind} {content}: {error}");
    }
    assert!(sandbox.customer(ADA).received().is_empty());
}
