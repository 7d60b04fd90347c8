//! `uip listen`: events as they come.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use uip_sandbox::{Sandbox, TwilioAccount};
use uip_server::signature::TwilioKey;

use super::{KEY, Shell, refused, tiny_config};

/// A webhook trigger that says each notification as a word.
const TRIGGER: &str = r#"
[[triggers]]
type = "meta-webhook"
name = "hook"
authentication = "hmac-sha256"
authenticationKey = { file = "key" }
verifyToken = { file = "verify" }
command = "tiny.sayWord"
[triggers.properties]
id = "the-id"
count = 0
payload = "{wfsystem.body}"
"#;

/// A `uip listen` that runs.
struct Listening {
    child: Child,
    stdout: BufReader<ChildStdout>,
    stderr: BufReader<ChildStderr>,
}

impl Listening {
    fn start(shell: &Shell, arguments: &[&str]) -> Self {
        let mut child = shell
            .command(&[&["listen", "--listen", "127.0.0.1:0"], arguments].concat())
            .env("RUST_LOG", "warn")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let stderr = BufReader::new(child.stderr.take().unwrap());
        Self {
            child,
            stdout,
            stderr,
        }
    }

    /// The next line of its messages.
    fn says(&mut self) -> String {
        let mut line = String::new();
        self.stderr.read_line(&mut line).unwrap();
        line
    }

    /// The next event that it prints.
    fn prints(&mut self) -> Value {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// Sends it a signal, such as `-INT`, at which it ends.
    fn end(&mut self, signal: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().unwrap();
        assert!(sent.success());
        assert_eq!(self.child.wait().unwrap().code(), Some(0), "{signal}");
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn shell(trigger: &str) -> Shell {
    let adapter = tiny_config(&format!("accessKey = \"{KEY}\""));
    let shell = Shell::with(&format!("{adapter}{trigger}"));
    // What the sandbox signs with by default, in base64.
    shell.write("key", "c2FuZGJveC1hcHAtc2VjcmV0");
    shell.write("verify", uip_sandbox::DEFAULT_VERIFY_TOKEN);
    shell
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notification_of_the_sandbox_is_printed_as_an_event_and_nothing_is_kept() {
    let sandbox = Sandbox::start().await.unwrap();
    let shell = shell(TRIGGER);
    let mut listening = Listening::start(&shell, &["--sandbox", &sandbox.base_url()]);
    let address = listening.says();
    assert!(
        address.starts_with("listening: http://127.0.0.1:")
            && address.ends_with("/wfe/api/advancedwebhook/hook\n"),
        "{address}"
    );
    let callback = listening.says();
    assert!(
        callback.contains("sends its notifications here"),
        "{callback}"
    );

    sandbox.notify_whole(&json!({"word": "hello"}));
    let event = listening.prints();
    assert_eq!(
        (&event["adapter"], &event["event"], &event["eventId"]),
        (&json!("tiny"), &json!("word_said"), &json!("the-id"))
    );
    assert_eq!(event["properties"], json!({"word": "hello"}));
    assert_eq!(sandbox.wait_for_accepted(1).await.unwrap().len(), 1);

    let kept: Vec<_> = std::fs::read_dir(shell.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !["uip.toml", "key", "verify"].contains(&name.as_str()))
        .collect();
    assert_eq!(kept, [] as [&str; 0]);
}

/// Where a sandbox sends its notifications.
fn callback_of(sandbox: &Sandbox) -> Value {
    sandbox_says(sandbox, "")["callbackUrl"].take()
}

/// What a sandbox's control answers at this path.
fn sandbox_says(sandbox: &Sandbox, path: &str) -> Value {
    let base_url = sandbox.base_url();
    let address = base_url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET /sandbox{path} HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_somebody_else_has_set_since_stays() {
    let sandbox = Sandbox::start().await.unwrap();
    let shell = shell(TRIGGER);
    let arguments = ["--sandbox", &sandbox.base_url()];
    let mut first = Listening::start(&shell, &arguments);
    first.says();
    first.says();
    let mut second = Listening::start(&shell, &arguments);
    second.says();
    second.says();
    let of_second = callback_of(&sandbox);
    first.end("-INT");
    assert!(
        first
            .says()
            .ends_with("its callback was changed, and stays as it is\n")
    );
    assert_eq!(callback_of(&sandbox), of_second);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_signal_that_ends_it_restores_the_sandbox_s_callback() {
    let sandbox = Sandbox::start().await.unwrap();
    let shell = shell(TRIGGER);
    let before = callback_of(&sandbox);
    for signal in ["-INT", "-TERM", "-HUP"] {
        let mut listening = Listening::start(&shell, &["--sandbox", &sandbox.base_url()]);
        listening.says();
        listening.says();
        assert_ne!(callback_of(&sandbox), before);
        listening.end(signal);
        assert_eq!(callback_of(&sandbox), before, "{signal}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_of_another_key_is_refused() {
    let sandbox = Sandbox::builder()
        .app_secret("another")
        .start()
        .await
        .unwrap();
    let shell = shell(TRIGGER);
    let mut listening = Listening::start(&shell, &["--sandbox", &sandbox.base_url()]);
    listening.says();
    listening.says();
    sandbox.notify_whole(&json!({"word": "hello"}));
    let refusal = listening.says();
    assert!(refusal.contains("wrong-signature"), "{refusal}");
    assert_eq!(sandbox.wait_for_settled(1).await.unwrap().len(), 1);
    assert!(!sandbox.notifications()[0].was_accepted());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_with_another_verify_token_ends_it_with_the_reason() {
    let sandbox = Sandbox::builder()
        .verify_token("another")
        .start()
        .await
        .unwrap();
    let shell = shell(TRIGGER);
    let outcome = shell.uip(&[
        "listen",
        "--listen",
        "127.0.0.1:0",
        "--sandbox",
        &sandbox.base_url(),
    ]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(
        outcome.stderr.contains("/sandbox/callback/verify"),
        "{outcome:?}"
    );
}

/// A webhook trigger that says the parameters of each notification's URL.
const TWILIO_TRIGGER: &str = r#"
[[triggers]]
type = "webhook"
name = "hook"
path = "/hook/{tenant}"
publicUrl = "https://hooks.example.com"
authentication = "twilio"
authenticationKey = { file = "key" }
command = "tiny.sayWord"
[triggers.properties]
id = "{wfsystem.parameters.ref}"
count = 0
payload = "{wfsystem.parameters}"
"#;

#[test]
fn a_form_that_twilio_signed_is_printed_as_an_event_and_answered_with_twiml() {
    let shell = shell(TWILIO_TRIGGER);
    let mut listening = Listening::start(&shell, &[]);
    let line = listening.says();
    let address = line
        .strip_prefix("listening: http://")
        .and_then(|rest| rest.strip_suffix("/hook/{tenant}\n"))
        .unwrap_or_else(|| panic!("{line}"));
    let (target, form) = ("/hook/acme?ref=e1", "Body=x");
    let key = TwilioKey::new(b"sandbox-app-secret");
    let signature = key.sign(
        &format!("https://hooks.example.com{target}"),
        form.as_bytes(),
    );
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "POST {target} HTTP/1.1\r\nhost: h\r\nconnection: close\r\nx-twilio-signature: {signature}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.ends_with("\r\n\r\n<Response/>"), "{answer}");
    let event = listening.prints();
    assert_eq!(event["eventId"], "e1");
    assert_eq!(event["properties"], json!({"ref": "e1", "tenant": "acme"}));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_sends_the_webhooks_of_twilio_here_too() {
    let account = TwilioAccount {
        auth_token: "sandbox-app-secret".to_owned(),
        ..TwilioAccount::default()
    };
    let number = account.number.clone();
    let sandbox = Sandbox::builder().twilio(account).start().await.unwrap();
    let shell = shell(&TWILIO_TRIGGER.replace("parameters.ref}", "parameters.tenant}"));
    let mut listening = Listening::start(&shell, &["--sandbox", &sandbox.base_url()]);
    listening.says();
    listening.says();
    let ada = sandbox.customer("16505551234").writing_to(&number).unwrap();
    ada.says("Hello");
    let event = listening.prints();
    assert_eq!(event["eventId"], "tenant");
    assert_eq!(event["properties"], json!({"tenant": "tenant"}));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twilio_s_callbacks_the_one_that_somebody_else_has_set_stays() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.call_webhook(Some("http://127.0.0.1:9/before"));
    let shell = shell(TWILIO_TRIGGER);
    let mut listening = Listening::start(&shell, &["--sandbox", &sandbox.base_url()]);
    listening.says();
    listening.says();
    sandbox.call_status_callback(Some("http://127.0.0.1:9/theirs"));
    listening.end("-INT");
    assert!(listening.says().ends_with("and stays as it is\n"));
    let now = sandbox_says(&sandbox, "/twilio");
    assert_eq!(now["webhookUrl"], "http://127.0.0.1:9/before");
    assert_eq!(now["statusCallbackUrl"], "http://127.0.0.1:9/theirs");
}

#[test]
fn an_event_trigger_with_a_sink_is_no_mistake_since_nothing_is_delivered() {
    let sink = "[[triggers]]\ntype = \"event\"\nadapter = \"tiny\"\nevent = \"word_said\"\ndeliver = \"sink:crm\"\n";
    let shell = shell(&format!("{TRIGGER}{sink}"));
    let mut listening = Listening::start(&shell, &[]);
    let line = listening.says();
    assert!(line.starts_with("listening: "), "{line}");
}

#[test]
fn without_a_webhook_trigger_it_says_what_to_add() {
    assert_eq!(
        shell("").uip(&["listen"]),
        refused(
            "error: the configuration has no webhook trigger: add [[triggers]] of the type meta-webhook or webhook; `uip init` writes one\n"
        )
    );
    assert_eq!(
        shell(TRIGGER).uip(&["listen", "tny"]),
        refused("error: unknown adapter `tny`; did you mean `tiny`?\n")
    );
}

#[test]
fn what_keeps_a_server_from_starting_is_json_in_a_log_of_json() {
    let shell = Shell::with("[inbox]\nworkers = 'many'\n[server]\nlisten = 7\n");
    for verb in ["serve", "listen"] {
        // Whatever is logged of what runs.
        let environment = [("UIP_LOG_FORMAT", "json"), ("RUST_LOG", "off")];
        let outcome = shell.uip_with(&[verb], "", &environment);
        assert_eq!(outcome.code, 2, "{outcome:?}");
        assert!(outcome.stderr.lines().count() >= 1, "{outcome:?}");
        for line in outcome.stderr.lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            assert_eq!(line["level"], "ERROR");
            assert!(line["message"].is_string(), "{line}");
            assert!(line["timestamp"].is_string(), "{line}");
        }
    }
    assert!(shell.uip(&["serve"]).stderr.starts_with("error: "));
}
