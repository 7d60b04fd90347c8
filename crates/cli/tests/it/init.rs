//! `uip init`: a complete `uip.toml`.

use serde_json::{Value, json};
use uip_sandbox::Sandbox;

use super::{Shell, refused};
use uip_testkit::tiny::{tiny_component, tiny_manifest};
use uip_testkit::workspace;

/// `uip init` for the tiny adapter.
fn init(shell: &Shell, arguments: &[&str]) -> super::Outcome {
    let component = tiny_component().display().to_string();
    let manifest = tiny_manifest().display().to_string();
    let files = ["init", "--component", &component, "--manifest", &manifest];
    shell.uip(&[&files, arguments].concat())
}

#[test]
fn what_it_writes_names_every_property_and_where_its_value_comes_from() {
    let shell = Shell::empty();
    let outcome = init(&shell, &[]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_eq!(
        outcome.stdout,
        "wrote uip.toml\nnext: fill in what is empty, set the environment variables, then run: uip check\n"
    );
    let written = shell
        .read("uip.toml")
        .replace(&tiny_component().display().to_string(), "COMPONENT")
        .replace(
            &tiny_manifest()
                .canonicalize()
                .unwrap()
                .display()
                .to_string(),
            "MANIFEST",
        );
    insta::assert_snapshot!(written);
}

#[test]
fn with_the_variables_set_it_passes_the_check() {
    let shell = Shell::empty();
    init(&shell, &[]);
    let missing = shell.uip(&["check"]);
    assert_eq!(missing.code, 2, "{missing:?}");
    assert!(
        missing.stderr.contains("TINY_ACCESS_KEY is not set"),
        "{missing:?}"
    );
    let set = shell.uip_with(&["check"], "", &[("TINY_ACCESS_KEY", super::KEY)]);
    assert_eq!(set.code, 0, "{set:?}");
}

#[test]
fn what_is_there_is_overwritten_only_when_asked() {
    let shell = Shell::with("# mine\n");
    assert_eq!(
        init(&shell, &[]),
        refused(
            "error: nothing was written, since there already is uip.toml: --force overwrites\n"
        )
    );
    assert_eq!(shell.read("uip.toml"), "# mine\n");
    assert_eq!(init(&shell, &["--force"]).code, 0);
    assert!(shell.read("uip.toml").contains("[adapters.tiny]"));
}

#[test]
fn the_files_are_found_in_the_folder() {
    let shell = Shell::empty();
    shell.write("adapter.json", std::fs::read(tiny_manifest()).unwrap());
    let outcome = shell.uip(&["init"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("adapter.json has no component: there is neither ./tiny.wasm nor ./target/wasm32-wasip2/component/tiny.wasm"),
        "{outcome:?}"
    );
    shell.write("tiny.wasm", std::fs::read(tiny_component()).unwrap());
    assert_eq!(shell.uip(&["init"]).code, 0);
    let config = shell.read("uip.toml");
    assert!(
        config.contains("component = \"tiny.wasm\"\nmanifest = \"adapter.json\"\n"),
        "{config}"
    );
}

#[test]
fn a_component_is_found_under_the_name_that_cargo_gives_it() {
    let shell = Shell::empty();
    let manifest = std::fs::read_to_string(tiny_manifest()).unwrap();
    let manifest = manifest.replace("\"name\": \"tiny\"", "\"name\": \"very-tiny\"");
    shell.write("adapter.json", manifest);
    shell.write("very_tiny.wasm", b"");
    assert_eq!(shell.uip(&["init"]).code, 0);
    let config = shell.read("uip.toml");
    assert!(
        config.contains("component = \"very_tiny.wasm\""),
        "{config}"
    );
}

/// A manifest for the properties and the command that a sandbox names.
fn whatsapp_manifest() -> String {
    let property = |name: &str, is_secret: bool| {
        json!({
            "name": name, "display": name, "isRequired": name != "apiBaseUrl",
            "type": "string", "isSecret": is_secret,
        })
    };
    let manifest = json!({
        "name": "whatsapp", "display": "WhatsApp", "version": "1.0.0", "description": "Sends.",
        "contract": "acme:whatsapp/adapter@1.0.0", "checkCommand": "testConnection",
        "properties": [
            property("authenticationToken", true), property("phoneNumberId", false),
            property("apiBaseUrl", false),
            json!({ "name": "appId", "display": "App", "isRequired": false, "type": "string" }),
        ],
        "commands": [{
            "name": "testConnection", "display": "Test", "description": "Tests.",
            "request": [], "response": [],
        }],
        "events": [], "releaseHistory": [],
    });
    manifest.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_tells_the_values_of_the_adapter_whose_properties_it_has() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let shell = Shell::empty();
    let manifest = whatsapp_manifest()
        .replace("authenticationToken", "authToken")
        .replace("phoneNumberId", "accountSid");
    shell.write("adapter.json", manifest);
    shell.write("whatsapp.wasm", "");
    let outcome = shell.uip(&["init", "--sandbox", &sandbox.base_url()]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    let text = shell.read("uip.toml");
    let config: Value = serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap();
    assert_eq!(
        config["adapters"]["whatsapp"]["properties"],
        json!({
            "authToken": {"file": "sandbox-secrets/authToken"},
            "accountSid": sandbox.twilio().account_sid,
            "apiBaseUrl": sandbox.base_url(),
        })
    );
    let trigger = &config["triggers"][0];
    assert_eq!(trigger["type"], "webhook");
    assert_eq!(trigger["authentication"], "twilio");
    assert_eq!(trigger["properties"]["url"], "{wfsystem.url}");
    assert_eq!(
        shell.read("sandbox-secrets/authToken").trim(),
        sandbox.twilio().auth_token
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_has_no_values_for_the_adapter_of_another_service() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let shell = Shell::empty();
    shell.write(
        "adapter.json",
        whatsapp_manifest().replace("phoneNumberId", "deskId"),
    );
    shell.write("whatsapp.wasm", "");
    let outcome = shell.uip(&["init", "--sandbox", &sandbox.base_url()]);
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert!(
        outcome
            .stderr
            .contains("has the properties authenticationToken, deskId;"),
        "{outcome:?}"
    );
    assert!(!shell.folder.path().join("uip.toml").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_tells_every_value_and_secrets_stay_out_of_the_configuration() {
    let sandbox = Sandbox::builder().app_secret("shh").start().await.unwrap();
    let shell = Shell::empty();
    shell.write("adapter.json", whatsapp_manifest());
    shell.write("whatsapp.wasm", "");
    let outcome = shell.uip(&["init", "--sandbox", &sandbox.base_url()]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert!(
        outcome.stdout.ends_with("next: uip call testConnection\n"),
        "{outcome:?}"
    );

    let text = shell.read("uip.toml");
    let config: Value = serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap();
    assert_eq!(
        config["adapters"]["whatsapp"]["properties"],
        json!({
            "authenticationToken": {"file": "sandbox-secrets/authenticationToken"},
            "phoneNumberId": sandbox.phone_number_id(),
            "apiBaseUrl": sandbox.base_url(),
            "appId": sandbox.app_id(),
        })
    );
    assert_eq!(
        config["triggers"],
        json!([{
            "type": "meta-webhook",
            "name": "whatsapp",
            "authentication": "hmac-sha256",
            "authenticationKey": {"file": "sandbox-secrets/webhookKey"},
            "verifyToken": {"file": "sandbox-secrets/verifyToken"},
            "command": "whatsapp.processWebhook",
            "properties": {"whatsAppNotification": "{wfsystem.body}"},
        }])
    );
    assert_eq!(
        shell.read("sandbox-secrets/authenticationToken"),
        sandbox.token()
    );
    assert_eq!(shell.read("sandbox-secrets/webhookKey"), "c2ho");
    assert_eq!(
        shell.read("sandbox-secrets/verifyToken"),
        sandbox.verify_token()
    );
}

#[test]
fn a_command_that_is_told_the_url_gets_a_trigger_that_checks_a_signature_over_it() {
    let field = |name: &str, is_required: bool| json!({ "name": name, "display": name, "description": name, "isRequired": is_required, "type": "string" });
    let manifest = json!({
        "name": "twilio", "display": "Twilio", "version": "1.0.0", "description": "Sends.",
        "contract": "acme:twilio/adapter@1.0.0", "properties": [],
        "commands": [{
            "name": "processWebhook", "display": "Process", "description": "Processes.",
            "request": [
                field("notification", true), field("signature", false), field("url", false),
                field("callbackParameters", false),
            ],
            "response": [],
        }],
        "events": [], "releaseHistory": [],
    });
    let shell = Shell::empty();
    shell.write("adapter.json", manifest.to_string());
    shell.write("twilio.wasm", "");
    assert_eq!(shell.uip(&["init"]).code, 0);
    let text = shell.read("uip.toml");
    let config: Value = serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap();
    assert_eq!(
        config["triggers"],
        json!([{
            "type": "webhook",
            "name": "twilio",
            "authentication": "twilio",
            "authenticationKey": {"env": "TWILIO_WEBHOOK_KEY"},
            "publicUrl": "",
            "command": "twilio.processWebhook",
            "properties": {
                "notification": "{wfsystem.body}",
                "signature": "{wfsystem.headers.X-Twilio-Signature}",
                "url": "{wfsystem.url}",
                "callbackParameters": "{wfsystem.parameters}",
            },
        }])
    );
}

#[test]
fn a_secret_that_is_a_property_and_a_trigger_s_key_has_one_variable() {
    let shell = Shell::empty();
    let manifest = workspace().join("adapter.json");
    shell.write("whatsapp.wasm", "");
    let outcome = shell.uip(&[
        "init",
        "--component",
        "whatsapp.wasm",
        "--manifest",
        &manifest.display().to_string(),
    ]);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let text = shell.read("uip.toml");
    assert!(text.contains("\n# appSecret = { env = \"WHATSAPP_APP_SECRET\" }\n"));
    assert!(text.contains("\nauthenticationKey = { env = \"WHATSAPP_APP_SECRET\" }\n"));
}

#[test]
fn a_sandbox_that_does_not_run_is_named_with_what_to_do() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let shell = Shell::empty();
    let outcome = init(&shell, &["--sandbox", &url]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome
            .stderr
            .contains(&format!("cannot reach the sandbox {url}: "))
            && outcome.stderr.contains("start `uip-sandbox`"),
        "{outcome:?}"
    );
    assert!(!shell.folder.path().join("uip.toml").exists());
}
