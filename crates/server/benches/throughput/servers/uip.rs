//! `uip serve`, as an operator starts it, with the real component.

use std::process::Command;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use uip_testkit::Configuration;
use uip_testkit::configuration::{ACCESS_TOKEN, APP_SECRET};

use super::{Counts, Server};
use crate::broker_triggers::{EVENTS, PASSWORD_VARIABLE};
use crate::brokers::PASSWORD;
use crate::built;
use crate::notification::SECRET;
use crate::receiver::Receiver;

/// The console's token.
pub const CONSOLE_TOKEN: &str = "token-of-the-console-that-is-measured";
const CONSOLE_VARIABLE: &str = "UIP_CONSOLE_TOKEN";

/// Starts it with an empty inbox. It delivers to a receiver of its own.
pub async fn start() -> Result<Server, String> {
    start_with("").await
}

/// The same with a console, and the console's address.
pub async fn start_with_console() -> Result<(Server, String), String> {
    let section = format!(
        "\n[console]\nlisten = \"127.0.0.1:0\"\ntoken = {{ env = \"{CONSOLE_VARIABLE}\" }}\n"
    );
    let server = start_with(&section).await?;
    let line = server.process.line();
    let console = line.split_once("console: ").map(|(_, after)| after);
    let console = console.and_then(|after| after.split([';', ' ', '\n']).next());
    let console = console.ok_or_else(|| format!("no console in {line:?}"))?;
    let console = console.to_owned();
    Ok((server, console))
}

/// With a receiver of its own, and more sections in its configuration.
async fn start_with(sections: &str) -> Result<Server, String> {
    let receiver = Receiver::start().await;
    let url = format!("http://{}/", receiver.address);
    let deliver = EVENTS.map(|event| (event, url.as_str()));
    Ok(Server {
        name: "uip serve, durable".to_owned(),
        details: "the component behind it, every event posted to a receiver".to_owned(),
        counts: Counts::Receiver(Arc::new(receiver)),
        ..started(&deliver, sections)?
    })
}

/// Starts it with an empty inbox. It delivers to somebody else.
pub fn start_for(receiver: &str) -> Result<Server, String> {
    started(&EVENTS.map(|event| (event, receiver)), "")
}

/// Starts it with an empty inbox and these event triggers, which deliver to a broker.
pub fn start_into_broker(triggers: &str) -> Result<Server, String> {
    started(&[], triggers)
}

/// Starts it with its inbox on the disk that holds the target folder.
fn started(deliver: &[(&str, &str)], sections: &str) -> Result<Server, String> {
    let (uip, component) = (built::uip()?, built::component()?);
    let folder = tempfile::tempdir_in(built::target())
        .map_err(|error| format!("no folder for its inbox: {error}"))?;
    let configuration_file = folder.path().join("uip.toml");
    let configuration = Configuration {
        component: &component,
        manifest: &built::manifest(),
        phone_number_id: "106540352242922",
        api_base_url: None,
        commands: false,
        deliver,
    };
    std::fs::write(&configuration_file, configuration.to_toml() + sections)
        .map_err(|error| format!("{}: {error}", configuration_file.display()))?;
    let (process, address) = super::start(
        Command::new(uip)
            .arg("--config")
            .arg(&configuration_file)
            .arg("serve")
            .env("RUST_LOG", "warn")
            .env("UIP_CACHE_DIR", component.with_file_name("compiled"))
            .env(CONSOLE_VARIABLE, CONSOLE_TOKEN)
            .env(ACCESS_TOKEN, "a-token-that-is-never-sent")
            .env(APP_SECRET, STANDARD.encode(SECRET))
            .env(PASSWORD_VARIABLE, PASSWORD),
    )?;
    Ok(Server {
        name: String::new(),
        details: String::new(),
        address,
        process,
        counts: Counts::Nobody,
        folder: Some(folder),
    })
}
