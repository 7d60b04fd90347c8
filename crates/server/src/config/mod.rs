//! What `uip.toml` says about triggers: `[[triggers]]`, `[inbox]`, `[server]`,
//! `[console]`.

mod condition;
mod console;
mod destination;
mod event_trigger;
mod fit;
mod inbox;
mod server;
mod template;
mod webhook_trigger;

use std::collections::BTreeMap;

use toml::{Table, Value};

pub use condition::Condition;
pub(crate) use condition::{Budget, TooMuchWork};
pub use console::ConsoleSettings;
pub use destination::{
    Amqp, BrokerAddress, BrokerAddresses, Destination, Login, Nats, NatsAuthentication, Subject,
};
pub use event_trigger::{EventTrigger, Format, OnRefusal, OrderBy};
pub use inbox::InboxSettings;
pub use server::ServerSettings;
pub(crate) use template::{Filling, without_bom};
pub use template::{Part, Template};
pub use uip_contract::config::Sources;
pub use uip_web::guard::HostName;
pub use webhook_trigger::{
    FixedResponse, MetaSignature, MetaWebhook, PlainWebhook, PublicUrl, Sender, TriggerAdapters,
    TwilioSignature, WebhookPath, WebhookTrigger,
};

use uip_contract::config::{Collector, Section, parse_toml};
use uip_contract::{Mistake, Mistakes, Secret};

use server::{LEAST_TOKEN, TOO_SHORT};
use webhook_trigger::ServersUrl;

/// The sections of `uip.toml` that a trigger host reads. All others belong to
/// somebody else.
pub const SECTIONS: [&str; 4] = ["triggers", "inbox", "server", "console"];

/// A trigger host's configuration. It cannot hold a value that makes no sense.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Config {
    /// `[server]`: how the host stands on the network.
    pub server: ServerSettings,
    /// `[inbox]`: where notifications and events are kept.
    pub inbox: InboxSettings,
    /// `[console]`: the web page for operators, if there is one.
    pub console: Option<ConsoleSettings>,
    /// `[[triggers]]` of the types `meta-webhook` and `webhook`.
    pub webhook_triggers: Vec<WebhookTrigger>,
    /// `[[triggers]]` of the type `event`.
    pub event_triggers: Vec<EventTrigger>,
    /// `[adapters.NAME] commandsToken`, by name: the bearer tokens that open
    /// the commands of one adapter each.
    pub adapter_tokens: BTreeMap<String, Secret>,
}

impl Config {
    /// Whether a server has anything to do: triggers, the commands API, or the
    /// console.
    pub fn has_work(&self) -> bool {
        !self.webhook_triggers.is_empty()
            || !self.event_triggers.is_empty()
            || self.server.commands_token.is_some()
            || !self.adapter_tokens.is_empty()
            || self.console.is_some()
    }

    /// Reads the sections named in [`SECTIONS`] from a text in TOML that holds
    /// nothing else.
    ///
    /// # Errors
    /// With the line that is not TOML, or every mistake there is; each names its
    /// key.
    pub fn from_toml(text: &str, sources: &Sources<'_>) -> Result<Self, Mistakes> {
        let table = parse_toml(text).map_err(|error| Mistake::new("", error.to_string()))?;
        Self::from_table(table, sources)
    }

    /// Reads the sections named in [`SECTIONS`] from a table that holds
    /// nothing else.
    ///
    /// # Errors
    /// With every mistake there is; each names its key.
    pub fn from_table(mut table: Table, sources: &Sources<'_>) -> Result<Self, Mistakes> {
        let mistakes = Collector::default();
        let triggers = match table.remove("triggers") {
            None => Vec::new(),
            Some(Value::Array(triggers)) => triggers,
            Some(_) => {
                mistakes.add("triggers", "is not a list; write [[triggers]]");
                Vec::new()
            }
        };
        let servers_url = table.get("server").and_then(|it| it.get("publicUrl"));
        let servers_url_is_given = servers_url.is_some();
        let has_console = table.contains_key("console");
        let mut root = Section::new("", table, &mistakes, sources);
        let server = ServerSettings::read(root.section("server"));
        let servers_url = ServersUrl {
            url: server.public_url.as_ref(),
            is_given: servers_url_is_given,
        };
        let inbox = InboxSettings::read(root.section("inbox"), sources.directory);
        let console = root.section("console");
        let console = has_console.then(|| {
            let others: Vec<_> = std::iter::once(server.listen)
                .chain(server.operations_listen)
                .collect();
            ConsoleSettings::read(console, &others)
        });
        root.finish();

        let mut webhook_triggers = Vec::new();
        let mut event_triggers = Vec::new();
        for (index, trigger) in triggers.into_iter().enumerate() {
            let path = format!("triggers[{index}]");
            let Value::Table(trigger) = trigger else {
                mistakes.add(path, "is not a table");
                continue;
            };
            let mut section = Section::new(path, trigger, &mistakes, sources);
            match section.required_text("type").as_deref() {
                Some(kind) if Sender::is_type(kind) => {
                    let trigger = WebhookTrigger::read(section, index, kind, &servers_url);
                    webhook_triggers.extend(trigger);
                }
                Some("event") => event_triggers.extend(EventTrigger::read(section, index)),
                Some(other) => section.wrong(
                    "type",
                    format!(
                        "`{other}` is unknown; there is {} and event",
                        Sender::TYPES.join(", ")
                    ),
                ),
                None => {}
            }
        }
        unique(
            &mistakes,
            webhook_triggers
                .iter()
                .map(|trigger| (trigger.index, &trigger.name)),
        );
        unique(
            &mistakes,
            event_triggers
                .iter()
                .map(|trigger| (trigger.index, &trigger.name)),
        );
        paths_apart(&mistakes, &webhook_triggers);
        mistakes.or(Self {
            server,
            inbox,
            console: console.flatten(),
            webhook_triggers,
            event_triggers,
            adapter_tokens: BTreeMap::new(),
        })
    }

    /// With tokens of single adapters, which the sections of a trigger host do
    /// not hold.
    ///
    /// # Errors
    /// With each token that is too short, or opens more than its adapter.
    pub fn with_adapter_tokens(
        mut self,
        tokens: BTreeMap<String, Secret>,
    ) -> Result<Self, Mistakes> {
        let mistakes = Collector::default();
        for (adapter, token) in &tokens {
            let key = format!("adapters.{adapter}.commandsToken");
            if token.expose().len() < LEAST_TOKEN {
                mistakes.add(key.as_str(), TOO_SHORT);
            }
            let of_server = self.server.commands_token.as_ref();
            if of_server.is_some_and(|all| all.matches(token.expose().as_bytes())) {
                mistakes.add(
                    key.as_str(),
                    "is the same as server.commandsToken, which opens every adapter",
                );
            }
            let of_console = self.console.as_ref();
            if of_console.is_some_and(|it| it.token.matches(token.expose().as_bytes())) {
                mistakes.add(
                    key.as_str(),
                    "is the same as console.token, which opens more",
                );
            }
        }
        self.adapter_tokens = tokens;
        mistakes.or(self)
    }
}

/// A trigger's name says which notifications and deliveries are its own, so it
/// stays the same when triggers are moved about.
fn unique<'t>(mistakes: &Collector, triggers: impl Iterator<Item = (usize, &'t String)>) {
    let mut seen = std::collections::HashMap::new();
    for (index, name) in triggers {
        if let Some(first) = seen.insert(name, index) {
            mistakes.add(
                format!("triggers[{index}].name"),
                format!("`{name}` is already the name of triggers[{first}]; give each its own"),
            );
        }
    }
}

/// A request belongs to one trigger: no other one may match it too.
fn paths_apart(mistakes: &Collector, triggers: &[WebhookTrigger]) {
    for (at, trigger) in triggers.iter().enumerate() {
        let mut before = triggers.iter().take(at);
        // Two triggers of one name have been named.
        let overlaps = |other: &&WebhookTrigger| {
            other.name != trigger.name && other.path.overlaps(&trigger.path)
        };
        if let Some(other) = before.find(overlaps) {
            mistakes.add(
                format!("triggers[{}].path", trigger.index),
                format!(
                    "`{}` matches the same requests as `{}` of triggers[{}]; change one of them",
                    trigger.path, other.path, other.index
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests;
