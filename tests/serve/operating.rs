//! What an operator sees.

use serde_json::Value;
use uip_sandbox::Sandbox;

use super::engine::{Engine, until};
use super::server::{Site, TOKEN};

#[tokio::test]
async fn a_server_tells_how_it_is() {
    let sandbox = Sandbox::start().await.expect("a free port");
    let engine = Engine::start().await;
    let site = Site::new(&sandbox, &engine.url);
    let server = site.serve();
    for told in [
        "/wfe/api/advancedwebhook/whatsapp",
        "whatsapp.customer_message",
        "uip-inbox.sqlite",
    ] {
        assert!(server.line.contains(told), "{}", server.line);
    }
    sandbox.call_back(&server.callback());
    let id = sandbox.customer("393331234567").says("Hello");
    until("the event is delivered", || engine.deliveries().len() == 1).await;

    assert_eq!(server.get("/healthz").await.0, 200);
    assert_eq!(server.get("/readyz").await.0, 200);
    let (status, metrics) = server.get("/metrics").await;
    assert_eq!(status, 200);
    assert!(
        metrics.contains("uip_notifications_received_total{trigger=\"whatsapp\"} 1"),
        "{metrics}"
    );
    assert_eq!(server.get("/openapi.json").await.0, 401);
    let api: Value = reqwest::Client::new()
        .get(server.url("/openapi.json"))
        .bearer_auth(TOKEN)
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert!(
        api["paths"]["/adapters/whatsapp/commands/sendMessageText"]["post"].is_object(),
        "{api}"
    );

    until("the delivery is written down", || {
        site.json(&["events", "list", "--state", "delivered"])[0]["eventId"] == id.as_str()
    })
    .await;
    let table = site.operate(&["events", "list"]).stdout;
    let table = String::from_utf8_lossy(&table);
    assert!(
        table.contains("whatsapp.customer_message") && !table.contains("Hello"),
        "{table}"
    );
    let shown = site.json(&["events", "show", &id]);
    assert_eq!(shown["properties"]["messages"][0]["text"]["body"], "Hello");
    let notifications = site.json(&["notifications", "list"]);
    assert_eq!(notifications[0]["state"], "done");

    let replayed = site.operate(&["events", "replay", &id, "--all"]);
    assert!(replayed.status.success(), "{replayed:?}");
    until("the event is delivered again", || {
        engine.deliveries().len() == 2
    })
    .await;
    assert!(engine.deliveries().iter().all(|it| it.key == id));
    let unknown = site.operate(&["events", "show", "nobody"]);
    assert_eq!(unknown.status.code(), Some(2));
}

#[tokio::test]
async fn a_server_that_logs_nothing_serves_and_stops_as_others_do() {
    let sandbox = Sandbox::start().await.expect("a free port");
    let site = Site::new(&sandbox, "http://127.0.0.1:9/flow");
    let server = site.serve_logging("off");
    assert_eq!(server.get("/readyz").await.0, 200);
    assert_eq!(server.terminate().code(), Some(0));
    assert_eq!(site.logged(), "");
}

#[tokio::test]
async fn a_log_for_programs_is_json_and_holds_no_secret_and_no_message() {
    let sandbox = Sandbox::start().await.expect("a free port");
    let engine = Engine::start().await;
    let site = Site::new(&sandbox, &engine.url);
    let environment = [("RUST_LOG", "debug"), ("UIP_LOG_FORMAT", "json")];
    let server = site.start(&[], &environment).ready();
    engine.answer_at(server.url(""));
    sandbox.call_back(&server.callback());
    let ada = sandbox.customer("393331234567");
    ada.says("Is there any rye left?");
    ada.wait_for_received(1).await.expect("an answer");
    let refused = reqwest::Client::new().post(server.callback()).body("rye");
    assert_eq!(refused.send().await.expect("an answer").status(), 401);
    assert_eq!(server.terminate().code(), Some(0));

    let logged = site.logged();
    let lines: Vec<Value> = logged
        .lines()
        .map(|line| serde_json::from_str(line).expect("one JSON object on each line"))
        .collect();
    let line = |message: &str| {
        let found = lines.iter().find(|line| line["message"] == message);
        found.unwrap_or_else(|| panic!("no `{message}`: {logged}"))
    };
    assert_eq!(line("the trigger host is up")["level"], "INFO");
    assert_eq!(line("a command was called")["command"], "sendMessageText");
    assert_eq!(line("a request was refused")["reason"], "wrong-signature");
    assert_eq!(line("shutting down")["signal"], "SIGTERM");
    assert!(lines.iter().all(|line| line["timestamp"].is_string()));
    for secret in [
        "rye",
        "You said",
        sandbox.token(),
        TOKEN,
        sandbox.app_secret(),
    ] {
        assert!(!logged.contains(secret), "{logged}");
    }
}

#[tokio::test]
async fn the_check_before_a_start_finds_what_the_start_would() {
    let sandbox = Sandbox::start().await.expect("a free port");
    let site = Site::new(&sandbox, "http://127.0.0.1:9/flow");
    let fine = site.check();
    assert_eq!(fine.status.code(), Some(0), "{fine:?}");
    let said = String::from_utf8_lossy(&fine.stdout).into_owned();
    let last = "ok: triggers: 1 advanced-webhook and 2 event fit their adapters";
    assert_eq!(said.lines().last(), Some(last));

    site.change("whatsapp.processWebhook", "whatsapp.processWebhok");
    site.change("event = \"status_changed\"", "event = \"status\"");
    let checked = site.check();
    assert_eq!(checked.status.code(), Some(2));
    let (code, said) = site.serve_in_vain(true);
    assert_eq!(code, Some(2));
    assert_eq!(String::from_utf8_lossy(&checked.stderr), said);
    assert!(!site.path().join("uip-inbox.sqlite").exists());
}

#[tokio::test]
async fn mistakes_in_the_configuration_are_told_at_start_each_by_its_key() {
    let sandbox = Sandbox::start().await.expect("a free port");
    let site = Site::new(&sandbox, "http://127.0.0.1:9/flow");
    let (code, said) = site.serve_in_vain(false);
    assert_eq!(code, Some(2));
    for key in ["server.commandsToken: ", "triggers[0].authenticationKey: "] {
        assert!(said.contains(&format!("error: {key}")), "{said}");
    }

    site.change("apiVersion = \"v25.0\"", "apiVersoin = \"v25.0\"");
    let (code, said) = site.serve_in_vain(true);
    assert_eq!(code, Some(2));
    for key in ["apiVersoin: ", "apiVersion: "] {
        let line = format!("error: adapters.whatsapp.properties.{key}");
        assert!(said.contains(&line), "{said}");
    }

    site.change("apiVersoin", "apiVersion");
    site.change("whatsapp.processWebhook", "whatsapp.processWebhok");
    site.change("event = \"status_changed\"", "event = \"status\"");
    let (code, said) = site.serve_in_vain(true);
    assert_eq!(code, Some(2));
    for key in ["triggers[0].command: ", "triggers[2].event: "] {
        assert!(said.contains(&format!("error: {key}")), "{said}");
    }

    site.change("[server]", "[sever]");
    site.change("manifest = ", "manifets = ");
    let (code, said) = site.serve_in_vain(true);
    assert_eq!(code, Some(2));
    let lines: Vec<&str> = said.lines().collect();
    for line in [
        "error: adapters.whatsapp.manifets: unknown key; did you mean `manifest`?",
        "error: sever: unknown key; did you mean `server`?",
    ] {
        assert!(lines.contains(&line), "{said}");
    }
    assert!(!site.path().join("uip-inbox.sqlite").exists());
}
