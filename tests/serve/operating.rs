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
    assert_eq!(line("the server is listening")["level"], "INFO");
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
async fn refused_requests_are_in_the_log_with_a_reason_and_without_a_secret() {
    let sandbox = Sandbox::start().await.expect("a free port");
    let site = Site::new(&sandbox, "http://127.0.0.1:9/flow");
    let server = site.serve();
    let client = reqwest::Client::new();
    for _ in 0..5 {
        let refused = client.post(server.callback()).body("rye").send();
        assert_eq!(refused.await.expect("an answer").status(), 401);
    }
    let check = "/wfe/api/advancedwebhook/whatsapp?hub.mode";
    for (path, status) in [
        (
            format!("{check}=subscribe&hub.verify_token=s3cret&hub.challenge=1"),
            403,
        ),
        (format!("{check}=subscribe&hub.verify_token=whatsapp"), 403),
        (format!("{check}=other&hub.verify_token=whatsapp"), 403),
        (
            "/wfe/api/advancedwebhok/whatsapp?token=s3cret".to_owned(),
            404,
        ),
        ("/wfe/api/advancedwebhook/other".to_owned(), 404),
    ] {
        assert_eq!(server.get(&path).await.0, status, "{path}");
    }
    let deleted = client.delete(server.callback()).send().await;
    assert_eq!(deleted.expect("an answer").status(), 405);
    assert_eq!(server.terminate().code(), Some(0));
    let logged = site.logged();
    for reason in [
        "wrong-signature",
        "wrong-verify-token",
        "missing-challenge",
        "wrong-mode",
        "unknown-path",
        "unknown-trigger",
        "wrong-method",
    ] {
        let lines = logged.matches(&format!("reason=\"{reason}\"")).count();
        assert_eq!(lines, 1, "{reason}: {logged}");
    }
    assert!(
        logged.contains("/wfe/api/advancedwebhok/whatsapp"),
        "{logged}"
    );
    assert!(
        !logged.contains("s3cret") && !logged.contains("rye"),
        "{logged}"
    );
}

#[tokio::test]
async fn hangups_and_broken_pipes_do_not_end_a_server() {
    let sandbox = Sandbox::start().await.expect("a free port");
    let site = Site::new(&sandbox, "http://127.0.0.1:9/flow");
    let starting = site.start(&[], &[]);
    starting.hang_up();
    let server = starting.ready();
    for signal in ["HUP", "PIPE"] {
        server.signal(signal);
        assert_eq!(server.get("/readyz").await.0, 200, "{signal}");
    }
    assert_eq!(server.terminate().code(), Some(0));
}

#[tokio::test]
async fn a_server_that_has_nothing_to_serve_says_so() {
    let sandbox = Sandbox::start().await.expect("a free port");
    let site = Site::new(&sandbox, "http://127.0.0.1:9/flow");
    site.replace("[server]\nlisten = \"127.0.0.1:0\"\n");
    let (code, said) = site.serve_in_vain(true);
    assert_eq!(code, Some(2));
    assert_eq!(
        said,
        "error: there is nothing to serve: the configuration has no [[triggers]] and no commandsToken; add one of them\n"
    );
    assert!(!site.path().join("uip-inbox.sqlite").exists());
}

#[tokio::test]
async fn a_check_warns_of_a_secret_that_is_written_out_and_does_not_show_it() {
    let sandbox = Sandbox::start().await.expect("a free port");
    let site = Site::new(&sandbox, "http://127.0.0.1:9/flow");
    let said = |site: &Site| {
        let checked = site.check();
        assert_eq!(checked.status.code(), Some(0), "{checked:?}");
        String::from_utf8_lossy(&checked.stdout).into_owned()
    };
    assert!(!said(&site).contains("warning: "), "{}", said(&site));
    let token = format!("authenticationToken = {:?}", sandbox.token());
    site.change(
        "authenticationToken = { env = \"WHATSAPP_AUTHENTICATION_TOKEN\" }",
        &token,
    );
    let said = said(&site);
    let warning = "warning: whatsapp: property authenticationToken is a secret and is written out";
    assert!(said.contains(warning), "{said}");
    assert!(!said.contains(sandbox.token()), "{said}");
}

#[tokio::test]
async fn the_check_before_a_start_finds_what_the_start_would() {
    let sandbox = Sandbox::start().await.expect("a free port");
    let site = Site::new(&sandbox, "http://127.0.0.1:9/flow");
    let fine = site.check();
    assert_eq!(fine.status.code(), Some(0), "{fine:?}");
    let said = String::from_utf8_lossy(&fine.stdout).into_owned();
    let last = "ok: triggers: 1 webhook and 2 event fit their adapters";
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
