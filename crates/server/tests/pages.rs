//! Web pages in a browser on the same machine: what they can reach, and what not.

mod support;

use reqwest::{Client, Method, StatusCode};
use support::host::Host;

const COMMAND: &str = "/adapters/shop/commands/process";

async fn ask(
    host: &Host,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
) -> reqwest::Response {
    let mut request = Client::new().request(method, format!("http://{}{path}", host.address()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body("{}").send().await.unwrap()
}

#[tokio::test]
async fn a_rebound_name_reads_no_metrics() {
    let host = Host::start("").await;
    for path in ["/metrics", "/readyz", "/healthz"] {
        let answer = ask(&host, Method::GET, path, &[("host", "evil.example:8080")]).await;
        assert_eq!(answer.status(), StatusCode::MISDIRECTED_REQUEST, "{path}");
        for local in ["localhost:8080", "127.0.0.1:8080", "[::1]:8080"] {
            let answer = ask(&host, Method::GET, path, &[("host", local)]).await;
            assert_eq!(answer.status(), StatusCode::OK, "{path} {local}");
            assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        }
    }
    let refused = host
        .metric("uip_requests_refused_total{reason=\"wrong-host\"}")
        .await;
    assert_eq!(refused, Some(3.0));
}

/// Without a preflight a page can send neither the token nor JSON, and no preflight succeeds.
#[tokio::test]
async fn a_page_of_another_origin_runs_no_command_and_reads_no_description() {
    let host = Host::start("[server]\ncommandsToken = { env = \"TOKEN\" }").await;
    let page = [
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
    ];
    let simple = [&page[..], &[("content-type", "text/plain")]].concat();
    let preflight = [
        &page[..],
        &[("access-control-request-headers", "authorization")],
    ]
    .concat();
    for (method, path, headers, status) in [
        (Method::POST, COMMAND, &simple, StatusCode::UNAUTHORIZED),
        (
            Method::GET,
            "/openapi.json",
            &simple,
            StatusCode::UNAUTHORIZED,
        ),
        (
            Method::OPTIONS,
            COMMAND,
            &preflight,
            StatusCode::UNAUTHORIZED,
        ),
        (
            Method::OPTIONS,
            "/openapi.json",
            &preflight,
            StatusCode::UNAUTHORIZED,
        ),
    ] {
        let answer = ask(&host, method.clone(), path, headers).await;
        assert_eq!(answer.status(), status, "{method} {path}");
        let invited = answer
            .headers()
            .keys()
            .find(|name| name.as_str().starts_with("access-control"));
        assert_eq!(invited, None, "{method} {path}");
    }
}
