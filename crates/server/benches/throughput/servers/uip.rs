//! `uip serve`, as an operator starts it, with the real component.

use std::process::Command;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use uip_testkit::Configuration;
use uip_testkit::configuration::{ACCESS_TOKEN, APP_SECRET};

use super::{Counts, Server, built};
use crate::notification::SECRET;
use crate::receiver::Receiver;

/// The console's token.
pub const CONSOLE_TOKEN: &str = "token-of-the-console-that-is-measured";
const CONSOLE_VARIABLE: &str = "UIP_CONSOLE_TOKEN";

/// Starts it with an empty inbox, on the disk that holds the target folder. It
/// delivers to a receiver of its own.
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

/// With more sections in its configuration.
async fn start_with(sections: &str) -> Result<Server, String> {
    let (uip, component) = (built::uip()?, built::component()?);
    let receiver = Receiver::start().await;
    let folder = tempfile::tempdir_in(built::target())
        .map_err(|error| format!("no folder for its inbox: {error}"))?;
    let configuration_file = folder.path().join("uip.toml");
    let url = format!("http://{}/", receiver.address);
    let configuration = Configuration {
        component: &component,
        manifest: &built::manifest(),
        phone_number_id: "106540352242922",
        api_base_url: None,
        commands: false,
        deliver: &[("customer_message", &url), ("status_changed", &url)],
    };
    let text = configuration.to_toml() + sections;
    std::fs::write(&configuration_file, text)
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
            .env(APP_SECRET, STANDARD.encode(SECRET)),
    )?;
    Ok(Server {
        name: "uip serve, durable".to_owned(),
        details: "the component behind it, every event posted to a receiver".to_owned(),
        address,
        process,
        counts: Counts::Receiver(Arc::new(receiver)),
        folder: Some(folder),
    })
}
