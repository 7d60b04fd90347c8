use uip_server::Running;
use uip_server::config::Config;

use crate::failure::Failure;
use crate::output;

/// What is said when requests can come: one line.
pub struct Ready {
    webhooks: Vec<String>,
    events: Vec<String>,
    commands: bool,
    inbox: String,
}

impl Ready {
    pub fn of(config: &Config) -> Self {
        Self {
            webhooks: config
                .webhook_triggers
                .iter()
                .map(|trigger| trigger.path.to_string())
                .collect(),
            events: config
                .event_triggers
                .iter()
                .map(|trigger| trigger.name.clone())
                .collect(),
            commands: config.server.commands_token.is_some() || !config.adapter_tokens.is_empty(),
            inbox: config.inbox.file.display().to_string(),
        }
    }

    /// Prints the line. Who waits for it has it before this returns.
    pub fn say(&self, running: &Running) -> Result<(), Failure> {
        let address = running.local_addr();
        let commands = if self.commands { "on" } else { "off" };
        let operations = running
            .operations_addr()
            .map(|address| format!("; operations: http://{address}"))
            .unwrap_or_default();
        let console = running
            .console_addr()
            .map(|address| format!("; console: http://{address}/console/"))
            .unwrap_or_default();
        let line = format!(
            "ready: http://{address}{operations}{console}; webhooks: {}; event triggers: {}; commands API: {commands}; inbox: {}",
            list(&self.webhooks),
            list(&self.events),
            self.inbox
        );
        output::line(line).map_err(|error| {
            Failure::NotDone(format!(
                "the server started, and ended, since its line could not be printed: {error}"
            ))
        })
    }
}

fn list(names: &[String]) -> String {
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}
