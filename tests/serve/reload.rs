//! SIGHUP: the configuration is read again while the server runs.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use uip_sandbox::Sandbox;

use super::engine::{Engine, PATIENCE, until};
use super::server::{Server, Site};

const FIRST: &str = "the first token of the test";
const SECOND: &str = "the second token of the test";
const OF_ADAPTER: &str = "the token of one adapter";

/// How often the server has said that its configuration was reloaded.
pub fn reloads(site: &Site) -> usize {
    site.logged()
        .matches("the configuration was reloaded")
        .count()
}

/// What the commands API answers to this token.
async fn opened_by(server: &Server, token: &str) -> u16 {
    let request = reqwest::Client::new()
        .get(server.url("/openapi.json"))
        .bearer_auth(token);
    request.send().await.expect("an answer").status().as_u16()
}

#[tokio::test]
async fn secrets_in_files_are_read_again_and_what_was_begun_is_finished() {
    let sandbox = Sandbox::start().await.expect("a free port");
    let (before, after) = (Engine::start().await, Engine::start().await);
    let site = Site::new(&sandbox, &before.url);
    site.change(
        "commandsToken = { env = \"UIP_COMMANDS_TOKEN\" }",
        "commandsToken = { file = \"token\" }",
    );
    site.secret("token", FIRST);
    site.secret("adapter-token", OF_ADAPTER);
    let server = site.serve();
    sandbox.call_back(&server.callback());
    assert_eq!(opened_by(&server, FIRST).await, 200);
    assert_eq!(opened_by(&server, OF_ADAPTER).await, 401);
    sandbox.customer("393331234567").says("before");
    until("it is delivered", || before.deliveries().len() == 1).await;

    // A notification whose body has come by half.
    let body = r#"{"object":"whatsapp_business_account","entry":[]}"#;
    let (half, rest) = body.split_at(20);
    let mut slow = TcpStream::connect(&server.address)
        .await
        .expect("a connection");
    let head = format!(
        "POST /wfe/api/advancedwebhook/whatsapp HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         x-hub-signature-256: {}\r\ncontent-length: {}\r\n\r\n{half}",
        sandbox.sign(body.as_bytes()),
        body.len()
    );
    slow.write_all(head.as_bytes()).await.expect("it is sent");

    site.secret("token", SECOND);
    site.change(&before.url, &after.url);
    site.change(
        "[adapters.whatsapp]\n",
        "[adapters.whatsapp]\ncommandsToken = { file = \"adapter-token\" }\n",
    );
    site.change("listen = \"127.0.0.1:0\"", "listen = \"127.0.0.1:1\"");
    server.hang_up();
    until("it is reloaded", || reloads(&site) == 1).await;
    assert!(site.logged().contains("server.listen"), "{}", site.logged());

    slow.write_all(rest.as_bytes()).await.expect("it is sent");
    let mut answer = String::new();
    slow.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(opened_by(&server, FIRST).await, 401);
    for token in [SECOND, OF_ADAPTER] {
        assert_eq!(opened_by(&server, token).await, 200);
    }
    sandbox.customer("393331234567").says("after");
    until("it is delivered", || after.deliveries().len() == 1).await;
    assert_eq!(before.deliveries().len(), 1);
    assert_eq!(server.terminate().code(), Some(0));
}

#[tokio::test]
async fn a_reload_that_does_not_end_does_not_keep_the_server_from_stopping() {
    let sandbox = Sandbox::start().await.expect("a free port");
    let engine = Engine::start().await;
    let site = Site::new(&sandbox, &engine.url);
    site.change(
        "commandsToken = { env = \"UIP_COMMANDS_TOKEN\" }",
        "commandsToken = { file = \"token\" }",
    );
    site.secret("token", FIRST);
    let server = site.serve();

    // A file that never ends while this test has it open.
    let token = site.path().join("token");
    std::fs::remove_file(&token).expect("it is there");
    let made = std::process::Command::new("mkfifo").arg(&token).status();
    assert!(made.expect("mkfifo").success());
    server.hang_up();
    let writer =
        tokio::task::spawn_blocking(move || std::fs::File::options().write(true).open(token));
    let writer = tokio::time::timeout(PATIENCE, writer).await;
    let writer = writer.expect("the server opens it").expect("no panic");

    let mut stopped = tokio::task::spawn_blocking(move || server.terminate());
    let in_time = tokio::time::timeout(PATIENCE, &mut stopped).await;
    // What waits for the file's end must not outlive the test.
    drop(writer);
    let status = in_time.expect("the server stops").expect("no panic");
    assert_eq!(status.code(), Some(0));
    assert_eq!(reloads(&site), 0);
}

#[tokio::test]
async fn a_configuration_with_mistakes_is_refused_as_a_whole_and_each_is_named() {
    let sandbox = Sandbox::start().await.expect("a free port");
    let engine = Engine::start().await;
    let site = Site::new(&sandbox, &engine.url);
    site.change(
        "commandsToken = { env = \"UIP_COMMANDS_TOKEN\" }",
        "commandsToken = { file = \"token\" }",
    );
    site.secret("token", FIRST);
    let server = site.serve();
    sandbox.call_back(&server.callback());

    site.secret("token", "short");
    site.change(
        "apiVersion = \"v25.0\"",
        "apiVersion = { file = \"nowhere\" }",
    );
    site.change("parseBody = false", "parseBodies = false");
    server.hang_up();
    until("it is refused", || {
        site.logged()
            .matches("the configuration was not reloaded")
            .count()
            == 1
    })
    .await;
    for mistake in ["server.commandsToken", "triggers[0].parseBodies"] {
        assert!(
            site.logged().contains(mistake),
            "{mistake}: {}",
            site.logged()
        );
    }
    assert_eq!(reloads(&site), 0);
    assert_eq!(opened_by(&server, FIRST).await, 200);
    sandbox.customer("393331234567").says("Hello");
    until("it is delivered", || engine.deliveries().len() == 1).await;

    // The adapter's own check runs when everything else is valid.
    site.secret("token", SECOND);
    site.change("parseBodies = false", "parseBody = false");
    server.hang_up();
    until("it is refused again", || {
        site.logged()
            .matches("the configuration was not reloaded")
            .count()
            == 2
    })
    .await;
    assert!(
        site.logged()
            .contains("adapters.whatsapp.properties.apiVersion"),
        "{}",
        site.logged()
    );
    assert_eq!(opened_by(&server, SECOND).await, 401);
    site.change(
        "apiVersion = { file = \"nowhere\" }",
        "apiVersion = \"v25.0\"",
    );
    server.hang_up();
    until("it is reloaded", || reloads(&site) == 1).await;
    assert_eq!(opened_by(&server, SECOND).await, 200);
    assert_eq!(server.terminate().code(), Some(0));
}
