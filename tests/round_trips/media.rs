//! `uploadMedia`, `sendMessageMedia`, `getMedia`, `downloadMedia`,
//! `deleteMedia`: a file goes to the customer, and another comes back.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use uip_host::Response;
use uip_testkit::Scene;

use crate::conversation::Conversation;

/// A file goes out with this in the request, and one comes back with this in
/// what the person does.
struct Exchange {
    /// WhatsApp's name for the kind of message.
    kind: &'static str,
    mime_type: &'static str,
    sent: Value,
    answered_as: &'static str,
    answered: Value,
    /// What the typed record contains in addition to the file's id, hash and URL.
    typed: Value,
}

fn text<'a>(response: &'a Response, name: &str) -> &'a str {
    response
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in bytes {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

fn with(mut object: Value, more: &Value) -> Value {
    for (name, value) in more.as_object().expect("an object") {
        object[name] = value.clone();
    }
    object
}

async fn exchange(exchange: Exchange) {
    let Exchange {
        kind, mime_type, ..
    } = exchange;
    let talk = Conversation::start().await;

    let ours = format!("our {kind}\0\u{1f35e}").into_bytes();
    let uploaded = talk
        .call(
            "uploadMedia",
            json!({"content": BASE64_STANDARD.encode(&ours), "mimeType": mime_type}),
        )
        .await;
    let request = json!({"mediaType": kind, "mediaId": text(&uploaded, "mediaId")});
    let seen = talk
        .send("sendMessageMedia", with(request, &exchange.sent))
        .await;
    assert_eq!(seen["kind"], kind);
    assert_eq!(
        seen["content"],
        with(json!({"id": text(&uploaded, "mediaId")}), &exchange.sent)
    );
    let shown = seen["content"]["id"].as_str().expect("an id");
    assert_eq!(talk.file(shown).await, ours, "the customer sees the file");

    let theirs = format!("their {kind}\0\u{1f35e}").into_bytes();
    let body = json!({
        "type": kind, "mimeType": exchange.answered_as, "content": BASE64_STANDARD.encode(&theirs),
        "messageId": seen["id"],
    });
    let mut answer = talk.answers("media", with(body, &exchange.answered)).await;
    assert_eq!(answer["message-type"], kind);
    assert_eq!(answer["context"], talk.context(&seen));
    let media = answer["content"][kind].take();
    let (id, sha256, url) = (&media["id"], &media["sha256"], &media["url"]);
    let common = json!({
        "id": id, "sha256": sha256, "url": url, "mime-type": exchange.answered_as,
    });
    assert_eq!(media, with(common, &exchange.typed));

    let described = talk.call("getMedia", json!({"mediaId": id})).await;
    assert_eq!(text(&described, "mimeType"), exchange.answered_as);
    assert_eq!(described.get("fileSize"), Some(&json!(theirs.len())));
    let hash = BASE64_STANDARD
        .decode(sha256.as_str().expect("a hash"))
        .expect("base64");
    let hash = hexadecimal(&hash);
    assert_eq!(text(&described, "sha256"), hash);

    let downloaded = talk.call("downloadMedia", json!({"mediaId": id})).await;
    assert_eq!(text(&downloaded, "mimeType"), exchange.answered_as);
    assert_eq!(text(&downloaded, "sha256"), hash);
    let content = BASE64_STANDARD.decode(text(&downloaded, "content"));
    assert_eq!(content.expect("base64"), theirs);

    let token = talk.scene.sandbox.token();
    let fetched = reqwest::Client::new()
        .get(url.as_str().expect("an address"))
        .bearer_auth(token);
    let fetched = fetched.send().await.expect("the sandbox").bytes().await;
    assert_eq!(fetched.expect("bytes"), theirs, "the event's own address");
}

#[tokio::test]
async fn a_picture_is_answered_with_a_picture() {
    exchange(Exchange {
        kind: "image",
        mime_type: "image/png",
        sent: json!({"caption": "Rye, *dark*"}),
        answered_as: "image/jpeg",
        answered: json!({"caption": "My loaf\n👍"}),
        typed: json!({"caption": "My loaf\n👍"}),
    })
    .await;
}

#[tokio::test]
async fn a_video_is_answered_with_a_video() {
    exchange(Exchange {
        kind: "video",
        mime_type: "video/mp4",
        sent: json!({"caption": "Kneading"}),
        answered_as: "video/mp4",
        answered: json!({"caption": "Mine"}),
        typed: json!({"caption": "Mine"}),
    })
    .await;
}

#[tokio::test]
async fn a_sound_is_answered_with_a_sound() {
    exchange(Exchange {
        kind: "audio",
        mime_type: "audio/mpeg",
        sent: json!({}),
        answered_as: "audio/mpeg",
        answered: json!({}),
        typed: json!({"voice": false}),
    })
    .await;
}

#[tokio::test]
async fn a_voice_message_is_answered_with_a_voice_message() {
    exchange(Exchange {
        kind: "audio",
        mime_type: "audio/ogg",
        sent: json!({"voice": true}),
        answered_as: "audio/ogg; codecs=opus",
        answered: json!({"voice": true}),
        typed: json!({"voice": true}),
    })
    .await;
}

#[tokio::test]
async fn a_document_is_answered_with_a_document() {
    exchange(Exchange {
        kind: "document",
        mime_type: "application/pdf",
        sent: json!({"caption": "This week", "filename": "menù.pdf"}),
        answered_as: "text/plain",
        answered: json!({"caption": "My list", "filename": "Einkäufe 1.txt"}),
        typed: json!({"caption": "My list", "filename": "Einkäufe 1.txt"}),
    })
    .await;
}

#[tokio::test]
async fn a_sticker_is_answered_with_a_sticker() {
    for animated in [false, true] {
        exchange(Exchange {
            kind: "sticker",
            mime_type: "image/webp",
            sent: json!({}),
            answered_as: "image/webp",
            answered: json!({"animated": animated}),
            typed: json!({"animated": animated}),
        })
        .await;
    }
}

#[tokio::test]
async fn a_file_in_a_storage_is_seen_by_a_signed_link_without_the_key() {
    let scene = Scene::builder()
        .property("storageEndpoint", "https://storage.example")
        .property("storageAccessKeyId", "GOOG1EXAMPLE")
        .property("storageSecretAccessKey", "bakery-storage-key");
    let talk = Conversation::with(scene).await;
    let seen = talk
        .send(
            "sendMessageMedia",
            json!({
                "mediaType": "document", "bucketName": "bakery-menus", "objectName": "2026/menu 1.pdf",
                "linkSeconds": 3600, "filename": "menu.pdf",
            }),
        )
        .await;
    assert_eq!(seen["kind"], "document");
    assert_eq!(seen["content"]["filename"], "menu.pdf");
    let link = seen["content"]["link"].as_str().expect("a link");
    let file = "https://storage.example/bakery-menus/2026/menu%201.pdf?";
    assert!(link.starts_with(file), "{link}");
    for part in [
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&",
        "X-Amz-Credential=GOOG1EXAMPLE%2F",
        "%2Fauto%2Fs3%2Faws4_request&",
        "X-Amz-Expires=3600&",
        "X-Amz-Signature=",
    ] {
        assert!(link.contains(part), "{part}: {link}");
    }
    assert!(!link.contains("bakery-storage-key"), "{link}");
}

#[tokio::test]
async fn sound_that_would_not_play_is_seen_as_its_link() {
    let talk = Conversation::start().await;
    let link = "https://bakery.example/oven.wav";
    let seen = talk
        .send(
            "sendMessageMedia",
            json!({"mediaType": "audio", "link": link, "linkFallback": true}),
        )
        .await;
    assert_eq!(seen["kind"], "text");
    assert_eq!(seen["content"]["body"], link);
}

#[tokio::test]
async fn media_of_a_public_address_is_seen_as_it_was_sent() {
    let talk = Conversation::start().await;
    let link = "https://bakery.example/menu.pdf?week=47";
    let seen = talk
        .send(
            "sendMessageMedia",
            json!({"mediaType": "document", "link": link, "filename": "menu.pdf", "caption": "Menu"}),
        )
        .await;
    assert_eq!(seen["header"], "menu.pdf");
    assert_eq!(seen["body"], "Menu");
    assert_eq!(seen["content"]["link"], link);
    let answer = talk
        .answers("reply", json!({"messageId": seen["id"], "text": "Got it."}))
        .await;
    assert_eq!(answer["context"], talk.context(&seen));
}

#[tokio::test]
async fn a_file_that_was_taken_away_cannot_be_sent() {
    let talk = Conversation::start().await;
    let uploaded = talk
        .call(
            "uploadMedia",
            json!({"content": "YSBsb2Fm", "mimeType": "image/png"}),
        )
        .await;
    let id = text(&uploaded, "mediaId");
    talk.call("deleteMedia", json!({"mediaId": id})).await;
    let response = talk
        .scene
        .call(
            "sendMessageMedia",
            json!({"phoneNumber": "+16505551234", "mediaType": "image", "mediaId": id}),
        )
        .await;
    assert_eq!(
        response.failure(),
        Some("permanent-failure"),
        "{response:?}"
    );
    assert!(talk.received().await.is_empty());
}
