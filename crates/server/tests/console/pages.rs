//! Other web pages in the browser of somebody who uses the console.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::host::Host;
use crate::{TOKEN, get, request, settings};

#[tokio::test]
async fn only_names_of_the_console_are_answered_whatever_is_asked() {
    let host = Host::start(&settings("")).await;
    let paths = [
        "/console/",
        "/console/assets/app.mjs",
        "/console/api/me",
        "/",
        "/nothing",
    ];
    for path in paths {
        for (name, is_ours) in [
            ("127.0.0.1:8091", true),
            ("[::1]:8091", true),
            ("localhost:8091", true),
            ("uip.localhost", true),
            ("uip", true),
            ("console.example", true),
            ("CONSOLE.example:443", true),
            ("evil.example", false),
            ("console.example.evil.example", false),
            ("127.0.0.1.evil.example", false),
        ] {
            let answer = request(&host, Method::GET, path).header("host", name);
            let answer = answer.bearer_auth(TOKEN).send().await.unwrap();
            let misdirected = answer.status() == StatusCode::MISDIRECTED_REQUEST;
            assert_eq!(!misdirected, is_ours, "{path} {name}");
        }
    }
}

#[tokio::test]
async fn nothing_is_changed_for_a_page_of_another_origin() {
    let host = Host::start(&settings("")).await;
    let own = host.running.console_addr().unwrap().to_string();
    let same = format!("http://{own}");
    for (headers, is_let_in) in [
        (&[][..], true),
        (
            &[("sec-fetch-site", "same-origin"), ("origin", &same)],
            true,
        ),
        (&[("sec-fetch-site", "none")], true),
        (
            &[
                ("sec-fetch-site", "same-site"),
                ("origin", "http://127.0.0.1:1"),
            ],
            false,
        ),
        (
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "https://evil.example"),
            ],
            false,
        ),
        (&[("origin", &same)], true),
        (&[("origin", "https://evil.example")], false),
        (&[("origin", "null")], false),
    ] {
        let mut asked = request(&host, Method::POST, "/console/api/operate/pause");
        for (name, value) in headers {
            asked = asked.header(*name, *value);
        }
        let body = json!({ "trigger": "none" });
        let answer = asked.bearer_auth(TOKEN).json(&body).send().await.unwrap();
        // Without such a trigger nothing else is answered to those let in.
        let expected = if is_let_in { 404 } else { 403 };
        assert_eq!(answer.status(), expected, "{headers:?}");
    }
}

#[tokio::test]
async fn every_answer_has_the_headers_that_keep_a_browser_strict() {
    let host = Host::start(&settings("")).await;
    for (path, policy) in [
        ("/console/", "trusted-types 'none'"),
        ("/console/assets/vendor/preact.mjs", "trusted-types 'none'"),
        ("/console/api/me", "default-src 'none'; sandbox"),
        ("/console/api/events/77", "default-src 'none'; sandbox"),
        ("/openapi.json", "default-src 'none'; sandbox"),
    ] {
        let answer = request(&host, Method::GET, path).bearer_auth(TOKEN);
        let answer = answer.send().await.unwrap();
        let headers = answer.headers();
        let found = headers["content-security-policy"].to_str().unwrap();
        assert!(found.contains(policy), "{path}: {found}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["cross-origin-resource-policy"], "same-origin");
        let cors = headers
            .keys()
            .find(|it| it.as_str().starts_with("access-control"));
        assert_eq!(cors, None, "{path}");
        assert!(!headers.contains_key("set-cookie"), "{path}");
    }
}

#[tokio::test]
async fn the_files_of_the_page_are_there_and_import_only_each_other() {
    let host = Host::start(&settings("")).await;
    let mut wanted = vec![
        "app.mjs".to_owned(),
        "console.css".to_owned(),
        "icon.svg".to_owned(),
    ];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(name) = wanted.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let answer = request(&host, Method::GET, &format!("/console/assets/{name}"));
        let answer = answer.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{name}");
        let text = answer.text().await.unwrap();
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        for import in text.split(" from \"").skip(1) {
            let target = import.split('"').next().unwrap();
            assert!(target.starts_with('.'), "{name} imports {target}");
            let base = url::Url::parse(&format!("http://x/{folder}/")).unwrap();
            let path = base
                .join(target)
                .unwrap()
                .path()
                .trim_start_matches('/')
                .to_owned();
            wanted.push(path);
        }
    }
    assert!(seen.contains("vendor/preact.mjs"), "{seen:?}");
}

/// That of the program, which is not the library's.
#[tokio::test]
async fn the_console_and_the_commands_api_show_the_version_of_the_program() {
    let more = "[server]\ncommandsToken = { env = \"TOKEN\" }";
    let host = Host::start(&settings(more)).await;
    assert_eq!(get(&host, "me").await["version"], "9.8.7");
    let public = host.running.local_addr();
    for address in [public, host.running.console_addr().unwrap()] {
        let url = format!("http://{address}/openapi.json");
        let request = reqwest::Client::new().get(url).bearer_auth(TOKEN);
        let document: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(document["info"]["version"], "9.8.7");
    }
}
