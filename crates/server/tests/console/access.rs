//! Who may look, who may act, and who gets nothing.

use reqwest::{Client, Method, StatusCode};
use serde_json::json;

use crate::support::host::{Host, deliver_messages};
use crate::{READ_TOKEN, TOKEN, get, request, settings};

/// Everything that asks for a token.
const GUARDED: [(&str, &str); 14] = [
    ("GET", "/console/api/me"),
    ("GET", "/console/api/changes"),
    ("GET", "/console/api/adapters/shop"),
    ("GET", "/console/api/events"),
    ("GET", "/console/api/events/1"),
    ("GET", "/console/api/deliveries"),
    ("GET", "/console/api/notifications/1"),
    ("GET", "/console/api/health"),
    ("GET", "/console/api/setup"),
    ("POST", "/console/api/condition"),
    ("POST", "/console/api/operate/retry"),
    ("POST", "/console/api/setup/verify-token"),
    ("POST", "/adapters/shop/commands/process"),
    ("GET", "/openapi.json"),
];

fn method(name: &str) -> Method {
    name.parse().unwrap()
}

#[tokio::test]
async fn without_a_token_there_is_the_page_and_nothing_else() {
    let host = Host::start(&settings("")).await;
    for path in ["/console/", "/console/assets/app.mjs"] {
        let answer = request(&host, Method::GET, path).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
    }
    for (name, path) in GUARDED {
        for token in [None, Some("")] {
            let mut request = request(&host, method(name), path).json(&json!({}));
            if let Some(token) = token {
                request = request.bearer_auth(token);
            }
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{name} {path}");
        }
    }
}

#[tokio::test]
async fn a_token_to_look_cannot_act() {
    let host = Host::start(&settings("")).await;
    for (name, path) in GUARDED {
        if path.ends_with("changes") || path == "/openapi.json" {
            continue;
        }
        let request = request(&host, method(name), path).json(&json!({}));
        let status = request
            .bearer_auth(READ_TOKEN)
            .send()
            .await
            .unwrap()
            .status();
        if name == "POST" {
            assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        } else {
            assert_ne!(status, StatusCode::FORBIDDEN, "{path}");
            assert_ne!(status, StatusCode::UNAUTHORIZED, "{path}");
        }
    }
    assert_eq!(host.adapters.calls(), 0);
    let me = request(&host, Method::GET, "/console/api/me");
    let me: serde_json::Value = me
        .bearer_auth(READ_TOKEN)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(me["role"], "reader");
    assert_eq!(get(&host, "me").await["role"], "operator");
}

#[tokio::test]
async fn after_ten_wrong_tokens_even_the_right_one_waits() {
    let host = Host::start(&settings("")).await;
    let ask = async |token: &str| {
        let request = request(&host, Method::GET, "/console/api/me");
        request.bearer_auth(token).send().await.unwrap()
    };
    for _ in 0..10 {
        let answer = ask("a wrong token, guessed").await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    }
    let answer = ask(TOKEN).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = answer.headers()["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    host.clock.advance(std::time::Duration::from_mins(1));
    assert_eq!(ask(TOKEN).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn the_console_is_at_its_own_address_alone() {
    let host = Host::start(&settings("")).await;
    let url = |path: &str| format!("http://{}{path}", host.address());
    for path in ["/console/", "/console/assets/app.mjs", "/console/api/me"] {
        let answer = Client::new()
            .get(url(path))
            .bearer_auth(TOKEN)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
    // And webhooks are not at the console's.
    let answer = request(&host, Method::POST, "/wfe/api/advancedwebhook/shop");
    assert_eq!(answer.send().await.unwrap().status(), StatusCode::NOT_FOUND);
    let without = Host::start("").await;
    assert_eq!(without.running.console_addr(), None);
}

#[tokio::test]
async fn tokens_change_with_the_configuration_and_the_address_does_not() {
    let mut host = Host::start(&settings("")).await;
    let adapters = host.adapters.clone();
    let new = settings("").replace("{ env = \"TOKEN\" }", "{ env = \"NEW_TOKEN\" }");
    let reloaded = host.reload(&new, adapters.clone()).await.unwrap();
    assert_eq!(reloaded.needs_restart, <[&str; 0]>::default());
    let ask = async |host: &Host, token: &str| {
        let request = request(host, Method::GET, "/console/api/me");
        request.bearer_auth(token).send().await.unwrap().status()
    };
    assert_eq!(ask(&host, TOKEN).await, StatusCode::UNAUTHORIZED);
    assert_eq!(
        ask(&host, "another token of the test").await,
        StatusCode::OK
    );
    let elsewhere = new.replace("127.0.0.1:0", "127.0.0.1:1");
    let reloaded = host.reload(&elsewhere, adapters.clone()).await.unwrap();
    assert_eq!(reloaded.needs_restart, ["console.listen"]);
    let off = host.reload("", adapters).await.unwrap();
    assert_eq!(off.needs_restart, ["console"]);
    assert_eq!(
        ask(&host, "another token of the test").await,
        StatusCode::OK
    );
}

/// R15: nothing that is a secret in the configuration is in any answer.
#[tokio::test]
async fn no_answer_contains_a_secret_of_the_configuration() {
    let trigger = deliver_messages(
        "n8n",
        "https://flows.example/hook/s3cret-path?key=s3cret-query",
        "secret = { env = \"KEY\" }\nauthorization = { env = \"AUTHORIZATION\" }\nheaders = { X-Key = { env = \"AUTHORIZATION\" } }",
    );
    let host = Host::start(&settings(&trigger)).await;
    for path in [
        "me",
        "adapters",
        "adapters/shop",
        "events",
        "deliveries",
        "deliveries/n8n?state=dead",
        "setup",
        "health",
        "throughput",
        "refusals",
    ] {
        let answer = get(&host, path).await.to_string();
        for secret in [
            TOKEN,
            READ_TOKEN,
            "s3cret",
            crate::support::sender::SECRET,
            crate::support::sender::SECRET_BASE64,
        ] {
            assert!(!answer.contains(secret), "{path}: {answer}");
        }
    }
}
