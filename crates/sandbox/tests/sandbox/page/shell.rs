//! The page's files and the headers of what is around them.

use reqwest::Response;
use uip_sandbox::{Fault, Operation, Sandbox};

async fn ask(sandbox: &Sandbox, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = reqwest::Client::new().get(format!("{}{path}", sandbox.base_url()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

const BROWSER: &[(&str, &str)] = &[("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];

#[tokio::test]
async fn s1_a_browser_gets_the_page_and_a_program_a_sentence() {
    let sandbox = Sandbox::start().await.unwrap();
    let page = ask(&sandbox, "/", BROWSER).await;
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    assert!(page.text().await.unwrap().contains("sandbox/ui/main.mjs"));
    for accept in [&[][..], &[("accept", "*/*")]] {
        let text = ask(&sandbox, "/", accept).await.text().await.unwrap();
        assert!(text.contains("/sandbox"), "{text}");
    }
}

#[tokio::test]
async fn s1_the_page_is_neither_recorded_nor_does_it_use_up_a_fault() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.fault_next_on(Operation::Other, Fault::error(1));
    for path in [
        "/",
        "/favicon.ico",
        "/sandbox/ui/main.mjs",
        "/sandbox/view",
        "/sandbox/traffic",
        "/sandbox/view/faults",
    ] {
        ask(&sandbox, path, BROWSER).await;
    }
    assert!(sandbox.requests().is_empty());
    assert_eq!(sandbox.pending_faults().len(), 1);
}

#[tokio::test]
async fn s4_pages_may_use_their_own_origin_only_and_data_runs_nothing() {
    let sandbox = Sandbox::start().await.unwrap();
    for path in [
        "/",
        "/sandbox/ui/main.mjs",
        "/sandbox/ui/none",
        "/sandbox/ui/shared/base.css",
    ] {
        let answer = ask(&sandbox, path, BROWSER).await;
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .unwrap();
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(policy.contains("trusted-types 'none'"), "{path}: {policy}");
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert_eq!(
            answer.headers()["x-content-type-options"],
            "nosniff",
            "{path}"
        );
    }
    for path in [
        "/sandbox/view",
        "/sandbox/traffic",
        "/sandbox/traffic/9",
        "/sandbox/changes",
        "/sandbox",
    ] {
        let answer = ask(&sandbox, path, BROWSER).await;
        let headers = answer.headers();
        assert_eq!(
            headers["content-security-policy"], "default-src 'none'; sandbox",
            "{path}"
        );
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(
            headers["cross-origin-resource-policy"], "same-origin",
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_browser_that_has_a_file_is_told_so() {
    let sandbox = Sandbox::start().await.unwrap();
    let first = ask(&sandbox, "/sandbox/ui/main.mjs", &[]).await;
    let etag = first.headers()["etag"].to_str().unwrap().to_owned();
    let again = ask(
        &sandbox,
        "/sandbox/ui/main.mjs",
        &[("if-none-match", &etag)],
    )
    .await;
    assert_eq!(again.status(), 304);
}

#[tokio::test]
async fn every_module_that_a_module_imports_is_served() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut wanted = vec!["main.mjs".to_owned()];
    let mut known = Vec::new();
    while let Some(name) = wanted.pop() {
        let answer = ask(&sandbox, &format!("/sandbox/ui/{name}"), &[]).await;
        assert_eq!(answer.status(), 200, "{name}");
        let text = answer.text().await.unwrap();
        for import in text.split("from").skip(1) {
            let quoted = import.trim_start().strip_prefix('"');
            let Some((path, _)) = quoted.and_then(|rest| rest.split_once('"')) else {
                continue;
            };
            let Some(path) = path.strip_prefix('.') else {
                continue;
            };
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            let path = match path.strip_prefix("./") {
                Some(up) => up.to_owned(),
                None if folder.is_empty() => path.trim_start_matches('/').to_owned(),
                None => format!("{folder}{path}"),
            };
            if !known.contains(&path) {
                known.push(path.clone());
                wanted.push(path);
            }
        }
    }
    assert!(known.len() > 15, "{known:?}");
}

#[test]
fn s32_no_module_makes_html_of_text() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/page");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for word in uip_web::FORBIDDEN_IN_MODULES {
            assert!(!text.contains(word), "{} has {word}", path.display());
        }
    }
}
