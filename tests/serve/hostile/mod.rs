//! A client that misbehaves harms only itself.

mod scene;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::Command;

use uip_sandbox::Sandbox;

use super::engine::{Engine, until};
use super::repeats::notification;
use super::server::Site;
use super::wire::{connect, exchange, exchange_without_end, statuses};
use scene::Scene;

const PATH: &str = "/wfe/api/advancedwebhook/whatsapp";

/// How many do the same at a time: most things, and what takes memory; and how
/// many do nothing.
const CROWD: usize = 50;
const BODIES: usize = 200;
const IDLE: usize = 1000;

/// The server's limits. Bodies that are in memory at once are limited well
/// below what is sent.
const LIMITS: &str =
    "headerTimeoutSeconds = 5\nbodyTimeoutSeconds = 5\nmaxBody = 1048576\nmaxBodies = 16777216\n";

/// By how many MiB the server may grow at most: less than the bodies together.
const GROWTH: u64 = 128;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_misbehaves_on_a_connection_harms_nobody_else() {
    allow_many_files();
    let sandbox = Sandbox::start().await.expect("a free port");
    let engine = Engine::start().await;
    let site = Site::new(&sandbox, &engine.url);
    site.change("[server]\n", &format!("[server]\n{LIMITS}"));
    let mut scene = Scene {
        sandbox,
        engine,
        server: site.serve(),
        honest: BTreeSet::new(),
        // A connection that is kept may be closed just when it is used again.
        client: reqwest::Client::builder()
            .pool_max_idle_per_host(0)
            .build()
            .expect("a client"),
    };
    for _ in 0..20 {
        scene.honest().await;
    }
    let (before, _) = scene.memory();
    slow(&mut scene).await;
    large(&mut scene).await;
    wrongly_encoded(&mut scene).await;
    floods_of_headers(&mut scene).await;
    tricks_in_paths(&mut scene).await;
    other_methods_and_protocols(&mut scene).await;
    idle(&mut scene).await;
    many_bodies(&mut scene).await;

    until("all that was honest is delivered", || {
        scene.engine.deliveries().len() >= scene.honest.len()
    })
    .await;
    let deliveries = scene.engine.deliveries().into_iter();
    let delivered: BTreeSet<String> = deliveries.map(|it| it.key).collect();
    assert_eq!(delivered, scene.honest, "and nothing else");
    let (after, most) = scene.memory();
    println!(
        "memory: {before} MiB before, {after} MiB after, {most} MiB at most; {} honest notifications between",
        scene.honest.len()
    );
    assert!(
        most < before + GROWTH,
        "it grew from {before} to {most} MiB"
    );
    assert_eq!(scene.server.terminate().code(), Some(0));
}

/// The soft limit is often near the number of connections here.
fn allow_many_files() {
    let own = std::process::id().to_string();
    let raised = Command::new("prlimit")
        .args(["--pid", &own, "--nofile=8192:"])
        .status();
    assert!(raised.is_ok_and(|status| status.success()));
}

async fn slow(scene: &mut Scene) {
    let head = format!("POST {PATH} HTTP/1.1\r\nhost: h\r\nx: ");
    let answers = scene.crowd(CROWD, |to| {
        let head = head.clone();
        async move { exchange_without_end(&to, head.as_bytes(), b"y", true).await }
    });
    // There is nothing yet that could be answered.
    assert_eq!(answers.await, vec![""; CROWD]);

    let start = format!("POST {PATH} HTTP/1.1\r\nhost: h\r\ncontent-length: 9999\r\n\r\n{{");
    let answers = scene.crowd(CROWD, |to| {
        let start = start.clone();
        async move { exchange_without_end(&to, start.as_bytes(), b" ", true).await }
    });
    for answer in answers.await {
        assert_eq!(statuses(&answer), [408], "{answer}");
    }

    let start = format!("POST {PATH} HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n");
    let answers = scene.crowd(CROWD, |to| {
        let start = start.clone();
        async move { exchange_without_end(&to, start.as_bytes(), b"1\r\n \r\n", true).await }
    });
    for answer in answers.await {
        assert_eq!(statuses(&answer), [408], "{answer}");
    }
}

async fn large(scene: &mut Scene) {
    let said = format!("POST {PATH} HTTP/1.1\r\nhost: h\r\ncontent-length: 999999999999\r\n\r\n");
    let answers = scene.crowd(CROWD, |to| {
        let said = said.clone();
        async move { exchange(&to, said.as_bytes()).await }
    });
    for answer in answers.await {
        assert_eq!(statuses(&answer), [413], "{answer}");
    }

    let start = format!("POST {PATH} HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n");
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x1_0000));
    let answers = scene.crowd(CROWD, |to| {
        let (start, chunk) = (start.clone(), chunk.clone());
        async move { exchange_without_end(&to, start.as_bytes(), chunk.as_bytes(), false).await }
    });
    // A client that continues to write can lose the answer.
    for answer in answers.await {
        assert!(
            matches!(statuses(&answer)[..], [] | [413 | 408 | 503]),
            "{answer}"
        );
    }
}

async fn wrongly_encoded(scene: &mut Scene) {
    let post = format!("POST {PATH} HTTP/1.1");
    let json = "{\"object\":\"whatsapp_business_account\",\"entry\":[]}";
    let utf16: Vec<u8> = json.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let gzip = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab, 0xae, 5, 0];
    let requests = vec![
        scene.signed(&post, "content-encoding: gzip\r\n", &gzip),
        scene.signed(
            &post,
            "content-type: application/json; charset=utf-16\r\n",
            &utf16,
        ),
        scene.signed(&post, "", &[b"\xfe\xff".as_slice(), &utf16].concat()),
        scene.signed(&post, "", b"{\"entry\":\"\xff\xfe\xc0\x80\"}"),
        scene.signed(&post, "", b"{\"entry\":[]"),
        scene.signed(&post, "", b""),
    ];
    scene.each(requests, &[400]).await;
}

async fn floods_of_headers(scene: &mut Scene) {
    let mut many = String::new();
    for number in 0..10_000 {
        let _ = write!(many, "x-{number}: y\r\n");
    }
    let post = format!("POST {PATH} HTTP/1.1");
    let requests = vec![
        scene.signed(&post, &many, b"{}"),
        scene.signed(&post, &"x: y\r\n".repeat(65), b"{}"),
        scene.signed(&post, &format!("x: {}\r\n", "y".repeat(4 << 20)), b"{}"),
        scene.signed(&post, &format!("{}: y\r\n", "x".repeat(1 << 20)), b"{}"),
        scene.signed(
            &post,
            &format!("cookie: {}\r\n", "a=b; ".repeat(100_000)),
            b"{}",
        ),
    ];
    scene.each(requests, &[400, 431]).await;
    let start = format!("{post}\r\nhost: h\r\n");
    let answers = scene.crowd(CROWD, |to| {
        let start = start.clone();
        let more = "x: y\r\n".repeat(1000);
        async move { exchange_without_end(&to, start.as_bytes(), more.as_bytes(), false).await }
    });
    for answer in answers.await {
        assert!(
            matches!(statuses(&answer)[..], [] | [400 | 431]),
            "{answer}"
        );
    }
}

/// What is signed and sent there must not be taken.
async fn tricks_in_paths(scene: &mut Scene) {
    let body = notification(&["wamid.trick".to_owned()]);
    let long = "a".repeat(60_000);
    let names = [
        "..",
        "../whatsapp",
        "./whatsapp",
        "%2e%2e",
        "%2e%2e/whatsapp",
        "..%2fwhatsapp",
        "%00",
        "whatsapp%00",
        "/whatsapp",
        "whatsapp//",
        "whatsapp%20",
        "whatsapp;x",
        "WHATSAPP",
        "%ff",
        "%",
        "%zz",
        "whatsapp%2f..%2fwhatsapp",
        "..\\whatsapp",
        "",
        "\u{0}",
        "wha tsapp",
        "whatsäpp",
        &long,
    ];
    let mut requests: Vec<Vec<u8>> = names
        .iter()
        .map(|name| {
            let start = format!("POST /wfe/api/advancedwebhook/{name} HTTP/1.1");
            scene.signed(&start, "", body.as_bytes())
        })
        .collect();
    for path in [
        "//wfe/api/advancedwebhook/whatsapp",
        "/wfe//api/advancedwebhook/whatsapp",
        "/wfe/api/./advancedwebhook/whatsapp",
        "/x/../wfe/api/advancedwebhook/whatsapp",
        "/WFE/api/advancedwebhook/whatsapp",
        "wfe/api/advancedwebhook/whatsapp",
        "*",
        "",
    ] {
        let start = format!("POST {path} HTTP/1.1");
        requests.push(scene.signed(&start, "", body.as_bytes()));
    }
    scene.each(requests, &[400, 404, 405, 414, 431]).await;
}

async fn other_methods_and_protocols(scene: &mut Scene) {
    let body = notification(&["wamid.method".to_owned()]);
    let methods = [
        "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "post", "P\u{0}ST",
    ];
    let requests = methods
        .map(|method| scene.signed(&format!("{method} {PATH} HTTP/1.1"), "", body.as_bytes()));
    scene.each(requests.to_vec(), &[400, 405]).await;
    let connect = scene.signed("CONNECT h:443 HTTP/1.1", "", b"");
    scene.each(vec![connect], &[400, 404, 405]).await;

    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec();
    let hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec();
    let smuggled = format!(
        "POST {PATH} HTTP/1.1\r\nhost: h\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nhost: h\r\n\r\n"
    );
    let garbage = vec![
        preface,
        hello,
        b"\0".repeat(100_000),
        b"GET /healthz\r\n\r\n".to_vec(),
        format!("POST {PATH} HTTP/1.1\r\nhost: h\r\ncontent-length: -1\r\n\r\n").into_bytes(),
        format!("POST {PATH} HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n")
            .into_bytes(),
        smuggled.into_bytes(),
    ];
    scene
        .each(garbage, &[400, 401, 404, 405, 413, 426, 431, 505])
        .await;

    // What is old or unusual, and right, is taken.
    let id = "wamid.old".to_owned();
    let old = notification(std::slice::from_ref(&id));
    let request = scene.signed(&format!("POST {PATH} HTTP/1.0"), "", old.as_bytes());
    let answer = exchange(&scene.server.address, &request).await;
    assert_eq!(statuses(&answer), [200], "{answer}");
    scene.honest.insert(id);
    let mut line = Vec::new();
    for number in 0..20 {
        let id = format!("wamid.line.{number}");
        let body = notification(std::slice::from_ref(&id));
        let request = scene.signed(&format!("POST {PATH} HTTP/1.1"), "", body.as_bytes());
        let request = String::from_utf8(request).expect("text");
        let last = number == 19;
        line.push(if last {
            request
        } else {
            request.replace("connection: close\r\n", "")
        });
        scene.honest.insert(id);
    }
    let answer = exchange(&scene.server.address, line.concat().as_bytes()).await;
    assert_eq!(statuses(&answer), [200; 20], "{answer}");
}

async fn idle(scene: &mut Scene) {
    let mut idle = Vec::new();
    for _ in 0..IDLE {
        idle.push(connect(&scene.server.address).await);
    }
    for _ in 0..5 {
        scene.honest().await;
    }
    drop(idle);
    scene.honest().await;
}

/// Bodies that are nearly whole, and are never finished.
async fn many_bodies(scene: &mut Scene) {
    let start = format!("POST {PATH} HTTP/1.1\r\nhost: h\r\ncontent-length: 1048576\r\n\r\n");
    let body = start + &" ".repeat(1_048_000);
    let answers = scene.crowd(BODIES, |to| {
        let body = body.clone();
        async move { exchange(&to, body.as_bytes()).await }
    });
    let answers = answers.await;
    // Clients without a permit, and those with one that were too slow.
    for answer in &answers {
        assert!(matches!(statuses(answer)[..], [408 | 503]), "{answer}");
    }
    assert!(answers.iter().any(|answer| statuses(answer) == [503]));
}
