//! Media: uploading, reading, downloading, deleting.

use std::time::Duration;

use reqwest::multipart::{Form, Part};
use serde_json::Value;
use uip_sandbox::{Fault, Operation, Sandbox};

use crate::support::Client;

const LOAF: &[u8] = b"\x89PNG a loaf";

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::builder()
        .frozen_at(1_790_000_000)
        .start()
        .await
        .unwrap();
    let client = Client::of(&sandbox);
    (sandbox, client)
}

fn form(mime_type: &str, bytes: impl Into<Vec<u8>>) -> Form {
    let file = Part::bytes(bytes.into())
        .file_name("loaf.png")
        .mime_str(mime_type)
        .unwrap();
    Form::new()
        .text("messaging_product", "whatsapp")
        .text("type", mime_type.to_owned())
        .part("file", file)
}

async fn upload(sandbox: &Sandbox, form: Form) -> (u16, Value) {
    let response = reqwest::Client::new()
        .post(format!(
            "{}/v25.0/{}/media",
            sandbox.base_url(),
            sandbox.phone_number_id()
        ))
        .bearer_auth(sandbox.token())
        .multipart(form)
        .send()
        .await
        .unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

async fn uploaded(sandbox: &Sandbox) -> String {
    let (status, answer) = upload(sandbox, form("image/png", LOAF)).await;
    assert_eq!(status, 200, "{answer}");
    answer["id"].as_str().unwrap().to_owned()
}

async fn read(client: &Client, path: &str) -> (u16, Value) {
    let response = client.get(path).await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

async fn download(url: &Value, token: Option<&str>) -> (u16, Vec<u8>) {
    let mut request = reqwest::Client::new().get(url.as_str().unwrap());
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let response = request.send().await.unwrap();
    (
        response.status().as_u16(),
        response.bytes().await.unwrap().to_vec(),
    )
}

#[tokio::test]
async fn what_was_uploaded_is_described_and_downloaded_byte_for_byte() {
    let (sandbox, client) = start().await;
    let id = uploaded(&sandbox).await;
    let (status, media) = read(&client, &format!("v25.0/{id}")).await;
    assert_eq!(status, 200);
    assert_eq!(media["id"], id);
    assert_eq!(media["mime_type"], "image/png");
    assert_eq!(media["file_size"], LOAF.len());
    assert_eq!(media["messaging_product"], "whatsapp");
    assert_eq!(
        media["sha256"],
        "bc114423c7168f6231fa15b15d5cbf61e28a8bc4c59b592d84e64206cdf2e934"
    );
    let (status, bytes) = download(&media["url"], Some(sandbox.token())).await;
    assert_eq!((status, bytes.as_slice()), (200, LOAF));
    assert_eq!(sandbox.media()[0].filename(), Some("loaf.png"));
}

#[tokio::test]
async fn a_link_needs_the_token_and_expires_after_five_minutes() {
    let (sandbox, client) = start().await;
    let id = uploaded(&sandbox).await;
    let url = read(&client, &id).await.1["url"].take();
    assert_eq!(download(&url, None).await.0, 401);
    assert_eq!(download(&url, Some("another-token")).await.0, 401);
    sandbox.advance(Duration::from_secs(299));
    assert_eq!(download(&url, Some(sandbox.token())).await.0, 200);
    sandbox.advance(Duration::from_secs(1));
    assert_eq!(download(&url, Some(sandbox.token())).await.0, 404);
    let fresh = read(&client, &id).await.1["url"].take();
    assert_eq!(download(&fresh, Some(sandbox.token())).await.0, 200);
}

#[tokio::test]
async fn a_stale_link_can_be_asked_for_and_content_be_spoiled() {
    let (sandbox, client) = start().await;
    let id = sandbox.host_media("image/png", LOAF);
    sandbox.stale_media_links(1);
    let stale = read(&client, &id).await.1["url"].take();
    let good = read(&client, &id).await.1["url"].take();
    assert_eq!(download(&stale, Some(sandbox.token())).await.0, 404);
    assert!(sandbox.spoil_media(&id));
    let (status, bytes) = download(&good, Some(sandbox.token())).await;
    assert_eq!((status, bytes.len()), (200, LOAF.len()));
    assert_ne!(bytes, LOAF);
}

#[tokio::test]
async fn deleted_media_is_gone_with_its_links() {
    let (sandbox, client) = start().await;
    let id = uploaded(&sandbox).await;
    let url = read(&client, &id).await.1["url"].take();
    let delete = |path: String| {
        let (base, token) = (sandbox.base_url(), sandbox.token().to_owned());
        async move {
            let response = reqwest::Client::new()
                .delete(format!("{base}/{path}"))
                .bearer_auth(token)
                .send()
                .await
                .unwrap();
            (
                response.status().as_u16(),
                response.json::<Value>().await.unwrap(),
            )
        }
    };
    let other_number = delete(format!("{id}?phone_number_id=1")).await;
    assert_eq!(
        (other_number.0, &other_number.1["error"]["code"]),
        (400, &Value::from(100))
    );
    let (status, answer) = delete(format!("v25.0/{id}")).await;
    assert_eq!((status, &answer["success"]), (200, &Value::from(true)));
    assert_eq!(delete(id.clone()).await.1["error"]["error_subcode"], 33);
    assert_eq!(read(&client, &id).await.1["error"]["error_subcode"], 33);
    assert_eq!(download(&url, Some(sandbox.token())).await.0, 404);
}

#[tokio::test]
async fn an_upload_is_forgotten_after_thirty_days() {
    let (sandbox, client) = start().await;
    let id = uploaded(&sandbox).await;
    let number = sandbox.phone_number_id();
    let path = format!("{id}?phone_number_id={number}");
    assert_eq!(read(&client, &path).await.0, 200);
    sandbox.advance(Duration::from_hours(30 * 24));
    assert_eq!(read(&client, &path).await.0, 400);
}

#[tokio::test]
async fn an_upload_of_the_wrong_shape_type_or_size_is_refused() {
    let (sandbox, _client) = start().await;
    let file = || {
        Part::bytes(LOAF)
            .file_name("a")
            .mime_str("image/png")
            .unwrap()
    };
    let bare = || Form::new().text("messaging_product", "whatsapp");
    let cases = [
        (
            Form::new().text("type", "image/png").part("file", file()),
            "messaging_product is required",
        ),
        (
            Form::new()
                .text("messaging_product", "sms")
                .text("type", "x")
                .part("file", file()),
            "WHATSAPP",
        ),
        (bare().part("file", file()), "type is required"),
        (bare().text("type", "image/png"), "file is required"),
        (form("image/gif", LOAF), "Received file of type 'image/gif'"),
        (
            form("application/octet-stream", LOAF),
            "one of the following types",
        ),
        (form("image/png", Vec::new()), "Invalid parameter"),
    ];
    for (form, said) in cases {
        let (status, answer) = upload(&sandbox, form).await;
        let error = &answer["error"];
        assert_eq!((status, &error["code"]), (400, &Value::from(100)), "{said}");
        assert!(error["message"].as_str().unwrap().contains(said), "{error}");
    }
    assert!(sandbox.media().is_empty());
}

#[tokio::test]
async fn each_type_has_its_own_size() {
    let (sandbox, _client) = start().await;
    for (mime_type, most) in [
        ("image/jpeg", 5 * 1024 * 1024),
        ("image/webp", 100 * 1024),
        ("audio/ogg; codecs=opus", 16 * 1024 * 1024),
    ] {
        let (status, answer) = upload(&sandbox, form(mime_type, vec![7; most])).await;
        assert_eq!(status, 200, "{mime_type}: {answer}");
        let (status, answer) = upload(&sandbox, form(mime_type, vec![7; most + 1])).await;
        assert_eq!(status, 400, "{mime_type}");
        assert_eq!(answer["error"]["error_user_title"], "File Too Large");
    }
}

#[tokio::test]
async fn uploads_and_downloads_have_faults_of_their_own() {
    let (sandbox, client) = start().await;
    sandbox.fault_next_on(Operation::Upload, Fault::error(131_016));
    sandbox.fault_next_on(Operation::Other, Fault::html(502));
    sandbox.fault_next_on(Operation::Download, Fault::TruncatedBody);
    assert_eq!(upload(&sandbox, form("image/png", LOAF)).await.0, 500);
    assert!(sandbox.media().is_empty());
    let id = uploaded(&sandbox).await;
    assert_eq!(client.get(&id).await.unwrap().status(), 502);
    let url = read(&client, &id).await.1["url"].take();
    let cut = reqwest::Client::new()
        .get(url.as_str().unwrap())
        .bearer_auth(sandbox.token())
        .send()
        .await
        .unwrap();
    assert_eq!(cut.status(), 200);
    assert!(cut.bytes().await.is_err());
    assert!(sandbox.pending_faults().is_empty());
}

#[tokio::test]
async fn a_form_that_breaks_off_is_refused() {
    let (sandbox, _client) = start().await;
    let response = reqwest::Client::new()
        .post(format!(
            "{}/{}/media",
            sandbox.base_url(),
            sandbox.phone_number_id()
        ))
        .bearer_auth(sandbox.token())
        .header("content-type", "multipart/form-data; boundary=b")
        .body(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nhalf a lo",
        )
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 400);
    assert_eq!(
        response.json::<Value>().await.unwrap()["error"]["code"],
        100
    );
}
