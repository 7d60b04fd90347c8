//! The command, as a person starts it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

struct Running {
    child: Child,
    base_url: String,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_uip-sandbox"))
            .args(["--listen", "127.0.0.1:0", "--quiet"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let base_url = line
            .split_whitespace()
            .find(|word| word.starts_with("http://"))
            .unwrap_or_else(|| panic!("no address in {line:?}"))
            .to_owned();
        Self { child, base_url }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn the_command_tells_its_address_and_serves_there() {
    let running = Running::start(&[
        "--token",
        "a-token-of-my-own-choice",
        "--phone-number-id",
        "42",
    ]);
    let body =
        json!({"messaging_product": "whatsapp", "to": "+16505551234", "text": {"body": "x"}});
    let send = |token: &'static str| {
        reqwest::Client::new()
            .post(format!("{}/42/messages", running.base_url))
            .bearer_auth(token)
            .json(&body)
            .send()
    };
    assert_eq!(send("another").await.unwrap().status(), 401);
    let answer: Value = send("a-token-of-my-own-choice")
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(answer["contacts"][0]["wa_id"], "16505551234");
}

#[test]
fn s2_the_address_of_the_page_is_on_standard_error_and_the_first_line_is_as_ever() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_uip-sandbox"))
        .args(["--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    let address = first
        .strip_prefix("uip-sandbox is ready on ")
        .and_then(|rest| rest.split(' ').next())
        .unwrap()
        .to_owned();
    let mut page = String::new();
    BufReader::new(child.stderr.take().unwrap())
        .read_line(&mut page)
        .unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(page.trim(), format!("open {address}/ in a browser"));
}

#[tokio::test]
async fn templates_come_from_a_file() {
    let mut file = std::env::temp_dir();
    file.push(format!("uip-sandbox-templates-{}.json", std::process::id()));
    std::fs::File::create(&file)
        .unwrap()
        .write_all(
            br#"[{"name":"mine","language":"en","components":[{"type":"BODY","text":"x"}]}]"#,
        )
        .unwrap();
    let running = Running::start(&["--templates", file.to_str().unwrap()]);
    std::fs::remove_file(&file).unwrap();
    let listing: Value = reqwest::Client::new()
        .get(format!(
            "{}/{}/message_templates",
            running.base_url,
            uip_sandbox::DEFAULT_BUSINESS_ACCOUNT_ID
        ))
        .bearer_auth(uip_sandbox::DEFAULT_TOKEN)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(listing["data"][0]["name"], "mine");
    assert_eq!(listing["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_account_at_twilio_is_set_by_options() {
    let sid = "AC0123456789abcdef0123456789abcdef";
    let running = Running::start(&[
        "--twilio-account-sid",
        sid,
        "--twilio-auth-token",
        "a token of my own",
        "--twilio-number",
        "447700900100",
        "--twilio-webhook-url",
        "http://127.0.0.1:9/in",
        "--customers-write-to",
        "447700900100",
    ]);
    let http = reqwest::Client::new();
    let sandbox = format!("{}/sandbox", running.base_url);
    let say = http.post(format!("{sandbox}/customers/16505551234/say"));
    let answer = say.body(r#"{"text":"Hello"}"#).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    let webhooks: Value = http
        .get(format!("{sandbox}/twilio/webhooks"))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(webhooks[0]["url"], "http://127.0.0.1:9/in");
    let body = webhooks[0]["body"].as_str().unwrap();
    assert!(body.contains("To=whatsapp%3A%2B447700900100"), "{body}");
    let account = http
        .get(format!(
            "{}/2010-04-01/Accounts/{sid}.json",
            running.base_url
        ))
        .basic_auth(sid, Some("a token of my own"))
        .send();
    assert_eq!(account.await.unwrap().status(), 200);
}

#[test]
fn what_cannot_be_done_is_one_line_and_exit_code_1() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for (arguments, said) in [
        (
            ["--templates", "no-such-file.json"],
            "cannot read no-such-file.json",
        ),
        (
            ["--listen", address.as_str()],
            "cannot listen on 127.0.0.1:",
        ),
        (
            ["--customers-write-to", "15550999999"],
            "--customers-write-to must be one of 15550100200, 15550100300, 14155238886",
        ),
        (
            ["--twilio-number", "15550100200"],
            "--display-number, --twilio-number and --twilio-sandbox-number must differ",
        ),
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_uip-sandbox"))
            .args(arguments)
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut told = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut told)
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(1));
        assert!(told.contains(said), "{told}");
        assert_eq!(told.lines().count(), 1, "{told}");
    }
}
