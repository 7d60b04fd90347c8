//! Files of the resumable upload.

use serde_json::{Value, json};
use uip_sandbox::Sandbox;

use crate::support::{Client, read};

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().await.unwrap();
    let client = Client::of(&sandbox);
    (sandbox, client)
}

/// Announces a file and returns the answer.
async fn announce(sandbox: &Sandbox, client: &Client, query: &str) -> (u16, Value) {
    let path = format!("v25.0/{}/uploads?{query}", sandbox.app_id());
    read(client.post(&path, &json!({})).await).await
}

/// Uploads a file as the sample of a template, and returns its handle.
pub async fn handle(sandbox: &Sandbox, client: &Client, file_type: &str) -> String {
    let query = format!("file_name=loaf&file_length=5&file_type={file_type}");
    let (status, begun) = announce(sandbox, client, &query).await;
    assert_eq!(status, 200, "{begun}");
    let path = format!("v25.0/{}", begun["id"].as_str().unwrap());
    let (status, done) = read(client.post_bytes(&path, 0, b"bread").await).await;
    assert_eq!(status, 200, "{done}");
    done["h"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_file_is_uploaded_in_one_go() {
    let (sandbox, client) = start().await;
    let handle = handle(&sandbox, &client, "image/png").await;
    assert!(handle.starts_with("4::"), "{handle}");
    assert_eq!(sandbox.uploaded(&handle).unwrap(), "bread");
    assert!(sandbox.uploaded("4::other").is_none());
}

#[tokio::test]
async fn an_upload_goes_on_where_it_was_cut() {
    let (sandbox, client) = start().await;
    let (_, begun) = announce(&sandbox, &client, "file_length=5&file_type=image/jpeg").await;
    let id = begun["id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("upload:"), "{id}");
    let escaped = id.replace("upload:", "upload%3A");
    let (status, part) = read(client.post_bytes(&escaped, 0, b"bre").await).await;
    assert_eq!(status, 200);
    assert!(part.get("h").is_none());
    let (_, found) = read(client.get(&id).await).await;
    assert_eq!(found, json!({"id": id, "file_offset": 3}));
    for (offset, bytes) in [(0, "ad"), (3, "ads")] {
        let (status, answer) = read(client.post_bytes(&id, offset, bytes.as_bytes()).await).await;
        assert_eq!((status, &answer["error"]["code"]), (400, &json!(100)));
    }
    let (_, done) = read(client.post_bytes(&id, 3, b"ad").await).await;
    assert_eq!(
        sandbox.uploaded(done["h"].as_str().unwrap()).unwrap(),
        "bread"
    );
}

#[tokio::test]
async fn what_cannot_be_a_sample_is_refused_before_its_bytes() {
    let (sandbox, client) = start().await;
    for query in [
        "file_type=image/png",
        "file_length=5",
        "file_length=0&file_type=image/png",
        "file_length=many&file_type=image/png",
        "file_length=104857601&file_type=application/pdf",
        "file_length=5&file_type=image/webp",
    ] {
        let (status, answer) = announce(&sandbox, &client, query).await;
        assert_eq!(
            (status, &answer["error"]["code"]),
            (400, &json!(100)),
            "{query}"
        );
    }
    for path in ["upload:none", "1/uploads?file_length=5&file_type=image/png"] {
        let (_, answer) = read(client.post_bytes(path, 0, b"bread").await).await;
        assert_eq!(answer["error"]["error_subcode"], 33, "{path}");
    }
    let (_, begun) = announce(&sandbox, &client, "file_length=5&file_type=image/png").await;
    let without_offset = client.post(begun["id"].as_str().unwrap(), &json!({})).await;
    let (status, answer) = read(without_offset).await;
    assert_eq!((status, &answer["error"]["code"]), (400, &json!(100)));
}
