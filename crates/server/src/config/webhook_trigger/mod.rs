mod meta;
mod path;
mod plain;
mod public_url;
mod signed;
mod xml;

use std::collections::BTreeSet;

use uip_contract::config::Section;

use super::template::Template;

pub use meta::{MetaSignature, MetaWebhook};
pub use path::WebhookPath;
pub use plain::{FixedResponse, PlainWebhook, TwilioSignature};
pub use public_url::PublicUrl;

/// A webhook trigger, such as `type = "meta-webhook"`: notifications that come
/// by HTTP go to a command.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct WebhookTrigger {
    /// Its place in the configuration, to name it in mistakes.
    pub(crate) index: usize,
    /// `name`: the last part of its path, if it names no other.
    pub name: String,
    /// `path`: where it takes requests. Default `/wfe/api/advancedwebhook/NAME`.
    pub path: WebhookPath,
    /// `publicUrl`: where senders reach the server. Default: `publicUrl` of the
    /// server. Known, if the signature or `properties` need it.
    pub public_url: Option<PublicUrl>,
    /// `type`: whose webhooks these are, and how the sender is known.
    pub sender: Sender,
    /// `parseBody`: whether `{wfsystem.body}` is the body's JSON. Default
    /// false: it is the body's text, byte for byte.
    pub parse_body: bool,
    /// Whose events come out of the command.
    pub adapters: TriggerAdapters,
    /// The command in `command`: `INSTANCE.COMMAND`, or `COMMAND` with
    /// `adapters`.
    pub command: String,
    /// `properties`: the command's request.
    pub properties: Vec<(String, Template)>,
    /// The headers that `properties` need, in lower case.
    pub headers: BTreeSet<String>,
    /// Whether `properties` need the URL that was called.
    pub(crate) needs_url: bool,
    /// Whether `properties` need the parameters of the path and the query.
    pub(crate) needs_parameters: bool,
}

/// The adapter instances of a [`WebhookTrigger`]: at least one, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriggerAdapters {
    /// The one whose command is called: the instance in `command`, or the first
    /// of `adapters`.
    pub first: String,
    /// The other ones of `adapters`.
    pub others: Vec<String>,
}

impl TriggerAdapters {
    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.first)
            .chain(&self.others)
            .map(String::as_str)
    }
}

/// Whose webhooks a [`WebhookTrigger`] takes: each carrier has its own way to
/// confirm an address and to prove that it is the sender. It is the trigger's
/// `type`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Sender {
    /// `type = "meta-webhook"`: Meta.
    Meta(MetaWebhook),
    /// `type = "webhook"`: a service that posts forms or JSON and does not confirm
    /// the address.
    Plain(PlainWebhook),
}

/// `[server] publicUrl`, for triggers without one of their own.
pub(super) struct ServersUrl<'s> {
    pub url: Option<&'s PublicUrl>,
    /// Whether there is one, right or wrong.
    pub is_given: bool,
}

impl Sender {
    /// The types of webhook triggers.
    pub(super) const TYPES: [&str; 2] = ["meta-webhook", "webhook"];

    /// The types that a configuration may name, `advanced-webhook` among them:
    /// it is what UIP calls the trigger.
    pub(super) fn is_type(name: &str) -> bool {
        Self::TYPES.contains(&name) || name == "advanced-webhook"
    }
}

impl WebhookTrigger {
    pub(super) fn read(
        mut section: Section<'_>,
        index: usize,
        kind: &str,
        servers: &ServersUrl<'_>,
    ) -> Option<Self> {
        let name = section.required_text("name").and_then(|name| {
            let bad = name == "."
                || name == ".."
                || name.len() > 128
                || name.contains(['/', '\\', '?', '#', '%'])
                || name.contains(char::is_control);
            if bad {
                section.wrong(
                    "name",
                    "is not a part of an address: use letters, digits, `-`, `_`",
                );
            }
            (!bad).then_some(name)
        });
        let path = parsed(&mut section, "path", WebhookPath::parse, || {
            name.as_deref().map(WebhookPath::of_name)
        });
        let sender = if kind == "webhook" {
            PlainWebhook::read(&mut section).map(Sender::Plain)
        } else {
            MetaWebhook::read(&mut section, name.as_deref()).map(Sender::Meta)
        };
        let parse_body = section.boolean("parseBody", false);
        if let Some(kind) = section.text("responseType")
            && !kind.eq_ignore_ascii_case("none")
        {
            section.wrong("responseType", format!("`{kind}` is unknown; there is none: a notification is answered when it is on disk, before the command runs"));
        }
        let command = command(&mut section);
        let properties = properties(&mut section);
        let needs = |part: fn(&Template) -> bool| properties.iter().any(|(_, it)| part(it));
        let needs_url = needs(Template::needs_url);
        let public_url = parsed(&mut section, "publicUrl", PublicUrl::parse, || {
            servers.url.cloned()
        });
        let why = match &sender {
            Some(Sender::Plain(PlainWebhook {
                signature: Some(_), ..
            })) => Some("the signature covers the URL"),
            _ => needs_url.then_some("`properties` contain {wfsystem.url}"),
        };
        if let Some(why) = why
            && public_url.is_none()
            && !section.is_given("publicUrl")
            && !servers.is_given
        {
            section.wrong(
                "publicUrl",
                format!("is missing; {why}. Set it here or in [server] to the URL under which the sender reaches the server, such as https://hooks.example.com"),
            );
        }
        section.finish();
        let (adapters, command) = command?;
        let headers = properties
            .iter()
            .flat_map(|(_, template)| template.headers())
            .map(str::to_owned)
            .collect();
        Some(Self {
            index,
            name: name?,
            path: path?,
            public_url,
            sender: sender?,
            parse_body,
            adapters,
            command,
            needs_url,
            needs_parameters: needs(Template::needs_parameters),
            properties,
            headers,
        })
    }
}

/// The value of a key, if it is right, or a default, if it is not given.
fn parsed<T>(
    section: &mut Section<'_>,
    key: &'static str,
    parse: fn(&str) -> Result<T, String>,
    default: impl FnOnce() -> Option<T>,
) -> Option<T> {
    let text = section.text(key);
    if !section.is_given(key) {
        return default();
    }
    let problem = |problem: &String| section.wrong(key, problem);
    parse(&text?).inspect_err(problem).ok()
}

/// Whose command is called, and which.
fn command(section: &mut Section<'_>) -> Option<(TriggerAdapters, String)> {
    let adapters = section.texts("adapters");
    let text = section.required_text("command");
    if section.is_given("adapters") {
        let adapters = adapters.and_then(|names| {
            several(names)
                .inspect_err(|problem| section.wrong("adapters", problem))
                .ok()
        });
        let text = text?;
        if let Some((_, command)) = text.split_once('.') {
            section.wrong(
                "command",
                format!("names an adapter; with `adapters` it is the command alone: `{command}`"),
            );
            return None;
        }
        return Some((adapters?, text));
    }
    let text = text?;
    let parts = text
        .split_once('.')
        .filter(|(adapter, command)| !adapter.is_empty() && !command.is_empty());
    let Some((adapter, command)) = parts else {
        section.wrong(
            "command",
            format!("`{text}` is not INSTANCE.COMMAND, such as whatsapp.processWebhook; for several instances name them in `adapters`"),
        );
        return None;
    };
    let adapters = TriggerAdapters {
        first: adapter.to_owned(),
        others: Vec::new(),
    };
    Some((adapters, command.to_owned()))
}

fn several(names: Vec<String>) -> Result<TriggerAdapters, String> {
    let mut names = names.into_iter();
    let first = names.next().ok_or("is empty; name at least one adapter")?;
    let mut adapters = TriggerAdapters {
        first,
        others: Vec::new(),
    };
    for name in names {
        if adapters.iter().any(|known| known == name) {
            return Err(format!("names `{name}` twice"));
        }
        adapters.others.push(name);
    }
    Ok(adapters)
}

fn properties(section: &mut Section<'_>) -> Vec<(String, Template)> {
    let mut properties = Vec::new();
    for (name, value) in section.table("properties").unwrap_or_default() {
        let template = serde_json::to_value(&value)
            .map_err(|error| error.to_string())
            .and_then(Template::parse);
        match template {
            Ok(template) => properties.push((name, template)),
            Err(problem) => section.wrong(&format!("properties.{name}"), problem),
        }
    }
    properties
}

#[cfg(test)]
mod tests;
