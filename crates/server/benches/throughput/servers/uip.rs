//! `uip serve`, as an operator starts it, with the real component.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::process::Process;
use super::{Counts, Server, built};
use crate::notification::SECRET;
use crate::receiver::Receiver;

/// Starts it with an empty inbox, on the disk that holds the target folder. It
/// delivers to a receiver of its own.
pub async fn start() -> Result<Server, String> {
    let (uip, component) = (built::uip()?, built::component()?);
    let receiver = Receiver::start().await;
    let folder = tempfile::tempdir_in(built::target())
        .map_err(|error| format!("no folder for its inbox: {error}"))?;
    let configuration_file = folder.path().join("uip.toml");
    std::fs::write(&configuration_file, configuration(&component, &receiver))
        .map_err(|error| format!("{}: {error}", configuration_file.display()))?;
    let process = Process::start(
        Command::new(uip)
            .arg("--config")
            .arg(&configuration_file)
            .arg("serve")
            .env("RUST_LOG", "warn")
            .env("UIP_CACHE_DIR", component.with_file_name("compiled"))
            .env(
                "WHATSAPP_AUTHENTICATION_TOKEN",
                "a token that is never sent",
            )
            .env("WHATSAPP_APP_SECRET", STANDARD.encode(SECRET)),
    )?;
    Ok(Server {
        name: "uip serve, durable".to_owned(),
        details: "the component behind it, every event posted to a receiver".to_owned(),
        process,
        counts: Counts::Receiver(Arc::new(receiver)),
        folder: Some(folder),
    })
}

fn configuration(component: &Path, receiver: &Receiver) -> String {
    let component = component.display().to_string();
    let manifest = built::manifest().display().to_string();
    let mut text = format!(
        r#"
[adapters.whatsapp]
component = {component:?}
manifest = {manifest:?}

[adapters.whatsapp.properties]
authenticationToken = {{ env = "WHATSAPP_AUTHENTICATION_TOKEN" }}
apiVersion = "v25.0"
phoneNumberId = "106540352242922"

[server]
listen = "127.0.0.1:0"

[[triggers]]
type = "advanced-webhook"
name = "whatsapp"
authentication = "hmac-sha256"
authenticationKey = {{ env = "WHATSAPP_APP_SECRET" }}
parseBody = false
command = "whatsapp.processWebhook"
[triggers.properties]
whatsAppNotification = "{{wfsystem.body}}"
"#
    );
    for event in ["customer_message", "status_changed"] {
        let _ = write!(
            text,
            "\n[[triggers]]\ntype = \"event\"\nadapter = \"whatsapp\"\nevent = \"{event}\"\ndeliver = \"http://{}/\"\n",
            receiver.address
        );
    }
    text
}
