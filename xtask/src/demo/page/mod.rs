//! `cargo xtask demo --page`: a sandbox, a server and a flow that answers, for a
//! person who plays the customer in a browser.

mod flow;

use std::net::TcpListener;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};
use uip_testkit::{Configuration, Process, configuration};

use super::sandbox::Sandbox;
use super::uip::Uip;
use super::{ADA, APP_SECRET, APP_SECRET_BASE64, COMMANDS_TOKEN, TOKEN, connection, screen};
use crate::{build, cargo, say};

/// Where the sandbox listens unless the port is taken.
const USUAL: &str = "127.0.0.1:8590";
const CONSOLE_TOKEN: &str = "demo-console-token";

/// Builds everything, starts it, and answers customers until it is interrupted.
pub fn run() -> Result<()> {
    let built = build::for_development()?;
    let folder = tempfile::tempdir().context("there is no room for temporary files")?;
    let log = folder.path().join("sandbox.log");
    let listen = if TcpListener::bind(USUAL).is_ok() {
        USUAL
    } else {
        "127.0.0.1:0"
    };
    let sandbox = Sandbox::start(
        &built.sandbox,
        &["--listen", listen],
        TOKEN,
        APP_SECRET,
        &log,
    )?;
    sandbox.change_customer(ADA, &json!({"name": "Ada"}))?;
    let flow = TcpListener::bind("127.0.0.1:0").context("no port for the flow")?;
    let uip = Uip::new(&built.uip, folder.path());
    let server = serve(&built, &sandbox, &uip, &flow.local_addr()?.to_string())?;
    sandbox.call_back(&format!(
        "{}/wfe/api/advancedwebhook/whatsapp",
        server.url()
    ))?;
    screen::remark(&format!("Play the customer:  {}/", sandbox.address()));
    if let Some(console) = console(server.line()) {
        screen::remark(&format!(
            "Watch the server:   {console} with the token {CONSOLE_TOKEN}"
        ));
    }
    screen::remark("Write as Ada, and the flow answers. Interrupt with Ctrl+C.");
    let commands = format!("{}/adapters/whatsapp/commands", server.url());
    for accepted in flow.incoming() {
        // A receiver that fails once gets the event again.
        if let Err(problem) = accepted
            .context("no connection")
            .and_then(|accepted| take(accepted, &commands))
        {
            say::note(&format!(
                "the flow failed, and will be tried again: {problem:#}"
            ));
        }
    }
    Ok(())
}

/// Takes one event, and calls the command that the flow answers with.
fn take(mut accepted: std::net::TcpStream, commands: &str) -> Result<()> {
    let event = connection::read_event(&accepted)?;
    if let Some((command, request)) = flow::answer(&event) {
        let mut response = ureq::post(format!("{commands}/{command}"))
            .config()
            .http_status_as_error(false)
            .build()
            .header("Authorization", format!("Bearer {COMMANDS_TOKEN}"))
            .send_json(&request)
            .context("the commands API did not answer")?;
        let answer: Value = response.body_mut().read_json()?;
        if answer["retryable"] == true {
            bail!("{command}: {answer}");
        }
        screen::remark(&format!("{command}: {}", answer["status"]));
    }
    connection::take_event(&mut accepted)
}

fn serve(built: &build::Built, sandbox: &Sandbox, uip: &Uip<'_>, flow: &str) -> Result<Process> {
    let mut toml = Configuration {
        component: &built.component,
        manifest: &cargo::root().join("adapter.json"),
        phone_number_id: sandbox.phone_number_id(),
        api_base_url: Some(sandbox.address()),
        commands: true,
        deliver: &[
            ("customer_message", &format!("http://{flow}/flow")),
            ("status_changed", &format!("http://{flow}/flow")),
        ],
    }
    .to_toml();
    toml.push_str(
        "\n[console]\nlisten = \"127.0.0.1:0\"\ntoken = { env = \"UIP_CONSOLE_TOKEN\" }\n",
    );
    uip.write("uip.toml", toml.as_bytes())?;
    let mut command = uip.command();
    command
        .arg("serve")
        .env(configuration::ACCESS_TOKEN, TOKEN)
        .env(configuration::APP_SECRET, APP_SECRET_BASE64)
        .env(configuration::COMMANDS_TOKEN, COMMANDS_TOKEN)
        .env("UIP_CONSOLE_TOKEN", CONSOLE_TOKEN)
        .env("RUST_LOG", "warn");
    Process::start(&mut command).map_err(|problem| anyhow!(problem))
}

/// The console's URL in the line with which a server says that it is ready.
fn console(line: &str) -> Option<&str> {
    let (_, after) = line.split_once("console: ")?;
    after.split([';', ',']).next().map(str::trim)
}
