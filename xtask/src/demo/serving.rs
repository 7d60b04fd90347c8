//! `uip serve`: from WhatsApp's webhook to a flow's answer, with no one in
//! between.

use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};
use uip_testkit::{Configuration, Process, configuration};

use super::{
    ADA, APP_SECRET_BASE64, COMMANDS_TOKEN, PATIENCE, Stage, TOKEN, connection, expect, screen,
    text,
};
use crate::{build, cargo};

impl Stage<'_> {
    /// A customer writes, and a flow that `uip serve` starts answers.
    pub(super) fn serve(&mut self, built: &build::Built) -> Result<()> {
        screen::scene("14. On its own: `uip serve` takes the webhook, and a flow answers");
        let flow = TcpListener::bind("127.0.0.1:0").context("no port for the flow")?;
        let configuration = self.serving(built, &flow.local_addr()?.to_string());
        self.uip.write("serve.toml", configuration.as_bytes())?;
        screen::command("cat serve.toml");
        screen::text(&configuration);
        let server = self.start()?;
        let address = server.url();
        self.sandbox
            .call_back(&format!("{address}/wfe/api/advancedwebhook/whatsapp"))?;
        screen::remark("WhatsApp asked the webhook for its challenge, and got it.");

        let said = "Do you open on Sunday?";
        self.sandbox.customer(ADA, "say", &json!({"text": said}))?;
        // A batch that is not full is posted only now.
        self.sandbox.notifications()?;
        let (event, mut connection) = accept(&flow)?;
        screen::remark("The notification is on disk, and the flow gets its event:");
        screen::event(&event);
        expect(&event, "event", "customer_message")?;
        expect(&event, "properties.messages[0].text.body", said)?;

        let answer = "Yes, from eight to noon.";
        let from = text(&event, "properties.messages[0].from")?;
        let request = json!({"phoneNumber": format!("+{from}"), "message": answer});
        screen::remark("");
        screen::remark("It calls POST /adapters/whatsapp/commands/sendMessageText, which answers:");
        let response: Value = ureq::post(format!(
            "{address}/adapters/whatsapp/commands/sendMessageText"
        ))
        .header("Authorization", format!("Bearer {COMMANDS_TOKEN}"))
        .send_json(&request)
        .context("the commands API did not answer")?
        .body_mut()
        .read_json()?;
        self.sends += 1;
        screen::members(&response, 4);
        expect(&response, "status", "success")?;
        connection::take_event(&mut connection)?;
        drop(connection);
        self.on_her_phone(answer)?;
        self.delivered(text(&event, "eventId")?)
    }

    fn serving(&self, built: &build::Built, flow: &str) -> String {
        Configuration {
            component: &built.component,
            manifest: &cargo::root().join("adapter.json"),
            phone_number_id: self.sandbox.phone_number_id(),
            api_base_url: Some(self.sandbox.address()),
            commands: true,
            deliver: &[("customer_message", &format!("http://{flow}/flow"))],
        }
        .to_toml()
    }

    /// Starts the server.
    fn start(&self) -> Result<Process> {
        screen::command("uip --config serve.toml serve");
        let mut command = self.uip.command();
        command
            .args(["--config", "serve.toml", "serve"])
            .env(configuration::ACCESS_TOKEN, TOKEN)
            .env(configuration::APP_SECRET, APP_SECRET_BASE64)
            .env(configuration::COMMANDS_TOKEN, COMMANDS_TOKEN)
            .env("RUST_LOG", "warn");
        let server = Process::start(&mut command).map_err(|problem| anyhow!(problem))?;
        screen::text(server.line());
        Ok(server)
    }

    /// Waits until the delivery is written down, and shows it.
    fn delivered(&self, id: &str) -> Result<()> {
        let start = Instant::now();
        loop {
            let line = [
                "--config",
                "serve.toml",
                "events",
                "list",
                "--state",
                "delivered",
            ];
            let output = self.uip.command().args(line).output()?;
            let shown = String::from_utf8_lossy(&output.stdout).into_owned();
            if shown.contains("whatsapp.customer_message") {
                screen::command(&format!("uip {}", line.join(" ")));
                screen::text(&shown);
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                bail!("event {id} was never delivered: {shown}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Takes one event, as a flow's webhook does, and leaves the answer open.
fn accept(flow: &TcpListener) -> Result<(Value, TcpStream)> {
    flow.set_nonblocking(true)?;
    let start = Instant::now();
    let connection = loop {
        match flow.accept() {
            Ok((connection, _)) => break connection,
            Err(_) if start.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(error) => return Err(error).context("no event came to the flow"),
        }
    };
    Ok((connection::read_event(&connection)?, connection))
}
