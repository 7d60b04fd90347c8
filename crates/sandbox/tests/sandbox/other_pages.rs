//! Web pages of other origins, which a browser lets send requests here.

use base64::Engine as _;
use http::Method;
use reqwest::Response;
use serde_json::json;
use uip_sandbox::{Fault, Operation, Sandbox};

use crate::controls::{get, post};

const ADA: &str = "16505551234";

/// Sends a request as a browser or a program would.
async fn ask(sandbox: &Sandbox, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
    let method: Method = method.parse().unwrap();
    let mut request = reqwest::Client::new()
        .request(method.clone(), format!("{}{path}", sandbox.base_url()))
        .header("content-type", "text/plain");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if method == Method::POST {
        request = request.body(r#"{"url":"http://127.0.0.1:9/stolen"}"#);
    }
    request.send().await.unwrap()
}

/// A fault for whatever comes next, so that a request that uses one up is seen.
async fn with_faults() -> Sandbox {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.fault_next_on(Operation::Other, Fault::error(1));
    sandbox
}

fn untouched(sandbox: &Sandbox) {
    assert!(sandbox.requests().is_empty(), "{:?}", sandbox.requests());
    assert_eq!(sandbox.pending_faults().len(), 1);
}

#[tokio::test]
async fn a_page_of_another_origin_cannot_set_the_callback() {
    let sandbox = with_faults().await;
    for page in [
        &[
            ("sec-fetch-site", "same-site"),
            ("origin", "http://127.0.0.1:9999"),
        ][..],
        &[("sec-fetch-site", "cross-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
    ] {
        let answer = ask(&sandbox, "POST", "/sandbox/callback", page).await;
        assert_eq!(answer.status(), 403, "{page:?}");
    }
    assert_eq!(get(&sandbox, "").await["callbackUrl"], json!(null));
    untouched(&sandbox);
}

#[tokio::test]
async fn a_page_of_another_origin_cannot_set_it_through_graph_either() {
    let sandbox = with_faults().await;
    let path = format!(
        "/v25.0/{}/subscriptions?object=whatsapp_business_account&callback_url=http://127.0.0.1:9/&verify_token=x&access_token={}",
        sandbox.app_id(),
        sandbox.token()
    );
    let page = [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
    ];
    assert_eq!(ask(&sandbox, "POST", &path, &page).await.status(), 403);
    assert_eq!(get(&sandbox, "").await["callbackUrl"], json!(null));
    untouched(&sandbox);
}

#[tokio::test]
async fn a_rebound_name_reads_no_control() {
    let sandbox = with_faults().await;
    for path in [
        "/",
        "/favicon.ico",
        "/sandbox",
        "/sandbox/customers",
        "/sandbox/media/1",
    ] {
        let answer = ask(&sandbox, "GET", path, &[("host", "evil.example:8590")]).await;
        assert_eq!(answer.status(), 421, "{path}");
        let told: serde_json::Value = answer.json().await.unwrap();
        let told = told["error"].as_str().unwrap();
        assert!(told.contains("--allow-host evil.example"), "{told}");
    }
    untouched(&sandbox);
}

#[tokio::test]
async fn no_answer_invites_another_origin() {
    let sandbox = with_faults().await;
    for path in ["/sandbox/callback", "/v25.0/1/messages"] {
        let preflight = [
            ("origin", "https://evil.example"),
            ("access-control-request-method", "POST"),
        ];
        let answer = ask(&sandbox, "OPTIONS", path, &preflight).await;
        assert_eq!(answer.status(), 403, "{path}");
        let invited = answer
            .headers()
            .keys()
            .find(|name| name.as_str().starts_with("access-control"));
        assert_eq!(invited, None);
    }
    untouched(&sandbox);
}

#[tokio::test]
async fn programs_and_the_pages_of_the_sandbox_itself_are_served() {
    let sandbox = Sandbox::builder()
        .allow_host("sandbox.example".parse().unwrap())
        .start()
        .await
        .unwrap();
    let own = sandbox.base_url();
    for headers in [
        &[][..],
        &[("host", "localhost:8590")],
        &[("host", "[::1]:8590")],
        &[("host", "sandbox.example")],
        &[("sec-fetch-site", "same-origin"), ("origin", &own)],
        &[("origin", &own)],
    ] {
        let answer = ask(&sandbox, "POST", "/sandbox/callback", headers).await;
        assert_eq!(answer.status(), 204, "{headers:?}");
        assert_eq!(
            ask(&sandbox, "GET", "/sandbox/customers", headers)
                .await
                .status(),
            200
        );
    }
    let answer = ask(
        &sandbox,
        "GET",
        "/v25.0/1",
        &[("host", "graph.internal.example")],
    )
    .await;
    assert_eq!(
        answer.status(),
        401,
        "Graph itself answers, and wants a token"
    );
}

#[tokio::test]
async fn what_a_browser_asks_for_by_itself_is_no_request_to_graph() {
    let sandbox = with_faults().await;
    for (method, path, status) in [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("GET", "/favicon.ico", 404),
    ] {
        assert_eq!(
            ask(&sandbox, method, path, &[]).await.status(),
            status,
            "{method} {path}"
        );
    }
    untouched(&sandbox);
    ask(&sandbox, "POST", "/", &[]).await;
    assert_eq!(sandbox.requests().len(), 1, "this one is for Graph");
}

#[tokio::test]
async fn media_that_could_run_as_a_page_is_offered_for_download() {
    let sandbox = Sandbox::start().await.unwrap();
    let content = base64::engine::general_purpose::STANDARD.encode("<script>1</script>");
    for (kind, mime_type, served, download) in [
        ("document", "text/html", "application/octet-stream", true),
        ("image", "image/svg+xml", "application/octet-stream", true),
        (
            "document",
            "application/pdf",
            "application/octet-stream",
            true,
        ),
        (
            "document",
            "TEXT/HTML; x=image/png",
            "application/octet-stream",
            true,
        ),
        (
            "document",
            "text/html\r\nx: y",
            "application/octet-stream",
            true,
        ),
        ("image", "Image/PNG", "image/png", false),
        ("audio", "audio/ogg; codecs=opus", "audio/ogg", false),
        ("video", "video/mp4", "video/mp4", false),
        ("sticker", "image/webp", "image/webp", false),
    ] {
        let media = json!({"type": kind, "mimeType": mime_type, "content": content});
        let (status, told) = post(&sandbox, &format!("/customers/{ADA}/media"), media).await;
        assert_eq!(status, 201, "{mime_type}: {told}");
        let hosted = sandbox.media();
        let id = hosted.last().unwrap().id();
        let answer = ask(&sandbox, "GET", &format!("/sandbox/media/{id}"), &[]).await;
        let header = |name: &str| {
            answer
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap())
        };
        assert_eq!(header("content-type"), Some(served), "{mime_type}");
        assert_eq!(
            header("content-disposition"),
            download.then_some("attachment"),
            "{mime_type}"
        );
        assert_eq!(header("x-content-type-options"), Some("nosniff"));
        assert_eq!(
            header("content-security-policy"),
            Some("default-src 'none'; sandbox")
        );
        assert_eq!(header("cross-origin-resource-policy"), Some("same-origin"));
        assert_eq!(answer.bytes().await.unwrap(), "<script>1</script>");
    }
}
