//! `uploadMedia`, `getMedia`, `downloadMedia`, `deleteMedia`.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use uip_testkit::Scene;

use crate::{asked, text};

const MB: usize = 1024 * 1024;

/// Bytes that repeat nowhere near.
fn bytes(count: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    std::iter::repeat_with(next).take(count).collect()
}

fn content(response: &uip_host::Response) -> Vec<u8> {
    BASE64_STANDARD
        .decode(text(response, "content"))
        .expect("base64")
}

#[tokio::test]
async fn a_file_goes_to_whatsapp_and_comes_back_unchanged_until_it_is_deleted() {
    let scene = Scene::start().await;
    let file = bytes(300_000);
    let response = scene
        .call(
            "uploadMedia",
            json!({"content": BASE64_STANDARD.encode(&file), "mimeType": "image/png", "filename": "La \"carta\" è.png"}),
        )
        .await;
    assert!(response.is_success(), "{response:?}");
    let id = text(&response, "mediaId").to_owned();
    let kept = scene.sandbox.media();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].id(), id);
    assert_eq!(kept[0].mime_type(), "image/png");
    assert_eq!(kept[0].filename(), Some("La %22carta%22 è.png"));
    assert!(kept[0].bytes() == file, "the file arrived unchanged");

    let described = scene.call("getMedia", json!({"mediaId": id})).await;
    assert_eq!(
        described.get("fileSize"),
        Some(&json!(300_000)),
        "{described:?}"
    );
    assert_eq!(text(&described, "mimeType"), "image/png");
    assert_eq!(text(&described, "sha256"), kept[0].sha256_hex());
    assert!(text(&described, "url").starts_with(&scene.sandbox.base_url()));

    let downloaded = scene.call("downloadMedia", json!({"mediaId": id})).await;
    assert!(downloaded.is_success());
    assert!(content(&downloaded) == file, "the file came back unchanged");
    assert_eq!(text(&downloaded, "sha256"), kept[0].sha256_hex());
    assert_eq!(text(&downloaded, "mimeType"), "image/png");

    let deleted = scene.call("deleteMedia", json!({"mediaId": id})).await;
    assert_eq!(text(&deleted, "mediaId"), id, "{deleted:?}");
    assert_eq!(scene.sandbox.media().len(), 0);
    for command in ["getMedia", "downloadMedia", "deleteMedia"] {
        let response = scene.call(command, json!({"mediaId": id})).await;
        assert_eq!(response.failure(), Some("permanent-failure"), "{command}");
        assert_eq!(
            text(&response, "category"),
            "media",
            "{command}: {response:?}"
        );
        assert!(text(&response, "advice").contains("mediaId"), "{command}");
    }
}

#[tokio::test]
async fn what_a_customer_sent_is_fetched_by_the_id_in_the_event() {
    let scene = Scene::start().await;
    let id = scene.sandbox.host_media("audio/ogg", bytes(1000));
    let response = scene.call("downloadMedia", json!({"mediaId": id})).await;
    assert!(content(&response) == bytes(1000), "{response:?}");
}

#[tokio::test]
async fn what_whatsapp_would_not_take_is_refused_before_it_is_sent() {
    let scene = Scene::start().await;
    for (size, mime_type, filename, code) in [
        (5 * MB + 1, "image/jpeg", None, "media-too-large"),
        (1, "image/gif", None, "unsupported-media-type"),
        (0, "image/png", None, "empty-media"),
        (1, "image/png", Some("../x.png"), "invalid-filename"),
    ] {
        let request = json!({"content": BASE64_STANDARD.encode(vec![0; size]), "mimeType": mime_type, "filename": filename});
        let response = scene.call("uploadMedia", request).await;
        assert_eq!(text(&response, "code"), code, "{response:?}");
    }
    for id in [" ", "..", "1/2", "1?x=y"] {
        let response = scene.call("deleteMedia", json!({"mediaId": id})).await;
        assert_eq!(text(&response, "code"), "invalid-media-id", "{response:?}");
    }
    assert_eq!(asked(&scene), [] as [&str; 0]);
}

#[tokio::test]
async fn text_that_is_not_base64_is_refused_with_its_place_before_anything_is_sent() {
    let scene = Scene::start().await;
    let request = json!({"content": "YnJl\nYW-=", "mimeType": "text/plain"});
    let response = scene.call("uploadMedia", request).await;
    assert_eq!(response.failure(), Some("permanent-failure"));
    assert_eq!(text(&response, "code"), "invalid-content");
    assert_eq!(text(&response, "category"), "request");
    assert_eq!(
        text(&response, "error"),
        "The field content must be base64; character 8 is \"-\". Nothing was sent."
    );
    assert_eq!(asked(&scene), [] as [&str; 0]);
}

#[tokio::test]
async fn a_link_that_expired_is_asked_for_once_more() {
    let scene = Scene::start().await;
    let id = scene.sandbox.host_media("image/png", bytes(100));
    scene.sandbox.stale_media_links(1);
    let response = scene.call("downloadMedia", json!({"mediaId": id})).await;
    assert!(response.is_success(), "{response:?}");
    assert_eq!(asked(&scene).len(), 4);

    scene.sandbox.stale_media_links(5);
    let response = scene.call("downloadMedia", json!({"mediaId": id})).await;
    assert_eq!(
        response.failure(),
        Some("permanent-failure"),
        "{response:?}"
    );
    assert_eq!(asked(&scene).len(), 8);
}

#[tokio::test]
async fn a_file_that_is_not_the_one_described_is_not_handed_over() {
    let scene = Scene::start().await;
    let id = scene.sandbox.host_media("image/png", bytes(100));
    scene.sandbox.spoil_media(&id);
    let response = scene.call("downloadMedia", json!({"mediaId": id})).await;
    assert_eq!(
        response.failure(),
        Some("temporary-failure"),
        "{response:?}"
    );
    assert_eq!(text(&response, "code"), "media-damaged");
    assert_eq!(response.get("content"), None);
}

#[tokio::test]
async fn a_file_beyond_the_limit_is_not_fetched() {
    let scene = Scene::start().await;
    let id = scene.sandbox.host_media("image/png", bytes(1000));
    let call = |most: u32| scene.call("downloadMedia", json!({"mediaId": id, "maxBytes": most}));
    assert!(call(1000).await.is_success());
    let before = asked(&scene).len();
    let response = call(999).await;
    assert_eq!(text(&response, "code"), "media-too-large", "{response:?}");
    assert_eq!(asked(&scene).len(), before + 1, "only described");
}

/// A server in WhatsApp's place that says that a file is at this address, and
/// serves five bytes at any other path.
async fn server_that_names(address: &'static str) -> (String, tokio::task::JoinHandle<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let own = base.clone();
    let answer = move |uri: http::Uri| async move {
        if uri.path() == "/v25.0/17" {
            let url = address.replace("OWN", &own);
            return json!({"url": url, "id": "17"}).to_string();
        }
        "bread".to_owned()
    };
    let app = axum::Router::new().fallback(answer);
    let server = tokio::spawn(async move {
        let _ = axum::serve(listener, app).await;
    });
    (base, server)
}

#[tokio::test]
async fn the_token_goes_to_no_host_but_metas_and_the_configured_one() {
    for (address, code) in [
        ("https://evil.example/x", "untrusted-media-address"),
        ("http://lookaside.fbsbx.com/x", "untrusted-media-address"),
        (
            "https://lookaside.fbsbx.com@evil.example/x",
            "untrusted-media-address",
        ),
        ("file:///etc/passwd", "untrusted-media-address"),
        ("OWN/file", ""),
    ] {
        let (base, server) = server_that_names(address).await;
        let scene = Scene::builder().property("apiBaseUrl", base).start().await;
        let response = scene.call("downloadMedia", json!({"mediaId": "17"})).await;
        assert_eq!(text(&response, "code"), code, "{address}: {response:?}");
        if code.is_empty() {
            assert_eq!(content(&response), b"bread");
        }
        server.abort();
    }
}

#[tokio::test]
async fn a_size_that_nobody_announced_is_bounded_all_the_same() {
    let (base, server) = server_that_names("OWN/file").await;
    let scene = Scene::builder().property("apiBaseUrl", base).start().await;
    let call = |most: u32| scene.call("downloadMedia", json!({"mediaId": "17", "maxBytes": most}));
    assert!(call(5).await.is_success());
    let response = call(4).await;
    assert_eq!(text(&response, "code"), "media-too-large", "{response:?}");
    server.abort();
}
