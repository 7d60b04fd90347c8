use uip_contract::config::Collector;
use uip_contract::manifest::{Kind, RequestField};
use uip_contract::{Mistakes, did_you_mean};

use super::{Config, Destination, EventTrigger, WebhookTrigger};
use crate::AdapterInfo;
use crate::delivery::Sinks;

impl Config {
    /// Checks that the triggers fit the adapters: that there are such
    /// instances, commands, request fields and events, and that no event goes to
    /// a sink, which only [`Server::sink`](crate::Server::sink) can give.
    ///
    /// # Errors
    /// With every mistake there is; each names its key.
    pub fn check(&self, adapters: &[AdapterInfo]) -> Result<(), Mistakes> {
        self.check_with(adapters, &Sinks::default())
    }

    /// The same, with the sinks there are.
    pub(crate) fn check_with(
        &self,
        adapters: &[AdapterInfo],
        sinks: &Sinks,
    ) -> Result<(), Mistakes> {
        let mistakes = Collector::default();
        for trigger in &self.webhook_triggers {
            webhook_trigger(trigger, adapters, &mistakes);
        }
        for trigger in &self.event_triggers {
            event_trigger(trigger, adapters, &mistakes);
            sink(trigger, sinks, &mistakes);
        }
        mistakes.or(())
    }
}

fn webhook_trigger(trigger: &WebhookTrigger, infos: &[AdapterInfo], mistakes: &Collector) {
    let path = format!("triggers[{}]", trigger.index);
    let is_list = !trigger.adapters.others.is_empty();
    let mut found: Vec<&AdapterInfo> = Vec::new();
    for (index, name) in trigger.adapters.iter().enumerate() {
        let key = if is_list {
            format!("{path}.adapters[{index}]")
        } else {
            format!("{path}.command")
        };
        let Some(adapter) = find(name, infos, &key, mistakes) else {
            continue;
        };
        if let Some(first) = found.first()
            && let Some(problem) = cannot_share(first, adapter)
        {
            mistakes.add(key.as_str(), problem);
            continue;
        }
        let is_known = found.iter().any(|known| known.manifest == adapter.manifest);
        found.push(adapter);
        if !is_known {
            takes_command(adapter, trigger, &path, mistakes);
        }
    }
    same_values(&found, &path, mistakes);
}

/// Why two adapters cannot get their events from one notification.
fn cannot_share(first: &AdapterInfo, other: &AdapterInfo) -> Option<String> {
    (first.manifest.name != other.manifest.name).then(|| {
        format!(
            "`{}` is a `{}`, and `{}` a `{}`; all adapters of a trigger have the same manifest",
            other.name, other.manifest.name, first.name, first.manifest.name
        )
    })
}

/// Adapters with the same value of the property that decides first: the second
/// one would get nothing.
fn same_values(adapters: &[&AdapterInfo], path: &str, mistakes: &Collector) {
    let first = adapters
        .first()
        .and_then(|first| first.event_paths().next());
    let Some((property, _)) = first else { return };
    for (index, adapter) in adapters.iter().enumerate() {
        let value = adapter.values.get(property);
        let mut before = adapters.iter().take(index);
        let same = before.find(|other| value.is_some() && other.values.get(property) == value);
        if let Some(other) = same {
            mistakes.add(
                format!("{path}.adapters"),
                format!(
                    "`{}` has the same {property} as `{}`, and so would get no event",
                    adapter.name, other.name
                ),
            );
        }
    }
}

fn takes_command(
    adapter: &AdapterInfo,
    trigger: &WebhookTrigger,
    path: &str,
    mistakes: &Collector,
) {
    let Some(command) = adapter.manifest.command(&trigger.command) else {
        let hint = did_you_mean(&trigger.command, adapter.commands());
        mistakes.add(
            format!("{path}.command"),
            format!(
                "`{}` has no command `{}`; {hint}",
                adapter.name, trigger.command
            ),
        );
        return;
    };
    for (name, template) in &trigger.properties {
        if let Some(field) = command.fields().find(|field| field.name == *name) {
            if template.is_body() {
                takes_body(field, &command.name, trigger, path, mistakes);
            }
        } else {
            let hint = did_you_mean(name, command.fields().map(|field| field.name.as_str()));
            mistakes.add(
                format!("{path}.properties.{name}"),
                format!("`{}` takes no such property; {hint}", command.name),
            );
        }
    }
    for field in command.fields().filter(|field| field.is_required) {
        let is_given = |(name, _): &(String, _)| *name == field.name;
        if !trigger.properties.iter().any(is_given) {
            mistakes.add(
                format!("{path}.properties.{}", field.name),
                format!("is missing; `{}` needs it", command.name),
            );
        }
    }
}

/// A body of the wrong type is acknowledged, since its sender has done nothing wrong, and
/// its command then fails every time.
fn takes_body(
    field: &RequestField,
    command: &str,
    trigger: &WebhookTrigger,
    path: &str,
    mistakes: &Collector,
) {
    let name = &field.name;
    match (field.kind, trigger.parse_body) {
        // JSON can be a string by itself, but no sender of webhooks posts one.
        (Kind::String, true) => mistakes.add(
            format!("{path}.parseBody"),
            format!("makes an object of the body, and `{command}` takes {name} as a string; leave parseBody out"),
        ),
        (Kind::Object | Kind::Array, false) => mistakes.add(
            format!("{path}.properties.{name}"),
            format!(
                "is the body as text, and `{command}` takes an {} here; add parseBody = true to the trigger",
                field.kind.word()
            ),
        ),
        _ => {}
    }
}

fn event_trigger(trigger: &EventTrigger, adapters: &[AdapterInfo], mistakes: &Collector) {
    let path = format!("triggers[{}]", trigger.index);
    let key = format!("{path}.adapter");
    let Some(adapter) = find(&trigger.adapter, adapters, &key, mistakes) else {
        return;
    };
    if !adapter.events().any(|name| name == trigger.event) {
        let hint = did_you_mean(&trigger.event, adapter.events());
        mistakes.add(
            format!("{path}.event"),
            format!(
                "`{}` has no event `{}`; {hint}",
                adapter.name, trigger.event
            ),
        );
    }
}

fn sink(trigger: &EventTrigger, sinks: &Sinks, mistakes: &Collector) {
    let Destination::Sink(name) = &trigger.deliver else {
        return;
    };
    if sinks.get(name).is_some() {
        return;
    }
    let hint = if sinks.is_empty() {
        "a program that embeds the server gives it its sinks, and this one gives none".to_owned()
    } else {
        did_you_mean(name, sinks.names())
    };
    mistakes.add(
        format!("triggers[{}].deliver", trigger.index),
        format!("no sink `{name}`; {hint}"),
    );
}

fn find<'a>(
    name: &str,
    adapters: &'a [AdapterInfo],
    key: &str,
    mistakes: &Collector,
) -> Option<&'a AdapterInfo> {
    let found = adapters.iter().find(|adapter| adapter.name == name);
    if found.is_none() {
        let hint = did_you_mean(name, adapters.iter().map(|adapter| adapter.name.as_str()));
        mistakes.add(key, format!("no adapter `{name}`; {hint}"));
    }
    found
}
