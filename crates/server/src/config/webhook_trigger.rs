use std::collections::BTreeSet;

use http::HeaderName;

use super::section::Section;
use super::template::Template;
use crate::Secret;
use crate::signature::Key;

/// A trigger of the type `advanced-webhook`: notifications that come by HTTP
/// go to a command.
#[derive(Debug, Clone)]
pub struct WebhookTrigger {
    /// Its place in the configuration, to name it in mistakes.
    pub(crate) index: usize,
    /// `name`: the last part of its address.
    pub name: String,
    /// `verifyToken`: what the sender repeats in its subscription check.
    /// Default: the name, as UIP has it.
    pub verify_token: Secret,
    /// `authentication` and `authenticationKey`: who may send.
    pub authentication: Authentication,
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

/// Who may send to a [`WebhookTrigger`].
#[derive(Debug, Clone)]
pub enum Authentication {
    /// Whoever signs the body with the key.
    HmacSha256 {
        /// `authenticationKey`.
        key: Key,
        /// `previousAuthenticationKey`: it is accepted too, while the key is
        /// rotated.
        previous: Option<Box<Key>>,
        /// `signatureHeader`: where `sha256=HEX` stands. Default
        /// `X-Hub-Signature-256`.
        header: HeaderName,
    },
    /// Whoever reaches the address.
    None,
}

impl WebhookTrigger {
    pub(super) fn read(mut section: Section<'_>, index: usize) -> Option<Self> {
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
        let verify_token = match section.secret("verifyToken") {
            Some(token) => Some(token),
            None => name.clone().map(Secret::new),
        };
        let authentication = authentication(&mut section);
        let parse_body = section.boolean("parseBody", false);
        if let Some(kind) = section.text("responseType")
            && !kind.eq_ignore_ascii_case("none")
        {
            section.wrong("responseType", format!("`{kind}` is unknown; there is none: a notification is answered when it is on disk, before the command runs"));
        }
        let command = command(&mut section);
        let properties = properties(&mut section);
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
            verify_token: verify_token?,
            authentication: authentication?,
            parse_body,
            adapters,
            command,
            properties,
            headers,
        })
    }
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

fn authentication(section: &mut Section<'_>) -> Option<Authentication> {
    let kind = section.required_text("authentication");
    match kind.as_deref() {
        Some("hmac-sha256") => {
            let header = section
                .text("signatureHeader")
                .unwrap_or_else(|| "X-Hub-Signature-256".to_owned());
            let header = HeaderName::from_bytes(header.as_bytes()).inspect_err(|_| {
                section.wrong(
                    "signatureHeader",
                    format!("`{header}` is not a header's name"),
                );
            });
            let key = section.base64_secret("authenticationKey", "");
            if key.is_none() && !section.is_given("authenticationKey") {
                section.wrong(
                    "authenticationKey",
                    "is missing; hmac-sha256 needs the key as base64: { env = \"NAME\" }",
                );
            }
            let previous = section.base64_secret("previousAuthenticationKey", "");
            if section.is_given("previousAuthenticationKey") {
                previous.as_ref()?;
            }
            Some(Authentication::HmacSha256 {
                key: Key::new(&key?),
                previous: previous.map(|key| Box::new(Key::new(&key))),
                header: header.ok()?,
            })
        }
        Some("none") => {
            if !section.boolean("allowUnauthenticated", false) {
                section.wrong(
                    "allowUnauthenticated",
                    "must be true for authentication none: anybody who reaches the address can then send",
                );
            }
            Some(Authentication::None)
        }
        Some(other) => {
            section.wrong(
                "authentication",
                format!("`{other}` is unknown; there is hmac-sha256 and none"),
            );
            None
        }
        None => None,
    }
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
